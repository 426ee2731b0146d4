"""The XmR signal: against published software, by its own symmetries, and in each of its words."""

import json
import math
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from measures.model.measure import Kind, Polarity, Rebase
from measures.model.rating import Signal
from measures.rules.signal import (
    LABELS,
    NO_VERDICT,
    SignalOptions,
    latest_signal,
    limits_and_labels,
)
from measures.rules.single_quarters import stretch_starts
from measures.rules.steps import sheet_of
from tests.builders import a_measure, a_plan, quarter, values

CASES = [
    json.loads(line)
    for line in (Path(__file__).parents[1] / "cases" / "signal.jsonl").read_text(encoding="utf-8").splitlines()[1:]
]
STEADY = [10.0, 12.0] * 6
MIRRORED = {"high": "low", "low": "high", "up": "down", "down": "up", "better": "worse", "worse": "better"}


def line(*numbers: float | None) -> "np.ndarray[Any, Any]":
    return np.array([[math.nan if number is None else number for number in numbers]])


def signal_of(
    *numbers: float | None,
    polarity: Polarity = Polarity.LOWER,
    kind: Kind = Kind.STOCK,
    start: int | None = None,
    **options: Any,
) -> Signal:
    y = line(*numbers)
    starts = np.zeros(y.shape, dtype=bool)
    if start is not None:
        starts[0, start] = True
    return latest_signal(y, [polarity], [kind], starts=starts, options=SignalOptions(**options))[0]


def labels_of(*numbers: float | None, **options: Any) -> list[str]:
    found: list[str] = limits_and_labels(line(*numbers), options=SignalOptions(**options)).label[0].tolist()
    return found


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_limits_and_labels_are_those_of_nhsrplotthedots(case: dict[str, Any]) -> None:
    y = line(*case["y"])
    starts = np.zeros(y.shape, dtype=bool)
    starts[0, case.get("rebase", [])] = True
    found = limits_and_labels(y, starts=starts, options=SignalOptions(**case.get("options", {})))

    for first, last, *expected in case["stretches"]:
        for point in (first, last):
            numbers = [found.mean[0, point], found.lower[0, point], found.upper[0, point]]
            wanted = [math.nan if number is None else number for number in expected]
            assert numbers == pytest.approx(wanted, abs=1e-9, nan_ok=True)
    labels = {str(i): label for i, label in enumerate(found.label[0].tolist()) if label}
    assert labels == case.get("labels", {})


# ------------------------------------------------------------------------------------------- each word there is


def test_seven_values_are_too_early_and_give_no_limits() -> None:
    assert signal_of(1, 2, 1, 2, 1, 2, 90) == Signal("too_early", None, 7, None, None, None, True)


def test_eight_values_give_a_trial_verdict() -> None:
    found = signal_of(10, 12, 10, 12, 10, 12, 10, 30)
    assert (found.result, found.rule, found.n, found.trial) == ("unusual_worse", "outside", 8, True)


def test_twelve_values_are_no_trial() -> None:
    assert not signal_of(*STEADY).trial


def test_a_count_with_a_mean_below_two_gives_no_verdict_but_a_stock_does() -> None:
    series = [1, 0, 2, 1, 0, 1, 2, 0, 1, 30]
    series[-1] = 9
    assert signal_of(*series, kind=Kind.COUNT).result == "too_few_events"
    assert signal_of(*series, kind=Kind.STOCK).result == "unusual_worse"


def test_a_count_with_a_mean_of_exactly_two_gives_one() -> None:
    assert signal_of(1, 3, 1, 3, 1, 3, 1, 3, kind=Kind.COUNT).result == "usual"


def test_a_series_that_never_moves_has_no_variation() -> None:
    found = signal_of(*[0.1] * 10)
    assert (found.result, found.mean, found.lower, found.upper) == ("no_variation", 0.1, 0.1, 0.1)


def test_values_without_a_neighbour_have_no_variation_and_no_limits() -> None:
    found = signal_of(*[value for i in range(8) for value in (None, float(i))])
    assert (found.result, found.mean, found.lower, found.upper) == ("no_variation", 3.5, None, None)


def test_no_figure_in_the_quarter_is_said_before_anything_else() -> None:
    assert signal_of(*STEADY, None).result == "no_value"
    assert signal_of(5, None).result == "no_value"


@pytest.mark.parametrize("kind", [Kind.ROLLING, Kind.AS_IS, Kind.NARRATIVE])
def test_figures_that_overlap_or_must_not_be_combined_have_no_signal(kind: Kind) -> None:
    assert signal_of(*STEADY, 99, kind=kind) == Signal("not_applicable", None, 0, None, None, None, False)


