"""What moved and what was restated, in words: shared by the pages and the packs."""

from fractions import Fraction

from measures.model.measure import Measure
from measures.model.review import Direction, FigureChange, Review, SincePublication
from measures.model.value import Basis
from measures.model.words import change_words, listed
from measures.views.figures import NONE, counted, figure

DIRECTIONS = {
    Direction.WORSE: "Got worse",
    Direction.BETTER: "Got better",
    Direction.NEWLY_MISSING: "Lost its figure",
    Direction.NEWLY_SUPPLIED: "Gained a figure",
    Direction.OTHER: "Changed otherwise",
}


def ways_moved(review: Review) -> list[str]:
    """How many measures moved which way, a text for each way: `2 measures got worse`."""
    counts = {way: sum(one.direction is way for one in review.moved) for way in Direction}
    return [
        f"{counted(counts[way], 'measure')} {words.format(its='its' if counts[way] == 1 else 'their')}"
        for way, words in (
            (Direction.WORSE, "got worse"),
            (Direction.BETTER, "got better"),
            (Direction.NEWLY_MISSING, "lost {its} figure"),
            (Direction.NEWLY_SUPPLIED, "gained a figure"),
            (Direction.OTHER, "changed otherwise"),
        )
        if counts[way]
    ]


def moved_finding(review: Review) -> str:
    """How many measures moved which way: `Since the meeting of …, 2 measures got worse and 1 measure got better.`"""
    said, since = ways_moved(review), f"Since {review.since}, "
    return f"{since}{listed(said)}." if said else f"{since}nothing moved."


def changed_in_words(since: SincePublication, of: str) -> str:
    """How much of a publication is otherwise now: `2 figures and 1 colour of … are others now.`"""
    colours = since.colours_changed
    figures = len(since.figures)
    if not (figures or since.ratings or since.rules):
        return f"No figure has changed since {of}."
    moved = f"{counted(colours, 'colour')} changed" if colours else "no colour changed"
    restated = f"{counted(figures, 'figure')} {'was' if figures == 1 else 'were'} restated" if figures else ""
    rules = f"{counted(len(since.rules), 'rule or definition', 'rules or definitions')} changed" if since.rules else ""
    return f"Since {of}, {listed(list(filter(None, (restated, rules, moved))))}."


def figure_in_words(value: Fraction | None, measure: Measure) -> str:
    """A figure, or a dash where there was none."""
    return figure(value, measure)


def difference_in_words(one: FigureChange) -> str:
    """`12 fewer`; what happened where one side has no figure."""
    if one.difference is None:
        return "newly supplied" if one.now is not None else "no figure now" if one.reported is not None else NONE
    return change_words(one.difference, one.measure) if one.difference else "the same figure, stated otherwise"


def basis_in_words(basis: Basis) -> str:
    """What a figure is of, where that is not the quarter alone."""
    return "year to date" if basis is Basis.YTD else ""
