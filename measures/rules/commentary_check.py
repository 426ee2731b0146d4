"""What a written text says beside what the figures say: it only points, and a person decides (SPEC section 9). Pure.

Nothing here knows what a text means. Each remark names the words that it found, so that a writer sees at once whether
there is anything in it.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from measures.model.commentary import Commentary
from measures.model.quarter import day_in_words
from measures.model.rating import Comparison, MeasureRating, Rating
from measures.model.remark import Remark, RemarkCode
from measures.model.words import AGAINST, change_words, listed
from measures.rules.numbers_said import Known, numbers_said
from measures.rules.plain_words import BAD_NEWS, FALLING, RISING, good_words, sentences

_FEWEST_WORDS = 4  # of a sentence that is worth comparing with an earlier one
_SHOWN = 3  # sentences that a remark repeats


@dataclass(frozen=True, slots=True)
class Beside:
    """What a commentary is read beside: the measure's rating now and the quarter before, every figure known of it.

    `earlier` is the commentary of the quarter before; `day` the meeting's (the reading's, while there is none).
    """

    rating: MeasureRating
    before: MeasureRating | None
    known: Known
    earlier: Commentary | None
    day: date


def check_commentary(said: Commentary, beside: Beside) -> tuple[Remark, ...]:
    """The remarks on a commentary, in the order of `RemarkCode`; none for a blank one."""
    happened = said.happened or said.why
    found = [
        *_numbers(f"{said.happened}\n{said.why}", beside),
        *_direction(happened, beside),
        *_only_good(f"{said.happened}\n{said.why}\n{said.unknown}", beside.rating),
        *_day_past(said, beside.day),
    ]
    if beside.earlier is not None:
        found += same_words(_whole(said), _whole(beside.earlier), str(beside.earlier.quarter))
    return tuple(sorted(found, key=lambda one: list(RemarkCode).index(one.code)))


def hidden_titles(text: str, hidden: Iterable[str]) -> Iterator[Remark]:
    """The titles in a text of measures that some of its readers may not see."""
    plain = f" {_plain(text)} "
    found = tuple(title for title in dict.fromkeys(hidden) if _plain(title) and f" {_plain(title)} " in plain)
    if found:
        which = "that measure" if len(found) == 1 else "those measures"
        yield Remark(
            RemarkCode.NAMES_HIDDEN,
            f"The text names {listed([f'“{one}”' for one in found])}. Not all of its readers may see {which}, and "
            "it is shown as it is written. Is it meant for all of them?",
            found,
        )


def unknown_numbers(text: str, known: Known, of: str) -> Iterator[Remark]:
    """The numbers of a text that are not among the figures `of` something."""
    words = tuple(dict.fromkeys(one.text for one in numbers_said(text) if not one.is_among(known)))
    if words:
        yield _not_known(words, of)


def same_words(text: str, earlier: str, when: str) -> Iterator[Remark]:
    """The sentences of a text that stood there before, word for word; short ones are passed over."""
    before = {_plain(one) for one in sentences(earlier)}
    own = [" ".join(one.split()) for one in sentences(text) if len(_plain(one).split()) >= _FEWEST_WORDS]
    again = tuple(one for one in own if _plain(one) in before)
    if again:
        shown = listed([f"“{one}”" for one in again[:_SHOWN]])
        more = f" and {len(again) - _SHOWN} more" if len(again) > _SHOWN else ""
        share = f"{len(again)} of {len(own)} sentences" if len(own) > 1 else "The one sentence"
        verb = "is" if len(again) == 1 else "are"
        what = "those" if len(again) > 1 else "that"
        yield Remark(
            RemarkCode.SAME_WORDS,
            f"{share} {verb} word for word {what} of {when}: {shown}{more}. Is that still so?",
            again,
        )


def _numbers(text: str, beside: Beside) -> Iterator[Remark]:
    if beside.known.near or beside.known.far:
        said = numbers_said(text, beside.rating.measure)
        words = tuple(dict.fromkeys(one.text for one in said if not one.is_among(beside.known)))
        if words:
            yield _not_known(words, "this measure")


def _not_known(words: tuple[str, ...], of: str) -> Remark:
    one = f"{words[0]} is not among the figures of {of}, nor a change of one. Where is it from?"
    more = f"{listed(words)} are not among the figures of {of}, nor changes of them. Where are they from?"
    return Remark(RemarkCode.NUMBER_NOT_IN_DATA, one if len(words) == 1 else more, words)


def _direction(text: str, beside: Beside) -> Iterator[Remark]:
    """“Fell” where every comparison shows a rise, “rose” where every one shows a fall."""
    rating = beside.rating
    moved = [one for one in rating.comparisons if one.change]
    falls, rises = FALLING.found_in(text), RISING.found_in(text)
    if not moved or (falls and rises):
        return
    up = all(one.change is not None and one.change > 0 for one in moved)
    down = all(one.change is not None and one.change < 0 for one in moved)
    if falls and up:
        yield _other_way(RemarkCode.SAYS_FELL, falls, "up", moved, beside)
    if rises and down:
        yield _other_way(RemarkCode.SAYS_ROSE, rises, "down", moved, beside)


def _other_way(code: RemarkCode, words: tuple[str, ...], way: str, moved: list[Comparison], beside: Beside) -> Remark:
    rating = beside.rating
    sums = [
        f"{change_words(one.change, rating.measure.as_compared(one.comparator))} than {AGAINST[one.comparator]}"
        for one in moved
        if one.change is not None
    ]
    said = f"The text says {listed([f'“{one}”' for one in words])}, and the figure is {way}: {listed(sums)}."
    own, then = rating.quarter_value, beside.before.quarter_value if beside.before else None
    if own is not None and then is not None and own != then and (own > then) is (way == "down"):
        said += f" Only from {rating.quarter.shift(-1)} to {rating.quarter}, each by itself, it went the way it says."
    return Remark(code, said, words)


def _only_good(text: str, rating: MeasureRating) -> Iterator[Remark]:
    good = good_words(text, rating.measure.polarity)
    if rating.headline is Rating.RED and good and not BAD_NEWS.found_in(text):
        yield Remark(
            RemarkCode.ONLY_GOOD_NEWS,
            f"The rating is Worse (red), and the text has good news only: {listed([f'“{one}”' for one in good])}.",
            good,
        )


def _day_past(said: Commentary, day: date) -> Iterator[Remark]:
    if said.action_due is not None and said.action_due < day:
        due = day_in_words(said.action_due)
        yield Remark(
            RemarkCode.DAY_PAST,
            f"What is being done was to be done by {due}, which is past on {day_in_words(day)}. Has it been done?",
            (due,),
        )


def _whole(said: Commentary) -> str:
    return "\n".join((said.happened, said.why, said.action, said.unknown))


def _plain(sentence: str) -> str:
    """A sentence without case, marks and runs of blanks."""
    return " ".join(re.findall(r"\w+", sentence.casefold()))
