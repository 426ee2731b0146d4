"""The sentence of a verdict: whole sentences as a councillor reads them, and that none of them says what is not so."""

import re
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from measures.model.frames import values_frame
from measures.model.measure import Measure
from measures.model.rating import Period, Rating, Signal
from measures.rules.distance import Rule, moves
from measures.rules.explain import verdicts
from measures.rules.reasons import Row, reason_of, together, words_of
from measures.rules.row import allowed, rule_of
from measures.rules.steps import rate
from tests.builders import a_measure, a_plan, quarter
from tests.builders import rows as rows_of
from tests.rules.rows import a_row, span

# ------------------------------------------------------------------------------------------------- rated: sentences


def test_the_model_sentence() -> None:
    row = a_row()
    assert words_of(row) == "Worse"
    assert reason_of(row) == (
        "1,172 offences in April–June 2016, 68 more (6.2% worse) than 1,104 a year before. "
        "Lower is better; up to 5% worse is Amber. Red. 13 fewer would have been Amber."
    )


def test_amber_says_how_far_to_green_and_to_red() -> None:
    row = a_row(2610, 2538, comparator="baseline", period=span("2014/15 Q1", "2014/15 Q2"),
                current_period=span("2016/17 Q1", "2016/17 Q2"))  # fmt: skip
    assert words_of(row) == "Slightly worse"
    assert reason_of(row) == (
        "2,610 offences in April–September 2016, 72 more (2.8% worse) than 2,538 in April–September 2014, "
        "the baseline. Lower is better; up to 5% worse is Amber. Amber. 72 fewer would have been Green, 55 more Red."
    )


def test_green_says_how_far_to_amber() -> None:
    row = a_row(1172, 1242)
    assert words_of(row) == "At or better"
    assert reason_of(row).endswith(
        "70 fewer (5.6% better) than 1,242 a year before. Lower is better; up to 5% worse is Amber. Green. "
        "71 more would have been Amber."
    )


def test_equal_figures_are_the_same() -> None:
    assert reason_of(a_row(100, 100)).startswith("100 offences in April–June 2016, the same as a year before. ")


def test_a_stock_is_counted_on_a_day() -> None:
    officers = a_measure(kind="stock", polarity="higher", unit="officers (FTE)")
    row = a_row(2860, 2919, officers, current_period=span("2015/16 Q4", form="at_end"))
    assert reason_of(row) == (
        "2,860 officers (FTE) on 31 March 2016, 59 fewer (2.0% worse) than 2,919 a year before. "
        "Higher is better; up to 5% worse is Amber. Amber. 59 more would have been Green, 87 fewer Red."
    )


def test_a_rolling_figure_says_twelve_months() -> None:
    crime = a_measure(kind="rolling")
    twelve = span("2015/16 Q1", "2015/16 Q4", "twelve_months")
    row = a_row(97112, 92559, crime, current_period=twelve)
    assert reason_of(row).startswith(
        "97,112 offences in the 12 months to March 2016, 4,553 more (4.9% worse) than 92,559 a year before."
    )


def test_percentages_change_in_points_and_have_no_per_cent_change() -> None:
    solved = a_measure(kind="ratio", polarity="higher")
    row = a_row("8.5", "10.5", solved, tolerance=("points", "2.0"))
    assert reason_of(row) == (
        "8.5% in April–June 2016, 2.0 points lower (worse) than 10.5% a year before. "
        "Higher is better; up to 2 points worse is Amber. Amber, exactly on the limit. "
        "2.0 points higher would have been Green, 0.1 points lower Red."
    )


def test_money_is_more_or_less() -> None:
    row = a_row(1234, 1114, a_measure(unit="£"))
    assert reason_of(row).startswith("£1,234 in April–June 2016, £120 more (10.8% worse) than £1,114 a year before.")
    assert reason_of(row).endswith("Red. £65 less would have been Amber.")


def test_minutes_are_longer_or_shorter() -> None:
    row = a_row("4.2", "3.8", a_measure(kind="mean"))
    assert reason_of(row).startswith(
        "4.2 minutes in April–June 2016, 0.4 minutes longer (10.5% worse) than 3.8 a year before."
    )
    assert reason_of(row).endswith("Red. 0.3 minutes shorter would have been Amber.")


