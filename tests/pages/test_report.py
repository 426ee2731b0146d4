"""The page on which a report is written and published: its meeting, its texts, two writers, one publication."""

from collections.abc import Callable, Iterator
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from measures.model.commentary import Commentary
from measures.model.meeting import LONGEST_TEXT, Meeting, ReportText
from measures.model.quarter import Quarter
from measures.services.commentary import write_commentary
from measures.services.meetings import record_meeting
from measures.services.publications import publish as publish_quarter
from measures.services.published import open_publication
from measures.services.report_texts import write_text
from measures.services.uploads import accept_upload, preview_upload
from measures.storage.store import Store, open_store
from tests.pages.conftest import FIGURES, Reader
from tests.pages.test_pages import Tags, headings

Q = Quarter.parse("2016/17 Q4")
AT = "plan 2016-17-Q4"
SUMMARY, NARRATIVE = f"summary {AT}", f"priority:safety {AT}"
RED = FIGURES.replace("2016/17 Q4,", "2016/17 Q4,9")
MEETING = "the meeting of 12 June 2017"


@pytest.fixture
def store(tmp_path: Path, page: Reader) -> Iterator[Store]:
    """The page's own database, as a second person would have it."""
    with open_store(f"sqlite:///{tmp_path / 'small.db'}") as opened:
        yield opened


@pytest.fixture
def figures() -> str:
    return FIGURES


@pytest.fixture
def page(small: Callable[..., Reader], figures: str) -> Reader:
    return small(figures=figures).go("report", plan="plan", quarter="2016-17-Q4")


def press(reader: Reader, key: str) -> Reader:
    next(button for button in reader.app.button if button.key == key).click()
    return reader.run()


def record(reader: Reader, day: str = "12/06/2017") -> Reader:
    reader.app.text_input(key="person").set_value("A. Officer")
    reader.app.text_input(key=f"day meeting {AT}").set_value(day)
    return press(reader, f"store meeting {AT}")


def write(reader: Reader, about: str, text: str) -> Reader:
    reader.app.text_input(key="person").set_value("A. Officer")
    reader.app.text_area(key=f"text of {about}").set_value(text)
    return press(reader, f"store {about}")


def tick(reader: Reader) -> None:
    [box] = reader.app.checkbox
    box.check()


def publish(reader: Reader, approver: str = "An Approver", **reasons: str) -> Reader:
    reader.app.text_input(key=f"approver {AT}").set_value(approver)
    for name, text in reasons.items():
        reader.app.text_area(key=f"{name} {AT}").set_value(text)
    tick(reader)
    return press(reader, f"press {AT}")


# ---- the meeting


def test_a_meeting_is_recorded_moved_and_called_off(page: Reader, store: Store) -> None:
    assert "Report on 2016/17 Q4: ready, but no meeting is set" in page.html
    assert "No meeting is recorded that reviews this quarter." in page.html
    assert "Record the meeting first." in page.html and len(page.app.checkbox) == 0
    assert "The meeting of 12 June 2017 stands on record." in record(page).html
    assert "Report on 2016/17 Q4: ready to publish for the meeting of 12 June 2017" in page.html
    assert "not yet published for the meeting of 12 June 2017" in page.html
    page.app.text_input(key=f"title meeting {AT}").set_value("Extraordinary panel <b>")
    record(page, "19.06.2017")
    assert "is not a date" in page.html and "Nothing was stored" in page.html
    record(page, "19/06/2017")
    assert "<strong>Extraordinary panel &lt;b&gt;</strong>, 19 June 2017" in page.html
    press(page, f"off meeting {AT}")
    assert "Say why the meeting is called off. Nothing was stored." in page.html
    page.app.text_input(key=f"why meeting {AT}").set_value("No quorum")
    assert "is called off." in press(page, f"off meeting {AT}").html
    assert "No meeting is recorded" in page.html
    assert store.meetings() == ()
    assert [act.reason for act in store.acts() if act.kind == "meeting"] == ["No quorum", "", ""]


