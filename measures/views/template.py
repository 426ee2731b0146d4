"""A template: one row for each figure that is still outstanding, with what helps to fill it in beside the empty cells.

What comes back is a file of the long form (docs/upload-formats.md): the columns for reading only are passed over.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from measures.model.desk import DeskLine, Earlier
from measures.model.measure import Kind, Measure
from measures.model.quarter import Quarter
from measures.model.value import Status
from measures.model.words import number, short_figure
from measures.views.safe_cells import csv_bytes

#: For reading only, before and after the quarter; the cells to fill in; in the order of the columns.
ABOUT = ("measure_id", "title", "unit", "definition", "last_year", "last_figure", "fill_in")
TO_FILL = ("value", "numerator", "denominator", "status", "note")
COLUMNS = (*ABOUT, "quarter", *TO_FILL)
PARTS = ("numerator", "denominator")

_FILL_IN = {
    Kind.RATE: "numerator and denominator (the population)",
    Kind.RATIO: "numerator and denominator; value only where they are not known",
    Kind.MEAN: "numerator (the total) and denominator (the number of cases); value only where they are not known",
}


@dataclass(frozen=True, slots=True)
class TemplateRow:
    """One row: its texts by column (those to fill in are empty), and the columns that the measure's kind takes."""

    measure: Measure
    texts: dict[str, str]
    figures: tuple[str, ...]


def template_rows(lines: Iterable[DeskLine], quarter: Quarter) -> tuple[TemplateRow, ...]:
    """The rows of a template for these measures; texts are as they are, not yet made safe for a spreadsheet."""
    return tuple(_row(line, quarter) for line in lines)


def template_csv(rows: Iterable[TemplateRow]) -> bytes:
    """A CSV file that is safe in a spreadsheet; the status letters are explained in each row."""
    texts = [row.texts | {"fill_in": f"{row.texts['fill_in']}. {LETTERS}"} for row in rows]
    return csv_bytes([COLUMNS, *([one[name] for name in COLUMNS] for one in texts)])


def template_name(quarter: Quarter, ending: str, whose: str) -> str:
    """The file's name: `outstanding-2025-26-Q4-2024-2029.csv` for a plan's id, or an owner's name, in `whose`."""
    words = re.sub(r"[^a-z0-9]+", "-", whose.casefold()).strip("-")
    return f"outstanding-{quarter.slug}-{words[:60].rpartition('-')[0] if len(words) > 60 else words}.{ending}"


def _letters(*letters: Status) -> str:
    return ", ".join(f"{letter.value} {letter.words}" for letter in letters)


WITH_FIGURE = tuple(status for status in Status if status.value and not status.is_empty)
WITHOUT_FIGURE = tuple(status for status in Status if status.is_empty)
LETTERS = f"Status without a figure: {_letters(*WITHOUT_FIGURE)}; beside one: none, or {_letters(*WITH_FIGURE)}"


def _row(line: DeskLine, quarter: Quarter) -> TemplateRow:
    measure = line.measure
    texts = dict.fromkeys(COLUMNS, "") | {
        "measure_id": measure.id,
        "title": measure.title,
        "unit": measure.unit,
        "definition": " ".join(measure.definition.split()),
        "last_year": earlier_in_words(line.last_year, measure),
        "last_figure": earlier_in_words(line.last_figure, measure),
        "fill_in": _FILL_IN.get(measure.kind, "value"),
        "quarter": quarter.label,
    }
    return TemplateRow(measure, texts, figures_of(measure.kind))


def figures_of(kind: Kind) -> tuple[str, ...]:
    """The columns of figures that a measure of this kind may fill."""
    return {Kind.RATE: PARTS, Kind.RATIO: ("value", *PARTS), Kind.MEAN: ("value", *PARTS)}.get(kind, ("value",))


def earlier_in_words(earlier: Earlier | None, measure: Measure) -> str:
    """An earlier figure with its parts, quarter and status: `17.8% (3,743 of 21,052) in 2025/26 Q2, provisional`."""
    if earlier is None:
        return ""
    if earlier.value is None:
        return f"{earlier.status.words} in {earlier.quarter}"
    parts = ""
    if earlier.numerator is not None and earlier.denominator is not None:
        parts = f" ({_exactly(earlier.numerator)} of {_exactly(earlier.denominator)})"
    letter = f", {earlier.status.words}" if earlier.status.words else ""
    return f"{short_figure(earlier.value, measure)}{parts} in {earlier.quarter}{letter}"


def _exactly(given: Decimal) -> str:
    return number(given, max(-int(given.as_tuple().exponent), 0))
