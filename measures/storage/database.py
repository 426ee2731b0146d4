"""An open database: its connections, its transactions, its form."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlalchemy import Connection, Engine

from measures.errors import CannotReachDatabase
from measures.model import clock
from measures.model.access import LOCAL, Actor, Permission, levels_seen
from measures.model.audit import AuditAsked, AuditEntry, AuditKind, AuditLine
from measures.model.backup import Backup, Progress, untold
from measures.model.publication import HeldFigure
from measures.storage import address, audit_rows, backup, meanwhile, records, role_rows, upgrade, version_rows
from measures.storage.definitions import Version
from measures.storage.locks import Lock, take
from measures.storage.noting import WAIT_SECONDS, Note, Noting, write_notes
from measures.storage.sight import Sight, sight_of
from measures.storage.told import DONE, tell_log


@dataclass(slots=True)
class _Kept:
    """Every version of every definition at one data version, and what readers may see of them by their permissions."""

    newest: int = 0
    versions: tuple[Version, ...] = ()
    sights: dict[frozenset[Permission], Sight] = field(default_factory=dict)


@dataclass(slots=True)
class _Shared:
    """What all views of one open database share."""

    kept: _Kept = field(default_factory=_Kept)
    noting: Noting = field(default_factory=Noting)


class Database:
    """What every part of the store stands on, and in whose name it is asked: the local officer, unless `acting`."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._shared = _Shared()
        self._published: dict[int, tuple[HeldFigure, ...]] = {}
        self._actor = LOCAL

    @property
    def actor(self) -> Actor:
        """In whose name it reads and writes."""
        return self._actor

    def acting(self, actor: Actor) -> Self:
        """The same open database for another person: it gives what they may see and records what they may do.

        Closing either closes both.
        """
        view = copy(self)
        view._actor = actor
        return view

    def need(self, permission: Permission) -> None:
        """Raise NotPermitted where the person may not do that at this moment, SessionEnded where their sign-in is over.

        A role that was changed since the page was made counts: it is read again.
        """
        self.actor_now().refuse_unless(permission)

    def actor_now(self) -> Actor:
        """The person with the role that holds at this moment, by one small query; raises SessionEnded."""
        if not self._actor.signed_in:
            return self._actor
        with self._connected() as connection:
            return role_rows.as_now(connection, self._actor)

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
        """One moment of the database, for who may see anything of it; raises NotPermitted, SessionEnded."""
        role_rows.refuse_ended(self._actor)
        self._actor.refuse_unless(Permission.SEE_PUBLIC)
        with self._connected() as connection:
            yield connection

    def _sight(self, connection: Connection) -> Sight:
        """What the person may see at this moment of the database."""
        newest = records.newest_act(connection)
        kept = self._shared.kept
        if kept.newest != newest:
            self._shared.kept = kept = _Kept(newest, version_rows.versions(connection))
        permissions = self._actor.permissions
        sight = kept.sights.get(permissions)
        if sight is None:
            sight = sight_of(connection, kept.versions, permissions, levels_seen(permissions))
            kept.sights[permissions] = sight
        return sight

    @contextmanager
    def _connected(self) -> Iterator[Connection]:
        with address.speaking_plainly(self._engine.url), self._engine.begin() as connection:
            yield connection

    @contextmanager
    def _writing(self, expected_version: int | None, *, shown: bool = False) -> Iterator[Connection]:
        """One transaction that no other writer can be in; raises ChangedMeanwhile, SessionEnded, DatabaseTooNew.

        What is recorded in it is recorded in the name of the person, with the role that they have at this moment.
        Acts that no preview depends on are let pass, unless what is `shown` is stored: all of it.
        """
        with self._writing_behind(Lock.ACTS) as connection:
            connection = connection.execution_options(actor=role_rows.as_now(connection, self._actor))
            meanwhile.refuse_stale(connection, expected_version, shown=shown)
            yield connection

    @contextmanager
    def _writing_behind(self, lock: Lock, wait: float | None = None) -> Iterator[Connection]:
        """One transaction that holds a lock, for which it waits so many seconds at most (None: as for anything).

        Raises DatabaseTooNew where a newer version has changed the tables.
        """
        with self._writing_at_once(wait) as connection:
            take(connection, lock)
            upgrade.refuse_overtaken(connection)
            yield connection

    @contextmanager
    def _writing_at_once(self, wait: float | None = None) -> Iterator[Connection]:
        """One transaction that may write; the caller takes the lock. Raises MayBeStored."""
        with address.speaking_plainly(self._engine.url), self._engine.connect() as connection:
            if wait is not None:
                connection = connection.execution_options(wait=wait)
            if connection.dialect.name == "sqlite":
                connection = connection.execution_options(writing=True)
            else:  # what was committed while we waited for the lock must be seen
                connection = connection.execution_options(isolation_level="READ COMMITTED")
            kept = connection.info  # a connection that was lost meanwhile does not give it any more
            try:
                with connection.begin() as transaction:
                    yield connection
                    with address.committing(self._engine.url):
                        transaction.commit()
                tell_log(connection)
            finally:
                kept.pop(DONE, None)

    def note(self, kind: AuditKind, *, by: str, summary: str, details: Mapping[str, object] | None = None) -> AuditLine:
        """Add a line to the audit: it moves no figure, and the data version stays as it is."""
        with self._writing_behind(Lock.AUDIT) as connection:
            return audit_rows.add(connection, kind, by, summary, details or {})

    def note_aside(self, kind: AuditKind, *, by: str, summary: str, details: Mapping[str, object]) -> None:
        """Have a line added to the audit by the way, on what somebody read or was refused (`noting`). Never raises."""
        self._shared.noting.put(Note(kind, by, summary, details, clock.now()))
        self.note_what_waits()

    def note_what_waits(self) -> None:
        """Add the lines that could not be added before; those that still cannot be wait on. Never raises."""
        self._shared.noting.write(self._write_notes)

    def _write_notes(self, notes: Sequence[Note]) -> None:
        with self._writing_behind(Lock.AUDIT, WAIT_SECONDS) as connection:
            write_notes(connection, notes)

    def audit(
        self, asked: AuditAsked | None = None, *, first: int = 0, most: int | None = None
    ) -> tuple[AuditEntry, ...]:
        """The acts and lines of the audit that are asked for, newest first; raises NotPermitted.

        `most` of them (None: all), after the `first` so many: the others are not read.
        """
        self.need(Permission.AUDIT)
        with self._reading() as connection:
            return audit_rows.entries(connection, asked or AuditAsked(), first, most)

    def count_audit(self, asked: AuditAsked) -> int:
        """How many acts and lines are asked for; raises NotPermitted."""
        self.need(Permission.AUDIT)
        with self._reading() as connection:
            return audit_rows.count(connection, asked)

    def audit_in_parts(self, asked: AuditAsked) -> Iterator[tuple[AuditEntry, ...]]:
        """All that is asked for, newest first, some thousands at a time; raises NotPermitted at once."""
        self.need(Permission.AUDIT)
        return self._audit_in_parts(asked)

    def _audit_in_parts(self, asked: AuditAsked) -> Iterator[tuple[AuditEntry, ...]]:
        with self._reading() as connection:
            yield from audit_rows.parts(connection, asked)

    def back_up(self, path: Path, program: str, tell: Progress = untold) -> Backup:
        """Write all that is stored into a new file, as one moment knew it, while others go on reading and writing.

        Raises FileIsThere, OSError and NotPermitted; the file is there whole or not at all.
        """
        self.need(Permission.AUDIT)
        with self._reading() as connection:
            return backup.write(connection, path, program, tell)

    def bring_up_to_date(self, *, allowed: bool = True) -> None:
        """Make or upgrade the tables where that is missing; raises as `open_store`."""
        with self._connected() as connection:
            if upgrade.is_current(connection):
                return
        if not allowed:
            raise CannotReachDatabase(
                f"The database {self.url} is not ready for this version of the program. Run: measures init"
            )
        with self._writing_at_once() as connection:
            upgrade.upgrade_within(connection)
