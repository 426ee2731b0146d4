"""A pack as a Word document (.docx): real headings, tables whose heads repeat, pictures with texts.

The file is written part by part, so that nothing but the pack is in it: no template's styles, no clock, no machine.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from measures.charts.theme import WORST_FIRST, class_of, mark_svg
from measures.model.rating import Rating
from measures.reports.archive import packed
from measures.reports.blocks import (
    Block,
    Bullets,
    Cell,
    Mark,
    Pack,
    Paragraph,
    Picture,
    Pictures,
    Section,
    Table,
    Terms,
    Tiles,
    said,
)
from measures.reports.characters import FAMILIES
from measures.reports.typesetting import to_png
from measures.reports.word_parts import DRAFT, document, parts
from measures.reports.word_xml import bookmark, cell, drawing, paragraph, row, run, runs, table

#: The width of the text in twentieths of a point, and of a picture that stands beside another in points.
WIDE, HALF = 9978, 242.0
#: A row with more characters in a cell than this may be cut at the foot of a page: it could not fit on one.
UNCUT = 1200
_STYLES = {"body": "Normal", "lead": "Lead", "note": "Note"}
_MARK_SIZE = 24.0


def word(pack: Pack) -> bytes:
    """The pack as a Word document. The same bytes for the same pack."""
    writer = _Writer()
    body = "".join([*_cover(pack), *_contents(pack), *writer.sections(pack)])
    drawings = [(mark_svg(rating, FAMILIES[0]), _MARK_SIZE, _MARK_SIZE) for rating in WORST_FIRST]
    drawings += [(one.svg, one.width, one.height) for one in writer.pictures]
    names = [f"mark-{class_of(rating)}.png" for rating in WORST_FIRST]
    names += [f"chart-{n}.png" for n in range(1, len(writer.pictures) + 1)]
    types, *others = parts(pack, writer.lists, names)
    texts = [types, ("word/document.xml", document(body)), *others]
    media = ((f"word/media/{name}", png) for name, png in zip(names, to_png(drawings), strict=True))
    return packed([*((name, text.encode()) for name, text in texts), *media], pack.moment)


def _cover(pack: Pack) -> Iterator[str]:
    if pack.draft:
        yield paragraph("Lead", run(DRAFT))
    yield paragraph("Title", run(pack.title))
    yield paragraph("Subtitle", run(pack.subtitle))
    for term, text in pack.facts:
        yield paragraph("Fact", run(term, strong=True), run("\t"), runs(text))


def _contents(pack: Pack) -> Iterator[str]:
    """The contents of the pack, without the sections that are listed where they are kept together."""
    yield paragraph("TOCHeading", run("Contents"))
    yield from _field("heading 1,1,heading 2,2", _listed(pack, None))


def _listed(pack: Pack, by: Section | None) -> Iterator[tuple[int, int, Section]]:
    """The sections that a section lists (None: the contents do), each with its number in reading order, its level."""
    walked = zip(pack.walk(), pack.listed(), strict=True)
    return ((number, level, section) for number, ((level, section), where) in enumerate(walked) if where is by)


def _field(styles: str, listed: Iterable[tuple[int, int, Section]]) -> Iterator[str]:
    """Contents as a field that Word can bring up to date, filled with links to the sections."""
    begin = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> TOC \\h \\z '
        f'\\t "{styles}" </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    )
    for number, level, section in listed:
        link = f'<w:hyperlink w:anchor="{_anchor(number)}" w:history="1">{run(section.title)}</w:hyperlink>'
        yield paragraph(f"TOC{level}", begin, link)
        begin = ""
    yield paragraph("Normal", begin, '<w:r><w:fldChar w:fldCharType="end"/></w:r>')


def _anchor(number: int) -> str:
    return f"_Toc{number + 1:08d}"


@dataclass(slots=True)
class _Writer:
    """The blocks as elements, and what they call for outside the text: pictures, numbered lists."""

    pictures: list[Picture] = field(default_factory=list)
    lists: int = 0
    drawn: int = 0

    def sections(self, pack: Pack) -> Iterator[str]:
        for number, ((level, section), where) in enumerate(zip(pack.walk(), pack.listed(), strict=True)):
            yield self._heading(number, level, section, "Within" if isinstance(where, Section) else "")
            for place, block in enumerate(section.blocks):
                if place == 1 and section.together and section.sections:  # beneath its finding it lists those within
                    yield from _field("heading 2 within,2", _listed(pack, section))
                yield from self._block(block, level)

    def _heading(self, number: int, level: int, section: Section, also: str) -> str:
        before = "<w:pageBreakBefore/>" if section.new_page else ""
        title = bookmark(number, _anchor(number), run(section.title))
        return paragraph(f"Heading{min(level, 4)}{also}", title, properties=before)

    def _block(self, block: Block, level: int) -> Iterable[str]:
        match block:
            case Paragraph(text, "head"):
                return [paragraph(f"Head{min(level + 1, 4)}", runs(text))]
            case Paragraph(text, style):
                return [paragraph(_STYLES[style], runs(text))]
            case Bullets():
                return self._bullets(block)
            case Terms():
                return self._terms(block)
            case Tiles():
                return self._tiles(block)
            case Table():
                return self._table(block)
            case Pictures():
                return (part for group in block.rows for part in self._side_by_side(group))

    def _terms(self, block: Terms) -> Iterator[str]:
        """Short terms beside what is said of them, long ones above it."""
        for term, text in block.pairs:
            if block.are_short:
                yield paragraph("Fact", run(term, strong=True), run("\t"), runs(text))
            else:
                yield from (paragraph("Term", run(term)), paragraph("Normal", runs(text)))

    def _bullets(self, block: Bullets) -> Iterator[str]:
        if not block.numbered:
            yield from (paragraph("ListBullet", runs(item)) for item in block.items)
            return
        self.lists += 1
        counted = f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{self.lists + 1}"/></w:numPr>'
        yield from (paragraph("ListNumber", runs(item), properties=counted) for item in block.items)

    def _tiles(self, block: Tiles) -> Iterator[str]:
        """A table with a column for each total; its head is the words."""
        widths = _widths([1.0] * len(block.tiles))
        rows = (
            [paragraph("TileWord", self._mark(one.mark), run(" "), run(one.word)) for one in block.tiles],
            [paragraph("TileCount", run(f"{one.number:,}")) for one in block.tiles],
            [paragraph("TableText", run(one.meaning)) for one in block.tiles],
            [paragraph("TableText", run(one.since)) for one in block.tiles],
        )
        written = (
            row((cell(width, one) for width, one in zip(widths, line, strict=True)), head=n == 0)
            for n, line in enumerate(rows)
        )
        yield table("TileTable", "Totals", widths, written)
        yield paragraph("TableText")

    def _table(self, block: Table) -> Iterator[str]:
        yield paragraph("Caption", run(block.caption))
        widths = _widths([column.share for column in block.columns])
        ends = [column.align == "end" for column in block.columns]
        head = (
            cell(width, paragraph("TableHeadFigure" if end else "TableHead", run(column.heading)), low=True)
            for width, end, column in zip(widths, ends, block.columns, strict=True)
        )
        rows = (
            row(
                (self._cell(width, end, one) for width, end, one in zip(widths, ends, cells, strict=True)),
                cut=max((len(one.text) for one in cells), default=0) > UNCUT,
            )
            for cells in block.rows
        )
        yield table("PackTable", block.caption, widths, [row(head, head=True), *rows])
        yield paragraph("TableText")

    def _cell(self, width: int, end: bool, one: Cell) -> str:
        style = "TableFigure" if end else "TableMarked" if one.mark else "TableText"
        first, *others = one.lines or (said(""),)
        mark = self._mark(one.mark) + (run("\t") if one.mark else "")
        beneath = "TableBeneath" if style == "TableMarked" else style
        return cell(width, paragraph(style, mark, runs(first)), *(paragraph(beneath, runs(line)) for line in others))

    def _side_by_side(self, group: list[Picture]) -> Iterator[str]:
        """Two small pictures in a table that only places them; a wide one by itself."""
        if not group[0].is_small:
            yield from self._picture(group[0], WIDE / 20)
            return
        widths = _widths([1.0, 1.0])
        cells = [cell(width, *self._picture(one, HALF), low=True) for width, one in zip(widths, group, strict=False)]
        cells += [cell(width, paragraph("TableText")) for width in widths[len(group) :]]
        yield table("ChartTable", "", widths, [row(cells)], headed=False)
        yield paragraph("TableText")

    def _picture(self, picture: Picture, width: float) -> Iterator[str]:
        self.pictures.append(picture)
        relation, height = f"rIdchart-{len(self.pictures)}", width * picture.height / picture.width
        yield paragraph("Caption", run(picture.caption))
        yield paragraph("Chart", self._drawing(relation, width, height, picture.alt))
        yield from (paragraph("Note", run(note)) for note in picture.notes)

    def _mark(self, mark: Mark | None) -> str:
        """The mark of a rating beside its word, which is why it needs no text of its own."""
        if mark is None:
            return ""
        name = class_of(mark if isinstance(mark, Rating) else None)
        return self._drawing(f"rIdmark-{name}", 9, 9, None)

    def _drawing(self, relation: str, width: float, height: float, alt: str | None) -> str:
        self.drawn += 1
        return drawing(relation, self.drawn, width, height, alt)


def _widths(shares: list[float]) -> list[int]:
    """The columns' widths in twentieths of a point, together as wide as the text."""
    whole = sum(shares) or 1
    return [round(WIDE * share / whole) for share in shares]
