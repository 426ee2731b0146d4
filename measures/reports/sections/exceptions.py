"""What deserves the meeting's time, with commentary and action, and the questions that the figures raise."""

from measures.model.exceptional import ExceptionEntry
from measures.model.publication import Content
from measures.reports.blocks import Block, Bullets, Cell, Column, Paragraph, Run, Section, Table, said
from measures.reports.sections.parts import body, commentary_lines, lead, mark_of, note, plain_cell, rating_words
from measures.views.exceptions_view import ORDER, evidence, exceptions_view, red_since
from measures.views.questions_view import questions_asked


def exceptions(content: Content) -> Section:
    """The list of exceptions."""
    view = exceptions_view(content.exceptions)
    blocks: list[Block] = [*lead(f"{view.title}."), *body(view.lead)]
    if view.rated:
        columns = (Column("Measure", 2), Column("Why it is here", 5), Column("What is said of it", 3.5))
        rows = tuple(_entry(content, one) for one in view.rated)
        blocks += [Table("ask-about", "To ask about", columns, rows), *note(ORDER)]
    if view.unrated:
        headings = (Column("Measure", 2), Column("Why it has no rating", 5))
        rows = tuple((plain_cell(one.rating.measure.title, mark="none"), plain_cell(one.why)) for one in view.unrated)
        blocks.append(Table("not-rated", "No rating where one is expected", headings, rows))
    return Section("exceptions", "What deserves the meeting’s time", tuple(blocks))


def _entry(content: Content, one: ExceptionEntry) -> tuple[Cell, ...]:
    since = red_since(one)
    headline = one.rating.headline
    named = Cell(
        (
            (Run(one.rating.measure.title, strong=True),),
            said(rating_words(headline)),
            *((said(f"Red since {since}"),) if since else ()),
        ),
        mark_of(headline),
    )
    why = Cell((said(one.why), *(said(line) for line in evidence(one))))
    lines = commentary_lines(content, one.rating.measure.id)
    return named, why, Cell(lines or (said("No commentary."),))


def questions(content: Content) -> Section | None:
    """The questions that the panel could ask, each with its evidence; None where the figures raise none."""
    asked = questions_asked(content.review.questions)
    if not asked:
        return None
    blocks: list[Block] = [
        *body(
            "Made by fixed rules from the figures and what is said of them; nobody is bound to ask or to answer them. "
            "Beneath each stands what it was made from."
        )
    ]
    for one in asked:
        blocks.append(Paragraph((Run(f"{one.number}. {one.about}. ", strong=True), *said(one.text))))
        if one.evidence:
            blocks.append(Bullets(tuple(said(line) for line in one.evidence)))
    return Section("questions", "Questions the panel could ask", tuple(blocks))
