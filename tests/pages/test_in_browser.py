"""The pages as readers meet them: scanned, by keyboard, on a narrow screen, on paper, in light and dark."""

import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from shutil import copy
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest
from pypdf import PdfReader

from tests.browser import ROOT, axe_findings, dashboard_on, open_page, requests_outside, settle, turned

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    Visit = Callable[..., Page]

WHEN = "plan=2016-2021&quarter=2020-21-Q4"
PAGES = {
    "status": f"/?{WHEN}",
    "exceptions": f"/exceptions?{WHEN}",
    "review": "/review?plan=2021-2025&quarter=2023-24-Q2",
    "priority": f"/priority?p=safe-confident&{WHEN}",
    "measure": f"/measure?m=residential-burglary&{WHEN}",
    "forces": "/forces?m=robbery&g=all-forces&plan=2024-2029&quarter=2025-26-Q3",
    "national": "/national?plan=2024-2029&quarter=2025-26-Q3",
    "funding": "/funding?plan=2013-2018&year=2016-17",
    "register": "/register?m=violence-with-injury",
    "rules": f"/rules?m=burglary&from=2017-18-Q1&amber=1&unit=pct&{WHEN}",
    "method": f"/method?{WHEN}",
    "upload": "/upload",
    "desk": f"/desk?{WHEN}",
    "report": f"/report?{WHEN}",
    "publications": "/publications?publication=1",
    "history": "/history?upload=9",
    "people": "/people",
    "audit": "/audit",
    "unknown": f"/measure?m=nothing-like-it&{WHEN}",
}
#: The pages that stand alone on paper and under their address.
OF_A_QUARTER = [
    "status", "national", "exceptions", "review", "priority", "measure", "forces", "method", "desk", "report",
    "history", "funding",
]  # fmt: skip
ON_PAPER = [*OF_A_QUARTER, "rules"]
DRAWN = """() => [...document.querySelectorAll('[data-testid="stVegaLiteChart"]')]
  .every((chart) => chart.querySelector('.mark-line path, .mark-symbol path, .mark-rect.bar_marks path'))"""
HIDDEN_ON_PAPER = ["stHeader", "stSelectbox", "stDownloadButton"]


def drawn(page: "Page") -> "Page":
    """The page with its charts' lines drawn: Vega reads the rows a moment after it has made the picture."""
    page.wait_for_function(DRAWN)
    return page


TITLES = {
    "status": "Status, 2020/21 Q4", "exceptions": "Exceptions, 2020/21 Q4", "priority": "Developing safe",
    "measure": "Residential burglary, 2020", "forces": "Robbery beside other forces, 2025/26 Q3",
    "national": "National measures, 2025/26 Q3",
    "review": "Panel review, 2023/24 Q2",
    "funding": "Funding, 2016/17", "register": "Breaks and events", "rules": "Definitions and rules, 2020/21 Q4",
    "method": "Method", "upload": "Upload", "desk": "Quarter desk, 2020/21 Q4",
    "report": "Report, 2020/21 Q4", "publications": "Publication 1",
    "history": "Upload 9: recorded-crime", "people": "People", "audit": "Audit", "unknown": "Measure",
}  # fmt: skip


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_each_page_is_named_scanned_at_both_widths_and_asks_no_other_server(
    visit: "Visit", name: str, dark: bool
) -> None:
    """Opened at one width and turned to the other, in light and in dark the other way round; on paper; by its address.

    One visit for all of it: a visit takes far longer than what is asked of it.
    """
    first, then = (390, 1280) if dark else (1280, 390)
    page = drawn(visit(PAGES[name], width=first, dark=dark))
    assert page.title().startswith(TITLES[name])
    assert axe_findings(page) == []
    assert axe_findings(drawn(turned(page, then))) == []
    if not dark:
        nothing_scrolls_sideways(drawn(turned(page, 320)))
    assert requests_outside(page) == []
    if name in ON_PAPER:
        paper_has_no_menus_and_dark_ink_on_white(drawn(turned(page, 1280)))
        if name in ("priority", "measure"):
            paper_keeps_each_chart_with_its_name_and_what_is_beside_it_muted(page)
    if dark and name in OF_A_QUARTER:
        its_address_opens_the_same_view_again(page, visit)


def its_address_opens_the_same_view_again(first: "Page", visit: "Visit") -> None:
    again = visit(urlsplit(first.url).path + "?" + urlsplit(first.url).query)
    assert again.locator("h1").inner_text() == first.locator("h1").inner_text()
    assert again.url == first.url


def nothing_scrolls_sideways(page: "Page") -> None:
    # Charts follow. A function, since the page's own policy lets no text be looked at again and again.
    page.wait_for_function("() => document.querySelector('[data-testid=\"stMain\"]').scrollWidth <= 320")
    wide = "[...document.querySelectorAll('.pc *')].filter((e) => e.getBoundingClientRect().right > 321).length"
    assert page.evaluate(wide) == 0


def paper_has_no_menus_and_dark_ink_on_white(page: "Page") -> None:
    page.emulate_media(media="print")
    for part in HIDDEN_ON_PAPER:
        assert not page.locator(f'[data-testid="{part}"]:visible').count(), part
    inks = page.evaluate("[...document.querySelectorAll('.pc *')].map((e) => getComputedStyle(e).color)")
    assert {ink for ink in inks if max(map(int, re.findall(r"\d+", ink)[:3])) > 110} == set()
    assert page.evaluate("getComputedStyle(document.querySelector('thead') || document.body).display") in (
        "table-header-group",
        "block",
    )


