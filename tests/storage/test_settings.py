"""Settings come from the environment; a wrong one is refused by its name, in a sentence."""

from pathlib import Path

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
        ("UPLOAD_MAX_MB", "0.0000001", "MEASURES_UPLOAD_MAX_MB is “0.0000001”; expected is a number of megabytes"),
        ("AREA", "", "MEASURES_AREA is “”; expected is the name of the force area"),
        ("AREA", "   ", "MEASURES_AREA is “   ”; expected is the name of the force area"),
        (
            "PUBLIC_URL",
            "measures.example.org",
            "MEASURES_PUBLIC_URL is “measures.example.org”; expected is the address",
        ),
        ("PUBLIC_URL", "https:\\\\measures.example.org", "expected is the address that readers type"),
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
        (
            "COOKIE_SECRET",
            "short",
            "COOKIE_SECRET is not usable: it has 5 characters, 5 different ones; expected is a random",
        ),
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


WRONG_OF_SIGN_IN = [
    ("OIDC_METADATA_URL", "https://id.example.org/", "MEASURES_OIDC_METADATA_URL is “https://id.example.org/”"),
    ("OIDC_METADATA_URL", "https://id:hidden@id.example.org/.well-known/openid-configuration", "“https://***@id.exam"),
    ("OIDC_METADATA_URL", "https://id.example.org:99999/.well-known/openid-configuration", "METADATA_URL is “https"),
    (
        "OIDC_REDIRECT_URL",
        "https://measures.example.org/oauth2callback?x=1#f",
        "ple.org/oauth2callback?…”; expected is",
    ),
    ("OIDC_REDIRECT_URL", "https://a:hidden@measures.example.org/oauth2callback", "“https://***@measures.example.org/"),
    ("OIDC_REDIRECT_URL", "https://measures.example.org:99999/oauth2callback", "MEASURES_OIDC_REDIRECT_URL is “https"),
    ("OIDC_REDIRECT_URL", "https://measures.example.org:443/oauth2callback", "and without :443."),
    (
        "OIDC_REDIRECT_URL",
        "https://@measures.example.org/oauth2callback",
        "MEASURES_OIDC_REDIRECT_URL is “https://***@m",
    ),
    ("OIDC_REDIRECT_URL", "https://.../oauth2callback", "MEASURES_OIDC_REDIRECT_URL is “https://.../oauth2callback”"),
    ("OIDC_CLIENT_ID", "   ", "MEASURES_OIDC_CLIENT_ID is missing"),
    ("OIDC_CLIENT_SECRET", "   ", "MEASURES_OIDC_CLIENT_SECRET is missing"),
    ("OIDC_ROLE_CLAIM", "  ", "MEASURES_OIDC_ROLE_CLAIM is missing"),
    ("OIDC_ROLES", "=officer", "MEASURES_OIDC_ROLES is “=officer”; expected is which value of the claim is which role"),
    ("OIDC_ROLES", "officer", "MEASURES_OIDC_ROLES is “officer”; expected is"),
    ("OIDC_ROLES", "A=viewer, A=administrator", "MEASURES_OIDC_ROLES is “A=viewer, A=administrator”; expected is"),
    ("OIDC_ROLES", ",,", "MEASURES_OIDC_ROLES is missing"),
    ("COOKIE_SECRET", " " * 40, "MEASURES_COOKIE_SECRET is missing"),
    ("COOKIE_SECRET", "hidden  " + " " * 40, "MEASURES_COOKIE_SECRET is not usable: it has 6 characters, 5 different"),
    (
        "COOKIE_SECRET",
        "ab" * 20,
        "MEASURES_COOKIE_SECRET is not usable: it has 40 characters, 2 different ones; exp",
    ),
    ("PUBLIC_URL", "https://measures.example.org:99999", "MEASURES_PUBLIC_URL is “https://measures.example.org:99999”"),
    ("PUBLIC_URL", "https://...", "MEASURES_PUBLIC_URL is “https://...”; expected is the address that readers type"),
    ("PUBLIC_URL", "https://measures.example.org/pcc", "MEASURES_PUBLIC_URL is “https://measures.example.org/pcc”"),
]


@pytest.mark.parametrize(("name", "value", "said"), WRONG_OF_SIGN_IN)
def test_a_setting_of_sign_in_that_only_looks_right_is_refused_by_name(
    signing_in: pytest.MonkeyPatch, name: str, value: str, said: str
) -> None:
    signing_in.setenv(f"MEASURES_{name}", value)
    with pytest.raises(WrongSetting) as caught:
        read_settings()
    assert said in str(caught.value)
    assert str(caught.value).endswith("Correct it in the environment or in the file .env, and start again.")
    assert "hidden" not in str(caught.value) and "abab" not in str(caught.value)


