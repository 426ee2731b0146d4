"""A pack as plain files in a zip: a CSV for each table, one text file with every word, and an index that names them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from measures.model.words import number
from measures.reports.archive import packed
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
from measures.reports.names import slug, unique
from measures.views.safe_cells import csv_bytes, harmless_but_numbers

WORDS, INDEX = "words.txt", "index.csv"
DRAFT = "DRAFT: not published, figures and words may change"


@dataclass(frozen=True, slots=True)
class _File:
    """A table with the section that it stands in and the name of its file."""

    name: str
    section: Section
    table: Table


def bundle(pack: Pack) -> bytes:
    """The pack as a zip. The same bytes for the same pack."""
    files = _files(pack)
    index: list[Sequence[object]] = [("file", "what it holds", "section", "rows", "publication")]
    foot = pack.foot + (f" · {DRAFT}" if pack.draft else "")
    index.append((WORDS, fit(f"{pack.title}: every word, in order"), "", "", fit(foot)))
    for one in files:
        index.append((one.name, fit(one.table.caption), fit(one.section.title), len(one.table.rows), fit(foot)))
    contents = [(INDEX, csv_bytes(index)), (WORDS, words(pack, files).encode("utf-8-sig"))]
    return packed(contents + [(one.name, table_csv(one.table)) for one in files], pack.moment)


def _files(pack: Pack) -> list[_File]:
    """The tables in reading order, their file names numbered so that they sort in it."""
    found = [(section, block) for _, section in pack.walk() for block in section.blocks if isinstance(block, Table)]
    names = unique((f"{slug(section.id)}-{slug(table.id)}".strip("-") for section, table in found), "table")
    named = enumerate(zip(names, found, strict=True), start=1)
    return [_File(f"{n:02d}-{name}.csv", section, table) for n, (name, (section, table)) in named]


def table_csv(table: Table) -> bytes:
    """A table as CSV: figures exact and ungrouped, texts made harmless.

    A column whose texts say more than their figure has the figures in a column of their own beside it.
    """
    columns: list[list[str]] = []
    for place, column in enumerate(table.columns):
        cells = [row[place] for row in table.rows]
        heading = fit(column.heading)
        held = [one for one in cells if one.number is not None]
        if all(is_figure_alone(one) for one in held):
            columns.append([heading, *(fit(one.text) if one.number is None else exact(one.number) for one in cells)])
        else:
            columns.append([heading, *(fit(one.text) for one in cells)])
            columns.append([f"{heading} (figure)", *("" if one.number is None else exact(one.number) for one in cells)])
    return csv_bytes(list(zip(*columns, strict=True)), safe=harmless_but_numbers)


def is_figure_alone(cell: Cell) -> bool:
    """Whether a cell's text is its figure and nothing else but £, % or a sign."""
    if cell.number is None:
        return False
    before, found, after = cell.text.partition(number(abs(cell.number), cell.places))
    return bool(found) and before in ("", "£", "+", "-", "−", "−£", "-£", "+£") and after in ("", "%")


def exact(figure: Fraction) -> str:
    """A figure in digits: to its end where that comes within 40 decimals, else to 12.

    >>> exact(Fraction(-5, 4)), exact(Fraction(1, 3))
    ('-1.25', '0.333333333333')
    """
    places = next((n for n in range(41) if 10**n % figure.denominator == 0), 12)
    units = round(figure * 10**places)
    whole, part = divmod(abs(units), 10**places)
    return f"{'-' if units < 0 else ''}{whole}" + (f".{part:0{places}d}" if places else "")


def words(pack: Pack, files: Sequence[_File]) -> str:
    """Every word of the pack that is in no table, in order; a table is named with its file."""
    names = iter([one.name for one in files])
    lines = [pack.title, "=" * min(len(pack.title), 80), pack.subtitle, ""]
    lines += [DRAFT, ""] if pack.draft else []
    lines += [f"{term}: {plain_text(text)}" for term, text in pack.facts]
    for level, section in pack.walk():
        lines += ["", "", f"{'#' * level} {section.title}"]
        for block in section.blocks:
            lines += ["", *_lines(block, names)]
    return fit("\n".join([*lines, "", "", pack.foot, ""])).replace("\n", "\r\n")


def _lines(block: Block, names: Iterator[str]) -> Iterator[str]:
    match block:
        case Paragraph(text):
            yield plain_text(text)
        case Bullets(items, numbered):
            for n, item in enumerate(items, 1):
                yield f"{n}. {plain_text(item)}" if numbered else f"- {plain_text(item)}"
        case Terms(pairs):
            for term, text in pairs:
                yield f"{term}: {plain_text(text)}"
        case Tiles(tiles):
            for tile in tiles:
                yield f"{tile.word}: {tile.number:,}. " + "; ".join(part for part in (tile.meaning, tile.since) if part)
        case Table():
            yield f"Table: {block.caption} (see {next(names)})"
        case Pictures(pictures):
            for one in pictures:
                yield from (f"Chart: {one.caption}", one.alt, *one.notes)
