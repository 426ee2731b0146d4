"""Hostile files at the upload: too large, packed, nested, with entities, under any name; and hostile texts in cells."""

import csv
import io
import time
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from measures.storage.store import open_store
from tests.fuzz.books import BOMBS
from tests.hostile import PAYLOAD, text
from tests.ingest.workbooks import a_workbook
from tests.pages.conftest import FIGURES, Reader
from tests.pages.faults import cells_of, faults_of_elements, faults_of_html, is_formula
from tests.pages.files import Taken
from tests.pages.office import titles

LINES = "measure_id,quarter,value\nburglary,2017/18 Q1,5\n"
ROWS = [["measure_id", "quarter", "value"], ["burglary", "2017/18 Q1", 5]]


def packed(name: str, content: bytes | str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr(name, content)
    return out.getvalue()


def with_links() -> bytes:
    """A workbook that would fetch a figure from another, and a picture from a server."""
    out = io.BytesIO(a_workbook(ROWS))
    with zipfile.ZipFile(out, "a") as book:
        book.writestr("xl/externalLinks/externalLink1.xml", '<externalLink xmlns="x"><externalBook/></externalLink>')
        book.writestr(
            "xl/externalLinks/_rels/externalLink1.xml.rels",
            '<Relationships><Relationship Target="http://127.0.0.1:9/x" TargetMode="External"/></Relationships>',
        )
    return out.getvalue()


def put(page: Reader, content: bytes, name: str) -> Reader:
    page.go("upload")
    page.app.file_uploader(key="upload_file").upload(name, content, "application/octet-stream")
    return page.run()


#: A file, and what the page says of it; what is "" can be read, and is.
FILES: dict[str, tuple[Callable[[], bytes], str]] = {
    "over the limit": (lambda: b"measure_id,quarter,value\n" + b"burglary,2017/18 Q1,5\n" * 60_000, "MB"),
    "a zip as a workbook": (lambda: packed("figures.csv", LINES), "zip"),
    "a zip in a zip": (lambda: packed("a.zip", packed("b.zip", packed("figures.csv", LINES))), "zip"),
    "a zip of another path": (lambda: packed("../../../etc/cron.d/x", LINES), "zip"),
    "a page": (lambda: b"<html><script>evil()</script></html>", "keep this file out"),
    "a program": (lambda: b"\x7fELF\x02\x01\x01" + bytes(5000), "keeps this file out"),
    "a picture": (lambda: b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20, "keeps this file out"),
    "nothing": (lambda: b"", "nothing"),
    "links to elsewhere": (with_links, ""),
    **{f"bomb: {name}": (make, "" if name in ("nested", "false dimension") else "workbook")
       for name, make in BOMBS.items()},
}  # fmt: skip


@pytest.fixture
def page(small: Callable[..., Reader], monkeypatch: pytest.MonkeyPatch) -> Reader:
    monkeypatch.setenv("MEASURES_UPLOAD_MAX_MB", "1")
    return small(FIGURES)


def test_no_hostile_file_is_stored_unless_it_can_be_read_and_the_page_says_why(page: Reader, tmp_path: Path) -> None:
    faults = []
    for kind, (make, says) in FILES.items():
        content = make()
        for name in ("figures.xlsx", "figures.csv"):
            began = time.monotonic()
            put(page, content, name)
            (heading,) = titles(page)
            if time.monotonic() - began > 15:
                faults.append(f"{kind} as {name} takes {time.monotonic() - began:.0f} s")
            if says and (says not in page.html or [one for one in page.app.button if one.label.startswith("Store")]):
                faults.append(f"{kind} as {name}: {heading}")
            faults += [f"{kind} as {name}: {one}" for one in faults_of_html(page.html)]
    assert faults == []
    with closing(open_store(f"sqlite:///{tmp_path / 'small.db'}")) as store:
        assert len(store.uploads()) == 1


NAMES = ("../../x.csv", "/etc/passwd", "C:\\x.csv", "a\nb.csv", "a\u202evsc.exe", "x" * 400 + ".csv", PAYLOAD + ".csv",
         ".csv")  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_under_any_name_a_file_is_shown_and_given_back_under_a_harmless_one(
    page: Reader, taken: Taken, name: str, tmp_path: Path
) -> None:
    put(page, b"measure_id,quarter,value\nburglary,2014/15 Q1,5\n", name)
    assert [*faults_of_html(page.html), *faults_of_elements(page)] == []
    page.app.text_input(key="person").input("A. Officer")
    page.run()
    (store,) = [one for one in page.app.button if one.label.startswith("Store")]
    for box in page.app.checkbox:
        box.check()
    store.click()
    page.run()
    assert page.address.get("stored") == "2", titles(page)
    page.go("history", upload="2")
    assert [*faults_of_html(page.html), *faults_of_elements(page)] == []
    (given,) = [one for one, kind in taken.kinds.items() if kind == "application/octet-stream"]
    assert given and not set(given) & set("/\\\n\u202e<>\"'`$;|&%\x00") and len(given) <= 125
    assert not (tmp_path.parent / "x.csv").exists()


def test_hostile_texts_in_cells_and_headings_are_told_as_texts(page: Reader, taken: Taken) -> None:
    bad = text("cell.x").strip()
    rows = [["measure_id", "quarter", "value", "area", "status", "note"],
            *[[bad if at == column else good for at, good in enumerate(["burglary", "2017/18 Q1", "5", "", "", ""])]
              for column in range(6)]]  # fmt: skip
    headings = [[bad, "quarter", "value"], ["burglary", "2017/18 Q1", "5"]]
    for table in (rows, headings, [[bad, bad], [bad, bad]], [*ROWS, ["burglary", "2017/18 Q1", bad]]):
        out = io.StringIO()
        csv.writer(out).writerows(table)
        for name, content in (("f.csv", out.getvalue().encode()), ("f.xlsx", a_workbook(table))):
            taken.files.clear()
            put(page, content, name)
            assert [*faults_of_html(page.html), *faults_of_elements(page)] == []
            assert "1235234" not in page.html
            copies = [data() if callable(data) else data for one, data in taken.files.items() if one.endswith(".csv")]
            assert [one for copy in copies for one in cells_of(copy) if is_formula(one)] == []


def test_a_file_for_a_quarter_before_any_plan_is_previewed_like_others(page: Reader) -> None:
    put(page, b"measure_id,quarter,value\nburglary,2014/15 Q1,1010\n", "q.csv")
    assert "1 figure" in titles(page)[0]
    assert [one.label for one in page.app.button if one.label.startswith("Store")]
