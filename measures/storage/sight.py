"""What a reader may see of the measures: which of them, and the definitions, acts and uploads without the others.

Whether a measure may be seen is decided by what holds now, whatever moment is read: by every version of it, in any
plan, that is in force at some quarter. The strictest of them counts. A measure that a plan has taken out keeps the
level that it had. A sum of which a part may not be seen may not be seen either: the part could be worked out from it.
"""

from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, replace

from sqlalchemy import Connection, select

from measures.model.access import Permission
from measures.model.measure import Break, Measure, PlanHead, Publication, Rebase
from measures.model.publication import SourceFile
from measures.model.record import Act, ActKind, Revision, Upload
from measures.storage.definitions import PlanItem, Version
from measures.storage.tables import revision, series

#: What stands where something is not shown, because a measure is in it that the reader may not see.
A_FILE, A_REASON, THE_OFFICE = "a file of several measures", "the reason is not shown", "the office"

_SHOWN = (
    ActKind.UPLOAD, ActKind.WITHDRAWAL, ActKind.DEFINITIONS, ActKind.AREAS, ActKind.MEETING, ActKind.PUBLICATION,
    ActKind.FUNDING, ActKind.FUNDING_WITHDRAWAL,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sight:
    """What a reader may see at one data version. `measures` None: all of them, and nothing is left out.

    `acts` and `uploads` are those in which there is a measure that may not be seen. `named` says whether the names of
    the people of the office are shown.
    """

    versions: tuple[Version, ...]
    measures: frozenset[str] | None = None
    acts: frozenset[int] = frozenset()
    uploads: frozenset[int] = frozenset()
    named: bool = True

    def sees(self, measure_id: str) -> bool:
        """Whether a measure may be seen."""
        return self.measures is None or measure_id in self.measures

    def wanted(self, measure_ids: Iterable[str] | None) -> Set[str] | None:
        """Of the measures that are asked for (None: all), those that may be seen."""
        if self.measures is None:
            return None if measure_ids is None else set(measure_ids)
        return self.measures if measure_ids is None else self.measures & set(measure_ids)

    def revisions(self, found: Iterable[Revision]) -> tuple[Revision, ...]:
        """Revisions of measures that may be seen; a file that holds others is not named."""
        if self.measures is None:
            return tuple(found)
        return tuple(
            replace(
                one,
                file_name=A_FILE if one.upload_id in self.uploads else one.file_name,
                by=self.name(one.by),
            )
            for one in found
            if self.sees(one.measure_id)
        )

    def upload(self, one: Upload) -> Upload:
        """An upload as it may be seen: nothing that a person wrote of it where it holds other measures too."""
        if self.measures is None:
            return one
        taken_by = None if one.withdrawn_by is None else self.name(one.withdrawn_by)
        seen = replace(one, by=self.name(one.by), withdrawn_by=taken_by)
        if one.id not in self.uploads:
            return seen
        reason = None if one.withdrawn_reason is None else A_REASON
        return replace(seen, name=A_FILE, note="", sha256="", read_as="", withdrawn_reason=reason)

    def source_file(self, one: SourceFile) -> SourceFile:
        """A file that a report is made of, as it may be seen."""
        return replace(one, name=A_FILE, note="", sha256="") if one.id in self.uploads else one

    def act(self, one: Act) -> Act:
        """An act as it may be seen: who and when, and what was said of it where no other measure is in it."""
        if self.measures is None:
            return one
        upload = one.details.get("upload")
        is_shown = one.kind in _SHOWN and one.id not in self.acts and upload not in self.uploads
        if is_shown:
            return replace(one, by=self.name(one.by), details={})
        return replace(one, by=self.name(one.by), summary=one.kind.words, reason="", details={})

    def name(self, given: str) -> str:
        """The name of a person of the office, where it is shown."""
        return given if self.named else THE_OFFICE


def sight_of(connection: Connection, versions: tuple[Version, ...], permissions: frozenset[Permission],
             levels: frozenset[Publication]) -> Sight:  # fmt: skip
    """What may be seen with some permissions, of these versions of every definition."""
    if levels == frozenset(Publication):
        return Sight(versions)
    hidden = hidden_measures(versions, levels)
    known = {one.key for one in versions if one.kind == "measure"}
    measures = frozenset(known - hidden)
    kept, acts = [], set()
    for version in versions:
        if _is_of(version, hidden):
            acts.add(version.act_id)
        else:
            kept.append(_without(version, measures))
    uploads = _uploads_with_others(connection, measures)
    return Sight(tuple(kept), measures, frozenset(acts), uploads, named=Permission.SEE_OFFICIAL in permissions)


def hidden_measures(versions: Sequence[Version], levels: Set[Publication]) -> set[str]:
    """The ids of the measures that may not be seen by who sees some levels."""
    holding = list(_not_overtaken(versions))
    hidden = {one.id for one in holding if one.publication not in levels}
    while True:
        more = {one.id for one in holding if not hidden.isdisjoint(one.sum_of)} - hidden
        if not more:
            return hidden
        hidden |= more


def _not_overtaken(versions: Sequence[Version]) -> Iterator[Measure]:
    """The versions of measures that no later one overtakes at every quarter; taking a measure out overtakes none."""
    later: dict[tuple[str, str, str], list[Version]] = {}
    for version in reversed(versions):
        if not isinstance(version.content, Measure):
            continue
        after = later.setdefault(version.item, [])
        if not any(_reaches(other, version) for other in after):
            yield version.content
        after.append(version)


def _reaches(one: Version, other: Version) -> bool:
    """Whether a version holds from as early as another."""
    if one.from_quarter is None:
        return True
    return other.from_quarter is not None and one.from_quarter <= other.from_quarter


def _is_of(version: Version, hidden: Set[str]) -> bool:
    """Whether a version is of a measure that may not be seen, or of a break or rebase of it."""
    content = version.content
    if isinstance(content, (Break, Rebase)):
        return content.measure in hidden
    if version.kind in ("measure", "break", "rebase"):
        return version.key.split(" ")[0] in hidden
    return False


def _without(version: Version, measures: Set[str]) -> Version:
    """A version that names no measure that may not be seen."""
    content = version.content
    if isinstance(content, Measure) and not set(content.related) <= measures:
        related = tuple(name for name in content.related if name in measures)
        return replace(version, content=replace(content, related=related))
    if isinstance(content, PlanItem) and not set(_named_in(content)) <= measures:
        order = tuple(name for name in content.order if name in measures)
        return replace(version, content=PlanItem(head_without(content.head, measures), order))
    return version


def _named_in(item: PlanItem) -> Iterator[str]:
    yield from item.order
    for one in item.head.national:
        yield from one.measures


def head_without(head: PlanHead, measures: Set[str]) -> PlanHead:
    """A plan's head whose statement names no measure that may not be seen."""
    national = tuple(
        replace(one, measures=tuple(name for name in one.measures if name in measures)) for one in head.national
    )
    return replace(head, national=national)


def _uploads_with_others(connection: Connection, measures: Set[str]) -> frozenset[int]:
    """The uploads in which there is a figure of another measure."""
    rows = connection.execute(select(series.c.id, series.c.measure_id))
    others = [number for number, measure_id in rows if measure_id not in measures]
    if not others:
        return frozenset()
    found = select(revision.c.upload_id).where(revision.c.series_id.in_(others)).distinct()
    return frozenset(connection.execute(found).scalars())
