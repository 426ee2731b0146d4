"""A figure as a file stated it, from a row of a frame that sets figures beside those before them."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from measures.model.quarter import Quarter
from measures.model.value import Status, unscaled
from measures.model.words import number
from measures.views.figures import NONE


def records_of(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows of a frame as mappings."""
    rows: Any = frame.to_dict("records")
    return list(rows)


def stated(row: Mapping[str, Any], prefix: str = "") -> str:
    """The figure, its parts, or in words why there is none; a dash where nothing stood.

    `row` is one of `measures.services.differences`; `prefix` "before_" asks for what stood before.
    """
    status = row[f"{prefix}status"]
    if not isinstance(status, str):
        return NONE
    value, numerator, denominator = (_part(row, prefix, name) for name in ("value", "numerator", "denominator"))
    if numerator and not value:
        value = f"{numerator} of {denominator}"
    words = Status(status).words
    return f"{value} ({words})" if value and words else value or words or NONE


def _part(row: Mapping[str, Any], prefix: str, name: str) -> str:
    units, decimals = row[f"{prefix}{name}_units"], row[f"{prefix}decimals"]
    return "" if units != units else number(unscaled(int(units), int(decimals)), int(decimals))


def stated_quarter(row: Mapping[str, Any]) -> str:
    """`2016/17 Q2`, or `2016/17 Q2 year to date`."""
    quarter = Quarter(int(row["quarter"])).label
    return f"{quarter} year to date" if row["basis"] == "ytd" else quarter
