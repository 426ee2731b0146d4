"""The audit as rows, for pages, commands and spreadsheets."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from urllib.parse import urlsplit

from measures.model.audit import AuditEntry
from measures.model.quarter import day_in_words
from measures.views.figures import counted
from measures.views.safe_cells import csv_bytes

HEADINGS = ("When (UTC)", "By", "What", "Said", "Reason")
_COLUMNS = ("at", "by", "issuer", "subject", "kind", "what", "summary", "reason", "act", "line", "sha256")
_BOM = b"\xef\xbb\xbf"


def whose(entry: AuditEntry) -> str:
    """Who signed in, whatever name they brought along: `admin-1 at id.example.org`; "" where nobody did."""
    if not entry.subject and not entry.issuer:
        return ""
    return f"{entry.subject} at {urlsplit(entry.issuer).netloc or entry.issuer}"


def audit_rows(entries: Sequence[AuditEntry]) -> list[tuple[str, str, str, str, str]]:
    """One row for each entry, under `HEADINGS`; beside the name stands who signed in."""
    return [
        (_in_words(one.at), f"{one.by} ({whose(one)})" if whose(one) else one.by, one.what, one.summary,
         one.reason)
        for one in entries
    ]  # fmt: skip


def _in_words(moment: datetime) -> str:
    there = moment.astimezone(UTC)
    return f"{day_in_words(there.date())} at {there:%H:%M:%S}"


def audit_finding(total: int, newest: AuditEntry | None, *, narrowed: bool) -> str:
    """The title: how much the record holds and how new it is, or how much of it fits what is asked for."""
    if newest is None:
        return "Audit: nothing fits what is asked for" if narrowed else "Audit: nothing is recorded yet"
    many = counted(total, "entry", "entries")
    if narrowed:
        return f"Audit: {many} {'fits' if total == 1 else 'fit'} what is asked for"
    return f"Audit: {many}, the newest on {day_in_words(newest.at.astimezone(UTC).date())}"


def audit_document(entries: Sequence[AuditEntry]) -> dict[str, object]:
    """The entries as JSON holds them."""
    return {
        "entries": [
            {
                "at": one.at.isoformat(), "by": one.by, "issuer": one.issuer, "subject": one.subject, "kind": one.kind,
                "what": one.what, "summary": one.summary, "reason": one.reason,
                "act" if one.is_act else "line": one.number, "sha256": one.sha256,
            }
            for one in entries
        ]
    }  # fmt: skip


def audit_csv(parts: Iterable[Sequence[AuditEntry]]) -> Iterator[bytes]:
    """The entries as a CSV file that is safe to open in a spreadsheet, in parts to be put one after the other."""
    yield csv_bytes([_COLUMNS])
    for entries in parts:
        rows = [
            (one.at.isoformat(), one.by, one.issuer, one.subject, one.kind, one.what, one.summary, one.reason,
             one.number if one.is_act else None, None if one.is_act else one.number, one.sha256)
            for one in entries
        ]  # fmt: skip
        yield csv_bytes(rows).removeprefix(_BOM)
