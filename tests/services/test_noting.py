"""What somebody read, saved or was refused is noted, and the note never stands in their way."""

import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from measures.errors import NotPermitted, SessionEnded
from measures.model import clock
from measures.model.access import LOCAL, Actor, Role
from measures.model.audit import AuditKind
from measures.services.access import need_as_shown, note_of
from measures.services.integrity import check
from measures.services.people import give_role
from measures.storage import noting
from measures.storage.address import BUSY_SECONDS, make_engine, read_address
from measures.storage.locks import Lock
from measures.storage.store import Store, open_store
from measures.storage.upgrade import VERSION_TABLE, VERSIONS
from tests.access import ISSUER, person
from tests.services.test_machine_faults import session_of

SIGNED_IN = datetime(2026, 11, 26, 9, 30, tzinfo=UTC)


def viewer(name: str = "A. Viewer", since: datetime = SIGNED_IN) -> Actor:
    return replace(person(Role.VIEWER, name, subject=name), since=since)


def sign_in(store: Store, who: Actor) -> None:
    note_of(store.acting(who), AuditKind.SIGN_IN, "Signed in")


def refuse(store: Store, what: str = "The page Audit", who: Actor | None = None) -> None:
    note_of(store.acting(who or viewer()), AuditKind.REFUSAL, what)


def lines(store: Store) -> list[str]:
    """What the audit has, in the order in which it was written."""
    return [one.summary for one in store.acting(LOCAL).audit() if not one.is_act][::-1]


# ---- what cannot be written


