"""688,000 figures (43 forces × 200 measures × 80 quarters) rated with reason codes, beside pandas and beside reading.

Run it: .venv/bin/python -m benchmarks.rating
"""

from datetime import date

import numpy as np
import pandas as pd

from benchmarks.side_by_side import compare
from measures.model.measure import Kind, Measure, Plan, PlanHead, Polarity, Priority
from measures.model.quarter import Quarter
from measures.rules.steps import rate

MEASURES, AREAS, QUARTERS = 200, 43, 80


def made_up_values() -> pd.DataFrame:
    """A values frame of counts, none missing, in order of measure, area and quarter."""
    rows = MEASURES * AREAS * QUARTERS
    index = np.arange(rows)
    return pd.DataFrame(
        {
            "measure_id": pd.Categorical.from_codes(
                index // (AREAS * QUARTERS), pd.Index([f"m{i:03}" for i in range(MEASURES)])
            ),
            "area": pd.Categorical.from_codes(
                index // QUARTERS % AREAS, pd.Index([f"area{i:02}" for i in range(AREAS)])
            ),
            "quarter": Quarter.of(2005, 1).ordinal + index % QUARTERS,
            "basis": pd.Categorical.from_codes(np.zeros(rows, dtype=np.int64), pd.Index(["quarter"])),
            "value_units": np.random.default_rng(1).poisson(900, rows).astype(float),
            "numerator_units": np.nan,
            "denominator_units": np.nan,
            "decimals": 0,
            "status": pd.Categorical.from_codes(np.zeros(rows, dtype=np.int64), pd.Index([""])),
        }
    )


def a_plan() -> Plan:
    """A plan of 200 counts rated on last year and the baseline."""
    head = PlanHead("bench", "Bench", date(2013, 4, 1), date(2018, 3, 31), Quarter.of(2014, 4), (Priority("p", "P"),))
    return Plan(
        head,
        tuple(Measure(f"m{i:03}", "M", "offences", Kind.COUNT, Polarity.LOWER, ("p",)) for i in range(MEASURES)),
    )


def main() -> None:
    """Print each ratio and the bound it is held to."""
    values, plan = made_up_values(), a_plan()
    plain = values.astype({"measure_id": "str", "area": "str"})
    plain["year"] = values["quarter"] // 4
    keyed = values.assign(year=values["quarter"] // 4)
    by = ["area", "measure_id", "year"]
    print("Rating, two comparators, every quarter (bound: 3 × one groupby-cumsum over the same rows)")
    compare("rate", lambda: rate(values, plan), "cumsum, texts as keys",
            lambda: plain.groupby(by)["value_units"].cumsum())  # fmt: skip
    compare("rate", lambda: rate(values, plan), "cumsum, categories as keys",
            lambda: keyed.groupby(by, observed=True)["value_units"].cumsum())  # fmt: skip
    compare("rate + frame", lambda: rate(values, plan).frame(), "cumsum, texts as keys",
            lambda: plain.groupby(by)["value_units"].cumsum())  # fmt: skip


if __name__ == "__main__":
    main()
