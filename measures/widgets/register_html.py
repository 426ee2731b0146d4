"""The register of breaks and events as HTML, and what a change of it would move."""

from collections.abc import Mapping, Sequence

from measures.model.measure import Event
from measures.model.register import RegisterChange, RegisterEntry
from measures.views.markup import esc, tag
from measures.views.register_view import (
    RATING_HEADINGS,
    SIGNAL_HEADINGS,
    consequences,
    finding_of,
    note,
    rating_rows,
    recorded,
    signal_rows,
    what,
    when,
)
from measures.widgets.markup import link, table
from measures.widgets.parts import page_head

LEAD = (
    "A break is a date on which counting changed: where figures before and after cannot be compared, no comparison "
    "reaches across it. An event is something outside the figures that a reader should know of. Limits set anew are a "
    "person’s decision that a measure has a new normal from a quarter on; it changes no colour. Each is recorded with "
    "a reason, and can be taken back with another."
)
HEADINGS = ("When", "What", "Measure", "Note", "Recorded by")
MOST_SHOWN = 40


def register_head(entries: Sequence[RegisterEntry]) -> str:
    """What the register holds."""
    return page_head(f"Breaks and events: {esc(finding_of(entries))}", esc(LEAD))


def register_table(entries: Sequence[RegisterEntry]) -> str:
    """Every entry, the newest first."""
    rows = [_row(one) for one in entries]
    whole = table("The newest first", HEADINGS, rows, "pc-plain pc-register") if rows else tag("p", "None is recorded.")
    return tag("div", tag("h2", "What is on the register"), whole, class_="pc")


def _row(one: RegisterEntry) -> list[str]:
    touched = (
        "every measure" if isinstance(one.what, Event)
        else link(f"measure?m={esc(one.what.measure)}", esc(one.measure_title))
    )  # fmt: skip
    return [esc(when(one)), esc(what(one)), touched, esc(note(one)), esc(recorded(one))]


def change_html(change: RegisterChange, titles: Mapping[str, str]) -> str:
    """A change before it is recorded: the sentence, what it would move, quarter by quarter."""
    parts = [tag("h2", esc(change.sentence)), *(tag("p", esc(text)) for text in consequences(change))]
    if change.ratings_moved:
        rows = [[esc(titles.get(cell, cell)) for cell in row] for row in rating_rows(change.ratings_moved)]
        parts.append(_moves("Ratings that would move", RATING_HEADINGS, rows))
    if change.signals_moved:
        rows = [[esc(cell) for cell in row] for row in signal_rows(change.signals_moved)]
        parts.append(_moves("Quarters that would be judged otherwise", SIGNAL_HEADINGS, rows))
    return tag("div", *parts, class_="pc")


def _moves(caption: str, headings: Sequence[str], rows: list[list[str]]) -> str:
    shown = table(caption, headings, rows[:MOST_SHOWN], "pc-plain")
    more = len(rows) - MOST_SHOWN
    return shown + (tag("p", f"and {more:,} more, in earlier quarters or other plans.") if more > 0 else "")
