"""What is said of a setting that cannot be used: its name, what was read (never a secret), what is expected."""

import re
from collections.abc import Collection, Mapping
from difflib import get_close_matches
from typing import Any

PREFIX = "MEASURES_"
#: Where the provider sends people back to, after the name of the host.
WAY_BACK = "/oauth2callback"
SHORTEST_SECRET = 32
REMEDY = "Correct it in the environment or in the file .env, and start again."

EXPECTED = {
    "database_url": "an address such as sqlite:////srv/measures.db or postgresql+psycopg://user@server/measures",
    "area": "the name of the force area, such as Lancashire, of at most 100 characters",
    "upload_max_mb": "a number of megabytes from 0.0001 to 1000, such as 20",
    "auth": "local or oidc",
    "oidc_metadata_url": "the https address of the provider's metadata, which ends in "
    "/.well-known/openid-configuration",
    "oidc_client_id": "the client id under which the provider knows this program",
    "oidc_client_secret": "the client secret that the provider gave out",
    "oidc_redirect_url": f"the https address at which people open the dashboard, with {WAY_BACK} at its end, "
    "and without :443",
    "oidc_role_claim": "the name of the claim that brings roles or groups, such as groups",
    "oidc_roles": "which value of the claim is which role, each value once, such as "
    "PCC Officers=officer, PCC Approvers=approver (roles: viewer, officer, approver, administrator)",
    "cookie_secret": f"a random text of at least {SHORTEST_SECRET} characters that nobody knows, not the same few "
    "again and again",
    "sign_in_hours": "a number of hours above 0 and at most 720, such as 12",
    "public": "true or false",
    "public_url": "the address that readers type, such as https://measures.example.org, without a path",
}
#: Never shown: they are, or may hold, a password.
_SECRET = ("database_url", "oidc_client_secret", "cookie_secret")


def name_of(field: str) -> str:
    """The name of a setting as it is written: MEASURES_AREA."""
    return f"{PREFIX}{field.upper()}"


def sentence(fault: Mapping[str, Any], fields: Collection[str]) -> str:
    """One fault of pydantic's as a sentence, `fields` being the settings that there are."""
    if not fault["loc"]:  # of the settings together: it is a sentence already
        return str(fault["ctx"]["error"])
    field = str(fault["loc"][0]).lower().removeprefix(PREFIX.lower())
    if fault["type"] == "extra_forbidden":
        return _no_setting(field, fields)
    expected = EXPECTED.get(field, fault["msg"])
    return f"The setting {name_of(field)} is {_read(field, fault['input'])}; expected is {expected}."


def missing(fields: Collection[str]) -> str:
    """A sentence for each setting that sign-in cannot do without."""
    return " ".join(
        f"The setting {name_of(field)} is missing; with {PREFIX}AUTH=oidc expected is {EXPECTED[field]}."
        for field in fields
    )


def two_addresses(public: str, redirect: str) -> str:
    """The sentence where people would not come back from signing in to the address that they typed."""
    return (
        f"The setting {name_of('public_url')} is “{_harmless(public)}”, and {name_of('oidc_redirect_url')} is "
        f"“{_harmless(redirect)}”; expected is one address in both, the one that readers type, with {WAY_BACK} at the "
        "end of the second."
    )


def not_switched_on(fields: Collection[str]) -> str:
    """The sentence where sign-in is set up, in these settings, and nothing says that it is to be used."""
    names = ", ".join(map(name_of, fields))
    return (
        f"The setting {name_of('auth')} is missing, though {names} {'are' if len(fields) > 1 else 'is'} set; expected "
        "is oidc, or local for this machine alone."
    )


def _no_setting(field: str, fields: Collection[str]) -> str:
    """What was given to it is not shown: it may be a secret under a misspelt name."""
    names = list(map(name_of, fields))
    near = get_close_matches(name_of(field)[:200], names, n=1, cutoff=0.75)
    meant = f"Did you mean {near[0]}?" if near else f"There are: {', '.join(names)}."
    return f"There is no setting {name_of(field)}. {meant}"


def _read(field: str, given: object) -> str:
    if field not in _SECRET:
        return f"“{_harmless('' if given is None else str(given))}”"
    if field == "cookie_secret":
        secret = str(given).strip()
        return f"not usable: it has {len(secret)} characters, {len(set(secret))} different ones"
    kind = re.match(r"[a-z0-9+]{1,30}://", str(given)) if field == "database_url" else None
    return f"not usable: it begins with “{kind.group()}”" if kind else "not usable"


def _harmless(given: str) -> str:
    """Without what may be a secret in an address: a user, a password, a query."""
    if "://" not in given:
        return given
    return re.sub(r"[?#].*", "?…", re.sub(r"//.*@", "//***@", given, flags=re.S), flags=re.S)
