"""Many viewers on one process of the server: real websocket sessions that change page.

Run it: .venv/bin/python -m benchmarks.serving [viewers] [seconds]     (needs Chromium)

Each viewer opens a session as a browser does and asks for another page every ten seconds; a change is timed from the
message that asks for it to the one that says that the script has finished. The memory of a session is that which the
process holds more with all of them than before the first. Meanwhile 100,000 figures are uploaded twice: by another
process, and by an officer at the Upload page of this one.
"""

import asyncio
import os
import re
import shutil
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from statistics import median, quantiles

from playwright.async_api import async_playwright

from benchmarks.viewers import BOUND_SECONDS, EVERY, Viewer, viewers, warm
from measures.services.definitions import load_plans
from measures.services.sample import load_sample
from measures.settings import ROOT
from measures.storage.store import open_store
from tests.browser import AT_REST, LAUNCH
from tests.builders import a_plan
from tests.services.uploading import LARGE, MEASURES
from tests.serving import Serving, serving

VIEWERS, SECONDS, BURST = 100, 60, 50
BOUND_MB, BOUND_MEANWHILE = 0.5, 1
UPLOAD_SECONDS = 60

Looked = list[tuple[float, float]]  # when a page was asked for, and how long it took
Upload = Callable[[], Awaitable[None]]


def memory_mb(of: Serving) -> float:
    """What the process holds, in MB."""
    status = Path(f"/proc/{of.process.pid}/status").read_text(encoding="ascii")
    return int(status.partition("VmRSS:")[2].split()[0]) / 1024


def hundred_thousand(more: int = 0) -> str:
    """A file of so many figures: that of the tests for five times as many areas, each figure higher by `more`."""
    head, *rows = LARGE.splitlines()
    parts = [row.split(",") for row in rows]
    lines = (f"{one},{area}-{n},{quarter},{int(value) + more}" for n in range(5) for one, area, quarter, value in parts)
    return "\n".join([head, *lines, ""])


async def by_command(url: str, file: Path) -> None:
    """Have another process store a file."""
    load = [sys.executable, "-m", "measures", "load", str(file), "--confirm", "--by", "A. Officer"]
    environment = {**os.environ, "MEASURES_DATABASE_URL": url}
    quiet = asyncio.subprocess.DEVNULL
    process = await asyncio.create_subprocess_exec(*load, env=environment, cwd=ROOT, stdout=quiet)
    if await process.wait():
        raise RuntimeError("The file was not stored.")


async def by_page(of: Serving, file: Path) -> None:
    """Choose a file at the Upload page in a browser, say yes to each finding, and store it."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=shutil.which("chromium"), args=LAUNCH)
        page = await browser.new_page()
        page.set_default_timeout(1000 * UPLOAD_SECONDS)
        await page.goto(f"{of.url}/upload")
        await page.wait_for_function(AT_REST)
        await page.locator('[data-testid="stFileUploaderDropzoneInput"]').set_input_files(file)
        await page.get_by_role("textbox", name="Change note").fill("As published")
        for box in await page.get_by_role("checkbox").all():
            await box.locator("xpath=ancestor::label").click()
        await page.get_by_role("button", name=re.compile("^Store 100,000")).click()
        await page.get_by_role("heading", level=1, name=re.compile("^Stored")).wait_for()
        await browser.close()


async def meanwhile(everyone: list[Viewer], seconds: float, name: str, upload: Upload) -> Looked:
    """Let them look while a file is stored; print how long they waited then, return what they saw before."""
    looked: Looked = []
    looking = [asyncio.create_task(one.look(seconds, looked)) for one in everyone]
    await asyncio.sleep(EVERY + seconds / 2)
    began = time.perf_counter()
    await upload()
    ended = time.perf_counter()
    await asyncio.gather(*looking)
    waits = [wait for at, wait in looked if began <= at + wait and at < ended + EVERY]
    print(f"while {name} stored 100,000 figures ({ended - began:.1f} s) and for {EVERY:.0f} s after it: "
          f"median {median(waits):.3f} s, longest {max(waits):.2f} s (bound {BOUND_MEANWHILE})")  # fmt: skip
    return [one for one in looked if one[0] < began]


async def watch(of: Serving, url: str, folder: Path, many: int, seconds: float) -> None:
    """Let them all look, and print how long they waited."""
    first, second = folder / "first.csv", folder / "second.csv"
    first.write_text(hundred_thousand(), encoding="utf-8")
    second.write_text(hundred_thousand(1), encoding="utf-8")
    await warm(of.url)
    await asyncio.sleep(2)
    before = memory_mb(of)
    async with viewers(of.url, many) as everyone:
        looked = await meanwhile(everyone, seconds, "another process", lambda: by_command(url, first))
        each = (memory_mb(of) - before) / many
        await meanwhile(everyone, seconds / 2, "an officer at the page of this one", lambda: by_page(of, second))
        burst = await asyncio.gather(*(one.go_anywhere() for one in everyone[:BURST]))
        faults = sum(one.faults for one in everyone)
    waits = [wait for _, wait in looked]
    percent = quantiles(waits, n=100)
    print(f"{many} viewers, a page every {EVERY:.0f} s each, {len(waits)} changes, {faults} faults: "
          f"median {median(waits):.3f} s, 95 % within {percent[94]:.3f} s (bound {BOUND_SECONDS}), "
          f"99 % {percent[98]:.3f} s, longest {max(waits):.3f} s")  # fmt: skip
    print(f"{BURST} at the same moment: the last after {max(burst):.2f} s")
    print(f"memory: {before:.0f} MB before, {each:.2f} MB a session (bound {BOUND_MB})")


def main() -> None:
    """Serve the sample and let them look."""
    many = int(sys.argv[1]) if len(sys.argv) > 1 else VIEWERS
    seconds = float(sys.argv[2]) if len(sys.argv) > 2 else SECONDS
    with tempfile.TemporaryDirectory() as name:
        url = f"sqlite:///{name}/sample.db"
        with open_store(url) as store:
            load_sample(store)
            load_plans(store, [a_plan(*MEASURES, id="large")], by="A. Officer")
        with serving(url, Path(name)) as running:
            asyncio.run(watch(running, url, Path(name), many, seconds))


if __name__ == "__main__":
    main()
