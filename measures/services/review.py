"""The panel's review of a quarter: what moved since the last meeting, and what follows from it."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from measures.model.commentary import Commentary
from measures.model.exceptional import QuarterExceptions
from measures.model.publication import Publication
from measures.model.quarter import Quarter
from measures.model.rating import MeasureRating, Rating, ReasonCode
from measures.model.review import Promise, Review, RuleChange, SincePublication
from measures.model.status import QuarterStatus
from measures.rules.promises import Since, promises_of
from measures.rules.questions import Facts, questions_of
from measures.rules.restated import Restated, restated_figures
from measures.rules.since import moved
from measures.services.exceptions import before_of
from measures.services.published import last_before
from measures.services.since import rules_since, since_publication
from measures.storage.store import Store


def review_of(store: Store, status: QuarterStatus, exceptions: QuarterExceptions, *, day: date) -> Review:
    """What moved since the last meeting that the plan was published for, else since the quarter before.

    `day` is that of the meeting (of the reading, while there is none): what is overdue is counted from it.
    """
    last = last_before(store, status)
    before = last.content.status.measures if last else tuple(status.previous.values())
    restated = since_publication(store, last) if last else None
    said = _said(store, status, last)
    promises = _promises(status, last, said, day)
    facts = Facts(
        ratings=status.measures,
        head=status.plan.head,
        before=before_of(status, last),
        signals_before={one.measure.id: one.signal.result for one in before if one.signal},
        red_quarters={one.rating.measure.id: one.red_quarters for one in exceptions.entries},
        said={one.measure_id: one for one in said if one.quarter == status.quarter},
        explained=_explained(store, status),
        restated=_restated(status, last, restated),
        since=restated,
        promises=promises,
    )
    return Review(
        since=last.head.meeting.words if last else f"the quarter before, {status.quarter.shift(-1)}",
        last=last.head if last else None,
        tally_before=_tally(before),
        tally_now=_tally(status.measures),
        moved=moved(before, status.measures),
        restated=restated,
        rules=_rules(store, status, last),
        questions=questions_of(facts),
        promises=promises,
    )


def _tally(ratings: Iterable[MeasureRating]) -> tuple[int, int, int, int]:
    held = [one.headline for one in ratings]
    return held.count(Rating.RED), held.count(Rating.AMBER), held.count(Rating.GREEN), held.count(None)


def _rules(store: Store, status: QuarterStatus, last: Publication | None) -> tuple[RuleChange, ...]:
    if last is None:
        return ()
    shown = last.content.status
    return rules_since(store, shown.plan, status.plan, last.head.data_version, status.quarter, shown.quarter)


def _said(store: Store, status: QuarterStatus, last: Publication | None) -> tuple[Commentary, ...]:
    """What is said of every quarter of the plan up to this one.

    What a meeting was shown is what was promised to it, even where the text was changed afterwards.
    """
    start = Quarter.containing(status.plan.head.start)
    written = store.commentaries_of_span(start, status.quarter, status.as_at)
    held = {(one.said.measure_id, one.said.quarter): one.said for one in written}
    for name, shown in (last.content.commentaries if last else {}).items():
        key = (name, shown.said.quarter)
        outcome = held[key].outcome if key in held else ""
        held[key] = replace(shown.said, outcome=outcome or shown.said.outcome)
    return tuple(held.values())


def _promises(
    status: QuarterStatus, last: Publication | None, said: Iterable[Commentary], day: date
) -> tuple[Promise, ...]:
    since = Since(last.head.meeting.quarter, last.head.meeting.day) if last else Since(status.quarter.shift(-1))
    return promises_of(said, {one.id: one for one in status.plan.measures}, status.quarter, since, day)


def _explained(store: Store, status: QuarterStatus) -> frozenset[str]:
    """The measures whose missing figure has a note beside it that says why."""
    missing = {
        one.measure.id: one.quarter.year_to_date() if one.measure.kind.is_combined else (one.quarter,)
        for one in status.measures
        if one.reason_code is ReasonCode.NO_VALUE
    }
    revisions = store.standing_revisions(missing) if missing else ()
    return frozenset(
        one.measure_id
        for one in revisions
        if one.status.is_empty and one.note.strip() and one.quarter in missing[one.measure_id]
    )


def _restated(
    status: QuarterStatus, last: Publication | None, since: SincePublication | None
) -> dict[str, tuple[Restated, ...]]:
    if last is None or since is None:
        return {}
    return restated_figures(last.content.status.measures, since, status.plan.head.question_restated_pct)
