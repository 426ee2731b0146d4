"""The table of a workbook's sheet, by the second reader: `zipfile` and `xml.etree`, nothing that reads workbooks."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Context, Decimal, InvalidOperation
from xml.etree import ElementTree

from tests.fuzz.figures import Refused, heading
from tests.fuzz.text import is_header, refuse_invisible

#: Number formats that every workbook has without saying so: days, and percentages.
DAYS, PERCENTAGES = {14, 15, 16, 17, 22}, {9, 10}
TOTALS = {"total", "totals", "grand total", "sub-total", "subtotal", "sub total", "sum", "overall total"}
FIFTEEN = Context(prec=15)
#: What a workbook may link to as a sheet; one with a table of cells is the first.
SHEETS = ("worksheet", "chartsheet", "dialogsheet", "xlMacrosheet")
DAMAGED = (
    zipfile.BadZipFile, zlib.error, LookupError, ValueError, OverflowError, EOFError, NotImplementedError, OSError
)  # fmt: skip


@dataclass
class Sheet:
    """The cells of a sheet as texts, by row and column from 1; `faults` says of a cell why it cannot be read."""

    cells: dict[tuple[int, int], str] = field(default_factory=dict)
    faults: dict[tuple[int, int], str] = field(default_factory=dict)
    merged: list[tuple[int, int]] = field(default_factory=list)

    def row(self, number: int, width: int) -> list[str]:
        return [self.cells.get((number, column), "") for column in range(1, width + 1)]


def tables_of(content: bytes, measures: frozenset[str]) -> list[list[str]]:
    """The rows of the only visible sheet that has a header."""
    try:
        book = _Book(content)
        found = [table for sheet in book.visible() if (table := _table(sheet, measures))]
    except DAMAGED as error:
        raise Refused(f"damaged: {error}") from error
    except ElementTree.ParseError as error:
        raise Refused(f"damaged XML: {error}") from error
    if len(found) != 1:
        raise Refused(f"{len(found)} sheets have a header")
    return found[0]()


def _table(sheet: Sheet, measures: frozenset[str]):
    """A way to read the sheet's table, or None for a sheet without a header."""
    height = max((row for row, _ in sheet.cells), default=0)
    width = max((column for _, column in sheet.cells), default=0)
    if height * width > 3_000_000:
        raise Refused("a sheet of too many cells")
    top = min((row for (row, _), text in sheet.cells.items() if text.strip()), default=0)
    start = next((row for row in range(top, top + 31) if is_header(sheet.row(row, width))), None)
    if start is None:
        return None

    def read() -> list[list[str]]:
        header = sheet.row(start, width)
        kept, read_rows = [header], [start]
        for number in range(start + 1, height + 1):
            row = sheet.row(number, width)
            if not any(cell.strip() for cell in row) and not _in_row(sheet.faults, number):
                continue
            name = row[_label(header)].strip() or next((cell.strip() for cell in row if cell.strip()), "")
            if name.rstrip(":").strip().casefold() in TOTALS and name not in measures:
                continue
            if _in_row(sheet.faults, number):
                raise Refused(f"row {number}: {_in_row(sheet.faults, number)}")
            kept.append(row)
            read_rows.append(number)
        if any(top <= number <= bottom for top, bottom in sheet.merged for number in read_rows):
            raise Refused("merged cells")
        for row in kept:
            refuse_invisible("".join(row))
        return kept

    return read


def _label(header: list[str]) -> int:
    return next((place for place, cell in enumerate(header) if heading(cell) == "measure_id"), 0)


def _in_row(faults: dict[tuple[int, int], str], number: int) -> str:
    return next((said for (row, _), said in faults.items() if row == number), "")


