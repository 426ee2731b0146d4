"""How things stand: a plan's quarter, a measure's series, and which ratings a change would move."""

import difflib
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass, field, replace
from datetime import datetime

import numpy as np
import pandas as pd

from measures.errors import NotFound
from measures.model.area import Area, Group, area_of
from measures.model.frames import VALUE_COLUMNS, typed_values
from measures.model.measure import DatedPlan, Plan, PlanHead, in_force
from measures.model.quarter import Quarter
from measures.model.rating import MeasureRating, RatingMove
from measures.model.status import Arrival, MeasureSeries, QuarterStatus
from measures.rules import beside
from measures.rules.arrival import arrival_at
from measures.rules.beside import Beside
from measures.rules.explain import verdicts
from measures.rules.moves import moves
from measures.rules.series import series_of
from measures.rules.steps import Ratings, rate
from measures.rules.sums import stacked
from measures.settings import settings
from measures.storage.store import Store


@dataclass(frozen=True, slots=True)
class RatedPlan:
    """A plan rated at every quarter from its start to its newest figures: how it stands at any of them is read off.

    Rating them all takes hardly longer than rating one, so who asks again may keep this; it is of the store's data
    version at which it was made, and of `as_at`.
    """

    history: tuple[DatedPlan, ...]
    values: pd.DataFrame
    beside: Beside | None
    ratings: Ratings
    quarters: tuple[Quarter, ...]
    plans: tuple[PlanHead, ...]
    as_at: datetime | None
    _read_off: dict[Quarter, tuple[MeasureRating, ...]] = field(default_factory=dict, compare=False, repr=False)

    def status(self, quarter: Quarter | None = None) -> QuarterStatus:
        """How every measure stands at a quarter (default: the newest with figures), with the quarter before beside it.

        Raises NotFound where there is no figure yet to take the quarter from; the sentence says what to do.
        """
        if quarter is None:
            if not self.quarters:
                raise NotFound(
                    f"The plan “{self.history[-1].plan.head.title}” has no figures between its start and its end yet. "
                    "Load a quarter with “measures load FILE”."
                )
            quarter = self.quarters[0]
        before = quarter.shift(-1)
        return QuarterStatus(
            plan=in_force(self.history, quarter),
            quarter=quarter,
            as_at=self.as_at,
            measures=self._verdicts(quarter),
            previous={one.measure.id: one for one in self._verdicts(before)},
            quarters=self.quarters,
            plans=self.plans,
        )

    def arrival(self, quarter: Quarter) -> Arrival:
        """How far the figures of a quarter have come."""
        return arrival_at(self.values, in_force(self.history, quarter), quarter)

    def _verdicts(self, quarter: Quarter) -> tuple[MeasureRating, ...]:
        """A quarter that is rated is read off once: it is asked for by itself and as the one before the next."""
        if not any(quarter in sheet.quarters for sheet in self.ratings.sheets):
            return verdicts(rate(self.values, self.history, [quarter], self.beside), quarter)
        if quarter not in self._read_off:
            self._read_off[quarter] = verdicts(self.ratings, quarter)
        return self._read_off[quarter]


def rated_plan(store: Store, plan_id: str | None = None, *, as_at: datetime | None = None) -> RatedPlan:
    """A plan (default: the newest that has figures) with all its quarters rated.

    Raises NotFound where there is no plan or no such plan; the sentence says what to do.
    """
    heads = some_plans(store, as_at)
    head, history, values, quarters = _chosen(store, heads, plan_id, as_at)
    beside = beside_of(store, history, as_at)
    ratings = rate(values, history, _span_of(head, values), beside)
    return RatedPlan(history, values, beside, ratings, quarters, heads, as_at)


def quarter_status(
    store: Store,
    plan_id: str | None = None,
    quarter: Quarter | None = None,
    *,
    as_at: datetime | None = None,
) -> QuarterStatus:
    """How every measure of a plan stands at a quarter, with the quarter before beside it.

    Defaults: the newest plan that has figures, and the newest quarter of the plan's span that has any. Raises
    NotFound where there is no plan, no such plan, or no figure yet; the sentence says what to do.
    """
    return rated_plan(store, plan_id, as_at=as_at).status(quarter)


