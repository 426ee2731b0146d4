"""Is a quarter unusual for its measure? XmR limits and the special-cause rules, on arrays (SPEC section 6).

An XmR chart (individuals and moving range) sets each quarter's own figure against the mean of its **stretch**:
the quarters from the last break or rebase on. It stands beside the colour and never changes it. Arrays have the
shape (series, quarters), NaN is a quarter without a figure. docs/rules.md tells a reader what the rules mean.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from measures.model.measure import Kind, Polarity
from measures.model.rating import Signal
from measures.model.signal_options import DEFAULTS, FEWEST_TO_FIX, SignalOptions

__all__ = ["DEFAULTS", "SignalOptions", "XmrResult", "latest_signal", "limits_and_labels"]

Floats: TypeAlias = npt.NDArray[np.float64]
Bools: TypeAlias = npt.NDArray[np.bool_]
Ints: TypeAlias = npt.NDArray[Any]

#: What a point can be labelled, "" for nothing unusual; the first rule that applies gives the label.
LABELS = (
    "", "outside_high", "outside_low", "trend_up", "trend_down",
    "two_in_three_high", "two_in_three_low", "shift_high", "shift_low",
)  # fmt: skip

#: Why a stretch has no verdict, "" where there is one.
NO_VERDICT = ("", "too_early", "too_few_events", "no_variation")
APPLIES_TO = (Kind.COUNT, Kind.RATE, Kind.RATIO, Kind.MEAN, Kind.STOCK)

FEWEST_VALUES = 8  # fewer give no verdict
TRIAL_BELOW = FEWEST_TO_FIX  # fewer give limits that may still move a good deal
FEWEST_EVENTS = 2  # a count with a lower mean gives no verdict
LIMIT_FACTOR = 2.66  # three standard deviations, as estimated from ranges between neighbours
SCREEN_FACTOR = 3.267  # the upper limit of the ranges themselves


@dataclass(frozen=True, slots=True)
class XmrResult:
    """The chart of every series: arrays of shape (series, quarters), each point with its stretch's numbers.

    `mean`, `lower` and `upper` are in the measure's unit, NaN where they cannot be calculated; `n` is how many
    values they rest on, `trial` whether those are fewer than 12. `codes` are places in LABELS (0 where the
    stretch has no verdict), `verdicts` places in NO_VERDICT.
    """

    mean: Floats
    lower: Floats
    upper: Floats
    n: Ints
    trial: Bools
    codes: npt.NDArray[np.int8]
    verdicts: npt.NDArray[np.int8]

    @property
    def label(self) -> npt.NDArray[np.str_]:
        """The labels as text."""
        return np.array(LABELS)[self.codes]


def latest_signal(
    y: Floats,
    polarity: Sequence[Polarity],
    kind: Sequence[Kind],
    *,
    starts: Bools | None = None,
    options: SignalOptions = DEFAULTS,
) -> tuple[Signal, ...]:
    """The signal of each series at the last quarter of `y`, from the quarters up to it in the present stretch.

    `y` are single-quarter figures (series, quarters), `polarity` and `kind` one for each series, `starts` True
    where a stretch begins. A kind whose figures overlap or must not be combined gives `not_applicable`.
    """
    if not y.size:
        return tuple(Signal("not_applicable", None, 0, None, None, None, False) for _ in range(len(y)))
    if starts is not None:
        number = np.cumsum(starts, axis=1)
        y = np.where(number == number[:, -1:], y, np.nan)
    chart = limits_and_labels(y, is_count=np.array([k is Kind.COUNT for k in kind]), options=options)
    last = zip(
        kind, polarity, np.isfinite(y[:, -1]).tolist(), chart.verdicts[:, -1].tolist(), chart.codes[:, -1].tolist(),
        chart.n[:, -1].tolist(), chart.mean[:, -1].tolist(), chart.lower[:, -1].tolist(), chart.upper[:, -1].tolist(),
        strict=True,
    )  # fmt: skip
    return tuple(_signal(*row, options=options) for row in last)


def _signal(
    kind: Kind, polarity: Polarity, held: bool, verdict: int, code: int, n: int, mean: float, lower: float,
    upper: float, *, options: SignalOptions,
) -> Signal:  # fmt: skip
    if kind not in APPLIES_TO:
        return Signal("not_applicable", None, 0, None, None, None, False)
    too_early = NO_VERDICT[verdict] == "too_early"
    numbers = [None if too_early or math.isnan(figure) else figure for figure in (mean, lower, upper)]
    rule, _, direction = LABELS[code].rpartition("_")
    if not held:
        result, rule = "no_value", ""
    elif verdict:
        result = NO_VERDICT[verdict]
    else:
        result = _result(polarity, direction) if code else "usual"
    run = options.trend if rule == "trend" else options.shift
    return Signal(result, rule or None, n, numbers[0], numbers[1], numbers[2], n < TRIAL_BELOW, run)


def _result(polarity: Polarity, direction: str) -> str:
    high = direction in ("high", "up")
    if polarity is Polarity.CONTEXT:
        return "unusual_high" if high else "unusual_low"
    return "unusual_better" if high == (polarity is Polarity.HIGHER) else "unusual_worse"


def limits_and_labels(
    y: Floats, *, starts: Bools | None = None, is_count: Bools | None = None, options: SignalOptions = DEFAULTS
) -> XmrResult:
    """Mean, limits and a label for every point of every series.

    `y` are single-quarter figures (series, quarters), in order, NaN for none. `starts` is True where a new
    stretch begins (None: one stretch); `is_count` (series,) marks counts, whose mean must be at least 2.

    >>> chart = limits_and_labels(np.array([[10.0, 12, 10, 12, 10, 12, 10, 30]]))
    >>> str(chart.label[0, -1]), float(chart.mean[0, 0])
    ('outside_high', 13.25)
    """
    held = np.isfinite(y)
    stretch = np.zeros(y.shape, dtype=np.int32) if starts is None else np.cumsum(starts, axis=1, dtype=np.int32)
    counts = np.zeros(len(y), dtype=bool) if is_count is None else np.asarray(is_count, dtype=bool)
    mean, lower, upper = (np.full(y.shape, np.nan) for _ in range(3))
    n = np.zeros(y.shape, dtype=np.int64)
    verdicts = np.zeros(y.shape, dtype=np.int8)
    for number in range(int(stretch.max(initial=0)) + 1):
        inside = stretch == number
        rows = inside.any(axis=1)
        of_stretch = _of_stretch(y[rows], (held & inside)[rows], counts[rows], options)
        filled: tuple[Ints, ...] = (mean, lower, upper, n, verdicts)
        for array, figures in zip(filled, of_stretch, strict=True):
            array[rows] = np.where(inside[rows], figures[:, None], array[rows])
    codes = _codes(np.where(held, y, np.nan), stretch, mean, lower, upper, options)
    codes[verdicts > 0] = 0
    return XmrResult(mean, lower, upper, n, n < TRIAL_BELOW, codes, verdicts)


def _of_stretch(
    y: Floats, held: Bools, is_count: Bools, options: SignalOptions
) -> tuple[Floats, Floats, Floats, Ints, Ints]:
    """Mean, limits, number of values and verdict of one stretch of each series: arrays (series,)."""
    base = held
    if options.fix_after is not None:
        base = held & (np.cumsum(held, axis=1) <= options.fix_after)
    between = np.zeros(base.shape, dtype=bool)
    between[:, 1:] = base[:, 1:] & base[:, :-1]
    ranges = np.zeros(y.shape)
    ranges[:, 1:] = np.abs(np.where(between[:, 1:], y[:, 1:] - y[:, :-1], 0.0))
    mean, average = _mean(y, base), _mean(ranges, between)
    varies = (ranges > 0).any(axis=1)
    if options.screen:
        kept = between & (ranges < SCREEN_FACTOR * average[:, None])
        average = np.where(kept.any(axis=1), _mean(ranges, kept), average)
    n = base.sum(axis=1)
    verdict = np.select([n < FEWEST_VALUES, is_count & (mean < FEWEST_EVENTS), ~varies], [1, 2, 3], default=0)
    return mean, mean - LIMIT_FACTOR * average, mean + LIMIT_FACTOR * average, n, verdict


def _mean(figures: Floats, counted: Bools) -> Floats:
    """The mean of the counted figures of each row, correctly rounded; NaN where there is none.

    Sums are carried in two doubles: otherwise ten times 0.1 has not 0.1 for its mean, and seems to lie beside it.
    """
    high, low = _sum(np.where(counted, figures, 0.0))
    n = counted.sum(axis=1).astype(np.float64)
    with np.errstate(invalid="ignore", divide="ignore"):
        quotient = high / n
        head = quotient * 134217729.0  # 2**27 + 1 splits a double in two halves whose products are exact
        head = head - (head - quotient)
        rest = (high - head * n) - (quotient - head) * n + low
        mean: Floats = quotient + rest / n
    return mean


def _sum(figures: Floats) -> tuple[Floats, Floats]:
    """The sum of each row as a double and what it leaves out, adding pairs of columns until one is left."""
    low = np.zeros_like(figures)
    while figures.shape[1] > 1:
        if figures.shape[1] % 2:
            figures, low = (np.pad(array, ((0, 0), (0, 1))) for array in (figures, low))
        left, right = figures[:, ::2], figures[:, 1::2]
        total = left + right
        back = total - left
        low = low[:, ::2] + low[:, 1::2] + ((left - (total - back)) + (right - back))
        figures = total
    return (figures[:, 0], low[:, 0]) if figures.shape[1] else (np.zeros(len(figures)), np.zeros(len(figures)))


def _codes(
    y: Floats, stretch: Ints, mean: Floats, lower: Floats, upper: Floats, options: SignalOptions
) -> npt.NDArray[np.int8]:
    """The place in LABELS of each point. A point on a limit is inside, give or take the rounding of a double."""
    near = 2 / 3 * (upper - mean)
    slack = 4 * np.spacing(np.fmax(np.abs(y), np.fmax(np.abs(lower), np.abs(upper))))
    slack = np.where(np.isfinite(slack), slack, 0.0)
    off = y - mean
    steps = np.zeros(y.shape, dtype=np.int8)
    steps[:, 1:] = np.sign(np.nan_to_num(np.diff(y, axis=1))) * (stretch[:, 1:] == stretch[:, :-1])
    rises, falls = (_run_ends(steps == way, options.trend - 1) for way in (1, -1))
    found: list[Bools] = [y - upper > slack, lower - y > slack]
    rising, falling = _spread_back(rises, options.trend), _spread_back(falls, options.trend)
    # A peak ends one trend and begins the next: it belongs to the one that led to it.
    found += [rising & ~falls, falling & ~rises]
    sides = [side > slack for side in (off, -off)]
    for side, beyond, outside in zip(sides, (off - near > slack, -off - near > slack), found[:2], strict=True):
        counted = beyond if options.two_in_three == "all_beyond" else beyond & ~outside
        found.append(_two_in_three(side, counted, stretch))
    found += [_spread_back(_run_ends(side, options.shift, stretch), options.shift) for side in sides]
    return np.select(found, range(1, len(LABELS)), default=0).astype(np.int8)


def _lagged(array: npt.NDArray[Any], k: int, filling: int) -> npt.NDArray[Any]:
    """Each cell sees the quarter k before it (k < 0: after it)."""
    moved = np.full_like(array, filling)
    width = array.shape[1]
    if abs(k) < width:
        moved[:, max(k, 0) : width + min(k, 0)] = array[:, max(-k, 0) : width - max(k, 0)]
    return moved


def _run_ends(marks: Bools, length: int, stretch: Ints | None = None) -> Bools:
    """Where `length` marks in a row end, all of them in one stretch."""
    ends = marks.copy()
    for k in range(1, length):
        ends &= _lagged(marks, k, 0)
    if stretch is not None:
        ends &= _lagged(stretch, length - 1, -1) == stretch
    return ends


def _spread_back(ends: Bools, length: int) -> Bools:
    """Every point of the runs of `length` points that end there."""
    members = ends.copy()
    for k in range(1, length):
        members |= _lagged(ends, -k, 0)
    return members


def _two_in_three(side: Bools, counted: Bools, stretch: Ints) -> Bools:
    """The counted points of three in a row on one side of the mean, at least two of which count."""
    enough = counted.astype(np.int8) + _lagged(counted, 1, 0) + _lagged(counted, 2, 0) >= 2
    return _spread_back(_run_ends(side, 3, stretch) & enough, 3) & counted
