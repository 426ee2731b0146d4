"""The cookie of the sign-in outside of a page: whether who asks for a file has signed in, and not too long ago.

A page's files have addresses that cannot be guessed; one that was passed on is of no use to who has not signed in.
"""

import json
from collections.abc import Mapping
from datetime import UTC, datetime

from starlette.datastructures import Headers
from starlette.requests import cookie_parser
from streamlit.auth_util import get_cookie_with_chunks
from streamlit.web.server.server_util import get_cookie_secret
from streamlit.web.server.starlette.starlette_app_utils import decode_signed_value
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME

from measures.services.sign_in import person_of


def is_fresh(headers: Headers) -> bool:
    """Whether a request comes from somebody whose sign-in holds."""
    person = person_of(_claims(cookie_parser(headers.get("cookie", ""))))
    return person is not None and person.until is not None and person.until > datetime.now(UTC)


def _claims(cookies: Mapping[str, str]) -> Mapping[str, object]:
    """What a signed cookie says; nothing where there is none, or it was tampered with."""

    def one(name: str) -> bytes | None:
        if name not in cookies:
            return None
        return decode_signed_value(get_cookie_secret(), name, cookies[name].encode("latin-1", "replace"))

    try:
        told = json.loads(get_cookie_with_chunks(one, USER_COOKIE_NAME) or b"{}")
    except (ValueError, KeyError, TypeError):
        return {}
    return told if isinstance(told, dict) else {}
