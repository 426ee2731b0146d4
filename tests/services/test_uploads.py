"""Uploading: the preview writes nothing, accepting stores all or nothing, withdrawing takes it back."""

import hashlib
from datetime import date
from decimal import Decimal

import pandas as pd
import pytest

from measures.errors import ChangedMeanwhile, NotAllowed, NotFound
from measures.model.quarter import Quarter
from measures.model.rating import Rating
from measures.services.definitions import load_plans
from measures.services.differences import apply_figures, compare_figures
from measures.services.history import recorded_acts, revisions_of
from measures.services.uploads import Preview, accept_upload, preview_upload
from measures.services.withdrawals import withdraw_upload, withdrawal_preview
from measures.storage.store import Store
from tests.builders import a_measure, a_plan, values

TODAY = date(2026, 5, 1)
FIRST = b"measure_id,quarter,value\nburglary,2015/16 Q1,100\nburglary,2016/17 Q1,104\nthefts,2016/17 Q1,7\n"
SECOND = b"measure_id,quarter,value,status\nburglary,2016/17 Q1,90,r\nburglary,2016/17 Q2,80,p\nthefts,2016/17 Q1,7,\n"
FAULTY = b"measure_id,quarter,value\nburglary,2016/17 Q1,90\nburglary,2016/17 Q2,12..5\nburgalry,2016/17 Q2,1\n"
TO_CONFIRM = b"measure_id,quarter,value\nburglary,2016/17 Q3,-4\n"


@pytest.fixture
def office(store: Store) -> Store:
    """A store with a plan of two measures."""
    load_plans(store, [a_plan(a_measure("burglary"), a_measure("thefts"))], by="A. Officer")
    return store


def test_a_preview_tells_what_would_change_and_stores_nothing(office: Store) -> None:
    _accept(office, "first.csv", FIRST)
    before = (office.data_version(), office.values(), office.uploads())
    preview = preview_upload(office, "second.csv", SECOND, today=TODAY)
    assert _counts(preview) == (3, 1, 1, 1, 0)
    assert (preview.refused, preview.needs_confirming, preview.duplicate_of) == (False, True, None)
    assert [issue.code for issue in preview.issues] == ["restated"]
    rows = preview.changes.sort_values("line")
    assert rows["change"].tolist() == ["changed", "added"]
    assert rows["before_value_units"].fillna(-1).tolist() == [104, -1]
    assert rows["value_units"].tolist() == [90, 80]
    assert rows["line"].tolist() == [2, 3]
    after = (office.data_version(), office.values(), office.uploads())
    assert before[0] == after[0]
    pd.testing.assert_frame_equal(before[1], after[1])
    assert before[2] == after[2]


def test_a_preview_names_every_rating_that_would_move(office: Store) -> None:
    _accept(office, "first.csv", FIRST)
    moves = preview_upload(office, "second.csv", SECOND, today=TODAY).ratings_moved
    headline = next(m for m in moves if m.comparator is None and m.quarter.label == "2016/17 Q1")
    assert (headline.measure_id, headline.before, headline.after) == ("burglary", Rating.AMBER, Rating.GREEN)
    assert not any(m.measure_id == "thefts" for m in moves)


def test_accepting_stores_the_figures_the_file_and_who_when_and_why(office: Store) -> None:
    preview = preview_upload(office, "first.csv", FIRST, today=TODAY)
    accepted = accept_upload(office, preview, by="A. Officer", note=" first quarter ")
    assert accepted.stored
    upload = office.upload(accepted.upload_id)
    assert (upload.name, upload.by, upload.note) == ("first.csv", "A. Officer", "first quarter")
    assert (upload.lines_read, upload.added, upload.changed, upload.unchanged) == (3, 3, 0, 0)
    assert upload.sha256 == hashlib.sha256(FIRST).hexdigest()
    assert office.upload_file(upload.id) == FIRST
    assert [(r.value, r.line) for r in revisions_of(office, "thefts")] == [(Decimal(7), 4)]
    act = recorded_acts(office)[0]
    assert (act.kind, act.by, act.details["upload"]) == ("upload", "A. Officer", upload.id)
    assert len(act.details["ratings_moved"]) == len(preview.ratings_moved) > 0  # type: ignore[arg-type]


