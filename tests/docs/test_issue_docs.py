"""docs/issues.md has an entry for every issue code that the program can give, and for no other."""

import ast
import re
from pathlib import Path

import pytest

from measures.ingest.definitions_file import read_definitions
from measures.ingest.reading import read_upload
from measures.ingest.rows import NORMALISED
from measures.model.issue import stops

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "issues.md").read_text(encoding="utf-8")
FORMATS = (ROOT / "docs" / "upload-formats.md").read_text(encoding="utf-8")

#: Which argument of each of these calls is an issue code, where it is written out.
PLACES = {
    "Issue": 1,
    "Fault": 0,
    "KeyFault": 0,
    "refuse": 0,
    "file": 0,
    "tell": 2,
    "rows": 1,
    "_tell": 3,
    "_unique": 2,
    "_choice": 1,
}
PLACES |= {"_note": 1}


def codes_of(path: Path) -> set[str]:
    """Every code that is written out in a module, as an argument or as the default of a parameter named code."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            arguments = node.args[PLACES[name] : PLACES[name] + 1] if name in PLACES else []
            arguments += [keyword.value for keyword in node.keywords if keyword.arg == "code"]
            found |= {a.value for a in arguments if isinstance(a, ast.Constant) and isinstance(a.value, str)}
        elif isinstance(node, ast.FunctionDef):
            named = [argument.arg for argument in node.args.args][len(node.args.args) - len(node.args.defaults) :]
            defaults = zip(named, node.args.defaults, strict=True)
            found |= {d.value for name, d in defaults if name == "code" and isinstance(d, ast.Constant)}
    return found


def codes_in_the_program() -> set[str]:
    written = [codes_of(path) for path in (ROOT / "measures").rglob("*.py")]
    return {code for codes in written for code in codes if re.fullmatch(r"[a-z0-9_]+", code)} | set(NORMALISED)


ENTRIES = dict(re.findall(r"^### `(\w+)`\n(.*?)(?=^##|\Z)", PAGE, re.MULTILINE | re.DOTALL))


def test_every_issue_has_its_entry_and_every_entry_its_issue() -> None:
    assert codes_in_the_program() == set(ENTRIES)


def test_no_issue_is_entered_twice() -> None:
    headings = re.findall(r"^### `(\w+)`$", PAGE, re.MULTILINE)
    assert len(headings) == len(set(headings))


@pytest.mark.parametrize("code", sorted(ENTRIES))
def test_an_entry_says_what_it_means_with_an_example_and_what_to_do(code: str) -> None:
    meaning, example, remedy = (part.strip() for part in ENTRIES[code].strip().split("\n\n"))
    assert meaning.endswith(".")
    assert re.match(r"Example: \S", example)
    assert re.match(r"What to do: \S", remedy)


def test_the_examples_of_the_formats_are_read() -> None:
    measures = {}
    for path in sorted((ROOT / "data" / "definitions").glob("*.toml")):
        plan, _ = read_definitions(path.read_bytes(), path.name)
        assert plan is not None
        measures |= {measure.id: measure for measure in plan.measures}
    examples = re.findall(r"```csv\n(.*?)```", FORMATS, re.DOTALL)
    assert len(examples) == 2
    for example in examples:
        reading = read_upload(example.encode(), "example.csv", max_bytes=10_000, measures=measures)
        assert not stops(reading.issues)
        assert not reading.frame.empty
