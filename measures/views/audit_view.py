"""The audit as rows, for pages, commands and spreadsheets."""

from collections.abc import Sequence

from measures.model.audit import AuditEntry
from measures.views.safe_cells import csv_bytes

HEADINGS = ("When (UTC)", "By", "What", "Said", "Reason")
_COLUMNS = ("at", "by", "kind", "what", "summary", "reason", "act", "line", "sha256")


def audit_rows(entries: Sequence[AuditEntry]) -> list[tuple[str, str, str, str, str]]:
    """One row for each entry, under `HEADINGS`."""
    return [(f"{one.at:%Y-%m-%d %H:%M:%S}", one.by, one.what, one.summary, one.reason) for one in entries]


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
