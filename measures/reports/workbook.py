"""A pack as an Excel workbook: a sheet for each section, numbers as numbers, texts never a formula or a link.

On each sheet the tables come first, where they can be filtered and frozen, then the words. A chart is its caption and
the text that states its finding.
"""

import io
import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from measures.charts.theme import FILLS, INK, PALETTE, PAPER
from measures.model.rating import Rating
from measures.model.words import number
from measures.reports.blocks import (
    Block,
    Bullets,
    Cell,
    Pack,
    Paragraph,
    Pictures,
    Section,
    Table,
    Terms,
    Tiles,
    plain_text,
)
from measures.reports.characters import fit

DRAFT = "Draft: not published, figures and words may change"
#: Excel holds 32,767 UTF-16 units in a cell; a longer text goes on in the cell beneath.
LONGEST = 16_000
#: The width of a sheet's columns together, in characters, and of a sheet without a table.
WIDTH, WORDS_WIDTH = 150, 110
_TALLEST = 400
_PLAIN = {"font_name": "Arial", "font_size": 10, "valign": "top", "text_wrap": True, "font_color": INK}
_LINE = {"bottom": 1, "bottom_color": "#B1B4B6"}
_LOOKS: dict[str, dict[str, Any]] = {
    "title": {"bold": True, "font_size": 16, "font_color": PALETTE[0], "text_wrap": False},
    "subtitle": {"font_size": 12, "text_wrap": False},
    "heading": {"bold": True, "font_size": 13, "font_color": PALETTE[0]},
    "caption": {"bold": True, "text_wrap": False},
    "column": {"bold": True, "bg_color": PALETTE[0], "font_color": PAPER, "valign": "bottom"},
    "column_end": {"bold": True, "bg_color": PALETTE[0], "font_color": PAPER, "valign": "bottom", "align": "right"},
    "cell": _LINE,
    "number": {**_LINE, "align": "right"},
    "end": {**_LINE, "align": "right"},
    "red": {**_LINE, "bg_color": FILLS[Rating.RED], "font_color": PAPER, "bold": True},
    "amber": {**_LINE, "bg_color": FILLS[Rating.AMBER], "bold": True},
    "green": {**_LINE, "bg_color": FILLS[Rating.GREEN], "bold": True},
    "none": {**_LINE, "italic": True},
    "text": {},
    "strong": {"bold": True},
    "lead": {"bold": True, "font_size": 12},
    "note": {"font_size": 9, "font_color": "#505A5F"},
    "draft": {"bold": True, "text_wrap": False},
    "wide": {"text_wrap": False},
}
_NO_NAME = re.compile(r"[\[\]:*?/\\\x00-\x1f]")


def workbook(pack: Pack) -> bytes:
    """The pack as a workbook. The same bytes for the same pack."""
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(out, options) as book:
        book.set_properties({
            "title": fit(pack.title)[:255], "subject": fit(pack.subtitle)[:255], "author": fit(pack.author)[:255],
            "comments": fit(pack.about)[:255], "created": pack.moment.replace(tzinfo=None),
        })  # fmt: skip
        looks = _Looks(book)
        sheets = list(sheets_of(pack))
        names = sheet_names(["Cover", *(section.title for _, section in sheets)])
        _write_cover(_sheet(book, pack, names[0]), looks, pack, names[1:])
        for name, (parts, section) in zip(names[1:], sheets, strict=True):
            _Page(_sheet(book, pack, name), looks, pack.draft).write(section, parts)
    return out.getvalue()


def sheets_of(pack: Pack) -> Iterator[tuple[tuple[Section, ...], Section]]:
    """What has a sheet, with the sections that stand on it.

    Each section of the second level with all within it, and of the first where it has something of its own or nothing
    within.
    """
    for outer in pack.sections:
        if outer.blocks or not outer.sections:
            yield (outer,), outer
        for inner in outer.sections:
            yield tuple(_all_of(inner)), inner


def _all_of(section: Section) -> Iterator[Section]:
    yield section
    for inner in section.sections:
        yield from _all_of(inner)


def sheet_names(titles: Iterable[str]) -> list[str]:
    """Names that Excel takes: 31 characters, none that it refuses, each once whatever the case.

    >>> sheet_names(["Cover", "Tackle crime and reduce re-offending", "What/why?", "COVER"])
    ['Cover', 'Tackle crime and reduce re-of…', 'What why', 'COVER 2']
    """
    taken = {"history"}
    names = []
    for title in titles:
        base = " ".join(_NO_NAME.sub(" ", fit(title)).split()).strip("'") or "Sheet"
        base = "".join(c if ord(c) < 0x10000 else "\N{REPLACEMENT CHARACTER}" for c in base)
        name, n = _short(base), 1
        while name.lower() in taken:
            n += 1
            name = f"{_short(base, 31 - len(str(n)) - 1)} {n}"
        taken.add(name.lower())
        names.append(name)
    return names


