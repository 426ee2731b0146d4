"""What starting a command loads: printing needs neither the pages nor the charts."""

import json
import os
import subprocess
import sys

import pytest

from tests.cli.conftest import ROOT

QUESTION = """
import json, sys
from measures.cli.run import run
status = run(sys.argv[1:])
print(json.dumps([status, sorted({name.partition(".")[0] for name in sys.modules})]), file=sys.stderr)
"""


def modules_after(*arguments: str, url: str = "sqlite://") -> tuple[int, set[str]]:
    ran = subprocess.run(
        [sys.executable, "-c", QUESTION, *arguments],
        cwd=ROOT, env={**os.environ, "MEASURES_DATABASE_URL": url}, capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    status, modules = json.loads(ran.stderr.splitlines()[-1])
    return status, set(modules)


@pytest.mark.parametrize(
    "arguments", [["status"], ["show", "officers"], ["history"], ["check"], ["define", "--export", "2013-2018"]]
)
def test_printing_needs_neither_streamlit_nor_altair(sample_file, arguments):
    status, modules = modules_after(*arguments, url=f"sqlite:///{sample_file}")
    assert status == 0
    assert modules & {"streamlit", "altair", "alembic", "tornado"} == set()


def test_json_needs_no_tables(sample_file):
    status, modules = modules_after("status", "--format", "json", url=f"sqlite:///{sample_file}")
    assert (status, modules & {"rich", "streamlit", "altair"}) == (0, set())


def test_help_and_wrong_calls_read_no_database_and_no_setting():
    for arguments in (["--help"], ["status", "--help"], ["status", "--quarter", "2019 Q3"], ["load"]):
        _, modules = modules_after(*arguments)
        assert modules & {"pandas", "numpy", "sqlalchemy", "pydantic_settings", "rich"} == set()
