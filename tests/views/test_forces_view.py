"""The words of this force beside others: each place, each reason, and what is said with too few forces."""

from fractions import Fraction

import pytest

from measures.model.area import Group
from measures.model.forces import ForceRate, GroupStanding, NoRate
from measures.rules.forces import standing_of
from measures.views.forces_view import (
    finding,
    force_rows,
    group_sentence,
    left_out_sentences,
    mark_sentence,
    ordinal,
    own_sentence,
    place_words,
    population_sentence,
    trend_finding,
    trend_rows,
)
from tests.builders import a_measure, quarter

Q = quarter("2025/26 Q3")
GROUP = Group("g", "A group", ())


def a_force(area_id: str, events: int | None, people: int = 1000, year: int = 2024, **given: object) -> ForceRate:
    rate = None if events is None else Fraction(1000 * events, people)
    facts = {"events": events, "population": people, "year": year} if events is not None else {}
    found = {name: Fraction(value) if name != "year" else value for name, value in facts.items()}
    return ForceRate(area_id, area_id.capitalize(), rate, **found, **given)  # type: ignore[arg-type]


def a_standing(*rates: int, polarity: str = "lower", at: str = "2025/26 Q3") -> GroupStanding:
    """This force has the first rate."""
    forces = [a_force("home" if place == 0 else f"f{place}", rate) for place, rate in enumerate(rates)]
    return standing_of(a_measure("robbery", polarity=polarity), GROUP, quarter(at), forces, "home")


@pytest.mark.parametrize(
    ("rates", "place"),
    [
        ((9, 5, 4, 3, 2), "the highest"),
        ((5, 9, 4, 3, 2), "the 2nd highest"),
        ((4, 9, 5, 3, 2), "the 3rd highest"),
        ((3, 9, 5, 4, 2), "the 2nd lowest"),
        ((2, 9, 5, 4, 3), "the lowest"),
        ((5, 9, 5, 4, 3), "the joint 2nd highest"),
        ((9, 9, 5, 4, 3), "the joint highest"),
        ((3, 9, 5, 4, 3), "the joint lowest"),
    ],
)
def test_a_place_is_said_from_the_nearer_end_and_a_tie_is_called_joint(rates: tuple[int, ...], place: str) -> None:
    assert place_words(a_standing(*rates)) == place


@pytest.mark.parametrize(
    ("rates", "said"),
    [
        ((5, 9, 8, 4, 3, 2), "Home has the 3rd highest rate of robbery of 6 forces, in the middle half"),
        ((8, 9, 5, 4, 3, 2), "Home has the 2nd highest rate of robbery of 6 forces, above the middle half"),
        ((3, 9, 8, 5, 4, 2), "Home has the 2nd lowest rate of robbery of 6 forces, below the middle half"),
        ((9, 8, 5, 4, 3, 2), "Home has the highest rate of robbery of 6 forces, among the worst 10%"),
        ((9, 8, 5), "Home has the highest rate of robbery of 3 forces"),
        ((9,), "No other force of the group has a rate of robbery"),
    ],
)
def test_the_title_is_the_finding(rates: tuple[int, ...], said: str) -> None:
    assert finding(a_standing(*rates), "Home") == said


@pytest.mark.parametrize(("place", "said"), [(1, "1st"), (2, "2nd"), (3, "3rd"), (4, "4th"), (11, "11th"), (12, "12th"),
                                             (13, "13th"), (21, "21st"), (42, "42nd"), (112, "112th")])  # fmt: skip
def test_ordinals_are_english(place: int, said: str) -> None:
    assert ordinal(place) == said


def test_the_sum_behind_the_rate_can_be_checked() -> None:
    assert own_sentence(a_standing(5, 9), "Home") == (
        "Home had 5.00 offences per 1,000 people in the 12 months to December 2025: 5 offences among 1,000 residents "
        "in mid-2024."
    )


