"""A template: the rows still outstanding, harmless in a spreadsheet, and what comes back loads as it is."""

import csv
import io
import zipfile
from datetime import date
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from measures.ingest.checks import check_upload
from measures.ingest.formats.passed_over import OF_A_TEMPLATE
from measures.ingest.reading import Reading, read_upload
from measures.ingest.sheet_xml import column_letters
from measures.model.desk import DeskLine, Receipt
from measures.model.frames import values_frame
from measures.model.issue import Issue, Severity
from measures.model.measure import Kind, Measure
from measures.model.quarter import Quarter
from measures.services.definitions import load_plans
from measures.services.outstanding import quarter_desk
from measures.services.uploads import accept_upload, preview_upload
from measures.storage.store import Store
from measures.views.template import ABOUT, COLUMNS, figures_of, template_csv, template_rows
from measures.views.template_xlsx import HOW_TO, template_xlsx
from tests.builders import a_measure, a_plan
from tests.ingest.files import check
from tests.ingest.workbooks import with_cell

NOW, TODAY = Quarter.parse("2025/26 Q4"), date(2026, 4, 20)
KINDS = ("count", "rate", "ratio", "mean", "stock", "rolling", "as_is")
STARTS = ("=", "+", "-", "@", "\t", "\r")
FORMULA = '=HYPERLINK("http://x","y")'


@pytest.fixture
def office(store: Store) -> Store:
    measures = [a_measure(f"a-{kind}", kind=kind, title=f"={kind}+1", definition=FORMULA) for kind in KINDS]
    load_plans(store, [a_plan(*measures, a_measure("words", kind="narrative"), id="plan")], by="A. Officer")
    earlier = "measure_id,quarter,value,numerator,denominator,status\n" + "".join(
        f"a-{kind},2024/25 Q4,{',10,100' if Kind(kind).has_parts else '90,,'},{letter}\n"
        for kind, letter in zip(KINDS, ("", "p", "r", "", "e", "", "u"), strict=True)
    )
    accept_upload(store, preview_upload(store, "earlier.csv", earlier.encode()), by="A. Officer", confirm=True)
    return store


def outstanding(store: Store) -> tuple[DeskLine, ...]:
    return quarter_desk(store, "plan", NOW, today=TODAY).outstanding


def filled_in(content: bytes, row: int, **cells: float | str) -> bytes:
    """The workbook with cells of a row (from 2 on) filled in, as Excel saves them."""
    for name, value in cells.items():
        place = f"{column_letters(COLUMNS.index(name) + 1)}{row}"
        cell = f'<c r="{place}" t="inlineStr"><is><t>{value}</t></is></c>'
        content = with_cell(content, place, cell if isinstance(value, str) else f'<c r="{place}"><v>{value}</v></c>')
    return content


def codes(issues: tuple[Issue, ...]) -> set[tuple[str, str]]:
    return {(issue.severity.value, issue.code) for issue in issues}


def test_a_row_for_each_figure_outstanding_with_the_earlier_ones_beside_it(office: Store) -> None:
    rows = {row.measure.id: row for row in template_rows(outstanding(office), NOW)}
    assert list(rows) == [f"a-{kind}" for kind in KINDS]
    ratio = rows["a-ratio"]
    assert ratio.texts["last_year"] == ratio.texts["last_figure"] == "10.0% (10 of 100) in 2024/25 Q4, revised"
    assert rows["a-count"].texts["last_year"] == "90 in 2024/25 Q4"
    assert (ratio.texts["quarter"], ratio.texts["value"], ratio.texts["status"]) == ("2025/26 Q4", "", "")
    assert rows["a-rate"].figures == ("numerator", "denominator")


def test_what_is_filled_in_comes_off_the_next_template(office: Store) -> None:
    content = b"measure_id,quarter,value,status\na-count,2025/26 Q4,12,\na-stock,2025/26 Q4,,x\n"
    accept_upload(office, preview_upload(office, "some.csv", content), by="A. Officer", confirm=True)
    assert [line.measure.id for line in outstanding(office)] == ["a-rate", "a-ratio", "a-mean", "a-rolling", "a-as_is"]


def test_no_cell_of_the_csv_begins_like_a_formula_and_the_letters_are_explained(office: Store) -> None:
    table = list(csv.reader(io.StringIO(template_csv(template_rows(outstanding(office), NOW)).decode("utf-8-sig"))))
    assert tuple(table[0]) == COLUMNS
    assert not [cell for row in table for cell in row if cell.startswith(STARTS)]
    assert table[1][1] == "'=count+1"
    assert all(
        "x not available, c confidential, z not applicable" in row[COLUMNS.index("fill_in")] for row in table[1:]
    )


