"""How each kind of value in a definition file is read: text, ids, dates, quarters, numbers, choices.

The values are those of the nouns in `measures.model.measure`. A value that cannot be read is refused with a
code, a message, what was expected and what to do; `definition_shapes` says which key holds which.
"""

import datetime as dt
import re
from collections.abc import Callable
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, NoReturn, TypeVar

from pydantic import PlainValidator
from pydantic_core import PydanticCustomError

from measures.errors import UnreadableQuarter
from measures.ingest.words import did_you_mean, hidden_character, listed, shown
from measures.model.measure import BaselineRule, BreakType, Comparator, Kind, Polarity, Publication, SmallNumbers
from measures.model.quarter import Quarter
from measures.model.signal_options import FEWEST_TO_FIX, LONGEST_RUN, SHORTEST_RUN, TwoInThree
from measures.model.value import MAX_DECIMALS, MAX_DIGITS, scaled

Choice = TypeVar("Choice", bound=StrEnum)
Item = TypeVar("Item")

LINE_LENGTH = 200
TEXT_LENGTH = 4000
ID_LENGTH = 80
MOST_RED_QUARTERS = 20


def refuse(code: str, message: str, remedy: str, expected: str) -> NoReturn:
    """Refuse a value; pydantic collects it with its place."""
    raise PydanticCustomError(code, "{message}", {"message": message, "remedy": remedy, "expected": expected})


def _typed(value: object, kind: type | tuple[type, ...], expected: str, remedy: str) -> None:
    # bool is an int and a moment is a date in Python; in a definition neither is meant for the other.
    is_kind = isinstance(value, kind) and (kind is bool or not isinstance(value, bool))
    if not is_kind or (kind is dt.date and isinstance(value, dt.datetime)):
        refuse("wrong_type", f"This is {type_in_words(value)}, not {expected}.", remedy, expected)


def type_in_words(value: object) -> str:
    """What a TOML value is, for a person."""
    words: tuple[tuple[type | tuple[type, ...], str], ...] = (
        (bool, "true or false"),
        (str, "text"),
        ((int, Decimal, float), "a number"),
        (dt.datetime, "a date with a time"),
        (dt.date, "a date"),
        (dt.time, "a time"),
        (list, "a list"),
        (dict, "a table"),
    )
    return next((text for kind, text in words if isinstance(value, kind)), "something else")


def _text(value: object, limit: int, *, blank: bool, lines: bool) -> str:
    _typed(value, str, "text", 'Put the text in quotation marks: "…".')
    assert isinstance(value, str)
    if not blank and not value.strip():
        refuse("empty_text", "This text is empty.", "Write it out.", "a text")
    if len(value) > limit:
        refuse(
            "text_too_long",
            f"This text has {len(value):,} characters.",
            f"Shorten it to {limit:,} characters.",
            f"at most {limit:,} characters",
        )
    if found := hidden_character(value, "\n\t" if lines else ""):
        refuse(
            "control_character",
            f"This text holds a character that cannot be seen: {found}.",
            "Type the text again, or paste it as plain text" + ("." if lines else " on one line."),
            "visible characters" if lines else "visible characters on one line",
        )
    return value


def _line(value: object) -> str:
    return _text(value, LINE_LENGTH, blank=False, lines=False)


def _optional_line(value: object) -> str:
    return _text(value, LINE_LENGTH, blank=True, lines=False)


def _paragraph(value: object) -> str:
    return _text(value, TEXT_LENGTH, blank=True, lines=True)


def _note(value: object) -> str:
    return _text(value, TEXT_LENGTH, blank=False, lines=True)


def _id(value: object) -> str:
    text = _text(value, ID_LENGTH, blank=False, lines=False)
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", text):
        plain = "-".join(re.findall(r"[a-z0-9]+", text.lower()))
        refuse(
            "bad_id",
            f"“{shown(text)}” cannot be an id: an id has small letters, digits and single hyphens.",
            f"Write “{plain}”." if plain else "Write a short name such as domestic-burglary.",
            "small letters, digits and single hyphens",
        )
    return text


