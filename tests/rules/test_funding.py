"""What was awarded, added up and said: exact sums, shares that make 100, the year before, what is paid."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from measures.model.funding import ALL, Award, Portion, YearOfFunding, year_of_slug, years_of_plan
from measures.model.measure import Priority
from measures.rules.funding import changed_awards, portion_sentences, pounds, whole_shares, year_of_funding

SEPTEMBER, DECEMBER = date(2025, 9, 30), date(2025, 12, 31)
PRIORITIES = (Priority("crime", "Tackle crime"), Priority("victims", "Victims"), Priority("roads", "Safer roads"))


def award(amount: str, priority: str = "crime", year: int = 2025, paid: str | None = None, to: date | None = None,
          recipient: str = "R", source: str = "Fund") -> Award:  # fmt: skip
    stated = None if paid is None else Decimal(paid)
    return Award(year, priority, recipient, "P", source, Decimal(amount), stated, to or (SEPTEMBER if paid else None))


def of(sums: YearOfFunding, priority: str) -> Portion:
    return next(one for one in sums.portions if one.priority == priority)


def test_a_priority_is_summed_and_said_beside_the_year_before_its_share_and_what_is_paid() -> None:
    awards = [award("1204300", paid="610000"), award("2680538.71", "victims")]
    sums = year_of_funding(2025, awards, [award("1120300", year=2024)], PRIORITIES)
    assert portion_sentences(of(sums, "crime")) == (
        "£1,204,300 was awarded in 2025/26 by 1 award: £84,000 more (7.5%) than in 2024/25, and about 31% of all that "
        "was awarded.",
        "£610,000 is stated as paid by 30 September 2025, for the one award.",
    )
    assert sums.whole.awarded == Decimal("3884838.71")
    assert portion_sentences(sums.whole)[0].startswith("£3,884,838.71 was awarded in 2025/26 by 2 awards: ")


def test_pence_are_added_exactly_and_shown_where_there_are_any() -> None:
    sums = year_of_funding(2025, [award("0.10", recipient="A"), award("0.20", recipient="B")], None, PRIORITIES)
    assert sums.whole.awarded == Decimal("0.30")
    assert [pounds(Decimal(one)) for one in ("0.30", "1000", "1000.5", "1000.00")] == [
        "£0.30", "£1,000", "£1,000.50", "£1,000",
    ]  # fmt: skip


def test_without_a_list_of_the_year_before_nothing_is_said_of_it() -> None:
    sums = year_of_funding(2025, [award("100")], None, PRIORITIES)
    assert (sums.held_before, of(sums, "crime").change, of(sums, "crime").before) == (False, None, None)
    assert portion_sentences(of(sums, "crime")) == (
        "£100 was awarded in 2025/26 by 1 award: about 100% of all that was awarded.",
    )
    assert portion_sentences(sums.whole) == ("£100 was awarded in 2025/26 by 1 award.",)


def test_no_award_is_said_to_be_none_and_never_a_zero() -> None:
    before = [award("50", "victims", 2024), award("70", year=2024)]
    sums = year_of_funding(2025, [award("100"), award("5", "roads")], before, PRIORITIES)
    gone, new = of(sums, "victims"), of(sums, "roads")
    assert (gone.awarded, gone.share, gone.change, gone.paid) == (None, None, None, None)
    assert portion_sentences(gone) == (
        "No award of 2025/26 is for this priority. In 2024/25 £50 was awarded by 1 award.",
    )
    assert (new.before, new.awards_before, new.change, new.change_pct) == (None, 0, None, None)
    assert "none was awarded in 2024/25" in portion_sentences(new)[0]
    assert not any("£0" in text for one in sums.portions for text in portion_sentences(one))


@pytest.mark.parametrize(
    ("now", "before", "said"),
    [
        ("100", "100", ": the same as in 2024/25, and"),
        ("90", "100", ": £10 less (10.0%) than in 2024/25, and"),
        ("100.01", "100", ": £0.01 more (0.01%) than in 2024/25, and"),
        ("100", "0", ": £100 more than in 2024/25, and"),
    ],
)
def test_a_difference_is_said_in_pounds_and_per_cent_and_from_nothing_without_per_cent(
    now: str, before: str, said: str
) -> None:
    sums = year_of_funding(2025, [award(now)], [award(before, year=2024)], PRIORITIES)
    assert said in portion_sentences(of(sums, "crime"))[0]


def test_what_is_paid_is_told_with_how_many_awards_state_it_and_their_days() -> None:
    awards = [award("10", paid="4", recipient="A"), award("10", paid="0", to=DECEMBER, recipient="B"),
              award("10", recipient="C")]  # fmt: skip
    crime = of(year_of_funding(2025, awards, None, PRIORITIES), "crime")
    assert (crime.paid, crime.paid_stated, crime.paid_from, crime.paid_to) == (4, 2, SEPTEMBER, DECEMBER)
    assert portion_sentences(crime)[1] == (
        "£4 is stated as paid by 30 September 2025 or a later day up to 31 December 2025, for 2 of the 3 awards."
    )
    unsaid = of(year_of_funding(2025, awards[2:], None, PRIORITIES), "crime")
    assert (unsaid.paid, len(portion_sentences(unsaid))) == (None, 1)


def test_funds_are_added_up_with_the_largest_first() -> None:
    awards = [award("1", source="Small"), award("5", source="Big", recipient="B"), award("2", "victims", source="Big")]
    sums = year_of_funding(2025, awards, None, PRIORITIES)
    assert sums.whole.sources == (("Big", 7), ("Small", 1))
    assert of(sums, "victims").sources == (("Big", 2),)


def test_what_serves_all_priorities_comes_last_and_only_where_there_is_any() -> None:
    assert [one.priority for one in year_of_funding(2025, [award("1")], None, PRIORITIES).portions] == [
        "crime", "victims", "roads",
    ]  # fmt: skip
    shown = year_of_funding(2025, [award("1"), award("1", ALL)], None, PRIORITIES).portions
    assert (shown[-1].priority, shown[-1].title) == ("all", "All priorities")


def test_shares_are_whole_and_a_small_one_is_less_than_one_per_cent() -> None:
    assert whole_shares([Decimal(1)] * 3) == [34, 33, 33]
    assert whole_shares([Decimal(0), Decimal(0)]) == [None, None]
    sums = year_of_funding(2025, [award("100000"), award("1", "victims")], None, PRIORITIES)
    assert "less than 1% of all" in portion_sentences(of(sums, "victims"))[0]


@given(st.lists(st.decimals(0, 10**9, places=2), min_size=1, max_size=12))
def test_shares_make_100_together_and_none_is_a_whole_per_cent_from_its_own(amounts: list[Decimal]) -> None:
    shares, total = whole_shares(amounts), sum(amounts)
    if not total:
        assert shares == [None] * len(amounts)
        return
    assert sum(one or 0 for one in shares) == 100
    assert all(abs(100 * amount - (share or 0) * total) < total for amount, share in zip(amounts, shares, strict=True))


def test_the_same_awards_in_another_order_change_nothing_and_what_differs_is_counted() -> None:
    held = [award("1", recipient="A"), award("2", recipient="B"), award("3", "victims", recipient="C")]
    assert changed_awards(2025, held[::-1], held, PRIORITIES) is None
    changed = changed_awards(2025, [held[0], award("5", recipient="B"), award("9", recipient="D")], held, PRIORITIES)
    assert changed is not None
    assert (changed.new, changed.altered, changed.gone) == (1, 1, 1)


def test_the_years_of_a_plan_are_those_that_it_touches_and_an_address_names_one_or_none() -> None:
    assert list(years_of_plan(date(2013, 3, 15), date(2015, 3, 31))) == [2012, 2013, 2014]
    assert [year_of_slug(one) for one in ("2025-26", "2025-27", "2025", "25-26", "")] == [2025, None, None, None, None]
