"""The control chart of one measure as it stands at a quarter, ready to be drawn (SPEC section 6)."""

from dataclasses import dataclass

from measures.model.measure import Break, Event, Measure, Rebase
from measures.model.quarter import Quarter
from measures.model.rating import Signal
from measures.model.signal_options import SignalOptions


@dataclass(frozen=True, slots=True)
class ControlPoint:
    """One quarter: its own figure (None: none to show), and what it is called.

    `rule` is the rule met (`outside`, `trend`, `two_in_three`, `shift`) or "", `way` then `up` or `down`, and `side`
    says whether that is `better`, `worse` or, for a measure shown for context, `neither`.
    """

    quarter: Quarter
    value: float | None
    rule: str = ""
    way: str = ""
    side: str = ""


@dataclass(frozen=True, slots=True)
class Stretch:
    """The quarters from one change of counting, or rebase, to the next, with the numbers that they share.

    `mean`, `lower` and `upper` are None where there are too few figures for them; `verdict` says why no point is
    judged (`too_early`, `too_few_events`, `no_variation`), "" where they are.
    """

    first: Quarter
    last: Quarter
    n: int
    mean: float | None
    lower: float | None
    upper: float | None
    trial: bool
    verdict: str


@dataclass(frozen=True, slots=True)
class ControlChart:
    """Every quarter up to `quarter`, judged by what is known at it; the last point is the measure's signal then."""

    measure: Measure
    quarter: Quarter
    points: tuple[ControlPoint, ...]
    stretches: tuple[Stretch, ...]
    breaks: tuple[Break, ...]
    events: tuple[Event, ...]
    rebases: tuple[Rebase, ...]
    options: SignalOptions


@dataclass(frozen=True, slots=True)
class SignalMove:
    """The signal of one measure at one quarter, before and after a change."""

    quarter: Quarter
    before: Signal
    after: Signal
