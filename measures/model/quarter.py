"""Financial quarters: reading them, printing them, stepping through them.

Q1 is April to June, Q4 is January to March of the following calendar year. `2019/20 Q3` is October to
December 2019 (SPEC section 1). Nothing is guessed: a text that could mean two things is refused.
"""

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Self

from measures.errors import UnreadableQuarter

_YEAR_FIRST = re.compile(r"(\d{4})\s*[/-]\s*(\d{4}|\d{2})\s*-?\s*Q\s*(\d+)", re.IGNORECASE | re.ASCII)
_QUARTER_FIRST = re.compile(r"Q\s*(\d+)\s*-?\s*(\d{4})\s*[/-]\s*(\d{4}|\d{2})", re.IGNORECASE | re.ASCII)
_CALENDAR = re.compile(r"(\d{4})\s*[/-]?\s*Q\s*(\d)|Q\s*(\d)\s*[/-]?\s*(\d{4})", re.IGNORECASE | re.ASCII)
#: The time that programs write after a day on which nothing is said of the time.
MIDNIGHT = re.compile(r"[ T]00:00(?::00)?$", re.ASCII)
_ISO_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})", re.ASCII)
_DAY_FIRST = re.compile(r"(\d{1,2})[/-](\d{1,2})[/-](\d{4})", re.ASCII)
_FINANCIAL_YEAR = re.compile(r"(\d{4})\s*[/-]\s*(\d{4}|\d{2})", re.ASCII)


