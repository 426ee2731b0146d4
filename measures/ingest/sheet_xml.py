"""What a sheet's XML says of its cells that their values do not: formulas, errors, formats, what is hidden, how large.

The extent is found before the values are read: a sheet of two cells in opposite corners would take all memory.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree import ElementTree

from measures.ingest.package import Package

#: Rows times columns of the part of a sheet that has cells.
MAX_CELLS = 3_000_000

#: Excel's own built-in percentages.
_PERCENT_IDS = {"9", "10"}
_WINDOW = 1_000_000

_NAME = rb"(?:[\w.-]+:)?"
_ANY_CELL = re.compile(rb"<" + _NAME + rb"c[\s/>]")
_PLAIN_CELL = re.compile(rb'<c r="([A-Z]{1,3})([0-9]{1,7})"(?: s="([0-9]{1,6})")?(?: t="([A-Za-z]{1,9})")?\s?(/?)>')
_CELL = re.compile(rb"<" + _NAME + rb"c((?:\s+[\w:.-]+\s*=\s*(?:\"[^\"<]*\"|'[^'<]*'))*)\s*(/?)>")
_ATTRIBUTE = re.compile(rb"([\w:.-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_REFERENCE = re.compile(rb"([A-Z]{1,3})([0-9]{1,7})")
# No pattern runs on past a "<": whatever the bytes, each is looked at a few times only.
_FORMULA = re.compile(
    rb"<" + _NAME + rb"c\s([^<>]*)>\s*<" + _NAME + rb"f(?:\s[^<>]*)?(?:/>|>[^<]*</" + _NAME + rb"f>)\s*"
    rb"(?:<" + _NAME + rb"v(?:\s[^<>]*)?(?:/>|>([^<]*)<))?"
)
_ROW_OR_COLUMN = re.compile(rb"<" + _NAME + rb"(row|col)(\s[^<>]*)>")
_QUOTED = re.compile(r'"[^"]*"|\\.|_.|\*.')

Cell = tuple[int, int]


@dataclass(slots=True)
class SheetMarks:
    """Cells as (row, column), both from 1. `is_sound` is False for XML that cannot be trusted."""

    is_sound: bool = True
    first: Cell = (1 << 30, 1 << 30)
    last: Cell = (0, 0)
    errors: set[Cell] = field(default_factory=set)
    not_calculated: set[Cell] = field(default_factory=set)
    percent: set[Cell] = field(default_factory=set)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    cells: int = 0

    @property
    def is_too_large(self) -> bool:
        """Whether the part of the sheet that has cells is larger than is read."""
        rows, columns = (last - first + 1 for first, last in zip(self.first, self.last, strict=True))
        return self.cells > 2 * MAX_CELLS or (self.last[0] > 0 and rows * columns > MAX_CELLS)


def column_number(letters: str) -> int:
    """1 for A, 27 for AA."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def column_letters(number: int) -> str:
    """A for 1, AA for 27.

    >>> column_letters(703)
    'AAA'
    """
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def sheet_marks(xml: bytes, percent_styles: frozenset[bytes], *, stale: bool) -> SheetMarks:
    """Look through a sheet's XML. `stale`: the file itself says that its formulas are still to be calculated."""
    marks = SheetMarks()
    for window in _windows(xml):
        cells = _cells(window)
        if cells is None:
            marks.is_sound = False
            return marks
        _add_cells(marks, cells, percent_styles)
        if b"f>" in window or b"f " in window or b"f/" in window:
            marks.not_calculated |= _not_calculated(window, stale)
        if b"hidden" in window:
            _add_hidden(marks, window)
        marks.cells += len(cells)
        if marks.is_too_large:
            return marks
    return marks


def _windows(xml: bytes) -> Iterator[bytes]:
    """Pieces of about a megabyte, each cut before a tag: at the end of a row where there is one near."""
    start = 0
    while start < len(xml):
        end = xml.find(b"</row>", start + _WINDOW, start + 4 * _WINDOW)
        if end < 0:
            end = xml.find(b"<", start + _WINDOW)
        end = len(xml) if end < 0 else end
        yield xml[start:end]
        start = end


def _cells(window: bytes) -> list[tuple[bytes, bytes, bytes, bytes, bytes]] | None:
    """Each cell's column, row, style, type and "/" if it is empty; None where one is not as it should be."""
    number = len(_ANY_CELL.findall(window))
    cells: list[tuple[bytes, bytes, bytes, bytes, bytes]] = _PLAIN_CELL.findall(window)
    if len(cells) == number:
        return cells
    cells = []
    for text, end in _CELL.findall(window):
        attributes = {name: one or two for name, one, two in _ATTRIBUTE.findall(text)}
        reference = _REFERENCE.fullmatch(attributes.get(b"r", b""))
        style = attributes.get(b"s", b"")
        if reference is None or not (style.isdigit() or not style):
            return None
        cells.append((reference[1], reference[2], style, attributes.get(b"t", b""), end))
    return cells if len(cells) == number else None


