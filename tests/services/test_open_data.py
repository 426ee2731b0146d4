"""Open data: what somebody sees who has not signed in, whoever asks; withheld figures and what would give them away."""

import pytest

from measures.errors import NotFound
from measures.model.access import Role
from measures.model.quarter import Quarter
from measures.reports.open_data.about import about
from measures.reports.open_data.folder import open_files
from measures.services.definitions import load_plans
from measures.services.open_data import OpenData, open_data
from measures.storage.store import Store
from tests.access import OFFICIAL, RESTRICTED, load, person, secretive, signs_in
from tests.builders import a_measure, a_plan


def figures_of(data: OpenData, measure_id: str) -> dict[tuple[str, str], tuple[object, str]]:
    return {
        (one.quarter.label, one.basis.value): (one.value, one.status.value)
        for one in data.figures
        if one.measure_id == measure_id and not one.area
    }


def test_whoever_asks_only_what_is_public_is_in_any_file(store: Store) -> None:
    office = secretive(store)
    files = {role: open_files(found := open_data(office.acting(person(role))), about(found)) for role in Role}
    assert all(given == files[Role.ANYONE] for given in files.values())
    assert signs_in(files[Role.ADMINISTRATOR], RESTRICTED + OFFICIAL) == []
    assert signs_in(files[Role.ADMINISTRATOR], ("a. officer", "an approver", "a. approver", "went up")) == []
    assert b"burglary,,2016/17 Q1,quarter,122,,,,,a row of burglary," in files[Role.ADMINISTRATOR]["figures.csv"]
    assert b"burglary,kent,2016/17 Q1,quarter,110," in files[Role.ADMINISTRATOR]["figures.csv"]


def test_a_withheld_quarter_withholds_the_years_to_date_that_take_it_in_and_no_others(store: Store) -> None:
    load_plans(store, [a_plan(a_measure())], by="A")
    content = """measure_id,quarter,value,basis,status,note
burglary,2015/16 Q1,101,,,
burglary,2015/16 Q2,102,,,
burglary,2015/16 Q2,203,ytd,,
burglary,2015/16 Q3,,,c,"it was 103"
burglary,2015/16 Q3,306,ytd,,
burglary,2015/16 Q4,104,,,
burglary,2015/16 Q4,410,ytd,,
burglary,2016/17 Q1,105,,,
"""
    load(store, content, "withheld.csv", "")
    data = open_data(store)
    assert figures_of(data, "burglary") == {
        ("2015/16 Q1", "quarter"): (101, ""),
        ("2015/16 Q2", "quarter"): (102, ""),
        ("2015/16 Q2", "ytd"): (203, ""),
        ("2015/16 Q3", "quarter"): (None, "c"),
        ("2015/16 Q3", "ytd"): (None, "c"),
        ("2015/16 Q4", "quarter"): (104, ""),
        ("2015/16 Q4", "ytd"): (None, "c"),
        ("2016/17 Q1", "quarter"): (105, ""),
    }
    texts = b"\n".join(open_files(data, about(data)).values()).decode()
    assert not [sign for sign in ("306", "410", "it was 103") if f",{sign}," in texts or f" {sign} " in texts]
    (q4,) = [one for status in data.statuses for one in status.measures if one.quarter == Quarter.of(2015, 4)]
    assert q4.words == "Withheld to protect confidentiality"


def test_a_withheld_year_to_date_withholds_its_last_quarter(store: Store) -> None:
    load_plans(store, [a_plan(a_measure())], by="A")
    content = """measure_id,quarter,value,basis,status
burglary,2015/16 Q1,101,,
burglary,2015/16 Q2,102,,
burglary,2015/16 Q2,,ytd,c
"""
    load(store, content, "withheld.csv", "")
    assert figures_of(open_data(store), "burglary") == {
        ("2015/16 Q1", "quarter"): (101, ""),
        ("2015/16 Q2", "quarter"): (None, "c"),
        ("2015/16 Q2", "ytd"): (None, "c"),
    }


def test_one_plan_brings_its_own_measures_with_the_parts_of_its_sums(store: Store) -> None:
    whole = a_measure("all-burglary", sum_of=("burglary", "shed-burglary"))
    plans = [a_plan(whole, a_measure(), id="2013"), a_plan(a_measure("shed-burglary"), a_measure("robbery"), id="x")]
    assert load_plans(store, plans, by="A").stored
    load(store, "measure_id,quarter,value\nburglary,2015/16 Q1,1\nshed-burglary,2015/16 Q1,2\nrobbery,2015/16 Q1,3\n",
         "f.csv", "")  # fmt: skip
    data = open_data(store, "2013")
    assert [one.id for one in data.measures] == ["all-burglary", "burglary", "shed-burglary"]
    assert {one.measure_id for one in data.figures} == {"burglary", "shed-burglary"}
    assert [status.plan.head.id for status in data.statuses] == ["2013"]
    with pytest.raises(NotFound, match=r"“2031”.*2013"):
        open_data(store, "2031")


def test_without_a_plan_there_is_nothing_to_give_out(store: Store) -> None:
    with pytest.raises(NotFound, match="There is no plan in the database yet"):
        open_data(store)
