"""Two people accept at the same moment: one is stored, the other is told what moved and previews again."""

import multiprocessing
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from measures.errors import ChangedMeanwhile
from measures.services.integrity import check
from measures.services.uploads import Accepted, Preview, accept_upload, preview_upload
from measures.storage.store import Store, open_store
from tests.builders import a_measure, a_plan
from tests.cli.conftest import start
from tests.services.test_uploads import TODAY

ROUNDS = 4
PEOPLE = ("A. Officer", "B. Officer")
Answer = Accepted | ChangedMeanwhile
Together = Callable[[Store, str, Sequence[Preview]], list[Answer]]


@pytest.fixture
def office(store: Store) -> Store:
    from measures.services.definitions import load_plans

    load_plans(store, [a_plan(a_measure("burglary"))], by="C. Officer")
    return store


def accepted(store: Store, preview: Preview, by: str, ready: Any) -> Answer:
    ready.wait()
    try:
        return accept_upload(store, preview, by=by, confirm=True)
    except ChangedMeanwhile as error:
        return error


def in_threads(store: Store, address: str, previews: Sequence[Preview]) -> list[Answer]:
    """As two visitors of one server do."""
    ready = threading.Barrier(2)
    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(lambda one: accepted(store, one[0], one[1], ready), zip(previews, PEOPLE, strict=True)))


def in_stores_of_their_own(store: Store, address: str, previews: Sequence[Preview]) -> list[Answer]:
    ready = threading.Barrier(2)
    with ThreadPoolExecutor(2) as pool, open_store(address) as other:
        both = zip((store, other), previews, PEOPLE, strict=True)
        return list(pool.map(lambda one: accepted(*one, ready), both))


def in_processes(store: Store, address: str, previews: Sequence[Preview]) -> list[Answer]:
    system = multiprocessing.get_context("spawn")
    ready, answers = system.Barrier(2), system.Queue()
    running = [
        system.Process(target=_accept_elsewhere, args=(number, address, preview, by, ready, answers))
        for number, (preview, by) in enumerate(zip(previews, PEOPLE, strict=True))
    ]
    for process in running:
        process.start()
    found = dict(answers.get(timeout=100) for _ in running)
    for process in running:
        process.join()
    return [found[number] for number in range(2)]


def _accept_elsewhere(number: int, address: str, preview: Preview, by: str, ready: Any, answers: Any) -> None:
    with open_store(address) as store:
        answers.put((number, accepted(store, preview, by, ready)))


WAYS = [
    pytest.param(in_threads, ROUNDS, id="threads"),
    pytest.param(in_stores_of_their_own, ROUNDS, id="stores"),
    pytest.param(in_processes, 1, id="processes"),
]


@pytest.mark.parametrize(("together", "rounds"), WAYS)
def test_of_two_files_one_is_stored_and_the_other_once_it_is_previewed_again(
    office: Store, database_url: str, together: Together, rounds: int
) -> None:
    for number in range(rounds):
        names, contents = ("mine.csv", "yours.csv"), [_file(f"2015/16 Q{place}", number) for place in (1, 2)]
        previews = [preview_upload(office, *one, today=TODAY) for one in zip(names, contents, strict=True)]
        answers = together(office, database_url, previews)
        (first,) = (place for place, answer in enumerate(answers) if isinstance(answer, Accepted))
        second = 1 - first
        stored, told = answers[first], answers[second]
        assert isinstance(stored, Accepted) and stored.stored
        assert stored.upload.name == names[first]
        assert str(told).startswith(f"{names[first]} was uploaded with 1 figure")
        assert f"by {PEOPLE[first]} on " in str(told)
        assert str(told).endswith("Nothing was stored: preview again. This file’s one figure was not touched.")
        assert len(office.uploads()) == 2 * number + 1
        again = preview_upload(office, names[second], contents[second], today=TODAY)
        assert accept_upload(office, again, by=PEOPLE[second], confirm=True).stored
    assert check(office) == []


@pytest.mark.parametrize(("together", "rounds"), WAYS)
def test_of_the_same_bytes_at_once_one_is_stored_and_the_other_is_already_uploaded(
    office: Store, database_url: str, together: Together, rounds: int
) -> None:
    for number in range(rounds):
        preview = preview_upload(office, "figures.csv", _file("2015/16 Q1", number), today=TODAY)
        answers = together(office, database_url, [preview, preview])
        assert all(isinstance(answer, Accepted) for answer in answers), answers
        assert sorted(answer.stored for answer in answers if isinstance(answer, Accepted)) == [False, True]
        assert len({answer.upload_id for answer in answers if isinstance(answer, Accepted)}) == 1
        assert len(office.uploads()) == number + 1
    assert check(office) == []


def test_commands_that_load_the_same_file_at_once_store_it_once_and_others_one_after_the_other(
    office: Store, database_url: str, tmp_path: Path
) -> None:
    for name, number in (("one.csv", 1), ("two.csv", 2)):
        (tmp_path / name).write_bytes(_file(f"2015/16 Q{number}", number))
    loads = [("one.csv", "A"), ("one.csv", "B"), ("two.csv", "C")]
    running = [start("load", str(tmp_path / name), "--by", by, url=database_url) for name, by in loads]
    said = [process.communicate(timeout=120) for process in running]
    assert [process.returncode for process in running] == [0, 0, 0], said
    assert sorted(upload.name for upload in office.uploads()) == ["one.csv", "two.csv"]
    assert sum("nothing changed" in out for out, _ in said) == 1
    assert check(office) == []


def _file(quarter: str, figure: int) -> bytes:
    return f"measure_id,quarter,value\nburglary,{quarter},{figure}\n".encode()
