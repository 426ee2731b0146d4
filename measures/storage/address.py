"""Where the database is: reading its address, opening connections, and saying in a sentence why one fails."""

import sqlite3
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, QueuePool, create_engine, event, make_url
from sqlalchemy.exc import (
    ArgumentError,
    DataError,
    DBAPIError,
    IntegrityError,
    NoSuchModuleError,
    ProgrammingError,
    SQLAlchemyError,
)

from measures.errors import CannotReachDatabase, MayBeStored
from measures.storage.waiting import bound_answers, driver_waits, server_waits

BUSY_SECONDS = 10
EXAMPLES = (
    "sqlite:////srv/measures/measures.db or postgresql+psycopg://user:password@server/measures "
    "(setting MEASURES_DATABASE_URL)"
)
#: Of SQLite's own addresses (`sqlite:///file:…?mode=ro&uri=true`); the name of a file has no options.
_SQLITE_OPTIONS = ("uri", "mode", "cache", "immutable", "nolock", "psow", "vfs")


def read_address(text: str) -> URL:
    """The database address; raises CannotReachDatabase for one that cannot be used.

    `postgresql://` and `postgres://` are taken as PostgreSQL by psycopg, the driver that is installed.
    """
    try:
        url = make_url(text)
    except (ArgumentError, ValueError) as error:
        raise CannotReachDatabase(
            f"The database address cannot be read. Write it as {EXAMPLES}."
        ) from error.with_traceback(None)
    backend, _, driver = url.drivername.partition("+")
    if backend in ("postgresql", "postgres") and driver in ("", "psycopg"):
        return url.set(drivername="postgresql+psycopg")
    if backend == "sqlite" and driver in ("", "pysqlite"):
        return url.set(drivername="sqlite")
    raise CannotReachDatabase(
        f"“{url.drivername}” is not a database that this program works with. Write the address as {EXAMPLES}."
    )


def shown(url: URL) -> str:
    """The address without its password."""
    safe = url.difference_update_query([name for name in url.query if _is_secret(name)])
    return safe.render_as_string(hide_password=True)


def make_engine(url: URL) -> Engine:
    """An engine that connects when first used. Transactions are begun by us, so that a reader sees one moment."""
    _refuse_unknown_options(url)
    try:
        engine = _sqlite_engine(url) if url.drivername == "sqlite" else _postgresql_engine(url)
    except (SQLAlchemyError, NoSuchModuleError, ImportError) as error:
        raise CannotReachDatabase(f"The database address {shown(url)} cannot be used: {error}") from error
    return engine


def _refuse_unknown_options(url: URL) -> None:
    """Their values are not shown: an option that there is not may be meant for a password."""
    known = _options_of_postgresql() if url.drivername != "sqlite" else _options_of_sqlite(url)
    for name in url.query:
        if name not in known:
            near = get_close_matches(name, known, n=1)
            meant = f"Did you mean “{near[0]}”?" if near else "Take it out of the address."
            bare = shown(url.difference_update_query(list(url.query)))
            raise CannotReachDatabase(
                f"The database {bare} has no option “{name}”. {meant} (setting MEASURES_DATABASE_URL)"
            )


def _options_of_postgresql() -> Sequence[str]:
    """What may stand after the “?” of an address, by PostgreSQL's own library."""
    from psycopg.pq import Conninfo

    return [option.keyword.decode() for option in Conninfo.get_defaults()]


def _options_of_sqlite(url: URL) -> Sequence[str]:
    return _SQLITE_OPTIONS if str(url.database).startswith("file:") else ()


def _postgresql_engine(url: URL) -> Engine:
    waits = {name: wait for name, wait in driver_waits(BUSY_SECONDS).items() if name not in url.query}
    engine = create_engine(
        url, connect_args=waits, pool_pre_ping=True, isolation_level="REPEATABLE READ", hide_parameters=True
    )
    bound_answers(engine)
    event.listen(engine, "connect", _prepare_postgresql)
    event.listen(engine, "begin", _begin_postgresql)
    return engine


