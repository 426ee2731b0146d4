"""An open database: its connections, its transactions, its form."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlalchemy import Connection, Engine

from measures.errors import CannotReachDatabase
from measures.model.audit import AuditEntry, AuditKind, AuditLine
from measures.model.backup import Backup, Progress, untold
from measures.storage import address, audit_rows, backup, meanwhile, records, upgrade
from measures.storage.definitions import Version


class Database:
    """What every part of the store stands on."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._kept: tuple[int, tuple[Version, ...]] = (0, ())

    @property
    def url(self) -> str:
        """The address, without its password."""
        return address.shown(self._engine.url)

    def close(self) -> None:
        """Let go of every connection."""
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with address.speaking_plainly(self._engine.url), self._engine.begin() as connection:
            yield connection

    @contextmanager
    def _writing(self, expected_version: int | None, *, shown: bool = False) -> Iterator[Connection]:
        """One transaction that no other writer can be in; raises ChangedMeanwhile.

        Acts that move no figure or rating are let pass, unless what is `shown` is stored: all of it.
        """
        with self._writing_at_once() as connection:
            records.lock(connection)
            meanwhile.refuse_stale(connection, expected_version, shown=shown)
            yield connection

    @contextmanager
    def _writing_at_once(self) -> Iterator[Connection]:
        """One transaction that may write; the caller takes the lock."""
        with address.speaking_plainly(self._engine.url), self._engine.connect() as connection:
            if connection.dialect.name == "sqlite":
                connection = connection.execution_options(writing=True)
            else:  # what was committed while we waited for the lock must be seen
                connection = connection.execution_options(isolation_level="READ COMMITTED")
            with connection.begin():
                yield connection

    def note(self, kind: AuditKind, *, by: str, summary: str, details: Mapping[str, object] | None = None) -> AuditLine:
        """Add a line to the audit: it moves no figure, and the data version stays as it is."""
        with self._writing_at_once() as connection:
            return audit_rows.add(connection, kind, by, summary, details or {})

    def audit(self) -> tuple[AuditEntry, ...]:
        """Every act and every line of the audit, newest first."""
        with self._reading() as connection:
            return audit_rows.entries(connection)

    def back_up(self, path: Path, program: str, tell: Progress = untold) -> Backup:
        """Write all that is stored into a new file, as one moment knew it, while others go on reading and writing.

        Raises FileIsThere and OSError; the file is there whole or not at all.
        """
        with self._reading() as connection:
            return backup.write(connection, path, program, tell)

    def bring_up_to_date(self, *, allowed: bool = True) -> None:
        """Make or upgrade the tables where that is missing; raises as `open_store`."""
        with self._reading() as connection:
            if upgrade.is_current(connection):
                return
        if not allowed:
            raise CannotReachDatabase(
                f"The database {self.url} is not ready for this version of the program. Run: measures init"
            )
        with self._writing_at_once() as connection:
            upgrade.upgrade_within(connection)
