"""The audit as rows, for pages, commands and spreadsheets."""

from collections.abc import Sequence
from datetime import UTC, datetime

from measures.model.audit import AuditEntry
from measures.model.quarter import day_in_words
from measures.views.figures import counted
from measures.views.safe_cells import csv_bytes

HEADINGS = ("When (UTC)", "By", "What", "Said", "Reason")
_COLUMNS = ("at", "by", "kind", "what", "summary", "reason", "act", "line", "sha256")


def audit_rows(entries: Sequence[AuditEntry]) -> list[tuple[str, str, str, str, str]]:
    """One row for each entry, under `HEADINGS`."""
    return [(_in_words(one.at), one.by, one.what, one.summary, one.reason) for one in entries]


def _in_words(moment: datetime) -> str:
    there = moment.astimezone(UTC)
    return f"{day_in_words(there.date())} at {there:%H:%M:%S}"


def audit_finding(entries: Sequence[AuditEntry], *, narrowed: bool) -> str:
    """The title: how much the record holds and how new it is, or how much of it fits what is asked for."""
    if not entries:
        return "Audit: nothing fits what is asked for" if narrowed else "Audit: nothing is recorded yet"
    many = counted(len(entries), "entry", "entries")
    if narrowed:
        return f"Audit: {many} {'fits' if len(entries) == 1 else 'fit'} what is asked for"
    return f"Audit: {many}, the newest on {day_in_words(entries[0].at.astimezone(UTC).date())}"


def audit_document(entries: Sequence[AuditEntry]) -> dict[str, object]:
    """The entries as JSON holds them."""
    return {
        "entries": [
            {
                "at": one.at.isoformat(), "by": one.by, "kind": one.kind, "what": one.what, "summary": one.summary,
                "reason": one.reason, "act" if one.is_act else "line": one.number, "sha256": one.sha256,
            }
            for one in entries
        ]
    }  # fmt: skip


def audit_csv(entries: Sequence[AuditEntry]) -> bytes:
    """The entries as a CSV file that is safe to open in a spreadsheet."""
    rows = [
        (one.at.isoformat(), one.by, one.kind, one.what, one.summary, one.reason,
         one.number if one.is_act else None, None if one.is_act else one.number, one.sha256)
        for one in entries
    ]  # fmt: skip
    return csv_bytes([_COLUMNS, *rows])
