"""Restoring a backup into an empty database: looked at as a whole first, then stored in one transaction."""

import errno
import hashlib
import json
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any, NoReturn

from sqlalchemy import URL, Column, Connection, DateTime, Table, delete, func, select

from measures.errors import MeasuresError, NotAllowed
from measures.model.audit import AuditKind
from measures.model.backup import Backup, Progress
from measures.storage import address, audit_rows, upgrade
from measures.storage.backup import FORMAT, MANIFEST, file_column, member_of
from measures.storage.tables import Moment, chain, metadata

_TOGETHER = 2_000  # rows that are stored at a time
_BLOCK = 1 << 20
_UNREADABLE = (zipfile.BadZipFile, zlib.error, EOFError, KeyError, TypeError, ValueError, RuntimeError,
               NotImplementedError)  # fmt: skip


class BackupRefused(MeasuresError):
    """A file that cannot be restored: no backup, damaged, or of a newer program. Nothing was stored."""


@dataclass(frozen=True, slots=True)
class _Part:
    """What the manifest says of one table."""

    columns: tuple[str, ...]
    rows: int
    sha256: str


class BackupFile:
    """An open backup; every method raises BackupRefused for what is not as its manifest says."""

    def __init__(self, path: Path, archive: zipfile.ZipFile) -> None:
        self._path = path
        self._archive = archive
        self._parts: dict[str, _Part] = {}
        self.about = self._read_manifest()

    def _read_manifest(self) -> Backup:
        if MANIFEST not in self._archive.namelist():
            raise _no_backup(self._path)
        with self._told():
            given = json.loads(self._archive.read(MANIFEST))
            newer = given["format"] > FORMAT or given["tables_version"] not in upgrade.VERSIONS
            if newer:
                raise BackupRefused(
                    f"“{self._path}” was made by a newer version of this program ({given['program']}; its tables are "
                    f"version {given['tables_version']}, this program knows up to {upgrade.VERSIONS[-1]}). Install "
                    "the newer version to restore it. Nothing was stored."
                )
            self._parts = {
                name: _Part(tuple(part["columns"]), int(part["rows"]), part["sha256"])
                for name, part in given["tables"].items()
            }
            return Backup(
                datetime.fromisoformat(given["made_at"]),
                str(given["program"]),
                given["tables_version"],
                int(given["data_version"]),
                {name: part.rows for name, part in self._parts.items()},
            )

    def verify(self) -> None:
        """Read all of it once: every table and file is there, and is what was backed up."""
        for name, part in self._parts.items():
            with self._told():
                digest, rows = hashlib.sha256(), 0
                with self._archive.open(member_of(name)) as member:
                    while block := member.read(_BLOCK):
                        digest.update(block)
                        rows += block.count(b"\n")
                if (digest.hexdigest(), rows) != (part.sha256, part.rows):
                    self._refuse(f"the table {name} is not the one that was backed up")
                place = _place_of_file(name, part)
                if place is not None:
                    for row in self._lines(name):
                        self._file(row[place])

    def rows(self, name: str) -> Iterator[list[Any]]:
        """The rows of a table in the order of its columns, files in their place."""
        place = _place_of_file(name, self._parts[name])
        with self._told():
            for row in self._lines(name):
                if place is not None:
                    row[place] = self._file(row[place])
                yield row

    def columns(self, name: str) -> tuple[str, ...]:
        """The columns of a table."""
        return self._parts[name].columns

    def _lines(self, name: str) -> Iterator[list[Any]]:
        width = len(self._parts[name].columns)
        with self._archive.open(member_of(name)) as member:
            for line in member:
                row = json.loads(line)
                if not isinstance(row, list) or len(row) != width:
                    self._refuse(f"a row of the table {name} is not whole")
                yield row

    def _file(self, named: Mapping[str, str]) -> bytes:
        content = self._archive.read(named["file"])
        if hashlib.sha256(content).hexdigest() != named["sha256"]:
            self._refuse(f"{named['file']} is not the file that was backed up")
        return content

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except (*_UNREADABLE, OSError) as error:
            if not _of_content(error):
                raise
            said = str(error) or type(error).__name__
            raise BackupRefused(_damaged(self._path, said)) from error

    def _refuse(self, what: str) -> NoReturn:
        raise BackupRefused(_damaged(self._path, what))


def _of_content(error: Exception) -> bool:
    """Whether it is the file's content that is at fault: one that leads to a place before its beginning, too."""
    return not isinstance(error, OSError) or error.errno == errno.EINVAL


def _place_of_file(name: str, part: _Part) -> int | None:
    table = metadata.tables.get(name)
    whole = None if table is None else file_column(table)
    return part.columns.index(whole) if whole in part.columns else None


def _no_backup(path: Path) -> BackupRefused:
    return BackupRefused(f"“{path}” is no backup of this program. “measures backup FILE” makes one.")


def _damaged(path: Path, what: str) -> str:
    return f"“{path}” is damaged: {what}. Use another copy of it, or another backup. Nothing was stored."


