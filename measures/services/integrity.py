"""Whether what is stored is whole: asked by `measures check`, after a restored backup or a fault of a disk."""

from measures.model.access import Permission
from measures.services.access import need
from measures.storage.store import Store


def check(store: Store) -> list[str]:
    """Every fault in the database as a sentence; empty = sound.

    Looked at: the file itself (SQLite), the guards against change, rows that name missing ones, the SHA-256 and
    the number of figures of each upload, figures and statuses that no file can have held, the order of the acts,
    definitions that cannot be read back, the chains of hashes over the acts and over the lines of the audit.
    """
    need(store, Permission.AUDIT)
    return store.faults()
