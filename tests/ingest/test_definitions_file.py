from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from measures.ingest.definitions_file import MAX_BYTES, read_definitions, write_definitions
from measures.ingest.toml_lines import key_lines
from measures.model.issue import Severity
from measures.model.measure import (
    BaselineRule,
    Break,
    BreakType,
    Comparator,
    Event,
    Kind,
    Measure,
    Plan,
    PlanHead,
    Polarity,
    Priority,
    Publication,
    SmallNumbers,
    Tolerance,
    ToleranceUnit,
)
from measures.model.quarter import Quarter

GOOD = """\
[plan]
id = "2013-2018"
title = "Plan"
start = 2013-03-15
end = 2018-03-31
baseline = "2014/15 Q4"

[[priorities]]
id = "crime"
title = "Crime"

[[measures]]
id = "burglary"
priority = "crime"
title = "Burglary"
unit = "offences"
kind = "count"
polarity = "lower"

[[breaks]]
measure = "burglary"
date = 2017-04-01
type = "definition"
comparable = false
note = "Sheds count."

[[events]]
from = "2015/16 Q1"
to = "2015/16 Q2"
note = "Flood"
"""


def test_a_definition_file_is_read_as_it_stands():
    plan, issues = read_definitions(GOOD, "plan.toml")
    assert issues == []
    assert plan == Plan(
        PlanHead(
            "2013-2018",
            "Plan",
            date(2013, 3, 15),
            date(2018, 3, 31),
            Quarter.parse("2014/15 Q4"),
            (Priority("crime", "Crime"),),
        ),
        (Measure("burglary", "Burglary", "offences", Kind.COUNT, Polarity.LOWER, ("crime",)),),
        (Break("burglary", date(2017, 4, 1), BreakType.DEFINITION, False, "Sheds count."),),
        (Event(Quarter.parse("2015/16 Q1"), Quarter.parse("2015/16 Q2"), "Flood"),),
    )


def test_every_optional_key_is_read():
    text = GOOD.replace(
        'priority = "crime"',
        'priorities = ["crime", "safety"]\ndefinition = "d"\nsource = "s"\nfirst_quarter = "2013-14 Q1"\n'
        'last_quarter = "Q4 2016/17"\nscale = 1000\ndecimals = 1\ntolerance_pct = 0.1\ncomparators = ["same_quarter"]\n'
        'baseline_rule = "rolling12"\nsmall_numbers = "absolute:5"\npublication = "restricted"\nowner = "o"\n'
        'review_by = 2017-01-01\nwhy_it_matters = "w"\nrelated = ["robbery"]',
    )
    text = text.replace('"count"', '"rate"').replace(
        "[[measures]]", '[[priorities]]\nid = "safety"\ntitle = "S"\nnote = "n"\n\n[[measures]]'
    )
    text = text.replace(
        "[plan]", '[plan]\nnote = "pn"\ncomparators = ["last_year"]\ntolerance_pct = 4\ntolerance_points = 1.5'
    )
    plan, issues = read_definitions(text, "plan.toml")
    assert not issues
    assert plan.head.note == "pn"
    assert plan.head.comparators == (Comparator.LAST_YEAR,)
    assert (plan.head.tolerance_pct, plan.head.tolerance_points) == (4, Decimal("1.5"))
    assert plan.head.priorities[1].note == "n"
    assert plan.measures[0] == Measure(
        "burglary",
        "Burglary",
        "offences",
        Kind.RATE,
        Polarity.LOWER,
        ("crime", "safety"),
        "d",
        "s",
        Quarter.parse("2013/14 Q1"),
        Quarter.parse("2016/17 Q4"),
        Decimal(1000),
        1,
        Tolerance(ToleranceUnit.PCT, Decimal("0.1")),
        (Comparator.SAME_QUARTER,),
        BaselineRule.ROLLING12,
        SmallNumbers("absolute", 5),
        Publication.RESTRICTED,
        "o",
        date(2017, 1, 1),
        "w",
        ("robbery",),
    )


