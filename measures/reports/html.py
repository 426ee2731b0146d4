"""A pack as one HTML file: it needs no other file, no network and no script, and prints on A4."""

from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

from measures.charts.theme import WORST_FIRST, class_of, mark_shapes
from measures.model.rating import Rating
from measures.reports.blocks import (
    Block,
    Bullets,
    Cell,
    Mark,
    Pack,
    Paragraph,
    Picture,
    Pictures,
    Run,
    Section,
    Table,
    Terms,
    Text,
    Tile,
    Tiles,
)
from measures.reports.characters import fit
from measures.reports.names import walk_named
from measures.views.markup import esc, tag

STYLE = Path(__file__).parent / "pack.css"
DRAFT = "Draft: not published, figures and words may change"
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def html(pack: Pack) -> bytes:
    """The pack as an HTML document in UTF-8. The same bytes for the same pack."""
    named = walk_named(pack)
    head = tag(
        "head",
        '<meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
        *(_meta(name, text) for name, text in (("author", pack.author), ("description", pack.about)) if text),
        f'<meta name="date" content="{pack.moment.isoformat()}">',
        tag("title", _plain(pack.title + (" (draft)" if pack.draft else ""))),
        tag("style", _style(), _page_rules(pack)),
    )
    body = tag(
        "body",
        '<a class="skip" href="#main">Skip to the content</a>',
        _symbols(),
        tag("p", esc("Draft"), class_="watermark", aria_hidden="true") if pack.draft else "",
        _cover(pack),
        _contents(pack, named),
        tag("main", *_sections(named), id="main", tabindex="-1"),
        tag("footer", tag("p", _plain(pack.foot))),
    )
    return f'<!DOCTYPE html>\n<html lang="{esc(pack.language)}">{head}\n{body}</html>\n'.encode()


@cache
def _style() -> str:
    return STYLE.read_text(encoding="utf-8")


def _meta(name: str, text: str) -> str:
    return f'<meta name="{name}" content="{esc(fit(text))}">'


def _page_rules(pack: Pack) -> str:
    """The foot and head of each printed page: texts in a style sheet, written so that they stay texts."""
    foot, draft = _css_text(pack.foot), _css_text(DRAFT if pack.draft else "")
    number = '"page " counter(page) " of " counter(pages)'
    return (
        f"@page {{ @bottom-left {{ content: {foot}; }} @bottom-right {{ content: {number}; }}"
        f" @top-right {{ content: {draft}; }} }}"
    )


def _css_text(text: str) -> str:
    """A string of CSS in which every character that could mean something is written as its number."""
    return '"' + "".join(c if c.isascii() and c.isalnum() else f"\\{ord(c):06x}" for c in fit(text)) + '"'


def _symbols() -> str:
    """The rating marks, drawn once and used by name."""
    drawn = (
        tag("symbol", mark_shapes(rating), id=f"mark-{class_of(rating)}", viewBox="0 0 24 24") for rating in WORST_FIRST
    )
    return f'<svg width="0" height="0" class="symbols" aria-hidden="true" focusable="false">{"".join(drawn)}</svg>'


def _cover(pack: Pack) -> str:
    return tag(
        "header",
        tag("p", tag("strong", esc(DRAFT)), class_="draft") if pack.draft else "",
        tag("div", tag("h1", _plain(pack.title)), tag("p", _plain(pack.subtitle)), class_="band"),
        _terms(pack.facts, "terms facts") if pack.facts else "",
    )


def _contents(pack: Pack, named: Sequence[tuple[int, str, Section]]) -> str:
    """The sections of the first two levels as a list of links within a list; those kept together are folded up."""
    items: list[list[str]] = []
    for level, anchor, section in named:
        link = tag("a", _plain(section.title), href=f"#{anchor}")
        if level == 1:
            items.append([link])
        elif level == 2:
            items[-1].append(tag("li", link))
    listed = (tag("li", link, _inner(inner, outer)) for outer, (link, *inner) in zip(pack.sections, items, strict=True))
    heading = tag("h2", "Contents", id="contents")
    return tag("nav", heading, tag("ol", *listed), aria_labelledby="contents")


def _inner(items: Sequence[str], outer: Section) -> str:
    if not items:
        return ""
    listed = tag("ol", *items)
    return tag("details", tag("summary", f"Its {len(items)} parts"), listed) if outer.together else listed


