"""A finished comparison, and its figures in words: the first sentence of every reason.

Nothing here decides a colour. Figures that may not be shown are None in the row and so cannot be printed.
"""

from dataclasses import dataclass, replace
from fractions import Fraction

from measures.model.measure import Break, Comparator, Kind, Measure, Polarity, Tolerance, ToleranceUnit
from measures.model.quarter import Quarter
from measures.model.rating import Period, Rating, ReasonCode
from measures.model.words import (
    AGAINST,
    COMPARATOR_WORDS,
    change_words,
    decimals_for,
    decimals_to_show,
    figure,
    in_period,
    is_counted,
    number,
    rounded_units,
    short_figure,
)
from measures.rules.distance import Rule

#: Comparators whose words leave the period to that of the current figure; where there is none they need their own.
_IN_A_PERIOD = (
    Comparator.LAST_YEAR,
    Comparator.PREVIOUS_QUARTER,
    Comparator.SAME_QUARTER,
    Comparator.ROLLING_12_MONTHS,
)


@dataclass(frozen=True, slots=True)
class Row:
    """One finished comparison: everything that its sentence may say.

    Figures are exact, None where there is none or it may not be shown. `change` is current minus comparative,
    `change_pct` None where no percentage may be printed. `missing`, `comparative_missing` and `withheld` are the
    quarters concerned, in order. `small` says that one event is worth more than the tolerance, `event_worth` how
    much that is in the measure's unit. `bare` marks percentages or means without their parts. `broken` is the
    break that stops the comparison. `last_held` is the newest quarter's figure up to the current window's end.
    `bridge` says of a sum what it is made of.
    """

    measure: Measure
    comparator: Comparator
    rating: Rating | None
    reason_code: ReasonCode | None
    current: Fraction | None
    current_period: Period
    value: Fraction | None
    period: Period
    change: Fraction | None
    change_pct: Fraction | None
    tolerance: Tolerance
    missing: tuple[Quarter, ...] = ()
    comparative_missing: tuple[Quarter, ...] = ()
    withheld: tuple[Quarter, ...] = ()
    broken: Break | None = None
    last_held: tuple[Quarter, Fraction] | None = None
    within_variation: bool = False
    small: bool = False
    event_worth: Fraction | None = None
    bare: bool = False
    bridge: str = ""


def allowed(row: Row) -> Fraction:
    """How far worse still counts as Amber, in the measure's unit (points for percentages)."""
    limit = row.measure.small_numbers.limit
    if row.small and limit is not None:
        return Fraction(limit)
    amount = Fraction(row.tolerance.amount)
    return amount * abs(row.value or Fraction(0)) / 100 if row.tolerance.unit is ToleranceUnit.PCT else amount


def rule_of(row: Row) -> Rule:
    """The row's rule for single figures, with the range in which the measure can be."""
    assert row.value is not None
    assert row.current is not None
    natural = row.current >= 0 and row.value >= 0
    return Rule(
        row.value,
        row.measure.polarity.sign,
        allowed(row),
        Fraction(0) if natural else None,
        Fraction(100) if row.measure.in_percent and row.measure.kind is Kind.RATIO else None,
    )


def compared(row: Row) -> str:
    """Both figures, their periods and the difference; what there is of them where one is not there."""
    if row.current is None or row.value is None or row.change is None or not_earlier(row):
        return side_by_side(row)
    places = decimals_of(row)
    current = f"{full(row, row.current, places)} {in_period(row.current_period)}"
    phrase = COMPARATOR_WORDS[row.comparator]
    period = in_period(row.period)
    if row.change == 0:
        return f"{current}, the same as {phrase.same.format(period=period)}."
    than = phrase.than.format(figure=short(row, row.value, places), period=period)
    return f"{current}, {change_words(row.change, row.measure, places)}{_aside(row)} than {than}."


def not_earlier(row: Row) -> bool:
    """Whether the comparative period does not lie before the current one: a baseline that is still to come."""
    return row.period.last >= row.current_period.last and row.comparator is not Comparator.SIMILAR_FORCES


def side_by_side(row: Row) -> str:
    """The figures that there are, without a difference between them; "" where there is none."""
    beside = None if not_earlier(row) else row.value
    places = decimals_of(replace(row, value=beside))
    current = "" if row.current is None else f"{full(row, row.current, places)} {in_period(row.current_period)}"
    if beside is None:
        return f"{current}." if current else ""
    printed = short(row, beside, places) if current else full(row, beside, places)
    if not current and row.comparator in _IN_A_PERIOD:
        return f"To compare with: {printed} {in_period(row.period)}, {AGAINST[row.comparator]}."
    than = COMPARATOR_WORDS[row.comparator].than.format(figure=printed, period=in_period(row.period))
    return f"{current}; {than}." if current else f"To compare with: {than}."


def _aside(row: Row) -> str:
    """The percentage and which way it is: " (6.2% worse)", " (worse)", for context " (up 6.2%)"."""
    assert row.change is not None
    gain = row.change * row.measure.polarity.sign
    pct = "" if row.change_pct is None else _pct(row, gain < 0)
    if row.measure.polarity is Polarity.CONTEXT:
        return f" ({'up' if row.change > 0 else 'down'} {pct})" if pct else ""
    return f" ({pct} {'better' if gain > 0 else 'worse'})" if pct else f" ({'better' if gain > 0 else 'worse'})"


def _pct(row: Row, worse: bool) -> str:
    """The percentage with one decimal, or as many as set it on its own side of the tolerance."""
    assert row.change_pct is not None
    boundary = Fraction(row.tolerance.amount) if row.tolerance.unit is ToleranceUnit.PCT and worse else None
    size = abs(row.change_pct)
    return f"{number(size, decimals_to_show(size, 1, boundary))}%"


def decimals_of(row: Row) -> int:
    """As many decimals as the measure has; more, up to four, where the sum would not come out as printed.

    The printed difference is that of the printed figures, is not zero unless it is, and lies on its own side of a
    tolerance in points or units.
    """
    figures = [shown for shown in (row.current, row.value) if shown is not None]
    usual = decimals_for(row.measure, *figures)
    if row.current is None or row.value is None or not row.change:
        return usual
    size = abs(row.change)
    worse = row.change * row.measure.polarity.sign < 0
    edge = allowed(row) if worse and row.tolerance.unit is not ToleranceUnit.PCT else None
    for places in range(usual, usual + 5):
        difference = rounded_units(row.current, places) - rounded_units(row.value, places)
        if difference == rounded_units(row.change, places) and decimals_to_show(size, places, edge) == places:
            return places
    return decimals_to_show(size, usual, edge)


def full(row: Row, value: Fraction, places: int) -> str:
    """A figure of the row with its unit."""
    return figure(value, row.measure, _own(row, value, places))


def short(row: Row, value: Fraction, places: int) -> str:
    """A figure of the row without its unit in words."""
    return short_figure(value, row.measure, _own(row, value, places))


def _own(row: Row, value: Fraction, places: int) -> int:
    """A whole count is printed whole, even beside an average with parts."""
    whole = is_counted(row.measure) and value.denominator == 1 and row.measure.decimals is None
    return 0 if whole else places
