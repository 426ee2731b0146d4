"""Which figures of a quarter are late, by what came of each measure before."""

import pandas as pd
import pytest

from measures.model.status import Arrival
from measures.rules.arrival import arrival_at
from tests.builders import a_measure, a_plan, quarter, rows, values_frame

NOW = quarter("2016/17 Q4")
EVERY = {f"2015/16 Q{n}": 100 for n in (1, 2, 3, 4)} | {f"2016/17 Q{n}": 100 for n in (1, 2, 3)}


def held(**figures: dict[str, object]) -> pd.DataFrame:
    return values_frame([row for name, given in figures.items() for row in rows(name, given)])


@pytest.mark.parametrize(
    ("figures", "late"),
    [
        (EVERY, ("Burglary",)),
        (EVERY | {"2016/17 Q4": 100}, ()),
        (EVERY | {"2016/17 Q4": "x"}, ()),
        ({"2015/16 Q4": 100}, ("Burglary",)),
        ({"2016/17 Q2": 100, "2016/17 Q3": 100}, ("Burglary",)),
        ({"2015/16 Q3": 100, "2016/17 Q3": 100}, ()),
    ],
    ids=["a gap", "there", "not available", "once a year, now", "a new series", "once a year, not now"],
)
def test_a_figure_is_late_that_came_a_year_before_or_in_both_quarters_before(
    figures: dict[str, object], late: tuple[str, ...]
) -> None:
    found = arrival_at(
        held(burglary=figures, theft=EVERY | {"2016/17 Q4": 1}), a_plan(a_measure(), a_measure("theft")), NOW
    )
    assert found == Arrival(2 if figures.get("2016/17 Q4") == 100 else 1, 2, late)


def test_what_takes_no_figures_or_is_collected_no_longer_is_not_waited_for() -> None:
    plan = a_plan(
        a_measure("said", kind="narrative"), a_measure("ended", last_quarter="2016/17 Q3"), a_measure("theft"),
    )  # fmt: skip
    assert arrival_at(held(ended=EVERY, theft=EVERY), plan, NOW) == Arrival(0, 1, ("Theft",))