@pytest.mark.parametrize(
    ("polarity", "high", "low"),
    [
        (Polarity.LOWER, "unusual_worse", "unusual_better"),
        (Polarity.HIGHER, "unusual_better", "unusual_worse"),
        (Polarity.CONTEXT, "unusual_high", "unusual_low"),
    ],
)
def test_polarity_says_whether_the_unusual_is_good(polarity: Polarity, high: str, low: str) -> None:
    assert signal_of(*STEADY, 40, polarity=polarity).result == high
    assert signal_of(*STEADY, -20, polarity=polarity).result == low


def test_a_trend_goes_the_way_it_runs_even_below_the_mean() -> None:
    falling_then_rising = [50, 90, 50, 90, 50, 90, 50, 90, 40, 43, 46, 49, 52, 55, 58]
    found = signal_of(*falling_then_rising, polarity=Polarity.LOWER)
    assert (found.result, found.rule) == ("unusual_worse", "trend")


# --------------------------------------------------------------------------------------------- the rules' edges


def test_six_in_a_row_on_one_side_are_usual_and_seven_are_a_shift() -> None:
    base = [10.0, 12.0] * 6  # mean 11, limits from these alone
    assert signal_of(*base, *[12] * 5, fix_after=12).result == "usual"  # six with the last of the base
    assert signal_of(*base, *[12] * 6, fix_after=12).rule == "shift"


def test_the_excel_tools_six_can_be_chosen() -> None:
    assert signal_of(*STEADY, *[12] * 5, fix_after=12, shift=6).rule == "shift"


def test_a_point_on_the_mean_breaks_a_run() -> None:
    assert labels_of(*STEADY, 12, 12, 11, 12, 12, 12, fix_after=12)[-6:] == [""] * 6


def test_a_missing_quarter_breaks_a_run_and_a_trend() -> None:
    assert set(labels_of(*STEADY, 12, 12, 12, None, 12, 12, 12, fix_after=12)) == {""}
    assert set(labels_of(*STEADY, 9, 9.5, 10, None, 10.5, 11.5, 12, 12.5, fix_after=12)) == {""}


def test_a_tie_breaks_a_trend() -> None:
    rising = [9, 9.5, 10, 10.5, 11.5, 12, 12.5]
    assert signal_of(*STEADY, *rising, fix_after=12).rule == "trend"
    assert signal_of(*STEADY, *rising[:3], *rising[2:-1], fix_after=12).rule is None


def test_a_peak_belongs_to_the_trend_that_led_to_it() -> None:
    up_and_down = [7, 8, 9, 10, 11, 12, 13, 12.5, 11.5, 10.5, 9.5, 8.5, 7.5]
    labels = labels_of(*STEADY, *up_and_down, fix_after=12)[-13:]
    assert labels == ["trend_up"] * 7 + ["trend_down"] * 6


def test_a_point_on_a_limit_is_inside_and_a_hair_beyond_is_outside() -> None:
    upper = 11 + 2.66 * 2
    assert labels_of(*STEADY, upper, fix_after=12)[-1] == ""
    assert labels_of(*STEADY, upper + 1e-9, fix_after=12)[-1] == "outside_high"


def test_points_outside_count_towards_two_in_three_only_where_the_plan_says_so() -> None:
    beyond_near, outside = 15.0, 17.0
    series = [*STEADY, 11.5, outside, beyond_near]
    assert labels_of(*series, fix_after=12)[-1] == ""
    assert labels_of(*series, fix_after=12, two_in_three="all_beyond")[-1] == "two_in_three_high"


def test_screening_drops_a_freak_range_once_and_never_all_of_them() -> None:
    freak = [10, 12, 10, 12, 10, 12, 10, 80, 12, 10, 12, 10, 12, 10, 12, 10]
    plain, screened = (limits_and_labels(line(*freak), options=SignalOptions(screen=s)) for s in (False, True))
    assert screened.upper[0, 0] - screened.mean[0, 0] == pytest.approx(2.66 * 2)
    assert plain.upper[0, 0] > screened.upper[0, 0]
    same = limits_and_labels(line(*[5] * 9), options=SignalOptions(screen=True))
    assert (same.lower[0, 0], same.upper[0, 0]) == (5, 5)


def test_the_signal_uses_the_present_stretch_alone() -> None:
    assert signal_of(*STEADY, *[50.0, 52.0] * 4).result == "unusual_worse"
    found = signal_of(*STEADY, *[50.0, 52.0] * 4, start=12)
    assert (found.result, found.n, found.mean) == ("usual", 8, 51)


def test_no_range_bridges_the_start_of_a_stretch() -> None:
    y = line(*STEADY, *[50.0, 52.0] * 4)
    starts = np.arange(20)[None, :] == 12
    found = limits_and_labels(y, starts=starts)
    assert found.upper[0, [0, 12]] == pytest.approx([11 + 5.32, 51 + 5.32])
    assert set(found.label[0]) == {""}


