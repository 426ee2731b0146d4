"""The values of a sheet's cells as the texts that a CSV file would have, each by its type."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal

#: Excel keeps and shows fifteen digits; what lies beyond them is left over from adding in binary.
DIGITS = 15


def number_text(number: float) -> tuple[str, bool]:
    """A number as a person would type it, and whether digits beyond the fifteenth were left off.

    >>> number_text(1234.0), number_text(0.1 + 0.2)
    (('1234', False), ('0.3', True))
    """
    if number.is_integer() and abs(number) < 10**DIGITS:
        return str(int(number)), False
    text = f"{number:.{DIGITS}g}"
    is_cut = float(text) != number
    return (f"{Decimal(text):f}" if "e" in text else text), is_cut


def percent_text(number: float) -> str:
    """What a cell that is formatted as a percentage shows.

    >>> percent_text(0.125)
    '12.5%'
    """
    shown = f"{Decimal(number_text(number)[0]) * 100:f}"
    return (shown.rstrip("0").rstrip(".") if "." in shown else shown) + "%"


def cell_text(value: object) -> str:
    """A cell that is no number: texts as they are, days as year-month-day, truth values in words."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()
    if isinstance(value, (date, time, datetime)):
        return str(value)
    if isinstance(value, timedelta):
        return f"{value} (a time)"
    return "" if value is None else str(value)


def column_texts(values: Sequence[object]) -> tuple[list[str], list[int]]:
    """A column as texts, and the positions of the numbers of which digits were left off."""
    texts: list[str] = []
    cut: list[int] = []
    for position, value in enumerate(values):
        if type(value) is str:
            texts.append(value)
        elif isinstance(value, (float, int)) and not isinstance(value, bool):
            text, is_cut = number_text(float(value))
            texts.append(text)
            if is_cut:
                cut.append(position)
        else:
            texts.append(cell_text(value))
    return texts, cut
