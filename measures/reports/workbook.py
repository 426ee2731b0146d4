"""A pack as an Excel workbook: a sheet for each section, numbers as numbers, texts never a formula or a link.

On each sheet the tables come first, where they can be filtered and frozen, then the words. A chart is its caption and
the text that states its finding.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass, field

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

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
from measures.reports.workbook_parts import (
    HEIGHTS,
    LOOKS,
    PLAIN,
    height_of,
    number_format,
    pieces,
    shares_of,
    sheet_names,
    sheets_of,
)

DRAFT = "Draft: not published, figures and words may change"
#: The width of a sheet's columns together, in characters: with a table, and with words alone.
WIDTH, WORDS_WIDTH = 150, 110
#: The columns of a sheet without a table, for the totals on it.
_PLAIN_SHARES = (0.25, 0.1, 0.65)


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
        _Page(_sheet(book, pack, names[0]), looks, pack.draft).cover(pack, names[1:])
        for name, (parts, section) in zip(names[1:], sheets, strict=True):
            _Page(_sheet(book, pack, name), looks, pack.draft).section(section, parts)
    return out.getvalue()


def _tables(parts: Sequence[Section]) -> list[Table]:
    return [block for part in parts for block in part.blocks if isinstance(block, Table)]


def _sheet(book: Workbook, pack: Pack, name: str) -> Worksheet:
    """A sheet set up for A4 on its side, with the pack's foot."""
    sheet = book.add_worksheet(name)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.5, right=0.5, top=0.7, bottom=0.7)
    sheet.hide_gridlines(2)
    foot = fit(pack.foot).replace("&", "&&").replace("\n", " ")[:150]
    sheet.set_footer(f"&L&8 {foot}&R&8 page &P of &N")
    if pack.draft:
        sheet.set_header(f"&R&B{DRAFT}")
    return sheet


