"""Figures, differences and periods as a table or tile shows them: short forms on top of `measures.model.words`."""

from collections.abc import Iterable
from fractions import Fraction

from measures.model.measure import Comparator, Measure, Plan, Polarity
from measures.model.quarter import Quarter
from measures.model.rating import Comparison, Rating
from measures.model.words import AGAINST as AGAINST
from measures.model.words import (
    COMPARATOR_WORDS,
    change_words,
    decimals_for,
    decimals_to_show,
    exactly,
    in_period,
    number,
    short_figure,
)
from measures.model.words import figure as full_figure

NONE = "–"
NOT_RATED = "Not rated"

#: The worst first, the not rated last.
RANK: dict[Rating | None, int] = {Rating.RED: 0, Rating.AMBER: 1, Rating.GREEN: 2, None: 3}


def figure(value: Fraction | float | None, measure: Measure, decimals: int | None = None) -> str:
    """A figure with its % or £ and no unit in words; a dash where there is none.

    Floats come from a series and are for display only.
    """
    if value is None:
        return NONE
    return short_figure(exactly(value), measure, decimals)


def decimals_of(measure: Measure, values: Iterable[Fraction | float | None]) -> int:
    """How many decimals a column of figures of a measure needs, so that they stand beneath each other."""
    held = {value for value in values if value is not None}
    differing = {value if value % 1 else 0.0 for value in held}  # whole figures, most often all of them, need the same
    return max((decimals_for(measure, exactly(value)) for value in differing), default=0)


def unit_in_words(measure: Measure) -> str:
    """The unit and which way is better: `offences, lower is better`."""
    return f"{'per cent' if measure.unit.strip() == '%' else measure.unit}, {polarity_in_words(measure.polarity)}"


def polarity_in_words(polarity: Polarity) -> str:
    """`lower is better`, `higher is better`, or `for context`, where neither is."""
    return "for context" if polarity is Polarity.CONTEXT else f"{polarity} is better"


def difference(comparison: Comparison, measure: Measure) -> str:
    """The difference of a comparison and what it is from: `68 more (+6.2%) than 1,104`; empty where there is none."""
    change, value, measure = comparison.change, comparison.value, measure.as_compared(comparison.comparator)
    if change is None or value is None:
        return ""
    against = figure(value, measure)
    if not change:
        return f"the same as {against}"
    pct = f" ({percent(comparison.change_pct)})" if comparison.change_pct is not None else ""
    return f"{change_words(change, measure)}{pct} than {against}"


def sum_sentence(comparison: Comparison, measure: Measure) -> str:
    """The figure, the difference and what it is from: `1,172 offences in April–June 2016, 68 more (+6.2%) than 1,104 a
    year before.`; empty where there is no difference."""
    current, value, change = comparison.current, comparison.value, comparison.change
    if current is None or value is None or change is None:
        return ""
    measure, phrase = measure.as_compared(comparison.comparator), COMPARATOR_WORDS[comparison.comparator]
    period = in_period(comparison.period)
    start = f"{full_figure(current, measure)} {in_period(comparison.current_period)}"
    if not change:
        return f"{start}, the same as {phrase.same.format(period=period)}."
    pct = f" ({percent(comparison.change_pct)})" if comparison.change_pct is not None else ""
    than = phrase.than.format(figure=figure(value, measure), period=period)
    return f"{start}, {change_words(change, measure)}{pct} than {than}."


def percent(change_pct: Fraction) -> str:
    """A change in per cent with its sign: `+6.2%`."""
    text = number(change_pct, decimals_to_show(change_pct, 1))
    return ("+" if change_pct > 0 else "") + text + "%"


def comparator_in_words(comparator: Comparator, plan: Plan) -> str:
    """The heading of a comparator: `A year before`, `Baseline (2014/15)`."""
    title = COMPARATOR_WORDS[comparator].title
    return f"{title} ({plan.head.baseline.financial_year})" if comparator is Comparator.BASELINE else title


def counted(many: int, singular: str, plural: str = "") -> str:
    """`1 measure`, `2 measures`."""
    return f"{many:,} {singular if many == 1 else plural or singular + 's'}"


def quarter_in_words(quarter: Quarter) -> str:
    """`2016/17 Q1, the first quarter of the financial year`."""
    place = ("first", "second", "third", "last")[quarter.number - 1]
    return f"{quarter.label}, the {place} quarter of the financial year"
