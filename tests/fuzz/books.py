"""Workbooks from tables, in the dresses that people give them; damaged ones; and bombs."""

import io
import random
import re
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from functools import cache
from typing import Any

import xlsxwriter

from tests.fuzz.seeds import Formula, Grid, Percent

SHEET = "xl/worksheets/sheet1.xml"
PARTS = (SHEET, SHEET, SHEET, "xl/workbook.xml", "xl/sharedStrings.xml", "xl/styles.xml", "xl/_rels/workbook.xml.rels")
BITS = (b"", b"<", b">", b'"', b"9", b"<c ", b"</row>", b"\xff", b"&", b"/", b'r="A1" ', b't="s" ', b"<!-- -->", b"x:")
FORMS = ("0.0%", "0%", "0.00%;[Red]-0.00%", "0%")
DATES = ("dd/mm/yyyy", "d mmm yyyy", "yyyy-mm-dd", "mm/dd/yy")
MOST_TEXT = 32_767  # what a cell can hold; xlsxwriter leaves out what is longer


def workbook(grid: Grid, rng: random.Random, steps: list[str]) -> bytes:
    """The table as the first sheet, or the second."""
    dress = [name for name in DRESSES if rng.random() < 0.12]
    steps.extend(dress)
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "date_1904": "in_1904" in dress}) as book:
        book.set_properties({"created": datetime(2026, 1, 1)})  # noqa: DTZ001
        if "notes_first" in dress:
            book.add_worksheet("Notes").write_string(0, 0, "Ask Ann")
        sheet = book.add_worksheet("Figures")
        down, right = (2, 1) if "not_in_the_corner" in dress else (0, 0)
        for number, row in enumerate(grid):
            for place, cell in enumerate(row):
                _write(book, sheet, number + down, place + right, cell, rng)
        _dress(book, sheet, grid, dress, rng)
    content = out.getvalue()
    if "asks_to_be_calculated" not in dress:
        content = rewritten(content, "xl/workbook.xml", lambda xml: xml.replace(b' fullCalcOnLoad="1"', b""))
    return content


DRESSES = ("in_1904", "notes_first", "not_in_the_corner", "hidden_sheet", "second_table", "merged", "hidden_row")
DRESSES += ("asks_to_be_calculated", "rich_text", "far_cell", "link")


def _dress(book: Any, sheet: Any, grid: Grid, dress: list[str], rng: random.Random) -> None:
    if "hidden_sheet" in dress:
        hidden = book.add_worksheet("Hidden")
        hidden.write_row(0, 0, ["measure_id", "quarter", "value"])
        hidden.write_row(1, 0, ["arson", "2025/26 Q1", 999_999])
        hidden.hide()
    if "second_table" in dress:
        book.add_worksheet("Other").write_row(0, 0, ["measure_id", "2025/26 Q1"])
    if "merged" in dress:
        row, column = rng.randrange(len(grid) + 2), rng.randrange(4)
        sheet.merge_range(row, column, row + rng.randrange(2), column + 1, "merged")
    if "hidden_row" in dress:
        sheet.set_row(rng.randrange(len(grid)), None, None, {"hidden": True})
    if "rich_text" in dress:
        sheet.write_rich_string(
            rng.randrange(1, 5), rng.randrange(4), "2025/26", book.add_format({"bold": True}), " Q2"
        )
    if "far_cell" in dress:
        sheet.write_string(rng.choice([60, 900]), rng.choice([0, 30]), rng.choice([" ", "signed: Ann"]))
    if "link" in dress:
        sheet.write_url(rng.randrange(1, 5), 0, "https://example.org/a", string="arson")


def _write(book: Any, sheet: Any, row: int, column: int, cell: object, rng: random.Random) -> None:
    if isinstance(cell, bool):
        sheet.write_boolean(row, column, cell)
    elif isinstance(cell, date):
        sheet.write_datetime(row, column, cell, book.add_format({"num_format": rng.choice(DATES)}))
    elif isinstance(cell, Percent):
        sheet.write_number(row, column, cell.number, book.add_format({"num_format": rng.choice(FORMS)}))
    elif isinstance(cell, Formula):
        sheet.write_formula(row, column, cell.text, None, "" if cell.result is None else cell.result)
    elif isinstance(cell, (int, float)):
        sheet.write_number(row, column, cell)
    elif cell is not None:
        sheet.write_string(row, column, str(cell)[:MOST_TEXT])


