"""HTML of the pages by small functions, from `esc` and `tag` of measures.views.markup.

`st.html` strips inline SVG. Marks are named by a class and drawn by the style sheet, trend pictures are shapes in a
style of their own: an `<img>` for each costs the browser several times as much.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from measures.charts.spark import spark_style
from measures.charts.theme import class_of
from measures.model.quarter import Quarter
from measures.model.rating import MeasureRating, Rating
from measures.views.figures import figure
from measures.views.markup import esc, tag


@dataclass(frozen=True, slots=True)
class Place:
    """The plan and quarter that links lead on to."""

    plan_id: str
    quarter: Quarter

    def address(self, page: str, **also: str) -> str:
        """A relative address, so that it holds under any base path: `measure?m=…&plan=…&quarter=2016-17-Q1`."""
        return f"{page}?{urlencode({**also, 'plan': self.plan_id, 'quarter': self.quarter.slug})}"

    def status(self) -> str:
        """The address of the status page, which has no name of its own."""
        return self.address("./")

    def measure(self, measure_id: str) -> str:
        """The address of a measure's page."""
        return self.address("measure", m=measure_id)

    def priority(self, priority_id: str) -> str:
        """The address of a priority's page."""
        return self.address("priority", p=priority_id)

    def forces(self, measure_id: str, group_id: str) -> str:
        """The address of a measure beside the forces of a group."""
        return self.address("forces", m=measure_id, g=group_id)

    def method(self, anchor: str = "") -> str:
        """The address of the method page, or of a part of it."""
        return self.address("method") + (f"#{anchor}" if anchor else "")


def link(address: str, *parts: str, **attributes: str) -> str:
    """A link that stays in this tab."""
    return tag("a", *parts, href=address, target="_self", **attributes)


def mark(rating: Rating | None, alt: str = "", small: bool = False) -> str:
    """A rating's mark. `alt` stays empty where the word stands beside it."""
    said = {"role": "img", "aria_label": alt} if alt else {}
    return tag("span", class_=mark_class(rating, "small" if small else ""), **said)


def mark_class(rating: Rating | None, also: str = "") -> str:
    """The classes that draw a rating's mark: alone, or with `before` at the start of a text."""
    return f"mark {class_of(rating)} {also}".rstrip()


def rated_words(rating: Rating | None, words: str, sum_: str = "") -> str:
    """A mark with its word, and the sum beneath."""
    name, class_ = ("strong", "before") if rating else ("span", "before reason")
    beneath = tag("span", esc(sum_), class_="sum") if sum_ else ""
    return tag(name, esc(words), class_=mark_class(rating, class_)) + beneath


def spark(rating: MeasureRating) -> str:
    """The small trend picture of a measure, with a text that says what it shows; of a lone figure only that text."""
    if sum(value is not None for value in rating.trend) == 1:
        where = spark_text(rating).removeprefix("One figure")
        return f'<span class="muted">1 figure<span class="unseen">{esc(where)}</span></span>'
    signal = rating.signal
    usual = (signal.lower, signal.upper) if signal and signal.lower is not None and signal.upper is not None else None
    style = spark_style(rating.trend, usual)
    if not style:
        return '<span class="muted">No figures</span>'
    return tag("span", class_="spark", role="img", aria_label=spark_text(rating), style=style)


def spark_text(rating: MeasureRating) -> str:
    """What a trend picture shows, in words."""
    held = [(place, value) for place, value in enumerate(rating.trend) if value is not None]
    first = rating.quarter.shift(1 - len(rating.trend))

    def at(place: int, value: float) -> str:
        return f"{figure(value, rating.measure)} in {first.shift(place).label}"

    if len(held) == 1:
        return f"One figure: {at(*held[0])}"
    values = [value for _, value in held]
    low, high = figure(min(values), rating.measure), figure(max(values), rating.measure)
    missing = len(rating.trend) - len(held)
    gaps = f"; {missing} without a figure" if missing else ""
    return f"Quarters: from {at(*held[0])} to {at(*held[-1])}, between {low} and {high}{gaps}"


def folded(many: int, *parts: str, of: str = "more") -> str:
    """What is below the first of a long list: folded up on screen, open on paper. Empty where there is none."""
    return tag("details", tag("summary", f"Show {many:,} {of}"), *parts) if many else ""


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell: HTML, how many columns it spans, whether it holds a number."""

    html: str
    span: int = 1
    number: bool = False
    label: str | None = None


def table(caption: str, headings: Sequence[str], rows: Iterable[Sequence[Cell | str]], class_: str = "",
          of: str = "") -> str:  # fmt: skip
    """A real table: caption, column headings, the first cell of a row its heading.

    Roles are written out because a phone shows each row as a card, and `display: block` would lose them.
    `caption`, `headings` and `of` (what the table is of, for who does not see the heading above it) are texts,
    cells are HTML.
    """
    unseen = f'<span class="unseen">{esc(of)}: </span>' if of else ""
    head = "".join(f'<th scope="col" role="columnheader">{esc(heading)}</th>' for heading in headings)
    body = "".join(_row(headings, row) for row in rows)
    return (
        f'<table class="pc-table {esc(class_)}" role="table"><caption>{unseen}{esc(caption)}</caption>'
        f'<thead role="rowgroup"><tr role="row">{head}</tr></thead><tbody role="rowgroup">{body}</tbody></table>'
    )


def _row(headings: Sequence[str], cells: Sequence[Cell | str]) -> str:
    written, column = [], 0
    for given in cells:
        cell = given if isinstance(given, Cell) else Cell(given)
        span = f' colspan="{cell.span}"' if cell.span > 1 else ""
        if column == 0:
            written.append(f'<th scope="row" role="rowheader"{span}>{cell.html}</th>')
        else:
            label = cell.label if cell.label is not None else headings[column]
            kind = ' class="number"' if cell.number else ""
            written.append(f'<td role="cell"{span}{kind} data-label="{esc(label)}">{cell.html}</td>')
        column += cell.span
    return f'<tr role="row">{"".join(written)}</tr>'
