"""The Upload page in a browser: from file to colour, the refusal, two quick clicks, a reload, by keyboard, scanned."""

import csv
import io
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from shutil import copy
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest
from python_calamine import CalamineWorkbook

from measures.services.uploads import accept_upload, preview_upload
from measures.storage.store import Store, open_store
from tests.browser import Dashboard, axe_findings, dashboard_on, new_reader, open_page, requests_outside, settle, turned
from tests.ingest.workbooks import a_workbook
from tests.pages.conftest import NEXT_UPLOAD

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    Open = Callable[..., Page]

QUARTER = (Path(__file__).parents[2] / "data" / "examples" / "2025-26-Q4.csv").read_bytes()
FAULTY = b"measure_id,quarter,value,note\nrobbery,2025/26 Q4,31x,=1+1\nrobery,2025/26 Q4,310,\n"
RESTATED = b"measure_id,quarter,value,status\nrobbery,2025/26 Q3,320,r\nresidential-burglary,2025/26 Q2,9000,r\n"
STATES = {"empty": b"", "faults": FAULTY, "new": QUARTER, "to confirm": RESTATED}
STORED = re.compile("^Stored")


@pytest.fixture
def server(sample_file: Path, tmp_path: Path) -> Iterator[tuple[Dashboard, Store]]:
    """The dashboard on a copy of the sample of this test's own, and the store beside it."""
    url = f"sqlite:///{copy(sample_file, tmp_path / 'sample.db')}"
    with dashboard_on(url, tmp_path / "log.txt") as running, open_store(url) as store:
        yield running, store


@pytest.fixture
def upload(browser: "Browser", server: tuple[Dashboard, Store]) -> "Iterator[Open]":
    """`upload(content, name="q.csv", width=390, dark=True)` opens the Upload page and chooses a file."""
    reader = new_reader(browser)

    def start(content: bytes = b"", name: str = "q.csv", wait: str = "2. Checks", **options: int) -> "Page":
        page = open_page(reader, f"{server[0].url}/upload", **options)
        if content:
            choose(page, content, name, wait)
        return page

    yield start
    reader.close()


@pytest.fixture
def store(server: tuple[Dashboard, Store]) -> Store:
    return server[1]


def choose(page: "Page", content: bytes, name: str = "q.csv", wait: str = "2. Checks") -> None:
    field = page.locator('[data-testid="stFileUploaderDropzoneInput"]')
    field.set_input_files({"name": name, "mimeType": "text/csv", "buffer": content})
    page.get_by_role("heading", name=wait).first.wait_for()
    settle(page)


def note(page: "Page", text: str = "As published") -> None:
    page.get_by_role("textbox", name="Change note").fill(text)


def stored(page: "Page") -> str:
    page.get_by_role("heading", level=1, name=STORED).wait_for()
    settle(page)
    return page.locator("h1").inner_text()


def test_the_whole_way_from_a_file_to_its_colour_on_the_status_page(upload: "Open", store: Store) -> None:
    page = upload(QUARTER)
    assert page.locator("h1").inner_text() == "6 figures are new; 4 colours would move"
    assert len(store.uploads()) == NEXT_UPLOAD - 1
    note(page)
    page.get_by_role("button", name="Store 6 figures").click()
    assert stored(page) == "Stored: 6 figures are new; 4 colours moved"
    assert [one.note for one in store.uploads()][:1] == ["As published"]
    page.get_by_role("link", name="How the plan stands at 2025/26 Q4").click()
    page.get_by_role("heading", level=1, name=re.compile("rated measures")).wait_for()
    settle(page)
    row = page.locator(".pc-ratings tr", has_text="All recorded crime").first
    assert "At or better" in (row.text_content() or "")  # further down: laid out when it comes near
    assert "quarter=2025-26-Q4" in page.url


def test_a_refused_file_comes_back_with_its_problems_and_loads_once_it_is_mended(upload: "Open") -> None:
    page = upload(FAULTY, "return.csv")
    assert page.locator("h1").inner_text() == "2 faults keep this file out"
    assert page.get_by_role("button", name=re.compile("^Store")).count() == 0
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Download your file with a problem column").click()
    content = Path(waiting.value.path()).read_bytes()
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    assert waiting.value.suggested_filename == "return-problems.csv"
    assert rows[0][0] == "problem"
    assert rows[1][-1] == "'=1+1"
    assert "Did you mean “robbery”?" in rows[2][0]
    mended = content.replace(b"31x", b"310").replace(b"robery,2025/26 Q4,310", b"robbery,2025/26 Q3,286")
    choose(page, mended, "return-problems.csv", "4. Confirm")
    page.get_by_role("button", name="Store 2 figures").wait_for()


def test_a_workbook_comes_back_as_a_workbook(upload: "Open") -> None:
    book = a_workbook([["measure_id", "quarter", "value"], ["robbery", "2025/26 Q4", "x"]])
    page = upload(book, "return.xlsx")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Download your file with a problem column").click()
    sheet = CalamineWorkbook.from_path(waiting.value.path()).get_sheet_by_index(0).to_python()
    assert waiting.value.suggested_filename == "return-problems.xlsx"
    assert sheet[0] == ["measure_id", "quarter", "value", "problem"]
    assert str(sheet[1][3]).startswith("Cell C2: ")


@pytest.mark.parametrize("clicks", [2, 5])
def test_quick_clicks_store_once_and_end_at_the_result(upload: "Open", store: Store, clicks: int) -> None:
    page = upload(QUARTER)
    note(page)
    page.get_by_role("button", name="Store 6 figures").click(click_count=clicks, delay=5)
    assert stored(page) == "Stored: 6 figures are new; 4 colours moved"
    assert len(store.uploads()) == NEXT_UPLOAD
    assert parse_qs(urlsplit(page.url).query) == {"stored": [str(NEXT_UPLOAD)]}