def _day(value: object) -> dt.date:
    _typed(value, dt.date, "a date", "Write year-month-day without quotation marks, such as 2013-03-15.")
    assert isinstance(value, dt.date)
    if not 1900 <= value.year <= 2199:
        refuse(
            "date_out_of_range",
            f"The year {value.year} is too far away.",
            "Check the year.",
            "a year between 1900 and 2199",
        )
    return value


def _quarter(value: object) -> Quarter:
    _typed(value, str, "a quarter", 'Write the quarter in quotation marks, such as "2019/20 Q3".')
    try:
        return Quarter.parse(str(value)[:200])
    except UnreadableQuarter as error:
        refuse("unreadable_quarter", error.problem, error.remedy, error.expected)


def _choice(kind: type[Choice], code: str = "unknown_choice") -> Callable[[object], Choice]:
    words = [choice.value for choice in kind]

    def read(value: object) -> Choice:
        _typed(value, str, "text", f"Write one of: {', '.join(words)}.")
        text = str(value)
        if text not in words:
            refuse(
                code,
                f"“{shown(text)}” is not one of the words known here.",
                f"{did_you_mean(text, words)}Write {listed(words)}.",
                listed(words),
            )
        return kind(text)

    return read


def _several(read: Callable[[object], Item], what: str) -> Callable[[object], tuple[Item, ...]]:
    def read_all(value: object) -> tuple[Item, ...]:
        _typed(value, list, f"a list of {what}", f'Put the {what} in square brackets: ["…", "…"].')
        assert isinstance(value, list)
        if not value:
            refuse("empty_list", "This list is empty.", "Name at least one, or leave the key out.", "at least one")
        items = tuple(read(item) for item in value)
        twice = next((text for text, item in zip(value, items, strict=True) if items.count(item) > 1), None)
        if twice is not None:
            refuse("named_twice", f"“{shown(twice)}” is named twice.", "Name each once.", f"different {what}")
        return items

    return read_all


def _number(value: object) -> Decimal:
    _typed(value, (int, Decimal), "a number", "Write the number without quotation marks, such as 5.0.")
    assert isinstance(value, (int, Decimal))
    number = Decimal(value)
    if not number.is_finite():
        refuse("not_finite", f"“{value}” is no amount.", "Write a number, such as 5.0.", "a finite number")
    try:
        scaled(number)
    except ValueError:
        refuse(
            "number_too_long",
            "This number has more digits than are kept.",
            f"Write at most {MAX_DIGITS} digits, {MAX_DECIMALS} of them after the point.",
            f"at most {MAX_DIGITS} digits and {MAX_DECIMALS} decimals",
        )
    return number


def _amount(value: object) -> Decimal:
    number = _number(value)
    if number < 0:
        refuse(
            "negative_tolerance",
            f"A tolerance of {value} is below zero.",
            "Write how far worse still counts as Amber, such as 5.0; 0 means that any worse is Red.",
            "zero or more",
        )
    return number


def _scale(value: object) -> Decimal:
    number = _number(value)
    if number <= 0:
        refuse("bad_scale", f"A scale of {value} makes no figure.", "Write the factor, such as 1000.", "above zero")
    return number


def _decimals(value: object) -> int:
    _typed(value, int, "a whole number", "Write how many decimals are shown, such as 1.")
    assert isinstance(value, int)
    if not 0 <= value <= MAX_DECIMALS:
        refuse(
            "bad_decimals",
            "That many decimals cannot be shown.",
            f"Write a whole number from 0 to {MAX_DECIMALS}.",
            f"0 to {MAX_DECIMALS}",
        )
    return value


def _run(value: object) -> int:
    _typed(value, int, "a whole number", "Write how many quarters in a row, such as 7.")
    assert isinstance(value, int)
    if not SHORTEST_RUN <= value <= LONGEST_RUN:
        refuse(
            "bad_run",
            f"A run of {shown(value)} quarters is not one that is looked for.",
            f"Write a whole number from {SHORTEST_RUN} to {LONGEST_RUN}; 7 unless there is a reason.",
            f"{SHORTEST_RUN} to {LONGEST_RUN}",
        )
    return value


