"""The quarter desk: what has arrived, what is outstanding from whom, the text for an e-mail, the templates."""

import csv
import io
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from python_calamine import CalamineWorkbook

from measures.model.quarter import Quarter, day_in_words
from measures.services.outstanding import quarter_desk
from measures.services.uploads import accept_upload, preview_upload
from measures.settings import this_day
from measures.storage.store import Store, open_store
from measures.views.desk_view import desk_view
from measures.widgets.desk_html import desk_head
from tests.browser import axe_findings, settle
from tests.pages.conftest import Reader

if TYPE_CHECKING:
    from playwright.sync_api import Page

    Visit = Callable[..., Page]

Q3 = {"plan": "2024-2029", "quarter": "2025-26-Q3"}
TODAY = date(2026, 2, 1)


def finding(html: str) -> str:
    found = re.search(r"<h1>(.*?)</h1>", html)
    assert found is not None
    return found[1]


def test_the_finding_the_line_of_progress_and_the_table_agree(sample: Reader) -> None:
    html = sample.go("desk", **Q3).html
    days = (this_day() - Quarter.parse("2025/26 Q3").end).days
    assert finding(html) == "7 figures are still outstanding for 2025/26 Q3"
    assert f"21 of 28 figures are in; 7 are outstanding, {days:,} days after the quarter’s end on" in html
    assert html.count('class="receipt missing"') == 7
    assert html.count('class="receipt received"') == 21
    assert "2 further measures take no figure this quarter." in html


def test_a_figure_leads_to_the_upload_and_line_that_it_came_from(sample: Reader) -> None:
    html = sample.go("desk", **Q3).html
    row = next(row for row in html.split("<tr")[1:] if "m=residential-burglary" in row)
    assert "940, provisional" in row
    assert 'href="history?upload=9"' in row
    assert "line 646" in row
    assert "recorded-crime-2026-04.csv" in row


def test_without_a_quarter_it_opens_at_the_newest_that_has_ended_and_others_stay_where_they_were(
    sample: Reader,
) -> None:
    now = Quarter.containing(this_day()).shift(-1)
    sample.go("status")
    before = sample.address
    sample.go("desk")
    assert sample.address == {"plan": "2024-2029", "quarter": now.slug}
    assert "no figures yet" in sample.app.selectbox(key="pick_quarter").options[0]
    assert sample.go("status").address == before
    assert sample.go("desk").address["quarter"] == now.slug


def test_the_desk_goes_along_with_the_plan_and_keeps_the_quarter_that_was_picked_there(sample: Reader) -> None:
    sample.go("status", plan="2013-2018", quarter="2016-17-Q1").go("desk")
    assert sample.address == {"plan": "2013-2018", "quarter": "2017-18-Q4"}
    sample.choose("quarter", "2016-17-Q2")
    assert sample.go("status").address["quarter"] == "2016-17-Q1"
    assert sample.go("desk").address["quarter"] == "2016-17-Q2"
    sample.choose("plan", "2024-2029")
    assert sample.go("status").address["plan"] == "2024-2029"


def test_a_new_plan_without_a_figure_has_a_desk_with_everything_outstanding(small: Callable[..., Reader]) -> None:
    reader = small(figures="").go("desk")
    assert finding(reader.html) == "No figure is in yet for 2019/20 Q4"
    assert reader.app.get("download_button")


def test_a_quarter_before_that_is_not_finished_is_named_with_how_far_it_is_and_a_link(sample_store: Store) -> None:
    def at(label: str) -> str:
        desk = quarter_desk(sample_store, "2024-2029", Quarter.parse(label), today=date(2026, 11, 26))
        return desk_head(desk_view(desk), desk)

    said = re.sub('<a [^>]*quarter=([^"]*)"[^>]*>|<[^>]*>', r"\1 ", at("2026/27 Q2"))
    assert "Not finished before it: 2025-26-Q4 2025/26 Q4 (none of 28 figures is in), 2026-27-Q1 2026/27 Q1 (" in (
        " ".join(said.split()).replace(" ,", ",").replace(" (", " (")
    )
    assert "Not finished" not in at("2025/26 Q3")


def test_a_quarter_that_is_whole_has_no_list_and_no_template(small: Callable[..., Reader]) -> None:
    reader = small().go("desk", plan="plan", quarter="2016-17-Q4")
    assert finding(reader.html) == "Nothing is outstanding for 2016/17 Q4"
    assert "1 of 1 figure is in; none are outstanding" in reader.html
    assert "Who still owes what" not in reader.html
    assert not reader.app.get("download_button")


def test_an_accepted_figure_comes_off_the_list_at_once(small: Callable[..., Reader], tmp_path: Path) -> None:
    reader = small().go("desk", plan="plan", quarter="2017-18-Q1")
    assert "No owner named: 1 figure" in reader.html
    with open_store(f"sqlite:///{tmp_path / 'small.db'}") as store:
        more = b"measure_id,quarter,value,status\nburglary,2017/18 Q1,,c\n"
        accept_upload(store, preview_upload(store, "more.csv", more), by="A test", confirm=True)
    reader.run()
    assert "0 of 1 figure are in, 1 is withheld; none are outstanding" in reader.html
    assert "Withheld to protect confidentiality (c)" in reader.html


