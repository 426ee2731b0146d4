import os
import re

import pytest

from tests.cli.conftest import FIGURES, start, write
from tests.ingest.workbooks import a_workbook

ROWS = {"added": 0, "changed": 0, "unchanged": 0, "stopped": 0}


@pytest.fixture
def defined(command, plan):
    assert command("define", plan).status == 0
    return command


@pytest.fixture
def ready(sqlite, plan):
    assert sqlite("define", plan).status == 0
    return sqlite


def test_an_accepted_file_is_one_json_document_in_the_form_of_the_specification(defined, figures):
    ran = defined("load", figures, "--confirm", "--format", "json")
    assert (ran.status, ran.err) == (0, "")
    document = ran.document
    moves = document.pop("ratings_moved")
    assert document == {
        "accepted": True,
        "upload": 1,
        "lines_read": 5,
        "rows": {**ROWS, "added": 5},
        "issues": document["issues"],
    }
    assert [issue for issue in document["issues"] if issue["severity"] == "stop"] == []
    assert {
        "plan": "2015-2018",
        "measure": "burglary",
        "quarter": "2016/17 Q1",
        "comparator": "last_year",
        "before": {"rating": None, "reason_code": "no_value"},
        "after": {"rating": "red", "reason_code": None},
    } in moves
    assert list(moves[0]) == ["plan", "measure", "quarter", "comparator", "before", "after"]


def test_a_refused_file_says_every_fault_in_the_form_of_the_specification_and_stores_nothing(defined, tmp_path):
    bad = write(tmp_path / "bad.csv", "measure_id,quarter,value\nburglary,2016/17 Q1,12..5\nburglery,2015/16 Q1,3\n")
    ran = defined("load", bad, "--format", "json")
    assert ran.status == 1
    document = ran.document
    assert {name: document[name] for name in ("accepted", "upload", "lines_read", "ratings_moved")} == {
        "accepted": False,
        "upload": None,
        "lines_read": 2,
        "ratings_moved": [],
    }
    assert document["rows"]["stopped"] == 2
    assert [(i["severity"], i["code"], i["line"], i["column"], i["read"]) for i in document["issues"]] == [
        ("stop", "not_a_number", 2, "value", "12..5"),
        ("stop", "unknown_measure", 3, "measure_id", "burglery"),
    ]
    assert [list(issue) for issue in document["issues"]] == [
        ["severity", "code", "line", "column", "read", "message", "remedy"]
    ] * 2
    assert defined("history", "--format", "json").document["uploads"] == []


def test_t23_people_see_the_issues_as_a_table_and_the_refusal_as_a_sentence(ready, tmp_path):
    bad = write(tmp_path / "bad.csv", "measure_id,quarter,value\nburglary,30-12-2017,3\n")
    ran = ready("load", bad)
    assert ran.status == 1
    header, row = (line for line in ran.out.splitlines() if line.startswith(("Severity", "stop")))
    assert re.split(" {2,}", header) == [
        "Severity", "Code", "Line", "Column", "Read", "Expected", "What is wrong", "What to do",
    ]  # fmt: skip
    assert re.split(" {2,}", row)[:5] == ["stop", "unreadable_quarter", "2", "quarter", "30-12-2017"]
    assert "Write 31-12-2017 (2017/18 Q3)" in row
    assert ran.err == "bad.csv was refused: 1 fault. Nothing was stored.\n"


def test_a_dry_run_shows_what_would_happen_and_stores_nothing(defined, figures):
    ran = defined("load", figures, "--confirm", "--dry-run")
    assert (ran.status, ran.err) == (0, "")
    assert "5 lines read; 5 added, 0 changed, 0 unchanged, 0 stopped." in ran.out
    assert "12 ratings would move:" in ran.out
    assert ran.out.endswith("This was a dry run: nothing was stored.\n")
    document = defined("load", figures, "--confirm", "--dry-run", "--format", "json").document
    assert (document["accepted"], document["upload"], len(document["ratings_moved"])) == (False, None, 12)
    assert defined("history", "--format", "json").document["uploads"] == []


def test_a_finding_needs_a_persons_word(defined, figures, tmp_path):
    assert defined("load", figures, "--confirm").status == 0
    again = write(tmp_path / "again.csv", "measure_id,quarter,value\nburglary,2016/17 Q2,-5\n")
    ran = defined("load", again)
    assert ran.status == 1
    assert "confirm" in ran.out
    assert "load the file again with --confirm" in ran.err
    refused = defined("load", again, "--format", "json")
    assert (refused.status, refused.document["accepted"], refused.document["upload"]) == (1, False, None)
    assert "confirm" in {issue["severity"] for issue in refused.document["issues"]}
    taken = defined("load", again, "--confirm", "--format", "json")
    assert (taken.status, taken.document["accepted"], taken.document["upload"]) == (0, True, 2)


