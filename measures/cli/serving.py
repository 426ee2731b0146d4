"""`measures dashboard` and `measures serve`: the web application, for this machine only while nobody signs in."""

import errno
import ipaddress
import os
import socket
import subprocess
import sys
from math import ceil
from typing import NoReturn
from urllib.parse import urlsplit

from measures.cli.arguments import CalledWrongly
from measures.cli.printing import say
from measures.settings import ROOT, settings

SERVER = ROOT / "serve.py"
#: Said to it by who starts it for this machine alone: its log is for a person to read (`measures.widgets.server`).
AT_HOME = "at-home"
#: Somebody in two hundred groups signs in with 16,000 characters of cookies; a websocket would take half of that.
LONGEST_HEADER = 65_536


def serve(address: str, port: int) -> NoReturn:
    """Start the pages at an address of this machine; Streamlit takes over from here.

    Raises CalledWrongly for an address that others can reach, a port that is taken, a copy without its pages.
    """
    place = _place(address, port)  # a setting that cannot be used is told here, not on a page
    shown = f"[{place}]" if ":" in place else place
    served = "for who signs in" if settings().signs_in else "for this machine only"
    say(f"The dashboard is at http://{shown}:{port} in a moment, {served}. Ctrl-C stops it.")
    if settings().signs_in:  # what may be served to others is kept as a server is
        serve_office(address, port)
    _hand_over([*_command(place, port), "--", AT_HOME])


def _numbers(address: str) -> str:
    """An address of this machine as numbers: with sign-in it may be one that others reach."""
    name = address.strip().strip("[]")
    try:
        return "127.0.0.1" if name.lower() == "localhost" else str(ipaddress.ip_address(name))
    except ValueError:
        raise CalledWrongly(
            f"“{address}” is not an address in numbers. Leave out --address, or write 127.0.0.1 or 0.0.0.0."
        ) from None


def serve_office(address: str, port: int) -> NoReturn:
    """Start the pages behind the office's own web server: with its headers, its health, its log of JSON lines.

    The database is brought up to date first, once however many start together. Raises as `serve`, and
    CannotReachDatabase.
    """
    from measures.storage.store import open_store

    place = _place(address, port)
    open_store().close()
    _hand_over(_command(place, port))


def _place(address: str, port: int) -> str:
    """The address in numbers at which this copy can be served; raises as `serve`."""
    place = _numbers(address) if settings().signs_in else _loopback(address)
    if not SERVER.is_file():
        raise CalledWrongly(f"{SERVER} is missing: this is not a whole copy of the project.")
    _refuse_taken(place, port)
    return place


def _command(place: str, port: int) -> list[str]:
    """What Streamlit is started with. All that the guard relies on is named, whatever the environment says."""
    given = settings()
    host = urlsplit(given.public_url or given.oidc_redirect_url).hostname or "localhost"
    return [
        sys.executable, "-m", "measures.widgets.start", "run", str(SERVER),
        f"--server.address={place}", f"--server.port={port}", "--server.headless=true",
        "--server.baseUrlPath=", "--server.enableAgentApi=false",
        f"--server.maxUploadSize={ceil(given.upload_max_mb)}", f"--browser.serverAddress={host}",
        "--server.enableXsrfProtection=true", "--server.enableCORS=true",
        "--browser.gatherUsageStats=false", "--logger.hideWelcomeMessage=true", "--logger.enableRich=false",
    ]  # fmt: skip


def _loopback(address: str) -> str:
    """The address as numbers; raises CalledWrongly unless it is this machine's own."""
    name = address.strip().strip("[]")
    try:
        place = "127.0.0.1" if name.lower() == "localhost" else str(ipaddress.ip_address(name))
    except ValueError:
        raise CalledWrongly(
            f"“{address}” is not an address of this machine. Leave out --address, or write 127.0.0.1."
        ) from None
    if not ipaddress.ip_address(place).is_loopback:
        raise CalledWrongly(
            f"“{address}” can be reached by others, and sign-in is not configured: without it the dashboard serves "
            "this machine only. Leave out --address, or write 127.0.0.1."
        )
    return place


def _refuse_taken(place: str, port: int) -> None:
    try:
        family = socket.AF_INET6 if ":" in place else socket.AF_INET
        with socket.socket(family, socket.SOCK_STREAM) as trial:
            if os.name != "nt":  # a port just left is free; on Windows the option means another thing
                trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            trial.bind((place, port))
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            other = port + 1 if port < 65535 else port - 1
            raise CalledWrongly(
                f"Port {port} is taken, perhaps by this dashboard in another window. Stop that one, or choose "
                f"another: measures dashboard --port {other}"
            ) from None
        raise CalledWrongly(
            f"The dashboard cannot listen on {place} port {port}: {error.strerror or error}. Choose a port above 1023."
        ) from None


def _hand_over(command: list[str]) -> NoReturn:
    """Let Streamlit have this process, with its signals and its exit status (Windows: wait for it)."""
    here = f"{ROOT}{os.pathsep}{os.environ['PYTHONPATH']}" if os.environ.get("PYTHONPATH") else str(ROOT)
    environment = {
        "WEBSOCKETS_MAX_LINE_LENGTH": str(LONGEST_HEADER),
        **os.environ,
        "PYTHONPATH": here,
        "MEASURES_DATABASE_URL": _address_from_root(),
    }
    if os.name != "nt":
        os.chdir(ROOT)
        os.execve(command[0], command, environment)
    with subprocess.Popen(command, cwd=ROOT, env=environment) as child:
        while True:
            try:
                sys.exit(child.wait())
            except KeyboardInterrupt:
                continue


def _address_from_root() -> str:
    """The database's address as it reads from the project's folder: a relative file was named from this one."""
    url = settings().database_url
    scheme, slashes, path = url.partition(":///")
    relative = slashes and scheme.startswith("sqlite") and path and not path.startswith(("/", ":memory:", "file:"))
    return f"{scheme}:///{os.path.abspath(path)}" if relative else url  # noqa: PTH100 - the query stays as it is
