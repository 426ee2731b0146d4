"""Cells that no spreadsheet takes for a formula: every download of texts passes here."""

import csv
import io
import re
from collections.abc import Callable, Iterable, Sequence

#: A spreadsheet reads a cell that begins with one of these as a formula (some pass over a line's end before it).
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n")
_NUMBER = re.compile(r"[+-]?[0-9][0-9,]*(?:\.[0-9]+)?%?")


def harmless(text: str) -> str:
    """A text that no spreadsheet takes for a formula: an apostrophe goes before one that begins like it."""
    return f"'{text}" if text.startswith(DANGEROUS) else text


def harmless_but_numbers(text: str) -> str:
    """The same for a cell out of a file of figures, in which a plain number keeps its sign.

    >>> harmless_but_numbers("=1+1"), harmless_but_numbers("-3"), harmless_but_numbers("-3+1")
    ("'=1+1", '-3', "'-3+1")
    """
    return text if _NUMBER.fullmatch(text) else harmless(text)


def csv_bytes(rows: Iterable[Sequence[object]], separator: str = ",", safe: Callable[[str], str] = harmless) -> bytes:
    """Rows as a CSV file for a spreadsheet: UTF-8 with the byte order mark that Excel needs, each text made `safe`.

    Figures are given as numbers (int, Decimal), not as texts: those stay numbers, with their sign.
    """
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=separator, lineterminator="\r\n")
    writer.writerows([safe(cell) if isinstance(cell, str) else cell for cell in row] for row in rows)
    return buffer.getvalue().encode("utf-8-sig")
