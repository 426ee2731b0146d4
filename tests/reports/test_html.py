"""The HTML pack: one file with everything in it, sound headings and tables, and no text that becomes anything else."""

import re
from functools import cache
from itertools import pairwise

import lxml.html
import pytest

from measures.reports.html import html
from tests.reports.builders import ALTS, HOSTILE, a_hostile_pack, a_pack, a_pack_with_many_parts


@cache
def tree(which: str = "published") -> lxml.html.HtmlElement:
    pack = {"published": a_pack(), "draft": a_pack(draft=True), "hostile": a_hostile_pack()}[which]
    return lxml.html.document_fromstring(html(pack).decode("utf-8"))


def test_it_has_a_language_a_title_one_first_heading_and_a_way_past_the_contents() -> None:
    page = tree()
    assert page.get("lang") == "en-GB"
    assert page.findtext(".//title") == "Police and Crime Plan 2013–2018: progress"
    assert len(page.xpath("//h1")) == 1
    skip = page.xpath("//body/a")[0]
    assert (skip.text, skip.get("href")) == ("Skip to the content", "#main")
    assert len(page.xpath("//main[@id='main']")) == 1


@pytest.mark.parametrize("which", ["published", "hostile"])
def test_no_level_of_heading_is_left_out(which: str) -> None:
    levels = [int(one.tag[1]) for one in tree(which).xpath("//h1 | //h2 | //h3 | //h4 | //h5 | //h6")]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


@pytest.mark.parametrize("which", ["published", "hostile"])
def test_every_link_leads_to_a_place_in_the_file_and_each_place_is_there_once(which: str) -> None:
    page = tree(which)
    links = [link.removeprefix("#") for link in page.xpath("//a/@href")]
    places = page.xpath("//@id")
    assert len(places) == len(set(places))
    assert set(links) <= set(places)
    assert len(links) >= 6


def test_the_contents_fold_up_the_parts_of_an_appendix() -> None:
    contents = lxml.html.document_fromstring(html(a_pack_with_many_parts()).decode()).xpath("//nav")[0]
    assert [one.text for one in contents.xpath("./ol/li/a")] == ["The quarter at a glance", "The measures in full"]
    [folded] = contents.xpath("./ol/li/details")
    assert (folded.findtext("summary"), folded.get("open")) == ("Its 5 parts", None)
    assert [one.text for one in folded.xpath(".//a")] == [f"Measure {n}" for n in (1, 2, 3, 4, 5)]


@pytest.mark.parametrize("which", ["published", "draft", "hostile"])
def test_it_asks_for_nothing_and_runs_nothing(which: str) -> None:
    page = tree(which)
    assert page.xpath("//script | //link | //img | //iframe | //object | //form | //base") == []
    assert page.xpath("//*[local-name()='image' or local-name()='foreignObject']") == []
    assert [name for one in page.iter() for name in one.attrib if name.startswith("on")] == []
    assert all(value.startswith("#") for value in page.xpath("//@href | //@src | //@*[local-name()='href']"))
    assert re.findall(r"url\(|@import", "".join(page.xpath("//style/text()"))) == []
    policy = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert policy == ["default-src 'none'; style-src 'unsafe-inline'"]


def test_each_table_has_a_caption_and_heads_of_its_columns_and_rows() -> None:
    tables = tree().xpath("//table")
    assert len(tables) == 2
    for table in tables:
        assert table.findtext("caption") == "Measures of this priority, the worst first"
        assert [one.get("scope") for one in table.xpath("thead/tr/th")] == ["col"] * 5
        assert all(len(row.xpath("th[@scope='row']")) == 1 and len(row) == 5 for row in table.xpath("tbody/tr"))


def test_each_chart_has_its_text_and_a_mark_none_since_its_word_stands_beside_it() -> None:
    page = tree()
    assert page.xpath("//figure/div[@role='img']/@aria-label") == ALTS
    marks = page.xpath("//*[contains(concat(' ', @class, ' '), ' mark ')]")
    assert len(marks) > 100
    assert all(mark.get("aria-hidden") == "true" for mark in marks)
    used = set(page.xpath("//*[local-name()='use']/@href"))
    assert used == {"#mark-red", "#mark-amber", "#mark-green", "#mark-none"}
    assert {name.removeprefix("#") for name in used} <= set(page.xpath("//*[local-name()='symbol']/@id"))


def test_a_draft_says_so_at_the_top_in_the_title_and_at_the_head_of_each_printed_page() -> None:
    page = tree("draft")
    assert page.xpath("//header//strong")[0].text == "Draft: not published, figures and words may change"
    assert page.findtext(".//title").endswith("(draft)")
    style = "".join(page.xpath("//style/text()"))
    assert re.search(r'@top-right \{ content: "Draft', style)
    assert not re.search(r'@top-right \{ content: "Draft', "".join(tree().xpath("//style/text()")))


def test_the_foot_of_each_printed_page_cannot_leave_its_string() -> None:
    style = "".join(tree("hostile").xpath("//style/text()"))
    foot = re.search(r'@bottom-left \{ content: "([^"]*)"; \} @bottom-right', style)
    assert foot is not None
    assert re.fullmatch(r"(?:[0-9A-Za-z]|\\[0-9a-f]{6})+", foot[1])
    said = re.sub(r"\\([0-9a-f]{6})", lambda one: chr(int(one[1], 16)), foot[1])
    assert said == HOSTILE[2]
