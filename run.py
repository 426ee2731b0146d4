"""The commands of the README, for a machine that has Python and nothing else: standard library only.

    python3 run.py [--port N] [--address A]     start the dashboard
    python3 run.py test [options of pytest]     run every test
    python3 run.py measures COMMAND ...         any command of the command line

Each one first makes `.venv` beside this file and installs the locked libraries there, then leaves the rest to
the Python inside it. A stamp per lock file says what was installed, so that this happens once. The syntax
stays within what a much older Python can read, so that it can be told that it is too old.
"""

import argparse
import errno
import hashlib
import importlib.util
import os
import shutil
import socket
import subprocess
import sys
import sysconfig
from pathlib import Path

OLDEST = (3, 11)

if sys.version_info[:2] < OLDEST:
    sys.exit(
        f"This needs Python {OLDEST[0]}.{OLDEST[1]} or newer; {sys.executable} is Python "
        f"{sys.version_info[0]}.{sys.version_info[1]}. Install a newer one and start again with it, "
        f"such as: python{OLDEST[0]}.{OLDEST[1]} run.py"
    )

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
UNFINISHED = VENV / "unfinished"  # stands while .venv is being made or changed, and after an interruption

RUNTIME = ROOT / "requirements.lock"
TESTS = ROOT / "requirements-test.lock"  # holds everything that RUNTIME holds, in the same versions
TEST_OPTIONS = ["-n", "2", "--dist", "loadgroup"]

EXAMPLES = """\
other commands:
  python3 run.py test [options of pytest]   run every test; -n 0 runs them in one process
  python3 run.py measures COMMAND ...       the command line, such as: measures load figures.csv
"""


class CannotStart(Exception):
    """The environment cannot be made ready; the text says why and what to do."""


