"""The report as it is being written, and approving it: once, exactly as it was seen."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest

from measures.errors import ChangedMeanwhile, NotAllowed
from measures.model.commentary import Commentary
from measures.model.meeting import Meeting, PublicationHead, ReportText
from measures.services.act_subject import subject_of
from measures.services.commentary import write_commentary
from measures.services.meetings import record_meeting
from measures.services.ratings import quarter_status
from measures.services.report_texts import last_texts, write_text
from measures.services.reporting import ReportState, approve, report_state
from measures.storage.store import Store
from tests.services.published import MEETING, Q, load, open_office


@pytest.fixture
def office(store: Store) -> Store:
    return open_office(store)


@pytest.fixture
def meeting(office: Store) -> Meeting:
    return record_meeting(office, MEETING, by="A. Officer")


def state(store: Store) -> ReportState:
    return report_state(store, quarter_status(store, "plan", Q))


def say(store: Store, text: str, place: str = "summary", back: int = 0, **more: int) -> None:
    write_text(store, ReportText("plan", Q.shift(-back), place, text), by="A. Officer", **more)


def test_the_report_has_its_places_in_order_with_what_stands_and_what_stood_last(office: Store) -> None:
    say(office, "Older", back=3)
    say(office, "Old", back=2)
    say(office, "Now")
    say(office, "Gone", place="background")
    say(office, "", place="background", based_on=office.texts("plan", Q)["background"].id)
    found = state(office)
    assert [(one.place, one.heading) for one in found.places] == [
        ("summary", "Summary"), ("recommendation", "Recommendation"), ("background", "Background"),
        ("priority:safety", "Safety"), ("activity", "The Commissioner’s activity"),
    ]  # fmt: skip
    summary, _, background, narrative, _ = found.places
    assert summary.written is not None and summary.written.said.text == "Now"
    assert summary.before is not None and summary.before.said.text == "Old"
    assert background.written is None and background.stands is not None  # taken back: the next version goes by it
    assert narrative.meant_for.startswith("What the figures of this priority mean")
    assert (found.meeting, found.published, found.unready) == (None, None, ())


def test_the_last_texts_are_of_the_newest_earlier_quarter_each(office: Store) -> None:
    say(office, "Summary two back", back=2)
    say(office, "Background three back", place="background", back=3)
    say(office, "Background two back", place="background", back=2)
    say(office, "", place="background", back=2, based_on=office.texts("plan", Q.shift(-2))["background"].id)
    told = {place: one.said.text for place, one in last_texts(office, "plan", Q).items()}
    assert told == {"summary": "Summary two back", "background": "Background three back"}


def test_a_text_for_a_quarter_outside_the_plan_is_refused(office: Store) -> None:
    with pytest.raises(NotAllowed, match="The plan plan runs from 2013/14 Q1 to 2020/21 Q4; 2021/22 Q2 is outside it"):
        say(office, "Too late", back=-20)
    assert office.texts("plan", Q.shift(20)) == {}


def test_a_red_is_not_ready_until_something_is_said_of_it(office: Store) -> None:
    load(office, "burglary,2016/17 Q2,200,", name="late.csv", note="More.")
    [lack] = state(office).unready
    assert lack.sentence == "Burglary is Worse (red) and has no commentary."
    write_commentary(office, Commentary("burglary", Q, why="Two gangs"), by="A. Officer")
    assert state(office).unready == () and list(state(office).commentaries) == ["burglary"]


def test_approving_needs_a_tick_and_a_name_and_what_was_seen(office: Store, meeting: Meeting) -> None:
    seen = office.data_version()
    with pytest.raises(NotAllowed, match="Nothing was published: look at the report, then tick"):
        approve(office, meeting, seen=seen, by="An Approver", ticked=False)
    with pytest.raises(NotAllowed, match="Write your name first"):
        approve(office, meeting, seen=seen, by="  ", ticked=True)
    say(office, "One more word")
    with pytest.raises(
        ChangedMeanwhile, match=r"“Summary” in the report on 2016/17 Q2 \(plan\) was written by A\. Off"
    ):
        approve(office, meeting, seen=seen, by="An Approver", ticked=True)
    assert office.publications() == ()
    head = approve(office, meeting, seen=office.data_version(), by="An Approver", ticked=True)
    assert (head.by, head.meeting, state(office).published) == ("An Approver", meeting, head)


def test_of_two_who_approve_at_once_one_publishes_and_the_other_is_told(office: Store, meeting: Meeting) -> None:
    seen, both = office.data_version(), Barrier(2)

    def press(name: str) -> PublicationHead | Exception:
        both.wait()
        try:
            return approve(office, meeting, seen=seen, by=name, ticked=True)
        except (ChangedMeanwhile, NotAllowed) as error:
            return error

    with ThreadPoolExecutor(2) as pool:
        came = list(pool.map(press, ("One", "Two")))
    assert sorted(isinstance(one, PublicationHead) for one in came) == [False, True]
    assert len(office.publications()) == 1
    assert office.faults() == []


def test_an_act_leads_to_the_very_version_that_it_stored(office: Store, meeting: Meeting) -> None:
    say(office, "First")
    first = office.act(office.data_version())
    say(office, "Second", based_on=office.texts("plan", Q)["summary"].id)
    written = subject_of(office, first)
    assert written is not None and getattr(written, "said").text == "First"  # noqa: B009
    assert subject_of(office, office.act(meeting_act(office))) == meeting
    head = approve(office, meeting, seen=office.data_version(), by="An Approver", ticked=True)
    assert subject_of(office, office.act(head.act_id)) == head
    assert subject_of(office, office.act(1)) is None
    assert date(2016, 12, 12) == head.meeting.day


def meeting_act(store: Store) -> int:
    return next(act.id for act in store.acts() if act.kind == "meeting")
