"""From the bytes of an upload to the values frame: the one way in for figures (SPEC section 10).

Reading tells every fault that can be seen in a cell by itself; `measures.ingest.checks` then tells those that lie
between cells, and between the file and what is held already.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from measures.ingest.findings import Findings
from measures.ingest.formats import FORMATS
from measures.ingest.formats.cells import Cells
from measures.ingest.rows import Rows
from measures.ingest.table import read_table
from measures.ingest.upload_text import read_text
from measures.model.issue import Issue, Severity
from measures.model.measure import Measure


@dataclass(frozen=True, slots=True)
class Reading:
    """What an upload holds.

    `frame` is a values frame with `line`, `data_to` (a date or None) and `note` beside; its index is the number
    of the row in `cells`, which keeps the texts as they stand in the file. Rows whose measure or quarter could
    not be read are not in it. `rows_read` counts figures: in the long form one a line, in the wide form several.
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

    @property
    def stopped(self) -> int:
        """How many of `rows_read` are refused by what was found in reading."""
        return len(self.stopped_rows) + self.lost_lines

    @property
    def measure_ids(self) -> list[str]:
        """The measures that it has figures for."""
        return sorted(self.frame["measure_id"].astype(str).unique())

    @property
    def normalisations(self) -> list[Issue]:
        """What was read otherwise than it stands."""
        return [issue for issue in self.issues if issue.severity is Severity.NOTE]


def read_upload(content: bytes, name: str, *, max_bytes: int, measures: Mapping[str, Measure]) -> Reading:
    """Read an uploaded file against the measures that are defined; nothing is raised whatever the bytes.

    Either there is no issue of severity stop and every row of the file is in the frame, or there is one.
    """
    findings = Findings()
    text = read_text(content, max_bytes, findings)
    known = {column for shape in FORMATS for column in shape.columns}
    table = None if text is None else read_table(text, known, findings)
    if table is None:
        return Reading(name, empty_frame(), findings.issues)
    shape = next(shape for shape in FORMATS if shape.matches(table))
    cells = shape.read(table, findings)
    lines_read = len(table.lines) + findings.lost
    if cells is None:
        return Reading(name, empty_frame(), findings.issues, lines_read, lines_read, shape.name, lost_lines=lines_read)
    if not len(cells.lines) and not findings.lost:
        findings.file(
            "nothing_to_read",
            "The file has a header but no figures.",
            "Add a row for each measure and quarter, or check that the right file was chosen.",
            expected="at least one row",
        )
    frame = Rows(cells, measures, findings).frame()
    rows_read = len(cells.lines) + findings.lost
    return Reading(
        name,
        frame,
        findings.issues,
        lines_read,
        rows_read,
        shape.name,
        cells,
        frozenset(findings.stopped),
        findings.lost,
    )


def empty_frame() -> pd.DataFrame:
    """The frame of a file from which nothing could be read."""
    empty = Cells(np.zeros(0, np.int64), [], np.zeros(0, np.int64))
    return Rows(empty, {}, Findings()).frame()
