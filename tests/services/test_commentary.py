"""Commentary: each version kept, the later of two writers told, read as it was known."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import text

from measures.errors import ChangedMeanwhile, MeasuresError, NotAllowed, NotFound
from measures.model.commentary import LONGEST, Commentary
from measures.model.quarter import Quarter
from measures.model.record import ActKind
from measures.services.commentary import commentaries, commentary_on, write_commentary
from measures.services.definitions import load_plans
from measures.services.history import recorded_acts
from measures.services.uploads import accept_upload, preview_upload
from measures.storage.store import Store
from tests.builders import a_measure, a_plan

Q = Quarter.parse("2016/17 Q1")
SAID = Commentary(
    "burglary", Q, "More break-ins in Preston.", "Two groups at work.", "Patrols at night.", "Ch. Supt. A",
    date(2016, 9, 30), "Whether it goes on.",
)  # fmt: skip


@pytest.fixture
def office(store: Store) -> Store:
    load_plans(store, [a_plan(a_measure("burglary"), a_measure("work", kind="narrative"))], by="A. Officer")
    return store


def test_what_is_said_is_kept_with_who_and_when_and_is_an_act(office: Store) -> None:
    written = write_commentary(office, replace(SAID, happened="  More break-ins in Preston.\r\n "), by=" A. Officer ")
    assert written is not None
    stands = commentary_on(office, "burglary", Q)
    assert stands == written
    assert (stands.said, stands.by) == (SAID, "A. Officer")
    act = recorded_acts(office)[0]
    assert (act.kind, act.by, act.id) == (ActKind.COMMENTARY, "A. Officer", stands.act_id)
    assert act.summary == "The commentary on burglary for 2016/17 Q1 was written"
    assert commentary_on(office, "burglary", Q.shift(1)) is None
    assert office.faults() == []


def test_a_change_is_a_version_of_its_own_and_the_earlier_one_stays(office: Store) -> None:
    first = write_commentary(office, SAID, by="A. Officer")
    assert first is not None
    second = write_commentary(office, replace(SAID, why="Three groups."), by="B. Officer", based_on=first.id)
    assert second is not None
    told = [(one.by, one.said.why) for one in office.commentary_versions("burglary", Q)]
    assert told == [("B. Officer", "Three groups."), ("A. Officer", "Two groups at work.")]
    assert {name: one.id for name, one in commentaries(office, Q).items()} == {"burglary": second.id}
    assert commentaries(office, Q, as_at=second.at - timedelta(microseconds=1))["burglary"] == first
    assert commentaries(office, Q, as_at=first.at - timedelta(microseconds=1)) == {}


def test_the_same_again_stores_nothing_and_a_blank_one_takes_it_back(office: Store) -> None:
    assert write_commentary(office, Commentary("burglary", Q, happened="  "), by="A. Officer") is None
    first = write_commentary(office, SAID, by="A. Officer")
    assert first is not None
    version = office.data_version()
    assert write_commentary(office, SAID, by="B. Officer", based_on=first.id) is None
    assert office.data_version() == version
    write_commentary(office, Commentary("burglary", Q), by="A. Officer", based_on=first.id)
    assert commentaries(office, Q) == {}
    assert recorded_acts(office)[0].summary.endswith("was taken back")
    assert len(office.commentary_versions("burglary", Q)) == 2


def test_the_later_of_two_writers_is_told_and_nothing_of_either_is_lost(office: Store) -> None:
    first = write_commentary(office, SAID, by="A. Officer")
    assert first is not None
    with pytest.raises(ChangedMeanwhile, match=r"A\. Officer wrote this commentary meanwhile"):
        write_commentary(office, replace(SAID, why="I think."), by="B. Officer")
    assert commentary_on(office, "burglary", Q) == first
    second = write_commentary(office, replace(SAID, why="I think."), by="B. Officer", based_on=first.id)
    assert second is not None
    gone = write_commentary(office, Commentary("burglary", Q), by="C. Officer", based_on=second.id)
    assert gone is not None
    with pytest.raises(ChangedMeanwhile, match=r"C\. Officer took back this commentary meanwhile"):
        write_commentary(office, SAID, by="B. Officer", based_on=second.id)
    write_commentary(office, SAID, by="B. Officer", based_on=gone.id)
    assert recorded_acts(office)[0].summary.endswith("was written")


def test_of_four_who_write_at_once_one_is_stored_and_three_are_told(office: Store) -> None:
    def write(number: int) -> str:
        try:
            written = write_commentary(office, replace(SAID, why=f"Reason {number}"), by=f"Officer {number}")
        except ChangedMeanwhile:
            return "told"
        return f"stored {written.id}" if written else "nothing"

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(write, range(4))) == ["stored 1", "told", "told", "told"]


@pytest.mark.parametrize(
    ("said", "by", "told"),
    [
        (replace(SAID, measure_id="burglery"), "A. Officer", "burglary"),
        (SAID, "  ", "Write your name first"),
        (replace(SAID, why="x" * (LONGEST + 1)), "A. Officer", "“Why” has 601 characters, 600 are kept"),
        (replace(SAID, unknown="a\u202eb"), "A. Officer", r"“What is not known” holds a character"),
    ],
    ids=["measure", "name", "length", "hidden"],
)
def test_what_cannot_be_kept_is_refused_in_a_sentence(office: Store, said: Commentary, by: str, told: str) -> None:
    version = office.data_version()
    with pytest.raises((NotFound, NotAllowed), match=told) as raised:
        write_commentary(office, said, by=by)
    assert isinstance(raised.value, MeasuresError)
    assert office.data_version() == version


def test_the_longest_text_is_kept_whole_and_a_narrative_measure_takes_commentary(office: Store) -> None:
    said = Commentary("work", Q, happened="ü" * LONGEST)
    assert write_commentary(office, said, by="A. Officer") is not None
    assert commentaries(office, Q)["work"].said == said


def test_a_commentary_between_a_preview_and_its_acceptance_holds_nothing_up(office: Store) -> None:
    preview = preview_upload(office, "f.csv", b"measure_id,quarter,value\nburglary,2016/17 Q1,12\n")
    write_commentary(office, SAID, by="B. Officer")
    assert accept_upload(office, preview, by="A. Officer", confirm=True).stored


def test_no_version_can_be_changed_or_deleted(office: Store) -> None:
    write_commentary(office, SAID, by="A. Officer")
    for statement in ("UPDATE commentary SET why = ''", "DELETE FROM commentary"):
        with pytest.raises(Exception, match="never changed"), office._engine.begin() as connection:
            connection.execute(text(statement))
