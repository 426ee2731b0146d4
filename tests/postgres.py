"""Databases on the PostgreSQL server that the tests may use: a new one for each test, gone when it ends."""

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from uuid import uuid4

import psycopg
from psycopg import sql
from sqlalchemy import make_url


class PostgresServer:
    """A server whose user may create databases. The database named in its address is never touched."""

    def __init__(self, url: str) -> None:
        self.url = make_url(url)

    @contextmanager
    def new_database(self, *, like: str = "") -> Iterator[str]:
        """The address of a new database, which is dropped when the block ends, whoever is connected.

        It is empty, or a copy of the database at the address `like`, to which nobody may be connected.
        """
        name, template = f"measures_{uuid4().hex}", (make_url(like).database if like else "") or "template0"
        self._run("CREATE DATABASE {} TEMPLATE {} ENCODING 'UTF8'", name, template)
        try:
            yield self.url.set(database=name).render_as_string(hide_password=False)
        finally:
            self._run("DROP DATABASE {} WITH (FORCE)", name)

    def _run(self, statement: str, *names: str) -> None:
        address = self.url.set(drivername="postgresql").render_as_string(hide_password=False)
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


class PrivateServer:
    """A PostgreSQL server of one test's own, which may stop and start it. PostgreSQL refuses to run as root."""

    def __init__(self, folder: Path, port: int) -> None:
        self._folder = folder
        self._port = port
        self._programs = _programs()
        self.url = f"postgresql+psycopg://postgres@127.0.0.1:{port}/postgres"

    def make(self) -> None:
        """Make its files and start it."""
        self._folder.mkdir()
        if os.geteuid() == 0:
            shutil.chown(self._folder, "postgres")
        self._run("initdb", "--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync")
        self.start()

    def start(self) -> None:
        """Start it and wait until it answers."""
        options = f"-c listen_addresses=127.0.0.1 -c port={self._port} -c unix_socket_directories= -c fsync=off"
        log = str(self._folder / "log")
        self._run("pg_ctl", "start", "--wait", "--silent", f"--log={log}", f"--options={options}")

    def kill(self) -> None:
        """Kill every process of it with SIGKILL, the first one first; nothing is tidied up."""
        first = int((self._folder / "data" / "postmaster.pid").read_text().split()[0])
        os.kill(first, signal.SIGSTOP)  # it takes nobody in any more
        others = [one for one in _processes() if _parent_of(one) == first]
        for one in (first, *others):
            with suppress(ProcessLookupError):
                os.kill(one, signal.SIGKILL)
        until = time.monotonic() + 5
        while any(Path(f"/proc/{one}").exists() for one in (first, *others)) and time.monotonic() < until:
            time.sleep(0.01)

    def stop(self) -> None:
        """Stop it at once, as a lost machine would."""
        self._run("pg_ctl", "stop", "--silent", "--mode=immediate")

    def _run(self, program: str, *arguments: str) -> None:
        command = [str(self._programs / program), f"--pgdata={self._folder / 'data'}", *arguments]
        if os.geteuid() == 0:
            command = ["runuser", "-u", "postgres", "--", *command]
        subprocess.run(command, cwd="/", check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def _processes() -> list[int]:
    return [int(folder.name) for folder in Path("/proc").iterdir() if folder.name.isdigit()]


def _parent_of(process: int) -> int:
    """The number of a process's parent; 0 where it is gone."""
    try:
        return int(Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[1])
    except (FileNotFoundError, ProcessLookupError):
        return 0


def _programs() -> Path:
    """The folder of the newest PostgreSQL server's programs; raises FileNotFoundError."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[4]))
    if not found:
        raise FileNotFoundError("there is no PostgreSQL server on this machine (Debian: apt install postgresql)")
    return found[-1].parent


@contextmanager
def private_server() -> Iterator[PrivateServer]:
    """A server of the test's own, gone when the block ends; raises FileNotFoundError where there is none to start."""
    _programs()
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        port = trial.getsockname()[1]
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        server = PrivateServer(Path(folder) / "server", port)
        server.make()
        try:
            yield server
        finally:
            with suppress(subprocess.CalledProcessError):
                server.stop()