def test_the_same_bytes_again_change_nothing(defined, figures, tmp_path):
    assert defined("load", figures, "--confirm", "--by", "Zoë Ångström").status == 0
    other_name = write(tmp_path / "other.csv", FIGURES)
    told = defined("load", other_name)
    assert (told.status, told.err) == (0, "")
    assert re.fullmatch(
        r"other\.csv: already uploaded on \d+ \w+ \d{4} at \d\d:\d\d \(UTC\) by Zoë Ångström: nothing changed\. "
        r"It is upload 1\.\n",
        told.out,
    )
    ran = defined("load", figures, "--format", "json")
    assert (ran.status, ran.document) == (
        0,
        {
            "accepted": False,
            "upload": 1,
            "lines_read": 5,
            "rows": {**ROWS, "unchanged": 5},
            "ratings_moved": [],
            "issues": [],
        },
    )


def test_after_a_withdrawal_the_same_bytes_are_an_upload_like_any_other(defined, figures):
    defined("load", figures, "--confirm")
    defined("withdraw", 1, "--reason", "Wrong file")
    document = defined("load", figures, "--confirm", "--format", "json").document
    assert (document["accepted"], document["upload"]) == (True, 2)


def test_who_and_why_are_kept(ready, figures):
    ready("load", figures, "--confirm", "--by", "  A. Officer ", "--note", "Quarter one, “final”")
    (upload,) = ready("history", "--format", "json").document["uploads"]
    assert (upload["by"], upload["note"], upload["file"]) == ("A. Officer", "Quarter one, “final”", "figures.csv")


def test_without_a_name_it_is_the_machines_user(ready, figures, monkeypatch):
    monkeypatch.setenv("LOGNAME", "officer17")
    ready("load", figures, "--confirm")
    assert ready("history", "--format", "json").document["uploads"][0]["by"] == "officer17"


def test_a_blank_name_is_refused(ready, figures):
    ran = ready("load", figures, "--by", "  ")
    assert (ran.status, ran.out) == (2, "")
    assert "The name after --by is blank." in ran.err


@pytest.mark.parametrize("form", ["text", "json"])
def test_a_file_that_cannot_be_read_is_told_in_a_sentence(ready, tmp_path, form):
    (tmp_path / "figures.csv").write_text(FIGURES)
    cases = {
        tmp_path: "is a folder. Name the file in it.",
        tmp_path / "figure.csv": f"Did you mean “{tmp_path / 'figures.csv'}”?",
        tmp_path / "no" / "such.csv": "There is no file",
        tmp_path / "figures.csv" / "below.csv": "cannot be read: Not a directory.",
        tmp_path / ("x" * 300): "cannot be read: File name too long.",
        "": "is a folder.",
    }
    for path, sentence in cases.items():
        ran = ready("load", path, "--format", form)
        assert (ran.status, ran.out) == (2, ""), path
        assert sentence in ran.err


@pytest.mark.skipif(os.name == "nt" or getattr(os, "geteuid", lambda: 1)() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_told_in_a_sentence(ready, figures):
    figures.chmod(0)
    ran = ready("load", figures)
    assert (ran.status, ran.out) == (2, "")
    assert "may not be read by you" in ran.err


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"\n\n\n", id="blank lines"),
        pytest.param(bytes(range(256)) * 20, id="binary"),
        pytest.param(b"\x00" * 5000, id="zeros"),
        pytest.param(b"PK\x03\x04" + b"\xff" * 300, id="a broken spreadsheet"),
        pytest.param(b'"' * 5001, id="quotes"),
        pytest.param("measure_id,quarter,value\n".encode("utf-16"), id="utf-16"),
        pytest.param(b"measure_id,quarter,value\nburglary,2016/17 Q1,\x1b[31mred\n", id="escape codes"),
    ],
)
def test_a_file_that_is_no_file_of_figures_is_refused_with_its_issues(ready, tmp_path, content):
    path = tmp_path / "odd.csv"
    path.write_bytes(content)
    ran = ready("load", path)
    assert ran.status == 1
    assert "stop" in ran.out
    assert "\x1b" not in ran.out + ran.err
    assert ran.err.startswith("odd.csv was refused: ")
    document = ready("load", path, "--format", "json").document
    assert (document["accepted"], document["upload"]) == (False, None)


def test_a_file_over_the_limit_is_refused_without_being_read_to_its_end(ready, monkeypatch):
    monkeypatch.setenv("MEASURES_UPLOAD_MAX_MB", "0.1")
    ran = ready("load", "/dev/zero", "--format", "json")
    assert (ran.status, ran.document["accepted"]) == (1, False)