class _Looks:
    """The formats of a workbook, each made once."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._made: dict[tuple[str, str], Format] = {}

    def __call__(self, name: str, shown: str = "") -> Format:
        key = name, shown
        if key not in self._made:
            numbered = {"num_format": shown} if shown else {}
            self._made[key] = self._book.add_format({**PLAIN, **LOOKS[name], **numbered})
        return self._made[key]


@dataclass(slots=True)
class _Page:
    """A sheet in the making; `row` is the next one that is free."""

    sheet: Worksheet
    looks: _Looks
    draft: bool
    row: int = 0
    widths: list[float] = field(default_factory=list)

    def cover(self, pack: Pack, names: Sequence[str]) -> None:
        """What the pack is, and the sheets that follow."""
        self._begin(_PLAIN_SHARES, WORDS_WIDTH)
        self._line(pack.title, "title")
        self._line(pack.subtitle, "subtitle")
        for term, text in pack.facts:
            self._side_by_side(term, plain_text(text))
        self.row += 1
        self._line("Sheets", "heading")
        for name in names:
            self._line(name, "text")

    def section(self, section: Section, parts: Sequence[Section]) -> None:
        """The tables of the sections that stand on this sheet, then what else is in them.

        Of sections that are kept together each has its own tables under its heading.
        """
        tables = _tables(parts)
        self._begin(shares_of(tables) if tables else _PLAIN_SHARES, WIDTH if tables else WORDS_WIDTH)
        self._line(section.title, "title")
        groups = [parts] if parts[0] is section else [[one] for one in parts]
        for group in groups:
            if group[0] is not section:
                self._line(group[0].title, "heading")
            for one in _tables(group):
                self._table(one, alone=len(tables) == 1)
            for part in group:
                if part is not group[0]:
                    self._line(part.title, "heading")
                for block in part.blocks:
                    self._block(block)

    def _begin(self, shares: Sequence[float], width: float) -> None:
        """Set the widths of the columns, together `width` characters; a draft says so at the top."""
        whole = sum(shares) or 1
        self.widths = [max(width * share / whole, 9) for share in shares]
        for column, one in enumerate(self.widths):
            self.sheet.set_column(column, column, one)
        if self.draft:
            self._line(DRAFT, "draft")

    def _line(self, text: str, look: str) -> None:
        """A text across the sheet; a long one in several rows, each as high as it needs."""
        form, last = self.looks(look), len(self.widths) - 1
        for piece in pieces(text):
            if look not in HEIGHTS and last:
                self.sheet.merge_range(self.row, 0, self.row, last, "", form)
            self.sheet.write_string(self.row, 0, piece, form)
            self.sheet.set_row(self.row, HEIGHTS.get(look) or height_of(piece, sum(self.widths)))
            self.row += 1

    def _side_by_side(self, term: str, text: str) -> None:
        """A term with what is said of it beside it."""
        last, first = len(self.widths) - 1, self.row
        self._put(first, 0, term, "strong")
        for n, piece in enumerate(pieces(text)):
            self.sheet.merge_range(first + n, 1, first + n, last, "", self.looks("text"))
            self.sheet.write_string(first + n, 1, piece, self.looks("text"))
            self.sheet.set_row(first + n, height_of(piece, sum(self.widths[1:])))
            self.row += 1

    def _put(self, row: int, column: int, text: str, look: str) -> int:
        """Write a text from a cell downwards; return how many rows it takes."""
        found = pieces(text)
        for n, piece in enumerate(found):
            self.sheet.write_string(row + n, column, piece, self.looks(look))
        return len(found)

    def _table(self, table: Table, *, alone: bool) -> None:
        """A table under its caption; where it is alone its head stays in sight and on every page."""
        self._line(table.caption, "caption")
        head = self.row
        for place, column in enumerate(table.columns):
            look = "column_end" if column.align == "end" else "column"
            self.sheet.write_string(head, place, pieces(column.heading)[0], self.looks(look))
        self._fit(head, [column.heading for column in table.columns])
        self.row += 1
        for cells in table.rows:
            self._fit(self.row, [cell.text for cell in cells])
            self.row += max((self._cell(table, place, one) for place, one in enumerate(cells)), default=1)
        if alone:
            self.sheet.freeze_panes(head + 1, 1)
            self.sheet.repeat_rows(head)
            self.sheet.autofilter(head, 0, max(self.row - 1, head), len(table.columns) - 1)
        self.row += 1

    def _fit(self, row: int, texts: Sequence[str]) -> None:
        """Make a row as high as its texts need in their columns."""
        self.sheet.set_row(row, max(map(height_of, texts, self.widths), default=17))

    def _cell(self, table: Table, place: int, cell: Cell) -> int:
        """Write a cell into the row at hand; return how many rows it takes."""
        if cell.number is not None and (shown := number_format(cell)):
            self.sheet.write_number(self.row, place, float(cell.number), self.looks("end", shown))
            return 1
        ends = table.columns[place].align == "end"
        return self._put(self.row, place, cell.text, str(cell.mark) if cell.mark else "end" if ends else "cell")

    def _block(self, block: Block) -> None:
        """A block as lines; tables are written before."""
        match block:
            case Paragraph(text, style):
                self._line(plain_text(text), {"body": "text", "head": "heading"}.get(style, style))
            case Bullets(items, numbered):
                for n, item in enumerate(items, start=1):
                    self._line(f"{n}. {plain_text(item)}" if numbered else f"• {plain_text(item)}", "text")
            case Terms(pairs):
                for term, said in pairs:
                    self._line(term, "strong")
                    self._line(plain_text(said), "text")
            case Tiles():
                self._tiles(block)
            case Pictures(pictures):
                for one in pictures:
                    self._line(one.caption, "strong")
                    self._line(one.alt, "text")
                    for note in one.notes:
                        self._line(note, "note")
        self.row += isinstance(block, Bullets | Terms | Tiles | Pictures)

    def _tiles(self, block: Tiles) -> None:
        """A row for each total: its word on its colour, the number, what it means and how it was."""
        for one in block.tiles:
            said = "; ".join(part for part in (one.meaning, one.since) if part)
            self.sheet.write_number(self.row, 1, one.number, self.looks("end", "#,##0"))
            self.row += max(self._put(self.row, 0, one.word, str(one.mark)), self._put(self.row, 2, said, "cell"))
