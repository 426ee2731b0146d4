"""Areas and groups of forces: loading their files, all of them or none, as one recorded act."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from measures.ingest.areas_file import AreasFile, read_areas
from measures.ingest.words import did_you_mean
from measures.model.access import Permission
from measures.model.area import Area, Group, area_of
from measures.model.issue import Issue, Severity, stops
from measures.model.rating import RatingMove
from measures.model.record import Act
from measures.services.access import need
from measures.services.history import moves_as_rows
from measures.services.ratings import area_moves
from measures.services.written import named, refuse_unfit_words, tidy
from measures.settings import settings
from measures.storage.store import Store


@dataclass(frozen=True, slots=True)
class AreasLoaded:
    """What loading came to. `stored` is False for a dry run, a refusal, and where nothing differed."""

    issues: tuple[Issue, ...]
    changes: tuple[str, ...]
    ratings_moved: tuple[RatingMove, ...]
    stored: bool
    act: Act | None = None

    @property
    def refused(self) -> bool:
        """Whether a fault keeps the files out."""
        return bool(stops(list(self.issues)))


def load_areas(
    store: Store, files: Sequence[tuple[str, bytes]], *, reason: str = "", by: str = "", dry_run: bool = False
) -> AreasLoaded:
    """Load files of areas and of groups, each (name, content), in any order. The same again changes nothing.

    A file states the whole of each group that it names; a group or area that no file names stays as it is. Faults
    come back as issues, with nothing stored. Without a name it is the person at this machine. Raises ChangedMeanwhile
    if someone else stored meanwhile.
    """
    need(store, Permission.DEFINE)
    refuse_unfit_words(by, reason)
    version, known, held = store.data_version(), store.areas(), store.groups()
    read = [(name, *read_areas(content, name)) for name, content in files]
    areas = {(one.id, one.year): one for _, file, _ in read for one in file.areas}
    issues = [issue for _, _, found in read for issue in found]
    all_areas = tuple(({(one.id, one.year): one for one in known} | areas).values())
    if not stops(issues):
        issues += [fault for name, file, _ in read for fault in _group_faults(name, file, all_areas)]
    if stops(issues):
        return AreasLoaded(tuple(issues), (), (), stored=False)
    groups = {one.id: _titled(one, held) for _, file, _ in read for one in file.groups}
    new_areas = [one for one in areas.values() if one not in known]
    new_groups = [one for one in groups.values() if one not in held]
    changes = (*_area_changes(new_areas, known), *_group_changes(new_groups, held))
    moved = area_moves(store, all_areas, tuple(({one.id: one for one in held} | groups).values())) if changes else ()
    if dry_run or not changes:
        return AreasLoaded(tuple(issues), changes, moved, stored=False)
    act = store.add_areas(
        new_areas, new_groups, by=named(by), summary=_summary(new_areas, new_groups), reason=tidy(reason),
        details={"changes": list(changes), "ratings_moved": moves_as_rows(moved)}, expected_version=version,
    )  # fmt: skip
    return AreasLoaded(tuple(issues), changes, moved, stored=True, act=act)


def _titled(group: Group, held: Sequence[Group]) -> Group:
    """A group of a file without titles keeps the one it has; a new one is called by its id."""
    return group if group.title else replace(group, title={one.id: one.title for one in held}.get(group.id, group.id))


def _group_faults(name: str, file: AreasFile, areas: Sequence[Area]) -> list[Issue]:
    """Members that are no area; and, to be told, groups that this force is not in."""
    ids = {one.id for one in areas}
    this = area_of(settings().area, areas)
    faults = []
    for group in file.groups:
        for area_id in dict.fromkeys(one.area_id for one in group.members if one.area_id not in ids):
            faults.append(
                Issue(
                    Severity.STOP,
                    "unknown_area",
                    f"{name}: the group {group.id} has an area “{area_id}” that no file of areas has.",
                    f"{did_you_mean(area_id, ids)}Correct it, or load its population first or with it.",
                    file.lines[group.id, area_id],
                    "area_id",
                    area_id,
                    "the area_id of an area",
                )
            )
        if this not in {one.area_id for one in group.members}:
            faults.append(
                Issue(
                    Severity.NOTE,
                    "group_without_this_force",
                    f"{name}: {settings().area} is not in the group {group.id}; its average is that of the others.",
                    f"If it should be, add a row for {settings().area}; if this force has another name, set "
                    "MEASURES_AREA.",
                    column="area_id",
                    expected=this or settings().area,
                )
            )
    return faults


def _area_changes(new: Sequence[Area], known: Sequence[Area]) -> list[str]:
    before: Mapping[tuple[str, int], Area] = {(one.id, one.year): one for one in known}
    return [
        f"area “{one.id}” {'changed' if (one.id, one.year) in before else 'added'}: "
        f"{'no population' if one.population is None else f'{one.population:,} people'} in mid-{one.year}"
        for one in new
    ]


def _group_changes(new: Sequence[Group], held: Sequence[Group]) -> list[str]:
    before = {one.id for one in held}
    return [
        f"group “{one.id}” {'changed' if one.id in before else 'added'}: {len(one.members):,} members" for one in new
    ]


def _summary(areas: Sequence[Area], groups: Sequence[Group]) -> str:
    parts = [f"{len(areas):,} {'population' if len(areas) == 1 else 'populations'}"] if areas else []
    parts += (
        [f"the {'group' if len(groups) == 1 else 'groups'} {', '.join(one.id for one in groups)}"] if groups else []
    )
    return f"{' and '.join(parts)} were loaded"
