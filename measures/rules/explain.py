"""From arrays to what a person reads: each measure of a quarter with its figures, verdicts and sentences."""

from fractions import Fraction
from functools import partial

import numpy as np
import numpy.typing as npt

from measures.model.measure import BaselineRule, Break, Comparator, Kind, Measure
from measures.model.quarter import Quarter, day_in_words
from measures.model.rating import Comparison, Flag, MeasureRating, Period, Rating, ReasonCode, Signal
from measures.model.words import COMPARATOR_WORDS, listed
from measures.rules.bands import RATINGS
from measures.rules.gates import REASONS, visible
from measures.rules.grid import WITHHELD, Bools
from measures.rules.reasons import Row, reason_of, words_of
from measures.rules.signal import latest_signal
from measures.rules.single_quarters import drawable, outside_limits, stretch_starts
from measures.rules.steps import Compared, Ratings, Sheet, flags_of
from measures.rules.sums import bridge_words
from measures.rules.terms import Terms
from measures.rules.windows import BARE, Span, Windows

TREND_QUARTERS = 13


def verdicts(ratings: Ratings, quarter: Quarter, area: str = "") -> tuple[MeasureRating, ...]:
    """How every measure stands at one of the rated quarters, in the plan's order; none if it was not rated."""
    for sheet in ratings.sheets:
        if quarter in sheet.quarters:
            return _Reading(sheet, quarter, area).measures()
    return ()


def headlines(ratings: Ratings, area: str = "") -> dict[Quarter, dict[str, Rating | None]]:
    """The headline of every measure, by measure id, at every rated quarter."""
    return {
        quarter: {
            name: _rating(sheet.headline[row, place])
            for name, row in zip(sheet.terms.ids, _rows_of(sheet, area), strict=True)
        }
        for sheet in ratings.sheets
        for place, quarter in enumerate(sheet.quarters)
    }


