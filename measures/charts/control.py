"""The control chart of a measure: each quarter by itself, the mean and limits of its stretch, what the rules marked."""

from collections.abc import Iterator

from measures.charts.signs import key_of, label_of, shape_of
from measures.charts.templates import control
from measures.charts.trend import Drawing, Line, Row, by_quarter, draw, notes_of
from measures.model.control import ControlChart, ControlPoint, Stretch


def control_chart(chart: ControlChart, decimals: int) -> Drawing:
    """The drawing: stretches apart, gaps as gaps, limits on trial dotted, signs with a key."""
    first, last = chart.points[0].quarter.ordinal, chart.points[-1].quarter.ordinal
    notes, rows = notes_of(chart.breaks, chart.events, first, last, chart.rebases)
    lines = [line for one in chart.stretches for line in _stretch_lines(one, decimals, one is chart.stretches[-1])]
    rows += [_band(one) for one in chart.stretches if one.lower is not None and not one.verdict]
    rows += [_sign(chart, point, decimals) for point in chart.points if point.rule]
    figures = [(float(p.quarter.ordinal), p.value, p.quarter.label) for p in chart.points]
    lines.append(by_quarter(figures, decimals))
    return draw(control(), lines, rows, (*notes, *key_of(chart)), decimals, (first, last))


def _stretch_lines(one: Stretch, decimals: int, last: bool) -> Iterator[Line]:
    """Mean and limits from the first day of a stretch to its last; those of the present one are named."""
    named = ("usual at most", "average", "usual at least") if not one.trial else (
        "on trial: at most", "average so far", "on trial: at least")  # fmt: skip
    keys = _keys(one, decimals)
    dashes = ("dotted" if one.trial else "dashed", "solid", "dotted" if one.trial else "dashed")
    for name, key, dash, figure in zip(named, keys, dashes, (one.upper, one.mean, one.lower), strict=True):
        if figure is not None:
            ends = [(one.first.ordinal - 0.5, figure, ""), (one.last.ordinal + 0.5, figure, "")]
            yield Line(name, ends, dash=dash, unnamed=not last, key=key, series=f"{name} {one.first.ordinal}")


def _keys(one: Stretch, decimals: int) -> tuple[str, str, str]:
    """What a phone says above the plot of the upper limit, the mean and the lower: both limits in one line."""
    upper, mean, lower = ("" if f is None else f"{f:,.{decimals}f}" for f in (one.upper, one.mean, one.lower))
    limits = f"{'range on trial' if one.trial else 'usual range'}: {lower} to {upper}"
    return limits if lower and upper else "", f"{'average so far' if one.trial else 'average'}: {mean}", ""


def _band(one: Stretch) -> Row:
    return {"kind": "band", "x": one.first.ordinal - 0.5, "x2": one.last.ordinal + 0.5, "y": one.lower, "y2": one.upper}


def _sign(chart: ControlChart, point: ControlPoint, decimals: int) -> Row:
    return {
        "kind": "sign", "side": point.side, "rule": shape_of(point), "x": point.quarter.ordinal, "y": point.value,
        "name": label_of(chart, point), "quarter": point.quarter.label, "text": f"{point.value:,.{decimals}f}",
    }  # fmt: skip