def test_rates_are_higher_or_lower_and_steps_stay_on_the_safe_side() -> None:
    row = a_row("13.26", "12.1", a_measure(kind="rate"))
    assert "1.2 higher (9.6% worse) than 12.1 a year before" in reason_of(row)
    assert reason_of(row).endswith("Red. 0.6 lower would have been Amber.")  # 0.555 is just enough


def test_figures_below_zero_and_a_comparator_below_zero() -> None:
    net = a_measure(kind="as_is", unit="score", polarity="higher")
    row = a_row(-3, -2, net)
    assert reason_of(row).startswith("−3.0 score in April–June 2016, 1.0 lower (50.0% worse) than −2.0 a year before. ")
    assert reason_of(row).endswith("Red. 0.9 higher would have been Amber.")


@pytest.mark.parametrize(
    ("comparator", "measure", "period", "phrase"),
    [
        ("last_year", a_measure(), span("2015/16 Q1"), "than 1,104 a year before."),
        ("baseline", a_measure(), span("2014/15 Q1"), "than 1,104 in April–June 2014, the baseline."),
        ("baseline", a_measure(baseline_rule="rolling12"), span("2014/15 Q1", "2014/15 Q4", "twelve_months"),
         "than 1,104 in the 12 months to March 2015, the baseline."),
        ("baseline", a_measure(baseline_rule="full_year_at_q4"), span("2014/15 Q1", "2014/15 Q4"),
         "than 1,104 in April 2014 – March 2015, the baseline."),
        ("baseline", a_measure(kind="stock"), span("2014/15 Q4", form="at_end"),
         "than 1,104 on 31 March 2015, the baseline."),
        ("previous_quarter", a_measure(), span("2015/16 Q4"), "than 1,104 the quarter before."),
        ("same_quarter", a_measure(), span("2015/16 Q1"), "than 1,104 in the same quarter a year before."),
        ("rolling_12_months", a_measure(), span("2014/15 Q2", "2015/16 Q1", "twelve_months"),
         "than 1,104 in the 12 months before that."),
        ("three_year_average", a_measure(), span("2013/14 Q1", "2015/16 Q1", "average"),
         "than the average of 1,104 at this point of the three years before."),
    ],
)  # fmt: skip
def test_every_comparator_and_baseline_rule_has_its_phrase(
    comparator: str, measure: Measure, period: Period, phrase: str
) -> None:
    row = a_row(1172, 1104, measure, comparator=comparator, period=period)
    assert f"68 more (6.2% worse) {phrase}" in reason_of(row)
    same = reason_of(a_row(1104, 1104, measure, comparator=comparator, period=period))
    assert re.search(r", the same as (a year before|the quarter before|the average|in|on)", same)


@pytest.mark.parametrize(
    ("tolerance", "measure", "rule"),
    [
        (("pct", "2.5"), a_measure(), "Lower is better; up to 2.5% worse is Amber."),
        (
            ("points", "1"),
            a_measure(kind="ratio", polarity="higher"),
            "Higher is better; up to 1 point worse is Amber.",
        ),
        (("count", "30"), a_measure(), "Lower is better; up to 30 offences worse is Amber."),
        (("pct", "0"), a_measure(), "Lower is better; anything worse is Red."),
    ],
)
def test_each_unit_of_tolerance_has_its_rule(tolerance: tuple[str, str], measure: Measure, rule: str) -> None:
    assert f" {rule} " in reason_of(a_row(62, 60, measure, tolerance=tolerance))


def test_with_a_tolerance_of_nothing_red_leads_straight_to_green() -> None:
    assert reason_of(a_row(101, 100, tolerance=("pct", "0"))).endswith("Red. 1 fewer would have been Green.")
    assert reason_of(a_row(100, 100, tolerance=("pct", "0"))).endswith("Green. 1 more would have been Red.")


