"""What leaves the history as a file: safe names, tables that no spreadsheet runs, figures as they were stated."""

import csv
import io
from datetime import date
from pathlib import PurePosixPath, PureWindowsPath

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from measures.services.definitions import load_plans
from measures.services.history import upload_record
from measures.services.uploads import accept_upload, preview_upload
from measures.storage.store import open_store
from measures.views.history_csv import FIGURE_COLUMNS, figures_csv
from measures.views.moves_view import grouped_moves, moves_csv
from measures.views.safe_cells import DANGEROUS
from measures.views.safe_names import safe_name
from tests.builders import a_measure, a_plan

TODAY = date(2026, 5, 1)


@given(st.text(max_size=300))
@example("../../etc/passwd")
@example("CON")
@example("nul.csv")
@example("a\u202evsc.exe")
@example("x" * 400 + ".csv")
@example("-rf")
@example("\x00")
@example("=cmd|' /C calc'!A0.csv")
def test_no_name_leaves_its_folder_or_steers_a_shell(name: str) -> None:
    safe = safe_name(name, "upload-7")
    assert 0 < len(safe) <= 121
    assert PurePosixPath(safe).name == PureWindowsPath(safe).name == safe
    assert safe[0] not in "-. ="
    assert safe[-1] not in ". "
    assert not set(safe) & set("<>:\"/\\|?*'`$;&\n\r\t\0")
    assert all(one.isalnum() or one in " ._-()" for one in safe)
    assert not PureWindowsPath(safe).is_reserved()


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("2025-26-Q4.csv", "2025-26-Q4.csv"),
        ("Q3 corrected (final).xlsx", "Q3 corrected (final).xlsx"),
        ("Zahlen für 数字.csv", "Zahlen für 数字.csv"),
        ("C:\\Users\\me\\figures.csv", "figures.csv"),
        ("<script>.csv", "_script_.csv"),
        ("", "upload-7"),
        ("..", "upload-7"),
    ],
)
def test_a_plain_name_stays_as_it_is(name: str, safe: str) -> None:
    assert safe_name(name, "upload-7") == safe


def test_the_figures_leave_as_stated_and_no_text_as_a_formula() -> None:
    note = '=HYPERLINK("http://x")'
    content = (
        "measure_id,quarter,value,status,note\n"
        f'burglary,2016/17 Q2,-4,p,"{note.replace(chr(34), chr(34) * 2)}"\n'
        "burglary,2016/17 Q1,90.50,,+1\nthefts,2016/17 Q1,,x,\n"
    ).encode()
    with open_store("sqlite://") as store:
        load_plans(store, [a_plan(a_measure("burglary", title="@SUM(A1)"), a_measure("thefts"))], by="A")
        for file in (b"measure_id,quarter,value\nburglary,2016/17 Q1,104\n", content):
            accept_upload(store, preview_upload(store, "f.csv", file, today=TODAY), by="A", confirm=True)
        record = upload_record(store, 2)
    titles = {"burglary": "@SUM(A1)", "thefts": "Thefts"}
    rows = list(csv.DictReader(io.StringIO(figures_csv(record, titles).decode("utf-8-sig"))))
    assert tuple(rows[0]) == FIGURE_COLUMNS
    assert [(row["line"], row["value"], row["status"], row["change"]) for row in rows] == [
        ("2", "-4", "p", "added"), ("3", "90.50", "", "changed"), ("4", "", "x", "added"),
    ]  # fmt: skip
    assert (rows[1]["before_value"], rows[0]["before_value"], rows[0]["measure"]) == ("104", "", "'@SUM(A1)")
    assert [row["note"] for row in rows] == [f"'{note}", "'+1", ""]
    groups = grouped_moves(record.accepted.ratings_moved, titles, ())
    moves = list(csv.reader(io.StringIO(moves_csv(groups).decode("utf-8-sig"))))
    assert len(moves) == 1 + len(record.accepted.ratings_moved) > 1
    assert not [cell for row in moves for cell in row if cell.startswith(DANGEROUS)]
