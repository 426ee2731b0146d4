"""The words of a verdict: ratings, the reasons for not rating, the flags, each with what it says to a reader.

The order of `ReasonCode` is the order of precedence (SPEC section 5); the words here are the only ones the
program has for them.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple

from measures.model.measure import Comparator, Measure, Tolerance
from measures.model.quarter import Quarter, day_in_words, span_in_words


class Rating(StrEnum):
    """A colour. Not rated is the absence of one (None), always with a reason code."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"

    @property
    def words(self) -> str:
        """What leads on screen and paper."""
        return {"green": "At or better", "amber": "Slightly worse", "red": "Worse"}[self.value]


class ReasonCode(StrEnum):
    """Why a comparison is not rated, first the one that goes before the others."""

    NARRATIVE = "narrative"
    CONTEXT = "context"
    NOT_COLLECTED = "not_collected"
    WITHHELD = "withheld"
    NO_VALUE = "no_value"
    NEW_MEASURE = "new_measure"
    COMPARATOR_INCOMPLETE = "comparator_incomplete"
    SPAN_MISMATCH = "span_mismatch"
    SERIES_BREAK = "series_break"
    NEGATIVE_TOTAL = "negative_total"
    NO_DENOMINATOR = "no_denominator"
    SMALL_NUMBERS = "small_numbers"

    @property
    def words(self) -> str:
        """The short phrase of the reason, without the quarter or date that a sentence adds."""
        return _REASON_WORDS[self]


_REASON_WORDS = {
    ReasonCode.NARRATIVE: "Comment only",
    ReasonCode.CONTEXT: "Shown for context: a rise may be good or bad",
    ReasonCode.NOT_COLLECTED: "Not collected in this period",
    ReasonCode.WITHHELD: "Withheld to protect confidentiality",
    ReasonCode.NO_VALUE: "No data yet",
    ReasonCode.NEW_MEASURE: "New measure: no earlier figure",
    ReasonCode.COMPARATOR_INCOMPLETE: "Earlier figure incomplete",
    ReasonCode.SPAN_MISMATCH: "Periods are not the same length",
    ReasonCode.SERIES_BREAK: "Counted differently before and after",
    ReasonCode.NEGATIVE_TOTAL: "Total below zero after cancellations: check the data",
    ReasonCode.NO_DENOMINATOR: "Cannot calculate: no denominator",
    ReasonCode.SMALL_NUMBERS: "Numbers too small to rate",
}


class Flag(StrEnum):
    """What a reader should know beside a rating."""

    PROVISIONAL = "provisional"
    REVISED = "revised"
    ESTIMATED = "estimated"
    LOW_RELIABILITY = "low_reliability"
    SMALL_NUMBERS = "small_numbers"
    BASE_NOT_KNOWN = "base_not_known"
    CAVEAT = "caveat"
    EVENT = "event"
    WITHIN_USUAL_VARIATION = "within_usual_variation"
    ONE_COMPARISON_ONLY = "one_comparison_only"
    SAME_COMPARATOR = "same_comparator"
    COMPARATOR_UNUSUAL = "comparator_unusual"

    @property
    def words(self) -> str:
        """The badge's text."""
        return _FLAG_WORDS[self]


_FLAG_WORDS = {
    Flag.PROVISIONAL: "provisional figures",
    Flag.REVISED: "revised figures",
    Flag.ESTIMATED: "estimated figures",
    Flag.LOW_RELIABILITY: "low reliability",
    Flag.SMALL_NUMBERS: "small numbers",
    Flag.BASE_NOT_KNOWN: "base not known",
    Flag.CAVEAT: "comparable, with a caveat",
    Flag.EVENT: "unusual period",
    Flag.WITHIN_USUAL_VARIATION: "within the usual variation for numbers this size",
    Flag.ONE_COMPARISON_ONLY: "one comparison only",
    Flag.SAME_COMPARATOR: "both comparisons are with the same period",
    Flag.COMPARATOR_UNUSUAL: "the earlier period was itself unusual",
}


