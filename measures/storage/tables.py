"""The tables. Every row in them is final: triggers in the database refuse to change or delete one.

A figure is whole units of 10^-decimals, so that it is exact in both databases. A revision names its series and its
upload by number, its quarter by ordinal, and holds no text that repeats: 688,000 rows are read as integers.
"""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
)

from measures.model.record import ActKind

#: Every id is the one before plus one, given by the writer under its lock: the same in both databases, no gaps.
#: SQLite keeps a column that is called INTEGER as the row's own place.
RowNumber = BigInteger().with_variant(Integer, "sqlite")

KIND = "kind of act"  # what a table of `_of_act` says of itself: acts of which kind write its rows

BASES = ("quarter", "ytd")  # revision.basis holds the position


class Moment(TypeDecorator[datetime]):
    """A moment in UTC that comes back knowing so. SQLite has no time zones and keeps it without one."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """To UTC; a moment without a time zone is refused."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value} has no time zone")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        """From UTC."""
        if value is None:
            return None
        moment: datetime = value
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _of_act(name: str, kind: ActKind, *columns: Column[Any] | Index, single: bool = True) -> Table:
    """A table whose rows acts of a kind have recorded: a `single` row each, or as many as there are."""
    return Table(
        name,
        metadata,
        Column("id", Integer, primary_key=True, autoincrement=False),
        Column("act_id", ForeignKey("act.id"), nullable=False, unique=single or None, index=not single or None),
        *columns,
        info={KIND: kind},
    )


