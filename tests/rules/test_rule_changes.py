"""What is another rule since the last meeting: nothing that a rating or a definition rests on is passed over."""

from dataclasses import fields, replace
from decimal import Decimal

import pytest

from measures.model.measure import (
    BaselineRule,
    Comparator,
    Kind,
    Measure,
    PlanHead,
    Polarity,
    SmallNumbers,
    Tolerance,
    ToleranceUnit,
)
from measures.model.quarter import Quarter
from measures.model.signal_options import SignalOptions
from measures.rules.since import rule_changes
from tests.builders import a_measure, a_plan

#: What may change without any rule or definition being another one: how it is filed, printed, looked after.
NO_RULE = {
    Measure: {"id", "priorities", "decimals", "owner", "review_by", "why_it_matters", "related", "publication"},
    PlanHead: {"id", "title", "start", "end", "priorities", "note", "national", "question_restated_pct",
               "question_red_quarters"},
}  # fmt: skip
OTHERS: dict[type, dict[str, object]] = {
    Measure: {
        "title": "Another", "unit": "calls", "kind": Kind.STOCK, "polarity": Polarity.HIGHER, "definition": "Another",
        "source": "Another", "first_quarter": Quarter.of(2014, 1), "last_quarter": Quarter.of(2019, 4),
        "scale": Decimal(10), "tolerance": Tolerance(ToleranceUnit.PCT, Decimal(9)),
        "comparators": (Comparator.LAST_YEAR,), "baseline_rule": BaselineRule.ROLLING12,
        "small_numbers": SmallNumbers.parse("absolute:9"), "sum_of": ("a", "b"),
    },
    PlanHead: {
        "baseline": Quarter.of(2012, 4), "comparators": (Comparator.BASELINE,), "tolerance_pct": Decimal(9),
        "tolerance_points": Decimal(9), "similar_group": "another", "signal": SignalOptions(shift=8),
    },
}  # fmt: skip


def test_every_part_of_a_definition_is_looked_at_or_said_to_be_no_rule() -> None:
    for kind, others in OTHERS.items():
        assert {one.name for one in fields(kind)} == NO_RULE[kind] | others.keys()


@pytest.mark.parametrize(("kind", "name"), [(kind, name) for kind, others in OTHERS.items() for name in others])
def test_another_rule_is_told_with_what_it_was_and_what_it_is(kind: type, name: str) -> None:
    then = a_plan(a_measure())
    other = {name: OTHERS[kind][name]}
    now = (
        replace(then, measures=(replace(then.measures[0], **other),))  # type: ignore[arg-type]
        if kind is Measure
        else replace(then, head=replace(then.head, **other))  # type: ignore[arg-type]
    )
    changes = rule_changes(then, now, {})
    assert changes and all(one.before != one.now for one in changes)
    assert rule_changes(then, then, {}) == ()


@pytest.mark.parametrize(
    "signal",
    [SignalOptions(trend=8), SignalOptions(screen=True), SignalOptions(fix_after=12)],
)
def test_each_setting_of_what_is_unusual_is_told(signal: SignalOptions) -> None:
    then = a_plan(a_measure())
    (change,) = rule_changes(then, replace(then, head=replace(then.head, signal=signal)), {})
    assert (change.what, change.measure_id) == ("Unusual", "")
