"""What deserves a meeting's time: a measure on the list of exceptions, and why it is there (SPEC section 6)."""

from dataclasses import dataclass
from enum import StrEnum

from measures.model.measure import Plan
from measures.model.quarter import Quarter
from measures.model.rating import MeasureRating


class Cause(StrEnum):
    """What puts a measure on the list; it may have several."""

    RED = "red"
    MIXED = "mixed"
    UNUSUAL_WORSE = "unusual_worse"
    GOT_WORSE = "got_worse"
    WORST_TENTH = "worst_tenth"
    NOT_RATED = "not_rated"


@dataclass(frozen=True, slots=True)
class ExceptionEntry:
    """One measure on the list.

    `why` is one sentence. `red_since` is the first quarter of the unbroken run of reds that ends with this one, and
    `red_quarters` how many quarters that run has; None and 0 where the headline is not red.
    """

    rating: MeasureRating
    causes: tuple[Cause, ...]
    why: str
    red_since: Quarter | None = None
    red_quarters: int = 0


@dataclass(frozen=True, slots=True)
class QuarterExceptions:
    """The exceptions of a plan's quarter, what a chair would ask first at the top.

    `since` says against what "worse than before" is meant: `last_meeting` or, while there is none, `quarter_before`.
    `measures` is how many the plan has.
    """

    plan: Plan
    quarter: Quarter
    entries: tuple[ExceptionEntry, ...]
    measures: int
    since: str = "quarter_before"
