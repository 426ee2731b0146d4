"""The dashboard as its readers meet it: a real server, a real browser, and what can be asked of a page.

`dashboard_on` serves a database, `open_page` opens an address in a given size and light, `settle` waits for
the page to come to rest, `axe_findings` and `requests_outside` say what is wrong with it. Waiting is always
for a state of the page, never for a time.
"""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from weakref import WeakKeyDictionary

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect

ROOT = Path(__file__).resolve().parent.parent
LAUNCH = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
START_SECONDS = 60
SCANS = 5
expect.set_options(timeout=1000 * START_SECONDS / 2)  # a busy machine is no finding
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]

# What axe finds in parts that Streamlit draws and no page of ours can change: rule, where, why it may stand.
STREAMLITS_OWN = [
    (
        "presentation-role-conflict",
        '[data-testid="stFileUploaderDropzone"]',
        "the drop zone is a mouse target only; the labelled button inside it does the same from the keyboard",
    ),
]

AT_REST = """() => {
  const app = document.querySelector('[data-testid="stApp"]');
  const none = (selector) => document.querySelector(selector) === null;
  return app !== null
    && app.dataset.testConnectionState === "CONNECTED"
    && app.dataset.testScriptState === "notRunning"
    && !none('[data-testid="stElementContainer"]')
    && none('[data-stale="true"]')
    && none('[data-testid="stSkeleton"], [data-testid="stAppSkeleton"]')
    && none('[data-testid="stVegaLiteChart"]:not(:has(svg, canvas))')
    && [...document.images].every((image) => image.complete)
    && document.fonts.status === "loaded";
}"""

# An expander opens over half a second, whatever the reader's system says of motion; a button inside it moves away
# from under a click that comes meanwhile. No person is as quick, but a test is.
NO_MOTION = """
const animate = Element.prototype.animate;
Element.prototype.animate = function (...all) {
  const animation = animate.apply(this, all);
  animation.finish();
  return animation;
};"""

# The contrast of a text whose ground axe leaves open: its colour against the first opaque ground behind it.
CONTRAST = """(selector) => {
  const element = document.querySelector(selector);
  if (element === null) return null;
  const parts = (text) => (text.match(/[\\d.]+/g) || []).map(Number);
  const light = (rgb) => rgb.slice(0, 3).map((part) => part / 255)
    .map((part) => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
    .reduce((sum, part, index) => sum + part * [0.2126, 0.7152, 0.0722][index], 0);
  let ground = element;
  const shown = (node) => parts(getComputedStyle(node).backgroundColor);
  while (ground.parentElement && (shown(ground)[3] ?? 1) < 1) ground = ground.parentElement;
  const style = getComputedStyle(element);
  const ink = parts(element instanceof SVGElement ? style.fill : style.color);
  const [low, high] = [light(ink), light(shown(ground))].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}"""

_requests: WeakKeyDictionary[Page, list[str]] = WeakKeyDictionary()


@dataclass(frozen=True)
class Dashboard:
    """A server that is answering at `url`, and the file that its words go to."""

    url: str
    log: Path


def free_port() -> int:
    """A port of the loopback address that nobody listens on."""
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


@contextmanager
def dashboard_on(
    database_url: str, log: Path, port: int = 0, command: str = "dashboard", **more: str
) -> Iterator[Dashboard]:
    """Serve the database at `database_url` on loopback, as a person would start it, until the block ends.

    `command` is `dashboard` or `serve`; `more` are further settings, such as `MEASURES_AUTH="oidc"`.
    """
    port = port or free_port()
    started = [sys.executable, "-m", "measures", command, "--port", str(port)]
    settings = {"MEASURES_DATABASE_URL": database_url, "PYTHONPATH": str(ROOT), **more}
    with log.open("w", encoding="utf-8") as words:
        server = subprocess.Popen(
            started,
            cwd=ROOT,
            env={**os.environ, **settings},
            stdin=subprocess.DEVNULL,
            stdout=words,
            stderr=subprocess.STDOUT,
        )
    try:
        _wait_until_healthy(server, port, log)
        yield Dashboard(f"http://127.0.0.1:{port}", log)
    finally:
        server.terminate()
        try:
            server.wait(timeout=10)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def _wait_until_healthy(server: subprocess.Popen[bytes], port: int, log: Path) -> None:
    """Return once the server answers; raise with its own words when it ends or stays silent."""
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and server.poll() is None:
        if _is_healthy(port):
            return
        time.sleep(0.05)
    ended = "does not answer" if server.returncode is None else f"ended with status {server.returncode}"
    raise RuntimeError(f"The dashboard {ended}. Its words:\n{log.read_text(encoding='utf-8')}")


def _is_healthy(port: int) -> bool:
    connection = HTTPConnection("127.0.0.1", port, timeout=2)
    try:
        connection.request("GET", "/_stcore/health")
        return connection.getresponse().status == 200
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


def new_reader(browser: Browser) -> BrowserContext:
    """A reader's browser of their own: cookies, and whatever was fetched once, are kept until it is closed."""
    reader = browser.new_context(reduced_motion="reduce", locale="en-GB", timezone_id="Europe/London")
    reader.set_default_timeout(1000 * START_SECONDS)
    reader.add_init_script(NO_MOTION)
    return reader