def _fix_after(value: object) -> int:
    _typed(value, int, "a whole number", "Write after how many quarters the limits stay, such as 12.")
    assert isinstance(value, int)
    if not FEWEST_TO_FIX <= value <= 400:
        refuse(
            "bad_fix_after",
            f"Limits cannot be fixed after {shown(value)} quarters.",
            f"Write {FEWEST_TO_FIX} or more, or leave the key out to let them move with every quarter.",
            f"{FEWEST_TO_FIX} or more",
        )
    return value


def _restated_by(value: object) -> Decimal:
    number = _number(value)
    if number < 0:
        refuse(
            "bad_question_setting",
            f"A figure cannot be restated by more than {value}%.",
            "Write by how many per cent a figure has to be restated before the panel is told to ask, such as 2.0.",
            "zero or more",
        )
    return number


def _red_quarters(value: object) -> int:
    _typed(value, int, "a whole number", "Write after how many quarters in red the panel is told to ask, such as 3.")
    assert isinstance(value, int)
    if not 2 <= value <= MOST_RED_QUARTERS:
        refuse(
            "bad_question_setting",
            f"After {shown(value)} quarters in red is not when a question is asked.",
            f"Write a whole number from 2 to {MOST_RED_QUARTERS}, such as 3.",
            f"2 to {MOST_RED_QUARTERS}",
        )
    return value


def _yes_no(value: object) -> bool:
    _typed(value, bool, "true or false", "Write true or false, without quotation marks.")
    return bool(value)


def _small_numbers(value: object) -> SmallNumbers:
    _typed(value, str, "text", 'Write "not_rated", "rate_anyway" or "absolute:5".')
    try:
        return SmallNumbers.parse(str(value))
    except ValueError as error:
        refuse(
            "bad_small_numbers",
            f"“{shown(value)}” is no rule for small numbers.",
            'Write "not_rated", "rate_anyway" or "absolute:5" (amber up to 5 worse).',
            str(error).removeprefix("expected "),
        )


#: For shapes elsewhere: the reader of a fixed choice of words.
choice = _choice

Id = Annotated[str, PlainValidator(_id)]
Ids = Annotated[tuple[str, ...], PlainValidator(_several(_id, "ids"))]
Line = Annotated[str, PlainValidator(_line)]
Lines = Annotated[tuple[str, ...], PlainValidator(_several(_line, "texts"))]
OptionalLine = Annotated[str, PlainValidator(_optional_line)]
Paragraph = Annotated[str, PlainValidator(_paragraph)]
Note = Annotated[str, PlainValidator(_note)]
Day = Annotated[dt.date, PlainValidator(_day)]
AQuarter = Annotated[Quarter, PlainValidator(_quarter)]
Amount = Annotated[Decimal, PlainValidator(_amount)]
Scale = Annotated[Decimal, PlainValidator(_scale)]
Decimals = Annotated[int, PlainValidator(_decimals)]
Run = Annotated[int, PlainValidator(_run)]
RestatedBy = Annotated[Decimal, PlainValidator(_restated_by)]
RedQuarters = Annotated[int, PlainValidator(_red_quarters)]
FixAfter = Annotated[int, PlainValidator(_fix_after)]
ATwoInThree = Annotated[TwoInThree, PlainValidator(_choice(TwoInThree))]
YesNo = Annotated[bool, PlainValidator(_yes_no)]
SmallNumbersRule = Annotated[SmallNumbers, PlainValidator(_small_numbers)]
AKind = Annotated[Kind, PlainValidator(_choice(Kind))]
APolarity = Annotated[Polarity, PlainValidator(_choice(Polarity))]
ABaselineRule = Annotated[BaselineRule, PlainValidator(_choice(BaselineRule))]
APublication = Annotated[Publication, PlainValidator(_choice(Publication))]
ABreakType = Annotated[BreakType, PlainValidator(_choice(BreakType))]
Comparators = Annotated[
    tuple[Comparator, ...], PlainValidator(_several(_choice(Comparator, "unknown_comparator"), "comparators"))
]
