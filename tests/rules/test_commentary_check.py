"""What a check of a written text points to, in words, and what it passes over."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from measures.model.commentary import Commentary
from measures.model.measure import Comparator
from measures.model.quarter import Quarter
from measures.model.rating import MeasureRating, Rating, Signal
from measures.model.remark import Remark, RemarkCode
from measures.model.status import MeasureSeries, SeriesPoint
from measures.rules.commentary_check import Beside, check_commentary, same_words, unknown_numbers
from measures.rules.known_figures import known_figures
from measures.rules.numbers_said import Known, numbers_said
from tests.builders import a_measure
from tests.views.test_status_view import comparison, rated

NOW = Quarter.of(2016, 1)
DAY = date(2016, 9, 12)
R, A, G = Rating.RED, Rating.AMBER, Rating.GREEN
UP, DOWN = comparison(R, against=100), comparison(G, against=120)


def texts_of(said: str) -> list[str]:
    return [one.text for one in numbers_said(said)]


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("Up 68 to 1,172 offences", ["68", "1,172"]),
        ("6.2% more, or 6.2 per cent", ["6.2%", "6.2 per cent"]),
        ("£1.2 million, 1.2k, 3 thousand", ["£1.2 million", "1.2k", "3 thousand"]),
        ("in 2016, in 2019/20 Q3 and Q4 2016-17, since March 2015 or May ’24", []),
        ("on 30 June 2016, 30/06/2016, 2016-06-30, June 30, the 5th and 1 to 3 May", []),
        ("12 months to June, a 6-week trial, 24/7, 10:30, 9am, 3 to 5 days", []),
        ("999 and 101 calls under section 60, stage 2, aged 16 to 24, M6, under-18s, COVID-19", []),
        ("1,999 and 2,101 and £999", ["1,999", "2,101", "£999"]),
        ("2 in 3 victims, one in 5, per 1,000 people", []),
        ("1. First\n2. Second 14", ["14"]),
        ("1,0000 and 3.1.4 and 7x", []),
        ("(12), “13”, 14.", ["(12)"[1:3], "13", "14"]),
    ],
)
def test_what_could_be_a_figure_is_read_from_a_text_and_what_is_none_is_left_out(said: str, found: list[str]) -> None:
    assert texts_of(said) == found


def test_minutes_are_figures_of_a_measure_of_minutes() -> None:
    minutes = a_measure("wait", kind="mean", unit="minutes")
    assert [one.text for one in numbers_said("It took 12 minutes", minutes)] == ["12"]
    assert numbers_said("It took 12 minutes", a_measure()) == ()


@pytest.mark.parametrize(
    ("said", "figure", "known"),
    [
        ("1,172", "1172", True),
        ("1,171", "1172", False),
        ("1,200", "1172", True),
        ("1,100", "1172", False),
        ("over 1,100", "1172", True),
        ("1.2 thousand", "1172", True),
        ("1.3 thousand", "1172", False),
        ("6%", "6.16", True),
        ("6.2%", "6.16", True),
        ("6.1%", "6.16", False),
        ("about 7%", "6.16", True),
        ("7%", "6.16", False),
        ("68", "-68", True),
        ("100", "120", False),
        ("1,000", "1040", True),
        ("1,000", "1400", False),
        ("0", "0", True),
    ],
)
def test_a_number_is_known_where_a_figure_rounds_to_it(said: str, figure: str, known: bool) -> None:
    (number,) = numbers_said(said)
    assert number.is_among(Known(near=frozenset({Fraction(figure)}))) is known


def test_a_figure_of_another_quarter_has_to_round_to_the_last_digit() -> None:
    far = Known(far=frozenset({Fraction(1172)}))
    assert [one.is_among(far) for one in numbers_said("1,172 1,200")] == [True, False]


def test_what_is_known_of_a_measure_is_its_figures_and_their_changes() -> None:
    rating = replace(rated("m", R), signal=Signal("usual", None, 20, 101.5, 80.25, 120.75, False))
    points = tuple(
        SeriesPoint(NOW.shift(-back), float(value), float(value), None, None, None, "", "")
        for back, value in ((4, 88), (1, 99), (0, 110))
    )
    near = known_figures(rating, None, MeasureSeries(points, (), ())).near
    assert {Fraction(n) for n in (110, 100, 10, 5, 11, 22, 25)} <= near  # 10 and 10% above 100; 22 (25%) above 88
    assert Fraction(203, 2) in near
    assert Fraction(88) in known_figures(rating, None, MeasureSeries(points, (), ())).far
    pounds = replace(rating, measure=a_measure("m", unit="£000"))
    assert Fraction(110_000) in known_figures(pounds).near


def check(text: str = "", rating: MeasureRating | None = None, *, earlier: Commentary | None = None,
          before: MeasureRating | None = None, why: str = "", **said: object) -> dict[RemarkCode, Remark]:  # fmt: skip
    rating = rating or rated("m", A)
    written = Commentary("m", NOW, happened=text, why=why, **said)  # type: ignore[arg-type]
    found = check_commentary(written, Beside(rating, before, known_figures(rating, before), earlier, DAY))
    assert len({one.code for one in found}) == len(found)
    return {one.code: one for one in found}


def test_a_number_that_is_not_in_the_data_is_pointed_to() -> None:
    one = check("110 offences, 10% more; 37 arrests.", why="14 bikes.")[RemarkCode.NUMBER_NOT_IN_DATA]
    assert one.words == ("37", "14")
    assert one.text == "37 and 14 are not among the figures of this measure, nor changes of them. Where are they from?"
    (single,) = check("37 arrests.").values()
    assert single.text == "37 is not among the figures of this measure, nor a change of one. Where is it from?"
    assert check("110 offences, 10 more than 100.") == {}
    assert check(action="20 patrols") == {}


def test_a_measure_without_figures_has_no_number_to_be_checked() -> None:
    rating = replace(rated("m", None, kind="narrative"), value=None, quarter_value=None, comparisons=())
    assert check("37 arrests, which fell.", rating) == {}


def test_reduced_where_the_figure_rose_is_pointed_to_with_the_sums() -> None:
    rating = replace(rated("m", A), comparisons=(UP, replace(UP, comparator=Comparator.BASELINE)))
    one = check("Offences were reduced in the north.", rating)[RemarkCode.SAYS_FELL]
    assert one.text == (
        "The text says “reduced”, and the figure is up: 10 more than a year before and 10 more than the baseline."
    )
    assert one.words == ("reduced",)
    assert check("Offences were down 10 on the year.", rating).keys() == {RemarkCode.SAYS_FELL}
    assert check("Offences were not reduced.", rating) == {}
    assert check("Offences rose.", rating) == {}


def test_rose_where_the_figure_fell_is_pointed_to() -> None:
    one = check("Offences increased.", replace(rated("m", G), comparisons=(DOWN,)))[RemarkCode.SAYS_ROSE]
    assert one.text == "The text says “increased”, and the figure is down: 10 fewer than a year before."


def test_what_one_comparison_bears_out_or_a_text_that_says_both_is_passed_over() -> None:
    both = replace(rated("m", A), comparisons=(UP, DOWN))
    assert check("Offences fell.", both) == {}
    assert check("Offences rose in May and fell in June.", replace(rated("m", A), comparisons=(UP,))) == {}
    assert check("", replace(rated("m", A), comparisons=(UP,)), why="Fewer reports.").keys() == {RemarkCode.SAYS_FELL}
    assert check("Steady.", replace(rated("m", A), comparisons=(UP,)), why="Fewer reports.") == {}


def test_where_the_quarter_alone_went_the_way_the_text_says_that_is_said() -> None:
    before = replace(rated("m", A), quarter_value=Fraction(130))
    one = check("Offences fell.", replace(rated("m", A), comparisons=(UP,)), before=before)[RemarkCode.SAYS_FELL]
    assert one.text.endswith(" Only from 2015/16 Q4 to 2016/17 Q1, each by itself, it went the way it says.")


def test_only_good_news_under_a_red_is_pointed_to() -> None:
    one = check("A successful quarter with strong partnerships.", rated("m", R))[RemarkCode.ONLY_GOOD_NEWS]
    assert one.text == "The rating is Worse (red), and the text has good news only: “successful” and “strong”."
    assert check("A successful quarter, but demand is a challenge.", rated("m", R)) == {}
    assert check("A successful quarter.", rated("m", A)) == {}
    assert check("Two series of burglaries.", rated("m", R)) == {}
    assert check("Progress in the north.", rated("m", R), unknown="Why the south got worse.") == {}


def test_the_wording_of_the_quarter_before_is_pointed_to_sentence_by_sentence() -> None:
    earlier = Commentary(
        "m", NOW.shift(-1), why="Two gangs were active. One was caught.", action="More patrols at night."
    )
    one = check("Two gangs  were active! It was warm in May.", earlier=earlier)[RemarkCode.SAME_WORDS]
    assert (
        one.text == "1 of 2 sentences is word for word that of 2015/16 Q4: “Two gangs were active!”. Is that still so?"
    )
    alone = check(action="More patrols at night.", earlier=earlier)[RemarkCode.SAME_WORDS]
    assert alone.text.startswith("The one sentence is word for word that of 2015/16 Q4")
    assert check("One was caught.", earlier=earlier) == {}  # too short to mean anything
    assert check("Two gangs were active.") == {}
    many = "\n".join(f"Sentence number {word} stands here." for word in ("one", "two", "three", "four"))
    (repeated,) = same_words(many, many, "2015/16 Q4")
    assert repeated.text.startswith("4 of 4 sentences are word for word those of 2015/16 Q4: “Sentence number one")
    assert repeated.text.endswith(" and 1 more. Is that still so?")


def test_an_action_past_its_day_is_pointed_to() -> None:
    one = check(action="Patrols", action_due=date(2016, 9, 11))[RemarkCode.DAY_PAST]
    assert one.text == (
        "What is being done was to be done by 11 September 2016, which is past on 12 September 2016. Has it been done?"
    )
    assert check(action="Patrols", action_due=DAY) == {}


def test_a_blank_commentary_has_no_remark() -> None:
    assert check(rating=rated("m", R)) == {}


def test_a_narrative_is_checked_for_numbers_of_none_of_its_measures() -> None:
    known = Known(far=frozenset(map(Fraction, (3, 5, 110))))
    (one,) = unknown_numbers("3 of 5 measures are worse; 110 offences; 99 arrests.", known, "the measures here")
    assert one.text == "99 is not among the figures of the measures here, nor a change of one. Where is it from?"


@pytest.mark.parametrize("text", ["<b>1</b> " * 700, "1," * 3000, "9" * 6000, "‮12‬ 🚓 " * 500, "not " * 1500])
def test_any_text_is_checked_in_a_moment(text: str) -> None:
    check(text[:6000], rated("m", R))
