"""One figure as it was supplied: its status letter, its basis, and the limits within which it is kept exactly."""

from decimal import Decimal, InvalidOperation
from enum import StrEnum
from fractions import Fraction

#: A figure is kept as a whole number of units of 10^-decimals. Fifteen digits pass through every part of the
#: program (64-bit integers, and doubles on the way) without rounding.
MAX_DIGITS = 15
MAX_DECIMALS = 9


class Status(StrEnum):
    """The shorthand of official statistics beside a figure."""

    NONE = ""
    PROVISIONAL = "p"
    REVISED = "r"
    ESTIMATED = "e"
    LOW_RELIABILITY = "u"
    NOT_AVAILABLE = "x"
    CONFIDENTIAL = "c"
    NOT_APPLICABLE = "z"

    @property
    def words(self) -> str:
        """What the letter means."""
        return {
            "": "",
            "p": "provisional",
            "r": "revised",
            "e": "estimated",
            "u": "low reliability",
            "x": "not available",
            "c": "confidential",
            "z": "not applicable",
        }[self.value]

    @property
    def is_empty(self) -> bool:
        """Whether the figure beside it must be empty."""
        return self in (Status.NOT_AVAILABLE, Status.CONFIDENTIAL, Status.NOT_APPLICABLE)


class Basis(StrEnum):
    """The span a figure was supplied for: its quarter alone, or April to the quarter's end."""

    QUARTER = "quarter"
    YTD = "ytd"


def scaled(figure: Decimal) -> tuple[int, int]:
    """A figure as (whole units, decimals), exactly: Decimal("12.50") is (1250, 2).

    Raises ValueError for a figure that is not finite or has more digits than are kept.
    """
    if not figure.is_finite():
        raise ValueError("not a finite number")
    sign, digits, exponent = figure.as_tuple()
    assert isinstance(exponent, int)
    decimals = max(-exponent, 0)
    if decimals > MAX_DECIMALS or len(digits) + max(exponent, 0) > MAX_DIGITS:
        raise ValueError(f"more than {MAX_DIGITS} digits or {MAX_DECIMALS} decimals")
    units = int("".join(map(str, digits))) * 10 ** max(exponent, 0)
    return (-units if sign else units), decimals


def exact(figure: float | str | Decimal) -> Decimal:
    """A figure as a Decimal, a float by the shortest text that reads back to it (0.1 is one tenth)."""
    try:
        return figure if isinstance(figure, Decimal) else Decimal(str(figure))
    except InvalidOperation as error:
        raise ValueError(f"“{figure}” is not a number") from error


def unscaled(units: int, decimals: int) -> Decimal:
    """The inverse of `scaled`."""
    return Decimal(int(units)).scaleb(-int(decimals))


def as_fraction(figure: Decimal) -> Fraction:
    """For exact sums and quotients."""
    return Fraction(figure)
