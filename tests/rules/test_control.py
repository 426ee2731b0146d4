"""The control chart: it says of its last quarter what stands beside the colour, and keeps stretches and gaps apart."""

from dataclasses import replace

import pytest

from measures.model.control import ControlChart
from measures.model.measure import Plan, Rebase
from measures.model.quarter import Quarter
from measures.model.signal_options import SignalOptions
from measures.rules.control import control_of, signal_moves, signals_through
from measures.services.ratings import quarter_status
from measures.storage.store import Store
from tests.builders import a_measure, a_plan, values

FIRST = Quarter.of(2013, 1)


def figures(*numbers: float | None) -> dict[str, object]:
    return {FIRST.shift(place).label: number for place, number in enumerate(numbers) if number is not None}


def chart(plan: Plan, *numbers: float | None) -> ControlChart:
    found = control_of(values(figures(*numbers)), plan, "burglary", FIRST.shift(len(numbers) - 1))
    assert found is not None
    return found


STEADY = [100.0, 104.0] * 6


@pytest.mark.parametrize("plan_id", ["2013-2018", "2016-2021", "2021-2025", "2024-2029"])
def test_the_last_point_of_every_chart_of_the_sample_is_the_signal_beside_the_colour(
    sample_store: Store, plan_id: str
) -> None:
    quarters = quarter_status(sample_store, plan_id).quarters
    for quarter in quarters[::5]:
        status = quarter_status(sample_store, plan_id, quarter)
        held = sample_store.values(status.plan.needed)
        for rating in status.measures:
            found, signal = control_of(held, status.plan, rating.measure.id, quarter), rating.signal
            assert signal is not None
            if found is None:
                assert signal.result in ("not_applicable", "no_value")
                continue
            last, stretch = found.points[-1], found.stretches[-1]
            assert (last.quarter, stretch.n, stretch.mean, stretch.upper) == (
                quarter,
                signal.n,
                signal.mean,
                signal.upper,
            )
            assert (last.rule or None) == signal.rule
            assert signals_through(held, status.plan, rating.measure.id, quarter)[quarter] == signal


def test_a_rebase_starts_a_stretch_with_limits_of_its_own() -> None:
    plan = replace(a_plan(), rebases=(Rebase("burglary", FIRST.shift(12), "A new team"),))
    found = chart(plan, *STEADY, *[50.0, 52.0] * 5)
    assert [(one.first, one.n, one.mean, one.trial) for one in found.stretches] == [
        (FIRST, 12, 102.0, False), (FIRST.shift(12), 10, 51.0, True),
    ]  # fmt: skip
    assert not any(point.rule for point in found.points)
    assert [one.reason for one in found.rebases] == ["A new team"]


def test_a_rebase_of_another_measure_changes_nothing() -> None:
    plan = replace(a_plan(), rebases=(Rebase("robbery", FIRST.shift(12), "r"),))
    assert len(chart(plan, *STEADY, 50.0).stretches) == 1


def test_a_gap_is_a_point_without_a_figure_and_a_short_stretch_has_no_limits() -> None:
    plan = a_plan(breaks=[{"day": "2016-04-01"}])
    found = chart(plan, *STEADY[:5], None, *STEADY[6:], 150.0, 151.0)
    assert found.points[5].value is None
    early = found.stretches[-1]
    assert (early.verdict, early.n, early.mean, early.upper) == ("too_early", 2, None, None)


@pytest.mark.parametrize(("polarity", "side"), [("lower", "worse"), ("higher", "better"), ("context", "neither")])
def test_a_point_beyond_the_limit_is_marked_with_its_side(polarity: str, side: str) -> None:
    last = chart(a_plan(a_measure(polarity=polarity)), *STEADY, 200.0).points[-1]
    assert (last.rule, last.way, last.side) == ("outside", "up", side)


def test_the_settings_of_the_plan_are_heeded() -> None:
    rising = [100.0, 104.0, 100.0, 104.0, 100.0, 101.0, 101.5, 102.0, 102.5, 103.0]
    plan = a_plan()
    six = replace(plan, head=replace(plan.head, signal=SignalOptions(trend=6)))
    seven = chart(plan, *rising, 102.0)
    assert {p.rule for p in seven.points} == {""}
    assert "trend" in {p.rule for p in chart(six, *rising, 102.0).points}
    held = values(figures(*rising))
    assert signals_through(held, six, "burglary", FIRST.shift(9))[FIRST.shift(9)].run == 6


def test_what_a_rebase_would_change_is_told_quarter_by_quarter() -> None:
    plan = a_plan()
    after = replace(plan, rebases=(Rebase("burglary", FIRST.shift(12), "r"),))
    held = values(figures(*STEADY, *[50.0, 52.0] * 5))
    moves = signal_moves(held, plan, after, "burglary", FIRST.shift(21))
    assert [move.quarter for move in moves] == [FIRST.shift(n) for n in range(12, 22)]
    assert {move.before.result for move in moves} == {"unusual_better"}
    assert [move.after.result for move in moves] == ["too_early"] * 7 + ["usual"] * 3


def test_kinds_without_a_signal_and_measures_without_a_figure_have_no_chart() -> None:
    held = values({"2016/17 Q1": 5}, "survey")
    assert control_of(held, a_plan(a_measure("survey", kind="as_is")), "survey", Quarter.of(2016, 1)) is None
    assert control_of(held, a_plan(), "burglary", Quarter.of(2016, 1)) is None
