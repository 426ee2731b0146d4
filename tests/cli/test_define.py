import pytest

from tests.cli.conftest import PLAN, write


@pytest.fixture
def with_figures(command, plan, figures):
    assert command("define", plan).status == 0
    assert command("load", figures, "--confirm").status == 0
    return command


def test_a_plan_is_loaded_once_and_the_second_time_changes_nothing(command, plan):
    first = command("define", plan, "--by", "A. Officer")
    assert (first.status, first.err) == (0, "")
    assert first.out.splitlines()[0] == "2015-2018: plan “2015-2018” added"
    assert first.out.endswith("Stored: 4 changes.\n")
    again = command("define", plan)
    assert (again.status, again.err) == (0, "")
    assert again.out == "Nothing differs from what is stored. Nothing was changed.\n"
    (act,) = command("history", "--format", "json").document["acts"]
    assert (act["by"], act["kind"]) == ("A. Officer", "definitions")


def test_a_faulty_file_says_where_what_was_read_and_what_was_expected(command, tmp_path):
    bad = write(
        tmp_path / "bad.toml", PLAN.replace('polarity = "lower"', 'polarity = "down"').replace("crime", "crimes", 1)
    )
    ran = command("define", bad)
    assert ran.status == 1
    row = next(line for line in ran.out.splitlines() if "down" in line)
    line = next(number for number, text in enumerate(bad.read_text().splitlines(), 1) if '"down"' in text)
    assert row.startswith("stop")
    assert "bad.toml" in row
    assert str(line) in row.split()
    assert "lower, higher or context" in row
    assert "Nothing was stored." in ran.err
    assert command("history", "--format", "json").document["acts"] == []


def test_one_faulty_file_keeps_out_the_sound_one_beside_it(command, plan, tmp_path):
    bad = write(tmp_path / "bad.toml", "[plan]\n")
    ran = command("define", plan, bad)
    assert ran.status == 1
    assert command("history", "--format", "json").document["acts"] == []


def test_a_change_that_recolours_needs_a_quarter_and_a_reason(with_figures, plan):
    write(plan, PLAN.replace('polarity = "lower"', 'polarity = "context"'))
    ran = with_figures("define", plan)
    assert ran.status == 1
    assert "--from" in ran.out
    ran = with_figures("define", plan, "--from", "2016/17 Q1")
    assert ran.status == 1
    assert "--reason" in ran.out


def test_a_dry_run_lists_the_ratings_that_would_move_and_stores_nothing(with_figures, plan):
    write(plan, PLAN.replace('polarity = "lower"', 'polarity = "context"'))
    options = ("define", plan, "--from", "2016/17 Q1", "--reason", "Agreed by the panel")
    ran = with_figures(*options, "--dry-run")
    assert (ran.status, ran.err) == (0, "")
    assert "2015-2018: measure “burglary” changed (polarity), from 2016/17 Q1" in ran.out
    assert "3 ratings would move:" in ran.out
    assert "R Worse" in ran.out
    assert "– Shown for context: a rise may be good or bad" in ran.out
    assert "This was a dry run: nothing was stored. 1 change would be." in ran.out
    assert len(with_figures("history", "--format", "json").document["acts"]) == 2
    done = with_figures(*options)
    assert (done.status, "3 ratings moved:" in done.out) == (0, True)
    assert with_figures("status", "--format", "json").document["measures"][0]["reason_code"] == "context"
    before = with_figures("status", "--quarter", "2015/16 Q1", "--format", "json").document
    assert before["measures"][0]["headline"] == "green"


def test_an_exported_plan_loads_back_without_a_change(command, plan, tmp_path):
    command("define", plan)
    ran = command("define", "--export", "2015-2018")
    assert (ran.status, ran.err) == (0, "")
    again = command("define", write(tmp_path / "exported.toml", ran.out))
    assert again.out.startswith("Nothing differs")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ([], "Name the definition files to load, or a plan to print with --export PLAN."),
        (["--export", "2015-2018", "plan.toml"], "--export prints one plan and goes with no FILE"),
        (["--export", "2015-2019"], "Did you mean “2015-2018”?"),
        (["no-such.toml"], "There is no file “no-such.toml”."),
        (["."], "“.” is a folder."),
        (["plan.toml", "--from", "2017"], "“2017” is not a quarter."),
    ],
)
def test_a_wrong_call_is_told_in_a_sentence(sqlite, plan, monkeypatch, arguments, sentence):
    sqlite("define", plan)
    monkeypatch.chdir(plan.parent)
    ran = sqlite("define", *arguments)
    assert (ran.status, ran.out) == (2, "")
    assert sentence in ran.err


@pytest.mark.parametrize("content", [b"", b"\x00\x01\x02", b"\xff\xfe", b"plan = 3", b"[[plan]]\n", b"{}"])
def test_a_file_that_is_no_definition_is_refused_with_its_issues(sqlite, tmp_path, content):
    path = tmp_path / "odd.toml"
    path.write_bytes(content)
    ran = sqlite("define", path)
    assert ran.status == 1
    assert "odd.toml" in ran.out
