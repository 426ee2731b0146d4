"""What the Upload page says: its finding, each figure before and after."""

import csv
import io
from collections.abc import Iterator
from datetime import date

import pytest

from measures.services.definitions import load_plans
from measures.services.uploads import Preview, accept_upload, preview_upload
from measures.storage.store import Store, open_store
from measures.views.difference_view import (
    DIFFERENCE_COLUMNS,
    difference_csv,
    difference_rows,
)
from measures.views.upload_view import (
    finding_of_preview,
    finding_of_upload,
    issues_in_words,
    of_severity,
    progress_of,
    store_label,
    ticks_of,
)
from tests.builders import a_measure, a_plan

TODAY = date(2026, 5, 1)
HEADER = "measure_id,quarter,value,numerator,denominator,status,area"
HELD = (
    "burglary,2016/17 Q1,1000,,,p,",
    "burglary,2016/17 Q2,1000,,,,",
    "burglary,2016/17 Q3,0,,,,",
    "burglary,2015/16 Q3,,,,x,",
    "solved,2016/17 Q1,,20,100,,",
    "spend,2016/17 Q1,500,,,,",
    "rate,2016/17 Q1,,50,1000,,",
)
CASES = [
    ("burglary,2016/17 Q1,1100,,,r,", "1,000 (provisional)", "1,100 (revised)", "100 more (+10.0%)"),
    ("burglary,2016/17 Q2,900,,,,", "1,000", "900", "100 fewer (−10.0%)"),
    ("burglary,2016/17 Q3,5,,,,", "0", "5", "5 more"),
    ("burglary,2016/17 Q2,,,,c,", "1,000", "confidential", "Taken away"),
    ("burglary,2015/16 Q3,7,,,,", "not available", "7", "Now given"),
    ("burglary,2015/16 Q3,,,,c,", "not available", "confidential", "Status only"),
    ("burglary,2016/17 Q2,1000,,,p,", "1,000", "1,000 (provisional)", "Status only"),
    ("solved,2016/17 Q1,,25,100,,", "20.0% (20 of 100)", "25.0% (25 of 100)", "5.0 points higher"),
    ("solved,2016/17 Q1,,40,200,,", "20.0% (20 of 100)", "20.0% (40 of 200)", "Parts only"),
    ("solved,2016/17 Q2,,0,0,,", "–", "0 of 0", "New"),
    ("spend,2016/17 Q1,450,,,,", "£500", "£450", "£50 less (−10.0%)"),
    ("rate,2016/17 Q1,,60,1000,,", "50.0 (50 of 1,000)", "60.0 (60 of 1,000)", "10.0 higher (+20.0%)"),
    ("burglary,2017/18 Q1,-3,,,e,", "–", "−3 (estimated)", "New"),
]


@pytest.fixture
def office() -> Iterator[Store]:
    """A store in memory with figures of four kinds of measure."""
    plan = a_plan(
        a_measure("burglary"),
        a_measure("solved", kind="ratio"),
        a_measure("spend", kind="stock", unit="£"),
        a_measure("rate", kind="rate"),
    )
    with open_store("sqlite://") as store:
        load_plans(store, [plan], by="A. Officer")
        accept_upload(store, look(store, *HELD), by="A. Officer", confirm=True)
        yield store


def look(store: Store, *lines: str) -> Preview:
    return preview_upload(store, "q.csv", "\n".join([HEADER, *lines, ""]).encode(), today=TODAY)


@pytest.mark.parametrize(("line", "before", "after", "change"), CASES)
def test_a_figure_is_told_before_and_after_with_its_change(
    office: Store, line: str, before: str, after: str, change: str
) -> None:
    preview = look(office, line)
    assert not preview.refused, preview.issues
    (row,) = difference_rows(preview.changes, office.measures())
    assert (row.before, row.after, row.change) == (before, after, change)


