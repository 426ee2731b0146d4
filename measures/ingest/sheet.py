"""One sheet of a workbook on its way to a table: the header found, what is no row of figures told and left out."""

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np

from measures.ingest.findings import Findings, lines_in_words
from measures.ingest.sheet_cells import cell_text, column_texts, number_text, percent_text
from measures.ingest.sheet_xml import Cell, SheetMarks, column_letters
from measures.ingest.table import Table, column_name
from measures.ingest.upload_text import CONTROL
from measures.ingest.words import listed, shown
from measures.model.issue import Issue, Severity

#: How far down a header is looked for.
HEADER_WITHIN = 30
#: What stands before a row that sums up those above it.
TOTALS = {"total", "totals", "grand total", "sub-total", "subtotal", "sub total", "sum", "overall total"}

Range = tuple[tuple[int, int], tuple[int, int]]


@dataclass(slots=True)
class Sheet:
    """The values of a sheet from its first filled row and column (numbers from 1) on; `merged` counts from 0."""

    name: str
    values: list[list[object]]
    top: int
    left: int
    marks: SheetMarks
    merged: Sequence[Range] = field(default_factory=list)


def cell_name(row: int, column: int) -> str:
    """`D7` for row 7, column 4."""
    return f"{column_letters(column)}{row}"


def is_total_label(text: str) -> bool:
    """Whether a text says that its row sums up others."""
    return text.strip().rstrip(":").casefold() in TOTALS


def find_header(sheet: Sheet, is_header: Callable[[Sequence[str]], bool]) -> int | None:
    """The number in `values` of the row that names the columns."""
    for number, row in enumerate(sheet.values[:HEADER_WITHIN]):
        if is_header(_texts(row)):
            return number
    return None


def _texts(row: Sequence[object]) -> list[str]:
    return [column_texts([value])[0][0].strip() for value in row]


def sheet_table(
    sheet: Sheet, is_header: Callable[[Sequence[str]], bool], names: frozenset[str], findings: Findings
) -> Table | None:
    """The table of a sheet; None where a finding says why there is none."""
    header_at = find_header(sheet, is_header)
    if header_at is None:
        first = next((listed(_texts(row), "") for row in sheet.values if any(_texts(row))), "")
        findings.file(
            "no_header",
            f"No row of the sheet “{shown(sheet.name)}” names the columns.",
            "Start the table with a row such as measure_id, quarter, value, status.",
            read=shown(first),
            expected="measure_id, quarter and a figure",
        )
        return None
    header = tuple(_texts(sheet.values[header_at]))
    _tell_above(sheet, header_at, findings)
    percent = _show_percentages(sheet)
    columns: list[list[str]] = []
    cut: list[Cell] = []
    body = sheet.values[header_at + 1 :]
    first_row = sheet.top + header_at + 1
    for place, column in enumerate(zip(*body, strict=True) if body else [()] * len(header)):
        texts, were_cut = column_texts(column)
        columns.append(texts)
        cut += [(first_row + position, sheet.left + place) for position in were_cut]
    kept = _kept_rows(header, columns, names, first_row, findings)
    rows = {first_row + row for row in kept}
    faulty = _refuse_cells(sheet, sorted({first_row - 1, *rows}), findings)
    _tell_notes(sheet, rows, cut, percent, findings)
    if len(kept) < len(body):
        columns = [[column[row] for row in kept] for column in columns]
    letters = tuple(column_letters(sheet.left + place) for place in range(len(header)))
    lines = np.array(kept, np.int64) + first_row
    table = Table(header, first_row - 1, lines, columns, letters, frozenset(faulty), sheet.name)
    _refuse_unseen(table, findings)
    return table


def _tell_above(sheet: Sheet, header_at: int, findings: Findings) -> None:
    above = [text for row in sheet.values[:header_at] for text in _texts(row) if text]
    if above:
        line = sheet.top + header_at
        findings.add(
            Issue(
                Severity.NOTE,
                "lines_above_header",
                f"The header is row {line}; what stands above it was passed over: “{shown(' '.join(above))}”.",
                "Nothing to do if there is no figure among it.",
                line=line,
            )
        )


def _show_percentages(sheet: Sheet) -> dict[Cell, str]:
    """Put what is shown, 12.5%, in the place of 0.125 in cells that are formatted so."""
    done: dict[Cell, str] = {}
    for row, column in sorted(sheet.marks.percent):
        at, place = row - sheet.top, column - sheet.left
        if not (0 <= at < len(sheet.values) and 0 <= place < len(sheet.values[at])):
            continue
        value = sheet.values[at][place]
        if isinstance(value, (float, int)) and not isinstance(value, bool):
            sheet.values[at][place] = percent_text(float(value))
            done[row, column] = number_text(float(value))[0]
    return done