def _sqlite_engine(url: URL) -> Engine:
    in_memory = url.database in (None, "", ":memory:")
    if not in_memory and not str(url.database).startswith("file:"):
        _refuse_bad_place(url, Path(str(url.database)))
    options: dict[str, Any] = {"poolclass": QueuePool, "hide_parameters": True}
    if in_memory:  # the database lives as long as its one connection
        options |= {"pool_size": 1, "max_overflow": 0, "pool_reset_on_return": "rollback"}
    arguments = {"timeout": BUSY_SECONDS, "check_same_thread": False, "isolation_level": None}
    engine = create_engine(url, connect_args=arguments, **options)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def refuse_missing(url: URL) -> None:
    """Raise CannotReachDatabase for an SQLite file that is not there: to look at it would make an empty one."""
    if url.drivername != "sqlite" or url.database in (None, "", ":memory:") or str(url.database).startswith("file:"):
        return
    _refuse_bad_place(url, Path(str(url.database)))
    if not Path(str(url.database)).exists():
        raise CannotReachDatabase(f"There is no database {shown(url)} yet. Make it with: measures init")


def _refuse_bad_place(url: URL, path: Path) -> None:
    if path.is_dir():
        raise CannotReachDatabase(f"The database {shown(url)} is a folder. Name a file in it, such as measures.db.")
    if not path.parent.is_dir():
        raise CannotReachDatabase(
            f"The database {shown(url)} cannot be made: there is no folder “{path.parent}”. "
            "Make the folder first, or set MEASURES_DATABASE_URL to another place."
        )


def _prepare_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    connection.execute("PRAGMA foreign_keys = ON")
    connection.create_function("lower", 1, _lower, deterministic=True)
    _keep_a_log(connection)
    connection.execute("PRAGMA synchronous = FULL")


def _lower(text: Any) -> Any:
    """As PostgreSQL has it: SQLite's own knows the letters of English alone."""
    return text.lower() if isinstance(text, str) else text


def _keep_a_log(connection: sqlite3.Connection) -> None:
    """Write ahead to a log. SQLite does not wait by itself where another turns a new file to it at this moment."""
    until = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > until:
                raise
            time.sleep(0.01)
        else:
            return


def _prepare_postgresql(connection: Any, _record: object) -> None:
    """Nobody waits for another's lock without end, nor the server for us; what it says itself of that goes first.

    A server that does not know one of these settings goes without it.
    """
    ours = {"lock_timeout": f"{BUSY_SECONDS * 1000:.0f}ms", **server_waits(BUSY_SECONDS)}
    connection.execute(
        "SELECT set_config(name, ours.wait, false) FROM pg_settings "
        "JOIN unnest(%s::text[], %s::text[]) AS ours(setting_name, wait) ON name = setting_name "
        "WHERE source = 'default' OR (name = 'lock_timeout' AND setting = '0')",
        [list(ours), list(ours.values())],
    )
    connection.commit()


def _begin_sqlite(connection: Connection) -> None:
    """A writer takes its lock at once: two that read first and write later would both fail."""
    options = connection.get_execution_options()
    if not options.get("writing", False):
        connection.exec_driver_sql("BEGIN")
        return
    try:
        _busy_for(connection, options.get("wait", BUSY_SECONDS))
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    finally:
        _busy_for(connection, BUSY_SECONDS)


def _busy_for(connection: Connection, seconds: float) -> None:
    """How long SQLite waits for another who writes."""
    connection.exec_driver_sql(f"PRAGMA busy_timeout = {1000 * seconds:.0f}").close()


def _begin_postgresql(connection: Connection) -> None:
    """Who will not wait long for a lock says so for its transaction; the others wait as their connection does."""
    wait = connection.get_execution_options().get("wait", BUSY_SECONDS)
    if wait < BUSY_SECONDS:
        connection.exec_driver_sql(f"SET LOCAL lock_timeout = {1000 * wait:.0f}")


def _errors_of_drivers() -> tuple[type[BaseException], ...]:
    """What a driver raises by itself; PostgreSQL's only where it is in use, for it takes a while to import."""
    if "psycopg" not in sys.modules:
        return (sqlite3.DatabaseError,)
    import psycopg

    return (sqlite3.DatabaseError, psycopg.OperationalError)


@contextmanager
def speaking_plainly(url: URL) -> Iterator[None]:
    """Turn what a driver says of a database out of reach into CannotReachDatabase; faults of ours pass through."""
    try:
        yield
    except ProgrammingError as error:
        if error.statement is not None:
            raise
        raise _out_of_reach(url, error.orig or error) from error  # of the address: nothing was asked yet
    except (IntegrityError, DataError, sqlite3.IntegrityError, sqlite3.ProgrammingError):
        raise
    except DBAPIError as error:
        raise _out_of_reach(url, error.orig or error) from error
    except _errors_of_drivers() as error:
        raise _out_of_reach(url, error) from error
    except SQLAlchemyError as error:
        if type(error).__name__ != "TimeoutError":  # of the pool: every connection is taken
            raise
        raise _out_of_reach(url, error) from error