def test_numbers_are_exact():
    plan, _ = read_definitions(GOOD.replace("[plan]", "[plan]\ntolerance_pct = 0.1"), "plan.toml")
    assert plan.head.tolerance_pct == Decimal("0.1")


@pytest.mark.parametrize("content", [GOOD.encode(), GOOD.encode("utf-8-sig"), GOOD.replace("\n", "\r\n").encode()])
def test_bytes_are_read_with_and_without_a_mark_and_either_line_end(content):
    assert read_definitions(content, "plan.toml") == read_definitions(GOOD, "plan.toml")


@pytest.mark.parametrize(
    ("old", "new", "code", "line", "says"),
    [
        ('title = "Plan"', 'title = "Plan"\ncolour = 1', "unknown_key", 4, "Known keys are id, title"),
        (
            'unit = "offences"',
            'unit = "offences"\ntolerence_pct = 1',
            "unknown_key",
            17,
            "Did you mean “tolerance_pct”?",
        ),
        ("[[events]]", "[[event]]", "unknown_key", 27, "Did you mean “events”?"),
        ('title = "Crime"\n', "", "missing_key", 8, "“title” is missing"),
        ('priority = "crime"\n', "", "missing_key", 12, "“priority” is missing"),
        ('kind = "count"\n', "", "missing_key", 12, "“kind” is missing"),
        ("[plan]", "[plam]", "missing_key", None, "[plan] is missing"),
        ('title = "Plan"', "title = 7", "wrong_type", 3, "a number, not text"),
        ("start = 2013-03-15", 'start = "2013-03-15"', "wrong_type", 4, "without quotation marks"),
        ("start = 2013-03-15", "start = 2013-03-15T00:00:00", "wrong_type", 4, "a date with a time"),
        ("comparable = false", 'comparable = "no"', "wrong_type", 24, "true or false"),
        ("comparable = false", "comparable = 0", "wrong_type", 24, "true or false"),
        ("[[events]]", "[events]", "wrong_type", 27, "[[events]]"),
        ("[plan]", "[[plan]]", "wrong_type", 1, "[plan]"),
        ('unit = "offences"', 'unit = "offences"\ndecimals = true', "wrong_type", 17, "a whole number"),
        ('unit = "offences"', 'unit = "offences"\ncomparators = "baseline"', "wrong_type", 17, "square brackets"),
        ('title = "Plan"', 'title = " "', "empty_text", 3, "empty"),
        ('unit = "offences"', 'unit = "offences"\ncomparators = []', "empty_list", 17, "leave the key out"),
        ('title = "Plan"', f'title = "{"x" * 201}"', "text_too_long", 3, "200"),
        ('title = "Plan"', 'title = "a\\u0007b"', "control_character", 3, "U+0007"),
        ('title = "Plan"', 'title = "a\\u202Eb"', "control_character", 3, "U+202E"),
        ('title = "Plan"', 'title = "a\\nb"', "control_character", 3, "on one line"),
        ('id = "burglary"', 'id = "Burglary Rate"', "bad_id", 13, "Write “burglary-rate”"),
        ('id = "burglary"', 'id = "!!"', "bad_id", 13, "domestic-burglary"),
        ('kind = "count"', 'kind = "cuont"', "unknown_choice", 17, "Did you mean “count”?"),
        ('polarity = "lower"', 'polarity = "down"', "unknown_choice", 18, "lower, higher or context"),
        ('type = "definition"', 'type = "other"', "unknown_choice", 23, "definition, recording, system or geography"),
        (
            'kind = "count"',
            'kind = "mean"\ncomparators = ["similar_forces"]',
            "comparator_of_another_kind",
            18,
            "count",
        ),
        ("[plan]", '[plan]\ncomparators = ["last_yer"]', "unknown_comparator", 2, "Did you mean “last_year”?"),
        ("[plan]", '[plan]\ncomparators = ["baseline", "baseline"]', "named_twice", 2, "each once"),
        ('"2014/15 Q4"', '"2014 Q4"', "unreadable_quarter", 6, "2014/15 Q4 or 2013/14 Q4"),
        ('from = "2015/16 Q1"', 'from = "2015/16 Q7"', "unreadable_quarter", 28, "1 to 4"),
        ("[plan]", "[plan]\ntolerance_pct = -5.0", "negative_tolerance", 2, "below zero"),
        ("[plan]", "[plan]\nquestion_restated_pct = -1", "bad_question_setting", 2, "such as 2.0"),
        ("[plan]", "[plan]\nquestion_red_quarters = 1", "bad_question_setting", 2, "2 to 20"),
        ("[plan]", "[plan]\nquestion_red_quarters = 2.5", "wrong_type", 2, "a whole number"),
        ("[plan]", "[plan]\ntolerance_pct = inf", "not_finite", 2, "a number"),
        ("[plan]", "[plan]\ntolerance_points = nan", "not_finite", 2, "a number"),
        ("[plan]", "[plan]\ntolerance_pct = 0.1234567891", "number_too_long", 2, "15 digits"),
        ("[plan]", "[plan]\ntolerance_pct = 1e300", "number_too_long", 2, "15 digits"),
        ('unit = "offences"', 'unit = "o"\nscale = 0', "bad_scale", 17, "such as 1000"),
        ('unit = "offences"', 'unit = "o"\ndecimals = 12', "bad_decimals", 17, "0 to 9"),
        ('unit = "offences"', 'unit = "o"\nsmall_numbers = "absolute"', "bad_small_numbers", 17, "absolute:5"),
        (
            'unit = "offences"',
            'unit = "o"\ntolerance_pct = 1\ntolerance_count = 2',
            "two_tolerances",
            18,
            "Keep the one",
        ),
        ('unit = "offences"', 'unit = "o"\ntolerance_points = 2', "tolerance_of_another_kind", 17, "tolerance_count"),
        ('unit = "offences"', 'unit = "%"\ntolerance_count = 2', "tolerance_of_another_kind", 17, "tolerance_points"),
        ('unit = "offences"', 'unit = "o"\nscale = 100', "scale_without_parts", 17, "no scale"),
        ('unit = "offences"', 'unit = "o"\npriorities = ["crime"]', "two_priority_keys", 17, "Keep one"),
        ('priority = "crime"', 'priority = "crimes"', "unknown_priority", 14, "Did you mean “crime”?"),
        ('priority = "crime"', 'priorities = ["crime", "none"]', "unknown_priority", 14, "“none”"),
        ("[[breaks]]", '[[measures]]\nid = "burglary"\n\n[[breaks]]', "duplicate_measure", 21, "line 13"),
        (
            "[[measures]]",
            '[[priorities]]\nid = "crime"\ntitle = "x"\n\n[[measures]]',
            "duplicate_priority",
            13,
            "line 9",
        ),
        ("end = 2018-03-31", "end = 2013-03-15", "dates_out_of_order", 5, "ends on 2013-03-15"),
        ("end = 2018-03-31", "end = 2918-03-31", "date_out_of_range", 5, "1900 and 2199"),
        ('"2014/15 Q4"', '"2004/05 Q4"', "baseline_far_from_plan", 6, "Check the quarter"),
        ('"2014/15 Q4"', '"2018/19 Q1"', "baseline_far_from_plan", 6, "Check the quarter"),
        ('to = "2015/16 Q2"', 'to = "2014/15 Q2"', "quarters_out_of_order", 29, "before the first"),
        (
            'unit = "offences"',
            'unit = "o"\nlast_quarter = "2015/16 Q1"\nfirst_quarter = "2015/16 Q2"',
            "quarters_out_of_order",
            17,
            "before the first",
        ),
        (
            "[[events]]",
            '[[breaks]]\nmeasure = "burglary"\ndate = 2017-04-01\ntype = "definition"\ncomparable = true\nnote = "n"\n'
            "[[events]]",
            "duplicate_break",
            29,
            "already",
        ),
        ('title = "Plan"', 'title = "Plan', "toml_syntax", 3, "cannot be read as TOML"),
        ('title = "Plan"', 'title = "Plan"\ntitle = "Two"', "toml_syntax", 4, "each key once"),
        ("comparable = false", "comparable = False", "toml_syntax", 24, "true and false in small letters"),
        ("start = 2013-03-15", "start = 2013-02-30", "toml_syntax", 4, "cannot be read"),
    ],
)
def test_a_fault_says_where_it_is_what_was_read_and_what_to_do(old, new, code, line, says):
    assert GOOD.count(old)
    plan, issues = read_definitions(GOOD.replace(old, new, 1), "p.toml")
    assert plan is None
    issue = next(issue for issue in issues if issue.code == code)
    assert issue.line == line
    assert issue.severity is Severity.STOP
    assert says in f"{issue.message} {issue.remedy} {issue.expected}"
    assert issue.message.startswith("p.toml: ")


