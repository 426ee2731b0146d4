"""What the browser of a reader may ask for through its websocket: what a page needs, and nothing for developers.

Streamlit does more on demand of whoever has a socket open, before anybody has signed in: it empties the caches of all
readers, and names the files of the program's checkout that are not as they were committed. No page asks for that.
"""

import logging

from google.protobuf.message import DecodeError
from starlette.types import Message, Receive
from streamlit.proto.BackMsg_pb2 import BackMsg

_OF_READERS = frozenset(
    ("rerun_script", "stop_script", "file_urls_request", "app_heartbeat", "backend_operation_request")
)
_log = logging.getLogger("measures.requests")


def of_readers(receive: Receive) -> Receive:
    """The same messages without those that are none of a reader's; what cannot be read is left to Streamlit."""

    async def received() -> Message:
        while True:
            message = await receive()
            asked = _asked(message)
            if asked is None or asked in _OF_READERS:
                return message
            _log.warning("A browser asked for %s, which is nothing for readers.", asked)

    return received


def _asked(message: Message) -> str | None:
    """What a message asks for; None where it is of another kind, or cannot be read."""
    content = message.get("bytes") if message["type"] == "websocket.receive" else None
    if not content:
        return None
    try:
        return BackMsg.FromString(content).WhichOneof("type")
    except DecodeError:
        return None