@contextmanager
def opened(path: Path) -> Iterator[BackupFile]:
    """Open a backup; raises BackupRefused, OSError."""
    with path.open("rb") as file:
        try:
            archive = zipfile.ZipFile(file)
        except (*_UNREADABLE, OSError) as error:
            if not _of_content(error):
                raise
            if file.seek(0) == 0 and file.read(4) == b"PK\x03\x04":
                raise BackupRefused(_damaged(path, "its end is missing or unreadable")) from error
            raise _no_backup(path) from error
        with archive:
            yield BackupFile(path, archive)


def restore(url: str, path: Path, by: str, tell: Progress) -> Backup:
    """Store a backup in an empty or new database: all of it or nothing.

    Raises BackupRefused, NotAllowed where the database holds anything, CannotReachDatabase, OSError.
    """
    with opened(path) as backup:
        backup.verify()
        place = address.read_address(url)
        with _gone_if_it_fails(place):
            _restore_into(place, backup, path, by, tell)
        return backup.about


@contextmanager
def _gone_if_it_fails(place: URL) -> Iterator[None]:
    """Take away an SQLite file that was not there before."""
    file = Path(str(place.database)) if place.drivername == "sqlite" and place.database else None
    new = file is not None and not str(file).startswith((":memory:", "file:")) and not file.exists()
    try:
        yield
    except BaseException:
        if new and file is not None:
            for ending in ("", "-wal", "-shm"):
                Path(f"{file}{ending}").unlink(missing_ok=True)
        raise


def _restore_into(place: URL, backup: BackupFile, path: Path, by: str, tell: Progress) -> None:
    engine = address.make_engine(place)
    try:
        with address.speaking_plainly(place), engine.connect() as plain:
            level = {"writing": True} if place.drivername == "sqlite" else {"isolation_level": "READ COMMITTED"}
            connection = plain.execution_options(**level)
            with connection.begin():
                upgrade.take_alone(connection)
                _refuse_unless_empty(connection, address.shown(place))
                upgrade.make_anew(connection, backup.about.tables_version)
                try:
                    _store_all(connection, backup, tell)
                except _faults_of_rows(connection) as error:
                    what = " ".join(str(error).split())
                    raise BackupRefused(_damaged(path, f"its rows do not go together ({what})")) from error
                upgrade.upgrade_within(connection)
                about = backup.about
                said = f"A backup of {about.made_at:%Y-%m-%d %H:%M} (UTC), up to act {about.data_version}, was restored"
                audit_rows.add(connection, AuditKind.RESTORE, by, said, {"rows": about.total})
    finally:
        engine.dispose()


def _faults_of_rows(connection: Connection) -> tuple[type[Exception], ...]:
    """What is raised for rows that no database of ours can have held."""
    driver: Any = connection.dialect.loaded_dbapi
    return (driver.IntegrityError, driver.DataError, driver.ProgrammingError, *_UNREADABLE)


def _refuse_unless_empty(connection: Connection, shown: str) -> None:
    if upgrade.version_of(connection) is None:
        return
    for table in upgrade.tables_there(connection):
        if table.name != chain.name and connection.execute(select(func.count()).select_from(table)).scalar():
            raise NotAllowed(
                f"The database {shown} is in use: its table {table.name} is not empty. A backup is restored into an "
                "empty or new database only, so that nothing is ever written over. Name a new one in "
                "MEASURES_DATABASE_URL. Nothing was stored."
            )


def _store_all(connection: Connection, backup: BackupFile, tell: Progress) -> None:
    done, total = 0, backup.about.total
    there = {table.name: table for table in upgrade.tables_there(connection)}
    unknown = sorted(set(backup.about.rows) - set(there))
    if unknown:
        raise ValueError(f"no table {unknown[0]}")
    for name, table in there.items():
        if name not in backup.about.rows:
            continue
        if name == chain.name:
            connection.execute(delete(table))  # the ends of the chains, as new tables have them
        rows = backup.rows(name)
        while part := list(islice(rows, _TOGETHER)):
            _insert(connection, table, backup.columns(name), part)
            done += len(part)
            tell(done, total)


def _insert(connection: Connection, table: Table, columns: tuple[str, ...], rows: list[list[Any]]) -> None:
    """Add rows past every layer that makes objects of them."""
    names = ", ".join(f'"{table.c[name].name}"' for name in columns)
    raw: Any = connection.connection.dbapi_connection
    if connection.dialect.name == "postgresql":
        with raw.cursor().copy(f'COPY "{table.name}" ({names}) FROM STDIN') as copy:
            for row in rows:
                copy.write_row(row)
        return
    for place, name in enumerate(columns):
        if _is_moment(table.c[name]):
            for row in rows:
                row[place] = _as_sqlite_keeps_it(row[place])
    marks = ", ".join("?" * len(columns))
    raw.executemany(f'INSERT INTO "{table.name}" ({names}) VALUES ({marks})', rows)


def _is_moment(column: Column[Any]) -> bool:
    return isinstance(column.type, Moment | DateTime)


def _as_sqlite_keeps_it(text: str | None) -> str | None:
    if text is None:
        return None
    return datetime.fromisoformat(text).astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")
