"""The disk is full, the database is held, the server goes away: a sentence that says what to do, and nothing lost."""

import os
import shutil
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import event, make_url

from measures.errors import CannotReachDatabase
from measures.services.definitions import load_plans
from measures.services.integrity import check
from measures.services.uploads import Preview, accept_upload, preview_upload
from measures.services.withdrawals import withdraw_upload
from measures.settings import ROOT
from measures.storage.store import Store, open_store
from tests.builders import a_measure, a_plan
from tests.postgres import PostgresServer
from tests.services.test_uploads import TODAY
from tests.services.uploading import LARGE, MEASURES

SMALL = b"measure_id,quarter,value\nmeasure-0,2015/16 Q1,7\n"
FULL = r"disk is full.*Make room on the disk and try again.*Nothing was stored"


def office_on(address: str) -> Store:
    """A store with a plan and one upload."""
    store = open_store(address)
    load_plans(store, [a_plan(*MEASURES)], by="A. Officer")
    _accept(store, "small.csv", SMALL)
    return store


def _accept(store: Store, name: str, content: bytes) -> None:
    accept_upload(store, preview_upload(store, name, content, today=TODAY), by="A. Officer", confirm=True)


def large(store: Store) -> Preview:
    return preview_upload(store, "large.csv", LARGE.encode(), today=TODAY)


def assert_nothing_lost(store: Store) -> None:
    """What `office_on` stored is there, and nothing else."""
    assert [upload.name for upload in store.uploads()] == ["small.csv"]
    assert store.upload_file(1) == SMALL
    assert store.values(area=None)["value_units"].tolist() == [7]
    assert check(store) == []


# ---- no room


@contextmanager
def _disk_of_a_megabyte(folder: Path) -> Iterator[Callable[[], object]]:
    """A real disk that is soon full; what it gives makes it larger."""
    mount = shutil.which("mount")
    made = mount and subprocess.run([mount, "-t", "tmpfs", "-o", "size=1M", "none", folder], check=False).returncode
    if made != 0:
        pytest.skip("no disk can be mounted here")
    try:
        yield lambda: subprocess.run([mount, "-o", "remount,size=30M", folder], check=True)
    finally:
        subprocess.run(["umount", folder], check=True)


@contextmanager
def _pages_counted(store: Store) -> Iterator[Callable[[], object]]:
    """SQLite's own bound on the size of its file, which it tells in the words of a full disk."""
    most = {"pages": 0}

    def bound(connection: sqlite3.Connection, *_: object) -> None:
        pages = most["pages"] or connection.execute("PRAGMA page_count").fetchone()[0] + 40
        connection.execute(f"PRAGMA max_page_count = {pages}")

    event.listen(store._engine, "connect", bound)
    store.close()
    yield lambda: (most.update(pages=1_000_000), store.close())


def test_a_full_disk_is_told_and_the_same_upload_works_once_there_is_room(tmp_path: Path) -> None:
    with office_on(f"sqlite:///{tmp_path / 'measures.db'}") as store, _pages_counted(store) as make_room:
        _full_until(store, make_room)


def test_a_real_disk_that_is_full_is_told_and_the_same_upload_works_once_there_is_room(tmp_path: Path) -> None:
    with _disk_of_a_megabyte(tmp_path) as make_room, office_on(f"sqlite:///{tmp_path / 'measures.db'}") as store:
        _full_until(store, make_room)


def _full_until(store: Store, make_room: Callable[[], object]) -> None:
    preview = large(store)
    for _ in range(2):
        with pytest.raises(CannotReachDatabase, match=FULL):
            accept_upload(store, preview, by="A. Officer", confirm=True)
        assert_nothing_lost(store)
    make_room()
    assert accept_upload(store, preview, by="A. Officer", confirm=True).stored
    assert check(store) == []


def test_whichever_act_finds_no_room_says_so_and_every_one_before_it_is_kept(tmp_path: Path) -> None:
    with _disk_of_a_megabyte(tmp_path), office_on(f"sqlite:///{tmp_path / 'measures.db'}") as store:
        done = [2]
        with pytest.raises(CannotReachDatabase, match=FULL):
            _act_without_end(store, done)
        assert len(store.acts()) == sum(done)
        assert check(store) == []


def _act_without_end(store: Store, done: list[int]) -> None:
    for number in range(1000):
        _accept(store, "other.csv", SMALL.replace(b"7", b"%d" % (100 + number)))
        done.append(1)
        withdraw_upload(store, len(store.uploads()), reason="wrong", by="A. Officer")
        done.append(1)
        load_plans(store, [a_plan(a_measure("thefts", title=f"Thefts {number}"), id="other")], by="A. Officer")
        done.append(1)


_LIMITED = """
import os, resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]),) * 2)
os.execv(sys.executable, [sys.executable, "-m", "measures", *sys.argv[2:]])
"""


