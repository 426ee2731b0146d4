"""The status page of 25 measures in a real browser, beside an empty page and beside pages drawn with Altair.

Run it: .venv/bin/python -m benchmarks.pages [rounds]     (needs Chromium)

One browser shows every page, in turns: ours from our server, the peers from a Streamlit as it comes, which looks for
garbage after every run (`measures/widgets/process.py`); the empty page and ours without a body from our server as well.
A switch is timed in the browser, from the key that picks another quarter to the moment when the page shows that
quarter, every chart is drawn anew, the script has ended and a frame was drawn. Script time is the processor time of the
thread that runs the page, added up over the runs of a switch.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import numpy as np
import pandas as pd
from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks.side_by_side import beside, times_quicker
from measures.model.measure import Kind, Measure, Plan, PlanHead, Polarity, Priority
from measures.model.quarter import Quarter
from measures.services.definitions import load_plans
from measures.settings import ROOT
from measures.storage.records import NewUpload
from measures.storage.store import Store, open_store
from tests.browser import LAUNCH, free_port, open_page, settle

MEASURES, FIRST, QUARTERS = 25, Quarter.of(2009, 1), 68  # figures from four years before the plan
PLAN_START, PLAN_END = date(2013, 4, 1), date(2027, 3, 31)
SHELL_BOUND, CHARTS_BOUND, SCRIPT_BOUND = 1.5, 8, 30
TABS, MOST_ROUNDS = 7, 5
OURS, AS_IT_COMES = "PROCESS.run_begins()", "PROCESS.started = True"
REST_MS = 500  # between two switches: a browser tidies up after one

APP = """
import json, time
import streamlit as st
from benchmarks import peers
from measures.widgets import session
from measures.widgets.process import PROCESS

{begin}
session.dress()
page = st.navigation([
    st.Page({status!r}, title="Status", default=True),
    st.Page({forces!r}, title="Forces"),
    *(st.Page(getattr(peers, name), title=name.replace("_", " "), url_path=name)
      for name in ("empty", "shell", "status_with_charts", "our_charts", "altair_charts")),
], position="top")
started, used = time.perf_counter(), time.thread_time()
try:
    page.run()
finally:
    with open({log!r}, "a", encoding="utf-8") as log:
        log.write(json.dumps([time.thread_time() - used, time.perf_counter() - started]) + "\\n")