def test_a_meeting_before_the_quarter_has_ended_and_a_missing_name_are_refused_in_words(page: Reader) -> None:
    record(page, "31/03/2017")
    assert "a meeting on 31 March 2017 cannot review it" in page.html
    record(page, "")
    assert "The day is missing." in page.html
    page.app.text_input(key=f"day meeting {AT}").set_value("12/06/2017")
    page.app.text_input(key="person").set_value(" ")
    press(page, f"store meeting {AT}")
    assert "Write your name first" in page.html


# ---- the texts


def test_a_text_is_shown_as_it_will_look_with_who_wrote_it(page: Reader) -> None:
    assert "Written: 0 of 5 texts; no commentary is needed. No figure is missing." in page.html
    write(page, SUMMARY, "**Down**:\n- burglary <script>\n- theft\n\n[x](javascript:y)")
    assert "The text is stored." in page.html
    assert "Written: 1 of 5 texts" in page.html
    assert '<strong>Down</strong>:</p><ul><li dir="auto">burglary &lt;script&gt;</li>' in page.html
    assert '<p dir="auto">[x](javascript:y)</p>' in page.html
    assert "Written by A. Officer on" in page.html and f"of {LONGEST_TEXT:,} characters." in page.html
    assert "The text is stored." not in page.run().html
    assert page.app.text_area(key=f"text of {SUMMARY}").max_chars == LONGEST_TEXT


def test_a_check_of_a_priority_s_narrative_points_to_numbers_of_none_of_its_measures(page: Reader) -> None:
    write(page, NARRATIVE, "A quiet quarter: 4,321 homes were visited.")
    part = page.html.split("Safety</h3>", 1)[1].split("<h3>", 1)[0]
    assert "The text is stored." in part
    assert "4,321 is not among the figures of the measures under this priority" in part
    beside = '<p>The text is stored.</p><p><a href="#text-priority-safety" target="_self">A check of it has 1 remark'
    assert beside in part and 'id="text-priority-safety"' in page.html
    write(page, SUMMARY, "4,321 homes were visited.")
    assert page.html.count("is not among the figures") == 1  # the summary is about no measure in particular
    write(page, NARRATIVE, "A quiet quarter.")
    assert "is not among the figures" not in page.html


def test_every_part_and_every_priority_has_its_place_in_the_order_of_the_report(page: Reader) -> None:
    headings = ["Summary", "Recommendation", "Background", "Safety", "The Commissioner’s activity"]
    places = [page.html.index(f">{heading}</h3>") for heading in headings]
    assert places == sorted(places)


def test_what_was_written_last_stands_beside_the_box(page: Reader, store: Store) -> None:
    assert "Nothing was written in an earlier quarter." in page.html
    write_text(store, ReportText("plan", Q.shift(-2), "summary", "Two quarters *ago*"), by="B. Officer")
    html = page.run().html
    assert "Last written for 2016/17 Q2" in html and "Two quarters <em>ago</em>" in html


def test_the_later_of_two_writers_is_told_keeps_the_text_and_may_store_it_after_all(page: Reader, store: Store) -> None:
    write_text(store, ReportText("plan", Q, "priority:safety", "Theirs"), by="B. Officer")
    write(page, NARRATIVE, "Mine")
    assert "B. Officer wrote this text meanwhile" in page.html and "Theirs" in page.html
    assert page.app.text_area(key=f"text of {NARRATIVE}").value == "Mine"
    assert "The text is stored." in press(page, f"store {NARRATIVE}").html
    told = [one.said.text for one in store.text_versions("plan", Q, "priority:safety")]
    assert told == ["Mine", "Theirs"]


# ---- the commentaries and what is not ready


