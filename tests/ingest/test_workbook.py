import io
import zipfile
from datetime import date, datetime, time
from decimal import Decimal

import pytest

from measures.model.issue import Severity
from tests.ingest.files import places, read, rows
from tests.ingest.test_reading import EXPECTED, figures
from tests.ingest.workbooks import ROWS, a_workbook, percentages, read_book, with_cell

HEADER = ["measure_id", "quarter", "value", "status"]


def codes(reading, severity=Severity.STOP):
    return [issue.code for issue in reading.issues if issue.severity is severity]


def notes(reading):
    return codes(reading, Severity.NOTE)


def of_parts(parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name, text in parts.items():
            made.writestr(name, text)
    return out.getvalue()


@pytest.mark.parametrize(
    "sheet",
    [
        pytest.param(ROWS, id="plain"),
        pytest.param([[" Measure ID ", "QUARTER", "Value"], *ROWS[1:]], id="headings"),
        pytest.param([*ROWS[:1], ["burglary", date(2019, 6, 30), 1234.0], ROWS[2]], id="dates by type"),
        pytest.param([["measure_id", "2019/20 Q1"], ["burglary", 1234], ["robbery", 0]], id="wide"),
        pytest.param([["measure_id", date(2019, 6, 30)], ["burglary", 1234], ["robbery", 0]], id="wide, by dates"),
        pytest.param(
            [
                ["measure_id", "financial_year", "quarter", "value"],
                ["burglary", "2019/20", 1, 1234],
                ["robbery", "2019/20", "Q1", 0],
            ],
            id="year and quarter apart",
        ),
        pytest.param([["burglary figures"], [], [], *ROWS], id="a title and blank rows above"),
        pytest.param([[None, None, *row] for row in [[], *ROWS]], id="not in the corner"),
        pytest.param([*ROWS, [], ["Total", None, 1234], ["Grand total:", None, 1234]], id="totals below"),
        pytest.param([*ROWS, [None, " "], []], id="blank rows below"),
    ],
)
def test_the_same_figures_are_read_from_a_workbook_in_every_dress(sheet):
    reading = read_book(a_workbook(sheet))
    assert figures(reading) == EXPECTED
    assert not places(reading.issues)


def test_a_workbook_reads_as_the_same_table_in_csv_does():
    table = [
        ["measure_id", "quarter", "value", "numerator", "denominator", "basis", "status", "data_to", "area", "note"],
        ["solved", "2019/20 Q2", None, 12.5, 100, "ytd", "p", date(2019, 9, 30), "Kent", "first"],
        ["burglary", "2019/20 Q2", None, None, None, None, "x", None, None, 'a, "b"\nc'],
        ["robbery", "2019/20 Q2", "1,005", None, None, None, None, None, None, None],
    ]
    lines = ["solved,2019/20 Q2,,12.5,100,ytd,p,2019-09-30,Kent,first"]
    lines += ['burglary,2019/20 Q2,,,,,x,,,"a, ""b""\nc"', 'robbery,2019/20 Q2,"1,005",,,,,,,']
    book, text = read_book(a_workbook(table)), read(rows(",".join(map(str, table[0])), *lines))
    assert book.frame.drop(columns="line").equals(text.frame.drop(columns="line"))
    assert book.frame["line"].tolist() == [2, 3, 4]
    assert notes(book) == notes(text) == ["thousands_comma"]


def test_a_fault_names_its_cell():
    reading = read_book(a_workbook([["A title"], [], [None, *HEADER], [None, "burglary", "2019/20 Q1", "n/a"]]))
    assert places(reading.issues) == [("not_a_number", 4, "value", "n/a")]
    assert reading.issues[0].message == "Cell D4: “n/a” is not a number."
    wide = read_book(a_workbook([["measure_id", "2019/20 Q1"], ["burglary", "n/a"]]))
    assert wide.issues[0].message.startswith("Cell B2: ")


def test_what_is_left_out_is_told():
    reading = read_book(
        a_workbook([["Return for the quarter"], [], *ROWS, [], ["robbery", "2019/20 Q2", 5], ["Total", None, 6]])
    )
    told = {issue.code: (issue.line, issue.message) for issue in reading.issues}
    assert set(told) == {"lines_above_header", "blank_lines", "total_row"}
    assert told["lines_above_header"][0] == 3 and "Return for the quarter" in told["lines_above_header"][1]
    assert told["blank_lines"][0] == 6
    assert told["total_row"][0] == 8


def test_a_measure_that_is_called_total_is_no_total():
    from tests.ingest.files import MEASURES, a_measure

    measures = MEASURES | {"total": a_measure("total", "count")}
    reading = read_book(a_workbook([*ROWS, ["total", "2019/20 Q1", 5]]), measures=measures)
    assert len(reading.frame) == 3 and not reading.issues


def test_without_a_name_the_only_sheet_with_a_header_is_read():
    book = a_workbook([["Notes"], ["Ask Ann"]], ROWS, names=["Read me", "Data"])
    reading = read_book(book)
    assert figures(reading) == EXPECTED
    assert [issue.message for issue in reading.issues] == ["The sheet “Data” was read; not read: “Read me”."]


def test_two_sheets_of_figures_need_a_choice():
    other = [ROWS[0], ["robbery", "2019/20 Q2", 7]]
    book = a_workbook(ROWS, other, names=["Q1", "Q2"])
    assert codes(read_book(book)) == ["which_sheet"]
    assert "“Q1” and “Q2”" in read_book(book).issues[0].message
    assert figures(read_book(book, sheet="Q2")) == [("robbery", "2019/20 Q2", 7)]
    unknown = read_book(book, sheet="Q 3")
    assert codes(unknown) == ["unknown_sheet"] and "“Q1” and “Q2”" in unknown.issues[0].remedy


def test_a_hidden_sheet_is_named_and_read_only_when_asked_for():
    book = a_workbook([["Notes"]], ROWS, names=["Front", "Data"], hidden=["Data"])
    refused = read_book(book)
    assert codes(refused) == ["no_header"]
    assert "Hidden and not read: “Data”" in refused.issues[0].remedy
    asked = read_book(book, sheet="Data")
    assert figures(asked) == EXPECTED
    assert "which is hidden" in asked.issues[0].message
    beside = read_book(a_workbook(ROWS, ROWS, names=["Data", "Old"], hidden=["Old"]))
    assert figures(beside) == EXPECTED
    assert "“Old” (hidden)" in beside.issues[0].message


def test_hidden_rows_and_columns_are_told():
    def hide(book, sheets):
        sheets[0].set_row(1, None, None, {"hidden": True})
        sheets[0].set_column(2, 2, None, None, {"hidden": True})

    reading = read_book(a_workbook(ROWS, change=hide))
    assert figures(reading) == EXPECTED
    assert notes(reading) == ["hidden_cells"]
    assert "line 2" in reading.issues[0].message and "(C)" in reading.issues[0].message


def test_merged_cells_of_the_table_are_refused_those_of_a_title_are_not():
    titled = a_workbook([["x"], *ROWS], change=lambda book, sheets: sheets[0].merge_range("A1:C1", "A title"))
    assert figures(read_book(titled)) == EXPECTED
    header = a_workbook([["x"], *ROWS], change=lambda book, sheets: sheets[0].merge_range("B2:C2", "quarter"))
    body = a_workbook(ROWS, change=lambda book, sheets: sheets[0].merge_range("A2:A3", "burglary"))
    for book, cells in ((header, "B2:C2"), (body, "A2:A3")):
        reading = read_book(book)
        assert ("merged_cells", cells) in [(issue.code, issue.read) for issue in reading.issues]


def test_a_formula_is_read_as_it_was_calculated():
    book = a_workbook(ROWS, change=lambda book, sheets: sheets[0].write_formula("C2", "=1000+234", None, 1234))
    assert figures(read_book(book)) == EXPECTED


@pytest.mark.parametrize(
    "cell",
    [
        '<c r="C2"><f>1+1</f></c>',
        '<c r="C2"><f>1+1</f><v></v></c>',
        '<c r="C2"><f>1+1</f><v/></c>',
        '<c r="C2" s="0"><f t="shared" si="0"/></c>',
    ],
)
def test_a_formula_that_was_never_calculated_is_told_by_its_cell(cell):
    reading = read_book(with_cell(a_workbook(ROWS), "C2", cell))
    assert [(issue.code, issue.line, issue.read) for issue in reading.issues] == [("formula_not_calculated", 2, "C2")]
    assert reading.stopped_rows == {0}


def test_a_formula_in_a_file_that_asks_to_be_calculated_has_no_known_result():
    book = a_workbook(ROWS, change=lambda book, sheets: sheets[0].write_formula("C2", "=1+1"), calculated=False)
    assert codes(read_book(book)) == ["formula_not_calculated"]


def test_a_formula_with_an_empty_text_is_a_blank_and_one_of_a_total_does_not_matter():
    blank = with_cell(a_workbook([[*ROWS[0], "note"], [*ROWS[1], "x"]]), "D2", '<c r="D2" t="str"><f>A1</f><v></v></c>')
    assert not read_book(blank).issues
    total = a_workbook([*ROWS, ["Total", None, 1]])
    assert figures(read_book(with_cell(total, "C4", '<c r="C4"><f>SUM(C2:C3)</f></c>'))) == EXPECTED


def test_an_error_of_the_spreadsheet_is_told_by_its_cell():
    reading = read_book(with_cell(a_workbook(ROWS), "C3", '<c r="C3" t="e"><f>1/0</f><v>#DIV/0!</v></c>'))
    assert [(issue.code, issue.line, issue.read) for issue in reading.issues] == [("error_cell", 3, "C3")]


@pytest.mark.parametrize(
    ("stored", "read_as"),
    [
        ("1234.0", Decimal(1234)),
        ("0.30000000000000004", Decimal("0.3")),
        ("1E3", Decimal(1000)),
        ("1.5E-3", Decimal("0.0015")),
        ("12.5", Decimal("12.5")),
        ("100000000000000", Decimal(10**14)),
    ],
)
def test_a_number_is_read_as_excel_shows_it(stored, read_as):
    reading = read_book(with_cell(a_workbook(ROWS), "C2", f'<c r="C2"><v>{stored}</v></c>'))
    assert figures(reading)[0][2] == read_as
    assert notes(reading) == (["fifteen_digits"] if stored.endswith("4") else [])


def test_a_figure_with_more_decimals_than_are_kept_is_refused():
    reading = read_book(with_cell(a_workbook(ROWS), "C2", '<c r="C2"><v>0.3333333333333333</v></c>'))
    assert places(reading.issues) == [("figure_too_long", 2, "value", "0.333333333333333")]


@pytest.mark.parametrize(("cell", "text"), [(True, "TRUE"), (date(2019, 6, 30), "2019-06-30")])
def test_truth_values_and_days_are_no_figures(cell, text):
    reading = read_book(a_workbook([ROWS[0], ["burglary", "2019/20 Q1", cell]]))
    assert places(reading.issues) == [("not_a_number", 2, "value", text)]


def test_a_day_that_ends_no_quarter_is_refused_and_so_is_one_with_a_time():
    for day in (date(2019, 6, 29), datetime.combine(date(2019, 6, 30), time(5))):
        reading = read_book(a_workbook([ROWS[0], ["burglary", day, 5]]))
        assert codes(reading) == ["unreadable_quarter"]


def test_days_of_the_other_calendar_of_excel_are_read_right():
    import xlsxwriter

    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"date_1904": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ROWS[0])
        sheet.write_row(1, 0, ["burglary"])
        sheet.write_datetime(1, 1, date(2019, 6, 30), book.add_format({"num_format": "d mmm yyyy"}))
        sheet.write(1, 2, 1234)
    assert figures(read_book(out.getvalue())) == EXPECTED[:1]


