"""Writing a backup: every row of every table, as one moment of the database knew it, in one zip file.

The form is the same from either kind of database and needs no program of ours to be read: `manifest.json` says what
is there, `tables/NAME.jsonl` has a row a line in the order of the manifest's columns, and each file that was uploaded
or published lies beside them as it is. The manifest has the number of rows and the SHA-256 of every table; a row that
holds a file names its member and SHA-256.
"""

import hashlib
import json
import zipfile
from collections.abc import Generator, Iterator
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, LargeBinary, Table, func, select

from measures.model import clock
from measures.model.backup import Backup, Progress
from measures.storage import records
from measures.storage.new_file import file_that_appears_whole
from measures.storage.tables import metadata
from measures.storage.upgrade import VERSIONS

FORMAT = 1
MANIFEST = "manifest.json"
_TOGETHER = 5_000  # rows that are read and written at a time
_LEVEL = 3  # of compression: as small as any that does not take longer than reading the rows


def member_of(table: str) -> str:
    """The member that holds the rows of a table."""
    return f"tables/{table}.jsonl"


def file_column(table: Table) -> str | None:
    """The column of a table that holds whole files, None where there is none."""
    return next((column.name for column in table.c if isinstance(column.type, LargeBinary)), None)


def write(connection: Connection, path: Path, program: str, tell: Progress) -> Backup:
    """Write a backup of what the connection's transaction sees; the file appears when it is whole.

    Only its owner may read it. Raises FileIsThere, and OSError where there is no room.
    """
    with file_that_appears_whole(path, mode=0o600) as file, zipfile.ZipFile(
        file, "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL
    ) as archive:  # fmt: skip
        return _Writer(connection, archive, tell).write(program)


class _Writer:
    def __init__(self, connection: Connection, archive: zipfile.ZipFile, tell: Progress) -> None:
        self._connection = connection
        self._archive = archive
        self._tell = tell
        self._done = 0
        tables = metadata.sorted_tables
        self._rows = {t.name: connection.execute(select(func.count()).select_from(t)).scalar_one() for t in tables}
        self._total = sum(self._rows.values())

    def write(self, program: str) -> Backup:
        """All tables, then the manifest."""
        made_at = clock.now()
        newest = records.newest_act(self._connection)
        tables = {table.name: self._table(table) for table in metadata.sorted_tables}
        manifest = {
            "format": FORMAT,
            "made_at": made_at.isoformat(),
            "program": program,
            "tables_version": VERSIONS[-1],
            "data_version": newest,
            "tables": tables,
        }
        self._archive.writestr(MANIFEST, json.dumps(manifest, indent=1) + "\n")
        return Backup(made_at, program, VERSIONS[-1], newest, self._rows)

    def _table(self, table: Table) -> dict[str, object]:
        sha256, rows = hashlib.sha256(), 0
        whole = file_column(table)
        parts = self._plain_rows(table)
        if whole:  # a zip takes one member at a time: the files come first
            parts = (part for part in [list(self._rows_with_files(table, whole))])
        with closing(parts), self._archive.open(member_of(table.name), "w", force_zip64=True) as member:
            for part in parts:
                text = "".join(json.dumps(row, ensure_ascii=False, default=_as_text) + "\n" for row in part).encode()
                sha256.update(text)
                member.write(text)
                rows += len(part)
                self._count(len(part))
        if rows != self._rows[table.name]:
            raise RuntimeError(f"{table.name}: {rows} rows read of {self._rows[table.name]}")
        return {"columns": [c.name for c in table.c], "rows": rows, "sha256": sha256.hexdigest()}

    def _count(self, rows: int) -> None:
        self._done += rows
        self._tell(self._done, self._total)

    def _plain_rows(self, table: Table) -> Generator[list[list[Any]]]:
        query = select(table).order_by(*table.primary_key).execution_options(yield_per=_TOGETHER)
        with self._connection.execute(query) as result:
            for part in result.partitions():
                yield [list(row) for row in part]

    def _rows_with_files(self, table: Table, whole: str) -> Iterator[list[Any]]:
        """The rows of a table that holds files, one in memory at a time; each file becomes a member."""
        for number in self._connection.execute(select(table.c.id).order_by(table.c.id)).scalars().all():
            row = self._connection.execute(select(table).where(table.c.id == number)).one()._asdict()
            given = row[whole]
            content = given if isinstance(given, bytes) else str(given).encode()  # SQLite keeps what it is given
            name = f"files/{table.name}-{number}"
            self._archive.writestr(name, content)
            row[whole] = {"file": name, "sha256": hashlib.sha256(content).hexdigest()}
            yield list(row.values())


def _as_text(value: object) -> str:
    """A day, or a moment in UTC to the microsecond."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value)} is not kept in any table")