def test_all_faults_are_told_at_once_in_the_order_of_the_file():
    text = GOOD.replace('"Plan"', '""').replace('"count"', '"cuont"').replace("false", '"no"').replace('"Flood"', "1")
    plan, issues = read_definitions(text, "p.toml")
    assert plan is None
    assert [(issue.line, issue.column, issue.code) for issue in issues] == [
        (3, "title", "empty_text"),
        (17, "kind", "unknown_choice"),
        (24, "comparable", "wrong_type"),
        (30, "note", "wrong_type"),
    ]
    assert [issue.read for issue in issues] == ["", "cuont", "no", "1"]
    assert "measure “burglary” kind" in issues[1].message


def test_one_fault_of_a_key_hides_none_of_another():
    text = GOOD.replace('kind = "count"', 'kind = "cuont"\nlast_quarter = "2013/14 Q1"\nfirst_quarter = "2014/15 Q1"')
    codes = {issue.code for issue in read_definitions(text, "p.toml")[1]}
    assert codes == {"unknown_choice", "quarters_out_of_order"}


def test_a_file_that_is_no_text_is_refused():
    assert read_definitions(GOOD.replace("Flood", "Fl\xf4od").encode("cp1252"), "p")[1][0].code == "wrong_encoding"
    assert read_definitions(GOOD.replace("Flood", "Fl\xf4od").encode("cp1252"), "p")[1][0].line == 30
    assert read_definitions(GOOD.encode("utf-16"), "p")[1][0].code == "wrong_encoding"
    assert read_definitions(b"#" * (MAX_BYTES + 1), "p")[1][0].code == "file_too_large"
    assert read_definitions(b"", "p")[1][0].code == "missing_key"


