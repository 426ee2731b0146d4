"""What a pack's workbook is made by: looks, names of sheets, formats that show a figure as its text has it."""

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from measures.charts.theme import FILLS, INK, PALETTE, PAPER
from measures.model.rating import Rating
from measures.model.words import number
from measures.reports.blocks import Cell, Pack, Section, Table
from measures.reports.characters import fit

#: Excel holds 32,767 UTF-16 units in a cell; a longer text goes on in the cell beneath.
LONGEST = 16_000
_TALLEST = 400
_LINE = {"bottom": 1, "bottom_color": "#B1B4B6"}
_RATED = {**_LINE, "bold": True}
PLAIN: dict[str, Any] = {
    "font_name": "Arial", "font_size": 10, "valign": "top", "text_wrap": True, "font_color": INK,
}  # fmt: skip
LOOKS: dict[str, dict[str, Any]] = {
    "title": {"bold": True, "font_size": 16, "font_color": PALETTE[0], "text_wrap": False},
    "subtitle": {"font_size": 12, "text_wrap": False},
    "heading": {"bold": True, "font_size": 13, "font_color": PALETTE[0], "valign": "bottom"},
    "caption": {"bold": True, "text_wrap": False, "valign": "bottom"},
    "draft": {"bold": True, "text_wrap": False},
    "column": {"bold": True, "bg_color": PALETTE[0], "font_color": PAPER, "valign": "bottom"},
    "column_end": {
        "bold": True,
        "bg_color": PALETTE[0],
        "font_color": PAPER,
        "valign": "bottom",
        "align": "right",
        "indent": 1,
    },
    "cell": _LINE,
    "end": {**_LINE, "align": "right", "indent": 1},
    "red": {**_RATED, "bg_color": FILLS[Rating.RED], "font_color": PAPER},
    "amber": {**_RATED, "bg_color": FILLS[Rating.AMBER]},
    "green": {**_RATED, "bg_color": FILLS[Rating.GREEN]},
    "none": {**_LINE, "italic": True},
    "text": {},
    "strong": {"bold": True},
    "lead": {"bold": True, "font_size": 12},
    "note": {"font_size": 9, "font_color": "#505A5F"},
}
#: Rows of these have a height of their own (points); those of other texts are as high as the text needs.
HEIGHTS = {"title": 26, "subtitle": 20, "caption": 22, "draft": 16}
_NO_NAME = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_DIGIT = re.compile(r"\d")


def sheets_of(pack: Pack) -> Iterator[tuple[tuple[Section, ...], Section]]:
    """What has a sheet, with the sections that stand on it.

    Each section of the second level with all within it, and of the first where it has something of its own or nothing
    within. Those that are to stay together have one sheet, after that of the section they are in.
    """
    for outer in pack.sections:
        if outer.blocks or not outer.sections:
            yield (outer,), outer
        each = [tuple(_all_of(inner)) for inner in outer.sections]
        if outer.together and each:
            yield tuple(one for parts in each for one in parts), outer
        else:
            yield from zip(each, outer.sections, strict=True)


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
        name, n = _short(base, 30), 1
        while name.lower() in taken:
            n += 1
            name = f"{_short(base, 30 - len(str(n)))} {n}"
        taken.add(name.lower())
        names.append(name)
    return names


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def shares_of(tables: Sequence[Table]) -> list[float]:
    """The widths of the columns of a sheet: of each the widest share that a table on it has."""
    most = max(len(table.columns) for table in tables)
    scaled = [[one.share / (sum(c.share for c in table.columns) or 1) for one in table.columns] for table in tables]
    return [max(shares[place] for shares in scaled if place < len(shares)) for place in range(most)]


def number_format(cell: Cell) -> str:
    """The format in which Excel shows a cell's figure as its text has it; "" where the text is not that figure.

    What stands before and after the digits (£, %, a letter) goes into the format as words.
    """
    if cell.number is None or len(cell.lines) != 1:
        return ""
    text, digits = fit(cell.text), number(abs(cell.number), cell.places)
    before, found, after = text.partition(digits)
    if not found or len(before) + len(after) > 40 or _DIGIT.search(before + after) or "\n" in text:
        return ""
    shown = "#,##0" + ("." + "0" * cell.places if cell.places else "")
    whole = f"{_literal(before)}{shown}{_literal(after)}"
    if cell.number >= 0:
        return whole if before else f'{whole};"−"{whole}'
    return f"{shown}{_literal(after)};{whole}"


def _literal(text: str) -> str:
    """Words of a number format."""
    return '\\"'.join(f'"{part}"' if part else "" for part in text.split('"'))


def pieces(text: str) -> list[str]:
    """A text in pieces that a cell holds, at least one."""
    given = fit(text)
    return [given[n : n + LONGEST] for n in range(0, len(given), LONGEST)] or [""]


def height_of(text: str, width: float) -> float:
    """How high a row has to be (points) for a text across this many characters: Excel does not fit merged cells."""
    lines = sum(max(1, math.ceil(len(line) * 0.96 / width)) for line in text.split("\n"))
    return min(max(lines * 13 + 4, 17), _TALLEST)
