"""Time a thing and its floor or peer in one run, alternating, and print the ratio of their medians.

Processor time, not time on the clock: what else the machine does matters less.
"""

import gc
import statistics
import time
from collections.abc import Callable


def seconds(run: Callable[[], object]) -> float:
    """Processor seconds of one call, with the garbage of the last one out of the way."""
    gc.collect()
    started = time.process_time()
    run()
    return time.process_time() - started


def compare(name: str, ours: Callable[[], object], floor_name: str, floor: Callable[[], object], rounds: int = 7) -> float:
    """Print and return how many times as long ours takes as the floor: the ratio of the medians of `rounds` pairs."""
    ours(), floor()
    pairs = [(seconds(ours), seconds(floor)) for _ in range(rounds)]
    mine, theirs = (statistics.median(column) for column in zip(*pairs, strict=True))
    ratio = mine / theirs
    print(f"{name}: {mine:.3f} s · {floor_name}: {theirs:.3f} s · ratio {ratio:.2f}")
    return ratio
