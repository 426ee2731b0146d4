"""Each quarter by itself, as doubles for the signal and for pictures, and where new stretches of it start."""

import numpy as np
import numpy.typing as npt

from measures.model.quarter import Quarter
from measures.rules.gates import visible
from measures.rules.grid import Bools
from measures.rules.steps import Sheet
from measures.rules.windows import Span


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
