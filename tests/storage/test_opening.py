"""Opening a database: made where there is none, upgraded once, refused in a sentence where it cannot be used."""

import os
import signal
import sqlite3
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

from measures.errors import CannotReachDatabase, DatabaseTooNew
from measures.model.access import GivenRole, Role
from measures.model.area import Area, Group, Member
from measures.model.audit import AuditKind
from measures.model.commentary import Commentary
from measures.model.funding import Award
from measures.model.meeting import Meeting, ReportText
from measures.model.quarter import Quarter
from measures.services.definitions import load_plans
from measures.settings import ROOT
from measures.storage.address import make_engine, read_address
from measures.storage.funding_rows import NewFundingList
from measures.storage.publications import NewPublication
from measures.storage.records import NewUpload
from measures.storage.store import Store, open_store
from measures.storage.tables import FINAL_TABLES, metadata
from measures.storage.upgrade import MIGRATIONS, VERSION_TABLE, VERSIONS
from tests.builders import a_plan
from tests.postgres import PostgresServer
from tests.storage.figures import figures, shown, stored


def test_the_migrations_make_exactly_the_tables_that_the_program_uses(store: Store) -> None:
    with store._engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"version_table": VERSION_TABLE})
        assert compare_metadata(context, metadata) == []


def test_every_migration_is_known_to_the_program() -> None:
    script = ScriptDirectory(str(MIGRATIONS))
    assert [step.revision for step in script.walk_revisions()][::-1] == list(VERSIONS)


def test_opening_again_finds_what_was_stored(new_url: str) -> None:
    with open_store(new_url) as store:
        stored(store, figures("thefts", q1=10))
    with open_store(new_url, upgrade=False) as store:
        assert shown(store) == {("thefts", "q1"): 10}


def test_many_may_open_a_new_database_at_once(new_url: str) -> None:
    ready = threading.Barrier(4)

    def open_and_store(number: int) -> int:
        ready.wait()
        with open_store(new_url) as store:
            return stored(store, figures("thefts", q1=number)).id

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(open_and_store, range(4))) == [1, 2, 3, 4]
    with open_store(new_url) as store:
        assert store.faults() == []


def test_a_new_file_waits_for_whoever_else_is_just_making_it(tmp_path: Path) -> None:
    """SQLite does not wait by itself while another connection turns a new file to its log: one try in 25 failed."""
    ready = threading.Barrier(6)

    def open_at(url: str) -> int:
        engine = make_engine(read_address(url))
        ready.wait()
        try:
            with engine.begin() as connection:
                return connection.exec_driver_sql("SELECT 1").scalar_one()
        finally:
            engine.dispose()

    with ThreadPoolExecutor(6) as pool:
        for number in range(120):
            urls = [f"sqlite:///{tmp_path / f'{number}.db'}"] * 6
            assert list(pool.map(open_at, urls)) == [1] * 6


def test_a_database_that_is_not_ready_is_left_alone_where_it_may_not_be_upgraded(new_url: str) -> None:
    with pytest.raises(CannotReachDatabase, match="measures init"):
        open_store(new_url, upgrade=False)


def test_a_database_of_a_newer_program_is_refused_and_left_as_it_is(new_url: str) -> None:
    with open_store(new_url) as store, store._engine.begin() as connection:
        connection.execute(text(f"UPDATE {VERSION_TABLE} SET version_num = '9999'"))
    with pytest.raises(DatabaseTooNew, match=r"newer version.*9999.*Install the newer version"):
        open_store(new_url)


def test_a_database_with_tables_of_another_program_is_refused(new_url: str) -> None:
    with open_store(new_url) as store, store._engine.begin() as connection:
        connection.execute(text(f"DROP TABLE {VERSION_TABLE}"))
    with pytest.raises(CannotReachDatabase, match="did not make"):
        open_store(new_url)


