"""Streamlit's side of a page: the open store, what is kept between runs, and the output.

What is kept is keyed by the database, its data version, so that an accepted file shows at once, and the reader's role,
so that nobody is shown what was made for another. It is shared by all readers of a role: nothing else that depends on
who reads is ever kept.
"""

import runpy
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar, cast

import streamlit as st

from measures.charts.theme import pictures_css
from measures.charts.trend import Drawing
from measures.errors import CannotReachDatabase, MeasuresError
from measures.model.access import Actor, Permission, Role
from measures.model.audit import AuditKind
from measures.model.desk import QuarterDesk
from measures.model.status import QuarterStatus
from measures.services.access import need, need_as_shown, note_of
from measures.settings import local_user
from measures.storage.store import Store
from measures.views.desk_view import File
from measures.views.markup import esc, tag
from measures.widgets import trips
from measures.widgets.away import look_again
from measures.widgets.base import open_base
from measures.widgets.fault_words import sentence_of
from measures.widgets.given_files import READER, give
from measures.widgets.markup import Place
from measures.widgets.measure_html import chart_notes
from measures.widgets.parts import foot_html, told_html
from measures.widgets.process import PROCESS
from measures.widgets.signed_in_html import who_is_served

T = TypeVar("T")

#: Whom a session takes for its reader before that is known.
NOBODY = Actor("", None)

CSS = Path(__file__).with_name("page.css")
FAVICON = Path(__file__).with_name("favicon.svg")
APP = Path(__file__).parents[2] / "app.py"
SITE = "Police and crime plan measures"
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class Opened:
    """What a page that is about no one quarter works on: the store and its data version."""

    store: Store
    version: int


@dataclass(frozen=True, slots=True)
class Placed(Opened):
    """What a page that is about one plan and quarter works on; `place` is where links lead."""

    place: Place


@dataclass(frozen=True, slots=True)
class Chosen(Placed):
    """The same, with how the plan's measures stand in the quarter."""

    status: QuarterStatus


@dataclass(frozen=True, slots=True)
class AtDesk(Placed):
    """The same, with what has arrived for the quarter."""

    desk: QuarterDesk


def through_app() -> None:
    """See that `app.py` has run in this process; a page calls this first.

    Until it has, Streamlit takes every file in `pages/` for a page by itself: the first visit after a start would get
    a page without menu and style if it went straight to one. Then this runs `app.py`, which runs the page, and stops.
    """
    if not PROCESS.started:
        runpy.run_path(str(APP))
        st.stop()


@contextmanager
def speaking_plainly() -> Iterator[None]:
    """What befalls a page in its middle, such as a database that goes away, is a sentence beneath what it has."""
    try:
        yield
    except MeasuresError as error:
        show(told_html(sentence_of(error), refused=True))
        if isinstance(error, CannotReachDatabase):
            look_again()


def dress() -> None:
    """The pages' own style sheet, which takes no room on the page."""
    st.html(_style())


@st.cache_resource(show_spinner=False)
def _style() -> str:
    return tag("style", CSS.read_text(encoding="utf-8"), pictures_css())


def name_page(title: str) -> None:
    """The title in the reader's tab, different on every page."""
    st.set_page_config(page_title=f"{title} · {SITE}", page_icon=str(FAVICON), layout="wide")


def kept_as(make: Callable[[], T], *key: str) -> T:
    """What `make` gives, made once for this key and the reader's role. It is shared: never alter it."""
    return cast("T", _keep(make, (reader().role or "nobody", *key)))  # the same key is always made by the same function


@st.cache_resource(show_spinner=False, max_entries=1024)
def _keep(_make: Callable[[], object], key: tuple[str, ...]) -> object:
    return _make()


def kept(make: Callable[[], T], chosen: Placed, *key: str) -> T:
    """What `make` gives, made once for this data version, plan, quarter and key."""
    place = chosen.place
    return kept_as(make, chosen.store.url, str(chosen.version), place.plan_id, place.quarter.slug, *key)


def show(html: str) -> None:
    """Put finished HTML on the page; nothing where there is nothing to say."""
    if html:
        st.html(html)


def draw(drawing: Drawing, text: str) -> None:
    """A chart, with the text that states its finding for who does not see it, and the key to its letters."""
    st.vega_lite_chart(drawing.spec, width="stretch", alt=text)
    if notes := chart_notes(drawing):
        st.html(notes)


