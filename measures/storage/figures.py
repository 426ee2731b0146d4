"""Figures in and out of the revision table, thousands at a time: as integers, past every layer that makes objects.

Reading packs each row into four whole numbers inside the database, so that 688,000 rows become arrays in less time
than the driver needs to fetch them column by column. Writing hands plain tuples (or a COPY stream) to the driver.
"""

from collections.abc import Collection, Iterable, Mapping
from itertools import chain
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd
from sqlalchemy import Connection, func, select

from measures.model.frames import UNITS, VALUE_COLUMNS
from measures.model.quarter import Quarter
from measures.model.value import MAX_DECIMALS, MAX_DIGITS, Status
from measures.storage.bulk import Column
from measures.storage.new_rows import ManyRows
from measures.storage.tables import BASES, revision, series

Whole: TypeAlias = npt.NDArray[np.int64]

NO_FIGURE = -(1 << 62)  # stands for NULL on the way; figures stay below 10^15
STATUSES = tuple(Status)
_LETTERS = np.full(128, -1, dtype=np.int8)
for _place, _status in enumerate(STATUSES):
    _LETTERS[ord(_status.value) if _status.value else 0] = _place

# One whole number per row: series, 32 bits; quarter, 16; basis, 1; decimals, 7; letter of the status, 7.
_PACKED = (
    "(CAST(series_id AS BIGINT) << 31) | (CAST(quarter AS BIGINT) << 15) | (CAST(basis AS BIGINT) << 14) "
    "| (CAST(decimals AS BIGINT) << 7) | CASE WHEN status = '' THEN 0 ELSE {letter}(status) END"
)
_FIGURES = ", ".join(f"COALESCE({name}, {NO_FIGURE}) AS {name}" for name in UNITS)

#: Columns that may stand in the statement itself where all rows have them alike.
_ALIKE = ("quarter", "basis", "decimals", "status")
#: The quarters that can be written: 1900 to 2199.
QUARTERS = (Quarter.of(1900, 1).ordinal, Quarter.of(2199, 4).ordinal)
#: From this share of all series on, reading them all and leaving some out is quicker than looking each one up.
MANY = 0.2


def read_current(connection: Connection, numbers: Mapping[tuple[str, str], int], where: Iterable[str]) -> pd.DataFrame:
    """The values frame of the newest revision per key, sorted by key.

    `numbers` holds each wanted series by measure and area; `where` conditions on revisions in SQL, made of whole
    numbers only.
    """
    if not numbers:
        return _frame((np.zeros(0, np.int64),) * 4, {})
    conditions = list(where)
    held = connection.execute(select(func.count()).select_from(series)).scalar_one()
    if len(numbers) < held * MANY:
        conditions.append(f"series_id IN ({_numbers(numbers.values())})")
    fetched = _fetch(connection, " AND ".join(conditions) or "1 = 1")
    return _frame(fetched, {number: name for name, number in numbers.items()})


def _numbers(numbers: Iterable[int]) -> str:
    return ", ".join(str(int(number)) for number in numbers)


def not_of(uploads: Collection[int]) -> list[str]:
    """The condition that leaves out the revisions of some uploads."""
    return [f"upload_id NOT IN ({_numbers(sorted(uploads))})"] if uploads else []


def _fetch(connection: Connection, where: str) -> tuple[Whole, ...]:
    """Four columns of whole numbers: the packed key and the three figures, in the order of the revisions' ids."""
    on_server = connection.dialect.name == "postgresql"
    packed = _PACKED.format(letter="ASCII" if on_server else "UNICODE")
    rows = f"SELECT {packed} AS packed, {_FIGURES} FROM revision WHERE {where} ORDER BY id"
    raw: Any = connection.connection.dbapi_connection
    if on_server:  # each column comes as one run of bytes
        runs = ", ".join(f"string_agg(int8send({name}), NULL)" for name in ("packed", *UNITS))
        found = raw.cursor(binary=True).execute(f"SELECT {runs} FROM ({rows}) AS rows").fetchone()
        return tuple(np.frombuffer(run or b"", dtype=">i8").astype(np.int64) for run in found)
    table = np.fromiter(chain.from_iterable(raw.execute(rows)), dtype=np.int64).reshape(-1, 4)
    return tuple(table.T)


