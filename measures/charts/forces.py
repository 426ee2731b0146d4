"""Forces beside each other: a ranked dot plot, and this force against the group over time."""

from collections.abc import Sequence
from functools import cache

import altair as alt

from measures.charts.templates import INKS, NARROW, QUIET, Spec, of_kind
from measures.charts.theme import MUTED
from measures.charts.trend import Drawing, Line, Row, as_data, lines_over_time
from measures.model.forces import ForceRate, GroupStanding

STEP, ROOM = 19, 44  # pixels for each force; above and below them for the names of the lines
OTHER, WORST, THIS = "other", "worst", "this"
#: Read by shape alone: this force a large diamond, the worst 10 % squares, all others circles.
SHAPES = {OTHER: "circle", WORST: "square", THIS: "diamond"}


@cache
def ranked() -> Spec:
    """One row for each force, the highest rate at the top, over the middle half, with lines at median and average.

    Kinds of rows: force (place, x, name, sort, text, ink) · band · rule (x, name, y) · label.
    """
    x = alt.X(
        "x:Q",
        title=None,
        scale=alt.Scale(domain=[alt.ExprRef("low"), alt.ExprRef("high")], nice=False, zero=False),
        axis=alt.Axis(aria=False, tickCount=5, format=",~f", labelColor=QUIET, labelFontSize=13, grid=True),
    )
    y = alt.Y(
        "y:Q",
        title=None,
        scale=alt.Scale(domain=[alt.ExprRef("last + 1.2"), -0.2], nice=False, zero=False),
        axis=None,
    )
    band = of_kind("band").mark_rect(aria=False, color=MUTED, opacity=0.16).encode(x=x, x2="x2:Q")
    layers = [band, _rules(x), *_forces(x, y), *_names(x, y)]
    params = [alt.param(name=name, value=0) for name in ("last", "low", "high")]
    chart = alt.layer(*layers, data=alt.UrlData("rows")).add_params(*params)
    spec: Spec = chart.properties(height=100, width="container").to_dict()
    spec["padding"] = {"expr": f"{{left: 4, top: 4, bottom: 4, right: {NARROW} ? 4 : 24}}"}
    spec["background"] = "transparent"
    spec["usermeta"] = {"embedOptions": {"actions": False, "renderer": "svg"}}
    return spec


def _rules(x: alt.X) -> alt.Chart:
    dashes = alt.StrokeDash("dash:N", scale=alt.Scale(domain=["solid", "dashed"], range=[[1, 0], [6, 4]]), legend=None)
    return of_kind("rule").mark_rule(aria=False, strokeWidth=1.6, color=MUTED).encode(x=x, strokeDash=dashes)


def _forces(x: alt.X, y: alt.Y) -> list[alt.Chart]:
    shapes = alt.Shape("sort:N", scale=alt.Scale(domain=list(SHAPES), range=list(SHAPES.values())), legend=None)
    inks = alt.Color("ink:N", scale=INKS, legend=None)
    points = of_kind("force").mark_point(aria=False, filled=True, opacity=1).encode(
        x=x, y=y, shape=shapes, color=inks,
        size=alt.condition(f"datum.sort === '{THIS}'", alt.value(210), alt.value(62)),
        tooltip=[alt.Tooltip("name:N", title="Force"), alt.Tooltip("text:N", title="Rate per 1,000"),
                 alt.Tooltip("rank:N", title="Rank")],
    )  # fmt: skip
    value = of_kind("force").transform_filter("datum.ink === 'strong'").mark_text(
        aria=False, align="left", baseline="middle", dx=12, fontSize=14, fontWeight="bold"
    ).encode(x=x, y=y, text="text:N", color=inks)  # fmt: skip
    return [points, value]


