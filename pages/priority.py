"""One priority: what was found, each measure with its chart and reasons, the table behind."""

import streamlit as st

from measures.model.rating import MeasureRating
from measures.views.status_view import of_priority
from measures.widgets import choosing, session
from measures.widgets.drawings import Figure, trend_of
from measures.widgets.measure_html import section_html
from measures.widgets.priority_html import priority_behind, priority_head

chosen = choosing.choose("Priority", "p")
priority = choosing.choose_priority(chosen)
status, place = chosen.status, chosen.place


def section(rating: MeasureRating) -> tuple[str, Figure | None]:
    """A measure's text and its chart."""
    figure = trend_of(choosing.series_of(chosen, rating.measure.id), rating, status.plan)
    return section_html(rating, status.plan, place, with_chart=figure is not None), figure


def make() -> tuple[str, list[tuple[str, Figure | None]], str]:
    """Head, a section for each measure with the worst first, and the table behind."""
    sections = [section(rating) for rating in of_priority(status, priority.id)]
    return priority_head(status, priority, place), sections, priority_behind(status, priority, place)


head, sections, behind = session.kept(make, chosen, "priority page", priority.id)
choosing.head(head, chosen, lambda: choosing.pick_priority(chosen, priority.id))
for text, figure in sections:
    if figure is None:
        session.show(text)
        continue
    left, right = st.columns([5, 6], gap="medium")
    with left:
        session.show(text)
    with right:
        session.draw(figure.drawing, figure.alt)
session.show(behind)
session.foot(chosen)
