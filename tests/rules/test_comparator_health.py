"""An earlier period that was itself unusual is said beside the colour, and changes none."""

from measures.model.measure import Plan
from measures.model.quarter import Quarter
from measures.model.rating import Flag, MeasureRating, Rating
from measures.rules.explain import verdicts
from measures.rules.reasons import together
from measures.rules.steps import rate
from tests.builders import a_measure, a_plan, values

FIRST = Quarter.of(2013, 1)
STEADY = [100, 104, 101, 103]
PLAN = a_plan(a_measure(), comparators=["last_year"])


def rated(numbers: list[int], place: int, plan: Plan = PLAN) -> MeasureRating:
    figures = {FIRST.shift(n).label: number for n, number in enumerate(numbers)}
    quarter = FIRST.shift(place)
    return verdicts(rate(values(figures), plan, [quarter]), quarter)[0]


def test_a_comparison_with_a_freak_quarter_says_so_and_names_it() -> None:
    numbers = STEADY * 5
    numbers[12] = 50  # 2016/17 Q1, a lockdown
    one = rated(numbers, 16)
    assert one.headline is Rating.RED
    assert Flag.COMPARATOR_UNUSUAL in one.comparisons[0].flags
    assert Flag.COMPARATOR_UNUSUAL in one.flags
    assert one.caveats == (
        "A year before: the period compared with was itself unusual; 2016/17 Q1 lies outside the usual range.",
    )


def said(one: MeasureRating) -> str:
    return together(one.headline, one.signal, beside_unusual=one.beside_unusual)


def test_after_a_freak_year_the_level_is_not_said_to_be_the_issue() -> None:
    numbers = STEADY * 5
    numbers[12] = 50
    assert said(rated(numbers, 16)) == "Red, but within its usual range: the earlier period was itself unusual."


def test_red_beside_an_ordinary_period_too_the_level_is_the_issue() -> None:
    numbers = [90, 94, 91, 93] * 2 + STEADY * 3
    numbers[12] = 40
    plan = a_plan(a_measure(), comparators=["last_year", "baseline"])  # the baseline year is an ordinary one
    one = rated(numbers, 16, plan)
    assert [comparison.rating for comparison in one.comparisons] == [Rating.RED, Rating.RED]
    assert [Flag.COMPARATOR_UNUSUAL in comparison.flags for comparison in one.comparisons] == [True, False]
    assert said(one) == "Red, but within its usual range: the level is the issue, not this quarter."


def test_a_freak_quarter_elsewhere_is_not_held_against_the_comparison() -> None:
    numbers = STEADY * 5
    numbers[8] = 50
    assert Flag.COMPARATOR_UNUSUAL not in rated(numbers, 16).flags


def test_where_the_level_has_moved_no_single_quarter_stands_out() -> None:
    numbers = STEADY * 2 + [200, 204, 201, 203] * 2 + STEADY
    assert Flag.COMPARATOR_UNUSUAL not in rated(numbers, 19).flags


def test_it_is_said_beside_a_colour_only() -> None:
    numbers = STEADY * 5
    numbers[12] = 50
    context = a_plan(a_measure(polarity="context"), comparators=["last_year"])
    assert Flag.COMPARATOR_UNUSUAL not in rated(numbers, 16, context).flags
