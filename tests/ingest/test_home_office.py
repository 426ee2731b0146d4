import re
from pathlib import Path

import pytest

from measures.ingest.checks import check_upload
from measures.ingest.mapping import Forces, read_mapping
from measures.ingest.reading import read_upload
from measures.model.frames import values_frame
from measures.model.issue import Severity
from measures.model.quarter import Quarter
from tests.ingest.files import MAX_BYTES, TODAY, a_measure, places, rows
from tests.ingest.workbooks import a_workbook

MAPPINGS = Path(__file__).parents[2] / "data" / "mappings"
HEADER = (
    "Financial Year,Financial Quarter,Force Name,Offence Description,Offence Group,Offence Subgroup,Offence Code,"
    "Number of Offences"
)
MEASURES = {
    measure.id: measure
    for measure in (
        a_measure("all", "count"),
        a_measure("burglary", "count"),
        a_measure("old-burglary", "count", last_quarter=Quarter.parse("2016/17 Q4")),
        a_measure("robbery", "count"),
        a_measure("robbery-a-day", "mean"),
        a_measure("homicide-12", "rolling"),
    )
}
TEXT = """
[mapping]
title = "Offences"
this_force = "Lancashire"
total = "all"

[[measures]]
measure = "all"
everything = true

[[measures]]
measure = "burglary"
subgroups = ["Domestic burglary", "Residential burglary"]

[[measures]]
measure = "old-burglary"
subgroups = ["domestic  BURGLARY"]
last_quarter = "2016/17 Q4"

[[measures]]
measure = "robbery"
groups = ["Robbery"]

[[measures]]
measure = "robbery-a-day"
groups = ["Robbery"]
form = "per_day"

[[measures]]
measure = "homicide-12"
codes = ["1", "4.1"]
form = "twelve_months"
"""
MAPPING = read_mapping(TEXT, "offences.toml")[0]
KINDS = (
    ("Burglary in a dwelling", "Theft offences", "Domestic burglary", "28A"),
    ("Burglary residential", "Theft offences", "Residential burglary", "28E"),
    ("Robbery of business property", "Robbery", "Robbery of business property", "34A"),
    ("Robbery of personal property", "Robbery", "Robbery of personal property", "34B"),
    ("Murder", "Violence against the person", "Homicide", "1"),
    ("Bigamy", "Miscellaneous crimes", "Miscellaneous crimes", "26"),
)


def counted(year, number, force, kind):
    """A different number for each row, from which each sum can be told; the old burglary is 0 after its end."""
    if kind == 0 and year > 2016:
        return 0
    return 10**kind * (number + (4 if force == "Kent" else 0))


def lines(years=(2016, 2017), forces=("Lancashire", "Kent"), kinds=range(6)):
    found = []
    for year in years:
        for number in range(1, 5):
            for force in forces:
                for kind in kinds:
                    description, group, subgroup, code = KINDS[kind]
                    count = counted(year, number, force, kind)
                    found.append(
                        f"{year}/{(year + 1) % 100},{number},{force},{description},{group},{subgroup},{code},{count}"
                    )
    return found


def load(content, mapping=MAPPING, measures=MEASURES):
    data = content.encode() if isinstance(content, str) else content
    return read_upload(data, "offences.csv", max_bytes=MAX_BYTES, measures=measures, mapping=mapping)


def table(reading):
    frame = reading.frame
    keys = zip(frame["measure_id"], frame["area"], (Quarter(q).label for q in frame["quarter"]), strict=True)
    figures = zip(frame["value_units"], frame["numerator_units"], frame["denominator_units"], strict=True)
    return {key: tuple(int(f) for f in figure if f == f) for key, figure in zip(keys, figures, strict=True)}


def notes(reading):
    return {issue.code: issue.message for issue in reading.issues if issue.severity is Severity.NOTE}


def stops(reading):
    return [issue.code for issue in reading.issues if issue.severity is Severity.STOP]


def test_categories_become_measures_of_this_force():
    reading = load(rows(HEADER, *lines()))
    found = table(reading)
    assert not stops(reading)
    assert found["all", "", "2016/17 Q2"] == (222222,)
    assert found["burglary", "", "2016/17 Q2"] == (22,)
    assert found["burglary", "", "2017/18 Q2"] == (20,)
    assert found["robbery", "", "2017/18 Q3"] == (3300,)
    assert found["robbery-a-day", "", "2016/17 Q4"] == (4400, 90)
    assert found["homicide-12", "", "2016/17 Q4"] == (10000 * 10,)
    assert found["homicide-12", "", "2017/18 Q1"] == (10000 * 10,)
    assert len(found) == 5 * 8 - 3 + 4
    assert {area for _, area, _ in found} == {""}
    assert not check_upload(reading, MEASURES, values_frame([]), TODAY).stopped


