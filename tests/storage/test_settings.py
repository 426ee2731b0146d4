"""Settings come from the environment; a wrong one is refused by its name, in a sentence."""

import pytest

from measures.settings import ROOT, WrongSetting, read_settings


@pytest.fixture(autouse=True)
def no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DATABASE_URL", "AREA", "UPLOAD_MAX_MB", "AUTH"):
        monkeypatch.delenv(f"MEASURES_{name}", raising=False)


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
        ("AUTH", "oidc", "MEASURES_AUTH is “oidc”; expected is local"),
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