def paper_keeps_each_chart_with_its_name_and_what_is_beside_it_muted(page: "Page") -> None:
    whole = """[...document.querySelectorAll('[data-testid="stVegaLiteChart"]')].map((chart) => {
      const kept = chart.closest('[class*="st-key-drawn_"], [data-testid="stHorizontalBlock"]');
      return kept !== null && kept.querySelector('h2') !== null && getComputedStyle(kept).breakInside;
    })"""
    assert set(page.evaluate(whole)) == {"avoid"}
    inks = """[...document.querySelectorAll('.mark-line path')].map((line) =>
      (line.getAttribute('stroke-width') === '3' ? 'own ' : 'other ') + getComputedStyle(line).stroke)"""
    assert set(page.evaluate(inks)) == {"own rgb(18, 67, 109)", "other rgb(80, 90, 95)"}
    assert not page.locator(".pc-foot .muted:visible").count()


def test_a_link_from_the_status_page_opens_the_measure_for_the_same_plan_and_quarter(visit: "Visit") -> None:
    page = visit(PAGES["status"])
    page.locator(".pc-ratings a", has_text="Residential burglary").first.click()
    page.get_by_role("heading", level=1, name=re.compile("^Residential burglary")).wait_for()
    settle(page)
    assert parse_qs(urlsplit(page.url).query) == {
        "m": ["residential-burglary"], "plan": ["2016-2021"], "quarter": ["2020-21-Q4"],
    }  # fmt: skip


def test_back_leads_to_the_quarter_before(visit: "Visit") -> None:
    page = visit(PAGES["status"])
    before = page.locator("h1").inner_text()
    page.get_by_role("combobox", name="Quarter").click()
    page.get_by_role("option").filter(has_text="2018/19 Q1").click()
    page.wait_for_url(re.compile("quarter=2018-19-Q1"))
    page.get_by_text("April to June 2018").first.wait_for()
    page.go_back()
    page.get_by_text("April 2020 to March 2021").first.wait_for()
    settle(page)
    assert page.locator("h1").inner_text() == before
    assert "quarter=2020-21-Q4" in page.url


def test_the_keyboard_reaches_menu_pickers_and_links_with_a_focus_that_can_be_seen(visit: "Visit") -> None:
    page = visit(PAGES["status"])
    reached, focus = set(), "document.activeElement"
    pickers, now = {"INPUT", "BUTTON"}, ""
    for _ in range(60):  # past the links of the head, to the first of the page beneath the pickers
        page.keyboard.press("Tab")
        now = page.evaluate(f"{focus}.dataset.testid || {focus}.closest('.pc') && 'link' || {focus}.tagName")
        reached.add(now)
        if now == "link" and reached & pickers:
            break
    assert {"stTopNavLink", "link"} <= reached
    assert reached & pickers
    assert now == "link"
    outline = page.evaluate(f"getComputedStyle({focus}).outlineWidth + ' ' + getComputedStyle({focus}).outlineStyle")
    assert outline == "3px solid"
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/(priority|measure)[?]"))


def test_paper_keeps_marks_and_trend_pictures_and_lays_out_what_the_screen_left_for_later(visit: "Visit") -> None:
    page = visit(PAGES["status"])
    page.emulate_media(media="print")
    style = "[...document.querySelectorAll('{}')].map((e) => getComputedStyle(e{}).{})"
    for picture, layer, drawn_by in (
        (".pc .mark", "", "backgroundImage"),
        (".pc .spark", ", '::before'", "backgroundColor"),
        (".pc .spark", ", '::after'", "clipPath"),
    ):
        drawings = page.evaluate(style.format(picture, layer, drawn_by))
        assert drawings
        assert not {"none", "rgba(0, 0, 0, 0)"} & set(drawings)
        assert set(page.evaluate(style.format(picture, layer, "printColorAdjust"))) == {"exact"}
    assert set(page.evaluate(style.format(".pc-later", "", "contentVisibility"))) == {"visible"}


def test_no_picture_of_the_pages_is_a_document_of_its_own(visit: "Visit") -> None:
    page = visit(PAGES["status"])
    assert page.locator(".pc .spark").count() > 10
    assert page.locator(".pc img").count() == 0


def test_the_status_page_prints_on_few_a4_pages_with_its_tables_heads_repeated(visit: "Visit") -> None:
    page = visit(PAGES["status"])
    paper = PdfReader(BytesIO(page.pdf(format="A4", prefer_css_page_size=True)))
    assert len(paper.pages) <= 6
    assert {(round(float(one.mediabox.width)), round(float(one.mediabox.height))) for one in paper.pages} == {
        (595, 842)
    }
    texts = [one.extract_text() for one in paper.pages]
    assert "rated measures" in texts[0]
    assert not [text for text in texts if "Download this view" in text]


def test_the_first_visit_after_a_start_may_go_straight_to_a_page(
    browser: "Browser", sample_file: Path, tmp_path: Path
) -> None:
    path = copy(sample_file, tmp_path / "sample.db")
    with dashboard_on(f"sqlite:///{path}", tmp_path / "log.txt") as running:
        page = open_page(browser, running.url + PAGES["measure"])
        try:
            in_the_menu = (ROOT / "app.py").read_text(encoding="utf-8").count("st.Page(")
            assert page.locator('[data-testid="stTopNavLink"]').count() == in_the_menu
            assert page.locator("h1").inner_text().startswith("Residential burglary")
            assert page.evaluate(
                "[...document.querySelectorAll('style')].some((s) => s.textContent.includes('.pc-tile'))"
            )
        finally:
            page.context.close()
