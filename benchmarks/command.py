"""`measures status` on the sample beside a Python that only imports pandas and sqlalchemy: whole processes.

Run it: .venv/bin/python -m benchmarks.command [rounds]

Bound: 1.5 times. Both from compiled modules, as on any machine where the command has run once before.
"""

import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from benchmarks.side_by_side import beside
from measures.services.sample import load_sample
from measures.settings import ROOT
from measures.storage.store import open_store

BOUND = 1.5
FLOOR = ["-c", "import pandas, sqlalchemy"]
STATUS = ["-m", "measures", "status"]
WITHOUT_COLLECTING = "the floor with its garbage left"
OTHERS = {
    WITHOUT_COLLECTING: ["-c", "import gc; gc.disable(); import pandas, sqlalchemy; gc.freeze()"],
    "measures status --format json": [*STATUS, "--format", "json"],
    "measures history": ["-m", "measures", "history"],
    "measures --help": ["-m", "measures", "--help"],
}


def process(arguments: Sequence[str], environment: Mapping[str, str]) -> tuple[float, float]:
    """Processor seconds (user and system) and seconds on the clock of one Python process, from start to end."""
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run([sys.executable, *arguments], cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL)
    clock, after = time.perf_counter() - started, resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, clock


def main() -> None:
    """Print each ratio, by the processor and by the clock."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 15
    with tempfile.TemporaryDirectory() as folder:
        address = f"sqlite:///{Path(folder) / 'sample.db'}"
        with open_store(address) as store:
            load_sample(store)
        environment = {
            **{name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"},
            "PYTHONPYCACHEPREFIX": str(Path(folder) / "compiled"),
            "MEASURES_DATABASE_URL": address,
        }
        commands = {"floor": FLOOR, "measures status": STATUS, **OTHERS}
        for command in commands.values():  # compile
            process(command, environment)
        taken: dict[str, list[tuple[float, float]]] = {name: [] for name in commands}
        for _ in range(rounds):
            for name, command in commands.items():
                taken[name].append(process(command, environment))
    for place, by in enumerate(("processor", "clock")):
        floor = [pair[place] for pair in taken["floor"]]
        for name in commands:
            if name != "floor":
                mine = [pair[place] for pair in taken[name]]
                bound = BOUND if name.startswith("measures status") else None
                beside(f"{name} ({by})", mine, "import pandas, sqlalchemy", floor, bound)


if __name__ == "__main__":
    main()
