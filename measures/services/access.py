"""Asking whether the person may do what a service is asked for, and what they may, for pages to show no more."""

from measures.errors import NotPermitted, SessionEnded
from measures.model.access import Permission
from measures.model.audit import AuditKind
from measures.storage.store import Store


def need(store: Store, permission: Permission) -> None:
    """Raise NotPermitted, in a sentence, where the person may not do that at this moment.

    SessionEnded where they signed in too long ago. A role that was changed a moment ago counts. The refusal of somebody
    who has signed in goes into the audit.
    """
    try:
        store.need(permission)
    except SessionEnded:
        note_of(store, AuditKind.REFUSAL, f"The sign-in had ended: to {permission.words}")
        raise
    except NotPermitted:
        note_of(store, AuditKind.REFUSAL, f"Not permitted: to {permission.words}")
        raise


def note_of(store: Store, kind: AuditKind, summary: str) -> None:
    """Add a line to the audit of what somebody who has signed in did or was refused; nothing of anybody else."""
    actor = store.actor
    if actor.signed_in:
        whose = {"issuer": actor.issuer, "subject": actor.subject, "role": actor.role.value if actor.role else ""}
        store.note(kind, by=actor.name, summary=summary, details=whose)


def may(store: Store, permission: Permission) -> bool:
    """Whether the person may do that, as far as is known: for what a page offers, never for what is done."""
    return store.actor.may(permission)
