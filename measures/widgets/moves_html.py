"""Moved ratings as HTML: a table for each quarter and plan, with the marks and words of both sides."""

from collections.abc import Iterator, Sequence

from measures.model.quarter import Quarter
from measures.model.rating import Rating, RatingMove
from measures.views.figures import NOT_RATED, counted
from measures.views.markup import esc, tag
from measures.views.moves_view import NOT_COMPARED, MeasureMoves, QuarterMoves, against_words, verdict_words
from measures.widgets.markup import Place, folded, link, mark, table
from measures.widgets.status_html import ARROW

#: So many measures are seen without unfolding the rest, and so many are on the page at all.
OPEN, MOST = 12, 100
HEADINGS = ("Measure", "Headline", "Each comparison")

_Part = tuple[QuarterMoves, Sequence[MeasureMoves]]


def moves_html(groups: Sequence[QuarterMoves], verb: str, *, level: int = 3, where: str = "the download") -> str:
    """The ratings that move (`verb`: “moved”, “would move”), the first in sight and the others to unfold.

    `level` is that of the headings of the tables, `where` what has those for which a page has no room.
    """
    if not groups:
        return tag("p", esc(f"No rating {verb}."))
    of = sum(len(group.measures) for group in groups)
    first = OPEN if of > OPEN + 2 else of  # one or two more are not worth a fold
    shown = min(of, MOST)
    more = f"These are the first {shown:,} of {of:,}, the newest quarters first; {where} has them all."
    return "".join(
        [
            *(_table(part, level) for part in _parts(groups, 0, first)),
            folded(shown - first, *(_table(part, level) for part in _parts(groups, first, shown))),
            tag("p", esc(more)) if of > shown else "",
        ]
    )


def moves_of_one(groups: Sequence[QuarterMoves], caption: str) -> str:
    """The ratings of one measure that move, a row for each quarter; those after the first are folded up on screen."""
    rows = [
        [
            link(Place(group.plan_id, group.quarter).measure(line.measure_id), esc(group.quarter.label)),
            *_sides(line, group.quarter),
        ]
        for group in groups
        for line in group.measures
    ]
    first = OPEN if len(rows) > OPEN + 2 else len(rows)
    headings = ("Quarter", *HEADINGS[1:])
    shown = table(caption, headings, rows[:first], "pc-plain pc-moves")
    rest = rows[first:]
    return shown + (
        folded(len(rest), table(f"{caption}: earlier", headings, rest, "pc-plain pc-moves")) if rest else ""
    )


def _sides(line: MeasureMoves, quarter: Quarter) -> tuple[str, str]:
    stays = tag("span", "Stays as it is", class_="muted")
    headline = _headline(line, line.headline, quarter) if line.headline else stays
    return headline, tag("ul", *map(_comparison, line.comparisons)) if line.comparisons else ""


def _parts(groups: Sequence[QuarterMoves], start: int, stop: int) -> Iterator[_Part]:
    """The measures from place `start` to `stop`, counted through all groups, each group's beside it."""
    place = 0
    for group in groups:
        lines = group.measures[max(start - place, 0) : max(stop - place, 0)]
        if lines:
            yield group, lines
        place += len(group.measures)


def _table(part: _Part, level: int) -> str:
    group, lines = part
    place = Place(group.plan_id, group.quarter)
    rows = [[link(place.measure(line.measure_id), esc(line.title)), *_sides(line, group.quarter)] for line in lines]
    heading = tag(f"h{level}", link(place.status(), f"{esc(group.quarter.label)}, {esc(group.plan)}"))
    caption = f"{counted(len(group.measures), 'measure')}, {group.headlines:,} with another headline"
    if len(lines) < len(group.measures):
        caption += f"; {len(lines):,} of them here"
    return heading + table(caption, HEADINGS, rows, "pc-plain pc-moves", group.quarter.label)


def _comparison(move: RatingMove) -> str:
    return tag("li", tag("span", esc(against_words(move.comparator)), class_="unit"), _move(move))


def _headline(line: MeasureMoves, move: RatingMove, quarter: Quarter) -> str:
    """The headline; the first of a new quarter beside the colour of the quarter before."""
    if line.earlier is None:
        return _move(move)
    before = f"{line.earlier.words} in {quarter.shift(-1).label}"
    return _from_to(line.earlier, esc(before), move)


def _move(move: RatingMove) -> str:
    """Mark → mark, and the words of both."""
    return _from_to(move.before, _side(move.before, verdict_words(move)[0]), move)


def _from_to(before: Rating | None, words: str, move: RatingMove) -> str:
    marks = tag("span", mark(before, small=True), ARROW, mark(move.after, small=True), class_="marks")
    after = tag("strong", _side(move.after, verdict_words(move)[1]))
    return tag("span", marks, tag("span", words, " → ", after, class_="said"), class_="pc-move")


def _side(rating: Rating | None, words: str) -> str:
    whole = bool(rating) or words in (NOT_COMPARED, NOT_RATED)
    return esc(words if whole else f"Not rated: {words[:1].lower()}{words[1:]}")
