"""`run.py` on machines that are not ready: each test is a folder of its own, with real processes in it.

The folder holds run.py, a package `measures` that reports how it was called, and lock files that name one tiny
library, which pip finds beside them and nowhere else.
"""

import ast
import hashlib
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PYTHON = ".venv/Scripts/python.exe" if os.name == "nt" else ".venv/bin/python"
STAMPS = {"requirements.lock.stamp", "requirements-test.lock.stamp"}

REPORTER = """
import json, os, sys, time
with open(os.environ["CALLS"], "a", encoding="utf-8") as calls:
    calls.write(json.dumps([sys.argv[1:], os.getcwd()]) + "\\n")
if sys.argv[1:2] == ["wait"]:
    try:
        time.sleep(60)
    except KeyboardInterrupt:
        sys.exit(42)
sys.exit(int(os.environ.get("STATUS_OF_" + sys.argv[1].upper(), 0)))
"""


class Folder:
    """A copy of the project as far as run.py sees it."""

    def __init__(self, path: Path, index: Path) -> None:
        self.path = path
        self.calls = path / "calls.jsonl"
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("PIP_")},
            "PIP_CONFIG_FILE": os.devnull,
            "PIP_NO_INDEX": "1",
            "PIP_FIND_LINKS": index.as_uri(),
            "CALLS": str(self.calls),
        }

    def run(self, *arguments: str, cwd: Path | None = None, **settings: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, str(self.path / "run.py"), *arguments],
            cwd=cwd or self.path,
            env={**self.environment, **settings},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=120,
        )

    def called(self) -> list[list[str]]:
        """The arguments of every command that was run, in order."""
        return [json.loads(line)[0] for line in self.calls.read_text().splitlines()] if self.calls.exists() else []

    def stamps(self) -> set[str]:
        return {path.name for path in (self.path / ".venv").glob("*.stamp")}


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with all the libraries in the world: `tiny` 1.0, with a program that `python -m pytest` can start."""
    folder = tmp_path_factory.mktemp("index")
    with zipfile.ZipFile(folder / "tiny-1.0-py3-none-any.whl", "w") as wheel:
        wheel.writestr("pytest.py", "import sys; print(sys.argv[1:])")
        wheel.writestr("tiny-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: tiny\nVersion: 1.0\n")
        wheel.writestr("tiny-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        wheel.writestr("tiny-1.0.dist-info/RECORD", "")
    return folder


@pytest.fixture
def bare(tmp_path: Path, index: Path) -> Folder:
    """A fresh copy, in a folder with a space in its name, nothing made yet."""
    path = tmp_path / "fresh clone"
    (path / "measures").mkdir(parents=True)
    shutil.copy(ROOT / "run.py", path)
    (path / "measures" / "__main__.py").write_text(REPORTER)
    (wheel,) = index.iterdir()
    line = f"tiny==1.0 --hash=sha256:{hashlib.sha256(wheel.read_bytes()).hexdigest()}\n"
    for name in ("requirements.lock", "requirements-test.lock"):
        (path / name).write_text(line)
    return Folder(path, index)


@pytest.fixture(scope="module")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A finished `.venv` to copy: making one takes seconds."""
    path = tmp_path_factory.mktemp("made") / ".venv"
    subprocess.run([sys.executable, "-m", "venv", str(path)], check=True)
    return path


@pytest.fixture
def folder(bare: Folder, made_once: Path) -> Folder:
    """A copy in which a virtual environment stands, with nothing installed in it yet."""
    shutil.copytree(made_once, bare.path / ".venv", symlinks=True)
    return bare


def test_the_first_start_makes_everything_and_the_second_only_starts(bare):
    first = bare.run("--port", str(a_free_port()))
    assert first.returncode == 0, first.stderr
    assert [line.split()[0] for line in first.stdout.splitlines()] == ["Making", "Installing"]
    assert not (bare.path / ".venv" / "unfinished").exists()

    port = a_free_port()
    second = bare.run("--port", str(port), "--address", "127.0.0.1")
    assert (second.returncode, second.stdout, second.stderr) == (0, "", "")
    assert bare.called()[2:] == [
        ["init", "--sample-if-empty"],
        ["dashboard", "--port", str(port), "--address", "127.0.0.1"],
    ]


