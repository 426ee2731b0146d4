"""What an installation may choose, from the environment or from `.env` beside the program (SPEC section 12)."""

import getpass
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from measures.errors import MeasuresError

ROOT = Path(__file__).resolve().parents[1]
PREFIX = "MEASURES_"

#: Of this program; a publication keeps the one that it was made with.
VERSION = "0.1.0"


class WrongSetting(MeasuresError, ValueError):
    """A setting that cannot be used; the sentence names it, says what was read and what is expected."""


class Settings(BaseSettings):
    """The settings, all optional.

    `database_url` is a SQLAlchemy address; `area` this force's name as it is printed; `upload_max_mb` the largest
    file that is read; `auth` how people sign in (`local`: this machine only, as one local officer); `public_url` where
    readers find it behind a server of the office's own, "" on this machine only.
    """

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_file=ROOT / ".env", env_file_encoding="utf-8", extra="ignore", frozen=True
    )

    database_url: Annotated[str, Field(min_length=1)] = f"sqlite:///{ROOT / 'data' / 'measures.db'}"
    area: Annotated[str, Field(min_length=1, max_length=100)] = "Lancashire"
    upload_max_mb: Annotated[float, Field(gt=0, le=1000, allow_inf_nan=False)] = 20
    auth: Literal["local"] = "local"
    public_url: Annotated[str, Field(pattern=r"^(https?://[A-Za-z0-9.\-]+(:[0-9]+)?)?/?$")] = ""

    @property
    def upload_max_bytes(self) -> int:
        """The largest file that is read, in bytes."""
        return int(self.upload_max_mb * 1_000_000)


def read_settings() -> Settings:
    """The settings as they stand now; raises WrongSetting with every fault in one text."""
    try:
        return Settings()
    except ValidationError as error:
        raise WrongSetting(" ".join(_sentence(fault) for fault in error.errors())) from None


@cache
def settings() -> Settings:
    """The settings of this process, read once; raises WrongSetting."""
    return read_settings()


def local_user() -> str:
    """The name of the person at this machine as the operating system has it; "" where it does not say."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""


_EXPECTED = {
    "database_url": "an address such as sqlite:////srv/measures.db or postgresql+psycopg://user@server/measures",
    "area": "the name of the force area, such as Lancashire, of at most 100 characters",
    "upload_max_mb": "a number of megabytes above 0 and at most 1000, such as 20",
    "auth": "local",
    "public_url": "the address that readers type, such as https://measures.example.org, without a path",
}


def _sentence(fault: object) -> str:
    """One fault of pydantic's as a sentence. The database address is never shown: it may hold a password."""
    assert isinstance(fault, dict)
    name = str(fault["loc"][0]).lower()
    field = name.removeprefix(PREFIX.lower())
    shown = "not usable" if field == "database_url" else f"“{fault['input']}”"
    return f"The setting {PREFIX}{field.upper()} is {shown}; expected is {_EXPECTED.get(field, fault['msg'])}."
