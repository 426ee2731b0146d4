"""Two at once: the second is told what moved meanwhile, and nothing is confirmed that nobody could have seen."""

from collections.abc import Callable
from datetime import date
from threading import Barrier, Thread

import pytest

from measures.errors import ChangedMeanwhile, NotAllowed
from measures.services.definitions import load_plans
from measures.services.loading import Loaded, load_upload
from measures.services.uploads import Preview, accept_upload, preview_upload
from measures.services.withdrawals import withdraw_upload, withdrawal_preview
from measures.storage.store import Store, open_store
from tests.builders import a_measure, a_plan

TODAY = date(2026, 5, 1)
HEAD = b"measure_id,quarter,value\n"
FIRST = HEAD + b"burglary,2015/16 Q1,100\nburglary,2016/17 Q1,104\nthefts,2016/17 Q1,7\n"
MINE = HEAD + b"burglary,2016/17 Q1,90\nburglary,2016/17 Q2,80\nthefts,2016/17 Q1,7\n"
ELSEWHERE = HEAD + b"thefts,2014/15 Q3,9\n"
NEGATIVE = HEAD + b"burglary,2016/17 Q1,-4\n"


@pytest.fixture
def office(store: Store) -> Store:
    load_plans(store, [a_plan(a_measure("burglary"), a_measure("thefts"))], by="A. Officer")
    return store


def preview(store: Store, name: str, content: bytes) -> Preview:
    return preview_upload(store, name, content, today=TODAY)


def accept(store: Store, name: str, content: bytes, by: str = "B. Officer") -> int:
    return accept_upload(store, preview(store, name, content), by=by, confirm=True).upload_id


def interrupted(store: Store, name: str, content: bytes, *between: Callable[[], object]) -> Callable[[], Preview]:
    """A preview after which, the first times that it is made, somebody else does something."""
    waiting = list(between)

    def make() -> Preview:
        made = preview(store, name, content)
        if waiting:
            waiting.pop(0)()
        return made

    return make


def test_the_second_is_told_whose_act_it_was_and_how_many_of_the_figures_it_touched(office: Store) -> None:
    mine = preview(office, "mine.csv", MINE)
    accept(office, "first.csv", FIRST)
    with pytest.raises(ChangedMeanwhile) as told:
        accept_upload(office, mine, by="A")
    assert str(told.value).startswith("first.csv was uploaded with 3 figures by B. Officer on ")
    assert str(told.value).endswith(
        "(UTC), after this preview was made. Nothing was stored: preview again. "
        "Of this file’s 3 figures 2 stand otherwise now."
    )
    assert told.value.touched == 2


def test_all_acts_since_the_preview_are_counted_and_the_newest_named(office: Store) -> None:
    first = accept(office, "first.csv", FIRST)
    mine = preview(office, "mine.csv", MINE)
    for number in range(3):
        accept(office, f"{number}.csv", HEAD + b"thefts,2014/15 Q3,%d\n" % number, by=f"Officer {number}")
    withdraw_upload(office, first, reason="wrong", by="C. Officer")
    with pytest.raises(ChangedMeanwhile) as told:
        accept_upload(office, mine, by="A", confirm=True)
    said = str(told.value)
    assert said.startswith("4 things were stored after this preview was made: Upload 1 (first.csv) was withdrawn by C.")
    assert "; 2.csv was uploaded with 1 figure by Officer 2 on " in said
    assert "; and 1 more before. Nothing was stored: preview again." in said
    assert told.value.touched == 2  # what the withdrawal took away under mine


def test_an_act_that_touches_none_of_the_figures_is_told_as_such(office: Store) -> None:
    mine = preview(office, "mine.csv", MINE)
    accept(office, "elsewhere.csv", ELSEWHERE)
    with pytest.raises(ChangedMeanwhile, match="None of this file’s 3 figures was touched") as told:
        accept_upload(office, mine, by="A")
    assert told.value.touched == 0


def test_a_load_that_nobody_looked_at_goes_on_where_the_other_touched_none_of_its_figures(office: Store) -> None:
    make = interrupted(office, "mine.csv", MINE, lambda: accept(office, "elsewhere.csv", ELSEWHERE))
    loaded = load_upload(office, make, by="A")
    assert (loaded.held_up, loaded.upload is not None) == (False, True)


@pytest.mark.parametrize("confirm", [True, False], ids=["confirmed blindly", "not confirmed"])
def test_a_load_never_restates_what_came_in_meanwhile_without_being_looked_at(office: Store, confirm: bool) -> None:
    make = interrupted(office, "mine.csv", MINE, lambda: accept(office, "first.csv", FIRST))
    loaded = load_upload(office, make, by="A", confirm=confirm)
    assert (loaded.upload, loaded.held_up) == (None, True)
    assert loaded.overtaken is not None
    assert "first.csv was uploaded" in str(loaded.overtaken)
    assert [issue.code for issue in loaded.preview.issues] == ["restated"]  # the preview is the newest one
    assert len(office.uploads()) == 1
    again = load_upload(office, lambda: preview(office, "mine.csv", MINE), by="A", confirm=True)
    assert again.upload is not None


