"""Written texts as blocks."""

from measures.reports.blocks import Block, Paragraph, said


def blocks_of(text: str) -> tuple[Block, ...]:
    """A paragraph for each."""
    return tuple(Paragraph(said(part)) for part in text.split("\n\n") if part.strip())
