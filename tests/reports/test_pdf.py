"""The PDF: tagged for everybody, dated by the pack, with nothing of the machine in it."""

import io
from dataclasses import replace
from functools import cache

import page as checker
import pypdf
import pytest
from pypdf.generic import DictionaryObject

from measures.reports.blocks import Pack, Paragraph, Picture, Pictures, Section, said
from measures.reports.pdf import pdf
from tests.reports.builders import ALTS, a_hostile_pack, a_pack, a_pack_with_many_parts, a_picture, a_table
from tests.reports.readers import alts_of


@cache
def read(draft: bool = False) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(pdf(a_pack(draft))))


def of_blocks(*blocks: object) -> pypdf.PdfReader:
    pack = Pack("Title", "", (), (Section("a", "A", blocks),), "Foot", a_pack().moment)  # type: ignore[arg-type]
    return pypdf.PdfReader(io.BytesIO(pdf(pack)))


def elements(reader: pypdf.PdfReader) -> list[DictionaryObject]:
    """The elements of the structure, in reading order."""
    found, waiting = [], [reader.trailer["/Root"]["/StructTreeRoot"]]
    while waiting:
        one = waiting.pop().get_object()
        if isinstance(one, list):
            waiting += reversed(one)
        elif isinstance(one, DictionaryObject):
            if "/S" in one:
                found.append(one)
            if "/K" in one:
                waiting.append(one["/K"])
    return found


def kinds(reader: pypdf.PdfReader) -> list[str]:
    return [str(one["/S"]).lstrip("/") for one in elements(reader)]


def outline(reader: pypdf.PdfReader) -> list[object]:
    def titles(given: list[object]) -> list[object]:
        return [titles(one) if isinstance(one, list) else one["/Title"] for one in given]  # type: ignore[index]

    return titles(reader.outline)


def test_it_says_that_it_is_tagged_pdf_for_everybody_in_british_english() -> None:
    root = read().trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] is True or root["/MarkInfo"]["/Marked"].value is True
    assert root["/Lang"] == "en-GB"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"].value is True
    assert b"pdfuaid:part" in root["/Metadata"].get_data()


def failures(content: bytes) -> list[str]:
    """What a checker of PDF/UA-1 with 104 of its rules finds."""
    report = checker.validate_pdf_bytes(content, profile=checker.ValidationProfile.PDF_UA_1)
    assert report.rules.total >= 104
    return [f"{one.rule_id}: {one.message}" for one in report.failures]


def test_a_checker_of_pdf_for_everybody_finds_nothing() -> None:
    for pack in (a_pack(), a_pack(draft=True), a_hostile_pack()):
        assert failures(pdf(pack)) == []


def test_the_checker_finds_what_it_is_there_to_find() -> None:
    content = pdf(a_pack())
    for whole, broken in ((b"/Alt", b"/Xlt"), (b"/S/TH", b"/S/XH"), (b"/Marked true", b"/Marked null")):
        assert whole in content
        assert failures(content.replace(whole, broken)) != []


def test_title_author_subject_and_date_are_the_packs() -> None:
    about = read().metadata
    assert about is not None
    assert (about.title, about.author, about.subject) == (a_pack().title, a_pack().author, a_pack().about)
    assert about.creation_date is not None
    assert about.creation_date.strftime("%Y-%m-%d") == "2016-12-05"


def test_headings_lists_tables_and_figures_are_tagged_as_what_they_are() -> None:
    found = kinds(read())
    assert {"H1", "H2", "H3", "L", "LI", "Table", "TH", "TD", "Figure", "Caption", "TOC", "TOCI", "Link"} <= set(found)
    assert found.count("Table") == 2
    assert found.count("Figure") == 3


def test_a_table_that_goes_on_has_its_head_on_each_page_and_once_in_the_structure() -> None:
    reader = read()
    pages = [page.extract_text() for page in reader.pages]
    long = [text for text in pages if text.count("Vehicle offences") >= 2]
    assert len(long) >= 2
    assert all(text.count("Compared with a year") == 1 for text in long)
    heads = [one for one in elements(reader) if one["/S"] == "/TH" and one["/A"][0]["/Scope"] == "/Column"]
    assert len(heads) == 2 * 5


