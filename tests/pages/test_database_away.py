"""A database that cannot be reached: what is said of it, and to whom."""

from collections.abc import Callable, Iterator

import pytest

from measures.model.access import Role
from measures.settings import settings
from tests.access import ISSUER
from tests.pages.conftest import Reader
from tests.pages.office import claims, everything
from tests.provider import sign_in_settings

AWAY = "postgresql://keeper:s3cret@127.0.0.1:1/figures"


@pytest.fixture
def signing_in(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name, value in sign_in_settings(ISSUER, "https://measures.example.org").items():
        monkeypatch.setenv(name, value)
    yield
    settings.cache_clear()


def test_whoever_runs_it_alone_reads_where_the_database_is_and_what_is_the_matter(
    open_app: Callable[[str], Reader],
) -> None:
    told = open_app(AWAY).html
    assert "The database postgresql+psycopg://keeper:***@127.0.0.1:1/figures cannot be used: " in told
    assert "Check that the server runs" in told


@pytest.mark.usefixtures("signing_in")
def test_a_reader_of_an_office_is_told_what_to_do_and_the_log_where_it_is(
    open_app: Callable[[str], Reader], caplog: pytest.LogCaptureFixture
) -> None:
    reader = open_app(AWAY)
    reader.app.user = claims(Role.VIEWER)
    told = everything(reader.run())
    assert "the database cannot be used at the moment. check that the server runs" in told
    assert not [word for word in ("keeper", "127.0.0.1", "psycopg", "figures.") if word in told]
    assert any("keeper:***@127.0.0.1:1/figures cannot be used: " in line for line in caplog.messages)
    assert "s3cret" not in caplog.text
