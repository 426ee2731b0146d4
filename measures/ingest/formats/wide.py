"""The wide form: one row per measure, one column per quarter, values only. An empty cell is no row at all."""

from itertools import chain, compress, repeat

import numpy as np

from measures.errors import UnreadableQuarter
from measures.ingest.findings import Findings
from measures.ingest.formats.cells import Cells, Format, parse_quarter
from measures.ingest.formats.passed_over import PROBLEM, passed_over
from measures.ingest.table import Table, column_name
from measures.ingest.words import shown
from measures.model.quarter import Quarter


def _matches(table: Table) -> bool:
    """A column of measures, no column of the long form beside it, and at least one quarter among the headings."""
    names = [column_name(cell) for cell in table.header]
    return "measure_id" in names and "quarter" not in names and any(quarter_of(cell) for cell in table.header)


def quarter_of(cell: str) -> Quarter | None:
    """The quarter that a heading names, or None."""
    try:
        return parse_quarter(cell)
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
    not_read = {measure, *passed_over(table, [PROBLEM], findings)}
    for position, cell in enumerate(table.header):
        if position in not_read or (not cell and not any(text.strip() for text in table.columns[position])):
            continue
        try:
            quarter = parse_quarter(cell)
        except UnreadableQuarter as error:
            _tell_heading(cell, error, table, findings)
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


def _tell_heading(cell: str, error: UnreadableQuarter, table: Table, findings: Findings) -> None:
    """A heading with a figure in it was meant for a quarter; one of letters for a column."""
    place = {"line": table.header_line, "column": shown(cell) or None, "read": shown(cell)}
    if column_name(cell) == "measure_id":
        findings.file(
            "repeated_column",
            "The column measure_id stands in the header twice.",
            "Take one of the two out.",
            **place,
            expected="each column once",
        )
    elif any(character.isdigit() for character in cell):
        findings.file("unreadable_quarter", error.problem, error.remedy, **place, expected=error.expected)
    else:
        findings.file(
            "unknown_column",
            f"The column “{shown(cell)}” is neither measure_id nor a quarter." if cell else "A column has no name.",
            "With one column per quarter there is room for values only. Take the column out, or write one row per "
            "measure and quarter.",
            **place,
            expected=error.expected,
        )


WIDE = Format("wide", "One row per measure, one column per quarter", ("measure_id",), _matches, _read)
