"""The quarter at a glance: finding, tallies, what changed, and the rows of each priority (DESIGN, the status page)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeGuard

from measures.model.measure import Comparator, Kind, Plan, Polarity, Priority
from measures.model.quarter import Quarter
from measures.model.rating import Comparison, Flag, MeasureRating, Rating, ReasonCode
from measures.model.status import Arrival, QuarterStatus
from measures.model.words import listed, plain
from measures.views.changes import STILL_RED, ChangeGroup, changes
from measures.views.figures import AGAINST, NOT_RATED, RANK, comparator_in_words, counted, difference, figure
from measures.views.signal_words import short_sign, signal_in_words

LATE_NAMED = 4  # measures that are late and said by name


@dataclass(frozen=True, slots=True)
class Tile:
    """One of the four totals: how many measures, what that means, how many more or fewer than a quarter before."""

    rating: Rating | None
    word: str
    number: int
    meaning: str
    since: str


@dataclass(frozen=True, slots=True)
class ComparatorCell:
    """One comparison in a table row. `sum` is the difference and the figure it is from, empty where not shown.

    `chance` says that numbers of this size vary as much by chance alone.
    """

    heading: str
    rating: Rating | None
    words: str
    sum: str
    compared: bool = True
    chance: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One measure in a priority's table. `sign` says in a few words what makes the quarter unusual, "" where nothing.

    `flags` are all flags in words; `own_flags` those that are not said beside a comparison.
    """

    rating: MeasureRating
    figure: str
    cells: tuple[ComparatorCell, ...]
    signal: str
    flags: str
    sign: str = ""
    own_flags: str = ""

    @property
    def shared_reason(self) -> str:
        """What stands once for all comparisons where none has a rating or a sum; else empty."""
        first = self.cells[0] if self.cells else None
        if first and all(c.words == first.words and not c.sum and c.rating is None for c in self.cells):
            return first.words
        return ""


@dataclass(frozen=True, slots=True)
class PriorityTable:
    """One priority: its tally in words, and its measures with the worst first."""

    priority: Priority
    tally: str
    comparators: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class StatusView:
    """The whole page."""

    plan: Plan
    quarter: Quarter
    title: str
    lead: str
    tiles: tuple[Tile, ...]
    groups: tuple[ChangeGroup, ...]
    quiet: str
    tables: tuple[PriorityTable, ...]


def status_view(status: QuarterStatus, arrival: Arrival | None = None) -> StatusView:
    """What the status page shows of a quarter; while figures are late its title says so and no total is set beside
    that of the quarter before."""
    partly = is_partly_in(arrival)
    before = status.quarter.shift(-1)
    groups = tuple(changes(status))
    moved = any(group.title != STILL_RED for group in groups)
    return StatusView(
        plan=status.plan,
        quarter=status.quarter,
        title=so_far(arrival, finding(status.measures)),
        lead=_lead(status),
        tiles=tiles(status.measures, () if partly else status.previous.values(), before, status.plan),
        groups=groups,
        quiet="" if moved else f"No rating moved between {before.label} and {status.quarter.label}.",
        tables=tuple(priority_table(status, priority) for priority in status.plan.head.priorities),
    )


def is_partly_in(arrival: Arrival | None) -> TypeGuard[Arrival]:
    """Whether some figures of a quarter are there and others late."""
    return arrival is not None and bool(arrival.late) and arrival.there > 0


def so_far(arrival: Arrival | None, found: str) -> str:
    """A finding about a quarter, which says how far the figures have come while some are late.

    "So far 7 of 28 figures are in: 3 of 7 rated measures are at or better than before; 4 are worse"
    """
    if not is_partly_in(arrival):
        return found
    said = f"{arrival.there} of {counted(arrival.expected, 'figure')} {_is(arrival.there)} in"
    return f"So far {said}: {found[:1].lower()}{found[1:]}"


def late_in_words(arrival: Arrival | None, quarter: Quarter) -> str:
    """Which measures are late, as a sentence; empty unless the quarter is partly in."""
    if not is_partly_in(arrival):
        return ""
    many = len(arrival.late)
    some = [*arrival.late[:LATE_NAMED], *([f"{many - LATE_NAMED} more"] if many > LATE_NAMED else [])]
    return (
        f"{counted(many, 'figure')} of {quarter.label} that came in earlier quarters {_is(many)} still to come: "
        f"{listed(some)}. What stands here is of the figures that are in."
    )


def tally_of(ratings: Iterable[MeasureRating]) -> dict[Rating | None, int]:
    """How many measures have each headline, worst first, not rated last."""
    held = [rating.headline for rating in ratings]
    return {rating: held.count(rating) for rating in RANK}


def finding(ratings: Sequence[MeasureRating], of: str = "rated measures") -> str:
    """The title: how many of the rated measures stand where.

    "9 of 16 rated measures are at or better than before; 5 are worse"
    """
    count = tally_of(ratings)
    rated = count[Rating.RED] + count[Rating.AMBER] + count[Rating.GREEN]
    if not rated:
        return "No measure can be rated this quarter" if ratings else "No measure is listed here"
    if rated == 1:
        only = next(r for r in ratings if r.headline)
        return f"The one rated measure is {_state(only.headline)} than before"
    start = f"{count[Rating.GREEN]} of {rated} {of} {_is(count[Rating.GREEN])} at or better than before"
    if count[Rating.GREEN] == rated:
        return f"All {rated} {of} are at or better than before"
    rest = [
        f"{count[rating]} {_is(count[rating])} {word}"
        for rating, word in ((Rating.RED, "worse"), (Rating.AMBER, "slightly worse"))
        if count[rating]
    ]
    return f"{start}; {listed(rest)}"


