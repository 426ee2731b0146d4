import csv
import io

import pytest

from tests.cli.conftest import FIGURES, write

LAST_YEAR, BASELINE = {"from": "2015-04-01", "to": "2015-06-30"}, {"from": "2014-04-01", "to": "2014-06-30"}
BASELINE_YEAR = {"from": "2014-04-01", "to": "2015-03-31"}
THIS_YEAR = {"from": "2016-04-01", "to": "2016-06-30"}
NO_SIGNAL = {"rule": None, "mean": None, "lower": None, "upper": None, "trial": True}


@pytest.fixture
def loaded(command, plan, figures):
    assert command("define", plan).status == 0
    assert command("load", figures, "--confirm").status == 0
    return command


def test_the_status_is_one_json_document_in_the_form_of_the_specification(loaded):
    ran = loaded("status", "--quarter", "2016/17 Q1", "--format", "json")
    assert (ran.status, ran.err) == (0, "")
    document = ran.document
    reasons = [one.pop("reason") for measure in document["measures"] for one in measure["comparisons"]]
    assert reasons[0].startswith("1,172 offences in April–June 2016, 68 more (6.2% worse) than 1,104 a year before.")
    narrative = {
        "comparator": "last_year", "value": None, "period": LAST_YEAR, "change": None, "change_pct": None,
        "rating": None, "reason_code": "narrative", "tolerance": {"kind": "pct", "amount": 5.0}, "flags": [],
    }  # fmt: skip
    assert document == {
        "plan": "2015-2018",
        "quarter": "2016/17 Q1",
        "as_at": None,
        "measures": [
            {
                "measure": "burglary", "title": "Domestic burglary", "priority": "crime", "unit": "offences",
                "kind": "count", "polarity": "lower", "value": 1172, "quarter_value": 1172, "period": THIS_YEAR,
                "headline": "red", "mixed": True, "reason_code": None, "flags": ["within_usual_variation"],
                "signal": {"result": "too_early", "n": 3, **NO_SIGNAL},
                "comparisons": [
                    {"comparator": "last_year", "value": 1104, "period": LAST_YEAR, "change": 68,
                     "change_pct": 6800 / 1104, "rating": "red", "reason_code": None,
                     "tolerance": {"kind": "pct", "amount": 5.0}, "flags": ["within_usual_variation"]},
                    {"comparator": "baseline", "value": 1242, "period": BASELINE, "change": -70,
                     "change_pct": -7000 / 1242, "rating": "green", "reason_code": None,
                     "tolerance": {"kind": "pct", "amount": 5.0}, "flags": ["within_usual_variation"]},
                ],
            },
            {
                "measure": "answered", "title": "Calls answered in time", "priority": "trust", "unit": "%",
                "kind": "ratio", "polarity": "higher", "value": 100100 / 1500, "quarter_value": 100100 / 1500,
                "period": THIS_YEAR, "headline": "green", "mixed": False, "reason_code": None,
                "flags": ["one_comparison_only"],
                "signal": {"result": "too_early", "n": 2, **NO_SIGNAL},
                "comparisons": [
                    {"comparator": "last_year", "value": 200 / 3, "period": LAST_YEAR, "change": 1 / 15,
                     "change_pct": None, "rating": "green", "reason_code": None,
                     "tolerance": {"kind": "points", "amount": 2.0}, "flags": []},
                    {"comparator": "baseline", "value": None, "period": BASELINE_YEAR, "change": None,
                     "change_pct": None, "rating": None, "reason_code": "new_measure",
                     "tolerance": {"kind": "points", "amount": 2.0}, "flags": []},
                ],
            },
            {
                "measure": "work", "title": "Work with partners", "priority": "trust", "unit": "comment",
                "kind": "narrative", "polarity": "context", "value": None, "quarter_value": None,
                "period": THIS_YEAR, "headline": None, "mixed": False, "reason_code": "narrative",
                "flags": [], "signal": {"result": "not_applicable", "n": 0, **NO_SIGNAL, "trial": False},
                "comparisons": [
                    narrative,
                    {**narrative, "comparator": "baseline", "period": {"from": "2015-01-01", "to": "2015-03-31"}},
                ],
            },
        ],
    }  # fmt: skip


def test_the_keys_stand_in_the_order_of_the_specification(on_sample):
    measure = on_sample("status", "--plan", "2013-2018", "--format", "json").document["measures"][0]
    assert list(measure) == [
        "measure", "title", "priority", "unit", "kind", "polarity", "value", "quarter_value", "period", "headline",
        "mixed", "reason_code", "flags", "signal", "comparisons",
    ]  # fmt: skip
    assert list(measure["signal"]) == ["result", "rule", "n", "mean", "lower", "upper", "trial"]
    assert list(measure["comparisons"][0]) == [
        "comparator", "value", "period", "change", "change_pct", "rating", "reason_code", "reason", "tolerance",
        "flags",
    ]  # fmt: skip


def test_whole_numbers_are_printed_as_whole_numbers(on_sample):
    text = on_sample("status", "--plan", "2013-2018", "--quarter", "2016-17-Q1", "--format", "json").out
    assert '"value": 1172,' in text
    assert '"change": 68,' in text
    assert "NaN" not in text


