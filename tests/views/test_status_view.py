"""The quarter at a glance in words: the finding, the totals, what moved; worst news first, nothing left out."""

from dataclasses import replace
from fractions import Fraction

import pytest

from measures.model.measure import Comparator, Measure, Tolerance, ToleranceUnit
from measures.model.quarter import Quarter
from measures.model.rating import Comparison, Flag, MeasureRating, Period, Rating, ReasonCode, Signal
from measures.model.status import Arrival, QuarterStatus
from measures.views.changes import changes
from measures.views.signal_words import short_sign
from measures.views.status_view import finding, late_in_words, status_view, tally_in_words, tiles, worst_first
from measures.widgets.markup import Place
from measures.widgets.status_html import priority_section
from tests.builders import a_measure, a_plan

NOW = Quarter.of(2016, 1)
R, A, G = Rating.RED, Rating.AMBER, Rating.GREEN


def comparison(rating: Rating | None, code: ReasonCode | None = None, against: int = 100, **also: object) -> Comparison:
    period = Period(NOW, NOW)
    one = Comparison(
        Comparator.LAST_YEAR, Fraction(110), period, Fraction(against), period, Fraction(110 - against),
        Fraction(100 * (110 - against), against), rating, code, Tolerance(ToleranceUnit.PCT, 5), (),  # type: ignore[arg-type]
        rating.words if rating else (code.words if code else ""), lambda: "The whole reason.",
    )  # fmt: skip
    return replace(one, **also)  # type: ignore[arg-type]


def rated(name: str, headline: Rating | None, code: ReasonCode | None = None, **measure: object) -> MeasureRating:
    reason = None if headline else code or ReasonCode.NO_VALUE
    one = comparison(headline, reason)
    words = headline.words if headline else one.words
    return MeasureRating(a_measure(name, **measure), NOW, Fraction(110), Fraction(110), Period(NOW, NOW), headline,
                         False, reason, words, (), (one,))  # fmt: skip


def several(*headlines: Rating | None) -> list[MeasureRating]:
    return [rated(f"m{place}", headline) for place, headline in enumerate(headlines)]


def status(now: list[MeasureRating], before: list[MeasureRating]) -> QuarterStatus:
    plan = a_plan(*(one.measure for one in now))
    return QuarterStatus(plan, NOW, None, tuple(now), {b.measure.id: b for b in before}, (NOW,), (plan.head,))


@pytest.mark.parametrize(
    ("headlines", "said"),
    [
        ([G, G, R, A, None], "2 of 4 rated measures are at or better than before; 1 is worse and 1 is slightly worse"),
        ([G, R, R], "1 of 3 rated measures is at or better than before; 2 are worse"),
        ([R, R], "0 of 2 rated measures are at or better than before; 2 are worse"),
        ([G, G], "All 2 rated measures are at or better than before"),
        ([A, None], "The one rated measure is slightly worse than before"),
        ([None, None], "No measure can be rated this quarter"),
        ([], "No measure is listed here"),
    ],
)
def test_the_title_is_the_finding(headlines: list[Rating | None], said: str) -> None:
    assert finding(several(*headlines)) == said


def test_while_figures_are_late_the_title_says_how_many_are_in_and_no_total_is_set_beside_the_quarter_before() -> None:
    partly = Arrival(3, 5, ("Robbery", "Bicycle theft"))
    now = status(several(G, R, R, None, None), several(G, G, G, G, G))
    view = status_view(now, partly)
    assert view.title == (
        "So far 3 of 5 figures are in: 1 of 3 rated measures is at or better than before; 2 are worse"
    )
    assert {tile.since for tile in view.tiles} == {""}
    assert late_in_words(partly, NOW) == (
        "2 figures of 2016/17 Q1 that came in earlier quarters are still to come: Robbery and Bicycle theft. What "
        "stands here is of the figures that are in."
    )
    assert status_view(now, replace(partly, late=())) == status_view(now)
    assert late_in_words(replace(partly, there=0), NOW) == late_in_words(None, NOW) == ""


def test_the_four_totals_add_up_to_all_measures_and_tell_the_change_since_the_quarter_before() -> None:
    found = tiles(several(R, R, G, None), several(R, A, G, None), NOW.shift(-1), a_plan())
    assert [(one.word, one.number, one.since) for one in found] == [
        ("Worse", 2, "1 more than 2015/16 Q4"),
        ("Slightly worse", 0, "1 fewer than 2015/16 Q4"),
        ("At or better", 1, "same as 2015/16 Q4"),
        ("Not rated", 1, "same as 2015/16 Q4"),
    ]


def test_the_totals_say_how_far_worse_is_slightly_in_figures() -> None:
    def said(*measures: Measure) -> list[str]:
        return [one.meaning for one in tiles([], [], NOW.shift(-1), a_plan(*measures))]

    assert said(a_measure())[:3] == ["by more than 5%", "by up to 5%", "on each comparison made"]
    ratio, own = a_measure("r", kind="ratio"), a_measure("o", tolerance_pct="3")
    assert said(a_measure(), ratio)[0] == "by more than 5% or 2 points"
    assert said(a_measure(), ratio, own)[1] == "by up to 5%, 2 points or its own limit"
    assert said(a_measure(), own)[1] == "by up to 5% or its own limit"
    assert said(a_measure("c", kind="ratio", polarity="context"), a_measure())[0] == "by more than 5%"


def test_without_a_quarter_before_no_change_is_claimed() -> None:
    assert {one.since for one in tiles(several(R), [], NOW.shift(-1), a_plan())} == {""}


