"""A database that was filled before acts had digests is sealed once when it is brought up to date."""

import json
from contextlib import closing

import pytest
from sqlalchemy import Connection, select, text

from measures.model.audit import AuditAsked, AuditKind
from measures.services.audit import find_audit
from measures.services.integrity import check
from measures.storage import chain, tables
from measures.storage.faults import all_faults
from measures.storage.store import Store, open_store
from tests.access import secretive
from tests.storage.figures import figures, stored
from tests.storage.test_altered_rows import ALTERED, run, unguarded

NOT_THERE = ("given_role", "withdrawal", "award", "funding_list")
PUTS_IN = "INSERT INTO given_role VALUES (1, 1, 'i', 's', 'Evil', 'administrator')"
PUT_IN = "Row 1 of the table given_role (it names act 1) was recorded by no act: it was put in by hand."


@pytest.fixture
def older(store: Store) -> Store:
    """A database of the version before, with something in it."""
    secretive(store)
    with store._engine.begin() as connection:
        forget_digests(connection)
    return store


def forget_digests(connection: Connection) -> None:
    """As the version before would have written it: acts without digests, no line that seals them."""
    with unguarded(connection):
        connection.execute(text("DELETE FROM audit_line"))
        connection.execute(text("DELETE FROM chain WHERE name = 'audit_line'"))
        names, previous = chain.CHAINED["act"][1], ""
        rows = connection.execute(select(*(tables.act.c[name] for name in names)).order_by(tables.act.c.id)).all()
        for row in rows:
            details = json.loads(row.details)
            details.pop("digests", None)
            details.pop("audit", None)
            changed = {"details": json.dumps(details, ensure_ascii=False)}
            previous = chain.link(previous, list({**row._asdict(), **changed}.values()))
            changed["sha256"] = previous
            connection.execute(tables.act.update().where(tables.act.c.id == row.id).values(**changed))
        chain.close(connection, "act", len(rows), previous)
    connection.execute(text("UPDATE measures_version SET version_num = '0009'"))


def brought_up_to_date(store: Store) -> Store:
    store.bring_up_to_date()
    return store


def faults_of(store: Store) -> list[str]:
    """What `check` finds, but that the publication froze the hash that its act had with digests."""
    return [fault for fault in check(store) if not fault.startswith("Publication 1 (the meeting of 12 September 2016)")]


def found(store: Store, statement: str) -> list[str]:
    with store._engine.connect() as connection, closing(connection.begin()):
        with unguarded(connection):
            run(connection, (statement,))
        return all_faults(connection)


def test_what_is_there_is_sealed_once_in_a_chained_line_and_the_database_is_sound(older: Store) -> None:
    newest = older.data_version()
    brought_up_to_date(older)
    (seal,) = find_audit(older, AuditAsked(kind=AuditKind.SEAL))
    assert (seal.what, seal.number, seal.is_act) == ("Sealed", 1, False)
    assert seal.summary == f"All that is stored, up to act {newest}, was sealed: a later change of it is found"
    brought_up_to_date(older)
    assert len(find_audit(older, AuditAsked(kind=AuditKind.SEAL))) == 1
    assert faults_of(older) == []
    stored(older, figures("thefts", q1=10))
    assert faults_of(older) == []


def test_a_sealed_row_that_is_altered_taken_out_or_put_in_is_named(older: Store) -> None:
    brought_up_to_date(older)
    stored(older, figures("thefts", q1=10))
    seal = "What the seal of audit line 1 over all that was there before it recorded in the table "
    sealed = [(one, said) for one, said in ALTERED if not any(of in one for of in NOT_THERE)]
    for statement in [one for one, _ in sealed[::4]]:
        assert any(fault.startswith(seal) for fault in found(older, statement)), statement
    assert PUT_IN in found(older, PUTS_IN)
    lost = found(older, "DELETE FROM commentary WHERE id = 1")
    assert any(fault.startswith(f"{seal}commentary has lost rows (of the rows 1 to 3 1 are missing)") for fault in lost)


def test_an_act_that_carries_no_digest_after_the_seal_is_told(older: Store) -> None:
    brought_up_to_date(older)
    upload = stored(older, figures("thefts", q1=10))
    faults = found(older, f"UPDATE act SET details = '{{}}' WHERE id = {upload.act_id}")
    start, end = f"Act {upload.act_id} (figures.csv was uploaded with ", ") carries no digest of what it recorded."
    assert [fault for fault in faults if fault.startswith(start) and fault.endswith(end)]


def test_a_second_seal_vouches_for_nothing(store: Store) -> None:
    secretive(store)
    with store._engine.begin() as connection:
        with unguarded(connection):
            run(connection, (PUTS_IN,))
        connection.execute(text("UPDATE measures_version SET version_num = '0009'"))
    brought_up_to_date(store)
    assert len(find_audit(store, AuditAsked(kind=AuditKind.SEAL))) == 1
    assert PUT_IN in check(store)


def test_a_new_database_is_not_sealed_for_there_is_nothing(database_url: str) -> None:
    with open_store(database_url) as store:
        assert find_audit(store) == ()