def _kept_rows(
    header: tuple[str, ...], columns: list[list[str]], names: frozenset[str], first_row: int, findings: Findings
) -> list[int]:
    """The rows below the header that hold something and are no total."""
    rows = list(zip(*columns, strict=True)) if columns else []
    is_filled = [any(text and not text.isspace() for text in row) for row in rows]
    last = max((number for number, filled in enumerate(is_filled) if filled), default=-1)
    blank = [first_row + number for number in range(last) if not is_filled[number]]
    label = next((place for place, cell in enumerate(header) if column_name(cell) == "measure_id"), 0)
    kept: list[int] = []
    totals: list[int] = []
    for number in range(last + 1):
        if not is_filled[number]:
            continue
        first = next(text for text in rows[number] if text and not text.isspace())
        name = rows[number][label].strip() or first.strip()
        is_total = is_total_label(name) and name not in names
        (totals if is_total else kept).append(number)
    if blank:
        _note(findings, "blank_lines", f"Blank rows were passed over ({lines_in_words(blank)}).", "", blank[0])
    if totals:
        lines = [first_row + number for number in totals]
        message = f"Rows of totals were left out ({lines_in_words(lines)})."
        _note(findings, "total_row", message, "A total is no measure: give it a measure's id if it is one.", lines[0])
    return kept


def _note(findings: Findings, code: str, message: str, remedy: str, line: int | None = None) -> None:
    findings.add(Issue(Severity.NOTE, code, message, remedy or "Nothing to do.", line=line))


def _refuse_cells(sheet: Sheet, rows: list[int], findings: Findings) -> set[int]:
    """Cells that hold no value to read, and merged ones; the rows they stand in. `rows` are those that are read."""
    known = set(rows)
    errors = sorted(cell for cell in sheet.marks.errors if cell[0] in known)
    uncalculated = sorted(cell for cell in sheet.marks.not_calculated if cell[0] in known)
    for row, column in errors:
        findings.file(
            "error_cell",
            f"The cell {cell_name(row, column)} holds an error of the spreadsheet (such as #REF! or #N/A).",
            "Mend the cell in Excel and save again; where there is no figure, empty it and give a status letter.",
            line=row,
            read=cell_name(row, column),
            expected="a value",
        )
    for row, column in uncalculated:
        findings.file(
            "formula_not_calculated",
            f"The cell {cell_name(row, column)} holds a formula without a known result; it is not calculated here.",
            "Open the workbook in Excel, let it calculate, and save it; or put the figure itself in the cell.",
            line=row,
            read=cell_name(row, column),
            expected="a value, or a formula with its result",
        )
    for (top, left), (bottom, right) in sheet.merged:
        at = bisect_left(rows, top + 1)
        if at < len(rows) and rows[at] <= bottom + 1:
            name = f"{cell_name(top + 1, left + 1)}:{cell_name(bottom + 1, right + 1)}"
            findings.file(
                "merged_cells",
                f"The cells {name} are merged: to which rows and columns the text belongs cannot be known.",
                "Choose Unmerge Cells in Excel and write the text in each cell that it holds for.",
                line=top + 1,
                read=name,
                expected="one value in each cell",
            )
    return {row for row, _ in (*errors, *uncalculated)}


def _tell_notes(sheet: Sheet, rows: set[int], cut: list[Cell], percent: dict[Cell, str], findings: Findings) -> None:
    """What was read otherwise than it stands in the sheet."""
    cut = sorted(cell for cell in cut if cell[0] in rows)
    if cut:
        message = f"Figures were read to {15} digits, as Excel shows them ({_cells_in_words(cut)})."
        _note(findings, "fifteen_digits", message, "Nothing to do: the rest is left over from calculating.", cut[0][0])
    shown_as = [cell for cell in percent if cell[0] in rows]
    if shown_as:
        row, column = shown_as[0]
        text = cell_text(sheet.values[row - sheet.top][column - sheet.left])
        findings.add(
            Issue(
                Severity.CONFIRM,
                "percent_cell",
                f"Cells formatted as percentages were read as they are shown ({_cells_in_words(shown_as)}): "
                f"{cell_name(row, column)} holds {percent[row, column]} and was read as {text}.",
                "Confirm it if the cells show the right percentages; else format them as plain numbers and mend them.",
                line=row,
                read=text,
                expected="12.5 for 12.5%",
            )
        )
    hidden = sorted(rows & sheet.marks.hidden_rows)
    width = len(sheet.values[0]) if sheet.values else 0
    columns = sorted(c for c in sheet.marks.hidden_columns if sheet.left <= c < sheet.left + width)
    if hidden or columns:
        what = [f"rows ({lines_in_words(hidden)})"] if hidden else []
        what += [f"columns ({listed([column_letters(c) for c in columns[:10]], 'and')})"] if columns else []
        message = f"Hidden {listed(what, 'and')} were read like those that can be seen."
        _note(findings, "hidden_cells", message, "Take them out if they do not belong.", hidden[0] if hidden else None)


def _cells_in_words(cells: list[Cell]) -> str:
    names = [cell_name(*cell) for cell in cells]
    return listed(names, "and") if len(names) <= 4 else f"{', '.join(names[:3])} and {len(names) - 3:,} more"


def _refuse_unseen(table: Table, findings: Findings) -> None:
    """Characters that cannot be seen and have no place in a text."""
    for letter, column in zip(table.letters, table.columns, strict=True):
        joined = "".join(column)
        if joined.isascii() and joined.isprintable():
            continue
        for line, text in zip(table.lines.tolist(), column, strict=True):
            match = CONTROL.search(text)
            if match:
                findings.file(
                    "control_character",
                    f"The cell {letter}{line} holds a character that cannot be seen (U+{ord(match[0]):04X}).",
                    "Type the text of that cell again.",
                    line=line,
                    expected="visible characters",
                )