def test_the_groups_figures_say_that_the_average_includes_this_force() -> None:
    assert group_sentence(a_standing(5, 9, 8, 4)) == (
        "Of the 4 forces with data the median is 6.50 and the average 6.50 (the mean of their rates, Home’s own "
        "included). The middle half of them lies between 4.75 and 8.25."
    )
    assert group_sentence(a_standing(5, 9, 8)).endswith("With fewer than four forces there is no middle half.")
    assert group_sentence(standing_of(a_measure(), GROUP, Q, [], "home")) == ""


@pytest.mark.parametrize(
    ("rates", "polarity", "said"),
    [
        ((5, 9, 8, 4), "lower", "Lower is better. In the worst 10%: F1."),
        ((5, 9, 8, 4), "higher", "Higher is better. In the worst 10%: F3."),
        ((5, 9, 8, 4), "context", "Neither more nor less is better here, so no force is marked as worst."),
        ((5, 9, 8), "lower", "With fewer than four forces with data none is marked as worst."),
    ],
)
def test_who_is_marked_as_worst_or_why_nobody_is(rates: tuple[int, ...], polarity: str, said: str) -> None:
    assert mark_sentence(a_standing(*rates, polarity=polarity)) == said


def test_forces_without_a_rate_are_named_with_the_reason_those_with_one_reason_together() -> None:
    forces = [
        a_force("home", 5), a_force("b", None, why=NoRate.NO_FIGURES), a_force("a", None, why=NoRate.NO_FIGURES),
        a_force("c", None, why=NoRate.INCOMPLETE, missing=(Q,)),
        a_force("d", None, why=NoRate.NO_POPULATION, note="few"),
    ]  # fmt: skip
    found = standing_of(a_measure(), GROUP, Q, forces, "home")
    assert left_out_sentences(found) == ("A and B: no figures", "C: no figure for 2025/26 Q3", "D: few")


def test_a_force_without_a_rate_of_its_own_or_outside_the_group_says_so() -> None:
    missing = standing_of(a_measure("robbery"), GROUP, Q, [a_force("home", None, why=NoRate.WITHHELD)], "home")
    assert finding(missing, "Home") == (
        "Home has no rate of robbery to set beside other forces: withheld to protect confidentiality"
    )
    outside = standing_of(a_measure("robbery"), GROUP, Q, [a_force("kent", 5)], "home")
    assert finding(outside, "Home") == "Home is not in the group “A group” at 2025/26 Q3"
    assert (own_sentence(outside, "Home"), place_words(outside)) == ("", "")


def test_the_year_of_the_populations_is_said_and_stands_beside_each_where_they_differ() -> None:
    assert population_sentence(a_standing(5, 9)) == "Populations are those of mid-2024."
    assert population_sentence(a_standing(5, 9, at="2022/23 Q3")).endswith("mid-2024; no earlier estimate is held.")
    mixed = standing_of(a_measure(), GROUP, Q, [a_force("home", 5), a_force("b", 4, year=2023)], "home")
    assert population_sentence(mixed) == "Populations are those of mid-2023 and mid-2024."
    assert [row.cells[4] for row in force_rows(mixed)] == ["1,000 (mid-2024)", "1,000 (mid-2023)"]


def test_over_time_says_how_often_it_lay_where() -> None:
    history = [a_standing(5, 9, 8, 4, at="2025/26 Q1"), a_standing(9, 8, 5, 4, at="2025/26 Q2"), a_standing(6, 9, 8, 4)]
    assert trend_finding(history, "Home") == (
        "Home: 6.00 in the 12 months to December 2025, up from 5.00 in the 12 months to June 2025. Of 3 such periods "
        "it was in the middle half in 2 and above the middle half in 1."
    )
    assert trend_finding(history[2:], "Home").endswith("Earlier 12 months are not held for the group.")
    assert trend_finding([history[0], history[2]], "Home").endswith("It was in the middle half each time.")
    assert trend_finding([], "Home") == "Home has no rate in these quarters."
    assert [row[0] for row in trend_rows(history)] == ["December 2025", "September 2025", "June 2025"]
