"""Figures in words: how a number, its unit, a change, a tolerance and an age are printed.

Everything takes exact fractions and prints decimals: rounding happens here, once, and for display only, half
away from zero, so that a figure and its mirror image read alike. No binary floating point anywhere.

========================  ====================================  ==================
a measure of              a figure                              a change
========================  ====================================  ==================
count, stock, rolling     1,172 offences                        68 more, 68 fewer
percentages               66.7%                                 2.0 points higher
money                     £1,234                                £120 more, £120 less
seconds to years, as a    4.2 minutes                           0.4 minutes longer
mean or as published
every other rate or mean  1.3 offences per 1,000 people         0.1 higher, 0.1 lower
========================  ====================================  ==================
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from measures.model.measure import Comparator, Kind, Measure, Tolerance, ToleranceUnit
from measures.model.rating import Period

MINUS = "−"


@dataclass(frozen=True, slots=True)
class ComparatorWords:
    """How a comparator is said: as a heading; after "than" ("1,104 a year before"); after "the same as".

    `{figure}` stands for the comparative figure, `{period}` for its period with the preposition.
    """

    title: str
    than: str
    same: str


#: The one table of comparator phrases.
COMPARATOR_WORDS = {
    Comparator.LAST_YEAR: ComparatorWords("A year before", "{figure} a year before", "a year before"),
    Comparator.BASELINE: ComparatorWords("Baseline", "{figure} {period}, the baseline", "{period}, the baseline"),
    Comparator.PREVIOUS_QUARTER: ComparatorWords(
        "The quarter before", "{figure} the quarter before", "the quarter before"
    ),
    Comparator.SAME_QUARTER: ComparatorWords(
        "Same quarter a year before",
        "{figure} in the same quarter a year before",
        "in the same quarter a year before",
    ),
    Comparator.ROLLING_12_MONTHS: ComparatorWords(
        "The 12 months before", "{figure} in the 12 months before that", "in the 12 months before that"
    ),
    Comparator.THREE_YEAR_AVERAGE: ComparatorWords(
        "Average of the three years before",
        "the average of {figure} at this point of the three years before",
        "the average at this point of the three years before",
    ),
    Comparator.SIMILAR_FORCES: ComparatorWords(
        "Similar forces", "{figure}, the average of similar forces", "the average of similar forces"
    ),
}

#: A comparator after "than", "with" or "against".
AGAINST = {
    Comparator.LAST_YEAR: "a year before",
    Comparator.BASELINE: "the baseline",
    Comparator.PREVIOUS_QUARTER: "the quarter before",
    Comparator.SAME_QUARTER: "the same quarter a year before",
    Comparator.ROLLING_12_MONTHS: "the 12 months before",
    Comparator.THREE_YEAR_AVERAGE: "the average of three years",
    Comparator.SIMILAR_FORCES: "the average of similar forces",
}

_COUNTED = (Kind.COUNT, Kind.STOCK, Kind.ROLLING)
TIMES = ("seconds", "minutes", "hours", "days", "weeks", "months", "years")
_MOST_DECIMALS = 12
_ONE_OF = {
    "people": "person",
    "children": "child",
    "men": "man",
    "women": "woman",
    "lives": "life",
    "knives": "knife",
    "thieves": "thief",
    "criteria": "criterion",
}
_HEAD = re.compile(r"^(?P<head>.*?)(?P<rest>(?: (?:per|a|an|of|in|on|for|at|by|with|under|to|from) .*| \(.*)?)$")


def number(value: Fraction | int | Decimal, decimals: int = 0) -> str:
    """A number with thousands separators, rounded half away from zero; never a zero with a minus.

    >>> number(Fraction(-12345, 10), 0), number(Fraction(-1, 100), 1)
    ('−1,235', '0.0')
    """
    power = 10**decimals
    fraction = Fraction(value)
    units = rounded_units(fraction, decimals)
    whole, part = divmod(abs(units), power)
    text = f"{whole:,}.{part:0{decimals}d}" if decimals else f"{whole:,}"
    return MINUS + text if units < 0 else text


def rounded_units(value: Fraction, decimals: int) -> int:
    """The value in whole units of 10^-decimals, half away from zero."""
    above, below = abs(value.numerator) * 10**decimals, value.denominator
    units = (2 * above + below) // (2 * below)
    return -units if value < 0 else units


def plain(value: Fraction | int | Decimal) -> str:
    """A number with as many decimals as it has and no more: 5, 2.5; one without an end is cut to four."""
    return number(value, decimals_needed(Fraction(value), 4))


def exactly(value: Fraction | float) -> Fraction:
    """A figure as a fraction; a float by the shortest text that reads back to it."""
    if isinstance(value, Fraction):
        return value
    whole = value.is_integer() and abs(value) < 2**53  # counts, most often: a text need not be read for them
    return Fraction(int(value)) if whole else Fraction(repr(float(value)))


def decimals_needed(value: Fraction, most: int) -> int:
    """How many decimals print the value exactly, at most `most`."""
    return next((d for d in range(most) if 10**d % value.denominator == 0), most)


def decimals_for(measure: Measure, *figures: Fraction) -> int:
    """How many decimals the measure's figures are printed with.

    The definition's `decimals`; else 1 for percentages, rates, means and published figures, none for whole
    counts and stocks. Money has two where it has pence; a count with parts of a unit has one, or two if it
    needs exactly two.
    """
    if measure.decimals is not None:
        return measure.decimals
    needed = max((decimals_needed(figure, 3) for figure in figures), default=0)
    if is_money(measure):
        return 2 if needed else 0
    if measure.in_percent or measure.kind not in _COUNTED:
        return 1
    return needed if needed < 3 else 1


def decimals_to_show(value: Fraction, decimals: int, apart_from: Fraction | None = None) -> int:
    """As many decimals, from `decimals` up, as it takes not to mislead.

    What is not zero does not print as zero; what lies beside the boundary `apart_from` prints beside it.
    """
    for tried in range(decimals, _MOST_DECIMALS):
        units = rounded_units(value, tried)
        seen = units != 0 or value == 0
        if apart_from is not None and value != apart_from:
            boundary = apart_from * 10**tried
            seen = seen and units != boundary and (units > boundary) == (value > apart_from)
        if seen:
            return tried
    return _MOST_DECIMALS


def is_money(measure: Measure) -> bool:
    """Whether the unit is pounds, thousands or millions of them."""
    return measure.unit.strip().startswith("£")


def is_counted(measure: Measure) -> bool:
    """Whether it is people or things that are counted, so that a change is more or fewer of them."""
    return measure.kind in _COUNTED and not measure.in_percent and not is_money(measure)


def unit_words(unit: str, *, one: bool = False) -> str:
    """The unit as a definition writes it, or for one of it.

    >>> unit_words("offences per 1,000 people", one=True), unit_words("officers (FTE)", one=True)
    ('offence per 1,000 people', 'officer (FTE)')
    """
    if not one:
        return unit.strip()
    match = _HEAD.match(unit.strip())
    assert match is not None  # every text has a head
    nouns = match["head"].split(" ")
    # The last word that is a plural is the noun: special constables, calls answered.
    last = next((i for i in reversed(range(len(nouns))) if _singular(nouns[i]) != nouns[i]), -1)
    nouns[last] = _singular(nouns[last])
    return " ".join(nouns) + match["rest"]


def _singular(noun: str) -> str:
    if noun.lower() in _ONE_OF:
        return _ONE_OF[noun.lower()]
    if noun.endswith("ies") and len(noun) > 4:
        return noun[:-3] + "y"
    if noun.endswith(("ches", "shes", "sses", "xes", "zzes")):
        return noun[:-2]
    return noun[:-1] if noun.endswith("s") and not noun.endswith("ss") else noun


def short_figure(value: Fraction, measure: Measure, decimals: int | None = None) -> str:
    """A figure with its % or £ but without a unit in words: 1,104 · 66.7% · £1,234."""
    places = decimals_for(measure, value) if decimals is None else decimals
    text = number(value, places)
    unit = measure.unit.strip()
    if is_money(measure):
        sign, digits = (MINUS, text[1:]) if text.startswith(MINUS) else ("", text)
        return f"{sign}£{digits}{_of_pounds(unit)}"
    return f"{text}%" if unit.startswith("%") else text


def figure(value: Fraction, measure: Measure, decimals: int | None = None) -> str:
    """A figure with its unit: 1,172 offences · 1 offence · 66.7% · £1,234 · 4.2 minutes.

    `decimals` overrides the measure's own (see `decimals_for`).
    """
    text, unit = short_figure(value, measure, decimals), measure.unit.strip()
    if is_money(measure):
        return text
    if unit.startswith("%"):
        return text + unit[1:]
    return f"{text} {unit_words(unit, one=text in ('1', MINUS + '1'))}".strip()


def _of_pounds(unit: str) -> str:
    after = unit[1:]
    return {"000": " thousand", "000s": " thousand", " thousands": " thousand", " millions": " million"}.get(
        after, after
    )


def change_words(change: Fraction, measure: Measure, decimals: int | None = None) -> str:
    """A change in the words of the measure: 68 more · 2.0 points lower · £120 less · 0.4 minutes longer.

    A change that is not zero gets as many decimals as it takes to show; no change is "no change".
    """
    if change == 0:
        return "no change"
    up, size = change > 0, abs(change)
    places = decimals_to_show(size, decimals_for(measure, change) if decimals is None else decimals)
    text, unit = number(size, places), measure.unit.strip()
    if measure.in_percent:
        return f"{text} {'point' if text == '1' else 'points'} {'higher' if up else 'lower'}"
    if is_money(measure):
        return f"{short_figure(size, measure, places)} {'more' if up else 'less'}"
    if is_counted(measure):
        return f"{text} {'more' if up else 'fewer'}"
    if unit in TIMES:
        return f"{text} {unit_words(unit, one=text == '1')} {'longer' if up else 'shorter'}"
    return f"{text} {'higher' if up else 'lower'}"


def tolerance_words(tolerance: Tolerance, measure: Measure) -> str:
    """A tolerance as people write it: 5% · 2.5% · 2 points · 1 point · 3 offences · £500."""
    text = plain(tolerance.amount)
    if tolerance.unit is ToleranceUnit.PCT:
        return f"{text}%"
    if tolerance.unit is ToleranceUnit.POINTS or measure.in_percent:
        return f"{text} {'point' if text == '1' else 'points'}"
    return figure(Fraction(tolerance.amount), measure, decimals_needed(Fraction(tolerance.amount), 4))


def in_period(period: Period) -> str:
    """The period with its preposition: in April–June 2016 · on 31 March 2016 · in the 12 months to June 2016."""
    if period.form == "at_end":
        return f"on {period.words}"
    return f"in the {period.words}" if period.form == "twelve_months" else f"in {period.words}"


def listed(items: Sequence[object]) -> str:
    """Things one after the other: a · a and b · a, b and c."""
    texts = [str(item) for item in items]
    return " and ".join([", ".join(texts[:-1]), texts[-1]] if len(texts) > 1 else texts)


def age(quarters: int) -> str:
    """How long ago: 1 quarter · 3 quarters · 1 year · 2 years and 1 quarter."""
    years, rest = divmod(quarters, 4)
    parts = [f"{n} {word}{'' if n == 1 else 's'}" for n, word in ((years, "year"), (rest, "quarter")) if n]
    return listed(parts) if parts else "0 quarters"
