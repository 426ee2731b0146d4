"""The column `problem`: what an earlier check wrote beside the rows of a file that comes back mended."""

from measures.ingest.findings import Findings
from measures.ingest.table import Table, column_name
from measures.model.issue import Issue, Severity

PROBLEM = "problem"


def is_problem_column(cell: str, table: Table, findings: Findings) -> bool:
    """Whether a heading is that of the column; a note then says that it is not read."""
    if column_name(cell) != PROBLEM:
        return False
    findings.add(
        Issue(
            Severity.NOTE,
            "problem_column",
            "The column problem was not read: it says what an earlier check found.",
            "Nothing to do.",
            line=table.header_line,
        )
    )
    return True
