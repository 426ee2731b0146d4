"""A quarter as the officer who gathers it sees it: what has arrived of each measure, from where, and what has not."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from measures.model.commentary import WrittenCommentary
from measures.model.measure import Measure, Plan, PlanHead
from measures.model.quarter import Quarter
from measures.model.record import Revision
from measures.model.status import Arrival
from measures.model.value import Status


class Receipt(StrEnum):
    """What has arrived of a measure for a quarter, what is missing first."""

    MISSING = "missing"
    PARTLY = "partly"
    WITHHELD = "withheld"
    NOT_AVAILABLE = "not_available"
    RECEIVED = "received"
    NOT_APPLICABLE = "not_applicable"

    @property
    def words(self) -> str:
        """As a table says it."""
        return {
            "missing": "Outstanding",
            "partly": "In part",
            "withheld": "Withheld",
            "not_available": "Not available",
            "received": "Received",
            "not_applicable": "Not applicable",
        }[self.value]


@dataclass(frozen=True, slots=True)
class Earlier:
    """The figure of an earlier quarter, to fill in a new one beside.

    `value` is None where it is withheld or not available, which `status` then says; the parts are None where the
    measure has none, or where the figure was worked out from a year to date.
    """

    quarter: Quarter
    value: Fraction | None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    status: Status = Status.NONE


@dataclass(frozen=True, slots=True)
class DeskLine:
    """One measure at the quarter. `reason` says why, wherever the receipt alone does not.

    `held` are the revisions that stand for the quarter, its own before a year to date, empty where there is none.
    """

    measure: Measure
    receipt: Receipt
    reason: str
    held: tuple[Revision, ...] = ()
    last_year: Earlier | None = None
    last_figure: Earlier | None = None


@dataclass(frozen=True, slots=True)
class QuarterDesk:
    """Every measure of a plan at one quarter, in the plan's order, on the day `today`.

    `quarters` are those of the plan's span that have ended, newest first; `with_figures` those that have any;
    `unfinished` those of the year before this one in which figures are late, the oldest first, with how far each is.
    `commentaries` are what is said of a measure's quarter, by measure id; `plans` are all plans, newest first.
    """

    plan: Plan
    quarter: Quarter
    today: date
    lines: tuple[DeskLine, ...]
    quarters: tuple[Quarter, ...]
    with_figures: frozenset[Quarter]
    commentaries: Mapping[str, WrittenCommentary]
    plans: tuple[PlanHead, ...]
    unfinished: tuple[tuple[Quarter, Arrival], ...] = ()

    @property
    def outstanding(self) -> tuple[DeskLine, ...]:
        """The measures that a figure or a status is still owed for."""
        return self.of(Receipt.MISSING)

    @property
    def days_since_end(self) -> int:
        """How many days ago the quarter ended; zero or less while it runs."""
        return (self.today - self.quarter.end).days

    @property
    def newest_with_figures(self) -> Quarter:
        """The quarter up to this one that other pages have something to show of; this one where there is none."""
        return max((one for one in self.with_figures if one <= self.quarter), default=self.quarter)

    def of(self, *receipts: Receipt) -> tuple[DeskLine, ...]:
        """The lines with one of these receipts."""
        return tuple(line for line in self.lines if line.receipt in receipts)


def by_owner(lines: Sequence[DeskLine]) -> dict[str, tuple[DeskLine, ...]]:
    """The lines of each owner, in the order of the first of them; those that name nobody ("") last."""
    owners = dict.fromkeys(line.measure.owner for line in lines)
    order = sorted(owners, key=lambda owner: not owner)
    return {owner: tuple(line for line in lines if line.measure.owner == owner) for owner in order}
