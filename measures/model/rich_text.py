"""The little Markdown that a text of ours may hold: paragraphs, lists, emphasis and strong emphasis, nothing else.

Whatever else a person types (a link, a picture, HTML, a heading, code) stands there as the characters that it is.
A new line is a new line. An item of a list begins a line with `-`, `*` or `•` and a space, or, numbered, with `1.` or
`1)`; numbers that do not count up from 1 are no list but figures, and stay as they were typed. Time grows with the
length of the text and with nothing else.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it import MarkdownIt


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of text in one dress; it holds no line break."""

    text: str
    strong: bool = False
    emphasis: bool = False


Line = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class RichParagraph:
    """A paragraph: its lines, at least one, none of them blank."""

    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class RichList:
    """A list: its items, at least one. Items within items stand on the same level."""

    items: tuple[Line, ...]
    numbered: bool = False


RichText = tuple[RichParagraph | RichList, ...]

_ITEM = re.compile(r"[ \t]*(?:(?P<bullet>[-*•])|(?P<number>[0-9]{1,3})[.)])[ \t]+(?P<said>\S.*)")
#: What no document can hold: control characters but tab and line feed, and halves of a character.
_UNFIT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_NEW_LINE = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")


def read_rich(text: str) -> RichText:
    """The paragraphs and lists of a text, in order; none of a blank one.

    >>> read_rich("Two *new* teams:\\n- north\\n- south")[1].items
    ((Span(text='north', strong=False, emphasis=False),), (Span(text='south', strong=False, emphasis=False),))
    """
    found: list[RichParagraph | RichList] = []
    for kind, lines in _blocks(_UNFIT.sub("\ufffd", _NEW_LINE.sub("\n", text)).split("\n")):
        if kind == _PLAIN:
            found.append(RichParagraph(tuple(_lines("\n".join(lines)))))
        else:
            items = tuple(line for item in lines for line in _lines(item))
            found.append(RichList(items, numbered=kind == _NUMBERED))
    return tuple(found)


_PLAIN, _BULLETS, _NUMBERED = "plain", "bullets", "numbered"


def _blocks(lines: Iterable[str]) -> Iterator[tuple[str, list[str]]]:
    """Neighbouring lines that belong together: of a paragraph, or the items of a list without their marks."""
    kind, kept, after_blank = "", list[str](), False
    for line in lines:
        if not line.strip():
            after_blank = True
            continue
        now, said, goes_on = _kind_of(line, len(kept) + 1 if kind == _NUMBERED else 1)
        if now == _PLAIN and kind != _PLAIN and line[0] in " \t" and kept and not after_blank:
            kept[-1] += f" {said}"
        elif now == kind and goes_on and not (now == _PLAIN and after_blank):
            kept.append(said)
        else:
            if kept:
                yield kind, kept
            kind, kept = now, [said]
        after_blank = False
    if kept:
        yield kind, kept


def _kind_of(line: str, turn: int) -> tuple[str, str, bool]:
    """What a line is, what it says, and whether it goes on with what came before.

    A numbered item is one where it has the number whose turn it is, or is the first of a new list.
    """
    found = _ITEM.fullmatch(line)
    if found and found["bullet"]:
        return _BULLETS, found["said"].rstrip(), True
    if found and int(found["number"]) in (turn, 1):
        return _NUMBERED, found["said"].rstrip(), int(found["number"]) == turn
    return _PLAIN, line.strip(), True


def _lines(text: str) -> Iterator[Line]:
    """The lines of a text, its emphasis read across them."""
    line: list[Span] = []
    for span in _spans(text):
        first, *more = span.text.split("\n")
        for place, part in enumerate([first, *more]):
            if place:
                yield tuple(line)
                line = []
            if part:
                line.append(Span(part, span.strong, span.emphasis))
    yield tuple(line)


def _spans(text: str) -> Iterator[Span]:
    """A text as Markdown reads its emphasis; a mark without a partner stands as it was typed."""
    strong = emphasis = 0
    for token in _inline().parseInline(text)[0].children or ():
        match token.type:
            case "strong_open":
                strong += 1
            case "strong_close":
                strong -= 1
            case "em_open":
                emphasis += 1
            case "em_close":
                emphasis -= 1
            case _:
                yield Span(token.content, strong > 0, emphasis > 0)


@cache
def _inline() -> "MarkdownIt":
    from markdown_it import MarkdownIt  # late: a command that shows no text does without

    return MarkdownIt("zero").enable("emphasis")
