"""A template: one row for each figure that is still outstanding, with what helps to fill it in beside the empty cells.

What comes back is a file of the long form (docs/upload-formats.md): the columns for reading only are passed over.
"""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from measures.model.desk import DeskLine, Earlier
from measures.model.measure import Kind, Measure
from measures.model.quarter import Quarter
from measures.model.value import Status
from measures.model.words import number, short_figure
from measures.views.status_csv import harmless

#: For reading only, before and after the quarter; the cells to fill in; in the order of the columns.
ABOUT = ("measure_id", "title", "unit", "definition", "last_year", "last_figure", "fill_in")
TO_FILL = ("value", "numerator", "denominator", "status", "note")
COLUMNS = (*ABOUT, "quarter", *TO_FILL)
PARTS = ("numerator", "denominator")

_FILL_IN = {
    Kind.RATE: "numerator and denominator (the population)",
    Kind.RATIO: "numerator and denominator; value only where they are not known",
    Kind.MEAN: "numerator (the total) and denominator (the cases); value only where they are not known",
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
    """UTF-8 with a byte order mark, which Excel needs; every text made harmless, the letters explained in each row."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for row in rows:
        texts = row.texts | {"fill_in": f"{row.texts['fill_in']}. {LETTERS}"}
        writer.writerow(harmless(texts[name]) for name in COLUMNS)
    return buffer.getvalue().encode("utf-8-sig")


def template_name(plan_id: str, quarter: Quarter, ending: str) -> str:
    """The file's name: `outstanding-2024-2029-2025-26-Q4.xlsx`."""
    return f"outstanding-{plan_id}-{quarter.slug}.{ending}"


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