class _Reading:
    """One column of a sheet, read measure by measure."""

    def __init__(self, sheet: Sheet, quarter: Quarter, area: str) -> None:
        self.sheet = sheet
        self.quarter = quarter
        self.place = sheet.quarters.index(quarter)
        self.column = quarter.ordinal - sheet.grid.first
        self.rows = _rows_of(sheet, area)
        self.shown = {span: visible(sheet.spans[span]) for span in (Span.QUARTER, Span.YEAR_TO_DATE)}

    def measures(self) -> tuple[MeasureRating, ...]:
        figures = drawable(self.sheet, self.rows, self.column)
        starts = stretch_starts(self.sheet, self.column)
        self.outside = outside_limits(self.sheet.plan, figures, starts)
        signals = self._signals(figures, starts)
        trends = figures[:, -TREND_QUARTERS:]
        return tuple(
            self._measure(position, signals[position], _trend(trends[position]))
            for position in range(len(self.sheet.plan.measures))
        )

    def _signals(self, figures: npt.NDArray[np.float64], starts: Bools) -> tuple[Signal, ...]:
        plan = self.sheet.plan
        polarities, kinds = [m.polarity for m in plan.measures], [m.kind for m in plan.measures]
        return latest_signal(figures, polarities, kinds, starts=starts, options=plan.head.signal)

    def _measure(self, position: int, signal: Signal, trend: tuple[float | None, ...]) -> MeasureRating:
        sheet, row = self.sheet, self.rows[position]
        measure = sheet.plan.measures[position]
        comparisons = tuple(
            self._comparison(one, position, row) for one in sheet.compared if one.listed[row, self.place]
        )
        headline = _rating(sheet.headline[row, self.place])
        reason = _reason(sheet.reason[row, self.place])
        flags = list(dict.fromkeys(flag for one in comparisons for flag in one.flags))
        flags += [Flag.ONE_COMPARISON_ONLY] if _only_one(comparisons) else []
        flags += [Flag.SAME_COMPARATOR] if _same(comparisons) else []
        return MeasureRating(
            measure=measure,
            quarter=self.quarter,
            value=self._own_figure(Span.YEAR_TO_DATE, row),
            quarter_value=self._own_figure(Span.QUARTER, row),
            period=_period(measure, self._year_start(measure), self.quarter),
            headline=headline,
            mixed=bool(sheet.mixed[row, self.place]),
            reason_code=reason,
            words=headline.words if headline else _words(comparisons, reason),
            flags=tuple(flags),
            comparisons=comparisons,
            signal=signal,
            caveats=(*self._caveats(row, measure), *self._unusual_notes(position, row)),
            trend=trend,
        )

    def _year_start(self, measure: Measure) -> Quarter:
        return self.quarter.year_start() if measure.kind.is_combined else self.quarter

    def _own_figure(self, span: Span, row: int) -> Fraction | None:
        windows = self.sheet.spans[span]
        measure = row // len(self.sheet.grid.areas)
        first, last = self.sheet.terms.first[measure], self.sheet.terms.last[measure]
        collected = bool(first <= self.quarter.ordinal <= last)
        shown = collected and self.shown[span][row, self.column]
        return figure_of(self.sheet, windows, row, self.column) if shown else None

    def _comparison(self, one: Compared, position: int, row: int) -> Comparison:
        finished = self._row(one, position, row)
        return Comparison(
            comparator=one.comparator,
            current=finished.current,
            current_period=finished.current_period,
            value=finished.value,
            period=finished.period,
            change=finished.change,
            change_pct=finished.change_pct,
            rating=finished.rating,
            reason_code=finished.reason_code,
            tolerance=finished.tolerance,
            flags=(*flags_of(one, row, self.place), *self._comparator_health(one, position, row)),
            words=words_of(finished),
            write=partial(reason_of, finished),
        )

    def _unusual_before(self, one: Compared, position: int, row: int) -> list[Quarter]:
        """The quarters of a comparative period that lie outside the usual range themselves.

        An average over three years is not asked: it spreads one quarter thin.
        """
        if one.comparator is Comparator.THREE_YEAR_AVERAGE or not one.ratings[row, self.place]:
            return []
        first, last = (int(ends[row, self.place]) for ends in (one.pair.comparative_first, one.pair.comparative_last))
        found = np.flatnonzero(self.outside[position, max(first, 0) : last + 1])
        return [self._quarter(max(first, 0) + int(column)) for column in found]

    def _comparator_health(self, one: Compared, position: int, row: int) -> tuple[Flag, ...]:
        return (Flag.COMPARATOR_UNUSUAL,) if self._unusual_before(one, position, row) else ()

    def _row(self, one: Compared, position: int, row: int) -> Row:
        """The finished comparison, with all that its sentence may say."""
        sheet, place = self.sheet, self.place
        measure = one.terms.measures[position]
        pair, gated = one.pair, one.gated
        current = figure_of(sheet, pair.current, row, place, one.terms) if gated.shown[row, place] else None
        shown = gated.comparative_shown[row, place]
        value = figure_of(sheet, pair.comparative, row, place, one.terms) if shown else None
        change = current - value if current is not None and value is not None else None
        small = bool(one.small[row, place])
        first, last = (self._quarter(columns[row, place]) for columns in (pair.current_first, pair.current_last))
        earlier = self._quarter(pair.comparative_first[row, place]), self._quarter(pair.comparative_last[row, place])
        bits = int(pair.current.bits[row, place] | pair.comparative.bits[row, place])
        broken, reason = int(gated.broken[row, place]), _reason(one.reasons[row, place])
        forms, of_missing = _forms(one.comparator, measure), reason is ReasonCode.NO_VALUE
        return Row(
            measure=measure,
            comparator=one.comparator,
            rating=_rating(one.ratings[row, place]),
            reason_code=reason,
            current=current,
            current_period=_period(measure, first, last, forms[0]),
            value=value,
            period=_period(measure, *earlier, forms[1]),
            change=change,
            change_pct=_percentage(measure, change, value, small),
            tolerance=sheet.plan.tolerance_of(measure),
            missing=_missing(pair.current.missing[row, place], last),
            comparative_missing=() if pair.beside else _missing(pair.comparative.missing[row, place], earlier[1]),
            withheld=self._withheld(row, (first, last), earlier) if bits & WITHHELD else (),
            broken=sheet.plan.breaks[broken] if broken >= 0 else None,
            last_held=self._last_held(position, row, last) if of_missing and not pair.beside else None,
            within_variation=bool(one.usual[row, place]),
            small=small,
            event_worth=self._event_worth(one, position, row),
            bare=bool(bits & BARE),
            bridge=bridge_words(sheet.plan, sheet.plan.measures[position]),
        )

    def _quarter(self, column: int) -> Quarter:
        return Quarter(self.sheet.grid.first + int(column))

    def _withheld(self, row: int, *windows: tuple[Quarter, Quarter]) -> tuple[Quarter, ...]:
        """The quarters of the windows whose figure, or year to date, is withheld."""
        grid = self.sheet.grid
        found = set()
        for first, last in windows:
            for ordinal in range(max(first.ordinal, grid.first), min(last.ordinal, grid.first + grid.columns - 1) + 1):
                column = ordinal - grid.first
                if (grid.quarter.bits[row, column] | grid.ytd.bits[row, column]) & WITHHELD:
                    found.add(Quarter(ordinal))
        return tuple(sorted(found))

    def _last_held(self, position: int, row: int, last: Quarter) -> tuple[Quarter, Fraction] | None:
        """The newest quarter's figure up to the end of the window."""
        terms, single = self.sheet.terms, self.sheet.spans[Span.QUARTER]
        until = min(last.ordinal, int(terms.last[position])) - self.sheet.grid.first
        since = max(int(terms.first[position]) - self.sheet.grid.first, 0)
        columns = np.flatnonzero(self.shown[Span.QUARTER][row, since : until + 1]) + since
        if not len(columns):
            return None
        return self._quarter(columns[-1]), figure_of(self.sheet, single, row, int(columns[-1]))

    def _event_worth(self, one: Compared, position: int, row: int) -> Fraction | None:
        """What one event more or fewer is worth in the measure's unit."""
        terms = one.terms
        if not terms.tested[position]:
            return None
        here, there = (int(w.denominator[row, self.place]) for w in (one.pair.current, one.pair.comparative))
        denominator = min(here, there) if terms.measures[position].kind is Kind.RATIO else there
        denominator = here if one.pair.beside else denominator
        scale = Fraction(int(terms.scale_numerator[position]), int(terms.scale_denominator[position]))
        return scale * int(self.sheet.grid.unit[row, 0]) / denominator if denominator else None

    def _unusual_notes(self, position: int, row: int) -> tuple[str, ...]:
        """One note for each earlier period that was itself unusual: it flatters or shames today's figure."""
        found = ((one, self._unusual_before(one, position, row)) for one in self.sheet.compared)
        return tuple(
            f"{COMPARATOR_WORDS[one.comparator].title}: the period compared with was itself unusual; "
            f"{listed(quarters)} {'lies' if len(quarters) == 1 else 'lie'} outside the usual range."
            for one, quarters in found
            if quarters
        )

    def _caveats(self, row: int, measure: Measure) -> tuple[str, ...]:
        """The notes of the breaks and events that touch the comparisons."""
        notes: dict[str, None] = {}
        reach = 3 if measure.kind is Kind.ROLLING else 0
        for one in self.sheet.compared:
            pair, gated = one.pair, one.gated
            for position in (int(gated.broken[row, self.place]), int(gated.bridged[row, self.place])):
                if position >= 0 and one.listed[row, self.place]:
                    notes[_note_of(self.sheet.plan.breaks[position])] = None
            for event in self.sheet.plan.events if gated.event[row, self.place] else ():
                windows = ((pair.current_first, pair.current_last), (pair.comparative_first, pair.comparative_last))
                ends = [
                    (self._quarter(f[row, self.place] - reach), self._quarter(t[row, self.place])) for f, t in windows
                ]
                if any(first <= event.last and last >= event.first for first, last in ends):
                    notes[f"{_span(event.first, event.last)}: {event.note}"] = None
        return tuple(notes)


