"""What a person has to give before a file is stored, and what the quarter still lacks after it."""

from dataclasses import replace
from datetime import date

import pytest

from measures.errors import ChangedMeanwhile, NotAllowed
from measures.ingest.findings import LISTED
from measures.model.commentary import Commentary
from measures.model.quarter import Quarter
from measures.services.commentary import write_commentary
from measures.services.confirming import FEW, accept_confirmed, asked_of, lacking
from measures.services.definitions import load_plans
from measures.services.history import act_record
from measures.services.outlook import acts_since, plan_at, still_missing
from measures.services.uploads import Preview, accept_upload, preview_upload
from measures.storage.store import Store
from tests.builders import a_measure, a_plan, quarter

TODAY = date(2026, 5, 1)
HEADER = "measure_id,quarter,value"


@pytest.fixture
def office(store: Store) -> Store:
    """A store with a plan of four measures, one of them a comment and one that ended."""
    load_plans(
        store,
        [
            a_plan(
                a_measure("burglary"),
                a_measure("thefts"),
                a_measure("old", last_quarter="2015/16 Q4"),
                a_measure("words", kind="narrative"),
            )
        ],
        by="A. Officer",
    )
    return store


def look(store: Store, *lines: str, name: str = "q.csv") -> Preview:
    return preview_upload(store, name, "\n".join([HEADER, *lines, ""]).encode(), today=TODAY)


def negative(many: int) -> list[str]:
    """So many rows of other areas, each a count below zero."""
    return [f"burglary,2016/17 Q1,-{n},a{n}" for n in range(1, many + 1)]


def look_negative(store: Store, many: int) -> Preview:
    content = "\n".join([f"{HEADER},area", *negative(many), ""]).encode()
    return preview_upload(store, "n.csv", content, today=TODAY)


def test_a_file_without_findings_needs_a_name_alone(office: Store) -> None:
    preview = look(office, "burglary,2016/17 Q1,5")
    assert asked_of(preview) == ()
    assert lacking(preview, by="A. Officer", note="", ticks=[]) == ()
    assert lacking(preview, by=" ", note="", ticks=[]) == (
        "Your name is missing: the history has to say who stored the figures.",
    )


def test_few_findings_are_ticked_one_by_one_and_many_that_are_listed_together(office: Store) -> None:
    few, many = look_negative(office, FEW), look_negative(office, FEW + 1)
    assert [len(one.issues) for one in asked_of(few)] == [1] * FEW
    assert [len(one.issues) for one in asked_of(many)] == [FEW + 1]


def test_findings_that_are_only_counted_have_a_tick_of_their_own(office: Store) -> None:
    asked = asked_of(look_negative(office, LISTED + 7))
    assert [(len(one.issues), one.is_rest) for one in asked] == [(LISTED, False), (1, True)]
    assert "7 more" in asked[1].issues[0].message


def test_every_finding_is_behind_exactly_one_tick(office: Store) -> None:
    accept_upload(office, look(office, "burglary,2015/16 Q1,500", "thefts,2015/16 Q1,7"), by="A")
    preview = look(office, "burglary,2015/16 Q1,-3", "thefts,2015/16 Q1,8")
    asked = asked_of(preview)
    assert len({one.key for one in asked}) == len(asked)
    behind = [issue for one in asked for issue in one.issues]
    assert sorted(behind, key=str) == sorted((one for one in preview.issues if one.severity == "confirm"), key=str)
    assert len(behind) >= 3


def test_a_change_needs_a_note_and_each_tick_is_needed(office: Store) -> None:
    accept_upload(office, look(office, "burglary,2015/16 Q1,500"), by="A")
    preview = look(office, "burglary,2015/16 Q1,501")
    keys = [one.key for one in asked_of(preview)]
    assert lacking(preview, by="A", note=" ", ticks=keys) == (
        "A figure that stands would change: say why in the note.",
    )
    assert lacking(preview, by="A", note="Revised", ticks=keys[1:])[0].startswith("The tick is still to be given")
    for word in ({"by": ""}, {"note": ""}, {"ticks": keys[1:]}):
        with pytest.raises(NotAllowed, match="Nothing was stored"):
            accept_confirmed(office, preview, **{"by": "A", "note": "Revised", "ticks": keys} | word)  # type: ignore[arg-type]
    assert len(office.uploads()) == 1
    accepted = accept_confirmed(office, preview, by="A", note="Revised", ticks=keys)
    assert (accepted.stored, accepted.upload.note) == (True, "Revised")


