"""What each reader finds on the pages: what they may see, and no form for what they may not do."""

import re
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from typing import Any

import pytest

from measures.model.access import Role
from measures.services.people import give_role
from measures.settings import settings
from measures.storage.store import open_store
from tests.access import ISSUER, OFFICIAL, RESTRICTED, secretive
from tests.pages.conftest import Reader
from tests.provider import CLIENT, sign_in_settings

GROUPS = {Role.VIEWER: "PCC Panel", Role.OFFICER: "PCC Officers", Role.APPROVER: "PCC Approvers",
          Role.ADMINISTRATOR: "PCC Administrators"}  # fmt: skip
OPEN_PAGES = ("status", "exceptions", "review", "priority", "measure", "forces", "national", "publications", "register",
              "rules", "method")  # fmt: skip
STAFF_PAGES = ("upload", "desk", "report", "history")


def claims(role: Role | None, **more: object) -> dict[str, Any]:
    """What `st.user` holds of somebody with a role."""
    known = role.value if role else "nobody"
    return {
        "is_logged_in": True, "iss": ISSUER, "sub": f"{known}-1", "aud": CLIENT, "name": f"A. {known.capitalize()}",
        "iat": time.time() - 60, "groups": ["All Staff", GROUPS[role]] if role else ["All Staff"], **more,
    }  # fmt: skip


@pytest.fixture(scope="module")
def secret_url(tmp_path_factory: pytest.TempPathFactory) -> str:
    url = f"sqlite:///{tmp_path_factory.mktemp('secret') / 'measures.db'}"
    with closing(open_store(url)) as store:
        secretive(store)
    return url


@pytest.fixture
def office(
    open_app: Callable[[str], Reader], secret_url: str, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[..., Reader]]:
    """`office(Role.VIEWER)` opens the first page of an office that has something to hide, as one of its people."""

    def start(role: Role | None = None, *, public: bool = False, **more: object) -> Reader:
        for name, value in sign_in_settings(ISSUER, "https://measures.example.org").items():
            monkeypatch.setenv(name, value)
        monkeypatch.setenv("MEASURES_PUBLIC", str(public))
        found = open_app(secret_url)
        found.app.user = claims(role, **more) if role or more else {"is_logged_in": False}
        return found.run()

    yield start
    settings.cache_clear()


def everything(reader: Reader) -> str:
    """All that the page says, in lower case: its HTML, charts, boxes and files."""
    app = reader.app
    parts = [reader.html, *(str(one.proto) for one in app.main)]
    return " ".join([*parts, *(str(one.value) for one in app.code)]).lower()


def titles(reader: Reader) -> list[str]:
    return re.findall(r"<h1>(.*?)</h1>", reader.html)


def test_who_has_not_signed_in_sees_nothing_but_the_way_in(office: Callable[..., Reader]) -> None:
    reader = office()
    for page in (*OPEN_PAGES, *STAFF_PAGES, "people"):
        reader.go(page)
        assert titles(reader) == ["Sign in"]
        assert [one.label for one in reader.app.button] == ["Sign in"]
        assert not [sign for sign in ("burglary", *RESTRICTED, *OFFICIAL) if sign in everything(reader)]


@pytest.mark.parametrize("public", [False, True])
def test_restricted_measures_reach_neither_a_viewer_nor_a_passer_by(
    office: Callable[..., Reader], public: bool
) -> None:
    officer = office(Role.OFFICER)
    for page in OPEN_PAGES:  # what is made for an officer is kept for officers
        officer.go(page)
    assert "zebra" in everything(officer.go("status"))
    shown = everything(officer.go("measure", m="zebra", plan="plan", quarter="2016-17-Q1"))
    assert "87654321" in shown and "8,765,432,1" in shown  # in its chart, in its text
    reader = office(public=True) if public else office(Role.VIEWER)
    hidden = RESTRICTED + OFFICIAL if public else RESTRICTED
    for page in OPEN_PAGES:
        for address in ({}, {"m": "zebra"}, {"m": "zebra", "plan": "plan", "quarter": "2016-17-Q1"}):
            if page in ("status", "method") and address:
                continue
            found = everything(reader.go(page, **address)).replace("“zebra”", "")  # the address as it was typed
            assert "sign in" not in " ".join(titles(reader)).lower()
            assert not [
                sign for sign in hidden if sign in found.replace("m=zebra", "").replace("zebra crossing?", "")
            ], page
    assert "burglary" in everything(reader.go("status"))


