"""What a check of a written text points to. It never blocks: a person decides whether there is anything in it."""

from dataclasses import dataclass
from enum import StrEnum


class RemarkCode(StrEnum):
    """What was found, in the order in which it is told."""

    NAMES_HIDDEN = "names_hidden"
    NUMBER_NOT_IN_DATA = "number_not_in_data"
    SAYS_FELL = "says_fell"
    SAYS_ROSE = "says_rose"
    ONLY_GOOD_NEWS = "only_good_news"
    SAME_WORDS = "same_words"
    DAY_PAST = "day_past"


@dataclass(frozen=True, slots=True)
class Remark:
    """One remark on a text: a sentence, and the words of the text that it was made from."""

    code: RemarkCode
    text: str
    words: tuple[str, ...] = ()
