"""A priority's page as HTML: its head, and the table behind its charts."""

from measures.model.measure import Priority
from measures.model.status import QuarterStatus
from measures.views.figures import quarter_in_words
from measures.views.markup import esc, tag
from measures.views.status_view import finding, of_priority, priority_table, tally_in_words
from measures.widgets.markup import Place, link
from measures.widgets.status_html import KEY, priority_section


def priority_head(status: QuarterStatus, priority: Priority, place: Place) -> str:
    """The finding, the tally with the not rated, the quarter."""
    ratings = of_priority(status, priority.id)
    found = finding(ratings)
    return tag(
        "div",
        tag("h1", f"{esc(priority.title)}: {esc(found[0].lower() + found[1:])}"),
        tag("p", f"<strong>{esc(status.quarter.months)}</strong> · {esc(quarter_in_words(status.quarter))} · "
                 f"{esc(status.plan.head.title)}", class_="pc-when"),
        tag("p", esc(tally_in_words(ratings)), ". ", esc(priority.note), class_="pc-lead"),
        tag("p", link(place.status(), "The whole plan"), class_="pc-screen"),
        class_="pc pc-head",
    )  # fmt: skip


def priority_behind(status: QuarterStatus, priority: Priority, place: Place) -> str:
    """The table behind the charts."""
    return tag(
        "div",
        tag("h2", "The figures"),
        tag("p", KEY, class_="pc-key"),
        priority_section(priority_table(status, priority), place),
        class_="pc",
    )
