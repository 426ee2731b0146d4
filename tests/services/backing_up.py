"""What the tests of backups share: an awkward database, a backup of it, and all that a database holds."""

from datetime import date
from decimal import Decimal
from pathlib import Path

from sqlalchemy import select

from measures.model.commentary import Commentary
from measures.model.funding import Award
from measures.model.quarter import Quarter
from measures.services.backups import back_up
from measures.services.definitions import load_plans
from measures.storage.funding_rows import NewFundingList
from measures.storage.records import NewUpload
from measures.storage.store import Store
from measures.storage.tables import metadata
from tests.builders import a_measure, a_plan
from tests.storage.figures import figures


def everything(store: Store) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table, without what the audit says of backups, and where it ends."""
    with store._reading() as connection:
        return {
            table.name: [tuple(row) for row in connection.execute(select(table).order_by(*table.primary_key))]
            for table in metadata.sorted_tables
            if table.name not in ("audit_line", "chain")
        }


def awkward(store: Store) -> None:
    """Words and files that a careless copy would lose something of, and an upload that was withdrawn."""
    load_plans(store, [a_plan(a_measure("burglary"))], by="O’Brien; DROP TABLE act -- \t“é”\n")
    upload = NewUpload("tab\tin, name.csv", bytes(range(256)) * 3, by="A", note="line\none \\N \\. '", added=1)
    store.add_upload(figures("burglary", q1=12.5), upload)
    store.add_upload(figures("burglary", q1=13), NewUpload("empty.csv", b"", by="", added=1))
    store.withdraw(2, reason="wrong", by="B", details={"number": 0.1, "none": None, "text": "é\u2028"})
    said = Commentary("burglary", Quarter.of(2015, 1), happened="Less\n\n* of it", why="", action="")
    store.add_commentary(said, by="A", based_on=0)


def with_awards(store: Store) -> None:
    """A list of awards that a careless copy would lose something of, taken out."""
    awards = [Award(2015, "burglary", "é\u2028", "P\n", "F", Decimal("0.10"), Decimal(0), date(2015, 4, 1), "\\N"),
              Award(2015, "all", "R", "P", "F", Decimal(10**12))]  # fmt: skip
    store.add_funding(NewFundingList("plan", "list.csv", bytes(range(256)), "s"), awards, by="A")
    store.withdraw_funding(1, reason="wrong", by="B")


def backup_of(store: Store, path: Path) -> Path:
    back_up(store, path)
    return path