def _names(x: alt.X, y: alt.Y) -> list[alt.Chart]:
    """The forces' names beside their rows, and those of the lines above and below all rows."""
    inks = alt.Color("ink:N", scale=INKS, legend=None)
    others, own = (of_kind("force").transform_filter(f"datum.ink {sign}= 'strong'") for sign in ("!", "="))
    names = [
        others.mark_text(aria=False, align="right", baseline="middle", dx=-8, fontSize=13, clip=False),
        own.mark_text(aria=False, align="right", baseline="middle", dx=-8, fontSize=13, fontWeight="bold", clip=False),
    ]
    placed = [text.encode(x=alt.value(0), y=y, text="name:N", color=inks) for text in names]
    left, right = (of_kind("label").transform_filter(f"{sign}datum.left") for sign in ("", "!"))
    lines = [  # each on the side of its line where the other line is not
        left.mark_text(aria=False, align="right", baseline="middle", dx=-5, fontSize=13, clip=False),
        right.mark_text(aria=False, align="left", baseline="middle", dx=5, fontSize=13, clip=False),
    ]
    return [*placed, *(one.encode(x=x, y=y, text="name:N", color=inks) for one in lines)]


def forces_chart(standing: GroupStanding, decimals: int) -> Drawing | None:
    """Every force with a rate, this one marked; None with fewer than two."""
    if standing.n < 2 or standing.median is None or standing.average is None:
        return None
    rates = [float(one.rate) for one in standing.forces if one.rate is not None]
    low, high = min(0.0, *rates), max(*rates, 0.0) * 1.02 or 1.0
    rows = [_row(standing, one, place, decimals) for place, one in enumerate(standing.forces, start=1)]
    median, average = float(standing.median), float(standing.average)
    rows += [
        {"kind": "rule", "x": median, "dash": "solid"},
        {"kind": "rule", "x": average, "dash": "dashed"},
        {"kind": "label", "x": median, "y": 0.2, "name": f"median {median:,.{decimals}f}", "ink": "muted",
         "left": median <= average},
        {"kind": "label", "x": average, "y": standing.n + 0.8, "name": f"average {average:,.{decimals}f}",
         "ink": "muted", "left": average < median},
    ]  # fmt: skip
    if standing.lower is not None and standing.upper is not None:
        rows.append({"kind": "band", "x": float(standing.lower), "x2": float(standing.upper)})
    template = ranked()
    values = {"last": standing.n, "low": low, "high": high}
    params = [p | {"value": values[p["name"]]} for p in template["params"]]
    height = STEP * standing.n + ROOM
    data = {"url": as_data(rows), "format": {"type": "json"}}
    return Drawing(template | {"params": params, "height": height, "data": data})


def _row(standing: GroupStanding, one: ForceRate, place: int, decimals: int) -> Row:
    """What draws one force: its mark, its name, and the figure beside this force's."""
    mine, rate = one.area_id == standing.this_id, float(one.rate or 0)
    mark = ", worst 10%" if one.worst_tenth else ""
    return {
        "kind": "force",
        "y": place,
        "x": rate,
        "name": one.title,
        "text": f"{rate:,.{decimals}f}{mark}",
        "rank": f"{one.rank} of {standing.n}",
        "sort": THIS if mine else WORST if one.worst_tenth else OTHER,
        "ink": "strong" if mine else "muted",
    }


def group_over_time_chart(history: Sequence[GroupStanding], decimals: int, force: str) -> Drawing | None:
    """This force's 12 months to each quarter over the group's middle half; None with fewer than two."""
    if len(history) < 2 or all(one.this is None or one.this.rate is None for one in history):
        return None

    def line(name: str, figures: Sequence[object], ink: str, dash: str = "solid") -> Line:
        places = [
            (float(one.quarter.ordinal), None if figure is None else float(figure), f"12 months to {one.quarter.label}")  # type: ignore[arg-type]
            for one, figure in zip(history, figures, strict=True)
        ]
        return Line(name, places, ink, dash, decimals)

    lines = [
        line("median", [one.median for one in history], "muted"),
        line("average", [one.average for one in history], "muted", "dashed"),
        line(force, [one.this.rate if one.this else None for one in history], "strong"),
    ]
    bands = [
        (one.quarter.ordinal, float(one.lower), float(one.upper))
        for one in history
        if one.lower is not None and one.upper is not None
    ]
    return lines_over_time(lines, bands, decimals, (history[0].quarter.ordinal, history[-1].quarter.ordinal))
