"""The log of the server never holds a secret, and loses nothing else."""

import json
import logging
import sys

import pytest

from measures.settings import settings
from measures.widgets.server_log import JsonLines, secrets_of
from tests.provider import COOKIE_SECRET, sign_in_settings


@pytest.mark.parametrize(
    "said",
    [
        'signed with ke"y\\9 today',
        "signed with k\u00e9y\n10 today",
        "Authorization: Basic aGlkZGVuOng=",
        "authorization=Bearer hidden.hidden.hidden and more",
        '{"Authorization": "Bearer hidden"}',
        "Proxy-Authorization: Digest username=hidden, response=hidden",
        "GET /oauth2callback?code=hidden&state=hidden&session_state=hidden",
        "access_token=hidden id_token: hidden refresh_token='hidden'",
        '{"access_token": "hidden", "client_secret": "hidden"}',
        "MEASURES_COOKIE_SECRET=hidden",
        "Set-Cookie: _streamlit_user=hidden; Path=/",
        "at postgresql://officer:hid@den@server/x",
        "at postgresql://server/x?user=u&password=hidden&sslpassword=hidden",
    ],
)
def test_a_secret_is_struck_out_of_the_log_however_it_is_written(said: str) -> None:
    record = logging.makeLogRecord({"msg": "%s", "args": (said,), "also": {"in": [said]}, said: "x"})
    try:
        raise ValueError(said)
    except ValueError:
        record.exc_info = sys.exc_info()
    line = JsonLines(['ke"y\\9', "k\u00e9y\n10"]).format(record)
    known = json.loads(line)
    assert known["said"].count("***") >= 1
    assert "***" in known["also"]["in"][0] and "***" in known["traceback"]
    for hidden in ("hidden", "aGlkZGVu", "y\\9", 'ke\\"y', "k\u00e9y", "den@"):
        assert hidden not in line


@pytest.mark.parametrize(
    "said",
    ["GET /status?plan=2013-2018&quarter=2016-17-Q1", "a.csv was uploaded with 1 figures", "error code: 7", "Q1=3"],
)
def test_what_is_no_secret_stays_in_the_log(said: str) -> None:
    line = JsonLines(["key9"]).format(logging.makeLogRecord({"msg": said, "number": 3, "none": None}))
    known = json.loads(line)
    assert (known["said"], known["number"], known["none"]) == (said, 3, None)


def test_the_secrets_of_the_settings_are_known_to_the_log(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in sign_in_settings("https://id.example.org", "https://measures.example.org").items():
        monkeypatch.setenv(name, value)
    url = "postgresql+psycopg://u:one%21@server/x?password=two%21&sslpassword=three"
    monkeypatch.setenv("MEASURES_DATABASE_URL", url)
    settings.cache_clear()
    found = secrets_of(settings())
    settings.cache_clear()
    assert found == {"one!", "two!", "three", "known to both", COOKIE_SECRET}
