"""Settings come from the environment; a wrong one is refused by its name, in a sentence."""

import pytest

from measures.settings import ROOT, Settings, WrongSetting, read_settings
from tests.provider import COOKIE_SECRET, sign_in_settings


@pytest.fixture(autouse=True)
def no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(f"MEASURES_{name.upper()}", raising=False)


def test_every_setting_has_a_default() -> None:
    found = read_settings()
    assert found.database_url == f"sqlite:///{ROOT / 'data' / 'measures.db'}"
    assert (found.area, found.upload_max_mb, found.auth) == ("Lancashire", 20, "local")
    assert found.upload_max_bytes == 20_000_000


def test_the_environment_decides(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MEASURES_DATABASE_URL", "sqlite://")
    monkeypatch.setenv("MEASURES_AREA", "Cumbria")
    monkeypatch.setenv("MEASURES_UPLOAD_MAX_MB", "0.5")
    found = read_settings()
    assert (found.database_url, found.area, found.upload_max_bytes) == ("sqlite://", "Cumbria", 500_000)


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        (
            "UPLOAD_MAX_MB",
            "plenty",
            "The setting MEASURES_UPLOAD_MAX_MB is “plenty”; expected is a number of megabytes",
        ),
        ("UPLOAD_MAX_MB", "0", "MEASURES_UPLOAD_MAX_MB is “0”"),
        ("UPLOAD_MAX_MB", "nan", "MEASURES_UPLOAD_MAX_MB is “nan”"),
        ("AREA", "", "MEASURES_AREA is “”; expected is the name of the force area"),
        ("AUTH", "password", "MEASURES_AUTH is “password”; expected is local or oidc"),
        ("DATABASE_URL", "", "MEASURES_DATABASE_URL is not usable; expected is an address such as sqlite:///"),
    ],
)
def test_a_wrong_setting_is_named(monkeypatch: pytest.MonkeyPatch, name: str, value: str, said: str) -> None:
    monkeypatch.setenv(f"MEASURES_{name}", value)
    with pytest.raises(WrongSetting) as caught:
        read_settings()
    assert said in str(caught.value)


def test_all_wrong_settings_are_told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MEASURES_UPLOAD_MAX_MB", "plenty")
    monkeypatch.setenv("MEASURES_AREA", "")
    with pytest.raises(WrongSetting, match=r"MEASURES_AREA.*MEASURES_UPLOAD_MAX_MB"):
        read_settings()


@pytest.fixture
def signing_in(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    for name, value in sign_in_settings("https://id.example.org", "https://measures.example.org").items():
        monkeypatch.setenv(name, value)
    return monkeypatch


def test_sign_in_is_set_up_by_settings_alone_and_no_secret_is_printed(signing_in: pytest.MonkeyPatch) -> None:
    found = read_settings()
    assert found.signs_in
    assert found.oidc_roles == {"PCC Panel": "viewer", "PCC Officers": "officer", "PCC Approvers": "approver",
                                "PCC Administrators": "administrator"}  # fmt: skip
    assert COOKIE_SECRET not in repr(found)
    assert "known to both" not in f"{found!r} {found}"


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        (
            "OIDC_METADATA_URL",
            "",
            "The setting MEASURES_OIDC_METADATA_URL is missing; with MEASURES_AUTH=oidc expected",
        ),
        ("OIDC_METADATA_URL", "http://id.example.org/x", "MEASURES_OIDC_METADATA_URL is “http://id.example.org/x”"),
        ("OIDC_CLIENT_SECRET", "", "The setting MEASURES_OIDC_CLIENT_SECRET is missing"),
        ("OIDC_REDIRECT_URL", "https://measures.example.org/", "expected is the https address at which people open"),
        ("OIDC_REDIRECT_URL", "http://measures.example.org/oauth2callback", "MEASURES_OIDC_REDIRECT_URL is"),
        ("COOKIE_SECRET", "short", "MEASURES_COOKIE_SECRET is not usable; expected is a random text of at least 32"),
        ("OIDC_ROLES", "PCC Panel=reader", "The setting MEASURES_OIDC_ROLES is “reader”; expected is which value"),
        ("OIDC_ROLES", "", "The setting MEASURES_OIDC_ROLES is missing"),
        ("OIDC_ROLE_CLAIM", "", "The setting MEASURES_OIDC_ROLE_CLAIM is missing"),
        ("SIGN_IN_HOURS", "1000", "MEASURES_SIGN_IN_HOURS is “1000”; expected is a number of hours above 0"),
        ("PUBLIC", "perhaps", "MEASURES_PUBLIC is “perhaps”; expected is true or false"),
    ],
)
def test_a_wrong_setting_of_sign_in_is_named(signing_in: pytest.MonkeyPatch, name: str, value: str, said: str) -> None:
    signing_in.setenv(f"MEASURES_{name}", value)
    with pytest.raises(WrongSetting) as caught:
        read_settings()
    assert said in str(caught.value)
    assert "short" not in str(caught.value) and COOKIE_SECRET not in str(caught.value)


def test_nothing_is_opened_to_anyone_where_nobody_signs_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MEASURES_PUBLIC", "true")
    with pytest.raises(WrongSetting, match="MEASURES_PUBLIC needs MEASURES_AUTH=oidc"):
        read_settings()
