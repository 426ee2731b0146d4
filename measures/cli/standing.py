"""`measures status` and `measures show`: how things stand, for a person, a machine or a spreadsheet."""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from measures.cli import documents
from measures.cli.arguments import TextJsonOrCsv, TextOrJson
from measures.cli.printing import MARKS, add_row, as_json, new_table, out, say, show
from measures.model.measure import Measure
from measures.model.quarter import Quarter, day_in_words
from measures.model.rating import MeasureRating
from measures.model.record import DefinitionVersion, Revision
from measures.model.status import MeasureSeries, QuarterStatus, SeriesPoint
from measures.model.value import Status
from measures.model.words import figure, in_period, number, tolerance_words
from measures.services.history import revisions_of
from measures.services.ratings import measure_series, measure_status, quarter_status
from measures.services.standing import Standing, standing_of
from measures.storage.store import open_store
from measures.views.figures import comparator_in_words, decimals_of, polarity_in_words
from measures.views.figures import figure as short_figure
from measures.views.signal_words import signal_sentence
from measures.views.standing_words import standing_line
from measures.views.status_csv import status_csv
from measures.views.status_view import ComparatorCell, PriorityTable, finding, priority_table

if TYPE_CHECKING:
    from rich.table import Table

LEGEND = "R Worse · A Slightly worse · G At or better · – Not rated"
MOST_REVISIONS = 20

_STATES = {
    "missing": "no figure",
    "not_available": "not available",
    "withheld": "withheld",
    "not_applicable": "not applicable",
    "not_collected": "not collected",
}


def print_status(
    plan_id: str | None, quarter: Quarter | None, as_at: datetime | None, form: TextJsonOrCsv, *, reasons: bool
) -> None:
    """Print how a plan's quarter stands."""
    with open_store(upgrade=False) as store:
        status = quarter_status(store, plan_id, quarter, as_at=as_at)
        standing = standing_of(store, status.plan.head.id, status.quarter, as_at=as_at)
    if form is TextJsonOrCsv.JSON:
        as_json(documents.status_document(status))
    elif form is TextJsonOrCsv.CSV:
        # A byte order mark is for files that Excel opens by itself; in a pipe it would belong to the first name.
        out(status_csv(status).decode("utf-8-sig").replace("\r\n", "\n").removesuffix("\n"))
    else:
        _status_for_people(status, standing, reasons=reasons)


def print_measure(measure_id: str, plan_id: str | None, quarter: Quarter | None, form: TextOrJson) -> None:
    """Print all that is held on a measure."""
    with open_store(upgrade=False) as store:
        status, rated = measure_status(store, measure_id, plan_id, quarter)
        series = measure_series(store, measure_id, plan_id=status.plan.head.id)
        revisions = revisions_of(store, measure_id)
        versions = store.definition_versions(measure_id)
    if form is TextOrJson.JSON:
        as_json(documents.show_document(status, rated, series, revisions, versions))
    else:
        _measure_for_people(status, rated, series, revisions, versions)


def _status_for_people(status: QuarterStatus, standing: Standing, *, reasons: bool) -> None:
    say(finding(status.measures), *_heading(status), standing_line(standing))
    if status.as_at:
        say(f"As at {day_in_words(status.as_at.date())}, {status.as_at:%H:%M} (UTC)")
    for priority in status.plan.head.priorities:
        view = priority_table(status, priority)
        say("", f"{priority.title}: {view.tally}")
        if not view.rows:
            continue
        show(_priority(view))
        if reasons:
            say("", *(line for row in view.rows for line in _reasons(status, row.rating)))
    say("", LEGEND)


def _heading(status: QuarterStatus) -> list[str]:
    head = status.plan.head
    title = head.title if head.id in head.title else f"{head.title} ({head.id})"
    return [title, f"{status.quarter}, {status.quarter.months}"]


def _priority(view: PriorityTable) -> "Table":
    """The measures of a priority, worst first: figure, each comparison, signal."""
    table = new_table("", "Measure", "Figure", *view.comparators, "Signal", right=("Figure",))
    for row in view.rows:
        rating = row.rating
        add_row(
            table, MARKS[rating.headline], rating.measure.title, _figure(rating),
            *(_cell(cell) for cell in row.cells), row.signal,
            rating=rating.headline, mark=0,
        )  # fmt: skip
    return table


def _figure(rating: MeasureRating) -> str:
    return "–" if rating.value is None else figure(rating.value, rating.measure)


def _cell(cell: ComparatorCell) -> str:
    words = f"{cell.words}, {cell.sum}" if cell.sum else cell.words
    return f"{MARKS[cell.rating]} {words}" if cell.compared else words


def _reasons(status: QuarterStatus, rating: MeasureRating) -> Iterator[str]:
    """Every sentence of a measure, under its title."""
    yield f"{rating.measure.title} ({rating.measure.id})"
    for one in rating.comparisons:
        yield f"  {MARKS[one.rating]} {comparator_in_words(one.comparator, status.plan)}: {one.reason}"
    if flags := ", ".join(flag.words for flag in rating.flags):
        yield f"    Note: {flags}."
    yield from (f"    {caveat}" for caveat in rating.caveats)
    if sentence := signal_sentence(rating):
        yield f"    Signal: {sentence}"
    yield ""


