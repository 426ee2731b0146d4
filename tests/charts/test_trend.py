"""The charts of a measure: what is drawn, what is named, and that a template is never altered."""

import copy
import json
from datetime import date
from itertools import pairwise
from typing import Any
from urllib.parse import unquote

import pytest

from measures.charts.templates import NARROW, over_time, through_a_year
from measures.charts.trend import Drawing, quarters_chart, trend_chart, twelve_months_chart, year_to_date_chart
from measures.model.measure import Event
from measures.model.quarter import Quarter
from measures.model.rating import Signal
from measures.model.status import MeasureSeries, SeriesPoint
from tests.builders import a_break, a_measure, a_plan

FIRST = Quarter.of(2014, 1)
NOW = Quarter.of(2018, 2)


def series(figures: list[float | None], **also: Any) -> MeasureSeries:
    points = tuple(
        SeriesPoint(FIRST.shift(i), f, f, f, None, 900.0, "" if f is not None else "missing", "")
        for i, f in enumerate(figures)
    )
    return MeasureSeries(points, also.get("breaks", ()), also.get("events", ()))


def rows(drawing: Drawing | None) -> list[dict[str, Any]]:
    assert drawing is not None
    return json.loads(unquote(drawing.spec["data"]["url"].split(",", 1)[1]))


def kinds(drawing: Drawing | None) -> set[str]:
    return {row["kind"] for row in rows(drawing)}


FULL = [1000.0 + 10 * i for i in range(18)]


def test_a_trend_draws_the_quarters_those_a_year_before_and_the_baseline_each_named_at_its_end() -> None:
    drawing = trend_chart(series(FULL), a_measure(), a_plan(), NOW, 0)
    names = {row["name"] for row in rows(drawing) if row["kind"] == "label"}
    assert names == {"2018/19 Q2: 1,170", "a year before", "baseline 2014/15"}


def test_an_old_figure_is_named_after_its_own_quarter_and_no_line_that_cannot_be_seen_has_a_name() -> None:
    yearly = [f if n % 4 == 0 else None for n, f in enumerate(FULL[:14])]
    for drawing in (trend_chart(series(yearly), a_measure(kind="stock"), a_plan(), NOW, 0),
                    quarters_chart(series(yearly), None, NOW, 0)):  # fmt: skip
        named = {row["name"] for row in rows(drawing) if row["kind"] in ("label", "below")}
        assert "2017/18 Q1: 1,120" in named
        assert not any(NOW.label in name or name == "a year before" for name in named)


def test_breaks_and_events_are_drawn_lettered_and_named_in_order_of_time() -> None:
    given = series(
        FULL, breaks=(a_break(day="2017-04-01"),), events=(Event(FIRST.shift(9), FIRST.shift(9), "A flood"),)
    )
    drawing = trend_chart(given, a_measure(), a_plan(), NOW, 0)
    assert drawing is not None
    assert [(note.letter, note.text.split(".")[0]) for note in drawing.notes] == [
        ("A", "2016/17 Q2: A flood"),
        ("B", "1 April 2017, counting changed, not comparable across this date"),
    ]
    assert {row["x"] for row in rows(drawing) if row["kind"] == "break"} == {Quarter.of(2017, 1).ordinal - 0.5}


def test_a_break_outside_the_quarters_shown_is_left_out() -> None:
    given = series(FULL, breaks=(a_break(day=date(2025, 4, 1)),))
    assert "break" not in kinds(trend_chart(given, a_measure(), a_plan(), NOW, 0))


def test_a_gap_is_a_row_without_a_figure_so_that_the_line_breaks() -> None:
    figures: list[float | None] = [*FULL]
    figures[10] = None
    drawn = [
        row for row in rows(trend_chart(series(figures), a_measure(), a_plan(), NOW, 0)) if row.get("ink") == "strong"
    ]
    assert [row["y"] for row in drawn if row["kind"] == "line" and row["x"] == FIRST.shift(10).ordinal] == [None]


