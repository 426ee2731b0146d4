"""How forces stand beside each other: events per 1,000 people over 12 months (SPEC section 8).

A statement of its own, never part of a colour. Pure: values, populations and membership in, standings out. All of it
is exact; rounding is for display.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import pandas as pd

from measures.model.area import Area, Group
from measures.model.forces import ForceRate, GroupStanding, NoRate
from measures.model.measure import Kind, Measure, Plan
from measures.model.quarter import Quarter
from measures.rules.gates import visible
from measures.rules.grid import LETTER_BITS, WITHHELD, Bools, Grid, build_grid
from measures.rules.sums import with_sums
from measures.rules.terms import Terms, terms_of
from measures.rules.windows import Span, Spans, Windows

PEOPLE = 1000
FEWEST = 4  # forces with data for which a middle half or the worst 10 % has any meaning
WORST_PCT = 10


@dataclass(frozen=True, slots=True)
class Peers:
    """A group with what is known of its areas. `this` is this force's area id; "" where it has none."""

    group: Group
    areas: tuple[Area, ...]
    this: str

    def areas_at(self, quarter: Quarter) -> dict[str, Area]:
        """Each area with its newest population that is no later than the year in which 12 months end, by id.

        Where there is none so early it is the earliest held.
        """
        found: dict[str, Area] = {}
        for one in sorted(self.areas, key=lambda area: area.year):
            if one.id not in found or one.year <= quarter.end.year:
                found[one.id] = one
        return found


def standings(
    values: pd.DataFrame, plan: Plan, peers: Peers, quarters: Sequence[Quarter]
) -> dict[tuple[str, Quarter], GroupStanding]:
    """Where each measure of the plan that has a rate per head stands in the group, by measure id and quarter.

    `values` is a values frame of all areas ("" is this force); those of areas outside the group change nothing.
    """
    measures = tuple(one for one in plan.measures if one.kind.is_per_head)
    if not measures or not quarters:
        return {}
    terms = terms_of(Plan(plan.head, measures))
    grid = build_grid(with_sums(values, plan), terms, [quarter.ordinal for quarter in quarters])
    twelve = Spans(grid, terms)[Span.FOUR_QUARTERS]
    sums = _Sums(terms, grid, twelve, visible(twelve))
    found: dict[tuple[str, Quarter], GroupStanding] = {}
    for quarter in quarters:
        areas, members = peers.areas_at(quarter), peers.group.at(quarter)
        for place, measure in enumerate(measures):
            held = [("" if area_id == peers.this else area_id, area_id, areas.get(area_id)) for area_id in members]
            forces = [_force(sums, place, quarter, *one) for one in held]
            found[measure.id, quarter] = standing_of(measure, peers.group, quarter, forces, peers.this)
    return found


@dataclass(frozen=True, slots=True)
class _Sums:
    """The 12 months to every quarter, for every measure and area."""

    terms: Terms
    grid: Grid
    twelve: Windows
    shown: Bools

    def row(self, place: int, area: str) -> int:
        """The row of a measure in an area; -1 where no figure of that area is held at all."""
        return place * len(self.grid.areas) + self.grid.areas.index(area) if area in self.grid.areas else -1


def _force(sums: _Sums, place: int, quarter: Quarter, kept_as: str, area_id: str, area: Area | None) -> ForceRate:
    """One force, whose figures are kept under an area's name: its rate, or why there is none."""
    title = area.title if area else area_id
    row, column = sums.row(place, kept_as), quarter.ordinal - sums.grid.first
    measure = sums.terms.measures[place]
    if measure.kind is Kind.COUNT and area is not None and area.population is None:
        return ForceRate(area_id, title, None, year=area.year, why=NoRate.NO_POPULATION, note=area.note)
    why = _why_not(sums, place, row, column)
    if why is not None:
        return ForceRate(area_id, title, None, why=why, missing=_missing(sums, row, quarter, why))
    top, unit = int(sums.twelve.numerator[row, column]), int(sums.grid.unit[row, 0])
    provisional = bool(sums.twelve.bits[row, column] & LETTER_BITS["p"])
    events = Fraction(top, unit)
    if measure.kind is Kind.RATE:
        bottom = int(sums.twelve.denominator[row, column])
        rate, people = Fraction(measure.default_scale) * Fraction(top, bottom), Fraction(bottom, unit)
        return ForceRate(area_id, title, rate, events, people, provisional=provisional)
    if area is None or area.population is None:
        return ForceRate(area_id, title, None, events, why=NoRate.NO_POPULATION)
    rate, people = Fraction(PEOPLE * top, unit * area.population), Fraction(area.population)
    return ForceRate(area_id, title, rate, events, people, area.year, provisional=provisional)


