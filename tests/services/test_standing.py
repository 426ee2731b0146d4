"""Draft or published: whether a quarter was published, for which meeting, how much differs since, in which words."""

from dataclasses import replace
from datetime import timedelta

import pytest

from measures.model.access import LOCAL, Role
from measures.model.area import Area, Group, Member
from measures.model.commentary import Commentary
from measures.model.measure import Comparator
from measures.model.meeting import ReportText
from measures.model.quarter import Quarter
from measures.services.commentary import write_commentary
from measures.services.definitions import load_plans
from measures.services.meetings import record_meeting
from measures.services.publications import publish
from measures.services.report_texts import write_text
from measures.services.standing import Standing, standing_of
from measures.storage.store import Store
from measures.views.standing_words import standing_line
from tests.builders import a_measure, a_plan
from tests.services.published import FIGURES, MEETING, PLAN, Q, load, now, open_office, publish_office


@pytest.fixture
def office(store: Store) -> Store:
    return open_office(store)


def line(store: Store) -> str:
    return standing_line(standing_of(store, "plan", Q))


def test_a_quarter_is_a_draft_until_it_is_published(office: Store) -> None:
    assert line(office) == "Draft: not yet published for a meeting."
    record_meeting(office, MEETING, by="A. Officer")
    assert line(office) == "Draft: not yet published for the meeting of 12 December 2016."
    meeting = office.meetings()[0]
    assert standing_of(office, "plan", Q) == Standing(meeting=meeting)
    assert standing_of(office, "plan", Q.shift(-1)) == Standing()


def test_a_published_quarter_names_its_meeting_and_what_changed_since(office: Store) -> None:
    head = publish_office(office)
    published = "Published for the meeting of 12 December 2016 (publication 1)"
    assert line(office) == f"{published}; no figure has changed since."
    load(office, "theft,2016/17 Q2,103,", name="late.csv", note="Recount.")
    assert line(office) == f"{published}; 1 figure has changed since, no colour."
    load(office, "burglary,2016/17 Q1,115,", name="later.csv", note="Recount.")
    assert line(office) == f"{published}; 2 figures and 1 colour have changed since."
    assert standing_of(office, "plan", Q) == Standing(head, None, 2, 1, 0, 2)
    assert standing_of(office, "plan", Q.shift(1)) == Standing()


def test_words_that_were_written_after_it_was_published_are_counted_for_who_may_read_them(office: Store) -> None:
    before = Commentary("theft", Q, happened="Quiet.")
    first = write_commentary(office, before, by="A. Officer")
    assert first is not None
    publish_office(office)
    published = "Published for the meeting of 12 December 2016 (publication 1)"
    write_commentary(office, Commentary("burglary", Q, happened="A series."), by="A. Officer")
    said = f"{published}; no figure has changed since; 1 commentary was written or changed since."
    assert line(office) == said
    write_commentary(office, replace(before, happened=""), by="A. Officer", based_on=first.id)
    write_text(office, ReportText("plan", Q, "summary", "A word."), by="A. Officer")
    load(office, "theft,2016/17 Q2,103,", name="late.csv", note="Recount.")
    assert line(office) == (
        f"{published}; 1 figure has changed since, no colour; "
        "2 commentaries and 1 text of the report were written or changed since."
    )
    found = standing_of(office, "plan", Q)
    assert (found.commentaries, found.texts) == ((("burglary", "Burglary"), ("theft", "Theft")), ("Summary",))
    viewer, anyone = (replace(LOCAL, role=role) for role in (Role.VIEWER, Role.ANYONE))
    read = [standing_of(office.acting(one), "plan", Q) for one in (viewer, anyone)]
    assert [(one.figures, one.texts, one.commentaries) for one in read] == [(1, (), found.commentaries), (1, (), ())]
    write_commentary(office, before, by="A. Officer", based_on=3)
    assert [name for name, _ in standing_of(office, "plan", Q).commentaries] == ["burglary"]


def test_nothing_but_what_it_is_compared_with_may_have_changed_and_that_is_said_too(store: Store) -> None:
    """Rated against other forces, a measure moves with their figures, which the publication does not hold."""
    measure = a_measure("burglary", comparators=(Comparator.SIMILAR_FORCES,))
    load_plans(store, [replace(a_plan(measure), head=replace(PLAN.head, similar_group="g"))], by="A. Officer")
    areas = [Area(name, name.title(), 1000, 2016) for name in ("lancashire", "kent")]
    group = Group("g", "Group", (Member("lancashire"), Member("kent")))
    store.add_areas(areas, [group], by="A. Officer", summary="Groups")
    quarters = [f"{one.label},{area},{value}" for one in (Q.shift(-3), Q.shift(-2), Q.shift(-1), Q)
                for area, value in (("", 100), ("kent", 90))]  # fmt: skip
    load(store, *(f"burglary,{one}" for one in quarters), header="measure_id,quarter,area,value")
    publish_office(store, incomplete="No word yet.")
    load(store, f"burglary,{Q.label},kent,91", header="measure_id,quarter,area,value", name="kent.csv", note="Late")
    assert line(store).endswith("(publication 1); 1 comparison has changed since, no colour.")


def test_a_comparison_of_another_colour_is_a_colour_that_changed_under_the_same_headline(store: Store) -> None:
    load_plans(store, [replace(PLAN, head=replace(PLAN.head, baseline=Q.shift(-4)))], by="A. Officer")
    load(store, *FIGURES)
    two = replace(PLAN, head=replace(PLAN.head, comparators=(Comparator.LAST_YEAR, Comparator.PREVIOUS_QUARTER)))
    load_plans(store, [two], from_quarter=Quarter.of(2013, 1), reason="Both", by="A. Officer")
    load(store, "theft,2016/17 Q1,60,", name="first.csv")
    publish_office(store, incomplete="No word yet.")
    load(store, "theft,2016/17 Q1,120,", "theft,2015/16 Q1,50,", name="second.csv", note="Recount.")
    since = now(store)
    assert next((one.comparator, one.colour) for one in since.ratings if one.measure.id == "theft") == (None, False)
    assert line(store).endswith("(publication 1); 2 figures and 1 colour have changed since.")


def test_the_newest_of_two_publications_is_the_one_that_stands(office: Store) -> None:
    first = publish_office(office)
    load(office, "theft,2016/17 Q2,103,", name="late.csv", note="Recount.")
    second = publish(office, first.meeting, by="An Approver", reason="The panel asked for the revised figures.")
    assert (first.id, second.id) == (1, 2)
    assert line(office) == "Published for the meeting of 12 December 2016 (publication 2); no figure has changed since."
    assert standing_of(office, "plan", Q, as_at=second.at - timedelta(microseconds=1)) == Standing(first)
    assert standing_of(office, "plan", Q, as_at=first.at - timedelta(microseconds=1)) == Standing()
