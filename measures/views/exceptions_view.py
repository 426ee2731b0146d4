"""The exceptions of a quarter as a page or a command shows them: the finding, what to ask about, what has no rating."""

from dataclasses import dataclass

from measures.model.exceptional import Cause, ExceptionEntry, QuarterExceptions
from measures.model.rating import MeasureRating, Rating
from measures.model.words import listed
from measures.rules.usual_range import quarter_beside_range
from measures.views.figures import counted

#: The order of the list, as a reader is told it.
ORDER = (
    "First what is unusually worse, the worst colour first; then what is red; then what is worse than before; then "
    "the worst 10% of similar forces; last what has no rating. Among equals: red on every comparison before mixed, "
    "then the longest in red, then the plan’s order."
)

#: What puts a measure on the list, one line each.
WHAT_IS_LISTED = (
    "Worse (red), on every comparison or on one of them (mixed).",
    "Unusually worse for this measure, whatever its colour.",
    "Worse than at the last meeting that was published for; while there is none, than the quarter before, and the "
    "sentence says so.",
    "In the worst 10% of similar forces, whatever its colour.",
    "Not rated because a figure is missing or withheld, the earlier figure is incomplete, counting changed, or the "
    "total is below zero.",
)


@dataclass(frozen=True, slots=True)
class ExceptionsView:
    """The whole page: `rated` is what to ask about, `unrated` what has no rating where one is expected; in order."""

    title: str
    lead: str
    rated: tuple[ExceptionEntry, ...]
    unrated: tuple[ExceptionEntry, ...]


def exceptions_view(found: QuarterExceptions) -> ExceptionsView:
    """What the exceptions page shows."""
    unrated = tuple(one for one in found.entries if one.causes == (Cause.NOT_RATED,))
    rated = tuple(one for one in found.entries if one not in unrated)
    return ExceptionsView(_title(found, rated, len(unrated)), _lead(rated, unrated), rated, unrated)


def _title(found: QuarterExceptions, rated: tuple[ExceptionEntry, ...], unrated: int) -> str:
    if not rated and unrated:
        return f"No rated measure is worse or unusually worse, but {unrated} of {found.measures} have no rating"
    if not rated:
        return f"None of the {counted(found.measures, 'measure')} is worse or unusually worse"
    others = [one for one in rated if one.rating.headline is not Rating.RED]
    unusual = sum(_unusual(one) for one in others)
    moved = sum(Cause.GOT_WORSE in one.causes and not _unusual(one) for one in others)
    parts = [
        (len(rated) - len(others), "worse"),
        (unusual, "unusually worse without being red"),
        (moved, f"slightly worse since the {'last meeting' if found.since == 'last_meeting' else 'quarter before'}"),
        (len(others) - unusual - moved, "in the worst 10% of similar forces"),
    ]
    said = listed([f"{number} {'is' if number == 1 else 'are'} {words}" for number, words in parts if number])
    return f"{len(rated)} of {counted(found.measures, 'measure')} to ask about: {said}"


def _unusual(one: ExceptionEntry) -> bool:
    return Cause.UNUSUAL_WORSE in one.causes


def _lead(rated: tuple[ExceptionEntry, ...], unrated: tuple[ExceptionEntry, ...]) -> str:
    first = next(iter(rated), None)
    sentences = [f"Ask first about {first.rating.measure.title}." if first else ""]
    if unrated:
        many = f"{len(unrated)} more {'has' if len(unrated) == 1 else 'have'}" if rated else f"{len(unrated)} have"
        sentences.append(f"{many} no rating where one is expected; somebody can be asked why.")
    return " ".join(filter(None, sentences))


def red_since(one: ExceptionEntry) -> str:
    """Since when it has been red: `2025/26 Q1, 3 quarters`; empty where it is not."""
    return f"{one.red_since.label}, {counted(one.red_quarters, 'quarter')}" if one.red_since else ""


def sums(rating: MeasureRating) -> tuple[str, ...]:
    """The sentences with the sum of the comparisons that make the headline; of the reason, where there is none."""
    if rating.headline is None:
        return tuple(one.reason for one in rating.comparisons if one.reason_code is rating.reason_code)[:1]
    return tuple(one.reason for one in rating.comparisons if one.rating is rating.headline and one.reason)


def evidence(one: ExceptionEntry) -> tuple[str, ...]:
    """What a reader can check beneath why a measure is listed: the quarter in its usual range, the sums of the reds."""
    rating = one.rating
    unusual = (f"{quarter_beside_range(rating)}.",) if _unusual(one) else ()
    return (*unusual, *(() if unusual and rating.headline is not Rating.RED else sums(rating)))
