"""10,000 series of 40 quarters: our limits and labels beside the package abspc, one series after another.

    .venv/bin/python -m benchmarks.signals [rounds]

abspc (PyPI) is no part of this project: install it in an environment that also sees this one's packages. Both take
figures to the mean, the limits and the rules' marks of every point; both in processor time. The limits are compared
first, so that the same thing is timed: abspc takes 3 ÷ 1.128 for 2.66, a difference of 0.02 % of the width.
"""

import sys

import numpy as np
import pandas as pd

from benchmarks.side_by_side import seconds, times_quicker
from measures.rules.signal import SignalOptions, limits_and_labels

SERIES, QUARTERS = 10_000, 40
BOUND = 30
#: As abspc has them, so that both look for the same runs.
OPTIONS = SignalOptions(shift=8, trend=6)


def main(rounds: int = 5) -> None:
    """Print how many times less processor time ours takes."""
    from abspc import calculate_control_limits, detect_special_causes  # type: ignore[import-not-found]

    figures = np.random.default_rng(1).normal(100, 10, (SERIES, QUARTERS))
    frames = [pd.DataFrame({"value": row}) for row in figures]

    def ours() -> object:
        return limits_and_labels(figures, options=OPTIONS)

    def theirs() -> object:
        return [detect_special_causes(calculate_control_limits(frame, "XmR", "value"), "value") for frame in frames]

    for frame, mean, upper in zip(frames[:50], *_numbers(figures), strict=False):
        limits = calculate_control_limits(frame, "XmR", "value")
        assert abs(limits["mean"].iloc[0] - mean) < 1e-9
        assert abs((limits["ucl"].iloc[0] - mean) / (upper - mean) - 3 / 1.128 / 2.66) < 1e-9
    ours()
    pairs = [(seconds(ours), seconds(theirs)) for _ in range(rounds)]
    name = f"{SERIES:,} series × {QUARTERS} quarters, limits and labels"
    times_quicker(name, [one for one, _ in pairs], "abspc, one after another", [other for _, other in pairs], BOUND)


def _numbers(figures: "np.ndarray[tuple[int, ...], np.dtype[np.float64]]") -> tuple[list[float], list[float]]:
    chart = limits_and_labels(figures, options=OPTIONS)
    return chart.mean[:, 0].tolist(), chart.upper[:, 0].tolist()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