def kept_whole(name: str) -> AbstractContextManager[object]:
    """What paper is to keep on one page: a heading with its chart. `name` is the only one of its kind on the page."""
    return st.container(key=name)


def reader() -> Actor:
    """Who reads, as the page has found out by now; nobody before that."""
    found: Actor = st.session_state.get(READER, NOBODY)
    return found


def foot(of: Opened) -> None:
    """The foot of a page: method, accessibility, data version, who is served, and the way out for who signed in."""
    served = who_is_served(of.store.actor)
    st.html(foot_html(of.place if isinstance(of, Placed) else None, of.version, served))
    if of.store.actor.signed_in:
        st.button("Sign out", on_click=_sign_out, args=(of.store,), key="sign_out")
    elif of.store.actor.role is Role.ANYONE:
        st.button("Sign in", on_click=trips.leave, key="sign_in")


def _sign_out(store: Store) -> None:
    note_of(store, AuditKind.SIGN_OUT, "Signed out")
    st.logout()


def person() -> str:
    """The name under which the history will keep what is done on this page; "" while the box is empty.

    Who has signed in is named by the provider. Else it is a person's own word, at first the operating system's; it is
    kept for the session.
    """
    if reader().signed_in:
        return _named("person")
    if "person" not in st.session_state:  # Streamlit forgets a box that the page before did not have
        st.session_state["person"] = st.session_state.get("kept_person", local_user())
    given: str = st.text_input("Your name, as the history will show it", key="person", max_chars=100)
    st.session_state["kept_person"] = given.strip()
    return given.strip()


def tell_of_lost(store: Store, permission: Permission, key: str) -> None:
    """Say once, to who had begun something under a key of the session, that they may not do it any more."""
    if st.session_state.pop(key, None) is None:
        return
    try:
        need(store, permission)
    except MeasuresError as error:
        show(told_html(sentence_of(error), refused=True))


def signature(label: str, key: str) -> None:
    """A box for a person's name under a key of the session; who has signed in is named by the provider."""
    if reader().signed_in:
        _named(key)
    else:
        st.text_input(label, max_chars=100, key=key)


def _named(key: str) -> str:
    st.session_state[key] = name = reader().name
    st.html(tag("p", f"In your name: {esc(name)}", class_="pc muted"))
    return name


def download(label: str, content: bytes | Callable[[], bytes], name: str, mime: str = "") -> None:
    """A button that saves a file, without another run. A function is asked for the file when the button is pressed.

    The file's kind follows from the ending of its name, unless `mime` says it. It is given to this reader alone, and
    while they may do what they might when the page was made. What is taken by somebody who has signed in and may see
    restricted figures goes into the audit.
    """
    if reader().signed_in and (callable(content) or reader().may(Permission.SEE_RESTRICTED)):
        content = _asked_for(open_base().acting(reader()), content, name)
    mime = mime or (WORKBOOK if name.endswith(".xlsx") else "text/csv")
    content = _given(content, name, mime)
    st.download_button(label, content, file_name=name, mime=mime, key=f"save_{name}", on_click="ignore")


def _asked_for(store: Store, content: bytes | Callable[[], bytes], name: str) -> Callable[[], bytes]:
    """The same file, which is made for who may still have it, and notes who takes it."""

    def make() -> bytes:
        need_as_shown(store, name)
        made = content() if callable(content) else content
        if store.actor.may(Permission.SEE_RESTRICTED):
            note_of(store, AuditKind.DOWNLOAD, f"{name} was taken")
        return made

    return make


def _given(content: bytes | Callable[[], bytes], name: str, mime: str) -> bytes | Callable[[], bytes]:
    """The same file, of which is known to whom it is given as soon as it has an address."""
    to = reader()
    if not callable(content):
        give(content, name, mime, to)
        return content

    def make() -> bytes:
        made = content()
        give(made, name, mime, to)
        return made

    return make


def downloads(files: Sequence[File]) -> None:
    """Buttons that save files, side by side where there is room."""
    with st.container(horizontal=True):
        for file in files:
            download(file.label, file.content, file.name)


def folded(label: str) -> AbstractContextManager[object]:
    """What is not needed at a glance, unfolded by a click or a key; not on paper."""
    return st.expander(label)


def copyable(text: str) -> None:
    """Plain text as it is, with a button that copies it."""
    st.code(text, language=None, wrap_lines=True)
