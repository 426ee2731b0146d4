"""What several sections share: cells with a rating, commentaries, written texts, charts."""

from collections.abc import Iterable

from measures.charts.paper import paper_trend
from measures.charts.sheet import PaperChart
from measures.model.meeting import ReportText
from measures.model.publication import Content
from measures.model.rating import MeasureRating, Rating
from measures.model.words import listed
from measures.reports.blocks import (
    Block,
    Bullets,
    Cell,
    Column,
    Mark,
    Paragraph,
    Picture,
    Pictures,
    Run,
    Table,
    Text,
    said,
)
from measures.reports.written import blocks_of
from measures.views.figures import NOT_RATED, decimals_of, figure
from measures.views.measure_view import quarters_finding


def mark_of(rating: Rating | None) -> Mark:
    """The mark of a rating; the dashed square where there is none."""
    return rating or "none"


def rating_words(rating: Rating | None) -> str:
    """The word of a rating."""
    return rating.words if rating else NOT_RATED


def plain_cell(*lines: str, mark: Mark | None = None) -> Cell:
    """A cell of plain lines; empty ones are left out."""
    return Cell(tuple(said(line) for line in lines if line), mark)


def figure_cell(rating: MeasureRating) -> Cell:
    """The current figure as a table shows it, with the exact one behind it."""
    places = decimals_of(rating.measure, [rating.value])
    return Cell((said(figure(rating.value, rating.measure)),), None, rating.value, places)


def strong(text: str) -> Text:
    """A text that stands out."""
    return (Run(text, strong=True),)


def lead(text: str) -> tuple[Block, ...]:
    """The finding of a section, if it has one."""
    return (Paragraph(said(text), "lead"),) if text else ()


def body(*texts: str) -> tuple[Block, ...]:
    """Paragraphs; empty ones are left out."""
    return tuple(Paragraph(said(text)) for text in texts if text)


def note(text: str) -> tuple[Block, ...]:
    """Small print, if there is any."""
    return (Paragraph(said(text), "note"),) if text else ()


def bullets(texts: Iterable[str]) -> tuple[Block, ...]:
    """A list, if there is anything in it."""
    items = tuple(said(text) for text in texts if text)
    return (Bullets(items),) if items else ()


def table(id_: str, caption: str, headings: Iterable[str | Column], rows: Iterable[tuple[Cell, ...]]) -> Table:
    """A table; a heading without a width of its own has a share of 1."""
    columns = tuple(one if isinstance(one, Column) else Column(one) for one in headings)
    return Table(id_, caption, columns, tuple(rows))


def written(content: Content, place: str) -> tuple[Block, ...]:
    """What was written at a place of the report."""
    found = content.texts.get(place)
    return blocks_of(found.said.text) if found else ()


def narrative(content: Content, priority_id: str) -> tuple[Block, ...]:
    """The narrative of a priority."""
    return written(content, ReportText.of_priority(priority_id))


def commentary(content: Content, measure_id: str) -> tuple[Block, ...]:
    """What is said of a measure's quarter, each part after its heading."""
    found = content.commentaries.get(measure_id)
    if found is None:
        return ()
    blocks: list[Block] = []
    for heading, text in found.said.parts:
        first, *rest = blocks_of(text)
        if isinstance(first, Paragraph):
            blocks.append(Paragraph((Run(f"{heading}. ", strong=True), *first.text)))
        else:
            blocks += [Paragraph(strong(f"{heading}.")), first]
        blocks += rest
    return tuple(blocks)


def commentary_lines(content: Content, measure_id: str) -> tuple[Text, ...]:
    """The same for a cell of a table, a line for each part."""
    found = content.commentaries.get(measure_id)
    if found is None:
        return ()
    return tuple(line for heading, text in found.said.parts for line in written_lines(text, f"{heading}. "))


def written_lines(text: str, heading: str = "") -> tuple[Text, ...]:
    """What a person wrote, for a cell of a table: a line for each paragraph and item, the first after its heading."""
    lines: list[Text] = []
    for block in blocks_of(text):
        if isinstance(block, Bullets):
            signs = (f"{n}. " if block.numbered else "• " for n in range(1, len(block.items) + 1))
            lines += [(Run(sign), *item) for sign, item in zip(signs, block.items, strict=True)]
        elif isinstance(block, Paragraph):
            lines.append(block.text)
    first, *rest = lines or [()]
    return ((Run(heading, strong=True), *first), *rest) if heading else (first, *rest)


def trend_pictures(content: Content, ratings: Iterable[MeasureRating]) -> tuple[Block, ...]:
    """The chart of each measure’s quarters, and beneath them what the letters in them stand for.

    A lone figure has no chart: the table says it.
    """
    pictures: list[Picture] = []
    letters: dict[tuple[str, str], list[str]] = {}
    cut: list[str] = []
    for rating in ratings:
        chart = _trend(content, rating)
        if chart is None:
            continue
        title = rating.measure.title
        notes = [f"{one.letter}: {one.text}" for one in chart.notes]
        alt = " ".join((f"{title}: {quarters_finding(rating)}", *notes, chart.axis_note)).strip()
        pictures.append(Picture(chart.svg, alt, title, chart.width, chart.height))
        for one in chart.notes:
            letters.setdefault((one.letter, one.text), []).append(title)
        cut += [title] if chart.axis_note else []
    if not pictures:
        return ()
    said_ = [f"{letter} in {listed(titles)}: {text}" for (letter, text), titles in sorted(letters.items())]
    axes = f"The axis does not start at zero in {listed(cut)}." if cut else ""
    return Pictures(tuple(pictures)), *bullets(said_), *note(axes)


def _trend(content: Content, rating: MeasureRating) -> PaperChart | None:
    measure, series = rating.measure, content.series.get(rating.measure.id)
    if series is None:
        return None
    decimals = decimals_of(measure, [point.value for point in series.points])
    return paper_trend(series, measure, content.status.plan, rating.quarter, decimals)
