"""What has arrived for a quarter and what has not, measure by measure: the quarter desk, and what a template asks for.

Only this force's figures count; those of other forces come from published tables and are owed by nobody here.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import isnan

import pandas as pd

from measures.errors import NotFound
from measures.model.access import Permission
from measures.model.desk import DeskLine, Earlier, QuarterDesk, Receipt
from measures.model.measure import DatedPlan, Kind, Measure, Plan, PlanHead, in_force
from measures.model.quarter import Quarter, day_in_words
from measures.model.record import Revision
from measures.model.status import Arrival
from measures.model.value import Basis, Status, unscaled
from measures.rules.arrival import arrival_at
from measures.rules.series import quarter_figures
from measures.services.access import need
from measures.services.commentary import commentaries
from measures.services.ratings import measure_ids_of, quarters_with_figures, some_plans
from measures.storage.store import Store

#: How far back the last figure of a measure is looked for.
QUARTERS_BACK = 12
YEAR = 4  # quarters before the one at hand of which it is said that they are not finished

BARE = "Came as a bare figure: without its numerator and denominator it cannot be added to a year to date"
YTD_ALONE = "Only the year to date is held: the quarter's own figure cannot be told from it"
FROM_YTD = "Worked out from the year to date"
_EMPTY = {
    Status.CONFIDENTIAL: (Receipt.WITHHELD, "Withheld to protect confidentiality (c)"),
    Status.NOT_AVAILABLE: (Receipt.NOT_AVAILABLE, "Said to be not available (x)"),
    Status.NOT_APPLICABLE: (Receipt.NOT_APPLICABLE, "Said to be not applicable (z)"),
}


def quarter_desk(
    store: Store, plan_id: str | None = None, quarter: Quarter | None = None, *, today: date
) -> QuarterDesk:
    """Every measure of a plan at a quarter: received, in part, outstanding, or why there is nothing to wait for.

    Defaults: the newest plan of which a quarter has ended by `today` (or which the quarter lies in), and the plan's
    newest quarter that has ended, whether or not it has a figure yet. Raises NotFound, saying what to do.
    """
    need(store, Permission.SEE_WORK)
    heads = some_plans(store)
    head = _head(store, heads, plan_id, quarter, today)
    ended = _ended(head, today)
    if quarter is None:
        if not ended:
            raise NotFound(
                f"The plan “{head.title}” starts on {day_in_words(head.start)}: no quarter of it has ended yet, so "
                "nothing is outstanding."
            )
        quarter = ended[0]
    history = store.plan_history(head.id)
    values = store.values(measure_ids_of(history))
    plan = in_force(history, quarter)
    return QuarterDesk(
        plan=plan,
        quarter=quarter,
        today=today,
        lines=_Lines(plan, quarter, values, _standing(store, quarter)).all(),
        commentaries=commentaries(store, quarter),
        quarters=ended,
        with_figures=frozenset(quarters_with_figures(head, values)),
        plans=heads,
        unfinished=tuple(_unfinished(history, values, [one for one in ended if one < quarter][:YEAR])),
    )


def _unfinished(
    history: Sequence[DatedPlan], values: pd.DataFrame, quarters: Sequence[Quarter]
) -> Iterator[tuple[Quarter, Arrival]]:
    """Those of some quarters, newest first, that have figures late; the oldest first."""
    for quarter in reversed(quarters):
        arrival = arrival_at(values, in_force(history, quarter), quarter)
        if arrival.late:
            yield quarter, arrival


def _span(head: PlanHead) -> tuple[Quarter, Quarter]:
    return Quarter.containing(head.start), Quarter.containing(head.end)


def _ended(head: PlanHead, today: date) -> tuple[Quarter, ...]:
    """The quarters of a plan that have ended, newest first."""
    first, last = _span(head)
    newest = min(Quarter.containing(today).shift(-1), last)
    return tuple(Quarter(ordinal) for ordinal in range(newest.ordinal, first.ordinal - 1, -1))


def _head(
    store: Store, heads: Sequence[PlanHead], plan_id: str | None, quarter: Quarter | None, today: date
) -> PlanHead:
    if plan_id is not None:
        store.plan_history(plan_id)  # raises NotFound, naming the nearest
        return next(head for head in heads if head.id == plan_id)
    if quarter is None:
        return next((head for head in heads if _ended(head, today)), heads[-1])
    for head in heads:
        first, last = _span(head)
        if first <= quarter <= last:
            return head
    spans = "; ".join(f"{head.id}: {_span(head)[0]} to {_span(head)[1]}" for head in heads)
    raise NotFound(f"No plan runs in {quarter} ({spans}). Name the plan whose measures are meant.")


def _standing(store: Store, quarter: Quarter) -> dict[str, tuple[Revision, ...]]:
    """The revisions that stand for a quarter, by measure: its own before that of a year to date."""
    newest: dict[tuple[str, Basis], Revision] = {}
    for revision in store.revisions_of_quarter(quarter):
        if not revision.withdrawn:
            newest.setdefault((revision.measure_id, revision.basis), revision)
    return {
        measure_id: tuple(newest[measure_id, basis] for basis in Basis if (measure_id, basis) in newest)
        for measure_id, _ in newest
    }


@dataclass(frozen=True, slots=True)
class _Row:
    """What an earlier quarter's own row says, as supplied."""

    numerator: Decimal | None
    denominator: Decimal | None
    status: Status


