"""What Word and Excel are given holds to their schemas: a checker of Office files finds nothing."""

import io
import zipfile
from pathlib import Path

import pytest

from measures.reports.blocks import Pack
from measures.reports.rendering import render
from tests.reports.builders import a_hostile_pack, a_pack

PACKS = {"published": a_pack(), "draft": a_pack(draft=True), "hostile": a_hostile_pack()}


def findings(content: bytes, folder: Path, ending: str) -> list[str]:
    from openxml_audit import OpenXmlValidator  # over a second, which every worker would spend while it collects

    path = folder / f"pack{ending}"
    path.write_bytes(content)
    return [f"{one.part_uri} {one.path}: {one.description}" for one in OpenXmlValidator().validate(path).errors]


@pytest.mark.parametrize("ending", [".docx", ".xlsx"])
@pytest.mark.parametrize("pack", PACKS.values(), ids=PACKS)
def test_a_checker_of_office_files_finds_nothing(tmp_path: Path, ending: str, pack: Pack) -> None:
    assert findings(render(pack, ending), tmp_path, ending) == []


def test_the_checker_finds_what_it_is_there_to_find(tmp_path: Path) -> None:
    broken = io.BytesIO()
    style, before = '<w:pStyle w:val="Heading1"/>', "<w:pageBreakBefore/>"
    with (
        zipfile.ZipFile(io.BytesIO(render(a_pack(), ".docx"))) as whole,
        zipfile.ZipFile(broken, "w") as archive,
    ):
        many = whole.read("word/document.xml").decode().count(style + before)
        for name in whole.namelist():
            archive.writestr(name, whole.read(name).replace((style + before).encode(), (before + style).encode()))
    assert len(findings(broken.getvalue(), tmp_path, ".docx")) == many > 0
