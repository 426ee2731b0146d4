"""A pack as a PDF for everybody (PDF/UA-1), set by typst.

The content goes in as data, never as typst source, so that no text of a person is read as anything but text; the
layout is in `pack.typ` beside this module. Nothing of the machine goes in: the fonts are the package's own, the date
is the pack's, so the same pack is the same bytes everywhere.
"""

import re
from pathlib import Path
from typing import Any

from measures.charts.theme import mark_svg
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
    Section,
    Table,
    Terms,
    Text,
    Tile,
    Tiles,
)
from measures.reports.characters import FAMILIES, breakable, fit_for_fonts
from measures.reports.typesetting import to_pdf

Data = dict[str, Any]
_CELL = re.compile(
    rb"(\n\d+ 0 obj\n<</Type/StructElem)/S/TD(/P \d+ 0 R/A\[<</O/Table)(/Headers\[\(U\d+x(\d+)y0\)\])(?=>>)"
)
LAYOUT = Path(__file__).parent / "pack.typ"
#: A row with more characters in a cell than this may be cut at the foot of a page: it could not fit on one.
UNCUT = 1200
#: A table of so many rows, with no more characters than that, stands on one page.
WHOLE = 8


def pdf(pack: Pack) -> bytes:
    """The pack as PDF/UA-1: tagged, with outline and contents. The same bytes for the same pack."""
    return with_row_heads(to_pdf(LAYOUT.read_bytes(), as_data(pack), pack.moment))


def with_row_heads(content: bytes) -> bytes:
    """The PDF with the first cell of each row as the head of its row, which typst's package for Python cannot say yet.

    Each cell names its column's head; now the heads themselves say what they head, rows and columns alike. What is
    written is as long as what stood there, so that every place in the file stays where it is.
    """
    return _CELL.sub(_headed, content)


def _headed(found: re.Match[bytes]) -> bytes:
    begin, parent, names, column = found.groups()
    kind, scope = (b"/S/TH", b"/Scope/Row") if column == b"0" else (b"/S/TD", b"")
    return begin + kind + parent + scope.ljust(len(names))


def as_data(pack: Pack) -> Data:
    """The pack as plain data, its texts such as the fonts can show."""
    return {
        "title": _shown(pack.title),
        "subtitle": _shown(pack.subtitle),
        "facts": _block(Terms(pack.facts)),
        "foot": _shown(pack.foot),
        "author": fit_for_fonts(pack.author),
        "about": fit_for_fonts(pack.about),
        "draft": pack.draft,
        "language": pack.language.split("-"),
        "date": [pack.moment.year, pack.moment.month, pack.moment.day],
        "families": FAMILIES,
        "marks": {mark: mark_svg(rating, FAMILIES[0]) for mark, rating in _MARKS.items()},
        "sections": [
            _section(level, section, _place(listed, section))
            for (level, section), listed in zip(pack.walk(), pack.listed(), strict=True)
        ],
    }


_MARKS: dict[str, Rating | None] = {**{rating.value: rating for rating in Rating}, "none": None}


def _place(listed: Section | str | None, section: Section) -> str:
    """The label of a heading by which the list that it is in finds it; one within a section has two columns."""
    if isinstance(listed, Section):
        column = listed.sections.index(section) >= (len(listed.sections) + 1) // 2
        return f"in-{listed.id}-{int(column)}"
    return listed or "contents"


def _section(level: int, section: Section, place: str) -> Data:
    return {
        "level": level,
        "place": place,
        "lists": [f"in-{section.id}-{column}" for column in (0, 1)] if section.together and section.sections else [],
        "title": _shown(section.title),
        "new_page": section.new_page,
        "blocks": [_block(block) for block in section.blocks],
    }


def _block(block: Block) -> Data:
    match block:
        case Paragraph(text, style):
            return {"kind": "paragraph", "style": style, "text": _text(text)}
        case Bullets(items, numbered):
            return {"kind": "bullets", "numbered": numbered, "items": [_text(item) for item in items]}
        case Terms(pairs):
            said = [[_shown(term), _text(text)] for term, text in pairs]
            return {"kind": "terms", "beside": block.are_short, "pairs": said}
        case Tiles(tiles):
            return {"kind": "tiles", "tiles": [_tile(tile) for tile in tiles]}
        case Table():
            return _table(block)
        case Pictures():
            return {"kind": "pictures", "rows": [[_picture(one) for one in row] for row in block.rows]}


def _picture(picture: Picture) -> Data:
    return {
        "svg": picture.svg,
        "alt": fit_for_fonts(picture.alt),
        "caption": _shown(picture.caption),
        "notes": [_shown(note) for note in picture.notes],
        "half": picture.is_small,
    }


def _tile(tile: Tile) -> Data:
    return {
        "mark": _mark(tile.mark),
        "word": _shown(tile.word),
        "number": f"{tile.number:,}",
        "meaning": _shown(tile.meaning),
        "since": _shown(tile.since),
    }


def _table(table: Table) -> Data:
    return {
        "kind": "table",
        "caption": _shown(table.caption),
        "columns": [{"heading": _shown(one.heading), "share": one.share, "align": one.align} for one in table.columns],
        "whole": len(table.rows) <= WHOLE and sum(len(cell.text) for row in table.rows for cell in row) <= UNCUT,
        "rows": [
            {"cut": max((len(cell.text) for cell in row), default=0) > UNCUT, "cells": [_cell(cell) for cell in row]}
            for row in table.rows
        ],
    }


def _cell(cell: Cell) -> Data:
    return {"lines": [_text(line) for line in cell.lines], "mark": _mark(cell.mark)}


def _mark(mark: Mark | None) -> str | None:
    return mark.value if isinstance(mark, Rating) else mark


def _text(text: Text) -> list[list[Any]]:
    return [[_shown(run.text), run.strong, run.emphasis] for run in text]


def _shown(text: str) -> str:
    """A text as it stands on a page."""
    return breakable(fit_for_fonts(text))
