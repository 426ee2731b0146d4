"""The pack: every measure, rating, reason and comment of a publication is in it, under the headings of a report."""

from datetime import date

import pytest

from measures.model.meeting import Part
from measures.model.publication import Content
from measures.model.quarter import Quarter
from measures.reports.blocks import (
    Bullets,
    Cell,
    Pack,
    Paragraph,
    Pictures,
    Run,
    Section,
    Table,
    Terms,
    Tiles,
    plain_text,
)
from measures.reports.pack import draft_pack, published_pack
from measures.services.publications import draft
from measures.services.published import open_publication
from measures.storage.store import Store
from tests.services.publishing import filled, publish_ready, say


@pytest.fixture(scope="module")
def content(sample_store: Store) -> Content:
    return draft(sample_store, "2024-2029", Quarter.of(2025, 3), today=date(2026, 3, 1))


def texts_of(section: Section) -> list[str]:
    """Every text of a section's own blocks."""
    found: list[str] = []
    for block in section.blocks:
        match block:
            case Paragraph():
                found.append(plain_text(block.text))
            case Bullets():
                found += [plain_text(one) for one in block.items]
            case Terms():
                found += [f"{term}: {plain_text(words)}" for term, words in block.pairs]
            case Tiles():
                found += [f"{one.word} {one.number}" for one in block.tiles]
            case Table():
                found += [block.caption, *(cell.text for row in block.rows for cell in row)]
            case Pictures():
                found += [one.alt for one in block.pictures]
    return found


def everything(pack: Pack) -> str:
    return "\n".join(line for _, section in pack.walk() for line in (section.title, *texts_of(section)))


def section(pack: Pack, id_: str) -> Section:
    return next(one for _, one in pack.walk() if one.id == id_)


def test_every_measure_rating_and_reason_is_in_it(content: Content) -> None:
    whole = everything(draft_pack(content))
    assert len(content.status.measures) == 30
    for rating in content.status.measures:
        assert rating.measure.title in whole
        for comparison in rating.comparisons:
            assert (comparison.reason or comparison.words) in whole
        for caveat in rating.caveats:
            assert caveat in whole


def test_the_sections_come_in_the_order_of_a_panel_report(store: Store) -> None:
    publish_ready(store)
    pack = published_pack(open_publication(store, 1))
    assert [one.title for one in pack.sections] == [
        "Summary", "What deserves the meeting’s time", "Questions the panel could ask", "Since the last meeting",
        "What has been restated", "Part 1: priority by priority", "Part 2, appendix A: the measures in full", "Method",
        "Sources",
    ]  # fmt: skip
    assert not pack.draft
    assert pack.foot == store.publication(1).mark
    facts = {term: plain_text(words) for term, words in pack.facts}
    assert facts["Meeting"] == "Panel of Testshire, 12 September 2016"
    assert facts["Content"] == f"SHA-256 {store.publication(1).sha256}"


def test_what_was_written_stands_where_it_belongs(store: Store) -> None:
    publish_ready(store)
    pack = published_pack(open_publication(store, 1))
    assert "A mixed quarter." in texts_of(section(pack, "summary"))
    assert "Burglary rose." in texts_of(section(pack, "priority-safety"))
    for id_ in ("priority-safety", "measure-burglary"):
        said = texts_of(section(pack, id_))
        assert "What happened. Two series of burglaries in the north." in said
        assert "What is being done. Patrols at night." in said
        assert "By The superintendent, by 1 December 2016." in "\n".join(said)
    listed = "\n".join(texts_of(section(pack, "exceptions")))
    assert "Two series of burglaries in the north." in listed


def test_emphasis_and_lists_of_a_commentary_are_shown_as_such_in_the_tables_too(store: Store) -> None:
    filled(store)
    say(store, "burglary", "Shops report *more*:\n- in **town**\n- elsewhere", action="1. Patrols\n2. *Lights*")
    pack = draft_pack(draft(store, "plan", Quarter.of(2016, 1), today=date(2016, 9, 1)))
    listed = next(one for one in section(pack, "exceptions").blocks if isinstance(one, Table))
    cells = {row[0].text.splitlines()[0]: row[2].lines for row in listed.rows}
    heading = Run("What happened. ", strong=True)
    assert cells["Burglary"] == (
        (heading, Run("Shops report "), Run("more", emphasis=True), Run(":")),
        (Run("• "), Run("in "), Run("town", strong=True)),
        (Run("• "), Run("elsewhere")),
        (Run("What is being done. ", strong=True), Run("1. "), Run("Patrols")),
        (Run("2. "), Run("Lights", emphasis=True)),
    )


def test_the_measures_of_the_appendix_are_listed_there_and_not_in_the_contents(content: Content) -> None:
    pack = draft_pack(content)
    where = {one.id: listed for (_, one), listed in zip(pack.walk(), pack.listed(), strict=True)}
    appendix = section(pack, "appendix-a")
    assert {name for name, listed in where.items() if listed is appendix} == {one.id for one in appendix.sections}
    assert len(appendix.sections) == 30
    assert (
        where["appendix-a"] is None and where["priority-efficient"] is None if "priority-efficient" in where else True
    )
    assert sum(listed is None for listed in where.values()) < 22


def test_a_text_that_was_not_written_has_no_section(store: Store) -> None:
    filled(store)
    pack = draft_pack(draft(store, "plan", Quarter.of(2016, 1), today=date(2016, 9, 1)))
    titles = [one.title for one in pack.sections]
    assert not {Part.RECOMMENDATION.heading, Part.BACKGROUND.heading} & set(titles)
    assert titles[-1] == "What was not ready"
    assert pack.draft


def test_the_tally_then_and_now_adds_up_to_the_plan(content: Content) -> None:
    table = next(one for one in section(draft_pack(content), "summary").blocks if isinstance(one, Table))
    assert [row[0].text for row in table.rows] == ["Worse", "Slightly worse", "At or better", "Not rated"]
    assert sum(int(row[2].text) for row in table.rows) == 30


def test_a_spreadsheet_gets_the_exact_figures(content: Content) -> None:
    table = next(one for one in section(draft_pack(content), "appendix-a").blocks if isinstance(one, Table))
    figures = {(row[0].text, row[2].text): row[4].number for row in table.rows}
    for rating in content.status.measures:
        for comparison in rating.comparisons[:1]:
            assert figures[rating.measure.title, "A year before"] == comparison.current


def test_every_chart_has_a_text_that_states_its_finding(content: Content) -> None:
    pictures = [
        picture
        for _, one in draft_pack(content).walk()
        for block in one.blocks
        if isinstance(block, Pictures)
        for picture in block.pictures
    ]
    assert len(pictures) >= 20
    for picture in pictures:
        assert picture.alt.startswith(f"{picture.caption}: 2025/26 Q") or "no figure" in picture.alt


def test_what_the_sample_published_says_what_was_restated_since(sample_store: Store) -> None:
    later = draft_pack(draft(sample_store, "2021-2025", Quarter.of(2023, 2), today=date(2024, 3, 1)))
    said = texts_of(section(later, "restated"))
    assert said[0].startswith("Since the report on 2023/24 Q1 for the meeting of 11 December 2023 (publication 1), 65 ")
    assert any("the Home Office revised earlier quarters" in line for line in said)
    assert isinstance(section(later, "restated").blocks[1], Table)
    assert all(isinstance(cell, Cell) for row in section(later, "restated").blocks[1].rows for cell in row)  # type: ignore[union-attr]
