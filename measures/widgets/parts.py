"""Pieces that every page has: the foot, and the words for when there is nothing to show."""

from collections.abc import Iterable

from measures.model.measure import PlanHead
from measures.model.quarter import Quarter
from measures.model.status import Arrival, QuarterStatus
from measures.views.figures import quarter_in_words
from measures.views.markup import esc, tag
from measures.views.status_view import late_in_words
from measures.widgets.markup import Place, link

WHO_IS_SERVED = (
    "This machine only: no sign-in is set up, so the program serves nobody else "
    "and takes you for its one local officer."
)


def foot_html(place: Place | None, version: int, served: str = WHO_IS_SERVED) -> str:
    """Method, accessibility, the data version and who is served. `place` None: the page is about no one quarter."""
    parts = {"": "How a colour comes about", "reasons": "Every reason for no rating",
             "accessibility": "Accessibility statement"}  # fmt: skip
    links = [
        link(place.method(part) if place else "method" + (f"#{part}" if part else ""), words)
        for part, words in parts.items()
    ]
    about = f"Plan {esc(place.plan_id)} · quarter {esc(place.quarter.label)} · " if place else ""
    return tag(
        "footer",
        tag("p", " · ".join(links), class_="pc-screen"),
        tag("p", f"{about}data version {version}"),
        tag("p", esc(served), class_="muted pc-screen"),
        class_="pc pc-foot",
    )


def page_head(title: str, lead: str = "", *more: str, when: str = "") -> str:
    """What stands at the top of a page, as HTML: its finding, which time it is about, what it means, what follows."""
    return tag(
        "div",
        tag("h1", title),
        tag("p", when, class_="pc-when") if when else "",
        tag("p", lead, class_="pc-lead") if lead else "",
        *more,
        class_="pc pc-head",
    )


def when_html(quarter: Quarter, plan: PlanHead) -> str:
    """Which quarter of which plan a page is about."""
    return f"<strong>{esc(quarter.months)}</strong> · {esc(quarter_in_words(quarter))} · {esc(plan.title)}"


def fault_html(page: str, sentence: str) -> str:
    """Why a page has nothing to show, and what to do: the sentence holds both."""
    return tag(
        "div", tag("h1", f"{esc(page)}: nothing to show"), tag("p", esc(sentence), role="status"), class_="pc pc-head"
    )


def told_html(sentence: str, *, refused: bool = False) -> str:
    """What was done or not done just now, or what holds for the whole page; said aloud too."""
    return tag("div", tag("p", esc(sentence), role="alert" if refused else "status", class_="pc-notice"), class_="pc")


def facts_html(facts: Iterable[tuple[str, str]]) -> str:
    """Terms and what is said of each; a term of which nothing is known is left out."""
    terms = "".join(f"<dt>{esc(term)}</dt><dd>{esc(words)}</dd>" for term, words in facts if words)
    return tag("dl", terms, class_="pc-facts")


def late_html(arrival: Arrival | None, place: Place, *, leads_on: bool) -> str:
    """Beside a quarter of which some figures are in and others late; `leads_on` to the quarter desk."""
    said = late_in_words(arrival, place.quarter)
    if not said:
        return ""
    onward = (
        tag("span", " ", link(place.address("desk"), "What is outstanding"), class_="pc-screen") if leads_on else ""
    )
    return tag("div", tag("p", esc(said), onward, role="status", class_="pc-notice"), class_="pc")


def no_figures(status: QuarterStatus) -> str:
    """Beside a quarter in which no measure of the plan has a figure."""
    held = status.quarters
    span = f" Figures are held from {held[-1].label} to {held[0].label}: choose one of those." if held else ""
    return tag(
        "div",
        tag("p", f"<strong>No measure of this plan has a figure for {esc(status.quarter.label)}.</strong>{esc(span)} "
                 "If the figures are there by now, load their file first.", role="status", class_="pc-notice"),
        class_="pc",
    )  # fmt: skip


def plain_label(text: str) -> str:
    """A text as a widget's label that stays what it is: Streamlit would take marks in it for Markdown."""
    return "".join(
        f"\\{c}" if c.isascii() and not c.isalnum() and not c.isspace() else c for c in " ".join(text.split())
    )
