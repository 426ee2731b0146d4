"""Bridge series: measures that are the sum of others, worked out when they are read and never stored. Pure.

A quarter of a sum is the sum of all parts that are collected in it (by their first and last quarter). It has no figure
where any of those has none, and none that may be shown where any is withheld. A break of a part is no break of the sum.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd
from pandas.api.types import union_categoricals

from measures.model.frames import VALUE_COLUMNS
from measures.model.measure import Measure, Plan
from measures.model.value import MAX_DIGITS
from measures.model.words import listed
from measures.rules.grid import LETTER_BITS, NOT_APPLICABLE, NOT_AVAILABLE, WITHHELD, Bools, Grid, Ints, build_grid
from measures.rules.terms import Terms, terms_of
from measures.rules.windows import Span, Spans, Windows

HIDDEN = WITHHELD | NOT_APPLICABLE
#: The letter of a sum is the first of these that any of its parts has: where it has no figure, and where it has one.
WITHOUT_FIGURE, WITH_FIGURE = "czx", "uepr"
_LETTERS = tuple((one, letters is WITH_FIGURE) for letters in (WITHOUT_FIGURE, WITH_FIGURE) for one in letters)
_TEXTS = ("measure_id", "area", "basis", "status")


def with_sums(values: pd.DataFrame, plan: Plan) -> pd.DataFrame:
    """The values frame with a row for each figure of the plan's sums.

    A sum is worked out for every area by itself. Rows that bear the id of a sum give way. The rows of the parts stay.
    """
    sums = plan.sums
    if not sums:
        return values
    own = _without(values, [one.id for one in sums])
    parts = tuple({part.id: part for one in sums for part in plan.parts_of(one)}.values())
    held = own[own["measure_id"].isin([part.id for part in parts])]
    if held.empty:
        return own
    terms = terms_of(Plan(plan.head, parts))
    grid = build_grid(held, terms, ())
    spans = Spans(grid, terms)
    found = [_Added(one, plan.parts_of(one), terms, grid, spans).frame() for one in sums if plan.parts_of(one)]
    return stacked([own, *found])


def of_parts(values: pd.DataFrame, plan: Plan, measure_id: str) -> pd.DataFrame:
    """The rows that the figures of one measure of the plan come from: its own, or those of the parts of a sum."""
    return values[values["measure_id"].isin(plan.only(measure_id).needed)]


def own_figures(values: pd.DataFrame, plan: Plan, measure_id: str) -> pd.DataFrame:
    """The rows of one measure of the plan, worked out where it is a sum."""
    summed = with_sums(values, plan.only(measure_id))
    return summed[summed["measure_id"] == measure_id]


def bridge_words(plan: Plan, measure: Measure) -> str:
    """What a sum is made of, as a sentence; "" for any other measure.

    `A bridge: the sum of A and B to 2016/17 Q4, and of C and D from 2017/18 Q1.`
    """
    if not measure.sum_of:
        return ""
    groups: dict[str, list[str]] = {}
    for part in plan.parts_of(measure):
        groups.setdefault(_span(part), []).append(part.title)
    if not groups:
        return f"A bridge: the sum of {listed(measure.sum_of)}, of which not all are known."
    said = [f"{listed(titles)}{f' {span}' if span else ''}" for span, titles in groups.items()]
    return f"A bridge: the sum of {', and of '.join(said)}."


def _span(part: Measure) -> str:
    first = f"from {part.first_quarter}" if part.first_quarter else ""
    last = f"to {part.last_quarter}" if part.last_quarter else ""
    return " ".join(filter(None, (first, last)))


class _Added:
    """One sum over every area and quarter of a grid of parts; arrays have the shape (parts, areas, quarters)."""

    def __init__(self, measure: Measure, parts: Sequence[Measure], terms: Terms, grid: Grid, spans: Spans) -> None:
        self._id = measure.id
        self._grid = grid
        self._spans = spans
        self._places = [terms.ids.index(part.id) for part in parts]
        ordinals = grid.first + np.arange(grid.columns)
        first, last = terms.first[self._places][:, None], terms.last[self._places][:, None]
        self._collected = ((ordinals >= first) & (ordinals <= last))[:, None, :]
        self._exponent = self._of_parts(np.array([len(str(int(unit))) - 1 for unit in grid.unit[:, 0]])[:, None])

    def frame(self) -> pd.DataFrame:
        """A values frame of the sum: its quarters, and years to date that a part came with."""
        quarters = self._rows("quarter", self._spans[Span.QUARTER], self._collected, np.array(True))
        if not self._grid.ytd.held.any():
            return quarters
        inside = self._collected.reshape(*self._collected.shape[:2], -1, 4)
        any_, all_ = (gather(inside, axis=3).reshape(self._collected.shape)
                      for gather in (np.logical_or.accumulate, np.logical_and.accumulate))  # fmt: skip
        supplied = (self._of_parts(self._grid.ytd.held) & any_).any(axis=0) & (~any_ | all_).all(axis=0)
        return stacked([quarters, self._rows("ytd", self._spans[Span.YEAR_TO_DATE], any_, supplied)])

    def _of_parts(self, array: npt.NDArray[np.generic]) -> npt.NDArray[np.generic]:
        """The rows of a grid's array that are of the parts."""
        return array.reshape(-1, len(self._grid.areas), array.shape[1])[self._places]

    def _rows(self, basis: str, windows: Windows, asked: Bools, where: Bools) -> pd.DataFrame:
        """The rows of one basis: of the cells of `where` those in which a part is asked, and all that are have one."""
        numerator, missing, letters = (
            self._of_parts(array) for array in (windows.numerator, windows.missing, windows.bits)
        )
        bits = np.bitwise_or.reduce(np.where(asked, letters, 0), axis=0)
        whole = (~asked | (missing == 0)).all(axis=0) & (bits & HIDDEN == 0)
        places = self._exponent.max(axis=0)
        total = np.where(asked & (missing == 0), _lifted(numerator, places - self._exponent), 0).sum(axis=0)
        whole &= np.abs(total) < 10**MAX_DIGITS  # more digits than a figure can have
        area, column = np.nonzero(asked.any(axis=0) & where & (whole | (bits & (HIDDEN | NOT_AVAILABLE) > 0)))
        shown = whole[area, column]
        worst = [np.where(has, whole, ~whole) & (bits & LETTER_BITS[one] > 0) for one, has in _LETTERS]
        letter = np.select(worst, range(1, 1 + len(worst)), 0)[area, column]
        return pd.DataFrame(
            {
                "measure_id": pd.Categorical.from_codes(np.zeros(len(area), dtype=int), pd.Index([self._id])),
                "area": pd.Categorical.from_codes(area, pd.Index(self._grid.areas)),
                "quarter": self._grid.first + column,
                "basis": pd.Categorical.from_codes(np.zeros(len(area), dtype=int), pd.Index([basis])),
                "value_units": np.where(shown, total[area, column], np.nan).astype(np.float64),
                "numerator_units": np.full(len(area), np.nan),
                "denominator_units": np.full(len(area), np.nan),
                "decimals": np.where(shown, np.broadcast_to(places, total.shape)[area, column], 0).astype(np.int64),
                "status": pd.Categorical.from_codes(letter, pd.Index(["", *(one for one, _ in _LETTERS)])),
            }
        )


def _lifted(figures: Ints, lift: Ints) -> Ints:
    """Whole numbers times 10^lift, exactly."""
    return figures.astype(object) * 10 ** lift.astype(object) if lift.any() else figures


def _without(values: pd.DataFrame, measure_ids: Sequence[str]) -> pd.DataFrame:
    rows = values["measure_id"].isin(list(measure_ids))
    return values[~rows] if rows.any() else values


def stacked(frames: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Values frames one below the other."""
    parts = [frame for frame in frames if len(frame)] or list(frames[:1])
    if len(parts) == 1:
        return parts[0]
    columns = {
        name: union_categoricals([part[name] for part in parts])
        if name in _TEXTS
        else np.concatenate([part[name].to_numpy() for part in parts])
        for name in VALUE_COLUMNS
    }
    return pd.DataFrame(columns, copy=False)
