"""What an office may put on its website as open data: what a reader who has not signed in sees, and no more."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from measures.errors import ChangedMeanwhile
from measures.model.access import ANYONE, Permission
from measures.model.area import Area, Group, area_of, bare_name
from measures.model.funding import StandingYear
from measures.model.measure import Break, Event, Measure, PlanHead
from measures.model.meeting import PublicationHead
from measures.model.quarter import Quarter
from measures.model.record import DefinitionVersion, Revision
from measures.model.status import QuarterStatus
from measures.model.value import Basis, Status
from measures.services.access import need
from measures.services.funding import standing_years
from measures.services.ratings import rated_plan, some_plans
from measures.settings import settings
from measures.storage.definitions import PlanItem, Version, in_force_at
from measures.storage.store import Store
from measures.storage.version_rows import definition_versions

#: How often it is read again where somebody stores something meanwhile.
_TRIES = 3


@dataclass(frozen=True, slots=True)
class DatedDefinition:
    """One recorded version of a measure in a plan; `measure` None where the plan took it out."""

    version: DefinitionVersion
    measure: Measure | None


@dataclass(frozen=True, slots=True)
class OpenData:
    """What is open to anyone, as one moment knew it.

    `force` is this force's name and `this_area` the id of its area; `moment` is that of the newest act, `data_version`
    its number. `statuses` are the quarters with figures of each plan, the oldest plan and quarter first. `figures` are
    the ones that stand, of every area, in the order of their key. `measures` are those that are or were in a plan, each
    in its latest form; `held_in` has the ids of the plans that have one now. Each break is with the plan whose file has
    it. `funding` are the awards of each year that a list states, of each plan, the oldest first.
    """

    force: str
    this_area: str
    moment: datetime
    data_version: int
    plans: tuple[PlanHead, ...]
    statuses: tuple[QuarterStatus, ...]
    figures: tuple[Revision, ...]
    measures: tuple[Measure, ...]
    held_in: dict[str, tuple[str, ...]]
    definitions: tuple[DatedDefinition, ...]
    breaks: tuple[tuple[str, Break], ...]
    events: tuple[Event, ...]
    areas: tuple[Area, ...]
    groups: tuple[Group, ...]
    publications: tuple[PublicationHead, ...]
    funding: tuple[StandingYear, ...]


def open_data(store: Store, plan_id: str | None = None) -> OpenData:
    """What is open to anyone, of one plan or of all: public measures only, withheld figures withheld.

    It does not matter who asks. Raises NotFound where there is no plan or no such plan, and ChangedMeanwhile where
    something was stored each time that it was being read.
    """
    need(store, Permission.SEE_PUBLIC)
    anyone = store.acting(ANYONE)
    for _ in range(_TRIES):
        version = anyone.data_version()
        found = _gathered(anyone, version, plan_id)
        if anyone.data_version() == version:
            return found
    raise ChangedMeanwhile("Others are storing figures at this moment. Try again in a minute. Nothing was written.")


def _gathered(store: Store, version: int, plan_id: str | None) -> OpenData:
    heads = [head for head in some_plans(store) if plan_id in (None, head.id)]
    if not heads:
        store.plan_history(plan_id or "")  # raises NotFound, naming the nearest
    heads = sorted(heads, key=lambda head: (head.start, head.id))
    ids = {head.id for head in heads}
    versions = store.versions()
    measures = _measures(versions, ids)
    areas = store.areas()
    return OpenData(
        force=settings().area,
        this_area=area_of(settings().area, areas) or bare_name(settings().area),
        moment=store.act(version).at,
        data_version=version,
        plans=tuple(heads),
        statuses=tuple(status for head in heads for status in _statuses(store, head)),
        figures=withheld(store.standing_revisions([one.id for one in measures], area=None)),
        measures=measures,
        held_in=_held_in(versions, ids),
        definitions=tuple(_definitions(store, versions, [one.id for one in measures], ids)),
        breaks=_breaks(versions, {one.id for one in measures}),
        events=store.events(),
        areas=areas,
        groups=store.groups(),
        publications=tuple(head for head in reversed(store.publications()) if head.meeting.plan_id in ids),
        funding=standing_years(store, ids),
    )


def _statuses(store: Store, head: PlanHead) -> Iterable[QuarterStatus]:
    rated = rated_plan(store, head.id)
    return [rated.status(quarter) for quarter in reversed(rated.quarters)]


def _measures(versions: Sequence[Version], plan_ids: Collection[str]) -> tuple[Measure, ...]:
    """Every measure that is or was in some plans, and what their sums are made of, each in its latest form, by id."""
    named = {v.key for v in versions if v.kind == "measure" and v.plan_id in plan_ids}
    parts = {name for v in versions if v.key in named and isinstance(v.content, Measure) for name in v.content.sum_of}
    starts = {v.plan_id: v.content.head.start for v in versions if isinstance(v.content, PlanItem)}
    latest: dict[str, tuple[date, Measure]] = {}
    for v in versions:
        if isinstance(v.content, Measure) and v.key in named | parts:
            start = starts[v.plan_id]
            if v.key not in latest or latest[v.key][0] <= start:
                latest[v.key] = (start, v.content)
    return tuple(latest[name][1] for name in sorted(latest))


def _held_in(versions: Sequence[Version], plan_ids: Collection[str]) -> dict[str, tuple[str, ...]]:
    """By measure id the plans that have it now."""
    found: dict[str, tuple[str, ...]] = {}
    for version in in_force_at(versions, None).values():
        if isinstance(version.content, Measure) and version.plan_id in plan_ids:
            found[version.key] = (*found.get(version.key, ()), version.plan_id)
    return found


def _definitions(
    store: Store, versions: Sequence[Version], measure_ids: Sequence[str], plan_ids: Collection[str]
) -> Iterable[DatedDefinition]:
    """Each version of each measure, the first first."""
    acts = store.acts()
    for measure_id in measure_ids:
        contents = [v.content for v in versions if v.kind == "measure" and v.key == measure_id]
        recorded = reversed(definition_versions(versions, acts, measure_id))
        for version, content in zip(recorded, contents, strict=True):
            if version.plan_id in plan_ids:
                yield DatedDefinition(version, content if isinstance(content, Measure) else None)


def _breaks(versions: Sequence[Version], measure_ids: Collection[str]) -> tuple[tuple[str, Break], ...]:
    """The breaks that stand, each with the plan whose file has it."""
    standing = in_force_at(versions, None).values()
    found = [(v.plan_id, v.content) for v in standing if isinstance(v.content, Break)]
    kept = [(plan_id, one) for plan_id, one in found if one.measure in measure_ids]
    return tuple(sorted(kept, key=lambda pair: (pair[1].measure, pair[1].date, pair[0])))


def withheld(figures: Iterable[Revision]) -> tuple[Revision, ...]:
    """The figures without any from which a withheld one could be worked out.

    A withheld quarter withholds every year to date that takes it in; a withheld year to date its last quarter. That is
    how they are rated too.
    """
    found = list(figures)
    hidden = {
        (one.measure_id, one.area, quarter.ordinal, basis)
        for one in found
        if one.status is Status.CONFIDENTIAL
        for quarter, basis in _given_away_by(one)
    }
    return tuple(
        _emptied(one) if (one.measure_id, one.area, one.quarter.ordinal, one.basis) in hidden else one for one in found
    )


def _given_away_by(one: Revision) -> Iterable[tuple[Quarter, Basis]]:
    """The other figures of the same year that would give a withheld one away, itself included."""
    last = one.quarter.shift(4 - one.quarter.number)
    later = [one.quarter.shift(step) for step in range(last.ordinal - one.quarter.ordinal + 1)]
    return [(one.quarter, Basis.QUARTER), *((quarter, Basis.YTD) for quarter in later)]


def _emptied(one: Revision) -> Revision:
    return replace(one, value=None, numerator=None, denominator=None, status=Status.CONFIDENTIAL, note="")
