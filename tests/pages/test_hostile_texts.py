"""Hostile texts in every field, on every page, in every file, and in every address: they stay texts."""

import re
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import lxml.html
import pytest

from measures.storage.store import open_store
from measures.widgets.rules_address import ASKED
from tests.hostile import PAYLOAD, PRODUCT, attacked, hostile_office, mark, marked
from tests.pages.conftest import Reader
from tests.pages.faults import cells_of, faults_of_elements, faults_of_html, is_formula
from tests.pages.files import Taken, text_of
from tests.pages.office import PAGES
from tests.reports.readers import words_of

AT = {"plan": "plan", "quarter": "2016-17-Q1"}
ADDRESSES: dict[str, tuple[dict[str, str], ...]] = {
    "priority": ({"p": "safety"},),
    "measure": ({"m": "burglary"}, {"m": "theft"}, {"m": "answered"}, {"m": "work"}),
    "rules": ({"m": "burglary", "from": "2016-17-Q1", "amber": "1", "unit": "pct"},
              {"from": "2016-17-Q1", "amber": "1"}),
    "forces": ({"m": "burglary", "g": "group"},),
    "publications": ({"publication": "1"},),
    "funding": ({"plan": "plan", "year": "2016-17"},),
    "upload": ({"stored": "3"},),
    "history": (*({"upload": str(n)} for n in (1, 2, 3)), {"upload": "1", "withdraw": ""},
                *({"act": str(n)} for n in range(1, 26))),
}  # fmt: skip


@pytest.fixture(scope="module")
def hostile_url(tmp_path_factory: pytest.TempPathFactory) -> str:
    url = f"sqlite:///{tmp_path_factory.mktemp('hostile') / 'measures.db'}"
    with closing(open_store(url)) as store:
        hostile_office(store)
    return url


def everywhere() -> Iterator[tuple[str, dict[str, str]]]:
    for page in PAGES:
        for more in ({}, *ADDRESSES.get(page, ())):
            yield page, (more if page in ("upload", "history", "publications", "people", "audit") else AT | more)


def test_every_hostile_text_is_a_text_on_every_page(open_app: Callable[[str], Reader], hostile_url: str) -> None:
    reader, faults, seen = open_app(hostile_url), [], set()
    for page, address in everywhere():
        reader.go(page, **address)
        bodies = [element.value for element in reader.app.get("html")]
        shown = " ".join(str(one.proto) for one in reader.app.main if one.type != "html")
        seen |= marked(reader.html) | marked(shown)
        found = [*(fault for body in bodies for fault in faults_of_html(body)), *faults_of_elements(reader)]
        faults += [f"{page} {address}: {fault}" for fault in found]
        if PRODUCT in reader.html + shown:
            faults.append(f"{page} {address}: a template was worked out")
    assert faults == []
    others = {mark(one) for one in (
        "act.by", "upload.by", "upload.note", "upload.name", "row.note", "withdrawal.reason", "definitions.reason",
        "break.reason", "event.reason", "rebase.reason", "publication.incomplete", "role.name", "role.issuer",
        "role.subject", "role.reason", "audit.by", "audit.summary", "funding.name", "funding.note", "funding.reason",
    )}  # fmt: skip
    assert attacked() | others <= seen, f"shown on no page: {sorted((attacked() | others) - seen)}"
    with closing(open_store(hostile_url)) as store:
        assert store.faults() == []


# ---- files


def test_every_hostile_text_is_a_text_in_every_file(
    open_app: Callable[[str], Reader], taken: Taken, hostile_url: str
) -> None:
    reader, faults, endings = open_app(hostile_url), [], set()
    for page, address in everywhere():
        taken.files.clear()
        reader.go(page, **address)
        for name, data in taken.files.items():
            assert re.fullmatch(r"[\w .()-]+", name), name
            if name.endswith((".docx", ".pdf", ".html", ".xlsx", ".zip")) and page not in ("publications", "desk"):
                continue  # the draft is made of the same parts
            content, ending = data() if callable(data) else data, Path(name).suffix
            endings.add(ending)
            if PRODUCT in text_of(name, content):
                faults.append(f"{page}: a template was worked out in {name}")
            if taken.kinds[name] == "text/csv":  # not a file as it was sent
                faults += [f"{page}: a formula in {name}: {one[:60]}" for one in cells_of(content) if is_formula(one)]
            if ending == ".html":
                tree = lxml.html.document_fromstring(content.decode())
                assert not [*tree.iter("script", "evil-tag", "img"), *tree.xpath("//@onload|//@onerror|//@onmouseover")]
            if page == "publications" and ending in (".html", ".docx", ".pdf"):
                told = words_of(ending, content)
                assert {mark("Measure.title"), mark("Commentary.happened"), mark("ReportText.text")} <= marked(told)
    assert faults == []
    assert endings >= {".csv", ".xlsx", ".docx", ".pdf", ".html", ".zip"}


# ---- addresses

NAMES = ("plan", "quarter", "m", "p", "g", "publication", "upload", "act", "page", "kind", "q", "withdraw", "stored",
         "measure", "priority", "group", "year", *ASKED)  # fmt: skip
VALUES = (
    PAYLOAD,
    "../../etc/passwd",
    "\x00",
    "%00",
    "-1",
    "0",
    "1e999",
    "9" * 400,
    "0" * 10 + "1" + "9" * 400,
    "1 OR 1=1",
    "\u202e",
    "",
)


def test_the_names_in_addresses_are_those_that_pages_read() -> None:
    code = " ".join(
        path.read_text("utf-8") for folder in ("pages", "measures/widgets") for path in Path(folder).glob("*.py")
    )
    read = set(re.findall(r"query_params(?:\.get\(|\[)\"(\w+)\"|number_asked_for\(\"(\w+)\"", code))
    assert {name for pair in read for name in pair if name} <= set(NAMES)


@pytest.mark.parametrize("page", PAGES)
def test_whatever_stands_in_an_address_a_page_answers(
    open_app: Callable[[str], Reader], hostile_url: str, page: str
) -> None:
    reader = open_app(hostile_url)
    for value in VALUES:
        for address in (dict.fromkeys(NAMES, value), {"m": value, "p": value, "g": value}):
            reader.go(page, **address)
            assert [fault for element in reader.app.get("html") for fault in faults_of_html(element.value)] == []
            assert len(re.findall("<h1", reader.html)) == 1
            assert PRODUCT not in reader.html
