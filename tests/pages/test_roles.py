"""What each reader finds on the pages: what they may see, and no form for what they may not do."""

import time
from collections.abc import Callable
from contextlib import closing

import pytest

from measures.model.access import Role
from measures.services.people import give_role
from measures.storage.store import open_store
from tests.access import ISSUER
from tests.pages.conftest import Reader
from tests.pages.office import claims, titles
from tests.provider import sign_in_settings


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


@pytest.mark.parametrize("claim", ["sub", "iss"])
@pytest.mark.parametrize("unseen", ["\0", "\n", "\u202e", "\ud800"])
def test_a_sign_in_whose_person_cannot_be_written_down_is_none(
    open_app: Callable[[str], Reader], database_url: str, monkeypatch: pytest.MonkeyPatch, claim: str, unseen: str
) -> None:
    """PostgreSQL takes no NUL: its refusal would stand on the page as a fault of the program."""
    for name, value in sign_in_settings(ISSUER, "https://measures.example.org").items():
        monkeypatch.setenv(name, value)
    with closing(open_store(database_url)):
        pass
    reader = open_app(database_url)
    reader.app.user = claims(Role.ADMINISTRATOR)
    assert titles(reader.run()) != ["Sign in"]
    reader.app.user = claims(Role.ADMINISTRATOR, **{claim: f"{claims(Role.ADMINISTRATOR)[claim]}{unseen}"})
    assert titles(reader.run()) == ["Sign in"]


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


@pytest.mark.parametrize(
    ("role", "quarter", "said"),
    [
        (Role.VIEWER, "2016-17-Q1", "The pack, as published"),
        (Role.VIEWER, "2015-16-Q4", ""),
        (Role.OFFICER, "2016-17-Q1", "The pack, as published"),
        (Role.OFFICER, "2015-16-Q4", "The pack as a draft"),
    ],
)
def test_status_and_panel_review_have_the_pack_as_published_else_as_a_draft_for_who_may_see_drafts(
    office: Callable[..., Reader], role: Role, quarter: str, said: str
) -> None:
    reader = office(role)
    for name in ("status", "review"):
        html = reader.go(name, plan="plan", quarter=quarter).html
        packs = [one.label for one in reader.app.get("download_button") if "view" not in one.label]
        assert packs == (["PDF", "Word (docx)", "Web page (html)", "Excel (xlsx)", "CSV files (zip)"] if said else [])
        assert f"<h2>{said}</h2>" in html if said else "<h2>The pack" not in html
