"""What is told of a backup: where it comes from and what it holds."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

#: Told as the work goes on: how many rows are done, and of how many.
Progress: TypeAlias = Callable[[int, int], None]


def untold(_done: int, _of: int) -> None:
    """For work that nobody watches."""


@dataclass(frozen=True, slots=True)
class Backup:
    """One backup: made when, by which program, of tables of which version, with how many rows in each.

    `data_version` is the id of its newest act, 0 where there is none.
    """

    made_at: datetime
    program: str
    tables_version: str
    data_version: int
    rows: Mapping[str, int]

    @property
    def total(self) -> int:
        """The rows of all tables."""
        return sum(self.rows.values())
