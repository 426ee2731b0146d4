"""`measures publish`: what is not ready is listed whole, and an answer that was lost may be asked for again."""

import json

PUBLISH = ("publish", "--plan", "2015-2018", "--quarter", "2016/17 Q1", "--meeting", "2016-09-12", "--by", "B")


def test_all_that_is_not_ready_is_listed_and_nothing_is_stored(command, plan, figures):
    assert command("define", plan).status == 0
    assert command("load", figures, "--confirm").status == 0
    ran = command(*PUBLISH)
    told = ran.err.splitlines()
    assert (ran.status, ran.out) == (1, "")
    assert len(told) > 1 and all(line.startswith("- ") for line in told[:-1])
    assert told[-1].startswith(f"{len(told) - 1} things are not ready. Mend that, or say with --incomplete why")
    ran = command(*PUBLISH, "--format", "json")
    document = json.loads(ran.out)
    assert (ran.status, document["publication"]) == (1, None)
    assert [f"- {one['sentence']}" for one in document["unready"]] == told[:-1]
    assert {one["lack"] for one in document["unready"]} <= {"no_figure", "no_commentary"}
    assert command("publications").out.strip() == "Nothing was published yet."


def test_the_same_command_once_more_publishes_nothing_twice(published):
    again = ("publish", "--plan", "2015-2018", "--quarter", "2016/17 Q1", "--meeting", "2016-09-12",
             "--incomplete", "A trial", "--by", "An Approver")  # fmt: skip
    ran = published(*again, "--format", "json")
    assert (ran.status, json.loads(ran.out)["publication"]) == (0, 1)
    for _ in range(2):
        ran = published(*again, "--reason", "A page was left out", "--format", "json")
        assert (ran.status, json.loads(ran.out)["publication"]) == (0, 2)
    assert len(json.loads(published("publications", "--format", "json").out)["publications"]) == 2
