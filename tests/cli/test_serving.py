"""`measures serve` as real processes: headers, health, log, who is served, stopping, starting together."""

import re
import shutil
import signal
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from measures.model.audit import AuditKind
from measures.storage.records import NewUpload
from measures.storage.store import Store, open_store
from measures.widgets.server_guard import Guarding, mended_cookie
from measures.widgets.server_log import JsonLines
from tests.browser import open_page, settle
from tests.cli.conftest import process
from tests.conftest import lacking
from tests.postgres import PostgresServer, PrivateServer, private_server
from tests.services.test_machine_faults import office_on
from tests.serving import Serving, serving
from tests.sessions import as_form, session_on
from tests.storage.figures import figures

if TYPE_CHECKING:
    from playwright.sync_api import Browser

PATHS = (
    "/",
    "/status",
    "/healthz",
    "/_stcore/health",
    "/static/nowhere.js",
    "/nowhere/at/all",
    "/media/x",
    "/favicon.png",
)
OTHER_PATHS = ("/../../etc/passwd", "/static/../../../../etc/passwd", "/static/..%2f..%2f..%2f..%2fetc%2fpasswd",
               "/media/..%2f..%2fetc/passwd", "/component/x/..%2f..%2fapp.py", "/static/%2e%2e/%2e%2e/app.py",
               "/app.py", "/.env", "/data/measures.db", "/.streamlit/secrets.toml", "/static//etc/passwd",
               "/static/..%5c..%5capp.py", "/_stcore/upload_file/..%2f..%2fapp.py")  # fmt: skip


@pytest.fixture(scope="module")
def office(sample_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    folder = tmp_path_factory.mktemp("office")
    path = shutil.copy(sample_file, folder / "sample.db")
    with serving(f"sqlite:///{path}", folder, MEASURES_UPLOAD_MAX_MB="1") as running:
        yield running


@pytest.fixture(scope="module")
def own_postgres() -> Iterator[PrivateServer]:
    try:
        with private_server() as server:
            yield server
    except FileNotFoundError as error:
        lacking(str(error))


@pytest.mark.parametrize("path", PATHS)
def test_every_response_has_the_headers(office: Serving, path: str) -> None:
    headers = office.ask(path).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] == "same-origin"
    policy = dict(part.strip().partition(" ")[::2] for part in headers["content-security-policy"].split(";"))
    assert policy["frame-ancestors"] == policy["object-src"] == "'none'"
    assert policy["script-src"].startswith("'self' 'sha256-")
    assert "unsafe" not in policy["script-src"]
    assert "strict-transport-security" not in headers


def test_behind_tls_cookies_are_secure_and_browsers_are_told_to_stay(sample_file: Path, tmp_path: Path) -> None:
    path = shutil.copy(sample_file, tmp_path / "sample.db")
    with serving(f"sqlite:///{path}", tmp_path, MEASURES_PUBLIC_URL="https://measures.example.org") as office:
        answer = office.ask("/_stcore/health")
        assert answer.headers["strict-transport-security"] == "max-age=31536000"
        (cookie,) = answer.cookies
        assert cookie.startswith("_streamlit_xsrf=") and cookie.endswith("; SameSite=Lax; Secure")


def test_a_cookie_lives_as_long_as_a_sign_in_at_most_and_no_script_reads_it() -> None:
    by_tls, plainly = Guarding(by_tls=True, for_all=True), Guarding(by_tls=False, for_all=True, cookie_seconds=86400)
    given = "_streamlit_user=x; Path=/; HttpOnly; SameSite=lax; Max-Age=2592000"
    assert mended_cookie(given, by_tls) == ("_streamlit_user=x; Path=/; HttpOnly; SameSite=lax; Max-Age=43200; Secure")
    assert mended_cookie(given, plainly) == "_streamlit_user=x; Path=/; HttpOnly; SameSite=lax; Max-Age=86400"
    assert mended_cookie("a=b", plainly) == "a=b; SameSite=Lax; HttpOnly"
    taken_back = "a=; expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=0; Path=/; SameSite=lax"
    assert mended_cookie(taken_back, plainly) == "a=; Max-Age=0; Path=/; SameSite=lax; HttpOnly"


