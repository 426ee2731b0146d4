"""The figures of one upload. The ids of its revisions follow each other, so that no index has to find them."""

from bisect import bisect_left
from collections.abc import Callable

import numpy as np
import pandas as pd
from sqlalchemy import Connection, func, select

from measures.storage import figures
from measures.storage.tables import revision, series


def ids_of_upload(connection: Connection, upload_id: int) -> tuple[int, int]:
    """The first and the last id of an upload's revisions; the last is below the first where it has none.

    A writer numbers them in one run while it holds the lock, so that a later upload's are all higher: two searches by
    halves, each a few looks at the primary key, where a scan would read every figure ever stored.
    """
    last = connection.execute(select(func.max(revision.c.id))).scalar() or 0

    def upload_at(number: int) -> int:
        found = select(revision.c.upload_id).where(revision.c.id >= number).order_by(revision.c.id).limit(1)
        return int(connection.execute(found).scalar_one())

    ids = range(1, last + 1)
    first = bisect_left(ids, upload_id, key=upload_at) + 1
    return first, bisect_left(ids, upload_id + 1, key=upload_at)


def measures_of_upload(connection: Connection, upload_id: int) -> tuple[str, ...]:
    """The ids of the measures that an upload has figures of, in order."""
    numbers = _series_within(connection, *ids_of_upload(connection, upload_id))
    return tuple(sorted({measure_id for measure_id, _ in numbers}))


def read_upload(connection: Connection, upload_id: int, sees: Callable[[str], bool] | None = None) -> pd.DataFrame:
    """The figures of an upload: a values frame with `line`, `data_to` and `note`, in the order of its lines.

    `line` is NaN and the others are None where the file had none. `sees` says of a measure whether it is wanted.
    """
    first, last = ids_of_upload(connection, upload_id)
    numbers = _series_within(connection, first, last)
    if sees is not None:
        numbers = {name: number for name, number in numbers.items() if sees(name[0])}
    frame = figures.read_current(connection, numbers, [f"id BETWEEN {first} AND {last}"])
    r = revision.c
    query = select(r.series_id, r.quarter, r.basis, r.line, r.data_to, r.note).where(r.id.between(first, last))
    wanted = set(numbers.values())
    rows = [row for row in connection.execute(query) if row[0] in wanted]
    rank = {numbers[name]: place for place, name in enumerate(sorted(numbers))}
    keys = np.array([(row[2], row[1], rank[row[0]]) for row in rows], dtype=np.int64).reshape(-1, 3)
    order = np.lexsort(keys.T).tolist()  # as the frame is sorted: series, quarter, basis
    frame["line"] = np.array([rows[place][3] for place in order], dtype=np.float64)
    for position, name in ((4, "data_to"), (5, "note")):
        frame[name] = pd.Series([rows[place][position] for place in order], dtype=object)
    return frame.sort_values("line", kind="stable", ignore_index=True)


def _series_within(connection: Connection, first: int, last: int) -> dict[tuple[str, str], int]:
    """The number of each series that a run of revisions has a figure of, by measure and area."""
    within = select(revision.c.series_id).where(revision.c.id.between(first, last))
    used = set(connection.execute(within).scalars())
    query = select(series.c.measure_id, series.c.area, series.c.id)
    return {(measure_id, area): number for measure_id, area, number in connection.execute(query) if number in used}
