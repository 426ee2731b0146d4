"""Beside similar forces: a third statement, never mixed into the colour."""

from measures.model.publication import Content
from measures.reports.blocks import Column, Section, Table
from measures.reports.sections.parts import bullets, lead, note, plain_cell
from measures.views.forces_view import (
    APART,
    MEASURE_HEADINGS,
    date_sentence,
    finding,
    measure_rows,
    population_sentence,
)


def forces(content: Content) -> Section | None:
    """Where this force stands in the plan's group, measure by measure; None without figures of other forces."""
    standings = content.standings
    if not standings:
        return None
    group = standings[0].group
    rows = tuple(
        (plain_cell(row.measure.title), *(plain_cell(text) for text in row.cells)) for row in measure_rows(standings)
    )
    columns = (Column(MEASURE_HEADINGS[0], 2.4), *(Column(one, 1.2) for one in MEASURE_HEADINGS[1:]))
    blocks = (
        *lead(f"Set beside the forces of the group “{group.title}”. {APART}"),
        Table("forces", f"{content.force} beside the group “{group.title}”", columns, rows),
        *bullets(f"{finding(one, content.force)}." for one in standings),
        *note(f"{date_sentence(standings[0])} {population_sentence(standings[0])}".strip()),
    )
    return Section("forces", "Beside similar forces", blocks)
