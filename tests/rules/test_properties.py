"""What holds of every rating, whatever the plan and the figures."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from random import Random

import pandas as pd
import pytest
from hypothesis import given

from measures.model.frames import values_frame
from measures.model.measure import (
    Comparator,
    DatedPlan,
    Kind,
    Measure,
    Plan,
    Polarity,
    SmallNumbers,
    Tolerance,
    ToleranceUnit,
)
from measures.rules.explain import verdicts
from measures.rules.series import series_of
from measures.rules.steps import rate
from tests.rules.held import Row
from tests.rules.plans import COMBINED, FIRST, Figure, Situation, a_measure, a_situation, fits, to_date
from tests.rules.test_oracle import CHANCE, SOME

KEY = ["measure_id", "area", "quarter", "comparator"]
VERDICT = ["rating", "reason_code", "headline", "headline_reason", "mixed"]
FIGURES = ("value", "numerator", "denominator")
OPPOSITE = {
    Polarity.LOWER: Polarity.HIGHER,
    Polarity.HIGHER: Polarity.LOWER,
    Polarity.CONTEXT: Polarity.CONTEXT,
}


def rated(situation: Situation, rows: Sequence[Row] | None = None, plan: Plan | None = None) -> pd.DataFrame:
    """The frame of verdicts, in a fixed order and with plain texts."""
    frame = rate(values_frame(situation.rows if rows is None else rows), plan or situation.plan, situation.quarters)
    return plain(frame.frame())


def plain(frame: pd.DataFrame) -> pd.DataFrame:
    """The verdicts in a fixed order and with plain texts."""
    texts = dict.fromkeys(set(frame) & {*KEY, *VERDICT} - {"quarter", "mixed"}, "object")
    return frame.astype(texts).sort_values(KEY, ignore_index=True)


def same(one: pd.DataFrame, other: pd.DataFrame) -> None:
    """Both frames are the same to the last digit."""
    pd.testing.assert_frame_equal(one, other, check_exact=True)


def each_measure(plan: Plan, **changes: object) -> Plan:
    """The plan with something changed in every measure."""
    return replace(plan, measures=tuple(replace(measure, **changes) for measure in plan.measures))  # type: ignore[arg-type]


@SOME
@given(CHANCE)
def test_figures_turned_below_zero_with_the_polarity_turned_keep_their_colours(chance: Random) -> None:
    situation = a_situation(chance, kinds=(Kind.AS_IS, Kind.MEAN))
    turned = tuple(replace(m, polarity=OPPOSITE[m.polarity]) for m in situation.plan.measures)
    negated = [
        {**row, **{name: -Decimal(str(row[name])) for name in ("value", "numerator") if name in row}}
        for row in situation.rows
    ]
    after = rated(situation, negated, replace(situation.plan, measures=turned))
    same(rated(situation)[[*KEY, *VERDICT]], after[[*KEY, *VERDICT]])


@SOME
@given(CHANCE)
def test_no_colour_depends_on_the_size_of_the_unit_where_the_tolerance_is_relative(chance: Random) -> None:
    situation = a_situation(chance)
    tolerance = Tolerance(ToleranceUnit.PCT, situation.plan.head.tolerance_pct)
    rule = SmallNumbers(chance.choice(["not_rated", "rate_anyway"]))
    plan = each_measure(situation.plan, tolerance=tolerance, small_numbers=rule)
    factor = chance.choice([Decimal(10), Decimal(2), Decimal("0.1"), Decimal(7)])
    kept, scaled = [], []
    for row in situation.rows:
        told = Figure(Decimal(str(row.get("numerator", row.get("value", 0)))), row.get("denominator"))  # type: ignore[arg-type]
        larger = told._replace(top=told.top * factor)
        if fits(larger):
            kept.append(row)
            scaled.append({**row, **larger.row()} if {"value", "numerator"} & set(row) else row)
    before, after = (rated(situation, rows, plan) for rows in (kept, scaled))
    both = before["rating"].notna() & after["rating"].notna()
    assert before["rating"][both].tolist() == after["rating"][both].tolist()


@SOME
@given(CHANCE)
def test_the_order_of_the_rows_never_matters(chance: Random) -> None:
    situation = a_situation(chance)
    values = values_frame(situation.rows)
    order = list(range(len(values)))
    chance.shuffle(order)
    shuffled = rate(values.iloc[order], situation.plan, situation.quarters).frame()
    same(plain(shuffled), rated(situation))


@SOME
@given(CHANCE)
def test_the_year_to_date_at_q4_is_the_year(chance: Random) -> None:
    situation = a_situation(chance, kinds=COMBINED)
    comparators = (Comparator.LAST_YEAR, Comparator.ROLLING_12_MONTHS)
    frame = rated(situation, plan=each_measure(situation.plan, comparators=comparators))
    at_q4 = frame[frame["quarter"] % 4 == 3].pivot(index=["measure_id", "quarter"], columns="comparator")
    for name in ("value", "rating", "reason_code", "comparator_value"):
        if len(at_q4):
            to_date, twelve = (at_q4[name, comparator.value] for comparator in comparators)
            assert to_date.equals(twelve), name


@SOME
@given(CHANCE)
def test_what_goes_in_comes_out_unaltered(chance: Random) -> None:
    situation = a_situation(chance)
    values, plan = values_frame(situation.rows), situation.plan
    before = values.copy(deep=True)
    rate(values, plan, situation.quarters).frame()
    pd.testing.assert_frame_equal(values, before, check_exact=True)
    assert plan == situation.plan


@SOME
@given(CHANCE)
def test_another_area_changes_nothing(chance: Random) -> None:
    situation = a_situation(chance, measures=2)
    elsewhere = [{**row, "area": "kent"} for row in situation.rows if chance.random() < 0.7]
    for row in elsewhere:
        row.update({name: Decimal(chance.choice(["7", "12.5", "0.001"])) for name in FIGURES if name in row})
    together = rated(situation, [*elsewhere, *situation.rows])
    same(together[together["area"] == ""].reset_index(drop=True), rated(situation))


@SOME
@given(CHANCE)
def test_another_measure_changes_nothing(chance: Random) -> None:
    situation, other = a_situation(chance, measures=2), a_situation(chance, measures=2)
    renamed = tuple(replace(measure, id=f"other-{measure.id}") for measure in other.plan.measures)
    rows = [{**row, "measure_id": f"other-{row['measure_id']}"} for row in other.rows]
    plan = replace(situation.plan, measures=(*renamed, *situation.plan.measures))
    together = rated(situation, [*rows, *situation.rows], plan)
    own = together["measure_id"].isin([measure.id for measure in situation.plan.measures])
    same(together[own].reset_index(drop=True), rated(situation))


@SOME
@given(CHANCE)
def test_each_quarter_is_rated_by_the_form_of_the_plan_in_force_at_it(chance: Random) -> None:
    situation = a_situation(chance, measures=2)
    values = values_frame(situation.rows)
    starts = sorted({chance.choice(situation.quarters) for _ in range(2)})
    history = [DatedPlan(None, situation.plan)]
    for start in starts:
        measures = tuple(a_measure(chance, m.id, m.kind, situation.quarters) for m in situation.plan.measures)
        history.append(DatedPlan(start, replace(situation.plan, measures=measures)))
    together = plain(rate(values, history, situation.quarters).frame())
    for dated, until in zip(history, [*starts, None], strict=True):
        held = [
            quarter
            for quarter in situation.quarters
            if (dated.from_quarter is None or dated.from_quarter <= quarter) and (until is None or quarter < until)
        ]
        if held:
            alone = plain(rate(values, dated.plan, held).frame())
            mine = together["quarter"].isin([quarter.ordinal for quarter in held])
            same(together[mine].reset_index(drop=True), alone)


@SOME
@given(CHANCE)
def test_many_quarters_at_once_are_rated_as_each_alone(chance: Random) -> None:
    situation = a_situation(chance, measures=2)
    values = values_frame(situation.rows)
    quarters = chance.sample(situation.quarters, min(3, len(situation.quarters)))
    alone = pd.concat([plain(rate(values, situation.plan, [quarter]).frame()) for quarter in quarters])
    together = plain(rate(values, situation.plan, quarters).frame())
    same(together, alone.sort_values(KEY, ignore_index=True))


@SOME
@given(CHANCE)
def test_nothing_shown_depends_on_a_figure_that_is_withheld(chance: Random) -> None:
    situation = a_situation(chance, measures=1, kinds=(*COMBINED, Kind.COUNT))
    (measure,) = situation.plan.measures
    plan = each_measure(situation.plan, comparators=tuple(Comparator))
    secret = chance.randrange(len(situation.quarters))
    told = [chance.choice(["quarter", "ytd", "both", "ytd", "gap"]) for _ in situation.quarters]
    told[secret] = chance.choice(["c", "c", "ytd c", "c+ytd", "quarter+ytd c"])
    truth = [_small(chance, measure) for _ in situation.quarters]
    other = [*truth[:secret], _small(chance, measure), *truth[secret + 1 :]]
    one, two = (values_frame(_rows(measure, told, figures)) for figures in (truth, other))
    assert everything_said(situation, plan, one) == everything_said(situation, plan, two)


def everything_said(situation: Situation, plan: Plan, values: pd.DataFrame) -> list[object]:
    """The frame, each verdict with its sentences, trend and signal, and the series, so far as they show figures."""
    ratings = rate(values, plan, situation.quarters)
    read = [verdict for quarter in situation.quarters for verdict in verdicts(ratings, quarter)]
    return [ratings.frame().to_csv(), read, *(series_of(values, plan, measure.id) for measure in plan.measures)]


def _small(chance: Random, measure: Measure) -> Figure:
    base = Decimal(chance.choice([50, 100, 1000, 0])) if measure.kind.has_parts else None
    return Figure(Decimal(chance.choice([0, 1, 4, 95, 100, 105, 1172, -3])), base)


def _rows(measure: Measure, told: Sequence[str], truth: Sequence[Figure]) -> list[dict[str, object]]:
    """The rows that tell of each quarter's truth what `told` says: a figure of either basis, or a `c`."""
    rows: list[dict[str, object]] = []
    for n, words in enumerate(told):
        whole = to_date(measure, truth[n - n % 4 : n + 1])
        assert whole is not None
        for word in {"both": "quarter+ytd"}.get(words, words).split("+"):
            key: dict[str, object] = {"measure_id": measure.id, "quarter": FIRST.shift(n)}
            match word:
                case "quarter":
                    rows.append({**key, **truth[n].row()})
                case "ytd":
                    rows.append({**key, **whole.row(), "basis": "ytd"})
                case "c":
                    rows.append({**key, "status": "c"})
                case "ytd c":
                    rows.append({**key, "status": "c", "basis": "ytd"})
    return rows


@pytest.mark.parametrize(
    ("kind", "year"), [(Kind.COUNT, 110), (Kind.RATE, 550), (Kind.RATIO, 11000 / 375), (Kind.MEAN, 110 / 375)]
)
def test_four_quarters_make_a_year_by_the_rule_of_their_kind(kind: Kind, year: float) -> None:
    parts = [("90", "100"), ("10", "50"), ("7", "25"), ("3", "200")]
    truth = [Figure(Decimal(top), None if kind is Kind.COUNT else Decimal(base)) for top, base in parts]
    measure = Measure("m", "M", "each", kind, Polarity.LOWER, ("p",))
    plan = replace(a_situation(Random(1)).plan, measures=(replace(measure, comparators=(Comparator.LAST_YEAR,)),))
    for told in ("quarter", "ytd", "both"):
        frame = rate(values_frame(_rows(measure, [told] * 4, truth)), plan, [FIRST.shift(3)]).frame()
        assert frame["value"].tolist() == [pytest.approx(year)]
