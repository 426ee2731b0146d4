"""A priority's page as HTML: its head, and the table behind its charts."""

from measures.model.measure import Priority
from measures.model.status import QuarterStatus
from measures.views.markup import esc, tag
from measures.views.status_view import finding, of_priority, priority_table, tally_in_words
from measures.widgets.markup import Place, link
from measures.widgets.parts import page_head, when_html
from measures.widgets.status_html import KEY, priority_section


def priority_head(status: QuarterStatus, priority: Priority, place: Place) -> str:
    """The finding, the tally with the not rated, the quarter."""
    ratings = of_priority(status, priority.id)
    found = finding(ratings)
    return page_head(
        f"{esc(priority.title)}: {esc(found[0].lower() + found[1:])}",
        f"{esc(tally_in_words(ratings))}. {esc(priority.note)}",
        tag("p", link(place.status(), "The whole plan"), class_="pc-screen"),
        when=when_html(status.quarter, status.plan.head),
    )


def priority_behind(status: QuarterStatus, priority: Priority, place: Place) -> str:
    """The table behind the charts."""
    return tag(
        "div",
        tag("h2", "The figures"),
        tag("p", KEY, class_="pc-key"),
        priority_section(priority_table(status, priority), place),
        class_="pc",
    )
