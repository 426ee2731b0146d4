"""The cookie of the sign-in outside of a page: who asks, whether a file that is asked for or sent is theirs, and the
note of a refusal.

A page's files have addresses that cannot be guessed; one that was passed on is of no use to anybody else, nor to whose
role was taken since. A file is taken for a session from the person alone whose session it is, if they may upload.
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

from measures.errors import MeasuresError, SessionEnded
from measures.model import clock
from measures.model.access import ANYONE, Actor, Permission
from measures.model.audit import AuditKind
from measures.services.access import note_of
from measures.services.sign_in import person_of
from measures.settings import settings
from measures.widgets.base import open_base
from measures.widgets.given_files import READER, was_given

#: Where readers' files are: what a page gives them, and what they send.
GIVEN, SENT = "/media/", "/_stcore/upload_file/"


def person_in(headers: Headers) -> Actor | None:
    """The person whom a cookie of ours names, however long ago they signed in; None where there is none."""
    return person_of(_claims(cookie_parser(headers.get("cookie", ""))))


def is_altered(headers: Headers) -> bool:
    """Whether a request has a cookie of a sign-in that says nothing: altered, of another secret, a month old."""
    cookies = cookie_parser(headers.get("cookie", ""))
    return bool(cookies.get(USER_COOKIE_NAME, "").strip('"')) and not _claims(cookies)


def is_of_whose_it_is(headers: Headers, path: str) -> bool:
    """Whether a request to have or send a file comes from the person whose it is, with the role that holds now.

    Where public measures are open to anyone, who has not signed in may have what readers like them were given. The
    role is read from the database: raises CannotReachDatabase.
    """
    person = _as_now(person_in(headers))
    if path.startswith(SENT):
        return person is not None and _may_send(person, path.removeprefix(SENT).partition("/")[0])
    if person is None and not settings().public:
        return False
    return was_given(path.removeprefix(GIVEN), person or ANYONE)


def note_refusal(person: Actor, path: str, refusal: str) -> None:
    """Note for the audit what a person was refused. It hinders nobody, whatever becomes of the note."""
    if path.startswith(GIVEN):
        refusal = "A file that is not theirs, or is theirs no more"
    elif path.startswith(SENT):
        refusal = "To send or take back a file on a page that is not theirs, or not for their role"
    if _has_ended(person):
        refusal = f"The sign-in had ended: {refusal[:1].lower()}{refusal[1:]}"
    try:
        base = open_base()
    except MeasuresError:
        return  # the log has the line of the request
    note_of(base.acting(person), AuditKind.REFUSAL, refusal, {"path": path[:200]})


def _has_ended(person: Actor) -> bool:
    return person.until is not None and person.until <= clock.now()


def _as_now(person: Actor | None) -> Actor | None:
    """The person as they are at this moment; None for whose sign-in has ended."""
    if person is None or person.until is None:
        return None
    try:
        return open_base().acting(person).actor_now()
    except SessionEnded:
        return None


def _may_send(person: Actor, session_id: str) -> bool:
    """Whether an open session is a person's own, and they may upload by what its page took them for and by now."""
    session = runtime.get_instance().get_app_session(session_id)
    try:
        reader = session.session_state[READER] if session else None
    except KeyError:
        return False
    if not isinstance(reader, Actor) or (reader.issuer, reader.subject) != (person.issuer, person.subject):
        return False
    return reader.may(Permission.UPLOAD) and person.may(Permission.UPLOAD)


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
