from datetime import date
from pathlib import Path

import pytest

from measures.ingest.checks import check_upload, check_values
from measures.ingest.reading import read_upload
from measures.model.frames import values_frame
from measures.model.issue import Severity
from tests.ingest.files import MAX_BYTES, TODAY, check, places, rows

LONG = "measure_id,quarter,value,numerator,denominator,basis,status,data_to,area,note"


def long(*lines: str) -> str:
    """Rows of the long form, filled up with empty cells."""
    return rows(LONG, *(line + "," * (LONG.count(",") - line.count(",")) for line in lines))


@pytest.mark.parametrize(
    ("line", "place", "says"),
    [
        ("comment,2019/20 Q1,5", ("narrative_measure", 2, "measure_id", "comment"), "comment only"),
        ("burglary,2019/20 Q1,,5", ("wrong_column", 2, "numerator", "5"), "has no numerator"),
        ("burglary,2019/20 Q1,5,,10", ("wrong_column", 2, "denominator", "10"), "under value"),
        ("crime-rate,2019/20 Q1,5", ("wrong_column", 2, "value", "5"), "population under denominator"),
        ("solved,2019/20 Q1,5,1,20", ("two_figures", 2, "value", "5"), "Leave value empty"),
        ("solved,2019/20 Q1,,1", ("half_a_figure", 2, "denominator", ""), "Give both parts"),
        ("answer-time,2019/20 Q1,,,7", ("half_a_figure", 2, "numerator", ""), "Give both parts"),
        ("crime-rate,2019/20 Q1,,7", ("half_a_figure", 2, "denominator", ""), "Give both parts"),
        ("burglary,2019/20 Q1", ("blank_figure", 2, "value", ""), "never taken for zero"),
        ("burglary,2019/20 Q1,,,,,p", ("blank_figure", 2, "value", ""), "which goes with a figure"),
        ("solved,2019/20 Q1", ("blank_figure", 2, "value", ""), "or a bare value"),
        ("crime-rate,2019/20 Q1", ("blank_figure", 2, "numerator", ""), "the population"),
        ("burglary,2019/20 Q1,0,,,,x", ("figure_with_status", 2, "status", "x"), "not available"),
        ("solved,2019/20 Q1,,1,2,,C", ("figure_with_status", 2, "status", "C"), "confidential"),
        (
            "burglary,2026/27 Q3,5",
            ("future_quarter", 2, "quarter", "2026/27 Q3"),
            "has not ended yet: it is 23 Nov",
        ),
        ("burglary,2026/27 Q4,5", ("future_quarter", 2, "quarter", "2026/27 Q4"), "has not begun"),
        ("burglary,2031-32-Q1,,,,,x", ("future_quarter", 2, "quarter", "2031/32 Q1"), "2026/27 Q2 or earlier"),
        ("old-burglary,2017/18 Q1,0", ("not_collected", 2, "quarter", "2017/18 Q1"), "from 2013/14 Q1 to 2016/17 Q4"),
        ("old-burglary,2012/13 Q4,0", ("not_collected", 2, "quarter", "2012/13 Q4"), "change its definition first"),
        ("burglary,2019/20 Q1,5,,,,,2019-07-01", ("data_to_outside_quarter", 2, "data_to", "2019-07-01"), "2019-06-30"),
        ("burglary,2019/20 Q1,5,,,,,31/03/2019", ("data_to_outside_quarter", 2, "data_to", "31/03/2019"), "31 March"),
        ("solved,2019/20 Q1,,21,20", ("above_denominator", 2, "numerator", "21"), "changed places"),
        ("solved,2019/20 Q1,,20.01,20", ("above_denominator", 2, "numerator", "20.01"), "above 100"),
        ("solved,2019/20 Q1,100.1", ("outside_0_to_100", 2, "value", "100.1"), "0 to 100"),
        ("solved,2019/20 Q1,-0.1", ("outside_0_to_100", 2, "value", "-0.1"), "0 to 100"),
        ("solved,2019/20 Q1,,-1,20", ("negative_part", 2, "numerator", "-1"), "below zero"),
        ("answer-time,2019/20 Q1,,1,-20", ("negative_part", 2, "denominator", "-20"), "below zero"),
        ("crime-rate,2019/20 Q1,,1,-20", ("negative_part", 2, "denominator", "-20"), "below zero"),
        ("officers,2019/20 Q1,-1", ("negative_stock", 2, "value", "-1"), "not the change"),
        ("officers,2019/20 Q1,1,,,ytd", ("no_year_to_date", 2, "basis", "ytd"), "Leave basis empty"),
        ("year-crime,2019/20 Q1,1,,,ytd", ("no_year_to_date", 2, "basis", "ytd"), "twelve months"),
        ("satisfied,2019/20 Q1,1,,,ytd", ("no_year_to_date", 2, "basis", "ytd"), "kept as it is"),
    ],
)
def test_a_row_that_cannot_be_is_refused_with_what_to_do(line, place, says):
    checked = check(long(line))
    assert places(checked.issues) == [place]
    issue = checked.issues[0]
    assert says in f"{issue.message} {issue.remedy} {issue.expected}"
    assert checked.stopped == 1
    assert checked.sound.empty


