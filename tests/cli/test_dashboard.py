import http.client
import os
import signal
import socket
import time
from contextlib import closing

import pytest

from tests.browser import free_port
from tests.cli.conftest import start


@pytest.mark.parametrize("address", ["0.0.0.0", "::", "192.168.1.7", "10.0.0.1", "8.8.8.8", "fe80::1"])
def test_others_are_not_served_while_nobody_signs_in(sqlite, address):
    ran = sqlite("dashboard", "--address", address)
    assert (ran.status, ran.out) == (2, "")
    assert ran.err == (
        f"“{address}” can be reached by others, and sign-in is not configured: without it the dashboard serves "
        "this machine only. Leave out --address, or write 127.0.0.1.\n"
    )


@pytest.mark.parametrize("address", ["example.org", "", "127.0.0.1.evil.example", "http://127.0.0.1", "127.0.0.1:80"])
def test_what_is_no_address_of_this_machine_is_refused(sqlite, address):
    ran = sqlite("dashboard", "--address", address)
    assert (ran.status, ran.out) == (2, "")
    assert "is not an address of this machine" in ran.err


@pytest.mark.parametrize("port", ["0", "65536", "-1", "http", "8501.5"])
def test_what_is_no_port_is_refused(sqlite, port):
    ran = sqlite("dashboard", "--port", port)
    assert (ran.status, ran.out) == (2, "")
    assert "--port" in ran.err


def test_a_port_that_is_taken_is_told_in_a_sentence(sqlite):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        ran = sqlite("dashboard", "--port", port)
    assert (ran.status, ran.out) == (2, "")
    assert ran.err.startswith(f"Port {port} is taken, perhaps by this dashboard in another window.")
    assert "measures dashboard --port " in ran.err


@pytest.mark.parametrize("start", ["dashboard", "serve"])
@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("MEASURES_AUTH", "The setting MEASURES_AUTH is “nobody”; expected is local or oidc."),
        ("MEASURES_AUHT", "There is no setting MEASURES_AUHT. Did you mean MEASURES_AUTH?"),
        ("MEASURES_DATABASE_URL", "The setting MEASURES_DATABASE_URL is not usable; expected is an address such as"),
    ],
)
def test_a_setting_that_cannot_be_used_is_told_before_anything_starts(sqlite, monkeypatch, start, name, said):
    monkeypatch.setenv(name, "nobody")
    ran = sqlite(start)
    assert (ran.status, ran.out) == (2, "")
    assert ran.err.startswith(said)
    assert ran.err.endswith("Correct it in the environment or in the file .env, and start again.\n")


@pytest.mark.skipif(os.name == "nt", reason="Ctrl-C reaches a process in another way there")
def test_it_serves_says_its_address_once_and_ends_with_ctrl_c(tmp_path):
    port = free_port()
    url = f"sqlite:///{tmp_path / 'measures.db'}"
    with start("dashboard", "--port", str(port), "--address", "localhost", url=url) as running:
        wait_for_health(running, port)
        running.send_signal(signal.SIGINT)
        out, err = running.communicate(timeout=30)
    assert running.returncode == 0
    assert out.count(f"http://127.0.0.1:{port}") == 1
    assert "Traceback" not in out + err


def wait_for_health(running, port):
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and running.poll() is None:
        with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=2)) as connection:
            try:
                connection.request("GET", "/_stcore/health")
                if connection.getresponse().status == 200:
                    return
            except OSError:
                time.sleep(0.1)
    raise AssertionError(f"the dashboard did not start: {running.poll()}")
