import pytest

from tests.cli.conftest import FIGURES, write


@pytest.fixture
def revised(command, plan, figures, tmp_path):
    """Upload 1 says 1,172 burglaries, upload 2 says 1,100 and adds a quarter."""
    assert command("define", plan).status == 0
    assert command("load", figures, "--confirm").status == 0
    later = write(tmp_path / "later.csv", FIGURES.replace("1172", "1100") + "burglary,2016/17 Q2,1000,,\n")
    assert command("load", later, "--confirm").status == 0
    return command


def test_a_withdrawal_shows_what_it_restores_and_restores_it(revised):
    before = revised("status", "--as-at", revised("history", "--format", "json").document["acts"][1]["at"],
                     "--quarter", "2016/17 Q1", "--format", "json").document  # fmt: skip
    ran = revised("withdraw", 2, "--reason", "Sent by mistake", "--by", "B. Officer")
    assert (ran.status, ran.err) == (0, "")
    lines = [line.split() for line in ran.out.splitlines()]
    assert ran.out.startswith(
        "Upload 2 (later.csv) was withdrawn: 1 figure restored to what stood before, 1 figure removed.\n"
    )
    assert ["burglary", "2016/17", "Q1", "1,100", "1,172"] in lines
    assert ["burglary", "2016/17", "Q2", "1,000", "–"] in lines
    assert "2016/17 Q1  burglary  Headline" in ran.out
    after = revised("status", "--quarter", "2016/17 Q1", "--format", "json").document
    assert after["measures"] == before["measures"]
    act = revised("history", "--format", "json").document["acts"][0]
    assert (act["kind"], act["by"], act["reason"]) == ("withdrawal", "B. Officer", "Sent by mistake")


def test_a_second_withdrawal_and_an_unknown_upload_are_refused(revised):
    revised("withdraw", "#1", "--reason", "Sent by mistake")
    again = revised("withdraw", "1", "--reason", "Sent by mistake")
    assert (again.status, again.out) == (2, "")
    assert "was already withdrawn by" in again.err
    unknown = revised("withdraw", "7", "--reason", "Sent by mistake")
    assert (unknown.status, unknown.out) == (2, "")
    assert unknown.err.startswith("There is no upload 7. The newest is 2")


@pytest.mark.parametrize("upload", ["0", "-1", "later.csv", "1.0", "99999999999999999999", "", "²"])
def test_what_is_no_number_of_an_upload_is_refused(sqlite, upload):
    ran = sqlite("withdraw", "--reason", "x", "--", upload)
    assert (ran.status, ran.out) == (2, "")
    assert "is not the number of an upload, such as 12." in ran.err


@pytest.mark.parametrize("options", [[], ["--reason", " "]])
def test_a_withdrawal_needs_a_reason(revised, options):
    ran = revised("withdraw", "1", *options)
    assert (ran.status, ran.out) == (2, "")
    assert "reason" in ran.err
    assert revised("history", "--format", "json").document["uploads"][0]["withdrawn"] is None


def test_a_dry_run_shows_what_a_withdrawal_would_do_and_changes_nothing(revised):
    before = revised("history", "--format", "json").document
    ran = revised("withdraw", 2, "--dry-run")
    assert (ran.status, ran.err) == (0, "")
    assert ran.out.startswith(
        "Withdrawing upload 2 (later.csv) would restore 1 figure to what stood before and remove 1 figure.\n"
    )
    assert ["burglary", "2016/17", "Q1", "1,100", "1,172"] in [line.split() for line in ran.out.splitlines()]
    assert "ratings would move:" in ran.out
    assert ran.out.endswith("This was a dry run: nothing was changed.\n")
    assert revised("history", "--format", "json").document == before
