"""Asking whether the person may do what a service is asked for, and what they may, for pages to show no more."""

from measures.model.access import Permission
from measures.storage.store import Store


def need(store: Store, permission: Permission) -> None:
    """Raise NotPermitted, in a sentence, where the person may not do that at this moment.

    SessionEnded where they signed in too long ago. A role that was changed a moment ago counts.
    """
    store.need(permission)


def may(store: Store, permission: Permission) -> bool:
    """Whether the person may do that, as far as is known: for what a page offers, never for what is done."""
    return store.actor.may(permission)
