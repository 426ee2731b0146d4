"""What is held of the file's measures, quarter by quarter, and how much each is used to change.

Figures are looked at as logarithms, so that a change is a factor: half and double are equally far. The spreads are
medians, which a lockdown or a change of recording does not move.
"""

from dataclasses import dataclass

import numpy as np

from measures.ingest.figures_of_file import FileFigures, Floats, Mask, Whole
from measures.ingest.years import NumberedRows, numbered_rows
from measures.model.lookup import positions
from measures.model.measure import Kind, Measure
from measures.model.quarter import Quarter

#: What makes the median distance from the median comparable with a standard deviation.
MAD = 1.4826
#: How far after what is held a quarter may be to have breaks looked up.
AHEAD = 8
#: The quarters from which spreads are taken: the last nine years that are held.
LOOKED_AT = 36 + AHEAD
#: So many changes from one year (one quarter) to the next make a history.
ENOUGH = 4
#: Quarters before a figure among which it is at home.
RECENT = 8


@dataclass(frozen=True, slots=True)
class Series:
    """Figures row by row or in a table: `shown` as a person sees them, `log` of them (NaN: none or not above zero).

    `noise` is the variance that chance alone gives the logarithm of so few events; 0 where nothing is counted.
    """

    shown: Floats
    log: Floats
    noise: Floats

    def take(self, index: Whole) -> "Series":
        """Some of them, by their place (of a table, by that in the table row by row)."""
        return Series(self.shown.take(index), self.log.take(index), self.noise.take(index))

    def where(self, mask: Mask, other: "Series") -> "Series":
        """These where the mask holds, else the others."""
        pairs = ((self.shown, other.shown), (self.log, other.log), (self.noise, other.noise))
        return Series(*(np.where(mask, one, two) for one, two in pairs))


def figures_of(rows: NumberedRows, measures: list[Measure]) -> Series:
    """The figure of each row: the value, or the numerator over the denominator."""
    scale = np.array([float(measure.default_scale) for measure in measures], np.float64)[rows.measure]
    counted = np.array([_counts_events(measure) for measure in measures], np.bool_)[rows.measure]
    unit = 10.0**rows.decimals
    value, part, whole = (rows.units[name] / unit for name in ("value", "numerator", "denominator"))
    with np.errstate(divide="ignore", invalid="ignore"):
        of_parts = ~np.isnan(part) & (whole > 0)
        events = np.where(of_parts, part, np.where(counted, value, np.nan))
        shown = np.where(of_parts, scale * part / whole, value)
        # Half an event more keeps zero within reach: from 0 to 2 is not out of all proportion.
        raised = np.where(of_parts, scale * (part + 0.5) / whole, np.where(counted, value + 0.5, value))
        log = np.where((shown >= 0) & (raised > 0), np.log(raised), np.nan)
        noise = np.where(events >= 0, 1 / (np.abs(events) + 0.5), 0.0)
    return Series(shown, log, noise)


def _counts_events(measure: Measure) -> bool:
    return measure.kind in (Kind.COUNT, Kind.STOCK) or (measure.kind is Kind.ROLLING and not measure.in_percent)


@dataclass(frozen=True, slots=True)
class Spread:
    """How one series changes: the usual change, its spread, from how many changes it is known."""

    usual: Floats
    spread: Floats
    known: Mask


