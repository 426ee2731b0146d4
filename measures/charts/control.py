"""The control chart of a measure: each quarter by itself, the mean and limits of its stretch, what the rules marked."""

from collections.abc import Iterator

from measures.charts.templates import control
from measures.charts.trend import Drawing, Line, Note, Row, draw, notes_of
from measures.model.control import ControlChart, ControlPoint, Stretch

#: The signs of a key in text, as the chart draws them: (worse, better, neither) of each rule.
SIGNS = {"outside": "◆◇◆", "trend_up": "▲△▲", "trend_down": "▼▽▼", "two_in_three": "●○●", "shift": "■□■"}
RULE_WORDS = {
    "outside": "outside the usual range",
    "trend_up": "one of {trend} quarters in a row that only rise",
    "trend_down": "one of {trend} quarters in a row that only fall",
    "two_in_three": "one of two in three near the same edge of the range",
    "shift": "one of {shift} quarters in a row on the same side of the average",
}
_SIDES = ("worse", "better", "neither")
_SIDE_WORDS = {"worse": "worse", "better": "better", "up": "high", "down": "low"}


def control_chart(chart: ControlChart, decimals: int) -> Drawing:
    """The drawing: stretches apart, gaps as gaps, limits on trial dotted, signs with a key."""
    first, last = chart.points[0].quarter.ordinal, chart.points[-1].quarter.ordinal
    notes, rows = notes_of(chart.breaks, chart.events, first, last, chart.rebases)
    lines = [line for one in chart.stretches for line in _stretch_lines(one, last=one is chart.stretches[-1])]
    rows += [_band(one) for one in chart.stretches if one.lower is not None and not one.verdict]
    rows += [_sign(chart, point, decimals) for point in chart.points if point.rule]
    figures = [(float(p.quarter.ordinal), p.value, p.quarter.label) for p in chart.points]
    lines.append(Line(chart.quarter.label, figures, "strong", decimals=decimals))
    return draw(control(), lines, rows, (*notes, *_key(chart)), decimals, (first, last))


def sign_of(point: ControlPoint) -> str:
    """The sign of a point in text, "" where no rule marked it."""
    return SIGNS[_shape_of(point)][_SIDES.index(point.side)] if point.rule else ""


def label_of(chart: ControlChart, point: ControlPoint) -> str:
    """What a point is called: `unusually worse: outside the usual range`; "" where no rule marked it."""
    return f"{_side_of(point)}: {_rule_of(chart, point)}" if point.rule else ""


def _side_of(point: ControlPoint) -> str:
    return f"unusually {_SIDE_WORDS[point.way if point.side == 'neither' else point.side]}"


def _shape_of(point: ControlPoint) -> str:
    """The rule, and of a trend which way it runs."""
    return f"trend_{point.way}" if point.rule == "trend" else point.rule


def _rule_of(chart: ControlChart, point: ControlPoint) -> str:
    return RULE_WORDS[_shape_of(point)].format(shift=chart.options.shift, trend=chart.options.trend)


def _stretch_lines(one: Stretch, *, last: bool) -> Iterator[Line]:
    """Mean and limits from the first day of a stretch to its last; those of the present one are named."""
    named = ("usual at most", "average", "usual at least") if not one.trial else (
        "on trial: at most", "average so far", "on trial: at least")  # fmt: skip
    dashes = ("dotted" if one.trial else "dashed", "solid", "dotted" if one.trial else "dashed")
    for name, dash, figure in zip(named, dashes, (one.upper, one.mean, one.lower), strict=True):
        if figure is not None:
            ends = [(one.first.ordinal - 0.5, figure, ""), (one.last.ordinal + 0.5, figure, "")]
            yield Line(name, ends, dash=dash, unnamed=not last, series=f"{name} {one.first.ordinal}")


def _band(one: Stretch) -> Row:
    return {"kind": "band", "x": one.first.ordinal - 0.5, "x2": one.last.ordinal + 0.5, "y": one.lower, "y2": one.upper}


def _sign(chart: ControlChart, point: ControlPoint, decimals: int) -> Row:
    return {
        "kind": "sign", "side": point.side, "rule": _shape_of(point), "x": point.quarter.ordinal, "y": point.value,
        "name": label_of(chart, point), "quarter": point.quarter.label, "text": f"{point.value:,.{decimals}f}",
    }  # fmt: skip


def _key(chart: ControlChart) -> tuple[Note, ...]:
    """The signs that are on the chart, the worse first, each with what it says."""
    marked = [point for point in chart.points if point.rule]
    marked.sort(key=lambda point: (_SIDES.index(point.side), list(SIGNS).index(_shape_of(point))))
    said = dict.fromkeys((f"{sign_of(one)} {_side_of(one)}:", f"{_rule_of(chart, one)}.") for one in marked)
    return tuple(Note(sign, words) for sign, words in said)