def rewritten(content: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    """The same package with one part changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            read = old.read(entry)
            made = zipfile.ZipInfo(entry.filename)  # with no moment in it: the same bytes at every run
            new.writestr(made, change(read) if entry.filename == part else read, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def damaged(content: bytes, rng: random.Random, steps: list[str]) -> bytes:
    """One part of the package with its XML meddled with."""
    part = rng.choice(PARTS)
    steps.append(f"damage {part}")

    def change(xml: bytes) -> bytes:
        text = bytearray(xml)
        for _ in range(rng.randint(1, 2)):
            how, at = rng.randrange(5), rng.randrange(len(text) + 1)
            if how < 2:
                text[at : at + rng.randint(0, 5)] = rng.choice(BITS)
            elif how == 2:
                text[at:at] = text[(start := rng.randrange(len(text))) : start + rng.randint(1, 80)]
            elif tags := list(re.finditer(rb"<[^<>]*>", bytes(text))):
                tag = rng.choice(tags)
                text[tag.start() : tag.end()] = b"" if how == 3 else tag[0] * 2
        return bytes(text)

    return rewritten(content, part, change)


# ---- bombs


def bomb(rng: random.Random, steps: list[str]) -> bytes:
    name = rng.choice(sorted(BOMBS))
    steps.append(name)
    return BOMBS[name]()


def _plain() -> bytes:
    grid: Grid = [["measure_id", "quarter", "value"], ["arson", "2025/26 Q2", 159]]
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        book.set_properties({"created": datetime(2026, 1, 1)})  # noqa: DTZ001
        sheet = book.add_worksheet()
        for number, row in enumerate(grid):
            sheet.write_row(number, 0, row)
    return rewritten(out.getvalue(), "xl/workbook.xml", lambda xml: xml.replace(b' fullCalcOnLoad="1"', b""))


@cache
def _zeros() -> bytes:
    return rewritten(_plain(), SHEET, lambda xml: xml + b" " * 150_000_000)


@cache
def _many_parts() -> bytes:
    out = io.BytesIO(_plain())
    with zipfile.ZipFile(out, "a") as book:
        for number in range(6000):
            book.writestr(zipfile.ZipInfo(f"xl/media/{number}"), b"")
    return out.getvalue()


@cache
def _nested() -> bytes:
    content = _plain()
    for number in range(5):
        out = io.BytesIO(_plain())
        with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as book:
            book.writestr(zipfile.ZipInfo(f"xl/embeddings/{number}.xlsx"), content)
        content = out.getvalue()
    return content


def _far_corner() -> bytes:
    cell = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    return rewritten(_plain(), SHEET, lambda xml: xml.replace(b"</sheetData>", cell))


def _entities(entity: bytes) -> bytes:
    doctype = b"<!DOCTYPE worksheet [" + entity + b"]>"
    return rewritten(
        _plain(),
        SHEET,
        lambda xml: xml.replace(b"?>", b"?>" + doctype, 1).replace(b"<v>159</v>", b"<v>&z;</v>"),
    )


def _laughs() -> bytes:
    rungs = b"".join(b'<!ENTITY %c "%s">' % (97 + n, b"&%c;" % (96 + n) * 10) for n in range(1, 25))
    return _entities(b'<!ENTITY a "1234567890">' + rungs + b'<!ENTITY z "&y;">')


def _outside() -> bytes:
    return _entities(b'<!ENTITY z SYSTEM "file:///etc/hostname">')


def _false_dimension() -> bytes:
    return rewritten(_plain(), SHEET, lambda xml: xml.replace(b'ref="A1:C2"', b'ref="A1:XFD1048576"'))


@cache
def _long_strings() -> bytes:
    texts = b"<si><t>" + b"a" * 30_000_000 + b"</t></si></sst>"
    return rewritten(_plain(), "xl/sharedStrings.xml", lambda xml: xml.replace(b"</sst>", texts))


BOMBS: dict[str, Callable[[], bytes]] = {
    "zeros": _zeros,
    "many parts": _many_parts,
    "nested": _nested,
    "far corner": _far_corner,
    "a billion laughs": _laughs,
    "a file from outside": _outside,
    "false dimension": _false_dimension,
    "long strings": _long_strings,
}
