"""The panel review of a quarter: what it shows at once, gathered from the store."""

from dataclasses import dataclass, field
from datetime import date

from measures.model.access import Permission
from measures.model.commentary import WrittenCommentary
from measures.model.exceptional import QuarterExceptions
from measures.model.meeting import Meeting, PublicationHead, ReportText
from measures.model.remark import Remark
from measures.model.review import Review
from measures.model.status import QuarterStatus
from measures.services.access import may
from measures.services.commentary import commentaries
from measures.services.commentary_check import SeriesOf, check_narrative, check_quarter
from measures.services.exceptions import exceptions_beside
from measures.services.meetings import meeting_for
from measures.services.published import published
from measures.services.review import review_of
from measures.storage.store import Store


@dataclass(frozen=True, slots=True)
class PanelReview:
    """What a panel looks at before a meeting: of a quarter as it is known now.

    `day` is the one on which it is asked what is overdue. `published` None: a draft. The remarks of the commentary
    check are by measure id, and by priority id for narratives: for who works on the report, until it is published.
    """

    status: QuarterStatus
    meeting: Meeting | None
    published: PublicationHead | None
    day: date
    review: Review
    exceptions: QuarterExceptions
    said: dict[str, WrittenCommentary]
    remarks: dict[str, tuple[Remark, ...]] = field(default_factory=dict)
    of_narratives: dict[str, tuple[Remark, ...]] = field(default_factory=dict)


def panel_review(store: Store, status: QuarterStatus, series_of: SeriesOf, *, today: date) -> PanelReview:
    """The panel review of a status that is at hand; `today` counts while no meeting is recorded for the quarter."""
    plan_id = status.plan.head.id
    meeting, head = meeting_for(store, plan_id, status.quarter), published(store, plan_id, status.quarter)
    day = meeting.day if meeting else today
    exceptions = exceptions_beside(store, status)
    found = PanelReview(
        status,
        meeting,
        head,
        day,
        review_of(store, status, exceptions, day=day),
        exceptions,
        commentaries(store, status.quarter, as_at=status.as_at),
    )
    if head is None and may(store, Permission.SEE_WORK):
        found.remarks.update(check_quarter(store, status, series_of, today=today))
        found.of_narratives.update(_of_narratives(store, status, series_of))
    return found


def _of_narratives(store: Store, status: QuarterStatus, series_of: SeriesOf) -> dict[str, tuple[Remark, ...]]:
    texts = store.texts(status.plan.head.id, status.quarter, status.as_at)
    written = {one.id: texts.get(ReportText.of_priority(one.id)) for one in status.plan.head.priorities}
    found = {
        name: check_narrative(store, status, name, text.said.text, series_of) for name, text in written.items() if text
    }
    return {name: remarks for name, remarks in found.items() if remarks}
