"""Bridge series: which parts make a quarter of a sum, when it has no figure, and what is said beside it."""

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from measures.model.frames import values_frame
from measures.model.measure import Plan, Rebase
from measures.model.quarter import Quarter
from measures.model.rating import Flag, MeasureRating, Rating, ReasonCode
from measures.rules.control import control_of
from measures.rules.explain import verdicts
from measures.rules.series import quarter_figures, series_of
from measures.rules.steps import rate
from measures.rules.sums import bridge_words, with_sums
from tests.builders import a_measure, a_plan, quarter, rows

OLD = {"last_quarter": "2016/17 Q4"}
NEW = {"first_quarter": "2017/18 Q1"}
PARTS = (
    a_measure("homes", title="Domestic burglary", **OLD),
    a_measure("others", title="Non-domestic burglary", **OLD),
    a_measure("new-homes", title="Residential burglary", **NEW),
    a_measure("new-others", title="Non-residential burglary", **NEW),
)
NAMES = tuple(part.id for part in PARTS)
BRIDGE = a_measure("bridge", title="All burglary (bridge)", sum_of=NAMES)
WORDS = (
    "A bridge: the sum of Domestic burglary and Non-domestic burglary to 2016/17 Q4, and of Residential burglary and "
    "Non-residential burglary from 2017/18 Q1."
)
FIGURES = {
    "homes": {f"2016/17 Q{n}": 100 + n for n in (1, 2, 3, 4)},
    "others": {f"2016/17 Q{n}": 50 for n in (1, 2, 3, 4)},
    "new-homes": {f"2017/18 Q{n}": 120 + n for n in (1, 2, 3, 4)},
    "new-others": {f"2017/18 Q{n}": 30 for n in (1, 2, 3, 4)},
}


def plan_of(*parts, **said) -> Plan:
    """A plan that has the sum; the parts are another plan's."""
    return replace(a_plan(BRIDGE, **said), parts=parts or PARTS)


def frame(**changed) -> pd.DataFrame:
    named = {name.replace("_", "-"): figures for name, figures in changed.items()}
    return values_frame(row for name, figures in {**FIGURES, **named}.items() for row in rows(name, figures))


def sums(values: pd.DataFrame, plan: Plan) -> dict[str, object]:
    """What the sum is in each quarter and year to date: a figure, or a letter where there is none; "12 p" both."""
    summed = with_sums(values, plan)
    found = {}
    for row in summed[summed["measure_id"] == "bridge"].itertuples():
        figure = "" if np.isnan(row.value_units) else f"{Fraction(int(row.value_units), 10**row.decimals)}"
        name = Quarter(row.quarter).label + (" ytd" if row.basis == "ytd" else "")
        found[name] = f"{figure} {row.status}".strip()
    return found


def standing(values: pd.DataFrame, plan: Plan, when: str) -> MeasureRating:
    return next(
        one for one in verdicts(rate(values, plan, [quarter(when)]), quarter(when)) if one.measure.id == "bridge"
    )


def test_each_quarter_is_the_sum_of_the_parts_that_are_collected_in_it():
    assert sums(frame(), plan_of()) == {
        "2016/17 Q1": "151", "2016/17 Q2": "152", "2016/17 Q3": "153", "2016/17 Q4": "154",
        "2017/18 Q1": "151", "2017/18 Q2": "152", "2017/18 Q3": "153", "2017/18 Q4": "154",
    }  # fmt: skip


def test_zeros_that_a_source_goes_on_giving_under_an_old_name_count_for_nothing():
    zeros = {f"2017/18 Q{n}": 0 for n in (1, 2, 3, 4)}
    assert sums(frame(homes=FIGURES["homes"] | zeros), plan_of()) == sums(frame(), plan_of())


def test_it_has_no_figure_where_a_part_that_is_collected_has_none():
    held = {f"2016/17 Q{n}": 50 for n in (1, 2, 4)}
    assert "2016/17 Q3" not in sums(frame(others=held), plan_of())
    assert standing(frame(others=held), plan_of(), "2016/17 Q3").reason_code is ReasonCode.NO_VALUE


def test_it_has_none_at_all_where_a_part_is_not_known():
    assert sums(frame(), plan_of(*PARTS[:3])) == {}
    assert bridge_words(plan_of(*PARTS[:3]), BRIDGE) == (
        "A bridge: the sum of homes, others, new-homes and new-others, of which not all are known."
    )


