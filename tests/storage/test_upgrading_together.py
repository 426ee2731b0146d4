"""A database of an earlier version that two processes bring up to date at the same moment: it is done once."""

import sqlite3
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import text

from measures.storage import upgrade
from measures.storage.address import make_engine, read_address
from measures.storage.locks import Lock
from measures.storage.store import open_store
from measures.storage.upgrade import VERSIONS
from tests.cli.conftest import start
from tests.services.test_machine_faults import session_of

EARLIER = "0002"
BY = "A. Officer"
WAITING = """
SELECT count(*) FROM pg_locks JOIN pg_database ON pg_database.oid = database
WHERE locktype = 'advisory' AND NOT granted AND datname = current_database()
"""


def make_earlier(url: str) -> None:
    """The tables of an earlier version, with an act in them."""
    engine = make_engine(read_address(url))
    with engine.connect() as plain, plain.execution_options(writing=True) as connection, connection.begin():
        upgrade.make_anew(connection, EARLIER)
        connection.execute(
            text(
                "INSERT INTO act (id, at, by, kind, summary, reason, details) "
                "VALUES (1, :at, :by, 'upload', 's', '', '{}')"
            ),
            {"at": datetime(2026, 1, 2, tzinfo=UTC) if "postgres" in url else "2026-01-02 00:00:00.000000", "by": BY},
        )
        assert upgrade.version_of(connection) == EARLIER
    engine.dispose()


@contextmanager
def _kept_waiting(url: str, processes: Callable[[], list[int]]) -> Iterator[Callable[[], None]]:
    """Nobody can begin; what this gives waits until both are at the door."""
    if url.startswith("sqlite"):
        path = Path(url.removeprefix("sqlite:///"))
        with closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            yield lambda: until(lambda: all(_has_open(one, path) for one in processes()))
            other.execute("COMMIT")
    else:
        with closing(session_of(url)) as other, closing(session_of(url)) as looks:
            other.execute("SELECT pg_advisory_xact_lock(%s)", [Lock.FORM.value])
            looks.autocommit = True
            yield lambda: until(lambda: looks.execute(WAITING).fetchone() == (2,))
            other.commit()


def until(is_so: Callable[[], bool]) -> None:
    until = time.monotonic() + 30
    while not is_so():
        assert time.monotonic() < until, "they did not both come"
        time.sleep(0.02)


def _has_open(process: int, path: Path) -> bool:
    return any(link.exists() and link.resolve() == path for link in Path(f"/proc/{process}/fd").iterdir())


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="this system does not show who has a file open")
def test_two_processes_that_start_together_upgrade_an_earlier_database_once_and_lose_nothing(
    database_url: str,
) -> None:
    make_earlier(database_url)
    running: list[subprocess.Popen[str]] = []
    with _kept_waiting(database_url, lambda: [one.pid for one in running]) as wait_for_both:
        running += [start("init", url=database_url) for _ in range(2)]
        wait_for_both()
        assert [one.poll() for one in running] == [None, None]
    said = [one.communicate(timeout=60) for one in running]
    assert [one.returncode for one in running] == [0, 0], said
    with open_store(database_url, upgrade=False) as store, store._connected() as connection:
        assert upgrade.version_of(connection) == VERSIONS[-1]
        assert connection.execute(text(f"SELECT count(*) FROM {upgrade.VERSION_TABLE}")).scalar() == 1
        assert [(act.id, act.by) for act in store.acts()] == [(1, BY)]
