"""One server for all attacks on it."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.attacks.office import PEOPLE, Office
from tests.browser import dashboard_on, free_port
from tests.provider import provider_for, sign_in_settings


@pytest.fixture(scope="session")
def office(sample_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    folder, port = tmp_path_factory.mktemp("office"), free_port()
    url, home = f"sqlite:///{shutil.copy(sample_file, folder / 'sample.db')}", f"http://127.0.0.1:{port}"
    with provider_for(PEOPLE, folder / "provider.txt") as issuer:
        settings = sign_in_settings(issuer, home)
        with dashboard_on(url, folder / "log.txt", port, "dashboard", **settings):
            yield Office(home, issuer, folder / "log.txt")
