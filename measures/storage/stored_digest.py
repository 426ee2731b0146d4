"""The digests of rows that are stored: made anew, to be compared with those that acts carry.

Tables whose rows name their act hold few rows for each: they are read once through. The others hold as many as a file
has figures: of those, what is alike in all rows is found by the database, and only the other columns are read.
"""

from bisect import bisect_right
from collections.abc import Sequence
from itertools import chain
from operator import itemgetter
from typing import Any

import numpy as np
from sqlalchemy import Connection, Integer, Table, inspect, text

from measures.storage.backup import file_column
from measures.storage.digest import PART, Digest, Values, hash_of_file
from measures.storage.tables import BROUGHT, kind_of_rows

_FILES_TOGETHER = 4  # so many rows with a whole file each are in memory at a time


class StoredRows:
    """The rows of a table in the order of their ids; each method goes on where the one before it stopped."""

    def __init__(self, connection: Connection, table: Table) -> None:
        there = {column["name"] for column in inspect(connection).get_columns(table.name)}
        self._connection, self._table = connection, table
        self._names = [column.name for column in table.c if column.name in there]  # none that a later version adds
        self._rows = _Read(connection, table, self._names) if kind_of_rows(table) else None
        self._before = 0

    def digest(self, last: int | None) -> tuple[int, int, str]:
        """Of the next rows up to an id (None: all): how many, the id of the last (0: none), the SHA-256."""
        digest, many, newest = Digest(self._table), 0, 0
        if self._rows is None:
            last = self._last() if last is None else last
            for start in range(self._before + 1, last + 1, PART):
                many += self._add_range(digest, start, min(start + PART - 1, last))
            self._before = last
            return many, last, digest.hexdigest()
        while rows := self._rows.take(last):
            digest.add(len(rows), dict(zip(self._names, zip(*rows, strict=True), strict=True)))
            many, newest = many + len(rows), rows[-1][0]
        return many, newest, digest.hexdigest()

    def pass_over(self, last: int | None) -> tuple[int, int, int | None]:
        """Of the next rows up to an id (None: all): how many, the id of the first, the act that it names."""
        if self._rows is None:
            return self._pass_over_range(last)
        first, many = None, 0
        while part := self._rows.take(last):
            first = part[0] if first is None else first
            many += len(part)
        if first is None:
            return 0, 0, None
        return many, first[0], first[self._names.index("act_id")]

    def _pass_over_range(self, last: int | None) -> tuple[int, int, int | None]:
        first, self._before = self._before + 1, self._before if last is None else last
        if last is not None and last < first:
            return 0, 0, None
        condition = f"id >= {first}" if last is None else f"id BETWEEN {first} AND {last}"
        if first == 1:
            condition = "1 = 1" if last is None else f"id <= {last}"
        query = f"SELECT count(*), min(id) FROM {self._table.name} WHERE {condition}"
        many, least = self._connection.exec_driver_sql(query).one()
        return many, least or 0, None

    def _last(self) -> int:
        return self._connection.exec_driver_sql(f"SELECT max(id) FROM {self._table.name}").scalar() or 0

    def _add_range(self, digest: Digest, first: int, last: int) -> int:
        """Add the rows of some ids to a digest; how many there are."""
        where = f"FROM {self._table.name} WHERE id BETWEEN {first} AND {last}"
        names = [name for name in self._names if name != "id"]
        listed = _listed(names)
        one = self._connection.exec_driver_sql(f"SELECT {listed} {where} ORDER BY id LIMIT 1").first()
        if one is None:
            return 0
        differs = "IS NOT" if self._connection.dialect.name == "sqlite" else "IS DISTINCT FROM"
        asked = ", ".join(f'EXISTS (SELECT 1 {where} AND "{name}" {differs} :{name})' for name in names)
        query = text(f"SELECT (SELECT count(*) {where}), {asked}").bindparams(**dict(zip(names, one, strict=True)))
        many, *found = self._connection.execute(query).one()
        differing = [name for name, differs in zip(names, found, strict=True) if differs]
        alike = {name: value for name, value in zip(names, one, strict=True) if name not in differing}
        digest.add(many, self._columns(differing, where, many), alike)
        return int(many)

    def _columns(self, names: Sequence[str], where: str, many: int) -> dict[str, Values]:
        """Columns of rows in the order of their ids: whole numbers past every layer that makes objects of them."""
        whole = [name for name in names if isinstance(self._table.c[name].type, Integer)]
        on_server = self._connection.dialect.name == "postgresql"
        found = self._runs(whole, where, many) if on_server else self._numbers(whole, where, many)
        left = [name for name in names if name not in found]
        if left:
            rows = self._raw.execute(f"SELECT {_listed(left)} {where} ORDER BY id").fetchall()
            found |= dict(zip(left, zip(*rows, strict=True), strict=True))
        return found

    @property
    def _raw(self) -> Any:
        return self._connection.connection.dbapi_connection

    def _runs(self, names: Sequence[str], where: str, many: int) -> dict[str, Values]:
        """Whole numbers from PostgreSQL, each column as one run of bytes; not those that are missing in some row."""
        if not names:
            return {}
        runs = ", ".join(f'string_agg(int8send("{name}"), NULL)' for name in names)
        query = f"SELECT {runs} FROM (SELECT {_listed(names)} {where} ORDER BY id) AS rows"
        row = self._raw.cursor(binary=True).execute(query).fetchone()
        whole = {name: run for name, run in zip(names, row, strict=True) if run is not None and len(run) == 8 * many}
        return {name: np.frombuffer(run, dtype=">i8").astype(np.int64) for name, run in whole.items()}

    def _numbers(self, names: Sequence[str], where: str, many: int) -> dict[str, Values]:
        """Whole numbers from SQLite; not those of a column that holds anything else in some row."""
        if not names:
            return {}
        strange = ", ".join(f"EXISTS (SELECT 1 {where} AND typeof(\"{name}\") <> 'integer')" for name in names)
        row = self._raw.execute(f"SELECT {strange}").fetchone()
        whole = [name for name, is_strange in zip(names, row, strict=True) if not is_strange]
        if not whole:
            return {}
        rows = self._raw.execute(f"SELECT {_listed(whole)} {where} ORDER BY id")
        table = np.fromiter(chain.from_iterable(rows), dtype=np.int64, count=many * len(whole))
        return dict(zip(whole, table.reshape(-1, len(whole)).T, strict=True))


