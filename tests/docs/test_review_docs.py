"""docs/review.md keeps up with the program: every question and every remark has its entry, in order, with its rule."""

import re
from dataclasses import fields
from pathlib import Path

import pytest

from measures.model.measure import PlanHead
from measures.model.remark import RemarkCode
from measures.model.review import QuestionCode
from measures.views.review_view import HEADINGS, REMARKS, question_rules
from measures.views.review_words import DIRECTIONS
from tests.builders import a_plan

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "review.md").read_text(encoding="utf-8")
QUESTIONS, REMARKED = PAGE.split("## Questions\n", 1)[1].split("## The commentary check\n", 1)
HEAD = a_plan().head


def entries(part: str) -> dict[str, str]:
    return dict(re.findall(r"^### `(\w+)`\n(.*?)(?=^##|\Z)", part, re.MULTILINE | re.DOTALL))


def test_every_question_has_its_entry_in_the_order_in_which_they_are_put() -> None:
    assert list(entries(QUESTIONS)) == [code.value for code in QuestionCode]


@pytest.mark.parametrize("code", list(QuestionCode))
def test_an_entry_says_the_rule_and_what_the_question_rests_on(code: QuestionCode) -> None:
    rule, _, rests_on = entries(QUESTIONS)[code.value].partition("Rests on: ")
    assert len(rule.split()) > 5
    assert rests_on.strip().endswith(".")
    assert HEADINGS[code] and question_rules(HEAD)[code].endswith(".")


def test_every_remark_has_its_entry_in_the_order_in_which_they_are_told() -> None:
    assert list(entries(REMARKED)) == [code.value for code in RemarkCode] == [code.value for code in REMARKS]


def test_every_way_a_measure_can_move_is_named() -> None:
    assert all(f"*{words}*" in PAGE for words in DIRECTIONS.values())


def test_every_setting_of_the_questions_is_named_with_what_it_is_unless_set_and_marked_as_an_assumption() -> None:
    settings = {one.name: one.default for one in fields(PlanHead) if one.name.startswith("question_")}
    assert set(settings) == {"question_red_quarters", "question_restated_pct"}
    for name, default in settings.items():
        said = next(entry for entry in entries(QUESTIONS).values() if f"`{name}`" in entry)
        assert "(assumption)" in said
        assert re.search(rf"\b{float(default):g} unless the plan says otherwise", said)


def test_the_page_says_the_settings_of_the_plan_itself() -> None:
    rules = question_rules(HEAD)
    assert "for 3 quarters or more" in rules[QuestionCode.LONG_RED]
    assert "more than 2% (2 points" in rules[QuestionCode.RESTATED]