act = Table(
    "act",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("at", Moment, nullable=False),
    Column("by", Text, nullable=False),
    Column("kind", String(20), nullable=False),
    Column("summary", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("details", Text, nullable=False),  # JSON
    Column("sha256", String(64), nullable=False, server_default=""),  # `measures.storage.chain`
)

#: What moves no figure: who came, what was refused, what was taken away.
audit_line = Table(
    "audit_line",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("at", Moment, nullable=False),
    Column("by", Text, nullable=False),
    Column("kind", String(20), nullable=False),
    Column("summary", Text, nullable=False),
    Column("details", Text, nullable=False),  # JSON
    Column("sha256", String(64), nullable=False),
)

#: Where each chain of hashes ends; the one table whose rows change.
chain = Table(
    "chain",
    metadata,
    Column("name", String(20), primary_key=True),
    Column("length", Integer, nullable=False),
    Column("sha256", String(64), nullable=False),
)

upload = _of_act(
    "upload",
    ActKind.UPLOAD,
    Column("name", Text, nullable=False),
    Column("sha256", String(64), nullable=False, index=True),
    Column("lines_read", Integer, nullable=False),
    Column("rows_added", Integer, nullable=False),
    Column("rows_changed", Integer, nullable=False),
    Column("rows_unchanged", Integer, nullable=False),
    Column("size", Integer, nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("read_as", Text, nullable=False, server_default=""),
)

withdrawal = _of_act(
    "withdrawal",
    ActKind.WITHDRAWAL,
    Column("upload_id", ForeignKey("upload.id"), nullable=False, unique=True),
)

series = Table(
    "series",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("measure_id", Text, nullable=False),
    Column("area", Text, nullable=False),
    UniqueConstraint("measure_id", "area"),
)

revision = Table(
    "revision",
    metadata,
    Column("id", RowNumber, primary_key=True, autoincrement=False),
    Column("series_id", ForeignKey("series.id"), nullable=False),
    Column("quarter", SmallInteger, nullable=False),
    Column("basis", SmallInteger, nullable=False),
    Column("value_units", BigInteger),
    Column("numerator_units", BigInteger),
    Column("denominator_units", BigInteger),
    Column("decimals", SmallInteger, nullable=False),
    Column("status", String(1), nullable=False),
    Column("data_to", Date),
    Column("note", Text),
    Column("upload_id", ForeignKey("upload.id"), nullable=False),
    Column("line", Integer),
    Index(None, "series_id"),
)

definition = _of_act(
    "definition",
    ActKind.DEFINITIONS,
    Column("plan_id", Text, nullable=False),
    Column("kind", String(10), nullable=False),  # plan, measure, break, event
    Column("key", Text, nullable=False),
    Column("from_quarter", SmallInteger),
    Column("removed", Boolean, nullable=False),
    Column("content", Text, nullable=False),  # JSON; "" where removed
    single=False,
)

commentary = _of_act(
    "commentary",
    ActKind.COMMENTARY,
    Column("measure_id", Text, nullable=False),
    Column("quarter", SmallInteger, nullable=False, index=True),
    Column("happened", Text, nullable=False),
    Column("why", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("action_by", Text, nullable=False),
    Column("action_due", Date),
    Column("unknown", Text, nullable=False),
    Column("outcome", Text, nullable=False, server_default=""),
)

#: Each version of a meeting is a row; `number` says which meeting it is.
meeting = _of_act(
    "meeting",
    ActKind.MEETING,
    Column("number", Integer, nullable=False),
    Column("plan_id", Text, nullable=False),
    Column("quarter", SmallInteger, nullable=False),
    Column("day", Date, nullable=False),
    Column("title", Text, nullable=False),
    Column("called_off", Boolean, nullable=False),
)

report_text = _of_act(
    "report_text",
    ActKind.REPORT_TEXT,
    Column("plan_id", Text, nullable=False),
    Column("quarter", SmallInteger, nullable=False, index=True),
    Column("place", Text, nullable=False),
    Column("text", Text, nullable=False),
)

#: The meeting stands in the row as it was: a publication says nothing new when its meeting is moved.
publication = _of_act(
    "publication",
    ActKind.PUBLICATION,
    Column("plan_id", Text, nullable=False),
    Column("quarter", SmallInteger, nullable=False),
    Column("meeting", Integer, nullable=False),
    Column("day", Date, nullable=False),
    Column("title", Text, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("size", Integer, nullable=False),
    Column("program", Text, nullable=False),
    Column("data_version", ForeignKey("act.id"), nullable=False),
    Column("incomplete", Text, nullable=False),
    Column("content", LargeBinary, nullable=False),
)

area = _of_act(
    "area",
    ActKind.AREAS,
    Column("area_id", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("population", Integer),
    Column("year", SmallInteger, nullable=False),
    Column("note", Text, nullable=False),
    single=False,
)

#: A file states the whole of each group that it names: the rows of the newest act that names it stand.
membership = _of_act(
    "membership",
    ActKind.AREAS,
    Column("group_id", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("area_id", Text, nullable=False),
    Column("from_quarter", SmallInteger),
    Column("to_quarter", SmallInteger),
    single=False,
)

#: A list of awards with its file: it states the whole of each year that its rows name.
funding_list = _of_act(
    "funding_list",
    ActKind.FUNDING,
    Column("plan_id", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("size", Integer, nullable=False),
    Column("content", LargeBinary, nullable=False),
)

#: One award of a list, in pence; `year` is the calendar year in which the financial year starts.
award = Table(
    "award",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("list_id", ForeignKey("funding_list.id"), nullable=False, index=True),
    Column("year", SmallInteger, nullable=False),
    Column("priority", Text, nullable=False),
    Column("recipient", Text, nullable=False),
    Column("purpose", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("amount_pence", BigInteger, nullable=False),
    Column("paid_pence", BigInteger),
    Column("paid_to", Date),
    Column("note", Text, nullable=False),
)

funding_withdrawal = _of_act(
    "funding_withdrawal",
    ActKind.FUNDING_WITHDRAWAL,
    Column("list_id", ForeignKey("funding_list.id"), nullable=False, unique=True),
)

#: Each change of a person's role is a row; the newest of an issuer and subject holds. "" takes every role away.
given_role = _of_act(
    "given_role",
    ActKind.ROLES,
    Column("issuer", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("role", String(20), nullable=False),
    Index(None, "issuer", "subject"),
)

#: In the order in which rows may be written.
FINAL_TABLES = (
    "act", "upload", "withdrawal", "series", "revision", "definition", "commentary", "area", "membership", "meeting",
    "report_text", "publication", "given_role", "funding_list", "award", "funding_withdrawal", "audit_line",
)  # fmt: skip

#: What acts bring: every table but those that are chained row by row, and the ends of the chains. The rows of `series`
#: and `revision` came with an upload, those of `award` with a list; those of the others name their act.
BROUGHT = tuple(table for table in metadata.sorted_tables if table.name not in ("act", "audit_line", "chain"))


def kind_of_rows(table: Table) -> ActKind | None:
    """Acts of which kind write the rows of a table; None where the rows name no act."""
    kind: ActKind | None = table.info.get(KIND)
    return kind
