"""Figures go in and come out exactly, the newest standing one first, as at any moment."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from measures.errors import ChangedMeanwhile, NotAllowed, NotFound
from measures.model.frames import UNITS, VALUE_COLUMNS, typed_values, values_frame
from measures.model.quarter import Quarter
from measures.model.value import MAX_DECIMALS, MAX_DIGITS, Basis, Status
from measures.storage.bulk import CHUNK, TOGETHER
from measures.storage.records import NewUpload
from measures.storage.store import Store, open_store
from tests.storage.figures import figures, shown, stored


def test_an_empty_store_has_a_values_frame_without_rows(store: Store) -> None:
    empty = store.values()
    assert (len(empty), tuple(empty.columns)) == (0, VALUE_COLUMNS)
    assert empty.dtypes.equals(typed_values(empty).dtypes)
    assert store.data_version() == 0
    assert store.uploads() == store.acts() == store.revisions("thefts") == ()


def test_what_is_stored_comes_back_the_same_in_the_order_of_its_key(store: Store) -> None:
    frame = values_frame(
        [
            {"measure_id": "thefts", "quarter": "2019/20 Q2", "value": "-12.50", "status": "p"},
            {"measure_id": "thefts", "quarter": "2019/20 Q1", "value": 0},
            {"measure_id": "thefts", "quarter": "2019/20 Q1", "basis": "ytd", "value": "999999999999999"},
            {"measure_id": "thefts", "quarter": "2019/20 Q1", "area": "Cumbria", "status": "c"},
            {"measure_id": "answered", "quarter": "2019/20 Q4", "numerator": "8.5", "denominator": 100},
        ]
    )
    stored(store, frame)
    ordered = frame.sort_values(["measure_id", "area", "quarter", "basis"], ignore_index=True)
    pd.testing.assert_frame_equal(store.values(area=None), ordered)


def test_the_revisions_of_a_quarter_are_those_of_every_measure_newest_first(store: Store) -> None:
    first = stored(store, pd.concat([figures("thefts", q1=1, q2=2), figures("frauds", q1=3)]).pipe(typed_values))
    stored(store, figures("thefts", q1=9).assign(area=pd.Categorical(["Cumbria"])))
    store.withdraw(stored(store, figures("thefts", q1=4)).id, reason="wrong", by="A. Officer")
    told = store.revisions_of_quarter(Quarter.parse("2019/20 Q1"))
    assert (told[0].measure_id, told[0].value, told[0].withdrawn) == ("thefts", 4, True)
    assert {(r.measure_id, r.value, r.withdrawn) for r in told[1:]} == {("frauds", 3, False), ("thefts", 1, False)}
    assert told[-1].upload_id == first.id
    assert [r.value for r in store.revisions_of_quarter(Quarter.parse("2019/20 Q1"), "Cumbria")] == [9]
    assert store.revisions_of_quarter(Quarter.parse("2020/21 Q1")) == ()


def test_a_read_may_ask_for_some_measures_and_one_area(store: Store) -> None:
    stored(store, pd.concat([figures("thefts", q1=1), figures("frauds", q1=2)], ignore_index=True).pipe(typed_values))
    stored(store, figures("thefts", q1=9).assign(area=pd.Categorical(["Cumbria"])))
    assert shown(store, measure_ids=["thefts"]) == {("thefts", "q1"): 1}
    assert shown(store, area="Cumbria") == {("thefts", "q1"): 9}
    assert shown(store, area=["Cumbria", "Kent"]) == {("thefts", "q1"): 9}
    assert len(store.values(area=["", "Cumbria"])) == 3 and len(store.values(area=[])) == 0
    assert shown(store, measure_ids=["nothing"]) == shown(store, area="Kent") == {}
    assert len(store.values(area=None)) == 3


def test_thousands_of_new_series_are_stored_at_once_and_again(store: Store) -> None:
    count = 2 * CHUNK + TOGETHER + 1
    frame = typed_values(
        pd.DataFrame(
            {
                "measure_id": "thefts",
                "quarter": 8076,
                "basis": "quarter",
                "decimals": 0,
                "status": "",
                **dict.fromkeys(UNITS[1:], np.nan),
                "area": [f"area{number:05}" for number in range(count)],
                "value_units": np.arange(count),
            }
        )[list(VALUE_COLUMNS)]
    )
    for _ in range(2):
        stored(store, frame.sample(frac=1, random_state=1))
        pd.testing.assert_frame_equal(store.values(area=None), frame)
    assert store.faults() == []
    newest, first = store.revisions("thefts", "area00000")
    assert newest.id - first.id == count


def test_the_newest_upload_holds_and_the_older_one_is_kept(store: Store) -> None:
    first = stored(store, figures("thefts", q1=10, q2=12), "first.csv")
    second = stored(store, figures("thefts", q2=13), "second.csv", by="B. Officer")
    assert shown(store) == {("thefts", "q1"): 10, ("thefts", "q2"): 13}
    told = [(r.quarter.label, r.value, r.file_name, r.by, r.upload_id) for r in store.revisions("thefts")]
    assert told == [
        ("2019/20 Q2", 13, "second.csv", "B. Officer", second.id),
        ("2019/20 Q2", 12, "first.csv", "A. Officer", first.id),
        ("2019/20 Q1", 10, "first.csv", "A. Officer", first.id),
    ]


def test_a_revision_tells_all_that_its_file_said(store: Store) -> None:
    frame = figures("thefts", q1="10.5", q2=None).assign(
        line=[7, 8], data_to=[date(2019, 6, 30), None], note=["counted twice", ""]
    )
    upload = stored(store, frame)
    absent, present = store.revisions("thefts")
    assert (present.value, present.line, present.data_to, present.note) == (
        Decimal("10.5"),
        7,
        date(2019, 6, 30),
        "counted twice",
    )
    assert (present.quarter, present.basis, present.status) == (Quarter.of(2019, 1), Basis.QUARTER, Status.NONE)
    assert (present.accepted_at, present.withdrawn) == (upload.at, False)
    assert (absent.value, absent.status, absent.line, absent.data_to, absent.note) == (
        None,
        Status.NOT_AVAILABLE,
        8,
        None,
        "",
    )


def test_every_earlier_moment_can_be_read_again(store: Store) -> None:
    first = stored(store, figures("thefts", q1=10))
    second = stored(store, figures("thefts", q1=11))
    withdrawn = store.withdraw(second.id, reason="wrong file", by="A. Officer")
    just_before = timedelta(microseconds=1)
    assert shown(store, as_at=first.at - just_before) == {}
    assert shown(store, as_at=first.at) == {("thefts", "q1"): 10}
    assert shown(store, as_at=second.at - just_before) == {("thefts", "q1"): 10}
    assert shown(store, as_at=second.at) == {("thefts", "q1"): 11}
    assert shown(store, as_at=withdrawn.at - just_before) == {("thefts", "q1"): 11}
    assert shown(store, as_at=withdrawn.at) == shown(store) == {("thefts", "q1"): 10}


def test_a_moment_without_a_time_zone_is_refused(store: Store) -> None:
    with pytest.raises(Exception, match="time zone"):
        store.values(as_at=datetime(2026, 1, 1))  # noqa: DTZ001


def test_moments_come_back_in_utc(store: Store) -> None:
    upload = stored(store, figures("thefts", q1=10))
    for moment in (upload.at, store.upload(upload.id).at, store.acts()[0].at):
        assert moment == upload.at
        assert moment.utcoffset() == timedelta(0)


def test_a_store_can_be_read_as_if_an_upload_were_withdrawn(store: Store) -> None:
    stored(store, figures("thefts", q1=10))
    second = stored(store, figures("thefts", q1=11, q2=5))
    assert shown(store, without_upload=second.id) == {("thefts", "q1"): 10}
    assert shown(store) == {("thefts", "q1"): 11, ("thefts", "q2"): 5}


def test_a_figure_that_a_later_upload_repeats_stays_when_the_earlier_one_is_withdrawn(store: Store) -> None:
    first = stored(store, figures("thefts", q1=10))
    stored(store, figures("thefts", q1=10))
    store.withdraw(first.id, reason="wrong file", by="A. Officer")
    assert shown(store) == {("thefts", "q1"): 10}


def test_withdrawing_is_told_with_who_when_and_why_and_happens_once(store: Store) -> None:
    upload = stored(store, figures("thefts", q1=10))
    act = store.withdraw(upload.id, reason="wrong file", by="B. Officer")
    found = store.upload(upload.id)
    assert not found.stands
    assert (found.withdrawn_at, found.withdrawn_by, found.withdrawn_reason) == (act.at, "B. Officer", "wrong file")
    assert store.revisions("thefts")[0].withdrawn
    with pytest.raises(NotAllowed, match=r"already withdrawn by B\. Officer"):
        store.withdraw(upload.id, reason="again", by="A. Officer")
    assert len(store.acts()) == 2


def test_an_upload_that_does_not_exist_is_named(store: Store) -> None:
    stored(store, figures("thefts", q1=10))
    for ask in (store.upload, store.upload_file, lambda number: store.withdraw(number, reason="r", by="b")):
        with pytest.raises(NotFound, match=r"There is no upload 7\. The newest is 1"):
            ask(7)


def test_the_file_is_kept_byte_for_byte_and_found_by_its_hash_while_it_stands(store: Store) -> None:
    content = bytes(range(256)) * 40
    upload = store.add_upload(figures("thefts", q1=1), NewUpload("odd name \udcff\x00.csv", content, "by", "note"))
    assert store.upload_file(upload.id) == content
    assert (upload.size, upload.name, upload.note) == (len(content), "odd name ?.csv", "note")
    assert store.upload_by_hash(upload.sha256) == upload
    store.withdraw(upload.id, reason="r", by="b")
    assert store.upload_by_hash(upload.sha256) is None


def test_who_comes_second_is_told_and_nothing_is_stored(store: Store) -> None:
    seen = store.data_version()
    stored(store, figures("thefts", q1=10), "first.csv", by="B. Officer")
    with pytest.raises(ChangedMeanwhile, match=r"first\.csv was uploaded.*by B\. Officer.*preview again"):
        store.add_upload(figures("thefts", q1=11), NewUpload("second.csv"), expected_version=seen)
    assert shown(store) == {("thefts", "q1"): 10}
    assert len(store.uploads()) == 1


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"status": pd.Categorical(["", "q"])}, "status that does not exist"),
        ({"basis": pd.Categorical(["quarter", "month"])}, "basis or status"),
        ({"area": pd.Categorical(["", None])}, "area"),
        ({"decimals": [0, 10]}, "decimals"),
        ({"quarter": [8076, 99999]}, "quarter"),
        ({"value_units": [1.0, 1e15]}, "digits"),
    ],
)
def test_figures_that_no_file_can_hold_are_refused_and_leave_nothing(
    store: Store, wrong: dict[str, object], said: str
) -> None:
    with pytest.raises(ValueError, match=said):
        store.add_upload(figures("thefts", q1=10, q2=11).assign(**wrong), NewUpload("bad.csv"))
    assert (store.data_version(), store.uploads(), store.revisions("thefts")) == (0, (), ())
    assert stored(store, figures("thefts", q1=10)).id == 1
    assert shown(store) == {("thefts", "q1"): 10}


_UNITS = st.one_of(st.none(), st.integers(-(10**MAX_DIGITS) + 1, 10**MAX_DIGITS - 1))
_ROW = st.tuples(
    st.sampled_from(["thefts", "frauds", "Überfälle"]),
    st.sampled_from(["", "Cumbria"]),
    st.integers(8076, 8083),
    st.sampled_from(["quarter", "ytd"]),
    _UNITS,
    _UNITS,
    _UNITS,
    st.integers(0, MAX_DECIMALS),
    st.sampled_from([status.value for status in Status]),
)
_FILE = st.lists(_ROW, min_size=1, max_size=12, unique_by=lambda row: row[:4])


def _frame_of(rows: list[tuple[object, ...]]) -> pd.DataFrame:
    return typed_values(pd.DataFrame(rows, columns=list(VALUE_COLUMNS)))


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(files=st.lists(_FILE, min_size=1, max_size=4), data=st.data())
def test_the_store_agrees_with_a_plain_list_of_files_and_withdrawing_undoes_loading(
    files: list[list[tuple[object, ...]]], data: st.DataObject
) -> None:
    """An oracle in ten lines: the last standing statement of each key."""
    with open_store("sqlite://") as store:
        standing: dict[int, list[tuple[object, ...]]] = {}
        for place, rows in enumerate(files):
            before = store.values(area=None)
            upload = stored(store, _frame_of(rows), f"{place}.csv")
            assert store.withdraw(upload.id, reason="undo", by="b").id == store.data_version()
            pd.testing.assert_frame_equal(store.values(area=None), before)
            standing[stored(store, _frame_of(rows), f"{place} again.csv").id] = rows
        for upload_id in data.draw(st.sets(st.sampled_from(sorted(standing)))):
            expected = _newest({number: rows for number, rows in standing.items() if number != upload_id})
            _assert_same(store.values(area=None, without_upload=upload_id), expected)
            store.withdraw(upload_id, reason="undo", by="b")
            del standing[upload_id]
            _assert_same(store.values(area=None), expected)
        assert store.faults() == [] or _made_up(store.faults())


def _assert_same(values: pd.DataFrame, expected: pd.DataFrame) -> None:
    """Without rows the categories have no texts to have a type of."""
    pd.testing.assert_frame_equal(values, expected, check_categorical=len(expected) > 0)


def _newest(standing: dict[int, list[tuple[object, ...]]]) -> pd.DataFrame:
    newest = {row[:4]: row for rows in standing.values() for row in rows}
    return _frame_of([newest[key] for key in sorted(newest)])


def _made_up(faults: list[str]) -> bool:
    """Figures beside a letter that means none: made by the strategy, refused by the reading of files."""
    return all("a figure beside a status" in fault or "neither a figure" in fault for fault in faults)


def test_numbers_of_fifteen_digits_survive(store: Store) -> None:
    largest = 10**MAX_DIGITS - 1
    stored(store, figures("thefts", q1=largest, q2=-largest))
    assert store.values()["value_units"].tolist() == [float(largest), float(-largest)]
    assert {int(r.value or 0) for r in store.revisions("thefts")} == {largest, -largest}
    assert np.float64(largest) == largest
