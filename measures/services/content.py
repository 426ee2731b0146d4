"""Everything that a report on a quarter shows, gathered from the store as it stands at one data version."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from measures.model.control import ControlChart
from measures.model.measure import in_force
from measures.model.meeting import Meeting
from measures.model.publication import FORMAT, Content, SourceFile
from measures.model.quarter import Quarter
from measures.model.record import Revision
from measures.model.status import MeasureSeries, QuarterStatus
from measures.rules.control import control_of
from measures.rules.series import series_of
from measures.services.commentary import commentaries
from measures.services.exceptions import exceptions_beside
from measures.services.forces import plan_standings
from measures.services.held import held_figure, up_to
from measures.services.meetings import meeting_for
from measures.services.ratings import RatedPlan, rated_plan
from measures.services.readiness import unready
from measures.services.review import review_of
from measures.services.since import origins_of
from measures.settings import settings
from measures.storage.store import Store


def quarter_content(
    store: Store,
    plan_id: str | None = None,
    quarter: Quarter | None = None,
    *,
    meeting: Meeting | None = None,
    today: date,
    program: str,
) -> Content:
    """What a report on a plan's quarter shows; defaults and errors are those of `quarter_status`."""
    newest = store.act(store.data_version())
    rated = rated_plan(store, plan_id)
    status = rated.status(quarter)
    head = status.plan.head
    meeting = meeting or meeting_for(store, head.id, status.quarter)
    said = commentaries(store, status.quarter)
    ids = status.plan.needed
    held = up_to(store.standing_revisions(ids), ids, status.quarter)
    series, controls = _drawn(rated, status)
    exceptions = exceptions_beside(store, status)
    review = review_of(store, status, exceptions, day=meeting.day if meeting else today)
    return Content(
        form=FORMAT,
        program=program,
        force=settings().area,
        data_version=newest.id,
        moment=newest.at,
        meeting=meeting,
        status=status,
        series=series,
        controls=controls,
        exceptions=exceptions,
        standings=plan_standings(store, status),
        commentaries={one.id: said[one.id] for one in status.plan.measures if one.id in said},
        texts=store.texts(head.id, status.quarter),
        review=review,
        unready=unready(status, said),
        figures=tuple(map(held_figure, held)),
        files=_files(store, held),
        origins=origins_of(store, review),
        record=newest.sha256,
    )


def _drawn(rated: RatedPlan, status: QuarterStatus) -> tuple[dict[str, MeasureSeries], dict[str, ControlChart]]:
    """What the charts are drawn from: each measure's series up to the quarter, and its control chart."""
    plan = in_force(rated.history, status.quarter)
    series, controls = {}, {}
    for measure in plan.measures:
        whole = series_of(rated.values, plan, measure.id)
        points = tuple(point for point in whole.points if point.quarter <= status.quarter)
        series[measure.id] = replace(whole, points=points)
        if (chart := control_of(rated.values, plan, measure.id, status.quarter)) is not None:
            controls[measure.id] = chart
    return series, controls


def _files(store: Store, held: Sequence[Revision]) -> tuple[SourceFile, ...]:
    used = {one.upload_id for one in held}
    return tuple(
        SourceFile(one.id, one.name, one.sha256, one.at, one.by, one.note)
        for one in sorted(store.uploads(), key=lambda one: one.id)
        if one.id in used
    )
