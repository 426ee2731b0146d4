"""The history as a person meets it: from a file to its withdrawal and the colour back; downloads, keyboard, scan."""

import re
from collections.abc import Iterator
from pathlib import Path
from shutil import copy
from typing import TYPE_CHECKING

import pytest

from measures.services.uploads import accept_upload, preview_upload
from measures.storage.store import Store, open_store
from tests.browser import axe_findings, dashboard_on, new_reader, open_page, requests_outside, settle, turned
from tests.pages.conftest import NEXT_UPLOAD

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

NAME = "Q3 corrected <b>(final)</b>.csv"
CONTENT = b"\xef\xbb\xbfmeasure_id;quarter;value;note\r\nrobbery;2025/26 Q3;120;=1+1\r\n"
ROBBERY = "/measure?m=robbery&plan=2024-2029&quarter=2025-26-Q3"


class Served:
    """A dashboard on a sample of the test's own, into which a file was loaded, and its store."""

    def __init__(self, reader: "BrowserContext", url: str, store: Store) -> None:
        self.reader, self.url, self.store = reader, url, store

    def open(self, path: str, **options: int) -> "Page":
        return open_page(self.reader, self.url + path, **options)


@pytest.fixture
def served(browser: "Browser", sample_file: Path, tmp_path: Path) -> Iterator[Served]:
    url = f"sqlite:///{copy(sample_file, tmp_path / 'sample.db')}"
    with open_store(url) as store, dashboard_on(url, tmp_path / "log.txt") as running, new_reader(browser) as reader:
        preview = preview_upload(store, NAME, CONTENT)
        accept_upload(store, preview, by="B. Officer", note="Audit", confirm=True)
        yield Served(reader, running.url, store)


def fill(page: "Page", reason: str = "The wrong month") -> None:
    page.get_by_label("Your name, as the history will show it").fill("C. Lead")
    page.get_by_label("Why its figures no longer count").fill(reason)
    page.get_by_text("I have looked at what would change").click()


def withdrawals(store: Store) -> int:
    return sum(act.kind == "withdrawal" for act in store.acts(details=False))


def test_from_a_measure_to_its_file_out_again_and_the_colour_is_back(served: Served) -> None:
    page = served.open(ROBBERY)
    with_file = page.locator("h1").inner_text()
    page.locator(".pc-quarters a").first.click()  # the newest figure leads to all that was stated for its quarter
    page.locator(f'.pc a[href^="history?upload={NEXT_UPLOAD}&"]').click()
    page.get_by_role("heading", level=1, name=f"{NAME} brought 1 figure and moved").wait_for()
    settle(page)
    assert page.get_by_text("Those of Robbery alone.").count() == 1
    page.get_by_role("link", name="See what taking it out would do").click()
    page.get_by_role("heading", level=1, name=f"Taking out {NAME} would restore 1 earlier figure").wait_for()
    settle(page)
    assert withdrawals(served.store) == 0
    fill(page)
    page.get_by_role("button", name="Take the file out").click()
    page.get_by_text("was taken out: 1 figure restored").wait_for()
    settle(page)
    assert "withdraw" not in page.url
    page.reload()
    page.get_by_text("This file was withdrawn on").wait_for()
    settle(page)
    page.get_by_role("link", name="Robbery").first.click()
    page.get_by_role("heading", level=1, name=re.compile("^Robbery:")).wait_for()
    settle(page)
    assert page.locator("h1").inner_text() != with_file
    assert "worse than" in page.locator("h1").inner_text()
    assert withdrawals(served.store) == 1


def test_a_double_click_takes_the_file_out_once_and_the_page_says_so(served: Served) -> None:
    page = served.open(f"/history?upload={NEXT_UPLOAD}&withdraw=yes")
    fill(page)
    page.get_by_role("button", name="Take the file out").dblclick()
    page.get_by_text("This file was withdrawn on").wait_for()
    settle(page)
    assert withdrawals(served.store) == 1
    said = page.locator(".pc-notice").all_inner_texts()
    assert any("was taken out: " in text or "was already withdrawn by C. Lead" in text for text in said)
    again = served.open(f"/history?upload={NEXT_UPLOAD}&withdraw=yes")
    again.get_by_text("This file was withdrawn on").wait_for()
    assert again.get_by_role("button", name="Take the file out").count() == 0


