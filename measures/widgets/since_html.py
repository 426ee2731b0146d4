"""As reported and now, as HTML: what was shown to a meeting beside what is known today."""

from collections.abc import Sequence

from measures.model.rating import Rating
from measures.services.standing import Standing
from measures.views.markup import esc, tag
from measures.views.since_view import (
    FIGURE_HEADINGS,
    RATING_HEADINGS,
    RULE_HEADINGS,
    WHY,
    FigureLine,
    RatingLine,
    RuleLine,
    Side,
    SinceView,
    shared_why,
)
from measures.views.standing_words import since_words
from measures.widgets.markup import Cell, Place, folded, link, rated_words, table

#: So many rows of a table are seen without unfolding the rest.
OPEN = 10
LEAD = (
    "The publication stays as it is. What was revised since is set beside it here: as it was reported, as it stands "
    "now, the difference, why, and whether the colour is another one."
)


def since_html(standing: Standing, view: SinceView, place: Place) -> str:
    """The whole section; "" where nothing differs, which the head of the page says."""
    if standing.is_as_published:
        return ""
    said = since_words(standing)
    parts = [
        tag("h2", "As reported and now", id="since"),
        tag("p", tag("strong", esc(f"{said[0].upper()}{said[1:]}.")), class_="pc-lead"),
        tag("p", esc(LEAD)) if view.ratings or view.figures or view.rules else "",
        _said(standing, place),
    ]
    parts += [_ratings(view.ratings, place), _figures(view.figures, place), _rules(view.rules)]
    return tag("div", *parts, class_="pc")


def _said(standing: Standing, place: Place) -> str:
    """Of what something else is said now; the words themselves stand where they are written."""
    if not standing.is_said_otherwise:
        return ""
    lines = [
        tag("li", "Commentary on ", link(place.measure(name), esc(title))) for name, title in standing.commentaries
    ]
    lines += [tag("li", "Text of the report: ", link(f"{place.address('report')}#texts", esc(heading)))
              for heading in standing.texts]  # fmt: skip
    return tag("h3", "Words that are others now") + tag("ul", *lines, class_="pc-list")


def _ratings(lines: Sequence[RatingLine], place: Place) -> str:
    if not lines:
        return ""
    why = shared_why(lines)
    caption = "Colours that changed come first; each figure is the year to date, as on the status page"
    headings = (*RATING_HEADINGS, *(() if why else (WHY,)))
    rows = [_rating_cells(line, place, with_why=not why) for line in lines]
    return tag("h3", "Ratings and the figures they rest on") + _why(why) + _long(caption, headings, rows, "pc-since")


def _rating_cells(line: RatingLine, place: Place, *, with_why: bool) -> list[Cell | str]:
    name = link(place.measure(line.measure.id), esc(line.measure.title)) + tag("span", esc(line.against), class_="unit")
    colour = tag("strong", esc(line.colour)) if line.colour_changes else esc(line.colour)
    cells: list[Cell | str] = [name, _side(line.reported), _side(line.now), _lines(line.difference), colour]
    return [*cells, _lines(line.why)] if with_why else cells


def _side(side: Side) -> str:
    words = side.words if side.rating is not None or side.sum != side.words else ""
    rating: Rating | None = side.rating
    return tag("div", rated_words(rating, words or side.words, side.sum if side.sum != side.words else ""))


def _figures(lines: Sequence[FigureLine], place: Place) -> str:
    if not lines:
        return ""
    why = shared_why(lines)
    caption = "Each figure of each quarter, measure by measure, the newest quarter first"
    headings = (*FIGURE_HEADINGS, *(() if why else (WHY,)))
    rows = [_figure_cells(line, place, with_why=not why) for line in lines]
    return tag("h3", "Figures") + _why(why) + _long(caption, headings, rows, "pc-restated")


def _figure_cells(line: FigureLine, place: Place, *, with_why: bool) -> list[Cell | str]:
    name = link(place.measure(line.measure.id), esc(line.measure.title))
    numbers = [Cell(esc(text), number=True) for text in (line.reported, line.now, line.difference)]
    return [name, esc(line.quarter), *numbers, *([_lines(line.why)] if with_why else [])]


def _rules(lines: Sequence[RuleLine]) -> str:
    if not lines:
        return ""
    rows = [[esc(one.title), esc(one.what), esc(one.reported), esc(one.now), _lines(one.why)] for one in lines]
    return tag("h3", "Rules and definitions") + _long("In the order of the plan", RULE_HEADINGS, rows, "pc-rules")


def _long(caption: str, headings: Sequence[str], rows: Sequence[Sequence[Cell | str]], class_: str) -> str:
    """A table whose first rows stand open; the others are folded up on screen, and on paper not."""
    class_ = f"pc-plain {class_}"
    if len(rows) <= OPEN + 2:
        return table(caption, headings, rows, class_)
    rest = len(rows) - OPEN
    behind = table(f"{caption}: the other {rest:,}", headings, rows[OPEN:], class_)
    return table(f"{caption}: the first {OPEN} of {len(rows):,}", headings, rows[:OPEN], class_) + folded(rest, behind)


def _why(why: Sequence[str]) -> str:
    return tag("p", tag("strong", "Why: "), esc(" ".join(why))) if why else ""


def _lines(texts: Sequence[str]) -> str:
    """One element, so that a card on a phone keeps its parts together."""
    return tag("div", *(tag("span", esc(text), class_="line") for text in texts)) if texts else ""
