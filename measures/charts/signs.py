"""The signs of a control chart: which shape and fill a marked point has, what it is called, and the key to them."""

from measures.charts.notes import Note
from measures.model.control import ControlChart, ControlPoint

#: The signs of a key in text, as the chart draws them: (worse, better, neither) of each rule.
SIGNS = {"outside": "◆◇◆", "trend_up": "▲△▲", "trend_down": "▼▽▼", "two_in_three": "●○●", "shift": "■□■"}
RULE_WORDS = {
    "outside": "outside the usual range",
    "trend_up": "one of {trend} quarters in a row that only rise",
    "trend_down": "one of {trend} quarters in a row that only fall",
    "two_in_three": "one of two in three near the same edge of the range",
    "shift": "one of {shift} quarters in a row on the same side of the average",
}
SIDES = ("worse", "better", "neither")
_SIDE_WORDS = {"worse": "worse", "better": "better", "up": "high", "down": "low"}


def sign_of(point: ControlPoint) -> str:
    """The sign of a point in text, "" where no rule marked it."""
    return SIGNS[shape_of(point)][SIDES.index(point.side)] if point.rule else ""


def label_of(chart: ControlChart, point: ControlPoint) -> str:
    """What a point is called: `unusually worse: outside the usual range`; "" where no rule marked it."""
    return f"{_side_of(point)}: {_rule_of(chart, point)}" if point.rule else ""


def _side_of(point: ControlPoint) -> str:
    return f"unusually {_SIDE_WORDS[point.way if point.side == 'neither' else point.side]}"


def shape_of(point: ControlPoint) -> str:
    """The rule, and of a trend which way it runs."""
    return f"trend_{point.way}" if point.rule == "trend" else point.rule


def _rule_of(chart: ControlChart, point: ControlPoint) -> str:
    return RULE_WORDS[shape_of(point)].format(shift=chart.options.shift, trend=chart.options.trend)


def key_of(chart: ControlChart) -> tuple[Note, ...]:
    """The signs that are on the chart, the worse first, each with what it says."""
    marked = [point for point in chart.points if point.rule]
    marked.sort(key=lambda point: (SIDES.index(point.side), list(SIGNS).index(shape_of(point))))
    said = dict.fromkeys((f"{sign_of(one)} {_side_of(one)}:", f"{_rule_of(chart, one)}.") for one in marked)
    return tuple(Note(sign, words) for sign, words in said)
