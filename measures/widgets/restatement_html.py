"""What was published and would be another figure, as HTML: in the preview of an upload and of a withdrawal."""

from collections.abc import Sequence

from measures.services.restating import Restated
from measures.views.markup import esc, tag
from measures.widgets.markup import Cell, folded, link, table
from measures.widgets.standing_html import publication_address

HEADINGS = ("Figure", "As reported", "Would be", "Shown in")
LEAD = (
    "These figures were shown to a meeting. Changing them restates what was published: it needs a reason, the "
    "publications stay as they are, and what has changed since stands beside each of them."
)
#: So many figures are seen without unfolding the rest, and so many are on the page at all.
OPEN, MOST = 10, 100


def restated_html(found: Sequence[Restated], level: int = 3) -> str:
    """The figures with what was reported and what they would be; nothing where none was published."""
    if not found:
        return ""
    rows = [_row(one) for one in found[:MOST]]
    open_ = OPEN if len(rows) > OPEN + 2 else len(rows)
    caption = f"{len(found):,} figures" if len(found) > 1 else "One figure"
    made = table(caption, HEADINGS, rows[:open_], "pc-plain")
    behind = folded(len(rows) - open_, table("The next ones", HEADINGS, rows[open_:], "pc-plain"))
    left_out = f"The other {len(found) - MOST:,} are among the figures that would change."
    more = tag("p", left_out) if len(found) > MOST else ""
    heading = tag(f"h{level}", "What was published and would be restated")
    return tag("div", heading, tag("p", LEAD), made, behind, more, class_="pc")


def _row(one: Restated) -> list[Cell | str]:
    links = [link(publication_address(head.id), f"publication {head.id}") for head in one.publications]
    return [
        esc(one.figure),
        Cell(esc(one.reported), number=True),
        Cell(tag("strong", esc(one.becomes)), number=True),
        tag("div", ", ".join(links)),
    ]
