"""Tolerance to colour: exact at every boundary, for every kind and every unit of tolerance (SPEC section 5).

A figure is s × P ÷ Q with whole P, Q and one scale s for the series, so every question here is whether one product
of whole numbers is at most another: no division, no rounding. Products that could pass 64 bits are done in Python's
unbounded integers, row by row, and only those rows.
"""

from collections.abc import Callable
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
BEYOND = 10**300  # no double holds much more


@dataclass(frozen=True, slots=True)
class Banded:
    """The verdict on each comparison: `codes` 1 green, 2 amber, 3 red, 0 where a gate has closed it.

    `small` says where one event is worth more than the tolerance; it means something only where both figures exist.
    """

    codes: npt.NDArray[np.int8]
    small: Bools


@dataclass(frozen=True, slots=True)
class _Sums:
    """What the questions are asked of: arrays that broadcast to (series, quarters), or flat ones of single rows."""

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

    def only(self, mask: Bools) -> "_Sums":
        """The comparisons under a mask as flat arrays of unbounded integers."""
        arrays = (np.broadcast_to(getattr(self, field.name), mask.shape)[mask] for field in fields(self))
        return _Sums(*(array if array.dtype == bool else array.astype(object) for array in arrays))


def band(setting: Setting, pair: Pair, open_: Bools) -> Banded:
    """Decide every comparison that no gate has closed."""
    sums = _sums(setting, pair)
    size = _largest_product(sums)
    if size.max(initial=0) < _SAFE:
        codes, small = _decide(sums)
    else:
        size = np.broadcast_to(size, open_.shape)
        codes, small = _decide(sums)
        beyond = np.broadcast_to(
            size >= _SAFE, open_.shape
        )  # these wrapped around in 64 bits: decided again without bounds
        if beyond.any():
            codes[beyond], small[beyond] = _decide(sums.only(beyond))
    return Banded(np.where(open_, codes, 0).astype(np.int8), small)


def _sums(setting: Setting, pair: Pair) -> _Sums:
    terms, per = setting.terms, setting.per_series
    q1, q2 = pair.current.denominator, pair.comparative.denominator
    bits = pair.current.bits | pair.comparative.bits
    tested = per(terms.tested)
    return _Sums(
        p1=pair.current.numerator,
        q1=q1,
        p2=pair.comparative.numerator,
        q2=q2,
        event=setting.grid.unit,
        smaller=q1 if pair.beside else _worth(setting, q1, q2),
        scale_numerator=per(terms.scale_numerator),
        scale_denominator=per(terms.scale_denominator),
        sign=per(terms.sign),
        relative=per(terms.relative),
        tolerance=per(terms.tolerance),
        tolerance_unit=per(terms.tolerance_unit),
        tested=tested & (bits & BARE == 0) if bits.any() else tested,
        limit=per(terms.limit),
    )


def _worth(setting: Setting, q1: Ints, q2: Ints) -> Ints:
    """What one event is divided by: a rate's comparative denominator, the smaller of a ratio's, else one whole unit.

    An average of three years is over three units, but an event in the current figure is worth one all the same.
    """
    terms, unit = setting.terms, setting.grid.unit
    if not terms.has_parts.any():
        return unit
    ratios = setting.per_series(terms.is_kind(Kind.RATIO))
    return np.where(setting.per_series(terms.has_parts), np.where(ratios, np.minimum(q1, q2), q2), unit)


def _largest_product(sums: _Sums) -> npt.NDArray[np.float64]:
    """A bound on every product that `_decide` forms, as doubles, one for each series: (series, 1)."""
    p = np.maximum(_largest(sums.p1), _largest(sums.p2))
    q = np.maximum(_largest(sums.q1), _largest(sums.q2))
    factor = np.maximum(sums.tolerance, 200 * sums.tolerance_unit).astype(float)
    scale = np.maximum(sums.scale_numerator, sums.scale_denominator).astype(float)
    limit = np.maximum(sums.limit, 1).astype(float)
    with np.errstate(over="ignore"):
        return factor * scale * np.maximum(np.maximum(p, sums.event.astype(float)), q) * np.maximum(q, 1) * limit


def _largest(figures: Ints) -> npt.NDArray[np.float64]:
    largest = np.maximum(figures.max(axis=1, initial=0), -figures.min(axis=1, initial=0))
    if largest.dtype == object:  # an average of 43 rates is a fraction of more digits than a double can hold
        largest = np.array([one if one < BEYOND else np.inf for one in largest], dtype=object)
    return largest.astype(float)[:, None]


def _decide(sums: _Sums) -> tuple[npt.NDArray[np.int8], Bools]:
    worse = (sums.p2 * sums.q1 - sums.p1 * sums.q2) * sums.sign
    within = _by_unit(
        sums.relative,
        lambda: worse * (100 * sums.tolerance_unit) <= sums.tolerance * np.abs(sums.p2) * sums.q1,
        lambda: (
            sums.scale_numerator * worse * sums.tolerance_unit
            <= sums.tolerance * sums.scale_denominator * sums.q1 * sums.q2
        ),
    )
    small = _too_small(sums)
    by_count = small & (sums.limit >= 0)
    if by_count.any():
        under_limit = sums.scale_numerator * worse <= sums.limit * sums.scale_denominator * sums.q1 * sums.q2
        within = np.where(by_count, under_limit.astype(bool), within)
    return np.where(worse <= 0, GREEN, np.where(within, AMBER, RED)).astype(np.int8), small


def _too_small(sums: _Sums) -> Bools:
    """One event is worth more than the tolerance; a comparator of 0 always is, under a relative tolerance."""
    outweighs = _by_unit(
        sums.relative,
        lambda: sums.event * sums.q2 * (100 * sums.tolerance_unit) > sums.tolerance * np.abs(sums.p2) * sums.smaller,
        lambda: (
            sums.scale_numerator * sums.event * sums.tolerance_unit
            > sums.tolerance * sums.scale_denominator * sums.smaller
        ),
    )
    return (outweighs & sums.tested | (sums.relative & (sums.p2 == 0))) & (sums.tolerance > 0)


def _by_unit(relative: Bools, in_per_cent: Callable[[], Bools], in_units: Callable[[], Bools]) -> Bools:
    """The one answer where a tolerance is relative, the other where it is in units; only what is needed is asked."""
    if relative.all():
        return in_per_cent().astype(bool)
    if not relative.any():
        return in_units().astype(bool)
    return np.where(relative, in_per_cent(), in_units()).astype(bool)
