"""Columns that stand beside the figures for a person's sake: never read, and told in a note."""

from collections.abc import Iterable

from measures.ingest.findings import Findings
from measures.ingest.table import Table, column_name
from measures.ingest.words import listed
from measures.model.issue import Issue, Severity

#: What an earlier check wrote beside the rows of a file that comes back mended.
PROBLEM = "problem"
#: What a template has for reading only.
OF_A_TEMPLATE = ("title", "unit", "definition", "last_year", "last_figure", "fill_in")
#: What the figures of `measures export` have beside them.
OF_AN_EXPORT = ("vintage",)


def passed_over(table: Table, names: Iterable[str], findings: Findings) -> set[int]:
    """The positions of the columns of these names, in any spelling of a heading; one note names all that are there."""
    headings = [column_name(cell) for cell in table.header]
    found = [name for name in names if name in headings]
    if found:
        findings.add(
            Issue(
                Severity.NOTE,
                "columns_passed_over",
                f"{'The column' if len(found) == 1 else 'The columns'} {listed(found, 'and')} "
                f"{'is' if len(found) == 1 else 'are'} for reading only: nothing was taken from there.",
                "Nothing to do.",
                line=table.header_line,
            )
        )
    return {position for position, heading in enumerate(headings) if heading in found}
