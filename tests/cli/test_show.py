import pytest

from tests.cli.conftest import FIGURES, write


@pytest.fixture
def revised(command, plan, figures, tmp_path):
    command("define", plan, "--by", "A")
    command("load", figures, "--confirm", "--by", "B")
    command("load", write(tmp_path / "later.csv", FIGURES.replace("1172", "1100")), "--confirm", "--by", "C")
    return command


def test_a_measure_is_one_json_document(revised):
    ran = revised("show", "burglary", "--quarter", "2016/17 Q1", "--format", "json")
    assert (ran.status, ran.err) == (0, "")
    document = ran.document
    status = revised("status", "--quarter", "2016/17 Q1", "--format", "json").document
    assert list(document) == ["plan", "quarter", "definition", "standing", "values", "revisions", "definition_versions"]
    assert (document["plan"], document["quarter"]) == ("2015-2018", "2016/17 Q1")
    assert document["standing"] == status["measures"][0]
    assert document["definition"] == {
        "measure": "burglary", "title": "Domestic burglary", "priorities": ["crime"], "unit": "offences",
        "kind": "count", "polarity": "lower", "definition": "Burglary in a dwelling.", "source": "Home Office",
        "sum_of": [], "first_quarter": None, "last_quarter": None, "scale": 1, "decimals": None,
        "tolerance": {"kind": "pct", "amount": 5.0}, "baseline_rule": "same_period", "small_numbers": "not_rated",
        "publication": "public", "owner": "", "review_by": None, "why_it_matters": "", "related": [],
    }  # fmt: skip
    assert document["values"][-1] == {
        "quarter": "2016/17 Q1", "value": 1100, "year_to_date": 1100, "twelve_months": None, "last_year": 1104,
        "baseline": 1242, "state": None, "status": "",
    }  # fmt: skip
    newest = document["revisions"][0]
    accepted_at = newest.pop("accepted_at")
    assert newest == {
        "quarter": "2016/17 Q1", "basis": "quarter", "value": 1100, "numerator": None, "denominator": None,
        "status": "", "data_to": None, "note": "", "upload": 2, "file": "later.csv", "line": 4, "by": "C",
        "withdrawn": False,
    }  # fmt: skip
    (version,) = document["definition_versions"]
    assert version.pop("at") < accepted_at
    assert version == {
        "plan": "2015-2018", "from_quarter": None, "removed": False, "changed": [], "by": "A", "reason": "",
    }  # fmt: skip


def test_people_read_the_standing_the_sentences_the_definition_the_quarters_and_the_revisions(revised):
    ran = revised("show", "burglary", "--quarter", "2016/17 Q1")
    assert (ran.status, ran.err) == (0, "")
    assert ran.out.startswith("Domestic burglary\nPlan for Testshire (2015-2018)\n2016/17 Q1, April to June 2016\n")
    for text in (
        "G At or better: 1,100 offences in April–June 2016",
        "G A year before: 1,100 offences in April–June 2016, 4 fewer (0.4% better) than 1,104 a year before.",
        "Definition:     Burglary in a dwelling.",
        "Tolerance:      5%",
        "no figure",
    ):
        assert text in ran.out
    rows = [line.split() for line in ran.out.splitlines()]
    assert ["2016/17", "Q1", "1,100", "1,100", "1,104", "1,242"] in rows
    assert any(row[:5] == ["2016/17", "Q1", "1,172", "1", "figures.csv"] for row in rows)


def test_parts_are_shown_as_they_were_supplied(revised):
    assert "1,001 of 1,500" in revised("show", "answered").out


def test_a_withdrawn_revision_says_so(revised):
    revised("withdraw", 2, "--reason", "Wrong")
    out = revised("show", "burglary").out
    assert {line.split()[-1] for line in out.splitlines() if "later.csv" in line} == {"withdrawn"}


def test_a_measure_without_figures_is_shown_with_its_definition(revised):
    ran = revised("show", "work")
    assert (ran.status, ran.err) == (0, "")
    assert "Comment only" in ran.out
    assert ran.out.count("No figure was ever uploaded for it.") == 1
    document = revised("show", "work", "--format", "json").document
    assert (document["values"], document["revisions"]) == ([], [])


def test_a_measure_of_two_plans_is_shown_as_the_newest_has_it_unless_said(on_sample):
    newest = on_sample("show", "officers", "--format", "json").document["plan"]
    assert newest == "2024-2029"
    named = on_sample("show", "officers", "--plan", "2013-2018", "--format", "json").document
    assert (named["plan"], named["quarter"] <= "2017/18 Q4") == ("2013-2018", True)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["domestic-burglry"], "Did you mean “domestic-burglary”?"),
        (["domestic-burglary", "--plan", "2024-2029"], "domestic-burglary"),
        (["domestic-burglary", "--quarter", "2016/17 Q5"], "a financial year has quarters 1 to 4"),
        ([], "Missing argument"),
        (["domestic-burglary", "robbery"], "robbery"),
        (["domestic-burglary", "--format", "csv"], "csv"),
    ],
)
def test_a_wrong_call_is_told_in_a_sentence(on_sample, arguments, sentence):
    ran = on_sample("show", *arguments)
    assert (ran.status, ran.out) == (2, "")
    assert sentence in ran.err