def test_breaks_may_name_measures_of_other_plans():
    assert read_definitions(GOOD.replace('measure = "burglary"', 'measure = "elsewhere"'), "p")[0]


def test_lines_are_found_past_texts_and_lists_that_look_like_keys():
    text = 'a = """\n[[x]]\nid = 1\n"""\n\n[[x]]\nid = [ # [[x]]\n  "id = 2",\n]\n'
    text += "[[x]]\n\"id\" = '['\nlast = 1\n[y]\nz.k = {a = 1}\n"
    lines = key_lines(text)
    assert lines[("a",)] == 1
    assert lines[("x", 0)] == 6
    assert lines[("x", 0, "id")] == 7
    assert lines[("x", 1)] == 10
    assert lines[("x", 1, "id")] == 11
    assert lines[("x", 1, "last")] == 12
    assert lines[("y", "z")] == 14


def test_the_sample_is_written_back_as_it_is(sample_plans):
    for plan in sample_plans:
        assert read_definitions(write_definitions(plan), plan.head.id) == (plan, [])


def test_what_is_written_is_tidy():
    plan, _ = read_definitions(GOOD, "plan.toml")
    written = write_definitions(plan)
    assert 'priority = "crime"\n' in written
    assert "small_numbers" not in written
    assert 'comparators = ["last_year", "baseline"]\ntolerance_pct = 5.0\ntolerance_points = 2.0\n' in written
    longer = replace(plan, measures=(replace(plan.measures[0], definition='One "line".\nAnother \\ line.'),))
    assert 'definition = """\nOne \\"line\\".\nAnother \\\\ line."""\n' in write_definitions(longer)


