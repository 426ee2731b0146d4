"""The panel review as HTML: the finding, what moved, what to ask, what was promised, what was restated."""

from collections.abc import Sequence

from measures.model.commentary import WrittenCommentary
from measures.model.exceptional import ExceptionEntry
from measures.model.review import Moved, Promise
from measures.services.panel import PanelReview
from measures.views.exceptions_view import exceptions_view, red_since
from measures.views.figures import NOT_RATED
from measures.views.markup import esc, tag
from measures.views.questions_view import Asked, question_groups
from measures.views.review_view import (
    COLUMNS,
    HEADINGS,
    MADE_BY_RULE,
    due_in_words,
    question_rules,
    review_lead,
    review_title,
    standing_in_words,
    then_and_now,
)
from measures.views.review_words import DIRECTIONS
from measures.widgets.commentary_html import remarks_html
from measures.widgets.markup import Cell, Place, link, mark, table
from measures.widgets.parts import page_head, when_html
from measures.widgets.restated_html import restated_html
from measures.widgets.rich_html import rich_html
from measures.widgets.status_html import ARROW

PARTS = (
    ("moved", "What moved"),
    ("questions", "Questions"),
    ("exceptions", "Exceptions and what is said of them"),
    ("promises", "What was promised"),
    ("restated", "What was restated"),
)


def review_html(found: PanelReview, place: Place) -> tuple[str, str]:
    """Head and body of the page."""
    status = found.status
    head = page_head(
        esc(review_title(found.review)),
        esc(review_lead(found)),
        tag("p", " · ".join(link(f"#{anchor}", words) for anchor, words in PARTS), class_="pc-screen"),
        when=when_html(status.quarter, status.plan.head),
    )
    parts = (
        _then_and_now(found),
        _moved(found.review.moved, found, place),
        _questions(found, place),
        _exceptions(found, place),
        _other_remarks(found, place),
        _promises(found.review.promises, place),
        restated_html(found.review, place),
        _rules(found, place),
    )
    return head, tag("div", *parts, class_="pc")


def _then_and_now(found: PanelReview) -> str:
    headings = ("When", *(one.words if one else NOT_RATED for one in COLUMNS))
    rows: list[list[Cell | str]] = [
        [
            esc(when),
            *(
                Cell(tag("span", mark(one, small=True), f" {number}", class_="tallied"), number=True)
                for one, number in zip(COLUMNS, numbers, strict=True)
            ),
        ]
        for when, numbers in then_and_now(found)
    ]
    return tag("h2", "Then and now", id="then") + table("Measures by headline", headings, rows, "pc-tallies")


def _moved(moved: Sequence[Moved], found: PanelReview, place: Place) -> str:
    heading = tag("h2", "What moved", id="moved")
    if not moved:
        return heading + tag("p", esc(f"Every measure stands as it did: {found.review.since}."))
    rows = [
        [
            link(place.measure(one.measure.id), esc(one.measure.title)) if one.now.is_in_plan
            else esc(one.measure.title),
            esc(DIRECTIONS[one.direction]),
            _from_to(one),
        ]
        for one in moved
    ]  # fmt: skip
    caption = f"Compared with {found.review.since}"
    return heading + table(caption, ("Measure", "Which way", "Then → now"), rows, "pc-plain pc-moved")


def _from_to(one: Moved) -> str:
    sides = one.before, one.now
    marks = tag("span", mark(sides[0].headline, small=True), ARROW, mark(sides[1].headline, small=True), class_="marks")
    words = [esc(side.words) for side in sides]
    return tag("span", marks, tag("span", words[0], " → ", tag("strong", words[1]), class_="said"), class_="pc-move")


def _questions(found: PanelReview, place: Place) -> str:
    heading = tag("h2", "Questions the panel could ask", id="questions")
    groups, rules = question_groups(found.review.questions), question_rules(found.status.plan.head)
    if not groups:
        return heading + tag("p", "The figures raise no question.")
    how = tag("span", " ", link(place.method("questions"), "What makes a question"), class_="pc-screen")
    parts = [heading, tag("p", esc(MADE_BY_RULE), how, class_="pc-key")]
    for code, asked in groups.items():
        items = "".join(_question(one, place) for one in asked)
        parts += [
            tag("h3", esc(HEADINGS[code])),
            tag("p", esc(rules[code]), class_="muted"),
            tag("ol", items, class_="pc-asked", start=str(asked[0].number)),
        ]
    return "".join(parts)


