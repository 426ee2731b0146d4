"""Several processes on one PostgreSQL server, which comes and goes: what readers see of it."""

from collections.abc import Callable
from pathlib import Path

from tests.cli.conftest import process
from tests.conftest import lacking
from tests.pages.conftest import FIGURES, PLAN, Reader
from tests.postgres import PostgresServer, private_server


def _office(url: str, folder: Path) -> None:
    """A plan with figures, stored by other processes."""
    words = {"title": "A plan", "priority": "Safety", "measure": "Burglary", "definition": "Dwellings."}
    (folder / "plan.toml").write_text(PLAN.format(**words), encoding="utf-8")
    (folder / "figures.csv").write_text(FIGURES, encoding="utf-8")
    assert process("init", url=url).status == 0
    assert process("define", str(folder / "plan.toml"), "--by", "A", url=url).status == 0
    assert process("load", str(folder / "figures.csv"), "--confirm", "--by", "A", url=url).status == 0


def test_what_another_process_stores_is_shown_at_the_next_rerun(
    postgres: PostgresServer, open_app: Callable[[str], Reader], tmp_path: Path
) -> None:
    with postgres.new_database() as url:
        _office(url, tmp_path)
        reader = open_app(url).go("status", plan="plan", quarter="2016-17-Q4")
        assert "4,321" not in reader.html
        (tmp_path / "later.csv").write_text("measure_id,quarter,value,status\nburglary,2016/17 Q4,4321,r\n")
        assert process("load", str(tmp_path / "later.csv"), "--confirm", "--by", "B", url=url).status == 0
        assert "4,321" in reader.run().html
        assert process("withdraw", "2", "--reason", "wrong", "--by", "B", url=url).status == 0
        assert "4,321" not in reader.run().html


def test_while_the_server_is_down_a_sentence_is_shown_and_afterwards_the_page_by_itself(
    open_app: Callable[[str], Reader], tmp_path: Path
) -> None:
    try:
        with private_server() as server:
            _office(server.url, tmp_path)
            reader = open_app(server.url).go("status", plan="plan", quarter="2016-17-Q4")
            shown = reader.html
            assert "Burglary" in shown
            for _ in range(2):
                server.stop()
                assert "cannot be used" in reader.run().html
                server.start()
                assert reader.run().html == shown
    except FileNotFoundError as error:
        lacking(str(error))
