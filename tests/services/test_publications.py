"""Publishing a quarter for a meeting: what is refused, what is kept, and that nothing can change it."""

import hashlib
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import text

from measures.errors import ChangedMeanwhile, NotAllowed, NotFound
from measures.model.meeting import Meeting
from measures.model.publication import Lack
from measures.model.quarter import Quarter
from measures.model.rating import Rating
from measures.model.record import ActKind
from measures.services.definitions import load_plans
from measures.services.exceptions import quarter_exceptions
from measures.services.meetings import call_off, record_meeting
from measures.services.publications import draft, publish
from measures.services.published import open_publication, published
from measures.storage.frozen import DamagedPublication, freeze
from measures.storage.store import Store
from tests.builders import a_plan
from tests.services.publishing import MEASURES, MEETING, QUARTER, TODAY, filled, load, publish_ready, ready, say


def test_a_red_without_commentary_is_not_ready_and_is_named(store: Store) -> None:
    filled(store)
    with pytest.raises(NotAllowed) as refused:
        publish(store, MEETING, by="The approver")
    assert str(refused.value) == (
        "2 things are not ready. Burglary is Worse (red) and has no commentary. Word is comment only and has no "
        "commentary. Mend that, or say why the quarter is published without. Nothing was stored."
    )
    assert (store.publications(), store.meetings()) == ((), ())


def test_a_missing_figure_is_not_ready_and_its_owner_is_named(store: Store) -> None:
    filled(store)
    say(store, "word", "Nothing to say.", Quarter.of(2016, 2))
    content = draft(store, "plan", Quarter.of(2016, 2), today=TODAY)
    assert [(one.lack, one.measure_id) for one in content.unready] == [
        (Lack.NO_FIGURE, "burglary"), (Lack.NO_FIGURE, "solved"),
    ]  # fmt: skip
    assert content.unready[0].sentence == "Burglary: no data yet for 2016/17 Q2. The registrar holds it."


def test_it_may_be_published_incomplete_and_then_says_why(store: Store) -> None:
    filled(store)
    head = publish(store, MEETING, by="The approver", incomplete="The panel asked for the figures alone.")
    content = open_publication(store, head.id).content
    assert head.incomplete == content.incomplete == "The panel asked for the figures alone."
    assert len(content.unready) == 2


def test_what_was_ready_keeps_no_excuse(store: Store) -> None:
    ready(store)
    assert publish(store, MEETING, by="B", incomplete="Just in case.").incomplete == ""


def test_a_publication_keeps_the_meeting_what_was_said_and_each_rating_with_its_sentence(store: Store) -> None:
    head = publish_ready(store)
    assert (head.id, head.by, head.meeting.number, head.meeting.title) == (1, "The approver", 1, "Panel of Testshire")
    content = open_publication(store, 1).content
    assert content.meeting == head.meeting == store.meetings("plan")[0]
    assert content.commentaries["burglary"].said.action_by == "The superintendent"
    assert content.texts["priority:safety"].said.text == "Burglary rose."
    burglary = content.status.measures[0]
    assert burglary.headline is Rating.RED
    assert burglary.comparisons[0].reason == (
        "120 offences in April–June 2016, 20 more (20.0% worse) than 100 a year before. Lower is better; up to 5% "
        "worse is Amber. Red, but within the usual variation for numbers this size. 15 fewer would have been Amber."
    )
    assert {one.measure_id for one in content.figures} == {"burglary", "solved"}
    assert [one.name for one in content.files] == ["figures.csv"]
    assert store.acts()[0].kind is ActKind.PUBLICATION
    assert store.faults() == []


def test_the_content_is_that_of_its_hash_and_the_same_bytes_when_frozen_again(store: Store) -> None:
    head = publish_ready(store)
    kept = store.publication_content(head.id)
    assert hashlib.sha256(kept).hexdigest() == head.sha256
    assert len(kept) == head.size
    assert freeze(open_publication(store, head.id).content) == kept


