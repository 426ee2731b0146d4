"""The page of national measures as HTML: the statement, and how the force stands on each."""

from measures.model.rating import MeasureRating
from measures.model.status import QuarterStatus
from measures.views.markup import esc, tag
from measures.views.measure_view import finding_of
from measures.views.national_view import NationalRow, national_finding, national_rows
from measures.widgets.markup import Cell, Place, link, mark, table
from measures.widgets.parts import page_head, when_html

LEAD = (
    "The national crime and policing measures that every commissioner answers in a statement: whether each applies "
    "here and why, and how the force stands by the measures of this plan."
)
HOW_TO_ADD = "The statement stands in the plan’s definition file, under [[national]]."


def national_html(status: QuarterStatus, place: Place) -> tuple[str, str]:
    """Head and body of the page."""
    rows = national_rows(status)
    head = page_head(esc(national_finding(rows)), esc(LEAD), when=when_html(status.quarter, status.plan.head))
    if not rows:
        return head, tag("div", tag("p", esc(HOW_TO_ADD)), class_="pc")
    cells = [[Cell(esc(row.national.title)), Cell(_applies(row)), Cell(_stands(row, place))] for row in rows]
    headings = ("National measure", "Does it apply here, and why", "How the force stands")
    return head, tag("div", table("The statement", headings, cells, "pc-national"), class_="pc")


def _applies(row: NationalRow) -> str:
    return tag("strong", "Yes. " if row.national.applies else "No. ") + esc(row.national.why)


def _stands(row: NationalRow, place: Place) -> str:
    lines = (
        tag(
            "ul",
            *(_line(one, place) for one in row.ratings),
        )
        if row.ratings
        else ""
    )
    return tag("span", esc(row.stands)) + lines


def _line(rating: MeasureRating, place: Place) -> str:
    said = (
        f"{link(place.measure(rating.measure.id), esc(rating.measure.title))}: {esc(finding_of(rating).rstrip('.'))}."
    )
    return tag("li", mark(rating.headline), tag("span", said, class_="said"), class_="rated")
