"""How many viewers one process and two processes behind nginx serve within the bound.

Run it: .venv/bin/python -m benchmarks.serving_two [address of a PostgreSQL database]     (needs nginx and openssl)

The nginx configuration is that of docs/running.md, the database SQLite without an address. Viewers who have not
signed in (`MEASURES_PUBLIC=true`) change page every ten seconds; a hundred more come until 5 % of the changes end
outside the bound in each of two rounds. They come from this very machine, whose cores they share with the servers,
nginx and TLS.
"""

import asyncio
import resource
import sys
import tempfile
import time
from contextlib import AsyncExitStack, ExitStack
from pathlib import Path
from statistics import quantiles
from typing import Any

from benchmarks.viewers import BOUND_SECONDS, Viewer, viewers, warm
from measures.services.sample import load_sample
from measures.storage.store import open_store
from tests.browser import free_port
from tests.docs.test_running_nginx import nginx
from tests.provider import provider_for, sign_in_settings
from tests.serving import Serving, serving

STEP, ROUND_SECONDS, MOST = 100, 15.0, 900
ROUNDS = 2  # of which one may fail: something else on the machine is no limit of ours
WARMING = 8  # nginx gives each session to either process


async def most_viewers(url: str, processes: list[Serving]) -> int:
    """The most for whom 95 % of the changes of a round end within the bound."""
    for _ in range(WARMING):
        await warm(url)
    async with AsyncExitStack() as stack:
        everyone: list[Viewer] = []
        while len(everyone) < MOST:
            everyone += await stack.enter_async_context(viewers(url, STEP))
            for _ in range(ROUNDS):
                if await _within(everyone, processes) <= BOUND_SECONDS:
                    break
            else:
                return len(everyone) - STEP
    return MOST


async def _within(everyone: list[Viewer], processes: list[Serving]) -> float:
    """The seconds within which 95 % of the changes of a round ended."""
    looked: list[tuple[float, float]] = []
    began, ours, theirs = time.perf_counter(), _own_seconds(), _seconds(processes)
    await asyncio.gather(*(one.look(ROUND_SECONDS, looked) for one in everyone))
    took = time.perf_counter() - began
    within = quantiles([wait for _, wait in looked], n=100)[94]
    used = (_seconds(processes) - theirs) / took, (_own_seconds() - ours) / took
    print(f"  {len(everyone)} viewers: {len(looked)} changes, 95 % within {within:.3f} s; "
          f"processor: servers {used[0]:.2f}, viewers {used[1]:.2f}", flush=True)  # fmt: skip
    return within


def _own_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def _seconds(processes: list[Serving]) -> float:
    """The processor time that the servers have used."""
    ticks = 0
    for one in processes:
        fields = Path(f"/proc/{one.process.pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / 100


def serve(url: str, processes: int) -> int:
    """Start so many processes behind nginx, and let viewers come."""
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        folder, port = Path(name), free_port()
        issuer = stack.enter_context(provider_for({}, folder / "provider.txt"))
        settings: dict[str, Any] = dict(sign_in_settings(issuer, f"https://localhost:{port}"))
        settings |= {"MEASURES_PUBLIC": "true", "MEASURES_PUBLIC_URL": f"https://localhost:{port}"}
        running = [stack.enter_context(serving(url, folder, **settings)) for _ in range(processes)]
        stack.enter_context(nginx(folder, [running[0].port, running[-1].port], port))
        return asyncio.run(most_viewers(f"https://localhost:{port}", running))


def main() -> None:
    """Print how many viewers each serves, and the ratio."""
    with tempfile.TemporaryDirectory() as folder:
        url = sys.argv[1] if len(sys.argv) > 1 else f"sqlite:///{folder}/sample.db"
        with open_store(url) as store:
            if not store.plan_heads():
                load_sample(store)
        served = []
        for processes in (1, 2):
            print(f"{processes} behind nginx")
            served.append(serve(url, processes))
    print(f"viewers within the bound: {served[0]} and {served[1]}, {served[1] / max(served[0], 1):.2f} times as many")


if __name__ == "__main__":
    main()
