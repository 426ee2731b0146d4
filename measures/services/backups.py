"""Keeping a copy of all that is stored, and putting it back: on the same kind of database or on the other."""

from contextlib import suppress
from dataclasses import dataclass
from hashlib import file_digest
from pathlib import Path

from measures.errors import CannotReachDatabase
from measures.model.access import Permission
from measures.model.audit import AuditKind
from measures.model.backup import Backup, Progress, untold
from measures.services.access import need
from measures.services.audit import note_audit
from measures.settings import VERSION
from measures.storage.restore import restore
from measures.storage.store import Store


@dataclass(frozen=True, slots=True)
class WrittenBackup:
    """A backup that was written: what it holds, its size in bytes and its SHA-256."""

    about: Backup
    size: int
    sha256: str


def back_up(store: Store, path: Path, *, by: str = "", tell: Progress = untold) -> WrittenBackup:
    """Write all that is stored into a new file, as one moment knew it; others go on working meanwhile.

    The file appears when it is whole, and only its owner may read it: it holds restricted figures too. Raises
    FileIsThere, OSError, CannotReachDatabase.
    """
    need(store, Permission.AUDIT)
    about = store.back_up(path, VERSION, tell)
    with path.open("rb") as file:
        written = WrittenBackup(about, path.stat().st_size, file_digest(file, "sha256").hexdigest())
    with suppress(CannotReachDatabase):  # a backup is worth most where the disk is full and nothing can be noted
        said = f"A backup was written: {path.name}, up to act {about.data_version}"
        note_audit(store, AuditKind.BACKUP, by=by, summary=said, details={"sha256": written.sha256})
    return written


def restore_backup(url: str, path: Path, *, by: str = "", tell: Progress = untold) -> Backup:
    """Put a backup into the empty or new database at an address: all of it or nothing.

    One of an earlier version of the program is brought up to date. Raises BackupRefused for a file that is no
    backup, damaged or of a newer program; NotAllowed where the database holds anything; CannotReachDatabase, OSError.
    """
    return restore(url, path, by, tell)
