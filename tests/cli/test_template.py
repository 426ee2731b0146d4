import csv
import io
import os
import subprocess
import sys

import pytest
from python_calamine import CalamineWorkbook

from tests.cli.conftest import ROOT, process


@pytest.fixture
def loaded(command, plan, figures):
    assert command("define", plan).status == 0
    assert command("load", figures, "--confirm").status == 0
    return command


def rows_of(text):
    return {row["measure_id"]: row for row in csv.DictReader(io.StringIO(text))}


def test_the_rows_still_outstanding_are_printed_with_last_year_beside(loaded):
    ran = loaded("template", "--quarter", "2017/18 Q1")
    rows = rows_of(ran.out)
    assert (ran.status, ran.err) == (0, "")
    assert list(rows) == ["burglary", "answered"]
    assert rows["burglary"]["last_year"] == rows["burglary"]["last_figure"] == "1,172 in 2016/17 Q1"
    assert rows["answered"]["last_year"] == "66.7% (1,001 of 1,500) in 2016/17 Q1"
    assert rows["burglary"]["quarter"] == "2017/18 Q1"


def test_what_is_written_loads_without_a_change(loaded, tmp_path):
    path = tmp_path / "outstanding.csv"
    ran = loaded("template", "--quarter", "2017-18-Q1", "--plan", "2015-2018", "--output", path)
    assert ran.out == f"{path}: 2 rows still outstanding for 2017/18 Q1, April to June 2017.\n"
    text = path.read_bytes().decode("utf-8-sig").replace("2017/18 Q1,,,,,\r\n", "2017/18 Q1,1150,,,,\r\n", 1)
    path.write_bytes(text.encode())
    done = loaded("load", path)
    assert done.status == 0
    assert "1 row of the template was left blank and was passed over: answered (line 3)." in done.out + done.err
    assert list(rows_of(loaded("template", "--quarter", "2017/18 Q1").out)) == ["answered"]


def test_the_ending_of_the_file_says_which_form(loaded, tmp_path):
    path = tmp_path / "outstanding.xlsx"
    assert loaded("template", "--quarter", "2017/18 Q1", "--output", path).status == 0
    assert CalamineWorkbook.from_path(path).sheet_names == ["Figures", "How to fill this in"]
    ran = loaded("template", "--quarter", "2017/18 Q1", "--format", "csv", "--output", tmp_path / "other.xlsx")
    assert (ran.status, ran.out) == (2, "")
    assert "--format csv does not go with a file that ends in .xlsx" in ran.err


def test_a_file_that_is_there_is_never_written_over(loaded, tmp_path):
    path = tmp_path / "filled-in.csv"
    path.write_text("an afternoon's work")
    ran = loaded("template", "--quarter", "2017/18 Q1", "--output", path)
    assert (ran.status, path.read_text()) == (2, "an afternoon's work")
    assert "is there already and was left as it is" in ran.err
    assert loaded("template", "--quarter", "2017/18 Q1", "--output", tmp_path / "no" / "such.csv").status == 2


def test_where_nothing_is_outstanding_a_sentence_says_so_and_nothing_is_printed(loaded):
    ran = loaded("template", "--quarter", "2016/17 Q1")
    assert (ran.status, ran.out) == (0, "")
    assert "Nothing is outstanding for 2016/17 Q1" in ran.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--quarter", "2016 Q1"], "calendar or a financial quarter"),
        ([], "Missing option '--quarter'"),
        (["--quarter", "2035/36 Q1"], "No plan runs in 2035/36 Q1"),
        (["--quarter", "2016/17 Q1", "--plan", "2015-2019"], "2015-2018"),
        (["--quarter", "2017/18 Q1", "--format", "pdf"], "pdf"),
    ],
)
def test_a_wrong_call_says_what_to_do(loaded, arguments, said):
    ran = loaded("template", *arguments)
    assert (ran.status, ran.out) == (2, "")
    assert said in ran.err


def test_a_pipe_gets_the_workbook_itself(sample_file):
    command = [sys.executable, "-m", "measures", "template", "--quarter", "2025/26 Q4", "--format", "xlsx"]
    settings = {"MEASURES_DATABASE_URL": f"sqlite:///{sample_file}", "PYTHONPATH": str(ROOT)}
    ran = subprocess.run(command, capture_output=True, env={**os.environ, **settings})
    assert (ran.returncode, ran.stderr) == (0, b"")
    rows = CalamineWorkbook.from_filelike(io.BytesIO(ran.stdout)).get_sheet_by_index(0).to_python()
    assert len(rows) > 20
    assert process("template", "--quarter", "2025/26 Q4", url=f"sqlite:///{sample_file}").out.count("\n") == len(rows)