def test_a_database_that_cannot_be_prepared_stops_the_start_with_its_status(folder):
    answer = folder.run("--port", str(a_free_port()), STATUS_OF_INIT="2")
    assert answer.returncode == 2
    assert folder.called() == [["init", "--sample-if-empty"]]


def test_a_command_runs_where_the_person_is_and_passes_its_status_on(folder, tmp_path):
    answer = folder.run("measures", "load", "figures.csv", "--dry-run", cwd=tmp_path, STATUS_OF_LOAD="1")
    assert answer.returncode == 1
    assert json.loads(folder.calls.read_text()) == [["load", "figures.csv", "--dry-run"], str(tmp_path)]
    assert folder.stamps() == {"requirements.lock.stamp"}


def test_the_tests_run_on_two_workers_unless_told_otherwise_and_their_lock_holds_both(folder):
    answer = folder.run("test", "-k", "burglary", "-n", "0")
    assert answer.stdout.splitlines()[-1] == str(["-n", "2", "--dist", "loadgroup", "-k", "burglary", "-n", "0"])
    assert folder.stamps() == STAMPS


def test_a_changed_lock_is_installed_and_an_unchanged_one_is_not(folder):
    assert "Installing requirements-test.lock" in folder.run("test").stdout
    assert "Installing" not in folder.run("measures", "status").stdout

    lock = folder.path / "requirements.lock"
    lock.write_text("# changed\n" + lock.read_text())
    assert "Installing requirements.lock" in folder.run("measures", "status").stdout
    assert folder.stamps() == {"requirements.lock.stamp"}  # the tests' libraries may have been replaced


def test_an_interrupted_installation_is_done_again_from_nothing(folder):
    folder.run("measures", "status")
    (folder.path / ".venv" / "unfinished").touch()
    (folder.path / ".venv" / "left behind").touch()
    again = folder.run("measures", "status")
    assert [line.split()[0] for line in again.stdout.splitlines()] == ["Making", "Installing"]
    assert not (folder.path / ".venv" / "left behind").exists()


@pytest.mark.parametrize("left", ["nothing in it", "a python that is gone", "a python without pip"])
def test_a_half_made_environment_is_made_anew(bare, left):
    python = bare.path / PYTHON
    python.parent.mkdir(parents=True)
    if left == "a python that is gone":
        python.symlink_to("/nowhere/python3")
    if left == "a python without pip":
        python.write_text("#!/bin/sh\nexit 1\n")
        python.chmod(0o755)
    answer = bare.run("measures", "status")
    assert (answer.returncode, answer.stdout.split()[0]) == (0, "Making")


def test_libraries_that_cannot_be_had_are_explained_and_fetched_at_the_next_start(folder, tmp_path):
    answer = folder.run("measures", "status", PIP_FIND_LINKS=str(tmp_path))
    assert answer.returncode == 1
    assert "needs a connection to the Python package index" in answer.stderr
    assert "run the same command again" in answer.stderr
    assert "Traceback" not in answer.stderr
    assert folder.run("measures", "status").returncode == 0


def test_a_library_that_is_not_the_locked_one_is_refused(folder):
    (folder.path / "requirements.lock").write_text(f"tiny==1.0 --hash=sha256:{'0' * 64}\n")
    answer = folder.run("measures", "status")
    assert answer.returncode == 1
    assert "DO NOT MATCH THE HASHES" in answer.stderr
    assert folder.called() == []


def test_a_missing_lock_file_is_named(folder):
    (folder.path / "requirements.lock").unlink()
    answer = folder.run("measures", "status")
    assert (answer.returncode, answer.stdout) == (1, "")
    assert "requirements.lock is missing" in answer.stderr


def test_a_taken_port_is_said_at_once_with_what_to_do(bare):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        answer = bare.run("--port", str(port))
    assert (answer.returncode, answer.stdout) == (1, "")
    assert f"Port {port} on 127.0.0.1 is taken" in answer.stderr
    assert re.search(r"python3 run\.py --port \d+$", answer.stderr.strip())
    assert not (bare.path / ".venv").exists()


def test_an_address_of_another_machine_is_refused_in_a_sentence(bare):
    answer = bare.run("--address", "192.0.2.1")
    assert answer.returncode == 1
    assert answer.stderr.startswith("Cannot listen on 192.0.2.1 port 8501")
    assert "Traceback" not in answer.stderr


