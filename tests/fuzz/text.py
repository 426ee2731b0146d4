"""The table of a delimited text, by the second reader: its encoding, its separator, its rows."""

import csv
import io
import re
import unicodedata
from collections.abc import Callable

from tests.fuzz.figures import LONG, Refused, heading, quarter

UNUSED = b"\x81\x8d\x8f\x90\x9d"


def table_of(content: bytes) -> list[list[str]]:
    """The rows of a CSV file that are not blank, the header first."""
    text = text_of(content)
    tables = [rows for rows in (_rows(text, separator) for separator in ",;\t") if rows and is_header(rows[0])]
    if not tables:
        raise Refused("no header")
    return max(tables, key=lambda rows: len(rows[0]))


def text_of(content: bytes) -> str:
    """UTF-8 with or without a mark, else Windows-1252 without control characters."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        if set(content) & {*UNUSED, *range(9), 11, 12, *range(14, 32), 127}:
            raise Refused("neither UTF-8 nor Windows-1252") from None
        text = content.decode("cp1252")
    refuse_invisible(text)
    return text


def refuse_invisible(text: str) -> None:
    for character in re.sub(r"[\t\n\r]", "", text):
        if unicodedata.category(character) == "Cc" or "\u202a" <= character <= "\u202e":
            raise Refused(f"U+{ord(character):04X}")


def _rows(text: str, separator: str) -> list[list[str]] | None:
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True))
    except csv.Error:
        return None
    return [row for row in rows if any(cell.strip() for cell in row)]


def is_header(row: list[str]) -> bool:
    """Whether a row names columns of the long form, or a measure_id and quarters."""
    names = {heading(cell) for cell in row}
    return "measure_id" in names and len(names & {*LONG}) + sum(map(_is_quarter, row)) > 1


def _is_quarter(cell: str, read: Callable[[str], int] = quarter) -> bool:
    try:
        read(cell)
    except Refused:
        return False
    return True
