"""Awards of money and the lists that state them: what the office grants or commissions, for which priority, to whom.

Money that is awarded is no performance: it is added up and set beside the year before, never rated. Amounts are exact
pounds and pence. A financial year is named by the calendar year in which it starts.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

from measures.model.quarter import Quarter

#: In place of a priority's id: the award serves all of them.
ALL = "all"
ALL_TITLE = "All priorities"

_SLUG = re.compile(r"(\d{4})-(\d{2})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Award:
    """One award, as a list states it. `key` is unique in a list.

    `amount` is what was awarded, `paid` what is stated as paid up to the day `paid_to`; both are None where the list
    does not say. `priority` is the id of one of the plan's, or `ALL`.
    """

    year: int
    priority: str
    recipient: str
    purpose: str
    source: str
    amount: Decimal
    paid: Decimal | None = None
    paid_to: date | None = None
    note: str = ""

    @property
    def key(self) -> tuple[int, str, str, str, str]:
        """What makes it the same award: year, priority, recipient, purpose, fund."""
        return self.year, self.priority, self.recipient, self.purpose, self.source


@dataclass(frozen=True, slots=True)
class FundingList:
    """One list that was loaded. It states the whole of each of its `years`.

    `withdrawn_at`, `withdrawn_by`, `withdrawn_reason` and `withdrawn_act_id` are None while it has not been taken out.
    """

    id: int
    act_id: int
    plan_id: str
    at: datetime
    by: str
    name: str
    note: str
    sha256: str
    size: int
    years: tuple[int, ...]
    awards: int
    withdrawn_at: datetime | None = None
    withdrawn_by: str | None = None
    withdrawn_reason: str | None = None
    withdrawn_act_id: int | None = None

    @property
    def is_kept(self) -> bool:
        """Whether it has not been taken out: it stands for each of its years that no newer list names."""
        return self.withdrawn_at is None


@dataclass(frozen=True, slots=True)
class Portion:
    """What was awarded in one year for one priority, or for all of it together (`priority` "").

    `awarded` is None where no award is. `share` is in whole per cent of the year: those of one year add up to 100; None
    where there is nothing to share. `before` and `awards_before` are those of the year before, None where it has no
    list; `change_pct` has no number where the year before comes to nothing. `paid` is the sum over the `paid_stated`
    awards that say so, each up to a day from `paid_from` to `paid_to`. `sources` are the funds, the largest first.
    """

    priority: str
    title: str
    year: int
    awarded: Decimal | None
    awards: int
    share: int | None = None
    before: Decimal | None = None
    awards_before: int | None = None
    change_pct: Fraction | None = None
    paid: Decimal | None = None
    paid_stated: int = 0
    paid_from: date | None = None
    paid_to: date | None = None
    sources: tuple[tuple[str, Decimal], ...] = ()

    @property
    def change(self) -> Decimal | None:
        """The difference from the year before; None where one of the two has no award."""
        if self.awarded is None or not self.awards_before or self.before is None:
            return None
        return self.awarded - self.before


@dataclass(frozen=True, slots=True)
class YearOfFunding:
    """A year's awards added up: as a whole, and by priority in the plan's order. `held_before`: the year before has
    a list too."""

    year: int
    whole: Portion
    portions: tuple[Portion, ...]
    held_before: bool


@dataclass(frozen=True, slots=True)
class StandingYear:
    """The awards of a year, in the order of the list that stands for it."""

    year: int
    of: FundingList
    awards: tuple[Award, ...] = field(repr=False)


def year_label(year: int) -> str:
    """`2025/26`."""
    return Quarter.of(year, 1).financial_year


def year_slug(year: int) -> str:
    """For addresses and file names: `2025-26`."""
    return year_label(year).replace("/", "-")


def year_of_slug(slug: str) -> int | None:
    """The year that an address names, None where it names none.

    >>> year_of_slug("2025-26"), year_of_slug("2025-27")
    (2025, None)
    """
    match = _SLUG.fullmatch(slug.strip())
    if match is None or not 1900 <= int(match[1]) <= 2199:
        return None
    return int(match[1]) if year_slug(int(match[1])) == match[0] else None


def year_days(year: int) -> tuple[date, date]:
    """The first and the last day of a financial year."""
    return date(year, 4, 1), date(year + 1, 3, 31)


def years_of_plan(start: date, end: date) -> range:
    """The financial years that a plan touches."""
    return range(Quarter.containing(start).year, Quarter.containing(end).year + 1)


def standing(lists: Sequence[FundingList], plan_id: str) -> dict[int, FundingList]:
    """By year the list of a plan that stands for it: the newest that names it and has not been taken out."""
    found: dict[int, FundingList] = {}
    for one in sorted(lists, key=lambda one: one.id):
        if one.plan_id == plan_id and one.is_kept:
            found |= dict.fromkeys(one.years, one)
    return dict(sorted(found.items(), reverse=True))


def newest_act(lists: Sequence[FundingList], plan_id: str) -> int:
    """The newest act that loaded a list of a plan or took one out, 0 where there is none."""
    of_plan = [one for one in lists if one.plan_id == plan_id]
    return max((number for one in of_plan for number in (one.act_id, one.withdrawn_act_id or 0)), default=0)
