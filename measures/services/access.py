"""Asking whether the person may do what a service is asked for, and what they may, for pages to show no more."""

from collections.abc import Mapping

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


def need_as_shown(store: Store, what: str) -> None:
    """Raise NotPermitted where the person may do less by now than when what is shown to them was made.

    For a press that makes a file: their role is read again. SessionEnded where they signed in too long ago. `what` is
    what they asked for; the refusal goes into the audit.
    """
    try:
        now = store.actor_now()
    except SessionEnded:
        note_of(store, AuditKind.REFUSAL, "The sign-in had ended: a file of an open page", {"what": what})
        raise
    if not store.actor.permissions <= now.permissions:
        said = "Their role was taken meanwhile: a file of an open page"
        note_of(store.acting(now), AuditKind.REFUSAL, said, {"what": what})
        raise NotPermitted(
            f"Your role was changed since this page was made: you are {now.words} now. Load the page again. "
            "Nothing was stored."
        )


def note_of(store: Store, kind: AuditKind, summary: str, more: Mapping[str, object] | None = None) -> None:
    """Add a line to the audit of what somebody who has signed in did or was refused; nothing of anybody else.

    It hinders nobody: where it cannot be written now, it is told to the log and tried again. The same sign-in is noted
    once, a refusal that is repeated once a minute.
    """
    actor = store.actor
    if actor.signed_in:
        whose = {"issuer": actor.issuer, "subject": actor.subject, "role": actor.role.value if actor.role else ""}
        since = {"signed_in_at": actor.since.isoformat()} if kind is AuditKind.SIGN_IN and actor.since else {}
        store.note_aside(kind, by=actor.name, summary=summary, details={**whose, **since, **(more or {})})


def may(store: Store, permission: Permission) -> bool:
    """Whether the person may do that, as far as is known: for what a page offers, never for what is done."""
    return store.actor.may(permission)
