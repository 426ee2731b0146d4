"""The quarters and years to date of each measure, area and financial year side by side: the file over what is held."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from measures.ingest.figures_of_file import FileFigures, Mask, Whole
from measures.model.frames import FIGURES, UNITS
from measures.model.measure import Measure
from measures.model.quarter import Quarter

SPANS = ("quarter", "ytd")
#: Sums of five figures of this size stay within 64 bits.
_SAFE = 2.0**59


@dataclass(frozen=True, slots=True)
class Years:
    """One row per measure, area and year that has a year to date; four columns, Q1 to Q4.

    `figures[span, part]` are whole units of 10^-`decimals` where `known[span, part]`; `positions[span]` are
    the rows of the file, -1 for what is held already.
    """

    measure_codes: Whole
    starts: Whole
    decimals: int
    figures: dict[tuple[str, str], npt.NDArray[Any]]
    known: dict[tuple[str, str], Mask]
    positions: dict[str, Whole]

    def start(self, year: int) -> Quarter:
        """The first quarter of a row's financial year."""
        return Quarter(int(self.starts[year]))


@dataclass(frozen=True, slots=True)
class NumberedRows:
    """Rows of the file or of what is held, in the numbering of both."""

    measure: Whole
    area: Whole
    quarter: Whole
    is_ytd: Mask
    units: dict[str, npt.NDArray[np.float64]]
    decimals: Whole
    position: Whole

    def only(self, where: Mask | Whole) -> "NumberedRows":
        """Some of the rows, by a mask or by their positions."""
        units = {part: figures[where] for part, figures in self.units.items()}
        return NumberedRows(
            self.measure[where],
            self.area[where],
            self.quarter[where],
            self.is_ytd[where],
            units,
            self.decimals[where],
            self.position[where],
        )


def years_to_date(file: FileFigures) -> Years | None:
    """Every year that the file touches and that has a year to date; None where there is none."""
    if not file.is_ytd.any() and not (file.current["basis"] == "ytd").any():
        return None
    areas: dict[str, int] = {}
    new = numbered_rows(file.frame, file.measures, areas, np.arange(len(file.rows)))
    held = numbered_rows(file.current, file.measures, areas, np.full(len(file.current), -1))
    held = held.only(held.measure >= 0)
    for part in FIGURES:  # What a faulty row holds is not known; it still hides what was held.
        new.units[part][~file.is_sound] = np.nan
    new_key, held_key = (_year_key(rows, len(areas)) for rows in (new, held))
    with_ytd = np.intersect1d(np.concatenate([new_key[new.is_ytd], held_key[held.is_ytd]]), new_key)
    if not len(with_ytd):
        return None
    is_new, is_held = np.isin(new_key, with_ytd), np.isin(held_key, with_ytd)
    return _side_by_side(
        with_ytd, [(held.only(is_held), held_key[is_held]), (new.only(is_new), new_key[is_new])], len(areas)
    )


def numbered_rows(frame: pd.DataFrame, measures: list[Measure], areas: dict[str, int], position: Whole) -> NumberedRows:
    """A values frame in the numbering of the file's measures (-1: none of them) and of the areas met so far."""
    number = {measure.id: place for place, measure in enumerate(measures)}
    measure, area, basis = (frame[name].cat for name in ("measure_id", "area", "basis"))
    return NumberedRows(
        _recoded(measure.codes.to_numpy(), [number.get(name, -1) for name in measure.categories]),
        _recoded(area.codes.to_numpy(), [areas.setdefault(name, len(areas)) for name in area.categories]),
        frame["quarter"].to_numpy(np.int64),
        _recoded(basis.codes.to_numpy(), [int(name == "ytd") for name in basis.categories]) == 1,
        {part: frame[name].to_numpy(np.float64).copy() for part, name in zip(FIGURES, UNITS, strict=True)},
        frame["decimals"].to_numpy(np.int64),
        position,
    )


def _recoded(codes: npt.NDArray[np.generic], numbers: list[int]) -> Whole:
    return np.array(numbers, np.int64)[codes] if len(codes) else np.zeros(0, np.int64)


def _year_key(rows: NumberedRows, areas: int) -> Whole:
    return ((rows.measure * max(areas, 1) + rows.area) << 16) | (rows.quarter // 4)


def _side_by_side(keys: Whole, layers: list[tuple[NumberedRows, Whole]], areas: int) -> Years:
    decimals = max(int(rows.decimals.max(initial=0)) for rows, _ in layers)
    largest = max(
        float(np.nanmax(np.abs(units) * 10.0 ** (decimals - rows.decimals), initial=0))
        for rows, _ in layers
        for units in rows.units.values()
    )
    # Figures of fifteen digits at different decimals need Python's own integers; all others fit 64 bits.
    dtype = np.int64 if largest < _SAFE else object
    shape = (len(keys), 4)
    figures = {(span, part): np.zeros(shape, dtype) for span in SPANS for part in FIGURES}
    known = {(span, part): np.zeros(shape, np.bool_) for span in SPANS for part in FIGURES}
    positions = {span: np.full(shape, -1, np.int64) for span in SPANS}
    for rows, key in layers:
        raised = np.array([10**n for n in range(decimals + 1)], dtype)[decimals - rows.decimals]
        for number, span in enumerate(SPANS):
            here = np.flatnonzero(rows.is_ytd == bool(number))
            at = (np.searchsorted(keys, key[here]), rows.quarter[here] % 4)
            positions[span][at] = rows.position[here]
            for part in FIGURES:
                units = rows.units[part][here]
                is_known = ~np.isnan(units)
                whole = np.where(is_known, units, 0.0).astype(np.int64).astype(dtype)
                figures[span, part][at] = whole * raised[here]
                known[span, part][at] = is_known
    measure = (keys >> 16) // max(areas, 1)
    return Years(measure, (keys & 0xFFFF) * 4, decimals, figures, known, positions)