def test_nothing_that_comes_later_changes_it(store: Store) -> None:
    head = publish_ready(store)
    before = open_publication(store, head.id)
    load(store, "measure_id,quarter,value\nburglary,2016/17 Q1,90\n", "restated.csv", note="Counted twice.")
    load_plans(store, [a_plan(*MEASURES, tolerance_pct="50")], from_quarter=Quarter.of(2013, 1), reason="New", by="B")
    say(store, "burglary", "Something else.")
    record_meeting(store, replace(head.meeting, day=date(2016, 9, 20), title="Moved"), by="B")
    assert open_publication(store, head.id) == before
    now = draft(store, "plan", QUARTER, today=TODAY)
    assert now.status.measures[0].headline is Rating.GREEN
    assert now.meeting is not None and now.meeting.title == "Moved"


def test_what_was_stored_after_the_draft_that_the_approver_saw_is_told(store: Store) -> None:
    ready(store)
    seen = draft(store, "plan", QUARTER, meeting=MEETING, today=TODAY)
    say(store, "burglary", "Another word.")
    with pytest.raises(ChangedMeanwhile, match=r"commentary on burglary for 2016/17 Q1 was changed by A\. Officer"):
        publish(store, MEETING, by="The approver", confirmed=seen)
    assert (store.publications(), store.meetings()) == ((), ())


def test_the_same_meeting_is_published_for_again_only_with_a_reason_and_the_first_stays(store: Store) -> None:
    first = publish_ready(store)
    with pytest.raises(NotAllowed, match=r"already, as publication 1 by The approver\. It stays as it is"):
        publish(store, first.meeting, by="Another approver")
    second = publish(store, first.meeting, by="The approver", reason="A page was left out.")
    assert (second.id, second.reason) == (2, "A page was left out.")
    assert published(store, "plan", QUARTER) == second
    assert store.publication(1) == first


def test_publishing_again_by_the_same_word_is_done_once_though_the_answer_was_lost_and_it_is_repeated(
    store: Store,
) -> None:
    first, why = publish_ready(store), "A page was left out."
    acts = store.acts()
    assert publish(store, first.meeting, by="The approver") == first
    assert (store.publications(), store.acts()) == ((first,), acts)
    second = publish(store, first.meeting, by="The approver", reason=why)
    acts = store.acts()
    assert publish(store, first.meeting, by="The approver", reason=f" {why}\n") == second
    assert (store.publications(), store.acts()) == ((second, first), acts)


@pytest.mark.parametrize("what", ["the reason", "the approver", "a figure", "a text"])
def test_publishing_again_with_anything_else_is_another_publication(store: Store, what: str) -> None:
    first, by, why = publish_ready(store), "The approver", "A page was left out."
    publish(store, first.meeting, by=by, reason=why)
    if what == "a figure":
        load(store, "measure_id,quarter,value\nburglary,2016/17 Q1,119\n", "restated.csv", note="Counted twice.")
    elif what == "a text":
        say(store, "burglary", "Another word.")
    third = publish(
        store,
        first.meeting,
        by="Another approver" if what == "the approver" else by,
        reason="Two pages were." if what == "the reason" else why,
    )
    assert [one.id for one in store.publications()] == [3, 2, 1]
    assert third == store.publication(3)


def test_a_meeting_cannot_review_a_quarter_that_has_not_ended_or_is_outside_the_plan(store: Store) -> None:
    ready(store)
    with pytest.raises(NotAllowed, match="ends on 30 June 2016, so a meeting on 1 June 2016 cannot review it"):
        publish(store, replace(MEETING, day=date(2016, 6, 1)), by="B")
    with pytest.raises(NotAllowed, match=r"runs from 2013/14 Q1 to 2020/21 Q4; 2012/13 Q4 is outside"):
        record_meeting(store, Meeting("plan", Quarter.of(2012, 4), date(2013, 9, 1)), by="B")
    with pytest.raises(NotFound, match="plam"):
        record_meeting(store, replace(MEETING, plan_id="plam"), by="B")
    assert store.meetings() == ()


