"""How a file is read where it does not say so itself: by which mapping, for whose rows, from which sheet."""

from datetime import date

import pytest

from measures.services.definitions import load_plans
from measures.services.mappings import ChosenMapping, choose_mapping, sheets_of, shipped_mappings
from measures.services.uploads import accept_upload, preview_upload
from measures.storage.store import Store
from tests.builders import a_measure, a_plan
from tests.ingest.workbooks import a_workbook

TODAY = date(2026, 5, 1)
MAPPING = b'[mapping]\ntitle = "Offences"\n\n[[measures]]\nmeasure = "robbery"\ngroups = ["Robbery"]\n'
TABLE = (
    b"Financial Year,Financial Quarter,Force Name,Offence Group,Offence Subgroup,Offence Code,Number of Offences\n"
    b"2016/17,1,Lancashire,Robbery,Robbery,34A,7\n2016/17,1,Cumbria,Robbery,Robbery,34A,2\n"
)
HEADER = ["measure_id", "quarter", "value"]


@pytest.fixture
def office(store: Store) -> Store:
    """A store with a plan of one measure."""
    load_plans(store, [a_plan(a_measure("robbery"))], by="A. Officer")
    return store


def a_mapping(**options: bool) -> ChosenMapping:
    mapping, faults = choose_mapping("offences.toml", MAPPING, **options)
    assert not faults
    assert mapping is not None
    return mapping


def test_a_published_table_is_loaded_for_this_force_and_again_for_all(office: Store) -> None:
    own = preview_upload(office, "table.csv", TABLE, mapping=a_mapping(), today=TODAY)
    upload = accept_upload(office, own, by="A").upload
    assert upload.read_as.startswith("mapping offences.toml (SHA-256 ")
    assert upload.read_as.endswith("…), Lancashire alone")
    everyone = preview_upload(office, "table.csv", TABLE, mapping=a_mapping(all_forces=True), today=TODAY)
    assert everyone.duplicate_of is None
    assert (everyone.added, everyone.unchanged) == (1, 1)
    accept_upload(office, everyone, by="A")
    assert dict(office.values(area=None).set_index("area")["value_units"]) == {"": 7, "cumbria": 2}
    again = preview_upload(office, "table.csv", TABLE, mapping=a_mapping(), today=TODAY)
    assert again.duplicate_of == upload


def test_a_mapping_with_faults_is_refused_with_all_of_them() -> None:
    mapping, faults = choose_mapping("wrong.toml", b"[mapping]\nbogus = 1")
    assert mapping is None
    assert {fault.code for fault in faults} == {"missing_key", "unknown_key"}


def test_the_shipped_mappings_can_all_be_chosen() -> None:
    chosen = [choose_mapping(path.name, path.read_bytes()) for path in shipped_mappings()]
    assert chosen
    assert all(mapping is not None and not faults for mapping, faults in chosen)


def test_two_sheets_of_one_workbook_are_two_uploads(office: Store) -> None:
    sheets = ([HEADER, ["robbery", "2016/17 Q1", 7]], [HEADER, ["robbery", "2016/17 Q2", 9]])
    book = a_workbook(*sheets, names=("Q1", "Q2"))
    assert sheets_of(book) == {"Q1": True, "Q2": True}
    unsaid = preview_upload(office, "book.xlsx", book, today=TODAY)
    assert [issue.code for issue in unsaid.issues] == ["which_sheet"]
    for sheet in ("Q1", "Q2"):
        preview = preview_upload(office, "book.xlsx", book, sheet=sheet, today=TODAY)
        accepted = accept_upload(office, preview, by="A", confirm=True)
        assert (accepted.stored, accepted.upload.read_as) == (True, f"sheet “{sheet}”")
    assert office.values()["value_units"].tolist() == [7, 9]
    assert preview_upload(office, "book.xlsx", book, sheet="Q1", today=TODAY).duplicate_of is not None


def test_the_only_sheet_named_or_not_is_the_same_upload(office: Store) -> None:
    book = a_workbook([HEADER, ["robbery", "2016/17 Q1", 7]])
    (name,) = sheets_of(book)
    accept_upload(office, preview_upload(office, "book.xlsx", book, today=TODAY), by="A")
    assert preview_upload(office, "book.xlsx", book, sheet=name, today=TODAY).duplicate_of is not None


def test_a_file_that_is_no_workbook_has_no_sheets() -> None:
    assert sheets_of(b"measure_id,quarter,value\n") == {}
    assert sheets_of(b"PK\x03\x04 and then nothing of use") == {}
