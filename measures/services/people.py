"""The people of the office and their roles: who has which, and giving one, recorded like any other act."""

from measures.errors import NotAllowed
from measures.model import clock
from measures.model.access import GivenRole, Permission, Role
from measures.services.access import need
from measures.services.written import refuse_nameless, refuse_unfit, tidy
from measures.storage.store import Store

#: How many characters an issuer, a subject, a name and a reason may have.
LONGEST_ID, LONGEST_NAME, LONGEST_REASON = 255, 100, 1000


def people(store: Store) -> tuple[GivenRole, ...]:
    """Everybody whom our own table names with the role that holds, the latest change first; raises NotPermitted."""
    need(store, Permission.ROLES)
    return store.given_roles()


def give_role(
    store: Store,
    issuer: str,
    subject: str,
    role: Role | None,
    *,
    reason: str,
    by: str,
    name: str = "",
    seen: int | None = None,
) -> GivenRole:
    """Give a person a role, or none (None): it holds at their next press of a button, whatever their sign-in brings.

    `issuer` and `subject` are those of their sign-in, `name` what the list calls them (default: as before). `seen` is
    the act of the newest change that the giver has looked at, 0 for none (None: nobody looked). Raises NotPermitted,
    NotAllowed (something is missing or too long, nothing would change, or administrators would shut themselves out),
    ChangedMeanwhile. Nothing was stored then.
    """
    need(store, Permission.ROLES)
    by, reason, name = refuse_nameless(by), tidy(reason), tidy(name)
    issuer, subject = issuer.strip(), subject.strip()
    _refuse_incomplete(issuer, subject, reason)
    for title, text, longest in (
        ("The issuer", issuer, LONGEST_ID),
        ("The subject", subject, LONGEST_ID),
        ("The name", name, LONGEST_NAME),
        ("The reason", reason, LONGEST_REASON),
    ):
        refuse_unfit(title, text, longest)
    if role is Role.ANYONE:
        raise NotAllowed("Nobody is given the role of a reader who has not signed in. Nothing was stored.")
    actor = store.actor
    if actor.signed_in and (actor.issuer, actor.subject) == (issuer, subject) and role is not Role.ADMINISTRATOR:
        raise NotAllowed(
            "You cannot take your own role as administrator: nobody might be left who can give it back. Another "
            "administrator can, or “measures roles” on the server. Nothing was stored."
        )
    before = store.given_role(issuer, subject)
    name = name or (before.name if before else "")
    if before is not None and (before.role, before.name) == (role, name):
        words = role.words if role else "a person without a role"
        raise NotAllowed(f"{name or subject} is {words} already. Nothing was stored.")
    return store.give_role(GivenRole(issuer, subject, name, role, 0, clock.now(), by, reason), seen=seen)


def _refuse_incomplete(issuer: str, subject: str, reason: str) -> None:
    if not issuer or not subject:
        raise NotAllowed(
            "Say whose role it is: the issuer and the subject of their sign-in. Whoever signs in without a role sees "
            "both on the page, to send them on. Nothing was stored."
        )
    if not reason:
        raise NotAllowed("Say why the role is given or taken: the history keeps it. Nothing was stored.")
