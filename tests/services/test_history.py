"""What the history answers: which acts, one upload in full, what it moved; on both databases."""

import json
from dataclasses import replace
from datetime import date

import pytest

from measures.errors import NotFound
from measures.model.quarter import Quarter
from measures.model.record import ActKind
from measures.services.definitions import load_plans
from measures.services.history import (
    PER_PAGE,
    act_record,
    find_acts,
    measure_titles,
    moves_of,
    stored_file,
    upload_record,
)
from measures.services.uploads import accept_upload, preview_upload
from measures.services.withdrawals import withdraw_upload
from measures.storage.store import Store
from tests.builders import a_measure, a_plan
from tests.storage.figures import figures, stored

TODAY = date(2026, 5, 1)
FIRST = (
    b"measure_id,quarter,value,note\nburglary,2015/16 Q1,100,\nburglary,2016/17 Q1,104,checked\nthefts,2016/17 Q1,7,\n"
)
SECOND = b"measure_id,quarter,value\nthefts,2016/17 Q1,7\nburglary,2016/17 Q2,80\nburglary,2016/17 Q1,90\n"


@pytest.fixture
def office(store: Store) -> Store:
    """A plan; upload 1; upload 2, which restates a figure of it; both still standing."""
    load_plans(store, [a_plan(a_measure("burglary"), a_measure("thefts"))], by="A. Officer")
    accept(store, "first.csv", FIRST, by="Zoë Ångström", note="Quarter one")
    accept(store, "second.csv", SECOND, by="B. Officer", note="Corrected after the audit")
    return store


def accept(store: Store, name: str, content: bytes, by: str = "A", note: str = "") -> int:
    preview = preview_upload(store, name, content, today=TODAY)
    return accept_upload(store, preview, by=by, note=note, confirm=True).upload_id


def test_an_upload_in_full_sets_each_figure_beside_what_stood_before_it_was_accepted(office: Store) -> None:
    record = upload_record(office, 2)
    rows = record.figures
    assert rows["change"].tolist() == ["changed", "added", "unchanged"]  # what it changed comes first
    assert rows["line"].tolist() == [4, 3, 2]
    assert rows["value_units"].tolist() == [90, 80, 7]
    assert rows["before_value_units"].fillna(-1).tolist() == [104, -1, 7]
    assert record.accepted.confirmed == ("Line 4: Burglary, 2016/17 Q1: it is held as 104 and becomes 90.",)
    assert {move.measure_id for move in record.accepted.ratings_moved} == {"burglary"}
    assert (record.withdrawal, record.upload.note) == (None, "Corrected after the audit")


def test_what_stood_before_stays_what_it_was_whatever_is_stored_or_withdrawn_later(office: Store) -> None:
    accept(office, "third.csv", FIRST.replace(b"104", b"111"))
    withdraw_upload(office, 1, reason="wrong", by="C. Lead")
    record = upload_record(office, 2)
    assert record.figures["before_value_units"].fillna(-1).tolist() == [104, -1, 7]
    assert upload_record(office, 1).figures["change"].tolist() == ["added"] * 3
    fourth = accept(office, "fourth.csv", b"measure_id,quarter,value\nburglary,2015/16 Q1,5\n")
    assert upload_record(office, fourth).figures["before_value_units"].tolist() == [100]  # the third's, which stands


def test_a_withdrawn_upload_says_who_took_it_out_and_what_that_moved(office: Store) -> None:
    planned = withdraw_upload(office, 2, reason="wrong file", by="C. Lead")
    record = upload_record(office, 2)
    assert record.withdrawal is not None
    act = record.withdrawal.act
    assert (act.by, act.reason, act.details["restored"], act.details["removed"]) == ("C. Lead", "wrong file", 1, 1)
    assert record.withdrawal.ratings_moved == planned.ratings_moved != ()
    assert act_record(office, act.id).upload == record.upload


