from datetime import date
from pathlib import Path

import pytest

from measures.ingest.checks import check_upload
from measures.ingest.reading import read_upload
from measures.model.frames import values_frame
from measures.model.issue import Severity
from measures.model.measure import Break, BreakType, Polarity
from measures.model.quarter import Quarter
from tests.ingest.files import MAX_BYTES, MEASURES, TODAY, check, read, rows
from tests.ingest.test_checks import long

START = Quarter.of(2014, 1)
SEASON = (1.1, 1.2, 1.0, 0.9)
WOBBLE = (0.0, 0.02, -0.03, 0.01, -0.01, 0.03, -0.02, 0.015, -0.025, 0.005)


def a_history(quarters, level=1000.0, measure="burglary", **more):
    """Held figures with a season and a wobble of a few per cent, from 2014/15 Q1 on."""
    found = []
    for number in range(quarters):
        figure = round(level * SEASON[number % 4] * (1 + WOBBLE[number % 10]))
        found.append({"measure_id": measure, "quarter": START.shift(number), "value": figure, **more})
    return found


def confirms(lines, held, **more):
    checked = check(long(*lines), values_frame(held), **more)
    assert all(issue.severity is not Severity.STOP for issue in checked.issues)
    return [(issue.code, issue.line) for issue in checked.issues if issue.severity is Severity.CONFIRM]


def first(lines, held):
    return next(i for i in check(long(*lines), values_frame(held)).issues if i.severity is Severity.CONFIRM)


HELD = a_history(24)
NEXT = START.shift(24)


@pytest.mark.parametrize(
    ("figure", "expected"),
    [
        (1100, []),
        (1000, []),
        (1250, []),
        (2200, ["out_of_line"]),
        (11000, ["out_of_line"]),
        (500, ["out_of_line"]),
        (110000, ["unit_jump"]),
        (1, ["unit_jump"]),
        (0, ["out_of_line"]),
        (-5, ["negative_count"]),
    ],
)
def test_a_figure_is_held_against_what_its_measure_is_used_to(figure, expected):
    assert confirms([f"burglary,{NEXT},{figure}"], HELD) == [(code, 2) for code in expected]


def test_a_finding_says_the_figures_that_it_judged_by():
    issue = first([f"burglary,{NEXT},2200"], HELD)
    before, year = (HELD[-1]["value"], HELD[-4]["value"])
    assert issue.message.startswith(
        f"Burglary, {NEXT}: 2,200 is out of line with what is held: {before} the quarter before (2019/20 Q4), "
    )
    assert f"{year:,} a year before (2019/20 Q1)" in issue.message
    assert "from one year to the next it mostly changes by less than" in issue.message
    assert (issue.column, issue.read) == ("value", "2200")


def test_a_season_is_no_surprise():
    strong = [row | {"value": (4000, 1000, 1000, 1000)[n % 4] + 7 * n} for n, row in enumerate(HELD)]
    assert not confirms([f"burglary,{NEXT},4150"], strong)
    assert confirms([f"burglary,{NEXT.shift(1)},4150"], strong) == [("out_of_line", 2)]


def test_a_new_level_is_asked_about_once_not_four_quarters_long():
    raised = [*HELD, {"measure_id": "burglary", "quarter": NEXT, "value": 2200}]
    assert not confirms([f"burglary,{NEXT.shift(1)},2400"], raised)


@pytest.mark.parametrize("figure", [0, 1, 2, 6, 9])
def test_small_counts_jump_about(figure):
    few = [row | {"value": (3, 5, 2, 4, 0, 3, 6, 1)[n % 8]} for n, row in enumerate(HELD)]
    assert not confirms([f"burglary,{NEXT},{figure}"], few)
    assert confirms([f"burglary,{NEXT},90"], few) == [("out_of_line", 2)]


@pytest.mark.parametrize(
    ("figure", "expected"), [(900, []), (2500, []), (4500, ["out_of_line"]), (90, ["out_of_line"])]
)
def test_a_short_history_leaves_more_room(figure, expected):
    assert confirms([f"burglary,2014/15 Q4,{figure}"], a_history(3)) == [(code, 2) for code in expected]


def test_one_earlier_figure_shows_only_a_jump_of_unit():
    assert not confirms(["burglary,2014/15 Q2,9000"], a_history(1))
    assert confirms(["burglary,2014/15 Q2,1100000"], a_history(1)) == [("unit_jump", 2)]