def test_the_text_for_an_owner_names_quarter_measures_and_template(sample_store: Store) -> None:
    desk = quarter_desk(sample_store, "2024-2029", Quarter.parse("2025/26 Q3"), today=TODAY)
    owed = {one.heading: one for one in desk_view(desk).owed}
    team = owed["Lancashire Constabulary, performance team: 5 figures"]
    lines = team.text.splitlines()
    assert lines[0] == "Figures for 2025/26 Q3, October to December 2025"
    assert lines[3] == (
        "5 figures are still outstanding from Lancashire Constabulary, performance team, 32 days after the quarter’s "
        f"end on {day_in_words(desk.quarter.end)}:"
    )
    assert next(line for line in lines if line.startswith("- ")) == "- Anti-social behaviour incidents (incidents)"
    assert team.template.name in team.text
    officers = owed["Lancashire Constabulary, human resources: 1 figure"]
    assert "1 figure is still outstanding from" in officers.text
    assert "- Police officers (officers (FTE)); the last was 3,561 in 2024/25 Q4" in officers.text


def test_each_owners_template_holds_that_owners_rows_and_the_whole_one_all(sample_store: Store) -> None:
    desk = quarter_desk(sample_store, "2024-2029", Quarter.parse("2025/26 Q3"), today=TODAY)
    view = desk_view(desk)
    book, text = view.templates
    assert (book.name, text.name) == (
        "outstanding-2025-26-Q3-2024-2029.xlsx",
        "outstanding-2025-26-Q3-2024-2029.csv",
    )

    def ids(content: bytes) -> list[str]:
        rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
        return [str(row[0]) for row in rows[1:]]

    owed = [name for one in view.owed for name in ids(one.template.content)]
    assert sorted(owed) == sorted(ids(book.content)) == sorted(line.measure.id for line in desk.outstanding)
    assert len(list(csv.DictReader(io.StringIO(text.content.decode("utf-8-sig"))))) == len(owed)
    assert len({one.template.name for one in view.owed}) == len(view.owed)


def test_while_the_quarter_runs_the_desk_says_until_when(sample_store: Store) -> None:
    running = Quarter.parse("2025/26 Q4")
    said = desk_view(quarter_desk(sample_store, "2024-2029", running, today=TODAY)).progress
    assert said.endswith("28 are outstanding, and the quarter runs until 31 March 2026")
    last = desk_view(quarter_desk(sample_store, "2024-2029", running, today=running.end)).progress
    assert last.endswith("and the quarter ends today")


def test_the_text_opens_and_is_copied_by_keyboard_and_scans_clean(visit: "Visit") -> None:
    page = visit("/desk?plan=2024-2029&quarter=2025-26-Q3")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    fold = page.locator("summary", has_text="Text for an e-mail").last
    fold.focus()
    page.keyboard.press("Enter")
    block = page.locator('[data-testid="stCode"]').last
    block.wait_for(state="visible")
    settle(page)
    assert axe_findings(page) == []
    page.keyboard.press("Tab")  # the text itself, which can be scrolled
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.ariaLabel") == "Copy to clipboard"
    page.keyboard.press("Enter")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("Figures for 2025/26 Q3, October to December 2025\n")
    assert "- 999 calls answered within 10 seconds (%)" in copied


def test_the_button_saves_the_workbook(visit: "Visit", tmp_path: Path) -> None:
    page = visit("/desk?plan=2024-2029&quarter=2025-26-Q3")
    with page.expect_download() as started:
        page.get_by_role("button", name="Template for 7 rows (Excel)").click()
    started.value.save_as(tmp_path / "t.xlsx")
    assert started.value.suggested_filename == "outstanding-2025-26-Q3-2024-2029.xlsx"
    assert CalamineWorkbook.from_path(tmp_path / "t.xlsx").sheet_names == ["Figures", "How to fill this in"]


def test_paper_holds_who_owes_what_without_buttons(visit: "Visit") -> None:
    page = visit("/desk?plan=2024-2029&quarter=2025-26-Q3")
    page.emulate_media(media="print")
    for part in ("stDownloadButton", "stExpander", "stSelectbox"):
        assert not page.locator(f'[data-testid="{part}"]:visible').count(), part
    assert page.get_by_text("Anti-social behaviour incidents; Disruptions of organised crime").is_visible()


def test_the_desk_says_that_the_quarter_is_a_draft(small: Callable[..., Reader]) -> None:
    html = small().go("desk", plan="plan", quarter="2016-17-Q4").html
    assert "<strong>Draft</strong>: not yet published for a meeting." in html
