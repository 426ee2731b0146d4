"""From the bytes of an upload to the values frame: the one way in for figures (SPEC section 10).

Reading tells every fault that can be seen in a cell by itself; `measures.ingest.checks` then tells those that lie
between cells, and between the file and what is held already.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from measures.ingest.findings import Findings, with_cells
from measures.ingest.formats import FORMATS, formats_with
from measures.ingest.formats.cells import Cells, Format
from measures.ingest.formats.wide import quarter_of
from measures.ingest.mapping import CategoryMapping
from measures.ingest.package import is_workbook
from measures.ingest.rows import Rows
from measures.ingest.table import Table, column_name, read_table
from measures.ingest.upload_text import is_readable, read_text
from measures.ingest.workbook import read_workbook
from measures.model.issue import Issue, Severity
from measures.model.measure import Measure


@dataclass(frozen=True, slots=True)
class Reading:
    """What an upload holds.

    `frame` is a values frame with `line`, `data_to` (a date or None) and `note` beside; its index is the number
    of the row in `cells`, which keeps the texts as they stand in the file. Rows whose measure or quarter could
    not be read are not in it. `rows_read` counts figures: in the long form one a line, in the wide form several.
    `letters` are those of a sheet's columns, by heading; `sheet` is its name in a workbook.
    """

    name: str
    frame: pd.DataFrame
    issues: list[Issue]
    lines_read: int = 0
    rows_read: int = 0
    format_name: str = ""
    cells: Cells | None = None
    stopped_rows: frozenset[int] = frozenset()
    lost_lines: int = 0
    letters: Mapping[str, str] = field(default_factory=dict)
    sheet: str = ""

    @property
    def stopped(self) -> int:
        """How many of `rows_read` are refused by what was found in reading."""
        return len(self.stopped_rows) + self.lost_lines

    @property
    def measure_ids(self) -> list[str]:
        """The measures that it has figures for."""
        return _in_use(self.frame["measure_id"])

    @property
    def areas(self) -> list[str]:
        """The areas that it has figures for."""
        return _in_use(self.frame["area"])

    @property
    def normalisations(self) -> list[Issue]:
        """What was read otherwise than it stands."""
        return [issue for issue in self.issues if issue.severity is Severity.NOTE]


def read_upload(
    content: bytes,
    name: str,
    *,
    max_bytes: int,
    measures: Mapping[str, Measure],
    sheet: str | None = None,
    mapping: CategoryMapping | None = None,
) -> Reading:
    """Read an uploaded file against the measures that are defined; nothing is raised whatever the bytes.

    `sheet` names the sheet of a workbook (without it, the only visible one with figures); `mapping` says which
    categories of a published table make which measure. Either there is no issue of severity stop and every row of
    the file is in the frame, or there is one.
    """
    findings = Findings()
    formats = formats_with(mapping, measures)
    table = _read_table(content, max_bytes, formats, sheet, frozenset(measures), findings)
    if table is None:
        return Reading(name, empty_frame(), findings.issues)
    shape = next(shape for shape in formats if shape.matches(table))
    cells = shape.read(table, findings)
    lines_read = len(table.lines) + findings.lost
    letters = _letters(table)
    if cells is None:
        issues = with_cells(findings.issues, letters)
        return Reading(
            name, empty_frame(), issues, lines_read, lines_read, shape.name, lost_lines=lines_read, sheet=table.sheet
        )
    if not len(cells.lines) and not findings.lost:
        findings.file(
            "nothing_to_read",
            "The file has a header but no figures.",
            "Add a row for each measure and quarter, or check that the right file was chosen.",
            expected="at least one row",
        )
    if table.faulty_lines:
        findings.stopped.update(np.flatnonzero(np.isin(cells.lines, list(table.faulty_lines))).tolist())
    frame = Rows(cells, measures, findings).frame()
    return Reading(
        name,
        frame,
        with_cells(findings.issues, letters),
        lines_read,
        len(cells.lines) + findings.lost,
        shape.name,
        cells,
        frozenset(findings.stopped),
        findings.lost,
        letters,
        table.sheet,
    )


def _read_table(
    content: bytes,
    max_bytes: int,
    formats: Sequence[Format],
    sheet: str | None,
    names: frozenset[str],
    findings: Findings,
) -> Table | None:
    if not is_readable(content, max_bytes, findings):
        return None
    known = known_columns(formats)
    if is_workbook(content):
        return read_workbook(content, findings, lambda cells: is_header(cells, known), sheet, names)
    text = read_text(content, findings)
    return None if text is None else read_table(text, known, findings, content)


def known_columns(formats: Sequence[Format] = FORMATS) -> frozenset[str]:
    """The names of columns that any of the formats knows."""
    return frozenset(column for shape in formats for column in shape.columns)


def is_header(cells: Sequence[str], known: frozenset[str]) -> bool:
    """Whether a row of a sheet names columns that are known, or a measure_id and quarters."""
    found = known.intersection(column_name(cell) for cell in cells)
    return len(found) > 1 or ("measure_id" in found and any(quarter_of(cell) for cell in cells))


def _in_use(column: pd.Series) -> list[str]:
    """The texts of a category that a row has, in order."""
    found = np.bincount(column.cat.codes.to_numpy(), minlength=len(column.cat.categories))
    return sorted(column.cat.categories[found > 0].tolist())


def _letters(table: Table) -> dict[str, str]:
    """The letter of each column, by its heading as findings name it."""
    named = list(zip(table.header, table.letters, strict=True)) if table.letters else []
    return {column_name(cell): letter for cell, letter in named} | dict(named)


def empty_frame() -> pd.DataFrame:
    """The frame of a file from which nothing could be read."""
    empty = Cells(np.zeros(0, np.int64), [], np.zeros(0, np.int64))
    return Rows(empty, {}, Findings()).frame()
