"""The sentence of what is not rated: why, the figures that there are, and nothing that is withheld."""

import re
from fractions import Fraction

import pytest

from measures.model.rating import ReasonCode
from measures.rules.reasons import reason_of, words_of
from measures.rules.unrated import NOT_RATED
from tests.builders import a_break, a_measure, quarter
from tests.rules.rows import a_row, span


def test_every_reason_code_has_a_sentence_that_needs_nothing_more_than_the_row() -> None:
    assert set(NOT_RATED) == set(ReasonCode)
    for code in ReasonCode:
        for current, value in ((1172, 1104), (1172, None), (None, 1104), (None, None)):
            row = a_row(current, value, code=code)
            assert reason_of(row).endswith(".")
            assert words_of(row).startswith(code.words)


def test_context_shows_direction_and_difference_without_a_colour() -> None:
    sexual = a_measure(polarity="context")
    assert reason_of(a_row(1172, 1104, sexual, code="context")) == (
        "1,172 offences in April–June 2016, 68 more (up 6.2%) than 1,104 a year before. "
        "Shown for context: a rise may be good or bad."
    )
    ratio = a_row("10", "12", a_measure(kind="ratio", polarity="context"), code="context")
    assert "2.0 points lower than 12.0% a year before." in reason_of(ratio)


def test_context_without_a_figure_names_the_gap() -> None:
    row = a_row(None, 1104, a_measure(polarity="context"), code="context", missing=(quarter("2016/17 Q1"),))
    assert reason_of(row) == (
        "To compare with: 1,104 offences in April–June 2015, a year before. No data yet for 2016/17 Q1. "
        "Shown for context: a rise may be good or bad."
    )


def test_not_collected_says_since_when() -> None:
    ended = a_measure(last_quarter="2015/16 Q4")
    starts = a_measure(first_quarter="2017/18 Q1")
    assert reason_of(a_row(None, 1104, ended, code="not_collected")) == (
        "Not collected in April–June 2016: the series ended with 2015/16 Q4."
    )
    assert "the series starts with 2017/18 Q1" in reason_of(a_row(None, None, starts, code="not_collected"))
    assert "marked as not applicable" in reason_of(a_row(None, None, code="not_collected"))


def test_no_value_names_every_missing_quarter_and_the_last_figure_held() -> None:
    row = a_row(
        None, None, code="no_value",
        current_period=span("2019/20 Q1", "2019/20 Q3"),
        missing=(quarter("2019/20 Q2"), quarter("2019/20 Q3")),
        last_held=(quarter("2019/20 Q1"), Fraction(1172)),
    )  # fmt: skip
    assert words_of(row) == "No data yet for 2019/20 Q2 and 2019/20 Q3"
    assert reason_of(row) == (
        "No data yet for 2019/20 Q2 and 2019/20 Q3. The last figure held is 1,172 offences for 2019/20 Q1 "
        "alone, 2 quarters before 2019/20 Q3."
    )


def test_the_last_figure_of_a_stock_stands_for_its_quarter_and_is_not_called_alone() -> None:
    row = a_row(None, None, a_measure(kind="stock"), code="no_value", missing=(quarter("2016/17 Q1"),),
                last_held=(quarter("2015/16 Q4"), Fraction(3561)))  # fmt: skip
    assert "3,561 officers for 2015/16 Q4, 1 quarter before 2016/17 Q1." in reason_of(row)


def test_no_value_with_nothing_held_says_so() -> None:
    assert reason_of(a_row(None, None, code="no_value", missing=(quarter("2016/17 Q1"),))) == (
        "No data yet for 2016/17 Q1. No earlier figure is held."
    )


def test_a_new_measure_says_what_there_is_not() -> None:
    row = a_row(2048, None, a_measure(first_quarter="2017/18 Q1"), code="new_measure",
                current_period=span("2017/18 Q1"), period=span("2016/17 Q1"))  # fmt: skip
    assert reason_of(row) == (
        "2,048 offences in April–June 2017. New measure: no earlier figure in April–June 2016 to compare with. "
        "The series starts with 2017/18 Q1."
    )


def test_a_baseline_still_to_come_is_not_printed_as_something_earlier() -> None:
    row = a_row(1104, 1242, code="new_measure", comparator="baseline",
                current_period=span("2013/14 Q1"), period=span("2014/15 Q1"))  # fmt: skip
    assert reason_of(row) == (
        "1,104 offences in April–June 2013. New measure: no earlier figure, because the baseline is not earlier than "
        "this period."
    )


def test_a_figure_that_stands_alone_has_the_decimals_of_its_measure_whatever_it_is_not_compared_with() -> None:
    officers = a_measure(kind="stock", unit="officers (FTE)", decimals=0)
    ahead = a_row("3200.35", "2918.82", officers, code="new_measure", comparator="baseline",
                  current_period=span("2012/13 Q4", "2012/13 Q4"), period=span("2014/15 Q4", "2014/15 Q4"))  # fmt: skip
    alone = a_row("3200.35", None, officers, code="new_measure", current_period=span("2012/13 Q4", "2012/13 Q4"))
    for row in (ahead, alone):
        assert reason_of(row).startswith("3,200 officers (FTE) ")


