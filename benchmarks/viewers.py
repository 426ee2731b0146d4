"""Real websocket sessions with a server, as `benchmarks.serving` and `benchmarks.serving_two` have them."""

import asyncio
import random
import ssl
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

EVERY, LEAST_BYTES = 10.0, 200_000
BOUND_SECONDS = 0.2
PAGES = (
    ("", "plan=2024-2029&quarter=2025-26-Q3"),
    ("", "plan=2013-2018&quarter=2016-17-Q1"),
    ("exceptions", "plan=2024-2029&quarter=2025-26-Q3"),
    ("priority", "plan=2013-2018&quarter=2016-17-Q1"),
    ("measure", "plan=2013-2018&quarter=2016-17-Q1&m=domestic-burglary"),
    ("forces", "plan=2024-2029&quarter=2025-26-Q3"),
)


class Viewer:
    """One session."""

    def __init__(self, socket: ClientConnection) -> None:
        self._socket = socket
        self.faults = 0
        self.received = 0  # bytes

    async def go(self, page: str, query: str) -> float:
        """Ask for a page; the seconds until its script has finished."""
        asked = BackMsg()
        asked.rerun_script.page_name = page
        asked.rerun_script.query_string = query
        began = time.perf_counter()
        await self._socket.send(asked.SerializeToString())
        await self._finished()
        return time.perf_counter() - began

    async def go_anywhere(self) -> float:
        """Ask for one of the pages."""
        return await self.go(*random.choice(PAGES))

    async def look(self, seconds: float, looked: list[tuple[float, float]]) -> None:
        """Change page every ten seconds, from a moment of its own on; the first page is not counted.

        `looked` takes when each was asked for, and how long it took.
        """
        await asyncio.sleep(random.uniform(0, EVERY))
        await self.go(*PAGES[0])
        until = time.perf_counter() + seconds
        while time.perf_counter() < until:
            began = time.perf_counter()
            looked.append((began, await self.go_anywhere()))
            await asyncio.sleep(max(EVERY - (time.perf_counter() - began), 0))

    async def _finished(self) -> None:
        running = True
        while running:
            content = bytes(await self._socket.recv(decode=False))
            self.received += len(content)
            message = ForwardMsg()
            message.ParseFromString(content)
            kind = message.WhichOneof("type")
            self.faults += kind == "delta" and message.delta.new_element.WhichOneof("type") == "exception"
            running = kind != "script_finished"


@asynccontextmanager
async def viewers(url: str, many: int) -> AsyncIterator[list[Viewer]]:
    """So many sessions with the server at `url`, whose certificate may be its own."""
    address = url.replace("http", "ws", 1) + "/_stcore/stream"
    trusting = ssl.create_default_context() if address.startswith("wss") else None
    if trusting:
        trusting.check_hostname, trusting.verify_mode = False, ssl.CERT_NONE
    async with AsyncExitStack() as stack:
        sockets = [
            await stack.enter_async_context(connect(address, max_size=None, ping_interval=None, ssl=trusting))
            for _ in range(many)
        ]
        yield [Viewer(socket) for socket in sockets]


async def warm(url: str) -> None:
    """Have made what is made once for all readers, and see that it is no page that sends them away."""
    async with viewers(url, 1) as (one,):
        for page in PAGES * 2:
            await one.go(*page)
        if one.received < LEAST_BYTES:
            raise RuntimeError(f"All pages together have {one.received} bytes: are they there?")