def some_plans(store: Store, as_at: datetime | None = None) -> tuple[PlanHead, ...]:
    """What each plan says of itself, the newest first; raises NotFound where there is none yet."""
    heads = store.plan_heads(as_at)
    if not heads:
        raise NotFound(
            "There is no plan in the database yet. Load one with “measures define FILE”, "
            "or the sample with “measures init --sample”."
        )
    return heads


def measure_status(
    store: Store,
    measure_id: str,
    plan_id: str | None = None,
    quarter: Quarter | None = None,
    *,
    as_at: datetime | None = None,
) -> tuple[QuarterStatus, MeasureRating]:
    """One measure beside the status of its plan: the plan named, else the newest that holds it.

    Without a quarter: the newest of the plan with a figure for any measure. Raises NotFound.
    """
    plan_id = plan_id or _plan_holding(store, measure_id, as_at)
    status = quarter_status(store, plan_id, quarter, as_at=as_at)
    found = next((one for one in status.measures if one.measure.id == measure_id), None)
    if found is None:
        held = _plan_holding(store, measure_id, as_at)
        raise NotFound(
            f"The plan {status.plan.head.id} has no measure “{measure_id}” at {status.quarter}; the plan {held} has."
        )
    return status, found


def measure_series(
    store: Store, measure_id: str, *, plan_id: str | None = None, as_at: datetime | None = None
) -> MeasureSeries:
    """Every quarter of one measure, with the comparatives of its plan (default: the newest that holds it)."""
    plan_id = plan_id or _plan_holding(store, measure_id, as_at)
    plan = store.plan_history(plan_id, as_at)[-1].plan
    return series_of(figures_behind(store, plan, measure_id, as_at=as_at), plan, measure_id)


def figures_behind(store: Store, plan: Plan, measure_id: str, *, as_at: datetime | None = None) -> pd.DataFrame:
    """The figures of this force that a measure of a plan comes from: its own, or those of the parts of a sum."""
    return store.values(plan.only(measure_id).needed or [measure_id], as_at=as_at)


def rating_moves(store: Store, before: pd.DataFrame, after: pd.DataFrame) -> tuple[RatingMove, ...]:
    """Every rating of this force that figures would move: all plans, each over its own span, newest quarter first.

    `before` and `after` are values frames. A sum moves with its parts; those that they do not have are read.
    """
    found: list[RatingMove] = []
    both = [_of_this_force(values) for values in (before, after)]
    touched = {name for values in both for name in values["measure_id"].cat.categories}
    for head in store.plan_heads():
        history = store.plan_history(head.id)
        own = [_with_rest(store, values, history, touched) for values in both]
        quarters = _span_of(head, *own)
        others = [_with_values(beside_of(store, history), values) for values in (before, after)]
        found += moves(
            head.id, *(rate(values, history, quarters, other) for values, other in zip(own, others, strict=True))
        )
    return tuple(found)


def _with_rest(store: Store, values: pd.DataFrame, history: Sequence[DatedPlan], touched: Set[str]) -> pd.DataFrame:
    """The figures with those of the other parts of every sum that some measures are parts of."""
    parts = [set(one.sum_of) for dated in history for one in dated.plan.sums]
    rest = {name for names in parts if names & touched for name in names} - touched
    return stacked([values, store.values(rest)]) if rest else values


def area_moves(store: Store, areas: Sequence[Area], groups: Sequence[Group]) -> tuple[RatingMove, ...]:
    """Every rating that other areas and groups than those held would move, on the figures as they are."""
    found: list[RatingMove] = []
    for head in store.plan_heads():
        history = store.plan_history(head.id)
        held = beside_of(store, history)
        if held is None:
            continue
        other = replace(held, areas=tuple(areas), groups=tuple(groups), this=area_of(settings().area, areas))
        values = _of_this_force(held.values)
        quarters = _span_of(head, values)
        found += moves(head.id, *(rate(values, history, quarters, one) for one in (held, other)))
    return tuple(found)


def is_beside_others(store: Store) -> bool:
    """Whether any plan rates a measure against similar forces, so that figures of other areas move its ratings."""
    return any(beside.is_beside_others(store.plan_history(head.id)) for head in store.plan_heads())


def beside_of(store: Store, history: Sequence[DatedPlan], as_at: datetime | None = None) -> Beside | None:
    """What a plan needs of other forces; None where it rates no measure against them."""
    if not beside.is_beside_others(history):
        return None
    areas = store.areas(as_at)
    values = store.values(measure_ids_of(history), area=None, as_at=as_at)
    return Beside(values, areas, store.groups(as_at), area_of(settings().area, areas))