@pytest.mark.parametrize("figures", [RED])
def test_a_red_is_listed_until_it_has_a_commentary_and_leads_to_where_it_is_written(page: Reader) -> None:
    assert "Report on 2016/17 Q4: 1 thing is not ready" in page.html
    assert "Written: 0 of 5 texts, 0 of 1 commentary that is needed." in page.html
    assert "Burglary is Worse (red) and has no commentary." in page.html
    assert "Not written yet" in page.html
    assert 'href="measure?m=burglary&amp;plan=plan&amp;quarter=2016-17-Q4"' in page.html


@pytest.mark.parametrize("figures", [RED])
def test_an_incomplete_report_is_published_only_with_a_reason_and_keeps_what_was_typed(
    page: Reader, store: Store
) -> None:
    publish(record(page))
    assert "One thing is not ready. Burglary is Worse (red) and has no commentary." in page.html
    assert store.publications() == ()
    assert page.app.text_input(key=f"approver {AT}").value == "An Approver"
    publish(page, although="The force answers next week.")
    [head] = store.publications()
    assert (head.by, head.incomplete) == ("An Approver", "The force answers next week.")
    assert "The force answers next week." in page.html and head.sha256 in page.html


@pytest.mark.parametrize("figures", [RED])
def test_what_a_check_points_to_stands_in_the_row_and_above_the_tick_of_who_publishes(
    page: Reader, store: Store
) -> None:
    assert "Before you publish" not in record(page).html
    write_commentary(store, Commentary("burglary", Q, happened="Burglary fell to 4,321."), by="A. Officer")
    page.run()
    row = page.html.split("What is still to be written first", 1)[1].split("</table>", 1)[0]
    to = 'href="measure?m=burglary&amp;plan=plan&amp;quarter=2016-17-Q4#commentary" target="_self"'
    assert "Written by A. Officer on" in row and f"<strong><a {to}>3 remarks</a></strong>" in row
    form = page.html.split("Publishing keeps everything", 1)[1]
    assert "Before you publish: a check of what is written points to these words." in form
    assert f"<a {to}>Burglary</a>" in form and "4,321 is not among the figures" in form
    write(page, NARRATIVE, "All 4,322 of them.")
    form = page.html.split("Publishing keeps everything", 1)[1]
    assert '<a href="#texts" target="_self">Safety</a>' in form and "4,322 is not among the figures" in form
    assert 'id="commentary"' in page.go("measure", m="burglary", plan="plan", quarter="2016-17-Q4").html


# ---- publishing


def test_publishing_needs_a_name_and_a_tick_and_then_stands_on_the_page(page: Reader, store: Store) -> None:
    record(page)
    page.app.text_input(key=f"approver {AT}").set_value("An Approver")
    press(page, f"press {AT}")
    assert "Nothing was published: look at the report, then tick" in page.html
    publish(page, approver=" ")
    assert "Write your name first" in page.html
    assert store.publications() == ()
    publish(page)
    [head] = store.publications()
    assert f"Done: 2016/17 Q4 is published for {MEETING}." in page.html
    assert f"Report on 2016/17 Q4: published for {MEETING}" in page.html
    assert "Number 1, 2016/17 Q4 for the meeting of 12 June 2017" in page.html and head.sha256 in page.html
    assert 'href="publications?publication=1"' in page.html
    assert "Done:" not in page.run().html and head.sha256 in page.html
    assert open_publication(store, 1).content.by == "An Approver"


def test_a_second_click_and_a_reload_publish_nothing_twice(page: Reader, store: Store) -> None:
    record(page)
    button = next(one for one in page.app.button if one.key == f"press {AT}")
    page.app.text_input(key=f"approver {AT}").set_value("An Approver")
    tick(page)
    button.click()
    page.run()
    button.click()  # of the page as it was before the first click came back
    page.run()
    assert len(store.publications()) == 1
    assert "published for the meeting of 12 June 2017" in page.html
    page.go("report", plan="plan", quarter="2016-17-Q4")
    assert len(store.publications()) == 1


