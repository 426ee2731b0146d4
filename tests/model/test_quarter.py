from datetime import date, timedelta

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from measures.errors import UnreadableQuarter
from measures.model.quarter import Quarter, day_in_words, span_in_words

quarters = st.builds(Quarter.of, st.integers(1900, 2198), st.integers(1, 4))
days = st.dates(date(1900, 4, 1), date(2199, 3, 31))


def as_period(quarter: Quarter) -> pd.Period:
    """The same quarter in pandas, which names the year by its end."""
    return pd.Period(f"{quarter.year + 1}Q{quarter.number}", freq="Q-MAR")


@given(quarters)
def test_a_quarter_starts_and_ends_as_pandas_says(quarter):
    period = as_period(quarter)
    assert quarter.start == period.start_time.date()
    assert quarter.end == period.end_time.date()


@given(quarters, st.integers(-40, 40))
def test_stepping_agrees_with_pandas(quarter, steps):
    assert as_period(quarter.shift(steps)) == as_period(quarter) + steps


@given(days)
def test_the_quarter_of_a_day_is_the_one_pandas_puts_it_in(day):
    assert as_period(Quarter.containing(day)) == pd.Period(day, freq="Q-MAR")


@given(quarters, quarters)
def test_quarters_sort_as_their_days_do(one, other):
    assert (one < other) == (one.start < other.start)
    assert (one == other) == (one.label == other.label)


@given(quarters)
def test_the_year_to_date_runs_from_april_to_the_quarter(quarter):
    span = quarter.year_to_date()
    assert span[0] == quarter.year_start()
    assert span[0].start == date(quarter.year, 4, 1)
    assert span[-1] == quarter
    assert [q.number for q in span] == list(range(1, quarter.number + 1))


@pytest.mark.parametrize("day", ["2019-12-31", "31/12/2019", "31-12-2019"])
@pytest.mark.parametrize("midnight", ["", " 00:00", " 00:00:00", "T00:00"])
def test_a_midnight_that_a_program_wrote_after_the_day_is_no_time(day, midnight):
    assert Quarter.parse(day + midnight) == Quarter.of(2019, 3)
    with pytest.raises(UnreadableQuarter):
        Quarter.parse(f"{day} 00:01")


@given(quarters, st.sampled_from(["", " ", "  ", "\t"]), st.booleans())
def test_every_spelling_reads_back(quarter, space, small):
    y, short, n = quarter.year, f"{(quarter.year + 1) % 100:02d}", quarter.number
    for text in (
        *(f"{y}/{short}{space or ' '}Q{n}", f"{y}-{short} Q{n}", f"{y}-{short}-Q{n}", f"{y}-{short}Q{n}"),
        *(
            f"Q{n}{space or ' '}{y}/{short}",
            f"Q{n} {y}-{short}",
            f"{y}/{y + 1} Q{n}",
            f"{space}{y}/{short} Q{n}{space}",
        ),
        *(quarter.label, quarter.slug, str(quarter), quarter.end.isoformat(), f"{quarter.end:%d/%m/%Y}"),
    ):
        assert Quarter.parse(text.lower() if small else text) == quarter, text
    for number in (str(n), f"Q{n}", f" q{n} "):
        assert Quarter.from_columns(f" {y}/{short} ", number) == quarter


@pytest.mark.parametrize(
    ("text", "says", "suggests"),
    [
        ("2019 Q3", "calendar or a financial", "2019/20 Q3 or 2018/19 Q3"),
        ("Q3 2019", "calendar or a financial", "2019/20 Q3 or 2018/19 Q3"),
        ("2019Q3", "calendar or a financial", "2019/20 Q3"),
        ("2019/21 Q3", "do not follow", "2019/20 Q3"),
        ("2019/2021 Q3", "do not follow", "2019/20 Q3"),
        ("2019/20 Q5", "quarter 5", "Q1 is April to June"),
        ("2019/20 Q0", "quarter 0", "Q4 January to March"),
        ("30-12-2017", "not the last day", "31-12-2017 (2017/18 Q3)"),
        ("2017-12-30", "not the last day", "2017-12-31 (2017/18 Q3)"),
        ("12/31/2019", "not a date", "day before the month"),
        ("31/11/2019", "not a date", "year-month-day"),
        ("", "blank", "2019/20 Q3"),
        ("next", "not a quarter", "2019/20 Q3"),
        ("\uff12\uff10\uff11\uff19/20 Q3", "not a quarter", "2019/20 Q3"),
        ("1066/67 Q1", "1066", "between 1900 and 2199"),
    ],
)
def test_what_could_mean_two_things_is_refused_with_what_to_write(text, says, suggests):
    with pytest.raises(UnreadableQuarter) as refused:
        Quarter.parse(text)
    assert says in refused.value.problem
    assert suggests in refused.value.remedy
    assert refused.value.read == text


@given(days)
def test_only_the_last_day_of_a_quarter_stands_for_it(day):
    is_last = (day + timedelta(days=1)).day == 1 and day.month % 3 == 0
    if is_last:
        assert Quarter.parse(day.isoformat()) == Quarter.containing(day)
    else:
        with pytest.raises(UnreadableQuarter):
            Quarter.parse(day.isoformat())


def test_a_financial_year_of_one_year_is_refused():
    with pytest.raises(UnreadableQuarter, match="not a financial year"):
        Quarter.from_columns("2019", "3")


@given(st.text(max_size=30))
def test_no_text_breaks_the_reading(text):
    try:
        quarter = Quarter.parse(text)
    except UnreadableQuarter:
        return
    assert Quarter.parse(quarter.label) == quarter


def test_a_quarter_number_outside_1_to_4_is_a_callers_mistake():
    with pytest.raises(ValueError, match="1 to 4"):
        Quarter.of(2019, 5)


def test_spans_are_said_as_people_say_them():
    q1, q4 = Quarter.parse("2019/20 Q1"), Quarter.parse("2019/20 Q4")
    assert q1.months == "April to June 2019"
    assert q4.months == "January to March 2020"
    assert span_in_words(q1, q4) == "April 2019 to March 2020"
    assert span_in_words(q1, q4, "–") == "April 2019 – March 2020"
    assert span_in_words(q1, q1, "–") == "April–June 2019"
    assert day_in_words(q4.end) == "31 March 2020"
