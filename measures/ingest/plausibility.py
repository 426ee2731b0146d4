"""Figures that may be true but are odd beside what is held: a person is asked, never refused (docs/issues.md).

**Out of line.** A figure is set against two others: the year before (plus the usual yearly change) and the quarter
before (plus the usual step into that quarter of the year). It is out of line if it is further from *each* than
`FAR` times the spread of the measure's own changes, and lies outside all of the last eight quarters. Figures are
compared as logarithms; spreads are median absolute deviations, never taken below `LEAST` nor below what chance makes
of so few events. Where only one spread is known, the other figure still vouches for one within `NEAR` of it; where
none is, a figure is odd beyond `TIMES` all recent ones, or below that part of all. A count that never reached `SMALL`
is odd if it is far above all of the last eight quarters by chance's own measure, the square root (from 6: 20 or more).
Nothing is compared across a break that is not comparable.

Only figures that are new or changed are looked at, and only against what is held already: the first file of a
measure raises nothing. Of one figure one thing is told: a jump of unit before out of line.
"""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from measures.ingest.figures_of_file import FileFigures, Floats, Mask, Whole
from measures.ingest.findings import Fault
from measures.ingest.history import RECENT, History, Series, beside, figures_of, history
from measures.ingest.restatement import changed_figures, same_as_before, tell_restated, tell_same
from measures.ingest.words import in_figures
from measures.model.issue import Severity
from measures.model.measure import Polarity
from measures.model.quarter import Quarter

#: How many spreads from where it is expected a figure may lie.
FAR = 3.5
#: No measure is held to a spread below this: 4 per cent.
LEAST = 0.04
#: As near as this an earlier figure vouches for one, even if it is not known how such figures change.
NEAR = 1.5
#: With a short history: so many times above or below all recent figures.
TIMES = 3.0
#: Fewer events than this jump about: what is odd is then only many more than any recent quarter had, by the
#: difference of the square roots (chance alone moves a root by a half, whatever the number).
SMALL, ROOTS = 20, 2.0
#: A jump of unit: a hundred or a thousand times, give or take a factor of two.
_JUMPS = (100, 1000)
_GIVE = np.log(2.0)
_FEW = 10


@dataclass(frozen=True, slots=True)
class _Judged:
    """Rows of the file that are looked at, with all that they are judged by."""

    rows: Whole
    quarters: Whole
    now: Series
    past: History

    def before(self, quarters: int) -> Series:
        """What is held so many quarters earlier."""
        return self.past.at(self.rows, self.quarters - quarters)

    def only(self, places: Whole) -> "_Judged":
        """Some of the rows."""
        return _Judged(self.rows[places], self.quarters[places], self.now.take(places), self.past)


def unlikely_figures(file: FileFigures) -> None:
    """Every check against what is held, each with an issue code of its own."""
    both = beside(file)
    if both is None:
        return
    looked_at = file.is_sound & np.isin(both.new_keys, both.held_keys)
    if file.findings.stopped:
        looked_at &= ~np.isin(file.rows, np.fromiter(file.findings.stopped, np.int64))
    rows = np.flatnonzero(looked_at)
    is_held, is_changed = changed_figures(rows, both)
    rows, is_new = rows[is_changed | ~is_held], ~is_held[is_changed | ~is_held]
    if not len(rows):
        return
    new, past = both.new, history(file, both, rows)
    tell_restated(file, rows[~is_new], past)
    judged = _Judged(rows, new.quarter[rows], figures_of(new.only(rows), file.measures), past)
    jumps = _tell_jumps(file, judged)
    out = _out_of_line(judged, judged.quarters, judged.now) & ~jumps
    if not is_new.all():  # what was as far out before is a matter of the restatement alone
        out &= is_new | ~_out_of_line(judged, judged.quarters, judged.before(0))
    _tell(file, judged, out, "out_of_line", _out_of_line_words)
    _tell_comparator(file, judged, is_new)
    tell_same(file, rows[same_as_before(file, rows, new, past)], past)


@dataclass(frozen=True, slots=True)
class _Distance:
    """How far figures are from where an earlier one puts them: `is_far` and `is_near`, both False if not known."""

    is_known: Mask
    is_far: Mask
    is_near: Mask


