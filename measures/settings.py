"""What an installation may choose, from the environment or from `.env` beside the program (SPEC section 12)."""

import getpass
import ipaddress
import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from dotenv.parser import parse_stream
from pydantic import (
    AfterValidator,
    Field,
    HttpUrl,
    SecretStr,
    TypeAdapter,
    ValidationError,
    field_validator,
    model_validator,
)
from pydantic_settings import (
    BaseSettings,
    DotEnvSettingsSource,
    EnvSettingsSource,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)

from measures import setting_words as words
from measures.errors import MeasuresError

ROOT = Path(__file__).resolve().parents[1]
ENV_FILE = ROOT / ".env"
PREFIX = words.PREFIX
WAY_BACK = words.WAY_BACK

#: Of this program; a publication keeps the one that it was made with.
VERSION = "0.1.0"


RoleName = Literal["viewer", "officer", "approver", "administrator"]
#: What sign-in cannot do without.
NEEDED = ("oidc_metadata_url", "oidc_client_id", "oidc_client_secret", "oidc_redirect_url", "cookie_secret")
_OF_SIGN_IN = (*NEEDED[:-1], "oidc_role_claim", "oidc_roles", NEEDED[-1])
#: Names with our prefix that are no settings: the first for who mends the program, the second for its tests.
_NO_SETTINGS = ("traceback", "test_database_url")
SMALLEST_LIMIT = 0.0001
_FEWEST_CHARACTERS = 5
_URL = TypeAdapter(HttpUrl)
_METADATA = "/.well-known/openid-configuration"
#: As people write one: browsers and pydantic take much else for an address.
_WRITTEN = re.compile(r"https?://[^\s\\/@]+(/[^\s\\]*)?$", re.IGNORECASE)
_HOST = re.compile(r"[\w-]+(\.[\w-]+)*|\[[0-9a-f:.]+\]")


def this_day() -> date:
    """The office's own day: the one of the machine's time zone. The one clock that says which day it is."""
    return datetime.now(UTC).astimezone().date()


class WrongSetting(MeasuresError, ValueError):
    """A setting that cannot be used; the sentence names it, says what was read and what is expected."""


class _Environment(EnvSettingsSource):
    """The environment, with every name of our prefix: pydantic's own leaves out those that are no setting."""

    def __call__(self) -> dict[str, Any]:
        prefix = self.env_prefix.lower()
        others = {name[len(prefix) :]: held for name, held in self.env_vars.items() if name.startswith(prefix)}
        return _settings_in({**others, **super().__call__()})


class _File(DotEnvSettingsSource):
    """The file `.env`, in which names without our prefix are somebody else's."""

    def __call__(self) -> dict[str, Any]:
        return _settings_in(super().__call__())


def _settings_in(found: Mapping[str, Any]) -> dict[str, Any]:
    return {name: held for name, held in found.items() if name not in _NO_SETTINGS}


def _checked(address: str) -> HttpUrl:
    """An address of the web without user and password; raises ValueError (pydantic's is one) for any other."""
    parts = _URL.validate_python(address)
    if not _WRITTEN.match(address) or not _HOST.fullmatch(parts.host or "") or parts.username or parts.password:
        raise ValueError("no address of a server")
    return parts


def _of_metadata(given: str) -> str:
    """Under https; under http only on this machine, where tests are. A provider may need a query in it."""
    if given and not (_is_safe(given) and (_checked(given).path or "").endswith(_METADATA) and "#" not in given):
        raise ValueError("not where a provider describes itself")
    return given


def _of_the_way_back(given: str) -> str:
    """As a browser writes it: the pages are shown under the name that stands in it, and under no other."""
    if given and not (_is_safe(given) and str(_checked(given)).lower() == given.lower() and _ends_there(given)):
        raise ValueError("not the address that the provider sends people back to")
    return given


def _ends_there(address: str) -> bool:
    return address.endswith(WAY_BACK) and _checked(address).path == WAY_BACK


def _of_readers(given: str) -> str:
    if given and not (_checked(given).path in (None, "", "/") and not re.search("[?#]", given)):
        raise ValueError("not the address of a server alone")
    return given


def _is_safe(address: str) -> bool:
    parts = _checked(address)
    return parts.scheme == "https" or _is_this_machine(parts.host or "")