class _Book:
    def __init__(self, content: bytes) -> None:
        self.package = zipfile.ZipFile(io.BytesIO(content))
        unfolded = sum(entry.file_size for entry in self.package.infolist())
        if unfolded > min(100_000_000, 100 * len(content)) or len(self.package.infolist()) > 5000:
            raise Refused("unfolds to too much")
        self.workbook = self._xml("xl/workbook.xml")
        self.texts = self._shared()
        self.forms = self._forms()
        facts = self.workbook.find("workbookPr")
        self.in_1904 = facts is not None and facts.get("date1904", "0") in ("1", "true")
        sums = self.workbook.find("calcPr")
        self.stale = sums is not None and sums.get("fullCalcOnLoad", "0") in ("1", "true")

    def _xml(self, name: str) -> ElementTree.Element:
        text = self.package.read(name)
        if b"<!DOCTYPE" in text:
            raise Refused("a part with entities of its own")
        root = ElementTree.fromstring(text)
        for element in root.iter():  # Excel's two namespaces mean the same
            element.tag = element.tag.rpartition("}")[2]
            for name in [name for name in element.attrib if "}" in name]:
                element.set(name.rpartition("}")[2], element.attrib[name])
        return root

    def _shared(self) -> list[str]:
        if "xl/sharedStrings.xml" not in self.package.namelist():
            return []
        return [_text(item) for item in self._xml("xl/sharedStrings.xml").findall("si")]

    def _forms(self) -> list[str]:
        """What each cell style shows: "day", "percentage" or ""."""
        if "xl/styles.xml" not in self.package.namelist():
            return []
        styles = self._xml("xl/styles.xml")
        own = {int(f.get("numFmtId", 0)): f.get("formatCode", "") for f in styles.iter("numFmt")}
        numbers = [int(style.get("numFmtId", 0)) for style in styles.findall("cellXfs/xf")]
        return [_shows(number, own.get(number, "")) for number in numbers]

    def visible(self) -> Iterator[Sheet]:
        names = [entry.get("name", "") for entry in self.workbook.iterfind("sheets/sheet")]
        if len(set(names)) < len(names):
            raise Refused("two sheets of one name")
        links = {link.get("Id"): link for link in self._xml("xl/_rels/workbook.xml.rels")}
        for entry in self.workbook.iterfind("sheets/sheet"):
            link = links[entry.get("id")]
            if link.get("Type", "").rpartition("/")[2] not in SHEETS:
                raise Refused(f"a sheet that is a {link.get('Type')!r}")
            target = link.get("Target", "")
            part = target.removeprefix("/") if target.startswith("/") else "xl/" + target
            self.package.read(part)  # raises where it is not there or not whole, be the sheet hidden or not
            if entry.get("state", "visible") == "visible":
                yield self._sheet(part)

    def _sheet(self, name: str) -> Sheet:
        made, root = Sheet(), self._xml(name)
        for cell in root.iter("c"):
            place = _place(cell.get("r", ""))
            text, fault = self._cell(cell)
            if fault:
                made.faults[place] = fault
            if text:
                made.cells[place] = text
        for merged in root.iter("mergeCell"):
            first, _, last = merged.get("ref", "").partition(":")
            made.merged.append((_place(first)[0], _place(last or first)[0]))
        return made

    def _cell(self, cell: ElementTree.Element) -> tuple[str, str]:
        kind, stated = cell.get("t", "n"), cell.findtext("v") or ""
        if cell.find("f") is not None and (self.stale or (not stated and kind != "str")):
            return "", "a formula that was not calculated"
        if kind == "inlineStr":
            inside = cell.find("is")
            return ("" if inside is None else _text(inside)), ""
        if kind == "e":
            return "", f"an error {stated}"
        if kind == "s":
            return self.texts[int(stated)], ""
        if kind == "b":
            return {"1": "TRUE", "0": "FALSE"}[stated], ""
        if kind == "n" and stated:
            return self._number(stated, int(cell.get("s", 0))), ""
        return stated, ""

    def _number(self, stated: str, style: int) -> str:
        form = self.forms[style] if style < len(self.forms) else ""
        try:
            figure = FIFTEEN.create_decimal(repr(float(stated)))
        except (InvalidOperation, ValueError):
            raise Refused(f"number {stated!r}") from None
        if form == "day":
            return self._day(figure)
        if form == "percentage":
            return f"{figure.scaleb(2):f}%"
        plain = f"{figure:f}"
        return plain.rstrip("0").rstrip(".") if "." in plain else plain

    def _day(self, serial: Decimal) -> str:
        start = datetime(1904, 1, 1) if self.in_1904 else datetime(1899, 12, 30)  # noqa: DTZ001
        moment = start + timedelta(days=float(serial))
        return moment.date().isoformat() if not serial % 1 else moment.isoformat(" ", "seconds")


def _shows(number: int, code: str) -> str:
    bare = re.sub(r'"[^"]*"|\\.|\[[^\]]*\]', "", code).lower()
    if number in PERCENTAGES or "%" in bare:
        return "percentage"
    return "day" if number in DAYS or re.search("[dy]", bare) else ""


def _text(item: ElementTree.Element) -> str:
    """A text in one or several runs; how it is pronounced (rPh) is no part of it."""
    runs = [item.find("t"), *(run.find("t") for run in item.findall("r"))]
    joined = "".join(run.text or "" for run in runs if run is not None)
    return re.sub("_x([0-9A-Fa-f]{4})_", lambda match: chr(int(match[1], 16)), joined)


def _place(reference: str) -> tuple[int, int]:
    match = re.fullmatch(r"([A-Z]{1,3})([0-9]{1,7})", reference)
    if not match:
        raise Refused(f"cell {reference!r}")
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - 64
    return int(match[2]), column