def _distance(judged: _Judged, quarters: Whole, of: Series, back: int) -> _Distance:
    """From the year before (`back` = 4) or the quarter before (1)."""
    past, series = judged.past, judged.past.series[judged.rows]
    spread = past.year if back == 4 else past.step
    reference = past.at(judged.rows, quarters - back)
    usual = spread.usual[series, 0 if back == 4 else quarters % 4]
    away = np.abs(of.log - reference.log - usual)
    chance = np.sqrt(of.noise + reference.noise)
    limit = FAR * np.maximum(np.maximum(spread.spread[series], chance), LEAST)
    exists = ~np.isnan(away) & ~past.has_break(judged.rows, quarters - back, quarters)
    if back == 1:
        exists &= ~past.is_ytd[series]
    is_known = exists & spread.known[series]
    return _Distance(is_known, is_known & (away > limit), exists & ~is_known & (away < np.log(NEAR)))


def _out_of_line(judged: _Judged, quarters: Whole, of: Series) -> Mask:
    """The rule at the head of this module, for figures `of` those quarters."""
    year, step = _distance(judged, quarters, of, 4), _distance(judged, quarters, of, 1)
    is_known = year.is_known | step.is_known
    far = is_known & ~((year.is_known & ~year.is_far) | (step.is_known & ~step.is_far) | year.is_near | step.is_near)
    few = judged.past.at(judged.rows, quarters - 1).noise > 1 / SMALL
    places = np.flatnonzero((far | few | ~is_known) & ~np.isnan(of.log))
    if not len(places):
        return np.zeros(len(far), np.bool_)
    recent, some = _recent(judged.only(places), quarters[places]), of.take(places)
    is_far, is_short = far[places], ~is_known[places] & (recent.count > 1)
    margin = np.where(is_far, 0.0, np.maximum(np.log(TIMES), FAR * np.sqrt(some.noise + recent.noise)))
    outside = (some.log < recent.low - margin) | (some.log > recent.high + margin)
    is_many = (recent.count > 1) & (recent.events < SMALL) & (_root(some.noise) - np.sqrt(recent.events) > ROOTS)
    far[places] = ((is_far | is_short) & outside) | is_many
    return far


def _root(noise: Floats) -> Floats:
    """The square root of the number of events, from the noise that they leave; 0 where nothing is counted."""
    return np.sqrt(np.where(noise > 0, 1 / np.where(noise > 0, noise, 1) - 0.5, 0))


@dataclass(frozen=True, slots=True)
class _Recent:
    """The recent figures (years to date: of the same span): lowest, highest, largest noise, most events, number."""

    low: Floats
    high: Floats
    noise: Floats
    events: Floats
    count: Whole


def _recent(judged: _Judged, quarters: Whole) -> _Recent:
    past = judged.past
    low, high = np.full(len(quarters), np.inf), np.full(len(quarters), -np.inf)
    noise, root, count = np.zeros(len(quarters)), np.zeros(len(quarters)), np.zeros(len(quarters), np.int64)
    is_ytd = past.is_ytd[past.series[judged.rows]]
    for back in range(1, RECENT + 1):
        earlier = quarters - np.where(is_ytd, 4 * back, back)
        figures = past.at(judged.rows, earlier)
        usable = ~np.isnan(figures.log) & ~past.has_break(judged.rows, earlier, quarters)
        low = np.where(usable, np.minimum(low, figures.log), low)
        high = np.where(usable, np.maximum(high, figures.log), high)
        noise = np.where(usable, np.maximum(noise, figures.noise), noise)
        root = np.where(usable, np.maximum(root, _root(figures.noise)), root)
        count += usable
    return _Recent(low, high, noise, root**2, count)


def _nearest(judged: _Judged) -> tuple[Series, Whole]:
    """The newest held figure of the quarters before (years to date: of the same span), and its quarter; NaN: none."""
    past, rows, quarters = judged.past, judged.rows, judged.quarters
    apart = np.where(past.is_ytd[past.series[rows]], 4, 1)
    when = quarters - apart
    nearest = past.at(rows, when)
    usable = ~np.isnan(nearest.log) & ~past.has_break(rows, when, quarters)
    for back in range(2, RECENT + 1):
        left = np.flatnonzero(~usable)
        if not len(left):
            break
        when[left] = quarters[left] - back * apart[left]
        further = past.at(rows[left], when[left])
        for one, two in ((nearest.shown, further.shown), (nearest.log, further.log), (nearest.noise, further.noise)):
            one[left] = two
        usable[left] = ~np.isnan(further.log) & ~past.has_break(rows[left], when[left], quarters[left])
    nearest.log[~usable] = np.nan
    return nearest, when


