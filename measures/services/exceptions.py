"""The exceptions of a plan's quarter: what deserves the meeting's time, with since when it has been so."""

from datetime import datetime

from measures.model.exceptional import QuarterExceptions
from measures.model.publication import Publication
from measures.model.quarter import Quarter
from measures.model.status import QuarterStatus
from measures.rules.exceptions import Before, exceptions_of, red_runs
from measures.rules.steps import rate
from measures.services.forces import plan_standings
from measures.services.published import last_before
from measures.services.ratings import beside_of, measure_ids_of, quarter_status
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
    start = min(Quarter.containing(head.start).ordinal, status.quarter.ordinal)
    quarters = [Quarter(ordinal) for ordinal in range(start, status.quarter.ordinal + 1)]
    beside = beside_of(store, history, status.as_at)
    values = store.values(measure_ids_of(history), as_at=status.as_at)
    runs = red_runs(rate(values, history, quarters, beside), status.quarter)
    last = last_before(store, status)
    entries = exceptions_of(status.measures, before_of(status, last), runs, _worst_tenth(store, status))
    since = "last_meeting" if last else "quarter_before"
    return QuarterExceptions(status.plan, status.quarter, entries, len(status.measures), since)


def before_of(status: QuarterStatus, last: Publication | None) -> Before:
    """What today's headlines are set beside: those of the last meeting, while there was none the quarter before."""
    if last is None:
        return Before("the quarter before", {name: one.headline for name, one in status.previous.items()})
    shown = {one.measure.id: one.headline for one in last.content.status.measures}
    return Before(f"at {last.head.meeting.words}", shown, last.content.status.quarter == status.quarter.shift(-1))


def _worst_tenth(store: Store, status: QuarterStatus) -> frozenset[str]:
    """The measures in which this force is in the worst tenth of the plan's similar forces; none without a group."""
    standings = plan_standings(store, status)
    return frozenset(one.measure.id for one in standings if one.this is not None and one.this.worst_tenth)
