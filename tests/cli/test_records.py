import sqlite3

import pytest

from tests.cli.conftest import ROOT


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


def test_an_empty_history_says_so(command):
    command("init")
    assert command("history").out == "Nothing was stored yet.\n"
    assert command("history", "--format", "json").document == {"acts": [], "uploads": []}


def test_a_sound_database_is_sound(command, plan, figures):
    command("define", plan)
    command("load", figures, "--confirm")
    ran = command("check")
    assert (ran.status, ran.out, ran.err) == (0, "sound\n", "")


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
