"""The record of what was done cannot be altered unseen: each row is chained to the one before it by its hash."""

import hashlib
import json
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import Connection, select, text

from measures.errors import NotAllowed
from measures.model.audit import AuditAsked, AuditKind
from measures.model.record import RecordEnd
from measures.services.audit import find_audit, note_audit
from measures.services.backups import back_up
from measures.services.integrity import FEWEST_NOTED, check, noted_ends, record_end
from measures.services.published import open_publication
from measures.storage import chain, tables
from measures.storage.chain import link
from measures.storage.restore import restore
from measures.storage.store import Store, open_store
from tests.services.publishing import publish_ready
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
    return [
        fault
        for fault in check(store)
        if any(word in fault for word in words) and not fault.startswith(("The guard", "The file", "When act "))
    ]


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


def written_anew(connection: Connection) -> None:
    """Alter the first act and give every act after it the hash that follows: what only the owner of it all can do."""
    names = chain.CHAINED["act"][1]
    connection.execute(tables.act.update().where(tables.act.c.id == 1).values(by="Somebody else"))
    previous = ""
    rows = connection.execute(select(*(tables.act.c[name] for name in names)).order_by(tables.act.c.id)).all()
    for row in rows:
        previous = chain.link(previous, list(row))
        connection.execute(tables.act.update().where(tables.act.c.id == row.id).values(sha256=previous))
    chain.close(connection, "act", len(rows), previous)


def test_a_record_written_anew_with_all_its_hashes_is_found_by_an_end_that_was_noted_and_by_no_other(
    store: Store,
) -> None:
    recorded(store)
    number, sha256 = store.record_ends()["act"]
    assert record_end(store).startswith(f"The record ends with act 4:{sha256} and audit line 4:")
    ends = noted_ends(record_end(store))
    assert [(end.chain, end.number) for end in ends] == [("act", 4), ("audit_line", 4)]
    assert check(store, ends) == []
    assert check(store, noted_ends(f"{number}:{sha256} and 2:{store.act(2).sha256[:FEWEST_NOTED]}")) == []
    with store._engine.begin() as connection:
        unguard(connection)
        written_anew(connection)
    assert [fault for fault in check(store) if "guard" not in fault] == []
    four, five = RecordEnd("act", 4, sha256[:FEWEST_NOTED]), RecordEnd("act", 5, sha256)
    assert check(store, [four])[-1].startswith("Act 4 has not the SHA-256 that was noted")
    assert check(store, [five])[-1].startswith("Act 5, whose SHA-256 was noted, is not there")
    with pytest.raises(NotAllowed, match="give at least its first 12 characters"):
        check(store, [RecordEnd("act", 4, "0f3a")])


def test_the_end_of_the_audit_that_check_prints_finds_the_lines_that_were_cut_off(store: Store) -> None:
    recorded(store)
    end = record_end(store)
    last = end.partition(" and ")[2].removesuffix(".")
    assert last.startswith("audit line 4:")
    last_is_third = "length = 3, sha256 = (SELECT sha256 FROM audit_line WHERE id = 3)"
    cut_off = ["DELETE FROM audit_line WHERE id = 4", f"UPDATE chain SET {last_is_third} WHERE name = 'audit_line'"]
    assert faults_after(store, *cut_off) == []  # nothing in the database speaks of it any more
    said = "Audit line 4, whose SHA-256 was noted, is not there: the audit was cut off or written anew."
    assert check(store, noted_ends(last))[-1] == check(store, noted_ends(end))[-1] == said
    with pytest.raises(NotAllowed, match="is no end of a record"):
        noted_ends(f"{last} or so")


def test_a_publication_keeps_the_end_of_the_record_that_it_shows(store: Store) -> None:
    head = publish_ready(store)
    assert open_publication(store, head.id).content.record == store.act(head.data_version).sha256
    with store._engine.begin() as connection:
        unguard(connection)
        written_anew(connection)
    found = [fault for fault in check(store) if "guard" not in fault]
    assert found == [
        f"Publication 1 (the meeting of 12 September 2016) shows another record than there is. Act {head.data_version} "
        "has not the SHA-256 that was noted: the record up to it was written anew."
    ]


def test_a_file_or_publication_whose_own_hash_was_changed_along_is_not_the_one_of_its_act(store: Store) -> None:
    publish_ready(store)
    sha256 = hashlib.sha256(b"other").hexdigest()
    for table in ("upload", "publication"):
        with store._engine.begin() as connection:
            unguard(connection)
            if connection.dialect.name == "postgresql":
                connection.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER ALL"))
            changed = {"content": b"other", "sha256": sha256, "size": 5}
            connection.execute(tables.metadata.tables[table].update().where(text("id = 1")).values(**changed))
    found = "\n".join(check(store))
    assert "The file of upload 1 (figures.csv) is not the one that was accepted" in found
    assert "Publication 1 (the meeting of 12 September 2016) is not the one that was published" in found


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
    for number in range(4):
        stored(store, figures("thefts", q1=number))
    before = [one.sha256 for one in find_audit(store) if one.is_act]
    with store._engine.begin() as connection:
        for table in ("funding_withdrawal", "award", "funding_list", "audit_line", "chain"):
            connection.execute(text(f"DROP TABLE {table}"))
        connection.execute(text("ALTER TABLE act DROP COLUMN sha256"))
        connection.execute(text("UPDATE measures_version SET version_num = '0007'"))
    address = store._engine.url.render_as_string(hide_password=False)
    with open_store(address) as upgraded:
        assert [one.sha256 for one in find_audit(upgraded) if one.is_act] == before
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
