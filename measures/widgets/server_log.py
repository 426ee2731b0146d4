"""The log of the server: one JSON object a line on standard error, and never a secret."""

import json
import logging
import re
import sys
from collections.abc import Collection, Mapping
from datetime import UTC, datetime
from urllib.parse import quote

import streamlit.logger
from uvicorn.config import LOGGING_CONFIG

from measures.settings import Settings
from measures.storage.address import secrets_in

_OWN = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "color_message", "taskName"}
_VALUE = r"(?:\"[^\"]*\"|'[^']*'|[^\s\"',;&]+)"
#: What is struck out of every text, and what stands in its place.
_STRUCK_OUT = (
    (re.compile(r"(?<=://)[^\s/?#:@]*:[^\s?#]+(?=@)"), "***"),  # user and password of an address
    (re.compile(r"(?i)(authorization|cookie)([\"']?\s*[=:]|[\"']\s*,).*"), r"\1\2 ***"),  # to the end of the line
    (
        re.compile(r"(?i)(password|passwd|secret|token)([\w-]*[\"']?\s*[=:]\s*)(\"[^\"]*\"|'[^']*'|[^\s\"',;&]+)"),
        r"\1\2***",
    ),
    (re.compile(r"(?i)(?<=[?&])(code|state|session_state|nonce)=[^\s&#\"']+"), r"\1=***"),  # the way back from sign-in
    (re.compile(r"(?i)\b(bearer) [\w.~+/=-]{16,}"), r"\1 ***"),
    (re.compile(r"\beyJ[\w-]+\.[\w-]+\.[\w-]*"), "***"),  # a signed token
)


class JsonLines(logging.Formatter):
    """A record as one line: when, how grave, by which part, what; and whatever else was given with it."""

    def __init__(self, secrets: Collection[str] = ()) -> None:
        super().__init__()
        self._secrets = sorted({form for one in secrets if one for form in _written(one)}, key=len, reverse=True)

    def format(self, record: logging.LogRecord) -> str:
        """The line; a traceback stands in it under `traceback`."""
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "part": record.name,
            "said": record.getMessage(),
        }
        line |= {name: value for name, value in vars(record).items() if name not in _OWN}
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        return json.dumps(self._harmless(line), ensure_ascii=False)

    def _harmless(self, told: object) -> object:
        """What is told without secrets, whatever it is made of; before it is written, which would change them."""
        if told is None or isinstance(told, (bool, int, float)):
            return told
        if isinstance(told, Mapping):
            return {self.without_secrets(str(name)): self._harmless(one) for name, one in told.items()}
        if isinstance(told, (list, tuple, set, frozenset)):
            return [self._harmless(one) for one in told]
        return self.without_secrets(str(told))

    def without_secrets(self, text: str) -> str:
        """The text without passwords in addresses, what is called a secret, and the secrets of the settings."""
        for secret in self._secrets:
            text = text.replace(secret, "***")
        for pattern, instead in _STRUCK_OUT:
            text = pattern.sub(instead, text)
        return text


def _written(secret: str) -> set[str]:
    """A secret as it is, in an address, in JSON, in Python's own words."""
    return {secret, quote(secret, safe=""), json.dumps(secret)[1:-1], json.dumps(secret, ensure_ascii=False)[1:-1],
            repr(secret)[1:-1]}  # fmt: skip


def secrets_of(given: Settings) -> set[str]:
    """What the settings hold that no log may tell."""
    secrets = {given.oidc_client_secret.get_secret_value(), given.cookie_secret.get_secret_value()}
    return (secrets | secrets_in(given.database_url)) - {""}


def _leave_to_root(logger: logging.Logger) -> None:
    """In place of a way of writing of its own."""
    logger.propagate = True


def log_as_json(secrets: Collection[str]) -> None:
    """Have every part of the process write so, from now on."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines(secrets))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.INFO)
    logging.captureWarnings(True)
    streamlit.logger.setup_formatter = _leave_to_root  # parts of Streamlit that are read later ask for a log then
    LOGGING_CONFIG.clear()  # what uvicorn would set up when it starts
    LOGGING_CONFIG.update({"version": 1, "disable_existing_loggers": False})
    for name in list(logging.root.manager.loggerDict):
        if name.split(".")[0] in ("streamlit", "uvicorn"):
            logging.getLogger(name).handlers.clear()
            logging.getLogger(name).propagate = True
    logging.getLogger("uvicorn.access").disabled = True  # it tells queries too; the guard tells the rest
