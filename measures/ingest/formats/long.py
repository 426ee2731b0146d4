"""The long form: one row per measure and quarter, a column for each part of the figure.

A template (`measures template`) is such a file with reference columns beside the cells to fill in. It loads as it
comes back: the reference columns are not read, and rows that nobody filled in are still outstanding.
"""

from dataclasses import replace
from itertools import compress

import numpy as np
import numpy.typing as npt

from measures.errors import UnreadableQuarter
from measures.ingest.findings import Findings, lines_in_words
from measures.ingest.formats.cells import Cells, Format, parse_quarter, read_quarter_pairs, read_quarters
from measures.ingest.formats.passed_over import OF_A_TEMPLATE, OF_AN_EXPORT, PROBLEM, passed_over
from measures.ingest.table import Table, column_name
from measures.ingest.words import did_you_mean, first_listed, listed, shown
from measures.model.issue import Issue, Severity

COLUMNS = (
    *("measure_id", "quarter", "value", "numerator", "denominator", "basis", "status", "data_to", "area", "note"),
    "financial_year",
)
#: A file that has both of these is a template: only there may a row be blank.
MARKS_OF_A_TEMPLATE = {"last_year", "last_figure"}
#: How many rows that were left blank are named.
NAMED = 40


def _matches(table: Table) -> bool:
    """Any header that is not of another form: its faults are then told by name."""
    return True


def _read(table: Table, findings: Findings) -> Cells | None:
    found = _positions(table, findings)
    if not _has_needed(found, table, findings):
        return None
    table = _without_blank_rows(table, found, findings)
    measure_id, quarter = table.column(found["measure_id"]), table.column(found["quarter"])
    years = table.column(found.get("financial_year"))
    assert measure_id is not None
    assert quarter is not None
    ordinals = (
        read_quarters(quarter, table.lines, findings)
        if years is None
        else read_quarter_pairs(years, quarter, table.lines, findings)
    )
    parts = {name: table.column(found.get(name)) for name in COLUMNS if name not in _KEYS}
    return Cells(table.lines, measure_id, ordinals, **parts)


_KEYS = ("measure_id", "quarter", "financial_year")


def _without_blank_rows(table: Table, found: dict[str, int], findings: Findings) -> Table:
    """Of a template, the rows in which something was filled in, with a note of the others; any other file whole."""
    if not {column_name(cell) for cell in table.header} >= MARKS_OF_A_TEMPLATE:
        return table
    is_filled = np.zeros(len(table.lines), np.bool_)
    for name, position in found.items():
        if name not in _KEYS:
            is_filled |= np.array([bool(cell) and not cell.isspace() for cell in table.columns[position]], np.bool_)
    if is_filled.all():
        return table
    _tell_left_blank(table, found["measure_id"], ~is_filled, findings)
    columns = [list(compress(column, is_filled.tolist())) for column in table.columns]
    return replace(table, lines=table.lines[is_filled], columns=columns)


def _tell_left_blank(table: Table, position: int, blank: npt.NDArray[np.bool_], findings: Findings) -> None:
    names = [shown(cell) for cell in compress(table.columns[position], blank.tolist())]
    lines = table.lines[blank].tolist()
    rows = "1 row of the template was" if len(names) == 1 else f"{len(names)} rows of the template were"
    findings.add(
        Issue(
            Severity.NOTE,
            "left_blank",
            f"{rows} left blank and {'was' if len(names) == 1 else 'were'} passed over: "
            f"{first_listed(names, NAMED)} ({lines_in_words(lines)}).",
            "Nothing to do if the figures are still to come: they stay outstanding. A blank is never taken for zero.",
            line=int(lines[0]),
        )
    )


def _positions(table: Table, findings: Findings) -> dict[str, int]:
    """Where each known column stands; a finding for every other."""
    found: dict[str, int] = {}
    names = [column_name(cell) for cell in table.header]
    not_read = passed_over(table, (*OF_A_TEMPLATE, *OF_AN_EXPORT, PROBLEM), findings)
    for position, (name, cell) in enumerate(zip(names, table.header, strict=True)):
        if position in not_read:
            continue
        if name in found:
            findings.file(
                "repeated_column",
                f"The column {name} stands in the header twice.",
                "Take one of the two out, or give it its right name.",
                line=table.header_line,
                column=name,
                read=shown(cell),
                expected="each column once",
            )
        elif name in COLUMNS:
            found[name] = position
        elif not cell and not any(text.strip() for text in table.columns[position]):
            continue  # a separator too many at the end of every line
        else:
            _unknown(cell, table, findings)
    return found


def _unknown(cell: str, table: Table, findings: Findings) -> None:
    quarter, hint = "", ""
    try:
        quarter = parse_quarter(cell).label
    except UnreadableQuarter as error:
        hint = f"{error.remedy} " if any(character.isdigit() for character in cell) else ""
    names = listed(COLUMNS, "and")
    if quarter:
        message = f"“{shown(cell)}” is a quarter, but this file has other columns than quarters."
        remedy = "Write either one row per quarter, or measure_id and one column per quarter, nothing else."
    elif cell:
        message = f"The column “{shown(cell)}” is not known."
        remedy = (
            f"{did_you_mean(column_name(cell), COLUMNS)}{hint}Known columns are {names}. Take it out, or rename it."
        )
    else:
        message = "A column has no name."
        remedy = f"Name it in the first line. Known columns are {names}."
    findings.file(
        "unknown_column",
        message,
        remedy,
        line=table.header_line,
        column=shown(cell) or None,
        read=shown(cell),
        expected=listed(COLUMNS),
    )


def _has_needed(found: dict[str, int], table: Table, findings: Findings) -> bool:
    if not found:
        findings.file(
            "no_header",
            "The first line does not name the columns.",
            "Start the file with a line such as measure_id,quarter,value,status.",
            line=table.header_line,
            read=shown(", ".join(table.header)),
            expected="measure_id, quarter and a figure",
        )
        return False
    missing = [name for name in ("measure_id", "quarter") if name not in found]
    if not {"value", "numerator", "status"} & found.keys():
        missing.append("value")
    missing += [
        other
        for one, other in (("numerator", "denominator"), ("denominator", "numerator"))
        if one in found and other not in found
    ]
    for name in missing:
        findings.file(
            "missing_column",
            f"The column {name} is missing.",
            f"Add a column {name}, or give the column that holds it this name.",
            line=table.header_line,
            column=name,
            expected=name,
        )
    return not missing


LONG = Format("long", "One row per measure and quarter", COLUMNS, _matches, _read)
