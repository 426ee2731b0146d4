"""Meetings: recording, moving and calling off, and finding the one that is meant."""

from dataclasses import replace
from datetime import date

from measures.errors import NotAllowed, NotFound
from measures.model.access import Permission
from measures.model.measure import PlanHead
from measures.model.meeting import LONGEST_TITLE, Meeting
from measures.model.quarter import Quarter, day_in_words
from measures.services.access import need
from measures.services.written import refuse_nameless, refuse_unfit, refuse_unfit_words, tidy
from measures.storage.store import Store


def record_meeting(
    store: Store, meeting: Meeting, *, by: str, reason: str = "", seen: Meeting | None = None
) -> Meeting:
    """Record a meeting, or with its number a new day, title or quarter of it; back as it stands then.

    `seen` is the meeting as the person has looked at it (None: nobody looked). Raises as `fit_meeting`, NotFound (no
    such number), NotAllowed (no name; another meeting of the plan on that day; another quarter for a meeting that a
    report was published for), ChangedMeanwhile (it is not as it was `seen` any more).
    """
    need(store, Permission.PUBLISH)
    by, fit = refuse_nameless(by), fit_meeting(store, meeting)
    refuse_unfit_words(by, reason)
    return store.put_meeting(fit, by=by, reason=tidy(reason), seen=seen)


def fit_meeting(store: Store, meeting: Meeting) -> Meeting:
    """The meeting as it may be recorded.

    Raises NotFound (no such plan), NotAllowed (no title, a quarter that the plan does not run in or that has not ended
    by the day of the meeting).
    """
    need(store, Permission.PUBLISH)
    head = store.own_plan(meeting.plan_id).head
    meeting = replace(meeting, title=tidy(meeting.title))
    refuse_unfit("The title of the meeting", meeting.title, LONGEST_TITLE)
    if not meeting.title:
        raise NotAllowed("The meeting has no title. Write one, such as: Police and Crime Panel. Nothing was stored.")
    refuse_outside(head, meeting.quarter)
    if meeting.day <= meeting.quarter.end:
        raise NotAllowed(
            f"{meeting.quarter} ends on {day_in_words(meeting.quarter.end)}, so a meeting on "
            f"{day_in_words(meeting.day)} cannot review it. Nothing was stored: check the day and the quarter."
        )
    return meeting


def refuse_outside(head: PlanHead, quarter: Quarter) -> None:
    """Raise NotAllowed for a quarter that a plan does not run in."""
    first, last = Quarter.containing(head.start), Quarter.containing(head.end)
    if not first <= quarter <= last:
        raise NotAllowed(
            f"The plan {head.id} runs from {first} to {last}; {quarter} is outside it. Nothing was stored."
        )


def call_off(store: Store, meeting: Meeting, *, by: str, reason: str) -> Meeting:
    """Record that a meeting will not be held.

    Raises NotAllowed where something was published for it, or no reason; ChangedMeanwhile where it stands otherwise.
    """
    need(store, Permission.PUBLISH)
    refuse_unfit_words(by, reason)
    if not reason.strip():
        raise NotAllowed("Say why the meeting is called off. Nothing was stored.")
    off = replace(meeting, called_off=True)
    return store.put_meeting(off, by=refuse_nameless(by), reason=tidy(reason), seen=meeting)


def meeting_for(store: Store, plan_id: str, quarter: Quarter) -> Meeting | None:
    """The latest meeting that reviews a plan’s quarter; None where none is recorded."""
    found = [one for one in store.meetings(plan_id) if one.quarter == quarter]
    return found[0] if found else None


def meeting_on(store: Store, day: date, plan_id: str | None = None) -> Meeting:
    """The meeting of a day; raises NotFound, and where two plans have one then, with what to add."""
    found = [one for one in store.meetings(plan_id) if one.day == day]
    if not found:
        days = ", ".join(day_in_words(one.day) for one in store.meetings(plan_id)[:5])
        raise NotFound(
            f"No meeting is recorded on {day_in_words(day)}. "
            + (f"There are meetings on {days}." if days else "There is none yet: “measures publish” records one.")
        )
    if len(found) > 1:
        raise NotFound(
            f"{len(found)} plans have a meeting on {day_in_words(day)}: "
            f"{', '.join(sorted(one.plan_id for one in found))}. Add --plan."
        )
    return found[0]
