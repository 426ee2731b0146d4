"""The long form: one row per measure and quarter, a column for each part of the figure."""

from measures.errors import UnreadableQuarter
from measures.ingest.findings import Findings
from measures.ingest.formats.cells import Cells, Format, read_quarter_pairs, read_quarters
from measures.ingest.formats.problem import is_problem_column
from measures.ingest.table import Table, column_name
from measures.ingest.words import did_you_mean, listed, shown
from measures.model.quarter import Quarter

COLUMNS = (
    *("measure_id", "quarter", "value", "numerator", "denominator", "basis", "status", "data_to", "area", "note"),
    "financial_year",
)


def _matches(table: Table) -> bool:
    """Any header that is not of another form: its faults are then told by name."""
    return True


def _read(table: Table, findings: Findings) -> Cells | None:
    found = _positions(table, findings)
    if not _has_needed(found, table, findings):
        return None
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


def _positions(table: Table, findings: Findings) -> dict[str, int]:
    """Where each known column stands; a finding for every other."""
    found: dict[str, int] = {}
    for position, cell in enumerate(table.header):
        name = column_name(cell)
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
        elif is_problem_column(cell, table, findings):
            continue
        else:
            _unknown(cell, table, findings)
    return found


def _unknown(cell: str, table: Table, findings: Findings) -> None:
    quarter, hint = "", ""
    try:
        quarter = Quarter.parse(cell[:100]).label
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