def test_a_word_given_twice_stores_once_and_one_given_on_old_figures_nothing(office: Store) -> None:
    preview = look(office, "burglary,2016/17 Q1,5")
    other = look(office, "thefts,2016/17 Q1,5", name="other.csv")
    assert accept_confirmed(office, preview, by="A", note="", ticks=[]).stored
    assert not accept_confirmed(office, preview, by="A", note="", ticks=[]).stored
    with pytest.raises(ChangedMeanwhile):
        accept_confirmed(office, other, by="B", note="", ticks=[])
    (act,) = acts_since(office, other.based_on)
    assert (act.by, act.details["quarters"]) == ("A", ["2016/17 Q1"])


def test_what_moves_no_figure_is_no_act_since(office: Store) -> None:
    preview = look(office, "burglary,2016/17 Q1,5")
    write_commentary(office, Commentary("burglary", Quarter.of(2016, 1), happened="Fewer."), by="B. Officer")
    assert office.data_version() > office.figures_version() == preview.based_on
    assert acts_since(office, preview.based_on) == ()
    assert look(office, "burglary,2016/17 Q1,5").based_on == preview.based_on
    assert accept_confirmed(office, preview, by="A", note="", ticks=[]).stored


def test_a_file_with_a_fault_is_refused_whatever_is_given(office: Store) -> None:
    preview = look(office, "burglary,2016/17 Q1,x")
    assert not preview.storable
    with pytest.raises(NotAllowed, match="1 fault"):
        accept_confirmed(office, preview, by="A", note="n", ticks=[])


def test_the_moves_that_an_act_recorded_are_read_back_as_they_were(office: Store) -> None:
    accept_upload(office, look(office, "burglary,2015/16 Q1,500"), by="A")
    preview = look(office, "burglary,2016/17 Q1,400", "burglary,2014/15 Q1,600")
    upload = accept_upload(office, preview, by="A").upload
    assert act_record(office, upload.act_id).ratings_moved == preview.ratings_moved != ()


def test_what_is_still_missing_leaves_out_what_is_not_collected_and_what_is_settled(office: Store) -> None:
    def missing(*lines: str) -> list[str]:
        found = still_missing(office, look(office, *lines))
        assert found is not None
        assert found.quarter == quarter("2016/17 Q1")
        return [measure.id for measure in found.measures]

    assert missing("burglary,2016/17 Q1,5") == ["thefts"]
    accept_upload(office, look(office, "thefts,2016/17 Q1,5"), by="A")
    assert missing("burglary,2016/17 Q1,5") == []


@pytest.mark.parametrize(("letter", "expected"), [("x", ["burglary"]), ("c", []), ("z", [])])
def test_a_figure_that_is_not_available_is_still_missing_a_withheld_one_is_not(
    office: Store, letter: str, expected: list[str]
) -> None:
    content = f"{HEADER},status\nthefts,2016/17 Q1,5,\nburglary,2016/17 Q1,,{letter}\n".encode()
    found = still_missing(office, preview_upload(office, "q.csv", content, today=TODAY))
    assert found is not None
    assert [measure.id for measure in found.measures] == expected


def test_nothing_is_said_to_be_missing_of_other_forces_or_outside_every_plan(office: Store) -> None:
    content = f"{HEADER},area\nburglary,2016/17 Q1,5,kent\n".encode()
    assert still_missing(office, preview_upload(office, "q.csv", content, today=TODAY)) is None
    assert still_missing(office, look(office, "burglary,2025/26 Q1,5")) is None


def test_the_newest_of_two_plans_that_run_is_the_one_in_force(office: Store) -> None:
    newer = a_plan(a_measure("burglary"), id="newer")
    head = replace(newer.head, start=date(2016, 4, 1), end=date(2022, 3, 31))
    load_plans(office, [replace(newer, head=head)], by="A")
    found = [plan_at(office, quarter(text)) for text in ("2015/16 Q4", "2016/17 Q1", "2021/22 Q4", "2022/23 Q1")]
    assert [head.id if head else None for head in found] == ["plan", "newer", "newer", None]
