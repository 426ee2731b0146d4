"""Open data as a stranger's program reads it: valid, joined by its keys, the same each time, whole or not there."""

import csv
import io
import json
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from csvw import CSVW

from measures.model.measure import Event, Publication
from measures.model.meeting import Meeting
from measures.model.quarter import Quarter
from measures.reports.open_data.about import OPEN_GOVERNMENT, about
from measures.reports.open_data.folder import FolderInUse, open_files, write_folder
from measures.services.definitions import load_plans
from measures.services.open_data import open_data
from measures.services.publications import publish
from measures.services.register import plan_event, record_change
from measures.storage.store import Store, open_store
from measures.views.safe_cells import DANGEROUS
from tests.access import load, secretive
from tests.builders import a_measure, a_plan
from tests.funding import LIST
from tests.funding import load as load_awards

FIGURES = """measure_id,area,quarter,value,numerator,denominator,basis,status,data_to,note
burglary,,2015/16 Q1,1104,,,,,,
burglary,,2016/17 Q1,1172,,,,p,2016-06-30,"=HYPERLINK(""x"")"
burglary,,2016/17 Q2,2610,,,ytd,,,
burglary,kent,2016/17 Q1,-3,,,,,,-later
answered,,2016/17 Q1,,1001,1500,,r,,
"""


def rich(store: Store) -> Store:
    """A plan with a share and a comment, a definition that changed, texts that look like formulas, a publication."""
    secretive(store)
    answered = a_measure("answered", kind="ratio", polarity="higher", title='"=1+1", say', source="@home\nand more")
    work = a_measure("work", kind="narrative", polarity="context", publication=Publication.PUBLIC)
    plan = a_plan(a_measure(), answered, work, id="other", comparators=("last_year", "three_year_average"))
    assert load_plans(store, [plan], by="A").stored
    strict = a_plan(a_measure(tolerance_pct="0.5"), answered, work, id="other",
                    comparators=("last_year", "three_year_average"))  # fmt: skip
    assert load_plans(store, [strict], from_quarter=Quarter.of(2016, 2), reason="+ stricter", by="A").stored
    load(store, FIGURES, "other.csv", "Corrected")
    event = Event(Quarter.of(2016, 2), Quarter.of(2016, 3), "-floods, and “more”")
    record_change(store, plan_event(store, event, reason="r"), by="A")
    meeting = Meeting("other", Quarter.of(2016, 1), date(2016, 9, 1), "=Panel")
    publish(store, meeting, by="A", incomplete="@ all")
    assert load_awards(store, LIST.replace("Second Chance", "=1+1")).stored
    return store


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    with open_store("sqlite://") as store:
        first, again = (open_files(data, about(data)) for data in (open_data(rich(store)), open_data(store)))
    assert first == again
    return first


def rows(files: dict[str, bytes], name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(files[name].decode("utf-8-sig"), newline="")))


def test_a_validator_of_csv_on_the_web_finds_nothing_and_reads_typed_rows(
    files: dict[str, bytes], tmp_path: Path
) -> None:
    write_folder(tmp_path / "open", files)
    read = CSVW(str(tmp_path / "open" / "csv-metadata.json"), validate=True)
    assert read.is_valid, read.warnings
    by_name = {str(table.url): list(table) for table in read.tables}
    assert sorted(by_name) == sorted(name for name in files if name.endswith(".csv"))
    assert {name for name, found in by_name.items() if not found} == {"breaks.csv"}
    share = next(row for row in by_name["figures.csv"] if row["measure_id"] == "answered")
    assert (share["area"], share["value"], share["numerator"], share["status"]) == ("lancashire", None, 1001, "r")
    newest = [row for row in by_name["definitions.csv"] if row["plan_id"] == "other" and row["version"] == 2]
    assert [(row["measure_id"], row["changed"], row["tolerance"]) for row in newest] == [
        ("burglary", ["tolerance"], 0.5)
    ]


def test_the_validator_would_find_a_figure_of_no_measure(files: dict[str, bytes], tmp_path: Path) -> None:
    wrong = files["figures.csv"].replace(b"\r\nanswered,", b"\r\nunheard-of,")
    write_folder(tmp_path / "open", {**files, "figures.csv": wrong})
    with pytest.raises(ValueError, match=r"Key `unheard-of` not found in table measures\.csv"):
        assert CSVW(str(tmp_path / "open" / "csv-metadata.json"), validate=True).is_valid


