"""Every command on an office whose every text is hostile; and whose eyes a command looks with, whoever signs in."""

import ast
import json
from pathlib import Path

import pytest

import measures.cli
from measures.cli import run as _run  # noqa: F401 - it registers the commands
from measures.cli.options import app
from measures.settings import settings
from measures.storage.store import open_store
from tests.access import secretive
from tests.cli.conftest import Command
from tests.hostile import PRODUCT, hostile_office, mark
from tests.provider import sign_in_settings

QUARTER = ("--plan", "plan", "--quarter", "2016/17 Q1")
#: Every command that reads, with a mark that its text must hold; and whether it prints JSON too.
READS: dict[str, tuple[tuple[str, ...], str, bool]] = {
    "status": (QUARTER, "Measure.title", True),
    "show": (("burglary", "--quarter", "2016/17 Q1"), "Measure.title", True),
    "exceptions": (QUARTER, "Measure.title", True),
    "forces": (("burglary", "--quarter", "2016/17 Q1"), "Group.title", True),
    "review": (QUARTER, "Measure.title", True),
    "register": ((), "Break.note", True),
    "history": ((), "upload.by", True),
    "audit": ((), "audit.summary", True),
    "roles": ((), "role.name", True),
    "publications": ((), "Meeting.title", True),
    "template": (("--quarter", "2016/17 Q2"), "Measure.title", False),
    "define": (("--export", "plan"), "Measure.definition", False),
    "check": ((), "", False),
    "funding show": ((), "Award.recipient", True),
}
#: Those that change something, start something, or write a file: each asks its service, which is tested by role.
OTHERS = {"init", "load", "withdraw", "break", "event", "rebase", "dashboard", "publish", "report", "backup", "restore",
          "export", "serve", "funding load", "funding withdraw"}  # fmt: skip


def names() -> set[str]:
    found = [one.name or one.callback.__name__ for one in app.registered_commands if one.callback]
    in_groups = [f"{group.name} {one.callback.__name__}" for group in app.registered_groups
                 for one in group.typer_instance.registered_commands if one.callback]  # fmt: skip
    return {*found, *in_groups}


def test_every_command_is_here() -> None:
    assert names() == {*READS, *OTHERS}


@pytest.fixture
def hostile(command: Command, database_url: str) -> Command:
    with open_store(database_url) as store:
        hostile_office(store)
    return command


def faults_of(text: str) -> list[str]:
    """What would steer a terminal, what was worked out, and what was taken for marks of colour."""
    steers = [f"U+{ord(one):04X}" for one in set(text) if one in "\x00\x07\x08\x1b\x7f\x9b\u202e\u2066"]
    worked = [PRODUCT] if PRODUCT in text else []
    bare = "".join(text.split())
    coloured = ["a mark of colour"] if bare.count(":red[m]") > bare.count("[bold]x[/bold]") else []
    return steers + worked + coloured


def test_every_command_that_reads_prints_hostile_texts_as_texts(hostile: Command, tmp_path: Path) -> None:
    for name, (arguments, where, has_json) in READS.items():
        ran = hostile(*name.split(), *arguments)
        assert (ran.status, ran.err) == (0, ""), (name, ran)
        assert faults_of(ran.out) == [], name
        assert not where or mark(where) in "".join(ran.out.lower().split()), (name, ran.out[:3000])
        if has_json:
            document = json.loads(hostile(*name.split(), *arguments, "--format", "json").out)
            assert not where or mark(where) in json.dumps(document).lower()
    folder = tmp_path / "open"
    given = hostile("export", folder)
    assert (given.status, faults_of(given.out + given.err)) == (0, [])
    for file in folder.rglob("*"):
        assert not file.is_file() or PRODUCT not in file.read_text("utf-8")
    pack = hostile("report", *QUARTER, "--output", tmp_path / "pack.html")
    assert (pack.status, faults_of(pack.out + pack.err)) == (0, [])


@pytest.mark.parametrize("bad", ["\x1b[31mred", "\u202eabc", "a\x00b", "[bold]x[/bold]", "x" * 3000])
def test_what_a_command_is_given_comes_back_as_text(sqlite: Command, bad: str, tmp_path: Path) -> None:
    sqlite("init")
    calls = (
        ("show", bad), ("status", "--plan", bad), ("status", "--quarter", bad), ("withdraw", bad, "--reason", "r"),
        ("forces", bad), ("template", "--quarter", bad), ("history", "--format", bad), (bad,),
        ("define", "--export", bad), ("funding", "show", "--plan", bad), ("funding", "show", "--year", bad),
        ("funding", "withdraw", bad, "--reason", bad), ("funding", bad),
        ("roles", "--subject", bad, "--issuer", bad, "--role", "viewer", "--reason", bad, "--by", bad),
    )  # fmt: skip
    for arguments in calls:
        ran = sqlite(*arguments)
        assert ran.status in (0, 1, 2) and "Traceback" not in ran.err
        said = ran.out + ran.err
        assert not [one for one in "\x1b\x00\u202e" if one in said], (arguments, said[:300])


# ---- command × role


def test_a_command_acts_as_the_local_office_whoever_may_sign_in(
    sqlite: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever may run commands holds the database's address: there is nobody to be but the office itself."""
    with open_store(f"sqlite:///{tmp_path / 'measures.db'}") as store:
        secretive(store)
    reads = [(name, READS[name][0]) for name in ("status", "show", "history", "audit", "define")]
    before = [sqlite(name, *arguments).out for name, arguments in reads]
    assert "Zebra crossing" in before[0]
    for name, value in sign_in_settings("https://id.example.org", "https://measures.example.org").items():
        monkeypatch.setenv(name, value)
    settings.cache_clear()
    assert settings().signs_in
    assert [sqlite(name, *arguments).out for name, arguments in reads] == before


def test_no_command_takes_anybodys_word_for_who_it_acts_for() -> None:
    for path in Path(measures.cli.__path__[0]).glob("*.py"):
        tree = ast.parse(path.read_text("utf-8"))
        used = {one.attr for one in ast.walk(tree) if isinstance(one, ast.Attribute)}
        read = {one.module or "" for one in ast.walk(tree) if isinstance(one, ast.ImportFrom)}
        assert "acting" not in used and "measures.services.sign_in" not in read, path.name