def _add_cells(
    marks: SheetMarks, cells: list[tuple[bytes, bytes, bytes, bytes, bytes]], percent_styles: frozenset[bytes]
) -> None:
    filled = [cell for cell in cells if not cell[4]]
    if not filled:
        return
    columns = [column_number(letters.decode()) for letters in {cell[0] for cell in filled}]
    rows = [int(digits) for digits in {cell[1] for cell in filled}]
    marks.first = min(marks.first[0], *rows), min(marks.first[1], *columns)
    marks.last = max(marks.last[0], *rows), max(marks.last[1], *columns)
    marks.errors.update(_place(cell) for cell in filled if cell[3] == b"e")
    if percent_styles:
        marks.percent.update(_place(c) for c in filled if c[2] in percent_styles and c[3] in (b"", b"n"))


def _place(cell: tuple[bytes, ...]) -> Cell:
    return int(cell[1]), column_number(cell[0].decode())


def _not_calculated(window: bytes, stale: bool) -> set[Cell]:
    """Formulas without a result; one of text may well have an empty one."""
    found: set[Cell] = set()
    for match in _FORMULA.finditer(window):
        attributes = {name: one or two for name, one, two in _ATTRIBUTE.findall(match[1])}
        reference = _REFERENCE.fullmatch(attributes.get(b"r", b""))
        has_result = bool(match[2]) or (match[2] is not None and attributes.get(b"t") == b"str")
        if reference and (stale or not has_result):
            found.add((int(reference[2]), column_number(reference[1].decode())))
    return found


def _add_hidden(marks: SheetMarks, window: bytes) -> None:
    for kind, text in _ROW_OR_COLUMN.findall(window):
        attributes = {name: one or two for name, one, two in _ATTRIBUTE.findall(text)}
        if attributes.get(b"hidden") not in (b"1", b"true"):
            continue
        names = (b"r", b"r") if kind == b"row" else (b"min", b"max")
        first, last = (int(n) if (n := attributes.get(name, b"")).isdigit() and len(n) < 9 else 0 for name in names)
        if kind == b"row":
            marks.hidden_rows.add(first)
        else:
            marks.hidden_columns.update(range(first, min(last, 16_384) + 1))


def percent_styles(package: Package) -> frozenset[bytes]:
    """The numbers of the cell styles that show a figure as a percentage. Raises ParseError."""
    root = package.tree("xl/styles.xml")
    if root is None:
        return frozenset()
    ids = set(_PERCENT_IDS)
    for form in _named(root, "numFmt"):
        if "%" in _QUOTED.sub("", form.get("formatCode", "")):
            ids.add(form.get("numFmtId", ""))
    styles = next(_named(root, "cellXfs"), None)
    found = [] if styles is None else [style.get("numFmtId", "0") in ids for style in _named(styles, "xf")]
    return frozenset(str(number).encode() for number, is_percent in enumerate(found) if is_percent)


def _named(root: ElementTree.Element, name: str) -> Iterator[ElementTree.Element]:
    return (element for element in root.iter() if element.tag.rpartition("}")[2] == name)


def is_stale(package: Package) -> bool:
    """Whether the workbook asks to be calculated when it is opened: its formulas' results are then not known."""
    root = package.tree("xl/workbook.xml")
    settings = None if root is None else next(_named(root, "calcPr"), None)
    return settings is not None and settings.get("fullCalcOnLoad") in ("1", "true")


def sheet_parts(package: Package) -> dict[str, str]:
    """The name of the part of each sheet, by the sheet's name; none where two have one name. Raises ParseError."""
    book, links = package.tree("xl/workbook.xml"), package.tree("xl/_rels/workbook.xml.rels")
    if book is None or links is None:
        return {}
    targets = {link.get("Id", ""): link.get("Target", "") for link in _named(links, "Relationship")}
    found = {}
    for sheet in _named(book, "sheet"):
        link = next((value for key, value in sheet.attrib.items() if key.rpartition("}")[2] == "id"), "")
        target = targets.get(link, "")
        name = target.removeprefix("/") if target.startswith("/") else f"xl/{target}"
        if sheet.get("name", "") in found:
            return {}
        found[sheet.get("name", "")] = name
    return found
