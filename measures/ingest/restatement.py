"""Figures that are held already: which of them a file changes, and which it only repeats from the quarter before."""

import numpy as np

from measures.ingest.figures_of_file import FileFigures, Floats, Mask, Whole
from measures.ingest.findings import Fault
from measures.ingest.history import Beside, History
from measures.ingest.words import in_figures
from measures.ingest.years import NumberedRows
from measures.model.frames import FIGURES
from measures.model.issue import Severity
from measures.model.measure import Kind
from measures.model.quarter import Quarter
from measures.model.value import Status, unscaled

#: How many events make it unlikely that two quarters have exactly the same number: one pair in a hundred and more.
SAME_IS_ODD = 1_000
#: Where both parts of a share must be the same, fewer do; so they do for a year to date, which only grows.
SAME_PARTS_ARE_ODD = 100


def changed_figures(rows: Whole, both: Beside) -> tuple[Mask, Mask]:
    """Of these rows of the file: which have a figure held already, and of which the file changes it."""
    held, places = both.held_parts(rows)
    is_held = ~np.isnan(held["value"]) | ~np.isnan(held["numerator"])
    changed = np.zeros(len(rows), np.bool_)
    for part in FIGURES:
        changed |= ~_same(held[part], places, both.new.units[part][rows], both.new.decimals[rows])
    return is_held, is_held & changed


def _same(one: Floats, places: Whole, other: Floats, others: Whole) -> Mask:
    """Whether figures are the same number, whatever decimals they are written with; two blanks are."""
    same = (np.isnan(one) & np.isnan(other)) | ((one == other) & (places == others))
    for row in np.flatnonzero(~same & (places != others) & ~np.isnan(one) & ~np.isnan(other)).tolist():
        same[row] = int(one[row]) * 10 ** int(others[row]) == int(other[row]) * 10 ** int(places[row])
    return np.asarray(same, np.bool_)


def tell_restated(file: FileFigures, rows: Whole, past: History) -> None:
    """A figure that is held already changes."""
    has_parts = _has_parts(file, rows, past)
    for column, parts in (("value", False), ("numerator", True)):
        where = np.zeros(len(file.rows), np.bool_)
        where[rows[has_parts == parts]] = True
        file.tell(where, column, "restated", lambda row: _restated(file, row, past), Severity.CONFIRM)


def _has_parts(file: FileFigures, rows: Whole, past: History) -> Mask:
    held, _ = past.parts_at(rows, file.quarters[rows])
    return ~np.isnan(file.numerator[rows]) | (np.isnan(file.value[rows]) & ~np.isnan(held["numerator"]))


def _restated(file: FileFigures, row: int, past: History) -> Fault:
    held, places = past.parts_at(np.array([row]), file.quarters[[row]])
    before = _figure({part: held[part][0] for part in FIGURES}, int(places[0]))
    after = _figure({part: getattr(file, part)[row] for part in FIGURES}, int(file.decimals[row]))
    if not after:
        letter = Status(file.text("status", row).strip().casefold())
        after = f"no figure ({letter.words})"
    return Fault(
        "restated",
        f"it is held as {before} and becomes {after}.",
        "Confirm it if the figure was revised; say why in the note.",
        f"{before}, or a person's word",
    )


def _figure(units: dict[str, float], decimals: int) -> str:
    said = {part: in_figures(unscaled(int(u), decimals)) for part, u in units.items() if not np.isnan(u)}
    if "numerator" in said and "denominator" in said:
        return f"{said['numerator']} of {said['denominator']}"
    return said.get("value", "")


def same_as_before(file: FileFigures, rows: Whole, new: NumberedRows, past: History) -> Mask:
    """Exactly the figure of the quarter before, where so many events make that unlikely."""
    held, places = past.parts_at(rows, new.quarter[rows] - 1)
    units = {part: new.units[part][rows] for part in FIGURES}
    same = np.ones(len(rows), np.bool_)
    for part in FIGURES:
        same &= _same(held[part], places, units[part], new.decimals[rows])
    size = 10.0 ** new.decimals[rows]
    events = np.where(np.isnan(units["numerator"]), units["value"], units["numerator"]) / size
    share = file.of_kind(Kind.RATIO)[rows] & ~np.isnan(units["numerator"])
    is_ytd = new.is_ytd[rows]
    counted = file.of_measure(lambda m: m.kind is Kind.COUNT or (m.kind is Kind.ROLLING and not m.in_percent))[rows]
    counted |= file.of_kind(Kind.RATE, Kind.MEAN)[rows] & ~np.isnan(units["numerator"])
    few = np.where(is_ytd | share, SAME_PARTS_ARE_ODD, SAME_IS_ODD)
    # At Q1 the year to date starts again: there is none before it to repeat.
    follows = ~is_ytd | (new.quarter[rows] % 4 != 0)
    with np.errstate(invalid="ignore"):
        return np.asarray(same & (counted | share) & follows & (events >= few), np.bool_)


def tell_same(file: FileFigures, rows: Whole, past: History) -> None:
    """A figure that only repeats the one before."""

    def fault(row: int) -> Fault:
        figure = _figure({part: getattr(file, part)[row] for part in FIGURES}, int(file.decimals[row]))
        before = Quarter(int(file.quarters[row]) - 1)
        return Fault(
            "same_as_last_quarter",
            f"{figure} is exactly the figure of {before}.",
            "Check that it was not copied from the quarter before; confirm it if it is right.",
            "another figure, or a person's word",
        )

    has_parts = _has_parts(file, rows, past)
    for column, parts in (("value", False), ("numerator", True)):
        where = np.zeros(len(file.rows), np.bool_)
        where[rows[has_parts == parts]] = True
        file.tell(where, column, "same_as_last_quarter", fault, Severity.CONFIRM)