@dataclass(frozen=True, order=True, slots=True)
class Quarter:
    """One financial quarter.

    `ordinal` counts quarters: four times the calendar year in which the financial year starts, plus 0 to 3.
    It is what the database and the frames hold; differences are numbers of quarters.

    >>> Quarter.parse("Q3 2019-20")
    Quarter('2019/20 Q3')
    >>> Quarter.of(2019, 3).shift(2).label
    '2020/21 Q1'
    """

    ordinal: int

    @classmethod
    def of(cls, year: int, number: int) -> Self:
        """The quarter `number` (1 to 4) of the financial year that starts on 1 April `year`."""
        if not 1 <= number <= 4:
            raise ValueError(f"A financial year has quarters 1 to 4, not {number}.")
        return cls(year * 4 + number - 1)

    @classmethod
    def containing(cls, day: date) -> Self:
        """The quarter in which `day` falls."""
        year = day.year if day.month >= 4 else day.year - 1
        return cls.of(year, (day.month - 4) % 12 // 3 + 1)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read one quarter as people write it (SPEC section 1); raise `UnreadableQuarter` with the remedy."""
        shown = str(text).strip()
        compact = re.sub(r"\s+", " ", shown)
        if match := _YEAR_FIRST.fullmatch(compact):
            return cls._of_parts(shown, match[1], match[2], match[3])
        if match := _QUARTER_FIRST.fullmatch(compact):
            return cls._of_parts(shown, match[2], match[3], match[1])
        if match := _CALENDAR.fullmatch(compact):
            raise _calendar_or_financial(shown, int(match[1] or match[4]), int(match[2] or match[3]))
        day = MIDNIGHT.sub("", compact)
        if match := _ISO_DATE.fullmatch(day):
            return cls._of_date(shown, int(match[1]), int(match[2]), int(match[3]), "{0:%Y-%m-%d}")
        if match := _DAY_FIRST.fullmatch(day):
            pattern = "{0:%d-%m-%Y}" if "-" in compact else "{0:%d/%m/%Y}"
            return cls._of_date(shown, int(match[3]), int(match[2]), int(match[1]), pattern)
        raise UnreadableQuarter(
            shown,
            f"“{shown}” is not a quarter." if shown else "The quarter is blank.",
            "Write the financial year and the quarter, such as 2019/20 Q3.",
        )

    @classmethod
    def from_columns(cls, financial_year: str, quarter: str) -> Self:
        """Read a financial year (`2019/20`) and a quarter (`3` or `Q3`) that stand in two columns."""
        number = str(quarter).strip().upper().removeprefix("Q").strip()
        year = str(financial_year).strip()
        if not _FINANCIAL_YEAR.fullmatch(year):
            raise UnreadableQuarter(year, f"“{year}” is not a financial year.", "Write both years, such as 2019/20.")
        return cls.parse(f"{year} Q{number}")

    @classmethod
    def _of_parts(cls, shown: str, first: str, second: str, number: str) -> Self:
        start = int(first)
        _refuse_far_year(shown, start)
        if int(second) % 100 != (start + 1) % 100 or (len(second) == 4 and int(second) != start + 1):
            raise UnreadableQuarter(
                shown,
                f"“{shown}” names two years that do not follow each other.",
                f"Write {start}/{(start + 1) % 100:02d} Q{number} if you mean the year from April {start}.",
            )
        if number not in ("1", "2", "3", "4"):
            raise UnreadableQuarter(
                shown,
                f"“{shown}” asks for a quarter {number}; a financial year has quarters 1 to 4.",
                "Q1 is April to June, Q2 July to September, Q3 October to December, Q4 January to March.",
            )
        return cls.of(start, int(number))

    @classmethod
    def _of_date(cls, shown: str, year: int, month: int, day: int, pattern: str) -> Self:
        _refuse_far_year(shown, year)
        try:
            read = date(year, month, day)
        except ValueError as error:
            raise UnreadableQuarter(
                shown,
                f"“{shown}” is not a date: it is read as year {year}, month {month}, day {day}.",
                "Write the day before the month, or year-month-day, or the quarter, such as 2019/20 Q3.",
            ) from error
        quarter = cls.containing(read)
        if read != quarter.end:
            raise UnreadableQuarter(
                shown,
                f"“{shown}” is not the last day of a quarter.",
                f"Write {pattern.format(quarter.end)} ({quarter.label}) if you mean that quarter.",
            )
        return quarter

    @property
    def year(self) -> int:
        """The calendar year in which the financial year starts."""
        return self.ordinal // 4

    @property
    def number(self) -> int:
        """1 to 4."""
        return self.ordinal % 4 + 1

    @property
    def financial_year(self) -> str:
        """The financial year as people write it: `2019/20`."""
        return f"{self.year}/{(self.year + 1) % 100:02d}"

    @property
    def label(self) -> str:
        """As a person reads it: `2019/20 Q3`."""
        return f"{self.financial_year} Q{self.number}"

    @property
    def slug(self) -> str:
        """For addresses and file names: `2019-20-Q3`."""
        return self.label.replace("/", "-").replace(" ", "-")

    @property
    def start(self) -> date:
        """The first day."""
        return date(self.year + (self.number == 4), (self.number * 3) % 12 + 1, 1)

    @property
    def end(self) -> date:
        """The last day."""
        return self.shift(1).start - timedelta(days=1)

    @property
    def months(self) -> str:
        """The months in words: `October to December 2019`."""
        return span_in_words(self, self)

    def shift(self, quarters: int) -> Self:
        """The quarter that many quarters later (earlier if negative)."""
        return type(self)(self.ordinal + quarters)

    def year_start(self) -> Self:
        """The first quarter of the same financial year."""
        return type(self)(self.ordinal - self.ordinal % 4)

    def year_to_date(self) -> tuple[Self, ...]:
        """The quarters from April to this one."""
        return tuple(type(self)(o) for o in range(self.year_start().ordinal, self.ordinal + 1))

    def __str__(self) -> str:
        return self.label

    def __repr__(self) -> str:
        return f"Quarter('{self.label}')"


@lru_cache(maxsize=4096)  # pickers name every quarter at every rerun
def span_in_words(first: Quarter, last: Quarter, joiner: str = " to ") -> str:
    """The months from the first day of one quarter to the last day of another.

    >>> span_in_words(Quarter.parse("2019/20 Q1"), Quarter.parse("2019/20 Q4"))
    'April 2019 to March 2020'
    >>> span_in_words(Quarter.parse("2019/20 Q1"), Quarter.parse("2019/20 Q1"), "–")
    'April–June 2019'
    """
    start, end = first.start, last.end
    opening = calendar.month_name[start.month]
    if start.year != end.year:
        opening += f" {start.year}"
        joiner = joiner if joiner == " to " else f" {joiner} "
    return f"{opening}{joiner}{calendar.month_name[end.month]} {end.year}"


def day_in_words(day: date) -> str:
    """`1 April 2017`."""
    return f"{day.day} {calendar.month_name[day.month]} {day.year}"


def _calendar_or_financial(shown: str, year: int, number: int) -> UnreadableQuarter:
    following = f"{year}/{(year + 1) % 100:02d} Q{number}"
    before = f"{year - 1}/{year % 100:02d} Q{number}"
    return UnreadableQuarter(
        shown,
        f"“{shown}” could be a calendar or a financial quarter.",
        f"Write both years of the financial year, such as {following} or {before}.",
    )


def _refuse_far_year(shown: str, year: int) -> None:
    if not 1900 <= year <= 2199:
        raise UnreadableQuarter(
            shown,
            f"“{shown}” names the year {year}.",
            "Write a year between 1900 and 2199, such as 2019/20 Q3.",
        )
