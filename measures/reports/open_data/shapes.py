"""A table of open data: its columns with their types, its keys, its rows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from measures.model.quarter import Quarter
from measures.reports.bundle import exact
from measures.views.safe_cells import csv_bytes, harmless_but_numbers

#: What a cell holds before it is written.
Held = str | int | bool | Decimal | Fraction | date | Quarter | Sequence[str] | None


class Type(StrEnum):
    """The datatypes that columns have, by their names in CSV on the Web."""

    TEXT = "string"
    WHOLE = "integer"
    NUMBER = "decimal"
    DAY = "date"
    MOMENT = "dateTimeStamp"
    YES_NO = "boolean"
    LIST = "list"  # words with a space between them


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `words` says in a sentence what it holds; `codes` are the only texts that it can have.

    `standing` is what a blank cell stands for ("": it is blank).
    """

    name: str
    words: str
    type: Type = Type.TEXT
    required: bool = False
    codes: tuple[str, ...] = ()
    standing: str = ""


@dataclass(frozen=True, slots=True)
class Reference:
    """Columns whose values are the key of a row of another table; none of them may be blank."""

    columns: tuple[str, ...]
    file: str
    key: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """One file: a heading line, then a row for each thing that `title` names."""

    file: str
    title: str
    words: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    rows: Sequence[Sequence[Held]]
    references: tuple[Reference, ...] = field(default=())

    def csv(self) -> bytes:
        """The table as CSV for machines and spreadsheets: no cell is taken for a formula."""
        lines: list[Sequence[object]] = [[column.name for column in self.columns]]
        lines += [[written(cell) for cell in row] for row in self.rows]
        return csv_bytes(lines, safe=harmless_but_numbers)


def written(cell: Held) -> str:
    """A cell as text: figures in plain digits, days and moments as ISO has them, lists with spaces.

    >>> [written(cell) for cell in (None, True, Fraction(1, 3), Decimal("12.50"), ("a", "b"))]
    ['', 'true', '0.333333333333', '12.50', 'a b']
    """
    match cell:
        case None:
            return ""
        case bool():
            return "true" if cell else "false"
        case Fraction():
            return exact(cell)
        case Decimal():
            return f"{cell:f}"
        case datetime():
            return f"{cell.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
        case date():
            return cell.isoformat()
        case Quarter():
            return cell.label
        case str():
            return str(cell)
        case Sequence():
            return " ".join(cell)
        case _:
            return str(cell)


def to(file: str, *columns: str, key: Iterable[str] = ()) -> Reference:
    """A reference to the key of another table; `key` where its columns have other names there."""
    return Reference(columns, file, tuple(key) or columns)
