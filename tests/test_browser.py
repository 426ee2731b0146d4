"""The helpers of the browser tests find what they are there to find."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Browser, Page

from tests.browser import axe_findings, open_page, requests_outside

# What Streamlit's frame says of itself once a run is over, around a body of our own.
FRAME = """<!doctype html><html lang="en"><title>Trial</title>
<body style="margin:0; background:#fff"><div data-testid="stApp" data-test-connection-state="CONNECTED"
data-test-script-state="notRunning"><main data-testid="stMain" style="height:100vh; overflow:auto" tabindex="0">
<div data-testid="stElementContainer"><h1>Trial</h1>{body}</div></main></div></body></html>"""


class QuietHandler(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def served(folder: Path) -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(QuietHandler, directory=str(folder))) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


@pytest.fixture
def show(browser: Browser, tmp_path: Path) -> Iterator[object]:
    """`show(body)` opens a page with that body inside a frame like Streamlit's."""
    with served(tmp_path) as url:
        pages: list[Page] = []

        def open_body(body: str) -> Page:
            (tmp_path / "index.html").write_text(FRAME.format(body=body), encoding="utf-8")
            (tmp_path / "favicon.ico").touch()
            pages.append(open_page(browser, url))
            return pages[-1]

        yield open_body
        for page in pages:
            page.context.close()


def test_a_page_without_a_fault_has_no_findings_and_asks_nobody_else(show):
    page = show("<p>All is well.</p>")
    assert axe_findings(page) == []
    assert requests_outside(page) == []


@pytest.mark.parametrize(
    ("body", "rule"),
    [
        ('<p style="color:#aaa">Faint</p>', "color-contrast"),
        ('<p style="height:3000px">Tall</p><p style="color:#aaa">Faint and out of sight</p>', "color-contrast"),
        ('<svg width="99" height="20" aria-hidden="true"><rect width="99" height="20" fill="none"/>'
         '<text y="15" fill="#aaa">Faint in a chart</text></svg>', "color-contrast"),
        ("<h4>A level was skipped</h4>", "heading-order"),
        ('<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">', "image-alt"),
        ('<section role="presentation" aria-label="Not in the drop zone">x</section>', "presentation-role"),
    ],
    ids=["faint", "faint below the fold", "faint in a picture", "heading skipped", "no alt", "role conflict"],
)  # fmt: skip
def test_a_fault_is_found_wherever_it_stands(show, body, rule):
    assert [finding for finding in axe_findings(show(body)) if finding.startswith(rule)]


def test_the_drop_zone_of_streamlit_is_let_be(show):
    zone = '<section role="presentation" aria-label="File" data-testid="stFileUploaderDropzone">x</section>'
    assert axe_findings(show(zone)) == []


def test_a_request_to_another_address_is_reported(show):
    page = show('<img alt="" src="http://127.0.0.1:9/elsewhere.png">')
    assert requests_outside(page) == ["http://127.0.0.1:9/elsewhere.png"]


def test_a_page_that_is_drawn_anew_under_the_scan_is_scanned_again_and_never_passed(show):
    page = show("""<p style="background:linear-gradient(#000, #fff)">A text</p><script>
      let number = 0;
      setInterval(() => { document.querySelector("p").id = "drawn" + number++; }, 1);</script>""")
    with pytest.raises(AssertionError, match="drawn anew in each of 5 scans"):
        axe_findings(page)
