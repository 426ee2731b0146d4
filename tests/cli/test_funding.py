"""`measures funding`: load, show, withdraw."""

from pathlib import Path

import pytest

from tests.cli.conftest import Command, write
from tests.funding import HEADER, LIST

PLAN = ("--plan", "2015-2018")


@pytest.fixture
def awards(tmp_path: Path) -> Path:
    return write(tmp_path / "awards.csv", LIST)


def priority_of(plan: Path) -> str:
    return plan.read_text("utf-8").split("[[priorities]]")[1].split('id = "')[1].split('"')[0]


@pytest.fixture
def office(command: Command, plan: Path, awards: Path) -> Command:
    write(awards, LIST.replace("safety,", f"{priority_of(plan)},"))
    assert command("define", plan).status == 0
    return command


def test_a_list_is_tried_loaded_shown_and_taken_out(office: Command, awards: Path) -> None:
    assert "No list of awards is held for this plan (2015-2018)" in office("funding", "show").out
    tried = office("funding", "load", awards, *PLAN, "--dry-run")
    assert "2016/17: £1,500 by 3 awards. No list of this year was held." in tried.out
    assert tried.out.endswith("This was a dry run: nothing was stored.\n")
    loaded = office("funding", "load", awards, *PLAN, "--by", "A. Officer", "--note", "Ledger")
    assert (loaded.status, loaded.out.splitlines()[-1]) == (0, "Stored as list 1.")
    assert "these very awards stand already" in office("funding", "load", awards, *PLAN).out
    shown = office("funding", "show").out
    assert shown.startswith("£1,500 was awarded in 2016/17 by 3 awards.\nThat is £500 more (50.0%) than in 2015/16.")
    assert "loaded on" in shown and "by A. Officer" in shown and "Second Chance" in shown
    assert office("funding", "show", "--year", "2015/16").out.startswith("£1,000 was awarded in 2015/16 by 1 award.")
    assert "Ledger" in office("history").out
    assert "List of awards loaded" in office("audit").out
    assert office("check").out.startswith("sound\n")
    tried = office("funding", "withdraw", "1", "--dry-run")
    assert "2016/17: no list is held then." in tried.out
    gone = office("funding", "withdraw", "1", "--reason", "Wrong file", "--by", "A. Officer")
    assert gone.out.startswith("List 1 (awards.csv) was taken out.\n")
    again = office("funding", "withdraw", "1", "--reason", "Wrong file")
    assert (again.status, "was already taken out by A. Officer" in again.err) == (2, True)


def test_json_has_every_figure_and_what_is_not_stated_is_null(office: Command, awards: Path) -> None:
    loaded = office("funding", "load", awards, *PLAN, "--format", "json").document
    assert (loaded["accepted"], loaded["list"], loaded["awards"], loaded["issues"]) == (True, 1, 4, [])
    document = office("funding", "show", "--format", "json").document
    assert (document["plan"], document["year"], document["years"]) == ("2015-2018", "2016/17", ["2016/17", "2015/16"])
    assert (document["whole"]["awarded"], document["whole"]["change"], document["whole"]["paid_stated"]) == (
        1500, 500, 2,
    )  # fmt: skip
    assert document["priorities"][-1]["paid"] is None
    assert document["awards"][2]["paid"] is None
    assert document["awards"][1]["amount"] == 300.5


def test_a_list_with_faults_is_refused_with_each_of_them(office: Command, tmp_path: Path) -> None:
    wrong = write(tmp_path / "wrong.csv", HEADER + "2016/17,nothing,R,P,F,x,,,\n2040/41,all,R,P,F,1,,,\n")
    ran = office("funding", "load", wrong, *PLAN)
    assert ran.status == 1
    assert {"priority_not_in_plan", "unreadable_amount", "year_outside_plan"} <= set(ran.out.split())
    assert ran.err == "wrong.csv was refused: 3 faults. Nothing was stored.\n"
    assert office("funding", "load", wrong, *PLAN, "--format", "json").document["accepted"] is False


def test_wrong_calls_are_told(office: Command, awards: Path) -> None:
    assert "Missing option '--plan'" in office("funding", "load", awards).err
    assert "Did you mean “2015-2018”?" in office("funding", "load", awards, "--plan", "2015-2019").err
    assert "“2016” is not a financial year" in office("funding", "show", "--year", "2016").err
    assert "The reason is missing" in office("funding", "withdraw", "1").err
    assert "is not the number of a list of awards" in office("funding", "withdraw", "one", "--reason", "r").err
    assert office("funding", "withdraw", "1", "--reason", "r").status == 2
