"""Figures in words: separators, rounding, units, changes."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from measures.model import words
from measures.model.measure import Comparator, Tolerance, ToleranceUnit
from tests.builders import a_measure

F = Fraction


@pytest.mark.parametrize(
    ("value", "decimals", "printed"),
    [
        (F(1172), 0, "1,172"),
        (F(1234567), 0, "1,234,567"),
        (F(5, 2), 0, "3"),
        (F(-5, 2), 0, "−3"),
        (F(200, 3), 1, "66.7"),
        (F(-1, 100), 1, "0.0"),
        (F(1, 20), 1, "0.1"),
        (F(999_999, 1000), 0, "1,000"),
        (F(7), 2, "7.00"),
    ],
)
def test_numbers_have_separators_and_round_half_up(value: Fraction, decimals: int, printed: str) -> None:
    assert words.number(value, decimals) == printed


@given(st.decimals(-(10**9), 10**9, places=4), st.integers(0, 3))
def test_rounding_is_that_of_decimal(value: Decimal, decimals: int) -> None:
    expected = value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    printed = words.number(Fraction(value), decimals).replace(",", "").replace(words.MINUS, "-")
    assert Decimal(printed) == expected
    assert printed == "-" + printed[1:] if expected < 0 else not printed.startswith("-")


@pytest.mark.parametrize(
    ("value", "of", "printed"),
    [
        (F(1172), {"kind": "count"}, "1,172 offences"),
        (F(1), {"kind": "count"}, "1 offence"),
        (F(0), {"kind": "count"}, "0 offences"),
        (F(-3), {"kind": "count"}, "−3 offences"),
        (F(25, 2), {"kind": "count"}, "12.5 offences"),
        (F(37, 3), {"kind": "count"}, "12.3 offences"),
        (F(1), {"kind": "stock", "unit": "officers (FTE)"}, "1 officer (FTE)"),
        (F("2860.11"), {"kind": "stock", "unit": "officers (FTE)", "decimals": 0}, "2,860 officers (FTE)"),
        (F(1), {"kind": "count", "unit": "people"}, "1 person"),
        (F(2), {"kind": "count", "unit": "people"}, "2 people"),
        (F(1), {"kind": "count", "unit": "calls answered"}, "1 call answered"),
        (F(1), {"kind": "count", "unit": "stop and searches"}, "1 stop and search"),
        (F(1), {"kind": "count", "unit": "burglaries"}, "1 burglary"),
        (F(1), {"kind": "count", "unit": "witnesses"}, "1 witness"),
        (F(1), {"kind": "count", "unit": "cases"}, "1 case"),
        (F(1), {"kind": "rate", "decimals": 0}, "1 offence per 1,000 people"),
        (F(6, 5), {"kind": "rate"}, "1.2 offences per 1,000 people"),
        (F(1), {"kind": "rate"}, "1.0 offences per 1,000 people"),
        (F(200, 3), {"kind": "ratio"}, "66.7%"),
        (F(50), {"kind": "ratio", "unit": "% of victims"}, "50.0% of victims"),
        (F(21, 5), {"kind": "mean"}, "4.2 minutes"),
        (F(57), {"kind": "as_is"}, "57.0%"),
        (F(1234), {"kind": "count", "unit": "£"}, "£1,234"),
        (F("1234.5"), {"kind": "count", "unit": "£"}, "£1,234.50"),
        (F(-120), {"kind": "count", "unit": "£"}, "−£120"),
        (F("1.2"), {"kind": "count", "unit": "£ million", "decimals": 1}, "£1.2 million"),
        (F(340), {"kind": "count", "unit": "£000"}, "£340 thousand"),
    ],
)
def test_a_figure_carries_its_unit(value: Fraction, of: dict[str, object], printed: str) -> None:
    assert words.figure(value, a_measure(**of)) == printed


@pytest.mark.parametrize(
    ("change", "of", "printed"),
    [
        (F(68), {"kind": "count"}, "68 more"),
        (F(-1), {"kind": "count"}, "1 fewer"),
        (F(-2), {"kind": "ratio"}, "2.0 points lower"),
        (F(1), {"kind": "ratio", "decimals": 0}, "1 point higher"),
        (F(120), {"kind": "count", "unit": "£"}, "£120 more"),
        (F(-120), {"kind": "stock", "unit": "£"}, "£120 less"),
        (F(2, 5), {"kind": "mean"}, "0.4 minutes longer"),
        (F(-2, 5), {"kind": "mean"}, "0.4 minutes shorter"),
        (F(3, 10), {"kind": "rate"}, "0.3 higher"),
        (F(-3, 10), {"kind": "mean", "unit": "offences a day"}, "0.3 lower"),
        (F(1, 100), {"kind": "ratio"}, "0.01 points higher"),
        (F(-1, 1000), {"kind": "count"}, "0.001 fewer"),
        (F(0), {"kind": "count"}, "no change"),
    ],
)
def test_a_change_is_said_in_the_words_of_its_measure(change: Fraction, of: dict[str, object], printed: str) -> None:
    assert words.change_words(change, a_measure(**of)) == printed


@given(st.fractions(max_denominator=10**6), st.sampled_from(["count", "rate", "ratio", "mean", "stock"]))
def test_a_change_that_is_not_zero_never_prints_as_zero(change: Fraction, kind: str) -> None:
    printed = words.change_words(change, a_measure(kind=kind))
    assert (printed == "no change") == (change == 0)
    assert words.MINUS not in printed
    assert change == 0 or any(digit in printed for digit in "123456789")


@pytest.mark.parametrize(
    ("unit", "amount", "of", "printed"),
    [
        ("pct", "5.0", {}, "5%"),
        ("pct", "2.5", {}, "2.5%"),
        ("points", "2.0", {"kind": "ratio"}, "2 points"),
        ("points", "1", {"kind": "ratio"}, "1 point"),
        ("points", "0.5", {"kind": "ratio"}, "0.5 points"),
        ("count", "3", {}, "3 offences"),
        ("count", "1", {}, "1 offence"),
        ("count", "500", {"unit": "£"}, "£500"),
        ("count", "3", {"kind": "as_is"}, "3 points"),
    ],
)
def test_a_tolerance_is_printed_as_people_write_it(unit: str, amount: str, of: dict[str, object], printed: str) -> None:
    tolerance = Tolerance(ToleranceUnit(unit), Decimal(amount))
    assert words.tolerance_words(tolerance, a_measure(**of)) == printed


@given(st.fractions(-10, 10, max_denominator=997), st.fractions(-10, 10, max_denominator=997))
def test_what_lies_beside_a_boundary_prints_beside_it(value: Fraction, boundary: Fraction) -> None:
    shown = words.rounded_units(value, decimals := words.decimals_to_show(value, 0, boundary))
    assert (shown == 0) == (value == 0)
    if value != boundary:
        assert (shown > boundary * 10**decimals) == (value > boundary)


def test_lists_and_ages() -> None:
    assert words.listed(["a"]) == "a"
    assert words.listed(["a", "b", "c"]) == "a, b and c"
    assert [words.age(n) for n in (1, 3, 4, 5, 8)] == [
        "1 quarter",
        "3 quarters",
        "1 year",
        "1 year and 1 quarter",
        "2 years",
    ]


def test_every_comparator_has_its_words() -> None:
    assert set(words.COMPARATOR_WORDS) == set(Comparator)
