"""A file that comes back with its column `problem`: mended, it loads as it is."""

import pytest

from measures.model.issue import Severity
from tests.ingest.files import read, rows
from tests.ingest.test_reading import EXPECTED, figures
from tests.ingest.workbooks import a_workbook, read_book


@pytest.mark.parametrize(
    "content",
    [
        rows("problem,measure_id,quarter,value", "Was 12..5,burglary,2019/20 Q1,1234", ",robbery,2019/20 Q1,0"),
        rows("measure_id,quarter,value,Problem", "burglary,2019/20 Q1,1234,Was 12..5", "robbery,2019/20 Q1,0,"),
        rows("problem;measure_id;quarter;value", '"a;b";burglary;2019/20 Q1;1234', ";robbery;2019/20 Q1;0"),
        rows("problem,measure_id,2019/20 Q1", "Was 12..5,burglary,1234", ",robbery,0"),
        rows("measure_id,2019/20 Q1,problem", "burglary,1234,Was 12..5", "robbery,0,"),
    ],
    ids=["first", "last", "semicolons", "wide, first", "wide, last"],
)
def test_the_column_is_passed_over_and_a_note_says_so(content: str) -> None:
    reading = read(content)
    assert figures(reading) == EXPECTED
    assert [(issue.severity, issue.code) for issue in reading.issues] == [(Severity.NOTE, "columns_passed_over")]
    assert "The column problem is for reading only" in reading.issues[0].message


def test_the_column_is_passed_over_in_a_workbook() -> None:
    reading = read_book(
        a_workbook(
            [
                ["measure_id", "quarter", "value", "problem"],
                ["burglary", "2019/20 Q1", 1234, "Was 12..5"],
                ["robbery", "2019/20 Q1", 0],
            ]
        )
    )
    assert figures(reading) == EXPECTED
    assert [issue.code for issue in reading.issues] == ["columns_passed_over"]


def test_other_columns_are_still_unknown() -> None:
    issues = read(rows("measure_id,quarter,value,problems", "burglary,2019/20 Q1,1,")).issues
    assert [issue.code for issue in issues] == ["unknown_column"]


def test_beside_the_columns_of_a_template_it_is_told_in_the_same_note() -> None:
    header = "measure_id,title,quarter,value,problem"
    (issue,) = read(rows(header, "burglary,Burglary,2019/20 Q1,1234,", "robbery,Robbery,2019/20 Q1,0,")).issues
    assert "The columns title and problem are for reading only" in issue.message
