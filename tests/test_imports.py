"""Where things stand: what pages may import, what the command line must not, how long a file may be."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PAGES = [ROOT / "app.py", *sorted((ROOT / "pages").glob("*.py"))]
PUBLIC_FACE = ROOT / "measures" / "__init__.py"
PACKAGE = [path for path in sorted(PUBLIC_FACE.parent.rglob("*.py")) if path != PUBLIC_FACE]
CHILDREN = tuple(f"measures.{path.stem}" for path in PUBLIC_FACE.parent.iterdir() if path != PUBLIC_FACE)

# What a page needs: something to show with, something to ask, and the nouns of both.
FOR_PAGES = (
    "streamlit",
    "measures.widgets",
    "measures.views",
    "measures.charts",
    "measures.services",
    "measures.model",
    "measures.errors",
    "measures.settings",
)
LIGHT = {"collections", "dataclasses", "datetime", "decimal", "functools", "gc", "itertools", "pathlib", "typing"}
LONGEST = 400  # lines; a file past about 300 is usually two

# Hosts that packages come from; in pieces, so that this file does not name one.
HOSTS = re.compile(
    "|".join(
        [
            "py" + r"pi\.",
            "python" + "hosted",
            r"deb\." + "debian",
            r"security\." + "debian",
            r"archive\." + "ubuntu",
            r"registry\." + r"(npm|yarn)",
            r"(cdn|cran)\." + r"[a-z0-9-]+\.",
            r"(index|find)-(url|links)[ =]+" + "http",
            r"https?://[^\s\"'<>]*" + r"(/simple\b|artifactory|nexus|mirror)",
        ]
    ),
    re.IGNORECASE,
)


def imports_of(path: Path) -> Iterator[str]:
    """The full name of every module that a file imports from, wherever in the file the import stands."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            module = "." * node.level + (node.module or "")
            names = [f"{module}.{alias.name}" for alias in node.names]
            yield from names if module == "measures" else [module]


def is_within(module: str, allowed: tuple[str, ...]) -> bool:
    return any(module == name or module.startswith(f"{name}.") for name in allowed)


def files_of_the_project() -> list[Path]:
    """Every file that is in git or would be with the next commit."""
    listing = ["git", "-c", "safe.directory=*", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    answer = subprocess.run(listing, cwd=ROOT, capture_output=True, text=True)
    if answer.returncode != 0:
        pytest.skip(f"this copy of the project is no git repository: {answer.stderr.strip()}")
    return [ROOT / name for name in answer.stdout.split("\0") if name and (ROOT / name).is_file()]


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.name)
def test_a_page_imports_what_shows_and_what_answers_and_nothing_below(page):
    others = {
        module for module in imports_of(page) if not is_within(module, FOR_PAGES) and module.split(".")[0] not in LIGHT
    }
    assert others == set()


@pytest.mark.parametrize("module", PACKAGE, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_of_the_package_imports_from_where_a_name_is_defined(module):
    ours = {name for name in imports_of(module) if name.split(".")[0] == "measures"}
    assert {name for name in ours if not is_within(name, CHILDREN)} == set()


def test_the_command_line_starts_without_streamlit_and_without_altair():
    question = "import sys, measures.cli; print(sorted({'streamlit', 'altair'} & set(sys.modules)))"
    answer = subprocess.run([sys.executable, "-c", question], cwd=ROOT, capture_output=True, text=True)
    assert (answer.stdout.strip(), answer.stderr) == ("[]", "")


def test_no_file_of_code_is_too_long_to_be_read_at_one_sitting():
    lengths = {
        str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines())
        for path in files_of_the_project()
        if path.suffix == ".py"
    }
    assert {name: length for name, length in lengths.items() if length > LONGEST} == {}


def test_no_file_names_a_host_that_packages_come_from():
    named = {}
    for path in files_of_the_project():
        text = path.read_bytes().decode("utf-8", errors="replace")
        if found := HOSTS.search(text):
            named[str(path.relative_to(ROOT))] = found[0]
    assert named == {}