@pytest.mark.parametrize("form", ["0.0%", "0%", "0.00%;[Red]-0.00%"])
def test_a_cell_that_shows_a_percentage_is_read_as_shown_on_a_persons_word(form):
    book = a_workbook(
        [ROWS[0], ["solved", "2019/20 Q1"], ["solved", "2019/20 Q2"]], change=percentages(1, 2, 0.125, 0.07, form=form)
    )
    reading = read_book(book)
    assert figures(reading) == [("solved", "2019/20 Q1", Decimal("12.5")), ("solved", "2019/20 Q2", Decimal(7))]
    finding = next(issue for issue in reading.issues if issue.severity is Severity.CONFIRM)
    assert (finding.code, finding.line, finding.read) == ("percent_cell", 2, "12.5%")
    assert "C2 and C3" in finding.message and "0.125" in finding.message


def test_a_percentage_of_a_measure_that_is_none_is_refused():
    book = a_workbook([ROWS[0], ["burglary", "2019/20 Q1"]], change=percentages(1, 2, 0.125))
    assert "percent_sign" in codes(read_book(book))


def test_a_per_cent_sign_in_quotes_or_brackets_is_no_percentage():
    book = a_workbook([ROWS[0], ["solved", "2019/20 Q1"]], change=percentages(1, 2, 12.5, form='0.0"%"'))
    assert figures(read_book(book)) == [("solved", "2019/20 Q1", Decimal("12.5"))]


def test_text_that_cannot_be_seen_is_refused_by_its_cell():
    reading = read_book(a_workbook([[*ROWS[0], "note"], [*ROWS[1], "a\u202eb"]]))
    assert codes(reading) == ["control_character"]
    assert "D2" in reading.issues[0].message