def test_two_people_at_the_same_page_take_it_out_once(served: Served) -> None:
    mine, theirs = (served.open(f"/history?upload={NEXT_UPLOAD}&withdraw=yes") for _ in range(2))
    for page in (mine, theirs):
        fill(page)
    mine.get_by_role("button", name="Take the file out").click()
    mine.get_by_text("was taken out: ").wait_for()
    theirs.get_by_role("button", name="Take the file out").click()
    theirs.get_by_text("was already withdrawn by C. Lead on").wait_for()
    assert withdrawals(served.store) == 1


def test_the_stored_file_is_saved_byte_for_byte_under_a_safe_name(served: Served) -> None:
    page = served.open(f"/history?upload={NEXT_UPLOAD}")
    with page.expect_response(lambda answer: "/media/" in answer.url) as answered, page.expect_download() as saved:
        page.get_by_role("button", name="Download the file as it was sent").click()
    assert Path(saved.value.path()).read_bytes() == CONTENT
    assert saved.value.suggested_filename == "b_.csv"
    assert answered.value.headers["content-type"].startswith("application/octet-stream")
    with page.expect_download() as table:
        page.get_by_role("button", name="Download its figures (CSV)").click()
    assert b"'=1+1" in Path(table.value.path()).read_bytes()


def test_the_keyboard_alone_takes_a_file_out(served: Served) -> None:
    page = served.open(f"/history?upload={NEXT_UPLOAD}&withdraw=yes")
    focused = "document.activeElement"

    def tab_to(condition: str) -> None:
        for _ in range(80):
            page.keyboard.press("Tab")
            if page.evaluate(f"(e => {condition})({focused})"):
                return
        raise AssertionError(f"the keyboard never reached {condition}")

    tab_to("e.tagName === 'INPUT' && e.type === 'text'")
    page.keyboard.press("Control+A")
    page.keyboard.type("C. Lead")
    page.keyboard.press("Enter")  # sends nothing: the button does
    tab_to("e.tagName === 'TEXTAREA'")
    page.keyboard.type("The wrong month")
    tab_to("e.tagName === 'INPUT' && e.type === 'checkbox'")
    page.keyboard.press("Space")
    tab_to("e.tagName === 'BUTTON' && e.textContent.includes('Take the file out')")
    assert served.store.upload(NEXT_UPLOAD).stands
    page.keyboard.press("Enter")
    page.get_by_text("was taken out: ").wait_for()
    assert withdrawals(served.store) == 1


#: Beside that of an upload, which test_in_browser scans.
VIEWS = {
    "the list": "/history",
    "nothing found": "/history?q=nothinglikeit",
    "a restatement": f"/history?upload={NEXT_UPLOAD}",
    "a withdrawal": f"/history?upload={NEXT_UPLOAD}&withdraw=yes",
    "definitions": "/history?act=1",
    "no such upload": "/history?upload=99",
}


def test_the_scan_finds_nothing_at_any_width_in_any_light_and_nothing_scrolls_sideways(served: Served) -> None:
    for name, path in VIEWS.items():
        for first, then, dark in ((390, 1280, True), (1280, 390, False)):
            page = served.open(path, width=first, dark=dark)
            assert axe_findings(page) == [], (name, first, dark)
            assert axe_findings(turned(page, then)) == [], (name, then, dark)
            assert requests_outside(page) == []
            if dark:
                page.close()
        narrow = turned(page, 320)
        assert narrow.evaluate("document.querySelector('[data-testid=\"stMain\"]').scrollWidth") <= 320, name
        wide = "[...document.querySelectorAll('.pc *')].filter((e) => e.getBoundingClientRect().right > 321).length"
        assert narrow.evaluate(wide) == 0, name