def _frame(fetched: tuple[Whole, ...], series_of: Mapping[int, tuple[str, str]]) -> pd.DataFrame:
    """The last row of each key as a values frame."""
    names = sorted(series_of, key=lambda number: series_of[number])
    numbers = fetched[0] >> 31
    rank = np.full(max([*names, int(numbers.max(initial=0))], default=0) + 1, -1, dtype=np.int64)
    rank[names] = np.arange(len(names))
    wanted = rank[numbers] >= 0
    if not wanted.all():
        fetched = tuple(column[wanted] for column in fetched)
    packed = fetched[0]
    # The upper bits (series, quarter, basis) with the series' rank in its place sort as the frame is sorted.
    key = (rank[packed >> 31] << 17) | ((packed >> 14) & 0x1FFFF)
    last = _last_of_each(key)
    key, packed = key[last], packed[last]
    place = key >> 17
    columns: dict[str, Any] = {
        "measure_id": _category([series_of[n][0] for n in names], place),
        "area": _category([series_of[n][1] for n in names], place),
        "quarter": (key >> 1) & 0xFFFF,
        "basis": _category(list(BASES), key & 1),
    }
    for name, every in zip(UNITS, fetched[1:], strict=True):
        units = every[last]
        columns[name] = np.where(units == NO_FIGURE, np.nan, units.astype(np.float64))
    columns["decimals"] = (packed >> 7) & 0x7F
    columns["status"] = _category([s.value for s in STATUSES], _LETTERS[packed & 0x7F])
    return pd.DataFrame(columns, columns=list(VALUE_COLUMNS), copy=False)


def _last_of_each(key: Whole) -> Whole:
    """The positions of the last row of each key, in the order of the keys."""
    if not len(key):
        return np.zeros(0, dtype=np.int64)
    order = np.argsort(key, kind="stable")
    ordered = key[order]
    newest: Whole = order[np.append(ordered[1:] != ordered[:-1], True)]
    return newest


def _category(names: list[str], codes: npt.NDArray[Any]) -> pd.Categorical:
    """A categorical from positions in a list that may repeat a name; only the names in use, in order."""
    in_use = np.flatnonzero(np.bincount(codes))
    used = sorted({names[code] for code in in_use})
    position = {name: place for place, name in enumerate(used)}
    table = np.full(len(names), -1, dtype=np.int32)
    for code in in_use:
        table[code] = position[names[code]]
    categories = pd.Index(used, dtype="str")
    return pd.Categorical.from_codes(table[codes], categories=categories, validate=False)


def series_numbers(
    connection: Connection, measure_ids: Collection[str] | None = None, areas: Collection[str] | None = None
) -> dict[tuple[str, str], int]:
    """The number of every series by measure and area; of all, or of some measures and areas."""
    query = select(series.c.measure_id, series.c.area, series.c.id)
    if areas is not None and len(areas) == 1:
        query = query.where(series.c.area == next(iter(areas)))
    measures, places = (None if names is None else set(names) for names in (measure_ids, areas))
    return {
        (measure_id, area): number
        for measure_id, area, number in connection.execute(query)
        if (measures is None or measure_id in measures) and (places is None or area in places)
    }


def new_revisions(connection: Connection, frame: pd.DataFrame, upload_id: int) -> list[ManyRows]:
    """One revision per row of a values frame (with `line`, `data_to`, `note` where it has them), new series before.

    Raises ValueError for a row that no file can hold (an unknown status or basis, too many digits or decimals).
    """
    refuse_impossible(frame)
    numbers, new_series = _series_of_rows(connection, frame)
    order = np.argsort(numbers, kind="stable")  # an index that grows at its end only is written twice as fast
    columns, alike = _columns(frame, numbers)
    return [*new_series, ManyRows(revision, order, columns, {**alike, "upload_id": upload_id})]


