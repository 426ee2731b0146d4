"""A publication opened by somebody who may not see all of it: nothing hidden is in it, and nothing else is missing."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from measures.model.access import Role
from measures.model.measure import Publication as Level
from measures.model.meeting import Meeting
from measures.model.publication import Publication
from measures.reports.blocks import plain_text
from measures.reports.pack import published_pack
from measures.services.definitions import load_plans
from measures.services.publications import publish
from measures.services.published import open_publication
from measures.storage.narrowing import HIDDEN_REASON, narrowed
from measures.storage.store import Store, open_store
from measures.views.publication_view import bear_in_mind, identity_of
from tests.access import (
    MEASURES,
    MEETING,
    PLAN,
    QUARTER,
    RESTRICTED,
    lines,
    load,
    person,
    secretive,
    signs_in,
    told,
)
from tests.builders import a_measure, a_plan

NEXT = QUARTER.shift(1)


@pytest.fixture(scope="module")
def office() -> Iterator[Store]:
    """An office with two publications: before the second figures were restated, some in files with a hidden measure.

    A hidden measure has left the plan by then, another has joined it.
    """
    with open_store("sqlite://") as store:
        secretive(store)
        load(store, lines({"burglary": 103, "zebra": 8765432103}, last=NEXT), "next-zebra.csv", "zebra, once more")
        load(store, lines({"quokka": 4567890103}, last=NEXT), "for-all.csv", "recounted")
        yak = a_measure("yak", title="Yak", publication=Level.RESTRICTED)
        plan = replace(a_plan(*MEASURES[:3], yak), head=PLAN.head)
        done = load_plans(store, [plan], from_quarter=NEXT, by="A. Officer", reason="Yak in, aardvark out")
        assert not done.issues
        meeting = Meeting("plan", NEXT, date(2016, 12, 12), MEETING.title)
        publish(store, meeting, by="An Approver", incomplete="No word yet")
        yield store


def opened(store: Store, role: Role, number: int) -> Publication:
    return open_publication(store.acting(person(role)), number)


def test_a_measure_that_a_reader_may_see_is_shown_with_every_comparison_and_its_sentence(office: Store) -> None:
    whole = {one.measure.id: one for one in open_publication(office, 1).content.status.measures}
    for role, seen in ((Role.VIEWER, ["burglary", "quokka"]), (Role.ANYONE, ["burglary"])):
        narrowed = {one.measure.id: one for one in opened(office, role, 1).content.status.measures}
        assert list(narrowed) == seen
        for name, rating in narrowed.items():
            assert rating.comparisons == whole[name].comparisons != ()
            assert [one.reason for one in rating.comparisons] == [one.reason for one in whole[name].comparisons]


def test_the_tallies_of_then_and_now_count_the_measures_that_are_shown(office: Store) -> None:
    review = open_publication(office, 2).content.review
    assert {one.measure.id for one in review.moved} >= {"aardvark", "yak"}
    for role in (Role.VIEWER, Role.ANYONE):
        earlier, later = (opened(office, role, number).content for number in (1, 2))
        for content, tally in ((earlier, later.review.tally_before), (later, later.review.tally_now)):
            held = [one.headline for one in content.status.measures]
            assert tally == (held.count("red"), held.count("amber"), held.count("green"), held.count(None)), role


def test_why_a_figure_was_restated_is_told_but_not_what_was_said_of_a_file_that_holds_a_hidden_measure(
    office: Store,
) -> None:
    assert "zebra, once more" in told(open_publication(office, 2).content.review)
    content = opened(office, Role.VIEWER, 2).content
    assert not signs_in(content, RESTRICTED)
    assert content.review.restated is not None
    whys = {why for one in content.review.restated.figures for why in one.why}
    assert {why.partition(" on ")[0] for why in whys} == {"Upload 6 (for-all.csv) by A. Officer", HIDDEN_REASON}
    evidence = [line for one in content.review.questions for line in one.evidence]
    assert HIDDEN_REASON in evidence


def test_who_has_not_signed_in_reads_no_name_of_the_office_but_who_is_to_act(office: Store) -> None:
    said = told(opened(office, Role.ANYONE, 2))
    assert "a. officer" not in said
    assert "an approver" not in said
    assert "upload 6" not in said  # it holds an official measure
    assert "the office" in said
    assert "the keeper" in said
    assert "a. officer" in told(opened(office, Role.VIEWER, 2))


def test_of_a_publication_that_does_not_say_what_its_reasons_tell_of_none_is_shown(office: Store) -> None:
    """So were they frozen at first: nothing then says which of them tell of a hidden measure."""
    content = replace(open_publication(office, 2).content, origins={})
    with office._reading() as connection:
        sight = office.acting(person(Role.VIEWER))._sight(connection)
        review = narrowed(connection, content, sight).review
    assert review.restated is not None
    assert {why for one in review.restated.figures for why in one.why} == {HIDDEN_REASON}


def test_who_is_not_shown_all_of_a_publication_is_told_so_on_its_page_and_in_its_pack(office: Store) -> None:
    whole, seen = open_publication(office, 1), opened(office, Role.VIEWER, 1)
    said = "2 measures are left out that not every reader may see; the SHA-256 is that of the whole report"
    assert (whole.extract, seen.extract) == ("", said)
    assert dict(bear_in_mind(seen))["An extract"] == said
    pack = published_pack(seen)
    assert said in [plain_text(text) for term, text in pack.facts if term == "An extract"]
    assert pack.foot == f"{seen.head.mark} · extract"
    assert published_pack(whole).foot == whole.head.mark
    assert dict(identity_of(whole))["Content"] == f"SHA-256 {whole.head.sha256}, {whole.head.size:,} bytes"
    assert dict(identity_of(seen))["Content"] == f"SHA-256 {whole.head.sha256}"  # its size moves with what is hidden
    assert {one.size for one in office.acting(person(Role.VIEWER)).publications()} == {None}
    assert replace(seen, left_out=1).extract.startswith("1 measure is left out")
