"""The application in Streamlit's test driver, on a database of the test's own."""

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from measures.model.access import Role
from measures.services.definitions import load_definitions
from measures.services.uploads import accept_upload, preview_upload
from measures.settings import settings
from measures.storage.store import open_store
from tests.access import ISSUER, secretive
from tests.pages.files import Taken
from tests.provider import sign_in_settings

APP = Path(__file__).parents[2] / "app.py"
#: The number of the first upload after the sample's own files.
NEXT_UPLOAD = 1 + len(list((APP.parent / "data" / "figures").glob("*.csv")))

PLAN = """\
[plan]
id = "plan"
title = "{title}"
start = 2015-04-01
end = 2020-03-31
baseline = "2015/16 Q4"
comparators = ["last_year", "baseline"]

[[priorities]]
id = "safety"
title = "{priority}"

[[measures]]
id = "burglary"
priority = "safety"
title = "{measure}"
unit = "offences"
kind = "count"
polarity = "lower"
definition = "{definition}"
"""

FIGURES = "measure_id,quarter,value\n" + "".join(
    f"burglary,{year}/{year % 100 + 1} Q{n},{1000 + 10 * year % 7 + n}\n" for year in (2015, 2016) for n in (1, 2, 3, 4)
)


class Reader:
    """A page in the test driver, and what a reader asks of it."""

    def __init__(self, app: AppTest) -> None:
        self.app = app

    @property
    def html(self) -> str:
        return "".join(element.value for element in self.app.get("html"))

    @property
    def address(self) -> dict[str, str]:
        found = self.app.query_params
        return {name: value if isinstance(value, str) else value[-1] for name, value in found.items()}

    def go(self, page: str = "", /, **address: str) -> "Reader":
        """Open a page of the menu, or stay; `address` replaces what the address says."""
        if page:
            self.app.switch_page(f"pages/{page}.py")
        for name in list(self.app.query_params):
            del self.app.query_params[name]
        for name, value in address.items():
            self.app.query_params[name] = value
        return self.run()

    def choose(self, picker: str, value: str) -> "Reader":
        self.app.selectbox(key=f"pick_{picker}").select(value)
        return self.run()

    def run(self) -> "Reader":
        self.app.run()
        assert not self.app.exception, self.app.exception
        return self


@pytest.fixture
def open_app(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], Reader]]:
    """`open_app(url)` starts the application on the database at `url`."""

    def start(url: str) -> Reader:
        monkeypatch.setenv("MEASURES_DATABASE_URL", url)
        settings.cache_clear()
        return Reader(AppTest.from_file(str(APP), default_timeout=60)).run()

    yield start
    settings.cache_clear()


@pytest.fixture(scope="module")
def secret_url(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The database of an office that has something to hide."""
    url = f"sqlite:///{tmp_path_factory.mktemp('secret') / 'measures.db'}"
    with closing(open_store(url)) as store:
        secretive(store)
    return url


@pytest.fixture
def office(
    open_app: Callable[[str], Reader], secret_url: str, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[..., Reader]]:
    """`office(Role.VIEWER)` opens the first page of an office that has something to hide, as one of its people."""
    from tests.pages.office import claims

    def start(role: Role | None = None, *, public: bool = False, **more: object) -> Reader:
        for name, value in sign_in_settings(ISSUER, "https://measures.example.org").items():
            monkeypatch.setenv(name, value)
        monkeypatch.setenv("MEASURES_PUBLIC", str(public))
        found = open_app(secret_url)
        found.app.user = claims(role, **more) if role or more else {"is_logged_in": False}
        return found.run()

    yield start
    settings.cache_clear()


@pytest.fixture
def taken(monkeypatch: pytest.MonkeyPatch) -> Taken:
    """The files behind the buttons of the last page."""
    found, button = Taken(), st.download_button

    def noted(label: str, data: Any, **more: Any) -> bool:
        found.files[more["file_name"]] = data
        found.kinds[more["file_name"]] = more["mime"]
        return button(label, data, **more)

    monkeypatch.setattr(st, "download_button", noted)
    return found


@pytest.fixture
def sample(open_app: Callable[[str], Reader], sample_file: Path) -> Reader:
    """The application on the sample."""
    return open_app(f"sqlite:///{sample_file}")


@pytest.fixture
def small(open_app: Callable[[str], Reader], tmp_path: Path) -> Callable[..., Reader]:
    """`small(title=…, figures="")` starts the application on one plan of one measure, in the words given."""

    def start(figures: str = FIGURES, **words: str) -> Reader:
        given = {"title": "A plan", "priority": "Safety", "measure": "Burglary", "definition": "Dwellings."} | words
        text = PLAN.format(**{name: word.replace("\\", "\\\\").replace('"', '\\"') for name, word in given.items()})
        url = f"sqlite:///{tmp_path / 'small.db'}"
        with closing(open_store(url)) as store:
            loaded = load_definitions(store, [("plan.toml", text.encode())], by="A test")
            assert loaded.stored, loaded.issues
            if figures:
                accept_upload(store, preview_upload(store, "f.csv", figures.encode()), by="A test", confirm=True)
        return open_app(url)

    return start
