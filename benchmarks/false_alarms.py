"""How often a stable series is called unusual: the table of docs/rules.md, made anew.

    .venv/bin/python -m benchmarks.false_alarms [series]

Made-up series in which nothing ever changes, by a fixed seed: normal, and counts (Poisson) of 100, 10, 2 and 0.5 a
quarter, 20 and 40 quarters long. For each: how often the latest quarter is called unusual, by which rule, how often any
quarter is marked, how often there is no verdict because a count is too small, and how often the latest quarter would be
called unusual if small counts were judged all the same.
"""

import sys
from collections import Counter
from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from measures.rules.signal import LABELS, NO_VERDICT, limits_and_labels

Floats = npt.NDArray[np.float64]
Draw = Callable[[np.random.Generator, tuple[int, int]], Floats]


def _poisson(mean: float) -> Draw:
    return lambda chance, shape: chance.poisson(mean, shape).astype(float)


MADE_UP: dict[str, tuple[bool, Draw]] = {
    "normal": (False, lambda chance, shape: chance.normal(100, 10, shape)),
    **{f"{mean:g} a quarter": (True, _poisson(mean)) for mean in (100, 10, 2, 0.5)},
}
LENGTHS = (20, 40)
HEADINGS = ("Stable series", "Quarters", "Latest unusual", "by outside", "two in three", "shift", "trend",
            "Any quarter marked", "No verdict", "Latest, were all judged")  # fmt: skip


def main(series: int = 100_000) -> None:
    """Print the table as docs/rules.md has it."""
    print(f"| {' | '.join(HEADINGS)} |")
    print(f"|{'---|' * len(HEADINGS)}")
    for name, (is_count, draw) in MADE_UP.items():
        for length in LENGTHS:
            print(f"| {name} | {length} | {' | '.join(_shares(is_count, draw, length, series))} |")


def _shares(is_count: bool, draw: Draw, length: int, series: int) -> list[str]:
    y = draw(np.random.default_rng(2019), (series, length))
    chart = limits_and_labels(y, is_count=np.full(series, is_count))
    latest = Counter(LABELS[code].rpartition("_")[0] for code in chart.codes[:, -1])
    rules = [latest[rule] / series for rule in ("outside", "two_in_three", "shift", "trend")]
    silent = float((chart.verdicts[:, -1] == NO_VERDICT.index("too_few_events")).mean())
    judged = float((limits_and_labels(y).codes[:, -1] > 0).mean())
    shares = [sum(rules), *rules, float((chart.codes > 0).any(axis=1).mean()), silent, judged]
    return [f"{100 * share:.1f}%" for share in shares]


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
