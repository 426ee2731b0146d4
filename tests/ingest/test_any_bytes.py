"""Whatever comes in, something comes out: a frame of every row, or a fault that says why not. Nothing is raised."""

import random

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from measures.ingest.definitions_file import read_definitions
from measures.model.frames import VALUE_COLUMNS, values_frame
from measures.model.issue import stops
from tests.ingest.files import check, read, rows

SEEDS = [
    rows(
        "measure_id,quarter,value,numerator,denominator,basis,status,data_to,area,note",
        "burglary,2019/20 Q1,1234,,,,p,30/06/2019,,plain",
        'burglary,2019/20 Q2,"2,345",,,,,,,"quoted, with ""quotes""\nand a line"',
        "burglary,2019/20 Q2,3579,,,ytd,r,,,",
        "solved,2019/20 Q1,,1,2.5,,,,Kent,",
        "crime-rate,2019/20 Q1,,12,1000,,,,,",
        "officers,2019/20 Q1,,,,,x,,,",
    ).encode(),
    rows("measure_id,2019/20 Q1,Q2 2019/20", "burglary,1,£2", "solved,50%,").encode("cp1252"),
    rows("measure_id;financial_year;quarter;value", "burglary;2019/20;1;5").encode("utf-8-sig"),
]
AWKWARD = [
    b'"',
    b",",
    b";",
    b"\n",
    b"\r",
    b"\t",
    b"\x00",
    b"\xff",
    b"\xc2",
    b"-",
    b"%",
    b"\xa3",
    b"9" * 40,
    b"nan",
    b"\xef\xbb\xbf",
]
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


@pytest.mark.parametrize("seed", range(300))
def test_a_good_file_that_was_damaged(seed):
    rng = random.Random(seed)
    content = bytearray(SEEDS[seed % len(SEEDS)])
    for _ in range(rng.randint(1, 4)):
        at = rng.randrange(len(content) + 1)
        match rng.randrange(4):
            case 0:
                content[at : at + rng.randint(1, 6)] = b""
            case 1:
                content[at:at] = rng.choice(AWKWARD)
            case 2:
                content[at : at + 1] = bytes([rng.randrange(256)])
            case _:
                other = rng.randrange(len(content) + 1)
                content[at:at] = content[other : other + rng.randint(1, 40)]
    assert_read_or_refused(bytes(content))


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
