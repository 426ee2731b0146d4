"""A published table as a cube: the sum of its rows for each category, force and quarter."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from measures.ingest.mapping import CategoryRule
from measures.ingest.text_column import TextColumn

Whole = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Coded:
    """A column in which few texts come often: `texts[codes[row]]`."""

    codes: Whole
    texts: list[str]


def coded(column: Sequence[str], plain: bool = False) -> Coded:
    """A column by its different texts; `plain` takes spellings of one name for one, and keeps the first."""
    spelt = TextColumn.of(column)
    index: dict[str, int] = {}
    table: list[int] = []
    texts: list[str] = []
    for text in spelt.words:
        table.append(index.setdefault(plain_name(text) if plain else text.strip(), len(texts)))
        if table[-1] == len(texts):
            texts.append(text.strip())
    return Coded(np.array(table, np.int64)[spelt.codes], texts)


def plain_name(text: str) -> str:
    """A category's name without what differs between releases: capitals, spaces, the kind of dash.

    >>> plain_name("Death or serious injury  –  Unlawful driving")
    'death or serious injury - unlawful driving'
    """
    return " ".join(text.casefold().replace("–", "-").replace("—", "-").replace("&", "and").split())


@dataclass(frozen=True, slots=True)
class Categories:
    """The different combinations of group, subgroup and code; "" where the table has no such column."""

    codes: Whole
    groups: list[str]
    subgroups: list[str]
    offence_codes: list[str]

    def name(self, number: int) -> str:
        """What one is called: by its subgroup where there is one."""
        return self.subgroups[number] or self.groups[number] or self.offence_codes[number]

    def of_rule(self, rule: CategoryRule) -> Mask:
        """Which of them belong to a rule."""
        if rule.everything:
            return np.ones(len(self.groups), np.bool_)
        found = np.zeros(len(self.groups), np.bool_)
        for texts, names in (
            (self.groups, rule.groups),
            (self.subgroups, rule.subgroups),
            (self.offence_codes, rule.codes),
        ):
            wanted = {plain_name(name) for name in names}
            found |= np.array([plain_name(text) in wanted for text in texts], np.bool_)
        return found


def categories(group: Coded, subgroup: Coded, code: Coded) -> Categories:
    """The combinations that occur."""
    number = (group.codes * len(subgroup.texts) + subgroup.codes) * len(code.texts) + code.codes
    different, codes = np.unique(number, return_inverse=True)
    rest, third = np.divmod(different, len(code.texts))
    first, second = np.divmod(rest, len(subgroup.texts))
    return Categories(
        codes.astype(np.int64),
        [group.texts[n] for n in first.tolist()],
        [subgroup.texts[n] for n in second.tolist()],
        [code.texts[n] for n in third.tolist()],
    )


@dataclass(frozen=True, slots=True)
class Cube:
    """Sums by category, force and quarter (from `first_quarter` on), in whole units.

    `rows` says where the table has a row at all: where it has none there is no figure. `line` is the first row's.
    """

    first_quarter: int
    sums: npt.NDArray[Any]
    rows: Mask
    line: Whole

    def of(self, mask: Mask) -> "Cube":
        """Those categories, as one."""
        last = np.iinfo(np.int64).max
        lines = np.where(self.rows[mask], self.line[mask], last).min(axis=0, initial=last)
        return Cube(
            self.first_quarter,
            self.sums[mask].sum(axis=0)[np.newaxis],
            np.asarray(self.rows[mask].any(axis=0), np.bool_)[np.newaxis],
            np.asarray(lines, np.int64)[np.newaxis],
        )

    def twelve_months(self) -> "Cube":
        """Each quarter with the three before it, where all four are there."""
        sums, rows = np.zeros_like(self.sums), np.zeros_like(self.rows)
        for last in range(3, self.sums.shape[2]):
            sums[:, :, last] = self.sums[:, :, last - 3 : last + 1].sum(axis=2)
            rows[:, :, last] = self.rows[:, :, last - 3 : last + 1].all(axis=2)
        return Cube(self.first_quarter, sums, rows, self.line)


def cube(kinds: Categories, force: Coded, quarter: Whole, units: Whole, lines: Whole) -> Cube:
    """Add up the rows. Quarters are ordinals."""
    first = int(quarter.min(initial=1 << 30)) if len(quarter) else 0
    shape = (len(kinds.groups), len(force.texts), int(quarter.max(initial=first)) - first + 1)
    place = (kinds.codes * shape[1] + force.codes) * shape[2] + (quarter - first)
    size = shape[0] * shape[1] * shape[2]
    # Sums of whole numbers below 2^53 are exact in the doubles that bincount adds in.
    sums = np.bincount(place, weights=units, minlength=size).astype(np.int64)
    line = np.zeros(size, np.int64)
    line[place[::-1]] = lines[::-1]
    rows = np.bincount(place, minlength=size) > 0
    return Cube(first, sums.reshape(shape), rows.reshape(shape), line.reshape(shape))
