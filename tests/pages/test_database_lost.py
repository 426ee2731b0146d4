"""The connection to the database breaks while a page is being made: a sentence, never a fault of the program."""

from collections.abc import Callable

from tests.network import network_to
from tests.pages.conftest import Reader
from tests.postgres import PostgresServer
from tests.services.test_machine_faults import office_on

ENDED = "The server ended the connection. Try again in a moment."


def test_wherever_the_connection_breaks_a_page_says_so_in_a_sentence_and_is_whole_at_the_next_run(
    postgres: PostgresServer, open_app: Callable[[str], Reader]
) -> None:
    with postgres.new_database() as url, network_to(url) as network:
        office_on(url).close()
        reader = open_app(network.url)
        for page in ("upload", "history", "report"):
            whole, before = reader.go(page).run().html, network.answers
            assert whole == reader.run().html and ENDED not in whole
            needed, told = network.answers - before, 0
            for answer in range(1, needed + 1):
                network.reset_at(answer)
                told += ENDED in reader.run().html  # without a fault
                network.mend()
                assert reader.run().html == whole
            assert needed >= told > needed // 4 > 0, (page, told, needed)
