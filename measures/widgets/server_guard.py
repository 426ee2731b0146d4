"""What stands before every request of the server: who may come, and the headers and cookies of what goes back.

The content security policy allows scripts of the server's own and the one inline script of Streamlit's page, by its
hash; nothing may evaluate text as code, nor WebAssembly (a library of Streamlit's asks, and does without). Styles stand
in elements, as Streamlit and the pages write them.
"""

import base64
import hashlib
import ipaddress
import logging
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import anyio
import streamlit
from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from measures.errors import MeasuresError
from measures.model.access import Actor
from measures.widgets.server_socket import of_readers

_PAGE = Path(streamlit.__file__).parent / "static" / "index.html"
_QUIET = ("/static/", "/_stcore/health", "/healthz", "/media/")  # of which the log says nothing when all is well
_FILES = ("/media/", "/_stcore/upload_file/")  # of readers
#: Asked for on no page: how much the process holds, and what drives pages without a browser.
_OURS_ALONE = ("/_stcore/metrics", "/_stcore/agent")
_TRIPS = "/auth/"  # to the provider and back
_KEPT = ((b"cache-control", b"no-store"),)  # such files are not left behind in the browser
_SAFE_METHODS = ("GET", "HEAD", "OPTIONS")
_NOT_YOURS = "This file is not yours, or not any more, or your sign-in has ended: sign in, and take it from its page."
_NOT_NOW = "Whose this file is cannot be told: the database cannot be used at the moment. Try again."
_ALTERED = "A browser came with a cookie of a sign-in that was altered, made with another secret, or is a month old."
_log = logging.getLogger("measures.requests")


def policy() -> str:
    """The content security policy."""
    scripts = re.findall(r"<script>(.*?)</script>", _PAGE.read_text(encoding="utf-8"), re.DOTALL)
    hashes = " ".join(
        f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'" for script in scripts
    )
    return (
        f"default-src 'self'; script-src 'self' {hashes}; style-src 'self' 'unsafe-inline'; "
        "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self' data:; worker-src 'self' blob:; "
        "frame-src 'none'; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'"
    )


@dataclass(frozen=True, slots=True)
class Door:
    """What is asked where people sign in. `may_have` and `note` may wait for the database.

    `person` is whom a request's cookie names, `is_altered` whether it has one that names nobody. `may_have` says of a
    request for a file at a path whether it is its sender's, and may raise MeasuresError. `note` keeps what a person was
    refused at a path.
    """

    person: Callable[[Headers], Actor | None]
    is_altered: Callable[[Headers], bool]
    may_have: Callable[[Headers, str], bool]
    note: Callable[[Actor, str, str], None]


@dataclass(frozen=True, slots=True)
class Guarding:
    """`by_tls`: readers come by https. `for_all`: sign-in is configured; without it only this machine is served.

    `cookie_seconds` is how long a cookie lives at most, whatever Streamlit gives it: as long as a sign-in holds. `door`
    is None where nobody signs in.
    """

    by_tls: bool
    for_all: bool
    host: str = ""
    cookie_seconds: int = 12 * 3600
    door: Door | None = None


