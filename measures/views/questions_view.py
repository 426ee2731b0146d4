"""The questions as they are put: numbered through, and one for all missing figures that come from the same place.

The page, the packs and the command show these, so that “question 9” is the same one everywhere.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from measures.model.measure import Measure
from measures.model.review import Question, QuestionCode
from measures.model.words import listed
from measures.rules.questions import comes_from


@dataclass(frozen=True, slots=True)
class Asked:
    """One question as it is put: its number, the measures that it is about, its text and what that rests on."""

    number: int
    code: QuestionCode
    measures: tuple[Measure, ...]
    text: str
    evidence: tuple[str, ...]

    @property
    def about(self) -> str:
        """What it is about, in short: the title of its measure, or how many figures are missing."""
        return self.measures[0].title if len(self.measures) == 1 else f"{len(self.measures)} missing figures"


def questions_asked(questions: Iterable[Question]) -> tuple[Asked, ...]:
    """Every question in the order of its code, within each in the order given.

    Missing figures of the same owner are asked for at once, where the first of them stands.
    """
    groups: dict[tuple[object, ...], list[Question]] = {}
    for place, one in enumerate(sorted(questions, key=lambda each: list(QuestionCode).index(each.code))):
        is_missing = one.code is QuestionCode.MISSING
        groups.setdefault((one.code, one.measure.owner) if is_missing else (place,), []).append(one)
    return tuple(_asked(number, group) for number, group in enumerate(groups.values(), 1))


def question_groups(questions: Iterable[Question]) -> dict[QuestionCode, tuple[Asked, ...]]:
    """The questions as they are put by their code, in its order; no entry for a code without one."""
    asked = questions_asked(questions)
    groups = {code: tuple(one for one in asked if one.code is code) for code in QuestionCode}
    return {code: held for code, held in groups.items() if held}


def _asked(number: int, group: Sequence[Question]) -> Asked:
    first, measures = group[0], tuple(one.measure for one in group)
    if len(group) == 1:
        return Asked(number, first.code, measures, first.text, first.evidence)
    titles = listed([f"“{one.title}”" for one in measures])
    source = f" They come from: {first.measure.owner}." if first.measure.owner else ""
    text = (
        f"Commissioner, {len(group)} figures are missing, and no reason is given: {titles}.{source} What stands in the "
        "way, and when will they be there?"
    )
    return Asked(number, first.code, measures, text, _evidence(group))


def _evidence(group: Sequence[Question]) -> tuple[str, ...]:
    """What each rests on after its title, and once what all do; whom they come from stands in the question."""
    shared = [line for line in group[0].evidence if all(line in one.evidence for one in group)]
    own = []
    for one in group:
        lines = " ".join(line for line in one.evidence if line not in shared)
        own += [f"{one.measure.title}: {lines[:1].lower()}{lines[1:]}"] if lines else []
    return (*own, *(line for line in shared if line != comes_from(group[0].measure)))