def test_a_filled_in_csv_loads_with_notes_only_and_the_rest_stays_outstanding(office: Store) -> None:
    table = list(csv.DictReader(io.StringIO(template_csv(template_rows(outstanding(office), NOW)).decode("utf-8-sig"))))
    table[0]["value"], table[1]["numerator"], table[1]["denominator"] = "95", "11", "100"
    table[2]["status"], table[2]["note"] = "c", "too few"
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS)
    writer.writeheader()
    writer.writerows(table)
    preview = preview_upload(office, "back.csv", out.getvalue().encode(), today=TODAY)
    assert codes(preview.issues) == {("note", "columns_passed_over"), ("note", "left_blank")}
    assert (preview.lines_read, preview.added, preview.stopped) == (3, 3, 0)
    accept_upload(office, preview, by="A. Officer")
    assert [line.measure.id for line in outstanding(office)] == ["a-mean", "a-stock", "a-rolling", "a-as_is"]


def test_a_filled_in_workbook_loads_with_notes_only_and_the_rest_stays_outstanding(office: Store) -> None:
    content = template_xlsx(template_rows(outstanding(office), NOW), NOW, TODAY)
    content = filled_in(content, 2, value=95, status="p")
    content = filled_in(content, 4, numerator=11, denominator=100.5, note="=1+1")
    content = filled_in(content, 6, status="x")
    preview = preview_upload(office, "back.xlsx", content, today=TODAY)
    assert codes(preview.issues) == {("note", "columns_passed_over"), ("note", "left_blank"), ("note", "sheet_chosen")}
    assert (preview.lines_read, preview.added, preview.stopped) == (3, 3, 0)
    assert preview.frame["note"].tolist() == ["", "=1+1", ""]
    accept_upload(office, preview, by="A. Officer")
    assert [line.measure.id for line in outstanding(office)] == ["a-rate", "a-mean", "a-rolling", "a-as_is"]


def test_every_title_of_the_workbook_is_a_text_and_none_a_formula_or_a_link(office: Store) -> None:
    content = template_xlsx(template_rows(outstanding(office), NOW), NOW, TODAY)
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        sheet = package.read("xl/worksheets/sheet1.xml")
        assert b"<f>" not in sheet
        assert b"hyperlink" not in sheet
    rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    assert [row[1] for row in rows[1:]] == [f"={kind}+1" for kind in KINDS]
    assert {row[3] for row in rows[1:]} == {FORMULA}


def a_template(measure: Measure, **cells: float | str) -> Reading:
    line = DeskLine(measure, Receipt.MISSING, "")
    content = filled_in(template_xlsx(template_rows([line], NOW), NOW, TODAY), 2, **cells)
    return read_upload(content, "t.xlsx", max_bytes=1_000_000, measures={measure.id: measure})


NS = {"x": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}


def rules(measure: Measure) -> dict[str, ElementTree.Element]:
    """The validation of each cell of a template's one row, by column."""
    content = template_xlsx(template_rows([DeskLine(measure, Receipt.MISSING, "")], NOW), NOW, TODAY)
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        sheet = ElementTree.fromstring(package.read("xl/worksheets/sheet1.xml"))
    letters = {column_letters(place + 1): name for place, name in enumerate(COLUMNS)}
    return {letters[rule.attrib["sqref"][:-1]]: rule for rule in sheet.iterfind(".//x:dataValidation", NS)}


@pytest.mark.parametrize("kind", KINDS)
def test_a_cell_refuses_what_loading_would_refuse_and_takes_what_it_takes(kind: str) -> None:
    measure = a_measure("m", kind=kind)
    for column in figures_of(measure.kind):
        rule = rules(measure)[column]
        low = float(rule.findtext("x:formula1", "", NS))
        high = float(rule.findtext("x:formula2", "inf", NS))
        for figure in (-1, 0, 100, 101):
            takes = low <= figure <= high
            pair = {"value": f"{figure},,", "numerator": f",{figure},200", "denominator": f",0,{figure}"}[column]
            header = "measure_id,quarter,value,numerator,denominator\n"
            stopped = [
                i.code for i in checked(measure, f"{header}m,2025/26 Q4,{pair}\n") if i.severity is Severity.STOP
            ]
            assert takes == (not stopped), (kind, column, figure, stopped)


