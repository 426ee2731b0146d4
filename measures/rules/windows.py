"""Which quarters a figure stands for, and its exact value over them (SPEC section 4).

Three spans, each evaluated at every quarter at once: the quarter alone, the year to date, the last four quarters.
A stock, rolling or as-is figure is never combined: all three spans are the quarter's own figure.
"""

from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from measures.rules.grid import NOT_APPLICABLE, WITHHELD, Bools, Figures, Grid, Ints
from measures.rules.terms import Terms

Parts: TypeAlias = tuple[npt.NDArray[Any], ...]  # as in Windows.arrays

#: Beside the status letters in `bits`: a bare figure is used; a bare figure would have to be combined; one of the
#: years of an average is below zero.
BARE, BARE_COMBINED, NEGATIVE_YEAR = 128, 256, 512


class Span(StrEnum):
    """How many quarters a window takes in, ending with its last one."""

    QUARTER = "quarter"
    YEAR_TO_DATE = "year_to_date"
    FOUR_QUARTERS = "four_quarters"


@dataclass(frozen=True, slots=True)
class Windows:
    """One span evaluated at each (series, quarter).

    The value is scale × `numerator` ÷ `denominator` where `missing` is 0 and no bit forbids it. Bit k of `missing`
    says that the quarter k before the window's last has no figure; bit k of `covered` that a longer year-to-date
    figure holds it. `bits` gathers the status letters of every figure in the window.
    """

    numerator: Ints
    denominator: Ints
    missing: npt.NDArray[np.int16]
    covered: npt.NDArray[np.int16]
    bits: npt.NDArray[np.int16]

    def at(self, columns: npt.NDArray[np.int64]) -> "Windows":
        """The windows that end in other columns (quarters,). Outside the grid: nothing held, all four missing."""
        width = self.missing.shape[1]
        if len(columns) == width and (columns == np.arange(width)).all():
            return self
        inside = (columns >= 0) & (columns < width)
        return Windows(
            *(
                _taken(array, columns, inside, filling)
                for array, filling in zip(self.arrays(), (0, 0, 15, 0, 0), strict=True)
            )
        )

    def merged(self, mask: Bools, other: "Windows") -> "Windows":
        """These windows where `mask` (series, 1) holds, else the others."""
        return Windows(*(np.where(mask, mine, its) for mine, its in zip(self.arrays(), other.arrays(), strict=True)))

    def arrays(self) -> tuple[npt.NDArray[Any], ...]:
        """The five arrays, in order."""
        return tuple(getattr(self, f.name) for f in fields(self))


def _taken(array: npt.NDArray[Any], columns: npt.NDArray[np.int64], inside: Bools, filling: int) -> npt.NDArray[Any]:
    taken = np.full((array.shape[0], len(columns)), filling, dtype=array.dtype)
    where = np.flatnonzero(inside)
    if len(where) and (np.diff(columns[where]) == 1).all():  # a plain shift: slices are copied at once
        taken[:, where[0] : where[-1] + 1] = array[:, columns[where[0]] : columns[where[-1]] + 1]
    else:
        taken[:, where] = array[:, columns[where]]
    return taken


class Spans:
    """The windows of a grid, each span evaluated when it is first asked for."""

    def __init__(self, grid: Grid, terms: Terms) -> None:
        self._grid = grid
        self._combined = np.repeat(terms.combined, len(grid.areas))[:, None]
        self._sums_denominator = np.repeat(terms.sums_denominator, len(grid.areas))[:, None]
        self._quarter, self._ytd = _resolve(grid, self._sums_denominator)
        self._evaluated: dict[Span, Windows] = {}

    def __getitem__(self, span: Span) -> Windows:
        if span not in self._evaluated:
            self._evaluated[span] = self._evaluate(span)
        return self._evaluated[span]

    def _evaluate(self, span: Span) -> Windows:
        match span:
            case Span.QUARTER:
                windows = self._quarter
            case Span.YEAR_TO_DATE:
                windows = self._ytd
            case Span.FOUR_QUARTERS:
                windows = _four_quarters(self._quarter, self._ytd, self._sums_denominator)
        if self._combined.all():
            return windows
        own = self._grid.quarter
        gap = (~own.held).astype(np.int16)
        alone = Windows(own.numerator, own.denominator, gap, np.zeros_like(gap), own.bits)
        return windows.merged(self._combined, alone)


