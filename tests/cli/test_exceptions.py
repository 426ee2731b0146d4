"""`measures exceptions`: what to ask about, for a person and a machine."""


def test_the_list_starts_with_the_finding_and_says_why_each_is_here(on_sample):
    ran = on_sample("exceptions", "--plan", "2021-2025", "--quarter", "2022/23 Q1")
    assert (ran.status, ran.err) == (0, "")
    lines = ran.out.splitlines()
    assert lines[0] == "10 of 31 measures to ask about: 8 are worse and 2 are unusually worse without being red"
    first = next(line for line in lines if line.startswith("R"))
    assert "Crimes that lead to a charge or summons" in first
    assert "Red for 3 quarters, since 2021/22 Q3" in first
    assert "No rating where one is expected" in lines


def test_the_json_says_the_same_with_causes_and_since_when(on_sample):
    document = on_sample("exceptions", "--plan", "2021-2025", "--quarter", "2022/23 Q1", "--format", "json").document
    first = document["exceptions"][0]
    assert (document["plan"], document["quarter"], document["compared_with"]) == (
        "2021-2025", "2022/23 Q1", "quarter_before",
    )  # fmt: skip
    assert first["measure"] == "charge-summons"
    assert first["causes"] == ["unusual_worse", "mixed"]
    assert (first["red_since"], first["red_quarters"]) == ("2021/22 Q3", 3)
    assert first["reasons"][0].startswith("2022/23 Q1 by itself was 7.1%; the usual range is")


def test_a_database_without_figures_says_what_to_do(command, plan):
    assert command("define", plan).status == 0
    ran = command("exceptions")
    assert ran.status == 2
    assert "measures load FILE" in ran.err