def test_a_percentage_beside_the_tolerance_does_not_print_as_it() -> None:
    parts = a_measure(decimals=2)
    assert "(5.01% worse)" in reason_of(a_row("105.01", 100, parts))
    assert "(5.0% worse)" in reason_of(a_row(105, 100, parts))
    points = a_measure(kind="ratio")
    assert "2.04 points higher" in reason_of(a_row("12.04", 10, points, tolerance=("points", "2.0")))


def test_the_sum_comes_out_as_printed() -> None:
    row = a_row("66.64", "64.56", a_measure(kind="ratio", polarity="higher"), tolerance=("points", "2"))
    assert "66.64% in April–June 2016, 2.08 points higher (better) than 64.56%" in reason_of(row)


def test_usual_variation_takes_the_edge_off_a_colour() -> None:
    red = a_row(630, 595, a_measure(kind="rolling"), within_variation=True)
    assert "Red, but within the usual variation for numbers this size. 6 fewer would have been Amber." in reason_of(red)
    assert "Amber, within the usual variation for numbers this size." in reason_of(
        a_row(630, 607, within_variation=True)
    )
    assert "variation" not in reason_of(a_row(630, 630, within_variation=True))


def test_small_numbers_that_are_rated_all_the_same_say_so() -> None:
    anyway = a_row(14, 12, a_measure(small_numbers="rate_anyway"), small=True)
    assert reason_of(anyway) == (
        "14 offences in April–June 2016, 2 more (worse) than 12 a year before. Lower is better; up to 5% worse is "
        "Amber, though the numbers are small. Red. 2 fewer would have been Green."
    )
    absolute = a_row(14, 12, a_measure(small_numbers="absolute:3"), small=True)
    assert reason_of(absolute) == (
        "14 offences in April–June 2016, 2 more (worse) than 12 a year before. Lower is better; the numbers are small, "
        "so up to 3 offences worse is Amber. Amber. 2 fewer would have been Green, 2 more Red."
    )


def test_a_figure_that_cannot_be_is_not_held_out() -> None:
    assert reason_of(a_row(100, 100, a_measure(kind="ratio"), tolerance=("points", "2"))).endswith(" Green.")
    few = a_measure(polarity="higher", small_numbers="rate_anyway")
    assert reason_of(a_row(0, 0, few, small=True)).endswith(" Green.")


# -------------------------------------------------------------------------------------------- what always holds

amounts = st.sampled_from(["0", "0.1", "1", "2.0", "2.5", "5.0", "12"])
rows = st.builds(
    lambda current, value, kind, polarity, unit, amount, small: a_row(
        Fraction(current, 1 if kind in ("count", "stock") else 7),
        Fraction(value, 1 if kind in ("count", "stock") else 7),
        a_measure(kind=kind, polarity=polarity, small_numbers=small),
        tolerance=(unit, amount),
        small=small != "not_rated",
    ),
    st.integers(0, 700),
    st.integers(0, 700),
    st.sampled_from(["count", "stock", "rate", "ratio", "mean"]),
    st.sampled_from(["lower", "higher"]),
    st.sampled_from(["pct", "points", "count"]),
    amounts,
    st.sampled_from(["not_rated", "absolute:3", "rate_anyway"]),
)
TOLD = re.compile(
    r"([\d,.]+)(?: minutes?| points?)? (more|fewer|higher|lower|longer|shorter)(?: would have been)? (\w+)"
)


@given(rows)
def test_the_distance_told_would_have_had_the_colour_told(row: Row) -> None:
    assert row.current is not None
    last = reason_of(row).rsplit(". ", 1)[-1]
    if "would have been" not in last:
        return
    told = TOLD.findall(last)
    assert told
    for size, way, colour in told:
        change = Fraction(size.replace(",", "")) * (1 if way in ("more", "higher", "longer") else -1)
        assert rule_of(row).rating(row.current + change).value == colour.lower()
        assert colour.lower() != row.rating