def _sections(named: Sequence[tuple[int, str, Section]]) -> Iterator[str]:
    for level, anchor, section in named:
        heading = tag(f"h{min(level + 1, 6)}", _plain(section.title), id=anchor)
        blocks = (_block(block, level) for block in section.blocks)
        yield tag("section", heading, *blocks, class_="new-page" if section.new_page else "")


def _block(block: Block, level: int) -> str:
    match block:
        case Paragraph(text, "head"):
            return tag(f"h{min(level + 2, 6)}", _runs(text))
        case Paragraph(text, style):
            return tag("p", _runs(text), class_="" if style == "body" else style)
        case Bullets(items, numbered):
            return tag("ol" if numbered else "ul", *(tag("li", _runs(item)) for item in items), class_="bullets")
        case Terms(pairs):
            return _terms(pairs, "terms" if block.are_short else "")
        case Tiles(tiles):
            return tag("ul", *map(_tile, tiles), class_="tiles")
        case Table():
            return _table(block)
        case Pictures(pictures):
            return tag("div", *map(_picture, pictures), class_="pictures")


def _terms(pairs: Sequence[tuple[str, Text]], class_: str) -> str:
    """Terms, each with what is said of it: a group of its own, so that they can stand side by side."""
    groups = (tag("div", tag("dt", _plain(term)), tag("dd", _runs(text))) for term, text in pairs)
    return tag("dl", *groups, class_=class_)


def _tile(tile: Tile) -> str:
    return tag(
        "li",
        tag("p", _mark(tile.mark), tag("strong", _plain(tile.word)), class_="word"),
        tag("p", f"{tile.number:,}", class_="count"),
        tag("p", _plain(tile.meaning)),
        tag("p", _plain(tile.since), class_="note") if tile.since else "",
    )


def _table(table: Table) -> str:
    """Roles are written out because a phone shows each row as a card, and `display: block` would lose them."""
    whole = sum(column.share for column in table.columns) or 1
    widths = "".join(f'<col style="width:{100 * column.share / whole:.1f}%">' for column in table.columns)
    headings = (
        tag("th", _plain(one.heading), scope="col", role="columnheader", class_=_side(one.align))
        for one in table.columns
    )
    return tag(
        "table",
        tag("caption", _plain(table.caption)),
        tag("colgroup", widths),
        tag("thead", tag("tr", *headings, role="row"), role="rowgroup"),
        tag("tbody", *(_row(table, row) for row in table.rows), role="rowgroup"),
        role="table",
    )


def _side(align: str) -> str:
    return "number" if align == "end" else ""


def _row(table: Table, row: Sequence[Cell]) -> str:
    cells = []
    for place, (column, cell) in enumerate(zip(table.columns, row, strict=True)):
        content = _mark(cell.mark) + "<br>".join(map(_runs, cell.lines))
        if place == 0:
            cells.append(tag("th", content, scope="row", role="rowheader", class_="marked" if cell.mark else ""))
        else:
            side = "marked" if cell.mark else _side(column.align)
            cells.append(tag("td", content, role="cell", class_=side, data_label=fit(column.heading)))
    return tag("tr", *cells, role="row")


def _picture(picture: Picture) -> str:
    drawing = tag("div", picture.svg, class_="drawing", role="img", aria_label=fit(picture.alt))
    class_ = "" if picture.is_small else "wide"
    notes = (tag("p", _plain(note), class_="note") for note in picture.notes)
    return tag("figure", tag("figcaption", _plain(picture.caption)), drawing, *notes, class_=class_)


def _mark(mark: Mark | None) -> str:
    """The mark of a rating; the word stands beside it, so that it says nothing by itself."""
    if mark is None:
        return ""
    name = mark.value if isinstance(mark, Rating) else mark
    return (
        f'<svg class="mark" viewBox="0 0 24 24" aria-hidden="true" focusable="false"><use href="#mark-{name}"/></svg>'
    )


def _runs(text: Text) -> str:
    return "".join(map(_run, text))


def _run(run: Run) -> str:
    said = _plain(run.text)
    if run.emphasis:
        said = tag("em", said)
    return tag("strong", said) if run.strong else said


def _plain(text: str) -> str:
    return esc(fit(text)).replace("\n", "<br>")
