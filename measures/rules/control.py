"""A measure's control chart at a quarter, and its signal at every quarter. Pure."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import pandas as pd

from measures.model.control import ControlChart, ControlPoint, SignalMove, Stretch
from measures.model.measure import Measure, Plan, Polarity
from measures.model.quarter import Quarter
from measures.model.rating import Signal
from measures.rules.grid import Bools
from measures.rules.signal import APPLIES_TO, LABELS, NO_VERDICT, XmrResult, latest_signal, limits_and_labels
from measures.rules.single_quarters import drawable, stretch_starts
from measures.rules.steps import Sheet, sheet_of
from measures.rules.sums import of_parts

Floats = npt.NDArray[np.float64]


def control_of(values: pd.DataFrame, plan: Plan, measure_id: str, quarter: Quarter) -> ControlChart | None:
    """The chart of a measure of the plan up to `quarter`; None without a figure or for a kind that has no signal.

    `values` is a values frame of this force (area ""), for a sum with the figures of its parts.
    """
    measure = plan.measure(measure_id)
    if measure is None or measure.kind not in APPLIES_TO:
        return None
    sheet, figures, starts = _series(values, plan, measure, quarter)
    held = np.flatnonzero(np.isfinite(figures[0]))
    if not len(held):
        return None
    is_count = np.array([measure.kind == "count"])
    chart = limits_and_labels(figures, starts=starts, is_count=is_count, options=plan.head.signal)
    since = int(held[0])
    quarters = [Quarter(sheet.grid.first + column) for column in range(figures.shape[1])]
    return ControlChart(
        measure,
        quarter,
        tuple(_point(measure, quarters, figures, chart, column) for column in range(since, len(quarters))),
        tuple(_stretches(quarters, starts, chart, since)),
        tuple(one for one in plan.breaks if one.measure == measure_id),
        plan.events,
        tuple(one for one in plan.rebases if one.measure == measure_id),
        plan.head.signal,
    )


def signal_moves(
    values: pd.DataFrame, before: Plan, after: Plan, measure_id: str, until: Quarter
) -> tuple[SignalMove, ...]:
    """The quarters up to `until` in which two forms of a plan judge a measure otherwise, in order."""
    old, new = (signals_through(values, plan, measure_id, until) for plan in (before, after))
    moved = [
        quarter
        for quarter in old
        if (old[quarter].result, old[quarter].rule) != (new[quarter].result, new[quarter].rule)
    ]
    return tuple(SignalMove(quarter, old[quarter], new[quarter]) for quarter in moved)


def signals_through(values: pd.DataFrame, plan: Plan, measure_id: str, until: Quarter) -> dict[Quarter, Signal]:
    """The signal of a measure at every quarter from its first figure on, each from the quarters up to it alone."""
    measure = plan.measure(measure_id)
    assert measure is not None
    sheet, figures, starts = _series(values, plan, measure, until)
    held = np.flatnonzero(np.isfinite(figures[0]))
    columns = np.arange(held[0], figures.shape[1]) if len(held) else np.arange(0)
    if not len(columns):
        return {}
    # A row for each quarter: the series up to it, pushed to the right so that it is the last.
    width = figures.shape[1]
    places = np.arange(width)[None, :] + columns[:, None] + 1 - width
    inside = places >= 0
    y = np.where(inside, figures[0][np.maximum(places, 0)], np.nan)
    begins = np.where(inside, starts[0][np.maximum(places, 0)], False)
    rows = len(columns)
    signals = latest_signal(
        y, [measure.polarity] * rows, [measure.kind] * rows, starts=begins, options=plan.head.signal
    )
    return {Quarter(sheet.grid.first + int(column)): one for column, one in zip(columns, signals, strict=True)}


def _series(values: pd.DataFrame, plan: Plan, measure: Measure, until: Quarter) -> tuple[Sheet, Floats, Bools]:
    """The measure alone: its sheet, its figures up to a quarter and its starts, both of shape (1, columns)."""
    sheet = sheet_of(of_parts(values, plan, measure.id), plan.only(measure.id), (until,))
    column = until.ordinal - sheet.grid.first
    return sheet, drawable(sheet, np.array([0]), column), stretch_starts(sheet, column)


def _point(
    measure: Measure, quarters: Sequence[Quarter], figures: Floats, chart: XmrResult, column: int
) -> ControlPoint:
    rule, _, direction = LABELS[chart.codes[0, column]].rpartition("_")
    figure = figures[0, column]
    value = float(figure) if np.isfinite(figure) else None
    if not rule:
        return ControlPoint(quarters[column], value)
    up = direction in ("high", "up")
    good = {Polarity.HIGHER: up, Polarity.LOWER: not up}.get(measure.polarity)
    side = "neither" if good is None else "better" if good else "worse"
    return ControlPoint(quarters[column], value, rule, "up" if up else "down", side)


def _stretches(quarters: Sequence[Quarter], starts: Bools, chart: XmrResult, since: int) -> list[Stretch]:
    edges = [since, *(int(c) for c in np.flatnonzero(starts[0]) if c > since), len(quarters)]
    found = []
    for first, end in pairwise(edges):
        verdict = NO_VERDICT[chart.verdicts[0, first]]
        numbers = [float(array[0, first]) for array in (chart.mean, chart.lower, chart.upper)]
        mean, lower, upper = (
            None if verdict == "too_early" or not np.isfinite(number) else number for number in numbers
        )
        n, trial = int(chart.n[0, first]), bool(chart.trial[0, first])
        found.append(Stretch(quarters[first], quarters[end - 1], n, mean, lower, upper, trial, verdict))
    return found
