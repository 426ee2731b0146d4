"""A measure as HTML: on its own page, and as one section of its priority's page."""

from collections.abc import Collection, Sequence
from urllib.parse import quote

from measures.charts.trend import Drawing
from measures.model.measure import Measure, Plan, Rebase
from measures.model.quarter import Quarter, day_in_words
from measures.model.rating import MeasureRating
from measures.model.record import DefinitionVersion, Revision
from measures.model.status import MeasureSeries, QuarterStatus
from measures.views.figures import NONE, counted, unit_in_words
from measures.views.markup import esc, tag
from measures.views.measure_view import (
    QUARTER_HEADINGS,
    REVISION_HEADINGS,
    VERSION_HEADINGS,
    facts,
    figure_and_finding,
    figure_sentence,
    finding_of,
    in_order,
    neighbours,
    parts_of,
    quarter_rows,
    quarters_finding,
    revision_rows,
    standings,
    sums_with,
    version_rows,
)
from measures.views.signal_words import signal_sentence
from measures.widgets.markup import Cell, Place, folded, link, mark, table
from measures.widgets.parts import facts_html, page_head

FIRST_QUARTERS = 8  # quarters that are seen without unfolding the earlier ones


def measure_head(rating: MeasureRating, plan: Plan, place: Place) -> str:
    """The finding, the figure, the plan and priority it belongs to."""
    said = figure_sentence(rating) or rating.words
    return page_head(
        f"{esc(rating.measure.title)}: {esc(finding_of(rating))}",
        esc(signal_sentence(rating)),
        tag("p", link(place.status(), "The whole plan"), " · ",
            link(place.priority(rating.priority), esc(_title(plan, rating.priority))), class_="pc-screen"),
        when=f"<strong>{esc(said)}</strong> · {esc(unit_in_words(rating.measure))} · {esc(place.quarter.label)}",
    )  # fmt: skip


def _title(plan: Plan, priority_id: str) -> str:
    return next((one.title for one in plan.head.priorities if one.id == priority_id), priority_id)


def reasons_html(rating: MeasureRating, plan: Plan, *, with_caveats: bool = True) -> str:
    """Each comparison with its mark and its whole reason; then the notes of breaks and events that touch it."""
    items = [
        tag(
            "li",
            tag("span", mark(one.rating), class_="marks"),
            tag(
                "span",
                f"<strong>{esc(one.heading)}: {esc(one.words.lower())}.</strong> {esc(one.reason)}",
                tag("span", esc(one.flags), class_="flags") if one.flags else "",
                class_="lines",
            ),
        )
        for one in standings(rating, plan)
    ]
    mixed = tag("p", "The comparisons disagree (mixed); the worse one counts in the totals.") if rating.mixed else ""
    caveats = tag("ul", *(tag("li", esc(text)) for text in rating.caveats), class_="pc-list")
    listed_ = tag("ul", *items, class_="pc-reasons") if items else tag("p", esc(rating.words))
    return listed_ + mixed + (caveats if with_caveats and rating.caveats else "")


def standing_html(rating: MeasureRating, plan: Plan, place: Place) -> str:
    """How the measure stands, and what is measured; of a sum what it is made of."""
    return tag(
        "div",
        tag("h2", "How it stands"),
        reasons_html(rating, plan),
        tag("h2", "What is measured"),
        facts_html(facts(rating, plan)),
        _made_of(rating.measure, plan, place),
        class_="pc",
    )


def _made_of(measure: Measure, plan: Plan, place: Place) -> str:
    """The parts of a sum, each with its quarters, linked; empty for any other measure."""
    if not measure.sum_of:
        return ""
    lines = [
        f"{link(place.measure(one.id) if one.in_plan else f'measure?m={quote(one.id)}', esc(one.title))}, "
        f"{esc(one.when)}{'' if one.in_plan else ' (a measure of another plan)'}"
        for one in parts_of(measure, plan)
    ]
    return (
        tag("h2", "What it is made of")
        + tag("p", "A bridge series: these measures are added up whenever the page is read, each in the quarters in "
                   "which it is collected. It has no figures of its own, and its colour is read with a caveat.")
        + tag("ul", *(tag("li", line) for line in lines), class_="pc-list")
    )  # fmt: skip


def chart_head(title: str, sentence: str) -> str:
    """The heading over a chart and what it shows."""
    return tag("div", tag("h2", esc(title)), tag("p", esc(sentence)), class_="pc pc-chart-head")


def chart_notes(drawing: Drawing) -> str:
    """What the letters on a chart stand for, and where its axis starts."""
    notes = "".join(tag("li", f"<strong>{esc(note.letter)}</strong> {esc(note.text)}") for note in drawing.notes)
    axis = tag("p", esc(drawing.axis_note), class_="muted") if drawing.axis_note else ""
    listed_ = tag("ul", notes, class_="pc-list") if notes else ""
    return tag("div", listed_, axis, class_="pc pc-chart-notes") if listed_ or axis else ""


def behind_html(
    rating: MeasureRating,
    status: QuarterStatus,
    series: MeasureSeries,
    revisions: Sequence[Revision],
    versions: Sequence[DefinitionVersion],
    place: Place,
    *,
    at_work: bool,
) -> str:
    """The tables behind: every quarter, breaks and events, every revision, the definition's versions, other measures.

    Paper does without those from the revisions on: they are for who looks something up. Whoever is `at_work` on the
    figures is led to their files.
    """
    measure = rating.measure
    return tag(
        "div",
        tag("h2", "Every quarter"),
        _quarters(series, measure, {one.quarter for one in revisions}),
        tag("h2", "Breaks and events"),
        _breaks(series, [one for one in status.plan.rebases if one.measure == measure.id]),
        tag(
            "div",
            tag("h2", "Every revision"),
            _revisions(revisions, measure, to_files=at_work),
            tag("h2", "Who set the definition"),
            _table("Versions of the definition in this plan, newest first", VERSION_HEADINGS,
                   version_rows(versions, status.plan.head.id), "No version is recorded."),
            tag("p", link(place.address("rules", m=measure.id), "What if the rule were another?")),
            tag("h2", "Other measures"),
            _neighbours(status, measure.id, place),
            class_="pc-screen",
        ),
        class_="pc",
    )  # fmt: skip


