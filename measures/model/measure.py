"""The nouns of a plan: what is measured, under which priority, and by which rules it is rated (SPEC section 2).

They hold what the definition file says and nothing else. A default that depends on the kind or on the plan is
resolved in `Plan.rules_for`, so that there is one place where a measure's rules come together.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum

from measures.model.national import NationalMeasure
from measures.model.quarter import Quarter
from measures.model.signal_options import DEFAULTS, SignalOptions


class Kind(StrEnum):
    """How a measure's quarters combine into the figure for a longer window."""

    COUNT = "count"
    RATE = "rate"
    RATIO = "ratio"
    MEAN = "mean"
    STOCK = "stock"
    ROLLING = "rolling"
    AS_IS = "as_is"
    NARRATIVE = "narrative"

    @property
    def has_parts(self) -> bool:
        """Whether a row holds a numerator and a denominator."""
        return self in (Kind.RATE, Kind.RATIO, Kind.MEAN)

    @property
    def is_combined(self) -> bool:
        """Whether quarters are combined into a year to date (else the quarter's own figure stands)."""
        return self in (Kind.COUNT, Kind.RATE, Kind.RATIO, Kind.MEAN)

    @property
    def is_per_head(self) -> bool:
        """Whether a rate for each 1,000 people has a meaning: events that are counted, or already over a population."""
        return self in (Kind.COUNT, Kind.RATE)


class Polarity(StrEnum):
    """Which way is better."""

    LOWER = "lower"
    HIGHER = "higher"
    CONTEXT = "context"

    @property
    def sign(self) -> int:
        """+1 if higher is better, -1 if lower is better, 0 if neither."""
        return {"higher": 1, "lower": -1, "context": 0}[self.value]


class BaselineRule(StrEnum):
    """What the figure at the end of the baseline year is compared with (SPEC section 4)."""

    SAME_PERIOD = "same_period"
    ROLLING12 = "rolling12"
    FULL_YEAR_AT_Q4 = "full_year_at_q4"


class Comparator(StrEnum):
    """What a value is set against (SPEC section 4)."""

    LAST_YEAR = "last_year"
    BASELINE = "baseline"
    PREVIOUS_QUARTER = "previous_quarter"
    SAME_QUARTER = "same_quarter"
    ROLLING_12_MONTHS = "rolling_12_months"
    THREE_YEAR_AVERAGE = "three_year_average"
    SIMILAR_FORCES = "similar_forces"


class Publication(StrEnum):
    """Who may see a measure's figures."""

    PUBLIC = "public"
    OFFICIAL = "official"
    RESTRICTED = "restricted"


class ToleranceUnit(StrEnum):
    """The unit in which a tolerance is written."""

    PCT = "pct"
    POINTS = "points"
    COUNT = "count"


class BreakType(StrEnum):
    """What changed on the date of a break."""

    DEFINITION = "definition"
    RECORDING = "recording"
    SYSTEM = "system"
    GEOGRAPHY = "geography"


@dataclass(frozen=True, slots=True)
class Tolerance:
    """How far worse still counts as Amber: per cent of the comparator, percentage points, or the measure's unit."""

    unit: ToleranceUnit
    amount: Decimal


@dataclass(frozen=True, slots=True)
class SmallNumbers:
    """What happens where one event is worth more than the tolerance (SPEC section 5).

    `rule` is `not_rated`, `absolute` (amber up to `limit` worse, red beyond) or `rate_anyway`.
    """

    rule: str = "not_rated"
    limit: int | None = None

    @classmethod
    def parse(cls, text: str) -> "SmallNumbers":
        """Read `not_rated`, `rate_anyway` or `absolute:N`; raise ValueError otherwise."""
        match = re.fullmatch(r"not_rated|rate_anyway|absolute:(\d{1,9})", text)
        if not match:
            raise ValueError("expected not_rated, rate_anyway or absolute:N with a whole number, such as absolute:5")
        return cls("absolute", int(match[1])) if match[1] else cls(text)

    def __str__(self) -> str:
        return f"absolute:{self.limit}" if self.rule == "absolute" else self.rule


