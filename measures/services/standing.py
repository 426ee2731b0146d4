"""Whether a plan's quarter is a draft or was published, and how much of what was published differs now."""

from dataclasses import dataclass
from datetime import datetime

from measures.model.access import Permission
from measures.model.meeting import Meeting, PublicationHead
from measures.model.publication import Content
from measures.model.quarter import Quarter
from measures.services.access import may
from measures.services.commentary import commentaries
from measures.services.meetings import meeting_for
from measures.services.published import open_publication
from measures.services.report_texts import places_of
from measures.services.since import since_publication
from measures.storage.store import Store


@dataclass(frozen=True, slots=True)
class Standing:
    """`head` is the newest publication of the quarter, None while it is a draft; then `meeting` is the one to come.

    The counts are of what was published and stands otherwise now: figures, measures of another colour, rules, and
    measures that are rated on other figures, such as those of other forces. What was written, changed or taken back
    since: `commentaries` are ids and titles of measures, `texts` the headings of the report’s places, each as far as
    the reader may see what stands there now.
    """

    head: PublicationHead | None = None
    meeting: Meeting | None = None
    figures: int = 0
    colours: int = 0
    rules: int = 0
    ratings: int = 0
    commentaries: tuple[tuple[str, str], ...] = ()
    texts: tuple[str, ...] = ()

    @property
    def is_as_published(self) -> bool:
        """Whether nothing of a publication differs now, no word of it either."""
        return not (self.figures or self.colours or self.rules or self.ratings or self.is_said_otherwise)

    @property
    def is_said_otherwise(self) -> bool:
        """Whether a commentary or a text of the report is another one now."""
        return bool(self.commentaries or self.texts)


def standing_of(store: Store, plan_id: str, quarter: Quarter, *, as_at: datetime | None = None) -> Standing:
    """How a plan's quarter stands; at an earlier moment as it was known then, without what differs now."""
    found = (one for one in store.publications(plan_id) if one.meeting.quarter == quarter)
    head = next((one for one in found if as_at is None or one.at <= as_at), None)
    if head is None:
        return Standing(meeting=meeting_for(store, plan_id, quarter) if as_at is None else None)
    return Standing(head) if as_at else standing_since(store, head)


def standing_since(store: Store, head: PublicationHead) -> Standing:
    """How much of a publication differs now."""
    publication = open_publication(store, head.id)
    since = since_publication(store, publication)
    return Standing(
        head,
        None,
        len(since.figures),
        since.colours_changed,
        len(since.rules),
        since.ratings_changed,
        _commentaries(store, publication.content),
        _texts(store, publication.content),
    )


def _commentaries(store: Store, content: Content) -> tuple[tuple[str, str], ...]:
    """The measures of which something else is said now than was published."""
    if not may(store, Permission.SEE_OFFICIAL):
        return ()
    now = {name: one.said for name, one in commentaries(store, content.status.quarter).items()}
    then = {name: one.said for name, one in content.commentaries.items()}
    return tuple((one.id, one.title) for one in content.status.plan.measures if now.get(one.id) != then.get(one.id))


def _texts(store: Store, content: Content) -> tuple[str, ...]:
    """The headings of the places of the report at which something else stands now than was published."""
    if not may(store, Permission.SEE_WORK):
        return ()
    head = content.status.plan.head
    now = {place: one.said.text for place, one in store.texts(head.id, content.status.quarter).items()}
    then = {place: one.said.text for place, one in content.texts.items()}
    return tuple(heading for place, heading in places_of(head).items() if now.get(place) != then.get(place))
