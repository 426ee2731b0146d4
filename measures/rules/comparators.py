"""What a value is set against: one registered function per comparator, with the phrase a sentence uses (SPEC 4).

Each says which window of a measure is current and which is comparative; nothing here knows a tolerance or a colour.
To add one: a member of `Comparator`, a function here, a paragraph in docs/rules.md.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from measures.model.measure import BaselineRule, Comparator, Kind
from measures.rules.grid import Grid, Ints
from measures.rules.terms import Terms
from measures.rules.windows import BARE, BARE_COMBINED, NEGATIVE_YEAR, Span, Spans, Windows

Columns: TypeAlias = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Pair:
    """The current and the comparative windows of every series at the quarters asked for (arrays series × quarters).

    `current_first` … `comparative_last` are grid columns of the quarters taken in. `bridged` marks comparisons whose
    spans are unlike by rule (a whole year before the year's end), `ahead` those whose comparator is not earlier.
    `beside`: the comparative figures are other forces', over the same months.
    """

    current: Windows
    comparative: Windows
    current_first: Ints
    current_last: Ints
    comparative_first: Ints
    comparative_last: Ints
    bridged: npt.NDArray[np.bool_]
    ahead: npt.NDArray[np.bool_]
    beside: bool = False


@dataclass(frozen=True, slots=True)
class BesideFigures:
    """By measure id and quarter (ordinal): the residents of this force, and the average rate in the measure's scale.

    What is not there cannot be compared. The average needs a rate of one other force at least.
    """

    people: Mapping[tuple[str, int], int] = field(default_factory=dict)
    average: Mapping[tuple[str, int], Fraction] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Setting:
    """What a comparator has to choose from: the windows of the grid, the terms, the columns asked for, other forces."""

    grid: Grid
    terms: Terms
    spans: Spans
    columns: Columns
    beside: BesideFigures = field(default_factory=BesideFigures)

    def per_series(self, vector: npt.NDArray[Any]) -> npt.NDArray[Any]:
        """One element per measure, as a column of one element per series."""
        return np.repeat(vector, len(self.grid.areas))[:, None]


Choose: TypeAlias = Callable[[Setting], Pair]

CHOOSE: dict[Comparator, Choose] = {}


def comparator(name: Comparator) -> Callable[[Choose], Choose]:
    """Register a comparator under its name."""

    def register(choose: Choose) -> Choose:
        CHOOSE[name] = choose
        return choose

    return register


@comparator(Comparator.LAST_YEAR)
def last_year(setting: Setting) -> Pair:
    """The year to date a year ago; the same quarter a year earlier where quarters are not combined."""
    return _pair(setting, Span.YEAR_TO_DATE, setting.columns - 4)


@comparator(Comparator.PREVIOUS_QUARTER)
def previous_quarter(setting: Setting) -> Pair:
    """The quarter alone against the one before."""
    return _pair(setting, Span.QUARTER, setting.columns - 1)


@comparator(Comparator.SAME_QUARTER)
def same_quarter(setting: Setting) -> Pair:
    """The quarter alone against the same quarter a year earlier."""
    return _pair(setting, Span.QUARTER, setting.columns - 4)


@comparator(Comparator.ROLLING_12_MONTHS)
def rolling_12_months(setting: Setting) -> Pair:
    """The last four quarters against the four before them."""
    return _pair(setting, Span.FOUR_QUARTERS, setting.columns - 4)


@comparator(Comparator.THREE_YEAR_AVERAGE)
def three_year_average(setting: Setting) -> Pair:
    """The same year to date, averaged over the three years before.

    Counts and stocks: the mean of the three figures. Rates, ratios and means: parts pooled over the three years,
    because percentages are never averaged; nor is a bare one set against an average.
    """
    nearest = _pair(setting, Span.YEAR_TO_DATE, setting.columns - 4)
    years = [nearest.comparative] + [_ending(setting, Span.YEAR_TO_DATE, setting.columns - back) for back in (8, 12)]
    pooled = setting.per_series(setting.terms.has_parts)
    denominator = np.where(pooled, sum(y.denominator for y in years), 3 * years[0].denominator)
    if not pooled.all():
        denominator = np.where(~pooled & (years[0].denominator == 0), 3 * setting.grid.unit, denominator)
    bits = years[0].bits | years[1].bits | years[2].bits
    bits |= np.where(bits & BARE > 0, BARE_COMBINED, 0).astype(bits.dtype)
    for year in years:
        bits |= np.where((year.missing == 0) & (year.numerator < 0), NEGATIVE_YEAR, 0).astype(bits.dtype)
    together = Windows(
        years[0].numerator + years[1].numerator + years[2].numerator,
        denominator,
        years[0].missing | years[1].missing << 4 | years[2].missing << 8,
        years[0].covered | years[1].covered << 4 | years[2].covered << 8,
        bits,
    )
    return replace(nearest, comparative=together, comparative_first=nearest.comparative_first - 8,
                   bridged=nearest.current.bits & BARE > 0)  # fmt: skip


@comparator(Comparator.BASELINE)
def baseline(setting: Setting) -> Pair:
    """The position at the plan's baseline quarter, by each measure's `baseline_rule`."""
    terms, columns = setting.terms, setting.columns
    quarter = terms.baseline - setting.grid.first
    year_start = quarter - quarter % 4
    by_rule: dict[BaselineRule, Callable[[], Pair]] = {
        BaselineRule.SAME_PERIOD: lambda: _same_period(setting, quarter, year_start),
        BaselineRule.ROLLING12: lambda: _pair(setting, Span.FOUR_QUARTERS, np.full_like(columns, quarter)),
        BaselineRule.FULL_YEAR_AT_Q4: lambda: _whole_year(setting, year_start),
    }
    return _by_measure(setting, [(terms.follows(rule), choose) for rule, choose in by_rule.items()])


@comparator(Comparator.SIMILAR_FORCES)
def similar_forces(setting: Setting) -> Pair:
    """This force's rate over the last four quarters, and the mean of the rates of its group over the same months.

    A count is set over the residents, so that both figures are in the scale of the measure per head.
    """
    pair = _pair(setting, Span.FOUR_QUARTERS, setting.columns)
    shape = pair.current.missing.shape
    tops, bottoms = np.zeros(shape, dtype=object), np.ones(shape, dtype=object)
    missing, people = np.full(shape, 15, dtype=np.int16), np.zeros(shape, dtype=np.int64)
    areas = setting.grid.areas
    for place, measure in enumerate(setting.terms.measures if "" in areas else ()):
        row, scale = place * len(areas) + areas.index(""), Fraction(measure.per_head().default_scale)
        for column, ordinal in enumerate((setting.columns + setting.grid.first).tolist()):
            people[row, column] = setting.beside.people.get((measure.id, ordinal), 0)
            average = setting.beside.average.get((measure.id, ordinal))
            if average is not None:
                tops[row, column], bottoms[row, column] = (average / scale).as_integer_ratio()
                missing[row, column] = 0
    nothing = np.zeros_like(missing)
    counted, denominator = setting.per_series(setting.terms.is_kind(Kind.COUNT)), pair.current.denominator
    return replace(
        pair,
        current=replace(pair.current, denominator=np.where(counted, denominator * people, denominator)),
        comparative=Windows(tops, bottoms, missing, nothing, nothing),
        ahead=np.zeros(shape, dtype=bool),
        beside=True,
    )


def _same_period(setting: Setting, quarter: int, year_start: int) -> Pair:
    """Counts and rates like for like; a ratio's or mean's year to date at the baseline quarter; else its figure."""
    columns = setting.columns
    like_for_like = setting.terms.is_kind(Kind.COUNT, Kind.RATE)
    return _by_measure(
        setting,
        [
            (like_for_like, lambda: _pair(setting, Span.YEAR_TO_DATE, year_start + columns % 4)),
            (~like_for_like, lambda: _pair(setting, Span.YEAR_TO_DATE, np.full_like(columns, quarter))),
        ],
    )


def _by_measure(setting: Setting, choices: list[tuple[npt.NDArray[np.bool_], Callable[[], Pair]]]) -> Pair:
    """Each measure's windows by the first choice that holds for it; a choice that holds for none is not evaluated."""
    held = [(mask, choose) for mask, choose in choices if mask.any()] or choices[:1]
    chosen = held[-1][1]()
    for mask, choose in reversed(held[:-1]):
        chosen = _merge(setting.per_series(mask), choose(), chosen)
    return chosen


def _whole_year(setting: Setting, year_start: int) -> Pair:
    """The whole baseline year, at Q4 only: before that the spans are unlike."""
    pair = _pair(setting, Span.YEAR_TO_DATE, np.full_like(setting.columns, year_start + 3))
    return replace(pair, bridged=np.broadcast_to(setting.columns % 4 != 3, pair.bridged.shape))


def _pair(setting: Setting, span: Span, comparative_columns: Columns) -> Pair:
    combined = setting.per_series(setting.terms.combined)
    shape = (len(combined), len(setting.columns))
    last = np.broadcast_to(comparative_columns, shape)
    ahead = last >= setting.columns
    return Pair(
        _ending(setting, span, setting.columns),
        _ending(setting, span, comparative_columns),
        _first_of(span, combined, setting.columns, shape),
        np.broadcast_to(setting.columns, shape),
        _first_of(span, combined, comparative_columns, shape),
        last,
        np.zeros(shape, dtype=bool),
        ahead,
    )


def _ending(setting: Setting, span: Span, columns: Columns) -> Windows:
    """The windows of a span that end in the columns given; outside the grid every quarter of them is missing."""
    windows = setting.spans[span]
    width = windows.missing.shape[1]
    taken = windows.at(columns)
    outside = (columns < 0) | (columns >= width)
    if outside.any():
        combined = setting.per_series(setting.terms.combined)
        alone = 1 if span is Span.QUARTER else 15 if span is Span.FOUR_QUARTERS else 2 ** (columns % 4 + 1) - 1
        taken.missing[:] = np.where(outside, np.where(combined, alone, 1), taken.missing)
    return taken


def _first_of(span: Span, combined: npt.NDArray[np.bool_], columns: Columns, shape: tuple[int, int]) -> Ints:
    back = {Span.QUARTER: 0 * columns, Span.YEAR_TO_DATE: columns % 4, Span.FOUR_QUARTERS: 0 * columns + 3}[span]
    if combined.all():
        return np.broadcast_to(columns - back, shape)
    return columns - np.where(combined, back, 0)


def _merge(mask: npt.NDArray[np.bool_], where: Pair, other: Pair) -> Pair:
    return Pair(
        where.current.merged(mask, other.current),
        where.comparative.merged(mask, other.comparative),
        *(
            np.where(mask, getattr(where, name), getattr(other, name))
            for name in (
                "current_first",
                "current_last",
                "comparative_first",
                "comparative_last",
                "bridged",
                "ahead",
            )
        ),
    )
