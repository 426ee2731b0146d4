"""docs/commands.md: every command and option has its entry, and every example is what the command prints."""

import json
import re
import shlex
from pathlib import Path

import pytest

from measures.cli import documents
from measures.cli.options import app
from measures.cli.run import run
from measures.model.quarter import Quarter
from measures.settings import settings

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
SECTIONS = dict(re.findall(r"^## measures ([\w ]+)\n(.*?)(?=^## |\Z)", PAGE, re.MULTILINE | re.DOTALL))
OPTION = re.compile(r"--[a-z][a-z-]*")
LEFT_OUT = "[…]"
#: The sample has no list of awards: no office's is at hand, and none is made up.
WITHOUT_EXAMPLE = {"dashboard", "restore", "serve", "funding load", "funding withdraw"}


def commands():
    own = {command.name or command.callback.__name__: command for command in app.registered_commands}
    return own | {
        f"{group.name} {command.callback.__name__}": command
        for group in app.registered_groups
        for command in group.typer_instance.registered_commands
    }


def help_of(name, capsys):
    assert run([*name.split(), "--help"]) == 0
    return capsys.readouterr().out


def examples():
    """Each command of the page with the lines that it shows, in the order of the page."""
    for block in re.findall(r"^```console\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL):
        for command, shown in re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", block, re.MULTILINE):
            yield command, shown.splitlines()


def test_every_command_has_its_section_and_no_other_has():
    linked = re.findall(r"\[([\w ]+)\]\(#measures-([\w-]+)\)", PAGE.partition("\n## ")[0])
    assert list(SECTIONS) == list(commands()) == [name for name, _ in linked]
    assert [anchor for _, anchor in linked] == [name.replace(" ", "-") for name, _ in linked]


@pytest.mark.parametrize("name", SECTIONS)
def test_every_option_is_in_the_table_of_its_command_and_no_other_is(name, capsys):
    offered = set(OPTION.findall(help_of(name, capsys))) - {"--help"}
    rows = [line.split("|")[1] for line in SECTIONS[name].splitlines() if line.startswith("| `--")]
    assert {option for row in rows for option in OPTION.findall(row)} == offered


def test_every_choice_of_a_format_is_named(capsys):
    for name in SECTIONS:
        for choices in re.findall(r"--format <([a-z|]+)>", help_of(name, capsys)):
            assert f"`--format {choices}`" in SECTIONS[name].replace("\\|", "|")


def test_every_example_is_what_the_command_prints(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("MEASURES_DATABASE_URL", f"sqlite:///{tmp_path / 'measures.db'}")
    monkeypatch.setenv("MEASURES_TRACEBACK", "1")
    (tmp_path / "data").symlink_to(ROOT / "data")  # an example that writes a file leaves none behind
    monkeypatch.chdir(tmp_path)
    settings.cache_clear()
    found = list(examples())
    called = [shlex.split(command)[1:] for command, _ in found]
    shown = {" ".join(one[: 1 + (one[0] == "funding")]) for one in called}
    assert shown == set(SECTIONS) - WITHOUT_EXAMPLE
    for command, shown in found:
        capsys.readouterr()
        assert run(shlex.split(command)[1:]) == 0, command
        said = capsys.readouterr().out.splitlines()
        wrong = first_difference(shown, said)
        assert wrong is None, f"$ {command}\nthe page has: {wrong}\nprinted was:\n" + "\n".join(said)
    settings.cache_clear()


def first_difference(shown, said):
    """The first line of an example that was not printed in its place; runs of spaces count as one."""
    printed = [" ".join(line.split()) for line in said]
    place, anywhere = 0, False
    for line in shown:
        if line == LEFT_OUT:
            anywhere = True
            continue
        pieces = (re.escape(" ".join(piece.split())) for piece in line.split(LEFT_OUT))
        pattern = re.compile(r"\s*.*\s*".join(pieces)) if LEFT_OUT in line else re.compile(next(pieces))
        matches = pattern.fullmatch if not anywhere else pattern.search
        place = next((n + 1 for n in range(place, len(printed)) if matches(printed[n])), 0) if anywhere else (
            place + 1 if place < len(printed) and matches(printed[place]) else 0
        )  # fmt: skip
        if not place:
            return line
        anywhere = False
    return None if anywhere or place == len(printed) else f"nothing after {place} lines"


def test_the_keys_of_each_json_document_are_named(sample_store):
    from measures.services.history import upload_record
    from measures.services.ratings import measure_series, measure_status

    status, rated = measure_status(sample_store, "officers")
    revisions, versions = sample_store.revisions("officers"), sample_store.definition_versions("officers")
    shown = documents.show_document(status, rated, measure_series(sample_store, "officers"), revisions, versions)
    history = documents.history_document(sample_store.acts(), sample_store.uploads())
    upload = documents.upload_document(upload_record(sample_store, 14))
    shown["standing"] = None  # as in measures status
    for name, document in (("show", shown), ("history", history), ("history", upload)):
        for key in keys_of(document):
            assert f"`{key}`" in SECTIONS[name], f"{key} of measures {name}"


def keys_of(document):
    """Every key of the document and of the first thing in each of its lists."""
    for key, value in document.items():
        yield key
        first = value[0] if isinstance(value, list) and value else value
        if isinstance(first, dict) and key not in ("details", "rows", "tolerance", "ratings_moved"):
            yield from keys_of(first)


def test_the_json_of_the_status_section_is_what_the_command_prints(sample_store):
    from measures.services.ratings import measure_status

    (example,) = (json.loads(text) for text in re.findall(r"^```json\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL))
    _, rated = measure_status(sample_store, "domestic-burglary", "2013-2018", Quarter.parse("2016/17 Q1"))
    real = documents.rated_measure(rated)
    real["comparisons"] = real["comparisons"][:1]  # the page shows one
    start, end = example["comparisons"][0]["reason"].split(LEFT_OUT)
    assert real["comparisons"][0]["reason"].startswith(start.strip())
    real["comparisons"][0]["reason"] = example["comparisons"][0]["reason"]
    assert (example, list(example), end) == (real, list(real), "")
    assert list(example["comparisons"][0]) == list(real["comparisons"][0])
