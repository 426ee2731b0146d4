"""The machine's clock is set back: what was done later still counts as later, and every question has one answer."""

import os
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from measures.errors import SessionEnded
from measures.model import clock
from measures.model.access import Actor, Permission, Role
from measures.model.audit import AuditKind
from measures.model.commentary import Commentary
from measures.model.publication import Publication
from measures.services.access import need
from measures.services.commentary import commentaries, commentary_on, write_commentary
from measures.services.definitions import load_plans
from measures.services.history import revisions_of
from measures.services.integrity import check
from measures.services.people import give_role
from measures.services.publications import publish
from measures.services.published import published
from measures.services.sign_in import person_of
from measures.services.standing import standing_of
from measures.services.withdrawals import withdraw_upload
from measures.settings import ROOT, settings
from measures.storage.store import Store, open_store
from tests.provider import CLIENT, sign_in_settings
from tests.services.published import PLAN, Q, load, open_office, publish_office

NOON = datetime(2026, 11, 26, 12, tzinfo=UTC)
BACK = [pytest.param(timedelta(hours=1), id="an hour"), pytest.param(timedelta(days=1), id="a day")]
SetClock = Callable[[datetime], None]


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> SetClock:
    """`at(moment)` sets the machine's clock, in the one place where the program reads it."""

    def set_clock(moment: datetime) -> None:
        monkeypatch.setattr(clock, "now", lambda: moment)

    set_clock(NOON)
    return set_clock


def _figure(store: Store, as_at: datetime | None = None) -> int | None:
    """The burglaries of the quarter that the tests load, as they stand or stood."""
    values = store.values(["burglary"], as_at=as_at)
    found = values[values["quarter"] == Q.ordinal]["value_units"].tolist()
    return found[0] if found else None


def _burglary(store: Store, figure: int) -> int:
    line = f"burglary,2016/17 Q2,{figure},r"
    return load(store, line, name=f"{figure}.csv", note="Counted again").upload_id


@pytest.mark.parametrize("back", BACK)
def test_the_order_is_that_of_the_acts_and_the_past_is_what_it_was(store: Store, at: SetClock, back: timedelta) -> None:
    open_office(store)
    known = {store.acts()[0].at: 100}
    at(NOON + timedelta(minutes=5))
    second = _burglary(store, 90)
    known[store.acts()[0].at] = 90
    at(NOON - back)
    _burglary(store, 80)
    known[store.acts()[0].at] = 80
    withdraw_upload(store, second, reason="wrong", by="B. Officer")
    known[store.acts()[0].at] = 80
    load_plans(store, [PLAN], by="A. Officer")  # nothing new
    at(NOON - back + timedelta(minutes=1))
    assert _figure(store) == 80
    assert [(one.value, one.withdrawn) for one in revisions_of(store, "burglary") if one.quarter == Q] == [
        (80, False),
        (90, True),
        (100, False),
    ]
    assert [act.id for act in store.acts()] == [5, 4, 3, 2, 1]
    assert all(newer.at > older.at for newer, older in pairwise(store.acts()))
    assert {moment: _figure(store, moment) for moment in known} == known
    assert _figure(store, NOON - back) is None  # nothing was recorded by then, whatever the clock says now
    assert _figure(store, NOON + timedelta(minutes=4)) == 100
    assert check(store) == []
    at(NOON + timedelta(days=2))  # the clock is right again
    _burglary(store, 70)
    assert (store.acts()[0].at, _figure(store)) == (NOON + timedelta(days=2), 70)


@pytest.mark.parametrize("back", BACK)
def test_the_audit_tells_acts_and_lines_in_the_order_in_which_they_were_done(
    store: Store, at: SetClock, back: timedelta
) -> None:
    done: list[str] = []

    def note(summary: str) -> None:
        store.note(AuditKind.SIGN_IN, by="A", summary=summary)
        done.append(summary)

    def act(figure: int) -> None:
        _burglary(store, figure)
        done.append(f"{figure}.csv was uploaded with 1 figure")

    load_plans(store, [PLAN], by="A. Officer")
    note("first")
    at(NOON + timedelta(minutes=1))
    act(1)
    at(NOON + timedelta(minutes=2))
    note("second")
    act(2)
    at(NOON + timedelta(minutes=3))
    note("third")
    at(NOON - back)
    act(3)
    note("fourth")
    at(NOON - back + timedelta(seconds=1))
    note("fifth")
    act(4)
    assert [entry.summary for entry in store.audit()][:-1] == done[::-1]
    assert check(store) == []


