"""The comparator of similar forces: exact for the largest groups, and moved by nothing outside the group."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from measures.model.area import Area, Group, Member
from measures.model.frames import values_frame
from measures.model.measure import Comparator, DatedPlan, Plan
from measures.model.quarter import Quarter
from measures.model.rating import Comparison, Rating, ReasonCode
from measures.rules.beside import Beside
from measures.rules.explain import verdicts
from measures.rules.steps import rate
from tests.builders import a_measure, a_plan, quarter

Q = quarter("2015/16 Q4")
PLAN = a_plan(comparators=["similar_forces"])
forces = st.lists(st.tuples(st.integers(0, 5000), st.integers(1, 10**7)), min_size=2, max_size=43)


def rows_of(area: str, total: int, at: Quarter = Q) -> list[dict[str, object]]:
    """Four quarters that add up to a total."""
    quarters = [at.shift(-back) for back in range(4)]
    counts = [total - 3 * (total // 4), *[total // 4] * 3]
    return [
        {"measure_id": "burglary", "quarter": when, "area": area, "value": count}
        for when, count in zip(quarters, counts, strict=True)
    ]


def beside(totals: list[tuple[int, int]], outside: int | None = None) -> Beside:
    """A group of forces, each (events, people); this force is the first. `outside` is a force that is not in it."""
    ids = [f"f{place}" for place in range(len(totals))]
    found = [row for place, (total, _) in enumerate(totals) for row in rows_of("" if place == 0 else ids[place], total)]
    found += rows_of("outside", outside) if outside is not None else []
    areas = tuple(Area(one, one, people, 2015) for one, (_, people) in zip(ids, totals, strict=True))
    return Beside(values_frame(found), areas, (Group("g", "G", tuple(map(Member, ids))),), "f0")


def compared(held: Beside, plan: Plan | list[DatedPlan] = PLAN) -> Comparison:
    own = values_frame(rows_of("", int(held.values[held.values["area"] == ""]["value_units"].sum())))
    (found,) = verdicts(rate(own, plan, [Q], held), Q)
    return next(one for one in found.comparisons if one.comparator is Comparator.SIMILAR_FORCES)


def expected(totals: list[tuple[int, int]]) -> Rating | ReasonCode:
    """By fractions, one after the other: SPEC section 5."""
    rates = [Fraction(1000 * total, people) for total, people in totals]
    average, tolerance = sum(rates) / len(rates), Fraction(5, 100)
    if average == 0 or Fraction(1000, totals[0][1]) > tolerance * average:
        return ReasonCode.SMALL_NUMBERS
    if rates[0] <= average:
        return Rating.GREEN
    return Rating.AMBER if rates[0] - average <= tolerance * average else Rating.RED


@given(forces)
def test_any_group_up_to_43_forces_is_rated_as_fractions_would(totals: list[tuple[int, int]]) -> None:
    found = compared(beside(totals))
    assert (found.rating or found.reason_code) == expected(totals)
    assert found.current == Fraction(1000 * totals[0][0], totals[0][1])
    assert found.value == sum(Fraction(1000 * total, people) for total, people in totals) / len(totals)


@given(forces, st.integers(0, 10**6))
def test_a_force_outside_the_group_moves_nothing(totals: list[tuple[int, int]], outside: int) -> None:
    assert compared(beside(totals)) == compared(beside(totals, outside))


def test_the_frame_of_ratings_has_both_figures_as_doubles() -> None:
    held = beside([(530, 100_000), (470, 100_000)])
    frame = rate(values_frame(rows_of("", 530)), PLAN, [Q], held).frame()
    assert frame[["value", "comparator_value"]].to_numpy().tolist() == [[5.3, 5.0]]
    assert frame["rating"].tolist() == ["red"]


def test_a_plan_names_its_group_and_another_from_a_later_quarter() -> None:
    held = beside([(500, 100_000), (100, 100_000), (900, 100_000)])
    groups = tuple(Group(name, name, (Member("f0"), Member(other))) for name, other in (("low", "f1"), ("high", "f2")))
    held = Beside(held.values, held.areas, groups, "f0")
    assert compared(held).value == 3  # the first group that is held
    assert compared(held, a_plan(comparators=["similar_forces"], similar_group="high")).value == 7
    later = a_plan(comparators=["similar_forces"], similar_group="high")
    assert compared(held, [DatedPlan(None, PLAN), DatedPlan(Q.shift(1), later)]).value == 3
    assert compared(held, [DatedPlan(None, PLAN), DatedPlan(Q, later)]).value == 7
    unknown = compared(held, a_plan(comparators=["similar_forces"], similar_group="no-such"))
    assert unknown.reason_code is ReasonCode.COMPARATOR_INCOMPLETE


@pytest.mark.parametrize("kind", ["ratio", "mean", "stock", "rolling", "as_is", "narrative"])
def test_a_measure_without_a_rate_per_head_is_not_compared_in_this_way(kind: str) -> None:
    plan = a_plan(a_measure(kind=kind), comparators=["last_year", "similar_forces"])
    assert plan.comparators_of(plan.measures[0]) == (Comparator.LAST_YEAR,)


def test_other_comparisons_are_the_same_with_and_without_other_forces() -> None:
    plan = a_plan(comparators=["last_year", "baseline", "rolling_12_months", "similar_forces"])
    own = values_frame(rows_of("", 400) + rows_of("", 380, Q.shift(-4)))
    alone, together = (
        verdicts(rate(own, plan, [Q], held), Q)[0].comparisons for held in (None, beside([(400, 9000), (300, 9000)]))
    )
    assert alone[:3] == together[:3]
    assert alone[3].reason_code is ReasonCode.COMPARATOR_INCOMPLETE
    assert together[3].rating is Rating.RED
