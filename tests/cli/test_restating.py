"""A correction to what was published, at the command line: said, refused without a reason, stored with one."""

from tests.cli.conftest import write

LATE = "measure_id,quarter,value\nburglary,2016/17 Q1,1180\n"
MEETING = "publication 1 (for the meeting of 12 September 2016)"


def test_a_restatement_is_listed_and_refused_without_a_reason(published, tmp_path):
    late = write(tmp_path / "late.csv", LATE)
    ran = published("load", late)
    assert ran.status == 1
    assert "published_figure" in ran.out
    ran = published("load", late, "--confirm")
    assert ran.status == 1
    assert "late.csv changes 1 figure that was published: a restatement, which needs a reason." in ran.err
    assert "--note TEXT" in ran.err
    ran = published("load", late, "--confirm", "--format", "json")
    assert (ran.status, ran.document["accepted"], ran.document["upload"]) == (1, False, None)
    [issue] = [one for one in ran.document["issues"] if one["code"] == "published_figure"]
    assert issue["severity"] == "confirm"
    assert issue["message"] == (
        "One figure was published and becomes another: Domestic burglary, 2016/17 Q1: reported 1,172, becomes 1,180. "
        f"Shown in {MEETING}."
    )
    history = published("history").out
    assert "figures.csv" in history and "late.csv" not in history


def test_a_restatement_with_a_reason_is_stored_and_its_withdrawal_says_what_it_restates(published, tmp_path):
    ran = published("load", write(tmp_path / "late.csv", LATE), "--confirm", "--note", "Late recording")
    assert (ran.status, ran.err) == (0, "")
    status = published("status", "--plan", "2015-2018", "--quarter", "2016/17 Q1").out
    assert "Published for the meeting of 12 September 2016 (publication 1); 1 figure has changed since" in " ".join(
        status.split()
    )
    again = published("publish", "--plan", "2015-2018", "--quarter", "2016/17 Q1", "--meeting", "2016-09-12",
                      "--incomplete", "A trial", "--reason", "Revised", "--by", "An Approver")  # fmt: skip
    assert again.status == 0
    ran = published("withdraw", "2", "--reason", "Not so late", "--dry-run")
    assert ran.status == 0
    out = " ".join(ran.out.split())
    assert "1 figure of what was published is restated:" in out
    assert "Domestic burglary, 2016/17 Q1" in out and "1,180" in out and "publication 2" in out
