"""The HTML pack in a real browser: no finding of the accessibility scan, no request, no sideways scroll."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from measures.reports.html import html
from tests.browser import axe_findings
from tests.reports.builders import a_hostile_pack, a_pack

NARROW, WIDE = 320, 1280


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("packs")
    packs = {"draft": a_pack(draft=True), "hostile": a_hostile_pack()}
    for name, pack in packs.items():
        (folder / f"{name}.html").write_bytes(html(pack))
    return {name: folder / f"{name}.html" for name in packs}


@pytest.mark.parametrize(
    ("which", "width", "scheme"),
    [("draft", WIDE, "light"), ("draft", NARROW, "dark"), ("hostile", NARROW, "light")],
)
def test_nothing_stands_between_a_pack_and_its_readers(
    browser: Browser, files: dict[str, Path], which: str, width: int, scheme: str
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)  # type: ignore[arg-type]
    try:
        page = context.new_page()
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        dialogs: list[str] = []
        page.on("dialog", lambda dialog: dialogs.append(dialog.message))
        page.goto(files[which].as_uri())
        assert axe_findings(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert (asked, dialogs) == ([files[which].as_uri()], [])
    finally:
        context.close()
