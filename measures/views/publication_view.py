"""A publication in words: what it is, for whom, by whom, from what."""

from measures.model.meeting import PublicationHead
from measures.model.moment import in_words
from measures.model.publication import Publication
from measures.model.quarter import day_in_words
from measures.services.standing import Standing
from measures.views.figures import counted
from measures.views.standing_words import since_words
from measures.views.status_view import finding

#: What stands before why it was published although something was not ready.
INCOMPLETE = "Published incomplete because"
AGAIN = "Published again because"


def finding_of(publication: Publication) -> str:
    """What the report found, as the page of its quarter had it: the title of the publication's page."""
    return finding(publication.content.status.measures)


def title_of(head: PublicationHead) -> str:
    """`2025/26 Q2, as it was published for the meeting of 11 December 2025`."""
    return f"{head.meeting.quarter}, as it was published for {head.meeting.words}"


def published_by(head: PublicationHead) -> str:
    """Which publication it is, when and by whom: `Publication 3, published on 4 December 2025 at 9:30 (UTC) by A.`."""
    return f"Publication {head.id}, published on {in_words(head.at)} for {head.meeting.title}, approved by {head.by}."


def head_facts(head: PublicationHead) -> tuple[tuple[str, str], ...]:
    """What is known of a publication without opening it, as (term, words); "" where there is nothing to say."""
    return (
        ("Publication", f"Number {head.id}, {head.meeting.quarter} for {head.meeting.words}"),
        ("Published", f"{in_words(head.at)}, approved by {head.by}"),
        (INCOMPLETE, head.incomplete),
        (AGAIN, head.reason),
        ("SHA-256", head.sha256),
    )


def bear_in_mind(publication: Publication) -> tuple[tuple[str, str], ...]:
    """What a reader of a publication has to know first, as (term, words); "" where there is nothing to say."""
    head = publication.head
    return ((INCOMPLETE, head.incomplete), (AGAIN, head.reason), ("An extract", publication.extract))


def identity_of(publication: Publication) -> tuple[tuple[str, str], ...]:
    """What a publication is known by for good, as (term, words)."""
    head, content = publication.head, publication.content
    return (
        ("Meeting", f"{head.meeting.title}, {day_in_words(head.meeting.day)}"),
        ("Quarter", f"{head.meeting.quarter}, {content.status.quarter.months}"),
        ("Plan", content.status.plan.head.title),
        ("Published", f"{in_words(head.at)}, approved by {head.by}"),
        ("Data to", day_in_words(content.data_to)),
        ("Shows", f"data version {head.data_version}, by version {head.program} of the program"),
        ("Content", f"SHA-256 {head.sha256}" + ("" if head.size is None else f", {counted(head.size, 'byte')}")),
    )


def list_finding(many: int) -> str:
    """The title of the list."""
    return f"Publications: {counted(many, 'report')} kept as published" if many else "Publications: nothing yet"


LIST_HEADINGS = ("Report", "Meeting", "Published", INCOMPLETE, "Since then")


def list_row(standing: Standing) -> tuple[str, ...]:
    """One publication under `LIST_HEADINGS`: first `9 June 2026: report on 2025/26 Q4`, then its number and plan."""
    head = standing.head
    assert head is not None
    since = since_words(standing)
    return (
        f"{day_in_words(head.meeting.day)}: report on {head.meeting.quarter}",
        f"publication {head.id}, plan {head.meeting.plan_id}",
        head.meeting.title,
        f"{in_words(head.at)}, by {head.by}",
        head.incomplete or "",
        since[0].upper() + since[1:],
    )
