"""The panel review: what moved since the last meeting, the questions, the promises, what was restated."""

import re
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date
from html import unescape
from itertools import pairwise
from pathlib import Path

import pytest

from measures.model.meeting import Meeting, ReportText
from measures.model.quarter import Quarter
from measures.services.definitions import load_plans
from measures.services.meetings import record_meeting
from measures.services.publications import publish
from measures.services.report_texts import write_text
from measures.storage.store import Store, open_store
from tests.builders import a_plan
from tests.pages.conftest import Reader
from tests.services.publishing import MEASURES, load, publish_ready, say

NEXT = Quarter.of(2016, 2)
LATER = "measure_id,quarter,value\nburglary,2016/17 Q2,150\nsolved,2016/17 Q2,20\n"
HOSTILE = "<script>alert(1)</script> **bold** [a](b) &"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A quarter published, and the next one's figures."""
    with closing(open_store(f"sqlite:///{tmp_path / 'review.db'}")) as opened:
        publish_ready(opened)
        load(opened, LATER)
        yield opened


@pytest.fixture
def page(store: Store, open_app: Callable[[str], Reader]) -> Callable[[], Reader]:
    """Opens the page of the quarter after the one that was published."""
    return lambda: open_app(store.url).go("review", plan="plan", quarter="2016-17-Q2")


def section(html: str, heading: str) -> str:
    """The text of a part of the page, without its tags."""
    part = html.split(f">{heading}</h2>", 1)[1].split("<h2", 1)[0]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", part)).split())


def rows(html: str, heading: str) -> list[str]:
    """The rows of the tables of a part."""
    part = html.split(f">{heading}</h2>", 1)[1].split("<h2", 1)[0]
    found = re.findall(r"<tr[^>]*>(.*?)</tr>", part.split("<tbody", 1)[1])
    return [" ".join(unescape(re.sub(r"<[^>]+>", " ", row)).split()) for row in found]


def test_the_finding_is_what_moved_and_how_much_there_is_to_ask(page: Callable[[], Reader]) -> None:
    html = page().html
    assert re.search(r"<h1>1 measure got worse since the meeting of 12 September 2016; \d+ questions to ask</h1>", html)
    assert "the day of reading; no meeting is recorded yet" in html


def test_the_small_table_shows_every_colour_and_the_not_rated_then_and_now(page: Callable[[], Reader]) -> None:
    html = page().html
    assert rows(html, "Then and now") == [
        "2016/17 Q1, as shown on 12 September 2016 1 0 1 1",
        "2016/17 Q2, now 2 0 0 1",
    ]


def test_what_moved_says_which_way_from_what_to_what_and_leads_to_the_measure(page: Callable[[], Reader]) -> None:
    html = page().html
    assert rows(html, "What moved") == ["Solved Got worse At or better → Worse"]
    assert 'href="measure?m=solved&amp;plan=plan&amp;quarter=2016-17-Q2"' in html


def test_each_question_stands_in_its_group_with_its_rule_and_what_it_rests_on(page: Callable[[], Reader]) -> None:
    said = section(page().html, "Questions the panel could ask")
    assert "New in red Worse (red) now, and not at the last meeting. Commissioner, the figure for “ Solved ” is" in said
    assert "What it rests on : Solved 80 offences in April–September 2016" in said
    assert "No commentary is written for 2016/17 Q2." in said


def test_the_numbers_of_the_questions_go_on_from_group_to_group(page: Callable[[], Reader]) -> None:
    lists = re.findall(r'<ol class="pc-asked" start="(\d+)">(.*?)</ol>', page().html)
    assert len(lists) > 1
    number = 1
    for start, items in lists:
        assert int(start) == number
        number += items.count("<li><p>")


def test_each_measure_of_a_question_about_several_leads_to_its_page(page: Callable[[], Reader], store: Store) -> None:
    owned = tuple(replace(one, owner="The registrar") for one in MEASURES)
    load_plans(store, [a_plan(*owned)], reason="Named", by="B")
    html = page().go("review", plan="plan", quarter="2016-17-Q3").html
    assert "2 figures are missing, and no reason is given" in section(html, "Questions the panel could ask")
    for name in ("burglary", "solved"):
        assert f'“<a href="measure?m={name}&amp;plan=plan&amp;quarter=2016-17-Q3" target="_self">' in html


def test_the_plans_settings_stand_beside_the_questions_that_they_make(store: Store, page: Callable[[], Reader]) -> None:
    plan = a_plan(*MEASURES)
    load_plans(store, [replace(plan, head=replace(plan.head, question_red_quarters=2))], reason="Soon", by="B")
    said = section(page().html, "Questions the panel could ask")
    assert "Long in red Worse (red) for 2 quarters or more on end (a setting of the plan)." in said


def test_an_exception_stands_with_what_is_said_of_it_and_what_a_check_points_to(
    store: Store, page: Callable[[], Reader]
) -> None:
    say(store, "burglary", f"Burglary fell to 87. {HOSTILE}", NEXT)
    html = page().html
    said = section(html, "Exceptions and what is said of them")
    assert "Burglary Worse Red since 2016/17 Q1, 2 quarters" in said
    assert "What happened Burglary fell to 87." in said
    assert "87 and 1 are not among the figures of this measure, nor changes of them." in said
    assert "The text says “fell”, and the figure is up" in said
    assert "No commentary yet." in said  # on the other red
    assert "<script>" not in html
    assert "&lt;script&gt;" in html


