"""Whether a plan's quarter is a draft or was published, and how much of what was published differs now."""

from dataclasses import dataclass
from datetime import datetime

from measures.model.meeting import Meeting, PublicationHead
from measures.model.quarter import Quarter
from measures.services.meetings import meeting_for
from measures.services.published import open_publication
from measures.services.since import since_publication
from measures.storage.store import Store


@dataclass(frozen=True, slots=True)
class Standing:
    """`head` is the newest publication of the quarter, None while it is a draft; then `meeting` is the one to come.

    The counts are of what was published and stands otherwise now: figures, measures of another colour, rules, and
    measures that are rated on other figures, such as those of other forces.
    """

    head: PublicationHead | None = None
    meeting: Meeting | None = None
    figures: int = 0
    colours: int = 0
    rules: int = 0
    ratings: int = 0

    @property
    def is_as_published(self) -> bool:
        """Whether nothing of a publication differs now."""
        return not (self.figures or self.colours or self.rules or self.ratings)


def standing_of(store: Store, plan_id: str, quarter: Quarter, *, as_at: datetime | None = None) -> Standing:
    """How a plan's quarter stands; at an earlier moment as it was known then, without what differs now."""
    found = (one for one in store.publications(plan_id) if one.meeting.quarter == quarter)
    head = next((one for one in found if as_at is None or one.at <= as_at), None)
    if head is None:
        return Standing(meeting=meeting_for(store, plan_id, quarter) if as_at is None else None)
    return Standing(head) if as_at else standing_since(store, head)


def standing_since(store: Store, head: PublicationHead) -> Standing:
    """How much of a publication differs now."""
    since = since_publication(store, open_publication(store, head.id))
    rules = len(since.rules)
    return Standing(head, None, len(since.figures), since.colours_changed, rules, since.ratings_changed)
