"""The register of breaks, events and rebases: what may be recorded, what it moves, and that it is an act."""

from dataclasses import replace
from datetime import date

import pytest

from measures.errors import ChangedMeanwhile, NotAllowed, NotFound
from measures.model.measure import Break, BreakType, Event, Rebase
from measures.model.quarter import Quarter
from measures.model.rating import ReasonCode
from measures.model.register import RegisterChange
from measures.services.definitions import export_plan, load_plans
from measures.services.ratings import measure_status
from measures.services.register import (
    plan_break,
    plan_event,
    plan_rebase,
    plan_taking_back,
    record_change,
    registered,
)
from measures.storage.records import NewUpload
from measures.storage.store import Store
from tests.builders import a_measure, a_plan, values

FIRST = Quarter.of(2013, 1)
OLD, NEW = [100.0, 104.0] * 6, [50.0, 52.0] * 5
LAST = FIRST.shift(len(OLD + NEW) - 1)
MOVED = FIRST.shift(len(OLD))


@pytest.fixture
def held(store: Store) -> Store:
    """A measure whose level halves after three years, in a plan of its own beside one without figures."""
    load_plans(store, [a_plan(a_measure(), a_measure("survey", kind="as_is"))], by="A. Officer")
    figures = {FIRST.shift(place).label: figure for place, figure in enumerate(OLD + NEW)}
    store.add_upload(values(figures), NewUpload("f.csv"))
    return store


def result(store: Store, quarter: Quarter = LAST) -> str:
    signal = measure_status(store, "burglary", "plan", quarter)[1].signal
    assert signal is not None
    return signal.result


def a_break_at(day: date = MOVED.start, *, comparable: bool = False, note: str = "Sheds count.") -> Break:
    return Break("burglary", day, BreakType.RECORDING, comparable, note)


def test_a_rebase_is_recorded_as_an_act_and_changes_the_signal_but_no_colour(held: Store) -> None:
    change = plan_rebase(held, "burglary", MOVED, reason="A new team; the board agreed")
    assert result(held) == "unusual_better"
    assert change.ratings_moved == ()
    assert [move.quarter for move in change.signals_moved] == [MOVED.shift(n) for n in range(10)]
    act = record_change(held, change, by="A. Officer")
    assert (act.by, act.reason) == ("A. Officer", "A new team; the board agreed")
    assert act.summary == "The limits of “Burglary” start anew at 2016/17 Q1"
    assert result(held) == "usual"
    assert held.rebases() == (Rebase("burglary", MOVED, "A new team; the board agreed"),)
    assert not [fault for fault in held.faults() if not fault.startswith("Upload")]


def test_before_the_rebase_nothing_changes_and_as_at_an_earlier_moment_it_is_not_there(held: Store) -> None:
    before = held.acts()[0].at
    record_change(held, plan_rebase(held, "burglary", MOVED, reason="r"), by="A. Officer")
    earlier = measure_status(held, "burglary", "plan", MOVED.shift(-1))[1].signal
    assert earlier is not None
    assert earlier.n == len(OLD)
    as_it_was = measure_status(held, "burglary", "plan", LAST, as_at=held.acts()[1].at)[1].signal
    assert as_it_was is not None
    assert as_it_was.result == "unusual_better"
    assert held.rebases(before) == ()


def test_a_rebase_can_be_taken_back_with_a_reason_and_both_acts_stay(held: Store) -> None:
    record_change(held, plan_rebase(held, "burglary", MOVED, reason="r"), by="A. Officer")
    (entry,) = registered(held)
    back = plan_taking_back(held, entry.what, reason="The board thought again")
    assert [move.after.result for move in back.signals_moved] == ["unusual_better"] * 10
    record_change(held, back, by="B. Officer")
    assert result(held) == "unusual_better"
    assert registered(held) == ()
    assert [act.summary for act in held.acts()[:2]] == [
        "Taken back: The limits of “Burglary” start anew at 2016/17 Q1",
        "The limits of “Burglary” start anew at 2016/17 Q1",
    ]
    record_change(held, plan_rebase(held, "burglary", MOVED, reason="And again"), by="A. Officer")
    assert result(held) == "usual"


def test_a_rebase_for_a_quarter_that_is_not_in_the_data_is_an_error(held: Store) -> None:
    with pytest.raises(NotFound, match=r"2030/31 Q1 is not in the data of “burglary”.*2013/14 Q1 to 2018/19 Q2"):
        plan_rebase(held, "burglary", Quarter.of(2030, 1), reason="r")
    with pytest.raises(NotFound, match="Did you mean “burglary”"):
        plan_rebase(held, "burglry", MOVED, reason="r")


@pytest.mark.parametrize(
    ("measure", "quarter", "reason", "said"),
    [
        ("burglary", MOVED, "  ", "The reason is blank"),
        ("burglary", FIRST, "r", "start anew at 2013/14 Q1 already"),
        ("survey", MOVED, "r", "has no signal"),
    ],
)
def test_a_rebase_without_meaning_or_reason_is_refused(
    held: Store, measure: str, quarter: Quarter, reason: str, said: str
) -> None:
    with pytest.raises(NotAllowed, match=said):
        plan_rebase(held, measure, quarter, reason=reason)


def test_twice_the_same_is_refused(held: Store) -> None:
    record_change(held, plan_rebase(held, "burglary", MOVED, reason="r"), by="A. Officer")
    with pytest.raises(NotAllowed, match="already"):
        plan_rebase(held, "burglary", MOVED, reason="r")


