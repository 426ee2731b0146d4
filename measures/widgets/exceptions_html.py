"""The exceptions page as HTML: what to ask about, then what has no rating."""

from measures.model.exceptional import ExceptionEntry, QuarterExceptions
from measures.views.exceptions_view import ORDER, WHAT_IS_LISTED, ExceptionsView, evidence, exceptions_view, sums
from measures.views.figures import counted, unit_in_words
from measures.views.markup import esc, tag
from measures.widgets.markup import Cell, Place, link, mark, spark, table
from measures.widgets.parts import page_head, when_html


def exceptions_html(found: QuarterExceptions, place: Place) -> tuple[str, str]:
    """Head and body of the page."""
    view = exceptions_view(found)
    return _head(view, found, place), _body(view, place)


def _head(view: ExceptionsView, found: QuarterExceptions, place: Place) -> str:
    whole = tag("p", link(place.status(), "The whole plan"), class_="pc-screen")
    return page_head(esc(view.title), esc(view.lead), whole, when=when_html(found.quarter, found.plan.head))


def _body(view: ExceptionsView, place: Place) -> str:
    parts = [tag("h2", "What to ask about"), tag("p", esc(ORDER), class_="pc-key")] if view.rated else []
    if view.rated:
        rows = [_rated(number, one, place) for number, one in enumerate(view.rated, start=1)]
        headings = ("Measure", "Why it is here", "Red since", "Trend")
        parts.append(table("In the order in which to ask", headings, rows, "pc-exceptions"))
    if view.unrated:
        rows = [_unrated(one, place) for one in view.unrated]
        parts.append(tag("h2", "No rating where one is expected"))
        parts.append(table("By reason", ("Measure", "Why it is here", "Trend"), rows, "pc-exceptions pc-unrated"))
    if not parts:
        parts.append(tag("p", "Nothing is on the list this quarter."))
    parts += [tag("h2", "What puts a measure on this list"),
              tag("ul", *(tag("li", esc(line)) for line in WHAT_IS_LISTED), class_="pc-list")]  # fmt: skip
    return tag("div", *parts, class_="pc")


def _rated(number: int, one: ExceptionEntry, place: Place) -> list[Cell]:
    rating = one.rating
    word = rating.headline.words if rating.headline else "Not rated"
    name = tag("span", f"{number}. ", link(place.measure(rating.measure.id), esc(rating.measure.title)),
               tag("span", esc(word), class_="unit"), class_="said")  # fmt: skip
    named = tag("span", mark(rating.headline), name, class_="rated")
    return [Cell(named), Cell(_why(one)), Cell(_since(one)), Cell(spark(rating))]


def _since(one: ExceptionEntry) -> str:
    if one.red_since is None:
        return ""
    return esc(one.red_since.label) + tag("span", esc(counted(one.red_quarters, "quarter")), class_="unit")


def _unrated(one: ExceptionEntry, place: Place) -> list[Cell]:
    rating = one.rating
    name = tag("span", link(place.measure(rating.measure.id), esc(rating.measure.title)),
               tag("span", esc(unit_in_words(rating.measure)), class_="unit"), class_="said")  # fmt: skip
    said = "".join(tag("span", esc(text)) for text in sums(rating)) or esc(one.why)
    return [Cell(tag("span", mark(None), name, class_="rated")), Cell(said), Cell(spark(rating))]


def _why(one: ExceptionEntry) -> str:
    return tag("strong", esc(one.why)) + "".join(tag("span", esc(text), class_="sum") for text in evidence(one))
