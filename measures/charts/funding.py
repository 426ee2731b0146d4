"""What was awarded for each priority: bars in one colour (money is neither good nor bad), a tick at the year before."""

from functools import cache
from typing import Any

import altair as alt

from measures.charts.templates import INKS, QUIET, Spec, of_kind
from measures.charts.theme import LINE
from measures.charts.trend import Drawing, Row, as_data
from measures.model.funding import YearOfFunding, year_label
from measures.rules.funding import pounds

STEP = 60  # pixels for each priority
_ROOM = 115  # pixels that its amount takes at the right end
_TOP, _BOTTOM, _OVER = 0.02, 0.34, 0.06  # of a bar in its step, and how far the tick stands out
_LABEL = "'£' + format(datum.value, ',~f')"


@cache
def bars() -> Spec:
    """A bar a priority, its name and amount above it. Kinds of rows: bar · before (x, y to y2, name, text, year)."""
    scale = alt.Scale(domain=[0, alt.ExprRef("high")], nice=False, zero=True)
    axis = alt.Axis(aria=False, tickCount=4, labelExpr=_LABEL, labelColor=QUIET, labelFontSize=13, grid=True,
                    labelOverlap=True)  # fmt: skip
    x = alt.X("x:Q", title=None, scale=scale, axis=axis)
    y = alt.Y(
        "y:Q", title=None, axis=None, scale=alt.Scale(domain=[alt.ExprRef("last + 0.5"), 0.5], nice=False, zero=False)
    )
    inks = alt.Color("ink:N", scale=INKS, legend=None)
    tip = [alt.Tooltip("name:N", title="Priority"), alt.Tooltip("text:N", title="Awarded"),
           alt.Tooltip("year:N", title="Year")]  # fmt: skip
    bar = (
        of_kind("bar")
        .properties(name="bar")
        .mark_rect(aria=False, color=LINE)
        .encode(x=x, x2="zero:Q", y=y, y2="y2:Q", tooltip=tip)
    )
    tick = of_kind("before").properties(name="before").mark_rule(aria=False, strokeWidth=3.5, opacity=1).encode(
        x=x, y=y, y2="y2:Q", color=inks, tooltip=tip
    )  # fmt: skip
    said: dict[str, Any] = {"aria": False, "baseline": "bottom", "fontSize": 14, "dy": -6, "clip": False}
    name = of_kind("bar").mark_text(align="left", limit=alt.ExprRef(f"width - {_ROOM}"), **said).encode(
        x=alt.value(0), y=y, text="name:N", color=inks
    )  # fmt: skip
    amount = of_kind("bar").mark_text(align="right", fontWeight="bold", **said).encode(
        x=alt.value(alt.ExprRef("width")), y=y, text="text:N", color=inks
    )  # fmt: skip
    params = [alt.param(name=one, value=0) for one in ("last", "high")]
    chart = alt.layer(bar, tick, name, amount, data=alt.UrlData("rows")).add_params(*params)
    spec: Spec = chart.properties(height=100, width="container").to_dict()
    spec["padding"] = {"left": 4, "top": 4, "bottom": 4, "right": 12}
    spec["background"] = "transparent"
    spec["usermeta"] = {"embedOptions": {"actions": False, "renderer": "svg"}}
    return spec


def funding_chart(sums: YearOfFunding) -> Drawing | None:
    """A year's awards by priority, with a tick at the year before where it has a list; None without an amount."""
    shown = [one for one in sums.portions if one.awarded is not None or one.awards_before]
    high = max((float(amount) for one in shown for amount in (one.awarded, one.before) if amount), default=0.0)
    if not high:
        return None
    rows: list[Row] = []
    for place, one in enumerate(shown, start=1):
        text = "no award" if one.awarded is None else pounds(one.awarded)
        awarded = 0.0 if one.awarded is None else float(one.awarded)
        rows.append({"kind": "bar", "x": awarded, "zero": 0, "y": place + _TOP, "y2": place + _BOTTOM, "ink": "muted",
                     "name": one.title, "text": text, "year": year_label(sums.year)})  # fmt: skip
        if one.awards_before and one.before is not None:
            rows.append({"kind": "before", "x": float(one.before), "y": place + _TOP - _OVER, "ink": "muted",
                         "y2": place + _BOTTOM + _OVER, "name": one.title, "text": pounds(one.before),
                         "year": year_label(sums.year - 1)})  # fmt: skip
    template, values = bars(), {"last": len(shown), "high": high * 1.02}
    params = [p | {"value": values[p["name"]]} for p in template["params"]]
    data = {"url": as_data(rows), "format": {"type": "json"}}
    return Drawing(template | {"params": params, "height": STEP * len(shown), "data": data})