def test_a_rebase_says_how_many_quarters_a_verdict_still_needs(held: Store) -> None:
    change = plan_rebase(held, "burglary", LAST.shift(-2), reason="r")
    assert change.notes[0].startswith("3 of the 8 quarters that a verdict needs are held from 2017/18 Q4 on")


def test_definition_files_neither_hold_nor_remove_a_rebase(held: Store) -> None:
    record_change(held, plan_rebase(held, "burglary", MOVED, reason="r"), by="A. Officer")
    assert "rebase" not in export_plan(held, "plan")
    again = load_plans(held, [a_plan(a_measure(), a_measure("survey", kind="as_is"))])
    assert (again.changes, again.stored) == ((), False)
    assert len(held.rebases()) == 1


def test_a_break_that_is_not_comparable_moves_ratings_and_signals_and_says_which(held: Store) -> None:
    change = plan_break(held, a_break_at(), reason="The registrar found it")
    assert {move.after_reason_code for move in change.ratings_moved} == {ReasonCode.SERIES_BREAK}
    assert {move.quarter for move in change.ratings_moved} == {MOVED.shift(n) for n in range(10)}
    assert [move.quarter for move in change.signals_moved] == [MOVED.shift(n) for n in range(10)]
    record_change(held, change, by="A. Officer")
    rated = measure_status(held, "burglary", "plan", MOVED)[1]
    assert rated.reason_code is ReasonCode.SERIES_BREAK
    assert len(held.acts()[0].details["ratings_moved"]) == len(change.ratings_moved)  # type: ignore[arg-type]
    assert "Sheds count." in export_plan(held, "plan")


def test_a_break_may_be_heeded_from_a_later_quarter_so_that_what_was_presented_keeps_its_colour(held: Store) -> None:
    change = plan_break(held, a_break_at(), reason="r", from_quarter=MOVED.shift(4))
    assert min(move.quarter for move in change.ratings_moved) == MOVED.shift(4)


def test_a_comparable_break_moves_nothing_but_is_recorded_with_its_note(held: Store) -> None:
    change = plan_break(held, a_break_at(comparable=True), reason="r")
    assert (change.ratings_moved, change.signals_moved) == ((), ())
    record_change(held, change, by="A. Officer")
    assert 'date = 2016-04-01\ntype = "recording"\ncomparable = true' in export_plan(held, "plan")


def test_a_break_is_taken_back_and_its_ratings_stand_again(held: Store) -> None:
    record_change(held, plan_break(held, a_break_at(), reason="r"), by="A. Officer")
    back = plan_taking_back(held, a_break_at(), reason="It was another measure")
    record_change(held, back, by="A. Officer")
    assert held.breaks() == ()
    assert measure_status(held, "burglary", "plan", MOVED)[1].headline is not None
    with pytest.raises(NotFound, match="does not stand"):
        plan_taking_back(held, a_break_at(), reason="r")


@pytest.mark.parametrize(
    ("one", "error", "said"),
    [
        (a_break_at(note="  "), NotAllowed, "This text is empty"),
        (a_break_at(note="hidden\u202ecode"), NotAllowed, "cannot be seen"),
        (a_break_at(date(1066, 10, 14)), NotAllowed, "too far away"),
        (replace(a_break_at(), measure="burglry"), NotFound, "Did you mean “burglary”"),
    ],
)
def test_what_a_definition_file_could_not_hold_is_refused(
    held: Store, one: Break, error: type[Exception], said: str
) -> None:
    with pytest.raises(error, match=said):
        plan_break(held, one, reason="r")


def test_a_second_break_on_the_same_day_is_refused(held: Store) -> None:
    record_change(held, plan_break(held, a_break_at(), reason="r"), by="A. Officer")
    with pytest.raises(NotAllowed, match="stands already: Sheds count"):
        plan_break(held, a_break_at(comparable=True), reason="r")


def test_an_event_touches_every_measure_and_moves_no_rating(held: Store) -> None:
    event = Event(MOVED, MOVED.shift(1), "A flood")
    change = plan_event(held, event, reason="In the papers")
    assert (change.ratings_moved, change.signals_moved) == ((), ())
    record_change(held, change, by="A. Officer")
    assert "event" in measure_status(held, "burglary", "plan", MOVED)[1].flags
    (entry,) = registered(held)
    assert (entry.what, entry.by, entry.reason, entry.measure_title) == (event, "A. Officer", "In the papers", "")
    with pytest.raises(NotAllowed, match="stands already"):
        plan_event(held, event, reason="r")
    with pytest.raises(NotAllowed, match="before it begins"):
        plan_event(held, Event(MOVED, FIRST, "A flood"), reason="r")


def test_what_changed_after_the_preview_stops_the_recording(held: Store) -> None:
    change: RegisterChange = plan_rebase(held, "burglary", MOVED, reason="r")
    record_change(held, plan_event(held, Event(MOVED, MOVED, "A flood"), reason="r"), by="Somebody else")
    with pytest.raises(ChangedMeanwhile, match="Somebody else"):
        record_change(held, change, by="A. Officer")
    assert held.rebases() == ()


def test_nothing_is_recorded_without_a_name(held: Store) -> None:
    with pytest.raises(NotAllowed, match="name"):
        record_change(held, plan_rebase(held, "burglary", MOVED, reason="r"), by=" ")


def test_the_register_of_the_sample_lists_each_break_once_newest_first(sample_store: Store) -> None:
    entries = registered(sample_store)
    assert len({entry.what for entry in entries}) == len(entries)
    assert [entry.first for entry in entries] == sorted((entry.first for entry in entries), reverse=True)
    assert {entry.by for entry in entries} == {"Sample"}
