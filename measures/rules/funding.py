"""Awards added up by priority, set beside the year before, and said in a sentence. Pure, exact, and never rated.

Shares are whole per cent by the largest remainder, so that those of one year add up to 100 whatever is rounded.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from measures.model.funding import ALL, ALL_TITLE, Award, Portion, YearOfFunding, year_label
from measures.model.measure import Priority
from measures.model.quarter import day_in_words
from measures.model.words import decimals_to_show, number


def year_of_funding(
    year: int, awards: Sequence[Award], before: Sequence[Award] | None, priorities: Sequence[Priority]
) -> YearOfFunding:
    """The awards of a year by priority, in the plan's order, then what serves all of them.

    `before` are those of the year before, None where no list states them. A priority of the plan without an award is
    there too; `ALL` only where one of the years has an award of it.
    """
    used = {one.priority for one in [*awards, *(before or ())]}
    titles = {one.id: one.title for one in priorities} | ({ALL: ALL_TITLE} if ALL in used else {})
    titles |= {name: name for name in sorted(used - set(titles))}
    shares = whole_shares([_sum(_of(awards, name)) for name in titles])
    portions = tuple(
        _portion(year, name, title, _of(awards, name), None if before is None else _of(before, name), share)
        for (name, title), share in zip(titles.items(), shares, strict=True)
    )
    whole = _portion(year, "", "", awards, before, None)
    return YearOfFunding(year, whole, portions, before is not None)


def whole_shares(amounts: Sequence[Decimal]) -> list[int | None]:
    """Each amount's share in whole per cent, together 100: the largest remainders are rounded up. None without a sum.

    >>> whole_shares([Decimal(1), Decimal(1), Decimal(1)])
    [34, 33, 33]
    """
    total = sum(amounts, Decimal(0))
    if not total:
        return [None] * len(amounts)
    exact = [Fraction(one) * 100 / Fraction(total) for one in amounts]
    shares = [int(one) for one in exact]
    order = sorted(range(len(exact)), key=lambda place: (shares[place] - exact[place], place))
    for place in order[: 100 - sum(shares)]:
        shares[place] += 1
    return list(shares)


def _of(awards: Sequence[Award], priority: str) -> list[Award]:
    return [one for one in awards if one.priority == priority]


def _sum(awards: Sequence[Award]) -> Decimal:
    return sum((one.amount for one in awards), Decimal(0))


def _portion(
    year: int, priority: str, title: str, awards: Sequence[Award], before: Sequence[Award] | None, share: int | None
) -> Portion:
    awarded = _sum(awards) if awards else None
    was = _sum(before) if before else None
    change = None if awarded is None or not was else (Fraction(awarded) - Fraction(was)) * 100 / Fraction(was)
    paid = [one.paid for one in awards if one.paid is not None]
    days = [one.paid_to for one in awards if one.paid is not None and one.paid_to is not None]
    funds = dict.fromkeys(one.source for one in awards)
    sums = [(fund, _sum([one for one in awards if one.source == fund])) for fund in funds]
    return Portion(
        priority, title, year, awarded, len(awards), share if awards else None, was,
        None if before is None else len(before), change,
        sum(paid, Decimal(0)) if paid else None, len(paid), min(days, default=None), max(days, default=None),
        tuple(sorted(sums, key=lambda one: -one[1])),
    )  # fmt: skip


# ---- in words


def pounds(amount: Decimal) -> str:
    """`£1,204,300`, with pence where there are any: `£1,204,300.50`."""
    return f"£{number(amount, 0 if amount == amount.to_integral_value() else 2)}"


def portion_sentences(one: Portion) -> tuple[str, ...]:
    """What was awarded, how that compares and which share it is; then, where it is stated, what was paid."""
    year, before = year_label(one.year), year_label(one.year - 1)
    if one.awarded is None:
        said = f"No award of {year} is for this priority."
        if one.awards_before and one.before is not None:
            said += f" In {before} {pounds(one.before)} was awarded by {_awards(one.awards_before)}."
        return (said,)
    compared = comparison(one)
    share = share_words(one)
    of_all = f"{share} of all that was awarded" if share else ""
    more = ", and ".join(filter(None, [compared, of_all]))
    said = f"{pounds(one.awarded)} was awarded in {year} by {_awards(one.awards)}" + (f": {more}." if more else ".")
    return (said, *([paid_sentence(one)] if one.paid is not None else []))


def comparison(one: Portion) -> str:
    """`£84,000 more (7.5%) than in 2024/25`; "" where the year before has no list."""
    before = year_label(one.year - 1)
    if one.awards_before is None:
        return ""
    if one.change is None or one.before is None:
        return f"none was awarded in {before}"
    if not one.change:
        return f"the same as in {before}"
    return f"{change_words(one)} than in {before}"


def change_words(one: Portion) -> str:
    """`£84,000 more (7.5%)`, `£84,000 less (7.5%)`, `no change`; "" where there is nothing to compare."""
    if one.change is None:
        return ""
    if not one.change:
        return "no change"
    size = abs(one.change_pct) if one.change_pct is not None else None
    pct = f" ({number(size, decimals_to_show(size, 1))}%)" if size is not None else ""
    return f"{pounds(abs(one.change))} {'more' if one.change > 0 else 'less'}{pct}"


def share_words(one: Portion) -> str:
    """`about 31%`, `less than 1%`; "" where it is the whole or there is nothing to share."""
    if one.share is None or not one.awarded:
        return ""
    return f"about {one.share}%" if one.share else "less than 1%"


def paid_sentence(one: Portion) -> str:
    """`£610,000 is stated as paid by 30 September 2025, for 10 of the 14 awards.`"""
    if one.paid is None or one.paid_from is None or one.paid_to is None:
        return ""
    which = _which(one.paid_stated, one.awards)
    return f"{pounds(one.paid)} is stated as paid {paid_by(one.paid_from, one.paid_to)}, for {which}."


def paid_by(first: date, last: date) -> str:
    """`by 30 September 2025`; where lists state other days, the earliest and the latest of them."""
    if first == last:
        return f"by {day_in_words(first)}"
    return f"by {day_in_words(first)} or a later day up to {day_in_words(last)}"


def _which(stated: int, awards: int) -> str:
    if stated < awards:
        return f"{stated:,} of the {awards:,} awards"
    return {1: "the one award", 2: "both awards"}.get(awards, f"all {awards:,} awards")


def _awards(many: int) -> str:
    return f"{many:,} {'award' if many == 1 else 'awards'}"


# ---- one list in place of another


@dataclass(frozen=True, slots=True)
class YearChange:
    """What a new list changes in a year: sums as they would be and as they are (None: no list states the year), and how
    many awards are new, have other figures, or are no longer named."""

    year: int
    now: YearOfFunding
    was: YearOfFunding | None
    new: int
    altered: int
    gone: int


def changed_awards(
    year: int, awards: Sequence[Award], held: Sequence[Award] | None, priorities: Sequence[Priority]
) -> YearChange | None:
    """What a year's awards change against those that stand (None: no list); None where they are the same, in any
    order."""
    before = {one.key: one for one in held or ()}
    after = {one.key: one for one in awards}
    if held is not None and before == after:
        return None
    used = {one.priority for one in [*awards, *(held or ())]}
    shown = [one for one in priorities if one.id in used]
    return YearChange(
        year,
        year_of_funding(year, awards, None, shown),
        None if held is None else year_of_funding(year, held, None, shown),
        len(after.keys() - before.keys()),
        sum(before[key] != after[key] for key in after.keys() & before.keys()),
        len(before.keys() - after.keys()),
    )


def change_pairs(one: YearChange) -> tuple[tuple[Portion, Portion | None], ...]:
    """Each priority as it would be, beside how it is; the whole year last; without those that have no award."""
    was = {} if one.was is None else {portion.priority: portion for portion in (*one.was.portions, one.was.whole)}
    now = {portion.priority: portion for portion in (*one.now.portions, one.now.whole)}
    missing = {name: replace(portion, awarded=None, awards=0) for name, portion in was.items() if name not in now}
    every = {**{name: p for name, p in now.items() if name}, **missing, "": one.now.whole}
    pairs = [(portion, was.get(name)) for name, portion in every.items()]
    return tuple(pair for pair in pairs if pair[0].awards or (pair[1] and pair[1].awards))


def change_sentences(one: YearChange) -> Iterator[str]:
    """The year, then each priority whose sum or number of awards differs."""
    year, whole = year_label(one.year), one.now.whole
    said = f"{year}: {_sum_words(whole)}"
    if one.was is None:
        yield f"{said}. No list of this year was held."
    else:
        counts = [(one.new, "new"), (one.altered, "with other words or figures"), (one.gone, "no longer named")]
        listed = ", ".join(f"{many:,} {words}" for many, words in counts if many)
        yield f"{said}, in place of {_sum_words(one.was.whole)} ({listed})."
    for now, was in change_pairs(one):
        if now.priority and (was is None or (now.awarded, now.awards) != (was.awarded, was.awards)):
            before = f", in place of {_sum_words(was)}" if was is not None else ""
            yield f"{year}, {now.title}: {_sum_words(now)}{before}."


def _sum_words(one: Portion) -> str:
    return f"{pounds(one.awarded)} by {_awards(one.awards)}" if one.awarded is not None else "no award"
