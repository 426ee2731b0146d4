"""How a colour comes about, what the figures are from, and what was not ready."""

from measures.model.moment import in_words
from measures.model.publication import Content
from measures.model.quarter import day_in_words
from measures.reports.blocks import Block, Column, Section, Table
from measures.reports.sections.parts import body, bullets, lead, mark_of, note, plain_cell
from measures.views.method_view import comparator_lines, exception_lines, key_rows, reason_rows, signal_lines

LICENCE = "Contains public sector information licensed under the Open Government Licence v3.0 where a source says so."


def method(content: Content) -> Section:
    """The rules in force for the quarter, from the plan's own settings."""
    plan = content.status.plan
    key = tuple(
        (plain_cell(one.word, mark=mark_of(one.rating)), plain_cell(one.colour), plain_cell(one.when))
        for one in key_rows(plan)
    )
    reasons = tuple((plain_cell(words), plain_cell(when)) for words, when, _ in reason_rows())
    own = exception_lines(plan)
    blocks: list[Block] = [
        *lead("There are no set levels to reach: each figure is set against an earlier position."),
        Table("key", "The four answers", (Column("Word", 1.5), Column("Colour", 1), Column("When", 4)), key),
        *bullets(comparator_lines(plan)),
        *(body("Measures with settings of their own:") + bullets(own) if own else ()),
        *body("Whether a quarter is unusual for its measure:"),
        *bullets(signal_lines(plan.head.signal)),
        Table("reasons", "Why a measure may have no rating", (Column("Words", 2), Column("When", 4)), reasons),
    ]
    blocks += body(*(f"{one.first} to {one.last}: {one.note}" for one in plan.events))
    blocks += body(
        *(
            f"Counting changed on {day_in_words(one.date)}: {one.note}"
            for one in plan.breaks
            if plan.measure(one.measure)
        )
    )
    return Section("method", "Method", tuple(blocks))


def sources(content: Content) -> Section:
    """The files that the figures are from, each with its hash."""
    rows = tuple(
        (plain_cell(str(one.id)), plain_cell(one.name), plain_cell(f"{in_words(one.at)}", one.by), plain_cell(one.note),
         plain_cell(one.sha256))
        for one in content.files
    )  # fmt: skip
    columns = (
        Column("Upload", 0.8), Column("File", 2.2), Column("Accepted", 2), Column("Note", 2), Column("SHA-256", 2.6),
    )  # fmt: skip
    table = (Table("files", "The files that the figures are from", columns, rows),) if rows else ()
    return Section("sources", "Sources", (*table, *note(LICENCE)))


def unready(content: Content) -> Section | None:
    """What was not ready, and why the quarter was published all the same; None where all was."""
    if not content.unready:
        return None
    why = f"It was published all the same: {content.incomplete}" if content.incomplete else ""
    many = len(content.unready)
    said = f"{many} {'thing was' if many == 1 else 'things were'} not ready."
    return Section(
        "not-ready", "What was not ready", (*lead(said), *body(why), *bullets(one.sentence for one in content.unready))
    )
