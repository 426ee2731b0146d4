"""The summary: how many measures stand where, then and now, and what was written."""

from measures.model.meeting import Part
from measures.model.publication import Content
from measures.model.rating import Rating
from measures.reports.blocks import Column, Section, Table, Tile, Tiles
from measures.reports.sections.parts import body, lead, mark_of, plain_cell, rating_words, table, written
from measures.views.status_view import status_view


def summary(content: Content) -> Section:
    """How the quarter stands at a glance."""
    view = status_view(content.status)
    tiles = Tiles(tuple(Tile(mark_of(one.rating), one.word, one.number, one.meaning, one.since) for one in view.tiles))
    return Section(
        "summary",
        Part.SUMMARY.heading,
        (*lead(f"{view.title}."), *written(content, Part.SUMMARY), tiles, *body(view.lead), _then_and_now(content)),
        new_page=True,
    )


def _then_and_now(content: Content) -> Table:
    review = content.review
    rows = [
        (plain_cell(rating_words(rating), mark=mark_of(rating)), plain_cell(str(before)), plain_cell(str(now)))
        for rating, before, now in zip(
            (Rating.RED, Rating.AMBER, Rating.GREEN, None), review.tally_before, review.tally_now, strict=True
        )
    ]
    since = review.since[:1].upper() + review.since[1:]
    headings = (Column("Rating", 2), Column(since, 2, "end"), Column(f"Now, {content.status.quarter}", 2, "end"))
    return table("then-and-now", f"Measures by rating, since {review.since}", headings, rows)


def said_part(content: Content, part: Part, title: str = "") -> Section | None:
    """A part of the report that is only what was written; None where nothing was."""
    blocks = written(content, part)
    return Section(part.value, title or part.heading, blocks) if blocks else None
