"""The chain of hashes over the acts, and that over the lines of the audit.

Each row keeps the SHA-256 over its content and the hash of the row before it, so that a row that is altered, taken
out, put in or moved is found by `measures check`. How many rows there are, and the last hash, stand in a table of
their own: rows that are cut off at the end are missed too. There is no key: whoever owns the database can write all of
it anew, hashes too. Only an end of the chain that was noted elsewhere finds that (`refuted`).

The same rows have the same hashes in every database, whatever its time zone: a moment is hashed in UTC, a text as it
stands. That way may never change.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

from sqlalchemy import Connection, Table, insert, select, update

from measures.model.record import RecordEnd
from measures.storage.new_rows import Numbered
from measures.storage.tables import act, audit_line, chain

#: Under these names an act's details hold the digests of the rows that it brought, by table the first and the last id
#: and the SHA-256, and the end of the audit as it was then.
DIGESTS, AUDIT = "digests", "audit"

#: Each chained table with the columns that are hashed, in order, and how one of its rows is called.
CHAINED: dict[str, tuple[Table, tuple[str, ...], str]] = {
    "act": (act, ("id", "at", "by", "kind", "summary", "reason", "details"), "Act"),
    "audit_line": (audit_line, ("id", "at", "by", "kind", "summary", "details"), "Line"),
}


def link(previous: str, values: list[object]) -> str:
    """The hash of a row: over the hash before it ("" for the first) and its values."""
    said = [one.astimezone(UTC).isoformat(timespec="microseconds") if isinstance(one, datetime) else one
            for one in values]  # fmt: skip
    text = json.dumps([previous, *said], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def head(connection: Connection, name: str) -> str:
    """The hash of the newest row of a chained table, "" where there is none."""
    return connection.execute(select(chain.c.sha256).where(chain.c.name == name)).scalar() or ""


def ends(connection: Connection) -> dict[str, tuple[int, str]]:
    """By chained table how many rows were recorded, and the hash of the last."""
    return {row.name: (row.length, row.sha256) for row in connection.execute(select(chain))}


def close(connection: Connection, name: str, length: int, sha256: str) -> None:
    """Set down which row is the last; the caller holds the lock of the only writer."""
    new = {"length": length, "sha256": sha256}
    if not connection.execute(update(chain).where(chain.c.name == name).values(**new)).rowcount:
        connection.execute(insert(chain).values(name=name, **new))


def covered(connection: Connection, brought: Iterable[Numbered]) -> dict[str, object]:
    """What a new act says of the rows that it brings and of the end of the audit, so that both are chained with it."""
    length, sha256 = ends(connection).get("audit_line", (0, ""))
    said: dict[str, object] = {DIGESTS: {one.rows.table.name: [one.first, one.last, one.sha256] for one in brought}}
    return said | ({AUDIT: f"{length}:{sha256}"} if length else {})


def faults(connection: Connection) -> Iterator[str]:
    """Rows that are not those that were recorded, or not in their place."""
    for name in CHAINED:
        yield from _faults_of(connection, name)


def refuted(connection: Connection, end: RecordEnd) -> str:
    """What is wrong where a row of a chain has not the SHA-256, or beginning of one, that was noted; "" else."""
    table = CHAINED[end.chain][0]
    noun, what = ("Act", "record") if table is act else ("Audit line", "audit")
    found = connection.execute(select(table.c.sha256).where(table.c.id == end.number)).scalar()
    if found is None:
        return f"{noun} {end.number}, whose SHA-256 was noted, is not there: the {what} was cut off or written anew."
    if not found.startswith(end.sha256):
        return f"{noun} {end.number} has not the SHA-256 that was noted: the {what} up to it was written anew."
    return ""


def _faults_of(connection: Connection, name: str) -> Iterator[str]:
    table, columns, noun = CHAINED[name]
    query = select(*(table.c[column] for column in columns), table.c.sha256).order_by(table.c.id)
    before, previous = 0, ""
    for row in connection.execute(query):
        if row.id != before + 1:
            missing = f"{noun} {before + 1} is" if row.id == before + 2 else f"{noun}s {before + 1} to {row.id - 1} are"
            yield f"{missing} missing from the chain of hashes."
        elif link(previous, list(row)[:-1]) != row.sha256:
            yield (
                f"{noun} {row.id} ({row.summary}) is not as it was recorded: it was altered, moved or put in, or "
                "the one before it was. Its SHA-256 does not follow."
            )
        before, previous = row.id, row.sha256
    yield from _faults_of_end(connection, name, before, previous)


def _faults_of_end(connection: Connection, name: str, last: int, sha256: str) -> Iterator[str]:
    noun = CHAINED[name][2].lower()
    found = connection.execute(select(chain.c.length, chain.c.sha256).where(chain.c.name == name)).first()
    length, closing = found or (0, "")
    if length > last:
        yield f"The record ends with {noun} {last}; {length} were recorded: the last of them are missing."
    elif length < last:
        yield f"The record ends with {noun} {last}; {length} were recorded: the last of them were put in."
    elif closing != sha256:
        yield f"The last {noun} is not the one that was recorded: its SHA-256 is another."
