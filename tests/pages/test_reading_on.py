"""Reading never needs a write: a new session reads while the database cannot be written, or not by this program."""

import re
from collections.abc import Callable, Iterator
from contextlib import closing

import pytest

from measures.model.access import Role
from measures.storage.store import open_store
from tests.pages.conftest import Reader
from tests.pages.office import titles
from tests.services.test_noting import held, upgraded


def sign_ins(url: str, name: str) -> list[str]:
    with closing(open_store(url)) as store:
        return [one.summary for one in store.audit() if (one.kind, one.by) == ("sign_in", name)]


@pytest.mark.parametrize(("trouble", "name"), [(held, "Held"), (upgraded, "Upgraded")])
def test_a_new_session_reads_and_its_sign_in_is_noted_at_the_next_run_when_that_can_be(
    office: Callable[..., Reader], secret_url: str, trouble: Callable[[str], Iterator[None]], name: str
) -> None:
    office(public=True)  # the database is open
    with trouble(secret_url):  # type: ignore[attr-defined]
        reader = office(Role.VIEWER, name=name, sub=name)
        reader.go("status", plan="plan", quarter="2016-17-Q1")
        assert "Burglary" in reader.html
        assert f"You are signed in as {name}, a viewer until" in reader.html
        assert titles(reader.go("audit")) == ["Audit: not for your role"]
        assert not re.search("cannot be used|has to be stopped", reader.html)
    assert sign_ins(secret_url, name) == []
    reader.go("status", plan="plan", quarter="2016-17-Q1")
    assert [one.partition(" (on ")[0] for one in sign_ins(secret_url, name)] == ["Signed in"]