@dataclass(frozen=True, slots=True)
class Measure:
    """One series of quarterly values as a plan defines it.

    `None` in an optional field means that the plan's or the kind's default holds. `sum_of` are the ids of the measures
    that it is the sum of, in order; it then has no figures of its own.
    """

    id: str
    title: str
    unit: str
    kind: Kind
    polarity: Polarity
    priorities: tuple[str, ...]
    definition: str = ""
    source: str = ""
    first_quarter: Quarter | None = None
    last_quarter: Quarter | None = None
    scale: Decimal | None = None
    decimals: int | None = None
    tolerance: Tolerance | None = None
    comparators: tuple[Comparator, ...] | None = None
    baseline_rule: BaselineRule = BaselineRule.SAME_PERIOD
    small_numbers: SmallNumbers = field(default_factory=SmallNumbers)
    publication: Publication = Publication.PUBLIC
    owner: str = ""
    review_by: date | None = None
    why_it_matters: str = ""
    related: tuple[str, ...] = ()
    sum_of: tuple[str, ...] = ()

    @property
    def comes_from(self) -> tuple[str, ...]:
        """The ids of the measures whose figures it is made of: its own, or those of the parts of a sum."""
        return self.sum_of or (self.id,)

    @property
    def in_percent(self) -> bool:
        """Whether changes are said in percentage points."""
        return self.unit.strip() == "%" or (self.kind is Kind.RATIO and self.scale in (None, 100))

    def per_head(self) -> "Measure":
        """A count as its rate for each 1,000 people is spoken of and rated; any other measure as it is.

        A tolerance or limit in the measure's own unit says nothing of a rate, so that the plan's holds.
        """
        if self.kind is not Kind.COUNT:
            return self
        counted = self.tolerance is not None and self.tolerance.unit is ToleranceUnit.COUNT
        return replace(
            self,
            kind=Kind.RATE,
            unit=f"{self.unit.strip()} per 1,000 people",
            scale=None,
            decimals=None,
            tolerance=None if counted else self.tolerance,
            small_numbers=SmallNumbers() if self.small_numbers.limit is not None else self.small_numbers,
        )

    def as_compared(self, comparator: Comparator) -> "Measure":
        """The measure as both figures of a comparison are spoken of and rated."""
        return self.per_head() if comparator is Comparator.SIMILAR_FORCES else self

    @property
    def default_scale(self) -> Decimal:
        """The factor between numerator over denominator and the figure shown."""
        return (
            self.scale
            if self.scale is not None
            else {Kind.RATE: Decimal(1000), Kind.RATIO: Decimal(100)}.get(self.kind, Decimal(1))
        )


@dataclass(frozen=True, slots=True)
class Priority:
    """One of a plan's priorities, in the plan's own words."""

    id: str
    title: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Break:
    """A date from which one measure was counted differently (SPEC section 7)."""

    measure: str
    date: date
    type: BreakType
    comparable: bool
    note: str


@dataclass(frozen=True, slots=True)
class Event:
    """Something outside the figures that a reader should know of: it annotates quarters, it changes no colour."""

    first: Quarter
    last: Quarter
    note: str


@dataclass(frozen=True, slots=True)
class Rebase:
    """A quarter from which a person has the limits of one measure's signal start anew (SPEC section 6)."""

    measure: str
    quarter: Quarter
    reason: str


