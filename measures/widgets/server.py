"""The web application for a server: the pages, and around them what a server owes its readers."""

import logging
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from functools import cache
from typing import Any, TypedDict
from urllib.parse import urlsplit

import anyio
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from measures.errors import MeasuresError
from measures.services.sign_in import streamlit_secrets
from measures.settings import ROOT, settings
from measures.storage.store import Store, open_store
from measures.widgets.server_guard import Door, Guard, Guarding
from measures.widgets.server_log import log_as_json, secrets_of
from measures.widgets.signed_cookie import is_altered, is_of_whose_it_is, note_refusal, person_in

PAGES = ROOT / "app.py"
HEALTH_SECONDS = 5
#: What `measures dashboard` says to the server of a laptop (`measures.cli.serving`).
AT_HOME = "at-home"
_log = logging.getLogger("measures.server")


class Around(TypedDict):
    """What stands around the pages, as `st.App` takes it."""

    routes: Sequence[Route]
    middleware: Sequence[Middleware]
    lifespan: Callable[[Any], AbstractAsyncContextManager[None]]
    secrets: dict[str, Any]


def around(*, at_home: bool) -> Around:
    """The guard, `/healthz`, the log, and what Streamlit's sign-in asks for, by the settings.

    `at_home`: whoever started it sits at this machine, and is told faults alone, in plain words.
    """
    given = settings()
    address = urlsplit(given.public_url or given.oidc_redirect_url)
    if at_home:
        _log_faults_alone()
    else:
        _log_as_json()
    guarding = Guarding(
        by_tls=address.scheme == "https",
        for_all=given.signs_in,
        host=address.hostname or "",
        cookie_seconds=round(3600 * given.sign_in_hours),
        door=Door(person_in, is_altered, is_of_whose_it_is, note_refusal) if given.signs_in else None,
    )
    return {
        "routes": [Route("/healthz", health)],
        "middleware": [Middleware(Guard, guarding=guarding)],
        "lifespan": _quiet_life if at_home else _life,
        "secrets": streamlit_secrets(),
    }


def _log_faults_alone() -> None:
    """Say nothing of a start, a stop or a request."""
    logging.getLogger("uvicorn").setLevel(logging.WARNING)


def _log_as_json() -> None:
    log_as_json(secrets_of(settings()))


@asynccontextmanager
async def _life(_app: Any) -> AsyncIterator[None]:
    """From start to stop. Other parts have set up logs of their own meanwhile."""
    _log_as_json()
    _log.info("The dashboard is up.")
    yield
    _log.info("The dashboard stops.")


@asynccontextmanager
async def _quiet_life(_app: Any) -> AsyncIterator[None]:
    """From start to stop, without a word."""
    _log_faults_alone()
    yield


async def health(_request: Request) -> JSONResponse:
    """200 while the database answers, 503 with a sentence while it does not; where it is stands in the log only."""
    try:
        with anyio.fail_after(HEALTH_SECONDS):
            version = await anyio.to_thread.run_sync(_data_version, abandon_on_cancel=True)
    except (MeasuresError, TimeoutError) as error:
        said = str(error) or f"The database did not answer within {HEALTH_SECONDS} seconds."
        _log.warning("%s", said)
        sentence = "The database cannot be reached. The log of the server says why; it goes on by itself."
        return JSONResponse({"status": "unavailable", "sentence": sentence}, 503, {"cache-control": "no-store"})
    return JSONResponse({"status": "ok", "data_version": version}, 200, {"cache-control": "no-store"})


def _data_version() -> int:
    return _store().data_version()


@cache
def _store() -> Store:
    """A store of its own: a request for health never waits for a connection behind the readers."""
    return open_store(upgrade=False)
