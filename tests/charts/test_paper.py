"""The charts for paper: what is drawn and named, what can be told apart without colour, the same drawing every time."""

import re
from dataclasses import replace
from datetime import date
from xml.etree import ElementTree

import pytest

from measures.charts.paper import paper_control, paper_trend
from measures.charts.sheet import PaperChart, ticks_for
from measures.model.control import ControlChart, ControlPoint, Stretch
from measures.model.measure import Break, BreakType, Event, Kind
from measures.model.quarter import Quarter
from measures.model.signal_options import DEFAULTS
from measures.model.status import MeasureSeries, SeriesPoint
from tests.builders import a_measure, a_plan

NOW = Quarter.of(2018, 2)
SVG = "{http://www.w3.org/2000/svg}"
FULL: list[float | None] = [1000.0 + 10 * n for n in range(18)]


def series(
    figures: list[float | None], breaks: tuple[Break, ...] = (), events: tuple[Event, ...] = ()
) -> MeasureSeries:
    first = NOW.shift(1 - len(figures))
    points = [
        SeriesPoint(first.shift(n), one, None, None, None, None, "" if one is not None else "missing", "")
        for n, one in enumerate(figures)
    ]
    return MeasureSeries(tuple(points), breaks, events)


def trend(figures: list[float | None], **also: object) -> PaperChart:
    chart = paper_trend(series(figures, **also), a_measure(), a_plan(), NOW, 0)  # type: ignore[arg-type]
    assert chart is not None
    return chart


def words(chart: PaperChart) -> list[str]:
    return [one.text or "" for one in ElementTree.fromstring(chart.svg).iter(f"{SVG}text")]


def paths(chart: PaperChart, **with_: str) -> list[ElementTree.Element]:
    found = ElementTree.fromstring(chart.svg).iter(f"{SVG}path")
    return [one for one in found if all(one.get(key.replace("_", "-")) == value for key, value in with_.items())]


def test_the_last_quarter_and_the_one_a_year_before_are_marked_by_shape_and_labelled_with_their_figures() -> None:
    chart = trend(FULL)
    found = words(chart)
    assert found.count("1,170") == 1
    assert found.count("1,130") == 1
    assert [word for word in found if " Q2" in word][:2] == ["2018/19 Q2", "2017/18 Q2"]
    discs = [one for one in paths(chart, fill="#12436D") if "a" in one.get("d", "")]
    squares = [one for one in paths(chart, fill="#ffffff", stroke="#0b0c0c") if "h" in one.get("d", "")]
    assert (len(discs), len(squares)) == (2, 2)  # each in the chart and in its key


def test_the_baseline_is_a_dashed_level_named_with_its_quarter_and_figure() -> None:
    figures = FULL
    chart = trend(figures)
    assert a_plan().head.baseline == Quarter.of(2014, 4)
    assert "baseline 2014/15 Q2: 1,010" in words(chart)
    assert len(paths(chart, stroke_dasharray="5 2.5")) == 2
    stock = paper_trend(series(figures), a_measure(kind=Kind.STOCK), a_plan(), NOW, 0)
    assert stock is not None
    assert "baseline 2014/15 Q4: 1,030" in words(stock)


def test_without_a_figure_at_the_baseline_no_level_is_drawn() -> None:
    chart = trend(FULL[8:])
    assert not [word for word in words(chart) if "baseline" in word]
    assert paths(chart, stroke_dasharray="5 2.5") == []


def test_a_gap_stays_a_gap_and_a_lone_figure_is_a_dot() -> None:
    figures: list[float | None] = [900.0, 950.0, None, 930.0, None, 960.0, 980.0, 990.0]
    chart = trend(figures)
    lines = [one for one in paths(chart, fill="none") if one.get("stroke-width") == "1.7"]
    assert [one.get("d", "").count("L") for one in lines] == [1, 2]
    assert len(list(ElementTree.fromstring(chart.svg).iter(f"{SVG}circle"))) == 1


def test_where_the_quarter_has_no_figure_the_last_one_held_is_marked_and_named() -> None:
    chart = trend([*FULL[:-1], None])
    assert "2018/19 Q1" in words(chart)
    assert "1,160" in words(chart)
    assert "2018/19 Q2" not in words(chart)


def test_breaks_and_events_are_drawn_with_letters_that_the_notes_say() -> None:
    broken = Break("m", date(2017, 4, 1), BreakType.DEFINITION, False, "Sheds count.")
    event = Event(Quarter.of(2016, 1), Quarter.of(2016, 2), "A flood")
    chart = trend(FULL, breaks=(broken,), events=(event,))
    assert [word for word in words(chart) if word in "ABC"] == ["A", "B"]
    assert [(note.letter, note.text) for note in chart.notes] == [
        ("A", "2016/17 Q1 to 2016/17 Q2: A flood"),
        ("B", "1 April 2017, counting changed, not comparable across this date. Sheds count."),
    ]
    assert len(paths(chart, stroke_dasharray="3 2")) == 1
    assert len(list(ElementTree.fromstring(chart.svg).iter(f"{SVG}rect"))) == 1


