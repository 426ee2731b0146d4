"""`rate` and the oracle, which shares no code with it, say the same of any plan and any figures."""

import math
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from random import Random

from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st

from measures.model.frames import values_frame
from measures.model.measure import DatedPlan, Plan
from measures.rules.steps import rate
from tests.rules.oracle import expected
from tests.rules.plans import Situation, a_measure, a_situation

CHANCE = st.randoms(use_true_random=False)
#: The same examples each time: a test that fails today fails tomorrow. A hundred times as many were tried by hand.
SOME = settings(
    max_examples=20, derandomize=True, deadline=None, database=None, suppress_health_check=list(HealthCheck)
)
MANY = settings(SOME, max_examples=80)
COLUMNS = ("rating", "reason_code", "headline", "headline_reason")


@MANY
@given(CHANCE)
def test_rate_and_the_oracle_agree_on_any_plan_and_any_figures(chance: Random) -> None:
    situation = a_situation(chance)
    assert disagreements(situation, situation.plan) == []


@SOME
@given(CHANCE)
def test_rate_and_the_oracle_agree_on_a_plan_whose_rules_changed_on_the_way(chance: Random) -> None:
    situation = a_situation(chance, measures=2)
    measures = tuple(a_measure(chance, m.id, m.kind, situation.quarters) for m in situation.plan.measures)
    later = DatedPlan(chance.choice(situation.quarters), replace(situation.plan, measures=measures))
    assert disagreements(situation, [DatedPlan(None, situation.plan), later]) == []


def disagreements(situation: Situation, plans: Plan | Sequence[DatedPlan]) -> list[str]:
    """Where the two differ, in words."""
    note(f"{plans}\n" + "\n".join(map(str, situation.rows)))
    frame = rate(values_frame(situation.rows), plans, situation.quarters).frame()
    wanted = expected(situation.rows, plans, situation.quarters)
    found = []
    for row in frame.to_dict("records"):
        key = (row["measure_id"], row["quarter"], row["comparator"])
        verdict = wanted.pop(key)
        for name in COLUMNS:
            if _text(row[name]) != _text(getattr(verdict, name)):
                found.append(f"{key} {name}: {row[name]}, oracle {getattr(verdict, name)}")
        if row["mixed"] != verdict.mixed:
            found.append(f"{key} mixed: {row['mixed']}, oracle {verdict.mixed}")
        for name in ("value", "comparator_value"):
            if not _same(row[name], getattr(verdict, name)):
                found.append(f"{key} {name}: {row[name]}, oracle {getattr(verdict, name)}")
    return found + [f"{key} is not in the frame" for key in wanted]


def _text(code: object) -> str:
    return "" if code is None or code != code else str(code)


def _same(shown: float, exact: Fraction | None) -> bool:
    if exact is None or math.isnan(shown):
        return exact is None and math.isnan(shown)
    return math.isclose(shown, float(exact), rel_tol=1e-12)
