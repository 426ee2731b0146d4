"""`measures review`: what a panel looks at, for a person and a machine."""

from datetime import date

from measures.model.commentary import Commentary
from measures.model.meeting import ReportText
from measures.model.quarter import Quarter
from measures.services.commentary import write_commentary
from measures.services.report_texts import write_text
from measures.storage.store import Store

WHEN = ("--plan", "2021-2025", "--quarter", "2023/24 Q2")


def test_the_finding_comes_first_then_the_tally_what_moved_and_the_questions(on_sample):
    ran = on_sample("review", *WHEN)
    assert (ran.status, ran.err) == (0, "")
    lines = ran.out.splitlines()
    assert lines[0] == "2 measures got worse since the meeting of 11 December 2023; 17 questions to ask"
    assert "Draft: not yet published." in lines
    parts = ["What moved", "Questions: new in red", "Exceptions and what is said of them",
             "What was restated since the last meeting"]  # fmt: skip
    places = [lines.index(part) for part in parts]
    assert places == sorted(places)
    assert "   - No commentary is written for 2023/24 Q2." in lines
    assert "These are 10 of 65; --format json has them all." in lines


def test_a_published_quarter_says_so(on_sample):
    ran = on_sample("review", "--plan", "2021-2025", "--quarter", "2023/24 Q1")
    assert "Published for the meeting of 11 December 2023 (publication 1)." in ran.out.splitlines()
    assert "since the quarter before, 2022/23 Q4" in ran.out.splitlines()[0]


def test_the_json_says_the_same_and_has_every_restated_figure(on_sample):
    document = on_sample("review", *WHEN, "--format", "json").document
    assert document["last_publication"] == {"publication": 1, "quarter": "2023/24 Q1", "meeting": "2023-12-11"}
    assert document["tally"]["now"] == {"red": 4, "amber": 2, "green": 11, "not_rated": 14}
    assert [(one["measure"], one["direction"]) for one in document["moved"]] == [
        ("vehicle-offences", "worse"), ("theft-from-person", "worse"),
    ]  # fmt: skip
    assert len(document["questions"]) == 18
    assert all(one["evidence"] and one["text"].startswith("Commissioner, ") for one in document["questions"])
    assert len(document["restated"]["figures"]) == 65
    damage = next(one for one in document["restated"]["figures"] if one["measure"] == "criminal-damage-and-arson")
    assert (damage["reported"], damage["now"], damage["difference"]) == (3972, 3926, -46)
    assert (document["publication"], document["remarks"], document["promises"]) == (None, {}, [])


def test_what_is_written_is_checked_and_what_was_promised_comes_back(sample_copy: Store, in_process, monkeypatch):
    now = Quarter.of(2023, 2)
    named = Commentary("shoplifting", now.shift(-1), action="Patrols", action_due=date(2024, 1, 31))
    write_commentary(sample_copy, named, by="B")
    write_commentary(sample_copy, Commentary("shoplifting", now, happened="Shoplifting fell to 9,876."), by="B")
    write_text(sample_copy, ReportText("2021-2025", now, "priority:burglary-robbery", "4,321 homes."), by="B")
    monkeypatch.setenv("MEASURES_DATABASE_URL", sample_copy.url)
    ran = in_process("review", *WHEN)
    assert "What was promised" in ran.out
    assert "- Shoplifting: 9,876 is not among the figures of this measure" in ran.out
    assert "- Cracking down on burglary and robbery: 4,321 is not among" in ran.out
    document = in_process("review", *WHEN, "--format", "json").document
    assert [one["code"] for one in document["remarks"]["shoplifting"]] == [
        "number_not_in_data", "says_fell", "only_good_news",
    ]  # fmt: skip
    assert list(document["remarks"]) == ["shoplifting", "priority:burglary-robbery"]
    (promise,) = document["promises"]
    assert (promise["action"], promise["due"], promise["overdue"], promise["outcome"]) == (
        "Patrols", "2024-01-31", True, None,
    )  # fmt: skip


def test_a_database_without_figures_says_what_to_do(command, plan):
    assert command("define", plan).status == 0
    ran = command("review")
    assert ran.status == 2
    assert "measures load FILE" in ran.err
