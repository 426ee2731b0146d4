"""What an installation may choose, from the environment or from `.env` beside the program (SPEC section 12)."""

import getpass
import ipaddress
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from measures.errors import MeasuresError

ROOT = Path(__file__).resolve().parents[1]
PREFIX = "MEASURES_"

#: Of this program; a publication keeps the one that it was made with.
VERSION = "0.1.0"


RoleName = Literal["viewer", "officer", "approver", "administrator"]
#: Where the provider sends people back to, after the name of the host.
WAY_BACK = "/oauth2callback"
SHORTEST_SECRET = 32
#: What sign-in cannot do without.
NEEDED = ("oidc_metadata_url", "oidc_client_id", "oidc_client_secret", "oidc_redirect_url", "cookie_secret")


def this_day() -> date:
    """The office's own day: the one of the machine's time zone. The one clock that says which day it is."""
    return datetime.now(UTC).astimezone().date()


class WrongSetting(MeasuresError, ValueError):
    """A setting that cannot be used; the sentence names it, says what was read and what is expected."""


class Settings(BaseSettings):
    """The settings, all optional.

    `database_url` is a SQLAlchemy address; `area` this force's name as it is printed; `upload_max_mb` the largest
    file that is read; `auth` how people sign in (`local`: this machine only, as one local officer; `oidc`: with
    OpenID Connect, which needs the four `oidc_…` settings that have no default, and `cookie_secret`).

    `oidc_role_claim` names the claim that brings roles or groups, `oidc_roles` which of its values is which role.
    `sign_in_hours` is how long a sign-in holds; `public` opens public measures to anyone. `public_url` is where readers
    find it behind a server of the office's own, "" on this machine only.
    """

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_file=ROOT / ".env", env_file_encoding="utf-8", extra="ignore", frozen=True
    )

    database_url: Annotated[str, Field(min_length=1)] = f"sqlite:///{ROOT / 'data' / 'measures.db'}"
    area: Annotated[str, Field(min_length=1, max_length=100)] = "Lancashire"
    upload_max_mb: Annotated[float, Field(gt=0, le=1000, allow_inf_nan=False)] = 20
    auth: Literal["local", "oidc"] = "local"
    oidc_metadata_url: str = ""
    oidc_client_id: str = ""
    oidc_client_secret: SecretStr = SecretStr("")
    oidc_redirect_url: str = ""
    oidc_role_claim: str = ""
    oidc_roles: Annotated[dict[str, RoleName], NoDecode] = {}
    cookie_secret: SecretStr = SecretStr("")
    sign_in_hours: Annotated[float, Field(gt=0, le=720, allow_inf_nan=False)] = 12
    public: bool = False
    public_url: Annotated[str, Field(pattern=r"^(https?://[A-Za-z0-9.\-]+(:[0-9]+)?)?/?$")] = ""

    @field_validator("oidc_roles", mode="before")
    @classmethod
    def _pairs(cls, given: object) -> object:
        """`PCC Officers=officer, PCC Approvers=approver` as pairs."""
        if not isinstance(given, str):
            return given
        pairs = [pair.rpartition("=") for pair in given.split(",") if pair.strip()]
        return {value.strip(): role.strip() for value, _, role in pairs}

    @field_validator("oidc_metadata_url", "oidc_redirect_url")
    @classmethod
    def _safe_address(cls, given: str) -> str:
        """An address under https; under http only on this machine, where tests are."""
        if given and not _is_safe(given):
            raise ValueError("no safe address")
        return given

    @field_validator("oidc_redirect_url")
    @classmethod
    def _way_back(cls, given: str) -> str:
        if given and urlsplit(given).path != WAY_BACK:
            raise ValueError("not the address that the provider sends people back to")
        return given

    @field_validator("cookie_secret")
    @classmethod
    def _long_enough(cls, given: SecretStr) -> SecretStr:
        if given.get_secret_value() and len(given.get_secret_value()) < SHORTEST_SECRET:
            raise ValueError("too short")
        return given

    @model_validator(mode="after")
    def _whole(self) -> Self:
        """Sign-in has all that it needs, or nothing that depends on it is asked for."""
        if self.auth == "local":
            if self.public:
                raise ValueError(
                    "The setting MEASURES_PUBLIC needs MEASURES_AUTH=oidc: without sign-in the program serves this "
                    "machine only."
                )
            return self
        missing = [name for name in NEEDED if not getattr(self, name) or not _plain(getattr(self, name))]
        if bool(self.oidc_role_claim) != bool(self.oidc_roles):
            missing.append("oidc_roles" if self.oidc_role_claim else "oidc_role_claim")
        if missing:
            raise ValueError(" ".join(
                f"The setting {PREFIX}{name.upper()} is missing; with MEASURES_AUTH=oidc expected is {_EXPECTED[name]}."
                for name in missing
            ))  # fmt: skip
        return self

    @property
    def signs_in(self) -> bool:
        """Whether people sign in."""
        return self.auth == "oidc"

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
    "auth": "local or oidc",
    "oidc_metadata_url": "the https address of the provider's metadata, which ends in "
    "/.well-known/openid-configuration",
    "oidc_client_id": "the client id under which the provider knows this program",
    "oidc_client_secret": "the client secret that the provider gave out",
    "oidc_redirect_url": f"the https address at which people open the dashboard, with {WAY_BACK} at its end",
    "oidc_role_claim": "the name of the claim that brings roles or groups, such as groups",
    "oidc_roles": "which value of the claim is which role, such as "
    "PCC Officers=officer, PCC Approvers=approver (roles: viewer, officer, approver, administrator)",
    "cookie_secret": f"a random text of at least {SHORTEST_SECRET} characters that nobody knows",
    "sign_in_hours": "a number of hours above 0 and at most 720, such as 12",
    "public": "true or false",
    "public_url": "the address that readers type, such as https://measures.example.org, without a path",
}
#: Never shown: they are, or may hold, a password.
_SECRET = ("database_url", "oidc_client_secret", "cookie_secret")


def _is_safe(address: str) -> bool:
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:
        return False
    return bool(host) and (parts.scheme == "https" or (parts.scheme == "http" and _is_this_machine(host)))


def _is_this_machine(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _plain(given: str | SecretStr) -> str:
    return given.get_secret_value() if isinstance(given, SecretStr) else given


def _sentence(fault: object) -> str:
    """One fault of pydantic's as a sentence. What is or may hold a password is never shown."""
    assert isinstance(fault, dict)
    if not fault["loc"]:  # of the settings together: it is a sentence already
        return str(fault["ctx"]["error"])
    name = str(fault["loc"][0]).lower()
    field = name.removeprefix(PREFIX.lower())
    shown = "not usable" if field in _SECRET else f"“{fault['input']}”"
    return f"The setting {PREFIX}{field.upper()} is {shown}; expected is {_EXPECTED.get(field, fault['msg'])}."
