"""What has moved since the last meeting, what was revised since then, and which rules are others."""

from measures.model.publication import Content
from measures.model.quarter import day_in_words
from measures.model.review import FigureChange, Moved, Promise, RatingChange, RuleChange
from measures.reports.blocks import Block, Cell, Column, Section, Table, said
from measures.reports.sections.parts import body, lead, mark_of, plain_cell, strong, written_lines
from measures.views.review_view import standing_in_words
from measures.views.review_words import (
    DIRECTIONS,
    basis_in_words,
    changed_in_words,
    difference_in_words,
    figure_in_words,
    moved_finding,
)


def changes(content: Content) -> Section:
    """Since the last meeting."""
    review = content.review
    blocks: list[Block] = [*lead(moved_finding(review))]
    if review.moved:
        moves = tuple(_moved(one) for one in review.moved)
        headings = (Column("Measure", 3), Column("Which way", 2), Column("Before", 2.5), Column("Now", 2.5))
        blocks.append(Table("moved", f"Ratings that moved since {review.since}", headings, moves))
    blocks += _promises(content.review.promises)
    blocks += _rules(review.rules, "rules", "Rules and definitions that are others than at the last meeting")
    return Section("changes", "Since the last meeting", tuple(blocks))


def restated(content: Content) -> Section:
    """The last publication beside what is known now."""
    since = content.review.restated
    if since is None:
        return Section("restated", "What has been restated", body("Nothing was published before this report."))
    of = f"the report on {since.head.meeting.quarter} for {since.head.meeting.words} (publication {since.head.id})"
    blocks: list[Block] = [*lead(changed_in_words(since, of))]
    if since.figures:
        rows = tuple(_figure(one) for one in since.figures)
        columns = (
            Column("Measure", 2.5), Column("Quarter", 1.4), Column("Reported", 1.2, "end"), Column("Now", 1.2, "end"),
            Column("Difference", 1.5, "end"), Column("Why", 3),
        )  # fmt: skip
        blocks.append(Table("figures", "Figures that are others than reported", columns, rows))
    compared = tuple(_rating(one) for one in since.ratings if one.comparator is not None)
    if compared:
        headings = (Column("Measure", 2), Column("Reported", 4), Column("Now", 4), Column("Colour", 1.2))
        blocks.append(Table("ratings", "Comparisons that are others than reported", headings, compared))
    return Section("restated", "What has been restated", tuple(blocks))


def _moved(one: Moved) -> tuple[Cell, ...]:
    return (
        plain_cell(one.measure.title),
        plain_cell(DIRECTIONS[one.direction]),
        plain_cell(one.before.words, mark=mark_of(one.before.headline)),
        plain_cell(one.now.words, mark=mark_of(one.now.headline)),
    )


def _promises(promises: tuple[Promise, ...]) -> list[Block]:
    if not promises:
        return []
    rows = tuple(
        (
            Cell((strong(one.measure.title), said(f"said for {one.quarter}"))),
            Cell(written_lines(one.action)),
            plain_cell(one.by or "nobody named"),
            plain_cell(day_in_words(one.due) if one.due else "no day named"),
            Cell(written_lines(standing_in_words(one))),
        )
        for one in promises
    )
    columns = (
        Column("Measure", 2), Column("What was to be done", 3), Column("By whom", 1.5), Column("By when", 1.5),
        Column("What became of it", 3),
    )  # fmt: skip
    return [Table("promises", "What was promised before", columns, rows)]


def _rules(rules: tuple[RuleChange, ...], id_: str, caption: str) -> list[Block]:
    if not rules:
        return []
    rows = tuple(
        (
            plain_cell(one.title or "The plan"), plain_cell(one.what), plain_cell(one.before or "–"),
            plain_cell(one.now or "–"), plain_cell(*one.why),
        )
        for one in rules
    )  # fmt: skip
    columns = (Column("Measure", 2), Column("What", 1.5), Column("Before", 2), Column("Now", 2), Column("Why", 2.5))
    return [Table(id_, caption, columns, rows)]


def _figure(one: FigureChange) -> tuple[Cell, ...]:
    return (
        plain_cell(one.measure.title),
        plain_cell(one.quarter.label, basis_in_words(one.basis)),
        Cell((said(figure_in_words(one.reported, one.measure)),), None, one.reported),
        Cell((said(figure_in_words(one.now, one.measure)),), None, one.now),
        Cell((said(difference_in_words(one)),), None, one.difference),
        plain_cell(*one.why),
    )


def _rating(one: RatingChange) -> tuple[Cell, ...]:
    return (
        plain_cell(one.measure.title),
        plain_cell(one.reported_sum or one.reported.words, mark=mark_of(one.reported.headline)),
        plain_cell(one.now_sum or one.now.words, mark=mark_of(one.now.headline)),
        plain_cell("another" if one.colour else "the same"),
    )
