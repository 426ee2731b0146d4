"""Meetings: each version a row, the newest row of a number is the meeting as it stands."""

from collections.abc import Iterable
from dataclasses import replace

from sqlalchemy import Connection, func, select

from measures.errors import ChangedMeanwhile, NotAllowed, NotFound
from measures.model.meeting import Meeting
from measures.model.quarter import Quarter, day_in_words
from measures.model.record import ActKind
from measures.storage.new_rows import FewRows
from measures.storage.records import add_act, clean
from measures.storage.tables import meeting, publication


def read(connection: Connection, plan_id: str | None = None) -> tuple[Meeting, ...]:
    """The meetings that stand, the latest day first."""
    found = [one for one in _newest(connection).values() if not one.called_off and plan_id in (None, one.plan_id)]
    return tuple(sorted(found, key=lambda one: (one.day, one.number), reverse=True))


def _newest(connection: Connection) -> dict[int, Meeting]:
    rows = connection.execute(select(meeting).order_by(meeting.c.id))
    return {
        row.number: Meeting(row.plan_id, Quarter(row.quarter), row.day, row.title, row.number, row.called_off)
        for row in rows
    }


def put(connection: Connection, one: Meeting, *, by: str, reason: str, seen: Meeting | None = None) -> Meeting:
    """Record a meeting or its new form; unchanged, it comes back as it stands.

    `seen` is the meeting as the person has looked at it (None: nobody looked). Raises NotFound, ChangedMeanwhile, and
    NotAllowed for a second meeting of a plan on one day, and for calling off or giving another quarter to a meeting
    that something was published for.
    """
    one = replace(one, title=clean(one.title))
    standing = _newest(connection)
    if one.number and one.number not in standing:
        raise NotFound(f"There is no meeting {one.number}.")
    before = standing.get(one.number)
    if seen is not None and before != seen:
        raise ChangedMeanwhile(
            f"{seen.words[:1].upper()}{seen.words[1:]} was changed or called off meanwhile. Nothing was stored: look "
            "at it again."
        )
    if before == one:
        return one
    _refuse_unfit(connection, one, before, standing.values())
    done = "was recorded" if before is None else "was called off" if one.called_off else "was changed"
    last = connection.execute(select(func.max(meeting.c.number))).scalar() or 0
    one = replace(one, number=one.number or last + 1)
    summary = f"The meeting of {day_in_words(one.day)} on {one.quarter} ({one.plan_id}) {done}"
    about = {"meeting": one.number, "plan": one.plan_id, "quarter": one.quarter.label, "day": one.day.isoformat()}
    row = {
        "number": one.number, "plan_id": one.plan_id, "quarter": one.quarter.ordinal, "day": one.day,
        "title": one.title, "called_off": one.called_off,
    }  # fmt: skip
    add_act(connection, ActKind.MEETING, by, summary, reason, about, [FewRows(meeting, [row])])
    return one


def _refuse_unfit(connection: Connection, one: Meeting, before: Meeting | None, standing: Iterable[Meeting]) -> None:
    same = [each for each in standing if (each.plan_id, each.day, each.called_off) == (one.plan_id, one.day, False)]
    if not one.called_off and any(each.number != one.number for each in same):
        raise NotAllowed(
            f"A meeting of this plan on {day_in_words(one.day)} is recorded already; it reviews {same[0].quarter}. "
            "Nothing was stored."
        )
    is_other = before is not None and (before.plan_id, before.quarter, before.called_off) != (
        one.plan_id, one.quarter, one.called_off
    )  # fmt: skip
    if is_other and connection.execute(select(publication.c.id).where(publication.c.meeting == one.number)).first():
        raise NotAllowed("A report was published for this meeting: it stays on record. Nothing was stored.")
