"""A pack of about 30 pages with 60 charts as PDF, from series of figures to bytes, beside WeasyPrint's of its HTML.

    .venv/bin/python -m benchmarks.packs [rounds]

WeasyPrint (PyPI) is no part of this project: install it in an environment that also sees this one's packages; without
it ours is timed alone. Each round is a process of its own, because typst keeps what it has set before; the time is
processor time of all threads, after the imports. The charts are drawn within it, ours and theirs the same. Then all
formats of a pack of the sample quarter's size, one after another in one process.
"""

import importlib.util
import io
import random
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, date, datetime

from benchmarks.side_by_side import times_quicker
from measures.charts.paper import paper_trend
from measures.model.measure import Break, BreakType, Kind, Measure, Plan, PlanHead, Polarity, Priority
from measures.model.quarter import Quarter
from measures.model.rating import Rating
from measures.model.status import MeasureSeries, SeriesPoint
from measures.reports.blocks import (
    Bullets,
    Cell,
    Column,
    Pack,
    Paragraph,
    Picture,
    Pictures,
    Section,
    Table,
    Terms,
    cell,
    said,
)
from measures.reports.html import html
from measures.reports.pdf import pdf
from measures.reports.rendering import FORMATS

CHARTS, QUARTERS, A_PRIORITY = 60, 40, 4
SECONDS, ALL_SECONDS, TIMES = 1.0, 5.0, 10
NOW = Quarter.of(2025, 3)
PLAN = Plan(
    PlanHead("p", "A plan", date(2021, 4, 1), date(2029, 3, 31), Quarter.of(2019, 4), (Priority("p", "P"),)), ()
)
#: Both make PDF/UA-1, as ours is.
THEIRS = {"styled": "our style", "plain": "a plain style"}
PLAIN_STYLE = "<style>@page{size:A4;margin:18mm} body{font:9pt sans-serif} .pictures svg{width:45%}</style>"
SENTENCE = "Offences rose in the east of the county after the summer, and fell again once patrols were moved there. "


def main(rounds: int = 5) -> None:
    """Print the seconds of ours, how many times quicker it is than WeasyPrint, and the seconds of all formats."""
    ours = [_alone("ours") for _ in range(rounds)]
    pages = _pages(pdf(a_pack()))
    name = f"a PDF of {pages} pages with {CHARTS} charts"
    _within(name, ours, SECONDS)
    if importlib.util.find_spec("weasyprint"):
        for what, said_of in THEIRS.items():
            times_quicker(name, ours, f"WeasyPrint, {said_of}", [_alone(what) for _ in range(min(rounds, 3))], TIMES)
    else:
        print("WeasyPrint is not installed here: ours alone.")
    _within(f"the same in all {len(FORMATS)} formats", [_alone("all") for _ in range(rounds)], ALL_SECONDS)


def _within(name: str, taken: list[float], bound: float) -> None:
    median = statistics.median(taken)
    print(f"{name}: {median:.2f} s · bound {bound} s {'held' if median <= bound else 'NOT HELD'}", flush=True)


def _alone(what: str) -> float:
    """The processor seconds of one making in a process of its own."""
    answer = subprocess.run(
        [sys.executable, "-m", "benchmarks.packs", what], check=True, capture_output=True, text=True
    )
    return float(answer.stdout)


def _pages(content: bytes) -> int:
    from pypdf import PdfReader

    return len(PdfReader(io.BytesIO(content)).pages)


def one(what: str) -> float:
    """Make it once and return the processor seconds."""
    making: dict[str, Callable[[], object]] = {
        "ours": lambda: pdf(a_pack()),
        "all": lambda: [form.make(a_pack()) for form in FORMATS],
    }
    if what not in making:
        from weasyprint import HTML  # type: ignore[import-not-found]

        making[what] = lambda: HTML(string=_their_html(what)).write_pdf(pdf_variant="pdf/ua-1")
    started = time.process_time()
    making[what]()
    return time.process_time() - started


