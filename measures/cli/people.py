"""`measures roles`: who has which role, and giving one."""

from measures.cli.arguments import CalledWrongly, TextOrJson
from measures.cli.printing import add_row, as_json, new_table, say, show
from measures.model.access import GivenRole, Role
from measures.services.people import give_role, people
from measures.settings import local_user, settings
from measures.storage.store import open_store

DONE = 0


def print_roles(form: TextOrJson) -> int:
    """Everybody whom our own table names."""
    with open_store(upgrade=False) as store:
        given = people(store)
    if form is TextOrJson.JSON:
        as_json({"roles": [_document(one) for one in given]})
    elif not given:
        say("Nobody was given a role.")
    else:
        table = new_table("Name", "Role", "Subject", "Issuer", "Given by", "When (UTC)", "Why")
        for one in given:
            role = one.role.value if one.role else "none"
            add_row(table, one.name, role, one.subject, one.issuer, one.by, f"{one.at:%Y-%m-%d %H:%M}", one.reason)
        show(table)
    return DONE


def give(
    subject: str, issuer: str | None, role: str | None, *, name: str, reason: str, by: str | None, form: TextOrJson
) -> int:
    """Give a person a role, or none."""
    issuer = issuer or settings().oidc_metadata_url.partition("/.well-known/")[0]
    if not issuer:
        raise CalledWrongly("Say whose sign-in it is: --issuer, or the setting MEASURES_OIDC_METADATA_URL.")
    with open_store(upgrade=False) as store:
        done = give_role(
            store, issuer, subject, Role(role) if role else None, name=name, reason=reason, by=by or local_user()
        )
    if form is TextOrJson.JSON:
        as_json(_document(done))
    else:
        say(f"{done.name or done.subject} is {done.role.words if done.role else 'a person without a role'} now.")
    return DONE


def _document(one: GivenRole) -> dict[str, object]:
    return {
        "issuer": one.issuer,
        "subject": one.subject,
        "name": one.name,
        "role": one.role.value if one.role else None,
        "by": one.by,
        "at": one.at.isoformat(),
        "reason": one.reason,
    }
