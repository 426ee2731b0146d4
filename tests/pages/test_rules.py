"""The page of definitions and rules: what stands, what another rule would move, setting it."""

import re
from collections.abc import Callable

import pytest

from tests.pages.conftest import Reader

BURGLARY = {"m": "domestic-burglary", "plan": "2013-2018", "quarter": "2016-17-Q1"}


def press(reader: Reader, key: str) -> Reader:
    reader.app.button(key=key).click()
    return reader.run()


def tries(reader: Reader, amount: str, start: str = "2014-15-Q1") -> Reader:
    reader.app.selectbox(key="rules_from").select(start)
    reader.app.text_input(key="rules_amber").input(amount)
    return press(reader.run(), "rules_press")


def text(reader: Reader) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", reader.html).split())


def test_every_measure_is_there_with_what_is_measured_its_rule_and_who_set_it(sample: Reader) -> None:
    found = text(sample.go("rules", plan="2013-2018", quarter="2016-17-Q1"))
    assert "Definitions and rules: 30 measures, 21 of them can be rated" in found
    assert "it is set against a year before and the baseline (2014/15). At or better is Green; up to 5% worse" in found
    assert "Domestic burglary offences. Lower is better." in found
    assert "A year before Baseline (2014/15) Up to 5% worse as the plan has it First version. Sample, " in found
    assert "Up to 1 point worse its own" in found
    assert "Neither: shown for context" in found
    assert "Would move" not in found and "would move on the figures" in found


def test_another_tolerance_is_tried_with_both_marks_and_counts_and_stands_in_the_address(sample: Reader) -> None:
    reader = tries(sample.go("rules", **BURGLARY), "10")
    asked = {"from": "2014-15-Q1", "amber": "10", "unit": "pct"}
    assert reader.address == BURGLARY | asked
    found = text(reader)
    assert "Domestic burglary, from 2014/15 Q1 on Tolerance: the plan’s (5%) → 10%" in found
    assert "4 ratings would move in 3 quarters, and with them 1 headline." in found
    assert "2016/17 Q1, as it stands 10 0 3 17 2016/17 Q1, as tried 9 (−1) 1 (+1) 3 17" in found
    assert re.search(r"2016/17 Q1 Worse → Slightly worse A year before Worse → Slightly worse", found)
    assert found == text(sample.go("status").go("rules", **BURGLARY, **asked))  # from the address alone
    assert reader.app.text_input(key="rules_amber").value == "10"


def test_what_is_shown_goes_as_soon_as_anything_else_is_filled_in(sample: Reader) -> None:
    reader = tries(sample.go("rules", **BURGLARY), "10")
    reader.app.text_input(key="rules_amber").input("12")
    reader.run()
    assert reader.address == BURGLARY
    assert "4 ratings would move" not in reader.html
    reader.app.selectbox(key="rules_measure").select("")
    reader.run()
    assert reader.app.text_input(key="rules_amber").value == ""
    assert "Which way is better" not in [one.label for one in reader.app.selectbox]


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"amber": "<b>"}, "“&lt;b&gt;” is no tolerance. Write a number of 0 or more, such as 4 or 2.5."),
        ({"amber": "5", "unit": "furlongs"}, "The address says “furlongs”; expected is one of pct, points, count."),
        ({"against": "last_week"}, "The address says “last_week”"),
        ({"m": "domestic-burglry", "amber": "3"}, "Did you mean “domestic-burglary”?"),
        ({}, "That is the rule as it stands."),
        ({"from": "2016 Q1"}, "could be a calendar or a financial quarter"),
    ],
)
def test_an_address_that_asks_for_no_rule_is_told_why(sample: Reader, asked: dict[str, str], said: str) -> None:
    sample.go("rules", **{**BURGLARY, "from": "2016-17-Q1", **asked})
    assert said in sample.html
    assert "Every measure and its rule" in sample.html


def test_an_administrator_sets_what_was_tried_with_a_reason(small: Callable[..., Reader]) -> None:
    reader = tries(small().go("rules", m="burglary"), "0.1", "2016-17-Q1")
    reader.app.text_input(key="person").input("A. Officer")
    press(reader.run(), "rules_set_press")
    assert "The reason is blank. Say why, and who decided it. Nothing was stored." in reader.html
    reader.app.text_input(key="rules_reason").input("<script>stricter</script>")
    press(reader.run(), "rules_set_press")
    found = text(reader)
    assert "The rule was set. Burglary, from 2016/17 Q1 on." in found
    assert "From 2016/17 Q1: tolerance: the plan’s → 0.1%. A. Officer, " in found
    assert "Up to 0.1% worse its own" in found
    assert "&lt;script&gt;stricter&lt;/script&gt;" in reader.html and "<script>" not in reader.html
