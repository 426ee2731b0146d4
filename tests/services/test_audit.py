"""The record of what was done cannot be altered unseen: each row is chained to the one before it by its hash."""

import json
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import Connection, text

from measures.model.audit import AuditKind
from measures.services.audit import AuditAsked, find_audit, note_audit
from measures.services.backups import back_up
from measures.services.integrity import check
from measures.storage.chain import link
from measures.storage.restore import restore
from measures.storage.store import Store, open_store
from tests.storage.figures import figures, stored


def recorded(store: Store) -> None:
    """Four acts and four lines."""
    for number in range(4):
        stored(store, figures("thefts", q1=number))
        note_audit(store, AuditKind.SIGN_IN, by=f"{number}", summary=f"Signed in {number}", details={"é": [1, 0.5]})


def unguard(connection: Connection) -> None:
    """Take the triggers and the keys between tables away, as someone could who owns the database."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SET session_replication_role = replica"))
        for table in ("act", "audit_line"):
            connection.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER ALL"))
        return
    for (trigger,) in connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).all():
        connection.execute(text(f"DROP TRIGGER {trigger}"))
    connection.execute(text("PRAGMA defer_foreign_keys = ON"))


def faults_after(store: Store, *statements: str) -> list[str]:
    """What `check` finds in the chains after statements behind the guard."""
    if store._engine.dialect.name == "sqlite":
        store.close()
        with store._engine.connect() as connection:  # outside of a transaction: a pragma is deaf within
            raw = connection.connection.dbapi_connection
            assert raw is not None
            raw.execute("PRAGMA foreign_keys = OFF")  # type: ignore[attr-defined]
            with connection.begin():
                _meddle(connection, *statements)
    else:
        with store._engine.begin() as connection:
            _meddle(connection, *statements)
    words = ("SHA-256", "chain of hashes", "The record ends")
    return [fault for fault in check(store) if any(word in fault for word in words) and "guard" not in fault]


def _meddle(connection: Connection, *statements: str) -> None:
    unguard(connection)
    for statement in statements:
        connection.execute(text(statement))


SWAP = (
    "UPDATE {0} SET id = 102 WHERE id = 2",
    "UPDATE {0} SET id = 2 WHERE id = 3",
    "UPDATE {0} SET id = 3 WHERE id = 102",
)
PUT_IN = "INSERT INTO {0} SELECT 5, at, by, kind, summary, {1}details, sha256 FROM {0} WHERE id = 4"


@pytest.mark.parametrize(("table", "noun", "reason"), [("act", "Act", "reason, "), ("audit_line", "Line", "")])
@pytest.mark.parametrize(
    ("statements", "said"),
    [
        (["UPDATE {0} SET summary = 'Nothing' WHERE id = 2"], ["{1} 2 (Nothing) is not as it was recorded"]),
        (["UPDATE {0} SET by = 'X' WHERE id = 4"], ["{1} 4 ("]),
        (["UPDATE {0} SET details = '{{}}' WHERE id = 1"], ["{1} 1 ("]),
        (["UPDATE {0} SET sha256 = 'x' WHERE id = 2"], ["{1} 2 (", "{1} 3 ("]),
        (["DELETE FROM {0} WHERE id = 2"], ["{1} 2 is missing from the chain of hashes."]),
        (["DELETE FROM {0} WHERE id IN (2, 3)"], ["{1}s 2 to 3 are missing from the chain of hashes."]),
        (
            ["DELETE FROM {0} WHERE id = 4"],
            ["The record ends with {2} 3; 4 were recorded: the last of them"],
        ),
        (SWAP, ["{1} 2 (", "{1} 3 (", "{1} 4 ("]),
        ([PUT_IN], ["{1} 5 (", "The record ends with {2} 5; 4 were recorded: the last of them were put in."]),
    ],
)
def test_a_row_that_is_altered_taken_out_moved_or_put_in_is_named(
    store: Store, table: str, noun: str, reason: str, statements: list[str], said: list[str]
) -> None:
    recorded(store)
    assert check(store) == []
    found = faults_after(store, *(one.format(table, reason) for one in statements))
    expected = [one.format(table, noun, noun.lower()) for one in said]
    assert [fault[: len(start)] for fault, start in zip(found, expected, strict=True)] == expected


def test_acts_that_were_cut_off_at_the_end_are_still_missed_when_others_follow(store: Store) -> None:
    recorded(store)
    faults_after(store, "DELETE FROM audit_line WHERE id = 4")
    note_audit(store, AuditKind.SIGN_OUT, by="x", summary="Signed out")
    assert any("Line 4 (Signed out) is not as it was recorded" in fault for fault in check(store))


def test_an_act_has_the_same_hash_in_every_database(store: Store) -> None:
    recorded(store)
    (entry,) = (one for one in find_audit(store) if one.is_act and one.number == 1)
    act = store.act(1)
    details = json.dumps(act.details, ensure_ascii=False)
    values: list[object] = [act.id, act.at, act.by, act.kind.value, act.summary, act.reason, details]
    assert link("", values) == entry.sha256


def test_the_hashes_are_those_of_the_acts_alone() -> None:
    moment = datetime(2026, 11, 26, 9, 0, 0, 5, UTC)
    summer = moment.astimezone(timezone(timedelta(hours=1)))
    first = link("", [1, moment, "A", "upload", "é", "", '{"b": 1, "a": "é"}'])
    assert first == link("", [1, summer, "A", "upload", "é", "", '{"b": 1, "a": "é"}'])
    assert len(first) == 64
    assert first != link("", [1, moment, "A", "upload", "é", "", '{"b": 1, "a": "e"}'])
    assert first != link("x", [1, moment, "A", "upload", "é", "", '{"b": 1, "a": "é"}'])


def test_a_line_moves_no_figure_and_leaves_the_data_version(store: Store) -> None:
    recorded(store)
    version, acts = store.data_version(), store.acts()
    line = note_audit(store, AuditKind.REFUSAL, by="A. Viewer", summary="Refused: upload", details={"page": "upload"})
    assert (store.data_version(), store.acts()) == (version, acts)
    assert (line.id, line.kind, line.by) == (5, AuditKind.REFUSAL, "A. Viewer")
    assert check(store) == []


def test_the_audit_has_acts_and_lines_in_order_and_can_be_searched(store: Store) -> None:
    recorded(store)
    entries = find_audit(store)
    assert [(entry.is_act, entry.number) for entry in entries] == [
        (kind, number) for number in (4, 3, 2, 1) for kind in (False, True)
    ]
    assert [one.number for one in find_audit(store, AuditAsked(kind="sign_in"))] == [4, 3, 2, 1]
    assert [one.what for one in find_audit(store, AuditAsked(text="SIGNED 2"))] == ["Signed in"]
    first, last = entries[-1].at.date(), entries[0].at.date()
    assert find_audit(store, AuditAsked(first=first, last=last)) == entries
    assert find_audit(store, AuditAsked(text=entries[3].sha256)) == (entries[3],)
    assert find_audit(store, AuditAsked(last=date(2001, 1, 1))) == ()
    assert find_audit(store, AuditAsked(first=date(2999, 1, 1))) == ()


def test_an_upgrade_chains_the_acts_that_are_there(store: Store) -> None:
    recorded(store)
    before = [one.sha256 for one in find_audit(store) if one.is_act]
    with store._engine.begin() as connection:
        connection.execute(text("DROP TABLE audit_line"))
        connection.execute(text("DROP TABLE chain"))
        connection.execute(text("ALTER TABLE act DROP COLUMN sha256"))
        connection.execute(text("UPDATE measures_version SET version_num = '0007'"))
    address = store._engine.url.render_as_string(hide_password=False)
    with open_store(address) as upgraded:
        assert [one.sha256 for one in find_audit(upgraded)] == before
        assert check(upgraded) == []
        with upgraded._engine.begin() as connection, pytest.raises(Exception, match="a row of act is never changed"):
            connection.execute(text("UPDATE act SET by = 'x'"))


def test_a_restored_backup_says_so_in_the_audit(sample_copy: Store, tmp_path: Path) -> None:
    path = tmp_path / "b.zip"
    back_up(sample_copy, path, by="A")
    assert find_audit(sample_copy)[0].summary.startswith("A backup was written: b.zip, up to act ")
    restore(f"sqlite:///{path}.db", path, "B", lambda _done, _of: None)
    with open_store(f"sqlite:///{path}.db") as restored:
        (newest, *_) = find_audit(restored)
        assert (newest.what, newest.by) == ("Restored", "B")
        assert check(restored) == []
