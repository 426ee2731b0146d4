"""Draft or published: whether a quarter was published, for which meeting, how much differs since, in which words."""

from datetime import timedelta

import pytest

from measures.services.meetings import record_meeting
from measures.services.publications import publish
from measures.services.standing import Standing, standing_of
from measures.storage.store import Store
from measures.views.standing_words import standing_line
from tests.services.published import MEETING, Q, load, open_office, publish_office


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
    assert line(office) == f"{published}; nothing has changed since."
    load(office, "theft,2016/17 Q2,103,", name="late.csv", note="Recount.")
    assert line(office) == f"{published}; 1 figure has changed since, no colour."
    load(office, "burglary,2016/17 Q1,115,", name="later.csv", note="Recount.")
    assert line(office) == f"{published}; 2 figures and 1 colour have changed since."
    assert standing_of(office, "plan", Q) == Standing(head, None, 2, 1, 0)
    assert standing_of(office, "plan", Q.shift(1)) == Standing()


def test_the_newest_of_two_publications_is_the_one_that_stands(office: Store) -> None:
    first = publish_office(office)
    load(office, "theft,2016/17 Q2,103,", name="late.csv", note="Recount.")
    second = publish(office, first.meeting, by="An Approver", reason="The panel asked for the revised figures.")
    assert (first.id, second.id) == (1, 2)
    assert line(office) == "Published for the meeting of 12 December 2016 (publication 2); nothing has changed since."
    assert standing_of(office, "plan", Q, as_at=second.at - timedelta(microseconds=1)) == Standing(first)
    assert standing_of(office, "plan", Q, as_at=first.at - timedelta(microseconds=1)) == Standing()
