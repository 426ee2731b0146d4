"""What a panel looks at before a meeting: what moved since the last one, was revised, is to be asked (SPEC section 9).

Nothing here is judged by the program beyond fixed rules: each entry carries the facts that it was made from.
"""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from fractions import Fraction

from measures.model.measure import Comparator, Measure
from measures.model.meeting import PublicationHead
from measures.model.quarter import Quarter
from measures.model.rating import Rating, ReasonCode
from measures.model.value import Basis


@dataclass(frozen=True, slots=True)
class Stance:
    """How a measure stands in short: its headline, or why it has none, and the words for either."""

    headline: Rating | None
    reason_code: ReasonCode | None
    words: str

    @property
    def is_in_plan(self) -> bool:
        """Whether the plan had the measure: what is not rated has a reason, what is not there has none."""
        return self.headline is not None or self.reason_code is not None


class Direction(StrEnum):
    """Which way a headline went between two meetings."""

    BETTER = "better"
    WORSE = "worse"
    NEWLY_MISSING = "newly_missing"
    NEWLY_SUPPLIED = "newly_supplied"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Moved:
    """A measure that stands otherwise than at the last meeting. `measure` is as it is now, else as it was."""

    measure: Measure
    direction: Direction
    before: Stance
    now: Stance


@dataclass(frozen=True, slots=True)
class FigureChange:
    """A figure that was reported otherwise than it stands now. None: there was, or is, none.

    `why` holds a sentence for each act that may have changed it, with its own reason.
    """

    measure: Measure
    quarter: Quarter
    basis: Basis
    reported: Fraction | None
    now: Fraction | None
    why: tuple[str, ...] = ()

    @property
    def difference(self) -> Fraction | None:
        """Now less reported; None where either is missing."""
        return None if self.reported is None or self.now is None else self.now - self.reported


@dataclass(frozen=True, slots=True)
class RatingChange:
    """A rating, current or comparative figure that was reported otherwise. `comparator` None is the headline.

    `reported_sum` and `now_sum` are the sentences with the sums; `colour` says whether the colour itself changed.
    """

    measure: Measure
    comparator: Comparator | None
    reported: Stance
    now: Stance
    colour: bool
    reported_figures: tuple[Fraction | None, Fraction | None] = (None, None)
    now_figures: tuple[Fraction | None, Fraction | None] = (None, None)
    reported_sum: str = ""
    now_sum: str = ""
    why: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RuleChange:
    """A rule or definition of a measure ("" title: of the plan) that is another one than was reported.

    `what` names the part (`Tolerance`), `before` and `now` are its words.
    """

    measure_id: str
    title: str
    what: str
    before: str
    now: str
    why: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SincePublication:
    """A publication beside what is known now of the same quarter."""

    head: PublicationHead
    figures: tuple[FigureChange, ...]
    ratings: tuple[RatingChange, ...]
    rules: tuple[RuleChange, ...]

    @property
    def colours_changed(self) -> int:
        """How many measures have another colour now: their headline, or one of their comparisons."""
        return len({one.measure.id for one in self.ratings if one.colour})

    @property
    def ratings_changed(self) -> int:
        """How many measures are rated otherwise, or on other figures, though the colours may be the same."""
        return len({one.measure.id for one in self.ratings})


class QuestionCode(StrEnum):
    """What in the figures makes a question, in the order in which they are put."""

    NEW_RED = "new_red"
    LONG_RED = "long_red"
    UNUSUAL = "unusual"
    OVERDUE = "overdue"
    SAYS_BETTER = "says_better"
    DISAGREE = "disagree"
    MISSING = "missing"
    RESTATED = "restated"
    ODD_YEAR = "odd_year"


@dataclass(frozen=True, slots=True)
class Question:
    """A question that the panel could ask the Commissioner, made by a fixed template, with the facts behind it."""

    code: QuestionCode
    measure: Measure
    text: str
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Promise:
    """An action that a commentary named for an earlier quarter.

    `outcome` is what a later commentary says of it. `overdue` says that its day is past on the day of the meeting (of
    the reading, while there is none) and nothing is said of it.
    """

    measure: Measure
    quarter: Quarter
    action: str
    by: str
    due: date | None
    overdue: bool
    outcome: str = ""


@dataclass(frozen=True, slots=True)
class Review:
    """What moved since the last meeting, and what follows from it.

    `since` says what `before` is: `the meeting of 11 December 2023`, or, while nothing was published, `the quarter
    before, 2025/26 Q2`. `last` is that meeting's publication; None where there is none. The tallies are by headline in
    the order Red, Amber, Green, not rated. `restated` is the last publication beside what is known now.
    """

    since: str
    last: PublicationHead | None
    tally_before: tuple[int, int, int, int]
    tally_now: tuple[int, int, int, int]
    moved: tuple[Moved, ...] = ()
    restated: SincePublication | None = None
    rules: tuple[RuleChange, ...] = ()
    questions: tuple[Question, ...] = ()
    promises: tuple[Promise, ...] = field(default=())

    @property
    def whys(self) -> frozenset[str]:
        """Every sentence that tells why a figure, a rating or a rule is another one."""
        since = self.restated
        changes: list[FigureChange | RatingChange | RuleChange] = [*self.rules]
        if since is not None:
            changes += [*since.figures, *since.ratings, *since.rules]
        return frozenset(why for one in changes for why in one.why)
