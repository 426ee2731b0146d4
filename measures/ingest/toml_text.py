"""The text of a TOML file and what it holds; a text that is none is refused with its line."""

import re
import tomllib
from decimal import Decimal, DecimalException
from typing import Any

from measures.ingest.definition_shapes import KeyFault
from measures.ingest.words import shown

#: Far above any plan (the longest of the sample has 40 kB): only a file taken by mistake is larger.
MAX_BYTES = 2_000_000


class UnreadableToml(Exception):
    """The text is not TOML at all."""

    def __init__(self, fault: KeyFault, line: int | None = None) -> None:
        super().__init__(fault.message)
        self.fault, self.line = fault, line


def toml_text(content: bytes | str) -> str:
    """The text of a file. Raises UnreadableToml."""
    if len(content) > MAX_BYTES:
        raise UnreadableToml(
            KeyFault(
                "file_too_large",
                None,
                f"The file has {len(content):,} bytes; no definition file needs so many.",
                "Check that it is the right file.",
                f"at most {MAX_BYTES:,} bytes",
            )
        )
    if isinstance(content, str):
        return content.removeprefix("\ufeff")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise UnreadableToml(
            KeyFault(
                "wrong_encoding",
                None,
                "The text is not in UTF-8, which TOML files are written in.",
                "Save the file again as UTF-8 (in the editor: Save as, encoding UTF-8).",
                "UTF-8",
            ),
            line,
        ) from error


def toml_tables(text: str) -> dict[str, Any]:
    """What the text holds, numbers as decimals. Raises UnreadableToml."""
    try:
        return tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        message = str(error)
        place = re.search(r" \(at line (\d+), column (\d+)\)$", message)
        line = int(place[1]) if place else text.count("\n") + 1
        row = text.split("\n")[line - 1] if place else ""
        what = re.sub(r" \(at [^)]*\)$", "", message)
        raise UnreadableToml(
            KeyFault(
                "toml_syntax",
                None,
                f"This cannot be read as TOML: {what[:1].lower()}{shown(what[1:])}"
                + (f", at character {place[2]} of the line." if place else ", at the end of the file."),
                "Check the line: text in quotation marks, true and false in small letters, each key once in its table.",
                "key = value, [plan] or [[measures]]",
                shown(row) or None,
            ),
            line,
        ) from error
    except (ValueError, RecursionError, DecimalException) as error:
        # tomllib lets these through: numbers of thousands of digits, brackets nested a thousand deep.
        raise UnreadableToml(
            KeyFault(
                "toml_syntax",
                None,
                "The file holds a number or a list that is far too long to read.",
                "Check that it is the right file.",
                "a definition file",
            )
        ) from error
