"""Part 1: priority by priority, with its narrative, table, commentaries and charts."""

from measures.model.measure import Priority
from measures.model.publication import Content
from measures.model.rating import MeasureRating
from measures.reports.blocks import Block, Cell, Column, Paragraph, Section, Table, said
from measures.reports.sections.parts import (
    commentary,
    figure_cell,
    lead,
    mark_of,
    narrative,
    note,
    plain_cell,
    rating_words,
    strong,
    trend_pictures,
)
from measures.views.figures import unit_in_words
from measures.views.status_view import PriorityTable, Row, finding, of_priority, priority_table


def priorities(content: Content) -> Section:
    """All priorities of the plan, one after the other."""
    inner = tuple(_priority(content, one) for one in content.status.plan.head.priorities)
    return Section("priorities", "Part 1: priority by priority", (), inner, new_page=True)


def _priority(content: Content, one: Priority) -> Section:
    ratings = of_priority(content.status, one.id)
    if not ratings:
        return Section(f"priority-{one.id}", one.title, lead("No measure is listed under this priority."))
    view = priority_table(content.status, one)
    blocks: list[Block] = [*lead(f"{finding(ratings, 'rated measures')}."), *narrative(content, one.id)]
    blocks += [_table(view), *note(f"{view.tally[:1].upper()}{view.tally[1:]}.")]
    for rating in ratings:
        if said_of := commentary(content, rating.measure.id):
            blocks += [Paragraph(said(rating.measure.title), "head"), *said_of]
    blocks += trend_pictures(content, ratings)
    return Section(f"priority-{one.id}", one.title, tuple(blocks))


def _table(view: PriorityTable) -> Table:
    """The measures with their ratings and figures, the worst first."""
    columns = (
        Column("Measure", 2.6),
        Column("Rating", 1.5),
        Column("This year to date", 1.2, "end"),
        *(Column(heading, 2.3) for heading in view.comparators),
        Column("This quarter", 1.3),
    )
    rows = tuple(_row(row, len(view.comparators)) for row in view.rows)
    return Table("measures", f"{view.priority.title}: the measures", columns, rows)


def _row(row: Row, many: int) -> tuple[Cell, ...]:
    rating = row.rating
    named = Cell((strong(rating.measure.title), said(unit_in_words(rating.measure)), said(row.flags)))
    cells = tuple(
        plain_cell(cell.words, cell.sum, mark=mark_of(cell.rating) if cell.compared else None) for cell in row.cells
    )
    if not cells:
        cells = (plain_cell(rating.words),) * many
    return (_without_blanks(named), _headline(rating), figure_cell(rating), *cells, plain_cell(row.signal))


def _headline(rating: MeasureRating) -> Cell:
    mixed = "mixed" if rating.mixed else ""
    return plain_cell(rating_words(rating.headline), mixed, mark=mark_of(rating.headline))


def _without_blanks(cell: Cell) -> Cell:
    return Cell(tuple(line for line in cell.lines if line), cell.mark, cell.number, cell.places)
