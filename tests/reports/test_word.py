"""The Word document: real headings, heads that repeat, pictures with texts, and a file that Word and others open."""

import io
import shutil
import subprocess
import zipfile
from pathlib import Path

import docx
import pypdf
import pytest
from docx.document import Document
from lxml import etree
from PIL import Image

from measures.reports.word import word
from tests.reports.builders import ALTS, a_hostile_pack, a_pack, a_pack_with_many_parts
from tests.reports.readers import WP, W

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"


def opened(draft: bool = False) -> Document:
    return docx.Document(io.BytesIO(word(a_pack(draft))))


def headings(document: Document) -> list[tuple[str, str]]:
    return [
        (paragraph.style.name, paragraph.text)
        for paragraph in document.paragraphs
        if paragraph.style is not None and paragraph.style.name.startswith(("Heading", "Head ", "Title"))
    ]


def text_in(element: etree._Element) -> str:
    return "".join(str(one.text) for one in element.iter(f"{W}t"))


def test_headings_are_headings() -> None:
    assert headings(opened()) == [
        ("Title", "Police and Crime Plan 2013–2018: progress"),
        ("Heading 1", "The quarter at a glance"),
        ("Heading 1", "Priority by priority"),
        ("Heading 2", "Tackle crime and reduce re-offending"),
        ("Head 3", "Domestic burglary"),
        ("Heading 2", "Support victims"),
        ("Heading 1", "Appendix A: every measure"),
    ]


def test_the_contents_lead_to_the_sections_and_can_be_brought_up_to_date() -> None:
    body = opened().element.body
    marks = [(one.get(f"{W}name"), text_in(one.getparent())) for one in body.iter(f"{W}bookmarkStart")]
    links = [(one.get(f"{W}anchor"), text_in(one)) for one in body.iter(f"{W}hyperlink")]
    assert links == marks
    assert links[0] == ("_Toc00000001", "The quarter at a glance")
    assert [one.text.split()[0] for one in body.iter(f"{W}instrText")] == ["TOC"]
    kinds = [one.get(f"{W}fldCharType") for one in body.iter(f"{W}fldChar")]
    assert kinds == ["begin", "separate", "end"]


def test_the_parts_of_an_appendix_are_listed_at_its_start_by_contents_of_their_own() -> None:
    document = docx.Document(io.BytesIO(word(a_pack_with_many_parts())))
    body = document.element.body
    codes = [(one.text or "").split("\\t ")[1].strip() for one in body.iter(f"{W}instrText")]
    assert codes == ['"heading 1,1,heading 2,2"', '"heading 2 within,2"']
    listed = [(one.style.name, one.text) for one in document.paragraphs if one.style and "toc" in one.style.name]
    parts = [f"Measure {n}" for n in (1, 2, 3, 4, 5)]
    first = [("toc 1", "The quarter at a glance"), ("toc 1", "The measures in full")]
    assert listed == [*first, *(("toc 2", part) for part in parts)]
    assert [one.text for one in document.paragraphs if one.style and one.style.name == "heading 2 within"] == parts
    texts = [one.text for one in document.paragraphs]
    assert texts.index("Every measure.") < texts.index("Measure 1") < texts.index("After the list.")


def test_no_link_leads_out_of_the_document() -> None:
    with zipfile.ZipFile(io.BytesIO(word(a_hostile_pack()))) as archive:
        relations = archive.read("word/_rels/document.xml.rels").decode()
    assert "External" not in relations
    assert "hyperlink" not in relations


def test_every_table_repeats_its_head_and_no_row_is_cut() -> None:
    tables = [one for one in opened().tables if one.style is not None and one.style.name == "Pack Table"]
    assert [len(table.rows) for table in tables] == [5, 61]
    for table in tables:
        heads = [row._tr.find(f"{W}trPr/{W}tblHeader") is not None for row in table.rows]
        assert heads == [True] + [False] * (len(heads) - 1)
        assert all(row._tr.find(f"{W}trPr/{W}cantSplit") is not None for row in table.rows)
        caption = table._tbl.find(f"{W}tblPr/{W}tblCaption")
        assert caption is not None
        assert caption.get(f"{W}val") == "Measures of this priority, the worst first"


