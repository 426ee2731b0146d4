"""The tools that read the code find nothing: style, format, types, and who may import whom."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
LINT_IMPORTS = "from importlinter.cli import lint_imports_command; lint_imports_command()"


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(["-m", "ruff", "check"], id="ruff check"),
        pytest.param(["-m", "ruff", "format", "--check", "--diff"], id="ruff format"),
        pytest.param(["-m", "mypy"], id="mypy"),
        pytest.param(["-c", LINT_IMPORTS, "--no-logo", "--no-cache"], id="import-linter"),
    ],
)
def test_the_tool_finds_nothing(arguments):
    answer = subprocess.run([sys.executable, *arguments], cwd=ROOT, capture_output=True, text=True)
    assert answer.returncode == 0, f"\n{answer.stdout}\n{answer.stderr}"