def _question(one: Asked, place: Place) -> str:
    """The question, the measure's page behind each title; what it rests on folded away on screen, open on paper."""
    asked = esc(one.text)
    for measure in one.measures:
        title = esc(measure.title)
        asked = asked.replace(f"“{title}”", f"“{link(place.measure(measure.id), title)}”", 1)
    evidence = tag("ul", *(tag("li", esc(text)) for text in one.evidence), class_="pc-list")
    summary = tag("summary", "What it rests on", tag("span", esc(f": {one.about}"), class_="unseen"))
    return tag("li", tag("p", asked), tag("details", summary, evidence))


def _exceptions(found: PanelReview, place: Place) -> str:
    view = exceptions_view(found.exceptions)
    heading = tag("h2", "Exceptions and what is said of them", id="exceptions")
    unrated = len(view.unrated)
    more = "have no rating where one is expected" if unrated != 1 else "has no rating where one is expected"
    rest = tag("p", esc(f"{unrated} more {more}: "), link(place.address("exceptions"), "all exceptions"), ".")
    if not view.rated:
        return heading + tag("p", "No rated measure is an exception this quarter.") + (rest if unrated else "")
    rows = [_exception(one, found, place) for one in view.rated]
    headings = ("Measure", "Why it is here", "What is said of it")
    return heading + table("In the order in which to ask", headings, rows, "pc-review") + (rest if unrated else "")


def _exception(one: ExceptionEntry, found: PanelReview, place: Place) -> list[Cell | str]:
    rating = one.rating
    word = rating.headline.words if rating.headline else NOT_RATED
    since = red_since(one)
    name = tag("span", link(place.measure(rating.measure.id), esc(rating.measure.title)),
               tag("span", esc(word), class_="unit"),
               tag("span", esc(f"Red since {since}"), class_="unit") if since else "", class_="said")  # fmt: skip
    named = tag("span", mark(rating.headline), name, class_="rated")
    return [Cell(named), esc(one.why), _said(found.said.get(rating.measure.id)) + _remarks(found, rating.measure.id)]


def _said(written: WrittenCommentary | None) -> str:
    if written is None:
        return tag("span", "No commentary yet.", class_="muted")
    parts = ((tag("strong", esc(heading)), rich_html(text)) for heading, text in written.said.parts)
    return "".join(tag("div", *part, class_="pc-part") for part in parts)


def _remarks(found: PanelReview, measure_id: str) -> str:
    return remarks_html(found.remarks.get(measure_id, ()))


def _other_remarks(found: PanelReview, place: Place) -> str:
    """The remarks on commentaries that are not shown above, and on narratives."""
    shown = {one.rating.measure.id for one in exceptions_view(found.exceptions).rated}
    titles = {one.id: one.title for one in found.status.plan.measures}
    priorities = {one.id: one.title for one in found.status.plan.head.priorities}
    parts = [
        tag("h4", link(place.measure(name), esc(titles[name]))) + remarks_html(remarks)
        for name, remarks in found.remarks.items()
        if name not in shown
    ]
    parts += [
        tag("h4", link(place.priority(name), esc(priorities[name]))) + remarks_html(remarks)
        for name, remarks in found.of_narratives.items()
    ]
    heading = tag("h3", "Other texts that a check points to")
    return tag("div", heading, *parts, class_="pc-screen") if parts else ""


def _promises(promises: Sequence[Promise], place: Place) -> str:
    heading = tag("h2", "What was promised", id="promises")
    if not promises:
        return heading + tag("p", "No earlier action is due.")
    rows: list[list[Cell | str]] = [
        [
            link(place.measure(one.measure.id), esc(one.measure.title))
            + tag("span", esc(f"named for {one.quarter}"), class_="unit"),
            rich_html(one.action),
            esc(one.by or "Nobody was named"),
            tag("strong", esc(due_in_words(one))) if one.overdue else esc(due_in_words(one)),
            rich_html(standing_in_words(one)),
        ]
        for one in promises
    ]
    headings = ("Measure", "What was to be done", "By whom", "By when", "What became of it")
    return heading + table("The overdue first", headings, rows, "pc-plain pc-promises")


def _rules(found: PanelReview, place: Place) -> str:
    rules = found.review.rules
    heading = tag("h2", "Rules that changed", id="rules")
    if not rules:
        since = f"No rule or definition has changed since {found.review.since}."
        return heading + tag("p", esc(since if found.review.last else "There was no meeting before to compare with."))
    rows: list[list[Cell | str]] = [
        [
            link(place.measure(one.measure_id), esc(one.title)) if one.measure_id and one.now != "no"
            else esc(one.title or "The whole plan"),
            esc(one.what),
            esc(one.before or "–"),
            esc(one.now or "–"),
            esc(" ".join(one.why)),
        ]
        for one in rules
    ]  # fmt: skip
    return heading + table("In the order of the plan", ("Measure", "What", "Then", "Now", "Why"), rows,
                           "pc-plain pc-changed")  # fmt: skip
