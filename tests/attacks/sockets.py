"""A browser without a window: requests and websocket sessions as it would make them, honest or not."""

import json
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlsplit

from itsdangerous import URLSafeTimedSerializer
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect

from tests.provider import CLIENT, COOKIE_SECRET

GROUPS = {"viewer": "PCC Panel", "officer": "PCC Officers", "approver": "PCC Approvers",
          "administrator": "PCC Administrators"}  # fmt: skip
USER, XSRF = "_streamlit_user", "_streamlit_xsrf"


def claims(home: str, issuer: str, role: str = "", **more: object) -> dict[str, Any]:
    """What the server writes into the cookie of somebody who signed in an hour ago and brought a role."""
    return {
        "iss": issuer, "sub": f"{role or 'nobody'}-1", "aud": CLIENT, "name": f"A. {(role or 'nobody').capitalize()}",
        "iat": time.time() - 3600, "groups": [GROUPS[role]] if role else [], "origin": home, "is_logged_in": True,
        "provider": "default", **more,
    }  # fmt: skip


def signed(told: object, secret: str = COOKIE_SECRET, name: str = USER) -> str:
    """A cookie's value, signed with a secret for a name."""
    return URLSafeTimedSerializer(secret, salt=name).dumps(json.dumps(told))


@dataclass(frozen=True)
class Answer:
    """What came back: status, headers by their names in lower case, every cookie that is set, body.

    `written` are the cookies as they were set, with how long they live.
    """

    status: int
    headers: dict[str, str]
    cookies: dict[str, str]
    body: str
    written: tuple[str, ...] = ()


@dataclass
class Browser:
    """The cookies of one person at one server."""

    home: str
    cookies: dict[str, str] = field(default_factory=dict)

    def ask(self, path: str, method: str = "GET", body: bytes | None = None, **headers: str) -> Answer:
        """One request; `sec_fetch_site` names the header Sec-Fetch-Site. Cookies that are set are kept."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        if self.cookies:
            named.setdefault("cookie", "; ".join(f"{name}={value}" for name, value in self.cookies.items()))
        with closing(HTTPConnection(urlsplit(self.home).netloc, timeout=30)) as connection:
            connection.request(method, path, body, named)
            answer = connection.getresponse()
            pairs = [(name.lower(), value) for name, value in answer.getheaders()]
            written = tuple(value for name, value in pairs if name == "set-cookie")
            given = dict(value.partition(";")[0].split("=", 1) for value in written)
            self.cookies |= given
            return Answer(answer.status, dict(pairs), given, answer.read().decode("utf-8", "replace"), written)

    @property
    def token(self) -> str:
        """The token of its forms."""
        if XSRF not in self.cookies:
            self.ask("/_stcore/health")
        return self.cookies[XSRF]

    def send_file(self, session_id: str, method: str = "PUT", **headers: str) -> int:
        """Send a file for a session, or take it back; the status of the answer."""
        part = b'--b\r\nContent-Disposition: form-data; name="f"; filename="f.csv"\r\n\r\nx\r\n--b--\r\n'
        told = {"x_xsrftoken": self.token, "content_type": "multipart/form-data; boundary=b"} | headers
        return self.ask(f"/_stcore/upload_file/{session_id}/f1", method, part, **told).status

    @contextmanager
    def session(self, origin: str = "", resume: str = "") -> Iterator["Session"]:
        """A websocket; `resume` is the id of a session to go on with."""
        protocols = ["streamlit", self.token, *([resume] if resume else [])]
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        with connect(f"ws{self.home.removeprefix('http')}/_stcore/stream", origin=origin or self.home,  # type: ignore[arg-type]
                     subprotocols=protocols, additional_headers={"Cookie": cookie}, max_size=None) as socket:  # type: ignore[arg-type]  # fmt: skip
            yield Session(socket)


@dataclass
class Session:
    """An open websocket, and what its page has said."""

    socket: ClientConnection
    id: str = ""
    html: str = ""
    seen: list[ForwardMsg] = field(default_factory=list)

    def send(self, **asked: Mapping[str, object] | object) -> None:
        """Send one message: `clear_cache=True`, `rerun_script={"page_name": "upload"}`."""
        self.socket.send(BackMsg(**asked).SerializeToString())  # type: ignore[arg-type]

    def go(self, page: str = "", query: str = "", press: str = "") -> "Session":
        """Open a page and read what it says; `press` is the id of a button that is pressed."""
        states = {"widgets": [{"id": press, "trigger_value": True}]} if press else {}
        self.send(rerun_script={"page_name": page, "query_string": query, "widget_states": states})
        self.html, self.seen = "", []
        while True:
            message = self.next()
            kind = message.WhichOneof("type")
            if kind == "new_session":
                self.id = message.new_session.initialize.session_id
            if kind == "delta" and message.delta.new_element.WhichOneof("type") == "html":
                self.html += message.delta.new_element.html.body
            if kind in ("script_finished", "auth_redirect"):
                return self

    def next(self, seconds: float = 30) -> ForwardMsg:
        """The next message of the server."""
        self.seen.append(ForwardMsg.FromString(self.socket.recv(timeout=seconds)))  # type: ignore[arg-type]
        return self.seen[-1]

    def elements(self, kind: str) -> list[Any]:
        """The elements of one kind on the page: `download_button`."""
        deltas = [one.delta.new_element for one in self.seen if one.WhichOneof("type") == "delta"]
        return [getattr(one, kind) for one in deltas if one.WhichOneof("type") == kind]

    def address_of(self, label: str) -> str:
        """Press a button that saves a file; the address of the file."""
        (button,) = (one for one in self.elements("download_button") if one.label == label)
        if not button.deferred_file_id:
            return str(button.url)
        self.send(backend_operation_request={"request_id": "r", "session_id": self.id,
                                             "deferred_file": {"file_id": button.deferred_file_id}})  # fmt: skip
        while (answer := self.next()).WhichOneof("type") != "backend_operation_response":
            pass
        return str(answer.backend_operation_response.deferred_file.url)
