"""A plan's statement on the national measures: read, written back, and refused with the line of each fault."""

import pytest

from measures.ingest.definitions_file import read_definitions, write_definitions
from measures.model.national import NationalMeasure
from tests.ingest.test_definition_sums import part, text

NATIONAL = """[[national]]
id = "neighbourhood"
title = "Reduce neighbourhood crime"
applies = true
why = "It is what people meet where they live."
measures = ["burglary"]
"""


def test_it_is_read_and_written_back_as_it_was():
    plan, issues = read_definitions(text(part("burglary"), NATIONAL), "plan.toml")
    assert issues == []
    assert plan.head.national == (
        NationalMeasure("neighbourhood", "Reduce neighbourhood crime", True,
                        "It is what people meet where they live.", ("burglary",)),
    )  # fmt: skip
    assert read_definitions(write_definitions(plan), "plan.toml") == (plan, [])


@pytest.mark.parametrize(
    ("national", "code", "key", "says"),
    [
        (NATIONAL.replace('"burglary"', '"burglery"'), "unknown_national_measure", "measures", "no measure “burglery”"),
        (NATIONAL.replace("true", "false"), "national_not_applied", "measures", "does not apply here, yet"),
        (NATIONAL + NATIONAL, "duplicate_national", "id", "the id of an earlier national measure (line 19)"),
        (NATIONAL.replace("applies = true\n", ""), "missing_key", "applies", "“applies” is missing"),
        (NATIONAL.replace("true", '"yes"'), "wrong_type", "applies", "This is text"),
    ],
)
def test_each_fault_is_told_with_its_key_and_words(national, code, key, says):
    plan, issues = read_definitions(text(part("burglary"), national), "plan.toml")
    assert plan is None
    assert [(one.code, one.column) for one in issues] == [(code, key)]
    assert says in issues[0].message
    assert "national measure “neighbourhood”" in issues[0].message
    assert issues[0].line
