"""The exceptions of a plan's quarter: what deserves the meeting's time, with since when it has been so."""

from datetime import datetime

from measures.errors import NotFound
from measures.model.exceptional import QuarterExceptions
from measures.model.quarter import Quarter
from measures.model.status import QuarterStatus
from measures.rules.exceptions import Before, exceptions_of, red_runs
from measures.rules.steps import rate
from measures.services.forces import group_quarter
from measures.services.ratings import beside_of, quarter_status
from measures.storage.store import Store


def quarter_exceptions(
    store: Store, plan_id: str | None = None, quarter: Quarter | None = None, *, as_at: datetime | None = None
) -> QuarterExceptions:
    """The exceptions of a plan at a quarter; defaults and errors are those of `quarter_status`."""
    return exceptions_beside(store, quarter_status(store, plan_id, quarter, as_at=as_at))


def exceptions_beside(store: Store, status: QuarterStatus) -> QuarterExceptions:
    """The exceptions of a status that is at hand.

    How long a measure has been red is counted over the plan's own quarters, each rated as it is rated now.
    """
    head = status.plan.head
    history = store.plan_history(head.id, status.as_at)
    ids = sorted({measure.id for dated in history for measure in dated.plan.measures})
    start = min(Quarter.containing(head.start).ordinal, status.quarter.ordinal)
    quarters = [Quarter(ordinal) for ordinal in range(start, status.quarter.ordinal + 1)]
    beside = beside_of(store, history, status.as_at)
    runs = red_runs(rate(store.values(ids, as_at=status.as_at), history, quarters, beside), status.quarter)
    entries = exceptions_of(status.measures, _before(status), runs, _worst_tenth(store, status))
    return QuarterExceptions(status.plan, status.quarter, entries, len(status.measures))


def _before(status: QuarterStatus) -> Before:
    """What today's headlines are set beside.

    Meetings are not recorded yet. When they are, this is the place: the headlines frozen for the last meeting before
    the quarter, said as `at the meeting of 12 March 2018`, with `since = "last_meeting"`. Until then it is the quarter
    before, and every sentence says so.
    """
    return Before("the quarter before", {name: one.headline for name, one in status.previous.items()})


def _worst_tenth(store: Store, status: QuarterStatus) -> frozenset[str]:
    """The measures in which this force is in the worst tenth of the plan's similar forces; none without a group."""
    try:
        standings = group_quarter(store, status).standings
    except NotFound:
        return frozenset()
    return frozenset(one.measure.id for one in standings if one.this is not None and one.this.worst_tenth)