def test_two_meetings_of_a_plan_on_one_day_are_refused_and_a_published_one_is_not_called_off(store: Store) -> None:
    head = publish_ready(store)
    with pytest.raises(NotAllowed, match="on 12 September 2016 is recorded already"):
        record_meeting(store, replace(MEETING, quarter=Quarter.of(2015, 4)), by="B")
    with pytest.raises(NotAllowed, match="it stays on record"):
        call_off(store, head.meeting, by="B", reason="Snow")
    other = record_meeting(store, replace(MEETING, day=date(2016, 10, 1)), by="B")
    call_off(store, other, by="B", reason="Snow")
    assert [one.number for one in store.meetings("plan")] == [1]


def test_a_meeting_that_was_published_for_keeps_its_quarter(store: Store) -> None:
    head = publish_ready(store)
    with pytest.raises(NotAllowed, match="A report was published for this meeting: it stays on record"):
        record_meeting(store, replace(head.meeting, quarter=Quarter.of(2015, 4)), by="B")
    assert record_meeting(store, replace(head.meeting, day=date(2016, 9, 20)), by="B").number == head.meeting.number


def test_what_one_approver_changed_of_a_meeting_is_not_undone_by_one_who_has_not_seen_it(store: Store) -> None:
    ready(store)
    seen = record_meeting(store, MEETING, by="A")
    moved = record_meeting(store, replace(seen, day=date(2016, 9, 20)), by="A", seen=seen)
    with pytest.raises(ChangedMeanwhile, match="The meeting of 12 September 2016 was changed or called off meanwhile"):
        record_meeting(store, replace(seen, title="Renamed"), by="B", seen=seen)
    with pytest.raises(ChangedMeanwhile, match="was changed or called off meanwhile"):
        call_off(store, seen, by="B", reason="Snow")
    with pytest.raises(ChangedMeanwhile, match="The meeting of 12 September 2016 was changed or called off meanwhile"):
        publish(store, seen, by="B")
    assert store.meetings() == (moved,)
    call_off(store, moved, by="B", reason="Snow")
    with pytest.raises(ChangedMeanwhile, match="The meeting of 20 September 2016 was changed or called off"):
        publish(store, moved, by="B")
    assert store.publications() == ()


def test_a_draft_of_one_quarter_is_not_published_for_a_meeting_on_another(store: Store) -> None:
    ready(store)
    seen = draft(store, "plan", Quarter.of(2015, 4), today=TODAY)
    with pytest.raises(NotAllowed, match=r"report is on 2015/16 Q4 \(plan\), and the meeting .* reviews 2016/17 Q1"):
        publish(store, MEETING, by="B", confirmed=seen)
    assert store.publications() == ()


def test_a_publication_that_somebody_tampered_with_is_found_and_not_shown(store: Store) -> None:
    head = publish_ready(store)
    changed = store.publication_content(head.id).replace(b"worse", b"other", 1)
    with store._engine.begin() as connection:
        on_server = connection.dialect.name == "postgresql"
        guard = "publication_final ON publication" if on_server else "publication_no_update"
        connection.execute(text(f"DROP TRIGGER {guard}"))
        connection.execute(text("UPDATE publication SET content = :changed"), {"changed": changed})
    with pytest.raises(DamagedPublication, match=r"Publication 1 .* is not the one that was published"):
        open_publication(store, head.id)
    assert any("Publication 1" in fault and "SHA-256 differs" in fault for fault in store.faults())


def test_what_is_worse_is_said_against_the_last_meeting_once_there_is_one(store: Store) -> None:
    publish_ready(store)
    load(store, "measure_id,quarter,value\nburglary,2016/17 Q2,120\nsolved,2016/17 Q2,20\n")
    found = quarter_exceptions(store, "plan", Quarter.of(2016, 2))
    assert found.since == "last_meeting"
    solved = next(one for one in found.entries if one.rating.measure.id == "solved")
    assert "Green at the meeting of 12 September 2016" in solved.why


def test_no_such_publication(store: Store) -> None:
    with pytest.raises(NotFound, match=r"There is no publication 3\. Nothing was published yet\."):
        open_publication(store, 3)