def refuse_impossible(frame: pd.DataFrame) -> None:
    """Raise ValueError for a row that no file can hold: whole columns at once, where the databases check each row."""
    unknown = {*frame["basis"].cat.categories} - {*BASES} | {*frame["status"].cat.categories} - {*STATUSES}
    if unknown or any((frame[name].cat.codes < 0).any() for name in ("measure_id", "area", "basis", "status")):
        raise ValueError(f"The figures hold a measure, area, basis or status that does not exist: {sorted(unknown)}")
    if not frame["decimals"].between(0, MAX_DECIMALS).all():
        raise ValueError(f"The figures hold more than {MAX_DECIMALS} decimals")
    if not frame["quarter"].between(*QUARTERS).all():
        raise ValueError("The figures hold a quarter outside the years 1900 to 2199")
    if any(np.nanmax(np.abs(frame[name].to_numpy(np.float64)), initial=0) >= 10**MAX_DIGITS for name in UNITS):
        raise ValueError(f"The figures hold more than {MAX_DIGITS} digits")


def _series_of_rows(connection: Connection, frame: pd.DataFrame) -> tuple[Whole, list[ManyRows]]:
    """The series number of each row, and the series that have to be written before, for there were none."""
    measure, area = frame["measure_id"].cat, frame["area"].cat
    areas = len(area.categories)
    pair = measure.codes.to_numpy(np.int64) * max(areas, 1) + area.codes.to_numpy(np.int64)
    known = series_numbers(connection)
    number = np.zeros(len(measure.categories) * max(areas, 1), dtype=np.int64)
    added: list[tuple[str, str]] = []
    measures, places = measure.categories.tolist(), area.categories.tolist()
    for code in np.flatnonzero(np.bincount(pair)).tolist():
        name = (measures[code // areas], places[code % areas])
        if name not in known:
            known[name] = len(known) + 1
            added.append(name)
        number[code] = known[name]
    names = np.array(added, dtype=object).reshape(-1, 2)
    new = ManyRows(series, np.arange(len(added)), {"measure_id": names[:, 0], "area": names[:, 1]})
    return number[pair], [new]


def _columns(frame: pd.DataFrame, numbers: Whole) -> tuple[dict[str, Column], dict[str, int | str]]:
    """The columns of the table in this order; apart from them what every row has alike. Empty ones are left out."""
    basis = np.array([BASES.index(name) for name in frame["basis"].cat.categories], dtype=np.int64)
    letters = np.array(frame["status"].cat.categories, dtype=object)
    columns: dict[str, npt.NDArray[Any] | None] = {
        "series_id": numbers,
        "quarter": frame["quarter"].to_numpy(np.int64),
        "basis": basis[frame["basis"].cat.codes.to_numpy()],
        **{name: _whole(frame[name]) for name in UNITS},
        "decimals": frame["decimals"].to_numpy(np.int64),
        "status": letters[frame["status"].cat.codes.to_numpy()],
        "data_to": _texts(frame, "data_to"),
        "note": _texts(frame, "note"),
        "line": _whole(frame["line"]) if "line" in frame else None,
    }
    differing: dict[str, Column] = {}
    alike: dict[str, int | str] = {}
    for name, column in columns.items():
        if column is None or not len(column):
            continue
        if name in _ALIKE and (column == column[0]).all():
            alike[name] = column[0] if isinstance(column[0], str) else int(column[0])
        else:
            differing[name] = column
    return differing, alike


def _whole(column: pd.Series) -> npt.NDArray[Any] | None:
    """Whole numbers, None where there is none; None if there are none at all."""
    figures = column.to_numpy(np.float64, na_value=np.nan)
    missing = np.isnan(figures)
    if not missing.any():
        return figures.astype(np.int64)
    if missing.all():
        return None
    whole = np.where(missing, 0.0, figures).astype(np.int64).astype(object)
    whole[missing] = None
    return whole


def _texts(frame: pd.DataFrame, name: str) -> npt.NDArray[np.object_] | None:
    """Texts (a date as 2019-06-30), None where there is none; None if there are none at all."""
    if name not in frame or frame[name].isna().all():
        return None
    given = frame[name].astype(object).tolist()
    texts = {one: None if pd.isna(one) or one == "" else str(one).replace("\x00", "") for one in set(given)}
    if not any(text is not None for text in texts.values()):
        return None
    column = np.empty(len(given), dtype=object)
    column[:] = [texts[one] for one in given]
    return column