def test_no_cell_of_any_file_is_taken_for_a_formula_and_numbers_keep_their_sign(files: dict[str, bytes]) -> None:
    begun = []
    for name in (name for name in files if name.endswith(".csv")):
        for row in csv.reader(io.StringIO(files[name].decode("utf-8-sig"), newline="")):
            begun += [cell for cell in row if cell.startswith(DANGEROUS)]
    assert "-3" in begun and all(float(cell) < 0 for cell in begun)
    assert rows(files, "events.csv")[1]["note"] == "'-floods, and “more”"
    assert rows(files, "publications.csv")[1]["title"] == "'=Panel"
    assert rows(files, "funding.csv")[2]["recipient"] == "'=1+1"
    assert {row["note"] for row in rows(files, "figures.csv")} >= {'\'=HYPERLINK("x")', "'-later"}


def test_the_metadata_says_whose_the_data_is_and_what_every_column_holds(files: dict[str, bytes]) -> None:
    document = json.loads(files["csv-metadata.json"])
    assert document["dc:publisher"] == "Police and Crime Commissioner for Lancashire"
    assert document["dc:license"] == {"@id": OPEN_GOVERNMENT}
    assert document["dc:modified"]["@value"] == rows(files, "publications.csv")[-1]["published_at"][:10]
    for table in document["tables"]:
        columns = table["tableSchema"]["columns"]
        header = files[table["url"]].decode("utf-8-sig").splitlines()[0].split(",")
        assert [one["titles"] for one in columns] == header, table["url"]
        assert all(one["dc:description"].endswith((".", "codes.csv.")) for one in columns), table["url"]
    sources = {one["dc:identifier"]: one["dc:description"] for one in document["tables"][0]["dc:source"]}
    assert sources == {"answered": "@home\nand more"}


def test_every_code_that_a_table_has_is_explained(files: dict[str, bytes]) -> None:
    known = {(row["column"], row["code"]) for row in rows(files, "codes.csv")}
    for name in ("ratings.csv", "standings.csv", "figures.csv", "measures.csv"):
        for row in rows(files, name):
            held = {(column, code) for column, cell in row.items() for code in cell.split() if cell}
            coded = {(column, code) for column, code in held if column in {one for one, _ in known}}
            assert coded <= known, coded - known


def test_the_readme_names_every_file_in_lines_that_fit(files: dict[str, bytes]) -> None:
    text = files["README.txt"].decode("utf-8-sig")
    assert {name for name in files if f"  {name}" not in text} == {"README.txt"}
    assert max(map(len, text.split("\r\n"))) <= 100
    assert "In figures.csv a blank area is Lancashire." in text


def test_the_page_on_open_data_names_every_file(files: dict[str, bytes]) -> None:
    page = (Path(__file__).parents[2] / "docs" / "open-data.md").read_text(encoding="utf-8")
    assert {name for name in files if f"`{name}`" not in page} == set()


def test_the_ratings_of_the_sample_are_there_with_their_sums(sample_store: Store) -> None:
    data = open_data(sample_store, "2013-2018")
    files = open_files(data, about(data))
    read = pd.read_csv(io.BytesIO(files["ratings.csv"]), keep_default_na=False, dtype=str)
    t1 = read[(read["measure_id"] == "domestic-burglary") & (read["quarter"] == "2016/17 Q1")]
    assert t1[["comparator", "rating", "value", "comparator_value", "change"]].to_numpy().tolist() == [
        ["last_year", "red", "1172", "1104", "68"],
        ["baseline", "green", "1172", "1242", "-70"],
    ]
    assert t1["reason"].iloc[0].startswith("1,172 offences in April–June 2016, 68 more (6.2% worse) than 1,104 a year")
    small = read[(read["reason_code"] == "small_numbers")]
    assert len(small) and set(small["rating"]) == {""} == set(small["change_pct"])
    figures = pd.read_csv(io.BytesIO(files["figures.csv"]), dtype={"area": str})
    year = figures[(figures["measure_id"] == "domestic-burglary") & figures["quarter"].str.startswith("2014/15")]
    assert (len(year), year["value"].sum()) == (4, 5129)


def test_a_folder_appears_whole_or_not_at_all(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir(mode=0o750)
    write_folder(tmp_path / "empty", {"a.csv": b"a", "b.csv": b"b"})
    assert {one.name: one.read_bytes() for one in (tmp_path / "empty").iterdir()} == {"a.csv": b"a", "b.csv": b"b"}
    assert (tmp_path / "empty").stat().st_mode & 0o777 == 0o750
    with pytest.raises(FileNotFoundError):
        write_folder(tmp_path / "new", {"a.csv": b"a", "nowhere/b.csv": b"b"})
    assert [one.name for one in tmp_path.iterdir()] == ["empty"]


def test_a_folder_with_anything_in_it_is_left_as_it_was(tmp_path: Path) -> None:
    (tmp_path / ".hidden").write_bytes(b"x")
    with pytest.raises(FolderInUse, match=r"is not empty: it holds “\.hidden”\. Name a new or an empty folder"):
        write_folder(tmp_path, {"a.csv": b"a"})
    assert [one.name for one in tmp_path.iterdir()] == [".hidden"]
