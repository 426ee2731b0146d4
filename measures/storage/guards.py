"""The triggers that keep rows from being changed: the text that they have to have, and whether they have it."""

from collections.abc import Iterator

from sqlalchemy import Connection

from measures.storage.tables import FINAL_TABLES

#: What PostgreSQL's trigger calls.
FUNCTION = "measures_keep_final"
BODY = " BEGIN RAISE EXCEPTION 'a row of % is never changed', TG_TABLE_NAME; END "
VERBS = ("UPDATE", "DELETE")
_STATEMENT_BEFORE = 2 + 8 + 16 + 32  # before, deleting, changing, emptying; once for a statement


def sqlite_trigger(table: str, verb: str) -> str:
    """What makes the trigger of a table on SQLite, which keeps it word for word."""
    return (
        f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, 'a row of {table} is never changed'); END"
    )


def postgresql_trigger(table: str) -> str:
    """What makes the trigger of a table on PostgreSQL."""
    return (
        f"CREATE TRIGGER {table}_final BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {FUNCTION}()"
    )


def faults(connection: Connection) -> Iterator[str]:
    """Guards that are missing or are others than were made, and triggers that nobody of ours made."""
    found = _of_sqlite(connection) if connection.dialect.name == "sqlite" else _of_postgresql(connection)
    for table in FINAL_TABLES:
        needed = _needed(connection, table)
        there = {name: text for (of, name), text in found.items() if of == table}
        if not set(needed) <= set(there):
            yield f"The guard that keeps rows of the table {table} from being changed is missing."
        elif any(there[name] != text for name, text in needed.items()):
            yield f"The guard that keeps rows of the table {table} from being changed was replaced by another."
        for name in sorted(set(there) - set(needed)):
            yield f"The table {table} has a trigger “{name}” that this program did not make."


def _needed(connection: Connection, table: str) -> dict[str, str]:
    if connection.dialect.name == "sqlite":
        return {f"{table}_no_{verb.lower()}": sqlite_trigger(table, verb) for verb in VERBS}
    return {f"{table}_final": BODY}


def _of_sqlite(connection: Connection) -> dict[tuple[str, str], str]:
    query = "SELECT tbl_name, name, sql FROM sqlite_master WHERE type = 'trigger'"
    return {(table, name): sql for table, name, sql in connection.exec_driver_sql(query)}


def _of_postgresql(connection: Connection) -> dict[tuple[str, str], str]:
    """By table and trigger what it does: the text of the function where it stands as ours, "" where it does not."""
    query = f"""
        SELECT relname, tgname, CASE WHEN tgtype = {_STATEMENT_BEFORE} AND tgqual IS NULL AND tgnargs = 0
            AND tgattr::text = '' AND tgenabled IN ('O', 'A') AND proname = '{FUNCTION}' AND lanname = 'plpgsql'
            THEN prosrc ELSE '' END
        FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid JOIN pg_proc ON pg_proc.oid = tgfoid
        JOIN pg_language ON pg_language.oid = prolang
        WHERE NOT tgisinternal AND tgenabled <> 'D' AND pg_table_is_visible(pg_class.oid)
    """
    return {(table, name): text for table, name, text in connection.exec_driver_sql(query)}
