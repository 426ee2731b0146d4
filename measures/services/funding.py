"""Awards of money: loading a list of them, taking one out, and what was awarded for each priority in a year.

It is public by law what an office awards: anyone may read it. Lists are no part of a publication, and move no rating.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from measures.errors import NotAllowed, NotFound
from measures.ingest.funding_file import read_funding
from measures.model.access import Permission
from measures.model.funding import (
    Award,
    FundingList,
    StandingYear,
    YearOfFunding,
    newest_act,
    standing,
    year_label,
)
from measures.model.issue import Issue, stops
from measures.model.measure import PlanHead, Priority
from measures.model.record import Act
from measures.rules.funding import YearChange, change_sentences, changed_awards, year_of_funding
from measures.services.access import need
from measures.services.ratings import some_plans
from measures.services.written import kept_name, refuse_nameless, refuse_unfit_words, tidy
from measures.settings import this_day
from measures.storage.funding_rows import NewFundingList, find_list, refuse_taken_out
from measures.storage.store import Store


@dataclass(frozen=True, slots=True)
class FundingLoaded:
    """What loading a list came to, or would come to.

    `years` are those that would change, the newest first; none where the same awards stand already. `based_on` is the
    newest act on the plan's lists when it was looked at. `stored` is None for a dry run, a refusal, and where nothing
    differed.
    """

    issues: tuple[Issue, ...]
    awards: tuple[Award, ...] = field(repr=False)
    years: tuple[YearChange, ...]
    based_on: int
    stored: FundingList | None = None

    @property
    def refused(self) -> bool:
        """Whether a fault keeps the list out."""
        return bool(stops(list(self.issues)))

    @property
    def changes(self) -> tuple[str, ...]:
        """What changes, in sentences: each year, and in it each priority that differs."""
        return tuple(text for one in self.years for text in change_sentences(one))


@dataclass(frozen=True, slots=True)
class PlanFunding:
    """A plan's awards in one year. `years` are those that have a list, the newest first.

    `year`, `standing` and `sums` are None where no list is held.
    """

    plan: PlanHead
    years: tuple[int, ...]
    standing: StandingYear | None = None
    sums: YearOfFunding | None = None


@dataclass(frozen=True, slots=True)
class ListWithdrawal:
    """What taking a list out does, or did (`act` is None before).

    `instead` has each year that it stands for, with the list that stands then; None where none does.
    """

    of: FundingList
    instead: tuple[tuple[int, FundingList | None], ...]
    based_on: int
    act: Act | None = None


def load_funding(
    store: Store, plan_id: str, name: str, content: bytes, *, by: str = "", note: str = "", dry_run: bool = False,
    seen: int | None = None, today: date | None = None,
) -> FundingLoaded:  # fmt: skip
    """Load a list of awards for a plan. It states the whole of each year that it names; the same again changes nothing.

    Faults come back as issues, with nothing stored. `seen` is the `based_on` of the dry run that the person looked at.
    Raises NotFound (no such plan), NotAllowed (no name), ChangedMeanwhile (somebody changed the plan's lists since).
    """
    need(store, Permission.UPLOAD)
    refuse_unfit_words(by, note)
    lists, forms, name = store.funding_lists(), store.plan_history(plan_id), kept_name(name)
    priorities = _priorities(store, plan_id)
    head = forms[-1].plan.head
    awards, issues = read_funding(content, head, [one.id for one in priorities], today or this_day())
    based_on = newest_act(lists, plan_id)
    if stops(issues):
        return FundingLoaded(tuple(issues), (), (), based_on)
    years = _changed_years(awards, _standing_awards(store, lists, plan_id), priorities)
    loaded = FundingLoaded(tuple(issues), awards, years, based_on)
    if dry_run or not years:
        return loaded
    by = refuse_nameless(by)
    named = sorted({one.year for one in awards}, reverse=True)
    summary = f"{name} was loaded as the list of awards of {' and '.join(map(year_label, named))}"
    new = NewFundingList(plan_id, name, content, summary, tidy(note))
    details = {"years": [year_label(year) for year in named], "changes": list(loaded.changes)}
    kept = store.add_funding(new, awards, by=by, details=details, seen=based_on if seen is None else seen)
    return replace(loaded, stored=kept)


def _changed_years(
    awards: Sequence[Award], held: dict[int, tuple[Award, ...]], priorities: Sequence[Priority]
) -> tuple[YearChange, ...]:
    by_year: dict[int, list[Award]] = {}
    for one in awards:
        by_year.setdefault(one.year, []).append(one)
    compared = [changed_awards(year, new, held.get(year), priorities) for year, new in by_year.items()]
    return tuple(sorted((one for one in compared if one is not None), key=lambda one: -one.year))


def _priorities(store: Store, plan_id: str) -> list[Priority]:
    """The priorities that a plan has, in its order, then those that it had."""
    forms = store.plan_history(plan_id)
    found = {one.id: one for form in reversed(forms) for one in form.plan.head.priorities}
    return list(found.values())


def _standing_awards(store: Store, lists: Sequence[FundingList], plan_id: str) -> dict[int, tuple[Award, ...]]:
    """By year the awards that stand, in the order of their list."""
    of_year = standing(lists, plan_id)
    held = store.funding_awards({one.id for one in of_year.values()})
    return {year: tuple(a for a in held[one.id] if a.year == year) for year, one in of_year.items()}


def plan_funding(store: Store, plan_id: str | None = None, year: int | None = None) -> PlanFunding:
    """What was awarded for each priority of a plan in a year.

    Without a plan it is the newest that has a list, or the newest; without a year the newest with a list. Raises
    NotFound where there is no plan, no such plan, or no list of that year.
    """
    need(store, Permission.SEE_PUBLIC)
    lists, heads = store.funding_lists(), some_plans(store)
    head = _plan(store, heads, lists, plan_id)
    of_year = standing(lists, head.id)
    if year is not None and year not in of_year:
        held = ", ".join(map(year_label, of_year)) or "no year"
        raise NotFound(f"No list states the awards of {year_label(year)} for the plan {head.id}. Held: {held}.")
    if not of_year:
        return PlanFunding(head, ())
    asked = next(iter(of_year)) if year is None else year
    awards = _standing_awards(store, lists, head.id)
    present = {one.id for one in head.priorities}
    used = {one.priority for shown in (asked, asked - 1) for one in awards.get(shown, ())}
    priorities = [one for one in _priorities(store, head.id) if one.id in present | used]
    sums = year_of_funding(asked, awards[asked], awards.get(asked - 1), priorities)
    return PlanFunding(head, tuple(of_year), StandingYear(asked, of_year[asked], awards[asked]), sums)


def _plan(store: Store, heads: Sequence[PlanHead], lists: Sequence[FundingList], plan_id: str | None) -> PlanHead:
    if plan_id is None:
        held = {one.plan_id for one in lists if one.is_kept}
        return next((head for head in heads if head.id in held), heads[0])
    found = next((head for head in heads if head.id == plan_id), None)
    return found or store.plan_history(plan_id)[-1].plan.head  # raises NotFound, naming the nearest


def standing_years(store: Store, plan_ids: Collection[str]) -> tuple[StandingYear, ...]:
    """The awards that stand, of some plans, by plan and year, the oldest first."""
    need(store, Permission.SEE_PUBLIC)
    lists = store.funding_lists()
    found = []
    for plan_id in sorted(plan_ids):
        of_year = standing(lists, plan_id)
        awards = _standing_awards(store, lists, plan_id)
        found += [StandingYear(year, of_year[year], awards[year]) for year in sorted(of_year)]
    return tuple(found)


def kept_lists(store: Store, plan_id: str) -> tuple[FundingList, ...]:
    """Every list that was ever loaded for a plan, the newest first: those that were replaced or taken out too."""
    need(store, Permission.SEE_WORK)
    return tuple(one for one in store.funding_lists() if one.plan_id == plan_id)


def list_file(store: Store, list_id: int) -> bytes:
    """The file of a list as it was loaded, byte for byte; raises NotFound."""
    need(store, Permission.SAVE_FILES)
    return store.funding_file(list_id)


def list_withdrawal(store: Store, list_id: int) -> ListWithdrawal:
    """What taking a list out would do; nothing is stored. Raises NotFound, NotAllowed where it was taken out."""
    need(store, Permission.WITHDRAW)
    lists = store.funding_lists()
    found = find_list(lists, list_id)
    refuse_taken_out(found)
    now = standing(lists, found.plan_id)
    then = standing([one for one in lists if one.id != list_id], found.plan_id)
    instead = tuple((year, then.get(year)) for year, one in now.items() if one.id == list_id)
    return ListWithdrawal(found, instead, newest_act(lists, found.plan_id))


def withdraw_list(store: Store, list_id: int, *, reason: str, by: str, seen: int | None = None) -> ListWithdrawal:
    """Take a list out whole: for each of its years the list before it stands again, or none.

    `seen` is the `based_on` of the preview that the person looked at. Raises NotFound, NotAllowed (taken out already,
    no reason or no name given), ChangedMeanwhile.
    """
    need(store, Permission.WITHDRAW)
    if not reason.strip():
        raise NotAllowed("Taking a list out needs a reason: say why it no longer counts. Nothing was changed.")
    by = refuse_nameless(by)
    refuse_unfit_words(by, reason)
    planned = list_withdrawal(store, list_id)
    instead = {year_label(year): one.id if one else None for year, one in planned.instead}
    act = store.withdraw_funding(list_id, reason=tidy(reason), by=by, details={"instead": instead},
                                 seen=planned.based_on if seen is None else seen)  # fmt: skip
    return replace(planned, act=act)