@pytest.mark.parametrize("table", FINAL_TABLES)
@pytest.mark.parametrize("statement", ["UPDATE {} SET id = id + 100", "DELETE FROM {}"])
def test_the_database_itself_refuses_to_change_or_delete_a_row(store: Store, table: str, statement: str) -> None:
    upload = stored(store, figures("thefts", q1=10))
    store.withdraw(upload.id, reason="r", by="b")
    load_plans(store, [a_plan()])
    store.add_commentary(Commentary("burglary", Quarter.of(2019, 1), happened="More."), by="b", based_on=0)
    store.add_areas([Area("kent", "Kent", 1, 2024)], [Group("g", "G", (Member("kent"),))], by="b", summary="s")
    store.add_text(ReportText("2019-2024", Quarter.of(2019, 1), "summary", "Said."), by="b", based_on=0)
    meeting = store.put_meeting(Meeting("2019-2024", Quarter.of(2019, 1), date(2019, 9, 10)), by="b")
    store.add_publication(NewPublication(meeting, lambda _: b"shown", store.data_version(), "1"), by="b")
    store.give_role(GivenRole("i", "s", "A", Role.OFFICER, 0, datetime.now(UTC), "b", "r"))
    award = Award(2019, "all", "R", "P", "F", Decimal(1))
    store.add_funding(NewFundingList("2019-2024", "f.csv", b"f", "s"), [award], by="b")
    store.withdraw_funding(1, reason="r", by="b")
    store.note(AuditKind.REFUSAL, by="b", summary="s")
    with store._engine.begin() as connection, pytest.raises(Exception, match=f"a row of {table} is never changed"):
        connection.execute(text(statement.format(table)))


def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("Not a database, whatever its name. " * 50)
    with pytest.raises(CannotReachDatabase, match=r"notes\.txt cannot be used: file is not a database.*MEASURES_DATA"):
        open_store(f"sqlite:///{tmp_path / 'notes.txt'}")
    assert (tmp_path / "notes.txt").read_text().startswith("Not a database")


def test_a_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(CannotReachDatabase, match="is a folder"):
        open_store(f"sqlite:///{tmp_path}")


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(CannotReachDatabase, match=r"there is no folder “.*nowhere”"):
        open_store(f"sqlite:///{tmp_path / 'nowhere' / 'measures.db'}")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere")
def test_a_place_that_may_not_be_written_is_named(tmp_path: Path) -> None:
    place = tmp_path / "locked"
    place.mkdir(mode=0o500)
    with pytest.raises(CannotReachDatabase, match="may write there"):
        open_store(f"sqlite:///{place / 'measures.db'}")


def test_a_database_that_may_only_be_read_can_be_read_and_says_so_on_writing(tmp_path: Path) -> None:
    path = tmp_path / "measures.db"
    with open_store(f"sqlite:///{path}") as store:
        stored(store, figures("thefts", q1=10))
    with open_store(f"sqlite:///file:{path}?mode=ro&uri=true") as store:
        assert shown(store) == {("thefts", "q1"): 10}
        with pytest.raises(CannotReachDatabase, match=r"readonly.*may be read but not written.*Nothing was stored"):
            stored(store, figures("thefts", q1=11))