def _resolve(grid: Grid, sums_denominator: Bools) -> tuple[Windows, Windows]:
    """The quarters and years to date of combined kinds: what was supplied, and what follows from it."""
    covered = _covered(grid)
    quarters: list[Parts] = []
    years: list[Parts] = []
    before: _YearToDate | None = None
    for n in range(4):
        own, supplied = _of_year(grid, grid.quarter, n), _of_year(grid, grid.ytd, n)
        quarter = _quarter(own, supplied, before, sums_denominator)
        before = _year_to_date(quarter, supplied, before, sums_denominator)
        cover = covered[:, :, n].astype(np.int16)
        quarters.append((quarter.numerator, quarter.denominator, (~quarter.held).astype(np.int16), cover, quarter.bits))
        mask = cover if n == 0 else years[-1][3] << 1 | cover
        years.append((before.numerator, before.denominator, before.missing, mask, before.bits))
    return _side_by_side(quarters), _side_by_side(years)


def _of_year(grid: Grid, figures: Figures, n: int) -> Figures:
    return Figures(*(grid.years(getattr(figures, f.name))[:, :, n] for f in fields(figures)))


def _covered(grid: Grid) -> Bools:
    """Whether a year-to-date figure of this or a later quarter of the same year takes the quarter in."""
    held = grid.years(grid.ytd.held)
    return np.logical_or.accumulate(held[:, :, ::-1], axis=2)[:, :, ::-1]


@dataclass(frozen=True, slots=True)
class _YearToDate:
    """The year to date as it is built up quarter by quarter: arrays (series, years)."""

    numerator: Ints
    denominator: Ints
    missing: npt.NDArray[np.int16]
    bits: npt.NDArray[np.int16]


def _quarter(own: Figures, supplied: Figures, before: _YearToDate | None, sums_denominator: Bools) -> Figures:
    """A quarter as supplied; else this year to date less the one before, unless the quarter itself is withheld."""
    open_ = supplied.held & ~own.held & ((own.bits | supplied.bits) & WITHHELD == 0)
    numerator, denominator = supplied.numerator, supplied.denominator
    if before is not None:
        open_ &= ~supplied.bare & (before.missing == 0) & (before.bits & BARE == 0)
        numerator = numerator - before.numerator
        denominator = np.where(sums_denominator, denominator - before.denominator, denominator)
    bare = own.bare | open_ & supplied.bare
    # A year to date that is withheld withholds its last quarter too, or the sum of the quarters would give it away.
    letters = own.bits | np.where(own.held, supplied.bits & WITHHELD, supplied.bits)
    bits = letters | np.where(bare, BARE, 0)
    return Figures(
        np.where(open_, numerator, own.numerator),
        np.where(open_, denominator, own.denominator),
        own.held | open_,
        bare,
        bits.astype(np.int16),
    )


def _year_to_date(
    quarter: Figures, supplied: Figures, before: _YearToDate | None, sums_denominator: Bools
) -> _YearToDate:
    """The year to date as supplied; else the one before and this quarter together."""
    if before is None:
        return _first_quarter(quarter, supplied)
    gap = (~quarter.held).astype(np.int16)
    bits = quarter.bits | before.bits | np.where(supplied.held & supplied.bare, BARE, 0)
    bits |= np.where(bits & BARE > 0, BARE_COMBINED, 0)
    whole = supplied.held & ~supplied.bare
    denominator = np.where(sums_denominator, quarter.denominator + before.denominator, quarter.denominator)
    kept = supplied.bits | bits & (WITHHELD | NOT_APPLICABLE)
    return _YearToDate(
        np.where(whole, supplied.numerator, quarter.numerator + before.numerator),
        np.where(whole, supplied.denominator, denominator),
        np.where(supplied.held, 0, before.missing << 1 | gap).astype(np.int16),
        np.where(whole, kept, bits | supplied.bits & WITHHELD).astype(np.int16),
    )


