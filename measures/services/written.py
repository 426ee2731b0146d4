"""What a person wrote, before it is kept: tidied, and refused where it is too long or holds what cannot be seen."""

from measures.errors import NotAllowed
from measures.ingest.words import hidden_character
from measures.settings import local_user

#: Characters of a person's name, and of why something is done.
LONGEST_NAME, LONGEST_REASON = 100, 2000
_LONGEST_FILE_NAME = 255


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
    """The name without blanks around it; raises NotAllowed where there is none, or it is no name."""
    if not by.strip():
        raise NotAllowed("Write your name first: the history keeps who said it. Nothing was stored.")
    refuse_unfit_words(by)
    return by.strip()


def named(by: str) -> str:
    """The name, or without one that of the person at this machine; raises NotAllowed where neither says who it is."""
    return refuse_nameless(by if by.strip() else local_user())


def refuse_unfit_words(by: str, reason: str = "") -> None:
    """Raise NotAllowed for a name or a reason that is too long, or holds a character that cannot be seen."""
    refuse_unfit("The name", tidy(by), LONGEST_NAME)
    refuse_unfit("The reason", tidy(reason), LONGEST_REASON)


def kept_name(name: str) -> str:
    """A file's name as it is kept: what cannot be seen in it is left out, and of a long one the start and the ending.

    >>> kept_name("a\\u202egnp\\n.csv"), kept_name(" ")
    ('agnp.csv', 'a file without a name')
    """
    seen = "".join(one for one in name if hidden_character(one) is None).strip()
    if len(seen) > _LONGEST_FILE_NAME:
        seen = f"{seen[: _LONGEST_FILE_NAME - 11]}…{seen[-10:]}"
    return seen or "a file without a name"