@dataclass(frozen=True, slots=True)
class PlanHead:
    """What a plan says of itself: its span, baseline, comparators, default tolerances, settings of the signal.

    `similar_group` is the id of the group of forces that it is set beside; "" is the first group that is held.
    `national` is its statement on the national crime and policing measures. What the panel could ask about: a figure
    restated by more than `question_restated_pct` per cent (so many points where it is a percentage), a red that has
    lasted `question_red_quarters` quarters. Neither moves a rating.
    """

    id: str
    title: str
    start: date
    end: date
    baseline: Quarter
    priorities: tuple[Priority, ...]
    comparators: tuple[Comparator, ...] = (Comparator.LAST_YEAR, Comparator.BASELINE)
    tolerance_pct: Decimal = Decimal("5.0")
    tolerance_points: Decimal = Decimal("2.0")
    note: str = ""
    similar_group: str = ""
    signal: SignalOptions = DEFAULTS
    national: tuple[NationalMeasure, ...] = ()
    question_restated_pct: Decimal = Decimal("2.0")
    question_red_quarters: int = 3


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan as it stands for one quarter (or in one file): head, measures in order, breaks, events, rebases.

    Rebases are acts of persons and stand in no file; nor do `parts`, the measures of other plans that a sum of this
    one is made of.
    """

    head: PlanHead
    measures: tuple[Measure, ...]
    breaks: tuple[Break, ...] = ()
    events: tuple[Event, ...] = ()
    rebases: tuple[Rebase, ...] = ()
    parts: tuple[Measure, ...] = ()

    @property
    def sums(self) -> tuple[Measure, ...]:
        """The measures that are sums of others."""
        return tuple(one for one in self.measures if one.sum_of)

    @property
    def needed(self) -> tuple[str, ...]:
        """The id of every measure whose figures it needs: its own, and the parts of its sums."""
        return tuple(dict.fromkeys([*(m.id for m in self.measures), *(name for m in self.sums for name in m.sum_of)]))

    def parts_of(self, measure: Measure) -> tuple[Measure, ...]:
        """What a sum is made of, in order; empty where a part is not known, and of any other measure."""
        known = {one.id: one for one in (*self.parts, *self.measures)}
        found = tuple(known[name] for name in measure.sum_of if name in known)
        return found if len(found) == len(measure.sum_of) else ()

    def only(self, *measure_ids: str) -> "Plan":
        """The plan with no other measures, their breaks and rebases, and what they are made of."""
        measures = tuple(one for one in self.measures if one.id in measure_ids)
        parts = {part.id: part for one in measures for part in self.parts_of(one)}
        return replace(
            self,
            measures=measures,
            breaks=tuple(one for one in self.breaks if one.measure in measure_ids),
            rebases=tuple(one for one in self.rebases if one.measure in measure_ids),
            parts=tuple(parts.values()),
        )

    def measure(self, measure_id: str) -> Measure | None:
        """The measure of that id, or None."""
        return next((m for m in self.measures if m.id == measure_id), None)

    def under(self, priority_id: str) -> tuple[Measure, ...]:
        """The measures listed under a priority (the first that they name), in the plan's order."""
        return tuple(m for m in self.measures if m.priorities[0] == priority_id)

    def tolerance_of(self, measure: Measure) -> Tolerance:
        """The measure's own tolerance, else the plan's: points for percentages, per cent for all else."""
        if measure.tolerance is not None:
            return measure.tolerance
        if measure.in_percent:
            return Tolerance(ToleranceUnit.POINTS, self.head.tolerance_points)
        return Tolerance(ToleranceUnit.PCT, self.head.tolerance_pct)

    def per_head(self) -> "Plan":
        """The same plan with each count as its rate for each 1,000 people."""
        return replace(self, measures=tuple(one.per_head() for one in self.measures))

    def comparators_of(self, measure: Measure) -> tuple[Comparator, ...]:
        """The comparators that the measure is rated on: its own, else the plan's; beside other forces only per head."""
        named = measure.comparators if measure.comparators is not None else self.head.comparators
        return named if measure.kind.is_per_head else tuple(c for c in named if c is not Comparator.SIMILAR_FORCES)


@dataclass(frozen=True, slots=True)
class DatedPlan:
    """A plan in the form that is in force from a quarter on (None: from the beginning) until the next one."""

    from_quarter: Quarter | None
    plan: Plan


def in_force(history: Sequence[DatedPlan], quarter: Quarter) -> Plan:
    """The plan as it is in force at a quarter; `history` is in order of `from_quarter`, the first with None."""
    return next(
        dated.plan for dated in reversed(history) if dated.from_quarter is None or dated.from_quarter <= quarter
    )
