"""`measures forces`, and areas and groups through `measures define`."""

from pathlib import Path

from tests.cli.conftest import Command, write

AREAS = "area_id,title,population,year\nlancashire,Lancashire,1000,2016\nkent,Kent,2000,2016\nessex,Essex,3000,2016\n"
GROUPS = "group_id,title,area_id,from_quarter,to_quarter\na,A group,lancashire,,\na,A group,kent,,\n"


def test_the_sample_says_where_lancashire_stands(on_sample: Command) -> None:
    ran = on_sample("forces", "violence-with-injury", "--quarter", "2025/26 Q3")
    assert ran.status == 0
    assert ran.out.startswith("Lancashire has the 4th highest rate of violence with injury of 42 forces, among the")
    assert "Populations are those of mid-2024." in ran.out
    assert "City of London: too few residents" in ran.out
    assert "no part of it" in ran.out


def test_json_has_the_figures_unrounded_and_nothing_else_is_printed(on_sample: Command) -> None:
    document = on_sample("forces", "robbery", "--quarter", "2025-26-Q3", "--format", "json").document
    assert (document["n"], document["rank"], document["worst_tenth"]) == (42, 18, False)
    assert document["rate"] == 1000 * 1269 / 1601645
    assert document["period"] == {"from": "2025-01-01", "to": "2025-12-31"}
    assert [one["area"] for one in document["without"]] == ["city-of-london"]
    assert [one["rank"] for one in document["forces"]] == sorted(one["rank"] for one in document["forces"])
    assert sum(one["this_force"] for one in document["forces"]) == 1


def test_a_measure_or_group_that_is_not_there_is_called_wrongly_with_the_nearest(on_sample: Command) -> None:
    assert "Did you mean “robbery”?" in on_sample("forces", "robery").err
    ran = on_sample("forces", "robbery", "--group", "all-force")
    assert (ran.status, ran.out) == (2, "")
    assert "Did you mean “all-forces”?" in ran.err
    assert "Only counts and rates" in on_sample("forces", "officers").err


def test_areas_and_groups_are_defined_from_csv_files(command: Command, plan: Path, tmp_path: Path) -> None:
    areas, groups = write(tmp_path / "areas.csv", AREAS), write(tmp_path / "groups.csv", GROUPS)
    assert command("define", plan).status == 0
    tried = command("define", areas, groups, "--dry-run")
    assert "group “a” added: 2 members" in tried.out
    assert "nothing was stored" in tried.out
    assert (
        "Stored: 4 changes." in command("define", areas, groups, "--by", "A. Officer", "--reason", "List of 2016").out
    )
    assert "Nothing differs" in command("define", groups, areas).out
    assert "List of 2016" in command("history").out
    figures = "measure_id,quarter,value,area\n" + "".join(
        f"burglary,2016/17 Q{n},{value},{area}\n" for n in (1, 2, 3, 4) for value, area in ((2, ""), (3, "kent"))
    )
    assert command("load", write(tmp_path / "f.csv", figures), "--confirm").status == 0
    assert "Lancashire has the highest rate of domestic burglary of 2 forces." in command("forces", "burglary").out
    assert command("check").out.startswith("sound\n")


def test_a_fault_in_them_refuses_all_and_the_two_sorts_of_file_do_not_mix(
    sqlite: Command, plan: Path, tmp_path: Path
) -> None:
    groups = write(tmp_path / "groups.csv", GROUPS)
    ran = sqlite("define", groups)
    assert (ran.status, "unknown_area" in ran.out) == (1, True)
    assert "Nothing was stored" in ran.err
    assert sqlite("define", plan, groups).status == 2
    assert sqlite("define", groups, "--from", "2016/17 Q1").status == 2


def test_without_any_group_it_says_how_to_load_one(sqlite: Command, plan: Path, figures: Path) -> None:
    sqlite("define", plan)
    sqlite("load", figures)
    ran = sqlite("forces", "burglary")
    assert ran.status == 2
    assert "measures define AREAS.csv GROUPS.csv" in ran.err
