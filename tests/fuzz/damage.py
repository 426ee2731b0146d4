"""Bytes flipped, cut, doubled; quotes broken; encodings mixed."""

import random
from collections.abc import Callable

BITS = (
    b'"',
    b",",
    b";",
    b"\n",
    b"\r",
    b"\t",
    b"\x00",
    b"\xff",
    b"\xc2",
    b"-",
    b"%",
    b"\xa3",
    b"9" * 20,
    b"nan",
    b"\xef\xbb\xbf",
)


def damaged(content: bytes, rng: random.Random, steps: list[str]) -> bytes:
    """The bytes with one thing done to them."""
    damage = rng.choice(DAMAGES)
    steps.append(damage.__name__.strip("_"))
    return bytes(damage(bytearray(content), rng))


def _flip(content: bytearray, rng: random.Random) -> bytearray:
    for _ in range(rng.randint(1, 4)):
        if content:
            content[rng.randrange(len(content))] ^= 1 << rng.randrange(8)
    return content


def _cut(content: bytearray, rng: random.Random) -> bytearray:
    at = rng.randrange(len(content) + 1)
    del content[at : at + rng.choice([1, 2, 6, 60])]
    return content


def _insert(content: bytearray, rng: random.Random) -> bytearray:
    at = rng.randrange(len(content) + 1)
    content[at:at] = rng.choice(BITS)
    return content


def _copy(content: bytearray, rng: random.Random) -> bytearray:
    at, other = (rng.randrange(len(content) + 1) for _ in range(2))
    content[at:at] = content[other : other + rng.randint(1, 60)]
    return content


def _truncate(content: bytearray, rng: random.Random) -> bytearray:
    return content[: rng.randrange(len(content) + 1)]


def _break_quotes(content: bytearray, rng: random.Random) -> bytearray:
    marks = [at for at, byte in enumerate(content) if byte == 34]
    if marks and rng.random() < 0.5:
        del content[rng.choice(marks)]
    else:
        content.insert(rng.randrange(len(content) + 1), 34)
    return content


def _mix_encodings(content: bytearray, rng: random.Random) -> bytearray:
    lines = content.split(b"\n")
    word = rng.choice("é £ – ’ ï €".split()).encode(rng.choice(["utf-8", "cp1252"]))
    for _ in range(rng.randint(1, 2)):
        at = rng.randrange(len(lines))
        lines[at] = lines[at][:-1] + word + lines[at][-1:]
    return bytearray(b"\n").join(lines)


DAMAGES: tuple[Callable[[bytearray, random.Random], bytearray], ...] = (
    *[_flip, _insert, _break_quotes, _mix_encodings] * 2,
    *(_cut, _copy, _truncate),
)
