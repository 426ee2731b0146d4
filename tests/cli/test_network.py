"""Pages and commands while the network to the database is cut: a sentence in time, and on by themselves."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest

from measures.services.integrity import check
from measures.storage.store import open_store
from tests.cli.conftest import Ran, process
from tests.network import Network, network_to
from tests.postgres import PostgresServer
from tests.services.test_machine_faults import office_on
from tests.serving import Serving, serving
from tests.sessions import Session, session_on

SECONDS = 12
SHORT = "?connect_timeout=2&tcp_user_timeout=3000&keepalives_idle=1&keepalives_interval=1&keepalives_count=1"
STATUS = ("", "plan=plan&quarter=2015-16-Q1")
AWAY = "The network to the server is cut, or the server is held up."
ENDED = "The server ended the connection. Try again in a moment."
UNKNOWN = "Whether it is stored is not known. Look at the history before you do it again"


@dataclass(frozen=True)
class Office:
    """A server of pages beyond the network, and a folder for files."""

    network: Network
    server: Serving
    folder: Path

    def load(self, name: str, figure: int) -> Ran:
        """Have a command store a file of one figure."""
        path = self.folder / name
        path.write_bytes(_file(figure))
        began = time.monotonic()
        ran = process("load", str(path), "--confirm", "--by", "A. Officer", url=self.network.url + SHORT)
        assert time.monotonic() - began < SECONDS
        return ran

    def uploads(self) -> list[str]:
        """The names of the files that stand, read past the network, oldest first; the database is sound."""
        with open_store(self.network.server_url) as store:
            assert check(store) == []
            return [upload.name for upload in store.uploads()][::-1]


@pytest.fixture(scope="module")
def office(postgres: PostgresServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    folder = tmp_path_factory.mktemp("office")
    with postgres.new_database() as url, network_to(url) as network:
        office_on(url).close()
        with serving(network.url + SHORT, folder) as server:
            yield Office(network, server, folder)


def _file(figure: int) -> bytes:
    return f"measure_id,quarter,value\nmeasure-1,2015/16 Q1,{figure}\n".encode()


def _ready_to_store(reader: Session, name: str, figure: int) -> Session:
    reader.go("upload").choose_file(name, _file(figure)).tick_all()
    return reader.fill("text_input", "A. Officer").fill("text_area", "As counted")


def test_while_the_network_is_cut_pages_commands_and_health_say_so_and_afterwards_all_go_on(office: Office) -> None:
    with session_on(office.server, *STATUS) as reader, session_on(office.server, "upload") as writer:
        assert "Measure 0" in reader.html
        _ready_to_store(writer, "page.csv", 1)
        office.network.cut()
        with ThreadPoolExecutor(4) as pool:
            asked = pool.submit(reader.ask, SECONDS)
            pressed = pool.submit(writer.press, "Store", SECONDS)
            health = pool.submit(office.server.wait_for, "/healthz", 503, SECONDS)
            ran = office.load("command.csv", 2)
        assert AWAY in asked.result().html and "This page asks every 10 seconds" in reader.html
        assert AWAY in pressed.result().html
        assert "it goes on by itself" in health.result().body
        assert (ran.status, ran.out) == (2, "")
        assert AWAY in ran.err and "Nothing was stored" in ran.err and "Traceback" not in ran.err
        assert AWAY in reader.wait_for_itself().html
        office.network.mend()
        assert office.uploads() == ["small.csv"]
        assert "<h1>Stored: " in _ready_to_store(writer, "page.csv", 1).press("Store").html
        assert office.load("command.csv", 2).status == 0
        until = time.monotonic() + SECONDS
        while AWAY in reader.wait_for_itself().html:  # for a moment one answer stands for all readers
            assert time.monotonic() < until
            time.sleep(0.1)
        assert "Measure 0" in reader.html and reader.html == reader.ask().html
        office.server.wait_for("/healthz", 200, SECONDS)
        assert office.uploads() == ["small.csv", "page.csv", "command.csv"]


def test_a_page_whose_upload_was_stored_without_an_answer_says_that_it_is_not_known_and_stores_it_once(
    office: Office,
) -> None:
    before = office.uploads()
    with session_on(office.server, "upload") as writer:
        _ready_to_store(writer, "page-lost.csv", 3)
        office.network.lose_the_commit(office.network.reset)
        said = writer.press("Store", SECONDS).html
        assert "Perhaps stored" in said and UNKNOWN in said
        again = writer.ask().html
        assert "already uploaded" in again and "To load the file again, withdraw that upload first" in again
    assert office.uploads() == [*before, "page-lost.csv"]


def test_a_command_whose_upload_was_stored_without_an_answer_says_so_and_the_next_finds_it(office: Office) -> None:
    before = office.uploads()
    office.network.lose_the_commit(office.network.reset)
    ran = office.load("command-lost.csv", 4)
    assert (ran.status, ran.out) == (2, "")
    assert UNKNOWN in ran.err and "Nothing was stored" not in ran.err
    again = office.load("command-lost.csv", 4)
    assert again.status == 0 and "nothing changed" in again.out
    assert office.uploads() == [*before, "command-lost.csv"]


@pytest.mark.parametrize(("page", "query"), [("measure", "plan=plan&quarter=2015-16-Q1&m=measure-0"), ("audit", "")])
def test_wherever_the_connection_breaks_a_page_says_so_in_a_sentence_and_is_whole_at_the_next_run(
    office: Office, page: str, query: str
) -> None:
    with session_on(office.server, page, query) as reader:
        whole, before = reader.ask().html, office.network.answers
        assert reader.ask().html == whole and ENDED not in whole
        needed, told = office.network.answers - before, 0
        for answer in range(1, needed + 1):
            office.network.reset_at(answer)
            told += ENDED in reader.ask().html  # without a fault of the program
            office.network.mend()
            assert reader.ask().html == whole
        assert needed >= told > needed // 4 > 0, (told, needed)