@given(rows)
def test_a_sentence_is_short_and_has_no_minus_zero_nor_empty_change(row: Row) -> None:
    text = reason_of(row)
    assert len(re.findall(r"\.(?:\s|$)", text)) <= 4
    assert not re.search(
        r"−0(?:\.0+)?(?![\d.])|(?<![\d.,])0(?:\.0+)? (?:points )?(?:more|fewer|higher|lower)|  |None", text
    )
    assert (row.change == 0) == (", the same as " in text)


@given(
    st.fractions(0, 500, max_denominator=60),
    st.fractions(0, 500, max_denominator=60),
    st.sampled_from([1, -1]),
    st.fractions(0, 40, max_denominator=60),
    st.integers(0, 3),
)
def test_no_shorter_step_would_have_done(
    current: Fraction, value: Fraction, sign: int, tolerance: Fraction, decimals: int
) -> None:
    rule = Rule(value, sign, tolerance)
    step = Fraction(1, 10**decimals)
    for move in moves(rule, current, decimals):
        assert move.rating is rule.rating(current + move.change) is not rule.rating(current)
        if (move.change / step).denominator == 1:
            shorter = move.change - (step if move.change > 0 else -step)
            assume(shorter * move.change >= 0)
            assert rule.rating(current + shorter) is rule.rating(current)


@given(
    st.lists(
        st.tuples(
            st.integers(0, 4000),
            st.integers(0, 4000),
            st.sampled_from(["lower", "higher"]),
            st.sampled_from(["0", "2.5", "5"]),
            st.sampled_from(["pct", "count"]),
        ),
        min_size=1,
        max_size=8,
    ),
    st.integers(0, 2),
)
@settings(max_examples=25)
def test_the_distance_told_is_what_the_rating_itself_would_give(
    drawn: list[tuple[int, int, str, str, str]], decimals: int
) -> None:
    """The figure is moved by what the sentence says and rated again, by the rules themselves."""
    measures, told, figures = [], [], []
    for current, value, polarity, amount, unit in drawn:
        now, then = Fraction(current, 10**decimals), Fraction(value, 10**decimals)
        tolerance: dict[str, object] = {f"tolerance_{unit}": amount}
        shape = a_measure(polarity=polarity, small_numbers="rate_anyway", comparators=["last_year"], **tolerance)
        rule = rule_of(a_row(now, then, shape, tolerance=(unit, amount)))
        for change, rating in [(Fraction(0), rule.rating(now)), *((m.change, m.rating) for m in moves(rule, now, 0))]:
            name = f"m{len(measures)}"
            measures.append(replace(shape, id=name))
            told.append(rating)
            figures += rows_of(name, {"2015/16 Q1": _decimal(then), "2016/17 Q1": _decimal(now + change)})
    rated = verdicts(rate(values_frame(figures), a_plan(*measures)), quarter("2016/17 Q1"))
    assert [one.headline for one in rated] == told


def _decimal(figure: Fraction) -> Decimal:
    return Decimal(figure.numerator) / Decimal(figure.denominator)


def test_the_allowance_is_a_share_of_the_size_of_the_comparator() -> None:
    assert allowed(a_row(1172, 1104)) == Fraction("55.2")
    assert allowed(a_row(-3, -2, a_measure(kind="as_is", unit="score"))) == Fraction(1, 10)


@pytest.mark.parametrize(
    ("headline", "result", "sentence"),
    [
        ("red", "usual", "Red, but within its usual range: the level is the issue, not this quarter."),
        ("green", "unusual_worse", "Green, but unusually worse: look now."),
        ("green", "usual", "Green, and within its usual range."),
        ("amber", "unusual_worse", "Amber, and unusually worse: look now."),
        ("red", "unusual_worse", "Red, and unusually worse: look now."),
        ("red", "unusual_better", "Red, but unusually better: it may be turning."),
        (None, "unusual_high", "Not rated; unusually high."),
        ("red", "too_early", "Red; too early to say what is usual."),
        ("green", "no_value", "Green; no figure in this quarter."),
    ],
)
def test_colour_and_signal_are_said_together(headline: str | None, result: str, sentence: str) -> None:
    signal = Signal(result, None, 20, 10.0, 5.0, 15.0, False)
    assert together(Rating(headline) if headline else None, signal) == sentence