def _short(text: str, most: int = 30) -> str:
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def _sheet(book: Workbook, pack: Pack, name: str) -> Worksheet:
    """A sheet set up for A4 on its side, with the pack's foot."""
    sheet = book.add_worksheet(name)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.5, right=0.5, top=0.7, bottom=0.7)
    sheet.hide_gridlines(2)
    foot = fit(pack.foot).replace("&", "&&").replace("\n", " ")[:150]
    sheet.set_footer(f"&L&8{' ' if foot[:1].isdigit() else ''}{foot}&R&8page &P of &N")
    if pack.draft:
        sheet.set_header(f"&R&B{DRAFT}")
    return sheet


class _Looks:
    """The formats of a workbook, each made once."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._made: dict[tuple[str, str], Format] = {}

    def __call__(self, name: str, number_format: str = "") -> Format:
        key = name, number_format
        if key not in self._made:
            numbered = {"num_format": number_format} if number_format else {}
            self._made[key] = self._book.add_format({**_PLAIN, **_LOOKS[name], **numbered})
        return self._made[key]


def _write_cover(sheet: Worksheet, looks: _Looks, pack: Pack, names: Sequence[str]) -> None:
    page = _Page(sheet, looks, pack.draft)
    page.columns([0.25, 0.75], WORDS_WIDTH)
    page.line(pack.title, "title")
    page.line(pack.subtitle, "subtitle")
    for term, text in pack.facts:
        page.pair(term, plain_text(text))
    page.row += 1
    page.line("Sheets", "heading")
    for name in names:
        page.line(name, "text")


@dataclass(slots=True)
class _Page:
    """A sheet in the making; `row` is the next one that is free."""

    sheet: Worksheet
    looks: _Looks
    draft: bool
    row: int = 0
    widths: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        if self.draft:
            self.sheet.write_string(self.row, 0, DRAFT, self.looks("draft"))
            self.row += 1

    def columns(self, shares: Sequence[float], width: float) -> None:
        """Set the widths of the columns, together `width` characters."""
        whole = sum(shares) or 1
        self.widths = [max(width * share / whole, 9) for share in shares]
        for column, one in enumerate(self.widths):
            self.sheet.set_column(column, column, one)

    def write(self, section: Section, parts: Sequence[Section]) -> None:
        """The tables of the sections, then what else is in them."""
        tables = [block for part in parts for block in part.blocks if isinstance(block, Table)]
        self.columns(_shares(tables), WIDTH if tables else WORDS_WIDTH)
        self.line(section.title, "title")
        for one in tables:
            self.table(one, alone=len(tables) == 1)
        for part in parts:
            words = [block for block in part.blocks if not isinstance(block, Table)]
            if part is not section:
                self.line(part.title, "heading")
            for block in words:
                self.block(block)

    def line(self, text: str, look: str) -> None:
        """A text across the sheet; a long one in several rows, each as high as it needs."""
        form = self.looks(look)
        for piece in pieces(fit(text)) or [""]:
            if look in ("text", "lead", "note", "strong", "heading") and len(self.widths) > 1:
                self.sheet.merge_range(self.row, 0, self.row, len(self.widths) - 1, "", form)
            self.sheet.write_string(self.row, 0, piece, form)
            if look not in ("title", "subtitle", "caption"):
                self.sheet.set_row(self.row, height_of(piece, sum(self.widths)))
            self.row += 1

    def pair(self, term: str, text: str) -> None:
        """A term with what is said of it beneath or beside it."""
        self.sheet.write_string(self.row, 0, fit(term)[:LONGEST], self.looks("strong"))
        said = pieces(fit(text)) or [""]
        width = sum(self.widths[1:]) or WORDS_WIDTH
        for piece in said:
            if len(self.widths) > 2:
                self.sheet.merge_range(self.row, 1, self.row, len(self.widths) - 1, "", self.looks("text"))
            self.sheet.write_string(self.row, 1, piece, self.looks("text"))
            tall = max(height_of(piece, width), height_of(term, self.widths[0]) if piece is said[0] else 0)
            self.sheet.set_row(self.row, tall)
            self.row += 1

    def table(self, table: Table, *, alone: bool) -> None:
        """A table under its caption; where it is alone its head stays in sight and on every page."""
        self.sheet.write_string(self.row, 0, fit(table.caption)[:LONGEST], self.looks("caption"))
        self.row += 1
        for place, column in enumerate(table.columns):
            look = "column_end" if column.align == "end" else "column"
            self.sheet.write_string(self.row, place, fit(column.heading)[:LONGEST], self.looks(look))
        if alone:
            self.sheet.freeze_panes(self.row + 1, 1)
            self.sheet.repeat_rows(self.row)
            if table.rows:
                self.sheet.autofilter(self.row, 0, self.row + len(table.rows), len(table.columns) - 1)
        self.row += 1
        for cells in table.rows:
            self._row(table, cells)
        self.row += 1

    def _row(self, table: Table, cells: Sequence[Cell]) -> None:
        taken = 1
        for place, (column, cell) in enumerate(zip(table.columns, cells, strict=True)):
            shown = fit(cell.text)
            if cell.number is not None and (form := number_format(cell)):
                self.sheet.write_number(self.row, place, float(cell.number), self.looks("number", form))
                continue
            look = cell.mark if cell.mark else "end" if column.align == "end" else "cell"
            for n, piece in enumerate(pieces(shown) or [""]):
                self.sheet.write_string(self.row + n, place, piece, self.looks(str(look)))
                taken = max(taken, n + 1)
        self.row += taken

    def block(self, block: Block) -> None:
        """A block that is no table, as lines."""
        match block:
            case Paragraph(text, style):
                look = {"body": "text", "head": "heading"}.get(style, style)
                self.line(plain_text(text), look)
            case Bullets(items, numbered):
                for n, item in enumerate(items, start=1):
                    self.line(f"{n}. {plain_text(item)}" if numbered else f"• {plain_text(item)}", "text")
            case Terms(pairs):
                for term, said in pairs:
                    self.line(term, "strong")
                    self.line(plain_text(said), "text")
            case Tiles():
                self._tiles(block)
            case Pictures(pictures):
                for one in pictures:
                    self.line(one.caption, "strong")
                    self.line(one.alt, "text")
                    for note in one.notes:
                        self.line(note, "note")
            case Table():
                self.table(block, alone=False)
        self.row += isinstance(block, Bullets | Terms | Pictures)

    def _tiles(self, block: Tiles) -> None:
        """A row for each total: its word on its colour, the number, what it means and how it was."""
        for one in block.tiles:
            self.sheet.write_string(self.row, 0, fit(one.word)[:LONGEST], self.looks(str(one.mark)))
            self.sheet.write_number(self.row, 1, one.number, self.looks("number", "#,##0"))
            said = "; ".join(part for part in (one.meaning, one.since) if part)
            self.sheet.write_string(self.row, 2, fit(said)[:LONGEST], self.looks("wide"))
            self.row += 1
        self.row += 1


def _shares(tables: Sequence[Table]) -> list[float]:
    """The widths of the columns of a sheet: of each the widest share that a table on it has."""
    if not tables:
        return [1.0]
    most = max(len(table.columns) for table in tables)
    scaled = [[one.share / (sum(c.share for c in table.columns) or 1) for one in table.columns] for table in tables]
    return [max(shares[place] for shares in scaled if place < len(shares)) for place in range(most)]


def number_format(cell: Cell) -> str:
    """The format in which Excel shows a cell's figure as its text has it; "" where the text is not that figure.

    What stands before and after the digits (£, %, p) goes into the format as words.
    """
    if cell.number is None or len(cell.lines) != 1:
        return ""
    digits = number(abs(cell.number), cell.places)
    before, found, after = fit(cell.text).partition(digits)
    if not found or len(before) + len(after) > 60 or re.search(r"[0-9]", before + after):
        return ""
    shown = "#,##0" + ("." + "0" * cell.places if cell.places else "")
    whole = f"{_literal(before)}{shown}{_literal(after)}"
    if cell.number >= 0:
        return whole if before else f'{whole};"−"{whole}'
    return f"{shown}{_literal(after)};{whole};{shown}{_literal(after)}"


def _literal(text: str) -> str:
    """Words of a number format."""
    return "".join('\\"' if c == '"' else f'"{c}"' for c in text).replace('""', "")


def pieces(text: str) -> list[str]:
    """A text in pieces that a cell holds."""
    return [text[n : n + LONGEST] for n in range(0, len(text), LONGEST)]


def height_of(text: str, width: float) -> float:
    """How high a row has to be (points) for a text across this many characters: Excel does not fit merged cells."""
    lines = sum(max(1, math.ceil(len(line) * 1.08 / width)) for line in text.split("\n"))
    return min(max(lines * 13.5 + 3, 16), _TALLEST)
