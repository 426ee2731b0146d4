"""What a person asks for at once: a plan's quarter, and one measure's whole series."""

from dataclasses import dataclass
from datetime import datetime

from measures.model.measure import Break, Event, Plan, PlanHead
from measures.model.quarter import Quarter
from measures.model.rating import MeasureRating


@dataclass(frozen=True, slots=True)
class QuarterStatus:
    """How every measure of a plan stands at one quarter, with the quarter before beside it.

    `measures` are in the plan's order. `previous` holds the same measures one quarter earlier (by measure id;
    a measure that was not in the plan then is absent). `quarters` are those in which any measure of the plan
    has a figure, newest first; `plans` all plans, newest first.
    """

    plan: Plan
    quarter: Quarter
    as_at: datetime | None
    measures: tuple[MeasureRating, ...]
    previous: dict[str, MeasureRating]
    quarters: tuple[Quarter, ...]
    plans: tuple[PlanHead, ...]


@dataclass(frozen=True, slots=True)
class Arrival:
    """How many figures of a quarter are there, of those that are collected; the titles of the measures that are late.

    Late is what came a year before, or in both quarters before, and for this quarter has not.
    """

    there: int
    expected: int
    late: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SeriesPoint:
    """One quarter of a series. Figures are for display (floats); None where there is none to show.

    `state` is "" where the quarter's own figure is there, else `missing`, `not_available`, `withheld`,
    `not_applicable` or `not_collected`; `status` is the letter beside the figure. `last_year` and `baseline`
    are the comparative figures of the year to date.
    """

    quarter: Quarter
    value: float | None
    ytd: float | None
    twelve_months: float | None
    last_year: float | None
    baseline: float | None
    state: str
    status: str


@dataclass(frozen=True, slots=True)
class MeasureSeries:
    """Every quarter of one measure from its first figure to the newest of the plan, in order."""

    points: tuple[SeriesPoint, ...]
    breaks: tuple[Break, ...]
    events: tuple[Event, ...]
