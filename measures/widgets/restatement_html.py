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
_OPEN = 10


def restated_html(found: Sequence[Restated], level: int = 3) -> str:
    """The figures with what was reported and what they would be; nothing where none was published."""
    if not found:
        return ""
    rows = [_row(one) for one in found]
    caption = f"{len(found):,}, in the order of the file" if len(found) > 1 else "One figure"
    made = table(caption, HEADINGS, rows[: _OPEN + 2] if len(rows) <= _OPEN + 2 else rows[:_OPEN], "pc-plain")
    rest = rows[_OPEN:] if len(rows) > _OPEN + 2 else []
    behind = folded(len(rest), table("The others", HEADINGS, rest, "pc-plain"))
    heading = tag(f"h{level}", "What was published and would be restated")
    return tag("div", heading, tag("p", LEAD), made, behind, class_="pc")


def _row(one: Restated) -> list[Cell | str]:
    links = [link(publication_address(head.id), f"publication {head.id}") for head in one.publications]
    return [
        esc(one.figure),
        Cell(esc(one.reported), number=True),
        Cell(tag("strong", esc(one.becomes)), number=True),
        tag("div", ", ".join(links)),
    ]