def test_a_figure_that_a_file_repeats_is_a_revision_of_its_own(office: Store) -> None:
    first = _accept(office, "first.csv", FIRST)
    _accept(office, "second.csv", SECOND)
    assert len(revisions_of(office, "thefts")) == 2
    withdraw_upload(office, first, reason="wrong", by="B")
    burglary = {("burglary", "2016/17 Q1"): 90, ("burglary", "2016/17 Q2"): 80}
    assert _current(office) == burglary | {("thefts", "2016/17 Q1"): 7}


def test_the_same_bytes_change_nothing_while_they_stand_and_count_again_after_a_withdrawal(office: Store) -> None:
    first = _accept(office, "first.csv", FIRST)
    preview = preview_upload(office, "same under another name.csv", FIRST, today=TODAY)
    assert preview.duplicate_of is not None
    assert preview.duplicate_of.id == first
    assert _counts(preview) == (3, 0, 0, 3, 0)
    assert preview.ratings_moved == ()
    again = accept_upload(office, preview, by="B")
    assert (again.stored, again.upload_id, len(office.uploads())) == (False, first, 1)
    withdraw_upload(office, first, reason="wrong", by="B")
    assert _accept(office, "first.csv", FIRST) != first
    assert len(_current(office)) == 3


def test_accepting_one_preview_twice_is_the_same_as_once(office: Store) -> None:
    preview = preview_upload(office, "first.csv", FIRST, today=TODAY)
    one = accept_upload(office, preview, by="A")
    two = accept_upload(office, preview, by="A")
    assert (one.stored, two.stored, one.upload_id) == (True, False, two.upload_id)


def test_a_faulty_file_is_previewed_with_all_its_faults_and_never_stored(office: Store) -> None:
    preview = preview_upload(office, "faulty.csv", FAULTY, today=TODAY)
    assert preview.refused
    assert {(issue.line, issue.column) for issue in preview.issues} == {(3, "value"), (4, "measure_id")}
    assert _counts(preview) == (3, 1, 0, 0, 2)
    assert preview.ratings_moved == ()
    with pytest.raises(NotAllowed, match=r"2 faults\. Nothing was stored"):
        accept_upload(office, preview, by="A", confirm=True)
    assert office.uploads() == ()


def test_a_finding_needs_a_persons_word(office: Store) -> None:
    preview = preview_upload(office, "negative.csv", TO_CONFIRM, today=TODAY)
    assert preview.needs_confirming
    with pytest.raises(NotAllowed, match=r"1 finding to confirm\. Nothing was stored"):
        accept_upload(office, preview, by="A")
    assert office.uploads() == ()
    assert accept_upload(office, preview, by="A", confirm=True).stored


def test_the_second_of_two_is_told_that_the_figures_moved(office: Store) -> None:
    mine = preview_upload(office, "second.csv", SECOND, today=TODAY)
    _accept(office, "first.csv", FIRST, by="B. Officer")
    with pytest.raises(ChangedMeanwhile, match=r"first\.csv was uploaded.*B\. Officer.*preview again"):
        accept_upload(office, mine, by="A")
    assert len(office.uploads()) == 1
    again = preview_upload(office, "second.csv", SECOND, today=TODAY)
    assert accept_upload(office, again, by="A", confirm=True).stored


def test_a_change_of_definitions_makes_a_preview_stale_too(office: Store) -> None:
    mine = preview_upload(office, "first.csv", FIRST, today=TODAY)
    load_plans(office, [a_plan(a_measure("burglary"), a_measure("thefts", title="Theft"))], by="C. Officer")
    with pytest.raises(ChangedMeanwhile, match=r"C\. Officer"):
        accept_upload(office, mine, by="A")


def test_withdrawing_restores_exactly_what_was_there_and_is_recorded(office: Store) -> None:
    _accept(office, "first.csv", FIRST)
    before = office.values()
    second = _accept(office, "second.csv", SECOND)
    planned = withdrawal_preview(office, second)
    assert (planned.restored, planned.removed, planned.act) == (1, 1, None)
    rows = {row.change: row for row in planned.changes.itertuples()}
    assert (rows["restored"].value_units, rows["restored"].before_value_units) == (104, 90)
    assert rows["removed"].before_value_units == 80
    assert pd.isna(rows["removed"].value_units)
    done = withdraw_upload(office, second, reason="wrong file", by="B. Officer")
    pd.testing.assert_frame_equal(office.values(), before)
    assert done.ratings_moved == planned.ratings_moved != ()
    assert done.act == recorded_acts(office)[0]
    assert (done.act.by, done.act.reason) == ("B. Officer", "wrong file")
    assert not done.upload.stands


