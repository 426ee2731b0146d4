"""A plan's awards as the page and the command say them: the finding, the table by priority, each award, the lists."""

from collections.abc import Sequence

from measures.model.funding import Award, FundingList, Portion, YearOfFunding, year_label
from measures.model.moment import in_words
from measures.model.quarter import day_in_words
from measures.model.words import listed
from measures.rules.funding import (
    YearChange,
    change_pairs,
    change_words,
    comparison,
    paid_sentence,
    portion_sentences,
    pounds,
    share_words,
)
from measures.services.funding import ListWithdrawal, PlanFunding
from measures.views.figures import counted
from measures.views.safe_cells import csv_bytes

NO_PERFORMANCE = "Money that is awarded is no performance: it is not rated."
NOT_PUBLISHED = (
    "This is no part of what is published for a meeting: a list can be replaced by a newer one, and each is kept."
)
NO_LIST = "No list of awards is held for this plan"
AWARD_HEADINGS = ("Recipient", "Purpose", "Fund", "Awarded", "Stated as paid", "Note")
LIST_HEADINGS = ("List", "Years", "Awards", "Loaded", "Now")
_CSV = ("financial_year", "priority", "recipient", "purpose", "source", "amount", "paid", "paid_to", "note")


def finding(funding: PlanFunding) -> str:
    """`£3,204,300 was awarded in 2025/26 by 41 awards`."""
    if funding.sums is None:
        return NO_LIST
    whole = funding.sums.whole
    assert whole.awarded is not None  # a list has an award of each year that it states
    return f"{pounds(whole.awarded)} was awarded in {year_label(whole.year)} by {counted(whole.awards, 'award')}"


def lead(sums: YearOfFunding) -> str:
    """How the year compares with the one before, and what is paid of it."""
    before = year_label(sums.year - 1)
    compared = comparison(sums.whole)
    first = f"That is {compared}." if compared else f"No list of {before} is held to compare it with."
    return f"{first} {paid_sentence(sums.whole) or 'It is not stated what is paid of it.'}"


def chart_title(sums: YearOfFunding) -> str:
    """The priority to which most was awarded."""
    amounts = [(one.awarded, one.title) for one in sums.portions if one.awarded]
    if not amounts:
        return f"Awarded in {year_label(sums.year)}, by priority"
    most, title = max(amounts)
    return f"The most, {pounds(most)}, was awarded for “{title}”"


def chart_sentence(sums: YearOfFunding) -> str:
    """What the bars and ticks are."""
    tick = f" The upright mark is {year_label(sums.year - 1)}." if sums.held_before else ""
    return f"What was awarded in {year_label(sums.year)} for each priority.{tick}"


def portion_headings(sums: YearOfFunding) -> tuple[str, ...]:
    """Of the table by priority; those of the year before only where it has a list."""
    before = (f"In {year_label(sums.year - 1)}", "Difference") if sums.held_before else ()
    return ("Priority", "Awarded", "Awards", "Share", *before, "Stated as paid")


def portion_rows(sums: YearOfFunding) -> list[tuple[str, ...]]:
    """A row for each priority, and one for all of them together."""
    whole = ("All together", *_portion_cells(sums.whole, sums))
    return [*((one.title, *_portion_cells(one, sums)) for one in sums.portions), whole]


def _portion_cells(one: Portion, sums: YearOfFunding) -> tuple[str, ...]:
    """A blank cell has nothing to say: the amount says that there is no award."""
    before: tuple[str, ...] = ()
    if sums.held_before:
        was = pounds(one.before) if one.awards_before and one.before is not None else "no award"
        before = (was, change_words(one))
    awarded = "no award" if one.awarded is None else pounds(one.awarded)
    return (awarded, f"{one.awards:,}" if one.awards else "", _share(one), *before, _paid(one))


def _share(one: Portion) -> str:
    if not one.awarded:
        return ""
    return share_words(one).removeprefix("about ") if one.priority else "100%"


def _paid(one: Portion) -> str:
    if one.awarded is None:
        return ""
    if one.paid is None:
        return "not stated"
    of = "" if one.paid_stated == one.awards else f", {one.paid_stated:,} of {one.awards:,} awards"
    day = day_in_words(one.paid_from) if one.paid_from else ""
    return f"{pounds(one.paid)} by {day}{' or later' if one.paid_from != one.paid_to else ''}{of}"


def portion_text(one: Portion) -> str:
    """What is said of a priority, in sentences."""
    return " ".join(portion_sentences(one))


def sources_text(one: Portion) -> str:
    """`Paid from the Community Safety Fund (£4,000) and …`; "" where there is none."""
    if not one.sources:
        return ""
    if len(one.sources) == 1:
        return f"From: {one.sources[0][0]}."
    return f"From: {listed([f'{fund} ({pounds(amount)})' for fund, amount in one.sources])}."


