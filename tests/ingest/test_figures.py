from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from measures.ingest.figures import read_figures
from measures.model.value import unscaled

figures = st.builds(
    lambda units, decimals: Decimal(units).scaleb(-decimals), st.integers(-(10**15) + 1, 10**15 - 1), st.integers(0, 9)
)
DRESSES = {
    "plain": lambda f: f"{f:f}",
    "thousands_comma": lambda f: f"{f:,f}",
    "pound_sign": lambda f: f"-£{-f:f}" if f < 0 else f"£{f:f}",
    "percent_sign_removed": lambda f: f"{f:f}%",
    "plus_sign": lambda f: f"{f:+f}",
    "minus_sign": lambda f: f"{f:f}".replace("-", "−"),
    "spaces": lambda f: f"  {f:f}\xa0",
}


def only(text):
    column = read_figures([text])
    figure = None if column.units[0] != column.units[0] else unscaled(column.units[0], column.decimals[0])
    return figure, column.faults.get(0), tuple(column.odd)


@given(st.lists(st.tuples(figures, st.sampled_from(sorted(DRESSES))), max_size=8))
def test_a_figure_reads_back_exactly_in_every_dress(column):
    texts = [DRESSES[dress](figure) for figure, dress in column]
    read = read_figures(texts)
    assert not read.faults
    assert [unscaled(u, d) for u, d in zip(read.units, read.decimals, strict=True)] == [f for f, _ in column]
    assert read.given.all()


@pytest.mark.parametrize(
    ("text", "figure", "told"),
    [
        ("0", "0", ()),
        ("-3", "-3", ()),
        ("12.50", "12.50", ()),
        ("1,234", "1234", ("thousands_comma",)),
        ("£1,234.50", "1234.50", ("thousands_comma", "pound_sign")),
        ("12.5%", "12.5", ("percent_sign_removed",)),
        ("12.5 %", "12.5", ("spaces", "percent_sign_removed")),
        (" 7 ", "7", ("spaces",)),
        ("+3", "3", ("plus_sign",)),
        ("−3", "-3", ("minus_sign",)),
        ("£-3", "-3", ("pound_sign",)),
        ("999999999999999", "999999999999999", ()),
        ("0.123456789", "0.123456789", ()),
        ("0000000000000000001", "1", ()),
    ],
)
def test_a_figure_is_read_as_people_write_it_and_what_was_taken_away_is_told(text, figure, told):
    assert only(text) == (Decimal(figure), None, told)


@pytest.mark.parametrize(
    ("text", "code", "remedy"),
    [
        ("12..5", "not_a_number", "in digits"),
        ("1,23", "decimal_comma", "point before the decimals"),
        ("1,2345", "decimal_comma", "point before the decimals"),
        ("1.234,5", "decimal_comma", "1234.5"),
        ("12,34,567", "decimal_comma", "before every three figures"),
        ("1,234,56", "decimal_comma", "before every three figures"),
        ("NaN", "not_finite", "status letter"),
        ("-inf", "not_finite", "status letter"),
        ("Infinity", "not_finite", "status letter"),
        ("0x1F", "not_a_number", "in digits"),
        ("1_000", "not_a_number", "in digits"),
        ("1e5", "not_a_number", "in digits"),
        ("\uff11\uff12", "not_a_number", "in digits"),
        ("\u0661\u0662", "not_a_number", "in digits"),
        ("1 234", "not_a_number", "in digits"),
        (".5", "not_a_number", "in digits"),
        ("5.", "not_a_number", "in digits"),
        ("--5", "not_a_number", "in digits"),
        ("-£-5", "not_a_number", "in digits"),
        ("£", "not_a_number", "in digits"),
        ("€5", "not_a_number", "in digits"),
        ("(123)", "not_a_number", "-123"),
        ("123p", "not_a_number", "Write 123 here and p in the column status"),
        ("1,234 [R]", "not_a_number", "r in the column status"),
        ("-", "not_a_number", "x (not available)"),
        ("n/a", "not_a_number", "if it was counted and there were none, write 0"),
        ("N/A", "not_a_number", "x (not available)"),
        ("x", "not_a_number", "column status"),
        ("..", "not_a_number", "x (not available)"),
        ("#REF!", "not_a_number", "error of the spreadsheet"),
        ("#######", "not_a_number", "error of the spreadsheet"),
        ("about 5", "not_a_number", "in digits"),
        ("1234567890123456", "figure_too_long", "15 digits"),
        ("0.1234567891", "figure_too_long", "9 of them after the point"),
        ("1234567890.123456", "figure_too_long", "15 digits"),
        ("9" * 5000, "figure_too_long", "15 digits"),
    ],
)
def test_what_is_no_figure_is_refused_with_what_to_write(text, code, remedy):
    figure, fault, told = only(text)
    assert figure is None
    assert fault.code == code
    assert remedy in fault.remedy
    assert len(fault.message) < 200
    assert told == ()


def test_blanks_stand_for_no_figure_wherever_they_are():
    for texts in (["", ""], ["", "3"], ["", "3.5"], ["", " ", "£3"]):
        read = read_figures(texts)
        assert not read.given[0]
        assert read.units[0] != read.units[0]
        assert not read.faults


@given(st.lists(st.text(max_size=12), max_size=6))
def test_no_text_breaks_the_reading_of_figures(texts):
    read = read_figures(texts)
    for row, text in enumerate(texts):
        assert (row in read.faults) or (read.given[row] == bool(text.strip()))
