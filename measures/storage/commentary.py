"""Commentaries: each version a row of its own, the newest of a measure and quarter is the one that holds."""

from datetime import datetime

from sqlalchemy import ColumnElement, Connection, select

from measures.model.commentary import Commentary, WrittenCommentary
from measures.model.quarter import Quarter
from measures.model.record import ActKind
from measures.storage.meanwhile import done_in_words, refuse_overwriting
from measures.storage.new_rows import FewRows, next_id
from measures.storage.records import add_act, clean
from measures.storage.tables import act, commentary

_TEXTS = ("happened", "why", "action", "action_by", "unknown", "outcome")


def versions_of(connection: Connection, measure_id: str, quarter: Quarter) -> tuple[WrittenCommentary, ...]:
    """Every version of one commentary, newest first."""
    c = commentary.c
    return _read(connection, c.measure_id == measure_id, c.quarter == quarter.ordinal)


def of_quarter(connection: Connection, quarter: Quarter, as_at: datetime | None) -> dict[str, WrittenCommentary]:
    """What is said of each measure for a quarter (by a moment), by measure id; not of those that were taken back."""
    conditions = [commentary.c.quarter == quarter.ordinal, *([act.c.at <= as_at] if as_at is not None else [])]
    newest: dict[str, WrittenCommentary] = {}
    for version in _read(connection, *conditions):
        newest.setdefault(version.said.measure_id, version)
    return {name: version for name, version in newest.items() if not version.said.is_blank}


def of_span(
    connection: Connection, first: Quarter, last: Quarter, as_at: datetime | None
) -> tuple[WrittenCommentary, ...]:
    """What is said of every measure for the quarters of a span (by a moment); not of those that were taken back."""
    conditions = [commentary.c.quarter.between(first.ordinal, last.ordinal)]
    newest: dict[tuple[str, Quarter], WrittenCommentary] = {}
    for version in _read(connection, *conditions, *([act.c.at <= as_at] if as_at is not None else [])):
        newest.setdefault((version.said.measure_id, version.said.quarter), version)
    return tuple(version for version in newest.values() if not version.said.is_blank)


def _read(connection: Connection, *conditions: ColumnElement[bool]) -> tuple[WrittenCommentary, ...]:
    query = (
        select(commentary, act.c.at, act.c.by)
        .join_from(commentary, act, act.c.id == commentary.c.act_id)
        .where(*conditions)
        .order_by(commentary.c.id.desc())
    )
    return tuple(
        WrittenCommentary(
            row.id, row.act_id, row.at, row.by,
            Commentary(row.measure_id, Quarter(row.quarter), row.happened, row.why, row.action, row.action_by,
                       row.action_due, row.unknown, row.outcome),
        )
        for row in connection.execute(query)
    )  # fmt: skip


def add(connection: Connection, said: Commentary, *, by: str, based_on: int) -> WrittenCommentary:
    """Record a version; raises ChangedMeanwhile where the newest is another than `based_on` (0: none)."""
    newest = next(iter(versions_of(connection, said.measure_id, said.quarter)), None)
    refuse_overwriting("commentary", newest, based_on)
    done = done_in_words(newest, said)
    number = next_id(connection, commentary)
    about = {"commentary": number, "measure": said.measure_id, "quarter": said.quarter.label}
    texts = {name: clean(getattr(said, name)) for name in _TEXTS}
    row = {"measure_id": said.measure_id, "quarter": said.quarter.ordinal, "action_due": said.action_due, **texts}
    summary = f"The commentary on {said.measure_id} for {said.quarter} {done}"
    recorded = add_act(connection, ActKind.COMMENTARY, by, summary, "", about, [FewRows(commentary, [row])])
    return WrittenCommentary(number, recorded.id, recorded.at, recorded.by, said)
