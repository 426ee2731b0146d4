"""The command line as a person meets it: arguments in; standard output, standard error and exit status out.

`command` runs in this process, on a new database of each kind; `on_sample` on the sample, to read only; `process`
starts a real one.
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from measures import settings
from measures.cli.run import run

ROOT = Path(__file__).resolve().parents[2]

PLAN = """
[plan]
id = "2015-2018"
title = "Plan for Testshire"
start = 2015-04-01
end = 2018-03-31
baseline = "2014/15 Q4"
comparators = ["last_year", "baseline"]
tolerance_pct = 5.0
tolerance_points = 2.0

[[priorities]]
id = "crime"
title = "Less crime"

[[priorities]]
id = "trust"
title = "More trust"

[[measures]]
id = "burglary"
priority = "crime"
title = "Domestic burglary"
unit = "offences"
kind = "count"
polarity = "lower"
definition = "Burglary in a dwelling."
source = "Home Office"

[[measures]]
id = "answered"
priority = "trust"
title = "Calls answered in time"
unit = "%"
kind = "ratio"
polarity = "higher"

[[measures]]
id = "work"
priority = "trust"
title = "Work with partners"
unit = "comment"
kind = "narrative"
polarity = "context"
"""

#: The quarters of T1 in SPEC section 14, in short series.
FIGURES = """\
measure_id,quarter,value,numerator,denominator
burglary,2014/15 Q1,1242,,
burglary,2015/16 Q1,1104,,
burglary,2016/17 Q1,1172,,
answered,2015/16 Q1,,1000,1500
answered,2016/17 Q1,,1001,1500
"""


@dataclass(frozen=True)
class Ran:
    """What one run came to."""

    status: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        """Standard output as the one JSON document that it is."""
        return json.loads(self.out)


Command = Callable[..., Ran]


@pytest.fixture
def in_process(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Iterator[Command]:
    """Run a command here, with faults of our own as exceptions."""
    monkeypatch.setenv("MEASURES_TRACEBACK", "1")

    def measures(*arguments: object) -> Ran:
        settings.settings.cache_clear()
        capsys.readouterr()
        status = run([str(argument) for argument in arguments])
        said = capsys.readouterr()
        return Ran(status, said.out, said.err)

    yield measures
    settings.settings.cache_clear()


@pytest.fixture
def command(in_process: Command, database_url: str, monkeypatch: pytest.MonkeyPatch) -> Command:
    """Run a command on a new and empty database, SQLite and again PostgreSQL."""
    monkeypatch.setenv("MEASURES_DATABASE_URL", database_url)
    return in_process


@pytest.fixture
def sqlite(in_process: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Command:
    """The same where the kind of database makes no difference."""
    monkeypatch.setenv("MEASURES_DATABASE_URL", f"sqlite:///{tmp_path / 'measures.db'}")
    return in_process


@pytest.fixture
def on_sample(in_process: Command, sample_file: Path, monkeypatch: pytest.MonkeyPatch) -> Command:
    """Run a command that only reads on the sample."""
    monkeypatch.setenv("MEASURES_DATABASE_URL", f"sqlite:///{sample_file}")
    return in_process


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    """A definition file: a count, a percentage and a comment under two priorities."""
    return write(tmp_path / "plan.toml", PLAN)


@pytest.fixture
def figures(tmp_path: Path) -> Path:
    """A file of figures for that plan."""
    return write(tmp_path / "figures.csv", FIGURES)


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def start(*arguments: str, url: str, **settings_given: str) -> subprocess.Popen[str]:
    """A real process of the command line."""
    environment = {**os.environ, "MEASURES_DATABASE_URL": url, "PYTHONPATH": str(ROOT), **settings_given}
    environment.pop("MEASURES_TRACEBACK", None)
    return subprocess.Popen(
        [sys.executable, "-m", "measures", *arguments],
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding=settings_given.get("PYTHONIOENCODING", "utf-8"),
    )


def process(*arguments: str, url: str, **settings_given: str) -> Ran:
    """A real process, to its end."""
    with start(*arguments, url=url, **settings_given) as running:
        out, err = running.communicate(timeout=120)
    return Ran(running.returncode, out, err)


@pytest.fixture
def published(command, plan, figures):
    """A quarter that was published for a meeting."""
    assert command("define", plan).status == 0
    assert command("load", figures, "--confirm").status == 0
    ran = command("publish", "--plan", "2015-2018", "--quarter", "2016/17 Q1", "--meeting", "2016-09-12",
                  "--incomplete", "A trial", "--by", "An Approver")  # fmt: skip
    assert ran.status == 0, ran.err
    return command
