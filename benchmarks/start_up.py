"""What a command costs beside importing the libraries that it cannot do without (pandas and SQLAlchemy).

Run it: .venv/bin/python -m benchmarks.start_up

Processor time of whole processes on the sample, taken in turns; the middle one of each.
"""

import os
import resource
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ROUNDS = 9
FLOOR = ["-c", "import pandas, sqlalchemy"]
COMMANDS = {
    "status --format json": ["-m", "measures", "status", "--format", "json"],
    "status": ["-m", "measures", "status"],
    "show officers": ["-m", "measures", "show", "officers"],
    "history": ["-m", "measures", "history"],
    "--help": ["-m", "measures", "--help"],
}


def seconds(arguments: list[str], environment: dict[str, str]) -> float:
    """The processor time that one process takes from start to end."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, *arguments], cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    """Print each command's ratio to the floor; `status` is to stay below 1.5."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "MEASURES_DATABASE_URL": f"sqlite:///{folder}/measures.db"}
        seconds(["-m", "measures", "init", "--sample"], environment)
        taken: dict[str, list[float]] = {name: [] for name in ("floor", *COMMANDS)}
        for _ in range(ROUNDS):
            taken["floor"].append(seconds(FLOOR, environment))
            for name, arguments in COMMANDS.items():
                taken[name].append(seconds(arguments, environment))
    floor = statistics.median(taken["floor"])
    print(f"importing pandas and sqlalchemy: {floor:.2f} s = 1")
    for name in COMMANDS:
        print(f"measures {name}: {statistics.median(taken[name]) / floor:.2f}")


if __name__ == "__main__":
    main()