def test_breaks_that_are_not_comparable_and_rebases_start_stretches_and_what_lies_outside_does_not() -> None:
    plan = a_plan(
        a_measure(), a_measure("robbery"),
        breaks=[{"day": "2016-12-01"}, {"day": "2017-01-01", "comparable": True}, {"day": "2031-04-01"}],
    )  # fmt: skip
    rebases = (Rebase("robbery", quarter("2016/17 Q4"), "A new team"), Rebase("burglary", quarter("2031/32 Q1"), "r"))
    figures = values({f"2016/17 Q{n}": 10 for n in (1, 2, 3, 4)})
    sheet = sheet_of(figures, replace(plan, rebases=rebases), (quarter("2016/17 Q4"),))
    assert stretch_starts(sheet, 3).tolist() == [[False, False, True, False], [False, False, False, True]]


@pytest.mark.parametrize("wrong", [{"shift": 3}, {"trend": 40}, {"two_in_three": "both"}, {"fix_after": 8}])
def test_a_setting_without_meaning_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=next(iter(wrong))):
        SignalOptions(**wrong)


def test_no_series_and_no_quarters_give_no_signals() -> None:
    assert latest_signal(np.zeros((0, 5)), [], []) == ()
    assert latest_signal(np.zeros((1, 0)), [Polarity.LOWER], [Kind.COUNT])[0].result == "not_applicable"


# ---------------------------------------------------------------------------------------------- what always holds

grids = hnp.arrays(
    np.float64,
    st.tuples(st.integers(1, 4), st.integers(1, 40)),
    elements=st.one_of(st.integers(-50, 400).map(float), st.just(math.nan)),
)
every_option = st.builds(
    SignalOptions,
    shift=st.integers(5, 12),
    trend=st.integers(5, 12),
    two_in_three=st.sampled_from(["inside_limits", "all_beyond"]),
    screen=st.booleans(),
    fix_after=st.none() | st.integers(12, 30),
)


@given(grids, every_option, st.data())
def test_mirroring_a_series_mirrors_its_signal(y: Any, options: SignalOptions, data: st.DataObject) -> None:
    starts = data.draw(hnp.arrays(np.bool_, y.shape))
    polarity = [Polarity.LOWER] * len(y)
    chart = limits_and_labels(y, starts=starts, options=options)
    mirror = limits_and_labels(-y, starts=starts, options=options)
    np.testing.assert_allclose(chart.upper, -mirror.lower)
    assert chart.label.tolist() == [[_mirrored(label) for label in row] for row in mirror.label.tolist()]
    up = latest_signal(y, polarity, [Kind.STOCK] * len(y), options=options)
    down = latest_signal(-y, polarity, [Kind.STOCK] * len(y), options=options)
    assert [(s.result, s.rule) for s in up] == [(_mirrored(s.result), s.rule) for s in down]


def _mirrored(word: str) -> str:
    stem, _, end = word.rpartition("_")
    return f"{stem}_{MIRRORED[end]}" if end in MIRRORED else word


@given(grids, every_option, st.integers(-10_000, 10_000))
def test_adding_a_constant_moves_the_mean_and_limits_and_nothing_else(
    y: Any, options: SignalOptions, constant: int
) -> None:
    before, after = (limits_and_labels(series, options=options) for series in (y, y + constant))
    np.testing.assert_allclose(after.mean - constant, before.mean, atol=1e-8)
    np.testing.assert_allclose(after.upper - constant, before.upper, atol=1e-8)
    assert after.label.tolist() == before.label.tolist()
    assert after.verdicts.tolist() == before.verdicts.tolist()


@given(grids, every_option, st.data())
def test_no_pattern_of_gaps_stops_the_calculation(y: Any, options: SignalOptions, data: st.DataObject) -> None:
    gaps = data.draw(hnp.arrays(np.bool_, y.shape))
    starts = data.draw(hnp.arrays(np.bool_, y.shape))
    found = limits_and_labels(np.where(gaps, math.nan, y), starts=starts, options=options)
    assert found.codes.max() < len(LABELS)
    assert not found.codes[found.verdicts > 0].any()
    assert set(np.unique(found.verdicts)) <= set(range(len(NO_VERDICT)))


@given(st.floats(-1e9, 1e9), st.integers(8, 60), st.booleans())
def test_a_constant_series_gives_no_verdict_and_is_its_own_mean(level: float, length: int, screen: bool) -> None:
    found = signal_of(*[level] * length, screen=screen)
    assert (found.result, found.rule, found.mean) == ("no_variation", None, level)


@given(grids, every_option)
def test_each_series_is_judged_by_itself(y: Any, options: SignalOptions) -> None:
    together = limits_and_labels(y, options=options)
    for row in range(len(y)):
        alone = limits_and_labels(y[row : row + 1], options=options)
        assert alone.label.tolist() == together.label[row : row + 1].tolist()
        np.testing.assert_array_equal(alone.mean, together.mean[row : row + 1])
