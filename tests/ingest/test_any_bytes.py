"""Whatever comes in, something comes out: a frame of every row, or a fault that says why not. Nothing is raised.

Good files that were damaged in every way: `tests/fuzz`.
"""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from measures.ingest.definitions_file import read_definitions
from measures.model.frames import VALUE_COLUMNS, values_frame
from measures.model.issue import stops
from tests.ingest.files import check, read, rows

HELD = values_frame(
    [
        {"measure_id": "burglary", "quarter": "2019/20 Q1", "value": 10},
        {"measure_id": "burglary", "quarter": "2019/20 Q3", "value": 10, "basis": "ytd"},
    ]
)


def assert_read_or_refused(content: bytes) -> None:
    checked = check(content, HELD)
    reading = read(content)
    assert list(reading.frame.columns) == [*VALUE_COLUMNS, "line", "data_to", "note"]
    if not stops(reading.issues):
        assert reading.rows_read == len(reading.frame) > 0
        assert reading.stopped == 0
    if not stops(checked.issues):
        assert len(checked.sound) == reading.rows_read
        assert checked.stopped == 0
        has_figure = checked.sound[["value_units", "numerator_units"]].notna().any(axis=1)
        assert (has_figure | checked.sound["status"].isin(["x", "c", "z"])).all()
    assert len(checked.sound) + checked.stopped == reading.rows_read
    assert all(issue.message and issue.remedy for issue in checked.issues)


@given(st.binary(max_size=200))
@example(b"measure_id,quarter,value\n\x85")
@example(b'measure_id,quarter,value\n"')
@example(b"\xef\xbb\xbf")
def test_any_bytes(content):
    assert_read_or_refused(content)


@pytest.mark.parametrize("cell", ["x" * 200, "2019/20" + " " * 200, "\u2028" * 200])
def test_a_long_text_where_a_year_or_a_quarter_should_be(cell):
    header = "measure_id,financial_year,quarter,value"
    for line in (f"burglary,{cell},1,5", f"burglary,2019/20,{cell},5", f"burglary,{cell},{cell},5"):
        assert_read_or_refused(rows(header, line).encode())


WORDS = ["burglary", "solved", "2019/20 Q1", "Q2 2019/20", "5", "-1", "1,5", "x", "ytd", "", " ", '"', "é"]
cells = st.sampled_from(WORDS) | st.text(max_size=6)


@given(
    st.lists(st.sampled_from(["measure_id", "quarter", "value", "status", "basis", "2019/20 Q1", ""]), max_size=5),
    st.lists(st.lists(cells, max_size=5), max_size=6),
    st.sampled_from(",;\t"),
)
def test_any_cells(header, body, separator):
    assert_read_or_refused("\n".join(separator.join(row) for row in [header, *body]).encode())


@given(st.binary(max_size=100) | st.text(max_size=100))
@example("a = " + "[" * 3000)
@example("a = " + "9" * 5000)
@example("[plan]\nstart = 0x" + "f" * 5000)
@example("[[measures]]\ndecimals = 0x" + "f" * 5000 + "\nscale = 0x" + "f" * 5000)
@example("[plan]\ntolerance_pct = 1e99999999999999999999")
@example("plan = 1\nmeasures = {}\nbreaks = [1]\nevents = 2020-01-01T00:00:00")
@example("\ufeff[plan]")
def test_any_text_as_a_definition_file(content):
    plan, issues = read_definitions(content, "plan.toml")
    assert (plan is None) == bool(issues)
    assert all(issue.message and issue.remedy for issue in issues)