def test_the_first_cell_of_each_row_is_the_head_of_its_row() -> None:
    rows = [[cell.get_object() for cell in one["/K"]] for one in elements(read()) if one["/S"] == "/TR"]
    assert len(rows) == 2 + 4 + 60
    for row in rows:
        column = [cell["/S"] for cell in row] == ["/TH"] * 5
        assert column or [cell["/S"] for cell in row] == ["/TH", "/TD", "/TD", "/TD", "/TD"]
        assert row[0]["/A"][0]["/Scope"] == ("/Column" if column else "/Row")
        assert all("/Headers" not in cell["/A"][0] for cell in row[1:] if cell["/S"] == "/TD")


def test_a_text_that_looks_like_a_cell_of_the_structure_stays_a_text() -> None:
    cell = "\n9 0 obj\n<</Type/StructElem/S/TD/P 1 0 R/A[<</O/Table/Headers[(U1x0y0)]>>"
    hostile = replace(a_picture("x"), alt=cell)
    assert list(alts_of(of_blocks(Pictures((hostile,))))) == [cell]


def test_each_chart_has_its_text_and_a_rating_mark_none_since_its_word_stands_beside_it() -> None:
    assert list(alts_of(read())) == ALTS


def test_the_outline_has_the_sections_and_no_minor_heading() -> None:
    assert outline(read()) == [
        "The quarter at a glance",
        "Priority by priority",
        ["Tackle crime and reduce re-offending", "Support victims"],
        "Appendix A: every measure",
    ]


def test_the_parts_of_an_appendix_are_listed_at_its_start_and_are_in_the_outline() -> None:
    content = pdf(a_pack_with_many_parts())
    reader = pypdf.PdfReader(io.BytesIO(content))
    parts = [f"Measure {n}" for n in (1, 2, 3, 4, 5)]
    assert outline(reader) == ["The quarter at a glance", "The measures in full", parts]
    pages = [page.extract_text() for page in reader.pages]
    [contents] = [text for text in pages if "Contents" in text]
    assert "The measures in full" in contents and "Measure 1" not in contents
    appendix = pages[-1]
    places = [appendix.index(words) for words in ("Every measure.", *parts, "After the list.", "Text 1.")]
    assert places == sorted(places)
    assert failures(content) == []


def test_each_page_has_the_publication_and_its_number_at_the_foot() -> None:
    pages = read().pages
    for number, page in enumerate(pages, start=1):
        foot = page.extract_text().splitlines()[-1]
        assert foot.startswith("Publication 2013-2018-2016-17-Q2-1")
        assert foot.endswith(f"page {number} of {len(pages)}")
    assert len(pages) > 5


def test_each_page_of_a_draft_says_so_at_the_top() -> None:
    for page in read(draft=True).pages:
        assert "DRAFT · not published, figures and words may change" in page.extract_text()


def test_only_the_packages_own_fonts_are_in_it() -> None:
    fonts = {
        str(font.get_object()["/BaseFont"]).split("+")[-1].split("-Identity")[0]
        for page in read().pages
        for font in page["/Resources"]["/Font"].values()
    }
    assert fonts == {"Inter-Regular", "Inter-SemiBold", "Inter-Italic", "Inter-SemiBoldItalic"}


def test_a_section_that_wants_a_new_page_has_one() -> None:
    pages = [page.extract_text() for page in read().pages]
    assert next(text for text in pages if text.startswith("Appendix A: every measure"))
    assert not any(text.startswith("Support victims") for text in pages)


def test_what_the_fonts_do_not_have_is_said_in_brackets() -> None:
    reader = of_blocks(Paragraph(said("Well done \N{THINKING FACE} and \N{GREEK SMALL LETTER OMEGA} ▲ שלום")))
    text = reader.pages[0].extract_text()
    assert "Well done [U+1F914 thinking face] and ω ▲" in text


@pytest.mark.parametrize("many", [0, 1, 2, 5])
def test_a_table_of_any_length_and_a_grid_of_any_number_of_charts_can_be_set(many: int) -> None:
    charts = tuple(a_picture(f"Chart {n}") for n in range(many))
    reader = of_blocks(a_table(rows=many), Pictures(charts), Paragraph(()))
    assert len(list(alts_of(reader))) == many


def test_a_wide_chart_takes_the_whole_width_and_small_ones_half() -> None:
    def widths(*pictures: Picture) -> list[list[float]]:
        return [[one.width for one in row] for row in Pictures(pictures).rows]

    small, wide = a_picture("Small"), Picture(a_picture("Wide").svg, "Wide", "Wide", 520, 200)
    assert widths(small, small, small, wide, small) == [[255, 255], [255], [520], [255]]