def test_a_file_name_in_any_script_is_kept_and_printed(ready, tmp_path):
    path = write(tmp_path / "Zahlen für 2016 – 数字 [red].csv", FIGURES)
    assert path.name in ready("load", path, "--confirm").out
    assert ready("history", "--format", "json").document["uploads"][0]["file"] == path.name
    assert path.name in ready("history").out


def test_a_file_name_that_is_no_text_is_no_obstacle(ready, tmp_path):
    path = os.fsdecode(os.fsencode(tmp_path) + b"/\xff\xfe.csv")
    try:
        with open(path, "w") as file:  # noqa: PTH123 - as a shell would name it
            file.write(FIGURES)
    except OSError:
        pytest.skip("this file system takes no such name")
    ran = ready("load", path, "--confirm")
    assert (ran.status, ran.err) == (0, "")
    assert ready("history", "--format", "json").status == 0


OFFENCES = """\
Financial Year,Financial Quarter,Force Name,Offence Group,Offence Subgroup,Offence Code,Number of Offences
2016/17,1,Lancashire,Theft,Burglary,28A,1172
2016/17,1,Cumbria,Theft,Burglary,28A,300
"""
MAPPING = (
    '[mapping]\ntitle = "Offences"\nthis_force = "Lancashire"\n\n[[measures]]\nmeasure = "burglary"\ncodes = ["28A"]\n'
)


def test_a_published_table_is_loaded_by_a_mapping(defined, tmp_path):
    table, mapping = write(tmp_path / "offences.csv", OFFENCES), write(tmp_path / "mapping.toml", MAPPING)
    refused = defined("load", table)
    assert refused.status == 1
    assert "--map MAPPING" in refused.out
    one = defined("load", table, "--map", mapping, "--format", "json").document
    assert (one["accepted"], one["rows"]["added"]) == (True, 1)
    everyone = defined("load", table, "--map", mapping, "--all-forces", "--format", "json").document
    assert (everyone["accepted"], everyone["rows"]) == (True, {"added": 1, "changed": 0, "unchanged": 1, "stopped": 0})
    uploads = defined("history", "--format", "json").document["uploads"]
    assert [upload["read_as"].rsplit(", ")[-1] for upload in uploads] == ["all forces", "Lancashire alone"]


def test_a_mapping_with_a_fault_is_refused_before_the_file_is_read(defined, tmp_path):
    table, mapping = write(tmp_path / "offences.csv", OFFENCES), write(tmp_path / "mapping.toml", "[maping]\n")
    ran = defined("load", table, "--map", mapping)
    assert ran.status == 1
    assert "The mapping was refused: " in ran.err
    document = defined("load", table, "--map", mapping, "--format", "json").document
    assert (document["accepted"], document["lines_read"], document["issues"][0]["severity"]) == (False, 0, "stop")
    assert defined("history", "--format", "json").document["uploads"] == []
    assert defined("load", table, "--all-forces").status == 2


def test_the_sheet_of_a_workbook_can_be_named(defined, tmp_path):
    header = ["measure_id", "quarter", "value"]
    book = a_workbook(
        [header, ["burglary", "2016/17 Q1", 7]], [header, ["burglary", "2016/17 Q2", 9]], names=("A", "B")
    )
    path = tmp_path / "book.xlsx"
    path.write_bytes(book)
    refused = defined("load", path)
    assert (refused.status, "--sheet" in refused.out) == (1, True)
    assert defined("load", path, "--sheet", "B", "--format", "json").document["rows"]["added"] == 1


def test_two_at_the_very_same_time_never_restate_each_other_unseen(command, database_url, plan, tmp_path):
    """Both with --confirm: whoever comes second may only restate what the command has read before."""
    command("define", plan)
    head = "measure_id,quarter,value\n"
    paths = [write(tmp_path / f"{n}.csv", head + f"burglary,2016/17 Q1,{1100 + n}\n") for n in range(4)]
    running = [start("load", str(path), "--confirm", "--by", path.stem, url=database_url) for path in paths]
    ran = []
    for one in running:
        with one:
            out, err = one.communicate(timeout=120)
            ran.append((one.returncode, out, err))
    uploads = command("history", "--format", "json").document["uploads"]
    assert sum(status == 0 for status, _, _ in ran) == len(uploads) >= 1
    for status, out, err in ran:
        assert "Traceback" not in err
        if status:
            assert status == 1
            assert "This file’s one figure stands otherwise now." in err
            assert "load it again if that is right" in err
            assert "would become" in out or "is held as" in out
    for upload in uploads:  # what was restated was asked about, of the figure that stood then
        told = command("history", "--upload", upload["upload"], "--format", "json").document
        held = [figure["before"] for figure in told["figures"] if figure["change"] == "changed"]
        assert all(f"is held as {one['value']:,}" in " ".join(told["confirmed"]) for one in held)
