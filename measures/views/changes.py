"""What moved between a quarter and the one before it: the lines of the status page under "What changed"."""

from dataclasses import dataclass

from measures.model.rating import MeasureRating, Rating
from measures.model.status import QuarterStatus
from measures.views.figures import NOT_RATED, RANK


@dataclass(frozen=True, slots=True)
class Change:
    """One measure whose headline moved (or stayed red): from, to, and the sentence that explains it."""

    measure_id: str
    title: str
    before: Rating | None
    after: Rating | None
    words: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ChangeGroup:
    """The changes of one sort, under their heading."""

    title: str
    changes: tuple[Change, ...]


GOT_WORSE, NO_RATING, GOT_BETTER, NEWLY_RATED, STILL_RED = (
    "Got worse",
    "No longer rated",
    "Got better",
    "Rated again or for the first time",
    "Still worse",
)


def changes(status: QuarterStatus) -> list[ChangeGroup]:
    """What moved since the quarter before, worst news first; groups without a line are left out."""
    found: dict[str, list[Change]] = {title: [] for title in (GOT_WORSE, NO_RATING, NEWLY_RATED, GOT_BETTER, STILL_RED)}
    for rating in status.measures:
        earlier = status.previous.get(rating.measure.id)
        before, after = earlier.headline if earlier else None, rating.headline
        if title := _sort_of(before, after):
            found[title].append(_change(rating, before))
    return [
        ChangeGroup(title, tuple(sorted(lines, key=lambda line: RANK[line.after])))
        for title, lines in found.items()
        if lines
    ]


def _sort_of(before: Rating | None, after: Rating | None) -> str:
    if before is after:
        return STILL_RED if after is Rating.RED else ""
    if after is None:
        return NO_RATING
    if before is None:
        return NEWLY_RATED
    return GOT_WORSE if RANK[after] < RANK[before] else GOT_BETTER


def _change(rating: MeasureRating, before: Rating | None) -> Change:
    after = rating.headline
    words = f"{_short(before)} → {_short(after)}" if before is not after else ""
    if after is Rating.RED or after is None:
        explained = [c for c in rating.comparisons if c.rating is after]
        reasons = tuple(c.reason if after else c.words for c in explained[:1])
    else:
        reasons = ()
    return Change(rating.measure.id, rating.measure.title, before, after, words, reasons)


def _short(rating: Rating | None) -> str:
    return rating.words if rating else NOT_RATED
