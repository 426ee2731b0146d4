"""The page of publications: the list, one as it was, and beside it what has changed since."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from measures.model.commentary import Commentary
from measures.model.measure import Publication
from measures.model.meeting import Meeting, ReportText
from measures.model.quarter import Quarter
from measures.services.commentary import write_commentary
from measures.services.definitions import load_plans
from measures.services.publications import publish
from measures.services.report_texts import write_text
from measures.services.uploads import accept_upload, preview_upload
from measures.storage.store import Store, open_store
from tests.pages.conftest import Reader
from tests.pages.office import titles
from tests.provider import sign_in_settings

Q = Quarter.parse("2016/17 Q4")
MEETING = Meeting("plan", Q, date(2017, 6, 12), "Panel <i>")


@pytest.fixture
def page(small: Callable[..., Reader]) -> Reader:
    return small()


@pytest.fixture
def store(page: Reader, tmp_path: Path) -> Iterator[Store]:
    with open_store(f"sqlite:///{tmp_path / 'small.db'}") as opened:
        yield opened


def load(store: Store, value: int) -> None:
    late = preview_upload(store, "late.csv", f"measure_id,quarter,value\nburglary,2016/17 Q4,{value}\n".encode())
    accept_upload(store, late, by="A. Officer", note="Late recording <b>", confirm=True)


def test_while_nothing_is_published_the_page_says_how_it_is_done(page: Reader) -> None:
    html = page.go("publications").html
    assert "Publications: nothing yet" in html
    assert "A quarter is published on the page Report, or with “measures publish”." in html


def test_the_list_says_for_which_meeting_by_whom_and_whether_anything_has_changed(page: Reader, store: Store) -> None:
    head = publish(store, MEETING, by="An Approver")
    html = page.go("publications").html
    assert "Publications: 1 report kept as published" in html
    opened = '<a href="publications?publication=1" target="_self">12 June 2017: report on 2016/17 Q4</a>'
    assert opened in html and "publication 1, plan plan" in html and head.sha256[:12] not in html
    assert "Panel &lt;i&gt;" in html and "by An Approver" in html and "Published incomplete because" in html
    assert "No figure has changed since" in html
    load(store, 2000)
    assert "<strong>1 figure and 1 colour have changed since</strong>" in page.run().html


def test_a_publication_is_opened_as_it_was_with_what_has_changed_beside_it(page: Reader, store: Store) -> None:
    write_text(store, ReportText("plan", Q, "summary", "All **quiet**."), by="A. Officer")
    head = publish(store, MEETING, by="An Approver")
    before = page.go("publications", publication="1").html
    assert titles(page) == ["The one rated measure is at or better than before"]
    assert "<strong>2016/17 Q4, as it was published for the meeting of 12 June 2017</strong>" in before
    assert "Publication 1, published on " in before and "approved by An Approver." in before
    foot = before.split("What this publication is known by", 1)[1]
    assert head.sha256 in foot and f"data version {head.data_version}" in foot
    assert before.count("No figure has changed since.") == 1 and "As reported and now" not in before
    assert "All <strong>quiet</strong>." in before
    load(store, 2000)
    write_text(store, ReportText("plan", Q, "summary", "Not quiet at all."), by="A. Officer", based_on=1)
    html = page.run().html
    assert "1 figure and 1 colour have changed since" in html
    assert "At or better → Worse" in html and "Late recording &lt;b&gt;" in html and "<b>" not in html
    written, known = "<h2>What was written</h2>", "<details><summary>What this publication is known by"
    kept = before[before.index(written) :].split(known)[0].removesuffix('<div class="pc pc-known">')
    assert kept in html and len(kept) > 1000
    parts = ("This page stands as it was published", written, "How the plan stood", "As reported and now", known)
    assert sorted(parts, key=html.index) == list(parts)
    assert "Not quiet at all." not in html


def test_the_pages_of_that_quarter_lead_to_the_publication(page: Reader, store: Store) -> None:
    for name in ("status", "priority", "measure", "exceptions", "report"):
        html = page.go(name, plan="plan", quarter="2016-17-Q4").html
        assert "<strong>Draft</strong>: not yet published for a meeting." in html, name
    for name in ("method", "rules"):
        assert "<strong>Draft</strong>" not in page.go(name, plan="plan", quarter="2016-17-Q4").html, name
    publish(store, MEETING, by="An Approver")
    load(store, 2000)
    for name in ("status", "priority", "measure", "exceptions", "report"):
        html = page.go(name, plan="plan", quarter="2016-17-Q4").html
        assert '<a href="publications?publication=1" target="_self">Published for the meeting of 12 June 2017' in html
        assert "(publication 1)</a>; 1 figure and 1 colour have changed since." in html, name
        assert "<strong>Draft</strong>" not in html
    earlier = page.go("status", plan="plan", quarter="2016-17-Q3").html
    assert "<strong>Draft</strong>: not yet published for a meeting." in earlier


def test_what_is_written_after_it_was_published_is_told_and_leads_to_publishing_it(page: Reader, store: Store) -> None:
    publish(store, MEETING, by="An Approver")
    write_commentary(store, Commentary("burglary", Q, happened="A late word."), by="A. Officer")
    told = "no figure has changed since; 1 commentary was written or changed since."
    again = 'href="report?plan=plan&amp;quarter=2016-17-Q4#publish" target="_self">Publish again to include it</a>'
    for name in ("status", "report"):
        html = page.go(name, plan="plan", quarter="2016-17-Q4").html
        assert f"(publication 1)</a>; {told}" in html and again in html, name
    assert "<strong>No figure has changed since; 1 commentary was written" in page.go("publications").html
    html = page.go("publications", publication="1").html
    assert "Words that are others now" in html
    assert 'Commentary on <a href="measure?m=burglary&amp;plan=plan&amp;quarter=2016-17-Q4"' in html


@pytest.mark.parametrize(
    ("number", "said"), [("7", "There is no publication 7. The newest is 1."), ("x<", "“x&lt;” is not the number of")]
)
def test_a_publication_that_is_none_is_said_to_be_none(page: Reader, store: Store, number: str, said: str) -> None:
    publish(store, MEETING, by="An Approver")
    html = page.go("publications", publication=number).html
    assert said in html and "All publications" in html


def test_a_measure_that_is_restricted_after_it_was_published_is_shown_no_more_to_who_may_not_see_it(
    small: Callable[..., Reader], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in sign_in_settings("https://id.example.org", "https://measures.example.org").items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("MEASURES_PUBLIC", "True")
    page = small(measure="Quokka watch")
    page.app.user = {"is_logged_in": False}
    with open_store(f"sqlite:///{tmp_path / 'small.db'}") as store:
        publish(store, MEETING, by="An Approver")
        assert "Quokka watch" in page.go("publications", publication="1").html
        restricted = replace(store.measures()["burglary"], publication=Publication.RESTRICTED)
        plan = store.own_plan("plan")
        load_plans(store, [replace(plan, measures=(restricted,))], by="An Administrator", reason="After advice")
    html = page.run().html
    assert "<strong>2016/17 Q4, as it was published" in html
    assert "Quokka watch" not in html
    for name in ("status", "exceptions", "review", "priority", "measure", "forces", "national", "register", "method"):
        assert "Quokka watch" not in page.go(name, plan="plan", quarter="2016-17-Q4").html, name
