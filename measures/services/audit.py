"""Who did what, who came, what was refused and what was taken away; and that nobody has altered the record of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from measures.model.access import Permission
from measures.model.audit import AuditEntry, AuditKind, AuditLine
from measures.model.record import ActKind
from measures.services.access import need
from measures.storage.store import Store

PER_PAGE = 100


@dataclass(frozen=True, slots=True)
class AuditAsked:
    """Which entries are wanted: of a kind ("" = all), with every word of a text (or its SHA-256), on some days.

    Days are in UTC, both included.
    """

    kind: str = ""
    text: str = ""
    first: date | None = None
    last: date | None = None

    def wants(self, entry: AuditEntry) -> bool:
        """Whether an entry is wanted."""
        day = entry.at.date()
        said = " ".join((entry.what, entry.by, entry.summary, entry.reason)).casefold()
        return (
            self.kind in ("", entry.kind)
            and (self.first is None or day >= self.first)
            and (self.last is None or day <= self.last)
            and all(word in said or entry.sha256 == word for word in self.text.casefold().split())
        )


def kinds() -> dict[str, str]:
    """Every kind of entry with its words."""
    return {kind.value: kind.words for group in (AuditKind, ActKind) for kind in group}


def note_audit(
    store: Store, kind: AuditKind, *, by: str, summary: str, details: Mapping[str, object] | None = None
) -> AuditLine:
    """Add a line to the audit: a sign-in, a refusal, a download of restricted figures.

    It moves no figure, so the data version stays and nothing that is kept is made anew. `summary` is a sentence
    without a secret; whose request it was stands in `by`.
    """
    return store.note(kind, by=by, summary=summary, details=details)


def find_audit(store: Store, asked: AuditAsked | None = None) -> tuple[AuditEntry, ...]:
    """The acts and lines that are asked for, newest first. Raises NotPermitted for who may not read the audit."""
    need(store, Permission.AUDIT)
    wanted = asked or AuditAsked()
    return tuple(entry for entry in store.audit() if wanted.wants(entry))
