"""The officer's own file again, with a column `problem` that says beside each row what was found in it.

It is mended and loaded as it is: reading passes over the column. Rows stay on their lines and sheets keep the letters
of their columns, so that what the page says of a cell holds in the copy too.
"""

import csv
import io
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from math import isfinite
from pathlib import PurePath
from typing import Any

import xlsxwriter
from xlsxwriter.exceptions import XlsxWriterException

from measures.ingest.findings import Findings
from measures.ingest.formats.passed_over import PROBLEM
from measures.ingest.package import is_workbook
from measures.ingest.reading import is_header, known_columns
from measures.ingest.sheet import Sheet, find_header
from measures.ingest.table import SEPARATORS, column_name, read_table
from measures.ingest.upload_text import read_text
from measures.ingest.workbook import open_sheet
from measures.model.issue import Issue, Severity
from measures.services.uploads import Preview
from measures.views.safe_cells import csv_bytes, harmless, harmless_but_numbers

#: What stands in a cell whose own value is not known, so that it is not lost unseen.
NOT_CALCULATED, ERROR = "(formula without a result)", "(error)"
#: What a cell of Excel can hold.
MOST = 32_767
EARLIEST = 1900


@dataclass(frozen=True, slots=True)
class Copy:
    """A file to be saved: its name, and its bytes once they are asked for."""

    name: str
    make: Callable[[], bytes]


def problem_file(preview: Preview) -> Copy | None:
    """The copy with the column, as CSV or as a workbook of the one sheet.

    A fault of the whole file or of its header stands beside the first row below the header. None where nothing was
    found, or no row to write it beside.
    """
    if not preview.lines_read or all(issue.severity is Severity.NOTE for issue in preview.issues):
        return None
    stem = re.sub(r"[^\w .()-]", "_", PurePath(preview.name).stem).strip(" .")[:80] or "figures"
    if is_workbook(preview.content):
        return Copy(f"{stem}-problems.xlsx", lambda: _workbook(preview))
    return Copy(f"{stem}-problems.csv", lambda: _csv(preview))


def _words(issues: Sequence[Issue], lines: Sequence[int], header: int) -> dict[int, str]:
    """What to write on each line; what belongs to no row goes to the first of `lines`."""
    rows, found = set(lines), dict[int, list[str]]()
    for issue in issues:
        if issue.severity is Severity.NOTE:
            continue
        place = issue.line if issue.line in rows else lines[0]
        where = "" if issue.line in rows else "the header: " if issue.line == header else "the whole file: "
        column = f"{issue.column}: " if issue.column and not issue.message.startswith("Cell ") else ""
        kind = "To confirm: " if issue.severity is Severity.CONFIRM else ""
        found.setdefault(place, []).append(f"{kind}{where}{column}{issue.message} {issue.remedy}")
    return {line: " | ".join(texts) for line, texts in found.items()}


def _csv(preview: Preview) -> bytes:
    """The column stands first: a row with a cell too many or too few stays as it is behind it."""
    text = read_text(preview.content, Findings())
    table = None if text is None else read_table(text, known_columns(), Findings())
    assert text is not None and table is not None  # it was read before
    separator, rows = _rows(text, table.header)
    at = next(number for number, (_, row) in enumerate(rows) if any(cell.strip() for cell in row))
    below = [line for line, row in rows[at + 1 :] if any(cell.strip() for cell in row)]
    own = [place for place, cell in enumerate(table.header) if column_name(cell) == PROBLEM]
    words = _words(preview.issues, below, rows[at][0])

    def written() -> Iterator[list[str]]:
        for number, (line, row) in enumerate(rows):
            first = PROBLEM if number == at else words.get(line, "")
            yield [first, *(cell for place, cell in enumerate(row) if place not in own)] if row else row

    return csv_bytes(written(), separator, harmless_but_numbers)


