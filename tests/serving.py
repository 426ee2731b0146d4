"""`measures serve` as a real process, and requests to it."""

import json
import os
import select
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from tests.browser import ROOT, START_SECONDS, free_port


@dataclass(frozen=True)
class Answer:
    """What came back: status, headers by their names in lower case (those of cookies in a list), body."""

    status: int
    headers: dict[str, str]
    cookies: list[str]
    body: str


@dataclass(frozen=True)
class Serving:
    """A running server, and the file that its log goes to."""

    process: subprocess.Popen[bytes]
    port: int
    log: Path

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def ask(self, path: str, method: str = "GET", body: bytes | None = None, **headers: str) -> Answer:
        """One request, its path as it stands; `x_forwarded_for` names the header X-Forwarded-For."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        with closing(HTTPConnection("127.0.0.1", self.port, timeout=30)) as connection:
            connection.request(method, path, body, named)
            answer = connection.getresponse()
            pairs = [(name.lower(), value) for name, value in answer.getheaders()]
            cookies = [value for name, value in pairs if name == "set-cookie"]
            return Answer(answer.status, dict(pairs), cookies, answer.read().decode("utf-8", "replace"))

    def push(self, path: str, body: bytes, *, length_told: bool, **headers: str) -> tuple[int, int]:
        """Send a body, little by little, until the server answers: its status, and how much was sent by then."""
        told = f"content-length: {len(body)}" if length_told else "transfer-encoding: chunked"
        named = [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
        head = "\r\n".join([f"PUT {path} HTTP/1.1", f"host: 127.0.0.1:{self.port}", told, *named, "", ""])
        with socket.create_connection(("127.0.0.1", self.port), timeout=30) as connection:
            connection.sendall(head.encode())
            sent, wait = 0, 5.0 if length_told else 0.0  # before the first byte the server has time to refuse
            while sent < len(body) and not select.select([connection], [], [], wait)[0]:
                part, wait = body[sent : sent + 65536], 0.0
                connection.sendall(part if length_told else b"%x\r\n%b\r\n" % (len(part), part))
                sent += len(part)
            return int(connection.recv(1000).split(b" ")[1]), sent

    def lines(self) -> list[dict[str, object]]:
        """The log; every line of it must be JSON."""
        return [json.loads(line) for line in self.log.read_text(encoding="utf-8").splitlines()]

    def wait_for(self, path: str, status: int, seconds: float = START_SECONDS) -> Answer:
        """Ask until that status comes back."""
        until = time.monotonic() + seconds
        last: object = None
        while time.monotonic() < until and self.process.poll() is None:
            try:
                last = self.ask(path)
                if last.status == status:
                    return last
            except (OSError, HTTPException) as error:
                last = error
            time.sleep(0.1)
        raise AssertionError(f"{path} never answered {status}: {last}\n{self.log.read_text(encoding='utf-8')[-3000:]}")


@contextmanager
def serving(database_url: str, folder: Path, *, wait: bool = True, **settings: str) -> Iterator[Serving]:
    """Serve a database until the block ends."""
    port = free_port()
    log = folder / f"serve-{port}.log"
    environment = {**os.environ, "MEASURES_DATABASE_URL": database_url, "PYTHONPATH": str(ROOT), **settings}
    command = [sys.executable, "-m", "measures", "serve", "--port", str(port)]
    with log.open("wb") as words:
        process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=words
        )
    running = Serving(process, port, log)
    try:
        if wait:
            running.wait_for("/_stcore/health", 200)
        yield running
    finally:
        process.terminate()
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
