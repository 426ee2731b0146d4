import io
import zipfile

import pytest

from measures.ingest import package, sheet_xml
from measures.ingest.sheet_xml import column_letters, column_number
from measures.model.issue import Severity
from tests.ingest.files import places, read
from tests.ingest.test_reading import EXAMPLES, EXPECTED, figures
from tests.ingest.workbooks import ROWS, SHEET, a_workbook, read_book, rewritten, with_cell

HEADER = ["measure_id", "quarter", "value", "status"]
ENCRYPTED = package.OLE + b"\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le") + bytes(100)


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
    ("content", "code", "says"),
    [
        (package.OLE + bytes(600), "other_file", ".xls"),
        (ENCRYPTED, "encrypted_workbook", "password"),
        (
            of_parts({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<a/>"}),
            "other_file",
            ".ods",
        ),
        (of_parts({"xl/workbook.xml": "<a/>", "xl/vbaProject.bin": "x"}), "other_file", "macros"),
        (of_parts({"xl/workbook.bin": "x"}), "other_file", ".xlsb"),
        (of_parts({"word/document.xml": "x"}), "other_file", "Word"),
        (of_parts({"figures.csv": "x"}), "other_file", "zip"),
        (b"PK\x03\x04rest", "corrupt_workbook", "damaged"),
        (of_parts({"xl/workbook.xml": "<a"}), "corrupt_workbook", "damaged"),
        (of_parts({"xl/workbook.xml": "<a/>"}), "corrupt_workbook", "damaged"),
        (a_workbook(ROWS)[:-300], "corrupt_workbook", "damaged"),
        (a_workbook([]), "no_header", "names the columns"),
        (a_workbook(ROWS, hidden=["Sheet1"], change=lambda b, s: b.add_chartsheet().activate()), "no_header", "hidden"),
        (a_workbook([["burglary", "2019/20 Q1", 5]]), "no_header", "names the columns"),
        (a_workbook(ROWS[:1]), "nothing_to_read", "no figures"),
    ],
)
def test_a_file_that_is_no_readable_workbook_says_what_it_is(content, code, says):
    reading = read_book(content)
    assert codes(reading) == [code]
    assert says in reading.issues[0].message + reading.issues[0].remedy
    assert reading.frame.empty


def test_what_is_no_xlsx_is_known_by_its_content_whatever_its_name():
    assert figures(read(a_workbook(ROWS))) == EXPECTED


BILLION = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bbbb">]>'


@pytest.mark.parametrize(
    ("content", "code"),
    [
        pytest.param(
            with_cell(a_workbook(ROWS), "C3", '<c r="XFD1048576"><v>1</v></c>'), "workbook_too_large", id="corners"
        ),
        pytest.param(
            with_cell(a_workbook(ROWS), "C3", "<c r='XFD1048576' ><v>1</v></c>"), "workbook_too_large", id="quotes"
        ),
        pytest.param(
            with_cell(a_workbook(ROWS), "C3", '<c a=">" r="XFD1048576"><v>1</v></c>'),
            "workbook_too_large",
            id="bracket",
        ),
        pytest.param(with_cell(a_workbook(ROWS), "C3", "<c><v>1</v></c>"), "corrupt_workbook", id="nowhere"),
        pytest.param(
            with_cell(a_workbook(ROWS), "C3", '<c r="&#88;FD1"><v>1</v></c>'), "corrupt_workbook", id="entity"
        ),
        pytest.param(rewritten(a_workbook(ROWS), SHEET, lambda xml: BILLION + xml), "corrupt_workbook", id="entities"),
        pytest.param(
            rewritten(a_workbook(ROWS), SHEET, lambda xml: xml.decode().encode("utf-16")),
            "corrupt_workbook",
            id="utf-16",
        ),
        pytest.param(b"PK\x03\x04" + b"PK\x01\x02" * 6000, "workbook_too_large", id="entries"),
    ],
)
def test_a_bomb_is_refused_before_it_unfolds(content, code):
    assert codes(read_book(content)) == [code]


def test_zeros_that_unfold_to_300_megabytes_are_refused_before_they_do():
    content = rewritten(a_workbook(ROWS), SHEET, lambda xml: xml + b" " * 300_000_000)
    assert codes(read_book(content)) == ["workbook_too_large"]


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        (SHEET, b"</row>", b"</rox>"),
        (SHEET, b"</worksheet>", b""),
        (SHEET, b"<?xml", b"<?<xml"),
        (SHEET, b'<c r="C2"', b'<x:c r="C2"'),
        (SHEET, b'<c r="C2"', b'<c s="1s" r="C2"'),
        ("xl/sharedStrings.xml", b"</si>", b"</sj>"),
    ],
)
def test_xml_that_is_not_well_formed_is_damage_whatever_can_be_made_of_it(part, old, new):
    content = rewritten(a_workbook(ROWS), part, lambda xml: xml.replace(old, new, 1))
    assert content != rewritten(a_workbook(ROWS), part, lambda xml: xml)
    assert codes(read_book(content)) == ["corrupt_workbook"]


