"""Signing in, in a real browser with a real provider: the way there and back, and every way in which it ends."""

import json
import re
import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from streamlit.web.server.starlette.starlette_app_utils import create_signed_value

from measures.model.access import Role
from measures.services.audit import find_audit
from measures.services.people import give_role
from measures.storage.store import Store, open_store
from measures.widgets.signed_in import NEEDED
from tests.browser import Dashboard, axe_findings, dashboard_on, free_port, open_page, settle
from tests.provider import CLIENT, COOKIE_SECRET, provider_for, sign_in_settings

PEOPLE = {
    "olive": {"name": "Olive Officer", "groups": ["All Staff", "PCC Officers"]},
    "nobody": {"name": "Norman Nobody", "groups": ["All Staff"]},
}
DEEP = "/measure?m=domestic-burglary&plan=2013-2018&quarter=2016-17-Q1"
HEADING = re.compile("Domestic burglary")


@dataclass(frozen=True)
class Office:
    """A dashboard whose people sign in with a provider, and its database."""

    dashboard: Dashboard
    issuer: str
    store: Store

    @property
    def url(self) -> str:
        return self.dashboard.url


@pytest.fixture(scope="module")
def office(sample_file: Path, tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[Office]:
    folder, port = tmp_path_factory.mktemp("office"), free_port()
    url = f"sqlite:///{shutil.copy(sample_file, folder / 'sample.db')}"
    with (
        provider_for(PEOPLE, folder / "provider.txt") as issuer,
        dashboard_on(
            url, folder / "log.txt", port, "serve", **sign_in_settings(issuer, f"http://127.0.0.1:{port}")
        ) as dashboard,
        open_store(url) as store,
    ):
        yield Office(dashboard, issuer, store)


def leave_for(page: Page, subject: str) -> None:
    """Press the button of the page, then that of the provider: `olive`, or `Deny`."""
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("button", name=subject, exact=True).click()


def closed_pages_in_the_menu(page: Page) -> set[str]:
    """Those of the pages that are not for everybody which the menu offers."""
    return set(page.get_by_test_id("stTopNavLink").all_text_contents()) & set(NEEDED)


def test_a_person_signs_in_and_is_back_at_the_page_until_the_role_is_taken(browser: Browser, office: Office) -> None:
    page = open_page(browser, office.url + DEEP)
    expect(page.get_by_role("heading", name="Sign in", exact=True)).to_be_visible()
    assert "burglary" not in page.content().lower().replace(DEEP, "")
    assert axe_findings(page) == []
    assert closed_pages_in_the_menu(page) == set()
    leave_for(page, "olive")
    expect(page.get_by_role("heading", level=1)).to_have_text(HEADING)
    settle(page)
    assert page.url == office.url + DEEP
    expect(page.locator("footer")).to_contain_text("You are signed in as Olive Officer, an officer until")
    assert closed_pages_in_the_menu(page) == {"Upload", "Quarter desk", "Report", "History"}
    assert axe_findings(page) == []

    page.get_by_text("Write or change the commentary").click()
    page.get_by_label("What happened").fill("Two series of burglaries.")
    before = office.store.data_version()
    give_role(office.store, office.issuer, "olive", Role.VIEWER, reason="Moved on", by="An administrator")
    page.get_by_role("button", name="Store the commentary").click()
    expect(page.get_by_text("You may not write commentary and the texts of a report")).to_be_visible()
    expect(page.locator("footer")).to_contain_text("Olive Officer, a viewer")
    expect(page.get_by_text("Write or change the commentary")).to_have_count(0)
    assert office.store.data_version() == before + 1
    page.reload()
    expect(page.locator("footer")).to_contain_text("Olive Officer, a viewer")
    assert closed_pages_in_the_menu(page) == set()

    refused = ("refusal", "Olive Officer", "Not permitted: to write commentary and the texts of a report")
    assert {("sign_in", "Olive Officer", "Signed in"), refused} <= set(told(office))
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url(re.compile(re.escape(office.issuer)))  # signed out there as well
    page.goto(office.url + DEEP)
    expect(page.get_by_role("heading", name="Sign in", exact=True)).to_be_visible()
    page.context.close()


def test_who_is_refused_at_the_provider_is_told_and_can_try_again(browser: Browser, office: Office) -> None:
    page = open_page(browser, office.url + DEEP)
    leave_for(page, "Deny")
    expect(page.get_by_role("heading", name="Sign-in did not happen")).to_be_visible()
    settle(page)
    leave_for(page, "nobody")
    expect(page.get_by_role("heading", name="You have no role here yet")).to_be_visible()
    expect(page.locator("code")).to_have_text([office.issuer, "nobody"])
    page.context.close()
    assert ("refusal", "Norman Nobody", "Signed in without a role") in told(office)
    log = office.dashboard.log.read_text(encoding="utf-8")
    assert COOKIE_SECRET not in log and "known to both" not in log


def test_under_another_name_the_page_says_where_sign_in_works(browser: Browser, office: Office) -> None:
    page = open_page(browser, office.url.replace("127.0.0.1", "localhost") + DEEP)
    expect(page.get_by_role("heading", name="Sign-in did not happen")).to_be_visible()
    assert page.get_by_role("link", name=office.url).get_attribute("href") == office.url
    expect(page.get_by_role("button", name="Sign in")).to_have_count(0)
    page.context.close()


def told(office: Office) -> list[tuple[str, str, str]]:
    return [(one.kind, one.by, one.summary) for one in find_audit(office.store)]


def cookie(office: Office, age_hours: float) -> str:
    """What the browser of an administrator holds who signed in so long ago."""
    told = {
        "sub": "ada", "iss": office.issuer, "aud": CLIENT, "name": "Ada", "groups": ["PCC Administrators"],
        "iat": time.time() - 3600 * age_hours, "origin": office.url, "is_logged_in": True, "provider": "default",
    }  # fmt: skip
    return create_signed_value(COOKIE_SECRET, "_streamlit_user", json.dumps(told)).decode()


@pytest.mark.parametrize(
    ("age_hours", "tampered", "heading"),
    [(1, False, HEADING), (13, False, "Your session has ended"), (1, True, "Sign in")],
)
def test_a_cookie_counts_while_it_is_fresh_and_whole(
    browser: Browser, office: Office, age_hours: float, tampered: bool, heading: str
) -> None:
    held = cookie(office, age_hours)
    if tampered:
        middle = len(held) // 2
        held = held[:middle] + ("A" if held[middle] != "A" else "B") + held[middle + 1 :]
    context = browser.new_context()
    context.add_cookies([{"name": "_streamlit_user", "value": held, "url": office.url}])
    page = context.new_page()
    page.goto(office.url + DEEP)
    expect(page.get_by_role("heading", level=1)).to_have_text(heading, timeout=30_000)
    settle(page)
    assert ("Ada, an administrator" in page.content()) is (not tampered and age_hours < 12)
    context.close()
