"""What of Markdown a text of ours may hold, and that everything else stays as it was typed."""

import gc
import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from measures.model.rich_text import RichList, RichParagraph, Span, read_rich

AS_TYPED = {
    "HTML": "<script>alert(1)</script><b onclick='x'>bold</b><!-- -->&amp;&#x3c;",
    "a link": "[click](javascript:alert(1)) and <https://example.org> and [a]: http://example.org",
    "a picture": "![alt](data:image/svg+xml;base64,AAAA)",
    "a heading": "# Heading",
    "a line under a heading": "---",
    "a quotation": "> quoted",
    "code": "`rm -rf` and ```fenced```",
    "a table": "| a | b |",
    "typst": '#import "x": y; #set page(width: 1pt) $ x^2 $ @cite',
    "a formula": "=HYPERLINK(\"http://example.org\",\"x\")",
    "right to left": "abc \u202egnp.exe\u202c \u2067x\u2069 \u05e9\u05dc\u05d5\u05dd",
    "emoji": "👮🏽‍♀️ 🏴󠁧󠁢󠁥󠁮󠁧󠁿 👍",
    "a star alone": "2 * 3 * 4 and 5*6",
    "a mark without a partner": "**open and _open",
    "a name with underscores": "measure_id and snake_case_name",
    "a minus": "-5 fewer than before",
    "a plus": "+ 3 more",
    "a year at the start": "2019. The year began well",
    "an empty item": "-",
}  # fmt: skip


def words(text: str) -> list[str]:
    """Each line or item as the characters that are read."""
    lines = [line for block in read_rich(text) for line in (
        block.lines if isinstance(block, RichParagraph) else block.items)]  # fmt: skip
    return ["".join(span.text for span in line) for line in lines]


@pytest.mark.parametrize("text", AS_TYPED.values(), ids=AS_TYPED.keys())
def test_what_is_no_emphasis_and_no_list_stands_as_it_was_typed(text):
    assert read_rich(text) == (RichParagraph(((Span(text),),)),)


def test_emphasis_and_strong_emphasis_are_read_also_across_lines():
    [paragraph] = read_rich("A **strong\nword**, *one* and ***both***.")
    assert paragraph.lines == (
        (Span("A "), Span("strong", strong=True)),
        (Span("word", strong=True), Span(", "), Span("one", emphasis=True), Span(" and "),
         Span("both", strong=True, emphasis=True), Span(".")),
    )  # fmt: skip


def test_a_blank_line_parts_paragraphs_and_a_new_line_stays_one():
    assert words("one\ntwo\r\n\r\n\r\nthree\u2028four") == ["one", "two", "three", "four"]
    assert [len(block.lines) for block in read_rich("one\ntwo\r\n\r\n\r\nthree\u2028four")] == [2, 2]
    assert read_rich(" \n\t\n") == ()


def test_lists_begin_with_a_mark_and_a_space_and_end_where_a_line_has_none():
    before, bullets, after = read_rich("Done:\n- north\n  and east\n\n* **south**\n  - inner\nAll of it.")
    assert isinstance(before, RichParagraph) and isinstance(after, RichParagraph)
    assert bullets == RichList(
        ((Span("north and east"),), (Span("south", strong=True),), (Span("inner"),)), numbered=False
    )
    assert words("• pasted\n•\tfrom Word") == ["pasted", "from Word"]


def test_a_numbered_list_counts_from_one_and_any_other_number_is_shown_as_it_is():
    assert read_rich("1. a\n2) b\n3. c") == (RichList(((Span("a"),), (Span("b"),), (Span("c"),)), numbered=True),)
    numbered, typed = read_rich("1. a\n7. b")
    assert numbered.numbered and len(numbered.items) == 1
    assert typed == RichParagraph(((Span("7. b"),),))
    assert [block.items for block in read_rich("1. a\n1. b")] == [((Span("a"),),), ((Span("b"),),)]


def test_what_no_document_can_hold_is_shown_as_a_replacement():
    assert words("a\x00b\x1bc\ud800d") == ["a\ufffdb\ufffdc\ufffdd"]


@given(st.text(alphabet="ab *_-•1.)\n\t<[]()`#\\&\u202e", max_size=60))
def test_no_character_is_lost_but_marks_and_nothing_is_added(text):
    shown = "".join(words(text))
    assert re.sub(r"[\s*_•\-1.)]", "", shown) == re.sub(r"[\s*_•\-1.)]", "", text)
    assert all(shown.count(mark) <= text.count(mark) for mark in "*_•-1.)")


HOSTILE = ("*", "_", "*_", "*a ", "a* ", "**a ", "a** ", "*a **b_ c__ ***d* ", "a***b* ", "**** ", "- ", "- a\n",
           "1. a\n", "[", "![](", "<", "\\", "  a\n", "a\n", "\n", " ", "\t", "x")  # fmt: skip


def seconds(text: str) -> float:
    """The best of three tries, without what collecting the garbage of other tests takes."""
    took = []
    gc.disable()
    try:
        for _ in range(3):
            start = time.process_time()
            read_rich(text)
            took.append(time.process_time() - start)
    finally:
        gc.enable()
    return min(took)


@pytest.mark.parametrize("piece", HOSTILE)
def test_time_grows_with_the_length_and_not_with_its_square(piece):
    """Ten times the text took ten times as long; its square would be a hundred times."""
    read_rich("warm *up*")
    short, long = (seconds(piece * (size // len(piece))) for size in (2_000, 20_000))
    assert long < 40 * max(short, 0.001)


def test_a_hundred_thousand_characters_are_read_at_once():
    assert "".join(words("*a **b_ c__ ***d* <" * 6_000)).count("<") == 6_000