@pytest.mark.parametrize(
    ("before", "after", "group"),
    [
        (G, A, "Got worse"),
        (A, R, "Got worse"),
        (R, A, "Got better"),
        (G, None, "No longer rated"),
        (None, R, "Rated again or for the first time"),
        (R, R, "Still worse"),
        (G, G, ""),
        (A, A, ""),
        (None, None, ""),
    ],
)
def test_every_move_of_a_rating_has_its_heading(before: Rating | None, after: Rating | None, group: str) -> None:
    found = changes(status([rated("m", after)], [rated("m", before)]))
    assert [one.title for one in found] == ([group] if group else [])


def test_a_measure_that_was_not_in_the_plan_before_is_rated_for_the_first_time() -> None:
    assert [one.title for one in changes(status([rated("m", G)], []))] == ["Rated again or for the first time"]


def test_a_red_carries_its_reason_and_a_lost_rating_says_why() -> None:
    found = changes(status([rated("a", R), rated("b", None)], [rated("a", R), rated("b", G)]))
    assert {group.title: group.changes[0].reasons for group in found} == {
        "No longer rated": ("No data yet",),
        "Still worse": ("The whole reason.",),
    }


def test_what_got_better_carries_its_sum_of_the_comparison_that_moved() -> None:
    def one(*ratings: Rating) -> MeasureRating:
        against = zip((Comparator.LAST_YEAR, Comparator.PREVIOUS_QUARTER), ratings, (100, 200), strict=True)
        return replace(rated("m", max(ratings, key=[G, A, R].index)), comparisons=tuple(
            comparison(rating, against=value, comparator=name) for name, rating, value in against
        ))  # fmt: skip

    [group] = changes(status([one(G, G)], [one(G, R)]))
    assert group.title == "Got better"
    assert group.changes[0].reasons == (
        "110 offences in April–June 2016, 90 fewer (-45.0%) than 200 the quarter before.".replace("-", "−"),
    )


def test_a_reason_that_three_or_more_have_stands_once_in_the_heading() -> None:
    names = ("a", "b", "c", "d")
    lost = [rated(name, None) for name in names[:3]] + [rated("d", None, ReasonCode.WITHHELD)]
    [group] = changes(status(lost, [rated(name, G) for name in names]))
    assert (group.title, group.reason) == ("No longer rated", "No data yet")
    assert [one.reasons for one in group.changes] == [(), (), (), ("Withheld to protect confidentiality",)]
    [two] = changes(status(lost[:2], [rated(name, G) for name in names]))
    assert (two.reason, [one.reasons for one in two.changes]) == ("", [("No data yet",)] * 2)


def test_chance_is_said_beside_its_comparison_and_what_is_unusual_under_its_word() -> None:
    noise, since = (Flag.WITHIN_USUAL_VARIATION, Flag.PROVISIONAL), Comparator.BASELINE
    pair = (comparison(G, flags=noise), comparison(G, against=400, comparator=since))
    signal = Signal("unusual_better", "shift", 26, 150.0, 90.0, 210.0, False)
    one = replace(rated("m", G), comparisons=pair, flags=noise, signal=signal, trend=(*[160.0] * 6, *[110.0] * 7))
    [row] = status_view(status([one], [])).tables[0].rows
    assert [cell.chance for cell in row.cells] == [True, False]
    assert (row.signal, row.sign, row.own_flags) == (
        "Unusually better", "7 quarters below average", "provisional figures",
    )  # fmt: skip
    assert row.flags.startswith("within the usual variation")
    html = priority_section(status_view(status([one], [])).tables[0], Place("plan", NOW))
    assert html.count("this difference could be chance") == 1
    assert "within the usual variation" not in html


@pytest.mark.parametrize(
    ("rule", "trend", "said"),
    [
        ("outside", (150.0, 80.0), "below the usual range"),
        ("outside", (150.0, 220.0), "above the usual range"),
        ("trend", (150.0, 160.0), "7 quarters rising"),
        ("trend", (150.0, 140.0), "7 quarters falling"),
        ("two_in_three", (150.0, 205.0), "2 of 3 near the top of its range"),
        ("shift", (), ""),
    ],
)
def test_each_sign_has_a_few_words_of_its_own(rule: str, trend: tuple[float, ...], said: str) -> None:
    signal = Signal("unusual_worse", rule, 26, 150.0, 90.0, 210.0, False)
    assert short_sign(replace(rated("m", R), signal=signal, trend=trend)) == said
    assert short_sign(replace(rated("m", R), signal=replace(signal, result="usual"), trend=trend)) == ""


def test_the_worst_come_first_and_comments_last() -> None:
    mixed = [
        rated("comment", None, ReasonCode.NARRATIVE), rated("context", None, ReasonCode.CONTEXT), rated("green", G),
        rated("missing", None), rated("amber", A), rated("red", R),
    ]  # fmt: skip
    assert [one.measure.id for one in worst_first(mixed)] == ["red", "amber", "green", "missing", "context", "comment"]


def test_a_tally_always_counts_those_without_a_rating() -> None:
    assert tally_in_words(several(R, G)) == "1 worse, 1 at or better, 0 not rated"


def test_a_row_that_has_one_reason_for_all_comparisons_says_it_once() -> None:
    empty = {"current": None, "value": None, "change": None, "change_pct": None}
    pair = tuple(
        comparison(None, ReasonCode.NO_VALUE, comparator=one, **empty)
        for one in (Comparator.LAST_YEAR, Comparator.BASELINE)
    )
    one = replace(rated("m", None), value=None, comparisons=pair)
    row = status_view(status([one], [])).tables[0].rows[0]
    assert row.shared_reason == "No data yet"
    assert row.figure == "–"


def test_when_nothing_moved_the_page_says_so() -> None:
    view = status_view(status([rated("m", R)], [rated("m", R)]))
    assert view.quiet == "No rating moved between 2015/16 Q4 and 2016/17 Q1."
