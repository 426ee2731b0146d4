"""Plans, figures and breaks of every sort, made from a source of chance: for the oracle and the properties.

The figures are drawn as what truly happened in each quarter; the rows then tell some of it, as quarters, as
years to date, as both or not at all, so that what is told twice agrees. They like to lie on, just inside and
just outside a tolerance.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from random import Random
from typing import NamedTuple, TypeVar

from measures.model.measure import (
    BaselineRule,
    Break,
    BreakType,
    Comparator,
    Kind,
    Measure,
    Plan,
    PlanHead,
    Polarity,
    Priority,
    SmallNumbers,
    Tolerance,
    ToleranceUnit,
)
from measures.model.quarter import Quarter
from measures.model.value import MAX_DIGITS, scaled
from tests.rules.held import Row

T = TypeVar("T")
FIRST = Quarter.of(2012, 1)
KINDS = (*[kind for kind in Kind if kind is not Kind.NARRATIVE] * 3, Kind.NARRATIVE)
COMBINED = (Kind.COUNT, Kind.RATE, Kind.RATIO, Kind.MEAN)
SIGNED = (Kind.COUNT, Kind.RATE, Kind.MEAN, Kind.AS_IS)
FIGURES = [Decimal(text) for text in (
    "100 200 1000 105 95 105.01 94.99 20 19 21 0 0 1 2 1172 40 0.000000001 999999.999999999 12.5 7 "
    "999999999999999 949999999999999 123456789012345 666666666666667").split()]  # fmt: skip
BASES = [Decimal(text) for text in "1000 1000 1000 50 100 49 500 0 1 1500.5 999999999999999 0.000000003".split()]
AMOUNTS = [Decimal(text) for text in "5 5.0 2 2.5 0 0.1 10 4.999999999".split()]
SMALL = "not_rated not_rated not_rated rate_anyway absolute:0 absolute:5 absolute:20".split()
TOLD = ["quarter"] * 20 + "both both ytd ytd gap x c z x+ytd c+ytd z+ytd quarter+x quarter+c".split()


class Situation(NamedTuple):
    """A plan and the rows of a values frame."""

    plan: Plan
    rows: tuple[Row, ...]
    quarters: tuple[Quarter, ...]


class Figure(NamedTuple):
    """A value, or a numerator over a denominator."""

    top: Decimal
    base: Decimal | None = None
    bare: bool = False

    def row(self) -> dict[str, object]:
        """As a row tells it."""
        if self.bare or self.base is None:
            return {"value": _plain(self.top)}
        return {"numerator": _plain(self.top), "denominator": _plain(self.base)}


def a_situation(chance: Random, measures: int = 4, kinds: Sequence[Kind] = KINDS) -> Situation:
    """Anything at all."""
    years, short = chance.choice([1, 2, 3, 3, 4, 5]), chance.choice([0, 0, 1, 2, 3])
    quarters = tuple(FIRST.shift(n) for n in range(4 * years - short))
    baseline = chance.choice([*quarters, FIRST.shift(-1), *[FIRST.shift(3)] * 9, FIRST.shift(7)])
    names = [f"m{n}" for n in range(chance.randint(1, measures))]
    plan = Plan(
        PlanHead(
            "plan", "Plan", FIRST.start, quarters[-1].end, baseline, (Priority("p", "P"),), _comparators(chance),
            chance.choice(AMOUNTS), chance.choice(AMOUNTS),
        ),
        tuple(a_measure(chance, name, chance.choice(kinds), quarters) for name in names),
        tuple(a_break(chance, chance.choice(names), quarters) for _ in range(chance.randint(0, len(names)))),
    )  # fmt: skip
    rows = tuple(row for measure in plan.measures for row in some_rows(chance, plan, measure, quarters))
    return Situation(plan, rows, quarters)


def smallest(situation: Situation, fails: Callable[[Situation], bool]) -> Situation:
    """The situation with every measure, quarter, break and row taken out that it can do without and still fail."""
    plan = situation.plan
    tries = [situation._replace(plan=replace(plan, measures=(measure,))) for measure in plan.measures[1:]]
    tries += [situation._replace(plan=replace(plan, measures=plan.measures[:1]))] if tries else []
    tries += [situation._replace(quarters=(one,)) for one in situation.quarters if len(situation.quarters) > 1]
    tries += [situation._replace(plan=replace(plan, breaks=_without(plan.breaks, n))) for n in range(len(plan.breaks))]
    tries += [situation._replace(rows=_without(situation.rows, n)) for n in range(len(situation.rows))]
    smaller = next((one for one in tries if fails(one)), None)
    return situation if smaller is None else smallest(smaller, fails)


def _without(items: tuple[T, ...], n: int) -> tuple[T, ...]:
    return items[:n] + items[n + 1 :]


def _comparators(chance: Random) -> tuple[Comparator, ...]:
    own = [one for one in Comparator if one is not Comparator.SIMILAR_FORCES]  # it needs other forces: test_beside
    return tuple(chance.sample(own, chance.randint(1, len(own))))


def a_measure(chance: Random, name: str, kind: Kind, quarters: Sequence[Quarter]) -> Measure:
    """A measure that the definition file would allow."""
    unit = chance.choice(["%", "offences", "offences"] if kind is not Kind.COUNT else ["offences"])
    scales = [None, None, Decimal(1), Decimal(100), Decimal("0.1"), Decimal(100000), Decimal("1e-6"), Decimal(10**12)]
    bare = Measure(
        name, name, unit, kind, chance.choice([Polarity.LOWER, Polarity.HIGHER] * 8 + [Polarity.CONTEXT]), ("p",),
        scale=chance.choice(scales) if kind.has_parts else None,
        first_quarter=chance.choice(quarters[:6]) if chance.random() < 0.15 else None,
        baseline_rule=chance.choice(list(BaselineRule)),
        small_numbers=SmallNumbers.parse(chance.choice(SMALL)),
        comparators=chance.choice([None, None, _comparators(chance)]),
    )  # fmt: skip
    last = chance.choice(quarters[-6:]) if chance.random() < 0.1 else None
    last = last if last is None or bare.first_quarter is None else max(last, bare.first_quarter)
    other = ToleranceUnit.POINTS if bare.in_percent else ToleranceUnit.COUNT
    tolerance = Tolerance(chance.choice([ToleranceUnit.PCT, other]), chance.choice(AMOUNTS))
    return replace(bare, last_quarter=last, tolerance=chance.choice([None, tolerance]))


def a_break(chance: Random, name: str, quarters: Sequence[Quarter]) -> Break:
    """A break on the first, the last or another day of a quarter."""
    quarter = chance.choice(quarters)
    day = chance.choice([quarter.start, quarter.start + timedelta(40), quarter.end])
    return Break(name, day, BreakType.RECORDING, chance.choice([False, False, True]), "Counted anew.")


def some_rows(chance: Random, plan: Plan, measure: Measure, quarters: Sequence[Quarter]) -> list[dict[str, object]]:
    """What is told of what truly happened."""
    truth: list[Figure] = []
    rows: list[dict[str, object]] = []
    told = chance.choice([TOLD, TOLD, ["quarter"], ["both"], ["ytd"], ["ytd", "ytd", "gap"]])
    fresh, bare = chance.choice([0, 0.1, 0.5, 1]), chance.choice([0, 0, 0, 0.2, 1])
    step, back, only_whole = chance.choice([-1, 0, 1]), chance.choice([4, 4, 1]), False
    for n, quarter in enumerate(quarters):
        if quarter.number == 1:
            step, only_whole = chance.choice([-1, -1, 0, 1, 1]), chance.random() < 0.1
        before = truth[n - back] if n >= back else None
        figure = None if chance.random() < fresh else hugging(chance, plan, measure, before, step)
        truth.append(figure or _fresh(chance, measure))
        if measure.kind is not Kind.NARRATIVE:
            words = ("ytd" if quarter.number == 4 else "gap") if only_whole else chance.choice(told)
            rows += _told(chance, measure, quarter, truth[n - n % 4 :], words, chance.random() < bare)
    return rows


def _fresh(chance: Random, measure: Measure) -> Figure:
    top = chance.choice(FIGURES)
    if measure.kind in SIGNED and chance.random() < 0.1:
        top = -top
    figure = Figure(top, chance.choice(BASES) if measure.kind.has_parts else None)
    return figure if fits(figure) else Figure(top, Decimal(1000) if measure.kind.has_parts else None)


def hugging(chance: Random, plan: Plan, measure: Measure, before: Figure | None, step: int) -> Figure | None:
    """A figure that lies exactly the tolerance away from the one a year before, or a hair beside that."""
    if before is None or (measure.kind.has_parts and not before.base):
        return None
    rule, scale = plan.tolerance_of(measure), Fraction(measure.default_scale)
    old = Fraction(before.top) * scale / Fraction(before.base or 1)
    amount = Fraction(rule.amount) * (old / 100 if rule.unit is ToleranceUnit.PCT else 1)
    if measure.small_numbers.limit is not None and chance.random() < 0.5:
        amount = Fraction(measure.small_numbers.limit)
    base = chance.choice([before.base, before.base, chance.choice(BASES)]) if measure.kind.has_parts else None
    top = (old + step * amount) * Fraction(base or 1) / scale
    top += Fraction(chance.choice([0, 0, 0, 1, -1]), 10 ** chance.choice([0, 2, 9]))
    units = top * 10**9
    figure = Figure(Decimal(int(units)).scaleb(-9), base)
    return figure if fits(figure) else None


def fits(figure: Figure) -> bool:
    """Whether a figure can be kept: both parts with the same decimals."""
    try:
        parts = [scaled(_plain(part)) for part in figure[:2] if part is not None]
    except ValueError:
        return False
    decimals = max(places for _, places in parts)
    return all(abs(units) * 10 ** (decimals - places) < 10**MAX_DIGITS for units, places in parts)


def _plain(figure: Decimal) -> Decimal:
    return figure.normalize() if figure else Decimal(0)


def _told(
    chance: Random, measure: Measure, quarter: Quarter, year: Sequence[Figure], told: str, bare: bool
) -> list[dict[str, object]]:
    """The rows for one quarter; `year` is the truth from April."""
    this, rows = year[-1], []
    bare = bare and measure.kind in (Kind.RATIO, Kind.MEAN)
    status = chance.choice(["", "", "", "p", "r", "e", "u"])
    key: dict[str, object] = {"measure_id": measure.id, "quarter": quarter}
    if measure.kind not in COMBINED:  # there is one basis only
        told = {"ytd": "quarter", "both": "quarter"}.get(told, told.split("+")[0])
    for part in {"both": "quarter+ytd"}.get(told, told).split("+"):
        whole = to_date(measure, year)
        if part == "quarter":
            rows.append({**key, "status": status, **_bared(this, bare).row()})
        elif part == "ytd" and whole is not None:
            rows.append({**key, "status": status, "basis": "ytd", **_bared(whole, bare).row()})
        elif part in ("x", "c", "z"):
            rows.append({**key, "status": part, "basis": "ytd" if rows else "quarter"})
    return rows


def _bared(figure: Figure, bare: bool) -> Figure:
    return Figure(figure.top, bare=True) if bare else figure


def to_date(measure: Measure, year: Sequence[Figure]) -> Figure | None:
    """The year to date of quarters, if it can be kept."""
    top = sum((one.top for one in year), Decimal(0))
    base = None if measure.kind is Kind.COUNT else sum((one.base or Decimal(0) for one in year), Decimal(0))
    figure = Figure(top, year[-1].base if measure.kind is Kind.RATE else base)
    return figure if fits(figure) else None
