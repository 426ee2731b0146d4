"""Many viewers on one process of the server: real websocket sessions that change page.

Run it: .venv/bin/python -m benchmarks.serving [viewers] [seconds]

Each viewer opens a session as a browser does and asks for another page every ten seconds; a change is timed from the
message that asks for it to the one that says that the script has finished. The memory of a session is that which the
process holds more with all of them than before the first.
"""

import asyncio
import os
import random
import sys
import tempfile
import time
from pathlib import Path
from statistics import median, quantiles

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

from measures.services.definitions import load_plans
from measures.services.sample import load_sample
from measures.settings import ROOT
from measures.storage.store import open_store
from tests.builders import a_plan
from tests.services.uploading import LARGE, MEASURES
from tests.serving import Serving, serving

VIEWERS, SECONDS, EVERY = 100, 60, 10.0
BOUND_SECONDS, BOUND_MB, BOUND_MEANWHILE = 0.2, 0.5, 1
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

    async def go(self, page: str, query: str) -> float:
        """Ask for a page; the seconds until its script has finished."""
        asked = BackMsg()
        asked.rerun_script.page_name = page
        asked.rerun_script.query_string = query
        began = time.perf_counter()
        await self._socket.send(asked.SerializeToString())
        await self._finished()
        return time.perf_counter() - began

    async def _finished(self) -> None:
        running = True
        while running:
            message = ForwardMsg()
            message.ParseFromString(bytes(await self._socket.recv()))  # type: ignore[arg-type]
            kind = message.WhichOneof("type")
            self.faults += kind == "delta" and message.delta.new_element.WhichOneof("type") == "exception"
            running = kind != "script_finished"


def memory_mb(of: Serving) -> float:
    """What the process holds, in MB."""
    status = Path(f"/proc/{of.process.pid}/status").read_text(encoding="ascii")
    return int(status.partition("VmRSS:")[2].split()[0]) / 1024


def hundred_thousand() -> str:
    """A file of so many figures: that of the tests for five times as many areas."""
    head, *rows = LARGE.splitlines()
    parts = [row.split(",", 2) for row in rows]
    return "\n".join([head, *(f"{one},{area}-{n},{rest}" for n in range(5) for one, area, rest in parts), ""])


async def upload_at(url: str, file: Path, moment: float) -> tuple[float, float]:
    """Have another process store a large file after so many seconds; when that began and ended."""
    await asyncio.sleep(moment)
    began = time.perf_counter()
    load = [sys.executable, "-m", "measures", "load", str(file), "--confirm", "--by", "A. Officer"]
    environment = {**os.environ, "MEASURES_DATABASE_URL": url}
    quiet = asyncio.subprocess.DEVNULL
    process = await asyncio.create_subprocess_exec(*load, env=environment, cwd=ROOT, stdout=quiet)
    assert await process.wait() == 0
    return began, time.perf_counter()


async def watch(of: Serving, url: str, file: Path, viewers: int, seconds: float) -> None:
    """Let them all look, and print how long they waited."""
    address = f"ws://127.0.0.1:{of.port}/_stcore/stream"
    async with connect(address, origin=None, max_size=None, ping_interval=None) as socket:
        first = Viewer(socket)  # type: ignore[arg-type]
        for page, query in PAGES * 2:  # what is made once for all readers is made
            await first.go(page, query)
    await asyncio.sleep(2)
    before = memory_mb(of)
    sockets = [await connect(address, max_size=None, ping_interval=None) for _ in range(viewers)]
    everyone = [Viewer(socket) for socket in sockets]
    looked: list[tuple[float, float]] = []
    uploading = asyncio.create_task(upload_at(url, file, EVERY + seconds / 2))
    await asyncio.gather(*(_look(viewer, seconds, looked) for viewer in everyone))
    began, ended = await uploading
    after = memory_mb(of)
    waits = [wait for at, wait in looked if at < began]
    meanwhile = [wait for at, wait in looked if began <= at < ended + EVERY]
    burst = await asyncio.gather(*(viewer.go(*random.choice(PAGES)) for viewer in everyone[:50]))
    for socket in sockets:
        await socket.close()
    percent = quantiles(waits, n=100)
    each = (after - before) / viewers
    print(f"{viewers} viewers, a page every {EVERY:.0f} s each, {len(waits)} changes, "
          f"{sum(viewer.faults for viewer in everyone)} faults")  # fmt: skip
    print(f"waited: median {median(waits):.3f} s, 95 % within {percent[94]:.3f} s (bound {BOUND_SECONDS}), "
          f"99 % {percent[98]:.3f} s, longest {max(waits):.3f} s")  # fmt: skip
    print(f"while another process stored 100,000 figures ({ended - began:.1f} s) and for {EVERY:.0f} s after it: "
          f"median {median(meanwhile):.3f} s, longest {max(meanwhile):.2f} s (bound {BOUND_MEANWHILE})")  # fmt: skip
    print(f"50 at the same moment: the last after {max(burst):.2f} s")
    print(f"memory: {before:.0f} MB before, {each:.2f} MB a session (bound {BOUND_MB})")


async def _look(viewer: Viewer, seconds: float, looked: list[tuple[float, float]]) -> None:
    """Change page every ten seconds, from a moment of the viewer's own on; the first page is not counted."""
    await asyncio.sleep(random.uniform(0, EVERY))
    await viewer.go(*PAGES[0])
    until = time.perf_counter() + seconds
    while time.perf_counter() < until:
        began = time.perf_counter()
        looked.append((began, await viewer.go(*random.choice(PAGES))))
        await asyncio.sleep(max(EVERY - (time.perf_counter() - began), 0))


def main() -> None:
    """Serve the sample and let them look."""
    viewers = int(sys.argv[1]) if len(sys.argv) > 1 else VIEWERS
    seconds = float(sys.argv[2]) if len(sys.argv) > 2 else SECONDS
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/sample.db"
        with open_store(url) as store:
            load_sample(store)
            load_plans(store, [a_plan(*MEASURES, id="large")], by="A. Officer")
        file = Path(folder) / "large.csv"
        file.write_text(hundred_thousand(), encoding="utf-8")
        with serving(url, Path(folder)) as running:
            asyncio.run(watch(running, url, file, viewers, seconds))


if __name__ == "__main__":
    main()