def test_a_measure_without_figures_has_no_chart() -> None:
    nothing = series([None] * 5)
    assert trend_chart(nothing, a_measure(), a_plan(), NOW, 0) is None
    assert quarters_chart(nothing, None, NOW, 0) is None
    assert twelve_months_chart(nothing, NOW, 0) is None
    assert year_to_date_chart(nothing, a_plan(), NOW, 0) is None


def test_the_usual_range_is_shaded_over_the_quarters_it_rests_on() -> None:
    signal = Signal("usual", None, 10, 1100.0, 900.0, 1300.0, False)
    band = [row for row in rows(quarters_chart(series(FULL), signal, NOW, 0)) if row["kind"] == "band"]
    assert band == [
        {"kind": "band", "x": FIRST.shift(8).ordinal - 0.5, "x2": NOW.ordinal + 0.5, "y": 900.0, "y2": 1300.0}
    ]


def test_quarters_after_the_one_asked_for_are_not_shown() -> None:
    drawing = quarters_chart(series(FULL), None, NOW.shift(-3), 0)
    assert max(row["x"] for row in rows(drawing) if row["kind"] == "line") == NOW.shift(-3).ordinal


def test_the_year_to_date_has_this_year_last_year_and_the_baseline() -> None:
    drawing = year_to_date_chart(series(FULL), a_plan(), NOW, 0)
    assert {row["name"] for row in rows(drawing) if row["kind"] in ("label", "below")} == {
        "this year, 2018/19: 1,170", "last year, 2017/18", "baseline 2014/15",
    }  # fmt: skip


@pytest.mark.parametrize("shape", ["flat", "together", "zero"])
def test_labels_never_touch_and_stay_inside(shape: str) -> None:
    figures = {"flat": [1000.0] * 18, "together": [1000.0, 1001.0] * 9, "zero": [0.0] * 18}[shape]
    drawing = trend_chart(series(figures), a_measure(), a_plan(), NOW, 0)
    assert drawing is not None
    ends = {param["name"]: param["value"] for param in drawing.spec["params"]}
    heights = sorted(row["y"] for row in rows(drawing) if row["kind"] == "label")
    apart = (ends["high"] - ends["low"]) * 0.085
    assert all(after - before >= apart * 0.999 for before, after in pairwise(heights))
    assert heights[-1] <= ends["high"]
    assert ends["low"] < ends["high"]


def test_a_phone_has_a_key_above_the_plot_in_place_of_labels_across_the_lines() -> None:
    drawing = trend_chart(series(FULL), a_measure(), a_plan(), NOW, 0)
    key = sorted((row for row in rows(drawing) if row["kind"] == "key"), key=lambda row: -row["place"])
    assert [row["name"] for row in key] == ["● 2018/19 Q2: 1,170", "- - baseline 2014/15", "— a year before"]
    filters = {
        tuple(part["filter"] for part in layer["transform"]): layer["mark"]
        for layer in over_time()["layer"]
        if layer["mark"]["type"] == "text"
    }
    assert {kinds_[0]: kinds_[1:] for kinds_ in filters} == {
        "datum.kind === 'mark'": (),
        "datum.kind === 'label'": (f"!({NARROW})",),
        "datum.kind === 'below'": (f"!({NARROW})",),
        "datum.kind === 'key'": (NARROW,),
    }


def test_an_axis_that_does_not_start_at_zero_is_said() -> None:
    near, far = (trend_chart(series(f), a_measure(), a_plan(), NOW, 0) for f in (FULL, [1.0, 100.0] * 9))
    assert near is not None
    assert far is not None
    assert near.axis_note.startswith("The axis starts at")
    assert far.axis_note == ""


def test_drawing_alters_no_template_and_hostile_words_stay_words() -> None:
    before = copy.deepcopy((over_time(), through_a_year()))
    given = series(FULL, events=(Event(NOW, NOW, '<script>"\u2028</script>'),))
    trend_chart(given, a_measure(), a_plan(), NOW, 0)
    year_to_date_chart(given, a_plan(), NOW, 0)
    assert (over_time(), through_a_year()) == before
    assert over_time() is over_time()