@pytest.mark.parametrize(
    ("one", "other", "says"),
    [
        ("101 p", "50", "151 p"),
        ("101 r", "50 p", "151 p"),
        ("101 p", "50 e", "151 e"),
        ("101 u", "50 e", "151 u"),
        ("101", "c", "c"),
        ("x", "c", "c"),
        ("101", "x", "x"),
        ("x", "z", "z"),
        ("x", None, "x"),
        ("101 p", None, None),
    ],
)
def test_its_letter_is_the_worst_of_its_parts_and_a_withheld_part_withholds_it(one, other, says):
    held = {"homes": {"2016/17 Q1": one}, "others": {} if other is None else {"2016/17 Q1": other}}
    assert sums(frame(**held), plan_of()).get("2016/17 Q1") == says


def test_a_withheld_part_hides_the_sum_on_the_page_and_in_the_sentence():
    values = frame(others=FIGURES["others"] | {"2016/17 Q2": "c"})
    rating = standing(values, plan_of(), "2016/17 Q2")
    assert (rating.value, rating.quarter_value, rating.reason_code) == (None, None, ReasonCode.WITHHELD)
    points = {point.quarter.label: point for point in series_of(values, plan_of(), "bridge").points}
    assert (points["2016/17 Q2"].value, points["2016/17 Q2"].state) == (None, "withheld")
    assert points["2016/17 Q4"].ytd is None


def test_parts_with_decimals_are_added_exactly():
    values = frame(homes={"2016/17 Q1": "100.1"}, others={"2016/17 Q1": "0.20"})
    assert sums(values, plan_of())["2016/17 Q1"] == "1003/10"


def test_a_year_to_date_of_a_part_is_taken_apart_or_added_up_whole():
    """Quarters follow from it where they can; a whole year without its quarters is held as a whole year."""
    values = frame(homes={"2016/17 Q1": 100, "2016/17 Q2 ytd": 210}, others={"2016/17 Q1": 50, "2016/17 Q2": 50})
    assert sums(values, plan_of())["2016/17 Q2"] == "160"
    whole = sums(frame(homes={"2016/17 Q4 ytd": 430}), plan_of())
    assert {name: figure for name, figure in whole.items() if name.startswith("2016")} == {"2016/17 Q4 ytd": "630"}


def test_a_year_to_date_is_not_carried_across_a_change_of_parts_within_the_year():
    late = (replace(PARTS[0], last_quarter=quarter("2016/17 Q2")), *PARTS[1:])
    assert "2016/17 Q4 ytd" not in sums(frame(homes={"2016/17 Q2 ytd": 201}, others={"2016/17 Q4 ytd": 200}),
                                        plan_of(*late))  # fmt: skip


def test_areas_are_added_up_each_by_itself():
    kent = [one | {"area": "kent"} for name in ("homes", "others") for one in rows(name, {"2016/17 Q1": 7})]
    values = values_frame([*kent, *rows("homes", FIGURES["homes"])])
    summed = with_sums(values, plan_of())
    own = summed[summed["measure_id"] == "bridge"]
    assert [(row.area, row.value_units) for row in own.itertuples()] == [("kent", 14)]


def test_figures_that_bear_the_id_of_a_sum_give_way():
    stray = values_frame(
        [*rows("bridge", {"2016/17 Q1": 9, "2012/13 Q1": 9}),
         *(row for name, figures in FIGURES.items() for row in rows(name, figures))]
    )  # fmt: skip
    assert sums(stray, plan_of()) == sums(frame(), plan_of())


def test_a_plan_without_sums_gets_its_frame_back_and_no_frame_is_altered():
    values = frame()
    before = values.copy()
    assert with_sums(values, a_plan()) is values
    with_sums(values, plan_of())
    pd.testing.assert_frame_equal(values, before)


def test_it_is_rated_across_the_change_with_a_caveat_and_says_what_it_is():
    rating = standing(frame(), plan_of(), "2017/18 Q3")
    (last_year, baseline) = rating.comparisons
    assert (rating.value, last_year.value, last_year.rating) == (456, 456, Rating.GREEN)
    assert last_year.reason.startswith("456 offences in April–December 2017, the same as a year before")
    assert last_year.reason.endswith(f" {WORDS}")
    assert baseline.reason.endswith(f" {WORDS}")
    assert Flag.CAVEAT in last_year.flags
    assert Flag.CAVEAT in rating.flags
    assert Flag.CAVEAT.words == "comparable, with a caveat"


