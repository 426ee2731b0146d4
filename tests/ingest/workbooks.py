"""Small workbooks made for tests, as Excel saves them or as other programs do."""

import io
import re
import zipfile
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import xlsxwriter
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from measures.ingest.reading import Reading, read_upload
from tests.ingest.files import MAX_BYTES, MEASURES

ROWS = [
    ["measure_id", "quarter", "value"],
    ["burglary", "2019/20 Q1", 1234],
    ["robbery", "2019/20 Q1", 0],
]


def a_workbook(
    *sheets: Sequence[Sequence[object]],
    names: Sequence[str] = (),
    hidden: Sequence[str] = (),
    change: Callable[[Workbook, list[Worksheet]], Any] | None = None,
    calculated: bool = True,
) -> bytes:
    """A workbook of these sheets; `change` may add to it. `calculated`: as Excel itself would have saved it."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        made = []
        for number, rows in enumerate(sheets):
            sheet = book.add_worksheet(names[number] if names else None)
            for at, row in enumerate(rows):
                for column, cell in enumerate(row):
                    write(book, sheet, at, column, cell)
            if sheet.get_name() in hidden:
                sheet.hide()
            made.append(sheet)
        if change:
            change(book, made)
    return (
        rewritten(out.getvalue(), "xl/workbook.xml", lambda x: x.replace(b' fullCalcOnLoad="1"', b""))
        if calculated
        else out.getvalue()
    )


def write(book: Workbook, sheet: Worksheet, row: int, column: int, cell: object) -> None:
    if isinstance(cell, date):
        sheet.write_datetime(row, column, cell, book.add_format({"num_format": "dd/mm/yyyy"}))
    elif cell is not None:
        sheet.write(row, column, cell)


def percentages(
    row: int, column: int, *figures: float, form: str = "0.0%"
) -> Callable[[Workbook, list[Worksheet]], None]:
    def change(book: Workbook, sheets: list[Worksheet]) -> None:
        for number, figure in enumerate(figures):
            sheets[0].write_number(row + number, column, figure, book.add_format({"num_format": form}))

    return change


def rewritten(content: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    """The same package with one part changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(old.read(name)) if name == part else old.read(name))
    return out.getvalue()


SHEET = "xl/worksheets/sheet1.xml"


def with_cell(content: bytes, reference: str, cell: str) -> bytes:
    """The first sheet with the XML of one cell put in its place."""
    pattern = re.compile(rf'<c r="{reference}"[^>]*?(?:/>|>.*?</c>)'.encode())
    assert pattern.search(zipfile.ZipFile(io.BytesIO(content)).read(SHEET))
    return rewritten(content, SHEET, lambda xml: pattern.sub(cell.encode(), xml))


def read_book(content: bytes, **given: Any) -> Reading:
    return read_upload(content, "figures.xlsx", **{"max_bytes": MAX_BYTES, "measures": MEASURES} | given)
