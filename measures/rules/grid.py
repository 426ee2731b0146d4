"""The values frame as dense arrays: a row per series (measure and area), a column per quarter, whole years.

Everything that decides a colour is done on these arrays with whole numbers, so that a boundary is exact and a
plan of 200 measures for 43 forces is rated in one pass. A figure is `scale × numerator ÷ denominator`; a plain
count is its units over 10^decimals with a scale of 1, so that one rule serves every kind.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd

from measures.rules.terms import Terms

Ints: TypeAlias = npt.NDArray[Any]  # int64, or Python integers (dtype object) where 64 bits could overflow
Bools: TypeAlias = npt.NDArray[np.bool_]

#: One bit for each status letter, in the arrays called `bits`.
LETTER_BITS = {"p": 1, "r": 2, "e": 4, "u": 8, "x": 16, "c": 32, "z": 64}
WITHHELD, NOT_APPLICABLE, NOT_AVAILABLE = 32, 64, 16

_HEADROOM = 2**58  # sixteen such figures still add up inside 64 bits


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of one basis: arrays of shape (series, quarters).

    `held` marks a figure; `bare` one that came as a percentage or mean without its parts. Where nothing is held
    the numbers are 0. `bits` holds the status letters.
    """

    numerator: Ints
    denominator: Ints
    held: Bools
    bare: Bools
    bits: npt.NDArray[np.int16]


@dataclass(frozen=True, slots=True)
class Grid:
    """Both bases of every series. Series `m * len(areas) + a` is measure m in area a; column 0 is `first`, a Q1.

    `unit` is 10^exponent of each series (shape (series, 1)): one whole event is that many units. `start` is the
    column in which each series begins (the start of the span of its first figure; a large number if it has none).
    """

    areas: tuple[str, ...]
    first: int
    columns: int
    unit: Ints
    quarter: Figures
    ytd: Figures
    start: npt.NDArray[np.int64]

    def years(self, array: npt.NDArray[Any]) -> npt.NDArray[Any]:
        """The array with its columns as (years, 4)."""
        return array.reshape(array.shape[0], -1, 4)


NEVER = 10**6


def build_grid(values: pd.DataFrame, terms: Terms, quarters: Sequence[int]) -> Grid:
    """The grid of a plan's measures over every quarter that has a figure or is asked for (ordinals)."""
    codes = terms.codes_of(values["measure_id"])
    inside = codes >= 0
    if not inside.all():
        values, codes = values[inside], codes[inside]
    area_values = values["area"].cat
    areas = tuple(area_values.categories) or ("",)
    column = values["quarter"].to_numpy()
    low = min([*quarters, *([int(column.min())] if len(column) else [])])
    high = max([*quarters, *([int(column.max())] if len(column) else [])])
    first = low - low % 4
    columns = high - high % 4 + 4 - first
    series = codes * len(areas) + area_values.codes.to_numpy()
    shape = (len(terms.ids) * len(areas), columns)
    exponent = _exponents(values, series, shape[0])
    unit = 10**exponent
    parts = _parts_of(values, terms, codes, exponent[series], unit[series])
    cells = series * columns + (column - first)
    is_ytd = _equals(values["basis"], "ytd")
    quarter, ytd = (_figures(shape, cells, parts, rows) for rows in (~is_ytd, is_ytd))
    return Grid(areas, first, columns, unit[:, None], quarter, ytd, _starts(quarter, ytd))


def _exponents(values: pd.DataFrame, series: Ints, count: int) -> npt.NDArray[np.int64]:
    """The most decimals of any figure of each series."""
    exponent = np.zeros(count, dtype=np.int64)
    decimals = values["decimals"].to_numpy()
    if decimals.any():
        np.maximum.at(exponent, series, decimals)
    return exponent


_Parts: TypeAlias = tuple[Ints, Ints, Bools, Bools, npt.NDArray[np.int16]]


def _parts_of(values: pd.DataFrame, terms: Terms, codes: Ints, exponent: Ints, unit: Ints) -> _Parts:
    """Each row as (numerator, denominator, held, bare, bits), with one exponent for the whole series.

    A bare percentage or mean is put as numerator over denominator such that scale × n ÷ d is what was supplied.
    """
    lift = exponent - values["decimals"].to_numpy()
    value, numerator = values["value_units"].to_numpy(), values["numerator_units"].to_numpy()
    whole, in_parts = ~np.isnan(value), ~np.isnan(numerator)
    if not in_parts.any() and not terms.has_parts.any():
        return _lifted(value, lift), unit, whole, in_parts, _bits(values["status"])
    bare = whole & ~in_parts & terms.has_parts[codes]
    top = _lifted(np.where(in_parts, numerator, value), lift)
    bottom = np.where(in_parts, _lifted(values["denominator_units"].to_numpy(), lift), unit)
    if bare.any():
        top = np.where(bare, _product(top, terms.scale_denominator[codes]), top)
        bottom = np.where(bare, _product(unit, terms.scale_numerator[codes]), bottom)
    return top, bottom, in_parts | whole, bare, _bits(values["status"])


def _figures(shape: tuple[int, int], cells: npt.NDArray[np.int64], parts: _Parts, rows: Bools) -> Figures:
    if rows.all():
        return Figures(*(_spread(shape, cells, part) for part in parts))
    return Figures(*(_spread(shape, cells[rows], part[rows]) for part in parts))


def _spread(shape: tuple[int, int], cells: npt.NDArray[np.int64], filling: npt.NDArray[Any]) -> npt.NDArray[Any]:
    array = np.zeros(shape[0] * shape[1], dtype=filling.dtype)
    if filling.dtype == object or filling.any():
        array[cells] = filling
    return array.reshape(shape)


def _lifted(units: npt.NDArray[np.float64], lift: Ints) -> Ints:
    """Units (whole numbers held as doubles, NaN for none) times 10^lift; Python integers where 64 bits might not do."""
    filled = np.nan_to_num(units).astype(np.int64)
    if not lift.any():
        return filled
    if np.abs(filled * 10.0**lift).max() < _HEADROOM:
        return filled * 10**lift
    return filled.astype(object) * 10 ** lift.astype(object)


def _product(figures: Ints, factor: Ints) -> Ints:
    """Whole numbers multiplied; Python integers where 64 bits might not do."""
    if np.abs(figures.astype(float) * factor).max() < _HEADROOM:
        return figures * factor
    return figures.astype(object) * factor.astype(object)


def _equals(column: pd.Series, text: str) -> Bools:
    hits = np.array([category == text for category in column.cat.categories], dtype=bool)
    return hits[column.cat.codes.to_numpy()] if len(hits) else np.zeros(len(column), dtype=bool)


def _bits(status: pd.Series) -> npt.NDArray[np.int16]:
    table = np.array([LETTER_BITS.get(letter, 0) for letter in status.cat.categories], dtype=np.int16)
    return table[status.cat.codes.to_numpy()] if len(table) else np.zeros(len(status), dtype=np.int16)


def _starts(quarter: Figures, ytd: Figures) -> npt.NDArray[np.int64]:
    by_quarter = _first_true(quarter.held | (quarter.bits & WITHHELD > 0))
    by_year = _first_true(ytd.held | (ytd.bits & WITHHELD > 0))
    return np.minimum(by_quarter, np.where(by_year < NEVER, by_year - by_year % 4, NEVER))


def _first_true(mask: Bools) -> npt.NDArray[np.int64]:
    return np.where(mask.any(axis=1), mask.argmax(axis=1), NEVER)
