from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from measures.model.issue import Issue, Severity, stops, to_confirm
from measures.model.measure import (
    Comparator,
    DatedPlan,
    Kind,
    Measure,
    Plan,
    PlanHead,
    Polarity,
    Priority,
    SmallNumbers,
    Tolerance,
    ToleranceUnit,
    in_force,
)
from measures.model.quarter import Quarter
from measures.model.rating import Flag, Period, Rating, ReasonCode

HEAD = PlanHead(
    "p",
    "Plan",
    date(2013, 4, 1),
    date(2018, 3, 31),
    Quarter.parse("2014/15 Q4"),
    (Priority("a", "A"), Priority("b", "B")),
)
BURGLARY = Measure("burglary", "Burglary", "offences", Kind.COUNT, Polarity.LOWER, ("a", "b"))
SOLVED = Measure("solved", "Solved", "%", Kind.RATIO, Polarity.HIGHER, ("b",))
PLAN = Plan(HEAD, (BURGLARY, SOLVED))


def test_percentages_take_the_plans_points_and_all_else_its_per_cent():
    assert PLAN.tolerance_of(BURGLARY) == Tolerance(ToleranceUnit.PCT, Decimal("5.0"))
    assert PLAN.tolerance_of(SOLVED) == Tolerance(ToleranceUnit.POINTS, Decimal("2.0"))
    own = Tolerance(ToleranceUnit.COUNT, Decimal(3))
    assert PLAN.tolerance_of(replace(BURGLARY, tolerance=own)) == own


def test_a_measure_is_listed_under_its_first_priority_only():
    assert PLAN.under("a") == (BURGLARY,)
    assert PLAN.under("b") == (SOLVED,)
    assert PLAN.measure("solved") is SOLVED
    assert PLAN.measure("none") is None


def test_a_measure_rates_on_its_own_comparators_else_on_the_plans():
    assert PLAN.comparators_of(SOLVED) == (Comparator.LAST_YEAR, Comparator.BASELINE)
    own = (Comparator.SAME_QUARTER,)
    assert PLAN.comparators_of(replace(SOLVED, comparators=own)) == own


@pytest.mark.parametrize(
    ("kind", "scale"), [("rate", 1000), ("ratio", 100), ("mean", 1), ("count", 1), ("stock", 1), ("as_is", 1)]
)
def test_the_scale_follows_the_kind_unless_it_is_given(kind, scale):
    measure = replace(BURGLARY, kind=Kind(kind))
    assert measure.default_scale == scale
    assert replace(measure, scale=Decimal(7)).default_scale == 7


def test_a_ratio_of_another_scale_is_no_percentage():
    assert SOLVED.in_percent
    assert not replace(SOLVED, unit="per 1,000", scale=Decimal(1000)).in_percent
    assert replace(BURGLARY, kind=Kind.ROLLING, unit=" % ").in_percent


@pytest.mark.parametrize("text", ["not_rated", "rate_anyway", "absolute:5", "absolute:0"])
def test_a_rule_for_small_numbers_prints_as_it_is_read(text):
    assert str(SmallNumbers.parse(text)) == text


@pytest.mark.parametrize("text", ["", "absolute", "absolute:", "absolute:-1", "absolute:1.5", "Not_rated", "never"])
def test_any_other_rule_for_small_numbers_is_refused(text):
    with pytest.raises(ValueError, match="absolute:N"):
        SmallNumbers.parse(text)


def test_the_plan_in_force_is_the_last_that_has_begun():
    later = Plan(replace(HEAD, title="Later"), PLAN.measures)
    history = (DatedPlan(None, PLAN), DatedPlan(Quarter.parse("2015/16 Q1"), later))
    assert in_force(history, Quarter.parse("2014/15 Q4")) is PLAN
    assert in_force(history, Quarter.parse("2015/16 Q1")) is later
    assert in_force(history, Quarter.parse("2017/18 Q1")) is later


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ("span", "April–September 2016"),
        ("twelve_months", "12 months to September 2016"),
        ("at_end", "30 September 2016"),
        ("average", "April–September 2016"),
    ],
)
def test_a_period_is_said_by_what_it_stands_for(form, words):
    first = Quarter.parse("2016/17 Q1")
    assert Period(first, first.shift(1), form).words == words


def test_every_rating_reason_and_flag_has_its_words():
    for word in [*Rating, *ReasonCode, *Flag]:
        assert word.words
        assert "target" not in word.words.casefold()


def test_issues_part_by_what_they_mean_for_the_file():
    stop, confirm, note = (Issue(severity, "c", "m", "r") for severity in Severity)
    assert stops([stop, confirm, note]) == [stop]
    assert to_confirm([stop, confirm, note]) == [confirm]
