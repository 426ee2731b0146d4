"""Marks and small trend pictures: told apart by shape, true to gaps, safe to stand in an attribute."""

import re
from collections.abc import Sequence
from urllib.parse import unquote
from xml.etree import ElementTree

import pytest

from measures.charts.spark import HEIGHT, WIDTH, spark_style
from measures.charts.theme import FILLS, LINE, MUTED, as_address, class_of, mark_svg, pictures_css
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
    address = as_address(mark_svg(rating))
    assert '"' not in address
    assert "<" not in address
    assert unquote(address).endswith(mark_svg(rating))


def test_the_style_sheet_draws_each_mark_under_a_name_of_its_own() -> None:
    css = pictures_css()
    assert [
        f'.mark.{class_of(one)} {{ background-image: url("{as_address(mark_svg(one))}")' in css for one in EVERY
    ] == [True] * 4
    assert "<" not in css


@pytest.mark.parametrize("ground", ["#ffffff", "#14171a", "#1b1f23"])
def test_lines_and_frames_stand_out_from_the_grounds_of_both_modes(ground: str) -> None:
    assert contrast(LINE, ground) >= 3
    assert contrast(MUTED, ground) >= 3


def test_the_three_colours_differ_in_lightness_for_who_sees_none() -> None:
    assert len({round(contrast(fill, "#000000")) for fill in FILLS.values()}) == 3


STROKE, DOT, LAST = "a1 1 0", "a1.8 1.8 0", "a3.6 3.6 0"


def shapes(values: Sequence[float | None], usual: tuple[float, float] | None = None) -> list[str]:
    """What the line of a picture is made of: its strokes and dots, each a closed shape."""
    found = re.fullmatch(r"--line:path\('((?:M[^MZ]*Z)+)'\)(;--band:.*)?", spark_style(values, usual))
    assert found
    return re.findall(r"M[^MZ]*Z", found[1])


def test_a_gap_stays_a_gap_and_a_lone_figure_is_a_dot() -> None:
    drawn = shapes([1, 2, None, 3, None, 5, 6])
    assert [next(sort for sort in (STROKE, DOT, LAST) if sort in one) for one in drawn] == [STROKE, DOT, STROKE, LAST]


def test_a_missing_last_quarter_has_no_dot_at_the_end() -> None:
    assert all(LAST not in one for one in shapes([1, 2, None]))


def test_no_figure_draws_nothing() -> None:
    assert spark_style([None, None]) == ""


def test_without_a_usual_range_there_is_no_band() -> None:
    assert "--band" not in spark_style([1, 2])
    assert "--band:inset(5.0px 0 5.0px)" in spark_style([1, 2], usual=(1, 2))


def test_a_higher_figure_stands_higher_and_a_later_one_further_right() -> None:
    stroke = re.match(r"M(\S+) (\S+)l(\S+) (-?[\d.]+)", shapes([0, 10])[0])
    assert stroke
    x, y, across, down = map(float, stroke.groups())
    assert x < WIDTH / 2 < x + across
    assert y > HEIGHT / 2 > y + down


def test_all_shapes_run_round_the_same_way_so_that_none_cuts_a_hole_into_another() -> None:
    assert set(re.findall(r"a\S+ \S+ 0 0 (\d)", spark_style([1, 3, 2, None, 5]))) == {"0"}


@pytest.mark.parametrize("values", [[5.0], [5.0, 5.0], [0.0, 0.0], [-1.0, 1.0]])
def test_flat_lone_and_negative_figures_stay_inside_the_picture(values: list[float]) -> None:
    places = [re.match(r"M(\S+) ([-\d.]+)", one) for one in shapes(values, usual=(-2.0, 2.0))]
    assert all(found and 0 <= float(found[1]) <= WIDTH and 0 <= float(found[2]) <= HEIGHT for found in places)