@contextmanager
def held(url: str) -> Iterator[None]:
    """Another program is in the middle of writing."""
    if url.startswith("sqlite"):
        with closing(sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            yield
            other.execute("ROLLBACK")
    else:
        with closing(session_of(url)) as other:
            other.execute("SELECT pg_advisory_xact_lock(%s)", [Lock.AUDIT.value])
            yield


@contextmanager
def upgraded(url: str) -> Iterator[None]:
    """A newer program has changed the tables."""
    for_now, before = "9999", VERSIONS[-1]
    engine = make_engine(read_address(url))

    def becomes(version: str) -> None:
        with engine.connect() as plain, plain.execution_options(writing=True) as connection, connection.begin():
            connection.execute(text(f"UPDATE {VERSION_TABLE} SET version_num = '{version}'"))

    becomes(for_now)
    yield
    becomes(before)
    engine.dispose()


@pytest.mark.parametrize("trouble", [held, upgraded])
def test_a_line_that_cannot_be_written_waits_is_told_to_the_log_once_and_is_written_afterwards(
    database_url: str, trouble: Callable[[str], Iterator[None]], caplog: pytest.LogCaptureFixture
) -> None:
    with open_store(database_url) as store:
        with trouble(database_url):  # type: ignore[attr-defined]
            began = time.monotonic()
            sign_in(store, viewer())
            refuse(store)
            store.note_what_waits()
            assert time.monotonic() - began < BUSY_SECONDS  # three tries, of which none waits as one who writes does
            assert lines(store) == []
            said = [line for line in caplog.messages if line.startswith("Not in the audit yet, and tried again (")]
            assert [line.rpartition(": ")[2] for line in said] == ["Signed in", "The page Audit"]
        store.note_what_waits()
        assert lines(store) == ["Signed in", "The page Audit"]
        assert check(store) == []


def test_a_line_that_had_to_wait_says_when_it_happened(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    moment = datetime(2026, 11, 26, 14, 5, 9, tzinfo=UTC)
    with open_store(database_url) as store:
        with held(database_url), monkeypatch.context() as earlier:
            earlier.setattr(clock, "now", lambda: moment)
            sign_in(store, viewer())
        store.note_what_waits()
        assert lines(store) == ["Signed in (on 26 November 2026 at 14:05 (UTC): it could not be noted then)"]


def test_a_full_disk_keeps_no_reader_out(tmp_path: Path) -> None:
    """SQLite's own bound on the size of its file, which it tells in the words of a full disk."""
    with open_store(f"sqlite:///{tmp_path / 'measures.db'}") as store:
        with store._engine.connect() as connection:
            raw = connection.connection.driver_connection
            assert raw is not None
            pages = raw.execute("PRAGMA page_count").fetchone()[0]
            raw.execute(f"PRAGMA max_page_count = {pages}")
        for number in range(200):
            sign_in(store, viewer(f"{number}", SIGNED_IN + timedelta(seconds=number)))
            assert store.data_version() == 0
        written = len(lines(store))
        assert written < 200
        with store._engine.connect() as connection:
            raw = connection.connection.driver_connection
            assert raw is not None
            raw.execute("PRAGMA max_page_count = 1000000")
        store.note_what_waits()
        assert len(lines(store)) == 200
        assert check(store) == []


def test_a_line_on_which_the_program_fails_is_left_to_the_log_and_holds_up_no_other(
    caplog: pytest.LogCaptureFixture,
) -> None:
    notes = [noting.Note(AuditKind.DOWNLOAD, "A", f"File {number}", {}, SIGNED_IN) for number in range(5)]
    waiting, written = noting.Noting(), []

    def writer(batch: Sequence[noting.Note]) -> None:
        if notes[2] in batch:
            raise ZeroDivisionError
        written.extend(one.summary for one in batch)

    for one in notes:
        waiting.put(one)
    waiting.write(writer)
    assert written == ["File 0", "File 1", "File 3", "File 4"]
    told = [one.getMessage() for one in caplog.records]
    assert [one for one in told if "for a fault of the program" in one and "File 2" in one]
    waiting.write(writer)
    assert written == ["File 0", "File 1", "File 3", "File 4"]


def test_what_waits_has_an_end(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(noting, "MOST_WAITING", 3)
    with open_store(database_url) as store:
        with upgraded(database_url):
            for number in range(6):
                sign_in(store, viewer(f"{number}"))
        sign_in(store, viewer("5"))  # at the next run of their page
        store.note_what_waits()
        assert [one.by for one in store.audit()][::-1][:3] == ["0", "1", "2"]
        sign_in(store, viewer("5"))
        assert store.audit()[0].by == "5"


# ---- what is there already


def test_a_sign_in_is_one_line_however_many_tabs_and_processes_open_it(database_url: str) -> None:
    with open_store(database_url) as one, open_store(database_url) as other:
        for store in (one, other, one):
            for _ in range(3):
                sign_in(store, viewer())
        assert lines(one) == ["Signed in"]
        sign_in(other, viewer(since=SIGNED_IN + timedelta(hours=1)))  # the next sign-in of the same person
        sign_in(other, viewer("B. Viewer"))
        assert lines(one) == ["Signed in"] * 3
        assert check(one) == []


def test_a_refusal_that_is_repeated_is_one_line_a_minute_and_says_how_often(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(4):
        refuse(store)
        refuse(store, "The page People")
    refuse(store, who=viewer("B. Viewer"))
    assert lines(store) == ["The page Audit", "The page People", "The page Audit"]
    monkeypatch.setattr(noting, "AGAIN_SECONDS", 0)
    refuse(store)
    refuse(store)
    assert lines(store)[3:] == ["The page Audit (and 3 times more since the last such line)", "The page Audit"]


def test_a_flood_of_refusals_does_not_fill_the_database_and_the_log_has_them_all(
    store: Store, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(500):
        refuse(store, f"The page {number}")
    assert len(lines(store)) == noting.MOST_REFUSALS + 1
    assert lines(store)[-1] == "Refused again and again: the log of the server has the rest of this hour"
    assert sum("Not put into the audit again: The page" in line for line in caplog.messages) == 469
    refuse(store, who=viewer("B. Viewer"))
    sign_in(store, viewer())
    assert lines(store)[-2:] == ["The page Audit", "Signed in"]
    monkeypatch.setattr(noting, "REFUSALS_SECONDS", 0)
    refuse(store, "An hour later")
    assert lines(store)[-1] == "An hour later"


# ---- a press that makes a file


def test_the_role_is_read_again_for_a_press_that_makes_a_file(store: Store) -> None:
    officer = store.acting(person(Role.OFFICER))
    need_as_shown(officer, "pack.html")
    give_role(store, ISSUER, "officer-1", Role.APPROVER, reason="Promoted", by="A")
    need_as_shown(officer, "pack.html")
    give_role(store, ISSUER, "officer-1", Role.VIEWER, reason="Moved on", by="A")
    with pytest.raises(
        NotPermitted, match=r"Your role was changed since this page was made: you are A\. Officer, a vi"
    ):
        need_as_shown(officer, "pack.html")
    ended = replace(person(Role.OFFICER, subject="x"), until=datetime.now(UTC) - timedelta(seconds=1))
    with pytest.raises(SessionEnded):
        need_as_shown(store.acting(ended), "pack.html")
    assert lines(store) == [
        "Their role was taken meanwhile: a file of an open page", "The sign-in had ended: a file of an open page",
    ]  # fmt: skip
