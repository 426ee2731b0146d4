"""A column of texts in which each different one is kept, and looked at, once."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import overload

import numpy as np
import numpy.typing as npt

Whole = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class TextColumn(Sequence[str]):
    """The text of row `r` is `words[codes[r]]`; no word is there twice, and they stand in the order of the rows.

    >>> list(TextColumn.of(["a", "b", "a"]))
    ['a', 'b', 'a']
    """

    codes: npt.NDArray[np.int32]
    words: list[str]

    @classmethod
    def of(cls, texts: Sequence[str]) -> "TextColumn":
        """A column from its texts, one a row."""
        if isinstance(texts, cls):
            return texts
        place: dict[str, int] = {}
        codes = np.fromiter([place.setdefault(text, len(place)) for text in texts], np.int32, len(texts))
        return cls(codes, list(place))

    @overload
    def __getitem__(self, row: int) -> str: ...
    @overload
    def __getitem__(self, row: slice) -> "TextColumn": ...
    def __getitem__(self, row: int | slice) -> "str | TextColumn":
        return TextColumn(self.codes[row], self.words) if isinstance(row, slice) else self.words[self.codes[row]]

    def __len__(self) -> int:
        return len(self.codes)

    def __iter__(self) -> Iterator[str]:
        return map(self.words.__getitem__, self.codes.tolist())

    def where(self, question: Callable[[str], bool]) -> list[int]:
        """The rows of whose text this is true, in order."""
        is_true = np.fromiter(map(question, self.words), np.bool_, len(self.words))
        return np.flatnonzero(is_true[self.codes]).tolist() if is_true.any() else []
