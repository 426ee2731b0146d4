"""Whoever comes to the server by another way than its pages: stolen addresses, other sites, other requests."""

import json
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from websockets.exceptions import InvalidStatus, WebSocketException

from tests.attacks.office import Office, reads
from tests.attacks.sockets import USER, XSRF, Answer, Browser
from tests.browser import dashboard_on, free_port

pytestmark = pytest.mark.xdist_group("attacks on the server")


# ---- stolen addresses


def test_a_file_is_given_to_nobody_but_whom_its_page_gave_it(office: Office) -> None:
    officer, viewer = office.browser("officer"), office.browser("viewer")
    with officer.session() as session, viewer.session() as other:
        path = session.go().address_of("Download this view (CSV)")
        taken = officer.ask(path)
        assert taken.status == 200 and taken.body.startswith("﻿")
        assert taken.headers["content-disposition"].startswith('attachment; filename="')
        assert taken.headers["cache-control"] == "no-store"
        late, nobody = office.browser("officer", iat=time.time() - 13 * 3600), office.browser()
        for thief in (viewer, late, nobody, office.browser("administrator"), office.browser(cookie="A.B.C")):
            for method in ("GET", "HEAD"):
                refused = thief.ask(path, method)
                assert (refused.status, "measure" in refused.body) == (403, False)
        assert other.go().address_of("Download this view (CSV)") == path  # the same figures, and now theirs too
        assert viewer.ask(path).status == 200


def test_a_button_of_another_reader_gives_the_file_to_that_reader(office: Office) -> None:
    officer, viewer = office.browser("officer"), office.browser("viewer")
    with officer.session() as session, viewer.session() as other:
        session.go("desk")
        (button, *_) = session.elements("download_button")
        other.go()
        other.send(backend_operation_request={
            "request_id": "r", "session_id": other.id, "deferred_file": {"file_id": button.deferred_file_id}
        })  # fmt: skip
        while (answer := other.next()).WhichOneof("type") != "backend_operation_response":
            pass
        path = answer.backend_operation_response.deferred_file.url
        assert path and viewer.ask(path).status == 403, answer
        assert officer.ask(path).status == 200


def test_a_stolen_session_is_not_gone_on_with(office: Office) -> None:
    officer = office.browser("officer")
    with officer.session() as session:
        stolen = session.go("upload").id
        for thief in (office.browser("viewer"), office.browser("administrator"), office.browser()):
            with thief.session(resume=stolen) as other:
                assert other.go("upload").id not in ("", stolen)
    with office.browser().session(resume=stolen) as other:
        assert "<h1>Sign in</h1>" in other.go("upload").html
        assert other.id != stolen


def test_a_file_is_taken_from_nobody_but_whose_session_it_is_and_who_may_upload(office: Office) -> None:
    officer, viewer, nobody = office.browser("officer"), office.browser("viewer"), office.browser()
    with officer.session() as session, viewer.session() as other, nobody.session() as third:
        own = session.go("upload").id
        assert officer.send_file(own) == 204
        late = office.browser("officer", iat=time.time() - 13 * 3600)
        for thief in (viewer, nobody, late, office.browser("administrator")):
            assert [thief.send_file(own), thief.send_file(own, "DELETE")] == [403, 403]
        assert viewer.send_file(other.go("upload").id) == 403
        assert nobody.send_file(third.go("upload").id) == 403
        assert officer.send_file("no-such-session") == 403
        assert officer.send_file(own, "DELETE") == 204


# ---- requests that another site has the browser make


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "null", "http://localhost:1", "http://127.0.0.1:1", "http://127.0.0.1",
               "http://0.0.0.0:8501", "http://[", "file://"],
)  # fmt: skip
def test_a_page_of_another_server_opens_no_socket_and_sends_no_file(office: Office, origin: str) -> None:
    officer = office.browser("officer")
    with pytest.raises(InvalidStatus) as refused, officer.session(origin=origin):
        pass
    assert refused.value.response.status_code == 403
    assert refused.value.response.headers["X-Content-Type-Options"] == "nosniff"
    with officer.session() as session:
        own = session.go("upload").id
        assert [officer.send_file(own, one, origin=origin) for one in ("PUT", "DELETE")] == [403, 403]
        assert officer.send_file(own, origin=office.home) == 204


def test_a_file_without_the_token_of_the_page_is_not_taken(office: Office) -> None:
    officer, other = office.browser("officer"), office.browser("officer")
    with officer.session() as session:
        own = session.go("upload").id
        assert officer.send_file(own) == 204
        for token in ("", "2|00000000|00|0", other.token, officer.token[:-12], "%00", "x" * 9000):
            assert officer.send_file(own, x_xsrftoken=token) == 403
        cookieless = Browser(office.home, {USER: officer.cookies[USER], XSRF: ""})
        assert cookieless.send_file(own, x_xsrftoken=officer.token) == 403


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_another_site_signs_nobody_in_or_out(office: Office, site: str) -> None:
    officer = office.browser("officer")
    for path in ("/auth/logout", "/auth/login?provider=x"):
        refused = officer.ask(path, sec_fetch_site=site)
        assert (refused.status, refused.cookies) == (403, {})
        assert refused.body.startswith("Signing in and out begins on a page of the dashboard")
    assert reads(officer) != "Sign in"
    assert officer.ask("/auth/logout", sec_fetch_site="same-origin").cookies[USER] in ('""', "")