def _revisions(revisions: Sequence[Revision], measure: Measure, *, to_files: bool) -> str:
    """Folded up, because it is long."""
    if measure.sum_of:
        return tag("p", "It is added up from other measures: the page of each has every revision.")
    if not revisions:
        return tag("p", "No figure has been accepted yet.")
    words = f"Show {counted(len(revisions), 'figure')} as they were accepted, each with its file, day and person"
    caption = "Every figure ever accepted, the newest quarter first"
    caption += "; each file leads to all that it brought" if to_files else ""
    rows, named = [], set()
    file = REVISION_HEADINGS.index("File")
    for one, texts in zip(in_order(revisions), revision_rows(revisions, measure), strict=True):
        cells = [esc(text) for text in texts]
        if to_files:
            cells[file] = link(f"history?upload={one.upload_id}&m={quote(measure.id)}", cells[file])
        if one.quarter not in named:  # where the figures of the table above lead to
            named.add(one.quarter)
            cells[0] = tag("span", cells[0], id=_anchor(one.quarter))
        rows.append(cells)
    return tag("details", tag("summary", esc(words)), table(caption, REVISION_HEADINGS, rows, "pc-plain"))


def _quarters(series: MeasureSeries, measure: Measure, revised: Collection[Quarter]) -> str:
    """Every quarter; a figure leads to how it was stated, in the table of revisions."""
    rows = quarter_rows(series, measure)
    if not rows:
        return tag("p", "No quarter has a figure yet. Load one with a file of figures.")
    cells = [[esc(text) for text in texts] for texts in rows]
    for point, row in zip(reversed(series.points), cells, strict=True):
        if point.quarter in revised and row[1] != NONE:
            row[1] = link(f"#{_anchor(point.quarter)}", row[1])
    caption, class_ = f"{measure.title}, {unit_in_words(measure)}", "pc-plain pc-quarters"
    if len(cells) <= FIRST_QUARTERS + 2:
        return table(caption, QUARTER_HEADINGS, cells, class_)
    rest = cells[FIRST_QUARTERS:]
    return table(caption, QUARTER_HEADINGS, cells[:FIRST_QUARTERS], class_) + folded(
        len(rest), table(f"{caption}: earlier", QUARTER_HEADINGS, rest, class_), of="earlier quarters"
    )


def _anchor(quarter: Quarter) -> str:
    return f"figures-{quarter.slug}"


def _table(
    caption: str, headings: Sequence[str], rows: Sequence[Sequence[str]], otherwise: str, class_: str = ""
) -> str:
    if not rows:
        return tag("p", esc(otherwise))
    cells = [[Cell(esc(text)) for text in row] for row in rows]
    return table(caption, headings, cells, f"pc-plain {class_}")


def _breaks(series: MeasureSeries, rebases: Sequence[Rebase]) -> str:
    lines = [
        f"<strong>{esc(day_in_words(one.date))}</strong>: counting changed ({esc(one.type.value)}), "
        f"{'still comparable' if one.comparable else 'not comparable across this date'}. {esc(one.note)}"
        for one in series.breaks
    ]
    lines += [
        f"<strong>{esc(one.first.label)}{'' if one.first == one.last else ' to ' + esc(one.last.label)}</strong>: "
        f"{esc(one.note)}"
        for one in series.events
    ]
    lines += [
        f"<strong>{esc(one.quarter.label)}</strong>: the usual range set anew. {esc(one.reason)}" for one in rebases
    ]
    if not lines:
        return tag("p", "None is recorded for this measure.")
    return tag("ul", *(tag("li", line) for line in lines), class_="pc-list")


def _neighbours(status: QuarterStatus, measure_id: str, place: Place) -> str:
    around = neighbours(status, measure_id)
    lines = [
        f"{words}: {link(place.measure(one[0]), esc(one[1]))}"
        for words, one in (("Before it in the plan", around.before), ("After it in the plan", around.after))
        if one
    ]
    own = next(one.measure for one in status.measures if one.measure.id == measure_id)
    lines += [f"Part of: {link(place.measure(one.id), esc(one.title))}" for one in sums_with(own, status.plan)]
    lines += [f"Related: {link(place.measure(one), esc(title))}" for one, title in around.related]
    lines += [f"Priority: {link(place.priority(one), esc(title))}" for one, title in around.priorities]
    return tag("ul", *(tag("li", line) for line in lines), class_="pc-list")


def section_html(rating: MeasureRating, plan: Plan, place: Place, *, with_chart: bool) -> str:
    """A measure on its priority's page, beside its chart: finding, sentence, reasons."""
    name = link(place.measure(rating.measure.id), esc(rating.measure.title))
    return tag(
        "div",
        tag("h2", mark(rating.headline, f"{rating.headline.words if rating.headline else 'Not rated'}: "), " ", name),
        tag(
            "p", tag("strong", esc(figure_and_finding(rating))), " ", esc(quarters_finding(rating) * bool(rating.trend))
        ),
        reasons_html(rating, plan, with_caveats=not with_chart) if rating.headline else "",
        tag("p", esc(signal_sentence(rating)), class_="muted") if rating.headline else "",
        class_="pc pc-measure",
    )
