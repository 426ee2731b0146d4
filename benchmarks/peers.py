"""The pages that `benchmarks.pages` sets beside ours, each in the same shell (`app.py`'s start, style and menu).

`empty` has the title and the pickers and nothing else; `shell` is our page without a body: its pickers write the
address, its head, download and foot go with the quarter. `status_with_charts` is the status page with an Altair chart
for each measure. `our_charts` and `altair_charts` draw the same figures, by our templates and by Altair.
All end with the quarter in an element of the class `pc-foot`, as our pages do.
"""

from collections.abc import Iterator

import altair as alt
import pandas as pd
import streamlit as st

from measures.model.measure import Plan
from measures.model.quarter import Quarter
from measures.model.rating import MeasureRating
from measures.model.status import MeasureSeries
from measures.services.ratings import measure_series, quarter_status
from measures.views.status_view import status_view
from measures.widgets import choosing, session, signed_in
from measures.widgets.drawings import trend_of
from measures.widgets.session import Chosen
from measures.widgets.status_html import body_html, head_html

SHOWN = 17  # quarters in a chart of a trend


def empty() -> None:
    """The title and the pickers: what a rerun costs without us."""
    session.name_page("Empty")
    plan, labels = _pickers()
    with st.container(key="head"):
        left, right = st.columns([7, 3], gap="medium")
        with right:
            st.selectbox("Plan", [plan])
            picked = st.selectbox("Quarter", labels)
        with left:
            st.html(f'<div class="pc pc-head"><h1 class="pc-foot">quarter {picked.split(":")[0]}</h1></div>')


def shell() -> None:
    """The status page without what it shows."""
    chosen = choosing.choose("Shell")
    choosing.head("<h1>Shell</h1>", chosen)
    session.download("Download this view (CSV)", b"", f"{chosen.place.quarter.slug}.csv")
    session.foot(chosen)


@st.cache_resource(show_spinner=False)
def _pickers() -> tuple[str, list[str]]:
    """The plan's title and the labels of its quarters, newest first."""
    status = quarter_status(signed_in.the_store("peers"))
    return status.plan.head.title, [f"{quarter.label}: {quarter.months}" for quarter in status.quarters]


def status_with_charts() -> None:
    """The status page, then a chart for each of its measures, as Altair builds and Streamlit sends it."""
    chosen = choosing.choose("Charts")
    view = status_view(chosen.status)
    head, body = session.kept(lambda: (head_html(view), body_html(view, chosen.place)), chosen, "peer of status")
    choosing.head(head, chosen)
    session.show(body)
    for rating in chosen.status.measures:
        st.altair_chart(_picture(rating), width="stretch")
    session.foot(chosen)


def _picture(rating: MeasureRating) -> alt.LayerChart | alt.FacetChart:
    """What our small pictures show: a line, the usual range, a dot."""
    signal = rating.signal
    points = pd.DataFrame({"place": range(len(rating.trend)), "figure": rating.trend})
    points["low"], points["high"] = (signal.lower, signal.upper) if signal else (None, None)
    x, y = alt.X("place:Q", title=None), alt.Y("figure:Q", title=None, scale=alt.Scale(zero=False))
    base = alt.Chart(points)
    band = base.mark_area(opacity=0.2).encode(x=x, y="low:Q", y2="high:Q")
    line = base.mark_line().encode(x=x, y=y)
    dot = base.transform_filter(f"datum.place === {len(points) - 1}").mark_point(filled=True).encode(x=x, y=y)
    return alt.layer(band, line, dot).properties(height=60)


def our_charts() -> None:
    """A chart of the trend of each measure, put together from our template and kept, as on the priority's page."""
    chosen = choosing.choose("Our charts")
    choosing.head("<h1>Charts</h1>", chosen)
    plan = chosen.status.plan
    make = lambda: [trend_of(series, rating, plan) for series, rating in _all_series(chosen)]  # noqa: E731
    for figure in session.kept(make, chosen, "our charts"):
        if figure:
            session.draw(figure.drawing, figure.alt)
    session.foot(chosen)


def altair_charts() -> None:
    """The same charts, each built by Altair."""
    chosen = choosing.choose("Altair's charts")
    choosing.head("<h1>Charts</h1>", chosen)
    for series, rating in _all_series(chosen):
        st.altair_chart(_trend(series, rating, chosen.status.plan), width="stretch")
    session.foot(chosen)


def _all_series(chosen: Chosen) -> Iterator[tuple[MeasureSeries, MeasureRating]]:
    for rating in chosen.status.measures:
        yield _series(rating.measure.id, chosen.place.plan_id), rating


@st.cache_resource(show_spinner=False, max_entries=1024)
def _series(measure_id: str, plan_id: str) -> MeasureSeries:
    """Read once for either page: this is about drawing."""
    return measure_series(signed_in.the_store("peers"), measure_id, plan_id=plan_id)


def _trend(series: MeasureSeries, rating: MeasureRating, plan: Plan) -> alt.LayerChart | alt.FacetChart:
    """Three lines over seventeen quarters with their names at the ends and a tooltip at each point."""
    rows = pd.DataFrame(_rows(series, rating.quarter, plan))
    ink = alt.Color("line:N", legend=None)
    x = alt.X("quarter:O", title=None, sort=None)
    y = alt.Y("figure:Q", title=None, scale=alt.Scale(zero=False))
    lines = alt.Chart(rows).mark_line().encode(x=x, y=y, color=ink)
    points = alt.Chart(rows).mark_point(filled=True).encode(x=x, y=y, color=ink, tooltip=["line", "quarter", "figure"])
    names = (
        alt.Chart(rows.groupby("line").tail(1)).mark_text(align="left", dx=9).encode(x=x, y=y, text="line", color=ink)
    )
    return alt.layer(lines, points, names).properties(height=280)


def _rows(series: MeasureSeries, quarter: Quarter, plan: Plan) -> list[dict[str, object]]:
    held = {point.quarter.ordinal: point.value for point in series.points}
    base = plan.head.baseline.year_start().ordinal
    rows: list[dict[str, object]] = []
    for ordinal in range(quarter.ordinal - SHOWN + 1, quarter.ordinal + 1):
        if ordinal not in held:
            continue
        figures = {"this": ordinal, "a year before": ordinal - 4, "baseline": base + ordinal % 4}
        label = Quarter(ordinal).label
        rows += [{"line": line, "quarter": label, "figure": held.get(place)} for line, place in figures.items()]
    return rows
