"""Publishing a quarter for a meeting: everything that the report shows is kept as one value, with its SHA-256.

It is never changed; what is revised afterwards stands beside it (`measures.services.since`).
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from measures.errors import NotAllowed
from measures.model.access import Permission
from measures.model.meeting import Meeting, PublicationHead
from measures.model.publication import Content, Unready
from measures.model.quarter import Quarter
from measures.services.access import need
from measures.services.content import quarter_content
from measures.services.meetings import fit_meeting
from measures.services.published import open_publication, published_for
from measures.services.written import LONGEST_REASON, refuse_nameless, refuse_unfit, tidy
from measures.settings import VERSION
from measures.storage.frozen import freeze
from measures.storage.publications import NewPublication
from measures.storage.store import Store

_NAMED = 5  # of the things that are not ready, in a sentence


class NotReady(NotAllowed):
    """Something is not ready, and nobody has said why it is published all the same. `unready` is all of it."""

    def __init__(self, unready: Sequence[Unready]) -> None:
        super().__init__(_not_ready(unready))
        self.unready = tuple(unready)


def draft(
    store: Store,
    plan_id: str | None = None,
    quarter: Quarter | None = None,
    *,
    meeting: Meeting | None = None,
    today: date,
) -> Content:
    """What a report on a quarter would show now; defaults and errors are those of `quarter_status`.

    `meeting` None is the one recorded for the quarter, if any; where there is none, `today` says what is overdue.
    """
    return quarter_content(store, plan_id, quarter, meeting=meeting, today=today, program=VERSION)


def publish(
    store: Store,
    meeting: Meeting,
    *,
    by: str,
    confirmed: Content | None = None,
    incomplete: str = "",
    reason: str = "",
) -> PublicationHead:
    """Freeze a meeting's quarter as it stands and keep it for good; the meeting is recorded along if it is new.

    `confirmed` is the draft that the approver saw (default: the one of this moment). The same report, published again
    by the same person for the same reason, is the publication that there is: an act whose answer was lost is done once.

    Raises NotReady where something is not ready and `incomplete` does not say why it is published all the same;
    NotAllowed where the meeting has a publication already and `reason` does not say why there is to be another;
    without a name; where the draft is of another quarter than the meeting's; and as `fit_meeting`. Raises
    ChangedMeanwhile where the meeting was changed or called off, or anything at all was stored after the draft.
    Nothing was stored then.
    """
    need(store, Permission.PUBLISH)
    by, incomplete, reason = refuse_nameless(by), tidy(incomplete), tidy(reason)
    for said in (incomplete, reason):
        refuse_unfit("The reason", said, LONGEST_REASON)
    if meeting.number == 0:
        meeting = fit_meeting(store, meeting)
    earlier = published_for(store, meeting)
    content = confirmed or draft(store, meeting.plan_id, meeting.quarter, meeting=meeting, today=meeting.day)
    if (content.status.plan.head.id, content.status.quarter) != (meeting.plan_id, meeting.quarter):
        raise NotAllowed(
            f"The report is on {content.status.quarter} ({content.status.plan.head.id}), and {meeting.words} reviews "
            f"{meeting.quarter} ({meeting.plan_id}). Nothing was stored."
        )
    said = incomplete if content.unready else ""
    shown = replace(content, by=by, incomplete=said)
    if earlier is not None and earlier.reason == reason and _shows(store, earlier, replace(shown, meeting=meeting)):
        return earlier
    if earlier is not None and not reason:
        raise NotAllowed(
            f"{meeting.quarter} was published for {meeting.words} already, as publication {earlier.id} by "
            f"{earlier.by}. It stays as it is. To publish again for the same meeting, say why. Nothing was stored."
        )
    if content.unready and not incomplete:
        raise NotReady(content.unready)
    new = NewPublication(
        meeting,
        lambda recorded: freeze(replace(shown, meeting=recorded)),
        content.data_version,
        content.program,
        said,
        reason,
    )
    return store.add_publication(new, by=by)


def _shows(store: Store, head: PublicationHead, content: Content) -> bool:
    """Whether a publication froze this content, whatever was stored in between that it does not show."""
    kept = replace(open_publication(store, head.id).content, data_version=content.data_version)
    return freeze(replace(kept, moment=content.moment, record=content.record)) == freeze(content)


def _not_ready(unready: Sequence[Unready]) -> str:
    lines = " ".join(one.sentence for one in unready[:_NAMED])
    rest = f" And {len(unready) - _NAMED} more." if len(unready) > _NAMED else ""
    many = "One thing is" if len(unready) == 1 else f"{len(unready)} things are"
    remedy = "Mend that, or say why the quarter is published without. Nothing was stored."
    return f"{many} not ready. {lines}{rest} {remedy}"
