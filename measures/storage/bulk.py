"""Many rows into one table at once, past every layer that makes objects of them."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import count, repeat
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
from sqlalchemy import Connection, Table, func, select

Column: TypeAlias = npt.NDArray[Any]
Whole: TypeAlias = npt.NDArray[np.int64]

#: So many rows stand in one statement for SQLite: a third of the time of one row each, and few enough values for any.
TOGETHER = 50
#: So many rows are made into Python's own values at a time.
CHUNK = 20 * TOGETHER


def insert_rows(
    connection: Connection, table: Table, order: Whole, columns: Mapping[str, Column], alike: Mapping[str, int | str]
) -> None:
    """Add rows, their ids those that follow; the caller holds the lock of the only writer.

    `columns` are arrays of one value a row, written in this order; `alike` is what all rows have alike, in words of
    ours: it stands in the statement itself.
    """
    if connection.dialect.name == "postgresql":
        _copy(connection, table, order, columns, alike)
        return
    # SQLite gives each row the largest id and one, which is what a column of ids would say.
    literals = ["'" + text.replace("'", "''") + "'" if isinstance(text, str) else str(text) for text in alike.values()]
    one = f"({', '.join(['?'] * len(columns) + literals)})"
    head = f"INSERT INTO {table.name} ({', '.join([*columns, *alike])}) VALUES "
    many, width = head + ", ".join([one] * TOGETHER), TOGETHER * len(columns)
    raw: Any = connection.connection.dbapi_connection
    for rows in _chunks(order, list(columns.values())):
        whole = len(rows) // TOGETHER * TOGETHER
        raw.executemany(many, rows[:whole].reshape(-1, width).tolist())
        raw.executemany(head + one, rows[whole:].tolist())


def _copy(
    connection: Connection, table: Table, order: Whole, columns: Mapping[str, Column], alike: Mapping[str, int | str]
) -> None:
    first = (connection.execute(select(func.max(table.c.id))).scalar() or 0) + 1
    raw: Any = connection.connection.dbapi_connection
    with raw.cursor().copy(f"COPY {table.name} ({', '.join([*columns, 'id', *alike])}) FROM STDIN") as copy:
        same, ids = [repeat(one) for one in alike.values()], count(first)
        for rows in _chunks(order, list(columns.values())):
            for row in zip(*rows.T.tolist(), ids, *same, strict=False):  # the ids last: none is taken and not used
                copy.write_row(row)


def _chunks(order: Whole, columns: Sequence[Column]) -> Iterator[Column]:
    """The rows in that order, some at a time: a table of a column each, whose `tolist` makes all of Python's values."""
    kind = object if any(column.dtype == object for column in columns) else np.int64
    for start in range(0, len(order), CHUNK):
        places = order[start : start + CHUNK]
        rows = np.empty((len(places), len(columns)), dtype=kind)
        for number, column in enumerate(columns):
            rows[:, number] = column[places]
        yield rows
