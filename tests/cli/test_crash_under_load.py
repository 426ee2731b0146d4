"""PostgreSQL is killed and started again while the office works on it: nothing lost, nothing doubled, on by itself."""

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from measures.errors import CannotReachDatabase, ChangedMeanwhile, NotAllowed
from measures.model.commentary import Commentary
from measures.model.quarter import Quarter
from measures.services.commentary import commentary_on, write_commentary
from measures.services.integrity import check
from measures.services.uploads import accept_upload, preview_upload
from measures.services.withdrawals import withdraw_upload
from measures.storage.store import Store, open_store
from tests.cli.conftest import process
from tests.conftest import lacking
from tests.postgres import PrivateServer, private_server
from tests.services.test_machine_faults import office_on
from tests.services.test_uploads import TODAY
from tests.serving import Serving, serving
from tests.sessions import session_on

KILLS, DOWN, SECONDS = 3, 0.4, 20
QUARTER = Quarter.parse("2015/16 Q1")
STATUS = ("", "plan=plan&quarter=2015-16-Q1")
SHOWN = "Measure 0"
WHO = ("measure-1", "measure-2")  # a command may need longer than all others together: it is counted at the end


@dataclass
class Day:
    """A day in the office: what was acknowledged, and what was said where it was not."""

    url: str
    over: threading.Event = field(default_factory=threading.Event)
    stored: dict[str, int] = field(default_factory=lambda: {"small.csv": 1})
    withdrawn: list[int] = field(default_factory=list)
    written: list[str] = field(default_factory=list)
    told: dict[str, list[str]] = field(default_factory=dict)
    shown: int = 0
    latest: float = field(default_factory=lambda: time.monotonic() + 60)

    def until_done(self, who: str, act: Callable[[], bool]) -> None:
        """Try until it is acknowledged, as a person would who is told that the database is away."""
        while True:
            try:
                if act():
                    self.over.wait(0.2)
                    return
            except ChangedMeanwhile:
                continue  # another was quicker
            except CannotReachDatabase as error:
                self.told.setdefault(who, []).append(str(error))
                if self.over.wait(0.1) and time.monotonic() > self.latest:
                    raise

    def wait_for_work(self, work: Sequence[Future[None]]) -> None:
        """Until everybody has done something more, and the pages were shown again; no longer than `SECONDS`."""

        def done() -> list[int]:
            ours = (len([name for name in self.stored if name.startswith(who)]) for who in WHO)
            return [*ours, len(self.withdrawn), len(self.written), self.shown]

        before, until = done(), time.monotonic() + SECONDS
        while not all(now > then for now, then in zip(done(), before, strict=True)):
            assert time.monotonic() < until, (before, done(), self.told)
            wait(work, 0.02, FIRST_COMPLETED)
            for one in work:
                if one.done():
                    one.result()  # raises

    def upload(self, store: Store, who: str, number: int) -> int:
        """A file of one figure, stored and acknowledged."""
        name = f"{who}-{number}.csv"
        content = f"measure_id,quarter,value\n{who},2015/16 Q1,{number}\n".encode()

        def act() -> bool:
            preview = preview_upload(store, name, content, today=TODAY)
            self.stored[name] = accept_upload(store, preview, by=who, note="Counted again", confirm=True).upload_id
            return True

        self.until_done(who, act)
        return self.stored[name]


def _uploads(day: Day) -> None:
    with open_store(day.url) as store:
        number = 0
        while not day.over.is_set():
            day.upload(store, "measure-1", number := number + 1)


def _uploads_and_withdraws(day: Day) -> None:
    with open_store(day.url) as store:
        number = 0
        while not day.over.is_set():
            wrong = day.upload(store, "measure-2", number := number + 1)

            def take_back(wrong: int = wrong) -> bool:
                try:
                    withdraw_upload(store, wrong, reason="wrong", by="measure-2")
                except NotAllowed as error:  # it was done, and the answer was lost
                    return "already withdrawn by measure-2" in str(error)
                return True

            day.until_done("withdrawals", take_back)
            day.withdrawn.append(wrong)


