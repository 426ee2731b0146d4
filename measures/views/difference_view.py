"""The figures that a file brings or changes, as tables show them: before, after, and the change."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd

from measures.model.measure import Measure
from measures.model.quarter import Quarter
from measures.model.value import Basis, Status, unscaled
from measures.model.words import change_words, number
from measures.views.figures import NONE, figure, percent
from measures.views.safe_cells import csv_bytes

#: As many rows of a difference stand on a page; the download has them all.
SHOWN = 40


@dataclass(frozen=True, slots=True)
class DifferenceRow:
    """One figure that is new or changes: texts for a table. `is_new`: nothing stood before."""

    measure_id: str
    title: str
    area: str
    span: str
    before: str
    after: str
    change: str
    is_new: bool


def difference_rows(
    changes: pd.DataFrame, measures: Mapping[str, Measure], most: int | None = None
) -> list[DifferenceRow]:
    """The rows of a difference (`measures.services.differences`): what changes before what is new, newest first."""
    order = np.lexsort((-changes["quarter"].to_numpy(), changes["change"].to_numpy() == "added"))
    chosen = changes.iloc[order[:most] if most is not None else order]
    return [_row(row, measures) for row in chosen.to_dict("records")]


def _row(row: dict[Any, Any], measures: Mapping[str, Measure]) -> DifferenceRow:
    measure_id, quarter = str(row["measure_id"]), Quarter(int(row["quarter"]))
    measure = measures.get(measure_id)
    is_new = not isinstance(row["before_status"], str)
    return DifferenceRow(
        measure_id,
        measure.title if measure else measure_id,
        str(row["area"]),
        f"{quarter.label}, year to date" if row["basis"] == Basis.YTD.value else quarter.label,
        NONE if is_new else _stated(row, "before_", measure),
        _stated(row, "", measure),
        "New" if is_new else _change(row, measure),
        is_new,
    )


def _stated(row: dict[Any, Any], prefix: str, measure: Measure | None) -> str:
    """A figure with its parts and its status: `22.6% (6,947 of 30,720)`, `1,180 (revised)`, `not available`."""
    value = _value(row, prefix, measure)
    top, bottom = (_part(row, prefix, name) for name in ("numerator", "denominator"))
    parts = f"{_plain(top)} of {_plain(bottom)}" if top is not None and bottom is not None else ""
    shown = "" if value is None else figure(value, measure) if measure else _plain(value)
    words = Status(str(row[f"{prefix}status"])).words
    beside = ", ".join(text for text in (parts if shown else "", words if shown or parts else "") if text)
    return (f"{shown or parts} ({beside})" if beside else shown or parts) or words or NONE


def _value(row: dict[Any, Any], prefix: str, measure: Measure | None) -> Fraction | None:
    """The figure as the measure shows it; of parts only where they make one."""
    value, top, bottom = (_part(row, prefix, name) for name in ("value", "numerator", "denominator"))
    if value is not None or top is None or not bottom or measure is None:
        return value
    return Fraction(measure.default_scale) * top / bottom


def _part(row: dict[Any, Any], prefix: str, name: str) -> Fraction | None:
    units, decimals = row[f"{prefix}{name}_units"], row[f"{prefix}decimals"]
    return None if units != units or decimals != decimals else Fraction(unscaled(int(units), int(decimals)))


def _plain(value: Fraction) -> str:
    places = next((places for places in range(10) if 10**places % value.denominator == 0), 4)
    return number(value, places)


def _change(row: dict[Any, Any], measure: Measure | None) -> str:
    """The change in the measure's unit and in per cent; a status alone is said in words."""
    now, then = _value(row, "", measure), _value(row, "before_", measure)
    if now is None:
        return "Taken away" if then is not None else "Status only"
    if then is None:
        return "Now given"
    if now == then:
        return "Status only" if row["status"] != row["before_status"] else "Parts only"
    if measure is None:
        return NONE
    said = change_words(now - then, measure)
    return said if measure.in_percent or not then else f"{said} ({percent(100 * (now - then) / abs(then))})"


DIFFERENCE_COLUMNS = ("measure_id", "measure", "area", "quarter", "before", "after", "change")


def difference_csv(changes: pd.DataFrame, measures: Mapping[str, Measure]) -> bytes:
    """Every figure that is new or changes, as a CSV file, in words as the page has them."""
    rows = difference_rows(changes, measures)
    lines = ([r.measure_id, r.title, r.area, r.span, r.before, r.after, r.change] for r in rows)
    return csv_bytes([DIFFERENCE_COLUMNS, *lines])