def checked(measure: Measure, content: str) -> list[Issue]:
    reading = read_upload(content.encode(), "f.csv", max_bytes=10_000, measures={measure.id: measure})
    return check_upload(reading, {measure.id: measure}, values_frame([]), TODAY).issues


def test_the_status_is_chosen_from_the_seven_letters() -> None:
    rule = rules(a_measure("m"))["status"]
    assert (rule.attrib["type"], rule.findtext("x:formula1", "", NS)) == ("list", '"p,r,e,u,x,c,z"')


@pytest.mark.parametrize("kind", KINDS)
def test_only_the_cells_to_fill_in_are_open_and_there_is_no_password(kind: str) -> None:
    measure = a_measure("m", kind=kind)
    content = template_xlsx(template_rows([DeskLine(measure, Receipt.MISSING, "")], NOW), NOW, TODAY)
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        sheet = ElementTree.fromstring(package.read("xl/worksheets/sheet1.xml"))
        styles = ElementTree.fromstring(package.read("xl/styles.xml"))
    protection = sheet.find("x:sheetProtection", NS)
    assert protection is not None and protection.attrib["sheet"] == "1" and "password" not in protection.attrib
    pane = sheet.find(".//x:pane", NS)
    assert pane is not None and pane.attrib["ySplit"] == "1" and pane.attrib["state"] == "frozen"
    is_open = [
        (lock := form.find("x:protection", NS)) is not None and lock.attrib.get("locked") == "0"
        for form in styles.iterfind("x:cellXfs/x:xf", NS)
    ]
    cells = {cell.attrib["r"]: int(cell.attrib["s"]) for cell in sheet.iterfind(".//x:row[@r='2']/x:c", NS)}
    names = {COLUMNS[place] for place in range(len(COLUMNS)) if is_open[cells[f"{column_letters(place + 1)}2"]]}
    assert names == {*figures_of(measure.kind), "status", "note"}


def test_the_second_sheet_explains_and_is_never_taken_for_figures() -> None:
    reading = a_template(a_measure("m"), value=3)
    assert reading.frame["value_units"].tolist() == [3]
    assert reading.sheet == "Figures"
    content = template_xlsx(template_rows([], NOW), NOW, TODAY)
    rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_name(HOW_TO).to_python()
    told = {str(row[0]): str(row[1]) for row in rows if row[0]}
    assert told["x"] == "not available"
    assert told["e"] == "estimated"
    assert "2025/26 Q4, January to March 2026" in rows[0][0]


def test_the_same_rows_make_the_same_bytes() -> None:
    rows = template_rows([DeskLine(a_measure("m"), Receipt.MISSING, "")], NOW)
    assert template_xlsx(rows, NOW, TODAY) == template_xlsx(rows, NOW, TODAY)


def test_every_column_for_reading_only_is_one_that_reading_passes_over() -> None:
    assert set(OF_A_TEMPLATE) >= set(ABOUT) - {"measure_id"}


titles = st.text(st.characters(exclude_categories=("Cc", "Cs", "Cf", "Co", "Cn", "Zl", "Zp")), min_size=1, max_size=40)


@given(title=st.one_of(titles, titles.map("=".__add__), titles.map("@".__add__)), value=st.integers(-(10**14), 10**14))
def test_whatever_the_title_a_figure_comes_back_from_both_forms(title: str, value: int) -> None:
    measure = a_measure("m", title=title, definition=title)
    rows = template_rows([DeskLine(measure, Receipt.MISSING, "")], NOW)
    reading = a_template(measure, value=value)
    assert reading.frame["value_units"].tolist() == [value]
    text = template_csv(rows).decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(text))
    assert not [cell for cell in row.values() if cell.startswith(STARTS)]
    back = io.StringIO()
    writer = csv.DictWriter(back, COLUMNS)
    writer.writeheader()
    writer.writerow(row | {"value": str(value)})
    again = read_upload(back.getvalue().encode(), "t.csv", max_bytes=100_000, measures={"m": measure})
    for read in (reading, again):
        assert read.frame["value_units"].tolist() == [value]
        assert not [issue for issue in read.issues if issue.severity is not Severity.NOTE]


def test_a_wholly_blank_template_has_nothing_to_read_and_says_so() -> None:
    rows = template_rows([DeskLine(a_measure("burglary"), Receipt.MISSING, "")], NOW)
    assert {"nothing_to_read", "left_blank"} <= {issue.code for issue in check(template_csv(rows)).issues}
