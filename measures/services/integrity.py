"""Whether what is stored is whole: asked by `measures check`, after a restored backup or a fault of a disk."""

import re
from collections.abc import Mapping

from measures.errors import NotAllowed
from measures.model.access import Permission
from measures.model.words import listed
from measures.services.access import need
from measures.storage.store import Store

#: How many characters of a noted SHA-256 are enough.
FEWEST_NOTED = 12


def check(store: Store, noted: Mapping[int, str] | None = None) -> list[str]:
    """Every fault in the database as a sentence; empty = sound.

    Looked at: the file itself (SQLite), the guards against change, rows that name missing ones, the SHA-256 and
    the number of figures of each upload, figures and statuses that no file can have held, the order of the acts,
    definitions that cannot be read back, the chains of hashes over the acts and over the lines of the audit, the
    record that each publication shows. `noted` are SHA-256s of acts that were noted elsewhere, by the act's number: a
    record that was written anew as a whole is found by them alone. Raises NotAllowed for one that is too short.
    """
    need(store, Permission.AUDIT)
    for number, sha256 in (noted or {}).items():
        if not re.fullmatch(rf"[0-9a-f]{{{FEWEST_NOTED},64}}", sha256):
            raise NotAllowed(
                f"“{sha256}” is no SHA-256 of act {number}: give at least its first {FEWEST_NOTED} characters, of "
                "0 to 9 and a to f."
            )
    return store.faults(noted)


def record_end(store: Store) -> str:
    """Where the record of acts and of the audit ends, to be noted elsewhere; "" while nothing is recorded."""
    need(store, Permission.AUDIT)
    ends = store.record_ends()
    said = [f"{name} {ends[key][0]}:{ends[key][1]}" for key, name in (("act", "act"), ("audit_line", "audit line"))
            if ends[key][0]]  # fmt: skip
    return f"The record ends with {listed(said)}." if said else ""
