"""Who writes waits for who writes: PostgreSQL's advisory locks, each held to the end of the transaction.

SQLite has one lock for all of it, taken when a transaction that may write begins.
"""

from enum import Enum

from sqlalchemy import Connection, text


class Lock(Enum):
    """What one transaction at a time may do, in the order in which they are taken, by a number that is ours alone."""

    FORM = 7_261_849_005  # change the tables, or put a backup into them
    ACTS = 7_261_849_006  # record an act
    AUDIT = 7_261_849_007  # add a line to the audit: a sign-in does not wait for an upload


def take(connection: Connection, *locks: Lock) -> None:
    """Wait until no other transaction holds any of them, and hold them."""
    if connection.dialect.name == "postgresql":
        for lock in locks:
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": lock.value})