@dataclass(frozen=True, slots=True)
class History:
    """The held figures, one row per measure, area and basis; column 0 is `first`.

    `series` gives the row of the table for each row of the file, -1 where nothing is held.
    """

    held: Series
    first: int
    series: Whole
    units: dict[str, Floats]
    decimals: Whole
    is_ytd: Mask
    year: Spread
    step: Spread
    breaks: Whole | None

    def at(self, rows: Whole, quarters: Whole) -> Series:
        """The held figures of the series of these rows of the file in these quarters; NaN where there is none."""
        place, exists = self._place(rows, quarters)
        found = self.held.take(place)
        if exists.all():
            return found
        blank = np.full(len(rows), np.nan)
        return found.where(exists, Series(blank, blank, np.zeros(len(rows))))

    def _place(self, rows: Whole, quarters: Whole) -> tuple[Whole, Mask]:
        """Where in the table, row by row, and whether there is such a place."""
        width = self.held.log.shape[1]
        series, column = self.series[rows], quarters - self.first
        exists = (column >= 0) & (column < width) & (series >= 0)
        return np.where(exists, series * width + column, 0), exists

    def parts_at(self, rows: Whole, quarters: Whole) -> tuple[dict[str, Floats], Whole]:
        """The held figures in units, and their decimals."""
        place, exists = self._place(rows, quarters)
        units = {name: np.where(exists, units.take(place), np.nan) for name, units in self.units.items()}
        return units, self.decimals.take(place)

    def has_break(self, rows: Whole, after: Whole, until: Whole) -> Mask:
        """Whether the series of these rows is counted differently in `until` than in `after`."""
        if self.breaks is None:
            return np.zeros(len(rows), np.bool_)
        series = self.series[rows]
        late, early = (np.clip(q - self.first, 0, self.breaks.shape[1] - 1) for q in (until, after))
        return np.asarray(self.breaks[series, late] > self.breaks[series, early])


@dataclass(frozen=True, slots=True)
class Beside:
    """The file's rows and what is held of their series, with a key for each series (measure, area and basis).

    `places` are those among the held rows of the figure that each row of the file states anew; -1: none.
    """

    new: NumberedRows
    held: NumberedRows
    areas: int
    new_keys: Whole
    held_keys: Whole
    places: Whole

    def held_parts(self, rows: Whole) -> tuple[dict[str, Floats], Whole]:
        """The held figures in units that these rows of the file state anew (NaN: none), and their decimals."""
        places = self.places[rows]
        units = {name: np.where(places >= 0, units[places], np.nan) for name, units in self.held.units.items()}
        return units, self.held.decimals[places]


def beside(file: FileFigures) -> Beside | None:
    """The file beside what is held of its series; None where nothing is."""
    if file.current.empty:
        return None
    areas: dict[str, int] = {}
    new = numbered_rows(file.frame, file.measures, areas, np.arange(len(file.rows)))
    held = numbered_rows(file.current, file.measures, areas, np.full(len(file.current), -1))
    new_keys, held_keys = (_series_key(rows, len(areas)) for rows in (new, held))
    is_wanted = np.zeros(max(int(new_keys.max()), int(held_keys.max(initial=0))) + 1, np.bool_)
    is_wanted[new_keys] = True
    kept = (held.measure >= 0) & is_wanted[np.maximum(held_keys, 0)]
    if not kept.all():
        held, held_keys = held.only(kept), held_keys[kept]
    if not len(held_keys):
        return None
    first, width = int(held.quarter.min()), int(np.ptp(held.quarter)) + 1
    quarter = new.quarter - first
    wanted = np.where((quarter >= 0) & (quarter < width), new_keys * width + quarter, -1)
    return Beside(
        new, held, len(areas), new_keys, held_keys, positions(held_keys * width + held.quarter - first, wanted)
    )


def history(file: FileFigures, both: Beside, rows: Whole) -> History:
    """What is held of the series of these rows of the file."""
    keys = np.unique(both.new_keys[rows])
    keys = keys[np.isin(keys, both.held_keys)]
    held_series, series = positions(keys, both.held_keys), positions(keys, both.new_keys)
    # The columns are those of all that is held, so that what is said of a series does not hang on the others' changes.
    first, last = int(both.held.quarter.min()), int(both.held.quarter.max())
    kept = held_series >= 0
    table = _table(file, both.held.only(kept), held_series[kept], (len(keys), last - first + 1 + AHEAD), first)
    is_ytd = (keys & 1).astype(np.bool_)
    measure = (keys >> 1) // max(both.areas, 1)
    breaks = _breaks(file, measure, table.first, table.log.shape[1])
    year, step = _spreads(table.log, breaks, is_ytd, table.first)
    figures = Series(table.shown, table.log, table.noise)
    return History(figures, table.first, series, table.units, table.decimals, is_ytd, year, step, breaks)


