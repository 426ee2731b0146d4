"""One measure's whole series, ready to be drawn: each quarter, its year to date, 12 months and comparative figures."""

from collections.abc import Sequence
from fractions import Fraction

import numpy as np
import numpy.typing as npt
import pandas as pd

from measures.model.measure import Comparator, Plan
from measures.model.quarter import Quarter
from measures.model.status import MeasureSeries, SeriesPoint
from measures.rules.explain import figure_of
from measures.rules.gates import visible
from measures.rules.grid import LETTER_BITS, Bools
from measures.rules.steps import Compared, Sheet, sheet_of
from measures.rules.sums import of_parts, own_figures
from measures.rules.windows import Span, Windows

_STATES = (("withheld", "c"), ("not_applicable", "z"), ("not_available", "x"))


def series_of(values: pd.DataFrame, plan: Plan, measure_id: str) -> MeasureSeries:
    """Every quarter from the measure's first figure to its last, gaps included; no point if it has no figure.

    `values` is a values frame of this force (area ""), for a sum with the figures of its parts. Breaks and events are
    the plan's.
    """
    alone = plan.only(measure_id)
    own, breaks = own_figures(values, plan, measure_id), alone.breaks
    if own.empty:
        return MeasureSeries((), breaks, plan.events)
    ordinals = own["quarter"]
    quarters = tuple(Quarter(ordinal) for ordinal in range(int(ordinals.min()), int(ordinals.max()) + 1))
    sheet = sheet_of(
        of_parts(values, plan, measure_id), alone, quarters, always=(Comparator.LAST_YEAR, Comparator.BASELINE)
    )
    return MeasureSeries(_points(sheet), breaks, plan.events)


def quarter_figures(
    values: pd.DataFrame, plan: Plan, quarters: Sequence[Quarter]
) -> dict[tuple[str, Quarter], Fraction]:
    """The exact figure of each quarter alone, by measure id and quarter; no entry where there is none to show.

    `values` is a values frame of this force (area ""). A year to date counts where the quarter follows from it.
    """
    sheet = sheet_of(values, plan, tuple(sorted(quarters)))
    windows = sheet.spans[Span.QUARTER]
    shown = visible(windows)
    places = [(quarter, quarter.ordinal - sheet.grid.first) for quarter in sheet.quarters]
    return {
        (measure_id, quarter): figure_of(sheet, windows, row, column)
        for row, measure_id in enumerate(sheet.terms.ids)
        for quarter, column in places
        if shown[row, column] and sheet.terms.first[row] <= quarter.ordinal <= sheet.terms.last[row]
    }


def _points(sheet: Sheet) -> tuple[SeriesPoint, ...]:
    columns = np.array([quarter.ordinal - sheet.grid.first for quarter in sheet.quarters])
    by_name = {one.comparator: one for one in sheet.compared}
    measure = sheet.plan.measures[0]
    quarter = sheet.spans[Span.QUARTER].at(columns)
    collected = _collected(sheet)
    twelve = sheet.spans[Span.FOUR_QUARTERS].at(columns)
    drawn = [
        _figures(sheet, quarter, visible(quarter)[0] & collected),
        *_year_to_date(sheet, by_name[Comparator.LAST_YEAR]),
        _figures(sheet, twelve, visible(twelve)[0] & collected & measure.kind.is_combined),
        _comparative(sheet, by_name[Comparator.BASELINE]),
    ]
    states = [_state(int(bits), bool(there)) for bits, there in zip(quarter.bits[0], collected, strict=True)]
    letters = [_letter(int(bits)) for bits in quarter.bits[0]]
    return tuple(
        SeriesPoint(q, value, ytd, twelve_months, last_year, baseline, "" if value is not None else state, letter)
        for q, value, ytd, last_year, twelve_months, baseline, state, letter in zip(
            sheet.quarters, *drawn, states, letters, strict=True
        )
    )


def _year_to_date(sheet: Sheet, one: Compared) -> tuple[list[float | None], list[float | None]]:
    return _figures(sheet, one.pair.current, one.gated.shown[0]), _comparative(sheet, one)


def _comparative(sheet: Sheet, one: Compared) -> list[float | None]:
    """The comparative figures that are earlier than their quarter and may be set beside it."""
    fit = one.gated.comparative_shown & ~one.pair.ahead & ~one.pair.bridged & (one.gated.broken < 0)
    return _figures(sheet, one.pair.comparative, fit[0])


def _figures(sheet: Sheet, windows: Windows, shown: Bools) -> list[float | None]:
    scale = float(sheet.terms.scale_numerator[0] / sheet.terms.scale_denominator[0])
    tops, bottoms = windows.numerator[0], windows.denominator[0]
    return [
        scale * float(top) / float(bottom) if there else None
        for top, bottom, there in zip(tops, bottoms, shown, strict=True)
    ]


def _collected(sheet: Sheet) -> npt.NDArray[np.bool_]:
    ordinals = np.array([quarter.ordinal for quarter in sheet.quarters])
    return (ordinals >= sheet.terms.first[0]) & (ordinals <= sheet.terms.last[0])


def _state(bits: int, collected: bool) -> str:
    if not collected:
        return "not_collected"
    return next((state for state, letter in _STATES if bits & LETTER_BITS[letter]), "missing")


def _letter(bits: int) -> str:
    return next((letter for letter, bit in LETTER_BITS.items() if bits & bit), "")
