"""The drawing of a control chart: shapes as well as colours, stretches apart, limits on trial drawn as such."""

import copy
import json
import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from measures.charts.control import control_chart
from measures.charts.signs import SIGNS, label_of, sign_of
from measures.charts.templates import control
from measures.charts.theme import SIGN_SHAPES
from measures.charts.trend import Drawing
from measures.model.control import ControlChart, ControlPoint, Stretch
from measures.model.measure import Event, Rebase
from measures.model.quarter import Quarter
from measures.model.signal_options import SignalOptions
from measures.views.signal_words import how_to_read
from tests.builders import a_break, a_measure

FIRST = Quarter.of(2014, 1)
LAST = FIRST.shift(19)
OLD = Stretch(FIRST, FIRST.shift(11), 12, 100.0, 80.0, 120.0, False, "")
NEW = Stretch(FIRST.shift(12), LAST, 8, 50.0, 40.0, 60.0, True, "")


def a_chart(**also: Any) -> ControlChart:
    points = [ControlPoint(FIRST.shift(n), 100.0 if n < 12 else 50.0) for n in range(20)]
    points[3] = ControlPoint(FIRST.shift(3), None)
    points[5] = ControlPoint(FIRST.shift(5), 130.0, "outside", "up", "worse")
    points[19] = ControlPoint(LAST, 45.0, "trend", "down", "better")
    given: dict[str, Any] = {"breaks": (), "events": (), "rebases": ()} | also
    options = SignalOptions()
    return ControlChart(a_measure(), LAST, tuple(points), (OLD, NEW), **given, options=options)


def rows(drawing: Drawing, kind: str) -> list[dict[str, Any]]:
    found = json.loads(unquote(drawing.spec["data"]["url"].split(",", 1)[1]))
    return [row for row in found if row["kind"] == kind]


def test_a_marked_point_has_the_shape_of_its_rule_and_the_side_it_is_on() -> None:
    drawn = rows(control_chart(a_chart(), 0), "sign")
    assert [(row["rule"], row["side"], row["y"]) for row in drawn] == [
        ("outside", "worse", 130.0), ("trend_down", "better", 45.0),
    ]  # fmt: skip
    assert set(SIGN_SHAPES) == set(SIGNS)
    assert len(set(SIGN_SHAPES.values())) == len(SIGN_SHAPES)


def test_the_key_names_each_sign_that_is_drawn_and_no_other() -> None:
    notes = control_chart(a_chart(), 0).notes
    assert [(note.letter, note.text) for note in notes] == [
        ("◆ unusually worse:", "outside the usual range."),
        ("▽ unusually better:", "one of 7 quarters in a row that only fall."),
    ]


def test_each_stretch_has_its_own_mean_and_limits_and_those_on_trial_are_dotted_and_named_so() -> None:
    drawing = control_chart(a_chart(), 0)
    lines = {(r["series"], r["dash"], r["y"]) for r in rows(drawing, "line") if r["ink"] == "muted"}
    assert {(dash, y) for _, dash, y in lines} == {
        ("solid", 100.0), ("dashed", 80.0), ("dashed", 120.0), ("solid", 50.0), ("dotted", 40.0), ("dotted", 60.0),
    }  # fmt: skip
    assert len({series for series, _, _ in lines}) == 6
    assert {row["name"] for row in rows(drawing, "label")} == {
        "on trial: at most", "average so far", "on trial: at least", "2018/19 Q4: 45",
    }  # fmt: skip
    assert [(row["x"], row["x2"]) for row in rows(drawing, "band")] == [
        (FIRST.ordinal - 0.5, FIRST.ordinal + 11.5), (FIRST.ordinal + 11.5, LAST.ordinal + 0.5),
    ]  # fmt: skip


def test_a_phone_reads_the_limits_above_the_plot_and_no_sign_is_cut_off() -> None:
    assert [row["name"] for row in rows(control_chart(a_chart(), 0), "key")] == [
        "··· range on trial: 40 to 60", "— average so far: 50", "● 2018/19 Q4: 45",
    ]  # fmt: skip
    marks = [layer["mark"] for layer in control()["layer"] if layer["mark"]["type"] == "point"]
    assert len(marks) == 4
    assert not any(mark["clip"] for mark in marks)


def test_breaks_events_and_rebases_are_drawn_and_named_with_their_reasons() -> None:
    notes = control_chart(
        a_chart(
            breaks=(a_break(day="2016-04-01"),),
            events=(Event(FIRST.shift(14), FIRST.shift(14), "A flood"),),
            rebases=(Rebase("burglary", FIRST.shift(12), "A new team since April."),),
        ),
        0,
    ).notes
    assert [note.letter for note in notes[:3]] == ["A", "B", "C"]
    assert "2017/18 Q1, the usual range set anew. A new team since April." in {note.text for note in notes}
    assert "2017/18 Q3: A flood" in {note.text for note in notes}


def test_a_gap_stays_a_gap_and_a_stretch_without_numbers_has_no_band() -> None:
    early = replace(NEW, mean=None, lower=None, upper=None, verdict="too_early")
    drawing = control_chart(replace(a_chart(), stretches=(OLD, early)), 0)
    assert [r["y"] for r in rows(drawing, "line") if r["ink"] == "strong" and r["x"] == FIRST.ordinal + 3] == [None]
    assert len(rows(drawing, "band")) == 1


def test_where_the_quarter_has_no_figure_the_last_one_held_has_its_own_quarter_for_a_name() -> None:
    chart = a_chart()
    points = (*chart.points[:-1], ControlPoint(LAST, None))
    names = {row["name"] for row in rows(control_chart(replace(chart, points=points), 0), "below")}
    assert names == {"2018/19 Q3: 50"}


def test_where_there_is_no_usual_range_the_words_say_why() -> None:
    def said(verdict: str) -> str:
        now = replace(NEW, mean=None, lower=None, upper=None, verdict=verdict)
        return how_to_read(replace(a_chart(), stretches=(OLD, now)))

    assert "it takes eight quarters" in said("too_early")
    assert "there are too few in a quarter." in said("too_few_events")
    assert "no two quarters next to each other have one." in said("no_variation")


def test_a_measure_for_context_is_high_or_low_never_better_or_worse() -> None:
    chart = a_chart()
    point = ControlPoint(LAST, 45.0, "shift", "down", "neither")
    assert (sign_of(point), label_of(chart, point)) == (
        "■", "unusually low: one of 7 quarters in a row on the same side of the average",
    )  # fmt: skip


def test_drawing_alters_no_template() -> None:
    before = copy.deepcopy(control())
    control_chart(a_chart(), 0)
    assert control() == before
    assert control() is control()


def test_a_hollow_sign_shows_the_ground_of_the_page_in_light_and_dark() -> None:
    root = Path(__file__).parents[2]
    theme = tomllib.loads((root / ".streamlit" / "config.toml").read_text(encoding="utf-8"))["theme"]
    grounds = [theme[mode]["backgroundColor"] for mode in ("light", "dark")]
    css = (root / "measures" / "widgets" / "page.css").read_text(encoding="utf-8")
    screen = css.split("@media print")[0]
    assert f".mark-symbol.better_marks path {{ fill: light-dark({', '.join(grounds)}); }}" in screen
    assert {layer.get("name") for layer in control()["layer"]} > {"better"}
