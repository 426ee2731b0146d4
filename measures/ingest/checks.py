"""Every check on an upload, in order: what stops it, what needs a person's word (SPEC section 10).

A new check is a function over `FileFigures` with an issue code of its own, a line in CHECKS and an entry in
docs/issues.md. Faults within a cell are told by reading (`measures.ingest.rows`).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from measures.ingest.figures_of_file import FileFigures, file_figures
from measures.ingest.findings import in_order, with_cells
from measures.ingest.plausibility import unlikely_figures
from measures.ingest.range_checks import (
    above_denominator,
    negative_count,
    negative_part,
    negative_stock,
    outside_0_to_100,
)
from measures.ingest.reading import Reading
from measures.ingest.row_checks import (
    added_up,
    blank_figure,
    data_to_outside_quarter,
    figure_with_status,
    future_quarter,
    half_a_figure,
    narrative_measure,
    no_year_to_date,
    not_collected,
    two_figures,
    wrong_column,
)
from measures.ingest.year_checks import duplicate_row, year_to_date
from measures.model.issue import Issue
from measures.model.measure import Break, Measure

CHECKS: tuple[Callable[[FileFigures], None], ...] = (
    narrative_measure,
    added_up,
    future_quarter,
    not_collected,
    wrong_column,
    two_figures,
    half_a_figure,
    blank_figure,
    figure_with_status,
    data_to_outside_quarter,
    above_denominator,
    outside_0_to_100,
    negative_part,
    negative_stock,
    no_year_to_date,
    duplicate_row,
    year_to_date,
    negative_count,
    unlikely_figures,
)


@dataclass(frozen=True, slots=True)
class Checked:
    """All issues of an upload, those of its reading included, and how many of its rows they refuse.

    `sound` are the rows of the reading's frame that no fault stops: all of them in a file that may be accepted.
    """

    issues: list[Issue]
    stopped: int
    sound: pd.DataFrame


def check_upload(
    reading: Reading,
    measures: Mapping[str, Measure],
    current: pd.DataFrame,
    today: date,
    breaks: Sequence[Break] = (),
) -> Checked:
    """Every fault of a file that has been read, at once.

    `measures` are those the file was read with, `current` the values frame of what is held now (of the file's
    measures and areas at least), `today` the day on which it is looked at, `breaks` where the measures came to be
    counted differently: figures on the two sides of one that is not comparable are not held against each other.
    Nothing is raised.
    """
    file = file_figures(reading, measures, current, today, breaks)
    if len(file.rows):
        for check in CHECKS:
            check(file)
    stopped = reading.stopped_rows | file.findings.stopped
    sound = reading.frame[~reading.frame.index.isin(list(stopped))] if stopped else reading.frame
    issues = in_order(reading.issues + with_cells(file.findings.issues, reading.letters))
    return Checked(issues, len(stopped) + reading.lost_lines, sound)


def check_values(reading: Reading, measures: Mapping[str, Measure], current: pd.DataFrame, today: date) -> list[Issue]:
    """The issues that the checks find, without those of the reading."""
    found = check_upload(reading, measures, current, today).issues
    return [issue for issue in found if not any(issue is known for known in reading.issues)]
