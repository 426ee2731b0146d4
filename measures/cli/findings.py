"""Tables that several commands print: faults of a file, ratings that move, figures that change."""

from collections.abc import Sequence
from typing import Any

from measures.cli.printing import MARKS, add_row, new_table, say, show
from measures.model.issue import Issue
from measures.model.rating import RatingMove
from measures.services.restating import Restated, publications_in_words
from measures.views.figures import counted
from measures.views.moves_view import against_words, verdict_words
from measures.views.stated import stated, stated_quarter

MOST_ROWS = 40


def show_issues(issues: Sequence[Issue]) -> None:
    """Print every issue, in the order of the file; columns that none of them needs are left out."""
    if not issues:
        return
    columns: dict[str, list[object]] = {
        "Severity": [issue.severity.value for issue in issues],
        "Code": [issue.code for issue in issues],
        "Line": [issue.line for issue in issues],
        "Column": [issue.column for issue in issues],
        "Read": [issue.read for issue in issues],
        "Expected": [issue.expected for issue in issues],
        "What is wrong": [issue.message for issue in issues],
        "What to do": [issue.remedy for issue in issues],
    }
    kept = {name: cells for name, cells in columns.items() if any(cell not in (None, "") for cell in cells)}
    table = new_table(*kept, right=("Line",))
    for cells in zip(*kept.values(), strict=True):
        add_row(table, *cells)
    show(table)


def show_moves(moves: Sequence[RatingMove], verb: str, most: int | None = None) -> None:
    """Print the ratings that move, the newest quarters first, with `verb` (“moved”, “would move”)."""
    if not moves:
        say(f"No rating {verb}.")
        return
    say(f"{counted(len(moves), 'rating')} {verb}:")
    shown = moves[:most]
    table = new_table("Plan", "Quarter", "Measure", "Against", "Before", "After")
    for move in shown:
        before, after = verdict_words(move)
        sides = (f"{MARKS[move.before]} {before}", f"{MARKS[move.after]} {after}")
        add_row(table, move.plan_id, move.quarter, move.measure_id, against_words(move.comparator), *sides)
    show(table)
    if len(moves) > len(shown):
        say(f"and {len(moves) - len(shown):,} more, in earlier quarters or other plans: measures history --format json")


def show_changes(changes: Any, most: int = MOST_ROWS, *, lines: bool = False) -> None:
    """Print figures beside those before them, from a frame of `measures.services.differences`; with `lines` theirs."""
    if not len(changes):
        return
    areas = [("Area", "area")] if (changes["area"] != "").any() else []
    before = ["Line"] if lines else []
    table = new_table(
        *before, "Measure", *(title for title, _ in areas), "Quarter", "Before", "After",
        right=("Line", "Before", "After"),
    )  # fmt: skip
    for row in changes.head(most).to_dict("records"):
        area = (row[name] for _, name in areas)
        line = [None if row["line"] != row["line"] else int(row["line"])] if lines else []
        add_row(table, *line, row["measure_id"], *area, stated_quarter(row), stated(row, "before_"), stated(row))
    show(table)
    if len(changes) > most:
        say(f"and {len(changes) - most:,} more.")


def show_restated(found: Sequence[Restated], most: int = MOST_ROWS) -> None:
    """Print the figures that were published and are others then, with the publications that show them."""
    if not found:
        return
    say(f"{counted(len(found), 'figure')} of what was published {'is' if len(found) == 1 else 'are'} restated:")
    table = new_table("Figure", "As reported", "Becomes", "Shown in", right=("As reported", "Becomes"))
    for one in found[:most]:
        add_row(table, one.figure, one.reported, one.becomes, publications_in_words([one]))
    show(table)
    if len(found) > most:
        say(f"and {len(found) - most:,} more.")
