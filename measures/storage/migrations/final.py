"""The guard that keeps the rows of a table from being changed; its function on PostgreSQL is that of version 0001."""

from collections.abc import Iterator
from contextlib import contextmanager

from alembic import op

from measures.storage.guards import VERBS, postgresql_trigger, sqlite_trigger


def keep_final(table: str) -> None:
    """Have the database refuse to change or delete a row of the table."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(postgresql_trigger(table))
        return
    for verb in VERBS:
        op.execute(sqlite_trigger(table, verb))


@contextmanager
def change_for_once(table: str) -> Iterator[None]:
    """Let a migration fill in a new column of a table that is kept final; no other transaction sees it unguarded."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"ALTER TABLE {table} DISABLE TRIGGER {table}_final")
        yield
        op.execute(f"ALTER TABLE {table} ENABLE TRIGGER {table}_final")
        return
    for verb in ("update", "delete"):
        op.execute(f"DROP TRIGGER {table}_no_{verb}")
    yield
    keep_final(table)
