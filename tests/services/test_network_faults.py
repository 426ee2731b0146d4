"""The network to the database is cut: a sentence within seconds, nothing lost, nothing doubled, and on by itself."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager

import pytest
from sqlalchemy import make_url

from measures.errors import CannotReachDatabase, MayBeStored, NotAllowed
from measures.model.commentary import Commentary
from measures.model.quarter import Quarter
from measures.services.commentary import write_commentary
from measures.services.integrity import check
from measures.services.uploads import accept_upload
from measures.services.withdrawals import withdraw_upload
from measures.storage.address import make_engine
from measures.storage.store import Store, open_store
from tests.network import Network, network_to
from tests.postgres import PostgresServer
from tests.services.test_machine_faults import (
    assert_nothing_lost,
    large,
    office_on,
    session_of,
    wait_for_who_waits,
)

SECONDS = 8  # far more than the waits that the tests set, far less than what a driver waits by itself
AWAY = r"cannot be used: .*The network to the server is cut, or the server is held up\. Try again when it is back"
UNKNOWN = r"lost at the moment of storing: .*Whether it is stored is not known\. Look at the history"


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """The waits of the program, shortened."""
    monkeypatch.setattr("measures.storage.address.BUSY_SECONDS", 1)
    monkeypatch.setattr("measures.storage.waiting.IDLE_ANSWER_SECONDS", 1)
    alive = {"keepalives_idle": 1, "keepalives_interval": 1, "keepalives_count": 1}
    monkeypatch.setattr("measures.storage.waiting.ALIVE", alive)


@pytest.fixture
def network(postgres: PostgresServer, quick: None) -> Iterator[Network]:
    with postgres.new_database() as url, network_to(url) as relay:
        yield relay


@pytest.fixture
def office(network: Network) -> Iterator[Store]:
    """A store beyond the network, with a plan and one upload."""
    with office_on(network.url) as store:
        yield store
        network.mend()


@contextmanager
def told_in_time(error: type[Exception], said: str) -> Iterator[None]:
    began = time.monotonic()
    with pytest.raises(error, match=said):
        yield
    assert time.monotonic() - began < SECONDS


WAYS = [pytest.param(Network.cut, id="in silence"), pytest.param(Network.hold, id="held up")]


def test_a_reader_of_a_server_that_hangs_is_told_within_seconds_and_reads_on_when_it_does_not(
    office: Store, network: Network
) -> None:
    """Of a network that is cut, pages and commands are asked: tests/cli/test_network.py."""
    before = office.data_version()
    network.hold()
    with told_in_time(CannotReachDatabase, AWAY):
        office.data_version()
    network.mend()
    assert office.data_version() == before
    assert_nothing_lost(office)


def test_who_reads_after_a_reset_notices_nothing(office: Store, network: Network) -> None:
    for _ in range(2):
        network.reset()
        assert_nothing_lost(office)


@pytest.mark.parametrize("break_off", [*WAYS, pytest.param(Network.reset, id="with a reset")])
def test_a_writer_cut_off_in_the_middle_is_told_and_holds_nobody_up(
    office: Store, network: Network, break_off: Callable[[Network], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("measures.storage.waiting.ANSWER_SECONDS", 2)
    monkeypatch.setattr("measures.storage.address.BUSY_SECONDS", 5)  # here it is us who hold the table
    preview, direct = large(office), network.server_url
    said: list[str] = []

    def write() -> None:
        with told_in_time(CannotReachDatabase, r"cannot be used: .*Nothing was stored\.$") as _:
            try:
                accept_upload(office, preview, by="A. Officer", confirm=True)
            except CannotReachDatabase as error:
                said.append(str(error))
                raise

    writer = threading.Thread(target=write)
    with closing(session_of(direct)) as other:
        other.execute("LOCK TABLE revision IN EXCLUSIVE MODE")
        writer.start()
        wait_for_who_waits(direct)
        break_off(network)
    writer.join()
    assert len(said) == 1
    if break_off is Network.hold:  # who is held up, not cut off, is let go by the server after two minutes only
        network.mend()
    with open_store(direct) as beside:
        stored = _stored_in_time(beside, lambda: accept_upload(beside, preview, by="B. Officer", confirm=True).stored)
        assert stored and [upload.by for upload in beside.uploads()] == ["B. Officer", "A. Officer"]
    network.mend()
    again = accept_upload(office, preview, by="A. Officer", confirm=True)
    assert (again.stored, again.upload_id, len(office.uploads())) == (False, 2, 2)
    assert check(office) == []


def _stored_in_time(store: Store, store_it: Callable[[], bool]) -> bool:
    """Whoever writes beside one who was cut off waits for as long as the server takes to notice."""
    until = time.monotonic() + 2 * SECONDS
    while True:
        try:
            return store_it()
        except CannotReachDatabase as error:
            if "lock timeout" not in str(error) or time.monotonic() > until:
                raise


@pytest.mark.parametrize("break_off", [*WAYS[:1], pytest.param(Network.reset, id="with a reset")])
def test_what_was_stored_though_the_answer_was_lost_is_told_as_not_known_and_is_not_stored_twice(
    office: Store, network: Network, break_off: Callable[[Network], None]
) -> None:
    preview, quarter = large(office), Quarter.parse("2015/16 Q1")
    said = Commentary("measure-0", quarter, happened="More.")

    def lost(act: Callable[[], object]) -> None:
        network.lose_the_commit(lambda: break_off(network))
        with told_in_time(MayBeStored, UNKNOWN) as _:
            act()
        network.mend()

    lost(lambda: accept_upload(office, preview, by="A. Officer", confirm=True))
    again = accept_upload(office, preview, by="A. Officer", confirm=True)
    assert (again.stored, again.upload_id, again.upload.by) == (False, 2, "A. Officer")
    assert check(office) == []
    break_off = Network.reset  # it is the same for every act, and quicker
    lost(lambda: withdraw_upload(office, 2, reason="wrong", by="A. Officer"))
    with pytest.raises(NotAllowed, match=r"was already withdrawn by A\. Officer"):
        withdraw_upload(office, 2, reason="wrong", by="A. Officer")
    lost(lambda: write_commentary(office, said, by="A. Officer"))
    assert write_commentary(office, said, by="A. Officer") is None  # it is what stands
    assert len(office.acts()) == 5  # plan, upload, upload, withdrawal, commentary
    assert len(office.commentary_versions("measure-0", quarter)) == 1
    assert check(office) == []


def test_a_commit_that_the_server_refuses_is_told_as_nothing_stored(office: Store) -> None:
    preview = large(office)
    with closing(session_of(office.url)) as other:
        other.execute(
            "CREATE FUNCTION no() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'no room' USING ERRCODE = '53100';"
            " END $$; CREATE CONSTRAINT TRIGGER last AFTER INSERT ON upload DEFERRABLE INITIALLY DEFERRED FOR EACH ROW "
            "EXECUTE FUNCTION no()"
        )
        other.commit()
    with pytest.raises(CannotReachDatabase, match=r"no room.*Nothing was stored") as caught:
        accept_upload(office, preview, by="A. Officer", confirm=True)
    assert not isinstance(caught.value, MayBeStored)
    with closing(session_of(office.url)) as other:
        other.execute("DROP TRIGGER last ON upload")  # of which a check would tell
        other.commit()
    assert_nothing_lost(office)


def test_both_ends_of_a_connection_are_told_to_give_up_unless_the_address_or_the_server_says_otherwise(
    postgres: PostgresServer,
) -> None:
    with postgres.new_database() as url:
        here, there = _waits(url)
        assert (here["connect_timeout"], here["tcp_user_timeout"], here["keepalives_idle"]) == ("10", "12000", "5")
        assert there == {"tcp_user_timeout": "12000", "tcp_keepalives_idle": "5", "lock_timeout": "10000"}
        with closing(session_of(url)) as other:
            other.execute(f"ALTER DATABASE {make_url(url).database} SET tcp_keepalives_idle = 77")
            other.commit()
        here, there = _waits(f"{url}?tcp_user_timeout=2000")
        assert (here["connect_timeout"], here["tcp_user_timeout"]) == ("10", "2000")
        assert (there["tcp_keepalives_idle"], there["lock_timeout"]) == ("77", "10000")


def _waits(url: str) -> tuple[dict[str, str], dict[str, str]]:
    """What the driver and the server go by."""
    names = ("tcp_user_timeout", "tcp_keepalives_idle", "lock_timeout")
    engine = make_engine(make_url(url))
    with closing(engine.raw_connection()) as connection:
        asked = connection.cursor()
        asked.execute("SELECT name, setting FROM pg_settings WHERE name = ANY(%s)", [list(names)])
        told = connection.dbapi_connection.info.get_parameters(), dict(asked.fetchall())  # type: ignore[union-attr]
    engine.dispose()
    return told
