"""The officer's own file with a column `problem`: nothing of it is lost, nothing runs, and mended it loads."""

import csv
import io
from collections.abc import Callable, Iterator
from datetime import date

import pytest
from python_calamine import CalamineWorkbook

from measures.model.issue import Severity
from measures.services.definitions import load_plans
from measures.services.uploads import Preview, preview_upload
from measures.storage.store import Store, open_store
from measures.views.problem_file import ERROR, NOT_CALCULATED, Copy, problem_file
from tests.builders import a_measure, a_plan
from tests.ingest.workbooks import a_workbook, percentages

TODAY = date(2026, 5, 1)
Look = Callable[..., Preview]


@pytest.fixture
def office() -> Iterator[Store]:
    """A store in memory with a plan of two measures."""
    with open_store("sqlite://") as store:
        load_plans(store, [a_plan(a_measure("burglary"), a_measure("thefts"))], by="A. Officer")
        yield store


@pytest.fixture
def look(office: Store) -> Look:
    return lambda content, name="q.csv", **given: preview_upload(office, name, content, today=TODAY, **given)


def copy_of(preview: Preview) -> Copy:
    made = problem_file(preview)
    assert made is not None
    return made


def cells(copy: Copy, separator: str = ",") -> list[list[str]]:
    return list(csv.reader(io.StringIO(copy.make().decode("utf-8-sig"), newline=""), delimiter=separator))


def stops(preview: Preview) -> list[tuple[str, int | None]]:
    return [(issue.code, issue.line) for issue in preview.issues if issue.severity is Severity.STOP]


FAULTY = (
    "measure_id;quarter;value;note\r\n"
    'burglary;2019/20 Q1;12..5;"two\r\nlines; and ""more"""\r\n'
    "\r\n"
    "burglry;2019/20 Q2;7;£\r\n"
    "thefts;2019/20 Q2;8;\r\n"
    "thefts;2019/20 Q3;8;;\r\n"
)


def test_each_row_of_a_csv_file_has_its_problems_before_it_and_all_else_stays(look: Look) -> None:
    preview = look(FAULTY.encode("cp1252"))
    copy = copy_of(preview)
    written = cells(copy, ";")
    assert copy.name == "q-problems.csv"
    own = csv.reader(io.StringIO(FAULTY, newline=""), delimiter=";")
    assert [row[1:] for row in written] == list(own)
    assert written[0][0] == "problem"
    assert written[1][0].startswith("value: “12..5” is not a number.")
    assert "Did you mean “burglary”?" in written[3][0]
    assert written[4][0] == ""
    assert "5 cells; the header has 4" in written[5][0]


def test_the_copy_has_its_faults_on_the_same_lines_and_mended_it_loads(look: Look) -> None:
    preview = look(FAULTY.encode())
    copy = copy_of(preview)
    again = look(copy.make(), copy.name)
    assert stops(again) == stops(preview)
    mended = copy.make().replace(b"12..5;", b"12;").replace(b"burglry", b"burglary").replace(b";8;;", b";8;")
    loads = look(mended, copy.name)
    assert not loads.refused
    assert (loads.added, loads.stopped) == (4, 0)


def test_a_second_check_takes_the_place_of_the_first(look: Look) -> None:
    copy = copy_of(look(FAULTY.encode()))
    twice = copy_of(look(copy.make(), "q.csv"))
    assert [row[1:] for row in cells(twice, ";")] == [row[1:] for row in cells(copy, ";")]
    assert cells(twice, ";")[0].count("problem") == 1


def test_a_fault_of_the_whole_file_stands_beside_its_first_row(look: Look) -> None:
    written = cells(copy_of(look(b"measure_id,quarter,valu\nburglary,2019/20 Q1,5\n")))
    assert written[0] == ["problem", "measure_id", "quarter", "valu"]
    assert written[1][0].startswith("the header: ")
    assert "Did you mean “value”?" in written[1][0]


def test_what_needs_a_word_is_written_too_and_told_from_a_fault(look: Look) -> None:
    written = cells(copy_of(look(b"measure_id,quarter,value\nburglary,2019/20 Q1,-5\n")))
    assert written[1][0].startswith("To confirm: ")
    assert written[1][3] == "-5"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"measure_id,quarter,value\n",
        b'measure_id,quarter,value\nburglary,"2019/20 Q1,5\n',
        b"%PDF-1.7",
        b"PK\x03\x04 nothing",
        b"measure_id,quarter,value\nburglary,2019/20 Q1,5\n",
    ],
    ids=["empty", "no rows", "quotes", "pdf", "damaged workbook", "no fault"],
)
def test_where_there_is_no_table_or_no_fault_there_is_no_copy(look: Look, content: bytes) -> None:
    assert problem_file(look(content)) is None


