"""This force beside others: cases that can be checked by hand, and what may never matter."""

from fractions import Fraction
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from measures.model.area import Area, Group, Member
from measures.model.forces import GroupStanding, NoRate
from measures.model.frames import values_frame
from measures.model.measure import Plan
from measures.rules.forces import Peers, quantile, standings
from measures.rules.steps import rate
from tests.builders import a_measure, a_plan, quarter

Q = quarter("2016/17 Q4")
YEAR = [quarter(f"2016/17 Q{n}") for n in (1, 2, 3, 4)]
THIS = "home"


def figures(area: str, *counts: object, measure: str = "burglary") -> list[dict[str, object]]:
    """The four quarters of 2016/17 of an area; a letter is a status, None no row."""
    rows = []
    for when, count in zip(YEAR, counts, strict=True):
        if count is not None:
            given_ = {"status": count} if isinstance(count, str) else {"value": count}
            rows.append({"measure_id": measure, "quarter": when, "area": "" if area == THIS else area, **given_})
    return rows


def one_each(totals: dict[str, int]) -> list[dict[str, object]]:
    """Rows in which an area's four quarters add up to a total."""
    return [row for area, total in totals.items() for row in figures(area, total, 0, 0, 0)]


def peers_of(*ids: str, people: int = 1000, members: tuple[Member, ...] | None = None) -> Peers:
    areas = tuple(Area(one, one.capitalize(), people, 2016) for one in ids)
    return Peers(Group("g", "A group", members or tuple(map(Member, ids))), areas, THIS)


def standing(
    rows: list[dict[str, object]], peers: Peers, plan: Plan | None = None, at: str = "2016/17 Q4"
) -> GroupStanding:
    found = standings(values_frame(rows), plan or a_plan(), peers, [quarter(at)])
    return found["burglary", quarter(at)]


def test_rate_rank_median_average_and_middle_half_as_a_calculator_has_them() -> None:
    """1,000 people each, so a rate is the count: 8, 4, 2, 1. Average 15/4, median 3, quartiles 1.75 and 5."""
    found = standing(one_each({"a": 8, "b": 4, THIS: 2, "d": 1}), peers_of("a", "b", THIS, "d"))
    assert [(one.area_id, one.rate, one.rank) for one in found.forces] == [
        ("a", 8, 1), ("b", 4, 2), (THIS, 2, 3), ("d", 1, 4),
    ]  # fmt: skip
    assert (found.n, found.average, found.median) == (4, Fraction(15, 4), 3)
    assert (found.lower, found.upper) == (Fraction(7, 4), 5)
    assert [one.area_id for one in found.forces if one.worst_tenth] == ["a"]


def test_the_average_is_the_mean_of_the_rates_not_the_rate_of_the_whole() -> None:
    areas = (Area(THIS, "Home", 1000, 2016), Area("city", "City", 9000, 2016))
    peers = Peers(Group("g", "G", (Member(THIS), Member("city"))), areas, THIS)
    found = standing(one_each({THIS: 10, "city": 9}), peers)
    assert [one.rate for one in found.forces] == [10, 1]
    assert found.average == Fraction(11, 2)  # all together would be 19 of 10,000: 1.9


def test_the_twelve_months_are_the_four_quarters_up_to_the_quarter() -> None:
    rows = figures(THIS, 1, 2, 3, 4) + figures("b", 1, 1, 1, 1)
    rows += [{"measure_id": "burglary", "quarter": "2017/18 Q1", "area": area, "value": 100} for area in ("", "b")]
    found = standing(rows, peers_of(THIS, "b"))
    assert [one.events for one in found.forces] == [10, 4]
    assert found.period.words == "12 months to March 2017"
    assert [one.events for one in standing(rows, peers_of(THIS, "b"), at="2017/18 Q1").forces] == [109, 103]