@pytest.mark.parametrize("cell", ["2019/20 Q_x0000_", "2019/20_x001b_ Q1", "2019/20 Q\u202e1"])
def test_no_message_holds_what_cannot_be_seen(cell):
    in_body, in_header = [ROWS[0], ["burglary", cell, 5]], [["measure_id", "2019/20 Q1", cell], ["burglary", 5, 6]]
    apart = [["measure_id", "financial_year", "quarter", "value"], ["burglary", "2019/20", cell, 5]]
    for sheet in (in_body, in_header, apart):
        issues = read_book(a_workbook(sheet)).issues
        assert issues and all(
            text.isprintable() for one in issues for text in (one.message, one.remedy, one.read or "")
        )


def test_two_sheets_of_one_name_are_damage():
    book = a_workbook(ROWS, [ROWS[0], ["robbery", "2019/20 Q2", 7]], names=["One", "Two"], hidden=["Two"])
    assert codes(read_book(rewritten(book, "xl/workbook.xml", lambda xml: xml.replace(b"Two", b"One")))) == [
        "corrupt_workbook"
    ]


@pytest.mark.parametrize("hidden", [[], ["Notes"]])
def test_a_sheet_whose_cells_are_not_there_is_damage_though_another_has_the_figures(hidden):
    book = a_workbook(ROWS, [["A note"]], names=["Figures", "Notes"], hidden=hidden)
    assert codes(read_book(book)) == []
    with zipfile.ZipFile(io.BytesIO(book)) as whole:
        parts = {name: whole.read(name) for name in whole.namelist() if name != "xl/worksheets/sheet2.xml"}
    assert codes(read_book(of_parts(parts))) == ["corrupt_workbook"]


def test_a_package_that_lies_about_its_sizes_is_damaged():
    book = bytearray(a_workbook([ROWS[0], *[["burglary", "2019/20 Q1", n] for n in range(500)]]))
    at = book.rindex(b"PK\x01\x02", 0, book.index(b"xl/worksheets/sheet1.xml", book.index(b"PK\x01\x02")))
    book[at + 24 : at + 28] = (100).to_bytes(4, "little")
    assert codes(read_book(bytes(book))) == ["corrupt_workbook"]


def test_a_cell_of_another_namespace_prefix_is_read_and_looked_at():
    def prefixed(xml):
        for tag in (b"worksheet", b"sheetData", b"row", b"c", b"v"):
            xml = xml.replace(b"<" + tag + b" ", b"<x:" + tag + b" ").replace(b"<" + tag + b">", b"<x:" + tag + b">")
            xml = xml.replace(b"</" + tag + b">", b"</x:" + tag + b">")
        return xml.replace(b"xmlns=", b"xmlns:x=")

    marks = sheet_xml.sheet_marks(
        b'<x:row r="1"><x:c r="B7" t="e"><x:v>#REF!</x:v></x:c></x:row>', frozenset(), stale=False
    )
    assert marks.errors == {(7, 2)} and marks.last == (7, 2)
    assert figures(read_book(rewritten(a_workbook(ROWS), SHEET, prefixed))) == EXPECTED


def test_columns_are_lettered_as_excel_does():
    assert [column_letters(n) for n in (1, 26, 27, 702, 703, 16384)] == ["A", "Z", "AA", "ZZ", "AAA", "XFD"]
    assert all(column_number(column_letters(n)) == n for n in range(1, 1000))


def test_the_example_workbook_is_the_example_in_csv(sample_measures):
    book, text = (
        read_book((EXAMPLES / name).read_bytes(), measures=sample_measures) for name in ("long.xlsx", "long.csv")
    )
    assert book.frame.drop(columns="line").equals(text.frame.drop(columns="line"))
    assert set(notes(book)) == {"lines_above_header", "sheet_chosen"}
    assert not places(book.issues)
