"""Files of areas and groups: what is read, and every fault with its line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from measures.ingest.areas_file import read_areas
from measures.model.area import Area, Member
from measures.model.issue import stops
from tests.builders import quarter

AREAS = 'area_id,title,population,year,note\nkent,Kent,"1,900,000",2024,\ncity,City,,2024,too few residents\n'
GROUPS = (
    "group_id,title,area_id,from_quarter,to_quarter\n"
    "south,South,kent,2020/21 Q1,\nsouth,South,city,,2021/22 Q4\nall,All,kent,,\n"
)


def faults(text: str) -> list[tuple[str, int | None, str | None]]:
    _, issues = read_areas(text.encode(), "a.csv")
    return [(issue.code, issue.line, issue.column) for issue in stops(issues)]


def test_areas_are_read_with_their_population_and_year() -> None:
    read, issues = read_areas(AREAS.encode(), "areas.csv")
    assert issues == []
    assert read.areas == (Area("kent", "Kent", 1_900_000, 2024), Area("city", "City", None, 2024, "too few residents"))
    assert read.groups == ()


def test_groups_are_read_with_dates_that_may_be_open() -> None:
    read, issues = read_areas(GROUPS.encode(), "groups.csv")
    assert issues == []
    assert [(group.id, group.title, group.members) for group in read.groups] == [
        ("south", "South", (Member("kent", quarter("2020/21 Q1")), Member("city", None, quarter("2021/22 Q4")))),
        ("all", "All", (Member("kent"),)),
    ]
    assert read.lines == {("south", "kent"): 2, ("south", "city"): 3, ("all", "kent"): 4}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (AREAS.replace('"1,900,000"', "1.9m"), ("population_no_number", 2, "population")),
        (AREAS.replace('"1,900,000"', "0"), ("population_no_number", 2, "population")),
        (AREAS.replace('"1,900,000"', ""), ("population_no_number", 2, "population")),
        (AREAS.replace("2024,\n", "mid-2024,\n"), ("year_no_number", 2, "year")),
        (AREAS.replace("city,City", ",City"), ("blank_cell", 3, "area_id")),
        (AREAS.replace("city,City", "city,"), ("blank_cell", 3, "title")),
        (AREAS.replace("Kent", "K" * 101), ("text_too_long", 2, "title")),
        (AREAS.replace("too few", "n" * 600), ("text_too_long", 3, "note")),
        (AREAS + "kent,Kent,5,2024,\n", ("repeated_area", 4, "year")),
        (AREAS.replace("population", "populaton"), ("unknown_column", 1, "populaton")),
        (AREAS.replace(",year,", ",population,"), ("repeated_column", 1, "population")),
        (AREAS + "kent,Kent,5\n", ("ragged_row", 4, None)),
        (GROUPS.replace("2021/22 Q4", "2021 Q4"), ("unreadable_quarter", 3, "to_quarter")),
        (GROUPS + "all,Every one,city,,\n", ("titles_differ", 5, "title")),
        (GROUPS + "all,All,city,2021/22 Q1,2020/21 Q1\n", ("quarters_out_of_order", 5, "to_quarter")),
        (GROUPS + "all,All,kent,2021/22 Q1,\n", ("members_overlap", 5, "from_quarter")),
        (GROUPS + "south,South,city,2021/22 Q4,\n", ("members_overlap", 5, "from_quarter")),
        (GROUPS + "south,South,,,\n", ("blank_cell", 5, "area_id")),
        ("area_id,title,population,year\n", ("nothing_to_read", None, None)),
        ("", ("empty_file", None, None)),
        ("area_id,title\nkent,Kent\n", ("missing_column", 1, "population")),
    ],
)
def test_a_fault_is_told_with_its_line_and_column(text: str, found: tuple[str, int | None, str | None]) -> None:
    assert found in faults(text)


def test_an_area_may_come_back_and_may_have_several_years() -> None:
    assert faults(GROUPS + "south,South,city,2022/23 Q1,\n") == []
    assert faults(AREAS + "kent,Kent,1,2023,\n") == []


def test_all_faults_are_told_at_once_and_nothing_is_read() -> None:
    text = AREAS.replace('"1,900,000"', "x").replace("city,City", ",")
    read, issues = read_areas(text.encode(), "areas.csv")
    assert {issue.code for issue in issues} == {"population_no_number", "blank_cell"}
    assert len(issues) == 3
    assert read.areas == ()
    assert all(issue.message.startswith("areas.csv: ") and issue.remedy for issue in issues)


@given(st.binary(max_size=200) | st.text(max_size=200).map(lambda text: (AREAS + text).encode()))
def test_no_bytes_whatever_raise(content: bytes) -> None:
    read_areas(content, "x.csv")
    read_areas(GROUPS.encode() + content, "x.csv")


def test_a_note_on_a_file_does_not_keep_its_rows_out() -> None:
    for content, code in (
        (AREAS.replace("too few", "10 £").encode("cp1252"), "windows_1252"),
        (f"{AREAS}\n,,,,\n{AREAS.splitlines()[1].replace('kent', 'essex')}\n".encode(), "blank_lines"),
    ):
        read, issues = read_areas(content, "areas.csv")
        assert [one.code for one in issues] == [code]
        assert len(read.areas) >= 2
