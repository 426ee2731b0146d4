"""The report on a quarter as it is being written: its meeting, its texts, what is not ready, and approving it."""

from dataclasses import dataclass

from measures.errors import ChangedMeanwhile, NotAllowed
from measures.model.access import Permission
from measures.model.commentary import WrittenCommentary
from measures.model.meeting import Meeting, PublicationHead, WrittenText
from measures.model.moment import in_words
from measures.model.publication import Unready
from measures.model.status import QuarterStatus
from measures.services.access import need
from measures.services.commentary import commentaries
from measures.services.meetings import meeting_for
from measures.services.publications import draft, publish
from measures.services.published import published_for
from measures.services.readiness import unready
from measures.services.report_texts import last_texts, meant_for, places_of, text_on
from measures.storage.store import Store

_NAMED = 3  # of the acts that came between


@dataclass(frozen=True, slots=True)
class PlaceText:
    """One place of the report: what stands there, and what stood there last.

    `stands` is the newest version, a blank one included (it took back what was there), None where there never was one;
    `before` the text of the newest earlier quarter that has one.
    """

    place: str
    heading: str
    meant_for: str
    stands: WrittenText | None
    before: WrittenText | None

    @property
    def written(self) -> WrittenText | None:
        """What is said there, None where nothing is."""
        return self.stands if self.stands and self.stands.said.text else None


@dataclass(frozen=True, slots=True)
class ReportState:
    """How far a quarter's report has come.

    `published` is the newest publication for the quarter's meeting; `commentaries` are by measure id.
    """

    meeting: Meeting | None
    published: PublicationHead | None
    places: tuple[PlaceText, ...]
    commentaries: dict[str, WrittenCommentary]
    unready: tuple[Unready, ...]


def report_state(store: Store, status: QuarterStatus) -> ReportState:
    """What is there of the report on a quarter, and what is not."""
    need(store, Permission.SEE_WORK)
    head, quarter = status.plan.head, status.quarter
    meeting, said = meeting_for(store, head.id, quarter), commentaries(store, quarter)
    before = last_texts(store, head.id, quarter)
    places = tuple(
        PlaceText(place, heading, meant_for(place), text_on(store, head.id, quarter, place), before.get(place))
        for place, heading in places_of(head).items()
    )
    return ReportState(
        meeting, published_for(store, meeting) if meeting else None, places, said, unready(status, said)
    )  # fmt: skip


def approve(
    store: Store, meeting: Meeting, *, seen: int, by: str, ticked: bool, incomplete: str = "", reason: str = ""
) -> PublicationHead:
    """Publish a quarter on an approver's word, exactly as it was seen at a data version.

    Raises NotAllowed while the approver has not `ticked` that the report was looked at, and as `publish`;
    ChangedMeanwhile, naming what was done, where anything was stored after `seen`. Nothing was published then.
    """
    need(store, Permission.PUBLISH)
    if not ticked:
        raise NotAllowed("Nothing was published: look at the report, then tick that it is to be kept as it stands.")
    content = draft(store, meeting.plan_id, meeting.quarter, meeting=meeting, today=meeting.day)
    if content.data_version != seen:
        raise ChangedMeanwhile(_overtaken(store, seen))
    return publish(store, meeting, by=by, confirmed=content, incomplete=incomplete, reason=reason)


def _overtaken(store: Store, seen: int) -> str:
    acts = [act for act in store.acts(details=False) if act.id > seen]
    done = "; ".join(f"{act.summary.rstrip('.')} by {act.by} on {in_words(act.at)}" for act in acts[:_NAMED])
    more = f"; and {len(acts) - _NAMED} more before" if len(acts) > _NAMED else ""
    return (
        f"Something was stored after you looked at the report: {done}{more}. Nothing was published: look at the report "
        "as it stands now, then approve it."
    )
