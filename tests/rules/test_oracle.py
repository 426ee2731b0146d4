"""`rate` and the oracle, which shares no code with it, say the same of any plan and any figures."""

import math
from dataclasses import replace
from fractions import Fraction
from random import Random

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from measures.model.frames import values_frame
from measures.model.measure import DatedPlan
from measures.rules.steps import rate
from tests.rules.oracle import expected
from tests.rules.plans import Situation, a_measure, a_situation, smallest

#: Hypothesis chooses where chance starts; what chance makes of it is shrunk here, which is far quicker.
CHANCE = st.builds(Random, st.integers(0, 2**32))
#: The same examples each time: a test that fails today fails tomorrow. Thousands more were tried by hand.
SOME = settings(
    max_examples=20,
    derandomize=True,
    deadline=None,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
MANY = settings(SOME, max_examples=50)
COLUMNS = ("rating", "reason_code", "headline", "headline_reason")


@MANY
@given(CHANCE)
def test_rate_and_the_oracle_agree_on_any_plan_and_any_figures(chance: Random) -> None:
    situation = a_situation(chance, measures=12)
    if disagreements(situation):
        situation = smallest(situation, lambda smaller: bool(disagreements(smaller)))
    assert disagreements(situation) == [], "\n".join(map(str, (situation.plan, *situation.rows)))


@SOME
@given(CHANCE)
def test_rate_and_the_oracle_agree_on_a_plan_whose_rules_changed_on_the_way(chance: Random) -> None:
    situation = a_situation(chance, measures=4)
    measures = tuple(a_measure(chance, m.id, m.kind, situation.quarters) for m in situation.plan.measures)
    later = DatedPlan(chance.choice(situation.quarters), replace(situation.plan, measures=measures))
    assert disagreements(situation, later) == []


def disagreements(situation: Situation, *later: DatedPlan) -> list[str]:
    """Where the two differ, in words."""
    plans = [DatedPlan(None, situation.plan), *later]
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