@pytest.mark.parametrize("path", OTHER_PATHS)
def test_no_path_leads_to_a_file_of_the_machine(office: Serving, path: str) -> None:
    answer = office.ask(path)
    page = '<div id="root"></div>' in answer.body  # Streamlit's own page, which then says that there is none
    assert page or answer.status in (400, 403, 404, 405), answer
    assert not any(sign in answer.body for sign in ("root:", "import streamlit", "SQLite format"))


@pytest.mark.parametrize(
    "headers",
    [{"host": "evil.example"}, {"x_forwarded_for": "1.2.3.4"}, {"forwarded": "for=1.2.3.4"}, {"x_real_ip": "1.2.3.4"}],
)
def test_others_are_not_served_through_another_server_while_nobody_signs_in(
    office: Serving, headers: dict[str, str]
) -> None:
    for path in ("/", "/_stcore/health", "/healthz"):
        answer = office.ask(path, **headers)
        assert (answer.status, answer.body) == (
            403, "Sign-in is not configured: without it the dashboard serves the machine that it runs on only.",
        )  # fmt: skip
        assert "content-security-policy" in answer.headers


@pytest.mark.parametrize("length_told", [True, False])
def test_a_large_upload_is_refused_before_it_is_read(office: Serving, length_told: bool) -> None:
    """At most 1 MB is taken here. A browser says how long a file is; who does not is cut off soon after that."""
    with session_on(office, "upload") as reader:
        place, headers = reader.place_for_file("../../app.py").upload_url, reader.form_headers()
        assert office.ask(place, "PUT", as_form("figures.csv", b"x" * 100_000), **headers).status == 204
        large = as_form("../../app.py", b"x" * 64_000_000)
        status, sent = office.push(place, large, length_told=length_told, **headers)
        assert status == 413
        assert sent == 0 if length_told else sent < 16_000_000  # what lies between the two programs counts too
        del headers["cookie"]  # without what guards the page's forms
        assert office.ask(place, "PUT", as_form("figures.csv", b"x"), **headers).status == 403
        assert "<h1>" in reader.ask().html


def test_the_api_that_drives_pages_without_a_browser_is_off(office: Serving) -> None:
    assert office.ask("/_stcore/agent/interact", "POST", b"{}").status in (403, 404)


def test_pages_with_charts_keep_to_the_policy(browser: "Browser", office: Serving) -> None:
    page = open_page(browser, office.url + "/measure?m=domestic-burglary&plan=2013-2018")
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.add_init_script(
        "addEventListener('securitypolicyviolation', e => console.log('BROKEN ' + [e.violatedDirective, e.blockedURI, "
        "e.sourceFile.replace(location.origin, '')]))"
    )
    for path in ("/measure?m=domestic-burglary&plan=2013-2018", "/", "/upload", "/history"):
        page.goto(office.url + path)
        settle(page)
        if "measure" in path:
            page.wait_for_selector('[data-testid="stVegaLiteChart"] :is(svg, canvas)')
    page.context.close()
    broken = [text for text in said if "BROKEN" in text or "Content Security Policy" in text]
    # Once for each of the four pages the library that reads Streamlit's messages asks whether it may run WebAssembly,
    # to multiply large whole numbers, catches the refusal and multiplies in JavaScript. Nothing else asks for anything.
    asked = re.compile(r"BROKEN script-src,wasm-eval,/static/js/protobuf\.[\w-]+\.js")
    assert [text for text in broken if not asked.fullmatch(text)] == []
    assert len(broken) <= 4
    assert len(said) > len(broken)


# ---- health, log, stopping, starting


def test_health_follows_the_database_down_and_up_and_the_pages_go_on(
    own_postgres: PrivateServer, tmp_path: Path
) -> None:
    with serving(own_postgres.url, tmp_path) as office:
        assert office.ask("/healthz").status == 200
        own_postgres.stop()
        answer = office.wait_for("/healthz", 503, 20)
        assert '"The database cannot be reached.' in answer.body
        assert "postgres" not in answer.body
        own_postgres.start()
        assert '"status":"ok"' in office.wait_for("/healthz", 200, 30).body
        assert any("127.0.0.1" in str(line["said"]) for line in office.lines() if line["level"] == "warning")


