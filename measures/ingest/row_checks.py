"""Checks on one row at a time: each a function, each with its own issue code (docs/issues.md)."""

from datetime import date

import numpy as np

from measures.ingest.figures_of_file import FileFigures, Mask
from measures.ingest.findings import Fault, lines_in_words
from measures.ingest.words import listed
from measures.model.issue import Issue, Severity
from measures.model.measure import Kind
from measures.model.quarter import Quarter, day_in_words
from measures.model.value import Status

_PARTS_IN_WORDS = {
    Kind.RATE: "the numerator and the population",
    Kind.RATIO: "the numerator and the denominator, or a bare value",
    Kind.MEAN: "the total and the number of cases, or a bare value",
}


_KIND_IN_WORDS = {
    Kind.COUNT: "a count",
    Kind.STOCK: "a headcount or stock at the quarter's end",
    Kind.ROLLING: "a figure for twelve months",
    Kind.AS_IS: "a published figure that is kept as it is",
}


def narrative_measure(file: FileFigures) -> None:
    """A measure that is comment only takes no figures."""

    def fault(position: int) -> Fault:
        return Fault(
            "narrative_measure",
            f"“{file.measure(position).title}” is comment only: it takes no figures.",
            "Take the row out.",
            "a measure that takes figures",
        )

    file.tell(file.of_kind(Kind.NARRATIVE), "measure_id", "narrative_measure", fault)


def added_up(file: FileFigures) -> None:
    """A measure that is the sum of others takes no figures of its own."""

    def fault(position: int) -> Fault:
        measure = file.measure(position)
        return Fault(
            "figure_of_a_sum",
            f"“{measure.title}” is added up from {listed(measure.sum_of, 'and')}: it takes no figures of its own.",
            "Take the row out, and give the figures of those measures.",
            "a measure that takes figures",
        )

    file.tell(file.of_measure(lambda measure: bool(measure.sum_of)), "measure_id", "figure_of_a_sum", fault)


def wrong_column(file: FileFigures) -> None:
    """A figure stands in a column that the measure's kind does not have."""
    whole = file.of_measure(lambda measure: not measure.kind.has_parts and measure.kind is not Kind.NARRATIVE)
    for column in ("numerator", "denominator"):
        given = ~np.isnan(getattr(file, column))

        def of_parts(position: int, column: str = column) -> Fault:
            measure = file.measure(position)
            return Fault(
                "wrong_column",
                f"“{measure.title}” is {_KIND_IN_WORDS[measure.kind]}: it has no {column}.",
                "Put the figure under value and leave numerator and denominator empty.",
                "an empty cell",
            )

        file.tell(whole & given & file.is_sound, column, "wrong_column", of_parts)

    def of_rate(position: int) -> Fault:
        return Fault(
            "wrong_column",
            f"“{file.measure(position).title}” is a rate: it is worked out from its parts.",
            "Put the count under numerator and the population under denominator, and leave value empty.",
            "an empty cell",
        )

    file.tell(file.of_kind(Kind.RATE) & ~np.isnan(file.value) & file.is_sound, "value", "wrong_column", of_rate)


def two_figures(file: FileFigures) -> None:
    """A ratio or mean comes with its parts and a bare value too."""
    parts = ~np.isnan(file.numerator) | ~np.isnan(file.denominator)

    def fault(position: int) -> Fault:
        return Fault(
            "two_figures",
            "The row has a value and its parts too.",
            "Leave value empty where numerator and denominator are given: the value is worked out from them.",
            "either a value, or a numerator and a denominator",
        )

    where = file.of_kind(Kind.RATIO, Kind.MEAN) & ~np.isnan(file.value) & parts & file.is_sound
    file.tell(where, "value", "two_figures", fault)


def half_a_figure(file: FileFigures) -> None:
    """One of numerator and denominator is given without the other."""
    numerator, denominator = ~np.isnan(file.numerator), ~np.isnan(file.denominator)
    parts = file.of_measure(lambda measure: measure.kind.has_parts) & file.is_sound & np.isnan(file.value)
    for column, one, other in (
        ("numerator", denominator, numerator),
        ("denominator", numerator, denominator),
    ):

        def fault(position: int, column: str = column) -> Fault:
            return Fault(
                "half_a_figure",
                f"The {column} is empty, and the other part is given.",
                "Give both parts, or leave both empty with a status letter.",
                "a number",
            )

        file.tell(parts & one & ~other, column, "half_a_figure", fault)


def _has_figure(file: FileFigures) -> Mask:
    return ~(np.isnan(file.value) & np.isnan(file.numerator) & np.isnan(file.denominator))


def blank_figure(file: FileFigures) -> None:
    """No figure, and no status that says why: never taken for zero."""
    excused = file.of_status(lambda letter: Status(letter).is_empty)

    def fault(position: int) -> Fault:
        letter = str(file.frame["status"].iat[position])
        kind = file.measure(position).kind
        what = _PARTS_IN_WORDS.get(kind, "the value")
        why = f"with the status {letter}, which goes with a figure" if letter else "without a status"
        return Fault(
            "blank_figure",
            f"The figure is blank {why}. A blank is never taken for zero.",
            f"Write {what}; 0 if it was counted and there were none; or leave it blank with the status x (not "
            "available), c (confidential) or z (not applicable).",
            "a figure, or one of the statuses x, c, z",
        )

    where = ~_has_figure(file) & ~excused & ~file.of_kind(Kind.NARRATIVE) & file.is_sound
    rates = file.of_kind(Kind.RATE)
    file.tell(where & ~rates, "value", "blank_figure", fault)
    file.tell(where & rates, "numerator", "blank_figure", fault)


