"""Each quarter by itself, as doubles for the signal and for pictures, and where new stretches of it start."""

import numpy as np
import numpy.typing as npt

from measures.model.measure import Kind, Plan
from measures.model.quarter import Quarter
from measures.rules.gates import visible
from measures.rules.grid import Bools
from measures.rules.signal import APPLIES_TO, LABELS, limits_and_labels
from measures.rules.steps import Sheet
from measures.rules.windows import Span

MOVED_BEYOND = 5  # one in so many quarters outside, and it is the level that has moved


def drawable(sheet: Sheet, rows: npt.NDArray[np.int64], column: int) -> npt.NDArray[np.float64]:
    """The single-quarter figures of the rows up to a column; NaN where there is none to show.

    `rows` are the grid's rows of the plan's measures, in their order.
    """
    windows = sheet.spans[Span.QUARTER]
    ordinals = sheet.grid.first + np.arange(column + 1)
    first, last = sheet.terms.first[:, None], sheet.terms.last[:, None]
    shown = visible(windows)[rows, : column + 1] & (ordinals >= first) & (ordinals <= last)
    scale = (sheet.terms.scale_numerator / sheet.terms.scale_denominator)[:, None]
    with np.errstate(all="ignore"):
        figures = scale * windows.numerator[rows, : column + 1].astype(float)
        figures = figures / windows.denominator[rows, : column + 1].astype(float)
    return np.where(shown, figures, np.nan)


def outside_limits(plan: Plan, figures: npt.NDArray[np.float64], starts: Bools) -> Bools:
    """Which of the figures lie outside the limits of their stretch, as they are known at the last column.

    None of a series in which more than a fifth do: its level has moved, and no single quarter stands out.
    """
    is_count = np.array([measure.kind is Kind.COUNT for measure in plan.measures])
    judged = np.array([measure.kind in APPLIES_TO for measure in plan.measures])
    chart = limits_and_labels(figures, starts=starts, is_count=is_count, options=plan.head.signal)
    outside = [LABELS.index(label) for label in ("outside_high", "outside_low")]
    found = np.isin(chart.codes, outside) & judged[:, None]
    rare = found.sum(axis=1) * MOVED_BEYOND <= np.isfinite(figures).sum(axis=1)
    return found & rare[:, None]


def stretch_starts(sheet: Sheet, column: int) -> Bools:
    """Where each measure's stretches start, shape (measures, columns up to `column`).

    A stretch starts in the quarter in which a non-comparable break or a rebase falls; what lies outside the columns
    has no effect on them.
    """
    starts = np.zeros((len(sheet.terms.ids), column + 1), dtype=bool)
    places = [(b.measure, Quarter.containing(b.date)) for b in sheet.plan.breaks if not b.comparable]
    places += [(r.measure, r.quarter) for r in sheet.plan.rebases]
    for measure, quarter in places:
        at = quarter.ordinal - sheet.grid.first
        if measure in sheet.terms.ids and 0 <= at <= column:
            starts[sheet.terms.ids.index(measure), at] = True
    return starts
