"""What one upload stated is read back from its own run of revisions, whatever was stored before and after it."""

from datetime import date

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from measures.errors import NotFound
from measures.model.frames import VALUE_COLUMNS, values_frame
from measures.storage import of_upload
from measures.storage.store import Store, open_store
from tests.storage.figures import figures, stored


def test_an_upload_states_what_its_file_said_in_the_order_of_its_lines(store: Store) -> None:
    stored(store, figures("burglary", q1=1))
    frame = values_frame(
        [
            {"measure_id": "thefts", "quarter": "2019/20 Q2", "value": "2.50", "area": "Cumbria"},
            {"measure_id": "burglary", "quarter": "2019/20 Q1", "value": 7, "status": "p"},
            {"measure_id": "answered", "quarter": "2019/20 Q1", "numerator": 1, "denominator": 3, "basis": "ytd"},
        ]
    )
    frame["line"], frame["note"], frame["data_to"] = [2, 3, 5], ["", "a note", ""], [None, date(2019, 6, 30), None]
    number = stored(store, frame).id
    stored(store, figures("burglary", q1=9))
    read = store.upload_figures(number)
    assert list(read.columns) == [*VALUE_COLUMNS, "line", "data_to", "note"]
    assert read["measure_id"].tolist() == ["thefts", "burglary", "answered"]
    assert read["area"].tolist() == ["Cumbria", "", ""]
    assert read["value_units"].fillna(-1).tolist() == [250, 7, -1]
    assert read["line"].tolist() == [2, 3, 5]
    assert read["note"].tolist() == [None, "a note", None]
    assert read["data_to"].tolist() == [None, date(2019, 6, 30), None]
    expected = frame[list(VALUE_COLUMNS)].astype({"measure_id": str, "area": str, "basis": str, "status": str})
    pd.testing.assert_frame_equal(
        read[list(VALUE_COLUMNS)].astype({"measure_id": str, "area": str, "basis": str, "status": str}), expected
    )
    assert store.measures_of_upload(number) == ("answered", "burglary", "thefts")


def test_a_withdrawn_upload_still_says_what_it_stated_and_an_unknown_one_states_nothing(store: Store) -> None:
    number = stored(store, figures("burglary", q1=1, q2=None)).id
    store.withdraw(number, reason="wrong", by="B")
    assert store.upload_figures(number)["value_units"].fillna(-1).tolist() == [1, -1]
    for unknown in (0, -1, 2, 99):
        assert store.upload_figures(unknown).empty
        assert store.measures_of_upload(unknown) == ()


@given(st.lists(st.integers(0, 4), max_size=8))
def test_each_upload_finds_its_own_run_of_revisions(sizes: list[int]) -> None:
    with open_store("sqlite://") as store:
        for size in sizes:
            stored(store, figures("thefts", **{f"q{n + 1}": n for n in range(size)}))
        with store._reading() as connection:
            runs = [of_upload.ids_of_upload(connection, number + 1) for number in range(len(sizes))]
        assert [last - first + 1 for first, last in runs] == sizes
        assert [store.upload_figures(number + 1)["quarter"].size for number in range(len(sizes))] == sizes


def test_acts_can_be_read_some_at_a_time_and_without_their_details(store: Store) -> None:
    for name in ("a.csv", "b.csv", "c.csv"):
        stored(store, figures("thefts", q1=1), name)
    assert [act.id for act in store.acts([1, 3])] == [3, 1]
    assert store.acts([]) == ()
    newest = dict(store.acts()[0].details)
    digests = newest.pop("digests")
    assert newest == {"upload": 3, "sha256": store.uploads()[0].sha256}
    assert {name: ids for name, (*ids, _) in digests.items()} == {"upload": [3, 3], "revision": [3, 3]}  # type: ignore[attr-defined]
    assert store.acts(details=False)[0].details == {}
    assert store.act(2).summary == "b.csv was uploaded with 1 figure"
    with pytest.raises(NotFound, match=r"There is no act 9\. The newest is 3"):
        store.act(9)
