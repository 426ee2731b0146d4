"""Checks on whether a figure can be at all: shares of more than the whole, figures below zero."""

from measures.ingest.figures_of_file import FileFigures
from measures.ingest.findings import Fault
from measures.ingest.words import in_figures
from measures.model.issue import Severity
from measures.model.measure import Kind, Measure


def _is_share(measure: Measure) -> bool:
    return measure.kind is Kind.RATIO and measure.in_percent


def above_denominator(file: FileFigures) -> None:
    """A share of more than the whole."""

    def fault(position: int) -> Fault:
        part, whole = file.figure("numerator", position), file.figure("denominator", position)
        return Fault(
            "above_denominator",
            f"The numerator, {in_figures(part)}, is above the denominator, {in_figures(whole)}: no percentage can be "
            "above 100.",
            "Check both figures; they may have changed places.",
            f"at most {in_figures(whole)}",
        )

    where = file.of_measure(_is_share) & (file.numerator > file.denominator) & file.is_sound
    file.tell(where, "numerator", "above_denominator", fault)


def outside_0_to_100(file: FileFigures) -> None:
    """A bare percentage of a whole below 0 or above 100."""

    def fault(position: int) -> Fault:
        return Fault(
            "outside_0_to_100",
            f"{in_figures(file.figure('value', position))} is no percentage of a whole.",
            "Check the figure: it may be a count, or stand in the wrong row.",
            "0 to 100",
        )

    hundred = 100 * 10.0**file.decimals
    where = file.of_measure(_is_share) & ((file.value < 0) | (file.value > hundred)) & file.is_sound
    file.tell(where, "value", "outside_0_to_100", fault)


def negative_part(file: FileFigures) -> None:
    """A denominator, or the numerator of a ratio, below zero."""
    parts = file.of_measure(lambda measure: measure.kind.has_parts) & file.is_sound
    ratio = file.of_kind(Kind.RATIO)
    for column, where in (
        ("denominator", parts & (file.denominator < 0)),
        ("numerator", parts & ratio & (file.numerator < 0)),
    ):

        def fault(position: int, column: str = column) -> Fault:
            return Fault(
                "negative_part",
                f"The {column}, {in_figures(file.figure(column, position))}, is below zero.",
                "Check the figure.",
                "0 or more",
            )

        file.tell(where, column, "negative_part", fault)


def negative_stock(file: FileFigures) -> None:
    """A headcount or stock below zero."""

    def fault(position: int) -> Fault:
        return Fault(
            "negative_stock",
            f"{in_figures(file.figure('value', position))} {file.measure(position).unit} cannot be: it is below zero.",
            "Check the figure; write what there was at the quarter's end, not the change.",
            "0 or more",
        )

    file.tell(file.of_kind(Kind.STOCK) & (file.value < 0) & file.is_sound, "value", "negative_stock", fault)


def negative_count(file: FileFigures) -> None:
    """A count below zero: possible where records were cancelled, so a person's word is asked for."""
    for column, kinds in (
        ("value", (Kind.COUNT, Kind.ROLLING)),
        ("numerator", (Kind.RATE, Kind.MEAN)),
    ):
        figures = getattr(file, column)

        def fault(position: int, column: str = column) -> Fault:
            return Fault(
                "negative_count",
                f"{in_figures(file.figure(column, position))} is below zero.",
                "Confirm it if more records were cancelled than made in this quarter; mend it if not.",
                "0 or more, or a person's word",
            )

        where = file.of_kind(*kinds) & (figures < 0) & file.is_sound
        if column == "value":
            where &= ~file.of_measure(lambda measure: measure.in_percent)
        file.tell(where, column, "negative_count", fault, Severity.CONFIRM)
