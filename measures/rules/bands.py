"""Tolerance to colour: exact at every boundary, for every kind and every unit of tolerance (SPEC section 5).

A figure is s × P ÷ Q with whole P, Q and one scale s for the series, so every question here is whether one product
of whole numbers is at most another: no division, no rounding. Products that could pass 64 bits are done in Python's
unbounded integers, row by row, and only those rows.
"""

from dataclasses import dataclass, fields

import numpy as np
import numpy.typing as npt

from measures.model.measure import Kind
from measures.model.rating import Rating
from measures.rules.comparators import Pair, Setting
from measures.rules.grid import Bools, Ints
from measures.rules.windows import BARE

RATINGS = (Rating.GREEN, Rating.AMBER, Rating.RED)
GREEN, AMBER, RED = 1, 2, 3

_SAFE = 2.0**62


@dataclass(frozen=True, slots=True)
class Banded:
    """The verdict on each comparison: `codes` 1 green, 2 amber, 3 red; `small` where the numbers are too small."""

    codes: npt.NDArray[np.int8]
    small: Bools


@dataclass(frozen=True, slots=True)
class _Rows:
    """The comparisons to decide, flat: figures, scale, polarity and tolerance of each."""

    p1: Ints
    q1: Ints
    p2: Ints
    q2: Ints
    event: Ints
    smaller: Ints
    scale_numerator: Ints
    scale_denominator: Ints
    sign: Ints
    relative: Bools
    tolerance: Ints
    tolerance_unit: Ints
    tested: Bools
    limit: Ints

    def only(self, mask: Bools) -> "_Rows":
        return _Rows(*(getattr(self, field.name)[mask] for field in fields(self)))

    def unbounded(self) -> "_Rows":
        arrays = (getattr(self, field.name) for field in fields(self))
        return _Rows(*(array if array.dtype == bool else array.astype(object) for array in arrays))


def band(setting: Setting, pair: Pair, open_: Bools) -> Banded:
    """Decide every comparison that no gate has closed."""
    rows = _rows(setting, pair, open_)
    codes, small = np.zeros(open_.shape, dtype=np.int8), np.zeros(open_.shape, dtype=bool)
    size = _largest_product(rows)
    verdicts, too_small = np.zeros(len(size), dtype=np.int8), np.zeros(len(size), dtype=bool)
    safe = size < _SAFE
    if safe.all():
        verdicts, too_small = _decide(rows)
    else:
        verdicts[safe], too_small[safe] = _decide(rows.only(safe))
        verdicts[~safe], too_small[~safe] = _decide(rows.only(~safe).unbounded())
    codes[open_], small[open_] = verdicts, too_small
    return Banded(codes, small)


def _rows(setting: Setting, pair: Pair, open_: Bools) -> _Rows:
    terms = setting.terms
    series = np.nonzero(open_)[0]
    measure = series // len(setting.grid.areas)
    q1, q2 = pair.current.denominator[open_], pair.comparative.denominator[open_]
    is_ratio = terms.is_kind(Kind.RATIO)[measure]
    bare = (pair.current.bits | pair.comparative.bits)[open_] & BARE > 0
    return _Rows(
        p1=pair.current.numerator[open_],
        q1=q1,
        p2=pair.comparative.numerator[open_],
        q2=q2,
        event=setting.grid.unit[series, 0],
        smaller=np.where(is_ratio, np.minimum(q1, q2), q2),
        scale_numerator=terms.scale_numerator[measure],
        scale_denominator=terms.scale_denominator[measure],
        sign=terms.sign[measure],
        relative=terms.relative[measure],
        tolerance=terms.tolerance[measure],
        tolerance_unit=terms.tolerance_unit[measure],
        tested=terms.tested[measure] & ~bare,
        limit=terms.limit[measure],
    )


def _largest_product(rows: _Rows) -> npt.NDArray[np.float64]:
    """A bound on every product that `_decide` forms, as doubles."""
    p = np.maximum(np.abs(rows.p1.astype(float)), np.abs(rows.p2.astype(float)))
    q = np.maximum(np.abs(rows.q1.astype(float)), np.abs(rows.q2.astype(float)))
    factor = np.maximum(rows.tolerance, 200 * rows.tolerance_unit).astype(float)
    scale = np.maximum(rows.scale_numerator, rows.scale_denominator).astype(float)
    return factor * scale * np.maximum(np.maximum(p, rows.event.astype(float)), q) * q * np.maximum(rows.limit, 1)


def _decide(rows: _Rows) -> tuple[npt.NDArray[np.int8], Bools]:
    worse = (rows.p2 * rows.q1 - rows.p1 * rows.q2) * rows.sign
    within = np.where(
        rows.relative,
        worse * (100 * rows.tolerance_unit) <= rows.tolerance * np.abs(rows.p2) * rows.q1,
        rows.scale_numerator * worse * rows.tolerance_unit
        <= rows.tolerance * rows.scale_denominator * rows.q1 * rows.q2,
    )
    small = _too_small(rows)
    by_count = small & (rows.limit >= 0)
    if by_count.any():
        under_limit = rows.scale_numerator * worse <= rows.limit * rows.scale_denominator * rows.q1 * rows.q2
        within = np.where(by_count, under_limit, within)
    return np.where(worse <= 0, GREEN, np.where(within.astype(bool), AMBER, RED)).astype(np.int8), small


def _too_small(rows: _Rows) -> Bools:
    """One event is worth more than the tolerance; a comparator of 0 always is, under a relative tolerance."""
    relative_event = (
        rows.event * rows.q2 * (100 * rows.tolerance_unit) > rows.tolerance * np.abs(rows.p2) * rows.smaller
    )
    absolute_event = (
        rows.scale_numerator * rows.event * rows.tolerance_unit > rows.tolerance * rows.scale_denominator * rows.smaller
    )
    outweighs = np.where(rows.relative, relative_event, absolute_event).astype(bool) & rows.tested
    return (outweighs | (rows.relative & (rows.p2 == 0))) & (rows.tolerance > 0)
