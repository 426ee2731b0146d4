"""What is said and published beside the figures: the part of the store that reads and writes it."""

from datetime import datetime

from measures.model.commentary import Commentary, WrittenCommentary
from measures.model.meeting import Meeting, PublicationHead, ReportText, WrittenText
from measures.model.publication import HeldFigure
from measures.model.quarter import Quarter
from measures.storage import commentary, meetings, publications, report_texts
from measures.storage.database import Database
from measures.storage.frozen import thaw_figures
from measures.storage.publications import NewPublication


class ReportStore(Database):
    """Commentaries, texts of reports, meetings, publications. Every writing method is one transaction."""

    def commentary_versions(self, measure_id: str, quarter: Quarter) -> tuple[WrittenCommentary, ...]:
        """Every version of the commentary on a measure's quarter, newest first; a blank one took it back."""
        with self._reading() as connection:
            return commentary.versions_of(connection, measure_id, quarter)

    def commentaries(self, quarter: Quarter, as_at: datetime | None = None) -> dict[str, WrittenCommentary]:
        """What is said of each measure for a quarter, by measure id; no entry where nothing is."""
        with self._reading() as connection:
            return commentary.of_quarter(connection, quarter, as_at)

    def commentaries_of_span(
        self, first: Quarter, last: Quarter, as_at: datetime | None = None
    ) -> tuple[WrittenCommentary, ...]:
        """What is said of each measure for each quarter of a span, in no order; not what was taken back."""
        with self._reading() as connection:
            return commentary.of_span(connection, first, last, as_at)

    def add_commentary(self, said: Commentary, *, by: str, based_on: int) -> WrittenCommentary:
        """Record a version of a commentary; raises ChangedMeanwhile if the newest is not the version `based_on`."""
        with self._writing(None) as connection:
            return commentary.add(connection, said, by=by, based_on=based_on)

    def text_versions(self, plan_id: str, quarter: Quarter, place: str) -> tuple[WrittenText, ...]:
        """Every version of one text of a report, newest first; a blank one took it back."""
        with self._reading() as connection:
            return report_texts.versions_of(connection, plan_id, quarter, place)

    def texts(self, plan_id: str, quarter: Quarter, as_at: datetime | None = None) -> dict[str, WrittenText]:
        """The texts of the report on a plan's quarter, by their place; no entry where nothing is said."""
        with self._reading() as connection:
            return report_texts.of_report(connection, plan_id, quarter, as_at)

    def add_text(self, said: ReportText, *, by: str, based_on: int) -> WrittenText:
        """Record a version of a text; raises ChangedMeanwhile if the newest is not the version `based_on`."""
        with self._writing(None) as connection:
            return report_texts.add(connection, said, by=by, based_on=based_on)

    def meetings(self, plan_id: str | None = None) -> tuple[Meeting, ...]:
        """The meetings of a plan, or of all, as they stand, the latest day first; not those that were called off."""
        with self._reading() as connection:
            return meetings.read(connection, plan_id)

    def put_meeting(self, meeting: Meeting, *, by: str, reason: str = "") -> Meeting:
        """Record a meeting (`number` 0), or its new day, title or quarter; back with its number.

        Raises NotFound for a number that is not there.
        """
        with self._writing(None) as connection:
            return meetings.put(connection, meeting, by=by, reason=reason)

    def publications(self, plan_id: str | None = None) -> tuple[PublicationHead, ...]:
        """The publications of a plan, or of all, newest first; their content is not read."""
        with self._reading() as connection:
            return publications.heads(connection, plan_id)

    def publication(self, publication_id: int) -> PublicationHead:
        """One publication's head; raises NotFound."""
        with self._reading() as connection:
            return publications.head(connection, publication_id)

    def publication_content(self, publication_id: int) -> bytes:
        """What a publication froze, byte for byte; raises NotFound."""
        with self._reading() as connection:
            return publications.content(connection, publication_id)

    def published_figures(self, publication_id: int) -> tuple[HeldFigure, ...]:
        """The figures that a publication held, read once: they never change. Raises NotFound, NotReadable."""
        if publication_id not in self._published:
            self._published[publication_id] = thaw_figures(self.publication_content(publication_id))
        return self._published[publication_id]

    def add_publication(self, new: NewPublication, *, by: str) -> PublicationHead:
        """Keep a publication for good; raises ChangedMeanwhile if anything was stored after what it shows."""
        with self._writing(new.data_version, shown=True) as connection:
            return publications.add(connection, new, by=by)
