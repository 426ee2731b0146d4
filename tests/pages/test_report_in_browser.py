"""What only a browser shows of the page Report: what is typed elsewhere stays, two quick clicks publish once."""

from pathlib import Path
from shutil import copy
from typing import TYPE_CHECKING

from measures.storage.store import open_store
from tests.browser import axe_findings, dashboard_on, open_page, settle

if TYPE_CHECKING:
    from playwright.sync_api import Browser


def test_storing_a_text_keeps_what_is_typed_in_another_and_two_quick_clicks_publish_once(
    browser: "Browser", sample_file: Path, tmp_path: Path
) -> None:
    url = f"sqlite:///{copy(sample_file, tmp_path / 'sample.db')}"
    with dashboard_on(url, tmp_path / "log.txt") as running, open_store(url) as store:
        before = len(store.publications())
        page = open_page(browser, f"{running.url}/report?plan=2021-2025&quarter=2024-25-Q1", width=390)
        for heading in ("Summary", "Background"):
            page.locator("summary", has_text=f"Write or change: {heading}").press("Enter")
        page.get_by_label("Background", exact=True).fill("Half a sentence")
        page.get_by_label("Summary", exact=True).fill("Crime *fell*.")
        page.get_by_text("13/6000").wait_for()
        page.get_by_role("button", name="Store this text").first.click()
        page.get_by_text("The text is stored.").first.wait_for()  # above the text, and beside its button
        settle(page)
        assert page.get_by_label("Background", exact=True).input_value() == "Half a sentence"
        assert page.locator("details[open]", has_text="Write or change").count() == 2
        assert page.locator(".pc-written em").inner_text() == "fell"
        page.locator("summary", has_text="Record the meeting").press("Enter")
        page.get_by_label("Day of the meeting").fill("13/09/2024")
        page.get_by_role("button", name="Store the meeting").click()
        page.get_by_text("stands on record").wait_for()
        settle(page)
        assert axe_findings(page) == []
        page.get_by_label("Why it is published although").fill("The officers’ figures are late.")
        page.get_by_label("Your name, as the approver").fill("An Approver")
        page.get_by_text("I have looked at the report").click()
        page.get_by_role("button", name="Publish 2024/25 Q1").dblclick()
        page.get_by_text("Done: 2024/25 Q1 is published").wait_for()
        settle(page)
        page.reload()
        settle(page)
        assert page.locator("h1").inner_text() == "Report on 2024/25 Q1: published for the meeting of 13 September 2024"
        assert axe_findings(page) == []
        assert len(store.publications()) == before + 1
        page.context.close()
