"""Bringing a database to the form that this program needs, once, however many start at the same time."""

from pathlib import Path

from sqlalchemy import Connection, Table, inspect, text

from measures.errors import CannotReachDatabase, DatabaseTooNew
from measures.storage.locks import Lock, take
from measures.storage.tables import FINAL_TABLES, metadata

#: The changes to the tables in order, as in migrations/versions; the last is what this program works with.
VERSIONS = ("0001", "0002", "0003", "0004", "0005", "0006", "0007", "0008", "0009", "0010")
VERSION_TABLE = "measures_version"
MIGRATIONS = Path(__file__).parent / "migrations"


def version_of(connection: Connection) -> str | None:
    """The version of the database, None where it has no tables of ours.

    Raises DatabaseTooNew for a version that this program does not know, CannotReachDatabase for a database that
    holds tables of these names made by something else.
    """
    names = set(inspect(connection).get_table_names())
    if VERSION_TABLE not in names:
        if taken := sorted(names.intersection(FINAL_TABLES)):
            raise CannotReachDatabase(
                f"The database has a table “{taken[0]}” that this program did not make. "
                "Give it a database of its own (setting MEASURES_DATABASE_URL)."
            )
        return None
    version = connection.execute(text(f"SELECT version_num FROM {VERSION_TABLE}")).scalar()
    if version is not None and version not in VERSIONS:
        raise DatabaseTooNew(
            f"The database was made by a newer version of this program (its tables are version {version}; this "
            f"program knows up to {VERSIONS[-1]}). Install the newer version, or use another database. "
            "Nothing was changed."
        )
    return version


def is_current(connection: Connection) -> bool:
    """Whether nothing is left to do; raises as `version_of`."""
    return version_of(connection) == VERSIONS[-1]


def take_alone(connection: Connection) -> None:
    """Wait until nobody brings the database up to date, restores into it or writes, and keep them all out."""
    take(connection, *Lock)


def refuse_overtaken(connection: Connection) -> None:
    """Raise DatabaseTooNew where the database was brought up to date while this program was running on it."""
    version = connection.execute(text(f"SELECT version_num FROM {VERSION_TABLE}")).scalar()
    if version != VERSIONS[-1]:
        said = (
            "The database was brought up to date by a newer version of this program while this one was running "
            f"(its tables are version {version}, here {VERSIONS[-1]}). This one has to be stopped, and the newer one "
            "started. Nothing was stored."
        )
        raise DatabaseTooNew(said, said)


def upgrade_within(connection: Connection) -> None:
    """Run what is missing in the connection's open transaction, while nobody else writes."""
    take_alone(connection)
    if not is_current(connection):
        _run_up_to(connection, "head")


def tables_there(connection: Connection) -> list[Table]:
    """Those of our tables that the database has, in the order in which rows may be written."""
    names = set(inspect(connection).get_table_names())
    return [table for table in metadata.sorted_tables if table.name in names]


def make_anew(connection: Connection, version: str) -> None:
    """Empty tables of an earlier version, or of the newest, in place of those that are there; the caller knows why."""
    for table in reversed(tables_there(connection)):
        connection.execute(text(f'DROP TABLE "{table.name}"'))
    connection.execute(text(f"DROP TABLE IF EXISTS {VERSION_TABLE}"))
    if connection.dialect.name == "postgresql":
        connection.execute(text("DROP FUNCTION IF EXISTS measures_keep_final"))
    _run_up_to(connection, version)


def _run_up_to(connection: Connection, version: str) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes |= {"connection": connection, "version_table": VERSION_TABLE}
    command.upgrade(config, version)
