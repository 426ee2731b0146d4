"""The chart templates: each is built with Altair once per process and kept as a plain dict.

Building costs tens of milliseconds, putting rows into a finished dict next to nothing. All layers read the same rows
and pick theirs by `kind`: line · band · event · break · mark · label · below · key. Quarters stand on the x axis as
their ordinal, so that quarter 8064 reaches from 8063.5 to 8064.5 and a break on its first day is drawn at 8063.5.
"""

from functools import cache
from typing import Any

import altair as alt

from measures.charts.theme import MUTED, SIGN_INKS, SIGN_SHAPES

Spec = dict[str, Any]

#: Places in the categorical colours of the reader's theme: the measure strong (the first), all else muted (the fifth).
INKS = alt.Scale(domain=["strong", "second", "third", "fourth", "muted"])
#: Words on the axes: the theme's own are too faint to be read by everyone, so they take the muted ink.
QUIET = alt.ExprRef("scale('color', 'muted')")
_DASHES = alt.Scale(domain=["solid", "dashed", "dotted"], range=[[1, 0], [6, 4], [2, 3]])
#: On a phone there is no room beside the lines for their labels: they stand above the plot, a line for each.
NARROW = "windowSize()[0] < 700"
_YEAR = "(datum.value + 0.5) / 4"
_YEAR_LABEL = f"{_YEAR} + '/' + format(({_YEAR} + 1) % 100, '02')"
HEIGHT = 280
KEY_STEP = 18  # pixels from one line of the key above a plot to the next


@cache
def over_time() -> Spec:
    """Figures by quarter over years: lines, the usual range, breaks and events with their letters."""
    x = _years()
    return _template(x, [_events(x), _band(x), _breaks(x), *_lines(x), _letters(x), *_labels(x)])


@cache
def control() -> Spec:
    """A control chart: as over time, and a sign of its own shape on each point that a rule has marked."""
    x = _years()
    signs = [_signs(x, side) for side in ("worse", "better", "neither")]
    return _template(x, [_events(x), _band(x), _breaks(x), *_lines(x), *signs, _letters(x), *_labels(x)])


def _years() -> alt.X:
    years = alt.ExprRef("sequence(ceil((first + 0.5) / 4) * 4 - 0.5, last + 0.5, 4)")
    return alt.X(
        "x:Q",
        title=None,
        scale=alt.Scale(domain=[alt.ExprRef("first - 0.5"), alt.ExprRef("last + 0.5")], nice=False, zero=False),
        axis=alt.Axis(
            aria=False,
            values=years,
            labelExpr=_YEAR_LABEL,
            labelAlign="left",
            labelOverlap=True,
            labelSeparation=6,
            grid=True,
            ticks=True,
            labelColor=QUIET,
            labelFontSize=13,
        ),
    )


@cache
def through_a_year() -> Spec:
    """The year to date at each of the four quarters, one line for each year."""
    x = alt.X(
        "x:Q",
        title=None,
        scale=alt.Scale(domain=[0.8, 4.2], nice=False, zero=False),
        axis=alt.Axis(
            aria=False,
            values=[1, 2, 3, 4],
            labelExpr=f"{NARROW} ? ['', 'June', 'Sept', 'Dec', 'March'][datum.value] : "
            "['', 'To June', 'To September', 'To December', 'To March'][datum.value]",
            labelOverlap=False,
            grid=False,
            labelColor=QUIET,
            labelFontSize=13,
        ),
    )
    return _template(x, [*_lines(x), *_labels(x)])


def _template(x: alt.X, layers: list[alt.Chart]) -> Spec:
    params = [alt.param(name=name, value=0) for name in ("first", "last", "low", "high")]
    chart = alt.layer(*layers, data=alt.UrlData("rows")).add_params(*params)
    spec: Spec = chart.properties(height=HEIGHT, width="container").to_dict()
    spec["padding"] = {"expr": f"{{left: 4, top: 8, bottom: 4, right: {NARROW} ? 14 : 124}}"}
    spec["background"] = "transparent"  # so that paper stays white when the screen was dark
    spec["usermeta"] = {"embedOptions": {"actions": False, "renderer": "svg"}}
    return spec


def of_kind(kind: str) -> alt.Chart:
    """A layer of one kind of rows. Its parts are silent (`aria=False`): the chart as a whole has its text."""
    return alt.Chart().transform_filter(f"datum.kind === '{kind}'")