def test_a_row_too_long_for_a_page_may_be_cut() -> None:
    document = docx.Document(io.BytesIO(word(a_hostile_pack())))
    long = next(table for table in document.tables if table.cell(0, 0).text == "Brief")
    assert [row._tr.find(f"{W}trPr/{W}cantSplit") is None for row in long.rows] == [False, True]


def test_charts_have_their_text_and_are_sharp_and_marks_are_decoration() -> None:
    document = opened()
    charts, marks = [], []
    for inline in document.element.body.iter(f"{WP}inline"):
        about = inline.find(f"{WP}docPr")
        decorative = "decorative" in etree.tostring(about).decode()
        (marks if decorative else charts).append((about, inline))
    assert [about.get("descr") for about, _ in charts] == ALTS
    assert len(marks) > 100
    assert {about.get("descr") for about, _ in marks} == {""}
    numbers = [about.get("id") for about, _ in charts + marks]
    assert len(set(numbers)) == len(numbers)
    for _, inline in charts:
        relation = next(inline.iter(f"{A}blip")).get(f"{R}embed")
        drawn = Image.open(io.BytesIO(document.part.related_parts[relation].blob))
        inches = int(inline.find(f"{WP}extent").get("cx")) / 914_400
        assert drawn.width / inches >= 200


def test_who_made_it_and_when_is_the_packs() -> None:
    about = opened().core_properties
    assert (about.title, about.author, about.language) == (a_pack().title, a_pack().author, "en-GB")
    assert about.created is not None
    assert about.created.isoformat() == "2016-12-05T09:30:00+00:00"
    assert about.created == about.modified


def test_the_whole_text_is_in_british_english() -> None:
    defaults = opened().styles.element.find(f"{W}docDefaults")
    assert [one.get(f"{W}val") for one in defaults.iter(f"{W}lang")] == ["en-GB"]


def test_each_page_has_the_publication_and_fields_for_its_number() -> None:
    foot = opened().sections[0].footer.paragraphs[0]
    assert foot.text == "Publication 2013-2018-2016-17-Q2-1\tpage 1 of 1"
    assert [one.text.strip() for one in foot._p.iter(f"{W}instrText")] == ["PAGE", "NUMPAGES"]


@pytest.mark.parametrize(
    ("draft", "said"), [(True, "DRAFT · not published, figures and words may change"), (False, "")]
)
def test_the_head_of_each_page_says_draft_or_nothing(draft: bool, said: str) -> None:
    assert opened(draft).sections[0].header.paragraphs[0].text == said


def test_a_second_numbered_list_begins_at_one_again() -> None:
    document = docx.Document(io.BytesIO(word(a_pack())))
    numbered = [p for p in document.paragraphs if p.style is not None and p.style.name == "List Number"]
    own = {p._p.pPr.numPr.numId.val for p in numbered}
    assert len(numbered) == 2
    assert len(own) == 1
    restart = document.part.numbering_part.element.find(f"{W}num[@{W}numId='{own.pop()}']/{W}lvlOverride")
    assert restart is not None


def test_nothing_is_dated_but_by_the_pack() -> None:
    with zipfile.ZipFile(io.BytesIO(word(a_pack()))) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(2016, 12, 5, 9, 30, 0)}
        assert archive.namelist()[0] == "[Content_Types].xml"


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not on this machine")
@pytest.mark.parametrize("hostile", [False, True])
def test_libreoffice_opens_it_and_makes_a_pdf_of_it(tmp_path: Path, hostile: bool) -> None:
    pack = a_hostile_pack() if hostile else a_pack(draft=True)
    (tmp_path / "pack.docx").write_bytes(word(pack))
    settings = f"-env:UserInstallation=file://{tmp_path}/settings"
    convert = ["soffice", settings, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path)]
    subprocess.run([*convert, str(tmp_path / "pack.docx")], check=True, capture_output=True, timeout=120)
    pages = [page.extract_text() for page in pypdf.PdfReader(tmp_path / "pack.pdf").pages]
    assert len(pages) > 5
    if not hostile:
        assert all("DRAFT" in text for text in pages)
        assert f"page 2 of {len(pages)}" in pages[1]
        assert sum("Compared with the" in text for text in pages) >= 3