def way_to_the_provider(browser: Browser) -> str:
    """Press the button of the page; the address at the provider, where the state is kept in the browser's cookie."""
    with browser.session() as session:
        (button,) = (one for one in session.go().elements("button") if one.label == "Sign in")
        last = session.go(press=button.id).seen[-1]
    gone = browser.ask(last.auth_redirect.url, sec_fetch_site="same-origin")
    assert gone.status == 302
    return gone.headers["location"]


def way_back(at_provider: str, subject: str) -> str:
    """Sign in there; the path and query by which the browser comes back."""
    provider = Browser(at_provider.partition("/oauth2")[0])
    parts = urlsplit(at_provider)
    form = urlencode({"sub": subject}).encode()
    found = provider.ask(f"{parts.path}?{parts.query}", "POST", form, content_type="application/x-www-form-urlencoded")
    back = urlsplit(found.headers["location"])
    return f"{back.path}?{back.query}"


def is_signed_in_by(answer: Answer) -> bool:
    return len(answer.cookies.get(USER, "")) > 20


def test_the_way_back_from_the_provider_is_for_the_browser_that_left_and_for_once(office: Office) -> None:
    attacker, victim, bystander = office.browser(), office.browser(), office.browser()
    theirs = way_back(way_to_the_provider(attacker), "mallory")
    own = way_back(way_to_the_provider(victim), "olive")
    assert not is_signed_in_by(bystander.ask(theirs))
    assert not is_signed_in_by(victim.ask(theirs))  # a state that this browser never had
    code = parse_qs(urlsplit(theirs).query)["code"][0]
    state = parse_qs(urlsplit(own).query)["state"][0]
    mixed = f"/oauth2callback?{urlencode({'code': code, 'state': state})}"
    assert not is_signed_in_by(Browser(office.home, dict(victim.cookies)).ask(mixed))  # another's code: not this nonce
    for path in ("/oauth2callback", "/oauth2callback?error=<script>", f"/oauth2callback?code={code}", own[:-3]):
        answer = Browser(office.home, dict(victim.cookies)).ask(path)
        assert (answer.status, is_signed_in_by(answer), answer.headers["location"]) == (302, False, "/")
    fresh = office.browser()
    way = way_back(way_to_the_provider(fresh), "olive")
    assert is_signed_in_by(fresh.ask(way))
    assert not is_signed_in_by(fresh.ask(way))
    assert "measures" in reads(fresh)


# ---- headers, and what else a socket may be asked for


def refused_socket(browser: Browser) -> dict[str, str]:
    with pytest.raises(InvalidStatus) as refused, browser.session(origin="https://evil.example"):
        pass
    return {name.lower(): value for name, value in refused.value.response.headers.raw_items()}


ANSWERS: dict[str, tuple[int, Callable[[Browser], Answer]]] = {
    "a page": (200, lambda b: b.ask("/")),
    "a page of a name": (200, lambda b: b.ask("/status")),
    "a page that is none": (200, lambda b: b.ask("/nowhere")),
    "a part of the page": (200, lambda b: b.ask("/favicon.png")),
    "a part that is none": (404, lambda b: b.ask("/component/nowhere/x.js")),
    "an unsafe path": (400, lambda b: b.ask("/static/../../x")),
    "health": (200, lambda b: b.ask("/healthz")),
    "health of the pages": (200, lambda b: b.ask("/_stcore/health")),
    "a question before a request": (204, lambda b: b.ask("/_stcore/health", "OPTIONS")),
    "a wrong method": (405, lambda b: b.ask("/healthz", "POST", b"")),
    "settings of the page": (200, lambda b: b.ask("/_stcore/host-config")),
    "a file of another": (403, lambda b: b.ask("/media/abc.csv")),
    "what is nobody’s": (403, lambda b: b.ask("/_stcore/metrics")),
    "what drives pages without a browser": (403, lambda b: b.ask("/_stcore/agent/openapi.json")),
    "a wrong host": (403, lambda b: b.ask("/", host="evil.example")),
    "a form without its token": (403, lambda b: b.ask("/_stcore/upload_file/a/b", "PUT", b"x")),
    "the way to the provider": (302, lambda b: b.ask("/auth/login?provider=x")),
    "the way back": (302, lambda b: b.ask("/oauth2callback?state=x")),
    "the way out": (302, lambda b: b.ask("/auth/logout")),
    "a page with a stroke at its end": (301, lambda b: b.ask("/status/")),
    "a socket of another server": (403, lambda b: Answer(403, refused_socket(b), {}, "")),
}


