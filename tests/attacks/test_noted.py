"""A role that was taken while a page is open, and what the audit keeps of whoever came: on a server with a secret."""

import json
import time
from collections.abc import Iterator

import pytest

from measures.model.access import Role
from measures.model.audit import AuditKind
from measures.services.audit import find_audit
from measures.services.people import give_role
from measures.storage.store import Store, open_store
from tests.access import load, secretive
from tests.attacks.office import PEOPLE, Office
from tests.attacks.test_doors import way_back, way_to_the_provider
from tests.browser import dashboard_on, free_port
from tests.provider import provider_for, sign_in_settings

pytestmark = pytest.mark.xdist_group("attacks on the server")
QUARTER = "plan=plan&quarter=2016-17-Q1"
LATER = "measure_id,quarter,value\nzebra,2016/17 Q1,8765432999\n"


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Office, Store]]:
    folder, port = tmp_path_factory.mktemp("noted"), free_port()
    home, url = f"http://127.0.0.1:{port}", f"sqlite:///{folder / 'measures.db'}"
    with open_store(url) as store, provider_for(PEOPLE, folder / "provider.txt") as issuer:
        secretive(store)
        settings = sign_in_settings(issuer, home) | {"MEASURES_SIGN_IN_HOURS": "24"}
        with dashboard_on(url, folder / "log.txt", port, "dashboard", **settings):
            yield Office(home, issuer, folder / "log.txt"), store


def lines(store: Store, subject: str, kind: AuditKind = AuditKind.REFUSAL) -> list[str]:
    """What the audit has of somebody, in the order in which it was written; the name of each is their subject's."""
    return [one.summary for one in find_audit(store) if one.kind == kind and one.by == subject][::-1]


def test_who_has_lost_the_role_gets_no_new_file_from_the_open_page_and_none_that_was_made(
    kept: tuple[Office, Store],
) -> None:
    office, store = kept
    leaver = office.browser("officer", sub="leaver", name="Leaver")
    with leaver.session() as session:
        made = session.go("", QUARTER).address_of("Download this view (CSV)")
        assert leaver.ask(made).status == 200
        labels = [one.label for one in session.go("report", QUARTER).elements("download_button")]
        page = next(label for label in labels if "html" in label)
        before = leaver.ask(session.address_of(page))
        assert before.status == 200 and "Zebra" in before.body
        give_role(store, office.issuer, "leaver", None, reason="Left the office", by="An administrator")
        load(store, LATER, "later.csv", "later")
        assert session.address_of(page) == ""
        assert leaver.ask(made).status == 403
        own = session.id
        assert "no role here yet" in session.go("report", QUARTER).html
        assert leaver.send_file(own) == 403
    assert lines(store, "Leaver") == [
        "Their role was taken meanwhile: a file of an open page",
        "A file that is not theirs, or is theirs no more",
        "Signed in without a role",
        "To send or take back a file on a page that is not theirs, or not for their role",
    ]


def test_a_file_is_still_given_to_who_may_do_more_since(kept: tuple[Office, Store]) -> None:
    office, store = kept
    riser = office.browser("officer", sub="riser", name="Riser")
    with riser.session() as session:
        session.go("report", QUARTER)
        page = next(one.label for one in session.elements("download_button") if "html" in one.label)
        give_role(store, office.issuer, "riser", Role.APPROVER, reason="Promoted", by="An administrator")
        assert riser.ask(session.address_of(page)).status == 200
    assert lines(store, "Riser", AuditKind.DOWNLOAD) == ["draft-plan-2016-17-Q1.html was taken"]


def test_whoever_signed_in_and_is_refused_is_named_in_the_audit_and_in_the_log(kept: tuple[Office, Store]) -> None:
    office, store = kept
    officer = office.browser("officer", sub="owner", name="Owner")
    thief = office.browser("viewer", sub="thief", name="Thief")
    late = office.browser("officer", sub="late", name="Late", iat=time.time() - 25 * 3600)
    with officer.session() as session, late.session() as ended:
        path = session.go("", QUARTER).address_of("Download this view (CSV)")
        assert [thief.ask(path).status for _ in range(20)] == [403] * 20
        assert thief.send_file(session.go("upload").id) == 403
        assert "has ended" in ended.go("upload").html
        assert late.ask(path).status == 403
    assert lines(store, "Thief") == [
        "A file that is not theirs, or is theirs no more",
        "To send or take back a file on a page that is not theirs, or not for their role",
    ]
    assert lines(store, "Late") == [
        "The sign-in had ended: the page Upload",
        "The sign-in had ended: a file that is not theirs, or is theirs no more",
    ]
    assert thief.ask("/_stcore/metrics").status == 403
    assert lines(store, "Thief")[2:] == ["This is nothing for readers."]
    told = [json.loads(line) for line in office.log.read_text("utf-8").splitlines() if line.startswith("{")]
    refused = [one for one in told if one.get("path") == path and one.get("status") == 403]
    assert {(one["by"], one["subject"], one["issuer"]) for one in refused} == {
        ("Thief", "thief", office.issuer), ("Late", "late", office.issuer)
    }  # fmt: skip


def test_one_sign_in_is_one_line_however_many_tabs_it_opens(kept: tuple[Office, Store]) -> None:
    office, store = kept
    reader = office.browser("viewer", sub="reader", name="Reader")
    for _ in range(3):
        with reader.session() as session:
            assert "burglary" in session.go("", QUARTER).html.lower()
    assert lines(store, "Reader", AuditKind.SIGN_IN) == ["Signed in"]
    with office.browser("viewer", sub="reader", name="Reader", iat=time.time() - 60).session() as session:
        session.go("", QUARTER)
    assert lines(store, "Reader", AuditKind.SIGN_IN) == ["Signed in", "Signed in"]


def test_a_cookie_lives_as_long_as_the_settings_let_a_sign_in_hold(kept: tuple[Office, Store]) -> None:
    """A sign-in of 13 hours ago, here where it holds for 24."""
    office, _ = kept
    with office.browser("viewer", sub="long", iat=time.time() - 13 * 3600).session() as session:
        assert "burglary" in session.go("", QUARTER).html.lower()
    olive = office.browser()
    answer = olive.ask(way_back(way_to_the_provider(olive), "olive"))
    (written,) = (one for one in answer.written if one.startswith("_streamlit_user="))
    assert "Max-Age=86400;" in written