@pytest.mark.parametrize("back", BACK[1:])
def test_what_was_written_and_published_last_holds(store: Store, at: SetClock, back: timedelta) -> None:
    open_office(store)
    first = write_commentary(store, Commentary("burglary", Q, happened="Before."), by="A")
    assert first is not None
    one = publish_office(store, incomplete="The panel meets tomorrow")
    at(NOON - back)
    write_commentary(store, Commentary("burglary", Q, happened="After."), by="A", based_on=first.id)
    _burglary(store, 400)
    meeting = one.meeting
    two = publish(store, meeting, by="An Approver", reason="Corrected", incomplete="It could not wait")
    said = commentary_on(store, "burglary", Q)
    assert said is not None and said.said.happened == "After."
    assert commentaries(store, Q, as_at=one.at)["burglary"].said.happened == "Before."
    assert published(store, "plan", Q) == two
    assert standing_of(store, "plan", Q).head == two and standing_of(store, "plan", Q).is_as_published
    assert standing_of(store, "plan", Q, as_at=one.at).head == one
    assert [_burglaries_of(store.opened_publication(head.id)) for head in (one, two)] == [100, 400]
    assert check(store) == []


def _burglaries_of(publication: Publication) -> int:
    """What a publication froze."""
    (found,) = (one for one in publication.content.figures if (one.measure_id, one.quarter) == ("burglary", Q))
    return int(found.value or 0)


def test_a_role_that_was_taken_away_after_the_clock_was_set_back_is_away(store: Store, at: SetClock) -> None:
    give_role(store, "i", "s", name="A", role=Role.OFFICER, by="An administrator", reason="New")
    at(NOON - timedelta(days=1))
    give_role(store, "i", "s", name="A", role=None, by="An administrator", reason="Left")
    given = store.given_role("i", "s")
    assert given is not None and given.role is None


@pytest.mark.parametrize("back", BACK)
def test_a_sign_in_from_a_future_that_the_clock_was_set_back_from_is_not_believed(
    store: Store, at: SetClock, back: timedelta, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its age could not be told: better to sign in again than to be in for ever."""
    for name, value in sign_in_settings("https://id.example.org", "https://measures.example.org").items():
        monkeypatch.setenv(name, value)
    settings.cache_clear()
    claims = {"is_logged_in": True, "sub": "s", "iss": "i", "aud": CLIENT, "iat": NOON.timestamp()}
    signed = person_of(claims)
    at(NOON - back)
    later = person_of(claims)
    settings.cache_clear()
    assert signed is not None and signed.until == NOON + timedelta(hours=12)
    assert later is not None and later.until is not None and later.until < NOON - timedelta(days=365)
    officer = Actor("A", Role.OFFICER, "i", "s", Role.OFFICER, later.until)
    with pytest.raises(SessionEnded, match="Your sign-in has ended"):
        need(store.acting(officer), Permission.UPLOAD)


_SET_BACK = """
import sys
from datetime import UTC, datetime, timedelta
from measures.model import clock
clock.now = lambda: datetime.now(UTC) - timedelta(days=1)
from measures.cli.run import run
sys.exit(run(sys.argv[1:]))
"""


def test_commands_on_a_machine_a_day_behind_go_on_after_one_whose_clock_is_right(
    tmp_path: Path,
) -> None:
    database_url = f"sqlite:///{tmp_path / 'measures.db'}"
    with open_store(database_url) as store:
        open_office(store)
        before = store.acts()[0].at
    (tmp_path / "later.csv").write_text("measure_id,quarter,value,status\nburglary,2016/17 Q2,90,r\n")
    environment = {**os.environ, "MEASURES_DATABASE_URL": database_url}

    def behind(*arguments: str) -> str:
        command = [sys.executable, "-c", _SET_BACK, *arguments]
        ran = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
        assert (ran.returncode, ran.stderr) == (0, "")
        return ran.stdout

    load_it = ("load", str(tmp_path / "later.csv"), "--by", "B", "--confirm", "--note", "Counted again")
    assert "Stored as upload 2" in behind(*load_it)
    assert "sound" in behind("check")
    with open_store(database_url) as store:
        newest = store.acts()[0]
        assert newest.at == before + timedelta(microseconds=1)  # the clock was a day behind
        assert (_figure(store), _figure(store, before), _figure(store, newest.at)) == (90, 100, 90)
