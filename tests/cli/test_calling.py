"""How any command answers wrong calls, odd outputs and interruptions; here with real processes."""

import io
import os
import signal
import subprocess
import sys
import time

import pytest

from measures.cli.commands import app
from tests.cli.conftest import process, start, write

COMMANDS = [
    *("init", "define", "load", "withdraw", "register", "break", "event", "rebase", "status", "show", "exceptions"),
    *("forces", "history", "template", "check", "dashboard", "review", "publish", "report", "publications"),
    *("export", "backup", "restore", "audit", "serve", "roles"),
]

#: Commands of commands.
GROUPS = {"funding": ["load", "show", "withdraw"]}
EVERY = [*COMMANDS, *GROUPS, *(f"{group} {name}" for group, names in GROUPS.items() for name in names)]


@pytest.fixture
def sample(sample_file):
    return f"sqlite:///{sample_file}"


def test_there_are_these_commands_and_no_others():
    assert [command.name or command.callback.__name__ for command in app.registered_commands] == COMMANDS
    found = {group.name: group.typer_instance.registered_commands for group in app.registered_groups}
    assert {name: [one.callback.__name__ for one in held] for name, held in found.items()} == GROUPS


def test_without_a_command_the_help_is_printed_and_the_call_was_wrong(in_process):
    ran = in_process()
    assert (ran.status, ran.out) == (2, "")
    assert "Usage: measures [OPTIONS] COMMAND [ARGS]..." in ran.err
    assert in_process("--help").status == 0


@pytest.mark.parametrize("name", EVERY)
def test_each_command_has_a_help_that_says_what_it_does_and_every_option(in_process, name):
    *group, own = name.split()
    ran = in_process(*group, own, "--help")
    assert (ran.status, ran.err) == (0, "")
    assert ran.out.startswith(f"Usage: measures {name} ")
    above = in_process(*group, "--help").out.splitlines()
    assert "..." not in next(line for line in above if line.startswith(f"  {own} "))
    assert "target" not in ran.out.lower()


@pytest.mark.parametrize("name", EVERY)
def test_an_option_that_does_not_exist_is_refused_with_the_place_to_look(in_process, name):
    ran = in_process(*name.split(), "--nonsense")
    assert (ran.status, ran.out) == (2, "")
    assert "No such option: --nonsense" in ran.err
    assert ran.err.endswith(f"More: measures {name} --help\n")


def test_a_misspelt_command_names_the_nearest(in_process):
    ran = in_process("statsu")
    assert (ran.status, ran.out) == (2, "")
    assert "Did you mean 'status'?" in ran.err


def test_a_real_process_prints_json_and_nothing_else_and_gives_the_exit_status(sample):
    ran = process("status", "--plan", "2013-2018", "--quarter", "2016/17 Q1", "--format", "json", url=sample)
    assert (ran.status, ran.err) == (0, "")
    by_id = {measure["measure"]: measure for measure in ran.document["measures"]}
    burglary = by_id["domestic-burglary"]
    assert (burglary["value"], burglary["headline"], burglary["mixed"]) == (1172, "red", True)
    assert [(c["value"], c["change"], c["rating"]) for c in burglary["comparisons"]] == [
        (1104, 68, "red"),
        (1242, -70, "green"),
    ]
    wrong = process("status", "--plan", "2013", url=sample)
    assert (wrong.status, wrong.out) == (2, "")


def test_a_reader_that_leaves_early_is_no_fault(sample):
    with start("status", "--plan", "2013-2018", "--reasons", url=sample) as running:
        running.stdout.close()
        err = running.stderr.read()
        assert (running.wait(timeout=60), err) == (0, "")


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="there is no /dev/full here")  # noqa: PTH110
def test_an_output_that_is_full_is_told_in_a_sentence(sample):
    with open("/dev/full", "w") as full:  # noqa: PTH123
        ran = subprocess.run(
            [sys.executable, "-m", "measures", "history"],
            env={**os.environ, "MEASURES_DATABASE_URL": sample, "PYTHONPATH": os.getcwd()},  # noqa: PTH109
            stdout=full, stderr=subprocess.PIPE, text=True, timeout=60,
        )  # fmt: skip
    assert (ran.returncode, ran.stderr) == (2, "The machine refused: No space left on device.\n")


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "utf-8"])
def test_the_output_may_have_any_encoding(sample, encoding):
    text = process("status", "--plan", "2013-2018", "--quarter", "2016-17-Q1", url=sample, PYTHONIOENCODING=encoding)
    assert (text.status, text.err) == (0, "")
    assert "?" not in text.out
    document = process("status", "--format", "json", url=sample, PYTHONIOENCODING=encoding)
    assert (document.status, document.document["plan"]) == (0, "2024-2029")


@pytest.mark.skipif(os.name == "nt", reason="Ctrl-C reaches a process in another way there")
def test_ctrl_c_ends_a_command_in_one_word(tmp_path):
    url = f"sqlite:///{tmp_path / 'measures.db'}"
    with start("init", "--sample", url=url) as running:
        while not running.stdout.readline():
            time.sleep(0.01)
        running.send_signal(signal.SIGINT)
        _, err = running.communicate(timeout=60)
    assert (running.returncode, err) == (130, "Stopped.\n")
    assert process("check", url=url).out.startswith("sound\n")


def test_of_two_who_load_at_once_both_get_in(sqlite, plan, tmp_path):
    url = f"sqlite:///{tmp_path / 'measures.db'}"
    assert sqlite("define", plan).status == 0
    files = [
        write(tmp_path / f"{year}.csv", f"measure_id,quarter,value\nburglary,{year}/{year - 1999} Q1,1000\n")
        for year in (2015, 2016, 2017)
    ]
    running = [start("load", str(path), "--confirm", url=url) for path in files]
    ends = [(one.communicate(timeout=120), one.returncode) for one in running]
    assert [status for _, status in ends] == [0, 0, 0], ends
    assert sorted(u["upload"] for u in sqlite("history", "--format", "json").document["uploads"]) == [1, 2, 3]
    assert sqlite("check").out.startswith("sound\n")


def test_a_terminal_gets_colours_and_its_own_width(sample):
    pty = pytest.importorskip("pty")
    ours, theirs = pty.openpty()
    environment = {**os.environ, "MEASURES_DATABASE_URL": sample, "TERM": "xterm", "COLUMNS": "80"}
    environment = {
        name: value for name, value in environment.items() if name not in ("NO_COLOR", "PYTEST_CURRENT_TEST")
    }
    with subprocess.Popen(
        [sys.executable, "-m", "measures", "status", "--plan", "2013-2018", "--quarter", "2016-17-Q1"],
        env=environment, stdin=theirs, stdout=theirs, stderr=subprocess.DEVNULL,
    ) as running:  # fmt: skip
        os.close(theirs)
        seen = io.BytesIO()
        try:
            while chunk := os.read(ours, 65536):
                seen.write(chunk)
        except OSError:  # how Linux says that the other end is gone
            pass
        os.close(ours)
    assert running.returncode == 0
    text = seen.getvalue().decode()
    assert "\x1b[1;31mR\x1b[0m" in text
    tables = [line for line in text.splitlines() if "─" in line]
    assert {len(line) for line in tables} == {80}