@pytest.mark.parametrize(
    "line",
    [
        "burglary,2019/20 Q1,0",
        "burglary,2019/20 Q1,,,,,x",
        "burglary,2019/20 Q1,,,,,z",
        "burglary,2026/27 Q2,5,,,,p",
        "burglary,2019/20 Q1,5,,,,,2019-06-30",
        "crime-rate,2019/20 Q1,,12,1000",
        "crime-rate,2019/20 Q1,,12,0",
        "solved,2019/20 Q1,,0,0",
        "solved,2019/20 Q1,,20,20.0",
        "solved,2019/20 Q1,100",
        "solved,2019/20 Q1,0",
        "per-mille,2019/20 Q1,,21,20",
        "per-mille,2019/20 Q1,1500",
        "answer-time,2019/20 Q1,1500",
        "answer-time,2019/20 Q1,,1500,3",
        "officers,2019/20 Q1,0",
        "satisfied,2019/20 Q1,-3",
        "year-crime,2019/20 Q1,120.5",
        "burglary,2019/20 Q4,100,,,ytd",
        "old-burglary,2013/14 Q1,5",
        "old-burglary,2016/17 Q4,5",
    ],
)
def test_a_row_that_can_be_is_taken_as_it_is(line):
    checked = check(long(line))
    assert not checked.issues
    assert len(checked.sound) == 1


@pytest.mark.parametrize("line", ["burglary,2019/20 Q1,-5", "year-crime,2019/20 Q1,-5", "crime-rate,2019/20 Q1,,-5,10"])
def test_a_count_below_zero_needs_a_word(line):
    checked = check(long(line))
    assert [(issue.severity, issue.code) for issue in checked.issues] == [(Severity.CONFIRM, "negative_count")]
    assert checked.stopped == 0


def test_part_of_a_quarter_is_told():
    checked = check(long("burglary,2019/20 Q1,5,,,,,2019-05-31", "robbery,2019/20 Q1,5,,,,,2019-06-30"))
    assert places(checked.issues, Severity.NOTE) == [("part_quarter", 2, "data_to", "2019-05-31")]


def test_a_quarter_is_in_the_future_until_its_last_day_has_passed():
    text = long("burglary,2019/20 Q1,5")
    assert places(check(text, today=date(2019, 6, 30)).issues)
    assert not check(text, today=date(2019, 7, 1)).issues


def test_the_same_figure_twice_names_both_lines():
    checked = check(
        long(
            "burglary,2019/20 Q1,5",
            "robbery,2019/20 Q1,5",
            "burglary,Q1 2019-20,6",
            "burglary,2019/20 Q1,5,,,ytd",
            "burglary,2019/20 Q1,5,,,,,,Kent",
            "burglary,2019/20 Q1,7",
        )
    )
    assert [p for p in places(checked.issues) if p[0] == "duplicate_row"] == [
        ("duplicate_row", 4, "quarter", "2019/20 Q1"),
        ("duplicate_row", 7, "quarter", "2019/20 Q1"),
    ]
    assert "line 2 already" in checked.issues[0].message


def test_t22_a_year_to_date_that_does_not_agree_is_refused():
    checked = check(long("burglary,2019/20 Q1,10", "burglary,2019/20 Q2,12", "burglary,2019/20 Q2,25,,,ytd"))
    assert places(checked.issues) == [("ytd_disagrees", 4, "value", "25")]
    assert checked.issues[0].message.startswith("10 + 12 = 22 is not 25: ")


HELD = [
    {"measure_id": "burglary", "quarter": "2019/20 Q1", "value": 10},
    {"measure_id": "burglary", "quarter": "2019/20 Q1", "value": 99, "area": "Kent"},
    {"measure_id": "burglary", "quarter": "2018/19 Q2", "value": 99},
    {"measure_id": "burglary", "quarter": "2019/20 Q2", "value": 25, "basis": "ytd"},
]