def source_rows(sums: YearOfFunding) -> list[tuple[str, str]]:
    """Each fund, the largest first."""
    return [(fund, pounds(amount)) for fund, amount in sums.whole.sources]


def awards_of(awards: Sequence[Award], priority: str) -> list[Award]:
    """The awards for a priority, the largest first."""
    return sorted((one for one in awards if one.priority == priority), key=lambda one: -one.amount)


def award_rows(awards: Sequence[Award]) -> list[tuple[str, ...]]:
    """A row for each award."""
    return [(one.recipient, one.purpose, one.source, pounds(one.amount), _award_paid(one), one.note) for one in awards]


def _award_paid(one: Award) -> str:
    if one.paid is None or one.paid_to is None:
        return "not stated"
    return f"{pounds(one.paid)} by {day_in_words(one.paid_to)}"


def awards_csv(awards: Sequence[Award]) -> bytes:
    """A year's awards as a file that can be loaded again."""
    rows = [
        (year_label(one.year), one.priority, one.recipient, one.purpose, one.source, f"{one.amount:f}",
         "" if one.paid is None else f"{one.paid:f}", "" if one.paid_to is None else one.paid_to.isoformat(), one.note)
        for one in awards
    ]  # fmt: skip
    return csv_bytes([_CSV, *rows])


def years_words(years: Sequence[int]) -> str:
    """`2025/26 and 2024/25`."""
    return listed([year_label(year) for year in years])


def list_sentence(one: FundingList) -> str:
    """Where the awards are from: the file, by whom, when."""
    note = f" Note: {one.note}" if one.note else ""
    return (
        f"From the list {one.name} (list {one.id}), loaded on {in_words(one.at)} by {one.by}; it states "
        f"{counted(one.awards, 'award')} of {years_words(one.years)}.{note}"
    )


def list_facts(one: FundingList) -> tuple[tuple[str, str], ...]:
    """What is kept of a list, as terms and what is said of each."""
    gone = ""
    if one.withdrawn_at is not None:
        gone = f"on {in_words(one.withdrawn_at)} by {one.withdrawn_by}: {one.withdrawn_reason}"
    return (
        ("List", f"{one.id}: {one.name}"),
        ("Years", years_words(one.years)),
        ("Awards", f"{one.awards:,}"),
        ("Note", one.note),
        ("SHA-256", one.sha256),
        ("Taken out", gone),
    )


def list_rows(lists: Sequence[FundingList], standing: dict[int, FundingList]) -> list[tuple[str, ...]]:
    """Each list that was ever loaded, and what of it stands."""
    return [
        (f"{one.id}: {one.name}", years_words(one.years), f"{one.awards:,}", f"{in_words(one.at)} by {one.by}",
         _now(one, [year for year, stands in standing.items() if stands.id == one.id]))
        for one in lists
    ]  # fmt: skip


def _now(one: FundingList, stands_for: Sequence[int]) -> str:
    if one.withdrawn_at is not None:
        return f"taken out on {in_words(one.withdrawn_at)} by {one.withdrawn_by}: {one.withdrawn_reason}"
    return f"stands for {years_words(stands_for)}" if stands_for else "replaced by a newer list"


def change_headings() -> tuple[str, ...]:
    """Of the table of what a list would change."""
    return ("Priority", "Stands now", "Would stand")


def change_rows(one: YearChange) -> list[tuple[str, str, str]]:
    """A year's priorities as they are and as they would be."""
    return [
        (now.title or "All together", _sum(was) if one.was else "no list", _sum(now)) for now, was in change_pairs(one)
    ]


def _sum(one: Portion | None) -> str:
    if one is None or one.awarded is None:
        return "no award"
    return f"{pounds(one.awarded)}, {counted(one.awards, 'award')}"


def change_finding(one: YearChange) -> str:
    """How many awards are new, altered, gone."""
    year = year_label(one.year)
    if one.was is None:
        return f"{year}: no list of this year is held. {counted(one.new, 'award')} would be recorded."
    parts = [(one.new, "new"), (one.altered, "with other words or figures"), (one.gone, "no longer named")]
    return f"{year}: " + ", ".join(f"{many:,} {words}" for many, words in parts if many) + "."


def withdrawal_sentences(planned: ListWithdrawal) -> list[str]:
    """What stands in place of a list, year by year."""
    if not planned.instead:
        return ["It stands for no year any more: what is shown does not change."]
    return [
        f"{year_label(year)}: the list before it, {one.name} (list {one.id}), stands again." if one
        else f"{year_label(year)}: no list is held then."
        for year, one in planned.instead
    ]  # fmt: skip
