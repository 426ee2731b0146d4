"""Who somebody is, from what the provider of the sign-in says of them: their name, role, and until when it holds."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from measures.model import clock
from measures.model.access import Actor, Role
from measures.settings import settings

#: A token from further in the future than this is not believed: its age could not be told.
CLOCKS_APART = timedelta(minutes=5)
_LONGEST_NAME = 100
_NAMES = ("name", "preferred_username", "email", "sub")
_NEVER = datetime.fromtimestamp(0, UTC)


def person_of(claims: Mapping[str, object]) -> Actor | None:
    """The person whom a sign-in's claims name, with the role that the claims bring; None where nobody signed in.

    `until` is the moment of the sign-in (`iat`) and the hours that the settings give it, whatever the cookie says; long
    past for a sign-in that does not say when it was. Where public measures are open to anyone, who brings no role is
    such a reader.
    """
    subject, issuer = claims.get("sub"), claims.get("iss")
    is_known = _can_be_written(subject) and _can_be_written(issuer)
    if claims.get("is_logged_in") is not True or not is_known or not _is_for_us(claims.get("aud")):
        return None
    found = (claims.get(name) for name in _NAMES)
    name = next((text for one in found if isinstance(one, str) and (text := _shown(one))), "")
    role = claimed_role(claims)
    if role is None and settings().public:
        role = Role.ANYONE
    since = _issued(claims.get("iat"))
    until = since + timedelta(hours=settings().sign_in_hours) if since else _NEVER
    return Actor(name, role, str(issuer), str(subject), role, until, since)


def _can_be_written(claim: object) -> bool:
    """Whether a text names somebody: one with what cannot be seen in it is no provider's, nor any database's."""
    return isinstance(claim, str) and claim != "" and claim.isprintable()


def _is_for_us(audience: object) -> bool:
    """Whether the token was made for this program, and not for another with the same cookie secret."""
    ours = settings().oidc_client_id
    return ours in audience if isinstance(audience, (list, tuple)) else audience == ours


def _shown(name: str) -> str:
    return "".join(one for one in " ".join(name.split()) if one.isprintable())[:_LONGEST_NAME]


def _issued(issued: object) -> datetime | None:
    """The moment of the sign-in, None where it does not say one that can be believed."""
    if isinstance(issued, bool) or not isinstance(issued, (int, float)):
        return None
    try:
        moment = datetime.fromtimestamp(issued, UTC)
    except (OverflowError, ValueError, OSError):
        return None
    return moment if moment <= clock.now() + CLOCKS_APART else None


def claimed_role(claims: Mapping[str, object]) -> Role | None:
    """The highest role that the claim named in the settings brings, None without one."""
    if not settings().oidc_role_claim:
        return None
    held = claims.get(settings().oidc_role_claim)
    values = [held] if isinstance(held, str) else held if isinstance(held, (list, tuple)) else []
    known = settings().oidc_roles
    roles = {Role(known[one]) for one in values if isinstance(one, str) and one in known}
    return max(roles, key=list(Role).index, default=None)


def streamlit_secrets() -> dict[str, Any]:
    """What Streamlit's own sign-in asks for, from our settings; nothing where nobody signs in. Never to be printed."""
    given = settings()
    if not given.signs_in:
        return {}
    return {
        "auth": {
            "redirect_uri": given.oidc_redirect_url,
            "cookie_secret": given.cookie_secret.get_secret_value(),
            "client_id": given.oidc_client_id,
            "client_secret": given.oidc_client_secret.get_secret_value(),
            "server_metadata_url": given.oidc_metadata_url,
        }
    }
