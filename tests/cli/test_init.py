import pytest

from tests.cli.conftest import ROOT


def test_init_makes_the_database_and_says_where_it_is_and_again_does_nothing(command):
    first, second = command("init"), command("init")
    assert (first.status, first.err) == (0, "")
    assert first.out.startswith("The database is ready: ")
    assert "It holds no plan yet." in first.out
    assert second == first


def test_the_password_of_the_database_is_never_printed(in_process, monkeypatch):
    monkeypatch.setenv("MEASURES_DATABASE_URL", "postgresql://officer:hunter2@127.0.0.1:1/x")
    ran = in_process("init")
    assert ran.status == 2
    assert "hunter2" not in ran.out + ran.err


def test_the_sample_comes_once_and_only_into_an_empty_database_where_so_asked(sqlite):
    plans, files = (len(list((ROOT / "data" / name).iterdir())) for name in ("definitions", "figures"))
    holds = f"It holds {plans} plans and {files} files of figures.\n"
    first = sqlite("init", "--sample-if-empty")
    assert (first.status, first.err) == (0, "")
    assert first.out.endswith(holds)
    sqlite("withdraw", files, "--reason", "Not wanted")
    assert sqlite("init", "--sample-if-empty").out.endswith(f"and {files - 1} files of figures.\n")
    acts = len(sqlite("history", "--format", "json").document["acts"])
    assert sqlite("init", "--sample").out.endswith(holds)
    assert len(sqlite("history", "--format", "json").document["acts"]) == acts + 1


def test_a_database_with_a_plan_of_its_own_gets_no_sample(command, plan):
    command("define", plan)
    assert command("init", "--sample-if-empty").out.endswith("It holds 1 plan and 0 files of figures.\n")


@pytest.mark.parametrize("option", ["--samples", "--sample=yes", "now"])
def test_a_wrong_option_is_refused(sqlite, option):
    ran = sqlite("init", option)
    assert (ran.status, ran.out) == (2, "")
    assert "More: measures init --help" in ran.err
