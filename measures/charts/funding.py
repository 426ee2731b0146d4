"""What was awarded for each priority: bars in one colour (money is neither good nor bad), a tick at the year before."""

from functools import cache

import altair as alt

from measures.charts.templates import INKS, QUIET, Spec, of_kind
from measures.charts.theme import LINE
from measures.charts.trend import Drawing, Row, as_data
from measures.model.funding import YearOfFunding, year_label
from measures.rules.funding import pounds

STEP, BAR = 58, 20  # pixels for each priority, and for its bar beneath its name
_ROOM = 150  # pixels that its amount takes at the right end


@cache
def bars() -> Spec:
    """A bar a priority, its name and amount above it. Kinds of rows: bar (x, y, name, text) · before (x, y, text)."""
    x = alt.X(
        "x:Q",
        title=None,
        scale=alt.Scale(domain=[0, alt.ExprRef("high")], nice=False, zero=True),
        axis=alt.Axis(aria=False, tickCount=4, format="$~s", labelExpr="replace(datum.label, '$', '£')",
                      labelColor=QUIET, labelFontSize=13, grid=True),
    )  # fmt: skip
    y = alt.Y(
        "y:Q", title=None, axis=None, scale=alt.Scale(domain=[alt.ExprRef("last + 0.5"), 0.5], nice=False, zero=False)
    )
    inks = alt.Color("ink:N", scale=INKS, legend=None)
    tip = [alt.Tooltip("name:N", title="Priority"), alt.Tooltip("text:N", title="Awarded"),
           alt.Tooltip("year:N", title="Year")]  # fmt: skip
    bar = of_kind("bar").mark_bar(aria=False, color=LINE, height=BAR, yOffset=10).encode(x=x, y=y, tooltip=tip)
    tick = of_kind("before").mark_tick(
        aria=False, orient="vertical", thickness=3, height=BAR + 12, yOffset=10, opacity=1
    ).encode(x=x, y=y, color=inks, tooltip=tip)  # fmt: skip
    name = of_kind("bar").mark_text(
        aria=False, align="left", baseline="bottom", fontSize=14, dy=-5, clip=False, ellipsis="…",
        limit=alt.ExprRef(f"width - {_ROOM}"),
    ).encode(x=alt.value(0), y=y, text="name:N", color=inks)  # fmt: skip
    amount = of_kind("bar").mark_text(
        aria=False, align="right", baseline="bottom", fontSize=14, fontWeight="bold", dy=-5, clip=False
    ).encode(x=alt.value(alt.ExprRef("width")), y=y, text="text:N", color=inks)  # fmt: skip
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
        rows.append({"kind": "bar", "x": awarded, "y": place, "name": one.title, "text": text, "ink": "muted",
                     "year": year_label(sums.year)})  # fmt: skip
        if one.awards_before and one.before is not None:
            rows.append({"kind": "before", "x": float(one.before), "y": place, "name": one.title, "ink": "muted",
                         "text": pounds(one.before), "year": year_label(sums.year - 1)})  # fmt: skip
    template, values = bars(), {"last": len(shown), "high": high * 1.02}
    params = [p | {"value": values[p["name"]]} for p in template["params"]]
    data = {"url": as_data(rows), "format": {"type": "json"}}
    return Drawing(template | {"params": params, "height": STEP * len(shown), "data": data})