def test_people_see_a_line_per_measure_with_figure_both_comparisons_marks_and_signal(loaded):
    ran = loaded("status", "--quarter", "2016/17 Q1")
    assert (ran.status, ran.err) == (0, "")
    lines = ran.out.splitlines()
    assert lines[:5] == [
        "1 of 2 rated measures is at or better than before; 1 is worse",
        "Plan for Testshire (2015-2018)",
        "2016/17 Q1, April to June 2016",
        "Draft: not yet published for a meeting.",
        "",
    ]
    row = next(line for line in lines if "Domestic burglary" in line)
    assert (
        row.split()
        == (
            "R Domestic burglary 1,172 offences R Worse, 68 more (+6.2%) than 1,104 "
            "G At or better, 70 fewer (−5.6%) than 1,242 Too early to say"
        ).split()
    )
    assert next(line for line in lines if "Work with partners" in line).startswith("–")


def test_what_is_piped_has_no_colour_codes_no_cut_columns_and_no_trailing_spaces(on_sample):
    ran = on_sample("status", "--plan", "2013-2018", "--quarter", "2016-17-Q1", "--reasons")
    assert "\x1b" not in ran.out
    assert "…" not in ran.out
    assert [line for line in ran.out.splitlines() if line != line.rstrip()] == []
    assert "Arson" not in ran.out or "Criminal damage and arson" in ran.out


def test_the_reasons_are_whole_sentences_under_the_table(loaded):
    ran = loaded("status", "--quarter", "2016/17 Q1", "--reasons")
    assert (
        "  R A year before: 1,172 offences in April–June 2016, 68 more (6.2% worse) than 1,104 a year before."
        in ran.out
    )
    assert "13 fewer would have been Amber." in ran.out
    assert "13 fewer" not in loaded("status", "--quarter", "2016/17 Q1").out


def test_the_csv_form_has_a_line_per_comparison_and_leaves_numbers_as_numbers(loaded):
    ran = loaded("status", "--quarter", "2016/17 Q1", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(ran.out)))
    assert [(row["measure_id"], row["comparator"]) for row in rows[:2]] == [
        ("burglary", "last_year"), ("burglary", "baseline"),
    ]  # fmt: skip
    assert (rows[1]["value"], rows[1]["comparator_value"], rows[1]["change"]) == ("1172", "1242", "-70")


@pytest.mark.parametrize("title", ["=1+1", "+44", "-1", "@SUM(A1)"])
def test_a_title_that_a_spreadsheet_would_run_is_made_harmless(sqlite, plan, figures, title):
    write(plan, plan.read_text(encoding="utf-8").replace("Domestic burglary", title))
    assert sqlite("define", plan).status == 0
    assert sqlite("load", figures, "--confirm").status == 0
    rows = list(csv.DictReader(io.StringIO(sqlite("status", "--format", "csv").out)))
    assert rows[0]["measure"] == f"'{title}"


def test_brackets_and_colons_in_a_title_are_only_brackets_and_colons(sqlite, plan, figures):
    write(plan, plan.read_text(encoding="utf-8").replace("Domestic burglary", "[red]bold[/red] :smile: 漢字"))
    assert sqlite("define", plan).status == 0
    assert sqlite("load", figures, "--confirm").status == 0
    assert "[red]bold[/red] :smile: 漢字" in sqlite("status").out


def test_a_date_means_what_was_known_at_its_end(loaded, tmp_path):
    later = write(tmp_path / "later.csv", FIGURES.replace("1172", "1100"))
    assert loaded("load", later, "--confirm").status == 0
    before = loaded("history", "--format", "json").document["acts"][1]["at"]
    assert loaded("status", "--format", "json").document["measures"][0]["value"] == 1100
    earlier = loaded("status", "--as-at", before, "--format", "json").document
    assert (earlier["measures"][0]["value"], earlier["as_at"]) == (1172, before)
    today = loaded("status", "--as-at", before[:10], "--format", "json").document
    assert (today["measures"][0]["value"], today["as_at"]) == (1100, f"{before[:10]}T23:59:59.999999+00:00")
    past = loaded("status", "--as-at", "2001-01-01")
    assert (past.status, past.out) == (2, "")
    assert past.err.startswith("There is no plan")


@pytest.mark.parametrize("moment", ["31/12/2017", "2017-13-01", "yesterday", "", "2017", "0001-01-01T00:00+23:00"])
def test_nonsense_for_a_moment_is_refused(on_sample, moment):
    ran = on_sample("status", "--as-at", moment)
    assert (ran.status, ran.out) == (2, "")
    assert f"“{moment}” is not a moment. Write a date such as 2017-12-31" in ran.err


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (["--plan", "2013-2019"], "There is no plan “2013-2019”. Did you mean “2013-2018”?"),
        (["--quarter", "2019 Q3"], "“2019 Q3” could be a calendar or a financial quarter."),
        (["--quarter", "2019/21 Q3"], "“2019/21 Q3” names two years that do not follow each other."),
        (["--format", "xml"], "'xml'"),
    ],
)
def test_a_wrong_option_is_told_in_a_sentence(on_sample, options, sentence):
    ran = on_sample("status", *options)
    assert (ran.status, ran.out) == (2, "")
    assert sentence in ran.err


def test_a_database_that_nobody_made_is_not_made_by_reading(sqlite, tmp_path):
    ran = sqlite("status")
    assert (ran.status, ran.out) == (2, "")
    assert ran.err == f"There is no database sqlite:///{tmp_path / 'measures.db'} yet. Make it with: measures init\n"
    assert list(tmp_path.iterdir()) == []


def test_an_empty_database_says_how_to_fill_it(command):
    command("init")
    ran = command("status", "--format", "json")
    assert (ran.status, ran.out) == (2, "")
    assert "measures init --sample" in ran.err