def open_page(of: Browser | BrowserContext, url: str, width: int = 1280, height: int = 900, dark: bool = False) -> Page:
    """Open `url` in a window of `width` by `height` CSS pixels and wait until it is at rest.

    It is the window of a reader (`new_reader`), or of a new one, who is gone with `page.context.close()`. Every request
    is recorded from the first on.
    """
    reader = new_reader(of) if isinstance(of, Browser) else of
    page = reader.new_page()
    page.set_viewport_size({"width": width, "height": height})
    page.emulate_media(color_scheme="dark" if dark else "light")
    seen = _requests.setdefault(page, [])
    page.on("request", lambda request: seen.append(request.url))
    page.on("websocket", lambda websocket: seen.append(websocket.url))
    page.goto(url)
    settle(page)
    return page


def turned(page: Page, width: int) -> Page:
    """The same page in a window of another width, as when a tablet is turned, at rest; far quicker than a new visit."""
    page.set_viewport_size({"width": width, "height": 900})
    settle(page)
    return page


def settle(page: Page) -> None:
    """Wait until Streamlit has finished its run and drawn all of it: nothing stale, no placeholder left.

    The state of the page changes a moment after a click: where a click brings something new, expect that
    first.
    """
    page.wait_for_function(AT_REST)


def requests_outside(page: Page) -> list[str]:
    """Every address that this page has asked for, apart from those of the server that it came from."""
    own = urlsplit(page.url).netloc
    return [
        url
        for url in _requests[page]
        if urlsplit(url).scheme in ("http", "https", "ws", "wss") and urlsplit(url).netloc != own
    ]


def axe_findings(page: Page) -> list[str]:
    """What stands between this page and its readers, a line each: WCAG 2.2 A and AA, axe's best practice.

    A page scrolls inside Streamlit's frame, and axe passes over what is out of sight: the window is first
    made as tall as its content. Contrasts that axe leaves undecided are measured here. Findings in
    Streamlit's own parts are left out (`STREAMLITS_OWN`).
    """
    _show_all(page)
    for _ in range(SCANS):
        try:
            return _scan(page)
        except _Redrawn:
            settle(page)
    raise AssertionError(f"The page was drawn anew in each of {SCANS} scans: {page.url}")


class _Redrawn(Exception):
    """What the scan found is on the page no more: a chart was drawn anew meanwhile, as after a change of width."""


def _scan(page: Page) -> list[str]:
    """The findings of one scan; raises _Redrawn where the page changed under it."""
    options = {"runOnly": RULES, "resultTypes": ["violations", "incomplete"]}
    if not page.evaluate("'axe' in window"):
        page.evaluate(Axe().axe_script)
    results = page.evaluate("options => axe.run(document, options)", options)
    violations = [
        f"{rule['id']}: {rule['help']}: {_place(node)}"
        for rule in results["violations"]
        for node in rule["nodes"]
        if not _is_streamlits_own(page, rule["id"], node)
    ]
    undecided = [node for rule in results["incomplete"] if rule["id"] == "color-contrast" for node in rule["nodes"]]
    return violations + [line for node in undecided for line in _too_faint(page, node)]


def _show_all(page: Page) -> None:
    """Make the window as tall as the page, so that nothing is out of sight.

    What was never near the window has a guessed height and is laid out when it comes near, which axe may fall into
    the middle of: all of it is laid out first, and the window grows until the height stands.
    """
    page.add_style_tag(content=".pc .pc-later { content-visibility: visible !important; }")
    while (size := page.viewport_size) is not None:
        tall = page.evaluate("document.querySelector('[data-testid=\"stMain\"]')?.scrollHeight ?? 0")
        if tall <= size["height"]:
            return
        page.set_viewport_size({"width": size["width"], "height": tall})
        settle(page)


def _place(node: dict[str, Any]) -> str:
    """Where a finding is and what stands there, short enough for a line."""
    return f"{' '.join(map(str, node['target']))} {' '.join(node['html'].split())[:160]}"


def _is_streamlits_own(page: Page, rule: str, node: dict[str, Any]) -> bool:
    """Whether a finding lies in a part that is listed in `STREAMLITS_OWN` for this very rule."""
    wheres = [where for of_rule, where, _ in STREAMLITS_OWN if of_rule == rule]
    inside = "([target, where]) => document.querySelector(target)?.closest(where) != null"
    return any(page.evaluate(inside, [node["target"][-1], where]) for where in wheres)


def _too_faint(page: Page, node: dict[str, Any]) -> list[str]:
    """The finding, if any, in one text whose contrast axe did not decide; raises _Redrawn."""
    data = node["any"][0]["data"]
    needed = float(data["expectedContrastRatio"].split(":")[0])
    ratio = data.get("contrastRatio") or page.evaluate(CONTRAST, node["target"][-1])
    if ratio is None:
        raise _Redrawn
    return [f"color-contrast: {ratio:.2f} where {needed} is needed: {_place(node)}"] if ratio < needed else []
