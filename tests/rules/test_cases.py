"""The worked cases in tests/cases: definition, figures and quarter in; ratings, reasons and sentences out.

Each YAML file is a theme, to be read by whoever owns the rules. A case names what it expects and nothing else is
checked, but for one thing: wherever a case expects anything of a comparison, its sentence must be there and must
not name a colour that it does not have.
"""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import yaml

from measures.model.area import Area, Group, Member
from measures.model.frames import values_frame
from measures.model.measure import DatedPlan, Measure, Plan
from measures.model.rating import Comparison, MeasureRating, Rating
from measures.model.words import tolerance_words
from measures.rules.beside import Beside
from measures.rules.explain import verdicts
from measures.rules.steps import rate
from tests.builders import a_measure, a_plan, quarter, rows, values

FOLDER = Path(__file__).parents[1] / "cases"
COLOURS = {rating.value for rating in Rating}
NEAR = Fraction(1, 10**6)


def _cases() -> list[Any]:
    found = []
    for path in sorted(FOLDER.glob("*.yaml")):
        theme = yaml.safe_load(path.read_text(encoding="utf-8"))
        for case in theme["cases"]:
            whole = {"plan": theme.get("plan", {}), **case}
            found.append(pytest.param(whole, id=f"{path.stem}: {case['name']}"))
    return found


def _plan(case: Mapping[str, Any], changed: Mapping[str, Any] | None = None) -> Plan:
    return a_plan(_measure(case, changed), **case["plan"])


def _measure(case: Mapping[str, Any], changed: Mapping[str, Any] | None) -> Measure:
    return a_measure(**{**case.get("measure", {}), **(changed or {})})


def _beside(case: Mapping[str, Any]) -> Beside | None:
    """The group of a case: `people` by force, `others` with the figures of each but this one, called home."""
    people: Mapping[str, Any] = case.get("people", {})
    if not people:
        return None
    found = rows("burglary", case["figures"])
    for area, figures in case.get("others", {}).items():
        found += [row | {"area": area} for row in rows("burglary", figures)]
    areas = tuple(Area(name, name.title(), number, 2015) for name, number in people.items())
    return Beside(values_frame(found), areas, (Group("g", "G", tuple(map(Member, people))),), "home")


@pytest.mark.parametrize("case", _cases())
def test_the_worked_cases(case: dict[str, Any]) -> None:
    history = [DatedPlan(None, _plan(case))]
    if later := case.get("later"):
        history.append(DatedPlan(quarter(later["from"]), _plan(case, later["measure"])))
    wanted = case.get("then") or [{"quarter": case["quarter"], **case["expect"]}]
    quarters = [quarter(one["quarter"]) for one in wanted]
    ratings = rate(values(case["figures"]), history, quarters, _beside(case))

    for one, at in zip(wanted, quarters, strict=True):
        (found,) = verdicts(ratings, at)
        _check_measure(found, one)


def _check_measure(found: MeasureRating, wanted: Mapping[str, Any]) -> None:
    by_name = {comparison.comparator.value: comparison for comparison in found.comparisons}
    for key, value in wanted.items():
        match key:
            case "quarter":
                assert found.quarter == quarter(value)
            case "headline" | "reason_code" | "mixed":
                assert getattr(found, key) == value, key
            case "value" | "quarter_value":
                assert_figure(getattr(found, key), value)
            case "flags":
                assert set(value) <= set(found.flags)
            case "no_flags":
                assert not set(value) & set(found.flags)
            case "caveats":
                assert list(found.caveats) == value
            case "secret":
                shown = repr(found)
                assert not [secret for secret in value if secret in shown]
            case _:
                _check_comparison(by_name[key], {"outcome": value} if isinstance(value, str) else value)


def _check_comparison(found: Comparison, wanted: Mapping[str, Any]) -> None:
    _check_soundness(found)
    for key, value in wanted.items():
        match key:
            case "outcome":
                assert (found.rating or found.reason_code) == value
            case "rating" | "reason_code" | "words" | "reason":
                assert getattr(found, key) == value
            case "value" | "change" | "change_pct":
                assert_figure(getattr(found, key), value)
            case "flags":
                assert set(value) <= set(found.flags)
            case "tolerance":
                assert tolerance_words(found.tolerance, a_measure()) == value
            case "says":
                assert not [phrase for phrase in value if phrase not in found.reason], found.reason
            case _:
                raise KeyError(key)


def _check_soundness(found: Comparison) -> None:
    """A colour or a reason, never both; the sentence states the colour that there is."""
    assert (found.rating is None) != (found.reason_code is None)
    stated = {colour for colour in COLOURS for end in ".," if f". {colour.capitalize()}{end}" in found.reason}
    assert stated == ({found.rating.value} if found.rating else set())
    assert found.reason.endswith(".")


def assert_figure(found: Fraction | None, wanted: float | str | None) -> None:
    """Equal to the six decimals that a case file gives."""
    if wanted is None or found is None:
        assert found is wanted
    else:
        assert abs(found - Fraction(Decimal(str(wanted)))) < NEAR, f"{float(found)} is not {wanted}"