@dataclass(frozen=True, slots=True)
class Period:
    """The span a figure stands for, from the first day of `first` to the last day of `last`.

    `form` says how it is said: `span` (April–June 2016), `twelve_months` (12 months to June 2016),
    `at_end` (30 June 2016: a stock), `average` (the three years before).
    """

    first: Quarter
    last: Quarter
    form: str = "span"

    @property
    def words(self) -> str:
        """As a sentence says it."""
        match self.form:
            case "twelve_months":
                return f"12 months to {span_in_words(self.last, self.last).split(' to ')[1]}"
            case "at_end":
                return day_in_words(self.last.end)
            case _:
                return span_in_words(self.first, self.last, "–")


@dataclass(frozen=True, slots=True)
class Signal:
    """Whether the quarter's own figure is unusual for this measure (SPEC section 6); None where not calculated.

    `run` is how many quarters in a row the rule of a shift or trend asks for.
    """

    result: str
    rule: str | None
    n: int
    mean: float | None
    lower: float | None
    upper: float | None
    trial: bool
    run: int = 7


@dataclass(frozen=True, slots=True)
class Comparison:
    """One measure at one quarter against one comparator: the two figures, the verdict and its sentence.

    Figures are exact. `change` is current minus comparative value in the measure's unit (points for
    percentages); `change_pct` is None for percentages and where a percentage would mislead. `rating` is None
    where it is not rated; `reason_code` then says why. `words` is the short form ("Worse", "No data yet for
    2019/20 Q2"), `reason` the whole sentence with the sum; `write` is what writes it when it is asked for,
    because most sentences are never shown.
    """

    comparator: Comparator
    current: Fraction | None
    current_period: Period
    value: Fraction | None
    period: Period
    change: Fraction | None
    change_pct: Fraction | None
    rating: Rating | None
    reason_code: ReasonCode | None
    tolerance: Tolerance
    flags: tuple[Flag, ...]
    words: str
    write: Callable[[], str] = field(repr=False, compare=False)

    @property
    def reason(self) -> str:
        """The whole sentence: both figures, the rule, the colour, how far to the next."""
        return self.write()


@dataclass(frozen=True, slots=True)
class MeasureRating:
    """How one measure stands at one quarter: the figure, the headline, each comparison and the signal.

    `value` is the current figure (the year to date; for stock, rolling and as_is the quarter's), `quarter_value`
    the quarter's own. Both are None where a figure is missing or withheld. `words` is the headline in words;
    `priority` the one it is listed under. `caveats` are the notes of breaks and events that touch it. `trend`
    holds the single-quarter figures of the 13 quarters that end with this one (None: no figure), for a small picture.
    """

    measure: Measure
    quarter: Quarter
    value: Fraction | None
    quarter_value: Fraction | None
    period: Period
    headline: Rating | None
    mixed: bool
    reason_code: ReasonCode | None
    words: str
    flags: tuple[Flag, ...]
    comparisons: tuple[Comparison, ...]
    signal: Signal | None = None
    caveats: tuple[str, ...] = ()
    trend: tuple[float | None, ...] = ()

    @property
    def beside_unusual(self) -> bool:
        """Whether it is red, and only beside earlier periods that were themselves unusual."""
        red = [one for one in self.comparisons if one.rating is Rating.RED]
        return bool(red) and all(Flag.COMPARATOR_UNUSUAL in one.flags for one in red)

    @property
    def priority(self) -> str:
        """The id of the priority it is listed under."""
        return self.measure.priorities[0]


class RatingMove(NamedTuple):
    """One rating that a change would move, or has moved; a full file moves thousands.

    `comparator` is None for the headline.
    """

    plan_id: str
    measure_id: str
    quarter: Quarter
    comparator: Comparator | None
    before: Rating | None
    before_reason_code: ReasonCode | None
    after: Rating | None
    after_reason_code: ReasonCode | None
