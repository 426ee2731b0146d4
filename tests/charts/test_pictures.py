"""Marks and small trend pictures: told apart by shape, true to gaps, safe to stand in an attribute."""

import re
from urllib.parse import unquote
from xml.etree import ElementTree

import pytest

from measures.charts.spark import spark_address, spark_svg
from measures.charts.theme import FILLS, LINE, MUTED, mark_address, mark_svg
from measures.model.rating import Rating

EVERY = (*Rating, None)


def contrast(one: str, other: str) -> float:
    def light(colour: str) -> float:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return sum(p * w for p, w in zip(linear, (0.2126, 0.7152, 0.0722), strict=True))

    high, low = sorted((light(one), light(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_each_rating_has_a_shape_and_a_letter_of_its_own() -> None:
    letters = [re.search(r">(.)</text>", mark_svg(one)) for one in EVERY]
    assert [found[1] for found in letters if found] == ["G", "A", "R", "–"]
    shapes = [re.sub(r"(fill|stroke)[-a-z]*='[^']*'", "", mark_svg(one)).split(">")[1] for one in EVERY]
    assert len(set(shapes)) == 4


@pytest.mark.parametrize("rating", EVERY)
def test_a_mark_is_a_well_formed_picture_that_may_stand_in_an_attribute(rating: Rating | None) -> None:
    assert ElementTree.fromstring(mark_svg(rating)).tag.endswith("svg")
    assert '"' not in mark_address(rating)
    assert "<" not in mark_address(rating)
    assert unquote(mark_address(rating)).endswith(mark_svg(rating))


@pytest.mark.parametrize("ground", ["#ffffff", "#14171a", "#1b1f23"])
def test_lines_and_frames_stand_out_from_the_grounds_of_both_modes(ground: str) -> None:
    assert contrast(LINE, ground) >= 3
    assert contrast(MUTED, ground) >= 3


def test_the_three_colours_differ_in_lightness_for_who_sees_none() -> None:
    assert len({round(contrast(fill, "#000000")) for fill in FILLS.values()}) == 3


def test_a_gap_stays_a_gap_and_a_lone_figure_is_a_dot() -> None:
    svg = spark_svg([1, 2, None, 3, None, 5, 6])
    assert svg.count("<polyline") == 2
    assert svg.count("r='1.8'") == 1
    assert svg.count("r='3.6'") == 1


def test_a_missing_last_quarter_has_no_dot_at_the_end() -> None:
    assert "r='3.6'" not in spark_svg([1, 2, None])


def test_no_figure_draws_nothing() -> None:
    assert spark_address([None, None]) == ""


@pytest.mark.parametrize("values", [[5.0], [5.0, 5.0], [0.0, 0.0], [-1.0, 1.0]])
def test_flat_lone_and_negative_figures_stay_inside_the_picture(values: list[float]) -> None:
    svg = spark_svg(values, usual=(-2.0, 2.0))
    ElementTree.fromstring(svg)
    places = [float(y) for y in re.findall(r"cy='([-\d.]+)'", svg)]
    assert all(0 <= y <= 34 for y in places)
