"""The nginx configuration of docs/running.md, run as it stands before two real processes; skipped without nginx."""

import re
import shutil
import ssl
import subprocess
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.client import HTTPSConnection
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest

from tests.browser import free_port, settle
from tests.provider import provider_for, sign_in_settings
from tests.serving import Serving, serving

if TYPE_CHECKING:
    from playwright.sync_api import Browser

PAGE = (Path(__file__).parents[2] / "docs" / "running.md").read_text(encoding="utf-8")
MOST_GROUPS = 200  # so many a large provider puts into a token
AROUND = """
user root; daemon off; pid {folder}/nginx.pid; error_log {folder}/error.log;
events {{ worker_connections 4096; }}
http {{
    access_log off; client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi; uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
    {config}
}}
"""

pytestmark = pytest.mark.skipif(
    not (shutil.which("nginx") and shutil.which("openssl")),
    reason="there is no nginx on this machine (Debian: apt install nginx openssl)",
)


@contextmanager
def nginx(folder: Path, ports: list[int], port: int) -> Iterator[None]:
    """The documented configuration on ports of the test's own, `port` the one that readers come to."""
    key, certificate = folder / "key.pem", folder / "certificate.pem"
    made = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"]
    subprocess.run([*made, "-keyout", key, "-out", certificate], check=True, capture_output=True)
    (config,) = re.findall(r"^```nginx\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
    given = {
        "/etc/ssl/measures/key.pem": str(key),
        "/etc/ssl/measures/certificate.pem": str(certificate),
        "listen 443": f"listen 127.0.0.1:{port}",
        "listen 80": f"listen 127.0.0.1:{free_port()}",
        "127.0.0.1:8501": f"127.0.0.1:{ports[0]}",
        "127.0.0.1:8502": f"127.0.0.1:{ports[1]}",
        "measures.example.org": "localhost",
    }
    for documented, own in given.items():
        assert documented in config
        config = config.replace(documented, own)
    path = folder / "nginx.conf"
    path.write_text(AROUND.format(folder=folder, config=config), encoding="utf-8")
    with subprocess.Popen(["nginx", "-p", str(folder), "-c", str(path)], stderr=subprocess.DEVNULL) as running:
        try:
            _wait_for(port)
            yield
        finally:
            running.terminate()


def _wait_for(port: int) -> None:
    for _ in range(100):
        try:
            _ask(port, "/healthz")  # which nginx answers by itself
            return
        except OSError:
            time.sleep(0.1)
    raise AssertionError("nginx does not answer")


def _ask(port: int, path: str = "/", cookie: str = "", host: str = "localhost") -> tuple[int, dict[str, str], str]:
    trusting = ssl.create_default_context()
    trusting.check_hostname, trusting.verify_mode = False, ssl.CERT_NONE
    with closing(HTTPSConnection("127.0.0.1", port, timeout=20, context=trusting)) as connection:
        headers = {"Host": f"{host}:{port}"} | ({"Cookie": cookie} if cookie else {})
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        return answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read().decode("utf-8", "replace")


@contextmanager
def office(sample_file: Path, folder: Path, port: int, **settings: str) -> Iterator[tuple[Serving, Serving]]:
    """Two processes on one database, for readers who come to a port of nginx."""
    url = f"sqlite:///{shutil.copy(sample_file, folder / 'sample.db')}"
    settings["MEASURES_PUBLIC_URL"] = f"https://localhost:{port}"
    with (
        serving(url, folder, **settings) as one,
        serving(url, folder, **settings) as other,
        nginx(folder, [one.port, other.port], port),
    ):
        yield one, other


def _asked_now(of: Serving) -> int:
    return Counter(str(line["said"]) for line in of.lines())["GET /"]


def _asked(two: tuple[Serving, Serving], together: int) -> list[int]:
    """How often each was asked for the page, once their logs tell of so many requests."""
    for _ in range(100):
        each = [_asked_now(one) for one in two]
        if sum(each) == together:
            return each
        time.sleep(0.1)
    raise AssertionError(f"{each} requests were logged, not {together}")


def test_the_documented_configuration_is_refused_while_nobody_signs_in(sample_file: Path, tmp_path: Path) -> None:
    port = free_port()
    with office(sample_file, tmp_path, port):
        status, headers, body = _ask(port)
        assert (status, body.partition(":")[0]) == (403, "Sign-in is not configured")
        assert headers["strict-transport-security"] == "max-age=31536000"
        assert headers["set-cookie"].startswith("measures_route=")
        assert _ask(port, "/healthz")[0] == 404


def test_a_person_signs_in_through_it_and_stays_with_one_process_until_that_one_is_gone(
    browser: "Browser", sample_file: Path, tmp_path: Path
) -> None:
    groups = ["PCC Officers", *(str(uuid4()) for _ in range(MOST_GROUPS - 1))]
    port, people = free_port(), {"olive": {"name": "Olive Officer", "groups": groups}}
    with (
        provider_for(people, tmp_path / "provider.txt") as issuer,
        office(sample_file, tmp_path, port, **sign_in_settings(issuer, f"https://localhost:{port}")) as two,
    ):
        for _ in range(16):
            assert _ask(port)[0] == 200
        before = _asked(two, 16)
        assert min(before) > 0  # newcomers are shared out
        cookie = _ask(port)[1]["set-cookie"].partition(";")[0]
        for _ in range(8):
            assert "set-cookie" not in _ask(port, cookie=cookie)[1]
        after = _asked(two, 25)
        assert sorted(now - was for now, was in zip(after, before, strict=True)) == [0, 9]
        assert _ask(port, host="evil.example")[0] == 403
        _sign_in_and_go_on(browser, two, port)


def _sign_in_and_go_on(browser: "Browser", two: tuple[Serving, Serving], port: int) -> None:
    """Sign in, websocket and all; then that process ends, and the reader stays signed in with the other."""
    address = f"https://localhost:{port}/?plan=2013-2018&quarter=2016-17-Q1"
    context = browser.new_context(ignore_https_errors=True)
    page = context.new_page()
    page.goto(address)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("button", name="olive", exact=True).click()
    page.locator("footer").get_by_text("You are signed in as Olive Officer").wait_for()
    settle(page)
    title = page.title()
    assert title.startswith("Status, 2016/17 Q1")
    cookies = {cookie["name"]: cookie for cookie in context.cookies() if cookie["domain"] == "localhost"}
    assert {"measures_route", "_streamlit_user"} <= set(cookies)
    assert all(cookie["secure"] for cookie in cookies.values())
    assert cookies["_streamlit_user"]["httpOnly"]
    assert cookies["_streamlit_user"]["expires"] < time.time() + 12 * 3600 + 60
    mine = next(one for one in two if any("callback" in str(line["said"]) for line in one.lines()))
    mine.process.terminate()
    mine.process.wait(timeout=20)
    page.goto(address)
    page.locator("footer").get_by_text("You are signed in as Olive Officer").wait_for()
    settle(page)
    assert page.title() == title
    context.close()