def test_the_first_file_of_a_measure_raises_nothing():
    lines = [f"burglary,{START.shift(n)},{(1, 10**6)[n % 2]}" for n in range(20)]
    assert not confirms(lines, [])
    assert not confirms(lines, a_history(24, measure="robbery"))
    assert not confirms(lines, a_history(24, area="Kent"))


def test_a_share_that_became_a_percentage_is_a_jump_of_unit():
    held = [{"measure_id": "satisfied", "quarter": START.shift(n), "value": str(0.87 + n / 100)} for n in range(5)]
    issue = first(["satisfied,2015/16 Q2,87"], held)
    assert issue.code == "unit_jump"
    assert issue.message == "Satisfied, 2015/16 Q2: 87 is about 100 times 0.91, the figure of 2015/16 Q1."


def test_a_population_in_thousands_is_a_jump_of_unit():
    held = [
        {"measure_id": "crime-rate", "quarter": START.shift(n), "numerator": 24000 + n, "denominator": 1_500_000}
        for n in range(5)
    ]
    issue = first(["crime-rate,2015/16 Q2,,24500,1500"], held)
    assert (issue.code, issue.column) == ("unit_jump", "numerator")
    assert "about 1,000 times 16" in issue.message


def test_an_earlier_figure_that_changes_is_asked_about_with_both():
    quarter = START.shift(5)
    issue = first([f"burglary,{quarter},1180"], HELD)
    assert issue.code == "restated"
    assert issue.message == f"Burglary, {quarter}: it is held as 1,236 and becomes 1,180."
    assert not confirms([f"burglary,{quarter},1236.0"], HELD)
    assert not confirms([f"burglary,{quarter},1236,,,,p"], HELD)
    gone = first([f"burglary,{quarter},,,,,x"], HELD)
    assert gone.message == f"Burglary, {quarter}: it is held as 1,236 and becomes no figure (not available)."
    parts = [{"measure_id": "solved", "quarter": quarter, "numerator": 1, "denominator": "20.0"}]
    restated = first([f"solved,{quarter},,2,20"], parts)
    assert restated.message == f"Solved, {quarter}: it is held as 1 of 20 and becomes 2 of 20."
    assert not confirms([f"solved,{quarter},,1.0,20"], parts)


def test_a_figure_that_was_withheld_and_is_now_known_is_no_restatement():
    assert not confirms(["burglary,2019/20 Q1,5"], [{"measure_id": "burglary", "quarter": "2019/20 Q1", "status": "x"}])


def test_a_restated_figure_is_out_of_line_only_if_the_old_one_was_not():
    odd = [row | {"value": 3000} if n == 20 else row for n, row in enumerate(HELD)]
    quarter = START.shift(20)
    assert confirms([f"burglary,{quarter},3010"], odd) == [("restated", 2)]
    assert confirms([f"burglary,{quarter},3010"], HELD) == [("restated", 2), ("out_of_line", 2)]


@pytest.mark.parametrize(
    ("line", "held", "expected"),
    [
        (f"burglary,{NEXT},{{}}", {"value": 1100}, True),
        (f"burglary,{NEXT},{{}}", {"value": 999}, False),
        (f"burglary,{NEXT},{{}}", {"value": 4}, False),
        (f"officers,{NEXT},{{}}", {"value": 3200}, False),
        (f"satisfied,{NEXT},{{}}", {"value": 72}, False),
        (f"year-crime,{NEXT},{{}}", {"value": 97112}, True),
        (f"solved,{NEXT},,3500,30720", {"numerator": 3500, "denominator": 30720}, True),
        (f"solved,{NEXT},,3500,30720", {"numerator": 3500, "denominator": 30721}, False),
        (f"solved,{NEXT},,35,99", {"numerator": 35, "denominator": 99}, False),
    ],
)
def test_the_same_figure_again_is_odd_where_chance_would_hardly_make_it(line, held, expected):
    row = {"measure_id": line.split(",")[0], "quarter": NEXT.shift(-1), **held}
    found = confirms([line.format(held.get("value"))], [row])
    assert found == ([("same_as_last_quarter", 2)] if expected else [])


def test_a_year_to_date_that_stands_still_is_odd_but_not_at_the_start_of_a_year():
    held = [{"measure_id": "burglary", "quarter": "2018/19 Q3", "value": 3000, "basis": "ytd"}]
    assert confirms(["burglary,2018/19 Q4,3000,,,ytd"], held) == [("same_as_last_quarter", 2)]
    held = [{"measure_id": "burglary", "quarter": "2018/19 Q4", "value": 3000, "basis": "ytd"}]
    assert not confirms(["burglary,2019/20 Q1,3000,,,ytd"], held)


