"""When a comparison is not rated, and why: one mask per reason code, laid over each other by precedence (SPEC 5)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from measures.model.measure import Break, Event, Kind, Polarity
from measures.model.quarter import Quarter
from measures.model.rating import ReasonCode
from measures.rules.comparators import Pair, Setting
from measures.rules.grid import NOT_APPLICABLE, WITHHELD, Bools, Ints
from measures.rules.windows import BARE_COMBINED, NEGATIVE_YEAR, Windows

REASONS = tuple(ReasonCode)

Codes: TypeAlias = npt.NDArray[np.int8]


def code_of(reason: ReasonCode) -> int:
    """The number that stands for a reason in arrays; 0 is none. A lower number goes before a higher one."""
    return REASONS.index(reason) + 1


@dataclass(frozen=True, slots=True)
class Gated:
    """Why each comparison is not rated (0: it can be), and what a reader may see of it.

    `shown` and `comparative_shown` say whether each figure exists and may be shown; `broken` and `bridged` hold the
    position of the latest break between the windows (non-comparable, comparable), -1 for none; `event` marks windows
    that an event touches.
    """

    codes: Codes
    shown: Bools
    comparative_shown: Bools
    broken: npt.NDArray[np.int16]
    bridged: npt.NDArray[np.int16]
    event: Bools


def gate(setting: Setting, pair: Pair, breaks: Sequence[Break], events: Sequence[Event]) -> Gated:
    """Apply every gate to every comparison; small numbers are left to `bands`, which knows the tolerance."""
    current, comparative = pair.current, pair.comparative
    broken, bridged = _breaks(setting, pair, breaks)
    uncollected = _uncollected(setting, pair) | (current.bits & NOT_APPLICABLE > 0)
    codes = np.zeros(current.missing.shape, dtype=np.int8)
    gaps = comparative.missing
    before_start = _before_start(setting, pair)
    masks = {
        ReasonCode.NO_DENOMINATOR: _no_denominator(current) | _no_denominator(comparative),
        ReasonCode.NEGATIVE_TOTAL: _negative(setting, current) | _negative(setting, comparative),
        ReasonCode.SERIES_BREAK: broken >= 0,
        ReasonCode.COMPARATOR_INCOMPLETE: gaps > 0,
        ReasonCode.SPAN_MISMATCH: pair.bridged
        | ((current.bits | comparative.bits) & BARE_COMBINED > 0)
        | ((gaps > 0) & (gaps & ~comparative.covered == 0)),
        ReasonCode.NEW_MEASURE: before_start | pair.ahead | (comparative.bits & NOT_APPLICABLE > 0),
        ReasonCode.NO_VALUE: current.missing > 0,
        ReasonCode.WITHHELD: (current.bits | comparative.bits) & WITHHELD > 0,
        ReasonCode.NOT_COLLECTED: uncollected,
        ReasonCode.CONTEXT: np.broadcast_to(_polarity(setting, Polarity.CONTEXT), codes.shape),
        ReasonCode.NARRATIVE: np.broadcast_to(setting.per_series(setting.terms.is_kind(Kind.NARRATIVE)), codes.shape),
    }
    for reason, mask in masks.items():
        if mask.any():
            codes[mask] = code_of(reason)
    comparative_shown = visible(comparative) & ~before_start & ~_after_end(setting, pair.comparative_last)
    return Gated(codes, visible(current) & ~uncollected, comparative_shown,
                 broken, bridged, _events(setting, pair, events))  # fmt: skip


def _polarity(setting: Setting, polarity: Polarity) -> Bools:
    return setting.per_series(setting.terms.sign == polarity.sign)


def visible(windows: Windows) -> Bools:
    """Whether the figure exists and may be shown: complete, not withheld, not combined from bare percentages."""
    hidden = WITHHELD | NOT_APPLICABLE | BARE_COMBINED
    return (windows.missing == 0) & (windows.bits & hidden == 0) & (windows.denominator != 0)


def _no_denominator(windows: Windows) -> Bools:
    return (windows.missing == 0) & (windows.denominator == 0)


def _negative(setting: Setting, windows: Windows) -> Bools:
    kinds = setting.per_series(setting.terms.is_kind(Kind.COUNT, Kind.RATE))
    below = (windows.numerator < 0) | (windows.bits & NEGATIVE_YEAR > 0)
    return kinds & (windows.missing == 0) & below


def _uncollected(setting: Setting, pair: Pair) -> Bools:
    """A quarter of the current window lies outside the quarters in which the series is collected."""
    first = setting.per_series(setting.terms.first) - setting.grid.first
    return (pair.current_first < first) | _after_end(setting, pair.current_last)


def _after_end(setting: Setting, last: Ints) -> Bools:
    """A window that ends after the series does: a source may go on saying 0."""
    return last > setting.per_series(setting.terms.last) - setting.grid.first


def _before_start(setting: Setting, pair: Pair) -> Bools:
    """The comparative window starts before the series does: its first_quarter, else the span of its first figure."""
    defined = setting.terms.first > -(10**6)
    declared = setting.per_series(np.where(defined, setting.terms.first - setting.grid.first, 0))
    start = np.where(setting.per_series(defined), declared, setting.grid.start[:, None])
    return pair.comparative_first < start


def _reach(setting: Setting) -> Ints:
    """How many quarters before its own a figure really takes in: a 12-month figure is held at its last quarter."""
    return setting.per_series(3 * setting.terms.is_kind(Kind.ROLLING).astype(np.int64))


def _breaks(
    setting: Setting, pair: Pair, breaks: Sequence[Break]
) -> tuple[npt.NDArray[np.int16], npt.NDArray[np.int16]]:
    shape = pair.current.missing.shape
    broken, bridged = np.full(shape, -1, dtype=np.int16), np.full(shape, -1, dtype=np.int16)
    if not breaks:
        return broken, bridged
    starts = pair.comparative_first - _reach(setting)
    in_order = sorted(enumerate(breaks), key=lambda numbered: numbered[1].date)
    for position, change in in_order:
        if change.measure not in setting.terms.ids:
            continue
        measure = setting.terms.ids.index(change.measure)
        rows = slice(measure * len(setting.grid.areas), (measure + 1) * len(setting.grid.areas))
        quarter = Quarter.containing(change.date)
        column = quarter.ordinal - setting.grid.first
        starts_before = starts[rows] < column + (change.date != quarter.start)
        between = starts_before & (pair.current_last[rows] >= column)
        (bridged if change.comparable else broken)[rows][between] = position
    return broken, bridged


def _events(setting: Setting, pair: Pair, events: Sequence[Event]) -> Bools:
    touched = np.zeros(pair.current.missing.shape, dtype=bool)
    reach = _reach(setting)
    for event in events:
        first, last = event.first.ordinal - setting.grid.first, event.last.ordinal - setting.grid.first
        for start, end in (
            (pair.current_first, pair.current_last),
            (pair.comparative_first, pair.comparative_last),
        ):
            touched |= (start - reach <= last) & (end >= first)
    return touched
