"""The terms on which a plan rates each of its measures, as arrays beside the grid: one element per measure."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd

from measures.model.measure import BaselineRule, Comparator, Kind, Measure, Plan, ToleranceUnit

Vector: TypeAlias = npt.NDArray[Any]

KINDS = tuple(Kind)
COUNT_LIKE = (Kind.COUNT, Kind.STOCK, Kind.ROLLING)


@dataclass(frozen=True, slots=True)
class Terms:
    """What rating needs of each measure. Vectors have one element per measure, in the order of `ids`.

    The tolerance is `tolerance ÷ tolerance_unit` per cent of the comparator where `relative`, else in points or
    the measure's unit. `limit` is the N of `absolute:N`, -1 where the rule is another. `first` and `last` are
    ordinals of the quarters between which the series is collected (wide open where the definition has none).
    """

    measures: tuple[Measure, ...]
    ids: tuple[str, ...]
    baseline: int
    kind: Vector
    sign: Vector
    has_parts: Vector
    combined: Vector
    sums_denominator: Vector
    scale_numerator: Vector
    scale_denominator: Vector
    relative: Vector
    tolerance: Vector
    tolerance_unit: Vector
    tested: Vector
    rate_anyway: Vector
    limit: Vector
    noisy: Vector
    first: Vector
    last: Vector

    def codes_of(self, measure_ids: pd.Series) -> npt.NDArray[np.int64]:
        """The position of each row's measure in `ids`, -1 for a measure that the plan does not hold."""
        place = {measure_id: position for position, measure_id in enumerate(self.ids)}
        table = np.array([place.get(name, -1) for name in measure_ids.cat.categories], dtype=np.int64)
        return table[measure_ids.cat.codes.to_numpy()] if len(table) else np.zeros(0, dtype=np.int64)

    def follows(self, rule: BaselineRule) -> Vector:
        """True for the measures whose baseline is read by that rule."""
        return np.array([measure.baseline_rule is rule for measure in self.measures], dtype=bool)

    def is_kind(self, *kinds: Kind) -> Vector:
        """True for the measures of those kinds."""
        return np.isin(self.kind, [KINDS.index(kind) for kind in kinds])


FAR_BACK, FAR_AHEAD = -(10**6), 10**6


def terms_of(plan: Plan) -> Terms:
    """The terms of a plan's measures, with the plan's and the kind's defaults resolved."""
    measures = plan.measures
    scales = [Fraction(m.default_scale) for m in measures]
    tolerances = [plan.tolerance_of(m) for m in measures]
    amounts = [_whole(tolerance.amount) for tolerance in tolerances]
    return Terms(
        measures=measures,
        ids=tuple(m.id for m in measures),
        baseline=plan.head.baseline.ordinal,
        kind=np.array([KINDS.index(m.kind) for m in measures], dtype=np.int8),
        sign=np.array([m.polarity.sign for m in measures], dtype=np.int64),
        has_parts=np.array([m.kind.has_parts for m in measures], dtype=bool),
        combined=np.array([m.kind.is_combined for m in measures], dtype=bool),
        sums_denominator=np.array([m.kind in (Kind.RATIO, Kind.MEAN) for m in measures], dtype=bool),
        scale_numerator=np.array([scale.numerator for scale in scales], dtype=np.int64),
        scale_denominator=np.array([scale.denominator for scale in scales], dtype=np.int64),
        relative=np.array([t.unit is ToleranceUnit.PCT for t in tolerances], dtype=bool),
        tolerance=np.array([amount[0] for amount in amounts], dtype=np.int64),
        tolerance_unit=np.array([amount[1] for amount in amounts], dtype=np.int64),
        tested=np.array([_is_tested(m) for m in measures], dtype=bool),
        rate_anyway=np.array([m.small_numbers.rule == "rate_anyway" for m in measures], dtype=bool),
        limit=np.array([_limit(m) for m in measures], dtype=np.int64),
        noisy=np.array([m.kind in (Kind.COUNT, Kind.ROLLING) and not m.in_percent for m in measures], dtype=bool),
        first=np.array([m.first_quarter.ordinal if m.first_quarter else FAR_BACK for m in measures], dtype=np.int64),
        last=np.array([m.last_quarter.ordinal if m.last_quarter else FAR_AHEAD for m in measures], dtype=np.int64),
    )


def listed(plan: Plan, comparator: Comparator) -> npt.NDArray[np.bool_]:
    """True for the measures that the plan rates on a comparator."""
    return np.array([comparator in plan.comparators_of(m) for m in plan.measures], dtype=bool)


def _whole(amount: Decimal) -> tuple[int, int]:
    """A tolerance as a whole number over a power of ten."""
    fraction = Fraction(amount)
    power = 1
    while (fraction * power).denominator != 1:
        power *= 10
    return int(fraction * power), power


def _is_tested(measure: Measure) -> bool:
    """Whether the measure's figures are events that can be too few to rate (SPEC section 5)."""
    if measure.kind in (Kind.RATE, Kind.RATIO):
        return True
    return measure.kind in COUNT_LIKE and measure.unit.strip() != "%"


def _limit(measure: Measure) -> int:
    return measure.small_numbers.limit if measure.small_numbers.limit is not None else -1