def test_a_locked_database_is_told_and_nothing_is_stored(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("measures.storage.address.BUSY_SECONDS", 0.1)
    path = tmp_path / "measures.db"
    with open_store(f"sqlite:///{path}") as store:
        holder = sqlite3.connect(path, isolation_level=None)
        holder.execute("BEGIN IMMEDIATE")
        with pytest.raises(CannotReachDatabase, match=r"is locked.*Another program holds it"):
            stored(store, figures("thefts", q1=10))
        assert shown(store) == {}
        holder.execute("ROLLBACK")
        stored(store, figures("thefts", q1=10))
        holder.close()


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("measures.db", "cannot be read. Write it as sqlite:////"),
        ("", "cannot be read. Write it as"),
        ("mysql://user:s3cret@server/measures", "“mysql” is not a database that this program works with"),
        ("postgresql+psycopg2://user:s3cret@server/measures", "“postgresql.psycopg2” is not a database"),
        ("postgresql://user:s3cret@127.0.0.1:1/measures", r"user:\*\*\*@127\.0\.0\.1:1/m.* cannot be used.*refused"),
        ("postgresql+psycopg://127.0.0.1:1/measures?user=u&password=s3cret", "user=u cannot be used"),
        ("postgresql://user:s3cret@server:port/measures", "cannot be read"),
        ("postgresql://127.0.0.1:1/m?conect_timeout=5", r"no option “conect_timeout”\. Did you mean “connect_timeout”"),
        ("postgresql://127.0.0.1:1/m?PGPASSWORD=s3cret", "has no option “PGPASSWORD”"),
        ("postgresql://127.0.0.1:1/m?prepare_threshold=s3cret", "has no option “prepare_threshold”"),
        (
            "postgresql://127.0.0.1:1/m?connect_timeout=soon",
            "bad value for connect_timeout: 'soon'. Check MEASURES",
        ),
        ("postgresql://127.0.0.1:1/m?sslmode=maybe", 'invalid sslmode value: "maybe". Check MEASURES_DATA'),
        ("sqlite:///m.db?timeout=soon", "has no option “timeout”"),
        ("sqlite:///m.db?cache=shared", "has no option “cache”"),
    ],
)
def test_an_address_that_leads_nowhere_is_told_without_its_password(address: str, said: str) -> None:
    with pytest.raises(CannotReachDatabase, match=said) as caught:
        open_store(address)
    assert "s3cret" not in str(caught.value)


def test_a_server_that_does_not_know_the_database_says_so(postgres: PostgresServer) -> None:
    with postgres.new_database() as url, pytest.raises(CannotReachDatabase, match=r"does not exist.*Check the name"):
        open_store(f"{url}_that_is_not_there")


def test_a_database_in_memory_serves_many_threads_with_one_connection() -> None:
    with open_store("sqlite://") as store:
        with ThreadPoolExecutor(4) as pool:
            list(pool.map(lambda number: stored(store, figures("thefts", q1=number)), range(8)))
            assert [len(v) for v in pool.map(lambda _: store.values(), range(8))] == [1] * 8
        assert len(store.uploads()) == 8


_KILLED = """
import os, signal, sys
from measures.storage import bulk, new_rows
from measures.storage.publications import NewPublication
from measures.storage.records import NewUpload
from measures.storage.store import open_store
from tests.storage.figures import figures as frame_of
write = bulk.insert_rows
def write_and_die(*arguments):
    write(*arguments)
    if arguments[1].name == "revision":
        os.kill(os.getpid(), signal.SIGKILL)
new_rows.insert_rows = write_and_die
open_store(sys.argv[1]).add_upload(frame_of("thefts", q1=99), NewUpload("killed.csv", b"killed", added=1))
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system has no SIGKILL")
def test_a_program_killed_in_the_middle_of_an_upload_leaves_nothing_of_it(new_url: str) -> None:
    with open_store(new_url) as store:
        stored(store, figures("thefts", q1=10))
    killed = subprocess.run([sys.executable, "-c", _KILLED, new_url], check=False, cwd=ROOT)
    assert killed.returncode == -signal.SIGKILL
    with open_store(new_url) as store:
        assert (shown(store), len(store.uploads()), len(store.acts())) == ({("thefts", "q1"): 10}, 1, 1)
        assert store.faults() == []
        assert stored(store, figures("thefts", q1=11)).id == 2


def test_two_who_write_at_once_are_taken_one_after_the_other(store: Store) -> None:
    ready = threading.Barrier(3)

    def write(number: int) -> int:
        ready.wait()
        return store.add_upload(figures("thefts", q1=number), NewUpload(f"{number}.csv", b"%d" % number, added=1)).id

    with ThreadPoolExecutor(3) as pool:
        assert sorted(pool.map(write, range(3))) == [1, 2, 3]
    assert store.data_version() == 3
    assert store.faults() == []
