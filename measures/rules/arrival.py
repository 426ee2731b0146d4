"""How far a quarter's figures have come, and which there should be by the measures' own past. Pure."""

import numpy as np
import pandas as pd

from measures.model.measure import Kind, Plan
from measures.model.quarter import Quarter
from measures.model.status import Arrival


def arrival_at(values: pd.DataFrame, plan: Plan, quarter: Quarter) -> Arrival:
    """What is in of the figures of a plan at a quarter, and which measures are late.

    `values` is a values frame of this force. A measure is late that has no row for the quarter (a row without a figure
    says why there is none) and had one a year before, or in both quarters before: what comes once or twice a year is
    not missed in between.
    """
    expected = [
        one
        for one in plan.measures
        if one.kind is not Kind.NARRATIVE
        and not one.sum_of
        and (one.first_quarter or quarter) <= quarter <= (one.last_quarter or quarter)
    ]
    back = quarter.ordinal - values["quarter"].to_numpy()
    near = np.flatnonzero((back >= 0) & (back <= 4))
    back = back[near]
    figures = values["value_units"].notna().to_numpy()[near] | values["numerator_units"].notna().to_numpy()[near]
    names = values["measure_id"].cat.categories.to_numpy()[values["measure_id"].cat.codes.to_numpy()[near]]
    rows = {quarters: set(names[back == quarters]) for quarters in (0, 1, 2, 4)}
    there = set(names[figures & (back == 0)])
    late = [one for one in expected if one.id not in rows[0] and one.id in rows[4] | (rows[1] & rows[2])]
    return Arrival(sum(one.id in there for one in expected), len(expected), tuple(one.title for one in late))
