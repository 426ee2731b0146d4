"""`measures register`, `break`, `event` and `rebase`: seen first, then recorded, then taken back."""

import pytest

from tests.cli.conftest import write

FIGURES = "measure_id,quarter,value\n" + "".join(
    f"burglary,{year}/{year % 100 + 1} Q{n},{figure + 3 * (n % 2)}\n"
    for year, figure in ((2013, 100), (2014, 100), (2015, 100), (2016, 50), (2017, 50))
    for n in (1, 2, 3, 4)
)


@pytest.fixture
def held(command, plan, tmp_path):
    assert command("define", plan).status == 0
    assert command("load", write(tmp_path / "f.csv", FIGURES), "--confirm").status == 0
    return command


def test_a_rebase_is_seen_first_then_recorded_then_taken_back(held):
    asked = ("rebase", "burglary", "--quarter", "2016/17 Q1", "--reason", "A new team", "--by", "A. Officer")
    dry = held(*asked, "--dry-run")
    assert (dry.status, dry.err) == (0, "")
    assert "The signal of 8 quarters would change:" in dry.out
    assert "nothing was stored" in dry.out
    assert held("register", "--format", "json").document == {"register": []}
    done = held(*asked)
    assert done.out.splitlines()[0] == "The limits of “Domestic burglary” start anew at 2016/17 Q1."
    assert done.out.endswith("Stored.\n")
    (entry,) = held("register", "--format", "json").document["register"]
    assert (entry["kind"], entry["measure"], entry["from"], entry["by"]) == (
        "rebase", "burglary", "2016/17 Q1", "A. Officer",
    )  # fmt: skip
    back = held("rebase", "burglary", "--quarter", "2016/17 Q1", "--take-back", "--reason", "Too soon")
    assert back.status == 0
    assert held("register", "--format", "json").document == {"register": []}
    assert held("history", "--format", "json").document["acts"][0]["reason"] == "Too soon"


def test_a_quarter_that_is_not_in_the_data_is_called_wrongly(held):
    ran = held("rebase", "burglary", "--quarter", "2030/31 Q1", "--reason", "r")
    assert ran.status == 2
    assert "2030/31 Q1 is not in the data" in ran.err


def test_a_break_lists_the_ratings_that_it_moves(held):
    asked = ("break", "burglary", "--date", "2016-04-01", "--type", "recording", "--note", "Sheds", "--reason", "r")
    dry = held(*asked, "--dry-run")
    assert "ratings would move:" in dry.out
    assert "Counted differently before and after" in dry.out
    assert held(*asked).status == 0
    assert "Sheds" in held("register").out
    back = held("break", "burglary", "--date", "2016-04-01", "--take-back", "--reason", "Wrong measure")
    assert back.out.splitlines()[0].startswith("Taken back: Counting of “Domestic burglary” changed on 1 April 2016")


def test_an_event_needs_its_note_and_is_told_apart_by_it(held):
    ran = held("event", "--from", "2016/17 Q1", "--reason", "r")
    assert ran.status == 2
    assert "--note" in ran.err
    for note in ("A flood", "A festival"):
        assert held("event", "--from", "2016/17 Q1", "--note", note, "--reason", "r").status == 0
    unclear = held("event", "--from", "2016/17 Q1", "--take-back", "--reason", "r")
    assert unclear.status == 2
    assert "2 answer to" in unclear.err
    assert held("event", "--from", "2016/17 Q1", "--take-back", "--note", "A flood", "--reason", "r").status == 0
    assert [one["note"] for one in held("register", "--format", "json").document["register"]] == ["A festival"]


def test_what_does_not_stand_cannot_be_taken_back(held):
    ran = held("break", "burglary", "--date", "2016-04-01", "--take-back", "--reason", "r")
    assert ran.status == 2
    assert "measures register" in ran.err


def test_a_day_that_is_none_is_refused(held):
    ran = held("break", "burglary", "--date", "01/04/2016", "--reason", "r")
    assert ran.status == 2
    assert "year-month-day" in ran.err