@contextmanager
def committing(url: URL) -> Iterator[None]:
    """Where the connection is lost before the answer to a commit, nobody here can know: raise MayBeStored."""
    try:
        yield
    except DBAPIError as error:
        if not error.connection_invalidated:
            raise
        rest = (
            "Whether it is stored is not known. Look at the history before you do it again; a file that stands is not "
            "stored a second time."
        )
        raise MayBeStored(
            f"The connection to the database {shown(url)} was lost at the moment of storing: "
            f"{_said(url, error.orig or error)}. {rest}",
            f"The connection to the database was lost at the moment of storing. {rest}",
        ) from error


_AWAY = "The network to the server is cut, or the server is held up. Try again when it is back."
_COMING = "The server is starting or stopping. Try again in a moment."
_REMEDIES = (
    ("QueuePool limit", "More people ask at once than it answers. Try again in a moment."),
    ("is locked", "Another program holds it. Close that program, or try again in a moment."),
    ("not a database", "The file is something else. Name another file in MEASURES_DATABASE_URL."),
    ("malformed", "The file is damaged. Put back the last backup."),
    ("readonly", "It may be read but not written. Give this account the right to write there."),
    ("read-only", "It may be read but not written. Give this account the right to write there."),
    ("unable to open", "Check that the folder exists and that this account may write there."),
    ("disk is full", "Make room on the disk and try again."),
    ("No space left", "Make room on the server's disk and try again."),
    ("disk I/O error", "Make room on the disk and try again; if there is room, the disk itself may be failing."),
    ("lock timeout", "Another program holds it. Close that program, or try again in a moment."),
    ("statement timeout", "Try again when the server is less busy, or have its statement_timeout raised."),
    ("terminating connection", "The server ended the connection. Try again in a moment."),
    ("server closed the connection", "The server ended the connection. Try again in a moment."),
    ("connection is closed", "The server ended the connection. Try again in a moment."),
    ("connection is lost", "The server ended the connection. Try again in a moment."),
    ("reset by peer", "The server ended the connection. Try again in a moment."),
    ("timed out", _AWAY),
    ("timeout expired", _AWAY),
    ("no answer within", _AWAY),
    ("unreachable", _AWAY),
    ("No route to host", _AWAY),
    ("starting up", _COMING),
    ("shutting down", _COMING),
    ("recovery mode", _COMING),
    ("not yet accepting", _COMING),
    ("too many clients", "More people ask at once than it answers. Try again in a moment."),
    ("connection slots", "More people ask at once than it answers. Try again in a moment."),
    ("authentication failed", "Check the user and password in MEASURES_DATABASE_URL."),
    ("no password supplied", "Put the password into MEASURES_DATABASE_URL."),
    ("does not exist", "Check the name in MEASURES_DATABASE_URL, or have the database made."),
    ("refused", "Check that the server runs and that the address in MEASURES_DATABASE_URL is right."),
    ("resolve", "Check the server's name in MEASURES_DATABASE_URL."),
    ("permission denied", "Have the account given rights on this database."),
    ("could not serialize", "Two people wrote at once. Try again."),
)


def _out_of_reach(url: URL, error: BaseException) -> CannotReachDatabase:
    said = _said(url, error)
    remedy = next((advice for sign, advice in _REMEDIES if sign in said), "Check MEASURES_DATABASE_URL.")
    return CannotReachDatabase(
        f"The database {shown(url)} cannot be used: {said}. {remedy} Nothing was stored.",
        f"The database cannot be used at the moment. {remedy} Nothing was stored.",
    )


def _said(url: URL, error: BaseException) -> str:
    """What the driver says first, without secrets."""
    primary = getattr(getattr(error, "diag", None), "message_primary", None)  # PostgreSQL's, without the statement
    first = " ".join((primary or str(error)).split()).partition(" Is the server ")[0]  # it asks back
    said = first.rstrip(".") or type(error).__name__
    for secret in _secrets_of(url):
        said = said.replace(secret, "***")
    return said


def secrets_in(text: str) -> set[str]:
    """The passwords in an address, none where it cannot be read."""
    try:
        return _secrets_of(make_url(text))
    except (ArgumentError, ValueError):
        return set()


def _secrets_of(url: URL) -> set[str]:
    held = (value for name, value in url.query.items() if _is_secret(name))
    return {one for one in (url.password, *held) if isinstance(one, str) and one}


def _is_secret(option: str) -> bool:
    return "pass" in option.lower()
