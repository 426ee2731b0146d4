"""Finding rows of one table in another by keys that are whole numbers."""

import numpy as np
import numpy.typing as npt

Whole = npt.NDArray[np.int64]

#: Where keys lie closer together than this many places a row, each has a place of its own.
_ROOM = 8


def positions(table: Whole, wanted: Whole) -> Whole:
    """For each wanted key its position in `table`, which holds each key once; -1 where it is not there.

    >>> positions(np.array([30, 10, 20]), np.array([10, 11, 30])).tolist()
    [1, -1, 0]
    """
    if not len(table) or not len(wanted):
        return np.full(len(wanted), -1, dtype=np.int64)
    first, span = int(table.min()), int(table.max() - table.min()) + 1
    is_within = (wanted >= first) & (wanted < first + span)
    if span <= _ROOM * (len(table) + len(wanted)):
        place = np.full(span, -1, dtype=np.int64)
        place[table - first] = np.arange(len(table))
        return np.where(is_within, place[np.where(is_within, wanted - first, 0)], -1)
    order = np.argsort(table, kind="stable")
    position = order[np.searchsorted(table, wanted, sorter=order).clip(max=len(table) - 1)]
    return np.where(is_within & (table[position] == wanted), position, -1)