def test_what_is_stored_after_the_approver_looked_is_told_and_nothing_is_published(page: Reader, store: Store) -> None:
    record(page)
    write_text(store, ReportText("plan", Q, "summary", "A word more."), by="B. Officer")
    publish(page)
    assert "after you looked at the report: “Summary” in the report on 2016/17 Q4 (plan) was written by B." in page.html
    assert store.publications() == ()
    assert page.app.text_input(key=f"approver {AT}").value == "An Approver"
    assert [box.value for box in page.app.checkbox] == [False]  # what was ticked was another state
    publish(page)
    assert len(store.publications()) == 1
    assert open_publication(store, 1).content.texts["summary"].said.text == "A word more."


def test_publishing_again_for_the_same_meeting_needs_a_reason(page: Reader, store: Store) -> None:
    publish(record(page))
    late = preview_upload(store, "late.csv", b"measure_id,quarter,value\nburglary,2016/17 Q4,900\n")
    accept_upload(store, late, by="A. Officer", note="Late", confirm=True)
    page.run()
    assert "1 figure has changed since, no colour" in page.html
    publish(page)
    assert "It stays as it is. To publish again for the same meeting, say why." in page.html
    assert len(store.publications()) == 1
    publish(page, again="The panel asked for the revised figures.")
    assert [head.id for head in store.publications()] == [2, 1]
    assert "Number 2, 2016/17 Q4 for" in page.html and "The panel asked for the revised figures." in page.html


# ---- what every page owes its readers

HOSTILE_TEXT = "<script>x</script> **b** [l](javascript:x) ![](x) #set =1+1 \u202e 👮🏽‍♀️ " + "*a _b " * 400


def test_hostile_texts_titles_and_reasons_are_text_on_every_page_that_shows_them(page: Reader, store: Store) -> None:
    meeting = Meeting("plan", Q, date(2017, 6, 12), "<img src=x onerror=y>")
    for place in ("summary", "priority:safety", "activity"):
        write_text(store, ReportText("plan", Q, place, HOSTILE_TEXT.replace("\u202e", "")), by="<b>By</b>")
    record_meeting(store, meeting, by="<b>By</b>")
    pages = [page.run().html]
    publish_quarter(store, store.meetings()[0], by="<i>An Approver</i>")
    pages += [page.run().html, page.go("publications").html, page.go("publications", publication="1").html]
    pages += [page.go("history", act=str(act.id)).html for act in store.acts()[:5]]
    for html in pages:
        assert "<script>" not in html and "<img src=x" not in html and "<i>An" not in html and "<b>" not in html
        assert {tag for tag, _ in Tags(html).found} & {"script", "img", "i", "b", "iframe"} == set()
        levels = headings(html)
        assert levels[0] == 1 and levels.count(1) == 1
        assert all(later - earlier <= 1 for earlier, later in pairwise(levels)), levels
    assert "[l](javascript:x) ![](x) #set =1+1" in pages[0] and "<strong>b</strong>" in pages[0]


def test_a_text_with_a_direction_mark_is_refused_in_words(page: Reader, store: Store) -> None:
    write(page, SUMMARY, HOSTILE_TEXT)
    assert "holds a character that cannot be seen" in page.html and "Nothing was stored" in page.html
    assert page.app.text_area(key=f"text of {SUMMARY}").value == HOSTILE_TEXT
    assert store.texts("plan", Q) == {}


def test_the_pack_can_be_saved_in_every_format_as_a_draft_and_as_published(page: Reader, store: Store) -> None:
    def labels() -> list[str]:
        return [button.label for button in page.app.get("download_button")]

    formats = ["PDF", "Word (docx)", "Web page (html)", "Excel (xlsx)", "CSV files (zip)"]
    assert labels() == formats and "The pack as a draft" in page.html
    publish(record(page))
    assert "The pack as it would be published now, as a draft" in page.html
    page.go("publications", publication="1")
    assert labels() == formats and "The pack, as published" in page.html