def test_what_changes_stands_before_what_is_new_each_the_newest_first_and_the_download_has_all(office: Store) -> None:
    preview = look(office, "burglary,2017/18 Q1,9,,,,", "burglary,2017/18 Q3,9,,,,", "burglary,2016/17 Q1,9,,,,",
                   "burglary,2016/17 Q2,9,,,,", "burglary,2016/17 Q1,9,,,,kent")  # fmt: skip
    rows = difference_rows(preview.changes, office.measures())
    assert [(row.span, row.area) for row in rows] == [
        ("2016/17 Q2", ""), ("2016/17 Q1", ""), ("2017/18 Q3", ""), ("2017/18 Q1", ""), ("2016/17 Q1", "kent"),
    ]  # fmt: skip
    assert difference_rows(preview.changes, office.measures(), 2) == rows[:2]
    lines = list(csv.DictReader(io.StringIO(difference_csv(preview.changes, office.measures()).decode("utf-8-sig"))))
    assert list(lines[0]) == list(DIFFERENCE_COLUMNS)
    assert [line["quarter"] for line in lines] == [row.span for row in rows]


def test_a_year_to_date_is_told_from_its_quarter(office: Store) -> None:
    content = b"measure_id,quarter,value,basis\nburglary,2017/18 Q2,9,ytd\n"
    preview = preview_upload(office, "q.csv", content, today=TODAY)
    (row,) = difference_rows(preview.changes, office.measures())
    assert row.span == "2017/18 Q2, year to date"


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        (["burglary,2017/18 Q1,9,,,,"], "1 figure is new; 1 colour would move"),
        (["burglary,2017/18 Q1,9,,,,", "burglary,2017/18 Q2,9,,,,"], "2 figures are new; 2 colours would move"),
        (["burglary,2016/17 Q2,9,,,,"], "1 figure changes; no colour would move"),
        (["burglary,2016/17 Q2,9,,,,", "burglary,2016/17 Q1,9,,,,"], "2 figures change; no colour would move"),
        (["burglary,2016/17 Q2,9,,,,", "burglary,2017/18 Q1,9,,,,"], "1 figure is new, 1 changes; 1 colour would move"),
        (["burglary,2016/17 Q2,1000,,,,"], "Nothing in this file is new: its one figure stands already"),
        (list(HELD[1:3]), "Nothing in this file is new: all its 2 figures stand already"),
        (["burglary,2016/17 Q2,x,,,,"], "1 fault keeps this file out"),
        (["burglary,2016/17 Q2,x,,,,", "b,2016/17 Q2,9,,,,"], "2 faults keep this file out"),
        (list(HELD), "Already uploaded: nothing would change"),
    ],
)  # fmt: skip
def test_the_title_is_the_finding(office: Store, lines: list[str], title: str) -> None:
    preview = look(office, *lines)
    assert finding_of_preview(preview).title == title
    assert progress_of(preview, ()).open == (4 if preview.storable else 2)


def test_what_was_stored_is_told_as_it_was_foretold(office: Store) -> None:
    preview = look(office, "burglary,2017/18 Q1,900,,,,", "burglary,2016/17 Q2,900,,,,")
    upload = accept_upload(office, preview, by="B. Officer", note="n", confirm=True).upload
    found = finding_of_upload(upload, 3)
    assert found.title == "Stored: 1 figure is new, 1 changed; 3 colours moved"
    assert found.lead.startswith("q.csv is upload 2, stored by B. Officer on ")


def test_findings_beyond_those_that_are_listed_are_counted(office: Store) -> None:
    lines = [f"burglary,2016/17 Q1,x{n},,,,a{n}" for n in range(1234)]
    preview = look(office, *lines)
    assert of_severity(preview.issues, preview.issues[0].severity) == 1234
    assert issues_in_words(preview.issues) == "1,234 faults"
    assert finding_of_preview(preview).title == "1,234 faults keep this file out"


def test_a_tick_says_the_line_the_measure_and_what_was_found(office: Store) -> None:
    preview = look(office, "burglary,2017/18 Q1,-3,,,,")
    (tick,) = ticks_of(preview)
    assert tick.kind == "Below zero"
    assert tick.label.startswith("Line 2, Burglary, 2017/18 Q1: ")
    assert store_label(preview) == "Store 1 figure"
