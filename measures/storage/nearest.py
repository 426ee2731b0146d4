"""Naming what was probably meant."""

from collections.abc import Iterable
from difflib import get_close_matches

from measures.errors import NotFound


def not_found(what: str, asked: str, known: Iterable[str]) -> NotFound:
    """The exception for something that does not exist, with the nearest that does, or all where they are few."""
    names = list(dict.fromkeys(known))
    text = f"There is no {what} “{asked}”."
    if not names:
        return NotFound(f"{text} None has been loaded: run measures init --sample, or measures define FILE.")
    if near := get_close_matches(asked, names, n=1, cutoff=0.5):
        return NotFound(f"{text} Did you mean “{near[0]}”?")
    if len(names) <= 12:
        return NotFound(f"{text} There are: {', '.join(names)}.")
    return NotFound(text)