def figure_with_status(file: FileFigures) -> None:
    """A figure beside a status that says that there is none."""

    def fault(position: int) -> Fault:
        letter = Status(str(file.frame["status"].iat[position]))
        return Fault(
            "figure_with_status",
            f"The status {letter.value} says that the figure is {letter.words}, but the row has one.",
            "Take the figure out, or the status.",
            "no figure beside x, c or z",
        )

    withheld = file.of_status(lambda letter: Status(letter).is_empty)
    file.tell(withheld & _has_figure(file) & file.is_sound, "status", "figure_with_status", fault)


def future_quarter(file: FileFigures) -> None:
    """A quarter that has not ended: no figure for it can be complete."""
    now = Quarter.containing(file.today)

    def fault(position: int) -> Fault:
        quarter = file.quarter(position)
        begun = quarter == now
        what = "ended" if begun else "begun"
        return Fault(
            "future_quarter",
            f"{quarter} ({quarter.months}) has not {what} yet: it is {day_in_words(file.today)}.",
            f"Load it after {day_in_words(quarter.end)}: part of a quarter cannot be compared with a whole one."
            if begun
            else "Check the quarter.",
            f"{now.shift(-1)} or earlier",
        )

    file.tell(file.quarters >= now.ordinal, "quarter", "future_quarter", fault)


def not_collected(file: FileFigures) -> None:
    """A quarter outside the span in which the series is collected."""
    firsts = np.array([m.first_quarter.ordinal if m.first_quarter else 0 for m in file.measures], np.int64)
    lasts = np.array([m.last_quarter.ordinal if m.last_quarter else 1 << 30 for m in file.measures], np.int64)

    def fault(position: int) -> Fault:
        measure = file.measure(position)
        first, last = measure.first_quarter, measure.last_quarter
        span = " ".join([*([f"from {first}"] if first else []), *([f"to {last}"] if last else [])])
        return Fault(
            "not_collected",
            f"“{measure.title}” is collected {span}; this row is for {file.quarter(position)}.",
            "Check the measure and the quarter; if the series goes on, change its definition first.",
            f"a quarter {span}",
        )

    if len(file.measures):
        codes = file.measure_codes
        where = (file.quarters < firsts[codes]) | (file.quarters > lasts[codes])
        file.tell(where, "quarter", "not_collected", fault)


def data_to_outside_quarter(file: FileFigures) -> None:
    """The day that the figure runs to does not lie in its quarter; a note where it lies before its end."""
    if file.reading.cells is None or file.reading.cells.data_to is None:
        return
    days: list[date | None] = file.frame["data_to"].tolist()
    outside, early = np.zeros(len(days), np.bool_), np.zeros(len(days), np.bool_)
    known: dict[tuple[int, date], tuple[bool, bool]] = {}
    for position, (day, ordinal) in enumerate(zip(days, file.quarters.tolist(), strict=True)):
        if day is None:
            continue
        if (ordinal, day) not in known:
            quarter = Quarter(ordinal)
            is_in = quarter.start <= day <= quarter.end
            known[ordinal, day] = not is_in, is_in and day < quarter.end
        outside[position], early[position] = known[ordinal, day]

    def fault(position: int) -> Fault:
        quarter, day = file.quarter(position), days[position]
        assert day is not None
        return Fault(
            "data_to_outside_quarter",
            f"{day_in_words(day)} is not in {quarter} ({quarter.months}).",
            f"Write the last day that the figure counts, {quarter.end} if it is the whole quarter, or leave it empty.",
            f"a day from {quarter.start} to {quarter.end}",
        )

    file.tell(outside, "data_to", "data_to_outside_quarter", fault)
    _part_quarter(file, early)


def _part_quarter(file: FileFigures, early: Mask) -> None:
    positions = np.flatnonzero(early).tolist()
    if positions:
        first = positions[0]
        lines = lines_in_words(file.frame["line"].to_numpy()[positions].tolist())
        file.findings.add(
            Issue(
                Severity.NOTE,
                "part_quarter",
                f"Figures that end before their quarter does ({lines}) are compared as whole quarters.",
                "Load the whole quarter when it is known.",
                file.line(first),
                "data_to",
                file.text("data_to", first),
            )
        )


def no_year_to_date(file: FileFigures) -> None:
    """A year to date of a measure whose quarters do not add up to one."""

    def fault(position: int) -> Fault:
        measure = file.measure(position)
        return Fault(
            "no_year_to_date",
            f"“{measure.title}” is {_KIND_IN_WORDS[measure.kind]}: its quarters do not add up to a year to date.",
            "Leave basis empty: the figure is that of the quarter's end.",
            "an empty cell or quarter",
        )

    combined = file.of_measure(lambda measure: measure.kind.is_combined or measure.kind is Kind.NARRATIVE)
    file.tell(file.is_ytd & ~combined, "basis", "no_year_to_date", fault)