def _series_key(rows: NumberedRows, areas: int) -> Whole:
    return ((rows.measure * max(areas, 1) + rows.area) << 1) | rows.is_ytd


@dataclass(frozen=True, slots=True)
class _Table:
    first: int
    shown: Floats
    log: Floats
    noise: Floats
    units: dict[str, Floats]
    decimals: Whole


def _table(file: FileFigures, held: NumberedRows, series: Whole, shape: tuple[int, int], first: int) -> _Table:
    """The held rows side by side."""
    place = (series, held.quarter - first)
    figures = figures_of(held, file.measures)

    def filled(values: Floats, blank: float = np.nan) -> Floats:
        out = np.full(shape, float(blank))
        out[place] = values
        return out

    units = {name: filled(values) for name, values in held.units.items()}
    decimals = filled(held.decimals.astype(np.float64), 0).astype(np.int64)
    return _Table(first, filled(figures.shown), filled(figures.log), filled(figures.noise, 0), units, decimals)


def _breaks(file: FileFigures, measure: Whole, first: int, width: int) -> Whole | None:
    """How often each series came to be counted differently up to each quarter; None where none did."""
    found = np.zeros((len(measure), width), np.bool_)
    names = {one.id: number for number, one in enumerate(file.measures)}
    for one in file.breaks:
        column = Quarter.containing(one.date).ordinal - first
        if not one.comparable and one.measure in names and 0 <= column < width:
            found[measure == names[one.measure], column] = True
    return np.cumsum(found, axis=1) if found.any() else None


def _spreads(log: Floats, breaks: Whole | None, is_ytd: Mask, first: int) -> tuple[Spread, Spread]:
    """The change from the year before, and from the quarter before (each quarter of the year by itself)."""
    start = max(log.shape[1] - LOOKED_AT, 0)
    log, breaks, first = log[:, start:], None if breaks is None else breaks[:, start:], first + start
    year = _changes(log, breaks, 4)
    usual, spread, count = _middle(year)
    years = Spread(np.where(count >= ENOUGH, usual, 0.0)[:, np.newaxis], spread, count >= ENOUGH)
    step = _changes(log, breaks, 1)
    step[is_ytd] = np.nan
    season = np.zeros((len(log), 4))
    left = step.copy()
    for number in range(4):
        columns = slice((number - first - 1) % 4, None, 4)
        middle, count = median(step[:, columns])
        season[:, number] = np.where(count >= ENOUGH, middle, 0.0)
        left[:, columns] -= season[:, [number]]
    _, spread, count = _middle(left)
    return years, Spread(season, spread, count >= ENOUGH)


def _changes(log: Floats, breaks: Whole | None, quarters: int) -> Floats:
    if log.shape[1] <= quarters:
        return np.full((len(log), 0), np.nan)
    change = log[:, quarters:] - log[:, :-quarters]
    if breaks is not None:
        change[breaks[:, quarters:] > breaks[:, :-quarters]] = np.nan
    return change


def _middle(table: Floats) -> tuple[Floats, Floats, Whole]:
    """Median, spread about it and number of the figures in each row."""
    middle, count = median(table)
    about, _ = median(np.abs(table - middle[:, np.newaxis]))
    return middle, MAD * about, count


def median(table: Floats) -> tuple[Floats, Whole]:
    """The median of each row over the figures that it has (NaN: none), and how many those are."""
    if not table.shape[1]:
        return np.full(len(table), np.nan), np.zeros(len(table), np.int64)
    ordered = np.sort(table, axis=1)  # NaN last
    count = np.count_nonzero(~np.isnan(ordered), axis=1)
    row = np.arange(len(table))
    low, high = ordered[row, np.maximum(count - 1, 0) // 2], ordered[row, np.minimum(count // 2, table.shape[1] - 1)]
    return np.where(count > 0, (low + high) / 2, np.nan), count