def _listed(names: Sequence[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)


class _Read:
    """Rows as the driver gives them, some at a time."""

    def __init__(self, connection: Connection, table: Table, names: Sequence[str]) -> None:
        file = file_column(table)
        self._file = None if file is None else names.index(file)
        together = PART if file is None else _FILES_TOGETHER
        query = text(f"SELECT {_listed(names)} FROM {table.name} ORDER BY id").execution_options(yield_per=together)
        self._parts = connection.execute(query).partitions()
        self._held: list[Any] = []

    def take(self, last: int | None) -> list[Any]:
        """The next rows, up to an id (None: all), `PART` at most; none where there are no more."""
        while len(self._held) < PART and (last is None or not self._held or self._held[-1][0] <= last):
            part = next(self._parts, None)
            if part is None:
                break
            self._held += part if self._file is None else map(self._with_hash, part)
        many = PART if last is None else min(PART, bisect_right(self._held, last, key=itemgetter(0)))
        taken, self._held = self._held[:many], self._held[many:]
        return taken

    def _with_hash(self, row: Any) -> tuple[Any, ...]:
        return tuple(hash_of_file(value) if at == self._file else value for at, value in enumerate(row))


def digests_of_all(connection: Connection) -> dict[str, list[object]]:
    """By table that holds rows the first and the last id of them all and their digest, as an act has it of its own."""
    there = set(inspect(connection).get_table_names())
    found: dict[str, list[object]] = {}
    for table in BROUGHT:
        if table.name in there:
            many, last, sha256 = StoredRows(connection, table).digest(None)
            if many:
                found[table.name] = [1, last, sha256]
    return found
