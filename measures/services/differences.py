"""Two values frames beside each other: which figures are new, which differ, whole columns at a time."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from pandas.api.types import union_categoricals

from measures.model.frames import UNITS, VALUE_COLUMNS
from measures.model.lookup import positions

FIGURES = (*UNITS, "decimals", "status")
CHANGES = ("added", "changed", "unchanged")
_TEXT_KEY = ("measure_id", "area", "basis")


def compare_figures(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """The rows of `after`, each with `change` (added, changed or unchanged) and the figure before in `before_…`.

    Both are values frames; `after` has each key once and keeps its `line` if it has one. A figure is the same if
    it is the same number (12.5 and 12.50 are) with the same status.
    """
    place = _positions(before, after)
    known = place >= 0
    columns = [*VALUE_COLUMNS, "line"] if "line" in after else list(VALUE_COLUMNS)
    compared = after[columns].reset_index(drop=True)
    earlier, letter = _earlier(before, place, known)
    of_letter = before["status"].cat.categories.get_indexer(after["status"].cat.categories)
    same = known & (of_letter[after["status"].cat.codes.to_numpy()] == letter)
    for name in UNITS:
        same &= _same_number(compared, earlier, name)
    change = known.astype(np.int8) + same
    told = {
        **{f"before_{name}": earlier[name] for name in FIGURES},
        "change": pd.Categorical.from_codes(change, pd.Index(CHANGES, dtype="str"), validate=False),
    }
    return pd.concat([compared, pd.DataFrame(told, copy=False)], axis=1)


def _earlier(
    before: pd.DataFrame, place: npt.NDArray[np.int64], known: npt.NDArray[np.bool_]
) -> tuple[dict[str, npt.NDArray[Any]], npt.NDArray[np.int64]]:
    """The figures before, where there are any, and the numbers of their statuses."""
    letters = np.array([*before["status"].cat.categories, None], dtype=object)
    if not known.any():  # one NaN, seen in every row
        nothing: dict[str, npt.NDArray[Any]] = {
            name: np.broadcast_to(letters[-1:] if name == "status" else np.nan, len(place)) for name in FIGURES
        }
        return nothing, np.broadcast_to(-1, len(place))
    earlier: dict[str, npt.NDArray[Any]] = {}
    for name in (*UNITS, "decimals"):
        earlier[name] = np.full(len(place), np.nan)
        earlier[name][known] = before[name].to_numpy(np.float64)[place[known]]
    letter = np.full(len(place), -1)
    letter[known] = before["status"].cat.codes.to_numpy()[place[known]]
    return {**earlier, "status": letters[letter]}, letter


def tally(compared: pd.DataFrame) -> dict[str, int]:
    """How many figures are added, changed and unchanged."""
    counts = np.bincount(compared["change"].cat.codes.to_numpy(), minlength=len(CHANGES))
    return dict(zip(CHANGES, counts.tolist(), strict=True))


def differing(compared: pd.DataFrame) -> pd.DataFrame:
    """Only the rows that are added or changed."""
    is_other = (compared["change"] != "unchanged").to_numpy()
    return compared if is_other.all() else compared[is_other].reset_index(drop=True)


def states_apart(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """Every figure that stands otherwise in `after` than in `before`: added, changed or removed.

    As `compare_figures`; a removed one has no figure, and the one that stood under `before_…`.
    """
    here = differing(compare_figures(before, after))
    gone = differing(compare_figures(after, before))
    gone = gone[gone["change"] == "added"].assign(change="removed")
    figures = [name for name in VALUE_COLUMNS if f"before_{name}" in gone]
    swapped = gone.rename(columns={name: f"before_{name}" for name in figures} | {f"before_{n}": n for n in figures})
    return pd.concat([here, swapped[list(here.columns)]], ignore_index=True)


def rows_among(rows: pd.DataFrame, table: pd.DataFrame) -> int:
    """How many rows have a key that occurs in `table`; both as values frames."""
    texts = table.astype(dict.fromkeys(_TEXT_KEY, "category"))
    return int((_positions(texts, rows) >= 0).sum())


def apply_figures(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """The values frame in which the rows of `after` have taken the place of those before."""
    kept = before[_positions(after, before) < 0]
    parts = [part[list(VALUE_COLUMNS)] for part in (kept, after)]
    columns = {
        name: union_categoricals([part[name] for part in parts])
        if name in (*_TEXT_KEY, "status")
        else np.concatenate([part[name].to_numpy() for part in parts])
        for name in VALUE_COLUMNS
    }
    return pd.DataFrame(columns, copy=False)


def _positions(table: pd.DataFrame, rows: pd.DataFrame) -> npt.NDArray[np.int64]:
    """For each row the position of its key in `table`, -1 where it is not there."""
    if table.empty or rows.empty:
        return np.full(len(rows), -1, dtype=np.int64)
    return positions(_numbers(table, table), _numbers(table, rows))


def _numbers(table: pd.DataFrame, rows: pd.DataFrame) -> npt.NDArray[np.int64]:
    """One whole number per row that is equal where the keys are; -1 where a text does not occur in `table`."""
    first, last = int(table["quarter"].min()), int(table["quarter"].max())
    quarter = rows["quarter"].to_numpy(np.int64) - first
    unknown = (quarter < 0) | (quarter > last - first)
    number = np.zeros(len(rows), dtype=np.int64)
    for name in _TEXT_KEY:
        categories = table[name].cat.categories
        codes = categories.get_indexer(rows[name].cat.categories)[rows[name].cat.codes.to_numpy()]
        unknown |= codes < 0
        number = number * len(categories) + codes
    return np.where(unknown, -1, number * (last - first + 1) + quarter)


def _same_number(compared: pd.DataFrame, earlier: Mapping[str, npt.NDArray[Any]], name: str) -> npt.NDArray[np.bool_]:
    """Whether the figure before and the figure now are one number, whatever decimals they are written with."""
    now, then = compared[name].to_numpy(), earlier[name]
    places, places_then = compared["decimals"].to_numpy(), earlier["decimals"]
    neither = np.isnan(now) & np.isnan(then)
    same: npt.NDArray[np.bool_] = neither | ((now == then) & (places == places_then))
    both = ~np.isnan(now) & ~np.isnan(then)
    for row in np.flatnonzero(both & (places != places_then)).tolist():
        same[row] = int(now[row]) * 10 ** int(places_then[row]) == int(then[row]) * 10 ** int(places[row])
    return same