def test_a_withdrawal_needs_a_reason_and_a_standing_upload(office: Store) -> None:
    first = _accept(office, "first.csv", FIRST)
    with pytest.raises(NotAllowed, match="needs a reason"):
        withdraw_upload(office, first, reason=" ", by="B")
    with pytest.raises(NotFound, match="no upload 99"):
        withdraw_upload(office, 99, reason="r", by="B")
    withdraw_upload(office, first, reason="r", by="B")
    with pytest.raises(NotAllowed, match="already withdrawn by B"):
        withdrawal_preview(office, first)


def test_the_history_of_a_measure_that_no_plan_has_names_the_nearest(office: Store) -> None:
    assert revisions_of(office, "burglary") == ()
    with pytest.raises(NotFound, match="Did you mean “burglary”"):
        revisions_of(office, "burgalry")


def test_a_file_with_nothing_in_it_is_refused(office: Store) -> None:
    for content in (b"", b"measure_id,quarter,value\n", b"\x00\x01\x02" * 100):
        preview = preview_upload(office, "empty.csv", content, today=TODAY)
        assert preview.refused
        with pytest.raises(NotAllowed):
            accept_upload(office, preview, by="A", confirm=True)


def test_the_same_number_with_other_decimals_is_unchanged() -> None:
    before = values({"2015/16 Q1": "12.5", "2015/16 Q2": "12.50", "2015/16 Q3": 0, "2015/16 Q4": "x"})
    after = values({"2015/16 Q1": "12.500", "2015/16 Q2": "12.5", "2015/16 Q3": "0.01", "2015/16 Q4": "x"})
    assert compare_figures(before, after)["change"].tolist() == ["unchanged", "unchanged", "changed", "unchanged"]


def test_a_new_status_beside_the_same_figure_is_a_change() -> None:
    compared = compare_figures(values({"2015/16 Q1": "12 p"}), values({"2015/16 Q1": 12}))
    assert compared["change"].tolist() == ["changed"]
    assert compared["before_status"].tolist() == ["p"]


def test_figures_take_the_place_of_those_before_and_leave_the_others() -> None:
    before = values({"2015/16 Q1": 1, "2015/16 Q2": 2})
    after = values({"2015/16 Q2": 3, "2015/16 Q3": 4})
    assert apply_figures(before, after).sort_values("quarter")["value_units"].tolist() == [1, 3, 4]
    assert apply_figures(before.iloc[:0], after)["value_units"].tolist() == [3, 4]
    assert apply_figures(before, after.iloc[:0])["value_units"].tolist() == [1, 2]


@pytest.mark.parametrize(("comparable", "told"), [(False, []), (True, ["out_of_line"])])
def test_a_figure_after_a_break_is_not_judged_by_those_before_it_unless_they_can_be_compared(
    store: Store, comparable: bool, told: list[str]
) -> None:
    a_break = {"day": "2017-04-01", "comparable": comparable}
    load_plans(store, [a_plan(a_measure("burglary"), breaks=[a_break])], by="A. Officer")
    quarters = [f"burglary,{year}/{year - 1999} Q{n},{100 + n}\n" for year in range(2013, 2017) for n in range(1, 5)]
    _accept(store, "before.csv", b"measure_id,quarter,value\n" + "".join(quarters).encode())
    after = b"measure_id,quarter,value\nburglary,2017/18 Q1,500\n"
    assert [issue.code for issue in preview_upload(store, "after.csv", after, today=TODAY).issues] == told


def _accept(store: Store, name: str, content: bytes, by: str = "A. Officer") -> int:
    return accept_upload(store, preview_upload(store, name, content, today=TODAY), by=by, confirm=True).upload_id


def _counts(preview: Preview) -> tuple[int, int, int, int, int]:
    return preview.lines_read, preview.added, preview.changed, preview.unchanged, preview.stopped


def _current(store: Store) -> dict[tuple[str, str], float]:
    frame = store.values()
    columns = frame["measure_id"], frame["quarter"].tolist(), frame["value_units"]
    return {(measure, Quarter(quarter).label): units for measure, quarter, units in zip(*columns, strict=True)}
