"""The sentence of a comparison that is not rated: why, and whatever figures there are with their periods.

A figure that is withheld, or from which a withheld one could be worked out, is never printed (see `_withheld`).
"""

from collections.abc import Callable
from fractions import Fraction

from measures.model.measure import BaselineRule, Comparator, ToleranceUnit
from measures.model.quarter import day_in_words
from measures.model.rating import ReasonCode
from measures.model.words import (
    age,
    decimals_for,
    decimals_to_show,
    figure,
    in_period,
    is_counted,
    listed,
    number,
    tolerance_words,
)
from measures.rules.row import Row, compared, decimals_of, full, not_earlier, short, side_by_side

NO_SIMILAR = "No figures of similar forces"


def _joined(*sentences: str) -> str:
    return " ".join(sentence for sentence in sentences if sentence)


def _narrative(row: Row) -> str:
    return "Comment only: there is no figure to rate."


def _context(row: Row) -> str:
    """Whatever figures there are and the difference; gaps are named, withheld figures are not shown."""
    ending = f"{ReasonCode.CONTEXT.words}."
    if row.withheld:
        return _joined(_withheld(row), ending)
    if row.broken:
        return _joined(_series_break(row), ending)
    gap = f"No data yet for {listed(row.missing)}." if row.missing else ""
    earlier = f"Earlier figure incomplete: {listed(row.comparative_missing)}." if row.comparative_missing else ""
    return _joined(compared(row), gap, earlier, ending)


def _not_collected(row: Row) -> str:
    first, last = row.measure.first_quarter, row.measure.last_quarter
    because = "the figures are marked as not applicable"
    if last and row.current_period.last > last:
        because = f"the series ended with {last}"
    elif first and row.current_period.first < first:
        because = f"the series starts with {first}"
    return f"Not collected {in_period(row.current_period)}: {because}."


def _withheld(row: Row) -> str:
    """Never a figure of a window that holds a withheld quarter, nor a difference from one.

    The current figure is printed only when every withheld quarter lies before its window.
    """
    first = row.current_period.first
    clear = bool(row.withheld) and all(quarter < first for quarter in row.withheld)
    shown = ""
    if clear and row.current is not None:
        shown = f"{full(row, row.current, decimals_for(row.measure, row.current))} {in_period(row.current_period)}."
    named = f" for {listed(row.withheld)}" if row.withheld else ""
    return _joined(shown, f"Withheld to protect confidentiality: the figure{named}, and every total that takes it in.")


def _no_value(row: Row) -> str:
    named = f" for {listed(row.missing)}" if row.missing else f" {in_period(row.current_period)}"
    if row.last_held is None:
        told = "" if row.comparator is Comparator.SIMILAR_FORCES else "No earlier figure is held."
        return _joined(f"No data yet{named}.", told, side_by_side(row))
    quarter, value = row.last_held
    old = row.current_period.last.ordinal - quarter.ordinal
    when = f"{age(old)} before {row.current_period.last}" if old else "the quarter itself"
    alone = " alone" if row.measure.kind.is_combined else ""
    held = f"The last figure held is {figure(value, row.measure)} for {quarter}{alone}, {when}."
    return _joined(f"No data yet{named}.", held, side_by_side(row))


def _new_measure(row: Row) -> str:
    if not_earlier(row):
        ahead = "New measure: no earlier figure, because the baseline is not earlier than this period."
        return _joined(side_by_side(row), ahead)
    start = row.measure.first_quarter
    since = f" The series starts with {start}." if start else ""
    return _joined(side_by_side(row), f"New measure: no earlier figure {in_period(row.period)} to compare with.{since}")


def _comparator_incomplete(row: Row) -> str:
    if row.comparator is Comparator.SIMILAR_FORCES:
        return _joined(side_by_side(row), f"{NO_SIMILAR}: no other force of the group has all four quarters.")
    named = f": no figure for {listed(row.comparative_missing)}" if row.comparative_missing else ""
    return _joined(side_by_side(row), f"Earlier figure incomplete{named}.")


def _span_mismatch(row: Row) -> str:
    measure = row.measure
    if row.bare:
        because = "a figure that came without its parts cannot be added up over several quarters"
    elif row.comparator is Comparator.BASELINE and measure.baseline_rule is BaselineRule.FULL_YEAR_AT_Q4:
        because = "the baseline is a whole year, compared at Q4 only"
    else:
        because = "the earlier figure is held only as part of a longer one"
    return _joined(side_by_side(row), f"Periods are not the same length: {because}.")


def _series_break(row: Row) -> str:
    if row.broken is None:
        return _joined(side_by_side(row), "Counted differently before and after.")
    note = row.broken.note.strip()
    told = f"Counted differently before and after {day_in_words(row.broken.date)}."
    return _joined(side_by_side(row), told, note if not note or note[-1] in ".!?" else f"{note}.")


def _negative_total(row: Row) -> str:
    return _joined(side_by_side(row), "Total below zero after cancellations: check the data.")


def _no_denominator(row: Row) -> str:
    here = in_period(row.period if row.current is not None else row.current_period)
    return _joined(side_by_side(row), f"Cannot calculate: no denominator {here}.")


def _small_numbers(row: Row) -> str:
    """Why the numbers are too small: what one event is worth beside the tolerance."""
    limit = tolerance_words(row.tolerance, row.measure)
    if row.tolerance.unit is ToleranceUnit.PCT and row.value is not None:
        limit = f"{limit} of {short(row, row.value, decimals_of(row))}"
    if row.value == 0 and row.tolerance.unit is ToleranceUnit.PCT:
        because = f"{limit} is nothing"
    elif is_counted(row.measure) or row.event_worth is None:
        because = f"one more or fewer is over {limit}"
    else:
        because = f"one event more or fewer moves it by {_worth(row, row.event_worth)}, over {limit}"
    return _joined(compared(row), f"Numbers too small to rate: {because}.")


def _worth(row: Row, worth: Fraction) -> str:
    """What one event is worth: 10.0 points, 0.25. It prints above the tolerance that it is above."""
    edge = None if row.tolerance.unit is ToleranceUnit.PCT else Fraction(row.tolerance.amount)
    text = number(worth, decimals_to_show(worth, decimals_for(row.measure), edge))
    return f"{text} points" if row.measure.in_percent else text


NOT_RATED: dict[ReasonCode, Callable[[Row], str]] = {
    ReasonCode.NARRATIVE: _narrative,
    ReasonCode.CONTEXT: _context,
    ReasonCode.NOT_COLLECTED: _not_collected,
    ReasonCode.WITHHELD: _withheld,
    ReasonCode.NO_VALUE: _no_value,
    ReasonCode.NEW_MEASURE: _new_measure,
    ReasonCode.COMPARATOR_INCOMPLETE: _comparator_incomplete,
    ReasonCode.SPAN_MISMATCH: _span_mismatch,
    ReasonCode.SERIES_BREAK: _series_break,
    ReasonCode.NEGATIVE_TOTAL: _negative_total,
    ReasonCode.NO_DENOMINATOR: _no_denominator,
    ReasonCode.SMALL_NUMBERS: _small_numbers,
}
