"""The page of similar forces beside the status page, in a real browser: 43 forces, 5 measures of a plan of 25.

Run it: .venv/bin/python -m benchmarks.forces [rounds]     (needs Chromium)

One server and one browser serve both, and an empty page, in turns; a switch to another quarter is timed as
`benchmarks.pages` does.
"""

import shutil
import sys
import tempfile
from pathlib import Path

import numpy as np
import pandas as pd
from playwright.sync_api import sync_playwright

from benchmarks.pages import FIRST, QUARTERS, Tab, fill, in_turns, served
from benchmarks.side_by_side import beside
from measures.services.areas import load_areas
from measures.settings import settings
from measures.storage.records import NewUpload
from measures.storage.store import Store, open_store
from tests.browser import LAUNCH, open_page

FORCES, MEASURES, HELD, BOUND = 43, 5, 28, 1.5
MOST_ROUNDS = 5


def fill_forces(store: Store) -> None:
    """The areas, one group of all, and the figures of the 42 other forces for five measures over seven years."""
    this = settings().area.lower().replace(" ", "-")
    names = [this, *(f"force-{n:02}" for n in range(1, FORCES))]
    areas = "area_id,title,population,year\n" + "".join(
        f"{name},{settings().area if name == this else name.title()},{1_000_000 + 10_000 * n},2020\n"
        for n, name in enumerate(names)
    )
    groups = "group_id,title,area_id,from_quarter,to_quarter\n" + "".join(f"all,All,{name},,\n" for name in names)
    files = [("areas.csv", areas.encode()), ("groups.csv", groups.encode())]
    loaded = load_areas(store, files, by="Benchmark", reason="Benchmark")
    assert loaded.stored, loaded.issues
    index = np.arange(len(names[1:]) * MEASURES * HELD)
    frame = pd.DataFrame(
        {
            "measure_id": pd.Categorical([f"m{place:02}" for place in index % MEASURES]),
            "area": pd.Categorical([names[1 + place] for place in index // MEASURES // HELD]),
            "quarter": FIRST.ordinal + QUARTERS - HELD + index // MEASURES % HELD,
            "basis": pd.Categorical(["quarter"] * len(index)),
            "value_units": np.random.default_rng(2).poisson(300, len(index)).astype(float),
            "numerator_units": np.nan,
            "denominator_units": np.nan,
            "decimals": 0,
            "status": pd.Categorical([""] * len(index)),
        }
    )
    store.add_upload(frame, NewUpload("forces.csv", b"forces", added=len(frame)))


def report(tabs: dict[str, Tab]) -> None:
    """Print the ratios of one way of switching."""
    forces, status, empty = tabs["forces"], tabs["status"], tabs["empty"]
    beside("  in the browser", forces.switches, "the status page", status.switches, BOUND)
    beside("  script", forces.scripts, "the status page", status.scripts)
    beside("  in the browser", status.switches, "an empty page", empty.switches)
    print("  runs of the script a switch:", {name: max(tab.runs) for name, tab in tabs.items()})


def main() -> None:
    """Print each ratio: for quarters that nobody has looked at since the start, and for such as are kept."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else MOST_ROUNDS
    if rounds > MOST_ROUNDS:
        raise SystemExit(f"There are quarters for {MOST_ROUNDS} rounds at most.")
    pages = {"status": ("", 0), "forces": ("forces?m=m00", 2), "empty": ("empty", 0)}
    newest = FIRST.shift(QUARTERS - 1)
    turns = [
        [newest.shift(-1 - number * len(pages) - tab) for tab in range(len(pages))] for number in range(rounds + 2)
    ]
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        folder = Path(name)
        with open_store(f"sqlite:///{folder / 'a.db'}") as store:
            fill(store)
            fill_forces(store)
        executable = shutil.which("chromium") or shutil.which("google-chrome")
        with served(folder) as url:
            browser = playwright.chromium.launch(executable_path=executable, args=LAUNCH)
            tabs = {
                name: Tab(open_page(browser, f"{url}/{address}"), folder / "log", charts)
                for name, (address, charts) in pages.items()
            }
            in_turns(tabs, turns[:2] * 3)  # until the browser has compiled what it runs often
            print(f"Similar forces: {FORCES} forces, {MEASURES} measures; a quarter that nobody has looked at yet")
            in_turns(tabs, turns[2:])
            report(tabs)
            print("The same, a quarter looked at before")
            in_turns(tabs, turns[2:])
            report(tabs)
            browser.close()


if __name__ == "__main__":
    main()
