"""Who did what, who came, what was refused and what was taken away; and that nobody has altered the record of it."""

from collections.abc import Iterator, Mapping

from measures.model.access import Permission
from measures.model.audit import AuditAsked, AuditEntry, AuditKind, AuditLine
from measures.model.record import ActKind
from measures.services.access import need
from measures.storage.store import Store

PER_PAGE = 100


def kinds() -> dict[str, str]:
    """Every kind of entry with its words."""
    return {kind.value: kind.words for group in (AuditKind, ActKind) for kind in group}


def note_audit(
    store: Store, kind: AuditKind, *, by: str, summary: str, details: Mapping[str, object] | None = None
) -> AuditLine:
    """Add a line to the audit: a sign-in, a refusal, a download of restricted figures.

    It moves no figure, so the data version stays and nothing that is kept is made anew. `summary` is a sentence
    without a secret; whose request it was stands in `by`.
    """
    return store.note(kind, by=by, summary=summary, details=details)


def find_audit(
    store: Store, asked: AuditAsked | None = None, *, first: int = 0, most: int | None = None
) -> tuple[AuditEntry, ...]:
    """The acts and lines that are asked for, newest first; of them `most` (None: all), after the `first` so many.

    No others are read. Raises NotPermitted for who may not read the audit.
    """
    need(store, Permission.AUDIT)
    return store.audit(asked or AuditAsked(), first=first, most=most)


def count_audit(store: Store, asked: AuditAsked | None = None) -> int:
    """How many acts and lines are asked for. Raises NotPermitted."""
    need(store, Permission.AUDIT)
    return store.count_audit(asked or AuditAsked())


def audit_in_parts(store: Store, asked: AuditAsked | None = None) -> Iterator[tuple[AuditEntry, ...]]:
    """All that is asked for, newest first, some thousands at a time as one moment knew it. Raises NotPermitted."""
    need(store, Permission.AUDIT)
    return store.audit_in_parts(asked or AuditAsked())