def _writes(day: Day) -> None:
    with open_store(day.url) as store:
        number = 0
        while not day.over.is_set():
            text = f"Version {(number := number + 1)}"

            def write(text: str = text) -> bool:
                stands = commentary_on(store, "measure-3", QUARTER)
                said = Commentary("measure-3", QUARTER, happened=text)
                write_commentary(store, said, by="C", based_on=stands.id if stands else 0)
                return True

            day.until_done("commentary", write)
            day.written.append(text)


def _commands(day: Day, folder: Path) -> None:
    number = 0
    while not day.over.is_set():
        path = folder / f"command-{(number := number + 1)}.csv"
        path.write_text(f"measure_id,quarter,value\nmeasure-4,2015/16 Q1,{number}\n")

        def load(path: Path = path) -> bool:
            ran = process("load", str(path), "--confirm", "--by", "D", "--note", "n", "--format", "json", url=day.url)
            assert "Traceback" not in ran.err
            if ran.status == 0:
                day.stored[path.name] = ran.document["upload"]
                return True
            if ran.status == 1:  # others were quicker three times
                assert "load it again" in ran.err, ran
                return False
            assert (ran.status, ran.out) == (2, "") and "database" in ran.err, ran
            raise CannotReachDatabase(ran.err)

        day.until_done("commands", load)


def _reads(day: Day, server: Serving) -> None:
    """A page that is asked for again and again: it shows the plan, or says in a sentence that the database is away."""
    with session_on(server, *STATUS) as reader:
        while not day.over.is_set():
            html = reader.ask(20).html
            if "cannot be used" in html:
                day.told.setdefault("pages", []).append(html)
            else:
                assert SHOWN in html, html[-2000:]
                day.shown += 1
            day.over.wait(0.2)
        assert SHOWN in reader.ask(20).html


@contextmanager
def _office(folder: Path) -> Iterator[tuple[PrivateServer, Serving]]:
    with private_server() as database:
        office_on(database.url).close()
        with serving(database.url, folder) as server:
            yield database, server


def test_what_was_acknowledged_is_there_once_though_the_database_is_killed_while_everybody_works(
    tmp_path: Path,
) -> None:
    try:
        with _office(tmp_path) as (database, server):
            day = Day(database.url)
            _work_while_it_is_killed(day, database, server, tmp_path)
            with open_store(database.url) as store:
                _assert_all_is_there_once(day, store)
    except FileNotFoundError as error:
        lacking(str(error))


def _work_while_it_is_killed(day: Day, database: PrivateServer, server: Serving, folder: Path) -> None:
    with ThreadPoolExecutor(6) as pool:
        work = [pool.submit(one, day) for one in (_uploads, _uploads_and_withdraws, _writes)]
        work += [pool.submit(_commands, day, folder), *(pool.submit(_reads, day, server) for _ in range(2))]
        try:
            day.wait_for_work(work)
            for _ in range(KILLS):
                database.kill()
                time.sleep(DOWN)
                database.start()
                day.wait_for_work(work)  # all go on by themselves
        finally:
            day.over.set()
    for one in work:
        one.result()


def _assert_all_is_there_once(day: Day, store: Store) -> None:
    assert check(store) == []
    assert sorted((one.name, one.id) for one in store.uploads()) == sorted(day.stored.items())
    assert sorted(one.id for one in store.uploads() if not one.stands) == sorted(day.withdrawn)
    versions = store.commentary_versions("measure-3", QUARTER)
    assert [one.said.happened for one in versions][::-1] == day.written
    kinds = [act.kind.value for act in store.acts()]
    assert len(kinds) == 1 + len(day.stored) + len(day.withdrawn) + len(day.written)
    assert any(name.startswith("command-") for name in day.stored)
    assert {"measure-1", "commentary", "pages"} <= set(day.told)
    for who, sentences in day.told.items():
        assert all("The database " in one or "connection to the database" in one for one in sentences), who
