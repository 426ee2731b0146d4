"""What is kept of who came and what was refused or taken away: it moves no figure, and is final like every act."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum


class AuditKind(StrEnum):
    """What happened."""

    SIGN_IN = "sign_in"
    SIGN_OUT = "sign_out"
    REFUSAL = "refusal"
    DOWNLOAD = "download"
    BACKUP = "backup"
    RESTORE = "restore"
    SEAL = "seal"

    @property
    def words(self) -> str:
        """As the audit says it."""
        return {
            "sign_in": "Signed in",
            "sign_out": "Signed out",
            "refusal": "Refused",
            "download": "Downloaded",
            "backup": "Backed up",
            "restore": "Restored",
            "seal": "Sealed",
        }[self.value]


@dataclass(frozen=True, slots=True)
class AuditLine:
    """One line beside the acts. `summary` is a sentence; `details` is what a machine may read again, never a secret."""

    id: int
    at: datetime
    by: str
    kind: AuditKind
    summary: str
    details: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """An act or a line of the audit. `kind` is its fixed value, `what` the same in words; `number` is its own.

    `sha256` closes the chain of all that came before it among the acts, or among the lines. `by` is a name that the
    person may have chosen; who signed in is told by `issuer` and `subject` ("" where nobody did).
    """

    at: datetime
    by: str
    kind: str
    what: str
    summary: str
    reason: str
    is_act: bool
    number: int
    sha256: str
    issuer: str = ""
    subject: str = ""


@dataclass(frozen=True, slots=True)
class AuditAsked:
    """Which entries are wanted: of a kind ("" = all), with every word of a text, on some days.

    A word may also be the SHA-256 of an entry, or the subject of a person. Days are in UTC, both included.
    """

    kind: str = ""
    text: str = ""
    first: date | None = None
    last: date | None = None