def _tell_jumps(file: FileFigures, judged: _Judged) -> Mask:
    """A figure about a hundred or a thousand times the one before it, or the other way round."""
    nearest, when = _nearest(judged)
    change = judged.now.log - nearest.log
    # From 1 to 100 events is no matter of units, and nothing is a hundredth of something.
    unlikely = (np.abs(change) > FAR * np.sqrt(judged.now.noise + nearest.noise)) & (nearest.noise < 1 / _FEW)
    unlikely &= judged.now.shown > 0
    jumps = np.zeros(len(change), np.bool_)
    times = np.ones(len(change), np.int64)
    for factor in _JUMPS:
        here = (np.abs(np.abs(change) - np.log(factor)) < _GIVE) & unlikely
        jumps |= here
        times[here] = factor

    def fault(place: int) -> Fault:
        now, then = _said(judged.now.shown[place]), _said(nearest.shown[place])
        factor = f"{times[place]:,}"
        side = f"{factor} times" if change[place] > 0 else f"one {factor}th of"
        return Fault(
            "unit_jump",
            f"{now} is about {side} {then}, the figure of {Quarter(int(when[place]))}.",
            "It may be in another unit: thousands, a share instead of per cent. Mend it, or confirm that it is right.",
            f"about {then}, or a person's word",
        )

    _tell(file, judged, jumps, "unit_jump", lambda place, _: fault(place))
    return jumps


def _tell_comparator(file: FileFigures, judged: _Judged, is_new: Mask) -> None:
    """A new figure will be rated against that of the year before: was that one out of line itself?"""
    rated = file.of_measure(lambda measure: measure.polarity is not Polarity.CONTEXT)[judged.rows]
    year_before = judged.quarters - 4
    odd = is_new & rated & _out_of_line(judged, year_before, judged.before(4))
    odd &= ~judged.past.has_break(judged.rows, year_before, judged.quarters)
    _tell(file, judged, odd, "odd_comparator", _comparator_words)


def _tell(file: FileFigures, judged: _Judged, where: Mask, code: str, words: Callable[[int, _Judged], Fault]) -> None:
    """One finding for each of these rows, in the column that holds the figure."""
    numbers = np.flatnonzero(where)
    rows = judged.rows[numbers]
    place = dict(zip(rows.tolist(), numbers.tolist(), strict=True))
    has_parts = ~np.isnan(file.numerator[rows])
    for column, parts in (("value", False), ("numerator", True)):
        at = np.zeros(len(file.rows), np.bool_)
        at[rows[has_parts == parts]] = True
        file.tell(at, column, code, lambda row: words(place[row], judged), Severity.CONFIRM)


def _out_of_line_words(place: int, judged: _Judged) -> Fault:
    quarter = int(judged.quarters[place])
    beside = _beside(judged, place, quarter)
    return Fault(
        "out_of_line",
        f"{_said(judged.now.shown[place])} is out of line with what is held: {beside}.",
        "Check the figure and its row; confirm it if it is right.",
        "a figure within what this measure is used to, or a person's word",
    )


def _comparator_words(place: int, judged: _Judged) -> Fault:
    before = int(judged.quarters[place]) - 4
    odd = _said(judged.before(4).shown[place])
    return Fault(
        "odd_comparator",
        f"a year before, in {Quarter(before)}, it was {odd}, which was itself out of line: "
        f"{_beside(judged, place, before)}.",
        "Confirm that you have seen it: the rating of this figure against the year before may say little.",
        "a person's word",
    )


def _beside(judged: _Judged, place: int, quarter: int) -> str:
    """The figures that one was judged by: the quarter and the year before, else the range of the recent ones."""
    rows = judged.rows[place : place + 1]
    parts = []
    for back, words in ((1, "the quarter before"), (4, "a year before")):
        if back == 1 and judged.past.is_ytd[judged.past.series[rows[0]]]:
            continue
        figure = judged.past.at(rows, np.array([quarter - back])).shown[0]
        if not np.isnan(figure):
            parts.append(f"{_said(figure)} {words} ({Quarter(quarter - back)})")
    spread = judged.past.year.spread[judged.past.series[rows[0]]]
    if judged.past.year.known[judged.past.series[rows[0]]]:
        parts.append(f"from one year to the next it mostly changes by less than {_percent(2 * max(spread, LEAST))}")
    if not parts:
        recent = _recent(judged, np.full(len(judged.quarters), quarter))
        low, high = _said(np.exp(recent.low[place])), _said(np.exp(recent.high[place]))
        parts.append(f"the last ones lie between {low} and {high}")
    return ", ".join(parts)


def _percent(log: float) -> str:
    return f"{100 * (np.exp(log) - 1):.0f}%"


def _said(figure: float) -> str:
    """A figure for a message: whole, or to four digits."""
    exact = Decimal(f"{figure:.0f}" if float(figure).is_integer() or abs(figure) >= 10_000 else f"{figure:.4g}")
    return in_figures(exact)
