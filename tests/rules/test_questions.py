"""Which questions the facts raise, in which words, in which order, with which evidence."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from measures.model.commentary import Commentary
from measures.model.measure import Comparator
from measures.model.quarter import Quarter
from measures.model.rating import Comparison, Flag, MeasureRating, Period, Rating, ReasonCode, Signal
from measures.model.review import Promise, Question, QuestionCode
from measures.rules.exceptions import Before
from measures.rules.questions import Facts, questions_of
from measures.rules.restated import Restated
from tests.builders import a_measure, a_plan
from tests.views.test_status_view import comparison, rated

R, A, G = Rating.RED, Rating.AMBER, Rating.GREEN
NOW = Quarter.of(2016, 1)
HEAD = a_plan().head
MEETING = "at the meeting of 12 March 2016"
WORSE = Signal("unusual_worse", "outside", 20, 100.0, 80.0, 105.0, False)
HIGH = Signal("unusual_high", "shift", 20, 100.0, 80.0, 115.0, False)


def asked(*ratings: MeasureRating, before: dict[str, Rating | None] | None = None, **given: Any) -> list[Question]:
    """The questions on some ratings; unless said, each measure stood as it stands now at the last meeting."""
    stood = {one.measure.id: one.headline for one in ratings} if before is None else before
    return list(questions_of(Facts(ratings, given.pop("head", HEAD), Before(MEETING, stood), **given)))


def codes(*ratings: MeasureRating, **given: Any) -> list[str]:
    return [one.code.value for one in asked(*ratings, **given)]


def mixed(*colours: Rating) -> MeasureRating:
    both = [replace(comparison(colour), comparator=c, write=lambda colour=colour: f"The sum of {colour}.")
            for colour, c in zip(colours, (Comparator.LAST_YEAR, Comparator.BASELINE), strict=True)]  # fmt: skip
    return replace(rated("m", max(colours, key=[G, A, R].index)), mixed=True, comparisons=tuple(both))


def test_what_stands_as_it_should_raises_no_question() -> None:
    assert asked(rated("green", G), rated("amber", A), rated("red", R), rated("small", None, ReasonCode.SMALL_NUMBERS),
                 rated("context", None, ReasonCode.CONTEXT)) == []  # fmt: skip


def test_a_new_red_is_asked_about_with_what_it_was_and_what_is_being_done() -> None:
    said = {"m": Commentary("m", NOW, action="Patrols", action_by="Ch. Supt. A", action_due=date(2016, 9, 30))}
    (one,) = asked(rated("m", R), before={"m": G}, said=said)
    assert one.code is QuestionCode.NEW_RED
    assert one.text == (
        "Commissioner, the figure for “M” is Worse (red); at the meeting of 12 March 2016 it was At or better "
        "(green). What has changed, and what do you expect by the next meeting?"
    )
    assert one.evidence == (
        "The whole reason.",
        "What is being done, in the commentary for 2016/17 Q1: “Patrols” By Ch. Supt. A, by 30 September 2016.",
    )


@pytest.mark.parametrize(
    ("before", "was"), [({"m": A}, "Slightly worse (amber)"), ({"m": None}, "not rated"), ({}, "not in the plan")]
)
def test_a_new_red_says_what_it_was_before(before: dict[str, Rating | None], was: str) -> None:
    (one,) = asked(rated("m", R), before=before)
    assert f"it was {was}." in one.text
    assert one.evidence[-1] == "No commentary is written for 2016/17 Q1."


def test_a_red_that_was_red_is_no_new_one_and_a_new_amber_is_no_question() -> None:
    assert codes(rated("m", R), before={"m": R}) == []
    assert codes(rated("m", A), before={"m": G}) == []


@pytest.mark.parametrize(("quarters", "setting", "found"), [(2, 3, 0), (3, 3, 1), (3, 4, 0), (2, 2, 1)])
def test_a_red_that_lasts_is_asked_about_from_the_plans_setting_on(quarters: int, setting: int, found: int) -> None:
    head = replace(HEAD, question_red_quarters=setting)
    assert codes(rated("m", R), head=head, red_quarters={"m": quarters}) == ["long_red"] * found


def test_a_red_that_lasts_says_for_how_long_and_since_when() -> None:
    (one,) = asked(rated("m", R), red_quarters={"m": 3}, said={"m": Commentary("m", NOW, why="Sheds.")})
    assert one.text == (
        "Commissioner, the figure for “M” has been Worse (red) for 3 quarters, since 2015/16 Q3. What has been tried, "
        "what has it shown, and when do you expect it to turn?"
    )
    assert one.evidence[-1] == "The commentary for 2016/17 Q1 names nothing that is being done."


def test_the_evidence_of_a_red_says_whether_the_quarter_itself_is_unusual() -> None:
    usual = replace(WORSE, result="usual", rule=None)
    (one,) = asked(replace(rated("m", R), signal=usual), red_quarters={"m": 3})
    assert "Red, but within its usual range: the level is the issue, not this quarter." in one.evidence


def test_what_is_unusually_worse_is_asked_about_every_time_and_what_else_is_unusual_once() -> None:
    worse = replace(rated("worse", G), signal=WORSE)
    high = replace(rated("high", None, ReasonCode.CONTEXT, polarity="context"), signal=HIGH)
    first, second = asked(worse, high)
    assert first.text == (
        "Commissioner, the figure for “Worse” in April to June 2016 was unusually worse. What is behind it, and does "
        "it call for more than is being done?"
    )
    assert first.evidence == (
        "2016/17 Q1 by itself was 110; the usual range is 80 to 105.",
        "The sign: the quarter lies outside the usual range.",
        "Green, but unusually worse: look now.",
    )
    assert second.text.endswith("was unusually high. What is behind it?")
    assert second.evidence[1:] == ("The sign: seven quarters in a row lie on the same side of the average.",)
    again = {"worse": "unusual_worse", "high": "unusual_high"}
    assert [one.measure.id for one in asked(worse, high, signals_before=again)] == ["worse"]
    assert len(asked(high, signals_before={"high": "unusual_low"})) == 1


def test_an_action_whose_day_is_past_is_asked_about_once_for_a_measure() -> None:
    one = Promise(a_measure("m"), NOW.shift(-1), "Patrols", "Ch. Supt. A", date(2016, 6, 30), True)
    other = replace(one, action="Locks", by="", due=date(2016, 5, 1))
    (single,) = asked(rated("m", G), promises=[one])
    assert single.text == (
        "Commissioner, on “M” an action was due by 30 June 2016. Has it been done, and what did it bring?"
    )
    assert single.evidence == ("The commentary for 2015/16 Q4 named: “Patrols”, by Ch. Supt. A, by 30 June 2016.",)
    (both,) = asked(rated("m", G), promises=[one, other])
    assert both.text == (
        "Commissioner, on “M” 2 actions were due by 1 May 2016 and 30 June 2016. Have they been done, and what did "
        "they bring?"
    )
    assert both.evidence[1] == "The commentary for 2015/16 Q4 named: “Locks”, by 1 May 2016."
    assert asked(rated("m", G), promises=[replace(one, overdue=False)]) == []


def test_a_commentary_that_says_better_where_both_comparisons_say_worse_is_asked_about() -> None:
    both = replace(mixed(A, R), mixed=False)
    said = {"m": Commentary("m", NOW, happened="Burglary fell in the east.")}
    (one,) = asked(both, said=said)
    assert one.code is QuestionCode.SAYS_BETTER
    assert one.text == (
        "Commissioner, the commentary on “M” speaks of “fell”, and both comparisons say worse. How do the two fit "
        "together?"
    )
    assert one.evidence == (
        "The commentary: “Burglary fell in the east.”", "The sum of amber.", "The sum of red.",
    )  # fmt: skip


@pytest.mark.parametrize(
    "text", ["Burglary did not fall.", "Burglary rose, then fell.", "Burglary is a concern.", "Things got worse."]
)
def test_a_commentary_that_does_not_say_better_is_not_asked_about(text: str) -> None:
    assert codes(replace(mixed(A, R), mixed=False), said={"m": Commentary("m", NOW, happened=text)}) == []


def test_which_words_say_better_follows_from_which_way_is_better() -> None:
    def says(polarity: str, text: str) -> list[str]:
        measure = a_measure("m", polarity=polarity)
        return codes(replace(rated("m", R), measure=measure), said={"m": Commentary("m", NOW, happened=text)})

    assert says("higher", "Officers increased.") == ["says_better"]
    assert says("higher", "Officers fell.") == []
    assert says("lower", "Offences increased.") == []
    assert says("lower", "Offences decreased.") == ["says_better"]
    assert codes(mixed(G, R), said={"m": Commentary("m", NOW, happened="It improved.")}) == ["disagree"]


def test_comparisons_that_disagree_are_asked_about_with_both_sums() -> None:
    (one,) = asked(mixed(G, R))
    assert one.text == (
        "Commissioner, the figure for “M” is Worse (red) against the baseline, but At or better (green) against a "
        "year before. Which of these says more about how things stand, and why?"
    )
    assert one.evidence == ("The sum of green.", "The sum of red.")


def test_a_missing_figure_is_asked_about_only_where_nobody_gives_a_reason() -> None:
    missing = rated("m", None, ReasonCode.NO_VALUE, owner="The registrar")
    (one,) = asked(missing)
    assert one.text == (
        "Commissioner, the figure for “M” is missing, and no reason is given. What stands in the way, and when will it "
        "be there?"
    )
    assert one.evidence == (
        "The whole reason.", "No commentary and no note is written for 2016/17 Q1.", "It comes from: The registrar.",
    )  # fmt: skip
    assert codes(missing, explained={"m"}) == []
    assert codes(missing, said={"m": Commentary("m", NOW, unknown="The system is down.")}) == []
    assert codes(rated("m", None, ReasonCode.WITHHELD)) == []


def test_restated_figures_are_asked_about_with_both_figures_and_by_how_much() -> None:
    one = Restated(a_measure("m"), Period(NOW.shift(-1), NOW.shift(-1)), Fraction(100), Fraction(104))
    (single,) = asked(rated("m", G), restated={"m": [one]})
    assert single.text == (
        "Commissioner, on “M” a figure was restated by 4.0% since the meeting of 12 March 2016. Why, and does it "
        "change what the panel was told?"
    )
    assert single.evidence == ("In January–March 2016: reported 100 offences, now 104, 4 more (4.0%).",)
    gone = replace(one, now=None)
    (both,) = asked(rated("m", G), restated={"m": [one, replace(one, now=Fraction(110))]})
    assert "2 figures were restated by up to 10.0% since" in both.text
    (lost,) = asked(rated("m", G), restated={"m": [gone]})
    assert "a figure was restated since the meeting" in lost.text
    assert lost.evidence == ("In January–March 2016: reported 100 offences, now no figure.",)


@pytest.mark.parametrize(
    ("unit", "reported", "now", "exceeds"),
    [
        ("offences", 100, 102, False),
        ("offences", 100, Fraction(10201, 100), True),
        ("offences", 100, 97, True),
        ("offences", 0, 1, True),
        ("%", 50, 52, False),
        ("%", 50, Fraction(521, 10), True),
        ("offences", 100, None, True),
    ],
)
def test_a_figure_is_restated_by_more_than_the_setting_in_per_cent_or_points(
    unit: str, reported: int, now: int | Fraction | None, exceeds: bool
) -> None:
    measure = a_measure("m", unit=unit)
    one = Restated(measure, Period(NOW, NOW), Fraction(reported), None if now is None else Fraction(now))
    assert one.exceeds(Decimal(2)) is exceeds


def test_a_year_that_was_itself_unusual_is_asked_about() -> None:
    odd = replace(comparison(G), flags=(Flag.COMPARATOR_UNUSUAL,), period=Period(NOW.shift(-4), NOW.shift(-4)))
    rating = replace(rated("m", G), comparisons=(odd,), caveats=("2015/16 Q1: Flood",))
    (one,) = asked(rating)
    assert one.text == (
        "Commissioner, the figure for “M” is compared with a year before (April–June 2015), which was itself unusual. "
        "How does it stand against an ordinary year?"
    )
    assert one.evidence == ("The whole reason.", "2015/16 Q1: Flood")
    unrated: Comparison = replace(odd, rating=None, reason_code=ReasonCode.NO_VALUE)
    assert codes(replace(rating, headline=None, reason_code=ReasonCode.SMALL_NUMBERS, comparisons=(unrated,))) == []


def test_the_questions_stand_in_the_order_of_their_codes_and_then_of_the_plan_one_for_a_measure_and_code() -> None:
    given = [mixed(G, R), rated("gone", None, ReasonCode.NO_VALUE), rated("red", R), rated("long", R)]
    found = asked(*given, before={"long": R}, red_quarters={"long": 4, "m": 3})
    assert [(one.code.value, one.measure.id) for one in found] == [
        ("new_red", "m"), ("new_red", "red"), ("long_red", "m"), ("long_red", "long"), ("disagree", "m"),
        ("missing", "gone"),
    ]  # fmt: skip
    assert all(one.text.startswith("Commissioner, ") and one.text.endswith("?") and one.evidence for one in found)