class Guard:
    """The outermost part of the application."""

    def __init__(self, app: ASGIApp, guarding: Guarding) -> None:
        self._app = app
        self._guarding = guarding
        self._headers = [(name.encode(), value.encode()) for name, value in _headers(guarding.by_tls)]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse who may not come; send the rest on, and mend what goes back."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        began, status = time.perf_counter(), [0]

        async def mended(message: Message) -> None:
            if message["type"] in ("http.response.start", "websocket.http.response.start"):
                status[0] = message["status"]
                kept = _KEPT if str(scope["path"]).startswith(_FILES) else ()
                message = {**message, "headers": [*self._mend(message.get("headers", ())), *kept]}
            elif message["type"] == "websocket.accept":
                status[0] = 101
            await send(message)

        headers = Headers(scope=scope)
        if scope["type"] == "websocket" and self._guarding.door and self._guarding.door.is_altered(headers):
            _log.warning(_ALTERED, extra={"from": (scope.get("client") or ("",))[0]})
        refusal = await self._refusal(headers, scope)
        person = await self._noted(headers, str(scope["path"]), refusal) if refusal else None
        if refusal is None:
            await self._app(scope, of_readers(receive) if scope["type"] == "websocket" else receive, mended)
        elif scope["type"] == "http" or "websocket.http.response" in scope.get("extensions", {}):
            await PlainTextResponse(refusal, 503 if refusal == _NOT_NOW else 403)(scope, receive, mended)
        else:
            status[0] = 403
            await send({"type": "websocket.close", "code": 1008, "reason": "not served"})
        _tell(scope, status[0], began, refusal, person)

    async def _refusal(self, headers: Headers, scope: Scope) -> str | None:
        """Why this request is not served, None where it is."""
        path = str(scope["path"])
        return self._unknown(headers) or _foreign(headers, scope) or await self._not_theirs(headers, path)

    async def _not_theirs(self, headers: Headers, path: str) -> str | None:
        """Why a file is not given to this reader, or not taken from them."""
        door = self._guarding.door
        if door is None or not path.startswith(_FILES):
            return None
        try:
            is_theirs = await anyio.to_thread.run_sync(door.may_have, headers, path)
        except MeasuresError as error:
            _log.warning("%s", error)
            return _NOT_NOW
        return None if is_theirs else _NOT_YOURS

    async def _noted(self, headers: Headers, path: str, refusal: str) -> Actor | None:
        """The person who is refused, if one has signed in; it is noted."""
        door = self._guarding.door
        person = door.person(headers) if door else None
        if door and person and refusal != _NOT_NOW:
            await anyio.to_thread.run_sync(door.note, person, path, refusal)
        return person

    def _unknown(self, headers: Headers) -> str | None:
        """Why nothing is served under this name, or by this way."""
        host = re.sub(r":\d+$", "", headers.get("host", "")).strip("[]").lower()
        if self._guarding.for_all:
            known = not self._guarding.host or host == self._guarding.host or _is_this_machine(host)
            return None if known else "This server is not known under that name."
        proxied = any(name.startswith("x-forwarded-") or name in ("forwarded", "x-real-ip") for name in headers)
        if proxied or not _is_this_machine(host):
            return "Sign-in is not configured: without it the dashboard serves the machine that it runs on only."
        return None

    def _mend(self, headers: Iterator[tuple[bytes, bytes]]) -> Iterator[tuple[bytes, bytes]]:
        ours = {name for name, _ in self._headers}
        for name, value in headers:
            if name.lower() == b"set-cookie":
                yield name, mended_cookie(value.decode("latin-1"), self._guarding).encode("latin-1")
            elif name.lower() not in ours and name.lower() != b"server":
                yield name, value
        yield from self._headers


def _foreign(headers: Headers, scope: Scope) -> str | None:
    """Why a request that a page of another server had its reader's browser send is not served, None for others."""
    path, origin = str(scope["path"]), headers.get("origin")
    if path.startswith(_OURS_ALONE):
        return "This is nothing for readers."
    writes = scope["type"] == "websocket" or scope["method"] not in _SAFE_METHODS
    if writes and origin is not None and origin.lower().partition("://")[2] != headers.get("host", "").lower():
        return "This was asked for by a page of another server."
    if path.startswith(_TRIPS) and headers.get("sec-fetch-site", "none") not in ("none", "same-origin"):
        return "Signing in and out begins on a page of the dashboard: open it and press the button there."
    return None


def mended_cookie(cookie: str, guarding: Guarding) -> str:
    """A Set-Cookie header of limited life, `SameSite`, `Secure` behind TLS; the xsrf cookie is read by the page."""
    parts = [part.strip() for part in cookie.split(";")]
    names = {part.split("=")[0].lower() for part in parts[1:]}
    for place, part in enumerate(parts):
        if part.lower().startswith("max-age="):
            parts[place] = f"Max-Age={min(int(part[8:] or 0), guarding.cookie_seconds)}"
    parts = [part for part in parts if not part.lower().startswith("expires=") or "max-age" not in names]
    if "samesite" not in names:
        parts.append("SameSite=Lax")
    if "httponly" not in names and not parts[0].startswith("_streamlit_xsrf="):
        parts.append("HttpOnly")
    if guarding.by_tls and "secure" not in names:
        parts.append("Secure")
    return "; ".join(parts)


def _headers(by_tls: bool) -> Iterator[tuple[str, str]]:
    yield "content-security-policy", policy()
    yield "x-content-type-options", "nosniff"
    yield "x-frame-options", "DENY"
    yield "referrer-policy", "same-origin"
    yield "cross-origin-opener-policy", "same-origin"
    yield "permissions-policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"
    if by_tls:
        yield "strict-transport-security", "max-age=31536000"


def _is_this_machine(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _tell(scope: Scope, status: int, began: float, refusal: str | None, person: Actor | None) -> None:
    """One line for a request, of a refusal with the person; its query may hold what is nobody's business."""
    path = str(scope["path"])
    if status < 400 and path.startswith(_QUIET):
        return
    told = {
        "path": path[:200],
        "status": status,
        "ms": round(1000 * (time.perf_counter() - began)),
        "from": (scope.get("client") or ("",))[0],
    }
    if person is not None:
        told |= {"by": person.name, "issuer": person.issuer, "subject": person.subject}
    verb = scope.get("method", "WEBSOCKET")
    _log.log(
        logging.WARNING if refusal or status >= 500 else logging.INFO, refusal or f"{verb} {path[:200]}", extra=told
    )
