"""Which measures deserve a meeting's time, why, and in which order (SPEC section 6, last paragraph). Pure.

On the list is a measure that is red (on every comparison or on one: mixed), unusually worse, worse than before, in
the worst tenth of similar forces, or without a rating for a reason that somebody can do something about. What a chair
would ask first comes first:

1. unusually worse, whatever the colour, the worst colour first: something is happening now;
2. red; 3. worse than before, but not red; 4. in the worst tenth of similar forces;
5. not rated, in the order of precedence of the reasons.

Within a group: red on every comparison before mixed, then red the longest, then the plan's own order.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from measures.model.exceptional import Cause, ExceptionEntry
from measures.model.quarter import Quarter
from measures.model.rating import MeasureRating, Rating, ReasonCode
from measures.model.words import AGAINST, listed
from measures.rules.explain import headlines
from measures.rules.reasons import sign_words, together
from measures.rules.steps import Ratings

#: The reasons for no rating that put a measure on the list.
LISTED_REASONS = (
    ReasonCode.WITHHELD,
    ReasonCode.NO_VALUE,
    ReasonCode.COMPARATOR_INCOMPLETE,
    ReasonCode.SERIES_BREAK,
    ReasonCode.NEGATIVE_TOTAL,
)
_WORSE = (Rating.GREEN, Rating.AMBER, Rating.RED)
_REASONS = tuple(ReasonCode)


@dataclass(frozen=True, slots=True)
class Before:
    """The headlines that today's are set beside, by measure id, and how a sentence says when that was.

    `is_next` says that they are of the quarter before: what differs from them does so since this quarter.
    """

    said: str = "the quarter before"
    headlines: Mapping[str, Rating | None] = field(default_factory=dict)
    is_next: bool = True


def exceptions_of(
    ratings: Sequence[MeasureRating],
    before: Before,
    runs: Mapping[str, int],
    worst_tenth: Collection[str] = (),
) -> tuple[ExceptionEntry, ...]:
    """The measures on the list, in order (see the top of this module).

    `ratings` are in the plan's order, `runs` says for how many quarters on end each has been red (see `red_runs`),
    `worst_tenth` names the measures in which this force is in the worst tenth of similar forces.
    """
    found = []
    for place, rating in enumerate(ratings):
        causes = _causes(rating, before.headlines.get(rating.measure.id), rating.measure.id in worst_tenth)
        if causes:
            found.append((_order(rating, causes, runs, place), _entry(rating, causes, before, runs)))
    return tuple(entry for _, entry in sorted(found, key=lambda one: one[0]))


def red_runs(ratings: Ratings, quarter: Quarter) -> dict[str, int]:
    """For how many of the rated quarters on end, up to `quarter`, each measure's headline is red; 0 is left out.

    A quarter without a colour ends a run: nothing is known of it.
    """
    by_quarter = headlines(ratings)
    runs: dict[str, int] = {}
    running = {name for name, headline in by_quarter.get(quarter, {}).items() if headline is Rating.RED}
    while running:
        for name in running:
            runs[name] = runs.get(name, 0) + 1
        quarter = quarter.shift(-1)
        running = {name for name in running if by_quarter.get(quarter, {}).get(name) is Rating.RED}
    return runs


def _causes(rating: MeasureRating, earlier: Rating | None, in_worst_tenth: bool) -> tuple[Cause, ...]:
    headline = rating.headline
    red = headline is Rating.RED
    worse = headline is not None and earlier is not None and _WORSE.index(headline) > _WORSE.index(earlier)
    held = {
        Cause.UNUSUAL_WORSE: rating.signal is not None and rating.signal.result == "unusual_worse",
        Cause.RED: red and not rating.mixed,
        Cause.MIXED: red and rating.mixed,
        Cause.GOT_WORSE: worse,
        Cause.WORST_TENTH: in_worst_tenth,
        Cause.NOT_RATED: headline is None and rating.reason_code in LISTED_REASONS,
    }
    return tuple(cause for cause, holds in held.items() if holds)


def _order(
    rating: MeasureRating, causes: tuple[Cause, ...], runs: Mapping[str, int], place: int
) -> tuple[int, int, int, int, int]:
    red = rating.headline is Rating.RED
    groups = (
        Cause.UNUSUAL_WORSE in causes,
        red,
        Cause.GOT_WORSE in causes,
        Cause.WORST_TENTH in causes,
        True,
    )
    group = groups.index(True)
    rank = -_WORSE.index(rating.headline) if rating.headline else 1
    if group == len(groups) - 1 and rating.reason_code is not None:
        rank = _REASONS.index(rating.reason_code)
    return group, rank, int(rating.mixed and red), -runs.get(rating.measure.id, 0), place


def _entry(rating: MeasureRating, causes: tuple[Cause, ...], before: Before, runs: Mapping[str, int]) -> ExceptionEntry:
    quarters = runs.get(rating.measure.id, 0)
    since = rating.quarter.shift(1 - quarters) if quarters else None
    return ExceptionEntry(rating, causes, _why(rating, causes, before, quarters), since, quarters)


def _why(rating: MeasureRating, causes: tuple[Cause, ...], before: Before, quarters: int) -> str:
    """Why it is on the list, in one sentence."""
    signal = rating.signal
    sign = sign_words(signal) if signal and Cause.UNUSUAL_WORSE in causes else ""
    if rating.headline is None:
        said = f"Not rated: {rating.words[:1].lower()}{rating.words[1:]}"
        said += f"; but unusually worse ({sign}): look now" if sign else ""
    else:
        aside = _lasting(rating, causes, before, quarters) + _mixed(rating)
        unusual = rating.beside_unusual
        both = together(rating.headline, signal, aside, sign, beside_unusual=unusual) if signal else ""
        said = both.removesuffix(".")
        said = said or f"{rating.headline.value.capitalize()}{aside}"
    return said + ("; in the worst 10% of similar forces" if Cause.WORST_TENTH in causes else "") + "."


def _mixed(rating: MeasureRating) -> str:
    """Of a mixed red, against what it is red and what the others say."""
    if rating.headline is not Rating.RED or not rating.mixed:
        return ""
    by_colour = {
        colour: [AGAINST[one.comparator] for one in rating.comparisons if one.rating is colour]
        for colour in reversed(_WORSE)
    }
    red, *others = [(colour, against) for colour, against in by_colour.items() if against]
    rest = listed([f"{colour.value.capitalize()} against {listed(against)}" for colour, against in others])
    return f" (against {listed(red[1])}; {rest})"


def _lasting(rating: MeasureRating, causes: tuple[Cause, ...], before: Before, quarters: int) -> str:
    """For how long it has been red, or what it was before."""
    if quarters > 1:
        return f" for {quarters} quarters, since {rating.quarter.shift(1 - quarters)}"
    if Cause.GOT_WORSE in causes:
        earlier = before.headlines[rating.measure.id]
        assert earlier is not None
        since = " since this quarter" if quarters or before.is_next else ""
        return f"{since}, {earlier.value.capitalize()} {before.said}"
    return (
        f" since this quarter, not rated {before.said}"
        if quarters and before.headlines.get(rating.measure.id) is None
        else ""
    )
