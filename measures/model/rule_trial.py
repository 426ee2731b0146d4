"""Trying another rule before it is set: what is wished for, what it would move, and how the rules came to be."""

from dataclasses import dataclass
from datetime import datetime

from measures.model.measure import Comparator, Polarity, Tolerance
from measures.model.meeting import PublicationHead
from measures.model.quarter import Quarter
from measures.model.rating import RatingMove
from measures.model.review import RuleChange


@dataclass(frozen=True, slots=True)
class RuleWish:
    """Another rule for one measure of a plan ("" for the plan's own rule) from a quarter on.

    What is None or empty stays as it is. A measure has one tolerance; the plan has one in per cent and one in points.
    """

    measure_id: str
    from_quarter: Quarter
    tolerances: tuple[Tolerance, ...] = ()
    comparators: tuple[Comparator, ...] | None = None
    polarity: Polarity | None = None


#: How many measures are worse, slightly worse, at or better, not rated.
Tally = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class QuarterTally:
    """A quarter's measures by headline: by the rule that stands, and by the one that was tried."""

    quarter: Quarter
    now: Tally
    then: Tally


@dataclass(frozen=True, slots=True)
class RuleTrial:
    """What a wish would change: the rules in words, every rating that would move, the counts of each quarter.

    `tallies` and `moves` are the newest quarter first. `untouched` are the titles of the measures that have a rule of
    their own and keep it; `published` the publications of quarters whose ratings would move now, newest first;
    `version` the data version that it was tried at.
    """

    plan_id: str
    wish: RuleWish
    changes: tuple[RuleChange, ...]
    moves: tuple[RatingMove, ...]
    tallies: tuple[QuarterTally, ...]
    untouched: tuple[str, ...]
    published: tuple[PublicationHead, ...]
    version: int


@dataclass(frozen=True, slots=True)
class RuleVersion:
    """One recorded version of a measure in a plan, or ("" id) of the plan's own rule: who set it, when and why.

    `from_quarter` is None where it holds from the beginning. `changes` are against the version before, none for the
    `first`; `removed` means that the plan no longer has the measure.
    """

    measure_id: str
    from_quarter: Quarter | None
    first: bool
    removed: bool
    changes: tuple[RuleChange, ...]
    at: datetime
    by: str
    reason: str
