"""The frames that travel between the parts of the program: their columns, types, keys and meaning.

The **values frame** holds one row per measure, area, quarter and basis:

===================  =========  ==============================================================================
column               type       meaning
===================  =========  ==============================================================================
measure_id           category   key
area                 category   key; "" is this force
quarter              int64      key; `Quarter.ordinal`
basis                category   key; "quarter", or "ytd" for a figure from April to the quarter's end
value_units          float64    the figure in whole units of 10^-decimals; NaN where there is none
numerator_units      float64    likewise; filled for rate, ratio and mean
denominator_units    float64    likewise
decimals             int64      how many of the digits stand behind the point, for all three
status               category   the status letter, "" for none
===================  =========  ==============================================================================

Units are whole numbers below 10^15, so a double holds them exactly; `12.50` is 1250 units at 2 decimals.
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal

import pandas as pd

from measures.model.quarter import Quarter
from measures.model.value import MAX_DIGITS, exact, scaled

VALUE_KEY = ("measure_id", "area", "quarter", "basis")
FIGURES = ("value", "numerator", "denominator")
UNITS = ("value_units", "numerator_units", "denominator_units")
VALUE_COLUMNS = (*VALUE_KEY, *UNITS, "decimals", "status")
_TEXT = ("measure_id", "area", "basis", "status")


def values_frame(rows: Iterable[Mapping[str, object]]) -> pd.DataFrame:
    """The values frame from plain rows, for notebooks and tests.

    A row needs `measure_id`, `quarter` (a Quarter or its text) and figures under `value` or `numerator` and
    `denominator` (int, Decimal, str or float; None for none); `area`, `basis` and `status` are optional.
    Raises UnreadableQuarter or ValueError on a quarter or figure that cannot be kept.

    >>> values_frame([{"measure_id": "m", "quarter": "2019/20 Q1", "value": "12.5"}])["value_units"].tolist()
    [125.0]
    """
    records = [_record(row) for row in rows]
    return typed_values(pd.DataFrame.from_records(records, columns=list(VALUE_COLUMNS)))


def typed_values(frame: pd.DataFrame) -> pd.DataFrame:
    """The same rows with the types of the values frame."""
    types = dict.fromkeys(_TEXT, "category") | dict.fromkeys(UNITS, "float64")
    return frame.astype(types | {"quarter": "int64", "decimals": "int64"})


def _record(row: Mapping[str, object]) -> tuple[object, ...]:
    quarter = row["quarter"]
    ordinal = quarter.ordinal if isinstance(quarter, Quarter) else Quarter.parse(str(quarter)).ordinal
    figures = [_figure(row.get(name)) for name in FIGURES]
    parts = [None if figure is None else scaled(figure) for figure in figures]
    decimals = max((part[1] for part in parts if part), default=0)
    units = [None if part is None else part[0] * 10 ** (decimals - part[1]) for part in parts]
    if any(unit is not None and abs(unit) >= 10**MAX_DIGITS for unit in units):
        raise ValueError(f"more than {MAX_DIGITS} digits once all figures of the row have {decimals} decimals")
    area, basis = row.get("area") or "", row.get("basis") or "quarter"
    return (row["measure_id"], area, ordinal, basis, *units, decimals, row.get("status") or "")


def _figure(given: object) -> Decimal | None:
    if given is None or given == "":
        return None
    if not isinstance(given, (int, float, str, Decimal)):
        raise ValueError(f"“{given}” is not a number")
    return exact(given)
