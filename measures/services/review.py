"""The panel's review of a quarter: what moved since the last meeting, and what follows from it."""

from collections.abc import Iterable
from datetime import date

from measures.model.exceptional import QuarterExceptions
from measures.model.rating import MeasureRating, Rating
from measures.model.review import Review
from measures.model.status import QuarterStatus
from measures.rules.since import moved
from measures.services.published import last_before
from measures.services.since import rules_since, since_publication
from measures.storage.store import Store


def review_of(store: Store, status: QuarterStatus, exceptions: QuarterExceptions, *, day: date) -> Review:
    """What moved since the last meeting that the plan was published for, else since the quarter before.

    `day` is that of the meeting (of the reading, while there is none): what is overdue is counted from it.
    """
    last = last_before(store, status)
    before = last.content.status.measures if last else tuple(status.previous.values())
    since = last.head.meeting.words if last else f"the quarter before, {status.quarter.shift(-1)}"
    return Review(
        since=since,
        last=last.head if last else None,
        tally_before=_tally(before),
        tally_now=_tally(status.measures),
        moved=moved(before, status.measures),
        restated=since_publication(store, last) if last else None,
        rules=rules_since(store, last.content.status.plan, status.plan, last.head.data_version) if last else (),
    )


def _tally(ratings: Iterable[MeasureRating]) -> tuple[int, int, int, int]:
    held = [one.headline for one in ratings]
    return held.count(Rating.RED), held.count(Rating.AMBER), held.count(Rating.GREEN), held.count(None)