def _measure_for_people(
    status: QuarterStatus,
    rated: MeasureRating,
    series: MeasureSeries,
    revisions: tuple[Revision, ...],
    versions: tuple[DefinitionVersion, ...],
) -> None:
    say(rated.measure.title, *_heading(status), "")
    figure_then = "" if rated.value is None else f": {_figure(rated)} {in_period(rated.period)}"
    say(f"{MARKS[rated.headline]} {rated.words}{figure_then}", "")
    say(*list(_reasons(status, rated))[1:])
    say(*_definition(status, rated))
    if series.points:
        say("", "Quarters")
        show(_quarters(series, rated.measure))
    if not rated.measure.sum_of:
        say("", _how_many(len(revisions)))
    if revisions:
        show(_revisions(revisions[:MOST_REVISIONS]))
    if len(revisions) > MOST_REVISIONS:
        say(f"Earlier ones: measures show {rated.measure.id} --format json")
    say("", "Definition")
    show(_versions(versions))


def _definition(status: QuarterStatus, rated: MeasureRating) -> Iterator[str]:
    measure = rated.measure
    titles = {priority.id: priority.title for priority in status.plan.head.priorities}
    lines = {
        "Measure": measure.id,
        "Priority": ", ".join(titles.get(one, one) for one in measure.priorities),
        "Unit": measure.unit,
        "Kind": measure.kind.value,
        "Better": polarity_in_words(measure.polarity),
        "Tolerance": tolerance_words(status.plan.tolerance_of(measure), measure),
        "Small numbers": str(measure.small_numbers).replace("_", " "),
        "Added up from": ", ".join(measure.sum_of),
        "Collected": _collected(measure.first_quarter, measure.last_quarter),
        "Definition": measure.definition,
        "Source": measure.source,
        "Owner": measure.owner,
        "Why it matters": measure.why_it_matters,
    }
    return (f"{name + ':':<15} {text}" for name, text in lines.items() if text)


def _collected(first: Quarter | None, last: Quarter | None) -> str:
    since = f"from {first}" if first else ""
    return f"{since} until {last}".strip() if last else since


def _quarters(series: MeasureSeries, measure: Measure) -> "Table":
    """Each quarter's figure and what it is set against; whole columns without a figure are left out."""
    figures = {
        "Figure": [point.value for point in series.points],
        "Year to date": [point.ytd for point in series.points],
        "12 months": [point.twelve_months for point in series.points],
        "A year before": [point.last_year for point in series.points],
        "Baseline": [point.baseline for point in series.points],
    }
    kept = {name: column for name, column in figures.items() if name == "Figure" or any(v is not None for v in column)}
    decimals = decimals_of(measure, (value for cells in kept.values() for value in cells))
    table = new_table("Quarter", *kept, "Note", right=tuple(kept))
    for place, point in enumerate(series.points):
        shown = (
            "" if cells[place] is None else short_figure(cells[place], measure, decimals) for cells in kept.values()
        )
        add_row(table, point.quarter, *shown, _note(point))
    return table


def _note(point: SeriesPoint) -> str:
    return _STATES.get(point.state, point.state) or Status(point.status).words


def _how_many(revisions: int) -> str:
    if revisions > MOST_REVISIONS:
        return f"Uploaded figures, the newest {MOST_REVISIONS} of {revisions:,}"
    return "Uploaded figures" if revisions else "No figure was ever uploaded for it."


def _revisions(revisions: tuple[Revision, ...]) -> "Table":
    table = new_table("Quarter", "Figure", "Status", "Upload", "File", "Line", "Accepted (UTC)", "By", "Note",
                      right=("Figure", "Upload", "Line"))  # fmt: skip
    for one in revisions:
        quarter = f"{one.quarter} year to date" if one.basis == "ytd" else one.quarter
        note = "; ".join(filter(None, ["withdrawn" if one.withdrawn else "", one.note]))
        moment = f"{one.accepted_at:%Y-%m-%d %H:%M}"
        add_row(table, quarter, _as_supplied(one), one.status.words, one.upload_id, one.file_name, one.line, moment,
                one.by, note)  # fmt: skip
    return table


def _as_supplied(one: Revision) -> str:
    if one.value is None and one.numerator is not None and one.denominator is not None:
        return f"{_exactly(one.numerator)} of {_exactly(one.denominator)}"
    return "–" if one.value is None else _exactly(one.value)


def _exactly(given: Decimal) -> str:
    return number(given, max(-int(given.as_tuple().exponent), 0))


def _versions(versions: tuple[DefinitionVersion, ...]) -> "Table":
    table = new_table("Plan", "From", "What", "When (UTC)", "By", "Reason")
    for one in versions:
        what = "removed" if one.removed else f"changed: {', '.join(one.changed)}" if one.changed else "added"
        start, moment = one.from_quarter or "the start", f"{one.at:%Y-%m-%d %H:%M}"
        add_row(table, one.plan_id, start, what, moment, one.by, one.reason)
    return table