def _why_not(sums: _Sums, place: int, row: int, column: int) -> NoRate | None:
    """Why there is no sum of 12 months that may be shown."""
    first, last = int(sums.terms.first[place]) - sums.grid.first, int(sums.terms.last[place]) - sums.grid.first
    if column - 3 < first or column > last:
        return NoRate.NOT_COLLECTED
    if row < 0:
        return NoRate.NO_FIGURES
    if sums.twelve.bits[row, column] & WITHHELD:
        return NoRate.WITHHELD
    if not sums.shown[row, column]:
        gaps = int(sums.twelve.missing[row, column])
        return {15: NoRate.NO_FIGURES, 0: NoRate.NO_POPULATION}.get(gaps, NoRate.INCOMPLETE)
    return NoRate.BELOW_ZERO if sums.twelve.numerator[row, column] < 0 else None


def _missing(sums: _Sums, row: int, quarter: Quarter, why: NoRate) -> tuple[Quarter, ...]:
    if why is not NoRate.INCOMPLETE:
        return ()
    mask = int(sums.twelve.missing[row, quarter.ordinal - sums.grid.first])
    return tuple(quarter.shift(-back) for back in (3, 2, 1, 0) if mask >> back & 1)


def standing_of(
    measure: Measure, group: Group, quarter: Quarter, forces: Sequence[ForceRate], this: str
) -> GroupStanding:
    """Ranks, median, average, middle half and marks of some forces, in whatever order they come."""
    with_rate = [one for one in forces if one.rate is not None]
    # Rounding keeps their order, so that the exact rates are asked only where two round to one double.
    held = sorted(with_rate, key=lambda one: (-float(_rate(one)), -_rate(one), one.title, one.area_id))
    rates = [_rate(one) for one in held]
    ordered = rates[::-1]
    higher, as_high = _counts(rates)
    worse = {1: [len(rates) - n for n in as_high], -1: higher}.get(measure.polarity.sign)
    ranked = tuple(
        one.placed(1 + higher[place], worse is not None and in_worst_tenth(worse[place], len(rates)))
        for place, one in enumerate(held)
    )
    enough = len(rates) >= FEWEST
    return GroupStanding(
        measure=measure,
        group=group,
        quarter=quarter,
        this_id=this,
        forces=ranked,
        without=tuple(sorted((one for one in forces if one.rate is None), key=lambda one: (one.title, one.area_id))),
        average=sum(rates, Fraction(0)) / len(rates) if rates else None,
        median=quantile(ordered, Fraction(1, 2)) if rates else None,
        lower=quantile(ordered, Fraction(1, 4)) if enough else None,
        upper=quantile(ordered, Fraction(3, 4)) if enough else None,
    )


def _counts(rates: Sequence[Fraction]) -> tuple[list[int], list[int]]:
    """For each of some rates, the highest first: how many are strictly higher, and how many as high or higher."""
    higher = [0] * len(rates)
    for place in range(1, len(rates)):
        higher[place] = higher[place - 1] if rates[place] == rates[place - 1] else place
    as_high = [len(rates)] * len(rates)
    for place in range(len(rates) - 2, -1, -1):
        as_high[place] = as_high[place + 1] if rates[place] == rates[place + 1] else place + 1
    return higher, as_high


def in_worst_tenth(worse: int, n: int) -> bool:
    """Whether fewer than 10 % of n forces with data are strictly worse; never with fewer than 4."""
    return n >= FEWEST and 100 * worse < WORST_PCT * n


def quantile(ordered: Sequence[Fraction], share: Fraction) -> Fraction:
    """The value below which a share of the rates lies: between the two nearest in proportion, as QUARTILE.INC does.

    `ordered` are the rates, the lowest first.

    >>> quantile([Fraction(1), Fraction(2), Fraction(4), Fraction(8)], Fraction(1, 4))
    Fraction(7, 4)
    """
    place = share * (len(ordered) - 1)
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (place - low) * (ordered[high] - ordered[low])


def _rate(one: ForceRate) -> Fraction:
    assert one.rate is not None
    return one.rate
