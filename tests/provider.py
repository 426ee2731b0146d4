"""A real OpenID Connect provider on loopback, and what signing in with it takes."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

from tests.browser import START_SECONDS, free_port

CLIENT = "measures-dashboard"
COOKIE_SECRET = "a text of at least thirty-two characters, for tests alone"
ROLES = "PCC Panel=viewer, PCC Officers=officer, PCC Approvers=approver, PCC Administrators=administrator"


@contextmanager
def provider_for(people: Mapping[str, Mapping[str, object]], log: Path) -> Iterator[str]:
    """Serve a provider that knows some people, claims by subject, until the block ends; its issuer."""
    port = free_port()
    claims = [f"--user-claims={json.dumps({'sub': sub, **held})}" for sub, held in people.items()]
    command = [sys.executable, "-W", "ignore", "-m", "oidc_provider_mock", "--port", str(port), *claims]
    with log.open("w", encoding="utf-8") as words:
        server = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=words, stderr=subprocess.STDOUT)
    issuer = f"http://127.0.0.1:{port}"
    try:
        _wait_until_it_answers(server, issuer, log)
        yield issuer
    finally:
        server.terminate()
        server.wait(timeout=20)


def _wait_until_it_answers(server: subprocess.Popen[bytes], issuer: str, log: Path) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and server.poll() is None:
        try:
            with urlopen(f"{issuer}/.well-known/openid-configuration", timeout=2):
                return
        except OSError:
            time.sleep(0.05)
    raise RuntimeError(f"The provider does not answer. Its words:\n{log.read_text(encoding='utf-8')}")


def sign_in_settings(issuer: str, home: str) -> dict[str, str]:
    """The settings of a dashboard at `home` whose people sign in with a provider."""
    return {
        "MEASURES_AUTH": "oidc",
        "MEASURES_OIDC_METADATA_URL": f"{issuer}/.well-known/openid-configuration",
        "MEASURES_OIDC_CLIENT_ID": CLIENT,
        "MEASURES_OIDC_CLIENT_SECRET": "known to both",
        "MEASURES_OIDC_REDIRECT_URL": f"{home}/oauth2callback",
        "MEASURES_OIDC_ROLE_CLAIM": "groups",
        "MEASURES_OIDC_ROLES": ROLES,
        "MEASURES_COOKIE_SECRET": COOKIE_SECRET,
    }