@pytest.mark.parametrize("cell", ["=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(A1)", "\tx"])
def test_no_cell_of_a_csv_copy_runs_as_a_formula(look: Look, cell: str) -> None:
    out = io.StringIO()
    csv.writer(out).writerows([["measure_id", "quarter", "value", "note"], [cell, "2019/20 Q1", cell, cell]])
    written = cells(copy_of(look(out.getvalue().encode())))
    assert written[1][1:] == ["'" + cell, "2019/20 Q1", "'" + cell, "'" + cell]
    assert not written[1][0].startswith(("=", "+", "-", "@", "\t"))


def test_a_hostile_name_stays_a_plain_one(look: Look) -> None:
    name = '../../etc/"x"\r\n<b>=1.csv'
    assert copy_of(look(FAULTY.encode(), name)).name == "_x__b__1-problems.csv"


def sheet_of(copy: Copy) -> list[list[object]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(copy.make()))
    return book.get_sheet_by_name(book.sheet_names[0]).to_python(skip_empty_area=False)


BOOK = [
    ["Return for the quarter"],
    [],
    ["measure_id", "quarter", "value", "data_to", "note"],
    ["burglary", "2019/20 Q1", "12..5", date(2019, 6, 30), "=1+1 in a note"],
    ["thefts", "2019/20 Q1", -8.25, date(2019, 6, 30), None],
    ["burglry", "2019/20 Q2", 7],
]


def test_a_workbook_comes_back_as_one_with_every_cell_in_its_place(look: Look) -> None:
    def strings(_: object, sheets: list[object]) -> None:
        sheets[0].write_string(3, 4, "=1+1 in a note")  # type: ignore[attr-defined]

    content = a_workbook(BOOK, names=["Q1 2019"], change=strings)
    preview = look(content, "return.xlsx")
    copy = copy_of(preview)
    written = sheet_of(copy)
    assert copy.name == "return-problems.xlsx"
    assert written[0][0] == "Return for the quarter"
    assert written[2] == ["measure_id", "quarter", "value", "data_to", "note", "problem"]
    assert written[3][:5] == ["burglary", "2019/20 Q1", "12..5", date(2019, 6, 30), "'=1+1 in a note"]
    assert written[4] == ["thefts", "2019/20 Q1", -8.25, date(2019, 6, 30), "", written[4][5]]
    assert "C4" in str(written[3][5])
    assert "Did you mean “burglary”?" in str(written[5][5])
    assert stops(look(copy.make(), copy.name)) == stops(preview)


def test_a_mended_workbook_loads(look: Look) -> None:
    rows = [["measure_id", "quarter", "value"], ["burglary", "2019/20 Q1", "x"], ["thefts", "2019/20 Q1", 1234.5]]
    written = sheet_of(copy_of(look(a_workbook(rows), "q.xlsx")))
    written[1][2] = 12
    loads = look(a_workbook([[None if cell == "" else cell for cell in row] for row in written]), "q-problems.xlsx")
    assert not loads.refused
    assert loads.added == 2


def test_a_cell_whose_value_is_not_known_is_not_lost_unseen(look: Look) -> None:
    rows = [["measure_id", "quarter", "value"], ["burglary", "2019/20 Q1", "=1+1"], ["thefts", "2019/20 Q1", "=NA()"]]

    def formulas(_: object, sheets: list[object]) -> None:
        sheets[0].write_formula(1, 2, "=1+1", None, "")  # type: ignore[attr-defined]
        sheets[0].write_formula(2, 2, "=NA()", None, "#N/A")  # type: ignore[attr-defined]

    written = sheet_of(copy_of(look(a_workbook(rows, change=formulas), "q.xlsx")))
    assert [row[2] for row in written[1:]] == [NOT_CALCULATED, ERROR]


def test_a_percentage_stays_one_and_the_sheet_that_was_chosen_is_copied(look: Look) -> None:
    rows = [["measure_id", "quarter", "value"], ["burglary", "2019/20 Q1", None]]
    content = a_workbook(
        rows, [*rows[:1], ["nothing", "2019/20 Q1", 5]], names=["A", "B"], change=percentages(1, 2, 0.125)
    )
    copy = copy_of(look(content, "q.xlsx", sheet="A"))
    assert CalamineWorkbook.from_filelike(io.BytesIO(copy.make())).sheet_names == ["A"]
    again = look(copy.make(), "again.xlsx")
    assert "12.5" in " ".join(issue.message for issue in again.issues)