def test_a_renamed_category_has_no_figures_after_its_end():
    found = table(load(rows(HEADER, *lines())))
    assert [quarter for measure, _, quarter in found if measure == "old-burglary"] == [
        f"2016/17 Q{n}" for n in range(1, 5)
    ]


def test_what_lies_outside_a_categorys_quarters_and_is_not_zero_is_told():
    late = lines()[-1].split(",")[:3]
    text = rows(HEADER, *lines(), ",".join([*late, "Attempt", "Theft offences", "Domestic burglary", "28B", "7"]))
    assert notes(load(text.replace("2017/18,4,Kent,Attempt", "2017/18,4,Lancashire,Attempt")))["outside_quarters"] == (
        "7 offences of old-burglary lie outside its quarters (to 2016/17 Q4): left out."
    )


def test_what_is_left_out_is_told():
    told = notes(load(rows(HEADER, *lines())))
    assert told["other_forces"] == "Rows of one other force were left out: “Kent”."
    assert told["unmapped_categories"] == "No measure of its own is made of: “Miscellaneous crimes”."
    assert told["read_by_mapping"].startswith("By the mapping “Offences”, 96 rows make 41 figures of one force.")
    fewer = {name: measure for name, measure in MEASURES.items() if name != "robbery"}
    assert "“robbery”" in notes(load(rows(HEADER, *lines()), measures=fewer))["measure_not_defined"]
    groups = rows("financial_year,financial_quarter,force,offence_group,offences", "2016/17,1,Lancashire,Robbery,5")
    assert "“burglary”" in notes(load(groups))["category_not_in_table"]


def test_all_forces_get_areas_of_their_own():
    reading = load(rows(HEADER, *lines(forces=("Lancashire", "Devon & Cornwall"))), MAPPING.of_forces(Forces.ALL))
    found = table(reading)
    assert {area for _, area, _ in found} == {"", "devon-and-cornwall"}
    assert found["robbery", "devon-and-cornwall", "2016/17 Q1"] == (1100,)


def test_the_forces_name_is_known_in_any_spelling_and_missed_with_a_hint():
    assert table(load(rows(HEADER, *lines()).replace("Lancashire", "LANCASHIRE ")))["robbery", "", "2016/17 Q1"] == (
        1100,
    )
    reading = load(rows(HEADER, *lines()), MAPPING.of_forces(Forces.THIS, "Lancashre"))
    assert stops(reading) == ["force_not_in_table"]
    assert "“Lancashire”" in reading.issues[0].remedy


def test_a_table_of_one_force_needs_no_name():
    header = "financial_year,financial_quarter,offence_group,offence_subgroup,offences"
    assert table(load(rows(header, "2016/17,Q1,Robbery,Robbery of business property,5")))[
        "robbery", "", "2016/17 Q1"
    ] == (5,)


def test_a_category_without_a_row_makes_no_figure():
    found = table(load(rows(HEADER, *lines(kinds=(5,)))))
    assert {measure for measure, _, _ in found} == {"all"}


def test_the_total_must_add_up_to_all_rows():
    narrow = read_mapping(TEXT.replace("everything = true", 'groups = ["Robbery", "Theft offences"]'), "x")[0]
    reading = load(rows(HEADER, *lines(years=(2016,))), narrow)
    assert stops(reading) == ["total_disagrees"]
    assert reading.issues[0].message == (
        "Lancashire, 2016/17: all adds up to 11,110, all rows of the table to 1,111,110."
    )
    assert reading.frame.empty


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (lambda text: text.replace(",111,", ",1", 0).replace(",34A,100\n", ",34A,n/a\n", 1), ("not_a_number", "n/a")),
        (lambda text: text.replace(",34A,100\n", ",34A,\n", 1), ("blank_figure", "")),
        (lambda text: text.replace("2016/17,1,Kent", "2016/17,5,Kent", 1), ("unreadable_quarter", "2016/17 5")),
    ],
)
def test_a_row_that_cannot_be_read_refuses_the_table_with_its_line(change, place):
    reading = load(change(rows(HEADER, *lines())))
    assert [(code, read) for code, _, _, read in places(reading.issues)] == [place]
    assert places(reading.issues)[0][1] in (4, 8)
    assert reading.frame.empty


def test_an_offence_that_stands_there_twice_is_refused():
    reading = load(rows(HEADER, *lines(), lines()[2]))
    assert stops(reading) == ["duplicate_row"]
    assert reading.issues[0].line == 98


def test_rows_of_totals_are_not_counted_too():
    total = "2016/17,1,Lancashire,Total,Total,Total,,111111"
    reading = load(rows(HEADER, *lines(), total))
    assert table(reading)["all", "", "2016/17 Q1"] == (111111,)
    assert "line 98" in notes(reading)["total_row"]


