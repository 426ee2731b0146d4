"""The numbers of a written text that could be figures, and whether they are among known ones. Pure.

Left out is what is a number but no figure: years, quarters, dates, times, ages, spans of time, section numbers,
telephone numbers, “1 in 5”, “per 1,000”. A number counts as known where a known figure rounds to it as it is written:
6% for 6.16%, 1,200 and 1.2 thousand for 1,172; with “about” or “over” before it, twice as far. A figure of another
quarter has to round to the last digit that is written.
"""

import re
from dataclasses import dataclass
from fractions import Fraction

from measures.model.measure import Measure
from measures.model.words import TIMES

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?)"
)
_NAMED = (
    r"(?:sections?|s\.|stages?|phases?|tiers?|levels?|priority|parts?|pages?|appendix|paragraphs?|tables?|charts?|"
    r"no\.?|numbers?|junctions?|steps?|objectives?|bands?|grades?|category|categories|ages?|aged|version|item|grade)"
)
_TIME = r"(?:day|week|month|year|quarter|hour|minute|second|decade)s?"
_SPAN = r"(?:\s*(?:to|and|or|-|–)\s*\d+)?"

#: What is taken out before numbers are looked for, one after the other.
_NO_FIGURES = (
    r"^[ \t]*\d+[.)](?=\s)",  # the marks of a numbered list
    r"\b\d{4}-\d{1,2}-\d{1,2}\b",
    r"\b\d{1,2}[/.]\d{1,2}[/.]\d{2,4}\b",
    rf"\b\d{{1,2}}(?:st|nd|rd|th)?(?:\s*(?:-|–|to|and)\s*\d{{1,2}}(?:st|nd|rd|th)?)?\s+(?:of\s+)?{_MONTH}\b",
    rf"\b{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?\b(?![.,]?\d)",
    rf"\b{_MONTH}\s+['’]?\d{{2}}(?:\d{{2}})?\b(?![.,]?\d)",
    r"\b(?:19|20)\d\d\s*[/–-]\s*\d{2,4}\b",
    r"\b\d{1,2}/\d{1,2}\b",
    r"\bq\s?[1-4]\b|\bquarters?\s+[1-4]\b",
    r"\b\d{1,2}:\d{2}(?:\s*[ap]m)?\b|\b\d{1,2}(?:\.\d{2})?\s*[ap]m\b",
    r"(?<![\d,.£])\b(?:19|20)\d\d\b(?!,\d|\.\d|\s*%)",
    r"(?<![\d,.£])\b(?:999|101|111|112)\b(?!\.\d|,\d|\s*%)",
    rf"\b{_NAMED}\s+\d+(?:\.\d+)*{_SPAN}\b",
    r"\b\d+\s+(?:in|out of)\s+(?:every\s+)?\d+\b|\bone\s+in\s+(?:every\s+)?\d+\b",
    r"\bper\s+[\d,]+\b",
)
_DURATION = rf"\b\d+(?:\.\d+)?{_SPAN}[\s-]+{_TIME}\b"
_NUMBER = re.compile(
    r"(?<![\w.,/])(?<![A-Za-z]-)(?P<sign>[£€]\s?)?(?P<whole>\d{1,3}(?:,\d{3}){1,5}|\d{1,18})(?P<part>\.\d{1,18})?"
    r"(?:\s?(?P<times>thousand|million|billion|k|m|bn)\b)?(?P<pct>\s?%|\s?per\s?cent\b)?(?![\w]|,\d|\.\d|/\d)",
    re.IGNORECASE,
)
_LOOSE = re.compile(
    r"\b(?:about|around|approximately|approx\.?|roughly|some|nearly|almost|over|under|below|above|more than|less than|"
    r"fewer than|at least|up to|just|close to|circa|c\.)\s*(?:a|the|by|to)?\s*$",
    re.IGNORECASE,
)
_MULTIPLES = {"thousand": 1000, "k": 1000, "million": 10**6, "m": 10**6, "billion": 10**9, "bn": 10**9}
_ROUNDED = Fraction(1, 20)  # zeros at the end of a whole number are taken for rounding up to this part of it


@dataclass(frozen=True, slots=True)
class Known:
    """Figures that a text may speak of: those of the quarter, which it may round, and all others of the series."""

    near: frozenset[Fraction] = frozenset()
    far: frozenset[Fraction] = frozenset()

    def __or__(self, other: "Known") -> "Known":
        return Known(self.near | other.near, self.far | other.far)


@dataclass(frozen=True, slots=True)
class SaidNumber:
    """A number as it stands in a text, and its value.

    `written` is how far a figure may lie from it and round to its last digit; `rounded` the same where zeros at its
    end, or a word such as “about”, say that it was rounded further.
    """

    text: str
    value: Fraction
    written: Fraction
    rounded: Fraction

    def is_among(self, known: Known) -> bool:
        """Whether a known figure, whatever its sign, rounds to it."""
        near = any(abs(abs(one) - self.value) <= self.rounded for one in known.near)
        return near or any(abs(abs(one) - self.value) <= self.written for one in known.far)


def numbers_said(text: str, measure: Measure | None = None) -> tuple[SaidNumber, ...]:
    """The numbers of a text that could be figures, in its order.

    A span of time (“12 months”) is left out, unless the measure is one of time.
    """
    timed = measure is not None and any(word in TIMES for word in measure.unit.lower().split())
    left = text
    for pattern in (*_NO_FIGURES, *(() if timed else (_DURATION,))):
        left = re.sub(pattern, lambda match: " " * len(match[0]), left, flags=re.IGNORECASE | re.MULTILINE)
    return tuple(_said(match, left) for match in _NUMBER.finditer(left))


def _said(match: re.Match[str], text: str) -> SaidNumber:
    whole, part = match["whole"].replace(",", ""), match["part"] or ""
    times = _MULTIPLES.get((match["times"] or "").lower(), 1)
    value = Fraction(whole + part) * times
    step = Fraction(times, 10 ** max(len(part) - 1, 0))
    rounded = step / 2
    if not part and value:
        zeros = len(whole) - len(whole.rstrip("0"))
        rounded = max(rounded, min(step * 10**zeros / 2, value * _ROUNDED))
    loose = _LOOSE.search(text[: match.start()]) is not None
    return SaidNumber(match[0].strip(), value, step / 2, rounded * 2 if loose else rounded)
