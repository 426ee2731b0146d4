"""The log of the server: one JSON object a line on standard error, and never a secret."""

import json
import logging
import re
import sys
from collections.abc import Collection
from datetime import UTC, datetime

import streamlit.logger
from uvicorn.config import LOGGING_CONFIG

_OWN = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "color_message", "taskName"}
_IN_ADDRESS = re.compile(r"(?<=://)[^/\s:@]*:[^@\s]+(?=@)")
_NAMED = re.compile(r"(?i)\b(password|passwd|secret|token|cookie|authorization)(\"?\s*[=:]\s*\"?)[^\s\",;&]+")


class JsonLines(logging.Formatter):
    """A record as one line: when, how grave, by which part, what; and whatever else was given with it."""

    def __init__(self, secrets: Collection[str] = ()) -> None:
        super().__init__()
        self._secrets = sorted(filter(None, secrets), key=len, reverse=True)

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
        return self.without_secrets(json.dumps(line, ensure_ascii=False, default=str))

    def without_secrets(self, text: str) -> str:
        """The text without passwords in addresses, what is called a secret, and the secrets of the settings."""
        for secret in self._secrets:
            text = text.replace(secret, "***")
        return _NAMED.sub(r"\1\2***", _IN_ADDRESS.sub("***", text))


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
