"""The store: the only reader and writer of the database. Every writing method is one transaction."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from functools import partial

import pandas as pd

from measures.model.access import Permission
from measures.model.area import Area, Group
from measures.model.measure import Break, DatedPlan, Event, Measure, Plan, PlanHead, Rebase
from measures.model.quarter import Quarter
from measures.model.record import Act, ActKind, DefinitionVersion, RecordEnd, Revision, Upload
from measures.model.value import Basis
from measures.settings import settings
from measures.storage import (
    address,
    area_rows,
    chain,
    definitions,
    faults,
    figures,
    meanwhile,
    of_upload,
    records,
    version_rows,
)
from measures.storage.definitions import Version
from measures.storage.funding_store import FundingStore
from measures.storage.nearest import not_found
from measures.storage.records import NewUpload
from measures.storage.report_store import ReportStore


def open_store(url: str | None = None, *, upgrade: bool = True) -> "Store":
    """Open the database at an SQLAlchemy address (None: the setting), made or upgraded where it has to be.

    Raises CannotReachDatabase, in a sentence that names the address without its password, and DatabaseTooNew.

    >>> with open_store("sqlite://") as store:
    ...     store.data_version()
    0
    """
    place = address.read_address(settings().database_url if url is None else url)
    if not upgrade:
        address.refuse_missing(place)
    store = Store(address.make_engine(place))
    try:
        store.bring_up_to_date(allowed=upgrade)
    except BaseException:
        store.close()
        raise
    return store


class Store(ReportStore, FundingStore):
    """An open database. Safe to share between threads; a context manager that closes it.

    A read sees one moment of the database. `as_at` is a moment with a time zone: what was recorded by then. Every read
    leaves out what the person may not see (`acting`), and every write is in their name.
    """

    # ---- reading

    def data_version(self) -> int:
        """The id of the newest act, 0 in an empty store: what is read can only change when it does."""
        with self._reading() as connection:
            return records.newest_act(connection)

    def figures_version(self) -> int:
        """The id of the newest act that a preview of figures depends on, 0 where there is none."""
        with self._reading() as connection:
            return meanwhile.figures_version(connection)

    def acts_moving_figures(self, version: int) -> tuple[Act, ...]:
        """The acts after a version that a preview of figures depends on, newest first."""
        with self._reading() as connection:
            return tuple(map(self._sight(connection).act, meanwhile.moving_since(connection, version)))

    def values(
        self,
        measure_ids: Collection[str] | None = None,
        *,
        area: str | Collection[str] | None = "",
        as_at: datetime | None = None,
        without_upload: int | None = None,
    ) -> pd.DataFrame:
        """The current figures as a values frame (`measures.model.frames`), sorted by its key.

        Current is the newest revision of each key among the uploads that stand. `measure_ids` None = all; `area`
        "" = this force, a collection = those in it, None = all areas. `without_upload` reads as if that upload were
        withdrawn.
        """
        with self._reading() as connection:
            areas = [area] if isinstance(area, str) else area
            chosen = figures.series_numbers(connection, self._sight(connection).wanted(measure_ids), areas)
            fallen = records.fallen_uploads(connection, as_at)
            if without_upload is not None:
                fallen.add(without_upload)
            return figures.read_current(connection, chosen, figures.not_of(fallen))

    def measures_of_upload(self, upload_id: int) -> tuple[str, ...]:
        """The ids of the measures that an upload has figures of, in order; empty where there is no such upload."""
        with self._reading() as connection:
            sight = self._sight(connection)
            return tuple(filter(sight.sees, of_upload.measures_of_upload(connection, upload_id)))

    def upload_figures(self, upload_id: int) -> pd.DataFrame:
        """What an upload stated, whether it stands or not: a values frame with `line`, `data_to` and `note`.

        In the order of its lines; empty where there is no such upload. The file itself is not read.
        """
        with self._reading() as connection:
            sight = self._sight(connection)
            return of_upload.read_upload(connection, upload_id, None if sight.measures is None else sight.sees)

    def revisions(self, measure_id: str, area: str = "") -> tuple[Revision, ...]:
        """Every figure ever accepted for a measure, newest first; empty where there is none."""
        with self._reading() as connection:
            return self._sight(connection).revisions(records.revisions(connection, measure_id, area))

    def standing_revisions(self, measure_ids: Collection[str], area: str | None = "") -> tuple[Revision, ...]:
        """The figures of some measures that stand, each with its upload and line, in the order of their key.

        `area` "" = this force, None = all areas.
        """
        newest: dict[tuple[str, str, Quarter, Basis], Revision] = {}
        with self._reading() as connection:
            found = records.revisions_of_measures(connection, measure_ids, area)
            for one in self._sight(connection).revisions(found):
                if not one.withdrawn:
                    newest.setdefault((one.measure_id, one.area, one.quarter, one.basis), one)
        return tuple(newest[key] for key in sorted(newest))

    def revisions_of_quarter(self, quarter: Quarter, area: str = "") -> tuple[Revision, ...]:
        """Every figure ever accepted for a quarter, of all measures, newest first."""
        with self._reading() as connection:
            return self._sight(connection).revisions(records.revisions_of_quarter(connection, quarter, area))

    def uploads(self) -> tuple[Upload, ...]:
        """Every accepted file, newest first."""
        with self._reading() as connection:
            return tuple(map(self._sight(connection).upload, records.uploads(connection)))

    def upload(self, upload_id: int) -> Upload:
        """One accepted file; raises NotFound."""
        with self._reading() as connection:
            return self._sight(connection).upload(records.upload(connection, upload_id))

    def upload_file(self, upload_id: int) -> bytes:
        """The file itself, byte for byte; raises NotFound, NotPermitted."""
        self.need(Permission.SAVE_FILES)
        with self._reading() as connection:
            return records.upload_file(connection, upload_id)

    def upload_by_hash(self, sha256: str, read_as: str = "") -> Upload | None:
        """The standing upload of a file with that SHA-256 (lower case hexadecimal) that was read so, or None."""
        with self._reading() as connection:
            same = map(self._sight(connection).upload, records.uploads(connection, sha256))
            return next((upload for upload in same if upload.stands and upload.read_as == read_as), None)

    def acts(self, ids: Collection[int] | None = None, *, details: bool = True) -> tuple[Act, ...]:
        """Every recorded act, or those of some ids, newest first; `details` stay unread where they are not needed."""
        with self._reading() as connection:
            sight = self._sight(connection)
            if sight.measures is None:
                return records.acts(connection, ids, details=details)
            return tuple(map(sight.act, records.acts(connection, ids)))

    def act(self, act_id: int) -> Act:
        """One recorded act; raises NotFound."""
        with self._reading() as connection:
            return self._sight(connection).act(records.act(connection, act_id))

    # ---- definitions

    def versions(self, as_at: datetime | None = None) -> tuple[Version, ...]:
        """Every recorded version of every definition, in the order of recording."""
        with self._reading() as connection:
            seen = self._sight(connection).versions
            if as_at is None:
                return seen
            last = records.newest_act(connection, as_at)
        return tuple(v for v in seen if v.act_id <= last)

    def plan_heads(self, as_at: datetime | None = None) -> tuple[PlanHead, ...]:
        """What each plan says of itself, the newest plan first."""
        return definitions.heads_of(self.versions(as_at))

    def plan_history(self, plan_id: str, as_at: datetime | None = None) -> tuple[DatedPlan, ...]:
        """The forms of a plan in order, the first with `from_quarter` None; raises NotFound naming the nearest."""
        versions = self.versions(as_at)
        forms = definitions.history_of(versions, plan_id)
        if not forms:
            raise not_found("plan", plan_id, [head.id for head in definitions.heads_of(versions)])
        return forms

    def own_plan(self, plan_id: str) -> Plan:
        """A plan as its file says it, with its own breaks and events only; raises NotFound naming the nearest."""
        versions = self.versions()
        plan = definitions.own_plan(versions, plan_id)
        if plan is None:
            raise not_found("plan", plan_id, [head.id for head in definitions.heads_of(versions)])
        return plan

    def measures(self, as_at: datetime | None = None) -> dict[str, Measure]:
        """Every measure in its latest form, by id: as the newest plan that has it says."""
        return definitions.measures_of(self.versions(as_at))

    def breaks(self, as_at: datetime | None = None) -> tuple[Break, ...]:
        """The breaks of all plans as they stand, in order of date (`plan_history` has them as in force then)."""
        return definitions.breaks_of(definitions.in_force_at(self.versions(as_at), None))

    def events(self, as_at: datetime | None = None) -> tuple[Event, ...]:
        """The events of all plans as they stand, in order."""
        return definitions.events_of(definitions.in_force_at(self.versions(as_at), None))

    def rebases(self, as_at: datetime | None = None) -> tuple[Rebase, ...]:
        """The rebases that stand, in order of quarter."""
        return definitions.rebases_of(definitions.in_force_at(self.versions(as_at), None))

    def definition_versions(self, measure_id: str) -> tuple[DefinitionVersion, ...]:
        """Every recorded version of a measure in any plan, newest first: who, when, why, from which quarter."""
        return version_rows.definition_versions(self.versions(), self.acts(details=False), measure_id)

    # ---- areas and groups

    def areas(self, as_at: datetime | None = None) -> tuple[Area, ...]:
        """The areas with their populations, one for each area and year, in the order of first recording."""
        with self._reading() as connection:
            return area_rows.areas(connection, records.newest_act(connection, as_at))

    def groups(self, as_at: datetime | None = None) -> tuple[Group, ...]:
        """The groups of forces with their dated members, in the order of first recording."""
        with self._reading() as connection:
            return area_rows.groups(connection, records.newest_act(connection, as_at))

    # ---- writing

    def add_upload(self, frame: pd.DataFrame, upload: NewUpload, *, expected_version: int | None = None) -> Upload:
        """Store an accepted file with its revisions and its act; all of it or nothing.

        `frame` is a values frame, with `line`, `data_to` and `note` where it has them. Raises ChangedMeanwhile if
        `data_version` is no longer `expected_version` (None: whatever it is).
        """
        with self._writing(expected_version) as connection:
            number = records.add_upload(connection, upload, partial(figures.new_revisions, connection, frame))
            return records.upload(connection, number)

    def withdraw(
        self,
        upload_id: int,
        *,
        reason: str,
        by: str,
        details: dict[str, object] | None = None,
        expected_version: int | None = None,
    ) -> Act:
        """Let an upload's figures count no longer; the rows stay. Raises NotFound, NotAllowed, ChangedMeanwhile."""
        with self._writing(expected_version) as connection:
            upload = records.upload(connection, upload_id)
            records.refuse_withdrawn(upload)
            return records.add_withdrawal(connection, upload, reason=reason, by=by, details=details or {})

    def add_definitions(
        self,
        versions: Sequence[Version],
        *,
        by: str,
        summary: str,
        reason: str = "",
        details: dict[str, object] | None = None,
        expected_version: int | None = None,
    ) -> Act:
        """Record versions of definitions as one act; raises ChangedMeanwhile."""
        with self._writing(expected_version) as connection:
            rows = [version_rows.new_versions(versions)]
            return records.add_act(connection, ActKind.DEFINITIONS, by, summary, reason, details or {}, rows)

    def add_areas(
        self,
        areas: Sequence[Area],
        groups: Sequence[Group],
        *,
        by: str,
        summary: str,
        reason: str = "",
        details: dict[str, object] | None = None,
        expected_version: int | None = None,
    ) -> Act:
        """Record areas and whole groups as one act; raises ChangedMeanwhile."""
        with self._writing(expected_version) as connection:
            rows = [area_rows.new_areas(areas), area_rows.new_groups(groups)]
            return records.add_act(connection, ActKind.AREAS, by, summary, reason, details or {}, rows)

    def faults(self, noted: Iterable[RecordEnd] = ()) -> list[str]:
        """Every way in which the rows contradict each other, as sentences; empty where the database is sound.

        `noted` are ends of the record or of the audit that were noted elsewhere.
        """
        with self._reading() as connection:
            refuted = [chain.refuted(connection, one) for one in noted]
            return [*faults.all_faults(connection), *filter(None, refuted)]

    def record_ends(self) -> dict[str, tuple[int, str]]:
        """By `act` and `audit_line` how many there are, and the SHA-256 that closes their chain; NotPermitted."""
        self.need(Permission.AUDIT)
        with self._reading() as connection:
            return chain.ends(connection)
