"""What a person wrote, as blocks of a pack and as HTML."""

from measures.reports.blocks import Bullets, Paragraph, Run
from measures.reports.written import blocks_of
from measures.widgets.rich_html import rich_html

HOSTILE = '<b>x</b> [a](javascript:x) ![](x) #set page() =1+1 \u202e"&'


def test_a_text_becomes_paragraphs_and_lists():
    assert blocks_of("One *two*\nthree\n- a\n- **b**\n\n1. c") == (
        Paragraph((Run("One "), Run("two", emphasis=True))),
        Paragraph((Run("three"),)),
        Bullets(((Run("a"),), (Run("b", strong=True),))),
        Bullets(((Run("c"),),), numbered=True),
    )
    assert blocks_of(" \n ") == ()


def test_hostile_text_is_text_in_a_block():
    assert blocks_of(HOSTILE) == (Paragraph((Run(HOSTILE),)),)


def test_a_text_becomes_html_with_nothing_of_its_own():
    assert rich_html("One *two*\nthree\n- a\n- **b**\n\n1. ***c***") == (
        '<div class="pc-written"><p dir="auto">One <em>two</em><br>three</p>'
        '<ul><li dir="auto">a</li><li dir="auto"><strong>b</strong></li></ul>'
        '<ol><li dir="auto"><strong><em>c</em></strong></li></ol></div>'
    )
    assert rich_html("") == ""


def test_hostile_text_is_text_in_html():
    assert rich_html(HOSTILE) == (
        '<div class="pc-written"><p dir="auto">'
        "&lt;b&gt;x&lt;/b&gt; [a](javascript:x) ![](x) #set page() =1+1 \u202e&quot;&amp;</p></div>"
    )