def test_a_viewer_is_told_which_role_a_page_of_the_office_needs(office: Callable[..., Reader]) -> None:
    viewer = office(Role.VIEWER)
    for page, title in zip(
        (*STAFF_PAGES, "people"), ("Upload", "Quarter desk", "Report", "History", "People"), strict=True
    ):
        viewer.go(page)
        assert titles(viewer) == [f"{title}: not for your role"]
        assert "You are A. Viewer, a viewer." in viewer.html
        assert not viewer.app.get("file_uploader")
    assert "at least" in viewer.html


def labels(reader: Reader) -> set[str]:
    return {one.label for one in reader.app.button}


@pytest.mark.parametrize("role", [Role.VIEWER, Role.OFFICER, Role.APPROVER, Role.ADMINISTRATOR])
def test_a_page_offers_what_its_reader_may_do(office: Callable[..., Reader], role: Role) -> None:
    reader = office(role)
    writes, publishes, defines = (
        role is not Role.VIEWER,
        role in (Role.APPROVER, Role.ADMINISTRATOR),
        role is Role.ADMINISTRATOR,
    )
    assert ("Store the commentary" in labels(reader.go("measure", m="burglary"))) is writes
    assert f"In your name: A. {role.value.capitalize()}" in reader.html or not writes
    assert not [box for box in reader.app.text_input if "Your name" in box.label]
    assert ("See what it would move" in labels(reader.go("register"))) is defines
    reader.go("rules", m="burglary", **{"from": "2016-17-Q1", "amber": "1", "unit": "pct"})
    assert "Burglary, from 2016/17 Q1 on" in reader.html
    assert ("Set it from 2016/17 Q1 on" in labels(reader)) is defines
    assert ("An administrator can set this rule" in reader.html) is not defines
    assert bool(reader.go("upload").app.get("file_uploader")) is writes
    reader.go("report", plan="plan", quarter="2016-17-Q1")
    assert any(label.startswith("Publish ") for label in labels(reader)) is publishes
    assert ("Store the meeting" in labels(reader)) is publishes
    assert ("Record this" in labels(reader.go("people"))) is defines
    assert "Sign out" in labels(reader.go("status"))
    assert f"You are signed in as A. {role.value.capitalize()}, {role.words} until" in reader.html


def test_somebody_without_a_role_is_told_what_to_send_to_whom(office: Callable[..., Reader]) -> None:
    reader = office(None, **claims(None))
    assert titles(reader) == ["You have no role here yet"]
    assert ISSUER in reader.html and "nobody-1" in reader.html


@pytest.mark.parametrize("issued", [-13 * 3600.0, 3600.0, None, "yesterday", True, 1e300])
def test_a_sign_in_that_is_too_old_or_whose_age_cannot_be_told_has_ended(
    office: Callable[..., Reader], issued: object
) -> None:
    moment = time.time() + issued if isinstance(issued, float) else issued
    reader = office(Role.ADMINISTRATOR, iat=moment)
    assert titles(reader) == ["Your session has ended"]
    assert labels(reader) == {"Sign in"}


def test_a_token_made_for_another_program_is_none(office: Callable[..., Reader]) -> None:
    assert titles(office(Role.ADMINISTRATOR, aud="another-program")) == ["Sign in"]


def test_an_administrator_gives_a_role_that_holds_whatever_the_sign_in_brings(
    office: Callable[..., Reader], secret_url: str
) -> None:
    reader = office(Role.ADMINISTRATOR).go("people")
    reader.app.text_input(key="people_issuer").input(ISSUER)
    reader.app.text_input(key="people_subject").input("approver-1")
    reader.app.text_input(key="people_name").input("<b>Anna</b>")
    reader.app.selectbox(key="people_role").select("No role")
    reader.app.button(key="people_press").click()
    assert "Say why the role is given or taken" in reader.run().html
    reader.app.text_input(key="people_reason").input("On leave")
    reader.app.button(key="people_press").click()
    assert "Recorded: &lt;b&gt;Anna&lt;/b&gt; is without a role." in reader.run().html
    assert titles(office(Role.APPROVER)) == ["You have no role here yet"]
    with closing(open_store(secret_url)) as store:
        assert store.acts()[0].by == "A. Administrator"
        give_role(store, ISSUER, "approver-1", Role.APPROVER, reason="Back", by="A test")
