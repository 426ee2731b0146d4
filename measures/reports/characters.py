"""What becomes of a character that a document cannot hold.

XML has no place for most control characters, and a PDF for everybody (PDF/UA) none for a character that its fonts do
not have. Both are given as text that says what stood there: “[U+1F914 thinking face]”.
"""

import re
import struct
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path

FONTS = Path(__file__).parent / "fonts"
FAMILIES = ("Inter", "DejaVu Sans")
_FILES = ("Inter-Regular.otf", "DejaVuSans.ttf")

#: What XML 1.0 refuses, lone halves of a pair with it, and the two that mean nothing anywhere.
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_LINE_ENDS = re.compile("\r\n?|[\x85\u2028\u2029]")
#: Marks of direction and joining that are never drawn, so that no font needs them.
_UNDRAWN = re.compile("[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufe00-\ufe0f\ufeff]")
_LONG_WORD = re.compile(r"\S{21,}")
_PART_OF_WORD = re.compile(r"\S{10}(?=\S)")


def fit(text: str) -> str:
    """A text that every format holds: line ends are `\\n`, what XML refuses is said in brackets.

    >>> fit("a\\x07b\\r\\nc")
    'a[U+0007]b\\nc'
    """
    return _UNFIT.sub(lambda found: said_as(found[0]), _LINE_ENDS.sub("\n", text))


def breakable(text: str) -> str:
    """A text in which a long word has a zero-width space after every so many characters, so that a line can end there.

    >>> breakable("a" * 22).split("\u200b")
    ['aaaaaaaaaa', 'aaaaaaaaaa', 'aa']
    """
    return _LONG_WORD.sub(lambda found: _PART_OF_WORD.sub("\\g<0>\u200b", found[0]), text)


def fit_for_fonts(text: str) -> str:
    """The same, where what the fonts of the PDF have not is said in brackets too.

    >>> fit_for_fonts("£5 \N{THINKING FACE}")
    '£5 [U+1F914 thinking face]'
    """
    text = fit(text).replace("\t", " ")
    if text.isascii():
        return text
    return "".join(_cluster(found) for found in _clusters(text))


def said_as(character: str) -> str:
    """A character as its number and name.

    >>> said_as("\N{SNOWMAN}")
    '[U+2603 snowman]'
    """
    name = unicodedata.name(character, "").lower()
    return f"[U+{ord(character):04X}{' ' if name else ''}{name}]"


def _clusters(text: str) -> Iterator[str]:
    """Each character with the marks that combine with it: one font has to have them all."""
    begun = ""
    for character in text:
        if begun and unicodedata.category(character) not in ("Mn", "Me", "Mc"):
            yield begun
            begun = ""
        begun += character
    yield begun


def _cluster(cluster: str) -> str:
    drawn = {ord(c) for c in cluster if not c.isspace() and not _UNDRAWN.match(c)}
    maps = _character_maps()
    if any(drawn <= one for one in maps):
        return cluster
    if any(ord(cluster[0]) in one for one in maps):  # the letter is there, what sits on it is not
        return cluster[0] + "".join(said_as(c) for c in cluster[1:] if not _UNDRAWN.match(c))
    return "".join(said_as(c) for c in cluster if not _UNDRAWN.match(c))


@cache
def _character_maps() -> tuple[frozenset[int], ...]:
    return tuple(frozenset(characters_of((FONTS / name).read_bytes())) for name in _FILES)


def characters_of(font: bytes) -> Iterator[int]:
    """The code points that a font (TrueType or OpenType) has a glyph for, from its own character map."""
    (tables,) = struct.unpack_from(">H", font, 4)
    entries = (struct.unpack_from(">4sIII", font, 12 + 16 * n) for n in range(tables))
    start = next(offset for name, _, offset, _ in entries if name == b"cmap")
    (many,) = struct.unpack_from(">H", font, start + 2)
    places = [struct.unpack_from(">HHI", font, start + 4 + 8 * n)[2] + start for n in range(many)]
    formats = {struct.unpack_from(">H", font, place)[0]: place for place in places}
    if 12 in formats:
        yield from _ranges(font, formats[12])
    else:
        yield from _segments(font, formats[4])


def _ranges(font: bytes, place: int) -> Iterator[int]:
    """Format 12: ranges of code points, each with its first glyph."""
    (many,) = struct.unpack_from(">I", font, place + 12)
    for first, last, _ in struct.iter_unpack(">III", font[place + 16 : place + 16 + 12 * many]):
        yield from range(first, last + 1)


def _segments(font: bytes, place: int) -> Iterator[int]:
    """Format 4: segments below 65,536; a glyph of 0 is none."""
    (twice,) = struct.unpack_from(">H", font, place + 6)
    count = twice // 2

    def column(index: int) -> tuple[int, ...]:
        return struct.unpack_from(f">{count}H", font, place + 14 + index * twice + (2 if index else 0))

    ends, starts, deltas, offsets = (column(index) for index in range(4))
    base = place + 16 + 3 * twice
    for index, (first, last, delta, offset) in enumerate(zip(starts, ends, deltas, offsets, strict=True)):
        for code in range(first, min(last, 0xFFFE) + 1):
            glyph = code
            if offset:
                (glyph,) = struct.unpack_from(">H", font, base + 2 * index + offset + 2 * (code - first))
            if glyph and (glyph + delta) % 65536:
                yield code
