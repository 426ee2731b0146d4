"""Words in a commentary that say which way a figure went, or that something is well. Pure; they only point.

A word counts unless a “not” or “no” stands shortly before it. The lists are short on purpose: what they do not know
is passed over, and nothing is ever refused because of them.
"""

import re
from dataclasses import dataclass

from measures.model.measure import Polarity

#: That a figure went down, up; that things are well, that they are not.
FALL = (
    r"reduc(?:ed|tions?|ing)|decreas(?:ed?|es|ing)|declin(?:ed?|es|ing)|fell|fall(?:s|en|ing)?|"
    r"drop(?:s|ped|ping)?|lower|fewer|down (?:by|from|to|on|\d)|(?:is|are|was|were|went|gone|come|came) down"
)
RISE = (
    r"increas(?:ed?|es|ing)|rose|ris(?:e|es|en|ing)|grew|grow(?:s|n|ing|th)|climb(?:s|ed|ing)|higher|"
    r"up (?:by|from|to|on|\d)|(?:is|are|was|were|went|gone) up"
)
GOOD = (
    r"improv(?:ed?|es|ing|ements?)|better|success(?:es|ful|fully)?|progress|good|great|excellent|positive(?:ly)?|"
    r"pleas(?:ed|ing)|encouraging|achiev(?:ed?|es|ements?)|strong(?:er|ly)?|effective(?:ly)?|well"
)
BAD = (
    r"wors(?:e|ened|ening)|deteriorat\w*|poor(?:er|ly)?|concern(?:s|ed|ing)?|challeng\w*|difficult\w*|pressure[sd]?|"
    r"problems?|issues?|delay(?:s|ed)?|behind|short(?:age|ages|fall)|disappoint\w*|regret\w*|fail(?:s|ed|ure|ures)?|"
    r"unfortunately|missed|not|no|lack|however|although|but|despite"
)
_NEGATION = re.compile(
    r"\b(?:no|not|never|nor|neither|without|hardly|rather than|\w+n['’]t)\b(?:\W+\w+){0,2}\W*$", re.IGNORECASE
)
_SENTENCE = re.compile(r"(?<=[.!?;])\s+|\n+")


@dataclass(frozen=True, slots=True)
class Words:
    """One of the lists above, ready to be looked for."""

    pattern: re.Pattern[str]

    @classmethod
    def of(cls, *lists: str) -> "Words":
        """The words of one or more lists."""
        return cls(re.compile(rf"\b(?:{'|'.join(lists)})\b", re.IGNORECASE))

    def found_in(self, text: str) -> tuple[str, ...]:
        """Each word of the list that the text says and does not deny, once, as it stands there."""
        found: dict[str, str] = {}
        for sentence in sentences(text):
            for match in self.pattern.finditer(sentence):
                if not _NEGATION.search(sentence[: match.start()]):
                    found.setdefault(match[0].lower(), match[0])
        return tuple(found.values())


FALLING, RISING, GOOD_NEWS, BAD_NEWS = Words.of(FALL), Words.of(RISE), Words.of(GOOD), Words.of(BAD)


def sentences(text: str) -> list[str]:
    """The sentences of a text, near enough."""
    return [one.strip() for one in _SENTENCE.split(text) if one.strip()]


def good_words(text: str, polarity: Polarity) -> tuple[str, ...]:
    """The words of good news in a text; none where it says that the figure went the worse way."""
    better, worse = _ways(polarity)
    if worse and worse.found_in(text):
        return ()
    return (*GOOD_NEWS.found_in(text), *(better.found_in(text) if better else ()))


def _ways(polarity: Polarity) -> tuple[Words | None, Words | None]:
    """The words for the better and for the worse way."""
    both: tuple[Words | None, Words | None] = (FALLING, RISING)
    return {Polarity.LOWER: both, Polarity.HIGHER: both[::-1]}.get(polarity, (None, None))


def says_better(text: str, polarity: Polarity) -> tuple[str, ...]:
    """The words by which a text says that a measure got better; none where it says the opposite as well."""
    better, worse = _ways(polarity)
    if better is None or worse is None or worse.found_in(text) or _WORSE.found_in(text):
        return ()
    return (*_BETTER.found_in(text), *better.found_in(text))


_BETTER = Words.of(r"improv(?:ed?|es|ing|ements?)|better")
_WORSE = Words.of(r"wors(?:e|ened|ening)|deteriorat\w*")