def main(arguments: list[str]) -> int:
    """Run what `arguments` ask for and return the exit status (on POSIX the last step never returns)."""
    try:
        if arguments[:1] == ["test"]:
            make_ready(TESTS, covers=[TESTS, RUNTIME])
            return hand_over(["-m", "pytest", *TEST_OPTIONS, *arguments[1:]], folder=ROOT)
        if arguments[:1] == ["measures"]:
            make_ready(RUNTIME, covers=[RUNTIME])
            return hand_over(["-m", "measures", *arguments[1:]], folder=Path.cwd())
        return start_dashboard(arguments)
    except CannotStart as trouble:
        print(trouble, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped. The next start takes up what was left undone.", file=sys.stderr)
        return 130


def start_dashboard(arguments: list[str]) -> int:
    """Make the environment and the database ready, then serve the pages until Ctrl-C."""
    options = dashboard_options(arguments)
    check_port(options.address, options.port)
    make_ready(RUNTIME, covers=[RUNTIME])
    database = [str(PYTHON), "-m", "measures", "init", "--sample-if-empty"]
    status = subprocess.run(database, cwd=ROOT, env=environment(), check=False).returncode
    if status != 0:
        return status
    port, address = str(options.port), options.address
    return hand_over(["-m", "measures", "dashboard", "--port", port, "--address", address], folder=ROOT)


def dashboard_options(arguments: list[str]) -> argparse.Namespace:
    """Read `--port` and `--address`; anything else ends the program with what it understands."""
    parser = argparse.ArgumentParser(
        prog="run.py",
        description="Start the dashboard, making everything that it needs on the way.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("--port", type=port_number, default=8501, help="where to serve (default: 8501)")
    parser.add_argument("--address", default="127.0.0.1", help="for whom (default: 127.0.0.1, this machine)")
    return parser.parse_args(arguments)


def port_number(text: str) -> int:
    """Read a port, 1 to 65535."""
    if not (text.isdecimal() and 1 <= int(text) <= 65535):
        raise argparse.ArgumentTypeError(f"a port is a number from 1 to 65535, not “{text}”")
    return int(text)


def check_port(address: str, port: int) -> None:
    """Raise `CannotStart` where the dashboard could not listen, before any slow step."""
    try:
        family, kind, protocol, _, place = socket.getaddrinfo(address, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as trial:
            if os.name != "nt":  # a port just left is free; on Windows the option means another thing
                trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            trial.bind(place)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise CannotStart(
                f"Port {port} on {address} is taken, perhaps by this dashboard in another window. Stop that "
                f"one, or choose another: python3 run.py --port {port + 1 if port < 65535 else port - 1}"
            ) from error
        raise CannotStart(
            f"Cannot listen on {address} port {port}: {error.strerror or error}. "
            "Leave out --address to serve this machine, and choose a port above 1023."
        ) from error


def make_ready(lock: Path, covers: list[Path]) -> None:
    """Bring `.venv` to what `lock` names, unless its stamp says that it is there already.

    `covers` are the lock files that are satisfied once `lock` is installed. Raises `CannotStart`.
    """
    if not lock.exists():
        raise CannotStart(f"{lock} is missing: this is not a whole copy of the project. Fetch it again.")
    try:
        if is_current(lock):
            return
        if not venv_is_sound():
            make_venv()
        install(lock)
        for name in covers:
            stamp_of(name).write_text(fingerprint(name), encoding="ascii")
        UNFINISHED.unlink()
    except OSError as error:
        raise CannotStart(f"Cannot prepare {VENV}: {error}") from error


def is_current(lock: Path) -> bool:
    """Whether `.venv` was completed from exactly this lock file, by a Python like this one."""
    if UNFINISHED.exists() or not PYTHON.exists() or not stamp_of(lock).exists():
        return False
    return stamp_of(lock).read_text(encoding="ascii") == fingerprint(lock)


def stamp_of(lock: Path) -> Path:
    """The file in `.venv` that holds the fingerprint of what was installed from `lock`."""
    return VENV / (lock.name + ".stamp")


def fingerprint(lock: Path) -> str:
    """What decides whether an installation still serves: the locked libraries, the Python, the platform."""
    python = f"{sys.implementation.cache_tag} {sysconfig.get_platform()}"
    return hashlib.sha256(lock.read_bytes() + python.encode()).hexdigest()


def venv_is_sound() -> bool:
    """Whether `.venv` was made whole, holds a pip that starts, and has the same Python as this one."""
    if UNFINISHED.exists() or not PYTHON.exists():
        return False
    question = [str(PYTHON), "-c", "import pip, sys; print(sys.implementation.cache_tag)"]
    answer = subprocess.run(question, env=environment(), capture_output=True, text=True, check=False)
    return answer.stdout.strip() == sys.implementation.cache_tag


def make_venv() -> None:
    """Make `.venv` from nothing, taking away what an interrupted attempt left."""
    if importlib.util.find_spec("venv") is None or importlib.util.find_spec("ensurepip") is None:
        raise CannotStart(
            f"{sys.executable} comes without the module that makes virtual environments. "
            "On Debian and Ubuntu: sudo apt install python3-venv. Then run the same command again."
        )
    say(f"Making {VENV}")
    if VENV.exists():
        shutil.rmtree(VENV)
    VENV.mkdir()
    UNFINISHED.touch()
    # Seen from inside a virtual environment, perhaps this very one, the Python it was made from.
    maker = getattr(sys, "_base_executable", None) or sys.executable
    made = subprocess.run([maker, "-m", "venv", str(VENV)], env=environment(), check=False)
    if made.returncode != 0:
        raise CannotStart(f"{maker} could not make {VENV}; its reason stands above.")


def install(lock: Path) -> None:
    """Install exactly what `lock` names, each file checked against its hash."""
    say(f"Installing {lock.name} into {VENV.name} (once; it takes a minute or two)")
    UNFINISHED.touch()
    for name in (RUNTIME, TESTS):
        stamp_of(name).unlink(missing_ok=True)
    pip = [str(PYTHON), "-m", "pip", "install", "-qq", "--no-input", "--disable-pip-version-check"]
    pip += ["--require-hashes", "--only-binary", ":all:", "--requirement", str(lock)]
    if subprocess.run(pip, cwd=ROOT, env=environment(), check=False).returncode != 0:
        raise CannotStart(
            f"The libraries in {lock.name} could not be installed; pip's reason stands above. The first "
            "start needs a connection to the Python package index. Connect (behind a proxy set HTTPS_PROXY; "
            "an index of your own goes in PIP_INDEX_URL) and run the same command again: it starts afresh."
        )


def environment() -> dict[str, str]:
    """The environment of every process started here: this folder's modules, and no other Python's."""
    inherited = {name: value for name, value in os.environ.items() if name != "PYTHONHOME"}
    return {**inherited, "PYTHONPATH": str(ROOT)}


def hand_over(arguments: list[str], folder: Path) -> int:
    """Let the Python in `.venv` take over: signals, terminal and exit status are its own from here."""
    command = [str(PYTHON), *arguments]
    if os.name != "nt":
        sys.stdout.flush()
        os.chdir(folder)
        os.execve(command[0], command, environment())
    return wait_for(command, folder)


def wait_for(command: list[str], folder: Path) -> int:
    """Run `command` to its end and return its status; Ctrl-C reaches it too, and is its to answer."""
    with subprocess.Popen(command, cwd=folder, env=environment()) as child:
        while True:
            try:
                return child.wait()
            except KeyboardInterrupt:
                continue


def say(step: str) -> None:
    """Print one line about a step that takes a while."""
    print(f"{step} …", flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
