"""The SHA-256 of rows of a table: the same before they are written and as either database gives them back.

Rows are taken in the order of their ids, `PART` at a time, and column by column: 100,000 rows must cost next to
nothing. The ids themselves are left out, since they follow each other; so is a column that holds in every row what a
new row has without it, so that a column that a later version adds changes no digest. That way may never change.
"""

import hashlib
import json
from array import array
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
from sqlalchemy import Boolean, Column, DateTime, Integer, LargeBinary, Table

from measures.storage.tables import Moment

Values: TypeAlias = Sequence[Any] | npt.NDArray[Any]
Whole: TypeAlias = npt.NDArray[np.int64]
Missing: TypeAlias = npt.NDArray[np.bool_] | None  # where there is none; None: nowhere
#: So many rows are digested together: both who writes and who looks afterwards begin a part at the same rows.
PART = 50_000
_WIDTHS = tuple(np.dtype(kind) for kind in ("<i1", "<i2", "<i4", "<i8"))


class Digest:
    """Takes the parts of a run of rows one after the other."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self._sha256 = hashlib.sha256()

    def add(self, rows: int, columns: Mapping[str, Values], alike: Mapping[str, object] | None = None) -> None:
        """The next rows, `PART` of them unless they are the last.

        `columns` hold a value a row, `alike` what all have alike; a column that is in neither holds what a new row has.
        """
        self._put("rows", self._table.name, str(rows).encode())
        alike = alike or {}
        for column in self._table.c:
            if column.name in columns:
                self._column(column, columns[column.name])
            elif column.name in alike:
                self._same(column, _plain(column, alike[column.name]))

    def hexdigest(self) -> str:
        """The SHA-256 of what was added, in hexadecimal."""
        return self._sha256.hexdigest()

    def _put(self, kind: str, name: str, content: bytes) -> None:
        self._sha256.update(json.dumps([kind, name, len(content)]).encode() + b"\n" + content)

    def _same(self, column: Column[Any], value: object) -> None:
        if value != _of_new_rows(column):
            self._put("=", column.name, json.dumps(value).encode())

    def _column(self, column: Column[Any], values: Values) -> None:
        if not len(values) or column.name == "id":
            return
        whole = _whole(values) if isinstance(column.type, Integer | Boolean) else None
        if whole is not None:
            self._whole(column, *whole)
        else:
            self._texts(column, values.tolist() if isinstance(values, np.ndarray) else list(values))

    def _whole(self, column: Column[Any], numbers: Whole, missing: Missing) -> None:
        if missing is not None and missing.all():
            self._same(column, None)
        elif missing is None and bool((numbers == numbers[0]).all()):
            self._same(column, int(numbers[0]))
        else:
            low, high = int(numbers.min()), int(numbers.max())
            width = next(one for one in _WIDTHS if np.iinfo(one).min <= low and high <= np.iinfo(one).max)
            kind = f"i{width.itemsize}" if missing is None else f"n{width.itemsize}"
            self._put(kind, column.name, _bits(missing) + numbers.astype(width).tobytes())

    def _texts(self, column: Column[Any], values: list[Any]) -> None:
        if values.count(values[0]) == len(values):
            self._same(column, _plain(column, values[0]))
            return
        texts = _texts_of(column, values)
        missing = np.array([one is None for one in texts]) if None in texts else None
        joined = "\n".join(one or "" for one in texts)
        if joined.count("\n") != len(texts) - 1:  # a text of several lines
            joined = json.dumps(texts)
        content = _bits(missing) + joined.encode("utf-8", "surrogatepass")
        self._put("t" if missing is None else "nt", column.name, content)


def digest_of(table: Table, rows: Sequence[Mapping[str, object]]) -> str:
    """The digest of a few rows, each with its values by column."""
    digest = Digest(table)
    for start in range(0, len(rows), PART):
        part = rows[start : start + PART]
        digest.add(len(part), {name: [row[name] for row in part] for name in part[0]})
    return digest.hexdigest()


class HashOfFile(str):
    """What stands for a whole file among the values of a row."""


def hash_of_file(content: object) -> HashOfFile:
    """The SHA-256 of a whole file. SQLite keeps what it is given: a text too."""
    return HashOfFile(hashlib.sha256(content if isinstance(content, bytes) else str(content).encode()).hexdigest())


def _bits(missing: Missing) -> bytes:
    return b"" if missing is None else np.packbits(missing).tobytes()


def _of_new_rows(column: Column[Any]) -> object:
    """What a row has that was there before the column was: None, or the column's default."""
    default: Any = column.server_default
    given = None if default is None else default.arg
    if not isinstance(given, str | None):
        return ...  # no value is this
    return int(given) if given is not None and isinstance(column.type, Integer) else given


def _whole(values: Values) -> tuple[Whole, Missing] | None:
    """Whole numbers, 0 where there is none, and where that is; None for values of another kind (of a damaged row)."""
    if isinstance(values, np.ndarray):
        if values.dtype.kind in "iu":
            return values.astype(np.int64, copy=False), None
        values = values.tolist()
    missing = None
    if None in values:
        missing = np.array([one is None for one in values])
        values = [0 if one is None else one for one in values]
    try:
        return np.frombuffer(array("q", values), dtype=np.int64), missing
    except (TypeError, OverflowError):
        return None


def _texts_of(column: Column[Any], values: list[Any]) -> list[str | None]:
    """The values as texts: in a single look where they are texts already, as they are of a whole file."""
    if not isinstance(column.type, DateTime | Moment | LargeBinary) and set(map(type, values)) <= {str, type(None)}:
        return values
    plain = (_plain(column, one) for one in values)
    return [one if one is None or isinstance(one, str) else json.dumps(one) for one in plain]


def _plain(column: Column[Any], value: object) -> object:
    """A value as a text, or a number, that is the same from both databases."""
    if value is None:
        return None
    if isinstance(column.type, LargeBinary):
        return str(value) if isinstance(value, HashOfFile) else hash_of_file(value)
    if isinstance(column.type, Moment | DateTime):
        return _moment(value)
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return value if isinstance(value, str) or type(value) is int else f"{type(value).__name__} {value!r}"


def _moment(value: object) -> str:
    """In UTC to the microsecond; SQLite gives it back as a text without time zone."""
    try:
        given = value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
    except ValueError:
        return f"no moment: {value!r}"
    aware = given.replace(tzinfo=UTC) if given.tzinfo is None else given.astimezone(UTC)
    return aware.isoformat(timespec="microseconds")
