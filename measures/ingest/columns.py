"""Columns of words and days: each different text is looked at once, every row then by its number."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt
import pandas as pd

from measures.ingest.findings import Fault
from measures.ingest.text_column import TextColumn
from measures.ingest.words import shown
from measures.model.quarter import MIDNIGHT


@dataclass(frozen=True, slots=True)
class Words:
    """A column of texts: `texts[codes[row]]` is the row's, trimmed. `spaced` are the rows that had spaces around."""

    codes: npt.NDArray[np.int32]
    texts: list[str]
    spaced: list[int]

    def category(self, words: Callable[[str], str] = str) -> pd.Categorical:
        """The column as a pandas category, each text by `words`."""
        named = [words(text) for text in self.texts]
        names = list(dict.fromkeys(named))
        place = {name: position for position, name in enumerate(names)}
        table = np.array([place[name] for name in named], np.int32)
        codes = table[self.codes] if len(named) else self.codes
        return pd.Categorical.from_codes(codes, categories=pd.Index(names, dtype="str"), validate=False)

    def column(self, values: Sequence[object]) -> npt.NDArray[np.object_]:
        """An object array over the rows from one value per different text."""
        table = np.empty(len(self.texts), dtype=object)
        table[:] = values
        return table[self.codes] if len(table) != 1 else np.broadcast_to(table, len(self.codes))


def read_words(texts: Sequence[str] | None, rows: int) -> Words:
    """A column of texts; one that the file does not have is blank throughout."""
    if texts is None:
        return Words(np.zeros(rows, np.int32), [""], [])
    column = TextColumn.of(texts)
    index: dict[str, int] = {}
    table = np.array([index.setdefault(word.strip(), len(index)) for word in column.words], np.int32)
    spaced = column.where(lambda word: word != word.strip() and not word.isspace())
    return Words(table[column.codes] if len(column) else column.codes, list(index), spaced)


def read_day(text: str) -> date | Fault | None:
    """A day, ISO or day first; None for a blank; month first is never tried.

    >>> read_day("31/12/2019")
    datetime.date(2019, 12, 31)
    """
    if not text:
        return None
    parts = MIDNIGHT.sub("", text).replace("/", "-").split("-")
    is_iso = len(parts) == 3 and len(parts[0]) == 4 and "/" not in text
    is_day_first = len(parts) == 3 and len(parts[2]) == 4 and len(parts[0]) <= 2
    if all(part.isascii() and part.isdecimal() and len(part) <= 4 for part in parts) and (is_iso or is_day_first):
        year, month, day = (int(part) for part in (parts if is_iso else reversed(parts)))
        try:
            return date(year, month, day)
        except ValueError:
            pass
    return Fault(
        "unreadable_date",
        f"“{shown(text)}” is not a date.",
        "Write year-month-day or day/month/year, such as 2019-12-31 or 31/12/2019.",
        "a date such as 2019-12-31",
    )
