"""As reported and now, as tables: each rating, figure and rule that differs from a publication, in words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from measures.model.measure import Measure
from measures.model.rating import Rating
from measures.model.review import FigureChange, RatingChange, RuleChange, SincePublication, Stance
from measures.model.words import COMPARATOR_WORDS, change_words
from measures.views.figures import NOT_RATED
from measures.views.review_words import basis_in_words, difference_in_words, figure_in_words

HEADLINE = "Headline"
RATING_HEADINGS = ("Measure", "As reported", "Now", "Difference", "Colour")
FIGURE_HEADINGS = ("Measure", "Quarter", "As reported", "Now", "Difference")
RULE_HEADINGS = ("Measure", "What", "As reported", "Now", "Why")
WHY = "Why"


@dataclass(frozen=True, slots=True)
class Side:
    """How a rating stood or stands: its colour, the words for it, the sentence with the sum."""

    rating: Rating | None
    words: str
    sum: str


@dataclass(frozen=True, slots=True)
class RatingLine:
    """One comparison, or the headline of a measure that is compared with nothing, then and now."""

    measure: Measure
    against: str
    reported: Side
    now: Side
    difference: tuple[str, ...]
    colour: str
    colour_changes: bool
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FigureLine:
    """One figure, then and now."""

    measure: Measure
    quarter: str
    reported: str
    now: str
    difference: str
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RuleLine:
    """One rule or definition, then and now; a side that says nothing is a dash."""

    title: str
    what: str
    reported: str
    now: str
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SinceView:
    """The three tables, the ratings whose colour changes first."""

    ratings: tuple[RatingLine, ...]
    figures: tuple[FigureLine, ...]
    rules: tuple[RuleLine, ...]


def since_view(since: SincePublication) -> SinceView:
    """What differs from a publication, in lines."""
    lines = [_rating_line(one) for one in _told(since.ratings)]
    lines.sort(key=lambda line: not line.colour_changes)
    return SinceView(
        tuple(lines),
        tuple(_figure_line(one) for one in since.figures),
        tuple(_rule_line(one) for one in since.rules),
    )


def _told(ratings: Sequence[RatingChange]) -> list[RatingChange]:
    """Every comparison; a headline only where its measure has none: else its comparisons say all."""
    compared = {one.measure.id for one in ratings if one.comparator is not None}
    return [one for one in ratings if one.comparator is not None or one.measure.id not in compared]


def _rating_line(one: RatingChange) -> RatingLine:
    against = COMPARATOR_WORDS[one.comparator].title if one.comparator else HEADLINE
    sides = (one.reported, one.reported_sum), (one.now, one.now_sum)
    reported, now = (Side(stance.headline, stance.words, sum_) for stance, sum_ in sides)
    return RatingLine(
        one.measure, against, reported, now, _differences(one), _colour(one.reported, one.now), one.colour, one.why
    )


def _colour(reported: Stance, now: Stance) -> str:
    if reported.headline is now.headline:
        return "the same"
    before, after = (one.headline.words if one.headline else NOT_RATED for one in (reported, now))
    return f"{before} → {after}"


def _differences(one: RatingChange) -> tuple[str, ...]:
    """How much the two figures of a comparison differ from those reported."""
    if one.comparator is None:
        return ()
    measure, said = one.measure.as_compared(one.comparator), []
    for what, then, now in zip(("Figure", "Compared with"), one.reported_figures, one.now_figures, strict=True):
        if then is not None and now is not None and then != now:
            said.append(f"{what}: {change_words(now - then, measure)}")
        elif then is not None and now is None:
            said.append(f"{what}: none now")
        elif then is None and now is not None:
            said.append(f"{what}: new")
    return tuple(said)


def _figure_line(one: FigureChange) -> FigureLine:
    basis = basis_in_words(one.basis)
    return FigureLine(
        one.measure,
        f"{one.quarter}, {basis}" if basis else one.quarter.label,
        figure_in_words(one.reported, one.measure),
        figure_in_words(one.now, one.measure),
        difference_in_words(one),
        one.why,
    )


def _rule_line(one: RuleChange) -> RuleLine:
    return RuleLine(one.title or "The whole plan", one.what, one.before or "–", one.now or "–", one.why)


def shared_why(lines: Iterable[RatingLine | FigureLine]) -> tuple[str, ...]:
    """Why every one of these lines differs, where all have the same reason; else nothing."""
    whys = {line.why for line in lines}
    return whys.pop() if len(whys) == 1 else ()
