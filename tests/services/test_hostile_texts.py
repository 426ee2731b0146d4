"""Hostile texts are kept as they are; what cannot be seen in a text is refused by every service that keeps one."""

from collections.abc import Callable
from datetime import date

import pytest

from measures.errors import MeasuresError, NotAllowed
from measures.model.access import Role
from measures.model.commentary import Commentary
from measures.model.measure import Event
from measures.model.meeting import Meeting, ReportText
from measures.model.quarter import Quarter
from measures.services import (
    audit,
    commentary,
    funding,
    history,
    integrity,
    meetings,
    people,
    publications,
    register,
    report_texts,
)
from measures.services.definitions import load_plans
from measures.services.ratings import quarter_status
from measures.services.uploads import accept_upload, preview_upload
from measures.services.withdrawals import withdraw_upload
from measures.storage.store import Store, open_store
from tests.builders import a_measure, a_plan
from tests.hostile import PAYLOAD, QUARTER, TODAY, a_hostile_plan, hostile_office, text

BEFORE = QUARTER.shift(-1)
FILE = b"measure_id,quarter,value\nburglary,2016/17 Q1,7\n"
ROWS = [f"burglary,{Quarter.of(year, n)},{100 + n}" for year in (2014, 2015) for n in (1, 2, 3, 4)]
FIGURES = "\n".join(["measure_id,quarter,value", *ROWS, "burglary,2016/17 Q1,104", ""]).encode()


def test_a_hostile_office_is_sound_and_says_what_was_said(store: Store) -> None:
    hostile_office(store)
    assert integrity.check(store) == []
    status = quarter_status(store, "plan", QUARTER)
    assert status.plan.head.title == text("PlanHead.title")
    assert status.measures[0].measure.title == text("Measure.title")
    kept = commentary.commentary_on(store, "theft", QUARTER)
    assert kept is not None and PAYLOAD[:300] in kept.said.happened
    assert store.upload(1).note == text("upload.note").strip()


SEARCHES = (
    "%",
    "_",
    "\\",
    "'",
    "\x00",
    "' OR 1=1 --",
    "%' ESCAPE '",
    "\ud800",
    "\U0001f914",
    "(",
    "[",
    "*",
    "a" * 5000,
)


def test_a_search_finds_what_has_those_very_characters(store: Store) -> None:
    load_plans(store, [a_plan()], by="A", reason="r")
    assert len(history.find_acts(store, text="").acts) == 1
    for asked in SEARCHES:
        assert history.find_acts(store, text=asked).acts == ()
        assert audit.find_audit(store, audit.AuditAsked(text=asked)) == ()


def local(store: Store) -> Store:
    load_plans(store, [a_plan(a_measure())], by="A", reason="r")
    for name, content in (("f.csv", FIGURES), ("e.csv", FILE)):
        accept_upload(store, preview_upload(store, name, content, today=TODAY), by="A", note="n", confirm=True)
    return store


def upload(store: Store, **said: str) -> object:
    preview = preview_upload(store, "g.csv", FILE.replace(b",7", b",%d" % (8 + len(said))), today=TODAY)
    return accept_upload(store, preview, confirm=True, **{"by": "A", "note": "n", **said})


def recorded(store: Store, note: str = "Snow", reason: str = "r", by: str = "A") -> object:
    return register.record_change(
        store, register.plan_event(store, Event(QUARTER, QUARTER, note), reason=reason), by=by
    )


def load_awards(store: Store, amount: str, by: str = "A", note: str = "") -> object:
    content = f"financial_year,priority,recipient,purpose,source,amount\n2016/17,safety,R,P,F,{amount}\n".encode()
    return funding.load_funding(store, "plan", "a.csv", content, by=by, note=note, today=TODAY)


def on(day: int, title: str = "Panel") -> Meeting:
    return Meeting("plan", QUARTER, date(2016, 9, day), title)