@pytest.mark.parametrize(
    ("rates", "polarity", "marked"),
    [
        ([9, 8, 7], "lower", []),  # fewer than four
        ([9, 8, 7, 6], "lower", [9]),
        ([9, 9, 7, 6], "lower", [9, 9]),  # a tie counts for all
        ([9, 8, 7, 6], "higher", [6]),
        ([9, 8, 7, 6], "context", []),
        (range(1, 11), "lower", [10]),  # of ten: one worse is exactly 10%, not fewer
        (range(1, 12), "lower", [11, 10]),  # of eleven: one worse is 9.1%
        ([5] * 20, "lower", [5] * 20),
    ],
    ids=["three", "four", "tied", "higher is better", "context", "ten", "eleven", "all alike"],
)
def test_the_worst_tenth_are_those_whom_fewer_than_a_tenth_are_worse_than(
    rates: list[int], polarity: str, marked: list[int]
) -> None:
    totals = {THIS if place == 0 else f"f{place}": rate for place, rate in enumerate(rates)}
    found = standing(one_each(totals), peers_of(*totals), a_plan(a_measure(polarity=polarity)))
    assert [one.rate for one in found.forces if one.worst_tenth] == marked


def test_equal_rates_share_a_rank_and_the_next_one_is_left_free() -> None:
    totals = {"a": 5, "b": 5, THIS: 3, "d": 3, "e": 1}
    found = standing(one_each(totals), peers_of(*totals))
    assert [one.rank for one in found.forces] == [1, 1, 3, 3, 5]


def test_a_force_without_data_is_named_with_its_reason_and_left_out_of_every_figure() -> None:
    rows = (
        one_each({THIS: 4, "b": 2}) + figures("gap", 1, None, 1, 1) + figures("secret", 1, "c", 1, 1)
        + figures("below", -9, 1, 1, 1)
    )  # fmt: skip
    peers = peers_of(THIS, "b", "gap", "secret", "below", "nothing")
    few = Area("few", "Few", None, 2016, "too few residents")
    peers = Peers(Group("g", "G", (*peers.group.members, Member("few"))), (*peers.areas, few), THIS)
    found = standing(rows + one_each({"few": 9}), peers)
    assert {one.area_id: one.why for one in found.without} == {
        "below": NoRate.BELOW_ZERO, "few": NoRate.NO_POPULATION, "gap": NoRate.INCOMPLETE,
        "nothing": NoRate.NO_FIGURES, "secret": NoRate.WITHHELD,
    }  # fmt: skip
    assert (found.n, found.average, found.median) == (2, 3, 3)
    gap = next(one for one in found.without if one.area_id == "gap")
    assert (gap.rate, gap.missing) == (None, (quarter("2016/17 Q2"),))
    secret = next(one for one in found.without if one.area_id == "secret")
    assert secret.events is None


def test_membership_is_dated_and_only_members_at_the_quarter_count() -> None:
    members = (Member(THIS), Member("old", None, quarter("2016/17 Q3")), Member("new", quarter("2016/17 Q4")))
    rows = one_each({THIS: 1, "old": 2, "new": 3})
    found = standing(rows, peers_of(THIS, "old", "new", members=members))
    assert [one.area_id for one in found.forces] == ["new", THIS]


def test_the_population_is_the_newest_that_is_no_later_than_the_year_of_the_end_else_the_earliest() -> None:
    areas = tuple(Area(THIS, "Home", people, year) for people, year in ((1000, 2015), (2000, 2017), (4000, 2019)))
    peers = Peers(Group("g", "G", (Member(THIS),)), areas, THIS)
    ends = ("2015/16 Q3", "2016/17 Q3", "2016/17 Q4", "2018/19 Q1", "2010/11 Q1")
    assert [peers.areas_at(quarter(end))[THIS].year for end in ends] == [2015, 2015, 2017, 2017, 2015]


def test_a_rate_brings_its_own_population() -> None:
    measure = a_measure(kind="rate")
    rows = [
        {"measure_id": "burglary", "quarter": when, "area": area, "numerator": 5, "denominator": people}
        for area, people in (("", 1000), ("b", 2000))
        for when in YEAR
    ]
    areas = (Area(THIS, "Home", None, 2016, "not used"), Area("b", "B", 7, 2016))
    peers = Peers(Group("g", "G", (Member(THIS), Member("b"))), areas, THIS)
    found = standing(rows, peers, a_plan(measure))
    assert [(one.rate, one.population, one.year) for one in found.forces] == [(20, 1000, None), (10, 2000, None)]


def test_a_measure_that_is_no_count_or_rate_has_no_standing() -> None:
    plan = a_plan(a_measure(kind="ratio"))
    assert standings(values_frame([]), plan, peers_of(THIS, "b"), [Q]) == {}


def test_a_group_that_this_force_is_not_in_has_no_place_for_it() -> None:
    found = standing(one_each({THIS: 4, "b": 2, "c": 1}), peers_of("b", "c"))
    assert found.this is None
    assert found.average == Fraction(3, 2)