def test_a_store_goes_on_by_itself_when_its_server_was_killed_and_started_again(own_postgres: PrivateServer) -> None:
    with open_store(own_postgres.url) as store, open_store(own_postgres.url) as other:
        before = store.data_version()
        for turn in range(1, 3):
            assert other.data_version() == store.data_version()  # both hold a connection that is about to die
            own_postgres.stop()
            own_postgres.start()
            store.add_upload(figures("thefts", q1=turn), NewUpload(f"{turn}.csv", b"%d" % turn, "A", added=1))
            assert other.data_version() == before + turn
        assert other.values()["value_units"].tolist() == [2]
        assert store.faults() == []


def test_two_that_start_together_bring_the_database_up_to_date_once(postgres: PostgresServer, tmp_path: Path) -> None:
    with postgres.new_database() as url, serving(url, tmp_path, wait=False) as one, serving(url, tmp_path) as two:
        one.wait_for("/healthz", 200)
        two.wait_for("/healthz", 200)
        with open_store(url, upgrade=False) as store:
            store.note(AuditKind.SIGN_IN, by="A", summary="Signed in")
            assert store.faults() == []


def test_a_server_whose_database_cannot_be_reached_ends_with_a_sentence_and_no_password() -> None:
    ran = process("serve", "--port", "8999", url="postgresql://user:s3cret@127.0.0.1:1/measures")
    assert (ran.status, ran.out) == (2, "")
    assert "cannot be used" in ran.err
    assert "s3cret" not in ran.err


def test_others_can_not_be_served_while_nobody_signs_in() -> None:
    ran = process("serve", "--address", "0.0.0.0", url="sqlite://")
    assert (ran.status, ran.out) == (2, "")
    assert "sign-in is not configured" in ran.err


def test_every_line_of_the_log_is_json_and_the_end_is_told(sample_file: Path, tmp_path: Path) -> None:
    path = shutil.copy(sample_file, tmp_path / "sample.db")
    with serving(f"sqlite:///{path}", tmp_path) as office, session_on(office):  # a reader who stays holds nothing up
        office.ask("/status?code=s3cret&state=s3cret")
        office.process.send_signal(signal.SIGTERM)
        assert office.process.wait(timeout=15) == -signal.SIGTERM  # it ends itself by the signal when all is done
        said = [line["said"] for line in office.lines()]
    assert "The dashboard is up." in said and "The dashboard stops." in said
    assert "GET /status" in said
    assert "s3cret" not in office.log.read_text(encoding="utf-8")


def test_a_fault_of_the_program_is_a_sentence_on_the_page_and_a_traceback_in_the_log(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'measures.db'}"
    office_on(url).close()
    with closing(sqlite3.connect(tmp_path / "measures.db")) as damaged, damaged:
        for (guard,) in damaged.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            damaged.execute(f"DROP TRIGGER {guard}")
        damaged.execute("UPDATE definition SET content = '{'")
    with serving(url, tmp_path) as office:
        with pytest.raises(AssertionError, match="This app has encountered an error"), session_on(office):
            pass
        (told,) = [line for line in office.lines() if line["level"] == "error"]
        assert "Traceback (most recent call last)" in str(told["traceback"])


def test_the_log_says_who_did_what_and_never_a_secret(store: Store, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level("INFO", logger="measures.audit"):
        store.add_upload(figures("thefts", q1=1), NewUpload("a.csv", b"1", "A. Officer", added=1))
        store.note(AuditKind.REFUSAL, by="A. Viewer", summary="Refused: token=abc123 at postgresql://u:pw1@h/d, key9")
    first, second = (JsonLines(["key9"]).format(record) for record in caplog.records)
    assert '"said": "a.csv was uploaded with 1 figure", "by": "A. Officer", "kind": "upload", "act": 1' in first
    assert "token=*** at postgresql://***@h/d, ***" in second
    assert not any(secret in second for secret in ("abc123", "pw1", "key9"))


def test_what_is_rolled_back_is_not_told(store: Store, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level("INFO", logger="measures.audit"):
        with pytest.raises(ValueError, match="decimals"):
            store.add_upload(figures("thefts", q1=1).assign(decimals=99), NewUpload("a.csv", b"1", "A", added=1))
        store.note(AuditKind.SIGN_IN, by="B", summary="Signed in")
    assert [record.getMessage() for record in caplog.records] == ["Signed in"]