def _y() -> alt.Y:
    scale = alt.Scale(domain=[alt.ExprRef("low"), alt.ExprRef("high")], nice=False, zero=False)
    return alt.Y(
        "y:Q",
        title=None,
        scale=scale,
        axis=alt.Axis(aria=False, tickCount=5, format=",~f", domain=False, labelColor=QUIET, labelFontSize=13),
    )


def _events(x: alt.X) -> alt.Chart:
    return of_kind("event").mark_rect(aria=False, color=MUTED, opacity=0.18).encode(x=x, x2="x2:Q")


def _band(x: alt.X) -> alt.Chart:
    return of_kind("band").mark_rect(aria=False, color=MUTED, opacity=0.14).encode(x=x, x2="x2:Q", y=_y(), y2="y2:Q")


def _breaks(x: alt.X) -> alt.Chart:
    return of_kind("break").mark_rule(aria=False, strokeDash=[3, 3], strokeWidth=1.5, color=MUTED).encode(x=x)


def _signs(x: alt.X, side: str) -> alt.Chart:
    """The points that a rule has marked: its shape says which, solid or hollow whether that is worse or better.

    The layer has the side for its name, which is how paper keeps the hollow ones hollow.
    """
    shape = alt.Shape(
        "rule:N", scale=alt.Scale(domain=list(SIGN_SHAPES), range=list(SIGN_SHAPES.values())), legend=None
    )
    fill, stroke = SIGN_INKS[side]
    marks = of_kind("sign").transform_filter(f"datum.side === '{side}'").mark_point(
        aria=False, filled=True, fill=fill, stroke=stroke, strokeWidth=2, opacity=1, size=150, clip=False
    )  # fmt: skip
    return marks.encode(
        x=x, y=_y(), shape=shape,
        tooltip=[alt.Tooltip("name:N", title="Unusual"), alt.Tooltip("quarter:N", title="Quarter"),
                 alt.Tooltip("text:N", title="Figure")],
    ).properties(name=side)  # fmt: skip


def _letters(x: alt.X) -> alt.Chart:
    text = of_kind("mark").mark_text(
        aria=False, align="left", baseline="top", dx=3, fontSize=14, fontWeight="bold", clip=False
    )
    return text.encode(x=x, y=alt.value(2), text="text:N", color=alt.Color("ink:N", scale=INKS, legend=None))


def _lines(x: alt.X) -> list[alt.Chart]:
    colour = alt.Color("ink:N", scale=INKS, legend=None)
    order = alt.Order("x:Q")
    lines = of_kind("line").mark_line(aria=False, strokeJoin="round", clip=True).encode(
        x=x, y=_y(), color=colour, detail="series:N", order=order,
        strokeDash=alt.StrokeDash("dash:N", scale=_DASHES, legend=None),
        strokeWidth=alt.condition("datum.ink === 'strong'", alt.value(3), alt.value(1.6)),
        opacity=alt.condition("datum.ink === 'strong'", alt.value(1), alt.value(0.65)),
    )  # fmt: skip
    there = of_kind("line").transform_filter("isValid(datum.y)")
    points = there.mark_point(aria=False, filled=True, clip=False).encode(
        x=x, y=_y(), color=colour,
        size=alt.condition("datum.last", alt.value(110), alt.value(26)),
        opacity=alt.condition("datum.ink === 'strong'", alt.value(1), alt.value(0)),
        tooltip=[alt.Tooltip("name:N", title="Line"), alt.Tooltip("quarter:N", title="Quarter"),
                 alt.Tooltip("text:N", title="Figure")],
    )  # fmt: skip
    return [lines, points]


def _labels(x: alt.X) -> list[alt.Chart]:
    """The names of the lines at their ends; on a phone above the plot, each after a sign of how its line is drawn."""
    inks = alt.Color("ink:N", scale=INKS, legend=None)
    wide = f"!({NARROW})"
    text: dict[str, Any] = {"aria": False, "align": "left", "fontSize": 13, "clip": False}
    beside = of_kind("label").transform_filter(wide).mark_text(baseline="middle", dx=9, **text)
    below = of_kind("below").transform_filter(wide).mark_text(baseline="top", dx=6, dy=8, **text)
    named = [one.encode(x=x, y=_y(), text=alt.Text("name:N"), color=inks) for one in (beside, below)]
    key = of_kind("key").transform_filter(NARROW).mark_text(
        baseline="bottom", dy=alt.ExprRef(f"-6 - {KEY_STEP} * datum.place"), **text
    )  # fmt: skip
    return [*named, key.encode(x=alt.value(0), y=alt.value(0), text=alt.Text("name:N"), color=inks)]
