"""The commentary on a measure's page: written, changed, seen at the desk; two writers; scanned and by keyboard."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from measures.model.commentary import Commentary
from measures.model.quarter import Quarter
from measures.services.commentary import commentary_on, write_commentary
from measures.storage.store import open_store
from tests.browser import axe_findings, settle
from tests.pages.conftest import Reader

if TYPE_CHECKING:
    from playwright.sync_api import Page

    Visit = Callable[..., Page]

Q = Quarter.parse("2016/17 Q4")
PLACE = "burglary 2016-17-Q4"


@pytest.fixture
def page(small: Callable[..., Reader]) -> Reader:
    return small().go("measure", m="burglary", plan="plan", quarter="2016-17-Q4")


def fill_in(reader: Reader, **texts: str) -> Reader:
    """Fill in the form and press its button."""
    for name, text in texts.items():
        boxes = reader.app.text_input if name in ("action_by", "due", "person") else reader.app.text_area
        boxes(key=name if name == "person" else f"{name} {PLACE}").set_value(text)
    reader.app.button[0].click()
    return reader.run()


def test_what_is_written_stands_on_the_page_and_at_the_desk(page: Reader, tmp_path: Path) -> None:
    assert "Commentary for 2016/17 Q4" in page.html
    assert "Nothing is written yet." in page.html
    fill_in(page, person="A. Officer", happened="More in\nPreston <b>", action="Patrols", action_by="Ch. Supt. A",
            due="30/06/2017")  # fmt: skip
    assert "The commentary is stored." in page.html
    assert '<dd><div class="pc-written"><p dir="auto">More in<br>Preston &lt;b&gt;</p></div></dd>' in page.html
    assert '<p dir="auto">Patrols<br>By Ch. Supt. A, by 30 June 2017.</p>' in page.html
    assert "Written by A. Officer on" in page.html
    assert "The commentary is stored." not in page.run().html
    desk = page.go("desk", plan="plan", quarter="2016-17-Q4").html
    assert "A commentary is written on 1 of 1 measure." in desk
    assert "Written by A. Officer" in desk
    assert "None yet" in page.go("desk", plan="plan", quarter="2016-17-Q3").html


def test_the_quarter_before_stands_beside_the_form(page: Reader, tmp_path: Path) -> None:
    with open_store(f"sqlite:///{tmp_path / 'small.db'}") as store:
        write_commentary(store, Commentary("burglary", Q.shift(-1), why="Dark evenings"), by="B. Officer")
    html = page.run().html
    assert "The quarter before, 2016/17 Q3" in html
    assert "Dark evenings" in html


def test_the_later_of_two_writers_is_told_keeps_the_text_and_may_store_it_after_all(
    page: Reader, tmp_path: Path
) -> None:
    with open_store(f"sqlite:///{tmp_path / 'small.db'}") as store:
        write_commentary(store, Commentary("burglary", Q, why="Theirs"), by="B. Officer")
        fill_in(page, person="A. Officer", why="Mine")
        assert "B. Officer wrote this commentary meanwhile" in page.html
        assert "Theirs" in page.html
        assert page.app.text_area(key=f"why {PLACE}").value == "Mine"
        page.app.button[0].click()
        page.run()
        assert "The commentary is stored." in page.html
        assert [one.said.why for one in store.commentary_versions("burglary", Q)] == ["Mine", "Theirs"]


def test_a_day_that_is_none_and_a_name_that_is_missing_are_said_and_nothing_is_lost(
    page: Reader, tmp_path: Path
) -> None:
    fill_in(page, person="A. Officer", why="Mine", due="30/02/2017")
    assert page.html.count("is not a date") == 2  # above the form, and beside its button
    assert page.app.text_area(key=f"why {PLACE}").value == "Mine"
    fill_in(page, person="", due="")
    assert "Write your name first" in page.html
    with open_store(f"sqlite:///{tmp_path / 'small.db'}") as store:
        assert commentary_on(store, "burglary", Q) is None


@pytest.mark.parametrize(("width", "dark"), [(1280, False), (390, True)])
def test_the_open_form_scans_clean_counts_characters_and_opens_by_keyboard(
    visit: "Visit", width: int, dark: bool
) -> None:
    page = visit("/measure?m=residential-burglary&plan=2016-2021&quarter=2020-21-Q4", width=width, dark=dark)
    fold = page.locator("summary", has_text="Write or change the commentary")
    fold.focus()
    page.keyboard.press("Enter")
    box = page.get_by_label("What happened")
    box.wait_for(state="visible")
    box.fill("More break-ins.")
    page.get_by_text("15/600").wait_for()
    settle(page)
    assert axe_findings(page) == []


def test_what_a_check_of_the_text_points_to_stands_beneath_it_and_blocks_nothing(page: Reader) -> None:
    fill_in(page, person="A. Officer", happened="37 arrests <b>", action="Patrols", due="01/05/2017")
    assert "The commentary is stored." in page.html
    remarks = page.html.split("A check of the text points to", 1)[1].split("</ul>", 1)[0]
    assert "37 is not among the figures of this measure, nor a change of one. Where is it from?" in remarks
    assert "What is being done was to be done by 1 May 2017, which is past on" in remarks
    by_the_button = page.html.split("Nothing was written.", 1)[0].rsplit("The commentary is stored.", 1)[1]
    assert '<a href="#commentary" target="_self">A check of it has 2 remarks: see above.</a>' in by_the_button
    fill_in(page, happened="Steady.", due="")
    assert "A check of the text points to" not in page.html


def test_what_became_of_the_last_action_is_asked_only_where_one_was_named(page: Reader, tmp_path: Path) -> None:
    assert not [box for box in page.app.text_area if box.key == f"outcome {PLACE}"]
    with open_store(f"sqlite:///{tmp_path / 'small.db'}") as store:
        said = Commentary("burglary", Q.shift(-2), action="Night patrols <i>", action_by="Ch. Supt. A")
        write_commentary(store, said, by="B. Officer")
        html = page.run().html
        assert "The last action, named for 2016/17 Q2" in html
        assert "Night patrols &lt;i&gt;" in html
        assert "By Ch. Supt. A." in html
        fill_in(page, person="A. Officer", outcome="They ran until May.")
        assert "They ran until May." in page.html.split("What became of the last action", 1)[1]
        stands = commentary_on(store, "burglary", Q)
        assert stands is not None
        assert stands.said == Commentary("burglary", Q, outcome="They ran until May.")
