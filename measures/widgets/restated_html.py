"""The last publication beside what is known now, as HTML: the figures that are others, grouped by why."""

from measures.model.review import FigureChange, Review
from measures.views.markup import esc, tag
from measures.views.review_view import RestatedGroup, restated_by, restated_groups, restated_sentence
from measures.views.review_words import basis_in_words, figure_in_words
from measures.widgets.markup import Cell, Place, folded, link, table
from measures.widgets.standing_html import publication_address

#: So many figures are seen without unfolding the rest, and so many are on the page at all.
OPEN, MOST = 8, 30
HEADINGS = ("Measure", "Quarter", "Reported", "Now", "Difference", "Does the colour change?")


def restated_html(review: Review, place: Place) -> str:
    """The section, which always stands there."""
    heading = tag("h2", "What was restated since the last meeting", id="restated")
    since = review.restated
    if since is None:
        return heading + tag("p", "Nothing was published before, so nothing shown to a meeting can have been restated.")
    parts = [heading, tag("p", esc(restated_sentence(since)))]
    for group in restated_groups(since):
        parts.append(tag("p", tag("strong", "Why: "), esc(" ".join(group.why))) if group.why else "")
        parts.append(_group(group, place))
    whole = link(publication_address(since.head.id), esc(f"Publication {since.head.id} as it was"))
    parts.append(tag("p", whole, esc(f", for {since.head.meeting.words}, with all that has changed since."),
                     class_="pc-screen"))  # fmt: skip
    return "".join(parts)


def _group(group: RestatedGroup, place: Place) -> str:
    figures = group.figures
    first = OPEN if len(figures) > OPEN + 2 else len(figures)
    shown = min(len(figures), MOST)
    text = tag("p", esc(f"These are {shown} of {len(figures):,}; the publication’s own page has them all."))
    rest = _table(figures[first:shown], len(figures), place, "; the others") if shown > first else ""
    more = text if len(figures) > shown else ""
    return _table(figures[:first], len(figures), place) + folded(shown - first, rest) + more


def _table(figures: tuple[tuple[FigureChange, str], ...], of: int, place: Place, which: str = "") -> str:
    most = which or ("" if of == len(figures) else f"; the first {len(figures)} of {of:,}")
    rows = [_row(one, colour, place) for one, colour in figures]
    caption = f"Figures as reported and now{most}; changed colours first, then the largest difference"
    return table(caption, HEADINGS, rows, "pc-plain pc-figures-since")


def _row(one: FigureChange, colour: str, place: Place) -> list[Cell | str]:
    basis = basis_in_words(one.basis)
    return [
        link(place.measure(one.measure.id), esc(one.measure.title)),
        esc(f"{one.quarter}, {basis}" if basis else one.quarter.label),
        Cell(esc(figure_in_words(one.reported, one.measure)), number=True),
        Cell(esc(figure_in_words(one.now, one.measure)), number=True),
        Cell(esc(restated_by(one)), number=True),
        esc(colour) if colour == "No" else tag("strong", esc(colour)),
    ]
