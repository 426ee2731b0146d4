"""Cells that no spreadsheet takes for a formula: every download of texts passes here.

A text that begins as a formula does gets an apostrophe before it. A plain number is left as it is, its sign too.
"""

import csv
import io
import re
from collections.abc import Iterable, Sequence

#: A spreadsheet reads a cell that begins with one of these as a formula, or passes over it to one that follows.
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_NUMBER = re.compile(r"[+-]?[0-9][0-9,]*(?:\.[0-9]+)?%?")


def harmless(text: str) -> str:
    """A text that no spreadsheet takes for a formula.

    >>> harmless("=1+1"), harmless("-3"), harmless("-3+cmd|x")
    ("'=1+1", '-3', "'-3+cmd|x")
    """
    return f"'{text}" if text.startswith(DANGEROUS) and not _NUMBER.fullmatch(text) else text


def csv_bytes(rows: Iterable[Sequence[object]], separator: str = ",") -> bytes:
    """Rows as a CSV file for a spreadsheet: UTF-8 with the byte order mark that Excel needs, each text harmless."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=separator, lineterminator="\r\n")
    writer.writerows([harmless(cell) if isinstance(cell, str) else cell for cell in row] for row in rows)
    return buffer.getvalue().encode("utf-8-sig")