def _rows(text: str, header: tuple[str, ...]) -> tuple[str, list[tuple[int, list[str]]]]:
    """The separator by which the header was read, and every row with the line on which it starts."""
    for separator in SEPARATORS:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
        first = next((row for row in reader if any(cell.strip() for cell in row)), [])
        if tuple(cell.strip() for cell in first) == header:
            break
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    rows, line = [], 1
    for row in reader:
        rows.append((line, row))
        line = reader.line_num + 1
    return separator, rows


def _workbook(preview: Preview) -> bytes:
    """The sheet's cells where they were, faulty ones coloured; the column stands last, or where it stood."""
    known, issues = known_columns(), preview.issues
    sheet = open_sheet(preview.content, Findings(), lambda cells: is_header(cells, known), preview.sheet)
    header = find_header(sheet, lambda cells: is_header(cells, known)) if sheet else None
    assert sheet is not None and header is not None  # it was read before
    names = [str(cell) for cell in sheet.values[header]]
    last = max((place for place, name in enumerate(names) if name.strip()), default=0)
    at = next((place for place, name in enumerate(names) if column_name(name) == PROBLEM), last + 1)
    lines = [sheet.top + n for n in range(header + 1, len(sheet.values)) if any(c != "" for c in sheet.values[n])]
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        page = _named(book, sheet.name)
        paper = _Paper(page, sheet, {f: book.add_format({"num_format": f}) for f in ("yyyy-mm-dd", "0.######%")})
        for number, row in enumerate(sheet.values):
            for place, value in enumerate(row):
                if place != at:
                    paper.write(number, place, value)
        wrong = book.add_format({"text_wrap": True, "valign": "top", "font_color": "#b00020"})
        bold = book.add_format({"bold": True})
        page.write_string(sheet.top - 1 + header, sheet.left - 1 + at, PROBLEM, bold)
        page.set_column(sheet.left - 1 + at, sheet.left - 1 + at, 70)
        for line, text in _words(issues, lines, sheet.top + header).items():
            page.write_string(line - 1, sheet.left - 1 + at, harmless(text)[:MOST], wrong)
        _colour(page, book.add_format({"bg_color": "#ffd9dd"}), sheet, header, issues)
    return out.getvalue()


def _named(book: Any, name: str) -> Any:
    """A sheet of the same name, or of none where Excel itself would not have it."""
    try:
        return book.add_worksheet(name)
    except XlsxWriterException:
        return book.add_worksheet()


@dataclass(frozen=True, slots=True)
class _Paper:
    """The sheet that is written, cell by cell, each by its type."""

    page: Any
    sheet: Sheet
    forms: dict[str, Any]

    def write(self, number: int, place: int, value: object) -> None:
        """One cell; `number` and `place` are those in the sheet's values."""
        row, column = self.sheet.top - 1 + number, self.sheet.left - 1 + place
        cell, marks = (row + 1, column + 1), self.sheet.marks
        if cell in marks.not_calculated or cell in marks.errors:
            self.page.write_string(row, column, NOT_CALCULATED if cell in marks.not_calculated else ERROR)
        elif isinstance(value, (float, int)) and not isinstance(value, bool) and isfinite(value):
            form = self.forms["0.######%"] if cell in marks.percent else None
            self.page.write_number(row, column, value, form)
        elif isinstance(value, date) and value.year >= EARLIEST:
            self.page.write_datetime(row, column, value, self.forms["yyyy-mm-dd"])
        elif value not in ("", None):
            text = str(value).upper() if isinstance(value, bool) else str(value)
            self.page.write_string(row, column, harmless_but_numbers(text)[:MOST])


def _colour(page: Any, form: Any, sheet: Sheet, header: int, issues: Sequence[Issue]) -> None:
    """A ground behind each cell that a finding names."""
    names = {str(cell).strip(): place for place, cell in enumerate(sheet.values[header])}
    names = {column_name(name): place for name, place in names.items()} | names
    for issue in issues:
        if issue.line and issue.column in names and issue.severity is not Severity.NOTE:
            row, column = issue.line - 1, sheet.left - 1 + names[issue.column]
            page.conditional_format(row, column, row, column, {"type": "no_errors", "format": form})
