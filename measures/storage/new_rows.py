"""Rows that are written together with the act that records them: their digests stand in the act before it is chained.

Every path that writes gives its rows to `records.add_act`, which numbers them, and writes act and rows.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import numpy as np
from sqlalchemy import Connection, Table, func, insert, select

from measures.storage.bulk import Column, Whole, insert_rows
from measures.storage.digest import PART, Digest, digest_of


def next_id(connection: Connection, table: Any) -> int:
    """The id of the row that is written next; only its writer, who holds the lock, may ask."""
    return (connection.execute(select(func.max(table.c.id))).scalar() or 0) + 1


@dataclass(frozen=True, slots=True)
class FewRows:
    """Rows of a table, each with its values by column, without `id` and `act_id`."""

    table: Table
    rows: Sequence[Mapping[str, object]]


@dataclass(frozen=True, slots=True)
class ManyRows:
    """Rows of a table as arrays of one value a row, written in that order; `alike` is what all have alike.

    See `bulk.insert_rows`.
    """

    table: Table
    order: Whole
    columns: Mapping[str, Column]
    alike: Mapping[str, int | str] = field(default_factory=dict)


NewRows: TypeAlias = FewRows | ManyRows


@dataclass(frozen=True, slots=True)
class Numbered:
    """Rows that have their ids: the first and the last of them, and the digest of what stands in them."""

    rows: NewRows
    act_id: int
    first: int
    last: int
    sha256: str

    def write(self, connection: Connection) -> None:
        """Add them; the caller holds the lock of the only writer."""
        if isinstance(self.rows, ManyRows):
            insert_rows(connection, self.rows.table, self.rows.order, self.rows.columns, self.rows.alike)
        else:
            connection.execute(insert(self.rows.table), _whole_rows(self.rows, self.act_id, self.first))


def numbered(connection: Connection, rows: NewRows, act_id: int) -> Numbered | None:
    """The rows with the ids that follow; None where there are none."""
    first = next_id(connection, rows.table)
    many = len(rows.order) if isinstance(rows, ManyRows) else len(rows.rows)
    if not many:
        return None
    sha256 = _digest_of_many(rows) if isinstance(rows, ManyRows) else digest_of(
        rows.table, _whole_rows(rows, act_id, first)
    )  # fmt: skip
    return Numbered(rows, act_id, first, first + many - 1, sha256)


def _whole_rows(few: FewRows, act_id: int, first: int) -> list[dict[str, object]]:
    of_act = {"act_id": act_id} if "act_id" in few.table.c else {}
    return [{"id": first + place, **of_act, **row} for place, row in enumerate(few.rows)]


def _digest_of_many(many: ManyRows) -> str:
    digest = Digest(many.table)
    for start in range(0, len(many.order), PART):
        places = many.order[start : start + PART]
        digest.add(len(places), {name: np.take(column, places) for name, column in many.columns.items()}, many.alike)
    return digest.hexdigest()
