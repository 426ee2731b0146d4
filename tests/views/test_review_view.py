"""The panel review in words: the finding, the groups, what was restated by how much."""

from fractions import Fraction

import pytest

from measures.model.quarter import Quarter
from measures.model.review import Direction, FigureChange, Moved, Question, QuestionCode, Review, Stance
from measures.model.value import Basis
from measures.views.review_view import question_groups, restated_by, review_title
from measures.views.review_words import moved_finding
from tests.builders import a_measure

M = a_measure("m")
NOWHERE = Stance(None, None, "Not rated")
SINCE = "the meeting of 12 September 2016"


def review(*ways: Direction, questions: int = 0) -> Review:
    asked = tuple(Question(QuestionCode.NEW_RED, M, "?", ("e",)) for _ in range(questions))
    moved = tuple(Moved(M, way, NOWHERE, NOWHERE) for way in ways)
    return Review(SINCE, None, (0, 0, 0, 0), (0, 0, 0, 0), moved, questions=asked)


@pytest.mark.parametrize(
    ("found", "title"),
    [
        (review(), f"Nothing moved since {SINCE}; no question to ask"),
        (review(Direction.WORSE, questions=1), f"1 measure got worse since {SINCE}; 1 question to ask"),
        (
            review(Direction.WORSE, Direction.WORSE, Direction.BETTER, Direction.NEWLY_MISSING, questions=2),
            f"2 measures got worse, 1 measure got better and 1 measure changed otherwise since {SINCE}; "
            "2 questions to ask",
        ),
    ],
)
def test_the_title_says_what_moved_and_how_much_there_is_to_ask(found: Review, title: str) -> None:
    assert review_title(found) == title


def test_the_finding_counts_each_way_a_measure_can_move() -> None:
    ways = (Direction.NEWLY_MISSING, Direction.NEWLY_SUPPLIED, Direction.NEWLY_SUPPLIED, Direction.OTHER)
    assert moved_finding(review(*ways)) == (
        f"Since {SINCE}, 1 measure lost its figure, 2 measures gained a figure and 1 measure changed otherwise."
    )
    assert moved_finding(review()) == f"Since {SINCE}, nothing moved."
    assert "2 measures lost their figure" in moved_finding(review(Direction.NEWLY_MISSING, Direction.NEWLY_MISSING))


def test_the_questions_are_grouped_by_code_in_its_order_and_none_is_lost() -> None:
    asked = [Question(code, M, f"{code}?", ("e",)) for code in reversed(QuestionCode)]
    groups = question_groups(asked)
    assert list(groups) == list(QuestionCode)
    assert sum(len(held) for held in groups.values()) == len(asked)
    assert question_groups([]) == {}


@pytest.mark.parametrize(
    ("unit", "reported", "now", "said"),
    [
        ("offences", 100, 97, "3 fewer (−3.0%)"),
        ("offences", 0, 3, "3 more"),
        ("%", 50, 52, "2.0 points higher"),
        ("offences", None, 3, "newly supplied"),
        ("offences", 3, None, "no figure now"),
        ("offences", 3, 3, "the same figure, stated otherwise"),
    ],
)
def test_by_how_much_a_figure_was_restated(unit: str, reported: int | None, now: int | None, said: str) -> None:
    sides = (None if side is None else Fraction(side) for side in (reported, now))
    one = FigureChange(a_measure("m", unit=unit), Quarter.of(2016, 1), Basis.QUARTER, *sides)
    assert restated_by(one) == said
