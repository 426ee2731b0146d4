"""Time a thing and its floor or peer in one run, alternating, and print the ratio of their medians.

Processor time, not time on the clock, wherever that says what is meant: what else the machine does matters less.
"""

import gc
import statistics
import time
from collections.abc import Callable, Sequence


def seconds(run: Callable[[], object]) -> float:
    """Processor seconds of one call, with the garbage of the last one out of the way."""
    gc.collect()
    started = time.process_time()
    run()
    return time.process_time() - started


def compare(
    name: str,
    ours: Callable[[], object],
    floor_name: str,
    floor: Callable[[], object],
    rounds: int = 7,
    bound: float | None = None,
) -> float:
    """Print and return how many times as long ours takes as the floor: the ratio of the medians of `rounds` pairs."""
    ours(), floor()
    pairs = [(seconds(ours), seconds(floor)) for _ in range(rounds)]
    mine, theirs = zip(*pairs, strict=True)
    return beside(name, mine, floor_name, theirs, bound)


def beside(
    name: str, ours: Sequence[float], other_name: str, others: Sequence[float], bound: float | None = None
) -> float:
    """Print and return the ratio of the medians of two rows of seconds; `bound` is the most that it may be."""
    mine, theirs = statistics.median(ours), statistics.median(others)
    ratio = mine / theirs
    held = "" if bound is None else f" · bound {bound} {'held' if ratio <= bound else 'NOT HELD'}"
    print(f"{name}: {_shown(mine)} · {other_name}: {_shown(theirs)} · ratio {ratio:.2f}{held}", flush=True)
    return ratio


def times_quicker(
    name: str, ours: Sequence[float], peer_name: str, peers: Sequence[float], bound: float | None = None
) -> float:
    """Print and return how many times quicker ours is than a peer; `bound` is the least that it may be."""
    mine, theirs = statistics.median(ours), statistics.median(peers)
    ratio = theirs / mine
    held = "" if bound is None else f" · bound {bound} {'held' if ratio >= bound else 'NOT HELD'}"
    print(f"{name}: {_shown(mine)} · {peer_name}: {_shown(theirs)} · {ratio:.1f} times quicker{held}", flush=True)
    return ratio


def _shown(taken: float) -> str:
    return f"{taken:.3f} s" if taken >= 0.1 else f"{taken * 1000:.2f} ms"
