"""The charts of similar forces: who is drawn how, what is named, and that the template is never altered."""

import copy
import json
from typing import Any
from urllib.parse import unquote

from measures.charts.forces import SHAPES, forces_chart, group_over_time_chart, ranked
from measures.charts.trend import Drawing
from tests.views.test_forces_view import a_standing


def rows(drawing: Drawing | None) -> list[dict[str, Any]]:
    assert drawing is not None
    found: list[dict[str, Any]] = json.loads(unquote(drawing.spec["data"]["url"].split(",", 1)[1]))
    return found


def test_this_force_and_the_worst_have_shapes_of_their_own() -> None:
    drawn = [row for row in rows(forces_chart(a_standing(5, 9, 8, 4), 1)) if row["kind"] == "force"]
    assert [(row["name"], row["y"], row["sort"], row["ink"]) for row in drawn] == [
        ("F1", 1, "worst", "muted"), ("F2", 2, "other", "muted"), ("Home", 3, "this", "strong"),
        ("F3", 4, "other", "muted"),
    ]  # fmt: skip
    assert len(set(SHAPES.values())) == 3


def test_this_force_in_the_worst_tenth_keeps_its_shape_and_says_so() -> None:
    first = next(row for row in rows(forces_chart(a_standing(9, 5, 4, 3), 1)) if row["kind"] == "force")
    assert (first["sort"], first["text"]) == ("this", "9.0, worst 10%")


def test_median_average_and_middle_half_are_drawn_and_named() -> None:
    found = rows(forces_chart(a_standing(5, 9, 8, 4), 2))
    assert [(row["x"], row["x2"]) for row in found if row["kind"] == "band"] == [(4.75, 8.25)]
    assert [row["name"] for row in found if row["kind"] == "label"] == ["median 6.50", "average 6.50"]
    assert not [row for row in rows(forces_chart(a_standing(5, 9, 8), 2)) if row["kind"] == "band"]


def test_median_and_average_are_named_on_the_sides_away_from_each_other() -> None:
    for rates, left in (((1, 2, 9), (True, False)), ((1, 8, 9), (False, True)), ((4, 5, 6), (True, False))):
        found = [row for row in rows(forces_chart(a_standing(*rates), 2)) if row["kind"] == "label"]
        assert tuple(row["left"] for row in found) == left, rates


def test_one_force_alone_is_no_chart() -> None:
    assert forces_chart(a_standing(5), 1) is None
    assert group_over_time_chart([a_standing(5, 9)], 1, "Home") is None


def test_over_time_draws_this_force_over_the_middle_half_of_each_quarter() -> None:
    history = [a_standing(5, 9, 8, 4, at="2025/26 Q2"), a_standing(6, 9, 8, 4)]
    found = rows(group_over_time_chart(history, 1, "Home"))
    assert sum(row["kind"] == "band" for row in found) == 2
    assert {row["name"] for row in found if row["kind"] == "label"} == {"median", "average", "Home: 6.0"}


def test_the_template_stays_as_it_is() -> None:
    before = copy.deepcopy(ranked())
    forces_chart(a_standing(5, 9, 8, 4), 1)
    assert ranked() == before