def test_the_result_stands_after_a_reload_and_nothing_is_stored_again(upload: "Open", store: Store) -> None:
    page = upload(QUARTER)
    note(page)
    page.get_by_role("button", name="Store 6 figures").click()
    before = stored(page)
    page.wait_for_url(re.compile(f"stored={NEXT_UPLOAD}$"))
    page.reload()
    assert stored(page) == before
    assert len(store.uploads()) == NEXT_UPLOAD


def test_a_reload_before_the_button_stores_nothing_and_starts_anew(upload: "Open", store: Store) -> None:
    page = upload(QUARTER)
    note(page)
    page.reload()
    page.get_by_role("heading", level=1, name="Upload a quarter’s figures").wait_for()
    settle(page)
    assert len(store.uploads()) == NEXT_UPLOAD - 1


def test_two_people_with_the_same_file_store_it_once(upload: "Open", store: Store) -> None:
    mine, theirs = upload(QUARTER), upload(QUARTER)
    for page in (mine, theirs):
        note(page)
    mine.get_by_role("button", name="Store 6 figures").click()
    stored(mine)
    theirs.get_by_role("button", name="Store 6 figures").click()
    theirs.get_by_role("heading", level=1, name="Already uploaded").wait_for()
    settle(theirs)
    assert f"It is upload {NEXT_UPLOAD}." in theirs.locator(".pc-lead").inner_text()
    assert len(store.uploads()) == NEXT_UPLOAD


def test_what_someone_else_stored_meanwhile_is_told_and_the_ticks_are_empty_again(upload: "Open", store: Store) -> None:
    page = upload(RESTATED)
    boxes = page.get_by_role("checkbox")
    for place in range(boxes.count()):
        boxes.nth(place).check(force=True)
    note(page, "Revised")
    other = b"measure_id,quarter,value\nrobbery,2025/26 Q3,300\n"
    accept_upload(store, preview_upload(store, "other.csv", other), by="B. Officer", confirm=True)
    page.get_by_role("button", name="Store 2 figures").click()
    page.get_by_role("alert").filter(has_text="While you were looking").wait_for()
    settle(page)
    assert "by B. Officer on" in page.get_by_role("alert").first.inner_text()
    assert "is held as 300 and becomes 320" in page.locator(".pc-findings").first.inner_text()
    assert boxes.count()
    assert not any(boxes.nth(place).is_checked() for place in range(boxes.count()))
    assert len(store.uploads()) == NEXT_UPLOAD


def test_all_of_it_can_be_done_from_the_keyboard(upload: "Open", store: Store) -> None:
    page = upload(RESTATED)
    asked, ticked = page.get_by_role("checkbox").count(), 0
    focus = "document.activeElement"
    for _ in range(60):
        page.keyboard.press("Tab")
        kind = page.evaluate(f"{focus}.type || {focus}.tagName")
        if kind == "checkbox":
            page.keyboard.press("Space")
            ticked += 1
        elif kind == "textarea":
            page.keyboard.type("Revised by the force")
        elif "Store 2 figures" in page.evaluate(f"{focus}.innerText || ''") and kind in ("submit", "button"):
            outline = page.evaluate(f"getComputedStyle({focus}).boxShadow + getComputedStyle({focus}).outlineStyle")
            assert outline != "nonenone"
            page.keyboard.press("Enter")
            break
    assert ticked == asked
    stored(page)
    assert store.uploads()[0].note == "Revised by the force"


def assert_nothing_sideways(page: "Page") -> None:
    assert page.evaluate("document.querySelector('[data-testid=\"stMain\"]').scrollWidth") <= 320
    wide = "[...document.querySelectorAll('.pc *')].filter((e) => e.getBoundingClientRect().right > 321).length"
    assert page.evaluate(wide) == 0


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_the_scan_finds_nothing_in_any_state_at_either_width_and_no_request_leaves_the_server(
    upload: "Open", dark: bool
) -> None:
    first, then = (390, 1280) if dark else (1280, 390)

    def assert_clean(page: "Page") -> None:
        assert axe_findings(page) == []
        assert axe_findings(turned(page, then)) == []
        if not dark:
            assert_nothing_sideways(turned(page, 320))
        assert requests_outside(page) == []
        turned(page, first)

    for content in STATES.values():
        page = upload(content, name="a-very-long-name-of-a-file-" * 4 + ".csv", width=first, dark=dark)
        assert_clean(page)
    note(page)
    page.get_by_role("button", name="Store 2 figures").click()
    page.get_by_role("alert").filter(has_text="Not stored yet").wait_for()
    settle(page)
    assert_clean(page)
    page = upload(QUARTER, width=first, dark=dark)
    page.get_by_role("button", name="Store 6 figures").click()
    stored(page)
    assert_clean(page)
    assert_clean(upload(QUARTER, wait="Already uploaded", width=first, dark=dark))


def test_a_file_over_the_limit_is_not_even_sent_and_the_limit_is_said(
    browser: "Browser", sample_file: Path, tmp_path: Path
) -> None:
    url = f"sqlite:///{copy(sample_file, tmp_path / 'sample.db')}"
    with (
        dashboard_on(url, tmp_path / "log.txt", MEASURES_UPLOAD_MAX_MB="1") as running,
        new_reader(browser) as reader,
    ):
        page = open_page(reader, f"{running.url}/upload")
        field = page.locator('[data-testid="stFileUploaderDropzoneInput"]')
        field.set_input_files({"name": "big.csv", "mimeType": "text/csv", "buffer": b"x" * 1_100_000})
        page.get_by_text("File must be 1.0MB or smaller").wait_for()
        settle(page)
        assert page.locator("h1").inner_text() == "Upload a quarter’s figures"
