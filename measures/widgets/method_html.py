"""The method page as HTML."""

from measures.model.status import QuarterStatus
from measures.views.markup import esc, tag
from measures.views.method_view import (
    comparator_lines,
    exception_lines,
    flag_words,
    key_rows,
    reason_rows,
    signal_lines,
)
from measures.views.review_view import MADE_BY_RULE, question_lines
from measures.widgets.markup import Cell, Place, link, rated_words, table

ACCESSIBILITY = (
    "These pages are made to meet the Web Content Accessibility Guidelines 2.2 at level AA. Every colour has a "
    "shape, a letter and a word; every chart has a sentence beside it and its figures in a table; "
    "every page can be used with a keyboard, at 320 pixels’ width, in light and dark, and printed in black and white.",
    "What is known to fall short: the charts’ tooltips appear for a mouse only (the same figures are in the tables), "
    "and the menu and lists are parts of the Streamlit framework, which we do not write.",
    "They are checked by an automatic scan of every page in both modes and at two widths; no scan replaces readers. If "
    "you cannot read something, or need it in another form, tell the commissioner’s office.",
)


def method_head(status: QuarterStatus, place: Place) -> str:
    """What the page is about."""
    lead = (
        "A colour says one thing: whether a figure is at, better than or worse than an earlier one. It is worked out "
        "by the rules below, the same for every measure, and each one carries a sentence with the sum."
    )
    return tag(
        "div",
        tag("h1", "How a colour comes about"),
        tag("p", esc(lead), class_="pc-lead"),
        tag("p", f"The settings are those of <strong>{esc(status.plan.head.title)}</strong> in force at "
                 f"{esc(place.quarter.label)}.", class_="pc-when"),
        tag("p", link(place.status(), "The whole plan"), " · ", link("#reasons", "Every reason for no rating"), " · ",
            link("#unusual", "When a quarter is unusual"), " · ",
            link("#questions", "What makes a question"), " · ",
            link(place.address("rules"), "Every measure’s rule"), " · ",
            link("#accessibility", "Accessibility statement"), class_="pc-screen"),
        class_="pc pc-head",
    )  # fmt: skip


def method_body(status: QuarterStatus) -> str:
    """The rules, the reasons, the signal, accessibility."""
    plan = status.plan
    return tag(
        "div",
        _key(status),
        tag("h2", "What is compared"),
        tag("p", "The figure is the year to date: April to the end of the quarter, added up (shares and averages: both "
                 "parts added up, then divided). For positions, surveys and figures for twelve months it is the "
                 "quarter’s own. It is compared with:"),
        _list(comparator_lines(plan)),
        tag("p", "Each comparison has its own rating, and they are shown side by side. For the totals at the top the "
                 "worse one counts; where they differ, the measure is called mixed. Nothing is averaged or weighted, "
                 "and no period is stretched to fit another."),
        tag("h2", "The settings of this plan"),
        _settings(status),
        tag("h2", "Why a measure has no rating", id="reasons"),
        table("Every reason, first the one that goes before the others", ("What is said", "When", "Code"),
              [[esc(words), esc(when), tag("code", esc(code))] for words, when, code in reason_rows()],
              "pc-plain pc-codes"),
        tag("p", f"Beside a rating may stand: {esc(', '.join(flag_words()))}."),
        tag("h2", "When a quarter is unusual", id="unusual"),
        _list(signal_lines(plan.head.signal)),
        tag("h2", "What makes a question for the panel", id="questions"),
        tag("p", esc(MADE_BY_RULE)),
        _list(question_lines(plan.head)),
        tag("h2", "Corrections"),
        tag("p", "Nothing is overwritten. A figure that is corrected stands beside the one it replaces, with who, when "
                 "and why, on the measure’s page. A change of the rules says from which quarter it holds and never "
                 "recolours an earlier one."),
        tag("h2", "Accessibility statement", id="accessibility"),
        *(tag("p", esc(text)) for text in ACCESSIBILITY),
        class_="pc",
    )  # fmt: skip


def _key(status: QuarterStatus) -> str:
    rows = [
        [Cell(rated_words(one.rating, one.word)), Cell(esc(one.colour)), Cell(esc(one.when))]
        for one in key_rows(status.plan)
    ]
    return tag("h2", "The four answers") + table(
        "What a comparison can say; exactly on the tolerance is Amber",
        ("Word and shape", "Colour", "When"),
        rows,
        "pc-plain",
    )


def _settings(status: QuarterStatus) -> str:
    own = exception_lines(status.plan)
    start = (
        "The comparisons and tolerances are settings that a person chose and can change; they are assumptions, not law."
    )
    rest = "These measures depart from the plan’s settings:" if own else "No measure departs from the plan’s settings."
    note = tag("p", esc(status.plan.head.note)) if status.plan.head.note else ""
    return tag("p", start) + note + tag("p", rest) + (_list(own) if own else "")


def _list(lines: tuple[str, ...]) -> str:
    return tag("ul", *(tag("li", esc(line)) for line in lines), class_="pc-list")
