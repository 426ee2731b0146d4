"""The cells of a delimited text: its header, its columns, and the line on which each row starts."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from measures.ingest.findings import Findings, lines_in_words
from measures.ingest.quick_table import quick_cells
from measures.ingest.words import shown
from measures.model.issue import Issue, Severity

Whole = npt.NDArray[np.int64]

SEPARATORS = {",": "comma", ";": "semicolon", "\t": "tab"}


@dataclass(frozen=True, slots=True)
class Table:
    """Raw cells: `header[i]` names `columns[i]`; `lines` are the physical lines, the file's first being 1.

    Of a workbook's sheet, named `sheet`, the lines are its row numbers, `letters` those of the columns, and
    `faulty_lines` those in which a cell could not be read.
    """

    header: tuple[str, ...]
    header_line: int
    lines: Whole
    columns: Sequence[Sequence[str]]
    letters: tuple[str, ...] = ()
    faulty_lines: frozenset[int] = frozenset()
    sheet: str = ""

    def column(self, position: int | None) -> Sequence[str] | None:
        """A column, or None for one that the file does not have."""
        return None if position is None else self.columns[position]


@dataclass(frozen=True, slots=True)
class _Flow:
    """Every cell of the text in one list: row `r` has `widths[r]` cells from `offsets[r]` on.

    One list of cells is three times as fast to turn into columns as a list of rows, and holds less.
    """

    cells: list[str]
    widths: Whole
    offsets: Whole
    lines: Whole

    def row(self, number: int) -> list[str]:
        start = int(self.offsets[number])
        return self.cells[start : start + int(self.widths[number])]

    def is_blank(self, number: int) -> bool:
        return not any(cell and not cell.isspace() for cell in self.row(number))

    def blank_rows(self) -> list[int]:
        cells = self.cells
        firsts = zip(self.offsets.tolist(), self.widths.tolist(), strict=True)
        maybe = [row for row, (at, width) in enumerate(firsts) if not width or not cells[at] or cells[at].isspace()]
        return [row for row in maybe if self.is_blank(row)]

    def columns(self, rows: Whole, width: int) -> list[list[str]]:
        """The cells of these rows, all of them `width` wide, column by column."""
        cells, start = self.cells, int(self.offsets[rows[0]]) if len(rows) else 0
        if len(rows) and rows[-1] - rows[0] + 1 == len(rows):
            end = start + len(rows) * width
            return [cells[start + column : end : width] for column in range(width)]
        picked = [cell for at in self.offsets[rows].tolist() for cell in cells[at : at + width]]
        return [picked[column::width] for column in range(width)]


def read_table(text: str, known: Iterable[str], findings: Findings, content: bytes = b"") -> Table | None:
    """Split a text into cells. `known` are names of columns, which decide the separator;
    `content` is what the text was read from.

    None where there is no header or the quotes do not match; rows of another length than the header are found
    and left out.
    """
    separator = _separator(text, frozenset(known))
    if quick := quick_cells(text, separator, content):
        header, columns = quick
        return Table(tuple(cell.strip() for cell in header), 1, np.arange(2, len(columns[0]) + 2), columns)
    return careful_table(text, separator, findings)


def careful_table(text: str, separator: str, findings: Findings) -> Table | None:
    """The table as the csv module reads it, whatever the text holds, with every fault."""
    flow = _flow(text, separator, findings)
    if flow is None:
        return None
    is_blank = np.zeros(len(flow.widths), np.bool_)
    is_blank[flow.blank_rows()] = True
    if is_blank.all():
        findings.file("empty_file", "The file holds no text.", "Check that the right file was chosen.")
        return None
    start = int(np.argmin(is_blank))
    header = tuple(cell.strip() for cell in flow.row(start))
    is_blank[:start] = False
    is_body = np.arange(len(is_blank)) > start
    _tell_blank(flow, np.flatnonzero(is_blank), findings)
    _tell_ragged(flow, np.flatnonzero(is_body & ~is_blank & (flow.widths != len(header))), header, separator, findings)
    rows = np.flatnonzero(is_body & ~is_blank & (flow.widths == len(header)))
    return Table(header, int(flow.lines[start]), flow.lines[rows], flow.columns(rows, len(header)))


def _separator(text: str, known: frozenset[str]) -> str:
    """The separator that makes most known names of the first line, else most cells."""

    def score(separator: str) -> tuple[int, int]:
        try:
            reader = csv.reader(io.StringIO(text[:20_000], newline=""), delimiter=separator)
            cells = next((row for row in reader if any(cell.strip() for cell in row)), [])
        except csv.Error:
            return (0, 0)
        return sum(column_name(cell) in known for cell in cells), len(cells)

    return max(SEPARATORS, key=score)


def column_name(cell: str) -> str:
    """A heading as the program names it: trimmed, small letters, underscores.

    >>> column_name(" Measure ID ")
    'measure_id'
    """
    return "_".join(cell.replace("-", " ").replace("_", " ").casefold().split())


def _flow(text: str, separator: str, findings: Findings) -> _Flow | None:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    cells: list[str] = []
    widths: list[int] = []
    ends = [0]
    try:
        for row in reader:
            cells += row
            widths.append(len(row))
            ends.append(reader.line_num)
    except csv.Error as error:
        _tell_quotes(ends[-1] + 1, str(error), findings)
        return None
    width = np.array(widths, np.int64)
    return _Flow(cells, width, np.cumsum(width) - width, np.array(ends[:-1], np.int64) + 1)


def _tell_quotes(line: int, error: str, findings: Findings) -> None:
    if "field limit" in error:
        findings.file(
            "cell_too_long",
            "A cell of the row that starts on this line is longer than any text should be.",
            "A quotation mark may be missing at its end. Check the row's quotation marks.",
            line=line,
            expected=f"at most {csv.field_size_limit():,} characters",
        )
        return
    findings.file(
        "bad_quotes",
        "The quotation marks of the row that starts on this line do not match.",
        "Put text that holds a separator, a quotation mark or a line break in quotation marks, and write a "
        'quotation mark within it twice: "the ""new"" count".',
        line=line,
        expected="quotation marks in pairs",
    )


def _tell_blank(flow: _Flow, rows: Whole, findings: Findings) -> None:
    """Rows in which every cell is blank are passed over: spreadsheets leave them at the end."""
    if not len(rows) or (not flow.widths[rows].any() and rows[-1] - rows[0] + 1 == len(rows)):
        return  # nothing but empty lines together, as at the end of many a file
    findings.add(
        Issue(
            Severity.NOTE,
            "blank_lines",
            f"Blank rows were passed over ({lines_in_words(flow.lines[rows].tolist())}).",
            "Nothing to do.",
            line=int(flow.lines[rows[0]]),
        )
    )


def _tell_ragged(flow: _Flow, rows: Whole, header: tuple[str, ...], separator: str, findings: Findings) -> None:
    """Rows that have more or fewer cells than the header: it cannot be known which cell is which."""
    name = SEPARATORS[separator]

    def issue(row: int) -> Issue:
        return Issue(
            Severity.STOP,
            "ragged_row",
            f"This row has {flow.widths[row]} cells; the header has {len(header)}.",
            f"Look for a {name} that should not be there: put text or a figure that holds one in quotation marks."
            if flow.widths[row] > len(header)
            else f"Look for a missing {name}: an empty cell needs its {name} too.",
            line=int(flow.lines[row]),
            read=shown(separator.join(flow.row(row)[:20])),
            expected=f"{len(header)} cells",
        )

    findings.rows(Severity.STOP, "ragged_row", None, rows.tolist(), issue, stops=False)
    findings.lost += len(rows)
