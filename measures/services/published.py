"""Reading what was published: which publication is meant, and opening it as it was."""

from measures.model.meeting import Meeting, PublicationHead
from measures.model.publication import Publication
from measures.model.quarter import Quarter
from measures.model.status import QuarterStatus
from measures.storage.store import Store


def published_for(store: Store, meeting: Meeting) -> PublicationHead | None:
    """The newest publication of a meeting, None where there is none."""
    found = store.publications(meeting.plan_id) if meeting.number else ()
    return next((one for one in found if one.meeting.number == meeting.number), None)


def published(store: Store, plan_id: str, quarter: Quarter) -> PublicationHead | None:
    """The newest publication of a plan's quarter, None while it is a draft."""
    return next((one for one in store.publications(plan_id) if one.meeting.quarter == quarter), None)


def open_publication(store: Store, publication_id: int) -> Publication:
    """A publication as it was, without the measures that the reader may not see.

    Raises NotFound, and MeasuresError where it was damaged or is not readable here.
    """
    return store.opened_publication(publication_id)


def last_before(store: Store, status: QuarterStatus) -> Publication | None:
    """The newest publication for the last meeting before a status: that of the plan's newest earlier quarter.

    An older quarter that was published again since is not the last meeting. None where nothing was published.
    """
    earlier = [
        head
        for head in store.publications(status.plan.head.id)
        if head.meeting.quarter < status.quarter and (status.as_at is None or head.at <= status.as_at)
    ]
    if not earlier:
        return None
    last = max(earlier, key=lambda head: (head.meeting.quarter, head.meeting.day, head.id))
    return open_publication(store, last.id)
