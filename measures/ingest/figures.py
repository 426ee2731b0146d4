"""Figures from their texts: a whole column at a time where it is plain, cell by cell only where it is odd.

A plain figure is digits with an optional hyphen before and a point within: `1234`, `-3`, `12.50`. What people
also write is read and told (`1,234`, `£1,234.50`, `12.5%`, `+3`, spaces around); what could mean two things, or
nothing, is refused. Never by `float()` or `Decimal()`, which take `1_000`, `nan`, `1e5` and full-width digits.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from measures.ingest.findings import Fault
from measures.ingest.text_column import TextColumn
from measures.ingest.words import shown
from measures.model.value import MAX_DECIMALS, MAX_DIGITS

Floats = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]

#: Zeros in front are no digits of the figure, but nobody writes so many.
MAX_TEXT = 99

_PLAIN = re.compile(r"-?[0-9]{1,15}(?:\.[0-9]{1,9})?").fullmatch
_DRESSED = re.compile(
    r"(?P<sign>[+\-−]?) ?(?P<pound>£?) ?(?P<inner>[+\-−]?)"
    r"(?P<whole>[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.(?P<part>[0-9]+))? ?(?P<percent>%?)"
)
_DECIMAL_COMMA = re.compile(r"[+\-−]?£?[0-9]+(?:[.   ][0-9]{3})*,[0-9]+ ?%?|[+\-−]?£?[0-9.,]*[0-9],[0-9.,]*[0-9] ?%?")
_WITH_LETTER = re.compile(r"([0-9][0-9.,]*) ?[\[(]?([pruePRUE])[\])]?")
_NO_FIGURE = {
    *(
        "-",
        "–",
        "—",
        "−",
        "--",
        ".",
        "..",
        "...",
        ":",
        "*",
        "**",
        "?",
        "n/a",
        "na",
        "n.a.",
        "n/k",
        "nk",
        "none",
        "null",
    ),
    *("nil", "x", "c", "z", "[x]", "[c]", "[z]", "[x", "tbc", "tba", "not available", "not applicable", "unknown"),
    *("missing", "suppressed", "withheld", "blank", "confidential", "n / a", "#n/a"),
}
_NOT_FINITE = re.compile(r"[+\-−]?(nan|inf|infinity|∞)", re.IGNORECASE)


@dataclass(slots=True)
class Figures:
    """A column of figures. Row by row: `units` of 10^-`decimals` (NaN: none), and whether anything was `given`.

    `faults` are the rows that cannot be read; `odd` the rows in which something was taken away, by its kind.
    """

    units: Floats
    decimals: Whole
    given: npt.NDArray[np.bool_]
    faults: dict[int, Fault] = field(default_factory=dict)
    odd: dict[str, list[int]] = field(default_factory=dict)


def no_figures(rows: int) -> Figures:
    """A column that the file does not have: one NaN, seen in every row."""
    return Figures(np.broadcast_to(np.nan, rows), np.zeros(rows, np.int64), np.zeros(rows, np.bool_))


def read_figures(texts: Sequence[str]) -> Figures:
    """Read a column; nothing is raised."""
    column = TextColumn.of(texts)
    words = _figures_of(column.words)
    codes = column.codes
    figures = Figures(words.units[codes], words.decimals[codes], words.given[codes])
    for kind, places in words.odd.items():
        figures.odd[kind] = _rows_of(places, column)
    for row in _rows_of(words.faults, column):
        figures.faults[row] = words.faults[int(codes[row])]
    return figures


def _rows_of(places: Collection[int], column: TextColumn) -> list[int]:
    """The rows, in order, whose word is at one of these places."""
    if not places:
        return []
    is_one = np.zeros(len(column.words), np.bool_)
    is_one[list(places)] = True
    return np.flatnonzero(is_one[column.codes]).tolist()


def _figures_of(texts: list[str]) -> Figures:
    """The figures of different texts."""
    rows = len(texts)
    joined = "".join(texts)
    if not joined:
        return Figures(np.full(rows, np.nan), np.zeros(rows, np.int64), np.zeros(rows, np.bool_))
    if joined.isascii() and joined.isdecimal() and max(map(len, texts)) <= MAX_DIGITS:
        units = np.array([int(text) if text else np.nan for text in texts], np.float64)
        return Figures(units, np.zeros(rows, np.int64), ~np.isnan(units))
    odd = [row for row, text in enumerate(texts) if text and not _PLAIN(text)]
    plain = list(texts)
    for row in odd:
        plain[row] = ""
    figures = _plain_figures(plain)
    _add_odd(figures, texts, odd)
    for row in np.flatnonzero(np.abs(figures.units) >= 10**MAX_DIGITS).tolist():
        figures.units[row] = np.nan
        figures.faults[row] = too_long(texts[row])
    return figures


def _plain_figures(texts: list[str]) -> Figures:
    units = np.array([float(int(text.replace(".", ""))) if text else np.nan for text in texts], np.float64)
    decimals = np.array([len(text) - text.find(".") - 1 if "." in text else 0 for text in texts], np.int64)
    return Figures(units, decimals, ~np.isnan(units))


def _add_odd(figures: Figures, texts: list[str], odd: list[int]) -> None:
    for place in odd:
        figure, fault, kinds = read_odd(texts[place])
        if figure is not None:
            figures.units[place], figures.decimals[place] = figure
        elif fault is not None:
            figures.faults[place] = fault
        figures.given[place] = figure is not None or fault is not None
        for kind in kinds:
            figures.odd.setdefault(kind, []).append(place)


def read_odd(text: str) -> tuple[tuple[int, int] | None, Fault | None, tuple[str, ...]]:
    """One figure that is not plain: (units, decimals) or None, the fault if there is one, what was taken away.

    >>> read_odd("£1,234.50")
    ((123450, 2), None, ('thousands_comma', 'pound_sign'))
    """
    bare = text.strip()
    if not bare:
        return None, None, ()
    match = _DRESSED.fullmatch(bare)
    if match is None:
        return None, _unreadable(bare), ()
    sign, pound, inner, whole, part, percent = match.groups(default="")
    if sign and inner:
        return None, _unreadable(bare), ()
    digits = whole.replace(",", "") + part
    if len(digits.lstrip("0")) > MAX_DIGITS or len(part) > MAX_DECIMALS or len(digits) > MAX_TEXT:
        return None, too_long(bare), ()
    sign = sign or inner
    told = (
        ("spaces", bare != text or " " in bare),
        ("thousands_comma", "," in whole),
        ("pound_sign", pound),
        ("percent_sign_removed", percent),
        ("plus_sign", sign == "+"),
        ("minus_sign", sign == "−"),
    )
    units = -int(digits) if sign in ("-", "−") else int(digits)
    return (units, len(part)), None, tuple([kind for kind, found in told if found])


def too_long(text: str) -> Fault:
    """More digits than are kept exactly."""
    return Fault(
        "figure_too_long",
        f"“{shown(text)}” has more digits than are kept.",
        f"Write at most {MAX_DIGITS} digits, {MAX_DECIMALS} of them after the point.",
        f"at most {MAX_DIGITS} digits and {MAX_DECIMALS} decimals",
    )


def _unreadable(text: str) -> Fault:
    if _NOT_FINITE.fullmatch(text):
        return Fault(
            "not_finite",
            f"“{shown(text)}” is not a figure.",
            "Leave the figure empty and write a status letter, such as x for not available.",
            "a number",
        )
    if match := _WITH_LETTER.fullmatch(text):
        return _not_a_number(
            text, f"Write {match[1]} here and {match[2].lower()} in the column status (add it if there is none)."
        )
    if text.casefold() in _NO_FIGURE:
        return _not_a_number(
            text,
            "Leave the figure empty and write x (not available), c (confidential) or z (not applicable) in the "
            "column status; if it was counted and there were none, write 0.",
        )
    if text.startswith("#"):
        return _not_a_number(text, "This is an error of the spreadsheet: mend the cell there and save again.")
    if _DECIMAL_COMMA.fullmatch(text):
        return Fault(
            "decimal_comma",
            f"“{shown(text)}” has a comma where none stands between thousands.",
            "Write a point before the decimals, and no commas or one before every three figures: 1234.5 or 1,234.5.",
            "a number such as 1234.5",
        )
    if re.fullmatch(r"\([0-9.,]+\)", text):
        return _not_a_number(text, f"Write -{text[1:-1]} if it is below zero.")
    return _not_a_number(text, "Write the figure in digits, such as 1234 or 12.5.")


def _not_a_number(text: str, remedy: str) -> Fault:
    return Fault("not_a_number", f"“{shown(text)}” is not a number.", remedy, "a number such as 1234 or 12.5")