def test_other_texts_that_a_check_points_to_are_named_beneath(store: Store, page: Callable[[], Reader]) -> None:
    say(store, "solved", "Good progress.", NEXT)
    write_text(store, ReportText("plan", NEXT, "priority:safety", "4,321 homes were visited."), by="B")
    said = section(page().html, "Exceptions and what is said of them")
    assert "Other texts that a check points to Safety A check of the text points to 4,321 is not among" in said


def test_what_was_promised_comes_back_with_its_day_and_what_became_of_it(
    store: Store, page: Callable[[], Reader]
) -> None:
    (row,) = rows(page().html, "What was promised")
    assert row == (
        "Burglary named for 2016/17 Q1 Patrols at night. The superintendent 1 December 2016 "
        "Its day is past, and nothing is said of it yet"
    )
    say(store, "burglary", "Steady.", NEXT, outcome=f"Done. {HOSTILE}")
    html = page().html
    assert rows(html, "What was promised")[0].endswith("1 December 2016 Done. <script>alert(1)</script> bold [a](b) &")
    assert "<script>" not in html


def test_an_action_is_past_on_the_day_of_the_meeting(store: Store, page: Callable[[], Reader]) -> None:
    record_meeting(store, Meeting("plan", NEXT, date(2016, 11, 30)), by="B")
    html = page().html
    assert "Due dates are judged as of 30 November 2016, the day of the meeting." in html
    assert rows(html, "What was promised")[0].endswith("1 December 2016 Nothing is said of it yet")


def test_what_was_restated_stands_with_both_figures_why_and_whether_the_colour_changes(
    store: Store, page: Callable[[], Reader]
) -> None:
    assert "No figure has changed since the meeting" in section(page().html, "What was restated since the last meeting")
    corrected = "measure_id,quarter,value\nburglary,2016/17 Q1,104\nsolved,2015/16 Q1,51\n"
    load(store, corrected, "restated.csv", note="Counted twice")
    html = page().html
    said = section(html, "What was restated since the last meeting")
    assert "2 figures were restated and 1 colour changed" in said
    assert re.search(r"Why: Upload 3 \(restated\.csv\) by A\. Officer on .*: Counted twice\.", said)
    assert rows(html, "What was restated since the last meeting") == [
        "Burglary 2016/17 Q1 120 104 16 fewer (−13.3%) Worse → Slightly worse",
        "Solved 2015/16 Q1 50 51 1 more (+2.0%) No",
    ]


def test_a_long_list_of_restated_figures_is_folded_and_ends_with_where_the_rest_is(sample: Reader) -> None:
    html = sample.go("review", plan="2021-2025", quarter="2023-24-Q2").html
    part = html.split(">What was restated since the last meeting</h2>", 1)[1].split("<h2", 1)[0]
    assert "Since the meeting of 11 December 2023, 65 figures were restated and no colour changed." in part
    assert "Show 22 more" in part
    assert "These are 30 of 65; the publication’s own page has them all." in part
    assert "publications?publication=1" in part


def test_a_rule_that_changed_stands_with_both_forms_and_the_reason(store: Store, page: Callable[[], Reader]) -> None:
    said = section(page().html, "Rules that changed")
    assert said == "No rule or definition has changed since the meeting of 12 September 2016."
    load_plans(store, [a_plan(*MEASURES, tolerance_pct="25")], from_quarter=NEXT, reason="The panel asked", by="B")
    (row,) = rows(page().html, "Rules that changed")
    assert row.startswith("The whole plan Tolerance 5% 25%")
    assert row.endswith(": The panel asked.")


def test_before_anything_was_published_it_is_the_quarter_before_that_is_compared_with(
    small: Callable[..., Reader],
) -> None:
    html = small().go("review", plan="plan", quarter="2016-17-Q4").html
    assert "since the quarter before, 2016/17 Q3" in html
    assert "Nothing was published before" in html
    assert "No earlier action is due." in html
    assert "There was no meeting before to compare with." in html


def test_once_the_quarter_is_published_a_check_of_the_texts_says_nothing(
    store: Store, page: Callable[[], Reader]
) -> None:
    say(store, "burglary", "Burglary fell to 87.", NEXT)
    assert "A check of the text points to" in page().html
    publish(store, Meeting("plan", NEXT, date(2016, 12, 12)), by="B", incomplete="No words yet.")
    assert "A check of the text points to" not in page().html


@pytest.mark.parametrize("quarter", ["2016-17-Q2", "2016-17-Q1", "2013-14-Q1", "2016-17-Q3"])
def test_headings_are_in_order_and_every_table_has_a_caption(page: Callable[[], Reader], quarter: str) -> None:
    html = page().go("review", plan="plan", quarter=quarter).html
    levels = [int(level) for level in re.findall(r"<h([1-6])", html)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert html.count("<table") == html.count("<caption")
