import re
import sqlite3

import pytest

from tests.cli.conftest import ROOT, write


def test_the_history_is_one_json_document(command, plan, figures):
    command("define", plan, "--by", "A")
    command("load", figures, "--confirm", "--by", "B", "--note", "First")
    command("withdraw", 1, "--reason", "Wrong", "--by", "C")
    ran = command("history", "--format", "json")
    assert (ran.status, ran.err) == (0, "")
    document = ran.document
    assert list(document) == ["acts", "uploads"]
    assert [(act["act"], act["by"], act["kind"], act["reason"]) for act in document["acts"]] == [
        (3, "C", "withdrawal", "Wrong"),
        (2, "B", "upload", "First"),
        (1, "A", "definitions", ""),
    ]
    assert [list(act) for act in document["acts"]] == [["act", "at", "by", "kind", "summary", "reason", "details"]] * 3
    (upload,) = document["uploads"]
    sha256, size = upload.pop("sha256"), upload.pop("size")
    assert (len(sha256), size) == (64, figures.stat().st_size)
    assert upload == {
        "upload": 1,
        "act": 2,
        "at": document["acts"][1]["at"],
        "by": "B",
        "file": "figures.csv",
        "note": "First",
        "read_as": "",
        "lines_read": 5,
        "rows": {"added": 5, "changed": 0, "unchanged": 0},
        "withdrawn": {"at": document["acts"][0]["at"], "by": "C", "reason": "Wrong"},
    }


def test_people_see_each_act_on_a_line_the_newest_first(on_sample):
    ran = on_sample("history")
    assert (ran.status, ran.err) == (0, "")
    lines = ran.out.splitlines()
    assert lines[0].split() == "Upload When (UTC) By What was done Note or reason".split()
    assert lines[2].split()[0] == str(len(list((ROOT / "data" / "figures").glob("*.csv"))))
    assert "Definitions of 2013-2018" in lines[-1]


def test_one_upload_is_printed_in_full(command, plan, figures, tmp_path):
    command("define", plan)
    command("load", figures, "--confirm", "--by", "A")
    later = write(tmp_path / "later.csv", "measure_id,quarter,value,note\nburglary,2016/17 Q1,1100,checked\n")
    command("load", later, "--confirm", "--by", "B. Officer", "--note", "Corrected")
    ran = command("history", "--upload", "#2")
    assert (ran.status, ran.err) == (0, "")
    expected = (
        "Upload 2: later.csv brought 1 figure and moved ",
        "by B. Officer",
        "Note: Corrected",
        "Figures: 1 line read: 1 changed",
        "- Line 2: Domestic burglary, 2016/17 Q1: it is held as 1,172 and becomes 1,100.",
    )
    for line in expected:
        assert line in ran.out, line
    lines = [line.split() for line in ran.out.splitlines()]
    assert ["2", "burglary", "2016/17", "Q1", "1,172", "1,100"] in lines
    assert ["2015-2018", "2016/17", "Q1", "burglary", "Headline", "R", "Worse", "G", "At", "or", "better"] in lines


def test_one_upload_is_one_json_document(command, plan, figures, tmp_path):
    command("define", plan)
    command("load", figures, "--confirm", "--by", "A")
    later = write(tmp_path / "later.csv", "measure_id,quarter,value,note\nburglary,2016/17 Q1,1100.5,checked\n")
    command("load", later, "--confirm", "--by", "B")
    command("withdraw", 2, "--reason", "Wrong", "--by", "C. Lead")
    ran = command("history", "--upload", 2, "--format", "json")
    assert (ran.status, ran.err) == (0, "")
    document = ran.document
    assert list(document) == ["upload", "confirmed", "ratings_moved", "figures", "withdrawal"]
    assert document["figures"] == [
        {
            "line": 2, "measure": "burglary", "area": "", "quarter": "2016/17 Q1", "basis": "quarter",
            "value": 1100.5, "numerator": None, "denominator": None, "status": "", "data_to": None, "note": "checked",
            "change": "changed",
            "before": {"value": 1172, "numerator": None, "denominator": None, "status": ""},
        }
    ]  # fmt: skip
    assert document["upload"] == command("history", "--format", "json").document["uploads"][0]
    assert (document["withdrawal"]["by"], document["withdrawal"]["details"]["restored"]) == ("C. Lead", 1)
    assert command("history", "--upload", 1, "--format", "json").document["withdrawal"] is None
    assert "It was withdrawn on " in command("history", "--upload", 2).out


