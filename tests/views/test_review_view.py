"""The panel review in words: the finding, the groups, what was restated by how much."""

from fractions import Fraction

import pytest

from measures.model.quarter import Quarter
from measures.model.review import Direction, FigureChange, Moved, Question, QuestionCode, Review, Stance
from measures.model.value import Basis
from measures.rules.questions import comes_from
from measures.views.questions_view import question_groups, questions_asked
from measures.views.review_view import restated_by, review_title
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
            f"2 measures got worse, 1 measure got better and 1 measure lost its figure since {SINCE}; "
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


def missing(name: str, owner: str, *evidence: str) -> Question:
    measure = a_measure(name, owner=owner)
    text = f"Commissioner, the figure for “{measure.title}” is missing."
    return Question(QuestionCode.MISSING, measure, text, tuple(filter(None, (*evidence, comes_from(measure)))))


def test_the_questions_are_numbered_through_and_missing_figures_of_one_owner_are_asked_for_at_once() -> None:
    none = "No commentary is written."
    asked = questions_asked(
        [
            missing("burglary", "The registrar", "No data yet for 2016/17 Q1.", none),
            missing("calls", "The control room", "No data yet for 2016/17 Q2.", none),
            missing("theft", "The registrar", "No data yet for 2016/17 Q2.", none),
            missing("drugs", ""),
            missing("arson", ""),
            Question(QuestionCode.NEW_RED, M, "Why?", ("e",)),
        ]
    )
    assert [(one.number, one.about) for one in asked] == [
        (1, "M"), (2, "2 missing figures"), (3, "Calls"), (4, "2 missing figures"),
    ]  # fmt: skip
    assert [one.text for one in asked] == [
        "Why?",
        "Commissioner, 2 figures are missing, and no reason is given: “Burglary” and “Theft”. They come from: The "
        "registrar. What stands in the way, and when will they be there?",
        "Commissioner, the figure for “Calls” is missing.",
        "Commissioner, 2 figures are missing, and no reason is given: “Drugs” and “Arson”. What stands in the way, and "
        "when will they be there?",
    ]
    assert asked[1].evidence == (
        "Burglary: no data yet for 2016/17 Q1.", "Theft: no data yet for 2016/17 Q2.", "No commentary is written.",
    )  # fmt: skip
    assert asked[2].evidence[-1] == "It comes from: The control room."
    assert asked[3].evidence == ()
    groups = question_groups([missing("drugs", ""), Question(QuestionCode.LONG_RED, M, "Still?", ("e",))])
    assert {code: [one.number for one in held] for code, held in groups.items()} == {
        QuestionCode.LONG_RED: [1], QuestionCode.MISSING: [2],
    }  # fmt: skip


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
