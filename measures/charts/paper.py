"""The charts of a pack, drawn for paper: small, without a screen's help, readable in black and white."""

from collections.abc import Iterable

from measures.charts.notes import spans_of
from measures.charts.sheet import (
    LABEL,
    QUIET,
    SHADE,
    SMALL,
    STRONG,
    PaperChart,
    Points,
    Sheet,
    ticks_for,
)
from measures.charts.signs import SIDES, key_of, shape_of
from measures.charts.theme import INK, PAPER, SIGN_SHAPES
from measures.model.control import ControlChart, Stretch
from measures.model.measure import Measure, Plan
from measures.model.quarter import Quarter
from measures.model.status import MeasureSeries

SHOWN = 20  # quarters: five years
BASELINE_DASH, LIMIT_DASH, TRIAL_DASH = "5 2.5", "4 2", "1.2 2"
#: On paper the fill says the side: worse black, better hollow, neither grey.
_FILLS = {"worse": (INK, INK), "better": (PAPER, INK), "neither": (QUIET, QUIET)}


def paper_trend(
    series: MeasureSeries, measure: Measure, plan: Plan, quarter: Quarter, decimals: int, shown: int = SHOWN
) -> PaperChart | None:
    """The quarters up to `quarter` as a line, the last figure marked and that of the year before, the baseline's level.

    Breaks and events are drawn with letters, which the notes say. None where fewer than two quarters shown
    have a figure: a lone one is no line.
    """
    held = {p.quarter.ordinal: p.value for p in series.points if p.value is not None}
    known = [p.quarter.ordinal for p in series.points if quarter.ordinal - shown < p.quarter.ordinal <= quarter.ordinal]
    if sum(place in held for place in known) < 2:
        return None
    first, last = min(known), quarter.ordinal
    base = plan.head.baseline
    like = base.year_start().shift(quarter.number - 1) if measure.kind.is_combined else base
    level = held.get(like.ordinal)
    inside = [held[place] for place in known if place in held]
    ticks = ticks_for(inside if level is None else [*inside, level])
    now = Quarter(max(place for place in known if place in held))
    sheet = _sheet(first, last, ticks, measure, decimals, [held[now.ordinal]])
    spans = spans_of(series.breaks, series.events, first, last)
    sheet.spans(spans)
    sheet.axes()
    if level is not None:
        ends = [(sheet.x(first - 0.5), sheet.y(level)), (sheet.x(last + 0.5), sheet.y(level))]
        sheet.line(ends, INK, 1.0, BASELINE_DASH)
    points = [(float(place), held.get(place)) for place in range(first, last + 1)]
    sheet.curve(points)
    _marked(sheet, points, now)
    _key(sheet, points, now, f"baseline {like.label}: {sheet.words(level)}" if level is not None else "")
    return sheet.finished(spans)


def paper_control(chart: ControlChart, decimals: int) -> PaperChart | None:
    """Each quarter by itself: mean and limits of each stretch, a sign of its own shape on each unusual quarter.

    None without a figure.
    """
    figures = [point.value for point in chart.points if point.value is not None]
    if not figures:
        return None
    limits = [f for one in chart.stretches for f in (one.lower, one.mean, one.upper) if f is not None]
    first, last = chart.points[0].quarter.ordinal, chart.points[-1].quarter.ordinal
    present = chart.stretches[-1] if chart.stretches else None
    ends = [present.upper, present.mean, present.lower] if present else []
    sheet = _sheet(first, last, ticks_for([*figures, *limits]), chart.measure, decimals, ends)
    spans = spans_of(chart.breaks, chart.events, first, last, chart.rebases)
    for one in chart.stretches:
        if one.lower is not None and one.upper is not None and not one.verdict:
            left, top = sheet.x(one.first.ordinal - 0.5), sheet.y(one.upper)
            sheet.box(left, top, sheet.x(one.last.ordinal + 0.5) - left, sheet.y(one.lower) - top, SHADE)
    sheet.spans(spans)
    sheet.axes()
    for one in chart.stretches:
        _stretch(sheet, one)
    sheet.curve([(float(point.quarter.ordinal), point.value) for point in chart.points], width=1.4)
    for point in sorted(chart.points, key=lambda one: SIDES.index(one.side) if one.side else 0):
        if point.rule and point.value is not None:
            fill, stroke = _FILLS[point.side]
            place = sheet.x(point.quarter.ordinal), sheet.y(point.value)
            sheet.sign_at(*place, SIGN_SHAPES[shape_of(point)], fill, stroke, 2.6)
    if present:
        _limits_named(sheet, present)
    return sheet.finished(spans, key_of(chart))


