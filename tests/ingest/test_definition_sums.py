"""A measure that is the sum of others: what its definition may say, with the line of each fault."""

import pytest

from measures.ingest.definitions_file import read_definitions, write_definitions

SUM = """[[measures]]
id = "burglary"
priority = "crime"
title = "All burglary (bridge)"
unit = "offences"
kind = "count"
polarity = "lower"
sum_of = ["old-burglary", "new-burglary"]
"""


def part(name: str, kind: str = "count", unit: str = "offences", more: str = "") -> str:
    return f'''[[measures]]
id = "{name}"
priority = "crime"
title = "Some burglary"
unit = "{unit}"
kind = "{kind}"
polarity = "lower"
{more}
'''


def text(*measures: str) -> str:
    head = '[plan]\nid = "2013-2018"\ntitle = "Plan"\nstart = 2013-03-15\nend = 2018-03-31\nbaseline = "2014/15 Q4"\n'
    return head + '[[priorities]]\nid = "crime"\ntitle = "Crime"\n' + "".join(measures)


def test_it_is_read_and_written_back_as_it_was():
    plan, issues = read_definitions(text(SUM, part("old-burglary"), part("new-burglary")), "plan.toml")
    assert issues == []
    assert plan.measures[0].sum_of == ("old-burglary", "new-burglary")
    written = write_definitions(plan)
    assert 'sum_of = ["old-burglary", "new-burglary"]\n' in written
    assert read_definitions(written, "plan.toml") == (plan, [])


def test_parts_may_stand_in_another_plans_file():
    plan, issues = read_definitions(text(SUM), "plan.toml")
    assert issues == []
    assert plan.parts_of(plan.measures[0]) == ()


@pytest.mark.parametrize(
    ("measures", "code", "line", "read", "says"),
    [
        (SUM.replace('"count"', '"ratio"'), "sum_of_another_kind", 15, "ratio", "only counts can be added up"),
        (SUM.replace(', "new-burglary"', ""), "sum_of_one", 17, "old-burglary", "at least two"),
        (SUM.replace("new-burglary", "burglary"), "part_of_itself", 17, "burglary", "a part of itself"),
        (SUM + part("old-burglary", "stock"), "part_of_another_kind", 17, "old-burglary", "is stock, not count"),
        (SUM + part("old-burglary", unit="crimes"), "part_of_another_kind", 17, "old-burglary", "crimes, not offences"),
        (SUM + part("old-burglary", more='sum_of = ["a", "b"]'), "sum_of_sums", 17, "old-burglary", "of a, b"),
        (SUM.replace('["old-burglary", "new-burglary"]', '"old"'), "wrong_type", 17, "old", "square brackets"),
        (SUM.replace("new-burglary", "old-burglary"), "named_twice", 17, "old-burglary, old-burglary", "named twice"),
    ],
)  # fmt: skip
def test_each_fault_has_its_line_what_was_read_and_what_to_do(measures, code, line, read, says):
    plan, issues = read_definitions(text(measures), "plan.toml")
    assert plan is None
    assert [(one.code, one.line, one.read) for one in issues] == [(code, line, read)]
    assert says in f"{issues[0].message} {issues[0].remedy}"
    assert issues[0].expected