def _first_quarter(quarter: Figures, supplied: Figures) -> _YearToDate:
    """The year to date at Q1: the quarter; a figure beside a withheld quarter stays hidden but can be taken off."""
    hidden = supplied.held & ~quarter.held
    return _YearToDate(
        np.where(hidden, supplied.numerator, quarter.numerator),
        np.where(hidden, supplied.denominator, quarter.denominator),
        (~quarter.held & ~hidden).astype(np.int16),
        (quarter.bits | np.where(hidden & supplied.bare, BARE, 0)).astype(np.int16),
    )


def _four_quarters(quarter: Windows, ytd: Windows, sums_denominator: Bools) -> Windows:
    """The last four quarters added up; else this year to date, and last year's whole less its same year to date."""
    columns = np.arange(ytd.missing.shape[1])
    missing = _gathered(quarter.missing, beyond=1)
    bits = _joined(quarter.bits)
    direct = missing == 0
    known = direct & (bits & BARE == 0)
    numerator = _added(quarter.numerator)
    denominator = np.where(sums_denominator, _added(quarter.denominator), quarter.denominator)
    full = ytd.at(columns - columns % 4 - 1)
    same = ytd.at(np.where(columns % 4 == 3, -1, columns - 4))
    at_year_end = np.broadcast_to(columns % 4 == 3, missing.shape)
    parts_bits = ytd.bits | np.where(at_year_end, 0, full.bits | same.bits)
    parts_bits &= ~(WITHHELD | NOT_APPLICABLE)  # of these, what stands in the four quarters themselves decides
    parts_known = (ytd.missing == 0) & (at_year_end | (full.missing | same.missing == 0))
    # A bare year to date at Q4 is the whole 12 months, though not to be rated; any other cannot be taken apart.
    other = ~known & parts_known & (at_year_end | (parts_bits & BARE == 0))
    rest_numerator = np.where(at_year_end, 0, full.numerator - same.numerator)
    rest_denominator = np.where(at_year_end | ~sums_denominator, 0, full.denominator - same.denominator)
    bare = (bits & BARE > 0) | (at_year_end & ~known & (ytd.bits & BARE_COMBINED > 0))
    return Windows(
        np.where(other, ytd.numerator + rest_numerator, numerator),
        np.where(other, ytd.denominator + rest_denominator, denominator),
        np.where(other, 0, missing).astype(np.int16),
        _gathered(quarter.covered, beyond=0),
        np.where(other, parts_bits | bits & (WITHHELD | NOT_APPLICABLE),
                 np.where(bare, bits | BARE_COMBINED, bits)).astype(np.int16),
    )  # fmt: skip


def _shifted(array: npt.NDArray[Any], k: int, filling: int) -> npt.NDArray[Any]:
    """The array moved k columns to the right: each cell sees the quarter k before it."""
    moved = np.full_like(array, filling)
    moved[:, k:] = array[:, : array.shape[1] - k]
    return moved


def _gathered(flags: npt.NDArray[Any], beyond: int) -> npt.NDArray[np.int16]:
    """One bit a quarter, bit k for the quarter k before; `beyond` where the grid has not begun."""
    masks = [_shifted(flags, k, beyond) << k for k in range(4)]
    return (masks[0] | masks[1] | masks[2] | masks[3]).astype(np.int16)


def _joined(bits: npt.NDArray[Any]) -> npt.NDArray[np.int16]:
    return bits | _shifted(bits, 1, 0) | _shifted(bits, 2, 0) | _shifted(bits, 3, 0)


def _added(figures: Ints) -> Ints:
    return figures + _shifted(figures, 1, 0) + _shifted(figures, 2, 0) + _shifted(figures, 3, 0)


def _side_by_side(quarters: list[Parts]) -> Windows:
    """Four quarters of (series, years) arrays as (series, quarters)."""
    return Windows(*(np.stack(parts, axis=2).reshape(len(parts[0]), -1) for parts in zip(*quarters, strict=True)))
