"""A pack in the format that is asked for: the one way from content to a file."""

from collections.abc import Callable
from dataclasses import dataclass

from measures.errors import MeasuresError
from measures.reports.blocks import Pack
from measures.reports.bundle import bundle
from measures.reports.html import html
from measures.reports.pdf import pdf
from measures.reports.word import word
from measures.reports.workbook import workbook


class UnknownFormat(MeasuresError, ValueError):
    """An ending that no pack can be written with."""


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file: its ending with the dot, what people call it, and what the web calls it."""

    ending: str
    title: str
    mime: str
    make: Callable[[Pack], bytes]


FORMATS = (
    Format(".pdf", "PDF", "application/pdf", pdf),
    Format(".docx", "Word", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", word),
    Format(".html", "Web page", "text/html", html),
    Format(".xlsx", "Excel", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", workbook),
    Format(".zip", "CSV files", "application/zip", bundle),
)


def render(pack: Pack, ending: str) -> bytes:
    """The pack as a file with this ending: `.pdf`, in any case, the dot may be left out.

    The same bytes for the same pack. Raises UnknownFormat.
    """
    return format_of(ending).make(pack)


def format_of(ending: str) -> Format:
    """The format of an ending. Raises UnknownFormat, which names those that there are."""
    wanted = "." + ending.strip().lower().removeprefix(".")
    for one in FORMATS:
        if one.ending == wanted:
            return one
    known = [one.ending for one in FORMATS]
    raise UnknownFormat(
        f"A pack cannot be written as “{ending}”. Give the file one of these endings: "
        f"{', '.join(known[:-1])} or {known[-1]}."
    )