def _is_this_machine(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def _place(address: str) -> tuple[str, str | None, int | None]:
    """What has to be the same for a browser to take two addresses for one place."""
    parts = _URL.validate_python(address)
    return parts.scheme, parts.host, parts.port


def _hard_to_guess(given: SecretStr) -> SecretStr:
    secret = given.get_secret_value()
    if secret and (len(secret) < words.SHORTEST_SECRET or len(set(secret)) < _FEWEST_CHARACTERS):
        raise ValueError("too short, or the same few characters again and again")
    return given


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
        env_prefix=PREFIX,
        env_file=ENV_FILE,
        env_file_encoding="utf-8",
        dotenv_filtering="match_prefix",
        extra="forbid",
        frozen=True,
        str_strip_whitespace=True,
    )

    database_url: Annotated[str, Field(pattern=r"^(sqlite|postgres|postgresql)(\+[a-z0-9]+)?://")] = (
        f"sqlite:///{ROOT / 'data' / 'measures.db'}"
    )
    area: Annotated[str, Field(min_length=1, max_length=100)] = "Lancashire"
    upload_max_mb: Annotated[float, Field(ge=SMALLEST_LIMIT, le=1000, allow_inf_nan=False)] = 20
    auth: Literal["local", "oidc"] = "local"
    oidc_metadata_url: Annotated[str, AfterValidator(_of_metadata)] = ""
    oidc_client_id: str = ""
    oidc_client_secret: SecretStr = SecretStr("")
    oidc_redirect_url: Annotated[str, AfterValidator(_of_the_way_back)] = ""
    oidc_role_claim: str = ""
    oidc_roles: Annotated[dict[Annotated[str, Field(min_length=1)], RoleName], NoDecode] = {}
    cookie_secret: Annotated[SecretStr, AfterValidator(_hard_to_guess)] = SecretStr("")
    sign_in_hours: Annotated[float, Field(gt=0, le=720, allow_inf_nan=False)] = 12
    public: bool = False
    public_url: Annotated[str, AfterValidator(_of_readers)] = ""

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The environment, then the file: each with the names that are no setting, which are refused."""
        file = dotenv_settings.env_file if isinstance(dotenv_settings, DotEnvSettingsSource) else ENV_FILE
        return init_settings, _Environment(settings_cls), _File(settings_cls, env_file=file)

    @field_validator("oidc_roles", mode="before")
    @classmethod
    def _pairs(cls, given: object) -> object:
        """`PCC Officers=officer, PCC Approvers=approver` as pairs."""
        if not isinstance(given, str):
            return given
        pairs = [pair.rpartition("=") for pair in given.split(",") if pair.strip()]
        found = {value.strip(): role.strip() for value, _, role in pairs}
        if len(found) < len(pairs) or "" in found:
            raise ValueError("a value without a name, or with two roles")
        return found

    @model_validator(mode="after")
    def _whole(self) -> Self:
        """Sign-in has all that it needs, or nothing that depends on it is asked for."""
        if self.auth == "local":
            given = [name for name in _OF_SIGN_IN if self._has(name)]
            if given and "auth" not in self.model_fields_set:
                raise ValueError(words.not_switched_on(given))
            if self.public:
                raise ValueError(
                    "The setting MEASURES_PUBLIC needs MEASURES_AUTH=oidc: without sign-in the program serves this "
                    "machine only."
                )
            return self
        missing = [name for name in NEEDED if not self._has(name)]
        if bool(self.oidc_role_claim) != bool(self.oidc_roles):
            missing.append("oidc_roles" if self.oidc_role_claim else "oidc_role_claim")
        if missing:
            raise ValueError(words.missing(missing))
        if self.public_url and _place(self.public_url) != _place(self.oidc_redirect_url):
            raise ValueError(words.two_addresses(self.public_url, self.oidc_redirect_url))
        return self

    def _has(self, name: str) -> bool:
        """Whether a setting of sign-in says anything."""
        given = getattr(self, name)
        return bool(given.get_secret_value() if isinstance(given, SecretStr) else given)

    @property
    def signs_in(self) -> bool:
        """Whether people sign in."""
        return self.auth == "oidc"

    @property
    def upload_max_bytes(self) -> int:
        """The largest file that is read, in bytes."""
        return int(self.upload_max_mb * 1_000_000)


def read_settings(file: Path = ENV_FILE) -> Settings:
    """The settings as they stand now; raises WrongSetting with every fault in one text."""
    try:
        _refuse_lines_that_say_nothing(file)
        made: Callable[..., Settings] = Settings  # pydantic-settings' own arguments are not in its types
        return made(_env_file=file)
    except ValidationError as error:
        faults = [words.sentence(fault, Settings.model_fields) for fault in error.errors()]
        raise WrongSetting(" ".join([*faults, words.REMEDY])) from None


def _refuse_lines_that_say_nothing(file: Path) -> None:
    """They would be passed over, and with them a setting; what stands in them is not shown, for it may be a secret."""
    if not file.is_file():
        return
    try:
        with file.open(encoding="utf-8") as text:
            wrong = [f"Line {line.original.line} of the file .env cannot be read; expected is NAME=value, a value with "
                     "spaces in quotes that are closed." for line in parse_stream(text) if line.error]  # fmt: skip
    except UnicodeDecodeError:
        wrong = ["The file .env is not in UTF-8; save it anew in that encoding."]
    except OSError as error:
        wrong = [f"The file .env cannot be read: {error.strerror or error}."]
    if wrong:
        raise WrongSetting(" ".join([*wrong, words.REMEDY]))


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