class _Lines:
    """The lines of a plan at a quarter. `values` is a values frame, `standing` what stands for the quarter."""

    def __init__(
        self, plan: Plan, quarter: Quarter, values: pd.DataFrame, standing: Mapping[str, tuple[Revision, ...]]
    ) -> None:
        self._plan = plan
        self._quarter = quarter
        self._standing = standing
        self._earlier = tuple(quarter.shift(-back) for back in range(1, QUARTERS_BACK + 1))
        self._figures = quarter_figures(values, plan, [quarter, *self._earlier])
        self._rows = _rows(values, self._earlier)

    def all(self) -> tuple[DeskLine, ...]:
        return tuple(self._line(measure) for measure in self._plan.measures)

    def _line(self, measure: Measure) -> DeskLine:
        held = self._standing.get(measure.id, ())
        receipt, reason = uncollected(measure, self._quarter) or self._receipt(measure, held)
        last = next((q for q in self._earlier if (measure.id, q) in self._figures), None)
        return DeskLine(
            measure,
            receipt,
            reason,
            held,
            last_year=self._figure_of(measure, self._quarter.shift(-4)),
            last_figure=self._figure_of(measure, last) if last else None,
        )

    def _receipt(self, measure: Measure, held: Sequence[Revision]) -> tuple[Receipt, str]:
        """By the row that stands: the quarter's own, else that of the year to date."""
        if not held:
            return Receipt.MISSING, ""
        row = held[0]
        if row.status in _EMPTY:
            return _EMPTY[row.status]
        if measure.kind in (Kind.RATIO, Kind.MEAN) and row.value is not None:
            return Receipt.PARTLY, BARE
        if row.basis is Basis.QUARTER:
            return Receipt.RECEIVED, ""
        is_known = (measure.id, self._quarter) in self._figures
        return (Receipt.RECEIVED, FROM_YTD) if is_known else (Receipt.PARTLY, YTD_ALONE)

    def _figure_of(self, measure: Measure, quarter: Quarter) -> Earlier | None:
        """An earlier figure, or why it is not there; None where nothing is known of it."""
        value: Fraction | None = self._figures.get((measure.id, quarter))
        row = self._rows.get((measure.id, quarter.ordinal))
        if row is None:
            return None if value is None else Earlier(quarter, value)
        if value is None and row.status not in _EMPTY:
            return None
        return Earlier(quarter, value, row.numerator, row.denominator, row.status)


def uncollected(measure: Measure, quarter: Quarter) -> tuple[Receipt, str] | None:
    """Why nothing is collected of a measure in a quarter; None where it is."""
    reason = ""
    if measure.kind is Kind.NARRATIVE:
        reason = "Comment only: it takes no figures"
    elif measure.sum_of:
        reason = "Added up from other measures: it takes no figures"
    elif measure.first_quarter and quarter < measure.first_quarter:
        reason = f"Collected from {measure.first_quarter} on"
    elif measure.last_quarter and quarter > measure.last_quarter:
        reason = f"Collected until {measure.last_quarter}"
    return (Receipt.NOT_APPLICABLE, reason) if reason else None


def _rows(values: pd.DataFrame, quarters: Sequence[Quarter]) -> dict[tuple[str, int], _Row]:
    """The quarters' own rows, by measure id and ordinal."""
    ordinals = [quarter.ordinal for quarter in quarters]
    own = values[(values["basis"] == Basis.QUARTER.value) & values["quarter"].isin(ordinals)]
    columns = ("measure_id", "quarter", "numerator_units", "denominator_units", "decimals", "status")
    return {
        (str(measure_id), int(ordinal)): _Row(_part(top, decimals), _part(bottom, decimals), Status(letter))
        for measure_id, ordinal, top, bottom, decimals, letter in zip(*(own[name] for name in columns), strict=True)
    }


def _part(units: float, decimals: int) -> Decimal | None:
    return None if isnan(units) else unscaled(int(units), int(decimals))
