"""Which actions of earlier quarters come back, what is overdue, and what was said of them since."""

from datetime import date

from measures.model.commentary import Commentary
from measures.model.quarter import Quarter
from measures.model.review import Promise
from measures.rules.promises import Since, promises_of
from tests.builders import a_measure

NOW = Quarter.of(2016, 3)
LAST = NOW.shift(-1)
DAY = date(2017, 3, 13)
MEASURES = {name: a_measure(name) for name in ("burglary", "theft")}
SINCE = Since(LAST, date(2016, 12, 12))


def said(quarter: Quarter, action: str = "", due: date | None = None, *, by: str = "", outcome: str = "",
         of: str = "burglary") -> Commentary:  # fmt: skip
    return Commentary(of, quarter, action=action, action_by=by, action_due=due, outcome=outcome)


def back(*written: Commentary, since: Since = SINCE, day: date = DAY) -> tuple[Promise, ...]:
    return promises_of(written, MEASURES, NOW, since, day)


def test_the_action_of_the_last_meeting_comes_back_with_its_day_and_who() -> None:
    (one,) = back(said(LAST, "Patrols", date(2017, 2, 1), by="Ch. Supt. A"))
    assert one == Promise(MEASURES["burglary"], LAST, "Patrols", "Ch. Supt. A", date(2017, 2, 1), overdue=True)


def test_an_action_is_overdue_the_day_after_its_day() -> None:
    assert not back(said(LAST, "Patrols", DAY))[0].overdue
    assert back(said(LAST, "Patrols", date(2017, 3, 12)))[0].overdue
    assert not back(said(LAST, "Patrols"))[0].overdue


def test_an_older_action_comes_back_until_its_day_has_been_at_a_meeting() -> None:
    older = NOW.shift(-3)
    assert back(said(older, "Patrols", date(2016, 12, 12))) == ()  # past on the day of the last meeting
    assert len(back(said(older, "Patrols", date(2016, 12, 13)))) == 1
    assert back(said(older, "Patrols")) == ()
    assert len(back(said(LAST, "Patrols"))) == 1


def test_while_there_was_no_meeting_the_quarter_before_is_the_last_time() -> None:
    since = Since(LAST)
    assert len(back(said(LAST, "Patrols"), since=since)) == 1
    assert back(said(LAST.shift(-1), "Patrols", date(2018, 1, 1)), since=since) == ()


def test_what_this_quarter_promises_or_a_commentary_without_an_action_does_not_come_back() -> None:
    assert back(said(NOW, "Patrols"), said(LAST, "", date(2017, 1, 1)), said(LAST, "Patrols", of="gone")) == ()


def test_what_a_later_commentary_says_of_the_last_action_stands_beside_it_and_it_is_not_overdue() -> None:
    (one,) = back(said(LAST, "Patrols", date(2017, 2, 1)), said(NOW, outcome="Done in January."))
    assert (one.outcome, one.overdue) == ("Done in January.", False)


def test_what_became_of_an_action_belongs_to_the_newest_one_before_it() -> None:
    found = back(
        said(LAST.shift(-1), "Locks", date(2017, 1, 1)), said(LAST, "Patrols", date(2017, 2, 1), outcome="Sold."),
        said(NOW, outcome="Done."), since=Since(LAST.shift(-1)),
    )  # fmt: skip
    assert [(one.action, one.outcome) for one in found] == [("Locks", "Sold."), ("Patrols", "Done.")]


def test_of_what_was_said_of_an_action_quarter_after_quarter_the_newest_stands_beside_it() -> None:
    first = LAST.shift(-1)
    since = Since(first)
    (one,) = back(said(first, "Patrols"), said(LAST, outcome="Begun."), said(NOW, outcome="Done."), since=since)
    assert one.outcome == "Done."
    (one,) = back(
        said(first, "Patrols"), said(LAST, "Patrols", outcome="Begun."), said(NOW, outcome="Done."), since=since
    )  # fmt: skip
    assert (one.quarter, one.outcome) == (first, "Done.")


def test_the_same_action_named_again_is_one_promise_of_the_quarter_that_named_it_first() -> None:
    again = [said(LAST.shift(-1), "Patrols", date(2017, 2, 1)), said(LAST, "Patrols", date(2017, 2, 1))]
    since = Since(LAST.shift(-1))
    assert [one.quarter for one in back(*again, since=since)] == [LAST.shift(-1)]
    (one,) = back(*again, said(NOW, outcome="Done."), since=since)
    assert one.outcome == "Done."
    moved = [again[0], said(LAST, "Patrols", date(2017, 6, 1))]
    assert len(back(*moved, since=since)) == 2  # its day was moved


def test_the_overdue_come_first_then_by_their_day_last_what_is_done() -> None:
    found = back(
        said(LAST, "later", date(2017, 9, 1)), said(LAST.shift(-1), "open"),
        said(LAST.shift(-2), "late", DAY.replace(day=1)),
        said(LAST, "done", of="theft"), said(NOW, outcome="Yes.", of="theft"), since=Since(LAST.shift(-2)),
    )  # fmt: skip
    assert [one.action for one in found] == ["late", "later", "open", "done"]
