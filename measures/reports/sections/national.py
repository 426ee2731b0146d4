"""The statement on the national crime and policing measures."""

from measures.model.publication import Content
from measures.reports.blocks import Cell, Column, Section, Table, Text, said
from measures.reports.sections.parts import lead, plain_cell, strong
from measures.views.measure_view import finding_of
from measures.views.national_view import NationalRow, national_finding, national_rows


def national(content: Content) -> Section | None:
    """Whether each applies here, why, and how the force stands; None where the plan has no statement."""
    rows = national_rows(content.status)
    if not rows:
        return None
    columns = (Column("National measure", 2), Column("Applies here", 2.5), Column("How the force stands", 4))
    table = Table("national", "National crime and policing measures", columns, tuple(map(_row, rows)))
    return Section(
        "national",
        "Statement on the national crime and policing measures",
        (*lead(f"{national_finding(rows)}."), table),
    )


def _row(row: NationalRow) -> tuple[Cell, ...]:
    one = row.national
    lines: list[Text] = [said(row.stands)]
    lines += [said(f"{rating.measure.title}: {finding_of(rating).rstrip('.')}.") for rating in row.ratings]
    applies = Cell((strong("Yes" if one.applies else "No"), said(one.why)))
    return plain_cell(one.title), applies, Cell(tuple(lines))
