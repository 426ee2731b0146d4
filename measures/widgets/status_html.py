"""The status page as HTML: one text for the head, one for all the rest, so that it goes to the browser at once."""

from measures.charts.theme import class_of
from measures.model.rating import MeasureRating
from measures.views.changes import Change
from measures.views.figures import NOT_RATED, quarter_in_words, unit_in_words
from measures.views.markup import esc, tag
from measures.views.signal_words import is_unusual
from measures.views.status_view import ComparatorCell, PriorityTable, Row, StatusView, Tile
from measures.widgets.markup import Cell, Place, link, mark, mark_class, rated_words, spark, table


def head_html(view: StatusView) -> str:
    """The finding, the months, what the measures are compared with."""
    quarter = view.quarter
    months = quarter.year_start().months if quarter.number == 1 else _to_date(view)
    return tag(
        "div",
        tag("h1", esc(view.title)),
        tag(
            "p",
            f"<strong>{esc(months)}</strong> · {esc(quarter_in_words(quarter))} · "
            f"data to {esc(_day(view))} · {esc(view.plan.head.title)}",
            class_="pc-when",
        ),
        tag("p", esc(view.lead), class_="pc-lead"),
        class_="pc pc-head",
    )


def _to_date(view: StatusView) -> str:
    start = view.quarter.year_start().months.split(" to ")[0]
    months, year = view.quarter.months.split(" to ")[1].rsplit(" ", 1)
    first_year = view.quarter.year_start().year
    return f"{start} {first_year} to {months} {year}" if str(first_year) != year else f"{start} to {months} {year}"


def _day(view: StatusView) -> str:
    end = view.quarter.end
    return f"{end.day} {end:%B %Y}"


def body_html(view: StatusView, place: Place) -> str:
    """Everything below the head."""
    parts = [
        _tiles(view),
        tag("h2", "The plan on one page"),
        _plan(view, place),
        tag("h2", f"What changed since {esc(view.quarter.shift(-1).label)}"),
        _changes(view, place),
        tag("h2", "Measures by priority"),
        tag("p", KEY, class_="pc-key"),
        *(priority_section(table_, place) for table_ in view.tables),
    ]
    return tag("div", *parts, class_="pc")


KEY = (
    "Figures are the year to date, from April. Each rating says how that stands against the comparison at the head of "
    "its column. <strong>Unusual?</strong> asks another question: whether the quarter by itself is out of the ordinary "
    "for the measure. In the pictures the <strong>line</strong> is thirteen quarters, the <strong>dot</strong> this "
    "one, the <strong>shaded band</strong> the usual range."
)


def _tiles(view: StatusView) -> str:
    return tag("ul", *(_tile(tile) for tile in view.tiles), class_="pc-tiles")


def _tile(tile: Tile) -> str:
    since = f'<span class="since">{esc(tile.since)}</span>' if tile.since else ""
    return tag(
        "li",
        f'<span class="top">{mark(tile.rating)}<strong class="word">{esc(tile.word)}</strong>'
        f'<span class="total">{tile.number}</span></span>'
        f'<span class="meaning">{esc(tile.meaning)}</span>{since}',
        class_=f"pc-tile {class_of(tile.rating)}",
    )


def _plan(view: StatusView, place: Place) -> str:
    columns = []
    for section in view.tables:
        items = "".join(_shape(row.rating, place) for row in section.rows)
        columns.append(
            tag(
                "section",
                tag("h3", link(place.priority(section.priority.id), esc(section.priority.title))),
                tag("p", esc(section.tally), class_="pc-tally"),
                tag("ul", items, class_="pc-shapes"),
                class_="wide" if len(section.rows) > 9 else "",
            )
        )
    return tag("div", *columns, class_="pc-plan")


def _shape(rating: MeasureRating, place: Place) -> str:
    word = rating.headline.words if rating.headline else NOT_RATED
    said = tag("span", f"{esc(word)}: ", class_="unseen") + esc(rating.measure.title)
    return tag("li", link(place.measure(rating.measure.id), said, class_=mark_class(rating.headline, "small before")))


FEW = 2  # changes of a group that stand beneath each other, each as wide as the page


def _changes(view: StatusView, place: Place) -> str:
    groups = [
        tag(
            "section",
            tag("h3", f"{esc(group.title)} ({len(group.changes)})"),
            tag("p", esc(f"{group.reason.rstrip('.')}."), class_="why") if group.reason else "",
            tag("ul", *(_change(change, place) for change in group.changes)),
            class_="pc-group few" if len(group.changes) <= FEW else "pc-group",
        )
        for group in view.groups
    ]
    quiet = tag("p", esc(view.quiet)) if view.quiet else ""
    return quiet + (tag("div", *groups, class_="pc-changes pc-later") if groups else "")


ARROW = '<span class="arrow"></span>'


def _change(change: Change, place: Place) -> str:
    if change.before is change.after:
        marks = mark(change.after, "", small=True)
    else:
        marks = f"{mark(change.before, '', small=True)}{ARROW}"
        marks += mark(change.after, "", small=True)
    lines = [link(place.measure(change.measure_id), esc(change.title))]
    if change.words:
        lines.append(tag("span", esc(change.words), class_="moved"))
    lines.extend(tag("span", esc(reason), class_="why") for reason in change.reasons)
    return tag("li", tag("span", marks, class_="marks"), tag("span", *lines, class_="lines"))


FITS = 6  # rows of a table that paper keeps in one piece


def priority_section(section: PriorityTable, place: Place) -> str:
    """A priority's heading and its table."""
    headings = ("Measure", "This year to date", *section.comparators, "Unusual?", "Trend")
    heading = tag("h3", link(place.priority(section.priority.id), esc(section.priority.title)))
    note = tag("p", esc(section.priority.note), class_="pc-note") if section.priority.note else ""
    if not section.rows:
        return heading + note + tag("p", "No measure is listed under this priority.")
    rows = [_cells(row, place) for row in section.rows]
    whole = heading + note + table(section.tally, headings, rows, "pc-ratings", section.priority.title)
    return tag("section", whole, class_="pc-later keep" if len(rows) <= FITS else "pc-later")


def _cells(row: Row, place: Place) -> list[Cell]:
    rating = row.rating
    name = link(place.measure(rating.measure.id), esc(rating.measure.title))
    under = tag("span", esc(unit_in_words(rating.measure)), class_="unit")
    flags = tag("span", esc(row.own_flags), class_="flags") if row.own_flags else ""
    if row.shared_reason:
        both = "Comparisons" if len(row.cells) > 1 else row.cells[0].heading
        compared = [Cell(rated_words(None, row.shared_reason), span=len(row.cells), label=both)]
    else:
        compared = [Cell(_comparator(cell)) for cell in row.cells]
    signal = tag("strong", esc(row.signal)) if is_unusual(rating.signal) else esc(row.signal)
    signal += tag("span", esc(row.sign), class_="unit") if row.sign else ""
    return [Cell(name + under + flags), Cell(esc(row.figure), number=True), *compared, Cell(signal),
            Cell(spark(rating))]  # fmt: skip


CHANCE = "this difference could be chance"


def _comparator(cell: ComparatorCell) -> str:
    if not cell.compared:
        return tag("span", esc(cell.words), class_="muted")
    chance = tag("span", CHANCE, class_="sum chance") if cell.chance else ""
    return rated_words(cell.rating, cell.words, cell.sum) + chance
