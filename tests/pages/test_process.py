"""The collection of garbage in a process that serves many readers."""

import gc
import sys
import weakref
from collections.abc import Iterator

import pytest

from measures.widgets.process import Process


class Kept:
    """Something that refers to itself, which only a collection can take away."""

    def __init__(self) -> None:
        self.itself = self


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    turns = sys.getswitchinterval()
    yield
    sys.setswitchinterval(turns)
    gc.unfreeze()


def test_what_is_alive_is_set_aside_once_in_a_while_and_what_came_since_is_looked_through() -> None:
    process = Process()
    process.run_begins()
    aside = gc.get_freeze_count()
    assert aside > 10_000
    here = Kept()
    process.aside_at += 60  # the first time may have taken a while
    process.run_begins()  # before its time: nothing more is set aside
    assert gc.get_freeze_count() <= aside
    gone = weakref.ref(here)
    del here
    gc.collect()
    assert gone() is None
    process.aside_at = 0
    more = [Kept() for _ in range(1_000)]
    process.run_begins()
    assert gc.get_freeze_count() >= aside + len(more)


def test_what_was_set_aside_and_is_needed_no_more_goes_when_all_is_looked_through() -> None:
    process = Process()
    here = Kept()
    process.run_begins()
    gone = weakref.ref(here)
    del here
    process.aside_at = 0
    process.run_begins()
    assert gone() is not None  # it lies aside
    process.aside_at = process.through_at = 0
    process.run_begins()
    assert gone() is None


def test_only_one_thread_sees_to_it() -> None:
    process = Process()
    with process.busy:
        process.run_begins()
    assert process.started
    assert process.through_at == 0
