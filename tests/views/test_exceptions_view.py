"""The finding of the exceptions page: each measure on the list is counted under what put it there."""

import re

import pytest

from measures.model.quarter import Quarter
from measures.services.exceptions import quarter_exceptions
from measures.services.uploads import accept_upload, preview_upload
from measures.storage.store import Store
from measures.views.exceptions_view import exceptions_view


def title(store: Store, plan_id: str, quarter: str) -> str:
    return exceptions_view(quarter_exceptions(store, plan_id, Quarter.parse(quarter))).title


def test_a_green_measure_in_the_worst_tenth_is_not_said_to_be_worse(sample_store: Store) -> None:
    said = title(sample_store, "2024-2029", "2025/26 Q3")
    assert said == "4 of 30 measures to ask about: 3 are worse and 1 is in the worst 10% of similar forces"


@pytest.mark.parametrize("quarter", ["2018/19 Q2", "2019/20 Q3", "2020/21 Q1", "2020/21 Q4"])
def test_the_parts_of_the_finding_add_up_to_the_measures_on_the_list(sample_store: Store, quarter: str) -> None:
    found = exceptions_view(quarter_exceptions(sample_store, "2016-2021", Quarter.parse(quarter)))
    total, parts = found.title.split(" of ")[0], found.title.split(": ", 1)[1]
    assert sum(int(number) for number in re.findall(r"(\d+) (?:is|are) ", parts)) == int(total) == len(found.rated)


def test_a_quarter_of_which_little_is_in_is_not_said_to_be_well(sample_copy: Store) -> None:
    content = b"measure_id,quarter,value\nresidential-burglary,2025/26 Q4,900\n"
    accept_upload(sample_copy, preview_upload(sample_copy, "q4.csv", content), by="A", confirm=True)
    found = exceptions_view(quarter_exceptions(sample_copy, "2024-2029", Quarter.parse("2025/26 Q4")))
    assert not found.rated
    said = f"No rated measure is worse or unusually worse, but {len(found.unrated)} of 30 have no rating"
    assert found.title == said
