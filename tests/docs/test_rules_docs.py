"""docs/rules.md and docs/glossary.md keep up with the program: every code has its entry, every example is true."""

import re
from pathlib import Path

import pytest
import yaml

from measures.model.measure import BaselineRule, Comparator, Kind, SmallNumbers
from measures.model.rating import Flag, Rating, ReasonCode
from measures.rules.reasons import SIGNAL_WORDS
from measures.rules.signal import LABELS

ROOT = Path(__file__).parents[2]
RULES = (ROOT / "docs" / "rules.md").read_text(encoding="utf-8")
GLOSSARY = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")


def entry(heading: str) -> str:
    """The text under a heading of the third level, "" if there is none."""
    found = re.search(rf"^### {re.escape(heading)}\n(.*?)(?=^##|\Z)", RULES, re.MULTILINE | re.DOTALL)
    return found[1].strip() if found else ""


@pytest.mark.parametrize("comparator", list(Comparator))
def test_every_comparator_has_its_entry(comparator: Comparator) -> None:
    assert entry(f"`{comparator}`")


@pytest.mark.parametrize("code", list(ReasonCode))
def test_every_reason_code_has_its_entry_with_its_words(code: ReasonCode) -> None:
    assert code.words in entry(f"`{code}`")


@pytest.mark.parametrize("flag", list(Flag))
def test_every_flag_has_its_entry(flag: Flag) -> None:
    shared = flag.value in {code.value for code in ReasonCode}
    assert entry(f"`{flag}` (flag)" if shared else f"`{flag}`")


def test_reason_codes_stand_in_their_order_of_precedence() -> None:
    codes = [code for code in re.findall(r"^### `(\w+)`$", RULES, re.MULTILINE) if code in list(ReasonCode)]
    assert codes == list(ReasonCode)


@pytest.mark.parametrize("kind", list(Kind))
def test_every_kind_has_its_row(kind: Kind) -> None:
    assert re.search(rf"^\| {kind} \|", RULES, re.MULTILINE)


def test_every_result_and_rule_of_the_signal_is_explained() -> None:
    rules = {label.rpartition("_")[0] for label in LABELS if label}
    named = set(re.findall(r"`(\w+)`", RULES.split("## Signal", 1)[1]))
    assert rules | set(SIGNAL_WORDS) <= named


def test_every_rating_baseline_rule_and_small_number_rule_is_named() -> None:
    for rating in Rating:
        assert f"“{rating.words}”" in RULES or f'"{rating.words}"' in RULES
    for rule in (*BaselineRule, SmallNumbers().rule, "absolute:N", "rate_anyway"):
        assert f"`{rule}`" in RULES


def test_the_example_sentence_is_the_one_that_the_program_writes() -> None:
    """It is the sentence of the first worked case, which is run against the rules."""
    theme = yaml.safe_load((ROOT / "tests" / "cases" / "lancashire.yaml").read_text(encoding="utf-8"))
    assert f"\n> {theme['cases'][0]['expect']['last_year']['reason']}\n" in RULES


def test_what_an_assumption_is_and_where_they_are_is_marked() -> None:
    assert RULES.count("(assumption") >= 6


def test_the_glossary_is_in_order_and_says_each_word_once() -> None:
    words = [word.lower() for word in re.findall(r"^\| \*\*(.+?)\*\*", GLOSSARY, re.MULTILINE)]
    assert words == sorted(words)
    assert len(words) == len(set(words))


def test_nothing_is_called_by_the_word_that_is_never_printed() -> None:
    for text in (RULES, GLOSSARY):
        assert not re.search(r"\btarget", text, re.IGNORECASE)
