"""Who reads: the one place where a sign-in becomes a store that gives no more than its reader may see.

Every page gets its store here. Who may not have one sees why, and what to do, and the page ends.
"""

from typing import Literal, NoReturn
from urllib.parse import urlsplit

import streamlit as st
from streamlit.runtime.secrets import secrets_singleton

from measures.errors import MeasuresError
from measures.model import clock
from measures.model.access import ANYONE, LOCAL, Actor, Permission
from measures.model.audit import AuditKind
from measures.services.access import note_of
from measures.services.sign_in import person_of, streamlit_secrets
from measures.settings import WAY_BACK, settings
from measures.storage.store import Store
from measures.widgets import session, signed_in_html, trips
from measures.widgets.base import open_base
from measures.widgets.given_files import READER

#: What a page needs as a whole; a page that is not here shows each reader what they may see.
NEEDED = {
    "Upload": Permission.UPLOAD,
    "Quarter desk": Permission.SEE_WORK,
    "Report": Permission.SEE_WORK,
    "History": Permission.SEE_WORK,
    "People": Permission.ROLES,
    "Audit": Permission.AUDIT,
}


def the_store(page: str) -> Store:
    """The store as the reader of a page may see it; raises CannotReachDatabase.

    Who has not signed in, has no role, signed in too long ago, or may not open this page is told so: the run ends.
    """
    base = open_base()
    base.note_what_waits()
    actor = _reader(base, page)
    st.session_state[READER] = actor
    store = base.acting(actor)
    if actor.signed_in:
        note_of(store, AuditKind.SIGN_IN, "Signed in")
        _go_on()
    needed = NEEDED.get(page)
    if needed and not actor.may(needed):
        note_of(store, AuditKind.REFUSAL, f"The page {page}")
        _stop(signed_in_html.not_for_you(page, needed, actor), sign_in=not actor.signed_in)
    return store


def shown(page: str) -> Literal["visible", "hidden"]:
    """Whether a page stands in the menu of its reader; who comes by its address is told why it is not for them."""
    needed = NEEDED.get(page)
    return "visible" if needed is None or _as_last_seen().may(needed) else "hidden"


def _as_last_seen() -> Actor:
    """The reader as the last run of the session knew them; before its first, as their sign-in and our table say."""
    known: Actor | None = st.session_state.get(READER)
    if known is not None:
        return known
    try:
        if not settings().signs_in:
            return LOCAL
        person = person_of(st.user.to_dict())
        return ANYONE if person is None else open_base().acting(person).actor_now()
    except MeasuresError:
        return ANYONE  # the page says what is the matter


def _reader(base: Store, page: str) -> Actor:
    """Who reads, with the role that holds now; ends the run for who may see nothing."""
    if not settings().signs_in:
        return LOCAL
    if _is_elsewhere():
        _stop(signed_in_html.elsewhere(_home()))
    person = person_of(st.user.to_dict())
    if person is None:
        if trips.came_back():
            _stop(signed_in_html.did_not_happen(_home()), sign_in=True)
        if settings().public:
            return ANYONE
        _stop(signed_in_html.NOT_SIGNED_IN, sign_in=True)
    if person.until and person.until <= clock.now():
        note_of(base.acting(person), AuditKind.REFUSAL, f"The sign-in had ended: the page {page}")
        _stop(signed_in_html.ended(settings().sign_in_hours), sign_in=True)
    person = base.acting(person).actor_now()
    if person.role is None:
        trips.stay()
        note_of(base.acting(person), AuditKind.REFUSAL, "Signed in without a role")
        _stop(signed_in_html.without_role(person), sign_out=True)
    return person


def _home() -> str:
    """The address under which sign-in works."""
    return settings().oidc_redirect_url.removesuffix(WAY_BACK)


def _is_elsewhere() -> bool:
    """Whether the page was opened under another name than that to which the provider sends people back."""
    host = st.context.headers.get("Host", "")
    return bool(host) and host.lower() != urlsplit(_home()).netloc.lower()


def _go_on() -> None:
    """After a sign-in: go to the page that was asked for before it."""
    trip = trips.end()
    if trip is not None and (trip.page, trip.query) != (trips.page_now(), st.query_params.to_dict()):
        st.switch_page(trips.file_of(trip.page), query_params=trip.query)


def _stop(html: str, *, sign_in: bool = False, sign_out: bool = False) -> NoReturn:
    """Show why there is nothing to see, with the button that helps, and end the run."""
    session.name_page("Sign in")
    session.show(html)
    if sign_in:
        st.button("Sign in", type="primary", on_click=trips.leave, key="sign_in")
        if settings().public and trips.came_back():
            st.button("Read on without signing in", on_click=trips.stay, key="read_on")
    if sign_out:
        st.button("Sign out", on_click=st.logout, key="sign_out")
    st.stop()


def give_secrets() -> None:
    """Hand Streamlit what its sign-in asks for, where it was not handed over at the start of the server."""
    try:
        secrets = streamlit_secrets()
    except MeasuresError:
        return  # the page says which setting is wrong
    held = secrets_singleton.to_dict() if secrets_singleton.load_if_toml_exists() else {}
    if secrets and held.get("auth") != secrets["auth"]:
        secrets_singleton.merge_programmatic_secrets(secrets)
