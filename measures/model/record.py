"""What is kept of every change: the acts, the files that were uploaded, and each revision of each figure.

Nothing of it is ever altered or deleted (SPEC sections 3 and 10). Moments are in UTC and know it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from measures.model.quarter import Quarter
from measures.model.value import Basis, Status


class ActKind(StrEnum):
    """What was done."""

    UPLOAD = "upload"
    WITHDRAWAL = "withdrawal"
    DEFINITIONS = "definitions"
    COMMENTARY = "commentary"
    AREAS = "areas"
    MEETING = "meeting"
    REPORT_TEXT = "report_text"
    PUBLICATION = "publication"
    ROLES = "roles"
    FUNDING = "funding"
    FUNDING_WITHDRAWAL = "funding_withdrawal"

    @property
    def words(self) -> str:
        """As the history says it."""
        return {
            "upload": "Figures uploaded",
            "withdrawal": "Upload withdrawn",
            "definitions": "Definitions changed",
            "commentary": "Commentary written",
            "areas": "Areas and groups changed",
            "meeting": "Meeting recorded",
            "report_text": "Report written",
            "publication": "Quarter published",
            "roles": "Role given or taken",
            "funding": "List of awards loaded",
            "funding_withdrawal": "List of awards taken out",
        }[self.value]

    @property
    def moves_ratings(self) -> bool:
        """Whether it may move a rating."""
        return self in (ActKind.UPLOAD, ActKind.WITHDRAWAL, ActKind.DEFINITIONS, ActKind.AREAS)

    @property
    def overtakes_previews(self) -> bool:
        """Whether a preview made before it may no longer hold.

        It may move a figure or a rating; or it published figures, whose change is a restatement from then on.
        """
        return self.moves_ratings or self is ActKind.PUBLICATION


@dataclass(frozen=True, slots=True)
class Act:
    """One recorded act. `id` counts up from 1 without looking back; it is the store's data version.

    `summary` says in a sentence what was done, `reason` is the person's own note; `details` holds what a
    machine may want to read again (`upload`, `ratings_moved`, `changes`), the digests of the rows that it brought and
    where the audit ended then. `sha256` closes the chain of all acts up to this one.
    """

    id: int
    at: datetime
    by: str
    kind: ActKind
    summary: str
    reason: str = ""
    details: Mapping[str, object] = field(default_factory=dict)
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class RecordEnd:
    """Where a chain ended when somebody noted it: `chain` is `act` or `audit_line`; the first characters will do."""

    chain: str
    number: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Upload:
    """One accepted file. Rows are counted against the figures that stood when it was accepted.

    `read_as` says how it was read where the file does not say so itself: which sheet, by which mapping.
    `withdrawn_at`, `withdrawn_by`, `withdrawn_reason` and `withdrawn_act_id` are None while it stands.
    """

    id: int
    act_id: int
    at: datetime
    by: str
    name: str
    note: str
    sha256: str
    size: int
    lines_read: int
    added: int
    changed: int
    unchanged: int
    read_as: str = ""
    withdrawn_at: datetime | None = None
    withdrawn_by: str | None = None
    withdrawn_reason: str | None = None
    withdrawn_act_id: int | None = None

    @property
    def stands(self) -> bool:
        """Whether its figures count: it has not been withdrawn."""
        return self.withdrawn_at is None


@dataclass(frozen=True, slots=True)
class Revision:
    """One figure as one upload stated it: for a measure, area, quarter and basis.

    `value`, `numerator` and `denominator` are exact, None where the file had none; `line` is its line in the
    file (None where it has none). `withdrawn` says that the upload does not stand.
    """

    id: int
    measure_id: str
    area: str
    quarter: Quarter
    basis: Basis
    value: Decimal | None
    numerator: Decimal | None
    denominator: Decimal | None
    status: Status
    data_to: date | None
    note: str
    upload_id: int
    file_name: str
    line: int | None
    accepted_at: datetime
    by: str
    withdrawn: bool


@dataclass(frozen=True, slots=True)
class DefinitionVersion:
    """One recorded version of a measure's place in a plan: who set it, when, why and from which quarter.

    `from_quarter` is None where it holds from the beginning. `removed` means that the plan no longer has the
    measure from then on; `title` is then that of the version before.
    """

    measure_id: str
    plan_id: str
    from_quarter: Quarter | None
    removed: bool
    title: str
    changed: tuple[str, ...]
    act_id: int
    at: datetime
    by: str
    reason: str
