"""What a person wrote, as HTML: paragraphs, lists, emphasis; all else as the characters that were typed."""

from measures.model.rich_text import Line, RichParagraph, Span, read_rich
from measures.views.markup import esc, tag


def rich_html(text: str) -> str:
    """A text as paragraphs and lists; nothing for a blank one. Each block keeps its direction of writing to itself."""
    blocks = [
        _paragraph(block) if isinstance(block, RichParagraph) else _list(block.items, block.numbered)
        for block in read_rich(text)
    ]
    return tag("div", *blocks, class_="pc-written") if blocks else ""


def _paragraph(block: RichParagraph) -> str:
    return tag("p", "<br>".join(map(_line, block.lines)), dir="auto")


def _list(items: tuple[Line, ...], numbered: bool) -> str:
    return tag("ol" if numbered else "ul", *(tag("li", _line(item), dir="auto") for item in items))


def _line(line: Line) -> str:
    return "".join(map(_span, line))


def _span(span: Span) -> str:
    said = esc(span.text)
    said = tag("em", said) if span.emphasis else said
    return tag("strong", said) if span.strong else said
