"""Whether what is stored is whole: asked by `measures check`, after a restored backup or a fault of a disk."""

import re
from collections.abc import Iterable

from measures.errors import NotAllowed
from measures.model.access import Permission
from measures.model.record import RecordEnd
from measures.model.words import listed
from measures.services.access import need
from measures.storage.store import Store

#: How many characters of a noted SHA-256 are enough.
FEWEST_NOTED = 12

#: How the two chains are called where their ends are printed and noted.
_CALLED = {"act": "act", "audit_line": "audit line"}
_END = re.compile(r"(?:(act|audit line)\s+)?([0-9]+):([0-9a-f]+)", re.IGNORECASE)
_BESIDE = re.compile(r"(?i)the record ends with")


def check(store: Store, noted: Iterable[RecordEnd] = ()) -> list[str]:
    """Every fault in the database as a sentence; empty = sound.

    Looked at: the file itself (SQLite), the guards against change, rows that name missing ones, the SHA-256 and
    the number of figures of each upload, figures and statuses that no file can have held, the order of the acts,
    definitions that cannot be read back, the chains of hashes over the acts and over the lines of the audit, every row
    against the digest that its act carries, the record that each publication shows. `noted` are ends of the record that
    were noted elsewhere: a record that was written anew as a whole is found by them alone. Raises NotAllowed for a
    SHA-256 that is too short.
    """
    need(store, Permission.AUDIT)
    noted = tuple(noted)
    for end in noted:
        if not re.fullmatch(rf"[0-9a-f]{{{FEWEST_NOTED},64}}", end.sha256):
            raise NotAllowed(
                f"“{end.sha256}” is no SHA-256 of {_CALLED[end.chain]} {end.number}: give at least its first "
                f"{FEWEST_NOTED} characters, of 0 to 9 and a to f."
            )
    return store.faults(noted)


def noted_ends(text: str) -> tuple[RecordEnd, ...]:
    """The ends of the record that somebody noted: as `record_end` says them, one of them, or an act and its SHA-256.

    Raises NotAllowed for a text that holds anything else.

    >>> noted_ends("audit line 3:741a0f3a9c21")
    (RecordEnd(chain='audit_line', number=3, sha256='741a0f3a9c21'),)
    """
    ends = [
        RecordEnd("audit_line" if called.lower() == "audit line" else "act", int(number), sha256.lower())
        for called, number, sha256 in _END.findall(text)
    ]
    rest = _END.sub("", _BESIDE.sub("", text)).replace("and", "")
    if not ends or rest.strip(" .,;\n\t") or any(end.number >= 2**31 for end in ends):
        raise NotAllowed(
            f"“{text}” is no end of a record. Write an act or a line of the audit and its SHA-256, as “measures check” "
            "prints them: 42:0f3a9c21b7de, act 42:0f3a9c21b7de, or audit line 7:741a0f3a9c21."
        )
    return tuple(ends)


def record_end(store: Store) -> str:
    """Where the record of acts and of the audit ends, to be noted elsewhere; "" while nothing is recorded."""
    need(store, Permission.AUDIT)
    ends = store.record_ends()
    said = [f"{name} {ends[key][0]}:{ends[key][1]}" for key, name in _CALLED.items() if key in ends and ends[key][0]]
    return f"The record ends with {listed(said)}." if said else ""