def test_what_was_asked_before_stays_confirmed_where_nothing_new_is_asked(office: Store) -> None:
    make = interrupted(office, "negative.csv", NEGATIVE, lambda: accept(office, "elsewhere.csv", ELSEWHERE))
    assert load_upload(office, make, by="A", confirm=True).upload is not None


def test_a_load_gives_way_after_a_few_attempts(office: Store) -> None:
    others = [lambda n=n: accept(office, f"{n}.csv", HEAD + b"thefts,2014/15 Q3,%d\n" % n) for n in range(9)]
    loaded = load_upload(office, interrupted(office, "mine.csv", MINE, *others), by="A")
    assert (loaded.upload, loaded.held_up) == (None, True)


def test_the_same_bytes_from_two_at_once_are_stored_once_and_nobody_is_held_up(office: Store) -> None:
    make = interrupted(office, "mine.csv", MINE, lambda: accept(office, "same.csv", MINE))
    loaded = load_upload(office, make, by="A", confirm=True)
    assert (loaded.upload, loaded.held_up) == (None, False)
    assert loaded.preview.duplicate_of == office.upload(1)  # and the command says so
    assert len(office.uploads()) == 1


def test_of_two_files_loaded_at_the_very_same_time_one_is_stored_and_the_other_told(
    office: Store, database_url: str
) -> None:
    other = MINE.replace(b",90", b",91")
    ready, came_to = Barrier(2), {}

    def load(name: str, content: bytes) -> None:
        with open_store(database_url) as own:
            seen = preview(own, name, content)
            ready.wait()
            came_to[name] = load_upload(own, interrupted_by_nothing(own, seen, name, content), by=name, confirm=True)

    threads = [Thread(target=load, args=given) for given in (("a.csv", MINE), ("b.csv", other))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(one.upload is not None for one in came_to.values()) == [False, True]
    held: Loaded = next(one for one in came_to.values() if one.upload is None)
    assert "Of this file’s 3 figures 3 stand otherwise now." in str(held.overtaken)
    assert len(office.uploads()) == 1


def interrupted_by_nothing(store: Store, seen: Preview, name: str, content: bytes) -> Callable[[], Preview]:
    """The preview that was made before the other began, then new ones."""
    made = [seen]
    return lambda: made.pop() if made else preview(store, name, content)


def test_a_withdrawal_that_was_looked_at_is_refused_where_something_moved_since(office: Store) -> None:
    first = accept(office, "first.csv", FIRST)
    seen = withdrawal_preview(office, first).based_on
    accept(office, "elsewhere.csv", ELSEWHERE)
    with pytest.raises(ChangedMeanwhile, match=r"elsewhere\.csv was uploaded .* by B\. Officer"):
        withdraw_upload(office, first, reason="wrong", by="A", seen=seen)
    assert office.upload(first).stands
    again = withdrawal_preview(office, first).based_on
    assert withdraw_upload(office, first, reason="wrong", by="A", seen=again).act is not None


def test_the_second_of_two_withdrawals_is_told_that_it_is_done(office: Store) -> None:
    first = accept(office, "first.csv", FIRST)
    seen = withdrawal_preview(office, first).based_on
    withdraw_upload(office, first, reason="wrong", by="C. Officer", seen=seen)
    with pytest.raises(NotAllowed, match=r"was already withdrawn by C\. Officer on .* \(UTC\)"):
        withdraw_upload(office, first, reason="wrong", by="A", seen=seen)
    assert sum(act.kind == "withdrawal" for act in office.acts()) == 1


def test_of_many_withdrawals_at_the_very_same_time_one_counts(office: Store, database_url: str) -> None:
    first, ready, said = accept(office, "first.csv", FIRST), Barrier(4), []
    seen = withdrawal_preview(office, first).based_on

    def withdraw(name: str) -> None:
        with open_store(database_url) as own:
            ready.wait()
            try:
                said.append(withdraw_upload(own, first, reason="wrong", by=name, seen=seen).upload.withdrawn_by)
            except NotAllowed as error:
                said.append(str(error))

    threads = [Thread(target=withdraw, args=(f"Officer {n}",)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(one.startswith("Officer") for one in said) == 1
    assert sum("was already withdrawn by" in one for one in said) == 3
    assert sum(act.kind == "withdrawal" for act in office.acts()) == 1


def test_a_withdrawal_needs_a_name(office: Store) -> None:
    first = accept(office, "first.csv", FIRST)
    with pytest.raises(NotAllowed, match="needs a name"):
        withdraw_upload(office, first, reason="wrong", by="  ")
    assert office.upload(first).stands
