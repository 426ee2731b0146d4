from datetime import date
from decimal import Decimal
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from measures.ingest.findings import LISTED
from measures.ingest.reading import read_upload
from measures.model.frames import VALUE_COLUMNS
from measures.model.issue import Severity
from measures.model.quarter import Quarter
from measures.model.value import unscaled
from tests.ingest.files import MAX_BYTES, MEASURES, check, places, read, rows

EXAMPLES = Path(__file__).parents[2] / "data" / "examples"
PLAIN = rows("measure_id,quarter,value", "burglary,2019/20 Q1,1234", "robbery,2019/20 Q1,0")


def figures(reading, column="value"):
    """(measure, quarter, figure) of each row."""
    frame = reading.frame
    return [
        (m, Quarter(q).label, None if u != u else unscaled(u, d))
        for m, q, u, d in zip(
            frame["measure_id"], frame["quarter"], frame[f"{column}_units"], frame["decimals"], strict=True
        )
    ]


EXPECTED = [("burglary", "2019/20 Q1", 1234), ("robbery", "2019/20 Q1", 0)]


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(PLAIN.encode(), id="plain"),
        pytest.param(PLAIN.encode("utf-8-sig"), id="with a byte order mark"),
        pytest.param(PLAIN.replace("\n", "\r\n").encode(), id="windows line ends"),
        pytest.param(PLAIN.replace("\n", "\r").encode(), id="old mac line ends"),
        pytest.param(PLAIN.rstrip().encode(), id="no line end at the end"),
        pytest.param(PLAIN.replace(",", ";").encode(), id="semicolons"),
        pytest.param(PLAIN.replace(",", "\t").encode(), id="tabs"),
        pytest.param(PLAIN.replace("measure_id,quarter,value", " Measure ID ,QUARTER,Value").encode(), id="headings"),
        pytest.param(PLAIN.replace("2019/20 Q1", "2019-06-30").encode(), id="dates"),
        pytest.param(PLAIN.replace("2019/20 Q1", "30/06/2019").encode(), id="days first"),
        pytest.param(PLAIN.replace("1234", '"1,234"').encode(), id="thousands"),
        pytest.param(PLAIN.replace("1234", "£1234").encode("cp1252"), id="pounds in windows-1252"),
        pytest.param(("\n\n" + PLAIN + "\n\n").encode(), id="blank lines around"),
        pytest.param((PLAIN + ",,\n,,\n").encode(), id="blank rows at the end"),
        pytest.param(PLAIN.replace("\n", ",\n").encode(), id="a separator too many on every line"),
        pytest.param(PLAIN.replace("burglary", '" burglary "').encode(), id="spaces"),
        pytest.param(
            rows("measure_id,financial_year,quarter,value", "burglary,2019/20,1,1234", "robbery,2019/20,q1,0").encode(),
            id="year and quarter apart",
        ),
        pytest.param(rows("measure_id,2019/20 Q1", "burglary,1234", "robbery,0").encode(), id="wide"),
    ],
)
def test_the_same_figures_are_read_from_every_kind_of_file(content):
    reading = read(content)
    assert figures(reading) == EXPECTED
    assert not places(reading.issues)
    assert (reading.lines_read, reading.rows_read, reading.stopped) == (2, 2, 0)
    assert list(reading.frame.columns) == [*VALUE_COLUMNS, "line", "data_to", "note"]


def test_every_column_of_the_long_form_is_read():
    reading = read(
        rows(
            "measure_id,quarter,value,numerator,denominator,basis,status,data_to,area,note",
            "solved,2019/20 Q2,,12.5,100,YTD,P,30/09/2019,Kent,first",
            'burglary,2019/20 Q2,,,,,x,2019-09-30,,"a, ""b""\nc"',
            "robbery,2019/20 Q2,5,,,quarter,,,,",
        )
    )
    frame = reading.frame
    assert not reading.issues
    assert figures(reading, "numerator")[0] == ("solved", "2019/20 Q2", Decimal("12.5"))
    assert figures(reading, "denominator")[0] == ("solved", "2019/20 Q2", 100)
    assert frame["basis"].tolist() == ["ytd", "quarter", "quarter"]
    assert frame["status"].tolist() == ["p", "x", ""]
    assert frame["area"].tolist() == ["Kent", "", ""]
    assert frame["data_to"].tolist() == [date(2019, 9, 30), date(2019, 9, 30), None]
    assert frame["note"].tolist() == ["first", 'a, "b"\nc', ""]
    assert frame["line"].tolist() == [2, 3, 5]


