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


def says_better(text: str, polarity: Polarity) -> tuple[str, ...]:
    """The words by which a text says that a measure got better; none where it says the opposite as well."""
    ways = {Polarity.LOWER: (FALLING, RISING), Polarity.HIGHER: (RISING, FALLING)}.get(polarity)
    if ways is None:
        return ()
    better = (*_BETTER.found_in(text), *ways[0].found_in(text))
    return better if not (*_WORSE.found_in(text), *ways[1].found_in(text)) else ()


_BETTER = Words.of(r"improv(?:ed?|es|ing|ements?)|better")
_WORSE = Words.of(r"wors(?:e|ened|ening)|deteriorat\w*")
