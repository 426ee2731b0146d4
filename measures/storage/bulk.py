"""Many rows into one table at once, past every layer that makes objects of them."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
from sqlalchemy import Connection

Column: TypeAlias = Sequence[object] | npt.NDArray[Any]

#: So many rows stand in one statement for SQLite: a third of the time of one row each, and few enough values for any.
TOGETHER = 50
#: So many rows are made into Python's own values at a time.
CHUNK = 20 * TOGETHER


def insert_rows(
    connection: Connection,
    table: str,
    count: int,
    columns: Mapping[str, Column],
    constants: Mapping[str, int | str],
) -> None:
    """Add `count` rows; the names come from us. `constants` are the same in every row, `columns` one value a row.

    A text among the constants is in our own words, too: it stands in the statement itself.
    """
    raw: Any = connection.connection.dbapi_connection
    if connection.dialect.name == "postgresql":
        with raw.cursor().copy(f"COPY {table} ({', '.join([*columns, *constants])}) FROM STDIN") as copy:
            same = tuple(constants.values())
            for rows in _chunks(count, columns):
                for row in zip(*rows, strict=True):
                    copy.write_row(row + same)
        return
    literals = ["'" + c.replace("'", "''") + "'" if isinstance(c, str) else str(int(c)) for c in constants.values()]
    one = f"({', '.join(['?'] * len(columns) + literals)})"
    head = f"INSERT INTO {table} ({', '.join([*columns, *constants])}) VALUES "
    together, width = head + ", ".join([one] * TOGETHER), TOGETHER * len(columns)
    for rows in _chunks(count, columns):
        values = list(chain.from_iterable(zip(*rows, strict=True)))
        whole = len(values) // width * width
        raw.executemany(together, (values[at : at + width] for at in range(0, whole, width)))
        raw.executemany(head + one, zip(*[iter(values[whole:])] * len(columns), strict=True))


def _chunks(count: int, columns: Mapping[str, Column]) -> Iterator[list[list[object]]]:
    for start in range(0, count, CHUNK):
        parts = (column[start : start + CHUNK] for column in columns.values())
        yield [part.tolist() if isinstance(part, np.ndarray) else list(part) for part in parts]
