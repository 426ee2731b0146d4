"""The workbook: numbers that can be added up, texts that stay texts, sheets that print."""

import io
import re
import zipfile
from dataclasses import replace
from fractions import Fraction

import pytest

from measures.reports.blocks import Cell, Column, Pack, Paragraph, Section, Table, cell, said
from measures.reports.workbook import workbook
from measures.reports.workbook_parts import number_format, sheet_names
from tests.reports.builders import HOSTILE, LONG, a_hostile_pack, a_pack
from tests.reports.readers import sheets_in


def of_rows(*rows: tuple[Cell, ...]) -> bytes:
    columns = tuple(Column(f"Column {n}") for n in range(len(rows[0])))
    section = Section("a", "A", (Table("t", "A table", columns, rows),))
    return workbook(Pack("Title", "", (), (section,), "Foot", a_pack().moment))


def parts(content: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def test_there_is_a_cover_and_a_sheet_for_each_section_of_the_second_level_or_without_one() -> None:
    assert [name for name, _ in sheets_in(workbook(a_pack()))] == [
        "Cover",
        "The quarter at a glance",
        "Priority by priority",
        "Tackle crime and reduce re-of…",
        "Support victims",
        "Appendix A every measure",
    ]


def test_sections_that_are_kept_together_share_a_sheet_each_with_its_table_under_its_heading() -> None:
    columns, rows = (Column("Measure"), Column("What")), ((cell("x"), cell("y")),)
    inner = tuple(
        Section(name, f"Measure {name}", (Table("t", f"Of {name}", columns, rows), Paragraph(said(f"Said of {name}"))))
        for name in ("one", "two")
    )
    outer = Section("all", "In full", (Paragraph(said("All of them")),), inner, together=True)
    sheets = dict(sheets_in(workbook(Pack("Title", "", (), (outer,), "Foot", a_pack().moment))))
    assert list(sheets) == ["Cover", "In full", "In full 2"]
    texts = [row[0] for row in sheets["In full 2"] if row[0]]
    assert texts == ["In full", "Measure one", "Of one", "Measure", "x", "Said of one",
                     "Measure two", "Of two", "Measure", "x", "Said of two"]  # fmt: skip


def test_figures_are_numbers_and_words_are_words() -> None:
    rows = dict(sheets_in(workbook(a_pack())))["Tackle crime and reduce re-of…"]
    head = next(n for n, row in enumerate(rows) if row[0] == "Measure")
    assert rows[head + 1] == ["Domestic burglary", "Worse", "Slightly worse", 2610, 272]
    assert rows[head + 3] == ["Vehicle offences", "At or better", "At or better", 4412, -391]
    assert rows[head + 4][1] == "Numbers too small to rate"


@pytest.mark.parametrize(
    ("text", "figure", "places", "shown"),
    [
        ("1,172", 1172, 0, '#,##0;"−"#,##0'),
        ("66.7%", Fraction(200, 3), 1, '#,##0.0"%";"−"#,##0.0"%"'),
        ("£1,234", 1234, 0, '"£"#,##0'),
        ("−12.5", Fraction(-25, 2), 1, '#,##0.0;"−"#,##0.0'),
        ("+6.2%", Fraction(62, 10), 1, '"+"#,##0.0"%"'),
        ("2,610 p", 2610, 0, '#,##0" p";"−"#,##0" p"'),
        ('5"', 5, 0, '#,##0\\";"−"#,##0\\"'),
        ("14 against 12", 14, 0, ""),
        ("about a third", Fraction(1, 3), 0, ""),
        ("–", 5, 0, ""),
    ],
)
def test_a_figure_is_shown_as_its_text_has_it(text: str, figure: Fraction, places: int, shown: str) -> None:
    assert number_format(Cell((said(text),), number=Fraction(figure), places=places)) == shown


def test_a_figure_whose_text_says_more_stays_a_text() -> None:
    given = Cell((said("2,610"), said("272 more than 2,338")), number=Fraction(2610))
    rows = dict(sheets_in(of_rows((cell("Burglary"), given))))["A"]
    assert ["Burglary", "2,610\n272 more than 2,338"] in rows


def test_an_exact_figure_keeps_what_its_text_rounds() -> None:
    given = Cell((said("66.7%"),), number=Fraction(200, 3), places=1)
    assert any(row[1] == pytest.approx(200 / 3, abs=0) for row in dict(sheets_in(of_rows((cell("x"), given))))["A"])


def test_no_text_becomes_a_formula_or_a_link() -> None:
    files = parts(workbook(a_hostile_pack()))
    assert not any("hyperlink" in name.lower() for name in files)
    for name, text in files.items():
        if name.startswith("xl/worksheets/"):
            assert re.findall(r"<f[ >]|<hyperlink", text) == [], name
    found = {text for _, rows in sheets_in(workbook(a_hostile_pack())) for row in rows for text in row}
    assert set(HOSTILE[3:9]) <= found


def test_a_text_longer_than_a_cell_goes_on_beneath() -> None:
    rows = dict(sheets_in(of_rows((cell("short"), cell(LONG)), (cell("next"), cell("one")))))["A"]
    begin = next(n for n, row in enumerate(rows) if row[0] == "short")
    after = next(n for n, row in enumerate(rows) if row[0] == "next")
    assert "".join(str(row[1]) for row in rows[begin:after]) == LONG
    assert after - begin > 3


def test_a_table_that_is_alone_is_frozen_filtered_and_repeated_on_paper() -> None:
    files = parts(workbook(a_pack()))
    sheet = files["xl/worksheets/sheet6.xml"]
    assert '<pane xSplit="1" ySplit="3" topLeftCell="B4" activePane="bottomRight" state="frozen"/>' in sheet
    assert '<autoFilter ref="A3:E63"/>' in sheet
    assert 'paperSize="9"' in sheet
    assert 'orientation="landscape"' in sheet
    assert 'fitToHeight="0"' in sheet
    assert "'Appendix A every measure'!$3:$3" in files["xl/workbook.xml"]


def test_the_foot_of_each_sheet_has_the_publication_and_no_code_of_its_own() -> None:
    for foot, written in (("Publication 7", "Publication 7"), ("R&D &P", "R&amp;&amp;D &amp;&amp;P")):
        sheet = parts(workbook(replace(a_pack(), foot=foot)))["xl/worksheets/sheet1.xml"]
        assert f"<oddFooter>&amp;L&amp;8 {written}&amp;R&amp;8 page &amp;P of &amp;N</oddFooter>" in sheet


def test_who_made_it_and_when_is_the_packs() -> None:
    core = parts(workbook(a_pack()))["docProps/core.xml"]
    assert "<dc:title>Police and Crime Plan 2013–2018: progress</dc:title>" in core
    assert ">2016-12-05T09:30:00Z<" in core


@pytest.mark.parametrize(
    ("titles", "names"),
    [
        (["A", "a", "A"], ["A", "a 2", "A 3"]),
        (["[x]:*?/\\", "", "'"], ["x", "Sheet", "Sheet 2"]),
        (["History"], ["History 2"]),
        (["x" * 40, "x" * 40], ["x" * 29 + "…", "x" * 28 + "… 2"]),
    ],
)
def test_sheets_have_names_that_excel_takes(titles: list[str], names: list[str]) -> None:
    assert sheet_names(titles) == names
    assert all(len(name) <= 31 for name in names)
