"""What is said and published beside the figures: the part of the store that reads and writes it."""

import hashlib
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from measures.model.access import GivenRole, Permission
from measures.model.commentary import Commentary, WrittenCommentary
from measures.model.meeting import Meeting, PublicationHead, ReportText, WrittenText
from measures.model.publication import HeldFigure, Publication
from measures.model.quarter import Quarter
from measures.storage import commentary, meetings, publications, report_texts, role_rows
from measures.storage.database import Database
from measures.storage.frozen import DamagedPublication, thaw, thaw_figures
from measures.storage.narrowing import narrowed
from measures.storage.publications import NewPublication
from measures.storage.sight import THE_OFFICE


class ReportStore(Database):
    """Commentaries, texts of reports, meetings, publications. Every writing method is one transaction."""

    def commentary_versions(self, measure_id: str, quarter: Quarter) -> tuple[WrittenCommentary, ...]:
        """Every version of the commentary on a measure's quarter, newest first; a blank one took it back."""
        with self._reading() as connection:
            return self._heard(connection, commentary.versions_of(connection, measure_id, quarter))

    def commentaries(self, quarter: Quarter, as_at: datetime | None = None) -> dict[str, WrittenCommentary]:
        """What is said of each measure for a quarter, by measure id; no entry where nothing is."""
        with self._reading() as connection:
            found = commentary.of_quarter(connection, quarter, as_at)
            return {one.said.measure_id: one for one in self._heard(connection, found.values())}

    def commentaries_of_span(
        self, first: Quarter, last: Quarter, as_at: datetime | None = None
    ) -> tuple[WrittenCommentary, ...]:
        """What is said of each measure for each quarter of a span, in no order; not what was taken back."""
        with self._reading() as connection:
            return self._heard(connection, commentary.of_span(connection, first, last, as_at))

    def _heard(self, connection: Connection, found: Iterable[WrittenCommentary]) -> tuple[WrittenCommentary, ...]:
        """Of some commentaries those that the person may read."""
        if not self.actor.may(Permission.SEE_OFFICIAL):
            return ()
        sight = self._sight(connection)
        return tuple(one for one in found if sight.sees(one.said.measure_id))

    def add_commentary(self, said: Commentary, *, by: str, based_on: int) -> WrittenCommentary:
        """Record a version of a commentary; raises ChangedMeanwhile if the newest is not the version `based_on`."""
        with self._writing(None) as connection:
            return commentary.add(connection, said, by=by, based_on=based_on)

    def text_versions(self, plan_id: str, quarter: Quarter, place: str) -> tuple[WrittenText, ...]:
        """Every version of a text of a report, newest first; a blank one took it back. None for who sees no drafts."""
        with self._reading() as connection:
            return (
                report_texts.versions_of(connection, plan_id, quarter, place)
                if self.actor.may(Permission.SEE_WORK)
                else ()
            )

    def texts(self, plan_id: str, quarter: Quarter, as_at: datetime | None = None) -> dict[str, WrittenText]:
        """The texts of the report on a plan's quarter, by their place; no entry where nothing is said.

        None for who sees no drafts: the texts that were published are in the publication.
        """
        with self._reading() as connection:
            return (
                report_texts.of_report(connection, plan_id, quarter, as_at)
                if self.actor.may(Permission.SEE_WORK)
                else {}
            )

    def add_text(self, said: ReportText, *, by: str, based_on: int) -> WrittenText:
        """Record a version of a text; raises ChangedMeanwhile if the newest is not the version `based_on`."""
        with self._writing(None) as connection:
            return report_texts.add(connection, said, by=by, based_on=based_on)

    def meetings(self, plan_id: str | None = None) -> tuple[Meeting, ...]:
        """The meetings of a plan, or of all, as they stand, the latest day first; not those that were called off."""
        with self._reading() as connection:
            return meetings.read(connection, plan_id)

    def put_meeting(self, meeting: Meeting, *, by: str, reason: str = "", seen: Meeting | None = None) -> Meeting:
        """Record a meeting (`number` 0), or its new day, title or quarter; back with its number.

        Raises as `meetings.put`.
        """
        with self._writing(None) as connection:
            return meetings.put(connection, meeting, by=by, reason=reason, seen=seen)

    def publications(self, plan_id: str | None = None) -> tuple[PublicationHead, ...]:
        """The publications of a plan, or of all, newest first; their content is not read."""
        with self._reading() as connection:
            return tuple(map(self._head_seen, publications.heads(connection, plan_id)))

    def publication(self, publication_id: int) -> PublicationHead:
        """One publication's head; raises NotFound."""
        with self._reading() as connection:
            return self._head_seen(publications.head(connection, publication_id))

    def _head_seen(self, head: PublicationHead) -> PublicationHead:
        """Without what tells of hidden figures, or of the office to who has not signed in."""
        size = head.size if self.actor.may(Permission.SEE_RESTRICTED) else None
        return replace(head, size=size, by=head.by if self.actor.may(Permission.SEE_OFFICIAL) else THE_OFFICE)

    def publication_content(self, publication_id: int) -> bytes:
        """What a publication froze, byte for byte, for who may see all of it; raises NotFound, NotPermitted."""
        self.need(Permission.SEE_RESTRICTED)
        with self._reading() as connection:
            return publications.content(connection, publication_id)

    def published_figures(self, publication_id: int) -> tuple[HeldFigure, ...]:
        """The figures that a publication held, read once: they never change.

        Raises NotFound, DamagedPublication, NotReadable.
        """
        with self._reading() as connection:
            sight = self._sight(connection)
            if publication_id not in self._published:
                self._published[publication_id] = thaw_figures(_undamaged(connection, publication_id)[1])
        return tuple(one for one in self._published[publication_id] if sight.sees(one.measure_id))

    def opened_publication(self, publication_id: int) -> Publication:
        """A publication as it was, without the measures that the person may not see.

        Raises NotFound, DamagedPublication where its bytes are others than were published, NotReadable.
        """
        with self._reading() as connection:
            head, frozen = _undamaged(connection, publication_id)
            whole = thaw(frozen)
            content = narrowed(connection, whole, self._sight(connection))
        return Publication(self._head_seen(head), content, len(whole.status.measures) - len(content.status.measures))

    # ---- roles

    def given_role(self, issuer: str, subject: str) -> GivenRole | None:
        """The role that our own table has for a person; None where it says nothing of them."""
        with self._connected() as connection:
            return role_rows.of_person(connection, issuer, subject)

    def given_roles(self) -> tuple[GivenRole, ...]:
        """Everybody whom our own table names, the latest change first; raises NotPermitted."""
        self.need(Permission.ROLES)
        with self._reading() as connection:
            return role_rows.all_given(connection)

    def give_role(self, one: GivenRole, *, seen: int | None = None) -> GivenRole:
        """Record a person's role, by and for the reason that it says; raises as `role_rows.give`."""
        with self._writing(None) as connection:
            return role_rows.give(connection, one, seen=seen)

    def add_publication(self, new: NewPublication, *, by: str) -> PublicationHead:
        """Keep a publication for good; raises ChangedMeanwhile if anything was stored after what it shows."""
        with self._writing(new.data_version, shown=True) as connection:
            return publications.add(connection, new, by=by)


def _undamaged(connection: Connection, publication_id: int) -> tuple[PublicationHead, bytes]:
    """A publication's head and what it froze; raises NotFound, DamagedPublication."""
    head, frozen = publications.head(connection, publication_id), publications.content(connection, publication_id)
    if hashlib.sha256(frozen).hexdigest() != head.sha256:
        raise DamagedPublication(
            f"Publication {head.id} ({head.meeting.words}) is not the one that was published: its SHA-256 "
            "differs. Restore it from a backup; “measures check” lists everything that is damaged."
        )
    return head, frozen