@pytest.mark.parametrize(
    ("share", "expected"), [(Fraction(0), 1), (Fraction(1, 4), Fraction(7, 4)), (Fraction(1, 2), 3), (Fraction(1), 8)]
)
def test_a_quantile_lies_between_its_two_neighbours_in_proportion(share: Fraction, expected: Fraction) -> None:
    assert quantile([Fraction(n) for n in (1, 2, 4, 8)], share) == expected


totals_of_forces = st.lists(st.integers(0, 40), min_size=1, max_size=12).map(
    lambda counts: {THIS if place == 0 else f"f{place}": count for place, count in enumerate(counts)}
)


@given(totals_of_forces, st.randoms(use_true_random=False))
def test_the_order_of_rows_and_members_never_matters(totals: dict[str, int], chance: Random) -> None:
    rows, ids = one_each(totals), list(totals)
    shuffled, other = chance.sample(rows, len(rows)), chance.sample(ids, len(ids))
    one, two = standing(rows, peers_of(*ids)), standing(shuffled, peers_of(*other))
    assert (one.forces, one.without) == (two.forces, two.without)
    assert (one.average, one.median, one.lower, one.upper) == (two.average, two.median, two.lower, two.upper)


@given(totals_of_forces)
def test_a_force_without_data_changes_no_figure(totals: dict[str, int]) -> None:
    rows = one_each(totals)
    one, two = standing(rows, peers_of(*totals)), standing(rows, peers_of(*totals, "nothing"))
    assert (one.forces, one.average, one.median, one.lower) == (two.forces, two.average, two.median, two.lower)
    assert [gone.area_id for gone in two.without] == ["nothing"]


@given(totals_of_forces, st.integers(0, 1000))
def test_a_force_outside_the_group_changes_nothing_at_all(totals: dict[str, int], count: int) -> None:
    rows = one_each(totals)
    assert standing(rows, peers_of(*totals)) == standing(rows + one_each({"outside": count}), peers_of(*totals))


@given(totals_of_forces)
def test_ranks_and_marks_agree_with_counting_one_by_one(totals: dict[str, int]) -> None:
    found = standing(one_each(totals), peers_of(*totals))
    rates = list(totals.values())
    for one in found.forces:
        worse = sum(other > totals[one.area_id] for other in rates)
        assert one.rank == 1 + worse
        assert one.worst_tenth == (len(rates) >= 4 and worse / len(rates) < 0.1)


@given(st.sets(st.integers(0, 400), min_size=4, max_size=30))
def test_as_many_forces_lie_above_the_middle_half_as_below_it(rates: set[int]) -> None:
    totals = {THIS if place == 0 else f"f{place}": rate for place, rate in enumerate(rates)}
    found = standing(one_each(totals), peers_of(*totals))
    assert found.lower is not None and found.upper is not None and found.median is not None
    assert found.lower <= found.median <= found.upper
    assert sum(rate > found.upper for rate in rates) == sum(rate < found.lower for rate in rates)


def test_figures_of_other_areas_change_none_of_this_forces_ratings() -> None:
    own = [{"measure_id": "burglary", "quarter": f"{y}/{y % 100 + 1} Q1", "value": 100 + y} for y in (2014, 2015, 2016)]
    others = [row | {"area": "kent", "value": 7} for row in own] + one_each({"kent2": 3})
    alone, together = (rate(values_frame(rows), a_plan()).frame() for rows in (own, own + others))
    mine = together[together["area"] == ""].reset_index(drop=True)
    for column in ("quarter", "comparator", "value", "comparator_value", "rating", "reason_code", "headline"):
        kept = mine[mine["quarter"].isin(alone["quarter"])]
        assert kept[column].astype(object).fillna("-").tolist() == alone[column].astype(object).fillna("-").tolist()


def test_a_rate_over_nobody_is_left_out() -> None:
    rows = [
        {"measure_id": "burglary", "quarter": when, "area": area, "numerator": 5, "denominator": people}
        for area, people in (("", 1000), ("b", 0))
        for when in YEAR
    ]
    found = standing(rows, peers_of(THIS, "b"), a_plan(a_measure(kind="rate")))
    assert [(one.area_id, one.why) for one in found.without] == [("b", NoRate.NO_POPULATION)]
