"""Small helpers for messages: the nearest known name, and texts from a file kept short and harmless."""

import difflib
import re
import unicodedata
from collections.abc import Iterable, Sequence
from decimal import Decimal

SHOWN = 60


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known name most like `word`, or None where none is alike. For messages only: about 1 ms a call."""
    names = {name.casefold(): name for name in known}
    found = difflib.get_close_matches(word[:200].casefold(), names, n=1, cutoff=0.6)
    return names[found[0]] if found else None


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """`Did you mean “x”? ` with the space after it, or nothing."""
    name = nearest(word, known)
    return f"Did you mean “{name}”? " if name else ""


def shown(text: object) -> str:
    """A text from a file as a message quotes it: on one line, not too long, nothing that cannot be seen."""
    line = re.sub(r"\s+", " ", str(text)).strip()
    line = "".join("�" if unicodedata.category(c) in ("Cc", "Cf", "Cs", "Co", "Cn") else c for c in line[:500])
    return line if len(line) <= SHOWN else line[: SHOWN - 1] + "…"


def listed(words: Sequence[str], joiner: str = "or") -> str:
    """`a, b or c`.

    >>> listed(["a", "b", "c"])
    'a, b or c'
    """
    return f" {joiner} ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else "".join(words)


def first_listed(words: Sequence[str], most: int) -> str:
    """The first of a long list, and how many more there are.

    >>> first_listed(["a", "b", "c", "d"], 2)
    'a, b and 2 more'
    """
    rest = len(words) - most
    return listed([*words[:most], *([f"{rest:,} more"] if rest > 0 else [])], "and")


def in_figures(figure: Decimal) -> str:
    """A figure as a message prints it: commas between thousands, no zeros at the end, no exponent.

    >>> in_figures(Decimal("1234.50"))
    '1,234.5'
    """
    text = f"{figure:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def hidden_character(text: str, allowed: str = "") -> str | None:
    """The first character that cannot be seen and has no place in a text (control, direction override), named."""
    for character in text:
        if character not in allowed and (unicodedata.category(character) in ("Cc", "Cs") or character in _DIRECTION):
            name = unicodedata.name(character, "control character")
            return f"U+{ord(character):04X} ({name.lower()})"
    return None


_DIRECTION = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
