"""`measures check` finds what a damaged or meddled-with database holds, and nothing in a sound one."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text

from measures.services.definitions import load_plans
from measures.services.integrity import check
from measures.storage.records import NewUpload
from measures.storage.store import Store, open_store
from tests.builders import a_measure, a_plan, values


def filled(store: Store) -> None:
    """A plan, two uploads, one of them withdrawn."""
    load_plans(store, [a_plan(a_measure("burglary"))])
    for number, figure in enumerate((100, 90)):
        frame = values({"2015/16 Q1": figure, "2015/16 Q2": "x"})
        store.add_upload(frame, NewUpload(f"{number}.csv", b"%d" % number, "A", added=len(frame)))
    store.withdraw(2, reason="wrong", by="B")


def test_a_sound_database_has_no_faults(store: Store) -> None:
    assert check(store) == []
    filled(store)
    assert check(store) == []


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        ("UPDATE upload SET content = 'other'", "The file of upload 1 (0.csv) is not the one that was accepted"),
        ("DELETE FROM revision WHERE id = 1", "Upload 1 (0.csv) was accepted with 2 figures; 1 are there."),
        ("UPDATE revision SET upload_id = 77 WHERE id = 1", "name a row of upload that is not there"),
        ("UPDATE revision SET series_id = 77 WHERE id = 1", "name a row of series that is not there"),
        ("DELETE FROM act WHERE id = 1", "Act 1 is missing from the record."),
        ("DELETE FROM act WHERE id = 1", "row(s) of the table definition (the first is 1) name a row of act"),
        ("DELETE FROM withdrawal", "Act 4 (upload withdrawn) has left no trace in the table withdrawal."),
        ("UPDATE act SET at = '2001-01-01 00:00:00.000000' WHERE id = 3", "Act 3 is not later than the act before it."),
        ("UPDATE act SET kind = 'guess' WHERE id = 3", "Act 3 is of a kind “guess” that does not exist."),
        ("UPDATE revision SET quarter = 3 WHERE id = 1", "a quarter outside 1900 to 2199"),
        ("UPDATE revision SET status = 'q' WHERE id = 1", "a status letter that does not exist"),
        ("UPDATE revision SET status = 'c' WHERE id = 1", "a figure beside a status that means there is none"),
        ("UPDATE revision SET value_units = NULL WHERE id = 1", "neither a figure nor a status that says why"),
        ("UPDATE revision SET value_units = 1000000000000000 WHERE id = 1", "more digits than are kept (value_units)"),
        ("UPDATE revision SET decimals = 12 WHERE id = 1", "a number of decimals that is not kept"),
        ("UPDATE revision SET quarter = quarter + 1 WHERE id = 1", "Upload 1 states a figure twice"),
        ("UPDATE definition SET content = '{\"id\": 7' WHERE kind = 'measure'", "cannot be read back"),
        ("UPDATE definition SET removed = true WHERE kind = 'measure'", "is removed and present at once"),
        ("UPDATE definition SET plan_id = 'other' WHERE kind = 'measure'", "was recorded before its plan"),
        ("UPDATE definition SET kind = 'wish' WHERE kind = 'measure'", "is of a kind that does not exist"),
        ("SELECT 1", "The guard that keeps rows of the table revision from being changed is missing."),
    ],
)
def test_every_kind_of_damage_is_told(tmp_path: Path, damage: str, said: str) -> None:
    path = tmp_path / "measures.db"
    with open_store(f"sqlite:///{path}") as store:
        filled(store)
        with closing(sqlite3.connect(path)) as vandal, vandal:
            for (trigger,) in vandal.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
                vandal.execute(f"DROP TRIGGER {trigger}")
            vandal.execute(damage)
        assert any(said in fault for fault in check(store)), check(store)


def test_a_database_file_with_a_torn_page_is_told(tmp_path: Path) -> None:
    path = tmp_path / "measures.db"
    with open_store(f"sqlite:///{path}") as store:
        filled(store)
    with closing(sqlite3.connect(path)) as vandal, vandal:
        vandal.execute("PRAGMA writable_schema = ON")
        vandal.execute("UPDATE sqlite_master SET rootpage = 3 WHERE name = 'ix_revision_series_id'")
    with open_store(f"sqlite:///{path}") as store:
        assert any("The database file is damaged" in fault for fault in check(store))


def test_damage_is_found_on_a_server_too(store: Store) -> None:
    filled(store)
    with store._engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("DROP TRIGGER upload_final ON upload"))
        else:
            connection.execute(text("DROP TRIGGER upload_no_update"))
        connection.execute(text("UPDATE upload SET rows_added = 5, sha256 = 'x' WHERE id = 1"))
    faults = check(store)
    assert len(faults) == 4
    assert faults[0] == "The guard that keeps rows of the table upload from being changed is missing."
    assert "SHA-256 differs" in faults[1]
    assert faults[2] == "Upload 1 (0.csv) was accepted with 5 figures; 2 are there."
    assert faults[3] == (
        "What act 2 (Figures uploaded: 0.csv was uploaded with 2 figures) recorded in the table upload was altered "
        "(row 1): its SHA-256 is another."
    )
