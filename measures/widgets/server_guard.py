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

import streamlit
from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from measures.widgets.server_socket import of_readers

#: A cookie of the sign-in lives at most so long, whatever Streamlit gives it.
COOKIE_SECONDS = 12 * 3600
_PAGE = Path(streamlit.__file__).parent / "static" / "index.html"
_QUIET = ("/static/", "/_stcore/health", "/healthz", "/media/")  # of which the log says nothing when all is well
_FILES = ("/media/", "/_stcore/upload_file/")  # of readers
#: Asked for on no page: how much the process holds, and what drives pages without a browser.
_OURS_ALONE = ("/_stcore/metrics", "/_stcore/agent")
_TRIPS = "/auth/"  # to the provider and back
_KEPT = ((b"cache-control", b"no-store"),)  # such files are not left behind in the browser
_SAFE_METHODS = ("GET", "HEAD", "OPTIONS")
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
class Guarding:
    """`by_tls`: readers come by https. `for_all`: sign-in is configured; without it only this machine is served.

    `may_have` says of a request for a file at a path whether it is its sender's; None where nobody signs in.
    """

    by_tls: bool
    for_all: bool
    host: str = ""
    may_have: Callable[[Headers, str], bool] | None = None


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
        refusal = self._refusal(headers, str(scope["path"])) or _foreign(headers, scope)
        if refusal is None:
            await self._app(scope, of_readers(receive) if scope["type"] == "websocket" else receive, mended)
        elif scope["type"] == "http" or "websocket.http.response" in scope.get("extensions", {}):
            await PlainTextResponse(refusal, 403)(scope, receive, mended)
        else:
            status[0] = 403
            await send({"type": "websocket.close", "code": 1008, "reason": "not served"})
        _tell(scope, status[0], began, refusal)

    def _refusal(self, headers: Headers, path: str) -> str | None:
        """Why this request is not served, None where it is."""
        host = re.sub(r":\d+$", "", headers.get("host", "")).strip("[]").lower()
        if self._guarding.for_all:
            known = not self._guarding.host or host == self._guarding.host or _is_this_machine(host)
            if not known:
                return "This server is not known under that name."
            if path.startswith(_FILES) and self._guarding.may_have and not self._guarding.may_have(headers, path):
                return "This file is not yours, or your sign-in has ended: sign in, and take it from its page."
            return None
        proxied = any(name.startswith("x-forwarded-") or name in ("forwarded", "x-real-ip") for name in headers)
        if proxied or not _is_this_machine(host):
            return "Sign-in is not configured: without it the dashboard serves the machine that it runs on only."
        return None

    def _mend(self, headers: Iterator[tuple[bytes, bytes]]) -> Iterator[tuple[bytes, bytes]]:
        ours = {name for name, _ in self._headers}
        for name, value in headers:
            if name.lower() == b"set-cookie":
                yield name, mended_cookie(value.decode("latin-1"), by_tls=self._guarding.by_tls).encode("latin-1")
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


def mended_cookie(cookie: str, *, by_tls: bool) -> str:
    """A Set-Cookie header of limited life, `SameSite`, `Secure` behind TLS; the xsrf cookie is read by the page."""
    parts = [part.strip() for part in cookie.split(";")]
    names = {part.split("=")[0].lower() for part in parts[1:]}
    for place, part in enumerate(parts):
        if part.lower().startswith("max-age="):
            parts[place] = f"Max-Age={min(int(part[8:] or 0), COOKIE_SECONDS)}"
    parts = [part for part in parts if not part.lower().startswith("expires=") or "max-age" not in names]
    if "samesite" not in names:
        parts.append("SameSite=Lax")
    if "httponly" not in names and not parts[0].startswith("_streamlit_xsrf="):
        parts.append("HttpOnly")
    if by_tls and "secure" not in names:
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


def _tell(scope: Scope, status: int, began: float, refusal: str | None) -> None:
    """One line for a request; its query may hold what is nobody's business and is left out."""
    path = str(scope["path"])
    if status < 400 and path.startswith(_QUIET):
        return
    told = {
        "path": path[:200],
        "status": status,
        "ms": round(1000 * (time.perf_counter() - began)),
        "from": (scope.get("client") or ("",))[0],
    }
    verb = scope.get("method", "WEBSOCKET")
    _log.log(
        logging.WARNING if refusal or status >= 500 else logging.INFO, refusal or f"{verb} {path[:200]}", extra=told
    )
