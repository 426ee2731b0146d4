"""What every test may ask for: a database of each kind, the sample, a server with a browser in front of it.

Whatever the machine lacks (PostgreSQL, Chromium) skips the tests that need it, with the reason; where the
environment says CI, it fails them, so that nothing goes untested unseen.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import pytest
from hypothesis import settings

from tests.postgres import PostgresServer

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

    from measures.storage.store import Store
    from tests.browser import Dashboard

POSTGRES_URL = os.environ.get("MEASURES_TEST_DATABASE_URL", "")
IN_CI = os.environ.get("CI", "").lower() in ("1", "true", "yes")
CHROMIUMS = ("chromium", "chromium-browser", "google-chrome")
SERVER_LOG = pytest.StashKey[Path]()

settings.register_profile("house", settings(), deadline=None)
settings.load_profile("house")


def lacking(reason: str) -> NoReturn:
    """Skip the test for what this machine lacks; in CI, where nothing may be lacking, fail it."""
    if IN_CI:
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep the browser tests of a module together, so that one browser serves them all, and the workers share them."""
    for item in items:
        if {"browser", "sample_server"} & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.xdist_group(f"browser of {item.nodeid.partition('::')[0]}"))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """Show the last words of the server beside a failure that it had a part in."""
    report = yield
    log = item.session.stash.get(SERVER_LOG, None)
    if report.failed and log is not None and "sample_server" in getattr(item, "fixturenames", ()):
        report.sections.append(("The dashboard's log", log.read_text(encoding="utf-8")[-6000:]))
    return report


@pytest.fixture(scope="session")
def postgres() -> PostgresServer:
    """The PostgreSQL server that `MEASURES_TEST_DATABASE_URL` names; tests make databases of their own on it."""
    if not POSTGRES_URL:
        lacking("MEASURES_TEST_DATABASE_URL names no PostgreSQL server to test on")
    return PostgresServer(POSTGRES_URL)


@pytest.fixture(params=["sqlite", "postgresql"])
def new_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a new database without tables: each test runs on SQLite and again on PostgreSQL."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'measures.db'}"
    else:
        with request.getfixturevalue("postgres").new_database() as url:
            yield url


@pytest.fixture(scope="session")
def tables_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file that holds the tables and nothing in them: made once, copied for each test."""
    path = tmp_path_factory.mktemp("tables") / "measures.db"
    _make_tables(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def tables_database(postgres: PostgresServer) -> Iterator[str]:
    """The address of a PostgreSQL database with the tables and nothing in them, of which others are copies."""
    with postgres.new_database() as url:
        _make_tables(url)
        yield url


def _make_tables(url: str) -> None:
    from measures.storage.store import open_store

    with open_store(url):
        pass


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database of the test's own, with its tables: SQLite and again PostgreSQL."""
    if request.param == "sqlite":
        yield f"sqlite:///{shutil.copy(request.getfixturevalue('tables_file'), tmp_path / 'measures.db')}"
    else:
        tables = request.getfixturevalue("tables_database")
        with request.getfixturevalue("postgres").new_database(like=tables) as url:
            yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def other_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a second new and empty database, of each kind in turn."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'other.db'}"
    else:
        with request.getfixturevalue("postgres").new_database() as url:
            yield url


@pytest.fixture
def store(database_url: str) -> Iterator["Store"]:
    """An empty store on either kind of database."""
    from measures.storage.store import open_store

    with open_store(database_url) as opened:
        yield opened


@pytest.fixture(scope="session")
def sample_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file that holds the sample; not to be written to (`sample_copy` is)."""
    from measures.services.sample import load_sample
    from measures.storage.store import open_store

    path = tmp_path_factory.mktemp("sample") / "sample.db"
    with open_store(f"sqlite:///{path}") as opened:
        load_sample(opened)
    return path


@pytest.fixture(scope="session")
def sample_store(sample_file: Path) -> Iterator["Store"]:
    """A store that holds the sample, shared by all who only read."""
    from measures.storage.store import open_store

    with open_store(f"sqlite:///{sample_file}") as opened:
        yield opened


@pytest.fixture
def sample_copy(sample_file: Path, tmp_path: Path) -> Iterator["Store"]:
    """A store that holds the sample, for one test to write to as it likes."""
    from measures.storage.store import open_store

    path = shutil.copy(sample_file, tmp_path / "sample.db")
    with open_store(f"sqlite:///{path}") as opened:
        yield opened


@pytest.fixture(scope="session")
def sample_server(
    request: pytest.FixtureRequest, sample_file: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator["Dashboard"]:
    """The dashboard on a copy of the sample, served as a person would start it; with a list of awards of the tests."""
    from measures.storage.store import open_store
    from tests.browser import dashboard_on
    from tests.funding import LIST, load

    folder = tmp_path_factory.mktemp("server")
    path = shutil.copy(sample_file, folder / "sample.db")
    with open_store(f"sqlite:///{path}") as store:
        assert load(store, LIST.replace("safety", "tackle-crime"), plan_id="2013-2018").stored
    request.session.stash[SERVER_LOG] = folder / "log.txt"
    with dashboard_on(f"sqlite:///{path}", folder / "log.txt") as running:
        yield running


@pytest.fixture(scope="module")
def browser() -> Iterator["Browser"]:
    """This machine's Chromium.

    Playwright keeps an event loop running while it is open, which other tests cannot bear: so one per module.
    """
    from playwright.sync_api import sync_playwright

    from tests.browser import LAUNCH

    executable = next(filter(None, map(shutil.which, CHROMIUMS)), None)
    if executable is None:
        lacking("there is no Chromium on this machine (Debian: apt install chromium)")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=executable, args=LAUNCH)
        yield chromium
        chromium.close()


@pytest.fixture(scope="module")
def reader(browser: "Browser") -> Iterator["BrowserContext"]:
    """A reader who keeps what was fetched from one visit to the next, which takes half the time."""
    from tests.browser import new_reader

    with new_reader(browser) as of_the_module:
        yield of_the_module


@pytest.fixture
def visit(reader: "BrowserContext", sample_server: "Dashboard") -> Iterator[Callable[..., "Page"]]:
    """`visit("/status?plan=…", width=390, dark=True)` opens a page of the sample dashboard, at rest."""
    from tests.browser import open_page

    pages: list[Page] = []

    def open_on_sample(path: str = "/", **options: int) -> "Page":
        pages.append(open_page(reader, sample_server.url + path, **options))
        return pages[-1]

    yield open_on_sample
    for page in pages:
        page.close()