@pytest.mark.parametrize("kind", ANSWERS)
def test_every_kind_of_answer_has_the_headers(office: Office, kind: str) -> None:
    status, ask = ANSWERS[kind]
    answer = ask(office.browser())
    assert answer.status == status
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["x-frame-options"] == "DENY"
    assert answer.headers["referrer-policy"] == "same-origin"
    assert answer.headers["cross-origin-opener-policy"] == "same-origin"
    assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
    assert "unsafe-eval" not in answer.headers["content-security-policy"]
    assert "x-powered-by" not in answer.headers
    assert answer.headers.get("access-control-allow-origin") in (None, "http://127.0.0.1:8501", office.home)


@pytest.mark.parametrize(
    "path", ["//evil.example/", "/%2fevil.example/", "/\\\\evil.example/", "/%5cevil.example/", "/.evil.example//",
             "/x/%0d%0aset-cookie:a=b/", "/http://evil.example/", "/;//evil.example/", "/@evil.example/"],
)  # fmt: skip
def test_no_redirect_leads_to_another_server_or_writes_a_header(office: Office, path: str) -> None:
    answer = office.browser().ask(path)
    assert answer.status in (200, 301, 400, 404)
    location = answer.headers.get("location", "/")
    assert location.startswith("/") and not location.replace("\\", "/").startswith("//")
    assert (urlsplit(location).netloc, answer.cookies) == ("", {})


def test_nobody_empties_the_caches_or_asks_for_the_names_of_files(office: Office) -> None:
    with office.browser().session() as session:
        session.go()
        session.send(clear_cache=True)
        session.send(load_git_info=True)
        session.send(set_run_on_save=True)
        session.send(app_heartbeat=True)
        answers = []
        while "heartbeat_ack" not in answers:
            answers.append(session.next().WhichOneof("type"))
        assert set(answers) <= {"session_status_changed", "heartbeat_ack"}
        assert "<h1>Sign in</h1>" in session.go().html
    said = [json.loads(line)["said"] for line in office.log.read_text("utf-8").splitlines() if line.startswith("{")]
    for asked in ("clear_cache", "load_git_info", "set_run_on_save"):
        assert f"A browser asked for {asked}, which is nothing for readers." in said


@pytest.mark.parametrize("sent", ["text", b"\xff\xff\xff", b"", b"\x00" * 3_000_000])
def test_what_is_no_message_ends_a_socket_at_most(office: Office, sent: str | bytes) -> None:
    try:
        with office.browser().session() as session:
            session.socket.send(sent)
            session.go()
    except WebSocketException:
        pass
    assert reads(office.browser()) == "Sign in"


# ---- a laptop, without sign-in


def test_on_a_laptop_no_other_site_reads_along_under_a_name_that_leads_here(sample_file: Path, tmp_path: Path) -> None:
    """A page of another site, or of another program here, and a name of theirs that leads to this machine.

    Whatever the environment says of Streamlit: an address in front of all addresses would pass the guard by.
    """
    port = free_port()
    home = f"http://127.0.0.1:{port}"
    url = f"sqlite:///{shutil.copy(sample_file, tmp_path / 'sample.db')}"
    careless = {"STREAMLIT_SERVER_BASE_URL_PATH": "pcc", "STREAMLIT_SERVER_ENABLE_AGENT_API": "true"}
    with dashboard_on(url, tmp_path / "log.txt", port, **careless):
        for name in ("127.0.0.1", "localhost"):
            with Browser(f"http://{name}:{port}").session() as session:
                assert "burglary" in session.go().html.lower()
        from websockets.sync.client import connect

        here = f"ws://127.0.0.1:{port}/_stcore/stream"
        for host, origin in ((f"evil.example:{port}", f"http://evil.example:{port}"), ("", "https://evil.example"),
                             ("", "http://127.0.0.1:1"), ("", f"http://127.0.0.2:{port}"), ("", "null")):  # fmt: skip
            headers = {"Host": host} if host else {}
            with pytest.raises(InvalidStatus), connect(here, origin=origin, additional_headers=headers):  # type: ignore[arg-type]
                pass
        browser = Browser(home)
        for path in ("/", "/status", "/_stcore/health", "/media/x", "/_stcore/metrics"):
            headers = browser.ask(path).headers
            assert "frame-ancestors 'none'" in headers["content-security-policy"]
            assert (headers["x-frame-options"], headers["x-content-type-options"]) == ("DENY", "nosniff")
        assert browser.ask("/").status == 200
        for path in ("/_stcore/metrics", "/_stcore/agent/openapi.json"):
            assert browser.ask(path).status == 403
            elsewhere = browser.ask(f"/pcc{path}")  # nothing, or the page, which says that there is none
            assert elsewhere.status == 404 or '<div id="root">' in elsewhere.body
        with browser.session() as session:
            assert browser.send_file(session.go("upload").id) == 204
            path = session.go().address_of("Download this view (CSV)")
            assert browser.ask(path).body.startswith("\ufeff")
        assert "{" not in (tmp_path / "log.txt").read_text("utf-8")  # for a person to read