def test_the_years_are_named_along_the_foot_and_the_figures_are_round() -> None:
    found = words(trend(FULL))
    assert [word for word in found if re.fullmatch(r"\d{4}/\d\d", word)] == ["2014/15", "2015/16", "2016/17", "2017/18"]
    assert [word for word in found if word.endswith("00") and "," in word] == ["1,000", "1,100", "1,200"]


def test_an_axis_that_does_not_start_at_zero_is_marked_and_said() -> None:
    assert trend(FULL).axis_note == "The axis starts at 1,000, not at zero."
    assert trend([100.0, 300.0, 500.0]).axis_note == ""


def test_percentages_are_written_as_such() -> None:
    chart = paper_trend(series([11.5, 12.25, 12.5]), a_measure(kind=Kind.RATIO, unit="%"), a_plan(), NOW, 1)
    assert chart is not None
    assert "12.5%" in words(chart)


def test_no_more_than_twenty_quarters_are_drawn() -> None:
    chart = trend([float(n) for n in range(60)])
    line = next(one for one in paths(chart, fill="none") if one.get("stroke-width") == "1.7")
    assert line.get("d", "").count("L") == 19


@pytest.mark.parametrize("figures", [[], [None, None], [None, 3.0, None]])
def test_without_two_figures_there_is_no_chart(figures: list[float | None]) -> None:
    assert paper_trend(series(figures), a_measure(), a_plan(), NOW, 0) is None


@pytest.mark.parametrize(
    "figures",
    [[5.0, 5.0], [0.0, 0.0], [-3.0, 4.0], [-9.0, -2.0], [1e9, 2e9], [0.001, 0.002], [7.0, 7.0, 7.0], [1e-9, 2e-9]],
)
def test_everything_that_is_drawn_is_inside_the_picture(figures: list[float | None]) -> None:
    chart = trend(figures)
    assert "nan" not in chart.svg
    for path in paths(chart):
        numbers = re.findall(r"[ML](-?[\d.]+) (-?[\d.]+)", path.get("d", ""))
        assert all(-1 <= float(x) <= chart.width and -1 <= float(y) <= chart.height for x, y in numbers)


def test_a_hostile_name_cannot_leave_its_text() -> None:
    event = Event(NOW, NOW, "</text><script>alert(1)</script>")
    chart = trend(FULL, events=(event,))
    assert "script" not in chart.svg
    assert chart.notes[0].text == "2018/19 Q2: </text><script>alert(1)</script>"


def test_the_same_figures_give_the_same_drawing() -> None:
    assert trend(FULL).svg == trend(list(FULL)).svg


@pytest.mark.parametrize(
    ("figures", "ticks"),
    [
        ([1104, 1242], (1100, 1150, 1200, 1250)),
        ([0, 97], (0, 25, 50, 75, 100)),
        ([12, 14], (12, 12.5, 13, 13.5, 14)),
        ([0, 0], (0, 0.25, 0.5, 0.75, 1)),
        ([-3, 4], (-4, -2, 0, 2, 4)),
        ([92_559, 120_212], (90_000, 100_000, 110_000, 120_000, 130_000)),
    ],
)
def test_ticks_are_few_round_and_enclose_the_figures(figures: list[float], ticks: tuple[float, ...]) -> None:
    assert ticks_for(figures) == ticks


def control(points: list[ControlPoint], trial: bool = False) -> PaperChart:
    stretch = Stretch(points[0].quarter, points[-1].quarter, len(points), 100.0, 80.0, 120.0, trial, "")
    chart = ControlChart(a_measure(), points[-1].quarter, tuple(points), (stretch,), (), (), (), DEFAULTS)
    drawn = paper_control(chart, 0)
    assert drawn is not None
    return drawn


POINTS = [ControlPoint(NOW.shift(n - 12), 95.0 + n) for n in range(13)]


def test_mean_and_limits_are_told_apart_by_dash_and_named_with_their_figures() -> None:
    chart = control(POINTS)
    assert {"80", "100", "120", "average", "usual range"} <= set(words(chart))
    assert len(paths(chart, stroke_dasharray="4 2")) == 3  # two limits and the key
    on_trial = control(POINTS, trial=True)
    assert {"average so far", "usual range, on trial"} <= set(words(on_trial))
    assert len(paths(on_trial, stroke_dasharray="1.2 2")) == 3


@pytest.mark.parametrize(
    ("side", "fill", "said"),
    [
        ("worse", "#0b0c0c", ("◆ unusually worse:", "outside the usual range.")),
        ("better", "#ffffff", ("◇ unusually better:", "outside the usual range.")),
    ],
)
def test_what_is_unusual_has_a_sign_solid_where_worse_and_hollow_where_better(
    side: str, fill: str, said: tuple[str, str]
) -> None:
    marked = [*POINTS[:-1], replace(POINTS[-1], value=140.0, rule="outside", way="up", side=side)]
    chart = control(marked)
    assert len(paths(chart, fill=fill, stroke="#0b0c0c")) == 1
    assert [(note.letter, note.text) for note in chart.notes] == [said]