def test_the_table_is_read_from_a_workbook_too():
    sheet = [["Police recorded crime"], [], HEADER.split(","), *(line.split(",") for line in lines())]
    for row in sheet[3:]:
        row[1], row[7] = int(row[1]), int(row[7])
    reading = load(a_workbook(sheet))
    assert table(reading) == table(load(rows(HEADER, *lines())))
    assert reading.frame["line"].min() == 4


def test_without_a_mapping_the_table_asks_for_one():
    reading = load(rows(HEADER, *lines()), None)
    assert stops(reading) == ["mapping_needed"]
    assert "long form" in reading.issues[0].remedy


def test_thousands_in_a_published_count_are_read():
    text = rows(HEADER, *lines(years=(2016,), forces=("Lancashire",))).replace("34A,200", '34A,"2,200"')
    assert table(load(text))["robbery", "", "2016/17 Q2"] == (2200 + 2000,)


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (("[mapping]", "[maping]"), ("missing_key", "mapping")),
        (('title = "Offences"', ""), ("missing_key", "title")),
        (('title = "Offences"', 'titel = "Offences"'), ("unknown_key", "titel")),
        (('groups = ["Robbery"]', ""), ("no_category", "groups")),
        (('total = "all"', 'total = "everything"'), ("no_category", "total")),
        (('form = "per_day"', 'form = "daily"'), ("unknown_choice", "form")),
        (('codes = ["1", "4.1"]', "codes = [1]"), ("wrong_type", "codes")),
        (('last_quarter = "2016/17 Q4"', 'last_quarter = "2016 Q4"'), ("unreadable_quarter", "last_quarter")),
        (
            ('last_quarter = "2016/17 Q4"', 'first_quarter = "2018/19 Q1"\nlast_quarter = "2016/17 Q4"'),
            ("quarters_out_of_order", "last_quarter"),
        ),
        (('measure = "robbery-a-day"', 'measure = "robbery"'), ("duplicate_measure", "measure")),
        (("everything = true", "everything = yes"), ("toml_syntax", None)),
        (("[[measures]]", "[measures]"), ("toml_syntax", None)),
    ],
)
def test_a_fault_of_a_mapping_file_is_told_with_its_line(change, place):
    mapping, issues = read_mapping(TEXT.replace(*change), "offences.toml")
    assert mapping is None
    assert place in [(issue.code, issue.column) for issue in issues]
    assert all(issue.message.startswith("offences.toml: ") for issue in issues)
    assert all(issue.line or issue.column == "mapping" for issue in issues)


@pytest.mark.parametrize(
    "content", ["", "mapping = 1", "measures = {}", "[mapping]\ntitle = 1", b"\xff", "a = " + "[" * 3000]
)
def test_any_text_as_a_mapping_file(content):
    mapping, issues = read_mapping(content, "x.toml")
    assert mapping is None and issues
    assert all(issue.message and issue.remedy for issue in issues)


@pytest.mark.parametrize("path", sorted(MAPPINGS.glob("*.toml")), ids=lambda path: path.stem)
def test_the_shipped_mappings_make_measures_that_the_sample_defines(path, sample_measures):
    mapping, issues = read_mapping(path.read_bytes(), path.name)
    assert not issues and mapping is not None
    for rule in mapping.rules:
        measure = sample_measures[rule.measure]
        form = {"quarter": "count", "twelve_months": "rolling", "per_day": "mean"}[rule.form]
        assert measure.kind == form
        first = measure.first_quarter
        assert rule.form == "twelve_months" or (rule.first_quarter, rule.last_quarter) == (first, measure.last_quarter)


def test_the_shipped_example_is_read_by_the_shipped_mapping(sample_measures):
    mapping = read_mapping((MAPPINGS / "police-recorded-crime.toml").read_bytes(), "x")[0]
    path = MAPPINGS.parent / "examples" / "police-recorded-crime.csv"
    reading = load(path.read_bytes(), mapping, sample_measures)
    assert not stops(reading)
    of_april = (MAPPINGS.parent / "figures").glob("recorded-crime-*2026-04.csv")
    figures = "".join(path.read_text(encoding="utf-8") for path in of_april if "other-forces" not in path.name)
    known = dict(re.findall(r"^([a-z-]+),2025/26 Q3,(\d+),", figures, re.MULTILINE))
    for (measure, _, _), (figure, *_rest) in table(reading).items():
        assert known.get(measure, str(figure)) == str(figure)
    assert len(reading.frame) > 15


def test_a_figure_to_confirm_is_named_by_its_measure_and_force_since_the_tables_line_names_neither():
    text = rows(HEADER, *lines()).replace("34A,200", "34A,-90000")
    reading = load(text, MAPPING.of_forces(Forces.ALL))
    found = check_upload(reading, MEASURES, values_frame([]), TODAY).issues
    negative = [issue.message for issue in found if issue.code == "negative_count"]
    assert negative
    assert all(re.match(r"[A-Z].*( \(.+\))?, \d{4}/\d\d Q\d: -?[\d,]+ is below zero\.", one) for one in negative)
