"""What moved between a quarter and the one before it: the lines of the status page under "What changed"."""

from collections import Counter
from dataclasses import dataclass, replace

from measures.model.rating import MeasureRating, Rating
from measures.model.status import QuarterStatus
from measures.views.figures import NOT_RATED, RANK, sum_sentence


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
    """The changes of one sort, under their heading. `reason` is that of all of them that have none of their own."""

    title: str
    changes: tuple[Change, ...]
    reason: str = ""


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
            found[title].append(_change(rating, earlier))
    return [_group(title, sorted(lines, key=lambda line: RANK[line.after])) for title, lines in found.items() if lines]


SHARED = 3  # changes of a group that have one reason, which then stands once


def _group(title: str, lines: list[Change]) -> ChangeGroup:
    """A reason that three or more have stands in the heading and no longer beside each of them."""
    [(reasons, many)] = Counter(line.reasons for line in lines).most_common(1)
    if many < SHARED or not reasons:
        return ChangeGroup(title, tuple(lines))
    rest = tuple(replace(line, reasons=()) if line.reasons == reasons else line for line in lines)
    return ChangeGroup(title, rest, " ".join(reasons))


def _sort_of(before: Rating | None, after: Rating | None) -> str:
    if before is after:
        return STILL_RED if after is Rating.RED else ""
    if after is None:
        return NO_RATING
    if before is None:
        return NEWLY_RATED
    return GOT_WORSE if RANK[after] < RANK[before] else GOT_BETTER


def _change(rating: MeasureRating, earlier: MeasureRating | None) -> Change:
    """A red carries its whole reason, any other colour its sum, of a comparison that moved where one did."""
    before, after = earlier.headline if earlier else None, rating.headline
    words = f"{_short(before)} → {_short(after)}" if before is not after else ""
    old = {one.comparator: one.rating for one in earlier.comparisons} if earlier else {}
    explained = sorted(
        (one for one in rating.comparisons if one.rating is after), key=lambda one: old.get(one.comparator) is after
    )
    reasons = tuple(
        one.words if after is None else one.reason if after is Rating.RED else sum_sentence(one, rating.measure)
        for one in explained[:1]
    )
    return Change(rating.measure.id, rating.measure.title, before, after, words, tuple(filter(None, reasons)))


def _short(rating: Rating | None) -> str:
    return rating.words if rating else NOT_RATED
