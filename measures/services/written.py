"""What a person wrote, before it is kept: tidied, and refused where it is too long or holds what cannot be seen."""

from measures.errors import NotAllowed
from measures.ingest.words import hidden_character


def tidy(text: str) -> str:
    """One kind of line end, no blanks at the ends."""
    return "\n".join(line.rstrip() for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")).strip()


def refuse_unfit(title: str, text: str, longest: int) -> None:
    """Raise NotAllowed for a text that is too long, or holds a character that cannot be seen."""
    if len(text) > longest:
        raise NotAllowed(
            f"“{title}” has {len(text):,} characters, {longest:,} are kept. Nothing was stored: shorten it."
        )
    if found := hidden_character(text, allowed="\n\t"):
        raise NotAllowed(
            f"“{title}” holds a character that cannot be seen, {found}. Nothing was stored: type that part again."
        )


def refuse_nameless(by: str) -> str:
    """The name without blanks around it; raises NotAllowed where there is none."""
    if not by.strip():
        raise NotAllowed("Write your name first: the history keeps who said it. Nothing was stored.")
    return by.strip()