WRITES: dict[str, Callable[[Store, str], object]] = {
    "upload by": lambda s, bad: upload(s, by=bad),
    "upload note": lambda s, bad: upload(s, note=bad, by="B"),
    "withdrawal by": lambda s, bad: withdraw_upload(s, 2, reason="r", by=bad),
    "withdrawal reason": lambda s, bad: withdraw_upload(s, 3, reason=bad, by="A"),
    "definitions by": lambda s, bad: load_plans(s, [a_plan(a_measure(title="B"))], by=bad, reason="r"),
    "definitions reason": lambda s, bad: load_plans(s, [a_plan(a_measure(title="C"))], by="A", reason=bad),
    "event note": lambda s, bad: recorded(s, note=bad),
    "event reason": lambda s, bad: recorded(s, note="Ice", reason=bad),
    "event by": lambda s, bad: recorded(s, note="Flood", by=bad),
    "rebase reason": lambda s, bad: register.plan_rebase(s, "burglary", Quarter.of(2015, 3), reason=bad),
    "commentary": lambda s, bad: commentary.write_commentary(s, Commentary("burglary", QUARTER, bad), by="A"),
    "commentary by": lambda s, bad: commentary.write_commentary(s, Commentary("burglary", BEFORE, "Up."), by=bad),
    "text of a report": lambda s, bad: report_texts.write_text(s, ReportText("plan", QUARTER, "summary", bad), by="A"),
    "meeting title": lambda s, bad: meetings.record_meeting(s, on(1, title=bad), by="A"),
    "meeting by": lambda s, bad: meetings.record_meeting(s, on(2), by=bad),
    "meeting reason": lambda s, bad: meetings.record_meeting(s, on(3), by="A", reason=bad),
    "publication by": lambda s, bad: publications.publish(s, on(4), by=bad, incomplete="i"),
    "publication incomplete": lambda s, bad: publications.publish(s, on(5), by="A", incomplete=bad),
    "publication reason": lambda s, bad: publications.publish(s, on(6), by="A", incomplete="i", reason=bad),
    "funding by": lambda s, bad: load_awards(s, "1", by=bad),
    "funding note": lambda s, bad: load_awards(s, "2", note=bad),
    "funding withdrawal reason": lambda s, bad: funding.withdraw_list(s, 1, reason=bad, by="A"),
    "funding withdrawal by": lambda s, bad: funding.withdraw_list(s, 2, reason="r", by=bad),
    "role issuer": lambda s, bad: people.give_role(s, bad, "s", Role.VIEWER, reason="r", by="A", name="N"),
    "role subject": lambda s, bad: people.give_role(s, "j", bad, Role.VIEWER, reason="r", by="A", name="N"),
    "role name": lambda s, bad: people.give_role(s, "i", "t", Role.VIEWER, reason="r", by="A", name=bad),
    "role reason": lambda s, bad: people.give_role(s, "i", "u", Role.VIEWER, reason=bad, by="A", name="N"),
    "role by": lambda s, bad: people.give_role(s, "i", "v", Role.VIEWER, reason="r", by=bad, name="N"),
}  # fmt: skip
UNSEEN = ("a\x00b", "a\u202eb", "a\x1b[31mb", "a\x1b]0;b\x07", "a\u2066b", "a\x7fb", "a\ud800b")


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return local(open_store(f"sqlite:///{tmp_path_factory.mktemp('small') / 'm.db'}"))


@pytest.mark.parametrize("what", WRITES)
def test_what_cannot_be_seen_is_refused_in_a_sentence_and_nothing_is_stored(small: Store, what: str) -> None:
    before = small.data_version()
    for bad in (*UNSEEN, *(["x" * 200_000] if what != "event note" else [])):
        with pytest.raises(NotAllowed, match=r"cannot be seen|has 200,000 characters") as refused:
            WRITES[what](small, bad)
        assert not [one for one in "\x00\u202e\x1b\u2066\x7f\ud800" if one in str(refused.value)]
        assert len(str(refused.value)) < 1000
    assert small.data_version() == before


def test_the_same_texts_without_what_cannot_be_seen_are_stored(store: Store) -> None:
    local(store)
    for what, write in WRITES.items():
        try:
            write(store, "a b")
        except MeasuresError as error:
            pytest.fail(f"{what}: {error}")


NAMES = ("../../etc/passwd", "/etc/passwd", "C:\\x\\y.csv", "a\x00.csv", "a\nb.csv", "a\u202evsc.exe",
         "x" * 999 + ".csv", "", ".", "CON", "a\x1b[31m.csv", '"; rm.csv', "<script>.csv", "\ud800.csv")  # fmt: skip


def test_a_file_may_have_any_name_and_it_is_kept_without_what_cannot_be_seen(store: Store) -> None:
    load_plans(store, [a_plan(a_measure())], by="A", reason="r")
    for number, name in enumerate(NAMES):
        content = FILE.replace(b",7", b",%d" % number)
        preview = preview_upload(store, name, content, today=TODAY)
        done = accept_upload(store, preview, by="A", note="n", confirm=True)
        kept = store.upload(done.upload_id).name
        assert len(kept) <= 255 and kept.strip() and not [one for one in "\x00\n\u202e\x1b\ud800" if one in kept]
        assert store.upload_file(done.upload_id) == content
        assert kept in history.find_acts(store).acts[0].summary


def test_the_plan_of_a_hostile_office_is_what_is_written_out_again(store: Store) -> None:
    load_plans(store, [a_hostile_plan()], by="A", reason="r")
    assert store.own_plan("plan").measures == a_hostile_plan().measures