def test_a_command_for_which_there_is_no_room_ends_with_a_sentence(tmp_path: Path) -> None:
    pytest.importorskip("resource")
    path = tmp_path / "measures.db"
    (tmp_path / "large.csv").write_text(LARGE)
    office_on(f"sqlite:///{path}").close()
    arguments = ["load", str(tmp_path / "large.csv"), "--by", "A. Officer", "--confirm"]
    limited = [sys.executable, "-c", _LIMITED, str(path.stat().st_size + 100_000), *arguments]
    environment = {**os.environ, "MEASURES_DATABASE_URL": f"sqlite:///{path}"}
    ran = subprocess.run(limited, cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=120)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert "Make room on the disk" in ran.stderr and "Nothing was stored" in ran.stderr
    assert "Traceback" not in ran.stderr
    with open_store(f"sqlite:///{path}") as store:
        assert_nothing_lost(store)
        assert accept_upload(store, large(store), by="A. Officer", confirm=True).stored


# ---- held by another


_HOLDER = """
import sqlite3, sys
held = sqlite3.connect(sys.argv[1], isolation_level=None)
held.execute("BEGIN IMMEDIATE")
print("held", flush=True)
sys.stdin.read()
"""


@contextmanager
def held_by_another_program(path: Path) -> Iterator[None]:
    pipe = subprocess.PIPE
    with subprocess.Popen([sys.executable, "-c", _HOLDER, path], stdin=pipe, stdout=pipe, text=True) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        yield
        holder.stdin.close()  # type: ignore[union-attr]


def test_a_database_that_another_program_holds_is_told_and_nothing_is_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("measures.storage.address.BUSY_SECONDS", 0.1)
    path = tmp_path / "measures.db"
    with office_on(f"sqlite:///{path}") as store:
        preview = large(store)
        with held_by_another_program(path):
            with pytest.raises(CannotReachDatabase, match=r"is locked\. Another program holds it.*Nothing was stored"):
                accept_upload(store, preview, by="A. Officer", confirm=True)
            assert_nothing_lost(store)
        assert accept_upload(store, preview, by="A. Officer", confirm=True).stored


def test_a_table_that_another_session_holds_is_told_and_nothing_is_lost(
    postgres: PostgresServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("measures.storage.address.BUSY_SECONDS", 0.2)
    with postgres.new_database() as address, office_on(address) as store:
        preview = large(store)
        for mode in ("EXCLUSIVE", "ACCESS EXCLUSIVE"):
            with closing(session_of(address)) as other:
                other.execute(f"LOCK TABLE revision IN {mode} MODE")
                with pytest.raises(CannotReachDatabase, match=r"lock timeout\. Another program.*Nothing was stored"):
                    accept_upload(store, preview, by="A. Officer", confirm=True)
            assert_nothing_lost(store)
        assert accept_upload(store, preview, by="A. Officer", confirm=True).stored


def session_of(address: str) -> psycopg.Connection:
    """A connection of another program."""
    return psycopg.connect(make_url(address).set(drivername="postgresql").render_as_string(hide_password=False))


# ---- gone in the middle


_WAITING = """
SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'
"""


def test_a_server_that_ends_the_session_in_the_middle_of_an_upload_leaves_nothing_of_it(
    postgres: PostgresServer,
) -> None:
    with postgres.new_database() as address, office_on(address) as store:
        preview = large(store)
        for table in ("upload", "revision"):
            with closing(session_of(address)) as other:
                other.execute(f"LOCK TABLE {table} IN EXCLUSIVE MODE")
                ending = threading.Thread(target=_end_whoever_waits, args=(address,))
                ending.start()
                with pytest.raises(CannotReachDatabase, match=r"The server ended the connection") as caught:
                    accept_upload(store, preview, by="A. Officer", confirm=True)
                ending.join()
            assert "MEASURES_DATABASE_URL" not in str(caught.value)
            assert_nothing_lost(store)
        assert accept_upload(store, preview, by="A. Officer", confirm=True).stored
        assert check(store) == []


def _end_whoever_waits(address: str) -> None:
    with closing(session_of(address)) as other:
        other.autocommit = True
        other.execute("SELECT pg_terminate_backend(%s)", [wait_for_who_waits(address)])


def wait_for_who_waits(address: str) -> int:
    """The server's process that waits for a lock, as soon as there is one."""
    with closing(session_of(address)) as other:
        other.autocommit = True
        for _ in range(6000):
            if found := other.execute(_WAITING).fetchone():
                return int(found[0])
            time.sleep(0.01)
    raise AssertionError("nobody waits for a lock")


def test_a_server_that_cuts_long_statements_short_is_told(postgres: PostgresServer) -> None:
    with postgres.new_database() as address, office_on(address) as store:
        preview = large(store)
        with closing(session_of(address)) as other:
            other.execute(f"ALTER DATABASE {make_url(address).database} SET statement_timeout = '150ms'")
            other.commit()
            store.close()
            other.execute("LOCK TABLE revision IN EXCLUSIVE MODE")
            with pytest.raises(CannotReachDatabase, match=r"statement timeout\. .*statement_timeout.*Nothing"):
                accept_upload(store, preview, by="A. Officer", confirm=True)
        assert_nothing_lost(store)