ids = st.from_regex(r"[a-z0-9]{1,8}(-[a-z0-9]{1,8}){0,2}", fullmatch=True)
visible = st.characters(
    codec="utf-8",
    exclude_categories=("Cc", "Cs"),
    exclude_characters="\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069",
)
awkward = st.sampled_from(
    ["\\", '"', '"""', "'", "'''", "#", "[[measures]]\nid = 1", "\n", "\t", "é", "😀", " ", "\\u0041"]
)
line = st.text(visible, min_size=1, max_size=20).filter(str.strip)
paragraph = st.lists(awkward | st.text(visible, max_size=8), max_size=6).map("".join)
note = paragraph.filter(str.strip)
amounts = st.decimals(0, 1000, places=3) | st.integers(0, 100).map(Decimal)
any_quarter = st.builds(Quarter.of, st.integers(1990, 2100), st.integers(1, 4))
any_day = st.dates(date(1990, 1, 1), date(2100, 1, 1))
some_comparators = st.lists(st.sampled_from(list(Comparator)), min_size=1, unique=True).map(tuple)
own_comparators = st.lists(st.sampled_from(list(Comparator)[:-1]), min_size=1, unique=True).map(tuple)


@st.composite
def some_measures(draw, priorities):
    kind = draw(st.sampled_from(list(Kind)))
    span = sorted(draw(st.lists(any_quarter, min_size=2, max_size=2)))
    unit = draw(line)
    measure = Measure(
        draw(ids),
        draw(line),
        unit,
        kind,
        draw(st.sampled_from(list(Polarity))),
        tuple(draw(st.lists(st.sampled_from(priorities), min_size=1, max_size=3, unique=True))),
        draw(paragraph),
        draw(paragraph),
        draw(st.none() | st.just(span[0])),
        draw(st.none() | st.just(span[1])),
        draw(st.none() | st.sampled_from([Decimal(1000), Decimal("0.5")])) if kind.has_parts else None,
        draw(st.none() | st.integers(0, 9)),
        None,
        draw(st.none() | (some_comparators if kind.is_per_head else own_comparators)),
        draw(st.sampled_from(list(BaselineRule))),
        draw(st.sampled_from([SmallNumbers(), SmallNumbers("absolute", 5), SmallNumbers("rate_anyway")])),
        draw(st.sampled_from(list(Publication))),
        draw(st.just("") | line),
        draw(st.none() | any_day),
        draw(paragraph),
        tuple(draw(st.lists(ids, max_size=2, unique=True))),
    )
    fitting = ["pct", "points"] if measure.in_percent else ["pct", "count"]
    tolerance = st.builds(Tolerance, st.sampled_from(fitting).map(ToleranceUnit), amounts)
    return replace(measure, tolerance=draw(st.none() | tolerance))


@st.composite
def some_plans(draw):
    start = draw(any_day)
    priorities = draw(st.lists(ids, min_size=1, max_size=3, unique=True))
    head = PlanHead(
        draw(ids),
        draw(line),
        start,
        date(start.year + 5, 1, 1),
        Quarter.containing(start),
        tuple(Priority(name, draw(line), draw(paragraph)) for name in priorities),
        draw(some_comparators),
        draw(amounts),
        draw(amounts),
        draw(paragraph),
        draw(st.just("") | ids),
    )
    breaks = st.builds(Break, ids, any_day, st.sampled_from(list(BreakType)), st.booleans(), note)
    events = st.builds(lambda a, n, t: Event(a, a.shift(n), t), any_quarter, st.integers(0, 9), note)
    return Plan(
        head,
        tuple(draw(st.lists(some_measures(priorities), max_size=3, unique_by=lambda m: m.id))),
        tuple(draw(st.lists(breaks, max_size=2, unique_by=lambda b: (b.measure, b.date, b.type)))),
        tuple(draw(st.lists(events, max_size=2))),
    )


@given(some_plans())
def test_what_is_written_reads_back_as_the_same_plan(plan):
    assert read_definitions(write_definitions(plan), "p.toml") == (plan, [])
    assert read_definitions(write_definitions(plan).encode(), "p.toml") == (plan, [])
