"""Which measures a chair would ask about, why, and in which order."""

from dataclasses import replace

import pytest

from measures.model.exceptional import Cause, ExceptionEntry
from measures.model.quarter import Quarter
from measures.model.rating import Comparison, MeasureRating, Period, Rating, ReasonCode, Signal
from measures.rules.exceptions import LISTED_REASONS, Before, exceptions_of, red_runs
from measures.rules.steps import rate
from tests.builders import a_measure, a_plan, values
from tests.views.test_status_view import comparison, rated

NOW = Quarter.of(2016, 1)
R, A, G = Rating.RED, Rating.AMBER, Rating.GREEN
USUAL = Signal("usual", None, 20, 100.0, 80.0, 120.0, False)
WORSE = Signal("unusual_worse", "outside", 20, 100.0, 80.0, 105.0, False)


def one(
    name: str, headline: Rating | None, signal: Signal | None = USUAL, code: ReasonCode | None = None
) -> MeasureRating:
    return replace(rated(name, headline, code), signal=signal)


def mixed(name: str, signal: Signal = USUAL) -> MeasureRating:
    from measures.model.measure import Comparator

    green: Comparison = replace(comparison(G), comparator=Comparator.BASELINE)
    given = one(name, R, signal)
    return replace(given, mixed=True, comparisons=(*given.comparisons, green))


def listed(*ratings: MeasureRating, before: dict[str, Rating | None] | None = None, **also: object) -> list[str]:
    return [entry.rating.measure.id for entry in entries(*ratings, before=before, **also)]


def entries(
    *ratings: MeasureRating, before: dict[str, Rating | None] | None = None, **also: object
) -> tuple[ExceptionEntry, ...]:
    runs = also.pop("runs", {})
    return exceptions_of(ratings, Before(headlines=before or {}), runs, **also)  # type: ignore[arg-type]


def test_what_is_as_it_should_be_is_not_listed() -> None:
    assert listed(one("green", G), one("amber", A), one("rising", None, code=ReasonCode.CONTEXT)) == []
    assert (
        listed(one("small", None, code=ReasonCode.SMALL_NUMBERS), one("new", None, code=ReasonCode.NEW_MEASURE)) == []
    )


def test_the_first_is_what_a_chair_would_ask_first() -> None:
    given = [
        one("withheld", None, code=ReasonCode.WITHHELD),
        one("amber-from-green", A),
        mixed("mixed-for-9"),
        one("red-for-2", R),
        one("red-for-3", R),
        one("green-unusual", G, WORSE),
        one("no-figure", None, code=ReasonCode.NO_VALUE),
        one("red-unusual", R, WORSE),
        mixed("mixed-unusual", WORSE),
        one("amber-unusual", A, WORSE),
        one("worst-tenth", G),
    ]
    runs = {"mixed-for-9": 9, "red-for-2": 2, "red-for-3": 3, "red-unusual": 1, "mixed-unusual": 5}
    found = listed(*given, before={"amber-from-green": G}, runs=runs, worst_tenth={"worst-tenth"})
    assert found == [
        "red-unusual", "mixed-unusual", "amber-unusual", "green-unusual", "red-for-3", "red-for-2", "mixed-for-9",
        "amber-from-green", "worst-tenth", "withheld", "no-figure",
    ]  # fmt: skip


@pytest.mark.parametrize("code", LISTED_REASONS)
def test_a_missing_rating_is_listed_with_its_reason(code: ReasonCode) -> None:
    (entry,) = entries(one("m", None, code=code))
    assert entry.causes == (Cause.NOT_RATED,)
    assert entry.why.lower() == f"not rated: {code.words.lower()}."


def test_why_says_how_long_and_whether_the_quarter_itself_is_unusual() -> None:
    (usual,) = entries(one("m", R), runs={"m": 3})
    assert usual.why == (
        "Red for 3 quarters, since 2015/16 Q3, but within its usual range: the level is the issue, not this quarter."
    )
    assert (usual.red_since, usual.red_quarters) == (Quarter.of(2015, 3), 3)
    (unusual,) = entries(one("m", R, WORSE), runs={"m": 3})
    assert unusual.why == (
        "Red for 3 quarters, since 2015/16 Q3, and unusually worse (the quarter lies outside the usual range): "
        "look now."
    )


def test_a_green_that_is_unusually_worse_is_listed_without_a_red() -> None:
    (entry,) = entries(one("m", G, WORSE))
    assert entry.why == "Green, but unusually worse (the quarter lies outside the usual range): look now."
    assert (entry.red_since, entry.red_quarters) == (None, 0)


def test_a_mixed_red_says_against_what() -> None:
    (entry,) = entries(mixed("m"), runs={"m": 2})
    assert entry.causes == (Cause.MIXED,)
    assert "(against a year before; Green against the baseline)" in entry.why


def test_worse_than_before_says_than_when() -> None:
    (newly,) = entries(one("m", R), before={"m": G}, runs={"m": 1})
    assert newly.why.startswith("Red since this quarter, Green the quarter before, but within its usual range")
    before = Before("at the meeting of 12 March 2016", {"m": G})
    meeting = exceptions_of([one("m", A)], before, {})
    assert (
        meeting[0].why == "Amber since this quarter, Green at the meeting of 12 March 2016, and within its usual range."
    )
    long_ago = exceptions_of([one("m", A)], replace(before, is_next=False), {})  # Amber in between too, perhaps
    assert long_ago[0].why == "Amber, Green at the meeting of 12 March 2016, and within its usual range."
    assert listed(one("m", A), before={"m": A}) == []
    assert listed(one("m", A), before={"m": None}) == []


def test_the_worst_tenth_is_a_statement_of_its_own() -> None:
    (entry,) = entries(one("m", G), worst_tenth={"m"})
    assert entry.why == "Green, and within its usual range; in the worst 10% of similar forces."


def test_a_measure_without_a_signal_is_told_by_its_colour() -> None:
    assert entries(one("m", R, None), runs={"m": 2})[0].why == "Red for 2 quarters, since 2015/16 Q4."


def test_a_run_of_reds_is_counted_back_to_the_first_quarter_without_one() -> None:
    figures = {f"201{y}/1{y + 1} Q1": figure for y, figure in ((3, 100), (4, 90), (5, 120), (6, 150), (7, 190))}
    plan = a_plan(a_measure(), comparators=["last_year"])
    quarters = [Quarter.of(2014, 1), *(Quarter.of(2015, 1).shift(n) for n in range(9))]
    ratings = rate(values(figures), plan, quarters)
    assert red_runs(ratings, Quarter.of(2017, 1)) == {"burglary": 1}  # the quarters between have no figure
    assert red_runs(ratings, Quarter.of(2014, 1)) == {}


def test_a_red_that_lasts_counts_every_quarter() -> None:
    low = {f"2015/16 Q{n}": 100 for n in (1, 2, 3, 4)}
    high = {f"2016/17 Q{n}": 120 for n in (1, 2, 3, 4)}
    quarters = [Quarter.of(2015, 1).shift(n) for n in range(8)]
    ratings = rate(values(low | high), a_plan(a_measure(), comparators=["last_year"]), quarters)
    assert red_runs(ratings, Quarter.of(2016, 3)) == {"burglary": 3}


def test_no_plan_of_periods_changes_what_is_listed() -> None:
    """The period of a rating is for its words alone."""
    given = one("m", R)
    assert listed(replace(given, period=Period(NOW.shift(-3), NOW))) == listed(given)