def _sheet(
    first: int, last: int, ticks: tuple[float, ...], measure: Measure, decimals: int, labels: Iterable[float | None]
) -> Sheet:
    """A sheet with room at the right for the labels of these figures."""
    sheet = Sheet(first, last, ticks, decimals, "%" if measure.in_percent else "")
    sheet.right = 9 + max((LABEL * 0.66 * len(sheet.words(f)) for f in labels if f is not None), default=0)
    return sheet


def _marked(sheet: Sheet, points: Points, quarter: Quarter) -> None:
    """The quarter as a disc with its figure at the right, the one a year before as a hollow square with its own."""
    held = dict(points)
    before, now = held.get(quarter.ordinal - 4), held.get(quarter.ordinal)
    if before is not None:
        place = quarter.ordinal - 4
        x, y = sheet.x(place), sheet.y(before)
        sheet.sign_at(x, y, "square", PAPER, INK)
        beside = [f for f in (held.get(place - 1), held.get(place + 1)) if f is not None]
        above = (sum(beside) <= before * len(beside) and y - sheet.top > 8) or y + 12 > sheet.floor
        sheet.text(x, y - 5.5 if above else y + 11, sheet.words(before), LABEL, "middle", ink=INK, halo=True)
    if now is not None:
        sheet.sign_at(sheet.x(quarter.ordinal), sheet.y(now), "circle", STRONG, STRONG)
        sheet.text(sheet.x(quarter.ordinal) + 6, sheet.y(now) + 2.8, sheet.words(now), LABEL, weight=600, ink=INK)


def _key(sheet: Sheet, points: Points, quarter: Quarter, baseline: str) -> None:
    """What the signs are, in a line above the chart: only those that are drawn."""
    held, x = dict(points), 4.0
    for shape, fill, place, name in (
        ("circle", STRONG, quarter.ordinal, quarter.label),
        ("square", PAPER, quarter.ordinal - 4, quarter.shift(-4).label),
    ):
        if held.get(place) is not None:
            sheet.sign_at(x, 5.6, shape, fill, STRONG if shape == "circle" else INK, 2.6)
            sheet.text(x + 5, 8, name, ink=INK)
            x += 5 + SMALL * 0.56 * len(name) + 9
    if baseline:
        sheet.line([(x - 2, 5.6), (x + 12, 5.6)], INK, 1.0, BASELINE_DASH)
        sheet.text(x + 15, 8, baseline, ink=INK)


def _stretch(sheet: Sheet, one: Stretch) -> None:
    """The mean as a thin line, the limits dashed, or dotted while they are on trial."""
    left, right = sheet.x(one.first.ordinal - 0.5), sheet.x(one.last.ordinal + 0.5)
    for figure in (one.upper, one.mean, one.lower):
        if figure is not None:
            dash = "" if figure == one.mean else TRIAL_DASH if one.trial else LIMIT_DASH
            sheet.line([(left, sheet.y(figure)), (right, sheet.y(figure))], INK, 0.8, dash)


def _limits_named(sheet: Sheet, one: Stretch) -> None:
    """The figures of the present limits and mean at the right, moved apart where they would touch; a key above."""
    named = [f for f in (one.upper, one.mean, one.lower) if f is not None]
    height = -1e9
    for figure in named:
        height = max(sheet.y(figure) + 2.4, height + LABEL)
        sheet.text(sheet.x(one.last.ordinal + 0.5) + 3, height, sheet.words(figure), ink=INK)
    if not named:
        return
    sheet.line([(4, 5.6), (16, 5.6)], INK, 0.8)
    sheet.text(19, 8, "average so far" if one.trial else "average", ink=INK)
    if len(named) > 1:
        sheet.line([(72, 5.6), (86, 5.6)], INK, 0.8, TRIAL_DASH if one.trial else LIMIT_DASH)
        sheet.text(89, 8, "usual range, on trial" if one.trial else "usual range", ink=INK)