def test_the_stored_file_comes_back_byte_for_byte_and_nothing_is_written_over(command, plan, tmp_path):
    command("define", plan)
    odd = tmp_path / "Zahlen – 数字.csv"
    odd.write_bytes(b"\xef\xbb\xbfmeasure_id;quarter;value\r\nburglary;2016/17 Q1;1172\r\n")
    assert command("load", odd, "--confirm").status == 0
    command("withdraw", 1, "--reason", "Wrong")
    back, folder = tmp_path / "back.csv", tmp_path / "folder"
    folder.mkdir()
    ran = command("history", "--upload", 1, "--file", back)
    assert (ran.status, ran.err) == (0, "")
    assert back.read_bytes() == odd.read_bytes()
    assert command("history", "--upload", 1, "--file", folder).status == 0
    (put,) = folder.iterdir()
    assert (put.name, put.read_bytes()) == ("Zahlen _ 数字.csv", odd.read_bytes())
    back.write_text("mine")
    for place in (back, folder):
        again = command("history", "--upload", 1, "--file", place)
        assert (again.status, again.out) == (2, "")
        assert "is there already and was left as it is" in again.err
    assert back.read_text() == "mine"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--upload", "9"], "There is no upload 9. The newest is 1"),
        (["--upload", "nine"], "is not the number of an upload"),
        (["--file", "x.csv"], "--file goes with --upload"),
        (["--upload", "9", "--file", "x.csv"], "There is no upload 9."),
        (["--upload", "1", "--file", "/no/such/folder/x.csv"], "cannot be written: No such file or directory."),
    ],
)
def test_an_upload_that_cannot_be_shown_or_written_is_told_in_a_sentence(sqlite, plan, figures, arguments, said):
    sqlite("define", plan)
    sqlite("load", figures, "--confirm")
    ran = sqlite("history", *arguments)
    assert (ran.status, ran.out) == (2, "")
    assert said in ran.err


def test_an_empty_history_says_so(command):
    command("init")
    assert command("history").out == "Nothing was stored yet.\n"
    assert command("history", "--format", "json").document == {"acts": [], "uploads": []}


def test_a_sound_database_is_sound(command, plan, figures):
    command("define", plan)
    command("load", figures, "--confirm")
    ran = command("check")
    assert (ran.status, ran.err) == (0, "")
    end = re.fullmatch(r"sound\nThe record ends with act 2:([0-9a-f]{64})\.\n", ran.out)
    assert end is not None
    assert command("check", "--noted", f"2:{end[1][:12].upper()}").out == ran.out
    other = command("check", "--noted", f"2:{'0' * 12}")
    assert (other.status, other.out) == (
        1, "Act 2 has not the SHA-256 that was noted: the record up to it was written anew.\n"
    )  # fmt: skip
    assert command("check", "--noted", ran.out.splitlines()[1], "--noted", f"act 2:{end[1]}").out == ran.out
    line = command("check", "--noted", f"2:{end[1]}", "--noted", f"audit line 1:{'0' * 12}")
    assert (line.status, line.out) == (
        1, "Audit line 1, whose SHA-256 was noted, is not there: the audit was cut off or written anew.\n"
    )  # fmt: skip
    for wrong in ("2", "2:0f3a", "two:000000000000", "line 3"):
        assert command("check", "--noted", wrong).status == 2


def test_a_database_that_was_tampered_with_is_told_fault_by_fault(sqlite, plan, figures, tmp_path):
    sqlite("define", plan)
    sqlite("load", figures, "--confirm")
    with sqlite3.connect(tmp_path / "measures.db") as database:
        for (trigger,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            database.execute(f'DROP TRIGGER "{trigger}"')
        database.execute("UPDATE upload SET content = x'00'")
    database.close()
    ran = sqlite("check")
    assert ran.status == 1
    assert len(ran.out.splitlines()) >= 1
    assert "Put back the last sound backup." in ran.err


@pytest.mark.parametrize(
    "url", ["nonsense", "mysql://host/x", "sqlite:////no/such/folder/x.db", "postgresql://127.0.0.1:1/x"]
)
@pytest.mark.parametrize("arguments", [["check"], ["status", "--format", "json"], ["init"], ["history"]])
def test_a_database_out_of_reach_is_told_in_a_sentence(in_process, monkeypatch, url, arguments):
    monkeypatch.setenv("MEASURES_DATABASE_URL", url)
    ran = in_process(*arguments)
    assert (ran.status, ran.out) == (2, "")
    assert "MEASURES_DATABASE_URL" in ran.err
    assert "Traceback" not in ran.err


def test_a_file_that_is_no_database_is_told_in_a_sentence(sqlite, tmp_path):
    (tmp_path / "measures.db").write_text("Dear all, here are the figures. " * 200)
    ran = sqlite("status")
    assert (ran.status, ran.out) == (2, "")
    assert "not a database" in ran.err


def test_a_setting_that_cannot_be_used_is_told_in_a_sentence(sqlite, monkeypatch, figures):
    monkeypatch.setenv("MEASURES_UPLOAD_MAX_MB", "lots")
    ran = sqlite("load", figures)
    assert (ran.status, ran.out) == (2, "")
    assert ran.err.startswith("The setting MEASURES_UPLOAD_MAX_MB is “lots”")


def test_the_ratings_that_an_upload_moved_are_told_alike_with_it_and_among_the_acts(command, plan, figures):
    command("define", plan)
    loaded = command("load", figures, "--confirm", "--by", "A", "--format", "json").document["ratings_moved"]
    (act,) = [one for one in command("history", "--format", "json").document["acts"] if one["kind"] == "upload"]
    assert loaded == act["details"]["ratings_moved"]
    assert loaded == command("history", "--upload", 1, "--format", "json").document["ratings_moved"]
    assert {one["comparator"] for one in loaded} == {None, "last_year", "baseline"}
    assert {"rating": "red", "reason_code": None} in [one["after"] for one in loaded]