@pytest.mark.parametrize(
    "given",
    [
        "http://measures.example.org",
        "https://other.example.org",
        "https://measures.example.org:8443",
        "https://measures.example.org.evil.example",
    ],
)
def test_people_are_sent_back_from_sign_in_to_the_address_that_readers_type(
    signing_in: pytest.MonkeyPatch, given: str
) -> None:
    """With http there, cookies would not be Secure though the dashboard stands behind TLS."""
    signing_in.setenv("MEASURES_PUBLIC_URL", given)
    with pytest.raises(WrongSetting) as caught:
        read_settings()
    assert str(caught.value).startswith(
        f"The setting MEASURES_PUBLIC_URL is “{given}”, and MEASURES_OIDC_REDIRECT_URL is "
        "“https://measures.example.org/oauth2callback”; expected is one address in both"
    )


@pytest.mark.parametrize(
    "given", ["https://measures.example.org", "https://Measures.Example.org/", "https://measures.example.org:443"]
)
def test_one_address_may_be_written_in_more_than_one_way(signing_in: pytest.MonkeyPatch, given: str) -> None:
    signing_in.setenv("MEASURES_PUBLIC_URL", given)
    assert read_settings().public_url == given


def test_sign_in_that_is_set_up_and_not_switched_on_is_told(signing_in: pytest.MonkeyPatch) -> None:
    signing_in.delenv("MEASURES_AUTH")
    with pytest.raises(WrongSetting) as caught:
        read_settings()
    assert str(caught.value).startswith(
        "The setting MEASURES_AUTH is missing, though MEASURES_OIDC_METADATA_URL, MEASURES_OIDC_CLIENT_ID, "
        "MEASURES_OIDC_CLIENT_SECRET, MEASURES_OIDC_REDIRECT_URL, MEASURES_OIDC_ROLE_CLAIM, MEASURES_OIDC_ROLES, "
        "MEASURES_COOKIE_SECRET are set; expected is oidc, or local for this machine alone."
    )
    signing_in.setenv("MEASURES_AUTH", "local")
    assert not read_settings().signs_in


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("MEASURES_AUHT", "There is no setting MEASURES_AUHT. Did you mean MEASURES_AUTH?"),
        ("MEASURES_SIGN_IN_HOUR", "no setting MEASURES_SIGN_IN_HOUR. Did you mean MEASURES_SIGN_IN_HOURS?"),
        ("MEASURES_COOKIE_SECRTE", "no setting MEASURES_COOKIE_SECRTE. Did you mean MEASURES_COOKIE_SECRET?"),
        ("measures_oidc_cliend_id", "no setting MEASURES_OIDC_CLIEND_ID. Did you mean MEASURES_OIDC_CLIENT_ID?"),
        ("MEASURES_", "There is no setting MEASURES_. "),
        ("MEASURES_ZZZ", "There is no setting MEASURES_ZZZ. There are: MEASURES_DATABASE_URL, MEASURES_AREA, "),
    ],
)
@pytest.mark.parametrize("in_file", [False, True])
def test_a_name_that_is_no_setting_is_refused_with_the_nearest(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str, said: str, in_file: bool
) -> None:
    if in_file:
        (tmp_path / ".env").write_text(f"{name}=hidden\n")
    else:
        monkeypatch.setenv(name, "hidden")
    with pytest.raises(WrongSetting) as caught:
        read_settings(tmp_path / ".env")
    assert said in str(caught.value)
    assert "hidden" not in str(caught.value)


def test_names_of_others_and_those_of_the_tests_are_left_alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("MEASURES_TEST_DATABASE_URL", "postgresql://here/test")
    monkeypatch.setenv("MEASURES_TRACEBACK", "1")
    monkeypatch.setenv("MEASURESTONE", "1")
    monkeypatch.setenv("AREA", "Kent")
    (tmp_path / ".env").write_text(
        "TZ=Europe/London\nMEASURES_TRACEBACK=1\nauth=oidc\n# a remark\nMEASURES_AREA=Essex\n"
    )
    found = read_settings(tmp_path / ".env")
    assert (found.area, found.auth) == ("Essex", "local")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"TZ=Europe/London\nMEASURES_AUTH oidc\n", "Line 2 of the file .env cannot be read; expected is NAME=value"),
        (b"MEASURES_COOKIE_SECRET='hidden\n", "Line 1 of the file .env cannot be read; expected is NAME=value"),
        (b"MEASURES_AUTH\n", "The setting MEASURES_AUTH is “”; expected is local or oidc"),
        (b"MEASURES_AREA=Dyfed\xe2\n", "The file .env is not in UTF-8"),
    ],
)
def test_a_file_of_settings_that_cannot_be_read_is_told(tmp_path: Path, content: bytes, said: str) -> None:
    (tmp_path / ".env").write_bytes(content)
    with pytest.raises(WrongSetting) as caught:
        read_settings(tmp_path / ".env")
    assert said in str(caught.value)
    assert "hidden" not in str(caught.value)


def test_a_password_in_the_address_of_the_database_is_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MEASURES_DATABASE_URL", "mysql://officer:hidden@server/x")
    with pytest.raises(WrongSetting) as caught:
        read_settings()
    assert str(caught.value) == (
        "The setting MEASURES_DATABASE_URL is not usable: it begins with “mysql://”; expected is an address such as "
        "sqlite:////srv/measures.db or postgresql+psycopg://user@server/measures. "
        "Correct it in the environment or in the file .env, and start again."
    )
