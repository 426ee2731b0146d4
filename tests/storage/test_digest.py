"""A digest is the same before rows are written and as either database gives them back, to the last microsecond."""

from datetime import UTC, date, datetime
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest
from sqlalchemy import Boolean, Column, Date, Integer, LargeBinary, MetaData, Numeric, Table, Text

from measures.model.area import Area
from measures.services.integrity import check
from measures.storage.digest import PART, Digest, digest_of, hash_of_file
from measures.storage.records import NewUpload
from measures.storage.store import Store
from measures.storage.tables import Moment, given_role
from tests.storage.figures import figures

ROW = {"act_id": 3, "issuer": "i", "subject": "s", "name": "Zoë", "role": "viewer"}
ANY = Table(
    "any",
    MetaData(),
    Column("id", Integer, primary_key=True),
    Column("whole", Integer),
    Column("truth", Boolean),
    Column("words", Text),
    Column("day", Date),
    Column("moment", Moment),
    Column("exact", Numeric),
    Column("file", LargeBinary),
    Column("later", Text, server_default=""),
    Column("nought", Integer, server_default="0"),
)


def digest(**columns: list[object]) -> str:
    made = Digest(ANY)
    made.add(len(next(iter(columns.values()))), columns)
    return made.hexdigest()


def test_the_digest_of_a_row_never_changes() -> None:
    assert digest_of(given_role, [{"id": 1, **ROW}]) == (
        "4bc927b60cc4b7f516a3be6eb0e9710f7b83c7d7f5de9760cbdb7af68cc5eafc"
    )


@pytest.mark.parametrize("name", list(ROW))
def test_another_value_in_any_column_is_another_digest(name: str) -> None:
    other = {**ROW, name: 4 if name == "act_id" else "x"}
    assert digest_of(given_role, [{"id": 1, **ROW}]) != digest_of(given_role, [{"id": 1, **other}])


MOMENT = datetime(2026, 11, 26, 9, 0, 0, 5, UTC)
ALIKE: list[tuple[str, list[object], list[object]]] = [
    ("whole", [1, None, 3], list(np.array([1, None, 3], dtype=object))),
    ("truth", [True, False, None], [1, 0, None]),
    ("day", [date(2019, 6, 30), None], ["2019-06-30", None]),
    ("moment", [MOMENT, MOMENT.replace(microsecond=6)], ["2026-11-26 09:00:00.000005", "2026-11-26 09:00:00.000006"]),
    ("exact", [Decimal("1.50"), Decimal(2)], [Decimal("1.5"), Decimal("2.000")]),
    ("file", [b"a", b"b"], [hash_of_file(b"a"), hash_of_file("b")]),
    ("words", ["a", None], ["a", None]),
]


@pytest.mark.parametrize(("name", "written", "read"), ALIKE)
def test_what_is_written_and_what_is_read_have_one_digest(name: str, written: list[object], read: list[object]) -> None:
    assert digest(**{name: written}) == digest(**{name: read})


DIFFERENT: list[tuple[str, list[object], list[object]]] = [
    ("whole", [1, None, 3], [1, 0, 3]),
    ("whole", [1, 2], [2, 1]),
    ("whole", [1, 2], [1, 2.5]),
    ("whole", [1, 2], [1, "2"]),
    ("whole", [5, 5], [5, 5, 5]),
    ("whole", [127, -128], [127, 128]),
    ("words", ["a", None], ["a", ""]),
    ("words", ["a\nb", "c"], ["a", "b\nc"]),
    ("words", ["a", "b"], ["a\nb", ""]),
    ("words", ["", ""], ["\n", ""]),
    ("words", ["a", "b"], [b"a", b"b"]),
    ("words", [None, None], ["", ""]),
    ("moment", [MOMENT, MOMENT], [MOMENT, MOMENT.replace(microsecond=6)]),
    ("exact", [Decimal("1.5")], [Decimal("1.51")]),
    ("file", [b"a"], [b"b"]),
    ("later", ["", ""], ["", "x"]),
    ("nought", [0, 0], [0, 1]),
]


@pytest.mark.parametrize(("name", "one", "other"), DIFFERENT)
def test_what_is_not_the_same_has_another_digest(name: str, one: list[object], other: list[object]) -> None:
    assert digest(**{name: one}) != digest(**{name: other})


def test_a_column_that_a_later_version_adds_changes_no_digest_until_something_is_written_into_it() -> None:
    before = digest(whole=[1, 2])
    assert digest(whole=[1, 2], later=["", ""], nought=[0, 0], words=[None, None]) == before
    assert digest(whole=[1, 2], later=["", "x"]) != before
    assert digest(whole=[1, 2], words=["x", "x"]) != before


def test_awkward_rows_are_sound_on_either_database(store: Store) -> None:
    frame = figures("thefts", q1=12.5, q2=None, q3=-3, q4=999999999999999)
    frame["note"] = ["line\none", None, "\t“é”\u2028 \\N \\.", ""]
    frame["data_to"] = [date(2019, 6, 30), None, date(2019, 12, 31), None]
    frame["line"] = [2.0, 3.0, np.nan, 5.0]
    store.add_upload(frame, NewUpload("tab\tin.csv", bytes(range(256)), "A", added=4, details={"é": [0.1, None]}))
    store.add_areas([Area("kent", "Kent", None, 2024), Area("é", "\n", 2**31 - 1, 2024)], [], by="A", summary="s")
    assert check(store) == []


def test_more_rows_than_are_digested_together_are_sound_and_each_of_them_is_vouched_for(store: Store) -> None:
    one = figures("thefts", **{f"q{n}": n for n in range(1, 5)})
    many = PART // 4 + 10
    frame = pd.concat([one] * many, ignore_index=True)
    frame["measure_id"] = pd.Categorical(np.repeat([f"m{number}" for number in range(many)], 4))
    frame["note"] = ["x" if place == len(frame) - 1 else None for place in range(len(frame))]
    store.add_upload(frame, NewUpload("many.csv", b"many", "A", added=len(frame)))
    assert check(store) == []
    with store._engine.begin() as connection:
        last = connection.exec_driver_sql("SELECT max(id) FROM revision").scalar_one()
        assert last > PART
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("ALTER TABLE revision DISABLE TRIGGER revision_final")
        else:
            connection.exec_driver_sql("DROP TRIGGER revision_no_update")
        connection.exec_driver_sql(f"UPDATE revision SET value_units = value_units + 1 WHERE id = {last}")
    assert f"in the table revision was altered (in the rows 1 to {last:,})" in check(store)[-1]