def figure_of(sheet: Sheet, windows: Windows, row: int, column: int, terms: Terms | None = None) -> Fraction:
    """The exact figure of a window, in the measure's unit (of other `terms`, where a comparison has its own)."""
    terms, measure = terms or sheet.terms, row // len(sheet.grid.areas)
    return Fraction(
        int(terms.scale_numerator[measure]) * int(windows.numerator[row, column]),
        int(terms.scale_denominator[measure]) * int(windows.denominator[row, column]),
    )


def _rows_of(sheet: Sheet, area: str) -> npt.NDArray[np.int64]:
    """The grid's row of each measure in one area (the first area where there are no figures at all)."""
    offset = sheet.grid.areas.index(area) if area in sheet.grid.areas else 0
    return np.arange(len(sheet.terms.ids)) * len(sheet.grid.areas) + offset


def _trend(figures: npt.NDArray[np.float64]) -> tuple[float | None, ...]:
    padding: list[float | None] = [None] * (TREND_QUARTERS - len(figures))
    return (*padding, *(None if np.isnan(figure) else float(figure) for figure in figures))


def _rating(code: int) -> Rating | None:
    return RATINGS[code - 1] if code else None


def _reason(code: int) -> ReasonCode | None:
    return REASONS[code - 1] if 0 < code <= len(REASONS) else None


