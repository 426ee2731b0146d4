"""A publication in words: what it is, for whom, by whom, from what."""

from measures.model.meeting import PublicationHead
from measures.model.moment import in_words
from measures.model.publication import Publication
from measures.model.quarter import day_in_words
from measures.services.standing import Standing
from measures.views.figures import counted
from measures.views.standing_words import since_words


def title_of(head: PublicationHead) -> str:
    """`Publication 3: 2025/26 Q2 as shown to the meeting of 11 December 2025`."""
    return f"Publication {head.id}: {head.meeting.quarter} as it was published for {head.meeting.words}"


def head_facts(head: PublicationHead) -> tuple[tuple[str, str], ...]:
    """What is known of a publication without opening it, as (term, words); "" where there is nothing to say."""
    return (
        ("Publication", f"Number {head.id}, {head.meeting.quarter} for {head.meeting.words}"),
        ("Published", f"{in_words(head.at)}, approved by {head.by}"),
        ("Published although", head.incomplete),
        ("Published again because", head.reason),
        ("SHA-256", head.sha256),
    )


def facts_of(publication: Publication) -> tuple[tuple[str, str], ...]:
    """What identifies a publication and says how it came about, as (term, words)."""
    head, content = publication.head, publication.content
    return (
        ("Meeting", f"{head.meeting.title}, {day_in_words(head.meeting.day)}"),
        ("Quarter", f"{head.meeting.quarter}, {content.status.quarter.months}"),
        ("Plan", content.status.plan.head.title),
        ("Published", f"{in_words(head.at)}, approved by {head.by}"),
        ("Published although", head.incomplete),
        ("Published again because", head.reason),
        ("Data to", day_in_words(content.data_to)),
        ("Shows", f"data version {head.data_version}, by version {head.program} of the program"),
        ("Content", f"SHA-256 {head.sha256}" + ("" if head.size is None else f", {counted(head.size, 'byte')}")),
        ("An extract", publication.extract),
    )


def list_finding(many: int) -> str:
    """The title of the list."""
    return f"Publications: {counted(many, 'report')} kept as published" if many else "Publications: nothing yet"


LIST_HEADINGS = ("Publication", "Quarter", "Meeting", "Published", "Although", "Since then", "SHA-256")


def list_row(standing: Standing) -> tuple[str, ...]:
    """One publication under `LIST_HEADINGS`."""
    head = standing.head
    assert head is not None
    since = since_words(standing)
    return (
        f"Publication {head.id}",
        f"{head.meeting.quarter} ({head.meeting.plan_id})",
        f"{day_in_words(head.meeting.day)}: {head.meeting.title}",
        f"{in_words(head.at)}, by {head.by}",
        head.incomplete or "",
        since[0].upper() + since[1:],
        head.sha256,
    )
