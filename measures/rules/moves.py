"""Which verdicts differ between two ratings of one plan: other figures, or other rules."""

import numpy as np
import numpy.typing as npt

from measures.model.measure import Comparator
from measures.model.quarter import Quarter
from measures.model.rating import Rating, RatingMove, ReasonCode
from measures.rules.bands import RATINGS
from measures.rules.gates import REASONS
from measures.rules.steps import Ratings, Sheet

COMPARATORS = (None, *Comparator)  # None: the headline
_QUARTERS = 2**16  # more than any ordinal


def moves(plan_id: str, before: Ratings, after: Ratings) -> list[RatingMove]:
    """The comparisons and headlines of this force whose verdict differs, the newest quarter first.

    One that exists on one side only counts as not rated, without a reason, on the other.
    """
    measures = sorted({name for ratings in (before, after) for sheet in ratings.sheets for name in sheet.terms.ids})
    places = {name: place for place, name in enumerate(measures)}
    sides = [_verdicts(ratings, places) for ratings in (before, after)]
    keys = np.unique(np.concatenate([side[0] for side in sides]))
    codes = [_looked_up(keys, *side) for side in sides]
    changed = codes[0] != codes[1]
    rest, ordinals = np.divmod(keys[changed], _QUARTERS)
    of_measure, comparators = np.divmod(rest, len(COMPARATORS))
    order = np.lexsort((comparators, of_measure, -ordinals))
    quarters = {ordinal: Quarter(ordinal) for ordinal in np.unique(ordinals).tolist()}
    verdicts = {code: _verdict(code) for side in codes for code in np.unique(side).tolist()}
    columns = (of_measure, ordinals, comparators, codes[0][changed], codes[1][changed])
    return [
        RatingMove(plan_id, measures[name], quarters[ordinal], COMPARATORS[place], *verdicts[old], *verdicts[new])
        for name, ordinal, place, old, new in zip(*(column[order].tolist() for column in columns), strict=True)
    ]


def _verdicts(ratings: Ratings, places: dict[str, int]) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """A key and a verdict, both whole numbers, for each comparison and headline; sorted by key."""
    keys, codes = [np.zeros(0, dtype=np.int64)], [np.zeros(0, dtype=np.int64)]
    for sheet in ratings.sheets:
        rows = rows_of_this_force(sheet)
        own = np.array([places[name] for name in sheet.terms.ids], dtype=np.int64)
        ordinals = np.array([quarter.ordinal for quarter in sheet.quarters], dtype=np.int64)
        layers = [(0, sheet.headline, sheet.reason, np.ones(sheet.headline.shape, dtype=bool))]
        layers += [(COMPARATORS.index(one.comparator), one.ratings, one.reasons, one.listed) for one in sheet.compared]
        for comparator, rated, reasons, listed in layers:
            kept = listed[rows]
            place = (own[:, None] * len(COMPARATORS) + comparator) * _QUARTERS + ordinals[None, :]
            keys.append(place[kept])
            codes.append((1 + rated[rows].astype(np.int64) * 64 + reasons[rows])[kept])
    joined = np.concatenate(keys)
    order = np.argsort(joined)
    return joined[order], np.concatenate(codes)[order]


def rows_of_this_force(sheet: Sheet) -> npt.NDArray[np.int64]:
    """The grid's rows of this force; none where there are only figures of others."""
    areas = sheet.grid.areas
    if "" not in areas:
        return np.arange(0) if any(areas) else np.arange(len(sheet.terms.ids))
    return np.arange(len(sheet.terms.ids)) * len(areas) + areas.index("")


def _looked_up(
    wanted: npt.NDArray[np.int64], keys: npt.NDArray[np.int64], codes: npt.NDArray[np.int64]
) -> npt.NDArray[np.int64]:
    """The verdict under each key, 0 where there is none."""
    if not len(keys):
        return np.zeros(len(wanted), dtype=np.int64)
    at = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    return np.where(keys[at] == wanted, codes[at], 0)


def _verdict(code: int) -> tuple[Rating | None, ReasonCode | None]:
    rating, reason = divmod(max(code - 1, 0), 64)
    return RATINGS[rating - 1] if rating else None, REASONS[reason - 1] if 0 < reason <= len(REASONS) else None