def test_the_file_comes_back_byte_for_byte_whether_it_stands_or_not(office: Store) -> None:
    withdraw_upload(office, 1, reason="wrong", by="C. Lead")
    assert stored_file(office, 1) == FIRST
    with pytest.raises(NotFound, match=r"There is no upload 9\. The newest is 2"):
        stored_file(office, 9)
    with pytest.raises(NotFound, match="There is no upload 9"):
        upload_record(office, 9)


def test_a_change_of_definitions_says_what_changed_and_what_that_moved(office: Store) -> None:
    changed = a_plan(a_measure("burglary", polarity="higher"), a_measure("thefts"))
    load_plans(office, [changed], from_quarter=Quarter.parse("2016/17 Q1"), reason="decided", by="C. Lead")
    record = act_record(office, 4)
    assert record.changes == ("plan: measure “burglary” changed (polarity), from 2016/17 Q1",)
    assert (record.upload, record.act.reason) == (None, "decided")
    assert any(move.measure_id == "burglary" for move in record.ratings_moved)
    with pytest.raises(NotFound, match="There is no act 12"):
        act_record(office, 12)


@pytest.mark.parametrize(
    ("kind", "text", "found"),
    [
        (None, "", [4, 3, 2, 1]),
        (ActKind.UPLOAD, "", [3, 2]),
        (ActKind.WITHDRAWAL, "", [4]),
        (ActKind.DEFINITIONS, "", [1]),
        (None, "AUDIT", [3]),
        (None, "ÅNGSTRÖM", [2]),
        (None, "upload first", [4, 2]),
        (None, "lead wrong", [4]),
        (ActKind.UPLOAD, "wrong", []),
        (None, "100%", []),
        (None, "'; drop table act; --", []),
    ],
)
def test_acts_are_found_by_kind_and_by_words_wherever_they_stand(
    office: Store, kind: ActKind | None, text: str, found: list[int]
) -> None:
    withdraw_upload(office, 1, reason="wrong", by="C. Lead")
    assert [act.id for act in find_acts(office, kind=kind, text=text).acts] == found


def test_an_upload_is_found_by_its_sha256(office: Store) -> None:
    sha256 = office.upload(2).sha256
    (act,) = find_acts(office, text=sha256[:16].upper()).acts
    assert act.details["upload"] == 2


def test_long_lists_come_a_page_at_a_time(office: Store) -> None:
    for number in range(PER_PAGE - 1):
        stored(office, figures("thefts", q1=number))
    pages = [find_acts(office, page=page) for page in (1, 2, 3, -4)]
    newest = PER_PAGE + 2
    first, second = list(range(newest, 2, -1)), [2, 1]
    assert [[act.id for act in page.acts] for page in pages] == [first, second, second, first]
    assert [(page.page, page.pages, page.total) for page in pages] == [
        (1, 2, newest), (2, 2, newest), (2, 2, newest), (1, 2, newest),
    ]  # fmt: skip
    assert set(pages[0].uploads) == set(first)
    assert pages[0].acts[-1].details["confirmed"]  # the details of those that are shown are there


def test_an_empty_store_has_one_empty_page(store: Store) -> None:
    found = find_acts(store)
    assert (found.acts, found.total, found.page, found.pages) == ((), 0, 1, 1)


def test_measures_are_named_by_their_titles(office: Store) -> None:
    assert measure_titles(office) == {"burglary": "Burglary", "thefts": "Thefts"}


def test_moved_ratings_are_read_as_the_first_databases_keep_them(office: Store) -> None:
    (act,) = (one for one in office.acts() if one.details.get("upload") == 2)
    moved = moves_of(act)
    spelled_out = [
        {
            "plan": one.plan_id, "measure": one.measure_id, "quarter": one.quarter.label, "comparator": one.comparator,
            "before": {"rating": one.before, "reason_code": one.before_reason_code},
            "after": {"rating": one.after, "reason_code": one.after_reason_code},
        }
        for one in moved
    ]  # fmt: skip
    first = replace(act, details=json.loads(json.dumps({"ratings_moved": spelled_out})))
    assert moves_of(first) == moved != ()
