"""An upload that is killed at any moment leaves all of it or nothing, and the next one works."""

import hashlib
import random
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from measures.errors import ChangedMeanwhile
from measures.services.definitions import load_plans
from measures.services.integrity import check
from measures.services.uploads import accept_upload, preview_upload
from measures.services.withdrawals import withdraw_upload
from measures.settings import ROOT
from measures.storage.store import Store, open_store
from tests.builders import a_plan
from tests.services.test_uploads import TODAY
from tests.services.uploading import LARGE, MEASURES, ROWS

KILLS = 50
SHA256 = hashlib.sha256(LARGE.encode()).hexdigest()


class Uploader:
    """The other program (`tests.services.uploading`), asked a line at a time."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def answer(self, asked: str = "") -> str:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        if asked:
            print(asked, file=self._process.stdin, flush=True)
        return self._process.stdout.readline().strip()


@contextmanager
def uploader(address: str) -> Iterator[Uploader]:
    arguments = [sys.executable, "-W", "ignore", "-m", "tests.services.uploading", address]
    pipe = subprocess.PIPE
    with subprocess.Popen(arguments, cwd=ROOT, stdin=pipe, stdout=pipe, text=True) as process:
        yield Uploader(process)
        process.stdin.close()  # type: ignore[union-attr]


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system has no SIGKILL")
def test_an_upload_that_is_killed_at_any_moment_is_stored_whole_or_not_at_all(database_url: str) -> None:
    seed = random.randrange(10**6)
    print(f"seed {seed}")  # shown where the test fails
    rng = random.Random(seed)
    with open_store(database_url) as store:
        load_plans(store, [a_plan(*MEASURES)], by="A. Officer")
    with open_store(database_url) as store, uploader(database_url) as other:
        assert other.answer() == "ready"
        took = _seconds_of_a_whole_one(store, other)
        killed = rounds = whole = 0
        while killed < KILLS and rounds < 4 * KILLS:
            rounds += 1
            answer, *seconds = other.answer(str(rng.uniform(0, took))).split()
            assert answer in ("killed", "done")
            killed += answer == "killed"
            # A machine is now quick, now slow: the kills are to fall into all of the upload and seldom behind it.
            took = float(seconds[0]) if seconds else took * 1.02
            _accept_another(store, rounds)
            assert check(store) == []
            stored = _figures_of_the_large_one(store)
            assert stored in (0, ROWS)
            if stored:
                whole += 1
                _withdraw(store)
        assert killed == KILLS
        assert len(store.uploads()) == 1 + rounds + whole


def _seconds_of_a_whole_one(store: Store, other: Uploader) -> float:
    """From the moment the other program has opened the database to its end, where nobody kills it."""
    word, seconds = other.answer("-").split()
    assert (word, _figures_of_the_large_one(store)) == ("done", ROWS)
    _withdraw(store)
    return float(seconds)


def _accept_another(store: Store, number: int) -> None:
    """The next upload; on a server the one that was killed may still come to its end before it."""
    content = f"measure_id,quarter,value\nmeasure-0,2014/15 Q1,{number}\n".encode()
    for _ in range(2):
        try:
            accepted = accept_upload(
                store, preview_upload(store, f"{number}.csv", content, today=TODAY), by="A. Officer", confirm=True
            )
        except ChangedMeanwhile:
            continue
        assert accepted.stored
        return
    pytest.fail("the next upload was not stored")


def _figures_of_the_large_one(store: Store) -> int:
    values = store.values(area=None)
    figures = len(values) - int((values["area"] == "").sum())
    assert (store.upload_by_hash(SHA256) is not None) == (figures > 0)
    return figures


def _withdraw(store: Store) -> None:
    upload = store.upload_by_hash(SHA256)
    assert upload is not None
    withdraw_upload(store, upload.id, reason="for the next", by="A. Officer")