def test_years_to_date_are_held_against_the_same_span_of_the_years_before():
    held = []
    for year in range(2010, 2019):
        for number in range(1, 5):
            figure = 1000 * number + 11 * (year % 5)
            held.append(
                {"measure_id": "burglary", "quarter": Quarter.of(year, number), "value": figure, "basis": "ytd"}
            )
    assert not confirms(["burglary,2019/20 Q1,1020,,,ytd", "burglary,2019/20 Q2,2050,,,ytd"], held)
    assert confirms(["burglary,2019/20 Q1,4000,,,ytd"], held) == [("out_of_line", 2)]


def test_a_comparator_that_was_odd_itself_is_told_of():
    odd = [row | {"value": 300} if n == 21 else row for n, row in enumerate(a_history(25))]
    lines = [f"burglary,{START.shift(25)},1230"]
    issue = first(lines, odd)
    assert issue.code == "odd_comparator"
    said = "Burglary, 2020/21 Q2: a year before, in 2019/20 Q2, it was 300, which was itself out of line: "
    assert issue.message.startswith(said)
    assert not confirms(lines, a_history(25))


def test_a_comparator_of_a_measure_that_is_not_rated_does_not_matter():
    from dataclasses import replace

    context = {"burglary": replace(MEASURES["burglary"], polarity=Polarity.CONTEXT)}
    odd = [row | {"value": 300} if n == 21 else row for n, row in enumerate(a_history(25))]
    content = long(f"burglary,{START.shift(25)},1230").encode()
    reading = read_upload(content, "x.csv", max_bytes=MAX_BYTES, measures=context)
    assert not check_upload(reading, context, values_frame(odd), TODAY).issues


def test_nothing_is_compared_across_a_break():
    reading = read(long(f"burglary,{NEXT},2200"))
    for comparable, expected in ((False, []), (True, ["out_of_line"])):
        counted = Break("burglary", date(2020, 4, 1), BreakType.DEFINITION, comparable, "Sheds count.")
        issues = check_upload(reading, MEASURES, values_frame(HELD), TODAY, [counted]).issues
        assert [issue.code for issue in issues] == expected


def test_a_row_with_a_fault_is_not_judged():
    checked = check(long("officers,2019/20 Q1,-5"), values_frame(a_history(20, measure="officers")))
    assert [issue.code for issue in checked.issues] == ["negative_stock"]


def test_the_wide_form_names_the_quarters_column():
    checked = check(rows(f"measure_id,{NEXT}", "burglary,2200"), values_frame(HELD))
    assert [(issue.code, issue.column) for issue in checked.issues] == [("out_of_line", NEXT.label)]


def test_the_sample_is_hardly_ever_doubted(sample_plans, sample_measures):
    """Its last three years, each quarter loaded as it came: at most one figure in a hundred is asked about."""
    breaks = [one for plan in sample_plans for one in plan.breaks]
    lines = {}  # of two releases of one figure the later one
    for path in sorted((Path(__file__).parents[2] / "data" / "figures").glob("*.csv")):
        reading = read_upload(path.read_bytes(), path.name, max_bytes=MAX_BYTES, measures=sample_measures)
        content = path.read_text(encoding="utf-8").splitlines()
        for row in reading.frame.itertuples():
            key = (row.measure_id, row.area, row.quarter, row.basis)
            lines[key] = (row.quarter, ",".join(content[int(row.line) - 1].split(",")[:7]))
    header = "measure_id,quarter,value,numerator,denominator,basis,status"
    everything = read_upload(
        rows(header, *(line for _, line in lines.values())).encode(),
        "all.csv",
        max_bytes=MAX_BYTES,
        measures=sample_measures,
    )
    asked = looked_at = 0
    for quarter in range(Quarter.of(2022, 4).ordinal, Quarter.of(2025, 4).ordinal):
        new = rows(header, *(line for when, line in lines.values() if when == quarter)).encode()
        reading = read_upload(new, "new.csv", max_bytes=MAX_BYTES, measures=sample_measures)
        held = everything.frame[everything.frame["quarter"] < quarter]
        checked = check_upload(reading, sample_measures, held, TODAY, breaks)
        asked += sum(issue.severity is Severity.CONFIRM for issue in checked.issues)
        looked_at += len(reading.frame)
    assert looked_at > 300
    assert asked <= looked_at / 100