"""

# From the Enter that picks a quarter to the frame that shows it; `arguments` are its label and how many charts.
WATCH = """([label, charts]) => {
  const all = (selector) => document.querySelectorAll(selector);
  const before = new Set([...all('[data-testid="stVegaLiteChart"]')].map((chart) => chart.innerHTML));
  const done = new Set();  // a chart that is drawn anew is not read again: reading them all slows the page
  const look_at = (chart, place) => {
    const held = done.has(place) ? '' : chart.innerHTML;
    if (held.includes('<svg') && !before.has(held)) done.add(place);
  };
  const anew = () => {
    all('[data-testid="stVegaLiteChart"]').forEach(look_at);
    return done.size >= charts;
  };
  const shown = () => {
    const app = document.querySelector('[data-testid="stApp"]');
    const foot = [...all('.pc-foot')].at(-1);
    return app.dataset.testScriptState === 'notRunning' && foot !== undefined && foot.textContent.includes(label)
      && all('[data-stale="true"]').length === 0
      && (charts === 0 || anew());
  };
  window.taken = new Promise((resolve) => {
    document.addEventListener('keydown', (event) => {
      const start = event.timeStamp;
      const look = () => shown()
        ? requestAnimationFrame(() => setTimeout(() => resolve((performance.now() - start) / 1000)))
        : setTimeout(look, 4);
      setTimeout(look);
    }, {capture: true, once: true});
  });
}"""


def fill(store: Store) -> None:
    """A plan of 25 counts under five priorities, with a figure for every quarter."""
    priorities = tuple(Priority(f"p{n}", f"Priority {n}") for n in range(1, 6))
    head = PlanHead("bench", "Benchmark", PLAN_START, PLAN_END, Quarter.of(2012, 4), priorities)
    signs = (Polarity.LOWER, Polarity.HIGHER, Polarity.CONTEXT)
    measures = tuple(
        Measure(f"m{n:02}", f"Measure number {n}", "offences", Kind.COUNT, signs[n % 3], (f"p{n % 5 + 1}",))
        for n in range(MEASURES)
    )
    load_plans(store, [Plan(head, measures)], by="Benchmark")
    index = np.arange(MEASURES * QUARTERS)
    frame = pd.DataFrame(
        {
            "measure_id": pd.Categorical([f"m{place:02}" for place in index // QUARTERS]),
            "area": pd.Categorical([""] * len(index)),
            "quarter": FIRST.ordinal + index % QUARTERS,
            "basis": pd.Categorical(["quarter"] * len(index)),
            "value_units": np.random.default_rng(1).poisson(200 + 60 * (index // QUARTERS)).astype(float),
            "numerator_units": np.nan,
            "denominator_units": np.nan,
            "decimals": 0,
            "status": pd.Categorical([""] * len(index)),
        }
    )
    store.add_upload(frame, NewUpload("figures.csv", b"figures", added=len(frame)))


@contextmanager
def served(folder: Path, begin: str = OURS) -> Iterator[str]:
    """The address of a server of our status page and the peers, with our settings for Streamlit.

    `begin` is what a run begins with: what we do for the process, or nothing of it (`AS_IT_COMES`).
    """
    shutil.copytree(ROOT / ".streamlit", folder / ".streamlit", ignore=shutil.ignore_patterns("secrets.toml"))
    app, port, pages = folder / "app.py", free_port(), ROOT / "pages"
    app.write_text(
        APP.format(
            status=str(pages / "status.py"), forces=str(pages / "forces.py"), log=str(folder / "log"), begin=begin
        ),
        encoding="utf-8",
    )
    environment = os.environ | {"MEASURES_DATABASE_URL": f"sqlite:///{folder / 'a.db'}", "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "streamlit", "run", str(app), f"--server.port={port}"]
    with (folder / "words").open("w") as words:
        server = subprocess.Popen(command, cwd=folder, env=environment, stdout=words, stderr=subprocess.STDOUT)
    try:
        while not _answers(f"http://127.0.0.1:{port}/_stcore/health"):
            if server.poll() is not None:
                raise RuntimeError((folder / "words").read_text(encoding="utf-8"))
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait()


def _answers(url: str) -> bool:
    try:
        with urlopen(url, timeout=5) as answer:
            return bool(answer.status == 200)
    except (URLError, OSError):
        return False


@dataclass
class Tab:
    """A page in a tab of its own, and what its switches took."""

    page: Page
    log: Path
    charts: int
    switches: list[float] = field(default_factory=list)
    scripts: list[float] = field(default_factory=list)
    runs: list[int] = field(default_factory=list)

    def switch(self, quarter: Quarter) -> None:
        """Pick a quarter and note what it takes."""
        before = len(self.log.read_text(encoding="utf-8").splitlines())
        picker = self.page.get_by_role("combobox", name="Quarter")
        picker.click()
        picker.fill(f"{quarter.label}: {quarter.months}")
        self.page.get_by_role("option", name=f"{quarter.label}: {quarter.months}").wait_for()
        self.page.evaluate(WATCH, [f"quarter {quarter.label}", self.charts])
        picker.press("Enter")
        self.switches.append(self.page.evaluate("window.taken"))
        settle(self.page)
        runs = [json.loads(line)[0] for line in self.log.read_text(encoding="utf-8").splitlines()[before:]]
        self.scripts.append(sum(runs))
        self.runs.append(len(runs))

    def forget(self) -> None:
        """Start counting anew."""
        self.switches, self.scripts, self.runs = [], [], []


def in_turns(tabs: dict[str, Tab], rounds: Sequence[Sequence[Quarter]]) -> None:
    """Switch one tab after the other. Each has quarters of its own: what one looks at is kept for all."""
    for tab in tabs.values():
        tab.forget()
    turns = [list(zip(tabs.values(), quarters, strict=True)) for quarters in rounds]
    for number, turn in enumerate(turns):
        for tab, quarter in turn[:: -1 if number % 2 else 1]:  # none always comes after the same neighbour
            tab.page.wait_for_timeout(REST_MS)
            tab.switch(quarter)


def open_tabs(browser: Browser, url: str, log: Path, pages: dict[str, int]) -> dict[str, Tab]:
    """A tab for each page of a server, by how many charts it has, at rest."""
    return {
        name: Tab(open_page(browser, f"{url}/{'' if name == 'status' else name}"), log, charts)
        for name, charts in pages.items()
    }


def report(tabs: dict[str, Tab]) -> None:
    """Print the ratios of one way of switching."""
    ours, empty, charts = tabs["status"], tabs["empty"], tabs["status_with_charts"]
    beside("  in the browser", ours.switches, "empty page of Streamlit", empty.switches, SHELL_BOUND)
    beside("  in the browser", ours.switches, "empty page of our server", tabs["ours: empty"].switches)
    beside("  the shell alone", tabs["ours: shell"].switches, "empty page of our server", tabs["ours: empty"].switches)
    times_quicker("  in the browser", ours.switches, "with st.altair_chart", charts.switches, CHARTS_BOUND)
    beside("  script", ours.scripts, "empty page of Streamlit", empty.scripts)
    times_quicker("  script", ours.scripts, "with st.altair_chart", charts.scripts, CHARTS_BOUND)
    drawn, peers = tabs["our_charts"], tabs["altair_charts"]
    print("  25 full charts")
    times_quicker("  script", drawn.scripts, "st.altair_chart", peers.scripts, SCRIPT_BOUND)
    beside("  in the browser", drawn.switches, "st.altair_chart", peers.switches)
    print("  runs of the script a switch:", {name: max(tab.runs) for name, tab in tabs.items()})


def main() -> None:
    """Print each ratio: for quarters that nobody has looked at since the start, and for such as are kept."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else MOST_ROUNDS
    newest = FIRST.shift(QUARTERS - 1)
    if rounds > MOST_ROUNDS:
        raise SystemExit(f"There are quarters for {MOST_ROUNDS} rounds at most.")
    turns = [[newest.shift(-1 - number * TABS - tab) for tab in range(TABS)] for number in range(rounds + 2)]
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        ours, theirs = Path(name) / "ours", Path(name) / "theirs"
        for folder in (ours, theirs):
            folder.mkdir()
            with open_store(f"sqlite:///{folder / 'a.db'}") as store:
                fill(store)
        executable = shutil.which("chromium") or shutil.which("google-chrome")
        with served(ours) as url, served(theirs, AS_IT_COMES) as other:
            browser = playwright.chromium.launch(executable_path=executable, args=LAUNCH)
            here = open_tabs(browser, url, ours / "log", {"status": 0, "our_charts": MEASURES, "empty": 0, "shell": 0})
            drawn = {"empty": 0, "status_with_charts": MEASURES, "altair_charts": MEASURES}
            tabs = open_tabs(browser, other, theirs / "log", drawn)
            tabs |= {name if name in ("status", "our_charts") else f"ours: {name}": tab for name, tab in here.items()}
            in_turns(tabs, turns[:2] * 3)  # until the browser has compiled what it runs often
            print(f"Status page of {MEASURES} measures, a quarter that nobody has looked at yet")
            in_turns(tabs, turns[2:])
            report(tabs)
            print("The same, a quarter looked at before")
            in_turns(tabs, turns[2:])
            report(tabs)
            browser.close()


if __name__ == "__main__":
    main()