def _their_html(what: str) -> str:
    """Our HTML; for the plain one with a style of three rules, which costs least."""
    page = html(a_pack()).decode()
    return page if what == "styled" else re.sub(r"<style>.*?</style>", PLAIN_STYLE, page, flags=re.DOTALL)


def a_pack() -> Pack:
    """The pack: a section with its table, commentary and charts for each priority, then every measure in one table."""
    chance = random.Random(1)
    pictures = [a_picture(n, chance) for n in range(CHARTS)]
    priorities = tuple(
        a_priority(n, tuple(pictures[n * A_PRIORITY : (n + 1) * A_PRIORITY])) for n in range(CHARTS // A_PRIORITY)
    )
    appendix = Section("appendix", "Appendix A: every measure", (a_table("all", CHARTS * 4),), new_page=True)
    return Pack(
        "A plan of sixty measures", "2025/26 Q3: October to December 2025", (("Meeting", said("1 March 2026")),),
        (Section("part-1", "Part 1: priority by priority", (), priorities), appendix),
        "Publication 1", datetime(2026, 3, 1, tzinfo=UTC), "An office", "A pack for timing.",
    )  # fmt: skip


def a_priority(n: int, pictures: tuple[Picture, ...]) -> Section:
    """A page or two: a finding, a table, what is said of a measure, the charts."""
    blocks = (
        Paragraph(said("2 of 4 measures are at or better than a year ago; 1 is worse."), "lead"),
        a_table(f"measures-{n}", 4),
        Terms((("What happened", said(SENTENCE * 2)), ("Why", said(SENTENCE)), ("What is being done", said(SENTENCE)))),
        Bullets(tuple(said(SENTENCE) for _ in range(3))),
        Pictures(pictures),
        Paragraph(said(SENTENCE * 3)),
    )
    return Section(f"priority-{n}", f"Priority number {n + 1}", blocks, new_page=True)


def a_table(id_: str, rows: int) -> Table:
    """Rows of a name, two ratings with their sums and a figure."""
    columns = (
        Column("Measure", 2.4),
        Column("A year before", 2),
        Column("Baseline (2019/20)", 2),
        Column("Figure", 1, "end"),
    )
    rated = (Rating.RED, Rating.AMBER, Rating.GREEN)
    body = tuple(
        (
            cell(f"Measure number {n + 1}\noffences, lower is better"),
            cell(f"{rated[n % 3].words}\n{n + 12} more (+6.2%) than 1,104", rated[n % 3]),
            cell(f"{rated[n % 2].words}\n{n + 9} fewer (−5.6%) than 1,242", rated[n % 2]),
            Cell((said(f"{1172 + n:,}"),)),
        )
        for n in range(rows)
    )
    return Table(id_, "The measures, the worst first", columns, body)


def a_picture(n: int, chance: random.Random) -> Picture:
    """A chart of forty quarters, drawn from the series."""
    first = NOW.shift(1 - QUARTERS)
    figures = [1000 + 8 * q + chance.gauss(0, 60) for q in range(QUARTERS)]
    points = [SeriesPoint(first.shift(q), round(f), None, None, None, None, "", "") for q, f in enumerate(figures)]
    broken = Break("m", Quarter.of(2022, 1).start, BreakType.DEFINITION, True, "Counted anew.")
    measure = Measure(f"m{n}", f"Measure {n}", "offences", Kind.COUNT, Polarity.LOWER, ("p",))
    chart = paper_trend(MeasureSeries(tuple(points), (broken,), ()), measure, PLAN, NOW, 0)
    assert chart is not None
    return Picture(chart.svg, f"Measure {n} rose.", f"Measure {n + 1}", chart.width, chart.height)


if __name__ == "__main__":
    given = sys.argv[1] if len(sys.argv) > 1 else "5"
    if given.isdigit():
        main(int(given))
    else:
        print(one(given))
