"""A pack from what is published, or would be: the sections in their order."""

from measures.model.meeting import Part, PublicationHead
from measures.model.moment import in_words
from measures.model.publication import Content, Publication
from measures.model.quarter import day_in_words
from measures.reports.blocks import Pack, Section, Text, said
from measures.reports.sections.appendix import appendix
from measures.reports.sections.changes import changes, restated
from measures.reports.sections.exceptions import exceptions, questions
from measures.reports.sections.forces import forces
from measures.reports.sections.method import method, sources, unready
from measures.reports.sections.national import national
from measures.reports.sections.priorities import priorities
from measures.reports.sections.summary import said_part, summary

DRAFT = "Draft: not published"


def published_pack(publication: Publication) -> Pack:
    """The pack of a publication: the same for ever."""
    return _pack(publication.content, publication.head, publication.extract)


def draft_pack(content: Content) -> Pack:
    """The pack that publishing now would give, marked as a draft on every page."""
    return _pack(content, None)


def sections(content: Content) -> tuple[Section, ...]:
    """Every section that has something to say, in the order of the report."""
    found = (
        summary(content),
        said_part(content, Part.RECOMMENDATION),
        said_part(content, Part.BACKGROUND),
        exceptions(content),
        questions(content),
        changes(content),
        restated(content),
        priorities(content),
        appendix(content),
        said_part(content, Part.ACTIVITY, f"Part 3: {Part.ACTIVITY.heading[:1].lower()}{Part.ACTIVITY.heading[1:]}"),
        forces(content),
        national(content),
        method(content),
        sources(content),
        unready(content),
    )
    return tuple(one for one in found if one is not None)


def _pack(content: Content, head: PublicationHead | None, extract: str = "") -> Pack:
    status = content.status
    return Pack(
        title=status.plan.head.title,
        subtitle=f"Report on {status.quarter.label}: {status.quarter.months}",
        facts=_cover(content, head, extract),
        sections=sections(content),
        foot=head.mark + (" · extract" if extract else "") if head else f"Data version {content.data_version}",
        moment=(head.at if head else content.moment).replace(microsecond=0),
        author=content.force,
        about=f"How the measures of the plan stand in {status.quarter.label}, each rating with its sum in words.",
        draft=head is None,
    )


def _cover(content: Content, head: PublicationHead | None, extract: str) -> tuple[tuple[str, Text], ...]:
    meeting, status = content.meeting, content.status
    pairs = [
        ("Meeting", f"{meeting.title}, {day_in_words(meeting.day)}" if meeting else "Not yet set"),
        ("Quarter", f"{status.quarter.months} ({status.quarter.label})"),
        ("Force", content.force),
        ("Data to", day_in_words(content.data_to)),
        ("Publication", f"Number {head.id}, {in_words(head.at)}, by {head.by}" if head else f"{DRAFT} yet"),
        ("Content", f"SHA-256 {head.sha256}" if head else ""),
        ("An extract", extract),
        ("Follows an earlier publication", head.reason if head else ""),
        ("Program", f"Version {content.program}, data version {content.data_version}"),
    ]
    return tuple((term, said(words)) for term, words in pairs if words)