def test_the_order_of_the_columns_is_free():
    names, cells = ("measure_id", "quarter", "value", "status"), ("burglary", "2019/20 Q1", "1234", "r")
    for order in permutations(range(4)):
        text = rows(",".join(names[i] for i in order), ",".join(cells[i] for i in order))
        assert figures(read(text)) == EXPECTED[:1]


def test_an_empty_cell_of_the_wide_form_is_no_row():
    reading = read(rows("measure_id,2019/20 Q1,Q2 2019/20", "burglary,1,", "robbery, ,4", "officers,5,6"))
    assert figures(reading) == [
        ("burglary", "2019/20 Q1", 1),
        ("robbery", "2019/20 Q2", 4),
        ("officers", "2019/20 Q1", 5),
        ("officers", "2019/20 Q2", 6),
    ]
    assert reading.frame["line"].tolist() == [2, 3, 4, 4]
    assert (reading.lines_read, reading.rows_read) == (3, 4)


def test_a_fault_of_the_wide_form_names_the_column_of_its_quarter():
    reading = read(rows("measure_id,2019/20 Q1,2019/20 Q2", "burglary,1,n/a"))
    assert places(reading.issues) == [("not_a_number", 2, "2019/20 Q2", "n/a")]


@pytest.mark.parametrize(
    ("content", "place", "says"),
    [
        (b"", ("empty_file", None, None, None), "empty"),
        (b" \r\n ", ("empty_file", None, None, None), "empty"),
        (b'""\n', ("empty_file", None, None, None), "no text"),
        (b"PK\x03\x04rest", ("corrupt_workbook", None, None, None), "damaged"),
        (b"\xd0\xcf\x11\xe0rest", ("other_file", None, None, None), ".xlsx"),
        (b"%PDF-1.7", ("not_text", None, None, None), "PDF"),
        (PLAIN.encode("utf-16"), ("wrong_encoding", None, None, None), "UTF-16"),
        (PLAIN.encode("utf-16-le"), ("wrong_encoding", None, None, None), "UTF-16"),
        (PLAIN.encode("utf-16-be"), ("wrong_encoding", None, None, None), "UTF-16"),
        (PLAIN.encode() + b"\x81", ("wrong_encoding", 4, None, None), "neither"),
        (PLAIN.replace("1234", "1\x002").encode(), ("control_character", 2, None, None), "U+0000"),
        (PLAIN.replace("1234", "1\u202e2").encode(), ("control_character", 2, None, None), "U+202E"),
        (b'measure_id,quarter,value\nburglary,"2019/20 Q1"x,1\n', ("bad_quotes", 2, None, None), "do not match"),
        (b'measure_id,quarter,value\n\nburglary,"2019/20 Q1,1\n', ("bad_quotes", 3, None, None), "do not match"),
        (b'measure_id,quarter,value\nburglary,"' + b"x" * 140_000, ("cell_too_long", 2, None, None), "longer"),
        (b"burglary,2019/20 Q1,5\n", ("no_header", 1, None, "burglary, 2019/20 Q1, 5"), "name the columns"),
        (b"measure_id,quarter,value\n", ("nothing_to_read", None, None, None), "no figures"),
        (b"measure_id,2019/20 Q1\nburglary,\n", ("nothing_to_read", None, None, None), "no figures"),
        (b"measure_id,value\nburglary,1\n", ("missing_column", 1, "quarter", None), "quarter is missing"),
        (b"quarter,value\n2019/20 Q1,1\n", ("missing_column", 1, "measure_id", None), "measure_id is missing"),
        (b"measure_id,quarter\nburglary,2019/20 Q1\n", ("missing_column", 1, "value", None), "value is missing"),
        (b"measure_id,quarter,numerator\nsolved,2019/20 Q1,1\n", ("missing_column", 1, "denominator", None), "missing"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(content, place, says):
    reading = read(content)
    assert place in places(reading.issues)
    issue = next(issue for issue in reading.issues if issue.code == place[0])
    assert says in issue.message + issue.remedy
    assert reading.frame.empty
    assert list(reading.frame.columns) == [*VALUE_COLUMNS, "line", "data_to", "note"]


def test_a_file_over_the_size_limit_is_not_looked_into():
    reading = read(PLAIN, max_bytes=10)
    assert places(reading.issues) == [("file_too_large", None, None, None)]
    assert "10 bytes" in reading.issues[0].message


@pytest.mark.parametrize(
    ("header", "line", "place", "says"),
    [
        ("measure_id,quarter,valu", "burglary,2019/20 Q1,1", ("unknown_column", 1, "valu", "valu"), "“value”"),
        (
            "measure_id,quarter,value,colour",
            "burglary,2019/20 Q1,1,x",
            ("unknown_column", 1, "colour", "colour"),
            "Known",
        ),
        ("measure_id,quarter,value,", "burglary,2019/20 Q1,1,x", ("unknown_column", 1, None, ""), "no name"),
        (
            "measure_id,quarter,value,VALUE",
            "burglary,2019/20 Q1,1,2",
            ("repeated_column", 1, "value", "VALUE"),
            "twice",
        ),
        (
            "measure_id,quarter,value,2019/20 Q1",
            "burglary,2019/20 Q1,1,2",
            ("unknown_column", 1, "2019/20 Q1", "2019/20 Q1"),
            "one column per quarter",
        ),
        ("measure_id,2019 Q1", "burglary,1", ("unknown_column", 1, "2019 Q1", "2019 Q1"), "2019/20 Q1 or 2018/19 Q1"),
        (
            "measure_id,2019/20 Q1,2019/20 Q9",
            "burglary,1,2",
            ("unreadable_quarter", 1, "2019/20 Q9", "2019/20 Q9"),
            "1 to 4",
        ),
        ("measure_id,2019/20 Q1,notes", "burglary,1,2", ("unknown_column", 1, "notes", "notes"), "values only"),
        (
            "measure_id,2019/20 Q1,Q1 2019-20",
            "burglary,1,2",
            ("repeated_column", 1, "Q1 2019-20", "Q1 2019-20"),
            "twice",
        ),
        (
            "measure_id,2019/20 Q1,measure_id",
            "burglary,1,x",
            ("repeated_column", 1, "measure_id", "measure_id"),
            "twice",
        ),
        (
            "measure_id,quarter,value",
            "burglary,2019/20 Q1",
            ("ragged_row", 2, None, "burglary,2019/20 Q1"),
            "missing comma",
        ),
        (
            "measure_id,quarter,value",
            "burglary,2019/20 Q1,1,234",
            ("ragged_row", 2, None, "burglary,2019/20 Q1,1,234"),
            "quotation marks",
        ),
        (
            "measure_id,quarter,value",
            "burglry,2019/20 Q1,1",
            ("unknown_measure", 2, "measure_id", "burglry"),
            "“burglary”",
        ),
        ("measure_id,quarter,value", ",2019/20 Q1,1", ("unknown_measure", 2, "measure_id", ""), "names no measure"),
        (
            "measure_id,quarter,value",
            "burglary,2019 Q1,1",
            ("unreadable_quarter", 2, "quarter", "2019 Q1"),
            "2018/19 Q1",
        ),
        ("measure_id,quarter,value", "burglary,,1", ("unreadable_quarter", 2, "quarter", ""), "blank"),
        (
            "measure_id,quarter,value",
            "burglary,30-12-2017,1",
            ("unreadable_quarter", 2, "quarter", "30-12-2017"),
            "31-12-2017 (2017/18 Q3)",
        ),
        ("measure_id,quarter,value", "burglary,2019/20 Q1,12..5", ("not_a_number", 2, "value", "12..5"), "digits"),
        ("measure_id,quarter,value", "burglary,2019/20 Q1,nan", ("not_finite", 2, "value", "nan"), "status"),
        ("measure_id;quarter;value", "burglary;2019/20 Q1;1,5", ("decimal_comma", 2, "value", "1,5"), "point"),
        (
            "measure_id,quarter,value",
            "burglary,2019/20 Q1,12.5%",
            ("percent_sign", 2, "value", "12.5%"),
            "not in per cent",
        ),
        (
            "measure_id,quarter,numerator,denominator",
            "solved,2019/20 Q1,5%,100",
            ("percent_sign", 2, "numerator", "5%"),
            "a numerator never is",
        ),
        (
            "measure_id,quarter,numerator,denominator",
            "solved,2019/20 Q1,123456789012345,0.5",
            ("figure_too_long", 2, "numerator", "123456789012345"),
            "fewer decimals",
        ),
        (
            "measure_id,quarter,status,value",
            "burglary,2019/20 Q1,q,1",
            ("unknown_status", 2, "status", "q"),
            "x (not available)",
        ),
        (
            "measure_id,quarter,status,value",
            "burglary,2019/20 Q1,provisional,1",
            ("unknown_status", 2, "status", "provisional"),
            "Did you mean p?",
        ),
        ("measure_id,quarter,basis,value", "burglary,2019/20 Q1,year,1", ("unknown_basis", 2, "basis", "year"), "ytd"),
        (
            "measure_id,quarter,data_to,value",
            "burglary,2019/20 Q1,06/30/2019,1",
            ("unreadable_date", 2, "data_to", "06/30/2019"),
            "31/12/2019",
        ),
        ("measure_id,quarter,area,value", f"burglary,2019/20 Q1,{'a' * 101},1", ("text_too_long", 2, "area"), "100"),
        ("measure_id,quarter,note,value", f"burglary,2019/20 Q1,{'a' * 4001},1", ("text_too_long", 2, "note"), "4,000"),
    ],
)
def test_a_fault_says_where_it_is_what_was_read_and_what_to_do(header, line, place, says):
    issues = check(rows(header, line)).issues
    assert place in [found[: len(place)] for found in places(issues)], places(issues)
    issue = next(issue for issue in issues if issue.code == place[0])
    assert says in issue.message + " " + issue.remedy
    assert issue.message.endswith(".")
    assert issue.remedy.endswith(".")


def test_one_fault_is_told_once():
    """No second fault is made of what the first left unread."""
    for text in ("12..5", "x", "nan"):
        assert len(check(rows("measure_id,quarter,value", f"burglary,2019/20 Q1,{text}")).issues) == 1
    assert len(check(rows("measure_id,quarter,value,status", "burglary,2019/20 Q1,,q")).issues) == 1


def test_all_faults_are_told_at_once():
    checked = check(
        rows(
            "measure_id,quarter,value,status,extra",
            "burglry,2019/20 Q1,1,,",
            "burglary,2019 Q1,1,,",
            "burglary,2019/20 Q1,n/a,,",
            "burglary,2019/20 Q2,,,",
            "burglary,2019/20 Q3,4,x,",
            "burglary,2031/32 Q3,4,,",
            "officers,2019/20 Q3,-4,,",
            "robbery,2019/20 Q3,4,,",
            "robbery,2019/20 Q3",
        )
    )
    assert [(issue.line, issue.code) for issue in checked.issues] == [
        (1, "unknown_column"),
        (2, "unknown_measure"),
        (3, "unreadable_quarter"),
        (4, "not_a_number"),
        (5, "blank_figure"),
        (6, "figure_with_status"),
        (7, "future_quarter"),
        (8, "negative_stock"),
        (10, "ragged_row"),
    ]
    assert checked.stopped == 8
    assert checked.sound["line"].tolist() == [9]


def test_normalisations_are_told_once_for_each_kind_and_column():
    reading = read(
        rows(
            "measure_id;quarter;value;note",
            " burglary;2019/20 Q1;£1,234.50; n ",
            "burglary;2019/20 Q2;£5;",
            "solved;2019/20 Q1; 12.5%;",
            "robbery;2019/20 Q1;+3;",
            "robbery;2019/20 Q2;−3;",
        )
    )
    assert {(issue.code, issue.line, issue.column, issue.read) for issue in reading.normalisations} == {
        ("spaces", 2, "measure_id", "burglary"),
        ("pound_sign", 2, "value", "£1,234.50"),
        ("thousands_comma", 2, "value", "£1,234.50"),
        ("percent_sign_removed", 4, "value", "12.5%"),
        ("spaces", 4, "value", "12.5%"),
        ("plus_sign", 5, "value", "+3"),
        ("minus_sign", 6, "value", "−3"),
    }
    pounds = next(issue for issue in reading.normalisations if issue.code == "pound_sign")
    assert "lines 2, 3" in pounds.message
    assert not places(reading.issues)


def test_windows_1252_is_told():
    reading = read(PLAIN.replace("1234", "£1234").encode("cp1252"))
    assert ("windows_1252", 2) in [(issue.code, issue.line) for issue in reading.normalisations]


def test_a_hundred_thousand_faults_are_counted_not_listed():
    lines = [f"m{number},2019/20 Q9,n/a,q" for number in range(20_000)]
    reading = read("measure_id,quarter,value,status\n" + "\n".join(lines))
    assert reading.stopped == 20_000
    assert reading.frame.empty
    by_code = [issue for issue in reading.issues if issue.code == "unknown_measure"]
    assert len(by_code) == LISTED + 1
    assert by_code[-1].message == f"… and {20_000 - LISTED:,} more like it in measure_id."
    assert by_code[-1].line is None


def test_ten_thousand_ragged_rows_are_counted_not_listed():
    reading = read("measure_id,quarter,value\n" + "burglary,2019/20 Q1\n" * 10_000)
    assert reading.stopped == reading.lines_read == 10_000
    assert sum(issue.code == "ragged_row" for issue in reading.issues) == LISTED + 1


lines = st.tuples(
    st.sampled_from(sorted(MEASURES)),
    st.builds(Quarter.of, st.integers(2000, 2025), st.integers(1, 4)),
    st.integers(-(10**9), 10**9),
    st.sampled_from(["", "p", "r", "e", "u"]),
    st.text(st.characters(codec="utf-8", exclude_categories=("C", "Zl", "Zp")), max_size=12),
)


@given(st.lists(lines, min_size=1, max_size=8), st.sampled_from(",;\t"), st.sampled_from(["\n", "\r\n", "\r"]))
def test_what_we_write_reads_back_exactly(written, separator, ending):
    def quoted(text):
        return '"' + text.replace('"', '""') + '"'

    header = separator.join(["note", "status", "value", "quarter", "measure_id"])
    body = [separator.join([quoted(n), s, str(v), q.label, m]) for m, q, v, s, n in written]
    reading = read(ending.join([header, *body]))
    assert not places(reading.issues)
    assert figures(reading) == [(m, q.label, v) for m, q, v, _, _ in written]
    assert reading.frame["status"].tolist() == [s for _, _, _, s, _ in written]
    assert reading.frame["note"].tolist() == [n.strip() for *_, n in written]


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("[!p]*.csv")), ids=lambda path: path.name)
def test_every_example_is_read_without_a_fault(path, sample_measures):
    reading = read_upload(path.read_bytes(), path.name, max_bytes=MAX_BYTES, measures=sample_measures)
    assert not places(reading.issues)
    assert not places(reading.issues, Severity.CONFIRM)
    assert reading.rows_read == len(reading.frame) > 0
