"""The quarter desk as HTML: its head with the line of progress, and the table of every measure."""

from measures.model.desk import QuarterDesk
from measures.views.desk_view import DeskRow, DeskView, Owed, how_far
from measures.views.figures import unit_in_words
from measures.views.markup import esc, tag
from measures.widgets.markup import Cell, Place, link, table

HEADINGS = ("Measure", "State", "Held, and from where", "Days", "Commentary", "Owner")


def desk_head(view: DeskView, desk: QuarterDesk) -> str:
    """The finding, the months, the line of progress."""
    return tag(
        "div",
        tag("h1", esc(view.title)),
        tag("p", f"<strong>{esc(desk.quarter.months)}</strong> · {esc(desk.plan.head.title)}", class_="pc-when"),
        tag("p", f"{esc(view.progress)}.", class_="pc-lead"),
        _bar(view),
        _unfinished(desk),
        *(tag("p", esc(note)) for note in view.notes),
        class_="pc pc-head",
    )  # fmt: skip


def _unfinished(desk: QuarterDesk) -> str:
    """The quarters before this one that are not finished, each a link."""
    if not desk.unfinished:
        return ""
    names = [
        f"{link(Place(desk.plan.head.id, quarter).address('desk'), esc(quarter.label))} ({esc(how_far(arrival))})"
        for quarter, arrival in desk.unfinished
    ]
    return tag("p", tag("strong", "Not finished before it: "), ", ".join(names), ".", class_="pc-notice pc-screen")


def _bar(view: DeskView) -> str:
    """The line of progress as a picture; the sentence above it says the same."""
    parts = "".join(
        f'<span class="{esc(receipt.value)}" style="flex-grow: {number}"></span>'
        for receipt, number in view.shares
        if number
    )
    return f'<div class="pc-progress" aria-hidden="true">{parts}</div>' if parts else ""


def owed_head() -> str:
    """The heading above the owners."""
    return tag("div", tag("h2", "Who still owes what"), class_="pc")


def owner_html(owed: Owed) -> str:
    """One owner with what is outstanding from there."""
    titles = "; ".join(esc(title) for title in owed.titles)
    return tag("div", tag("h3", esc(owed.heading)), tag("p", titles), class_="pc pc-owner")


def all_measures(view: DeskView, desk: QuarterDesk) -> str:
    """Every measure, what is outstanding first. Links lead to the newest quarter that there are figures of."""
    place = Place(desk.plan.head.id, desk.newest_with_figures)
    rows = [_cells(row, place) for row in view.rows]
    caption = (
        "What is outstanding first, then in the plan’s order. Each figure leads to the upload that it came from. Days "
        "are counted from the quarter’s end: until it came, or so far."
    )
    return tag(
        "div",
        tag("h2", "Every measure"),
        table(caption, HEADINGS, rows, "pc-plain pc-desk"),
        class_="pc",
    )


def _cells(row: DeskRow, place: Place) -> list[Cell]:
    measure, receipt = row.line.measure, row.line.receipt
    name = link(place.measure(measure.id), esc(measure.title)) + tag("span", esc(unit_in_words(measure)), class_="unit")
    reason = tag("span", esc(row.line.reason), class_="sum") if row.line.reason else ""
    held = tag("strong", esc(row.held)) if row.held else ""
    if row.upload is not None:
        upload = link(f"history?upload={row.upload}", f"Upload {row.upload}")
        held += tag("span", upload, esc(row.source), class_="sum")
    return [
        Cell(name),
        Cell(_block(tag("strong", esc(receipt.words), class_=f"receipt {receipt.value}") + reason)),
        Cell(_block(held or esc(row.before))),
        Cell(esc(row.days)),
        Cell(esc(row.commentary)),
        Cell(esc(row.owner)),
    ]


def _block(html: str) -> str:
    """One element, so that a card on a phone keeps its parts together; nothing for nothing."""
    return tag("div", html) if html else ""
