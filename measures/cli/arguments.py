"""What people type: quarters, moments, numbers, names and files, each refused in a sentence."""

from datetime import date, datetime
from enum import StrEnum
from pathlib import Path

import typer

from measures.errors import MeasuresError, UnreadableQuarter
from measures.model.moment import UnreadableMoment, read_moment
from measures.model.quarter import Quarter
from measures.storage.new_file import FileIsThere, write_whole


class CalledWrongly(MeasuresError):
    """A file that cannot be read, a name that is missing, options that do not go together."""


class TextOrJson(StrEnum):
    """For a person or for a machine."""

    TEXT = "text"
    JSON = "json"


class TextJsonOrCsv(StrEnum):
    """For a person, a machine or a spreadsheet."""

    TEXT = "text"
    JSON = "json"
    CSV = "csv"


class CsvOrXlsx(StrEnum):
    """For any spreadsheet or for Excel."""

    CSV = "csv"
    XLSX = "xlsx"


def read_quarter(text: str) -> Quarter:
    """A quarter as people write it (SPEC section 1)."""
    try:
        return Quarter.parse(text)
    except UnreadableQuarter as error:
        raise typer.BadParameter(str(error)) from None


def read_as_at(text: str) -> datetime:
    """A moment (`measures.model.moment`)."""
    try:
        return read_moment(text)
    except UnreadableMoment as error:
        raise typer.BadParameter(str(error)) from None


def read_day(text: str) -> date:
    """A day, year first: 2017-04-01."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise typer.BadParameter(f"“{text}” is not a day. Write year-month-day, such as 2017-04-01.") from None


def read_upload_number(text: str) -> int:
    """The number of an upload, with or without a # before it."""
    digits = text.strip().removeprefix("#")
    if not (digits.isascii() and digits.isdigit() and len(digits) < 11 and 0 < int(digits) < 2**31):
        raise typer.BadParameter(f"“{text}” is not the number of an upload, such as 12. “measures history” lists them.")
    return int(digits)


def read_list_number(text: str) -> int:
    """The number of a list of awards."""
    try:
        return read_upload_number(text)
    except typer.BadParameter:
        raise typer.BadParameter(
            f"“{text}” is not the number of a list of awards, such as 2. “measures funding show” names it."
        ) from None


def read_year(text: str) -> int:
    """A financial year: 2025/26."""
    try:
        return Quarter.from_columns(text, "1").year
    except UnreadableQuarter:
        raise typer.BadParameter(f"“{text}” is not a financial year. Write both years, such as 2025/26.") from None


def person(by: str | None) -> str:
    """Who does it: the name given, else the operating system's for this user."""
    if by is not None:
        if not by.strip():
            raise CalledWrongly("The name after --by is blank. Write who does this, such as --by “A. Officer”.")
        return by.strip()
    from measures.settings import local_user

    if not (name := local_user()):
        raise CalledWrongly("This machine does not say who you are. Add --by and your name.")
    return name


def read_file(path: Path, most: int | None = None) -> bytes:
    """The bytes of a file; not more than one above `most`, so that too large a file is seen to be too large."""
    try:
        with path.open("rb") as file:
            return file.read() if most is None else file.read(most + 1)
    except IsADirectoryError:
        raise CalledWrongly(f"“{path}” is a folder. Name the file in it.") from None
    except FileNotFoundError:
        raise CalledWrongly(f"There is no file “{path}”.{_beside(path)}") from None
    except PermissionError:
        if path.is_dir():  # how Windows says it
            raise CalledWrongly(f"“{path}” is a folder. Name the file in it.") from None
        raise CalledWrongly(f"“{path}” may not be read by you. Ask for the right to read it.") from None
    except (OSError, ValueError) as error:
        said = getattr(error, "strerror", None) or error
        raise CalledWrongly(f"“{path}” cannot be read: {said}.") from None


def write_new(path: Path, content: bytes) -> None:
    """A new file, whole or not at all; one that is there already is never written over."""
    try:
        write_whole(path, content)
    except FileIsThere:
        raise
    except (OSError, ValueError) as error:
        said = getattr(error, "strerror", None) or error
        raise CalledWrongly(f"“{path}” cannot be written: {said}.") from None


def _beside(path: Path) -> str:
    """What was probably meant, from the same folder."""
    from difflib import get_close_matches

    try:
        names = [other.name for other in path.parent.iterdir()]
    except OSError:
        return ""
    near = get_close_matches(path.name, names, n=1)
    return f" Did you mean “{path.parent / near[0]}”?" if near else ""