@pytest.mark.parametrize("words", ["--port x", "--port 0", "--port 65536", "tset", "--prot 1"])
def test_what_it_does_not_understand_ends_with_what_it_does(bare, words):
    answer = bare.run(*words.split())
    assert (answer.returncode, answer.stdout) == (2, "")
    assert answer.stderr.startswith("usage: run.py")


def test_help_names_all_three_commands(bare):
    answer = bare.run("--help")
    assert all(words in answer.stdout for words in ["--port", "--address", "run.py test", "run.py measures"])


def test_a_debian_without_venv_is_told_which_package_to_install(bare, tmp_path):
    (tmp_path / "sitecustomize.py").write_text("import sys; sys.modules['ensurepip'] = None")
    answer = bare.run("measures", "status", PYTHONPATH=str(tmp_path))
    assert (answer.returncode, answer.stdout) == (1, "")
    assert "sudo apt install python3-venv" in answer.stderr
    assert not (bare.path / ".venv").exists()


def test_an_older_python_is_told_so_in_a_syntax_that_it_can_read(bare, tmp_path):
    ast.parse((ROOT / "run.py").read_text(encoding="utf-8"), feature_version=(3, 7))
    (tmp_path / "sitecustomize.py").write_text("import sys; sys.version_info = (3, 9, 18, 'final', 0)")
    answer = bare.run(PYTHONPATH=str(tmp_path))
    assert answer.returncode == 1
    assert answer.stderr.startswith("This needs Python 3.11 or newer")
    assert "is Python 3.9" in answer.stderr


@pytest.mark.skipif(os.name == "nt", reason="signals are POSIX's")
def test_ctrl_c_reaches_the_running_command_and_its_status_comes_back(folder):
    folder.run("measures", "status")
    with started(folder, [str(folder.path / "run.py"), "measures", "wait"]) as running:
        running.send_signal(signal.SIGINT)
        assert (running.communicate(timeout=30)[1], running.returncode) == ("", 42)


@pytest.mark.skipif(os.name == "nt", reason="signals are POSIX's")
def test_where_a_process_cannot_be_replaced_ctrl_c_is_left_to_the_command(folder):
    folder.run("measures", "status")
    command = "[sys.executable, '-m', 'measures', 'wait']"
    with started(folder, ["-c", f"import run, sys; sys.exit(run.wait_for({command}, run.ROOT))"]) as running:
        os.killpg(running.pid, signal.SIGINT)
        assert (running.communicate(timeout=30)[1], running.returncode) == ("", 42)


@pytest.mark.skipif(os.name == "nt", reason="signals are POSIX's")
def test_ctrl_c_during_the_installation_stops_without_a_traceback_and_the_next_start_mends_it(folder):
    # A named pipe that nobody writes to: pip waits for ever, as on a slow line.
    os.mkfifo(folder.path / "slow")
    lock = (folder.path / "requirements.lock").read_text()
    (folder.path / "requirements.lock").write_text("--requirement slow\n")
    with started(folder, [str(folder.path / "run.py"), "measures", "status"], until=".venv/unfinished") as running:
        os.killpg(running.pid, signal.SIGINT)
        words = running.communicate(timeout=30)[1]
    assert running.returncode == 130
    assert "The next start takes up what was left undone" in words
    assert 'run.py", line' not in words

    (folder.path / "requirements.lock").write_text(lock)
    assert folder.run("measures", "status").returncode == 0


def test_the_lock_of_the_tests_holds_the_very_versions_of_the_other():
    def pins(name: str) -> set[str]:
        return set(re.findall(r"^[a-z0-9._-]+==\S+", (ROOT / name).read_text(encoding="utf-8"), re.MULTILINE))

    assert pins("requirements.lock") - pins("requirements-test.lock") == set()
    assert len(pins("requirements.lock")) > 20


def a_free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as trial:
        return int(trial.getsockname()[1])


@contextmanager
def started(folder: Folder, arguments: list[str], until: str = "calls.jsonl") -> Iterator[subprocess.Popen[str]]:
    """A process, leader of a group as in a terminal, once it has come to the file `until`; ended with the block."""
    (folder.path / until).unlink(missing_ok=True)
    with subprocess.Popen(
        [sys.executable, *arguments],
        cwd=folder.path,
        env=folder.environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as running:
        try:
            limit = time.monotonic() + 60
            while not (folder.path / until).exists():
                assert running.poll() is None
                assert time.monotonic() < limit
                time.sleep(0.02)
            yield running
        finally:
            running.kill()
