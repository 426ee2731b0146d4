"""The bars of awards: one a priority from zero, a tick at the year before only where it has one."""

import json
from decimal import Decimal
from urllib.parse import unquote

from measures.charts.funding import funding_chart
from measures.charts.trend import Drawing
from measures.model.funding import Award
from measures.model.measure import Priority
from measures.rules.funding import year_of_funding

PRIORITIES = (Priority("crime", "Tackle “crime” <b>"), Priority("roads", "Roads"), Priority("gone", "Gone"))


def award(priority: str, amount: int, year: int = 2025) -> Award:
    return Award(year, priority, "R", "P", "F", Decimal(amount))


def rows_of(drawing: Drawing | None, kind: str) -> list[dict[str, object]]:
    assert drawing is not None
    rows = json.loads(unquote(drawing.spec["data"]["url"].split(",", 1)[1]))
    return [row for row in rows if row["kind"] == kind]


def test_each_priority_with_an_award_in_either_year_has_its_bar_from_zero() -> None:
    before = [award("gone", 40, 2024), award("crime", 80, 2024)]
    drawing = funding_chart(year_of_funding(2025, [award("crime", 100), award("roads", 50)], before, PRIORITIES))
    bars = [(row["name"], row["zero"], row["x"], row["text"]) for row in rows_of(drawing, "bar")]
    assert bars == [("Tackle “crime” <b>", 0, 100.0, "£100"), ("Roads", 0, 50.0, "£50"), ("Gone", 0, 0.0, "no award")]
    ticks = [(row["name"], row["x"], row["text"], row["year"]) for row in rows_of(drawing, "before")]
    assert ticks == [("Tackle “crime” <b>", 80.0, "£80", "2024/25"), ("Gone", 40.0, "£40", "2024/25")]


def test_without_a_list_of_the_year_before_there_is_no_tick() -> None:
    drawing = funding_chart(year_of_funding(2025, [award("crime", 100)], None, PRIORITIES))
    assert (len(rows_of(drawing, "bar")), rows_of(drawing, "before")) == (1, [])


def test_without_an_amount_there_is_no_chart() -> None:
    assert funding_chart(year_of_funding(2025, [award("crime", 0)], None, PRIORITIES)) is None


def test_the_bars_are_in_one_neutral_colour() -> None:
    drawing = funding_chart(year_of_funding(2025, [award("crime", 1), award("roads", 2)], None, PRIORITIES))
    assert drawing is not None
    assert {row["ink"] for row in rows_of(drawing, "bar")} == {"muted"}
    assert [layer["mark"]["color"] for layer in drawing.spec["layer"] if layer.get("name") == "bar"] == ["#2d7fc4"]
