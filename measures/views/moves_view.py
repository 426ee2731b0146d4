"""The ratings that a change moves, in words: by quarter, plan and measure, and as a CSV file."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from measures.model.measure import Comparator, PlanHead
from measures.model.quarter import Quarter
from measures.model.rating import Rating, RatingMove, ReasonCode
from measures.model.words import COMPARATOR_WORDS
from measures.views.figures import NOT_RATED, counted
from measures.views.safe_cells import csv_bytes

HEADLINE = "Headline"
#: A comparison that is on one side only.
NOT_COMPARED = "Not compared"


@dataclass(frozen=True, slots=True)
class MeasureMoves:
    """The ratings of one measure that move in one quarter. `headline` is None where it stays as it is.

    `earlier` is the colour of the quarter before, where the headline has its first figure and that is known.
    """

    measure_id: str
    title: str
    headline: RatingMove | None
    comparisons: tuple[RatingMove, ...]
    earlier: Rating | None = None

    @property
    def all(self) -> tuple[RatingMove, ...]:
        """Every rating that moves, the headline first."""
        return (*([self.headline] if self.headline else []), *self.comparisons)


@dataclass(frozen=True, slots=True)
class QuarterMoves:
    """The ratings that move in one quarter of one plan, those with a headline that moves first."""

    plan_id: str
    plan: str
    quarter: Quarter
    measures: tuple[MeasureMoves, ...]

    @property
    def headlines(self) -> int:
        """How many headlines move."""
        return sum(one.headline is not None for one in self.measures)


#: The colours of measures by id, of the quarter before one of a plan.
Earlier = Mapping[tuple[str, Quarter], Mapping[str, Rating | None]]


def is_first(move: RatingMove) -> bool:
    """Whether a headline has a colour where there was no figure: of a new quarter."""
    return move.comparator is None and move.before_reason_code is ReasonCode.NO_VALUE and move.after is not None


def grouped_moves(
    moves: Iterable[RatingMove], titles: Mapping[str, str], heads: Iterable[PlanHead], earlier: Earlier | None = None
) -> tuple[QuarterMoves, ...]:
    """Moved ratings by quarter and plan, the newest quarter first, then in the order of the plans.

    `titles` are those of measures, by id; `earlier` the colours of the quarters before, as far as they are known.
    """
    plans = {head.id: head.title for head in heads}
    found: dict[tuple[Quarter, str], dict[str, list[RatingMove]]] = {}
    for move in moves:
        found.setdefault((move.quarter, move.plan_id), {}).setdefault(move.measure_id, []).append(move)
    order = {plan_id: place for place, plan_id in enumerate(plans)}
    keys = sorted(found, key=lambda key: (-key[0].ordinal, order.get(key[1], len(order))))
    return tuple(
        QuarterMoves(
            plan_id,
            plans.get(plan_id, plan_id),
            quarter,
            _of_quarter(found[quarter, plan_id], titles, (earlier or {}).get((plan_id, quarter), {})),
        )
        for quarter, plan_id in keys
    )


def _of_quarter(
    found: dict[str, list[RatingMove]], titles: Mapping[str, str], earlier: Mapping[str, Rating | None]
) -> tuple[MeasureMoves, ...]:
    lines = [
        MeasureMoves(
            measure_id,
            titles.get(measure_id, measure_id),
            next((move for move in moves if move.comparator is None), None),
            tuple(move for move in moves if move.comparator is not None),
            earlier.get(measure_id) if any(map(is_first, moves)) else None,
        )
        for measure_id, moves in found.items()
    ]
    return tuple(sorted(lines, key=lambda line: line.headline is None))


def headlines_moved(moves: Iterable[RatingMove]) -> int:
    """How many headlines move from one colour to another, to none or from none."""
    return sum(move.comparator is None and move.before is not move.after for move in moves)


def moved_in_words(headlines: int, comparisons: int) -> str:
    """`7 colours, in 14 comparisons`: headlines that move, and the comparisons that do."""
    if not headlines and not comparisons:
        return "no rating"
    colours = counted(headlines, "colour") if headlines else "no colour"
    joined = f", {'in' if headlines else 'but'} {counted(comparisons, 'comparison')}"
    return colours + (joined if comparisons else "")


def words_of_moves(moves: Sequence[RatingMove]) -> str:
    """How many of these ratings are colours of a measure, and how many are comparisons."""
    return moved_in_words(headlines_moved(moves), sum(move.comparator is not None for move in moves))


def verdict_words(move: RatingMove) -> tuple[str, str]:
    """The verdict before and after, in words; not rated with its reason."""
    sides = ((move.before, move.before_reason_code), (move.after, move.after_reason_code))
    neither = NOT_COMPARED if move.comparator else NOT_RATED
    before, after = (rating.words if rating else reason.words if reason else neither for rating, reason in sides)
    return before, after


def against_words(comparator: Comparator | None) -> str:
    """What a rating is against: `A year before`; the headline is against nothing."""
    return COMPARATOR_WORDS[comparator].title if comparator else HEADLINE


MOVE_COLUMNS = (
    "plan", "quarter", "measure_id", "measure", "comparator", "against", "before_rating", "before_reason_code",
    "before_words", "after_rating", "after_reason_code", "after_words",
)  # fmt: skip


def moves_csv(groups: Iterable[QuarterMoves]) -> bytes:
    """Every rating that moves, in codes and words; `comparator` is empty for the headline, a rating for not rated."""
    return csv_bytes([MOVE_COLUMNS, *_lines(groups)])


def _lines(groups: Iterable[QuarterMoves]) -> Iterator[tuple[str | None, ...]]:
    for group in groups:
        for line in group.measures:
            for move in line.all:
                before, after = verdict_words(move)
                yield (
                    group.plan_id, group.quarter.label, line.measure_id, line.title, move.comparator,
                    against_words(move.comparator), move.before, move.before_reason_code, before, move.after,
                    move.after_reason_code, after,
                )  # fmt: skip