def _with_values(held: Beside | None, values: pd.DataFrame) -> Beside | None:
    """The same areas and groups with other figures; those of measures that `values` does not have stay."""
    if held is None:
        return None
    others = held.values[~held.values["measure_id"].isin(list(values["measure_id"].cat.categories))]
    return replace(held, values=typed_values(pd.concat([others, values[list(VALUE_COLUMNS)]], ignore_index=True)))


def plan_moves(store: Store, before: Sequence[DatedPlan], after: Sequence[DatedPlan]) -> tuple[RatingMove, ...]:
    """Every rating that another form of one plan would move, on the figures as they are. `before` may be empty."""
    return tuple(moves(after[-1].plan.head.id, *plan_ratings(store, before, after))) if after else ()


def plan_ratings(store: Store, before: Sequence[DatedPlan], after: Sequence[DatedPlan]) -> tuple[Ratings, Ratings]:
    """A plan at all its quarters by two rules, on the figures as they are. `before` may be empty, `after` not."""
    values = _of_this_force(store.values(measure_ids_of([*before, *after])))
    quarters = _span_of(after[-1].plan.head, values)
    old, new = (
        rate(values, forms, quarters, beside_of(store, forms)) if forms else Ratings(()) for forms in (before, after)
    )
    return old, new


def _chosen(
    store: Store, heads: Sequence[PlanHead], plan_id: str | None, as_at: datetime | None
) -> tuple[PlanHead, tuple[DatedPlan, ...], pd.DataFrame, tuple[Quarter, ...]]:
    """The plan asked for, else the newest with figures, else the newest: head, forms, values, quarters with figures."""
    candidates = [head for head in heads if plan_id in (None, head.id)]
    if not candidates:
        store.plan_history(plan_id or "", as_at)  # raises NotFound, naming the nearest
    found = []
    for head in candidates:
        history = store.plan_history(head.id, as_at)
        values = store.values(measure_ids_of(history), as_at=as_at)
        found.append((history[-1].plan.head, history, values, quarters_with_figures(head, values)))
        if found[-1][3]:
            return found[-1]
    return found[0]


def measure_ids_of(history: Iterable[DatedPlan]) -> list[str]:
    """Every measure that a plan has in any of its forms, and every part of its sums."""
    return sorted({name for dated in history for name in dated.plan.needed})


def quarters_with_figures(head: PlanHead, values: pd.DataFrame) -> tuple[Quarter, ...]:
    """The quarters of the plan's span in which any of its measures has a figure, newest first."""
    figures = values[values["value_units"].notna() | values["numerator_units"].notna()]
    ordinals = np.unique(figures["quarter"].to_numpy())
    first, last = Quarter.containing(head.start).ordinal, Quarter.containing(head.end).ordinal
    return tuple(Quarter(int(ordinal)) for ordinal in ordinals[::-1] if first <= ordinal <= last)


def _plan_holding(store: Store, measure_id: str, as_at: datetime | None) -> str:
    known: set[str] = set()
    for head in store.plan_heads(as_at):
        ids = [measure.id for measure in store.plan_history(head.id, as_at)[-1].plan.measures]
        if measure_id in ids:
            return head.id
        known.update(ids)
    raise NotFound(_no_measure(measure_id, known))


def _no_measure(measure_id: str, known: set[str]) -> str:
    near = difflib.get_close_matches(measure_id, sorted(known), n=1)
    hint = f" Did you mean “{near[0]}”?" if near else " “measures status” lists the measures of a plan."
    return f"No plan has a measure “{measure_id}”.{hint}"


def _of_this_force(values: pd.DataFrame) -> pd.DataFrame:
    own = values[values["area"] == ""]
    return own.assign(area=own["area"].cat.remove_unused_categories())


def _span_of(head: PlanHead, *frames: pd.DataFrame) -> list[Quarter]:
    """The quarters of a plan from its start to the newest figure in any of the frames."""
    newest = max((int(frame["quarter"].max()) for frame in frames if len(frame)), default=-1)
    first, last = Quarter.containing(head.start).ordinal, Quarter.containing(head.end).ordinal
    return [Quarter(ordinal) for ordinal in range(first, min(last, newest) + 1)]