def test_the_caveat_is_there_on_one_side_of_the_change_too():
    before = standing(frame(), plan_of(), "2016/17 Q2")
    assert all(Flag.CAVEAT in one.flags for one in before.comparisons)
    assert all(one.reason.endswith(WORDS) for one in before.comparisons)


def test_no_other_measure_has_it():
    plan = a_plan(PARTS[0], BRIDGE, *PARTS[1:])
    others = verdicts(rate(frame(), plan, [quarter("2016/17 Q2")]), quarter("2016/17 Q2"))
    assert [one.measure.id for one in others if Flag.CAVEAT in one.flags] == ["bridge"]
    assert bridge_words(plan, PARTS[0]) == ""


def test_a_break_of_a_part_is_none_of_the_sum_unless_it_is_declared_for_it():
    broken = [{"measure": "new-homes"}, {"measure": "homes"}]
    plan = replace(a_plan(*PARTS, BRIDGE, breaks=broken))
    assert standing(frame(), plan, "2017/18 Q1").headline is Rating.GREEN
    own = plan_of(breaks=[{"measure": "bridge"}])
    assert standing(frame(), own, "2017/18 Q1").comparisons[0].reason_code is ReasonCode.SERIES_BREAK


def test_its_chart_of_quarters_its_control_chart_and_its_figures_run_across_the_change():
    long = {
        name: {Quarter(at).label: 100 + at % 3 for at in range(first, first + 12)}
        for name, first in (
            ("homes", quarter("2014/15 Q1").ordinal), ("others", quarter("2014/15 Q1").ordinal),
            ("new-homes", quarter("2017/18 Q1").ordinal), ("new-others", quarter("2017/18 Q1").ordinal),
        )
    }  # fmt: skip
    values = values_frame(row for name, figures in long.items() for row in rows(name, figures))
    plan = replace(plan_of(), rebases=(Rebase("homes", quarter("2015/16 Q1"), "A trial"),))
    series = series_of(values, plan, "bridge")
    assert len(series.points) == 24
    assert all(point.value is not None for point in series.points)
    chart = control_of(values, plan, "bridge", quarter("2019/20 Q4"))
    assert (len(chart.points), len(chart.stretches), chart.stretches[0].n) == (24, 1, 24)
    figures = quarter_figures(values, plan, [quarter("2016/17 Q4"), quarter("2017/18 Q1")])
    assert set(figures) == {("bridge", quarter("2016/17 Q4")), ("bridge", quarter("2017/18 Q1"))}


CELL = st.sampled_from(
    ["", "x", "c", "z", *(f"{n} {letter}".strip() for n in (0, 3, 1200) for letter in ("", "p", "e"))]
)


@settings(max_examples=60, deadline=None)
@given(st.lists(CELL, min_size=32, max_size=32))
def test_each_quarter_is_what_a_clerk_would_add_up(cells):
    """Four parts over eight quarters, any cell empty, lettered or a figure: beside a plain loop over the cells."""
    quarters = [Quarter(quarter("2016/17 Q1").ordinal + at) for at in range(8)]
    table = {(name, when): cells[8 * row + at] for row, name in enumerate(NAMES) for at, when in enumerate(quarters)}
    values = values_frame(row for (name, when), cell in table.items() if cell for row in rows(name, {when.label: cell}))
    expected = {}
    for when in quarters:
        asked = [table[name, when] for name in (NAMES[:2] if when < quarter("2017/18 Q1") else NAMES[2:])]
        letters = {cell.split()[-1] for cell in asked if cell and not cell.split()[-1].isdigit()}
        empty = next((letter for letter in "czx" if letter in letters), "")
        if empty:
            expected[when.label] = empty
        elif all(asked):
            letter = next((one for one in "ep" if one in letters), "")
            expected[when.label] = f"{sum(int(cell.split()[0]) for cell in asked)} {letter}".strip()
    assert (sums(values, plan_of()) if len(values) else {}) == expected
