"""The cookie of the sign-in outside of a page: whether who asks for a file, or sends one, is whose file it is.

A page's files have addresses that cannot be guessed; one that was passed on is of no use to anybody else. A file is
taken for a session from the person alone whose session it is, if they may upload.
"""

import json
from collections.abc import Mapping

from starlette.datastructures import Headers
from starlette.requests import cookie_parser
from streamlit import runtime
from streamlit.auth_util import get_cookie_with_chunks
from streamlit.web.server.server_util import get_cookie_secret
from streamlit.web.server.starlette.starlette_app_utils import decode_signed_value
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME

from measures.model import clock
from measures.model.access import ANYONE, Actor, Permission
from measures.services.sign_in import person_of
from measures.settings import settings
from measures.widgets.given_files import READER, was_given

#: Where readers' files are: what a page gives them, and what they send.
GIVEN, SENT = "/media/", "/_stcore/upload_file/"


def is_of_whose_it_is(headers: Headers, path: str) -> bool:
    """Whether a request to have or send a file comes from the person whose it is, and their sign-in holds.

    Where public measures are open to anyone, who has not signed in may have what readers like them were given.
    """
    person = _signed_in(cookie_parser(headers.get("cookie", "")))
    if path.startswith(SENT):
        return person is not None and _may_send(person, path.removeprefix(SENT).partition("/")[0])
    if person is None and not settings().public:
        return False
    return was_given(path.removeprefix(GIVEN), *_key(person or ANYONE))


def _key(person: Actor) -> tuple[str, str]:
    return person.issuer, person.subject


def _may_send(person: Actor, session_id: str) -> bool:
    """Whether an open session is a person's own, and its page took it for that of somebody who may upload."""
    session = runtime.get_instance().get_app_session(session_id)
    try:
        reader = session.session_state[READER] if session else None
    except KeyError:
        return False
    return isinstance(reader, Actor) and _key(reader) == _key(person) and reader.may(Permission.UPLOAD)


def _signed_in(cookies: Mapping[str, str]) -> Actor | None:
    """The person of a sign-in that holds."""
    person = person_of(_claims(cookies))
    return person if person and person.until and person.until > clock.now() else None


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
