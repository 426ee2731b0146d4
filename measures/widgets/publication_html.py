"""Publications as HTML: the list of all, and one as it was."""

from collections.abc import Sequence

from measures.model.commentary import WrittenCommentary
from measures.model.publication import Content, Publication
from measures.model.rating import MeasureRating
from measures.services.report_texts import places_of
from measures.services.standing import Standing
from measures.views.markup import esc, tag
from measures.views.publication_view import (
    INCOMPLETE,
    LIST_HEADINGS,
    bear_in_mind,
    finding_of,
    identity_of,
    list_finding,
    list_row,
    published_by,
    title_of,
)
from measures.views.standing_words import since_words
from measures.views.status_view import status_view
from measures.widgets.commentary_html import said_html
from measures.widgets.exceptions_html import exceptions_html
from measures.widgets.markup import Cell, Place, folded, link, mark, table
from measures.widgets.measure_html import reasons_html
from measures.widgets.parts import facts_html, fault_html, page_head
from measures.widgets.rich_html import rich_html
from measures.widgets.standing_html import publication_address
from measures.widgets.status_html import body_html

LEAD = (
    "What was published for a meeting is kept whole, for good: figures, rules, colours, reasons and words, as they "
    "were. Whatever is revised afterwards is set beside it."
)
NOTHING = (
    "A quarter is published on the page Report, or with “measures publish”. Until then every page and pack says that "
    "it is a draft."
)
AS_IT_WAS = (
    "This page stands as it was published, whatever was revised since; only its links lead to the pages of today."
)
BUT_SINCE = "What has changed follows at the end."


def list_html(standings: Sequence[Standing]) -> str:
    """Every publication, the newest first, with what has changed since."""
    head, rows = page_head(esc(list_finding(len(standings))), LEAD), [_row(one) for one in standings]
    listed = table("The newest first. Times are UTC", LIST_HEADINGS, rows, "pc-plain pc-publications")
    return head + tag("div", listed if rows else tag("p", NOTHING, class_="pc-notice"), class_="pc")


def _row(standing: Standing) -> list[Cell | str]:
    name, which, *texts, since = list_row(standing)
    assert standing.head is not None
    told = tag("strong", esc(since)) if not standing.is_as_published else esc(since)
    opened = link(publication_address(standing.head.id), esc(name)) + tag("span", esc(which), class_="unit")
    return [opened, *map(esc, texts), told]


def no_publication(sentence: str) -> str:
    """Why there is nothing to show, and the way back."""
    return fault_html("Publications", sentence) + tag("div", _back(), class_="pc")


def _back() -> str:
    return tag("p", link("publications", "All publications"), class_="pc-screen")


def opened_head(publication: Publication, standing: Standing, place: Place) -> str:
    """What it found, which publication this is, how much has changed since, and what to bear in mind."""
    head, said = publication.head, since_words(standing)
    since = esc(said[0].upper() + said[1:])
    changed = since if standing.is_as_published else link("#since", since)
    kind = "published" if standing.is_as_published else "published changed"
    onward = [link("publications", "All publications"), link(place.status(), "The quarter as it stands now")]
    return page_head(
        esc(finding_of(publication)),
        "",
        tag("p", esc(published_by(head))),
        tag("p", changed, ".", class_=f"pc-standing {kind}"),
        tag("p", " · ".join(onward), class_="pc-screen"),
        facts_html(bear_in_mind(publication)) if any(words for _, words in bear_in_mind(publication)) else "",
        when=f"<strong>{esc(title_of(head))}</strong> · {esc(publication.content.status.plan.head.title)}",
    )


def as_it_was(publication: Publication, standing: Standing, place: Place) -> str:
    """The whole report as it was: texts, status, exceptions, every reason with its commentary, what was not ready."""
    content = publication.content
    said = AS_IT_WAS if standing.is_as_published else f"{AS_IT_WAS} {BUT_SINCE}"
    notice = tag("div", tag("p", said, class_="pc-notice"), class_="pc")
    return (
        notice
        + _texts(content)
        + tag("div", tag("h2", "How the plan stood"), class_="pc")
        + body_html(status_view(content.status), place)
        + exceptions_html(content.exceptions, place)[1]
        + _reasons(content)
        + _unready(content)
    )


def identity_html(publication: Publication) -> str:
    """What the publication is known by for good, folded up at the foot."""
    summary = tag("summary", "What this publication is known by: its SHA-256, data version and program")
    return tag("div", tag("details", summary, facts_html(identity_of(publication))), class_="pc pc-known")


def _texts(content: Content) -> str:
    parts = [
        tag("h3", esc(heading)) + rich_html(content.texts[at].said.text)
        for at, heading in places_of(content.status.plan.head).items()
        if at in content.texts
    ]
    return tag("div", tag("h2", "What was written"), *parts, class_="pc") if parts else ""


def _reasons(content: Content) -> str:
    blocks = [_reason(one, content, content.commentaries.get(one.measure.id)) for one in content.status.measures]
    whole = folded(len(blocks), *blocks, of="measures")
    return tag("div", tag("h2", "Every rating with its reason, and what was said of it"), whole, class_="pc")


def _reason(rating: MeasureRating, content: Content, written: WrittenCommentary | None) -> str:
    return tag(
        "section",
        tag("h3", mark(rating.headline, small=True), " ", esc(rating.measure.title)),
        reasons_html(rating, content.status.plan),
        said_html(written) if written else "",
    )


def _unready(content: Content) -> str:
    if not content.unready:
        return ""
    because = tag("p", tag("strong", f"{INCOMPLETE}: "), esc(content.incomplete))
    rows = tag("ul", *(tag("li", esc(one.sentence)) for one in content.unready), class_="pc-list")
    return tag("div", tag("h2", "What was not ready"), because, rows, class_="pc")