def test_an_incomplete_comparator_names_the_quarter() -> None:
    row = a_row(1172, None, code="comparator_incomplete", comparative_missing=(quarter("2015/16 Q1"),))
    assert words_of(row) == "Earlier figure incomplete: 2015/16 Q1"
    assert reason_of(row) == ("1,172 offences in April–June 2016. Earlier figure incomplete: no figure for 2015/16 Q1.")


@pytest.mark.parametrize(
    ("more", "because"),
    [
        ({"bare": True}, "a figure that came without its parts cannot be added up over several quarters"),
        ({"measure": a_measure(baseline_rule="full_year_at_q4")}, "the baseline is a whole year, compared at Q4 only"),
        ({}, "the earlier figure is held only as part of a longer one"),
    ],
)
def test_unlike_spans_say_why_they_are_unlike(more: dict[str, object], because: str) -> None:
    row = a_row(2610, None, code="span_mismatch", comparator="baseline", **more)  # type: ignore[arg-type]
    assert words_of(row) == "Periods are not the same length"
    assert reason_of(row) == f"2,610 offences in April–June 2016. Periods are not the same length: {because}."


def test_a_break_gives_both_figures_without_a_difference() -> None:
    row = a_row(2048, 1172, code="series_break", broken=a_break(),
                current_period=span("2017/18 Q1"), period=span("2016/17 Q1"))  # fmt: skip
    assert words_of(row) == "Counted differently before and after 1 April 2017"
    assert reason_of(row) == (
        "2,048 offences in April–June 2017; 1,172 a year before. Counted differently before and after 1 April 2017. "
        "Sheds and garages of a dwelling now count."
    )


def test_a_total_below_zero_asks_for_the_data_to_be_checked() -> None:
    row = a_row(-3, 12, code="negative_total")
    assert reason_of(row) == (
        "−3 offences in April–June 2016; 12 a year before. Total below zero after cancellations: check the data."
    )


def test_no_denominator_says_in_which_period() -> None:
    ratio = a_measure(kind="ratio")
    assert reason_of(a_row("12.5", None, ratio, code="no_denominator")) == (
        "12.5% in April–June 2016. Cannot calculate: no denominator in April–June 2015."
    )
    assert reason_of(a_row(None, None, ratio, code="no_denominator")).endswith("no denominator in April–June 2016.")


def test_small_numbers_say_what_one_event_is_worth() -> None:
    homicide = a_row(14, 12, a_measure(kind="rolling", unit="homicides"), code="small_numbers", small=True)
    assert words_of(homicide) == "Numbers too small to rate: 14 against 12"
    assert reason_of(homicide).endswith(
        "2 more (worse) than 12 a year before. Numbers too small to rate: one more or fewer is over 5% of 12."
    )
    none = a_row(1, 0, code="small_numbers", small=True)
    assert reason_of(none).endswith(
        "1 more (worse) than 0 a year before. Numbers too small to rate: 5% of 0 is nothing."
    )
    ratio = a_row(50, 60, a_measure(kind="ratio", polarity="higher"), code="small_numbers", small=True,
                  tolerance=("points", "2.0"), event_worth=Fraction(10))  # fmt: skip
    assert words_of(ratio) == "Numbers too small to rate: 50.0% against 60.0%"
    assert reason_of(ratio).endswith("one event more or fewer moves it by 10.0 points, over 2 points.")
    rate = a_row("0.8", "0.4", a_measure(kind="rate"), code="small_numbers", small=True, event_worth=Fraction(1, 25))
    assert reason_of(rate).endswith("one event more or fewer moves it by 0.04, over 5% of 0.4.")


def test_what_is_withheld_is_never_printed() -> None:
    """Not the figure, not the total over it, not the difference, whatever the row should carry by mistake."""
    inside = a_row(1172, 1104, code="withheld", withheld=(quarter("2016/17 Q1"),))
    assert reason_of(inside) == (
        "Withheld to protect confidentiality: the figure for 2016/17 Q1, and every total that takes it in."
    )
    assert words_of(inside) == "Withheld to protect confidentiality"
    unnamed = reason_of(a_row(1172, 1104, code="withheld"))
    context = reason_of(
        a_row(1172, 1104, a_measure(polarity="context"), code="context", withheld=(quarter("2016/17 Q1"),))
    )
    for text in (unnamed, context):
        assert not re.search(r"1,172|1,104|68|6\.2", text)


def test_a_figure_clear_of_what_was_withheld_is_printed() -> None:
    row = a_row(1172, None, code="withheld", withheld=(quarter("2015/16 Q1"),))
    assert reason_of(row) == (
        "1,172 offences in April–June 2016. Withheld to protect confidentiality: the figure for 2015/16 Q1, and every "
        "total that takes it in."
    )
