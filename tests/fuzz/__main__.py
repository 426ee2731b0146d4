"""`python -m tests.fuzz --seed 1 --files 10000`: a summary, and each file that something was wrong with."""

import argparse
import random
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from tests.fuzz.mutations import mutated
from tests.fuzz.trial import Office


def main() -> int:
    """Exit status 0 where nothing was wrong."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--seed", type=int, default=random.randrange(10**6), help="default: a new one each time")
    parser.add_argument("--files", type=int, default=10_000)
    parser.add_argument("--only", type=int, help="this file of the seed alone, kept beside for a look")
    asked = parser.parse_args()
    numbers = range(asked.files) if asked.only is None else [asked.only]
    results: Counter[str] = Counter()
    codes: Counter[str] = Counter()
    wrong = 0
    start = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder, Office(Path(folder)) as office:
        for number in numbers:
            file = mutated(asked.seed, number)
            outcome = office.offer(file)
            results[f"{file.steps[0]} {outcome.result}"] += 1
            codes.update(outcome.codes)
            if outcome.wrong:
                wrong += 1
                print(
                    f"--seed {asked.seed} --only {number} ({'; '.join(file.steps)}): {outcome.result} {outcome.codes}"
                )
                print(f"    {outcome.wrong}")
            if asked.only is not None:
                print(file.steps, outcome.result, outcome.codes)
                Path(tempfile.gettempdir(), file.name).write_bytes(file.content)
                print(f"The file: {Path(tempfile.gettempdir(), file.name)}")
    print(f"seed {asked.seed}: {sum(results.values()):,} files in {time.perf_counter() - start:.0f} s")
    print("\n".join(f"  {count:>7,}  {name}" for name, count in sorted(results.items())))
    print("stops: " + ", ".join(f"{code} {count:,}" for code, count in codes.most_common()))
    print(f"{wrong:,} files went wrong")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
