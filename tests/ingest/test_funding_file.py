"""Lists of awards: what is read, and every fault with its line, what was read, what was expected, what to do."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from measures.ingest.funding_file import read_funding
from measures.model.funding import Award
from measures.model.issue import Issue, Severity, stops
from tests.builders import a_plan
from tests.funding import HEADER, LIST, TODAY
from tests.ingest.workbooks import a_workbook

PLAN = a_plan().head
ROW = "2016/17,safety,R,P,F,100,50,2016-09-30,"


def read(content: str | bytes, today: date = TODAY) -> tuple[tuple[Award, ...], list[Issue]]:
    return read_funding(content if isinstance(content, bytes) else content.encode(), PLAN, ["safety", "roads"], today)


def fault(**cells: str) -> Issue:
    """The one fault of a sound row with other cells."""
    names = HEADER.strip().split(",")
    row = dict(zip(names, ROW.split(","), strict=True)) | cells
    awards, issues = read(HEADER + ",".join(row[name] for name in names) + "\n")
    assert awards == ()
    (issue,) = stops(issues)
    assert (issue.line, bool(issue.remedy)) == (2, True)
    return issue


def test_a_list_is_read_with_pounds_commas_days_and_blanks() -> None:
    awards, issues = read(LIST)
    assert issues == []
    assert awards[0] == Award(2016, "safety", "Safer Streets", "CCTV", "Safety fund", Decimal(1000), Decimal(600),
                              date(2016, 9, 30))  # fmt: skip
    assert awards[1].amount == Decimal("300.50")
    assert (awards[2].priority, awards[2].paid, awards[2].paid_to) == ("all", None, None)
    assert (awards[3].year, awards[3].paid_to) == (2015, date(2016, 3, 31))


def test_columns_may_stand_in_any_order_and_those_that_may_be_blank_may_be_absent() -> None:
    awards, issues = read("Amount;Source;Purpose;Recipient;Priority;Financial year\n12;F;P;R;Safety;2016-17\n")
    assert (awards, issues) == ((Award(2016, "safety", "R", "P", "F", Decimal(12)),), [])


@pytest.mark.parametrize(
    ("cells", "code", "column", "said"),
    [
        ({"financial_year": "2016"}, "unreadable_year", "financial_year", "“2016” is not a financial year"),
        ({"financial_year": "2016/18"}, "unreadable_year", "financial_year", "is not a financial year"),
        ({"financial_year": ""}, "blank_cell", "financial_year", "is blank"),
        ({"financial_year": "2011/12", "paid": "", "paid_to": ""}, "year_outside_plan", "financial_year",
         "2011/12 is no year of the plan plan"),
        ({"priority": "safty"}, "priority_not_in_plan", "priority", "has no priority “safty”"),
        ({"priority": ""}, "blank_cell", "priority", "is blank"),
        ({"recipient": ""}, "blank_cell", "recipient", "is blank"),
        ({"source": "x" * 301}, "text_too_long", "source", "has 301 characters"),
        ({"amount": ""}, "blank_cell", "amount", "is blank"),
        ({"amount": "tbc"}, "unreadable_amount", "amount", "“tbc” is not an amount of money"),
        ({"amount": "12%"}, "unreadable_amount", "amount", "is not an amount of money"),
        ({"amount": "1200.505"}, "unreadable_amount", "amount", "has parts of a penny"),
        ({"amount": "NaN"}, "unreadable_amount", "amount", "is not an amount"),
        ({"amount": "-5", "paid": "", "paid_to": ""}, "negative_amount", "amount", "is below zero"),
        ({"amount": '"1,20"'}, "decimal_comma", "amount", "has a comma where none stands"),
        ({"paid": "-1"}, "negative_amount", "paid", "is below zero"),
        ({"paid_to": ""}, "paid_without_day", "paid_to", "not up to which day"),
        ({"paid": ""}, "day_without_paid", "paid", "without an amount"),
        ({"paid_to": "09/30/2016"}, "unreadable_date", "paid_to", "is not a date"),
        ({"paid_to": "2017-04-01"}, "paid_to_outside_year", "paid_to", "1 April 2017 is not in 2016/17"),
        ({"paid_to": "2016-03-31"}, "paid_to_outside_year", "paid_to", "31 March 2016 is not in 2016/17"),
        ({"note": "x" * 501}, "text_too_long", "note", "has 501 characters"),
    ],
)  # fmt: skip
def test_each_fault_is_told_in_its_cell(cells: dict[str, str], code: str, column: str, said: str) -> None:
    issue = fault(**cells)
    assert (issue.code, issue.column) == (code, column)
    assert said in issue.message


def test_a_misspelt_priority_names_the_nearest_and_all_that_there_are() -> None:
    issue = fault(priority="safty")
    assert issue.remedy.startswith("Did you mean “safety”?")
    assert issue.expected == "safety, roads, all"


def test_a_day_that_has_not_come_yet_is_refused_and_today_is_not() -> None:
    assert [one.code for one in read(HEADER + ROW, date(2016, 9, 29))[1]] == ["paid_to_in_future"]
    assert read(HEADER + ROW, date(2016, 9, 30))[1] == []


def test_the_first_and_the_last_day_of_the_year_are_in_it() -> None:
    for day in ("2016-04-01", "2017-03-31"):
        assert read(HEADER + ROW.replace("2016-09-30", day))[1] == []


def test_the_same_award_twice_is_refused_with_the_line_of_the_first() -> None:
    awards, issues = read(f"{HEADER}{ROW}\n{ROW}again\n{ROW.replace(',P,', ',Other,')}\n")
    assert [(one.code, one.line) for one in issues] == [("repeated_award", 3)]
    assert "stands on line 2 already" in issues[0].message
    assert awards == ()


def test_more_paid_than_awarded_is_a_note_and_keeps_nothing_out() -> None:
    awards, issues = read(HEADER + ROW.replace(",50,", ",100.01,"))
    assert [(one.severity, one.code, one.line) for one in issues] == [(Severity.NOTE, "paid_above_awarded", 2)]
    assert awards[0].paid == Decimal("100.01")
    assert read(HEADER + ROW.replace(",50,", ",100,"))[1] == []


def test_a_missing_an_unknown_and_a_repeated_column_are_told_at_once() -> None:
    issues = read("financial_year,priority,recipiant,purpose,source,source\n")[1]
    assert [one.code for one in issues] == ["unknown_column", "repeated_column", "missing_column", "missing_column"]
    assert "Did you mean “recipient”?" in issues[0].remedy


def test_every_fault_is_told_at_once_those_of_rows_that_are_too_long_too() -> None:
    issues = read(f"{HEADER}{ROW},,\n{ROW.replace('safety', 'x')}\n{ROW.replace('100', 'y')}\n")[1]
    assert [(one.code, one.line) for one in issues] == [
        ("ragged_row", 2), ("priority_not_in_plan", 3), ("unreadable_amount", 4),
    ]  # fmt: skip


def test_a_file_in_windows_1252_is_read_and_told() -> None:
    awards, issues = read((HEADER + ROW.replace(",100,", ",£100,")).encode("cp1252"))
    assert [one.code for one in issues] == ["windows_1252"]
    assert awards[0].amount == 100


def test_a_header_alone_and_an_empty_file_hold_nothing() -> None:
    assert [one.code for one in read(HEADER)[1]] == ["nothing_to_read"]
    assert [one.code for one in read(b"")[1]] == ["empty_file"]


def test_a_workbook_is_read_like_a_file_and_its_faults_name_the_cell() -> None:
    header = HEADER.strip().split(",")
    row: list[object] = ["2016/17", "safety", "R", "P", "F", 1200.5, 600, date(2016, 9, 30), ""]
    awards, issues = read(a_workbook([header, row]))
    assert (stops(issues), awards[0].amount, awards[0].paid_to) == ([], Decimal("1200.5"), date(2016, 9, 30))
    _, issues = read(a_workbook([header, [*row[:1], "x", *row[2:]]]))
    assert stops(issues)[0].message.startswith("Cell B2: ")
    _, issues = read(a_workbook([["a", "b"], ["c", "d"]]))
    assert (issues[0].code, "financial_year,priority" in issues[0].remedy) == ("no_header", True)


@given(st.binary(max_size=300) | st.text(max_size=300).map(lambda text: (HEADER + text).encode()))
def test_whatever_the_bytes_nothing_is_raised_and_nothing_is_read_silently(content: bytes) -> None:
    awards, issues = read(content)
    assert bool(awards) != bool(stops(issues))
