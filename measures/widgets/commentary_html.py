"""What is said of a measure's quarter, as HTML: this quarter's, and the one before beside the form."""

from collections.abc import Sequence

from measures.model.commentary import Commentary, WrittenCommentary
from measures.model.quarter import Quarter, day_in_words
from measures.model.remark import Remark
from measures.views.markup import esc, tag
from measures.widgets.rich_html import rich_html

#: Where on a measure's page the commentary stands.
COMMENTARY = "commentary"


def commentary_html(written: WrittenCommentary | None, quarter: Quarter, remarks: Sequence[Remark] = ()) -> str:
    """The section of a measure's page, which always stands there; beneath the text what a check of it points to."""
    heading = tag("h2", f"Commentary for {esc(quarter.label)}", id=COMMENTARY)
    if written is None or written.said.is_blank:
        return tag("div", heading, tag("p", "Nothing is written yet."), class_="pc")
    return tag("div", heading, said_html(written), remarks_html(remarks), class_="pc")


def before_html(written: WrittenCommentary | None, quarter: Quarter) -> str:
    """The quarter before, to read while writing."""
    said = said_html(written) if written and not written.said.is_blank else tag("p", "Nothing was written.")
    return tag("div", tag("h3", f"The quarter before, {esc(quarter.label)}"), said, class_="pc pc-beside")


def last_action_html(named: Commentary) -> str:
    """The last action that was named, to say what became of it."""
    when = tag("p", esc(f"{named.when}."), class_="muted") if named.when else ""
    heading = tag("p", tag("strong", esc(f"The last action, named for {named.quarter}")))
    return tag("div", heading, rich_html(named.action), when, class_="pc pc-beside")


def remarks_html(remarks: Sequence[Remark]) -> str:
    """What a check of a text points to; nothing where there is nothing."""
    if not remarks:
        return ""
    lines = tag("ul", *(tag("li", esc(one.text)) for one in remarks), class_="pc-list")
    return tag("div", tag("p", tag("strong", "A check of the text points to"), class_="pc-key"), lines,
               class_="pc-remarks pc-screen", role="note")  # fmt: skip


def said_html(written: WrittenCommentary) -> str:
    """Each part under its name, then who wrote it and when."""
    parts = "".join(tag("dt", esc(heading)) + tag("dd", rich_html(text)) for heading, text in written.said.parts)
    by = f"Written by {esc(written.by)} on {esc(day_in_words(written.at.date()))}."
    return tag("dl", parts, class_="pc-facts") + tag("p", by, class_="muted")
