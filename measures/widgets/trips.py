"""The way to the provider and back: where a browser was when it left to sign in.

The sign-in ends on the first page, in a new session that knows nothing of the one before. The browser is known again by
the cookie that guards its forms; what is kept is the address of a page, for a quarter of an hour, in this process.
"""

import hashlib
import time
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path
from threading import Lock
from urllib.parse import urlsplit

import streamlit as st

_COOKIE, _LEFT = "_streamlit_xsrf", "left_to_sign_in"
_SECONDS, _MOST = 900, 10_000
_PAGES = Path(__file__).parents[2] / "pages"


@dataclass(frozen=True, slots=True)
class Trip:
    """A page's place in the menu ("" is the first) and what its address asked for."""

    page: str
    query: dict[str, str]
    at: float = field(default_factory=time.monotonic)


_trips: dict[str, Trip] = {}
_lock = Lock()


def leave() -> None:
    """Go to the provider, and come back to this very page; after a sign-in that did not happen, to the page before."""
    st.session_state[_LEFT] = True
    if not waiting():
        _begin()
    st.login()


def _begin() -> None:
    key = _browser()
    if not key:
        return
    with _lock:
        _trips[key] = Trip(page_now(), st.query_params.to_dict())
        for old in [name for name, one in _trips.items() if time.monotonic() - one.at > _SECONDS]:
            del _trips[old]
        while len(_trips) > _MOST:
            del _trips[next(iter(_trips))]


def came_back() -> bool:
    """Whether this browser left a moment ago, and this is not the session that is about to go."""
    return not st.session_state.get(_LEFT) and waiting()


def waiting() -> bool:
    """Whether this browser left and has not come back signed in."""
    with _lock:
        trip = _trips.get(_browser())
    return trip is not None and time.monotonic() - trip.at <= _SECONDS


def stay() -> None:
    """Forget where this browser was: its reader does not want to sign in."""
    end()


def end() -> Trip | None:
    """Where this browser was when it left, once; None where it did not, or too long ago."""
    with _lock:
        trip = _trips.pop(_browser(), None)
    return trip if trip is not None and time.monotonic() - trip.at <= _SECONDS else None


def page_now() -> str:
    """The page's place in the menu, "" for the first; "" for an address that is none of ours."""
    name = urlsplit(st.context.url or "").path.rstrip("/").rpartition("/")[2]
    return name if name and (_PAGES / f"{name}.py").is_file() and name.isidentifier() else ""


def file_of(page: str) -> str:
    """The file of a page."""
    return f"pages/{page or 'status'}.py"


def _browser() -> str:
    """What tells this browser from others: the token in its cookie, which each answer masks anew; "" without one."""
    parts = st.context.cookies.get(_COOKIE, "").split("|")
    try:
        _, mask, masked, _ = parts
        token = bytes(a ^ b for a, b in zip(bytes.fromhex(masked), cycle(bytes.fromhex(mask)), strict=False))
    except ValueError:
        return ""
    return hashlib.sha256(token).hexdigest() if token else ""
