"""What is said to who may see nothing, or not this page; and in the foot, who is served."""

from measures.model.access import Actor, Permission, Role
from measures.model.moment import in_words
from measures.views.markup import esc, tag
from measures.widgets.parts import WHO_IS_SERVED


def _page(title: str, *sentences: str) -> str:
    """A heading and sentences, which are HTML; said aloud too."""
    first, *rest = sentences
    body = tag("p", first, role="status") + "".join(tag("p", one) for one in rest)
    return tag("div", tag("h1", esc(title)), body, class_="pc pc-head")


NOT_SIGNED_IN = _page(
    "Sign in", "These measures are for the people of the office and the panel. Sign in with your account there; "
    "you come back to this page."
)  # fmt: skip


def did_not_happen(home: str) -> str:
    """The browser came back from the provider without a sign-in."""
    return _page(
        "Sign-in did not happen",
        "You came back without being signed in: it was cancelled, or the provider refused it. Nothing is wrong with "
        "your account here.",
        f"Try again. If it happens again, tell the office what the provider's page said, and that you came from "
        f"{esc(home)}.",
    )


def elsewhere(home: str) -> str:
    """The page was opened under another name of the machine: the provider would send the person elsewhere."""
    return _page(
        "Sign-in did not happen",
        f"This page was opened at another address than the one that sign-in works at. Open "
        f'<a href="{esc(home)}">{esc(home)}</a> instead.',
    )


def ended(hours: float) -> str:
    """The sign-in is older than the settings let it be."""
    return _page(
        "Your session has ended",
        f"A sign-in holds for {hours:g} hours, then it has to be made anew. What you had stored is stored; sign in "
        "again, and you are back on this page. If you signed in only just now, the clock of this server is wrong: tell "
        "whoever runs it.",
    )


def without_role(person: Actor) -> str:
    """Signed in, but nobody has given the person a role."""
    return _page(
        "You have no role here yet",
        f"You are signed in as {esc(person.name)}, and no role was given to you, so there is nothing that you may see.",
        "Send these two lines to an administrator of the office, who can give you one:",
        f"Issuer: <code>{esc(person.issuer)}</code><br>Subject: <code>{esc(person.subject)}</code>",
    )


def not_for_you(page: str, needed: Permission, person: Actor) -> str:
    """The page is for another role."""
    lowest = next(role for role in Role if role.may(needed))
    return _page(
        f"{page}: not for your role",
        f"To {esc(needed.words)} one has to be {lowest.words} at least. You are {esc(person.words)}.",
        "An administrator of the office can give you that role.",
    )


def who_is_served(person: Actor) -> str:
    """The sentence in the foot of every page."""
    if not person.signed_in:
        return WHO_IS_SERVED if person.role is not Role.ANYONE else "Public measures only: you have not signed in."
    until = f" until {in_words(person.until)}" if person.until else ""
    return f"You are signed in as {person.words}{until}."