def _is(number: int) -> str:
    return "is" if number == 1 else "are"


def _state(rating: Rating | None) -> str:
    return rating.words.lower() if rating else ""


def _lead(status: QuarterStatus) -> str:
    compared = listed([AGAINST[c] for c in status.plan.head.comparators])
    unrated = tally_of(status.measures)[None]
    sentences = [
        f"Each measure is compared with {compared}; the baseline year is {status.plan.head.baseline.financial_year}."
    ]
    if len(status.plan.head.comparators) > 1:
        sentences.append("Where they disagree, the worse one counts in the totals.")
    if unrated:
        have = "measure has" if unrated == 1 else "measures have"
        sentences.append(f"{unrated} {have} no rating, each with its reason.")
    return " ".join(sentences)


def tiles(
    now: Iterable[MeasureRating], before: Iterable[MeasureRating], quarter_before: Quarter, plan: Plan
) -> tuple[Tile, ...]:
    """The four totals with the change since the quarter before; *Not rated* is always one of them."""
    before = list(before)
    counts, earlier = tally_of(now), tally_of(before)
    meanings = {
        Rating.RED: f"by more than {limit_in_words(plan)}",
        Rating.AMBER: f"by up to {limit_in_words(plan)}",
        Rating.GREEN: "on each comparison made",
        None: "each with its reason",
    }
    return tuple(
        Tile(
            rating,
            rating.words if rating else NOT_RATED,
            number,
            meanings[rating],
            _since(number, earlier[rating], quarter_before) if before else "",
        )
        for rating, number in counts.items()
    )


def limit_in_words(plan: Plan) -> str:
    """How far worse still counts as slightly: `5% or 2 points`, and where a measure has its own limit, that."""
    head = plan.head
    rated = [one for one in plan.measures if one.kind is not Kind.NARRATIVE and one.polarity is not Polarity.CONTEXT]
    points = f"{plain(head.tolerance_points)} {'point' if head.tolerance_points == 1 else 'points'}"
    limits = [f"{plain(head.tolerance_pct)}%", *([points] if any(one.in_percent for one in rated) else [])]
    own = any(one.tolerance is not None for one in rated)
    return ", ".join(limits) + " or its own limit" if own else " or ".join(limits)


def _since(now: int, before: int, quarter: Quarter) -> str:
    if now == before:
        return f"same as {quarter.label}"
    return f"{abs(now - before)} {'more' if now > before else 'fewer'} than {quarter.label}"


def worst_first(ratings: Iterable[MeasureRating]) -> list[MeasureRating]:
    """Reds first, then ambers, greens, and the not rated: those without a figure before those without a colour."""
    return sorted(ratings, key=lambda r: (RANK[r.headline], _quiet(r)))


def _quiet(rating: MeasureRating) -> int:
    return {ReasonCode.CONTEXT: 1, ReasonCode.NARRATIVE: 2}.get(rating.reason_code, 0) if rating.reason_code else 0


def of_priority(status: QuarterStatus, priority_id: str) -> list[MeasureRating]:
    """The measures listed under a priority, worst first."""
    return worst_first(r for r in status.measures if r.priority == priority_id)


def tally_in_words(ratings: Iterable[MeasureRating]) -> str:
    """`5 worse, 3 at or better, 0 not rated`: those without a rating are always counted."""
    return ", ".join(
        f"{number} {(rating.words if rating else NOT_RATED).lower()}"
        for rating, number in tally_of(ratings).items()
        if number or rating is None
    )


def priority_table(status: QuarterStatus, priority: Priority) -> PriorityTable:
    """A priority's table; its columns are the comparators that any of its measures is rated on."""
    ratings = of_priority(status, priority.id)
    used = {c.comparator for rating in ratings for c in rating.comparisons}
    order = [c for c in (*status.plan.head.comparators, *Comparator) if c in used]
    columns = list(dict.fromkeys(order)) or list(status.plan.head.comparators)
    return PriorityTable(
        priority,
        tally_in_words(ratings),
        tuple(comparator_in_words(c, status.plan) for c in columns),
        tuple(row(rating, columns, status.plan) for rating in ratings),
    )


def row(rating: MeasureRating, columns: Sequence[Comparator], plan: Plan) -> Row:
    """One measure's row."""
    by_comparator = {c.comparator: c for c in rating.comparisons}
    cells = tuple(comparator_cell(by_comparator.get(c), rating, comparator_in_words(c, plan)) for c in columns)
    flags, own = (
        " · ".join(flag.words for flag in rating.flags if flag is not left_out)
        for left_out in (None, Flag.WITHIN_USUAL_VARIATION)
    )
    shown = figure(rating.value, rating.measure)
    return Row(rating, shown, cells, signal_in_words(rating.signal), flags, short_sign(rating), own)


def comparator_cell(comparison: Comparison | None, rating: MeasureRating, heading: str) -> ComparatorCell:
    """One comparison as a table shows it."""
    if comparison is None:
        return ComparatorCell(heading, None, "Not compared", "", compared=False)
    parts = difference(comparison, rating.measure)
    words = comparison.words
    if comparison.reason_code is ReasonCode.CONTEXT:
        words = "Context only"
    chance = Flag.WITHIN_USUAL_VARIATION in comparison.flags and bool(comparison.change)
    return ComparatorCell(heading, comparison.rating, words, parts, chance=chance)
