"""A program that is running while a newer one brings its database up to date: it reads on, and writes no more."""

from collections.abc import Callable
from contextlib import closing

import pytest
from sqlalchemy import text

from measures.errors import DatabaseTooNew
from measures.model.audit import AuditKind
from measures.storage import upgrade
from measures.storage.address import make_engine, read_address
from measures.storage.locks import Lock
from measures.storage.store import Store, open_store
from tests.cli.conftest import start
from tests.postgres import PostgresServer
from tests.services.test_machine_faults import session_of
from tests.storage.test_upgrading_together import WAITING, make_earlier, until


def _upgrade_further(url: str) -> None:
    """Let the database be that of the next version."""
    engine = make_engine(read_address(url))
    with engine.connect() as plain, plain.execution_options(writing=True) as connection, connection.begin():
        connection.execute(text(f"UPDATE {upgrade.VERSION_TABLE} SET version_num = '9999'"))
    engine.dispose()


def _define(store: Store) -> None:
    store.add_definitions([], by="A. Officer", summary="Nothing but an act")


def _sign_in(store: Store) -> None:
    store.note(AuditKind.SIGN_IN, by="A. Officer", summary="Signed in")


@pytest.mark.parametrize("write", [_define, _sign_in])
def test_a_program_that_was_overtaken_stores_nothing_and_says_why(
    database_url: str, write: Callable[[Store], None]
) -> None:
    with open_store(database_url) as store:
        _upgrade_further(database_url)
        with pytest.raises(DatabaseTooNew, match=r"was brought up to date by a newer version .* Nothing was stored"):
            write(store)
        assert (store.acts(), store.audit()) == ((), ())


@pytest.mark.parametrize("lock", [Lock.ACTS, Lock.AUDIT])
def test_an_upgrade_waits_for_who_is_writing(postgres: PostgresServer, lock: Lock) -> None:
    with (
        postgres.new_database() as url,
        closing(session_of(url)) as writer,
        closing(session_of(url)) as looks,
    ):
        make_earlier(url)
        looks.autocommit = True
        writer.execute("SELECT pg_advisory_xact_lock(%s)", [lock.value])
        upgrading = start("init", url=url)
        until(lambda: looks.execute(WAITING).fetchone() == (1,))
        assert upgrading.poll() is None
        writer.rollback()
        said = upgrading.communicate(timeout=60)
        assert upgrading.returncode == 0, said
