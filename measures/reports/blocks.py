"""The content of a pack: sections of blocks. Every format renders the same, so that none says more than another.

A text is runs, with nothing to interpret: whatever a person typed is shown as the characters that it is. What was
bold or a list in a commentary has become `strong`, `emphasis` or `Bullets` before it comes here.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from itertools import groupby
from typing import Literal

from measures.model.rating import Rating

#: `none` is the dashed square of what has no rating; None stands where there is no mark at all.
Mark = Rating | Literal["none"]
#: The widest picture (points) that still takes half of a page.
SMALL = 300
#: The longest term (characters) that has what is said of it beside it, not beneath.
SHORT_TERM = 24


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text in one dress."""

    text: str
    strong: bool = False
    emphasis: bool = False


Text = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; `lead` is the finding of a section, `note` small print, `head` a heading that is in no contents."""

    text: Text
    style: Literal["body", "lead", "note", "head"] = "body"


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list; `numbered` counts its items."""

    items: tuple[Text, ...]
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class Terms:
    """Pairs of a term and what is said of it."""

    pairs: tuple[tuple[str, Text], ...]

    @property
    def are_short(self) -> bool:
        """Whether the terms are short enough to stand beside what is said of them."""
        return all(len(term) <= SHORT_TERM and "\n" not in term for term, _ in self.pairs)


@dataclass(frozen=True, slots=True)
class Tile:
    """One total: mark, word, number, what it means, how it was before ("" where that is not known)."""

    mark: Mark
    word: str
    number: int
    meaning: str
    since: str = ""


@dataclass(frozen=True, slots=True)
class Tiles:
    """The totals, side by side."""

    tiles: tuple[Tile, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table. `share` is its part of the width, beside those of the others."""

    heading: str
    share: float = 1.0
    align: Literal["start", "end"] = "start"


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: what is read, in lines, with a mark before it where it says a rating.

    `number` is the exact figure behind the text, None where the text is no figure: a spreadsheet gets it as a number
    shown with `places` decimals.
    """

    lines: tuple[Text, ...]
    mark: Mark | None = None
    number: Fraction | None = None
    places: int = 0

    @property
    def text(self) -> str:
        """The plain text, its lines joined."""
        return "\n".join(plain_text(line) for line in self.lines)


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a caption and one row of headings; the first cell of each row is its head.

    `id` is unique within its section: it names the file of a bundle.
    """

    id: str
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart: finished SVG that calls on nothing outside itself, with the text that states its finding.

    `width` and `height` are its own, in points of the SVG. Two or more in a row stand side by side where there is room.
    `notes` are the small print beneath it: what its letters stand for, where its axis starts.
    """

    svg: str
    alt: str
    caption: str
    width: float
    height: float
    notes: tuple[str, ...] = ()

    @property
    def is_small(self) -> bool:
        """Whether it takes half of a page's width, so that another can stand beside it."""
        return self.width <= SMALL


@dataclass(frozen=True, slots=True)
class Pictures:
    """Charts in a grid, in reading order."""

    pictures: tuple[Picture, ...]

    @property
    def rows(self) -> list[list[Picture]]:
        """The rows of the grid: two small ones beside each other, a wide one by itself."""
        rows: list[list[Picture]] = []
        for small, group in groupby(self.pictures, lambda one: one.is_small):
            found, across = list(group), 2 if small else 1
            rows += [found[n : n + across] for n in range(0, len(found), across)]
        return rows


Block = Paragraph | Bullets | Terms | Tiles | Table | Pictures


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the pack under a heading, in the contents.

    In a workbook each section of the second level, and of the first where it has none within, has a sheet; those within
    one that keeps them `together` share one. They are too many for the contents of the pack: it lists them itself.
    """

    id: str
    title: str
    blocks: tuple[Block, ...] = ()
    sections: tuple["Section", ...] = ()
    new_page: bool = False
    together: bool = False


@dataclass(frozen=True, slots=True)
class Pack:
    """The whole: a cover with its facts, the sections in order.

    `foot` stands at the foot of each page beside its number; `draft` marks every page as one. `moment` is the one that
    documents are dated with: of the publication, or of the newest act that a draft shows. `about` is one sentence for
    the documents' own description.
    """

    title: str
    subtitle: str
    facts: tuple[tuple[str, Text], ...]
    sections: tuple[Section, ...]
    foot: str
    moment: datetime
    author: str = ""
    about: str = ""
    draft: bool = False
    language: str = "en-GB"

    def walk(self) -> Iterator[tuple[int, Section]]:
        """Every section with its level (1 the outermost), in reading order."""
        for section in self.sections:
            yield from _walk(section, 1)

    def listed(self) -> Iterator[Section | Literal["nowhere"] | None]:
        """Of each section in reading order where it is listed: None for the contents of the pack, else the section.

        The contents have the first two levels, but for those that are kept together: the section around lists these.
        """
        for outer in self.sections:
            for level, _ in _walk(outer, 1):
                yield "nowhere" if level > 2 else outer if outer.together and level == 2 else None


def _walk(section: Section, level: int) -> Iterator[tuple[int, Section]]:
    yield level, section
    for inner in section.sections:
        yield from _walk(inner, level + 1)


def said(text: str) -> Text:
    """A plain text."""
    return (Run(text),) if text else ()


def cell(text: str, mark: Mark | None = None) -> Cell:
    """A cell of plain text, a line for each of its lines."""
    return Cell(tuple(said(line) for line in text.split("\n")), mark)


def plain_text(text: Text) -> str:
    """The characters of a text."""
    return "".join(run.text for run in text)
