"""Whether the rows that acts brought are still those: their digests are made anew and compared.

What was there before acts had digests is covered by a seal: one line of the audit with the digest of each table up to
its largest id, made once, when such a database is brought up to date.
"""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Table, select

from measures.model.audit import AuditKind
from measures.model.record import ActKind
from measures.storage.chain import AUDIT, DIGESTS
from measures.storage.stored_digest import StoredRows
from measures.storage.tables import BROUGHT, act, audit_line, kind_of_rows

_ACTS_TOGETHER = 50  # an act tells every rating that an upload has moved
_LINES_TOGETHER = 500


@dataclass(frozen=True, slots=True, order=True)
class _Run:
    """The ids that an act, or the seal, vouches for, with their digest; `who` names it in words."""

    first: int
    last: int
    sha256: str
    who: str


@dataclass(slots=True)
class _Vouched:
    """What all acts and the seal say: the runs by table; acts without digests; where the audit ended, by its line."""

    runs: dict[str, list[_Run]] = field(default_factory=lambda: defaultdict(list))
    first: int | None = None  # the first act with digests
    silent: list[tuple[int, str]] = field(default_factory=list)
    ends: dict[int, tuple[str, int]] = field(default_factory=dict)

    def add(self, details: Mapping[str, Any], who: str) -> None:
        for name, (first, last, sha256) in details[DIGESTS].items():
            self.runs[name].append(_Run(first, last, sha256, who))


def faults(connection: Connection) -> Iterator[str]:
    """Rows that are not those that were recorded, for which nothing vouches, or of an act of another kind."""
    vouched = _vouched(connection)
    sealed = _seal(connection, vouched)
    for number, summary in vouched.silent:
        if number > sealed:
            yield f"Act {number} ({summary}) carries no digest of what it recorded."
    yield from _faults_of_ends(connection, vouched)
    for table in BROUGHT:
        yield from _of_other_kinds(connection, table)
        yield from _faults_of_table(connection, table, sorted(vouched.runs[table.name]))


def _vouched(connection: Connection) -> _Vouched:
    found = _Vouched()
    query = select(act.c.id, act.c.kind, act.c.summary, act.c.details).order_by(act.c.id)
    for number, kind, summary, given in connection.execute(query.execution_options(yield_per=_ACTS_TOGETHER)):
        details = _read(given)
        if DIGESTS in details:
            words = ActKind(kind).words if kind in list(ActKind) else kind
            found.add(details, f"act {number} ({words}: {summary})")
            found.first = found.first or number
        else:
            found.silent.append((number, summary))
        if AUDIT in details:
            line, _, sha256 = str(details[AUDIT]).partition(":")
            found.ends.setdefault(int(line), (sha256, number))
    return found


def _read(given: str) -> dict[str, Any]:
    """The details of a row; empty where they cannot be read, which the chain tells."""
    try:
        details = json.loads(given)
        digests = details.get(DIGESTS, {})
        sound = all(isinstance(first, int) and isinstance(last, int) for first, last, _ in digests.values())
    except (ValueError, TypeError, AttributeError):
        return {}
    return details if sound else {}


def _seal(connection: Connection, vouched: _Vouched) -> int:
    """The act up to which a seal vouches for what acts without digests brought; 0 where there is none.

    A seal that covers acts with digests of their own vouches for nothing: rows could be put in and sealed anew.
    """
    a = audit_line.c
    query = select(a.id, a.details).where(a.kind == AuditKind.SEAL.value).order_by(a.id)
    for line, given in connection.execute(query):
        details = _read(given)
        newest = details.get("act")
        if DIGESTS in details and isinstance(newest, int) and (vouched.first is None or newest < vouched.first):
            vouched.add(details, f"the seal of audit line {line} over all that was there before it")
            return newest
    return 0


def _faults_of_ends(connection: Connection, vouched: _Vouched) -> Iterator[str]:
    """The first end of the audit that an act has seen and that is not there any more."""
    lines = sorted(vouched.ends)
    for start in range(0, len(lines), _LINES_TOGETHER):
        part = lines[start : start + _LINES_TOGETHER]
        query = select(audit_line.c.id, audit_line.c.sha256).where(audit_line.c.id.in_(part))
        there: dict[int, str] = dict(iter(connection.execute(query)))
        for line in part:
            sha256, number = vouched.ends[line]
            if there.get(line) != sha256:
                what = "has another SHA-256" if line in there else "is not there"
                yield (
                    f"When act {number} was recorded, the audit ended with line {line}:{sha256}. That line {what}: the "
                    "audit was cut off or written anew."
                )
                return


def _of_other_kinds(connection: Connection, table: Table) -> Iterator[str]:
    kind = kind_of_rows(table)
    if kind is None:
        return
    query = select(table.c.id, act.c.id, act.c.kind).join_from(table, act, act.c.id == table.c.act_id)
    for row, number, other in connection.execute(query.where(act.c.kind != kind.value).order_by(table.c.id)):
        words = ActKind(other).words if other in list(ActKind) else other
        yield f"Row {row} of the table {table.name} hangs under act {number}, which is of another kind ({words})."


def _faults_of_table(connection: Connection, table: Table, runs: list[_Run]) -> Iterator[str]:
    rows, before = StoredRows(connection, table), 0
    for run in runs:
        if not before < run.first <= run.last:
            yield (
                f"The rows {run.first} to {run.last} of the table {table.name}, for which {run.who} vouches, are "
                "vouched for twice."
            )
            continue
        yield from _put_in(table, rows, run.first - 1)
        many, _, sha256 = rows.digest(run.last)
        if sha256 != run.sha256:
            yield _altered(table, run, many)
        before = run.last
    yield from _put_in(table, rows, None)


def _altered(table: Table, run: _Run, many: int) -> str:
    span = run.last - run.first + 1
    what = f"row {run.first}" if span == 1 else f"the rows {run.first:,} to {run.last:,}"
    if many < span:
        lost = f"it is missing: {what}" if span == 1 else f"of {what} {span - many:,} are missing"
        done = f"has lost rows ({lost})"
    else:
        done = f"was altered ({'in ' if span > 1 else ''}{what})"
    return f"What {run.who} recorded in the table {table.name} {done}: its SHA-256 is another."


def _put_in(table: Table, rows: StoredRows, last: int | None) -> Iterator[str]:
    """The rows up to an id, for which nothing vouches."""
    many, first, number = rows.pass_over(last)
    if many == 1:
        names = "" if number is None else f" (it names act {number})"
        yield f"Row {first} of the table {table.name}{names} was recorded by no act: it was put in by hand."
    elif many:
        said = "" if number is None else f" and names act {number}"
        yield (
            f"{many:,} rows of the table {table.name} (the first is {first}{said}) were recorded by no act: they were "
            "put in by hand."
        )
