"""Figures, findings, the method in words, and the CSV file that is safe to open."""

import csv
import io
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from measures.model.measure import Comparator, Tolerance, ToleranceUnit
from measures.model.rating import Rating, ReasonCode, Signal
from measures.views.figures import AGAINST, difference, figure
from measures.views.measure_view import KIND_WORDS, figure_and_finding, finding_of, rule_in_words, usual_range
from measures.views.method_view import SPANS, WHEN, exception_lines, key_rows, reason_rows
from measures.views.safe_cells import csv_bytes, harmless, harmless_but_numbers
from measures.views.signal_words import signal_in_words, signal_sentence
from measures.views.status_csv import COLUMNS, status_csv
from tests.builders import a_measure, a_plan
from tests.views.test_status_view import comparison, rated, status


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_a_text_that_a_spreadsheet_would_run_is_made_harmless(start: str) -> None:
    text = f'{start}HYPERLINK("http://x")'
    assert harmless(text) == "'" + text
    content = status_csv(status([rated("m", Rating.RED, title=text, unit=text)], []))
    row = next(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert row["measure"] == "'" + text
    assert row["unit"] == "'" + text


@pytest.mark.parametrize("number", ["-3", "+3", "-1,234.50", "-12.5%", "0"])
def test_a_plain_number_stays_one_with_its_sign(number: str) -> None:
    assert harmless_but_numbers(number) == number
    assert csv_bytes([[number]], safe=harmless_but_numbers).decode("utf-8-sig").strip().strip('"') == number


@pytest.mark.parametrize("text", ["-3+1", "+44 1772 000000", "-", "=3", "\n=1+1", "-1e5"])
def test_what_only_starts_like_a_number_is_no_number(text: str) -> None:
    assert harmless_but_numbers(text) == "'" + text


def test_a_csv_file_of_any_separator_keeps_its_cells_apart_and_harmless() -> None:
    assert csv_bytes([["a;b", "=1", -3], ["-3", "", "@x"]], ";") == "\ufeff\"a;b\";'=1;-3\r\n'-3;;'@x\r\n".encode()


def test_the_download_has_a_line_for_each_comparison_with_figures_as_numbers() -> None:
    one = rated("m", Rating.GREEN)
    less = replace(one, comparisons=(comparison(Rating.GREEN, against=143),))
    row = next(csv.DictReader(io.StringIO(status_csv(status([less], [])).decode("utf-8-sig"))))
    assert list(row) == list(COLUMNS)
    assert (row["value"], row["change"], row["change_pct"], row["rating"]) == ("110", "-33", "-23.076923", "green")


def test_a_sentence_about_a_measure_without_a_figure_begins_with_a_capital_and_keeps_those_of_its_quarter() -> None:
    missing = replace(rated("m", None), value=None, words="No data yet for 2025/26 Q3")
    assert figure_and_finding(missing) == "Not rated. No data yet for 2025/26 Q3."
    assert figure_and_finding(rated("m", Rating.RED)) == ("110 offences in April–June 2016: worse than a year before.")


def test_a_measure_without_comparisons_still_has_its_line() -> None:
    one = replace(rated("m", None, ReasonCode.NARRATIVE), comparisons=())
    (row,) = csv.DictReader(io.StringIO(status_csv(status([one], [])).decode("utf-8-sig")))
    assert (row["measure_id"], row["reason_code"]) == ("m", "narrative")


@pytest.mark.parametrize(
    ("against", "said"),
    [(100, "10 more (+10.0%) than 100"), (110, "the same as 110"), (120, "10 fewer (−8.3%) than 120")],
)
def test_a_difference_says_from_what(against: int, said: str) -> None:
    assert difference(comparison(Rating.RED, against=against), a_measure()) == said


def test_a_small_difference_is_not_rounded_to_none() -> None:
    small = comparison(Rating.AMBER, change=Fraction(27), change_pct=Fraction(27, 972), value=Fraction(97181))
    assert difference(small, a_measure()) == "27 more (+0.03%) than 97,181"


def test_a_figure_that_does_not_exist_is_a_dash() -> None:
    assert figure(None, a_measure()) == "–"
    assert figure(66.66666, a_measure(kind="ratio")) == "66.7%"


def test_the_finding_of_a_mixed_measure_names_both_sides_the_worse_first() -> None:
    pair = (comparison(Rating.RED), comparison(Rating.GREEN, comparator=Comparator.BASELINE))
    one = replace(rated("m", Rating.RED), comparisons=pair, mixed=True)
    assert finding_of(one) == "worse than a year before, but at or better than the baseline"


def test_two_shades_of_worse_are_joined_by_and_not_but() -> None:
    pair = (comparison(Rating.AMBER), comparison(Rating.RED, comparator=Comparator.BASELINE))
    one = replace(rated("m", Rating.RED), comparisons=pair, mixed=True)
    assert finding_of(one) == "worse than the baseline and slightly worse than a year before"


def test_the_usual_range_never_seems_to_hold_a_quarter_that_lies_outside() -> None:
    signal = Signal("unusual_worse", "outside", 26, 11.76, 9.02, 14.5, False)
    one = replace(rated("m", Rating.RED, kind="ratio"), quarter_value=Fraction(901, 100), signal=signal)
    assert "9.02% to 14.50%" in usual_range(one)


def test_the_rule_is_said_with_the_measures_own_tolerance() -> None:
    own = a_measure(tolerance_count=3)
    assert "up to 3 offences worse is Amber" in rule_in_words(own, a_plan(own))
    strict = a_measure(tolerance_pct=0)
    assert "anything worse is Red" in rule_in_words(strict, a_plan(strict))
    assert rule_in_words(a_measure(polarity="context"), a_plan()) == ""


def test_the_method_says_every_reason_comparator_and_kind_there_is() -> None:
    assert set(WHEN) == set(ReasonCode)
    assert set(SPANS) == set(AGAINST) == set(Comparator)
    assert [code for _, _, code in reason_rows()] == [code.value for code in ReasonCode]
    assert all(KIND_WORDS.values())


def test_the_method_is_said_from_the_settings() -> None:
    plan = a_plan(a_measure("a"), a_measure("b", tolerance_count=3), tolerance_pct="7.5")
    amber = next(one for one in key_rows(plan) if one.rating is Rating.AMBER)
    assert "7.5% of the earlier figure, or 2 percentage points" in amber.when
    assert exception_lines(plan) == ("B: up to 3 offences worse is Amber.",)


def test_the_method_says_what_a_bridge_is_made_of() -> None:
    parts = (a_measure("old", last_quarter="2016/17 Q4"), a_measure("new", first_quarter="2017/18 Q1"))
    plan = a_plan(*parts, a_measure("all", sum_of=("old", "new")))
    assert exception_lines(plan) == (
        "All: a bridge: the sum of Old to 2016/17 Q4, and of New from 2017/18 Q1; its colour is read with a caveat.",
    )


@pytest.mark.parametrize(
    "result",
    ["usual", "unusual_better", "unusual_worse", "unusual_high", "unusual_low", "too_early", "too_few_events",
     "no_variation", "no_value", "not_applicable"],
)  # fmt: skip
@pytest.mark.parametrize("headline", [*Rating, None])
def test_every_signal_has_a_word_and_a_sentence_beside_every_colour(result: str, headline: Rating | None) -> None:
    signal = Signal(result, None, 20, 1.0, 0.0, 2.0, False)
    assert signal_in_words(signal) != result
    assert signal_sentence(replace(rated("m", headline), signal=signal)).endswith(".")


def test_tolerances_are_printed_as_people_write_them() -> None:
    points = Tolerance(ToleranceUnit.POINTS, Decimal("1.0"))
    own = replace(a_measure(kind="ratio"), tolerance=points)
    assert "up to 1 point worse is Amber" in rule_in_words(own, a_plan(own))