def _missing(mask: int, last: Quarter) -> tuple[Quarter, ...]:
    """The quarters that a bit mask names, in order: bit k is the quarter k before the last."""
    return tuple(last.shift(-k) for k in range(11, -1, -1) if int(mask) >> k & 1)


def _period(measure: Measure, first: Quarter, last: Quarter, form: str = "span") -> Period:
    """The period as it is said; `form` is that of figures which are combined from quarters."""
    if measure.kind is Kind.ROLLING:
        return Period(last.shift(-3), last, "twelve_months")
    if measure.kind is Kind.STOCK:
        return Period(first, last, "at_end")
    return Period(first, last, form if measure.kind.is_combined else "span")


def _forms(comparator: Comparator, measure: Measure) -> tuple[str, str]:
    """How the current and the comparative period of a comparator are said."""
    over_twelve_months = comparator in (Comparator.ROLLING_12_MONTHS, Comparator.SIMILAR_FORCES) or (
        comparator is Comparator.BASELINE and measure.baseline_rule is BaselineRule.ROLLING12
    )
    if over_twelve_months:
        return "twelve_months", "twelve_months"
    return "span", "average" if comparator is Comparator.THREE_YEAR_AVERAGE else "span"


def _percentage(measure: Measure, change: Fraction | None, value: Fraction | None, small: bool) -> Fraction | None:
    if change is None or not value or small or measure.in_percent:
        return None
    return 100 * change / abs(value)


def _words(comparisons: tuple[Comparison, ...], reason: ReasonCode | None) -> str:
    """The short words of the reason that goes first."""
    return next((one.words for one in comparisons if one.reason_code is reason), "Not compared")


def _only_one(comparisons: tuple[Comparison, ...]) -> bool:
    return len(comparisons) > 1 and sum(one.rating is not None for one in comparisons) == 1


def _same(comparisons: tuple[Comparison, ...]) -> bool:
    rated = [one.period for one in comparisons if one.rating is not None]
    return len(rated) > len(set(rated))


def _span(first: Quarter, last: Quarter) -> str:
    return first.label if first == last else f"{first.label} to {last.label}"


def _note_of(change: Break) -> str:
    return f"{day_in_words(change.date)}: {change.note}"
