"""What stands beneath a control chart: how to read it, its settings, its table."""

from urllib.parse import quote

from measures.charts.signs import label_of, sign_of
from measures.model.control import ControlChart, ControlPoint, Stretch
from measures.views.figures import NONE, counted, figure
from measures.views.markup import esc, tag
from measures.views.signal_words import how_to_read, settings_in_words
from measures.widgets.markup import link, table

HEADINGS = ("Quarter", "By itself", "Average", "Usual at least", "Usual at most", "What it is called")


def control_html(chart: ControlChart, decimals: int) -> str:
    """How to read the chart in one line, then its table, folded up because it is long.

    Paper does without it: there the marks are drawn, and the figures stand under “Every quarter”.
    """
    words = f"Show the chart as a table of {counted(len(chart.points), 'quarter')}"
    caption = f"{chart.measure.title} by quarter, as judged at {chart.quarter.label}, newest first"
    rows = [_row(chart, point, decimals) for point in reversed(chart.points)]
    settings = settings_in_words(chart.options)
    return tag(
        "div",
        tag("p", f"<strong>How to read this.</strong> {esc(how_to_read(chart))}", class_="pc-key"),
        tag("p", esc(settings), class_="pc-key") if settings else "",
        tag(
            "p",
            link(f"register?m={quote(chart.measure.id)}", "Set the usual range anew from a quarter"),
            class_="pc-screen",
        ),
        tag(
            "details",
            tag("summary", esc(words)),
            table(caption, HEADINGS, rows, "pc-plain pc-control"),
            class_="pc-screen",
        ),
        class_="pc",
    )


def _row(chart: ControlChart, point: ControlPoint, decimals: int) -> list[str]:
    measure = chart.measure
    stretch = next(one for one in chart.stretches if one.first <= point.quarter <= one.last)
    places = decimals + 1  # an average has parts where its quarters have none
    numbers = [figure(number, measure, places) for number in (stretch.mean, stretch.lower, stretch.upper)]
    own = figure(point.value, measure, decimals) if point.value is not None else "no figure"
    return [esc(point.quarter.label), esc(own), *map(esc, numbers), esc(_called(chart, stretch, point))]


def _called(chart: ControlChart, stretch: Stretch, point: ControlPoint) -> str:
    if point.value is None:
        return NONE
    if point.rule:
        return f"{sign_of(point)} {label_of(chart, point)}"
    if stretch.verdict == "too_early":
        return f"too early: {counted(stretch.n, 'figure')} since counting began or changed"
    if stretch.verdict:
        return NONE
    return "usual, limits on trial" if stretch.trial else "usual"
