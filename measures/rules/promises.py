"""What commentaries of earlier quarters promised, brought back with its day (SPEC section 9). Pure.

An action comes back at the meeting after the one it was named for, and at every meeting until its day has been. What
a later commentary says of the last action belongs to the newest action named before it; what is said last stands.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from measures.model.commentary import Commentary
from measures.model.measure import Measure
from measures.model.quarter import Quarter
from measures.model.review import Promise


@dataclass(frozen=True, slots=True)
class Since:
    """The last meeting: the quarter it reviewed, and its day. `day` None: there was none yet."""

    quarter: Quarter
    day: date | None = None

    def brings_back(self, one: Commentary) -> bool:
        """Whether an action comes back: named for that meeting or since, or due after it."""
        later = self.day is not None and one.action_due is not None and one.action_due > self.day
        return one.quarter >= self.quarter or later


def promises_of(
    said: Iterable[Commentary], measures: Mapping[str, Measure], now: Quarter, since: Since, day: date
) -> tuple[Promise, ...]:
    """The actions of earlier quarters that come back at `now`: the overdue first, then by their day, last what is done.

    `said` are the commentaries up to `now`; `day` is the one on which it is asked what is overdue. The same action
    named again, with the same person and day, is one promise, of the quarter that named it first.
    """
    by_measure: dict[str, list[Commentary]] = {name: [] for name in measures}
    for one in sorted(said, key=lambda one: one.quarter):
        if one.measure_id in by_measure and one.quarter <= now:
            by_measure[one.measure_id].append(one)
    found = [
        promise
        for name, written in by_measure.items()
        for promise in _of_measure(written, measures[name], now, since, day)
    ]
    return tuple(sorted(found, key=lambda one: (bool(one.outcome), not one.overdue, one.due or date.max)))


def _of_measure(said: list[Commentary], measure: Measure, now: Quarter, since: Since, day: date) -> list[Promise]:
    outcomes: dict[Quarter, str] = {}
    named: list[Commentary] = []
    for one in said:
        if one.outcome and named:
            meant = [earlier for earlier in named if _same(earlier, named[-1])]
            outcomes |= {earlier.quarter: one.outcome for earlier in meant}
        if one.action and one.quarter < now:
            named.append(one)
    found: dict[tuple[object, ...], Promise] = {}
    for one in filter(since.brings_back, named):
        outcome = outcomes.get(one.quarter, "")
        overdue = one.action_due is not None and one.action_due < day and not outcome
        promise = Promise(measure, one.quarter, one.action, one.action_by, one.action_due, overdue, outcome)
        found.setdefault((one.action, one.action_by, one.action_due, outcome), promise)
    return list(found.values())


def _same(one: Commentary, other: Commentary) -> bool:
    """Whether two quarters name the same action."""
    return (one.action, one.action_by, one.action_due) == (other.action, other.action_by, other.action_due)
