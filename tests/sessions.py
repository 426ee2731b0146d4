"""A reader's session on `measures serve` without a browser: the websocket, the messages and the upload of one."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect

from tests.serving import Answer, Serving

SECONDS = 60
_BOUNDARY = "a-boundary"


class Session:
    """One session: `go` to a page, `ask` for it again, `fill` what it asks for, `press` a button."""

    def __init__(self, of: Serving, socket: ClientConnection) -> None:
        self._of = of
        self._socket = socket
        self._elements: dict[tuple[int, ...], Any] = {}
        self._filled: dict[str, dict[str, Any]] = {}
        self._at = ("", "")
        self._id = self._fragment = ""

    @property
    def html(self) -> str:
        """What stands on the page."""
        return "".join(one.html.body for one in self._elements.values() if one.WhichOneof("type") == "html")

    def go(self, page: str, query: str = "") -> "Session":
        """Open a page; nothing is filled in."""
        self._at, self._filled = (page, query), {}
        return self.ask()

    def ask(self, seconds: float = SECONDS, **pressed: Any) -> "Session":
        """Have the page made again; it has to come within so long, without a fault of the program."""
        self._send(pressed)
        self._until_made(seconds)
        faults = [one.exception.message for one in self._elements.values() if one.WhichOneof("type") == "exception"]
        assert not faults, faults
        return self

    def wait_for_itself(self, seconds: float = SECONDS) -> "Session":
        """Let the page ask again by itself, as it told the browser to do every so often, without the waiting."""
        assert self._fragment, "this page does not ask again by itself"
        self._send({}, self._fragment)
        self._until_made(seconds, part=True)
        return self

    def fill(self, kind: str, text: str, number: int = 0) -> "Session":
        """Write into a field: `text_input` or `text_area`, the first of its kind unless `number` says."""
        self._filled[self._find(kind, number).id] = {"string_value": text}
        return self

    def tick_all(self) -> "Session":
        """Tick every box."""
        for one in self._elements.values():
            if one.WhichOneof("type") == "checkbox":
                self._filled[one.checkbox.id] = {"bool_value": True}
        return self

    def press(self, label: str, seconds: float = SECONDS) -> "Session":
        """Press the button whose label begins so, and wait for the page."""
        return self.ask(seconds, **{self._button(label): {"trigger_value": True}})

    def press_and_leave(self, label: str) -> None:
        """Press a button without waiting for anything."""
        self._send({self._button(label): {"trigger_value": True}})

    def choose_file(self, name: str, content: bytes) -> "Session":
        """Give the page's first uploader a file, as a browser does."""
        place = self.place_for_file(name)
        answer = self._of.ask(place.upload_url, "PUT", as_form(name, content), **self.form_headers())
        assert answer.status == 204, answer
        info = {"file_id": place.file_id, "name": name, "size": len(content), "file_urls": place}
        self._filled[self._find("file_uploader").id] = {"file_uploader_state_value": {"uploaded_file_info": [info]}}
        return self.ask()

    def place_for_file(self, name: str) -> Any:
        """The addresses that the server gives a file of this session."""
        asked = BackMsg()
        asked.file_urls_request.request_id = "1"
        asked.file_urls_request.session_id = self._id
        asked.file_urls_request.file_names.append(name)
        self._socket.send(asked.SerializeToString())
        while True:
            told = self._receive(SECONDS)
            if told.WhichOneof("type") == "file_urls_response":
                return told.file_urls_response.file_urls[0]

    def form_headers(self) -> dict[str, str]:
        """The headers under which the server takes a file: the cookie that guards forms, and its token."""
        answer: Answer = self._of.ask("/_stcore/health")
        pair = answer.cookies[0].partition(";")[0]
        token = pair.partition("=")[2]
        return {"cookie": pair, "x_xsrftoken": token, "content_type": f"multipart/form-data; boundary={_BOUNDARY}"}

    def _find(self, kind: str, number: int = 0) -> Any:
        found = [one for _, one in sorted(self._elements.items()) if one.WhichOneof("type") == kind]
        assert len(found) > number, (kind, self.html)
        return getattr(found[number], kind)

    def _button(self, label: str) -> str:
        buttons = [one.button for one in self._elements.values() if one.WhichOneof("type") == "button"]
        found = [one.id for one in buttons if one.label.startswith(label)]
        assert len(found) == 1, ([one.label for one in buttons], self.html)
        return str(found[0])

    def _send(self, pressed: dict[str, Any], fragment: str = "") -> None:
        page, query = self._at
        state = ClientState(page_name=page, query_string=query, fragment_id=fragment, is_auto_rerun=bool(fragment))
        for name, value in (self._filled | pressed).items():
            state.widget_states.widgets.add(id=name, **value)
        self._socket.send(BackMsg(rerun_script=state).SerializeToString())

    def _until_made(self, seconds: float, *, part: bool = False) -> None:
        while True:
            told = self._receive(seconds)
            kind = told.WhichOneof("type")
            if kind == "new_session":
                self._id = told.new_session.initialize.session_id
                if not part:
                    self._elements.clear()
                    self._fragment = ""
                part = False
            elif kind == "auto_rerun":
                self._fragment = told.auto_rerun.fragment_id
            elif kind == "delta" and told.delta.WhichOneof("type") == "new_element":
                self._elements[tuple(told.metadata.delta_path)] = told.delta.new_element
            elif kind == "script_finished" and told.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                return

    def _receive(self, seconds: float) -> Any:
        told = ForwardMsg()
        told.ParseFromString(bytes(self._socket.recv(timeout=seconds)))  # type: ignore[arg-type]
        return told


def as_form(name: str, content: bytes) -> bytes:
    """A file as a browser sends it."""
    head = f'Content-Disposition: form-data; name="file"; filename={json.dumps(name)}'
    return f"--{_BOUNDARY}\r\n{head}\r\n\r\n".encode() + content + f"\r\n--{_BOUNDARY}--\r\n".encode()


@contextmanager
def session_on(of: Serving, page: str = "", query: str = "") -> Iterator[Session]:
    """A session that has opened a page; the server may be gone when it ends."""
    address = f"ws://127.0.0.1:{of.port}/_stcore/stream"
    with connect(address, max_size=None, ping_interval=None, close_timeout=0.1) as socket:
        yield Session(of, socket).go(page, query)
