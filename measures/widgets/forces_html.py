"""This force beside others, as HTML: head, charts, tables, and the one sentence on a measure's page."""

from collections.abc import Sequence

from measures.charts.forces import forces_chart, group_over_time_chart
from measures.model.forces import GroupStanding
from measures.services.forces import GroupQuarter
from measures.views.forces_view import (
    APART,
    FORCE_HEADINGS,
    MEASURE_HEADINGS,
    TREND_HEADINGS,
    date_sentence,
    finding,
    force_rows,
    group_sentence,
    left_out_sentences,
    mark_sentence,
    measure_rows,
    own_sentence,
    places_of,
    population_sentence,
    trend_finding,
    trend_rows,
    unit_of,
)
from measures.views.markup import esc, tag
from measures.widgets.drawings import Figure
from measures.widgets.markup import Cell, Place, link, table


def forces_head(standing: GroupStanding, force: str, place: Place) -> str:
    """The finding, the sum, the group's figures, what is marked, of which day and year."""
    return tag(
        "div",
        tag("h1", esc(finding(standing, force))),
        tag("p", f"<strong>{esc(own_sentence(standing, force))}</strong>", class_="pc-when"),
        tag("p", esc(group_sentence(standing)), class_="pc-lead"),
        tag("p", f"{esc(mark_sentence(standing))} {esc(APART)} ",
            link(place.measure(standing.measure.id), f"{esc(standing.measure.title)}: how it is rated")),
        tag("p", f"{esc(date_sentence(standing))} {esc(population_sentence(standing))}", class_="muted"),
        _left_out(standing),
        class_="pc pc-head",
    )  # fmt: skip


def _left_out(standing: GroupStanding) -> str:
    sentences = left_out_sentences(standing)
    if not sentences:
        return ""
    return tag("p", f"<strong>Left out, without a rate:</strong> {esc('; '.join(sentences))}.")


def ranked_figure(standing: GroupStanding, force: str) -> Figure | None:
    """The dot plot with its heading and what its shapes mean."""
    drawing = forces_chart(standing, places_of(standing))
    if drawing is None:
        return None
    squares = any(one.worst_tenth and one.area_id != standing.this_id for one in standing.forces)
    worst = " Squares are the worst 10%." if squares else ""
    middle = " The shaded band is the middle half." if standing.lower is not None else ""
    key = (
        f"The large mark with its figure is {force}.{worst}{middle} The line is the median, the dashed one the average."
    )
    return Figure(f"{standing.measure.title}: {unit_of(standing.measure)}, {standing.period.words}", key, drawing)


def trend_figure(history: Sequence[GroupStanding], force: str) -> Figure | None:
    """The chart over time; None where fewer than two periods are held."""
    if not history:
        return None
    drawing = group_over_time_chart(history, places_of(history[-1]), force)
    return Figure("Over time", trend_finding(history, force), drawing) if drawing else None


def _named(name: str, is_this: bool) -> Cell:
    return Cell(f"<strong>{esc(name)}, this force</strong>" if is_this else esc(name))


def measures_html(found: GroupQuarter, place: Place) -> str:
    """Every measure of the plan in this group, each a link, and those that are not set beside others."""
    rows = [
        [Cell(link(place.forces(row.measure.id, found.group.id), esc(row.measure.title))),
         *(Cell(esc(text)) for text in row.cells)]
        for row in measure_rows(found.standings)
    ]  # fmt: skip
    caption = f"{found.group.title}, 12 months to the end of {found.quarter.label}, rates per 1,000 people"
    return tag(
        "div",
        tag("h2", "Every measure in this group"),
        table(caption, MEASURE_HEADINGS, rows, "pc-plain pc-forces"),
        _others(found),
        class_="pc",
    )


def behind_html(standing: GroupStanding, history: Sequence[GroupStanding]) -> str:
    """The tables behind the charts: every force, and the 12 months to each quarter."""
    forces = [
        [_named(row.cells[0], row.is_this), *(Cell(esc(text)) for text in row.cells[1:])]
        for row in force_rows(standing)
    ]
    over_time = [[Cell(esc(text)) for text in row] for row in trend_rows(history)]
    caption = f"{standing.measure.title}, {unit_of(standing.measure)}, {standing.period.words}; the highest first"
    return tag(
        "div",
        tag("h2", "Every force"),
        table(caption, FORCE_HEADINGS, forces, "pc-plain pc-forces pc-residents"),
        tag("h2", "Every period"),
        table("12 months to each quarter, newest first", TREND_HEADINGS, over_time, "pc-plain pc-forces")
        if over_time else tag("p", "No figures of other forces are held."),
        class_="pc",
    )  # fmt: skip


def _others(found: GroupQuarter) -> str:
    """The plan's other measures, by why they are not set beside other forces."""
    by_reason: dict[str, list[str]] = {}
    for measure, reason in found.others:
        by_reason.setdefault(reason, []).append(measure.title)
    if not by_reason:
        return ""
    items = (
        tag("li", f"<strong>{esc(reason)}</strong> {esc(', '.join(titles))}.") for reason, titles in by_reason.items()
    )
    summary = tag("summary", "Measures that are not set beside other forces, and why")
    return tag("details", summary, tag("ul", *items, class_="pc-list"))


def beside_others_html(standing: GroupStanding | None, place: Place) -> str:
    """The one sentence on a measure's page, with the link; "" where there is nothing to say."""
    if standing is None or standing.this is None:
        return ""
    where = link(place.forces(standing.measure.id, standing.group.id), "Similar forces")
    said = f"{finding(standing, standing.this.title)}. {date_sentence(standing)}"
    return tag("div", tag("h2", "Beside other forces"), tag("p", f"{esc(said)} {where}"), class_="pc")
