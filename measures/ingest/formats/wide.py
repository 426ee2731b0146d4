"""The wide form: one row per measure, one column per quarter, values only. An empty cell is no row at all."""

from itertools import chain, compress, repeat

import numpy as np

from measures.errors import UnreadableQuarter
from measures.ingest.findings import Findings
from measures.ingest.formats.cells import Cells, Format
from measures.ingest.table import Table, column_name
from measures.ingest.words import shown
from measures.model.quarter import Quarter


def _matches(table: Table) -> bool:
    """A column of measures, no column of the long form beside it, and at least one quarter among the headings."""
    names = [column_name(cell) for cell in table.header]
    return "measure_id" in names and "quarter" not in names and any(_quarter(cell) for cell in table.header)


def _quarter(cell: str) -> Quarter | None:
    try:
        return Quarter.parse(cell[:100])
    except UnreadableQuarter:
        return None


def _read(table: Table, findings: Findings) -> Cells | None:
    measure = next(i for i, cell in enumerate(table.header) if column_name(cell) == "measure_id")
    columns = _columns(table, measure, findings)
    filled = {position: [bool(cell) and not cell.isspace() for cell in table.columns[position]] for position in columns}
    lines = np.concatenate([table.lines[filled[position]] for position in columns])
    order = np.argsort(lines, kind="stable").tolist()
    texts = list(chain.from_iterable(compress(table.columns[p], filled[p]) for p in columns))
    measures = list(chain.from_iterable(compress(table.columns[measure], filled[p]) for p in columns))
    headings = list(chain.from_iterable(repeat(table.header[p], sum(filled[p])) for p in columns))
    quarters = np.array(
        list(chain.from_iterable(repeat(columns[p].ordinal, sum(filled[p])) for p in columns)), np.int64
    )
    return Cells(
        lines[order],
        [measures[i] for i in order],
        quarters[order],
        value=[texts[i] for i in order],
        value_columns=[headings[i] for i in order],
    )


def _columns(table: Table, measure: int, findings: Findings) -> dict[int, Quarter]:
    """The quarter of each column; a finding for every heading that is none, or is there twice."""
    found: dict[int, Quarter] = {}
    for position, cell in enumerate(table.header):
        if position == measure or (not cell and not any(text.strip() for text in table.columns[position])):
            continue
        try:
            quarter = Quarter.parse(cell[:100])
        except UnreadableQuarter as error:
            known = column_name(cell)
            is_repeated = known == "measure_id"
            findings.file(
                "repeated_column" if is_repeated else _code(cell),
                "The column measure_id stands in the header twice." if is_repeated else error.problem,
                "Take one of the two out."
                if is_repeated
                else f"{error.remedy} Beside measure_id this form has only quarters.",
                line=table.header_line,
                column=shown(cell) or None,
                read=shown(cell),
                expected=error.expected,
            )
            continue
        if quarter in found.values():
            findings.file(
                "repeated_column",
                f"The quarter {quarter} stands in the header twice.",
                "Take one of the two columns out, or give it its right quarter.",
                line=table.header_line,
                column=shown(cell),
                read=shown(cell),
                expected="each quarter once",
            )
        else:
            found[position] = quarter
    return found


def _code(cell: str) -> str:
    """A heading with a figure in it was meant for a quarter; one of letters for a column."""
    return "unreadable_quarter" if any(character.isdigit() for character in cell) else "unknown_column"


WIDE = Format("wide", "One row per measure, one column per quarter", ("measure_id",), _matches, _read)