@pytest.mark.parametrize(
    ("held", "lines", "message"),
    [
        (HELD[:3], ["burglary,2019/20 Q2,12", "burglary,2019/20 Q2,25,,,ytd"], "10 + 12 = 22 is not 25"),
        (HELD, ["burglary,2019/20 Q2,12"], "10 + 12 = 22 is not 25"),
        (HELD[3:], ["burglary,2019/20 Q3,4", "burglary,2019/20 Q3,30,,,ytd"], "25 + 4 = 29 is not 30"),
        ([], ["burglary,2019/20 Q1,10", "burglary,2019/20 Q1,11,,,ytd"], "10 is not 11"),
        (
            [],
            ["burglary,2019/20 Q1,0.1", "burglary,2019/20 Q2,0.20", "burglary,2019/20 Q2,0.31,,,ytd"],
            "0.1 + 0.2 = 0.3 is",
        ),
        (
            [],
            ["burglary,2019/20 Q1,900000000000000", "burglary,2019/20 Q2,0.000000001", "burglary,2019/20 Q2,5,,,ytd"],
            "900,000,000,000,000 + 0.000000001 = 900,000,000,000,000.000000001 is not 5",
        ),
        (
            [],
            ["solved,2019/20 Q1,,1,10", "solved,2019/20 Q2,,2,20", "solved,2019/20 Q2,,3,31,ytd"],
            "10 + 20 = 30 is not 31",
        ),
        (
            [],
            ["crime-rate,2019/20 Q1,,1,10", "crime-rate,2019/20 Q2,,2,11", "crime-rate,2019/20 Q2,,4,11,ytd"],
            "1 + 2 = 3 is not 4",
        ),
        ([], ["crime-rate,2019/20 Q2,,2,11", "crime-rate,2019/20 Q2,,4,12,ytd"], "11 is not 12: the population"),
        ([], ["solved,2019/20 Q1,50", "solved,2019/20 Q1,51,,,ytd"], "50 is not 51: the figure"),
    ],
)
def test_years_to_date_are_added_up_exactly_with_what_is_held(held, lines, message):
    checked = check(long(*lines), values_frame(held))
    found = [issue for issue in checked.issues if issue.code == "ytd_disagrees"]
    assert len(found) == 1
    assert found[0].message.startswith(message)
    assert found[0].line is not None


@pytest.mark.parametrize(
    ("held", "lines"),
    [
        (HELD[:3], ["burglary,2019/20 Q2,15", "burglary,2019/20 Q2,25,,,ytd"]),
        (HELD, ["burglary,2019/20 Q1,13", "burglary,2019/20 Q2,12"]),
        (HELD, ["burglary,2019/20 Q2,,,,,x"]),
        (HELD, ["robbery,2019/20 Q2,12"]),
        (HELD, ["burglary,2020/21 Q1,12"]),
        ([], ["burglary,2019/20 Q2,12", "burglary,2019/20 Q2,25,,,ytd"]),
        ([], ["burglary,2019/20 Q1,0.1", "burglary,2019/20 Q2,0.20", "burglary,2019/20 Q2,0.300,,,ytd"]),
        ([], ["crime-rate,2019/20 Q1,,1,10", "crime-rate,2019/20 Q2,,2,11", "crime-rate,2019/20 Q2,,3,11,ytd"]),
        ([], ["solved,2019/20 Q1,50", "solved,2019/20 Q2,50", "solved,2019/20 Q2,40,,,ytd"]),
        ([], ["solved,2019/20 Q1,,1,3", "solved,2019/20 Q1,33.3,,,ytd"]),
    ],
)
def test_years_to_date_that_agree_or_cannot_be_added_up_are_taken(held, lines):
    assert not places(check(long(*lines), values_frame(held)).issues)


def test_what_is_held_and_disagrees_already_is_not_this_files_fault():
    held = [*HELD, {"measure_id": "burglary", "quarter": "2019/20 Q2", "value": 12}]
    assert not check(long("burglary,2019/20 Q4,12"), values_frame(held)).issues


def test_a_faulty_row_makes_no_second_fault_of_its_year():
    checked = check(
        long("burglary,2019/20 Q1,n/a", "burglary,2019/20 Q2,12", "burglary,2019/20 Q2,25,,,ytd"), values_frame(HELD)
    )
    assert [issue.code for issue in checked.issues] == ["not_a_number"]


def test_a_year_to_date_below_the_last_needs_a_word():
    checked = check(long("burglary,2019/20 Q3,20,,,ytd"), values_frame(HELD))
    assert places(checked.issues, Severity.CONFIRM) == [("ytd_below_last", 2, "value", "20")]
    assert "20, is below that at Q2, 25" in checked.issues[0].message


def test_an_equal_year_to_date_needs_none():
    assert not check(long("burglary,2019/20 Q3,25,,,ytd"), values_frame(HELD)).issues


def test_the_sample_loads_without_a_word(sample_measures):
    for path in sorted((Path(__file__).parents[2] / "data" / "figures").glob("*.csv")):
        reading = read_upload(path.read_bytes(), path.name, max_bytes=MAX_BYTES, measures=sample_measures)
        checked = check_upload(reading, sample_measures, values_frame([]), TODAY)
        assert not checked.issues, path.name
        assert checked.sound is reading.frame
        assert check_values(reading, sample_measures, values_frame([]), TODAY) == []


@pytest.mark.parametrize("day", ["2019-06-30", "30/06/2019"])
@pytest.mark.parametrize("midnight", ["", " 00:00", " 00:00:00", "T00:00"])
def test_a_midnight_after_a_day_is_no_time(day, midnight):
    assert not check(rows(LONG, f"burglary,{day}{midnight},5,,,,,{day}{midnight},,")).issues
    assert {one[0] for one in places(check(rows(LONG, f"burglary,2019/20 Q1,5,,,,,{day} 05:00,,")).issues)} == {
        "unreadable_date"
    }
