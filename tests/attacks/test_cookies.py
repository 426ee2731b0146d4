"""Cookies that were forged, tampered with, put together or kept for too long."""

import json
import time
from collections.abc import Callable
from secrets import token_hex

import pytest
from itsdangerous import TimestampSigner, URLSafeTimedSerializer

from tests.attacks.office import Office, reads
from tests.attacks.sockets import USER, Browser, claims, signed
from tests.provider import COOKIE_SECRET

pytestmark = pytest.mark.xdist_group("attacks on the server")


def bent(value: str, part: int, place: int) -> str:
    """The cookie with one character of one of its three parts changed."""
    parts = value.rsplit(".", 2)
    at = place % len(parts[part])
    parts[part] = parts[part][:at] + ("A" if parts[part][at] != "A" else "B") + parts[part][at + 1 :]
    return ".".join(parts)


def signed_text(text: str) -> str:
    return URLSafeTimedSerializer(COOKIE_SECRET, salt=USER).dumps(text)


class OfForty(TimestampSigner):
    def get_timestamp(self) -> int:
        return int(time.time()) - 40 * 86400


def old(told: object) -> str:
    return URLSafeTimedSerializer(COOKIE_SECRET, salt=USER, signer=OfForty).dumps(json.dumps(told))


#: How an administrator's cookie is tampered with, by what was done: from its claims and its own value.
FORGED: dict[str, Callable[[dict[str, object], str], str]] = {
    **{f"part {part}, character {place}": lambda _told, value, part=part, place=place: bent(value, part, place)
       for part in (0, 1, 2) for place in (0, 3, -2)},
    "another secret": lambda told, _value: signed(told, "another text of thirty-two characters or more"),
    "no secret": lambda told, _value: signed(told, ""),
    "another cookie’s name": lambda told, _value: signed(told, name="_streamlit_user_tokens"),
    "no signature": lambda _told, value: value.rpartition(".")[0],
    "an empty signature": lambda _told, value: value.rpartition(".")[0] + ".",
    "the algorithm none": lambda _told, value: "eyJhbGciOiJub25lIn0." + value.rsplit(".", 2)[0] + ".",
    "another’s claims under this signature": lambda told, value: ".".join(
        [signed({**told, "sub": "mallory"}).rsplit(".", 2)[0], *value.rsplit(".", 2)[1:]]
    ),
    "cut short": lambda _told, value: value[: len(value) // 2],
    "written twice": lambda _told, value: value * 2,
    "signed forty days ago": lambda told, _value: old(told),
    "of another host": lambda told, _value: signed({**told, "origin": "https://elsewhere.example.org"}),
    "of another scheme": lambda told, _value: signed({**told, "origin": str(told["origin"]).replace("http", "https")}),
    "for another program": lambda told, _value: signed({**told, "aud": "another-program"}),
    "not signed in": lambda told, _value: signed({**told, "is_logged_in": False}),
    "“true” as a text": lambda told, _value: signed({**told, "is_logged_in": "true"}),
    "without a subject": lambda told, _value: signed({**told, "sub": ""}),
    "a list": lambda told, _value: signed([told]),
    "pieces that are not there": lambda _told, _value: signed_text("chunks-3"),
}  # fmt: skip


#: Those that the server may have signed itself, for somebody or something else.
SIGNED_BY_US = ("of another host", "of another scheme", "for another program", "not signed in", "“true” as a text",
                "without a subject")  # fmt: skip


def test_the_cookie_that_is_tampered_with_below_is_good_as_it_is(office: Office) -> None:
    assert "measures" in reads(office.browser("administrator"))


@pytest.mark.parametrize("how", FORGED)
def test_a_cookie_that_is_not_the_servers_own_signs_nobody_in(office: Office, how: str) -> None:
    told = claims(office.home, office.issuer, "administrator")
    held = FORGED[how](told, signed(told))
    assert held != signed(told)
    told_before = office.log.read_text("utf-8").count("that was altered, made with another secret")
    assert reads(office.browser(cookie=held)) == "Sign in"
    told_of = office.log.read_text("utf-8").count("that was altered, made with another secret") - told_before
    assert told_of == (0 if how in SIGNED_BY_US else 1)


@pytest.mark.parametrize("age_hours", [12.1, 24 * 29, -1])
def test_a_sign_in_ends_whatever_the_cookie_says(office: Office, age_hours: float) -> None:
    assert reads(office.browser("administrator", iat=time.time() - 3600 * age_hours)) == "Your session has ended"


@pytest.mark.parametrize("issued", [None, "now", True, [], 1e300, float("nan")])
def test_a_sign_in_that_does_not_say_when_it_was_has_ended(office: Office, issued: object) -> None:
    assert reads(office.browser("administrator", iat=issued)) == "Your session has ended"


def test_a_large_cookie_in_pieces_counts_whole_and_not_with_a_piece_of_another(office: Office) -> None:
    """A provider with many groups: the server writes the cookie in pieces, each signed under its own name."""
    from streamlit.auth_util import set_cookie_with_chunks

    def pieces(role: str) -> dict[str, str]:
        made: dict[str, str] = {}
        told = claims(office.home, office.issuer, role, padding=token_hex(3400))

        def sign(name: str, value: str) -> bytes:
            return URLSafeTimedSerializer(COOKIE_SECRET, salt=name).dumps(value).encode()

        def keep(name: str, value: str) -> None:
            made[name] = sign(name, value).decode()

        set_cookie_with_chunks(keep, sign, USER, told, cookie_attr_size=60)
        assert len(made) > 2
        return made

    whole, others = pieces("administrator"), pieces("viewer")
    last = max(whole)
    assert reads(Browser(office.home, dict(whole))) != "Sign in"
    for wrong in ({last: whole[last][:-9]}, {last: ""}, {last: whole[min(set(whole) - {USER})]}, {USER: others[last]}):
        assert reads(Browser(office.home, whole | wrong)) == "Sign in"
    assert reads(Browser(office.home, {name: value for name, value in whole.items() if name != last})) == "Sign in"
