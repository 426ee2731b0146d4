"""A template that comes back: its reference columns are passed over, and so are the rows that nobody filled in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from measures.ingest.formats.passed_over import OF_A_TEMPLATE, OF_AN_EXPORT
from measures.model.issue import Severity
from tests.ingest.files import MEASURES, check, places, read, rows

HEADER = (
    "measure_id,title,unit,definition,last_year,last_figure,fill_in,quarter,value,numerator,denominator,status,note"
)


def a_row(measure_id: str, *filled: str) -> str:
    return ",".join(
        [measure_id, "A title", "offences", "What is counted.", "90", "100", "value", "2025/26 Q4", *filled]
    )


def test_reference_columns_are_passed_over_in_one_note_that_names_them() -> None:
    reading = read(rows(HEADER, a_row("burglary", "12", "", "", "", "")))
    assert reading.frame["value_units"].tolist() == [12]
    (note,) = reading.issues
    assert (note.severity, note.code) == (Severity.NOTE, "columns_passed_over")
    assert "title, unit, definition, last_year, last_figure and fill_in" in note.message


@pytest.mark.parametrize("name", [*OF_A_TEMPLATE, *OF_AN_EXPORT])
def test_each_of_them_may_stand_alone_in_any_spelling_of_a_heading(name: str) -> None:
    heading = name.replace("_", " ").title()
    reading = read(rows(f"measure_id,quarter,value,{heading}", "burglary,2025/26 Q4,12,anything"))
    assert [issue.code for issue in reading.issues] == ["columns_passed_over"]


def test_a_row_left_blank_in_a_template_is_passed_over_and_counted_and_named() -> None:
    reading = read(
        rows(
            HEADER,
            a_row("burglary", "12", "", "", "p", ""),
            a_row("robbery", "", "", "", "", ""),
            a_row("solved", " ", "", "", "", ""),
        )
    )
    assert reading.frame["measure_id"].tolist() == ["burglary"]
    assert (reading.lines_read, reading.rows_read, reading.stopped) == (3, 1, 0)
    note = next(issue for issue in reading.issues if issue.code == "left_blank")
    assert note.severity is Severity.NOTE
    assert note.message.startswith("2 rows of the template were left blank and were passed over")
    assert "robbery and solved" in note.message
    assert "lines 3, 4" in note.message


@pytest.mark.parametrize("filled", [("", "", "", "", "to follow"), ("", "", "", "p", ""), ("", "1", "", "", "")])
def test_a_row_with_anything_but_a_figure_in_it_is_no_blank_row(filled: tuple[str, ...]) -> None:
    measure = "solved" if filled[1] else "burglary"
    issues = check(rows(HEADER, a_row(measure, *filled))).issues
    assert [code for code, *_ in places(issues)] == ["half_a_figure" if filled[1] else "blank_figure"]


@pytest.mark.parametrize(
    "header", ["measure_id,quarter,value,status,note", "measure_id,title,quarter,value,last_figure,status"]
)
def test_in_any_other_file_a_blank_row_stays_an_error_and_never_zero(header: str) -> None:
    cells = {"measure_id": "burglary", "quarter": "2025/26 Q4"}
    line = ",".join(cells.get(name, "") for name in header.split(","))
    assert ("blank_figure", 2) in [place[:2] for place in places(check(rows(header, line)).issues)]


def test_a_template_in_which_nothing_was_filled_in_has_nothing_to_read() -> None:
    reading = read(rows(HEADER, a_row("burglary", "", "", "", "", "")))
    assert [issue.code for issue in reading.issues if issue.severity is Severity.STOP] == ["nothing_to_read"]
    assert reading.frame.empty


def test_a_template_of_many_blank_rows_names_the_first_and_counts_the_rest() -> None:
    reading = read(rows(HEADER, *(a_row(f"m{n}", "", "", "", "", "") for n in range(60))))
    message = next(issue.message for issue in reading.issues if issue.code == "left_blank")
    assert "60 rows" in message
    assert "m39 and 20 more" in message


def test_a_fault_in_a_filled_row_still_has_its_own_line_when_rows_above_it_are_blank() -> None:
    issues = check(rows(HEADER, a_row("robbery", "", "", "", "", ""), a_row("burglary", "1x", "", "", "", ""))).issues
    assert places(issues) == [("not_a_number", 3, "value", "1x")]


@given(filled=st.lists(st.sampled_from(["", "0", "7"]), min_size=1, max_size=8))
def test_as_many_rows_are_read_as_were_filled_in_and_a_zero_is_one(filled: list[str]) -> None:
    names = [name for name, measure in MEASURES.items() if measure.kind == "count" and name != "old-burglary"]
    lines = [a_row(names[place % 2], cell, "", "", "", "") for place, cell in enumerate(filled)]
    assert read(rows(HEADER, *lines)).rows_read == sum(cell != "" for cell in filled)
