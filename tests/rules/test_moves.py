"""Which verdicts a change of figures or of rules moves."""

import pandas as pd

from measures.model.frames import values_frame
from measures.model.measure import Comparator, Measure
from measures.model.quarter import Quarter
from measures.model.rating import Rating, RatingMove, ReasonCode
from measures.rules.moves import moves
from measures.rules.steps import Ratings, rate
from tests.builders import a_measure, a_plan

QUARTERS = [Quarter.parse("2015/16 Q1"), Quarter.parse("2016/17 Q1")]


def counts(*figures: int) -> pd.DataFrame:
    """First quarters from 2014/15 on."""
    rows = [{"measure_id": "m", "quarter": f"{2014 + n}/{15 + n} Q1", "value": f} for n, f in enumerate(figures)]
    return values_frame(rows)


def m(**changes: object) -> Measure:
    """A count of offences, lower is better, against last year only."""
    return a_measure("m", comparators=["last_year"], **changes)


def test_only_what_differs_is_told_with_the_headline_beside_the_comparison() -> None:
    plan = a_plan(m())
    found = moves("p", rate(counts(100, 100, 100), plan, QUARTERS), rate(counts(100, 100, 103), plan, QUARTERS))
    last = QUARTERS[1]
    assert found == [
        RatingMove("p", "m", last, None, Rating.GREEN, None, Rating.AMBER, None),
        RatingMove("p", "m", last, Comparator.LAST_YEAR, Rating.GREEN, None, Rating.AMBER, None),
    ]


def test_a_restated_comparator_moves_the_quarter_that_rests_on_it_and_the_newest_comes_first() -> None:
    plan = a_plan(m())
    found = moves("p", rate(counts(100, 100, 100), plan, QUARTERS), rate(counts(100, 90, 100), plan, QUARTERS))
    assert [(one.quarter.label, one.after) for one in found if one.comparator] == [("2016/17 Q1", Rating.RED)]
    worse_before = moves("p", rate(counts(100, 120, 100), plan, QUARTERS), rate(counts(100, 90, 100), plan, QUARTERS))
    assert [one.quarter for one in worse_before if one.comparator is None] == QUARTERS[::-1]


def test_another_polarity_moves_colour_to_reason() -> None:
    before, after = a_plan(m()), a_plan(m(polarity="context"))
    figures = counts(100, 90)
    found = moves("p", rate(figures, before, QUARTERS[:1]), rate(figures, after, QUARTERS[:1]))
    assert {(one.before, one.after_reason_code) for one in found} == {(Rating.GREEN, ReasonCode.CONTEXT)}


def test_a_measure_that_is_new_to_the_plan_comes_from_nothing() -> None:
    found = moves("p", Ratings(()), rate(counts(100, 90), a_plan(m()), QUARTERS[:1]))
    assert {(one.before, one.before_reason_code, one.after) for one in found} == {(None, None, Rating.GREEN)}


def test_nothing_moves_where_nothing_changed_even_beside_other_areas() -> None:
    plan = a_plan(m())
    elsewhere = values_frame([{"measure_id": "m", "quarter": "2015/16 Q1", "value": 1, "area": "kent"}])
    both = pd.concat([counts(100, 90).astype({"area": "str"}), elsewhere.astype({"area": "str"})], ignore_index=True)
    both = both.astype({"measure_id": "category", "area": "category", "basis": "category", "status": "category"})
    assert moves("p", rate(counts(100, 90), plan, QUARTERS[:1]), rate(both, plan, QUARTERS[:1])) == []
