"""Part 2, appendix A: every measure in full, each colour with its sum in words."""

from fractions import Fraction

from measures.model.measure import Measure
from measures.model.publication import Content
from measures.model.rating import MeasureRating
from measures.reports.blocks import Block, Cell, Column, Section, Table, Terms, said
from measures.reports.sections.parts import commentary, lead, mark_of, plain_cell, strong
from measures.views.figures import decimals_of, figure
from measures.views.measure_view import facts, figure_sentence, finding_of, standings
from measures.views.signal_words import signal_in_words, signal_sentence


def appendix(content: Content) -> Section:
    """Every measure of the plan in its order, under its priority."""
    inner = tuple(_measure(content, one) for one in content.status.measures)
    blocks = (*lead("Every measure, with both comparisons and the sum behind each colour."), _all(content))
    return Section(
        "appendix-a", "Part 2, appendix A: the measures in full", blocks, inner, new_page=True, together=True
    )


def _all(content: Content) -> Table:
    """One line for each comparison: what a reader with a calculator needs."""
    titles = {one.id: one.title for one in content.status.plan.head.priorities}
    columns = (
        Column("Measure", 2), Column("Priority", 1.9), Column("Compared with", 1.1), Column("Rating", 2.1),
        Column("Figure", 0.9, "end"), Column("Earlier figure", 0.9, "end"), Column("This quarter", 1),
    )  # fmt: skip
    rows = [row for one in content.status.measures for row in _lines(content, one, titles.get(one.priority, ""))]
    return Table("all", "All measures and comparisons", columns, tuple(rows))


def _lines(content: Content, one: MeasureRating, priority: str) -> list[tuple[Cell, ...]]:
    named, signal = Cell((strong(one.measure.title),)), plain_cell(signal_in_words(one.signal))
    if not one.comparisons:
        nothing = plain_cell("–")
        return [(named, plain_cell(priority), nothing, plain_cell(one.words, mark="none"), nothing, nothing, signal)]
    lines: list[tuple[Cell, ...]] = []
    for standing, comparison in zip(standings(one, content.status.plan), one.comparisons, strict=True):
        measure = one.measure.as_compared(comparison.comparator)
        lines.append(
            (
                named, plain_cell(priority), plain_cell(standing.heading),
                plain_cell(comparison.words, mark=mark_of(comparison.rating)),
                _number(comparison.current, measure), _number(comparison.value, measure), signal,
            )
        )  # fmt: skip
    return lines


def _number(value: Fraction | None, measure: Measure) -> Cell:
    return Cell((said(figure(value, measure)),), None, value, decimals_of(measure, [value]))


def _measure(content: Content, one: MeasureRating) -> Section:
    plan = content.status.plan
    finding = finding_of(one)
    blocks: list[Block] = [*lead(f"{finding[:1].upper()}{finding[1:].rstrip('.')}.")]
    rows = tuple(
        (plain_cell(standing.heading), plain_cell(standing.words, mark=mark_of(standing.rating)),
         plain_cell(standing.reason, standing.flags))
        for standing in standings(one, plan)
    )  # fmt: skip
    if rows:
        columns = (Column("Compared with", 1.5), Column("Rating", 1.3), Column("The sum in words", 5))
        blocks.append(Table(f"reasons-{one.measure.id}", f"{one.measure.title}: the comparisons", columns, rows))
    pairs = [
        ("Figure", figure_sentence(one)),
        ("Usual or unusual", signal_sentence(one)),
        ("What to bear in mind", " ".join(one.caveats)),
        *facts(one, plan),
    ]
    blocks.append(Terms(tuple((term, said(words)) for term, words in pairs if words)))
    blocks += commentary(content, one.measure.id)
    return Section(f"measure-{one.measure.id}", one.measure.title, tuple(blocks))
