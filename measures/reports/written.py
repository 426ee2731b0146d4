"""What a person wrote, as blocks of a pack: paragraphs, lists, emphasis (`model/rich_text.py` says what is read)."""

from measures.model.rich_text import Line, RichParagraph, read_rich
from measures.reports.blocks import Block, Bullets, Paragraph, Run, Text


def blocks_of(text: str) -> tuple[Block, ...]:
    """A text in blocks, none for a blank one. Each line of a paragraph is a paragraph: a block holds no line break.

    >>> blocks_of("Fewer **burglaries**.")[0].text[1]
    Run(text='burglaries', strong=True, emphasis=False)
    """
    found: list[Block] = []
    for block in read_rich(text):
        if isinstance(block, RichParagraph):
            found += [Paragraph(_runs(line)) for line in block.lines]
        else:
            found.append(Bullets(tuple(map(_runs, block.items)), block.numbered))
    return tuple(found)


def _runs(line: Line) -> Text:
    return tuple(Run(span.text, span.strong, span.emphasis) for span in line)
