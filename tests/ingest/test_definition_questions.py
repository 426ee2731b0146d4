"""When the panel is told to ask: settings of a plan's file."""

from decimal import Decimal

from measures.ingest.definitions_file import read_definitions, write_definitions
from tests.ingest.test_definitions_file import GOOD


def test_when_the_panel_is_told_to_ask_is_a_setting_that_is_written_back_where_it_is_not_the_usual_one():
    usual, _ = read_definitions(GOOD, "plan.toml")
    assert (usual.head.question_restated_pct, usual.head.question_red_quarters) == (Decimal("2.0"), 3)
    assert "question_" not in write_definitions(usual)
    own, issues = read_definitions(
        GOOD.replace("[plan]", "[plan]\nquestion_restated_pct = 0.5\nquestion_red_quarters = 4"), "plan.toml"
    )
    assert not issues
    assert (own.head.question_restated_pct, own.head.question_red_quarters) == (Decimal("0.5"), 4)
    assert "question_restated_pct = 0.5\nquestion_red_quarters = 4\n" in write_definitions(own)
    assert read_definitions(write_definitions(own), "plan.toml") == (own, [])
