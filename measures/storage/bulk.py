"""Many rows into one table at once, past every layer that makes objects of them."""

from collections.abc import Iterator, Mapping
from itertools import chain, count, repeat
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
    for rows in _chunks(order, columns):
        values = list(chain.from_iterable(zip(*rows, strict=True)))
        whole = len(values) // width * width
        raw.executemany(many, (values[at : at + width] for at in range(0, whole, width)))
        raw.executemany(head + one, zip(*[iter(values[whole:])] * len(columns), strict=True))


def _copy(
    connection: Connection, table: Table, order: Whole, columns: Mapping[str, Column], alike: Mapping[str, int | str]
) -> None:
    first = (connection.execute(select(func.max(table.c.id))).scalar() or 0) + 1
    raw: Any = connection.connection.dbapi_connection
    with raw.cursor().copy(f"COPY {table.name} ({', '.join([*columns, 'id', *alike])}) FROM STDIN") as copy:
        same, ids = [repeat(one) for one in alike.values()], count(first)
        for rows in _chunks(order, columns):
            for row in zip(*rows, ids, *same, strict=False):  # the ids after the rows: none is taken that is not used
                copy.write_row(row)


def _chunks(order: Whole, columns: Mapping[str, Column]) -> Iterator[list[list[object]]]:
    for start in range(0, len(order), CHUNK):
        rows = order[start : start + CHUNK]
        yield [column[rows].tolist() for column in columns.values()]
