"""Two values frames beside each other: which figures are new, which differ, whole columns at a time."""

import numpy as np
import numpy.typing as npt
import pandas as pd

from measures.model.frames import UNITS, VALUE_COLUMNS, VALUE_KEY, typed_values

KEY, FIGURES = list(VALUE_KEY), [*UNITS, "decimals", "status"]
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
    earlier = before.take(np.where(known, place, 0)) if len(before) else before.reindex(range(len(after)))
    for name in FIGURES:
        column = earlier[name].astype("object" if name == "status" else "float64").reset_index(drop=True)
        compared[f"before_{name}"] = column.where(known, None if name == "status" else np.nan)
    same = known & (compared["status"].astype("object") == compared["before_status"]).to_numpy(dtype=bool)
    for name in UNITS:
        same &= _same_number(compared, name)
    compared["change"] = np.where(~known, "added", np.where(same, "unchanged", "changed"))
    return compared


def tally(compared: pd.DataFrame) -> dict[str, int]:
    """How many figures are added, changed and unchanged."""
    counts = compared["change"].value_counts()
    return {name: int(counts.get(name, 0)) for name in ("added", "changed", "unchanged")}


def differing(compared: pd.DataFrame) -> pd.DataFrame:
    """Only the rows that are added or changed."""
    return compared[compared["change"] != "unchanged"].reset_index(drop=True)


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
    kept = before[_positions(after, before) < 0] if len(before) else before
    parts = [part[list(VALUE_COLUMNS)] for part in (kept, after) if len(part)]
    if not parts:
        return typed_values(before[list(VALUE_COLUMNS)])
    texts = [part.astype(dict.fromkeys((*_TEXT_KEY, "status"), "str")) for part in parts]
    return typed_values(pd.concat(texts, ignore_index=True))


def _positions(table: pd.DataFrame, rows: pd.DataFrame) -> npt.NDArray[np.int64]:
    """For each row the position of its key in `table`, -1 where it is not there."""
    if table.empty or rows.empty:
        return np.full(len(rows), -1, dtype=np.int64)
    ours, theirs = _numbers(table, table), _numbers(table, rows)
    order = np.argsort(ours, kind="stable")
    found = np.searchsorted(ours, theirs, sorter=order).clip(max=len(ours) - 1)
    position = order[found]
    return np.where((theirs >= 0) & (ours[position] == theirs), position, -1)


def _numbers(table: pd.DataFrame, rows: pd.DataFrame) -> npt.NDArray[np.int64]:
    """One whole number per row that is equal where the keys are; -1 where a text does not occur in `table`."""
    number = rows["quarter"].to_numpy(np.int64).copy()
    unknown = np.zeros(len(rows), dtype=bool)
    for name in _TEXT_KEY:
        categories = table[name].cat.categories
        codes = categories.get_indexer(rows[name].cat.categories)[rows[name].cat.codes.to_numpy()]
        unknown |= codes < 0
        number = number * len(categories) + codes
    return np.where(unknown, -1, number)


def _same_number(compared: pd.DataFrame, name: str) -> npt.NDArray[np.bool_]:
    """Whether the figure before and the figure now are one number, whatever decimals they are written with."""
    now, then = compared[name].to_numpy(), compared[f"before_{name}"].to_numpy()
    places, places_then = compared["decimals"].to_numpy(), compared["before_decimals"].to_numpy()
    neither = np.isnan(now) & np.isnan(then)
    same: npt.NDArray[np.bool_] = neither | ((now == then) & (places == places_then))
    both = ~np.isnan(now) & ~np.isnan(then)
    for row in np.flatnonzero(both & (places != places_then)).tolist():
        same[row] = int(now[row]) * 10 ** int(places_then[row]) == int(then[row]) * 10 ** int(places[row])
    return same
