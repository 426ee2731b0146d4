"""Who gives the data out, under which licence, and the page of plain words that goes with it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from textwrap import wrap

from measures.model.quarter import day_in_words
from measures.model.words import listed
from measures.reports.characters import fit
from measures.reports.open_data.shapes import Table
from measures.services.open_data import OpenData
from measures.views.figures import counted

README = "README.txt"
#: The licence of the public sector, unless the office names another.
OPEN_GOVERNMENT = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"
_WIDTH = 100


@dataclass(frozen=True, slots=True)
class About:
    """What the data is called, what it is, who gives it out, and the address of its licence."""

    title: str
    description: str
    publisher: str
    licence: str


def about(data: OpenData, publisher: str = "", licence: str = "") -> About:
    """What is said of the data; the publisher is the commissioner of this force unless another is named."""
    plans = listed([head.title for head in data.plans])
    return About(
        title=f"Police and crime plan measures, {data.force}",
        description=f"Quarterly figures, ratings with their reasons, and definitions of the measures of: {plans}.",
        publisher=publisher.strip() or f"Police and Crime Commissioner for {data.force}",
        licence=licence.strip() or OPEN_GOVERNMENT,
    )


def readme(data: OpenData, about: About, tables: Sequence[Table]) -> bytes:
    """README.txt: what is here, how to read it, what is left out."""
    lines = [about.title, "=" * min(len(about.title), _WIDTH), ""]
    for paragraph in _paragraphs(data, about, tables):
        lines += [*_wrapped(paragraph), ""]
    return fit("\n".join(lines)).replace("\n", "\r\n").encode("utf-8-sig")


def _wrapped(paragraph: str) -> list[str]:
    """A paragraph, or the item of a list with what belongs to it indented."""
    if paragraph.startswith("  "):
        return wrap(paragraph, _WIDTH, subsequent_indent="    ", break_long_words=False, break_on_hyphens=False)
    return wrap(paragraph, _WIDTH, break_long_words=False, break_on_hyphens=False)


def _paragraphs(data: OpenData, about: About, tables: Sequence[Table]) -> Iterator[str]:
    yield about.description
    licence = "the Open Government Licence v3.0, " if about.licence == OPEN_GOVERNMENT else ""
    yield (
        f"Published by: {about.publisher}. Licence: {licence}{about.licence}. Some figures are from other bodies: "
        "measures.csv names them under source. Say where the data is from when you use it."
    )
    yield f"As it stood on {day_in_words(data.moment.date())}."
    yield "WHAT IS HERE"
    for table in tables:
        yield f"  {table.file} ({counted(len(table.rows), 'row')}). {table.words}"
    yield (
        "  csv-metadata.json. The same for a machine (CSV on the Web): every column with its type and meaning, every "
        "key, and which tables belong together."
    )
    yield "HOW TO READ IT"
    yield from ("  - " + one.replace("{force}", data.force) for one in _HOW)
    yield "WHAT IS NOT HERE"
    yield from (f"  - {one}" for one in _NOT_HERE)


_HOW = (
    "The files are UTF-8 with commas. A blank cell has nothing to say; codes.csv says what codes mean.",
    "Quarters are financial: Q1 is April to June, Q4 is January to March. quarters.csv has their days.",
    "In figures.csv a blank area is {force}. A rate, ratio or mean has a numerator and a denominator: add each of them "
    "up over a longer period, then divide. Never average percentages.",
    "Ratings say how a figure compares with an earlier one: green is at or better, amber slightly worse (within the "
    "tolerance), red worse. Each has its sum in words under reason. They compare; they say nothing of what was to be "
    "reached.",
    "The ratings are from the figures as they stand now. Figures are revised: vintage is when each was recorded. What "
    "was said to a meeting at the time is in what was published for it; publications.csv lists that.",
    "breaks.csv says when counting changed. Do not compare across a break that is not comparable.",
    "A measure that is a sum of others (sum_of in measures.csv) has no rows in figures.csv: add up its parts.",
    "A text that begins with =, +, - or @ has an apostrophe before it: so no spreadsheet takes it for a formula.",
)
_NOT_HERE = (
    "Measures that are not public, and sums from which one of them could be worked out.",
    "Figures withheld to protect confidentiality (status c), and figures of longer periods from which they could be "
    "worked out.",
    "Ratings of numbers too small to rate: there is no percentage either, and reason_code is small_numbers.",
    "Commentary, and the names of the people of the office.",
)
