"""What `import measures` offers: exactly these names, each real, and none of them read before it is used."""

import ast
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

import measures as ms
from measures.errors import NotFound

ROOT = Path(__file__).resolve().parent.parent
NAMES = [
    "MeasuresError",
    "Quarter",
    "accept_upload",
    "build_pack",
    "explain",
    "export_plan",
    "history",
    "load_definitions",
    "measure_series",
    "open_store",
    "preview_upload",
    "publish",
    "quarter_status",
    "rate",
    "rate_quarter",
    "values_frame",
    "withdraw_upload",
]


def test_these_names_are_public_and_no_others():
    assert ms.__all__ == NAMES
    assert set(NAMES) <= set(dir(ms))


@pytest.mark.parametrize("name", NAMES)
def test_each_public_name_exists_and_says_what_it_is(name):
    assert getattr(ms, name).__doc__


def test_what_editors_are_told_is_what_there_is():
    tree = ast.parse((ROOT / "measures" / "__init__.py").read_text(encoding="utf-8"))
    told = {
        alias.asname: node.module
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("measures")
        for alias in node.names
    }
    assert told == ms._WHERE


def test_another_name_is_missing_as_in_any_module():
    with pytest.raises(AttributeError, match="module 'measures' has no attribute 'unpublish'"):
        ms.unpublish  # noqa: B018
    assert not hasattr(ms, "_nothing")


def test_importing_the_package_reads_nothing_else():
    question = (
        "import sys, measures; print(sorted(m for m in sys.modules if m.startswith(('measures.', 'pandas', 'sql'))))"
    )
    answer = subprocess.run([sys.executable, "-c", question], cwd=ROOT, capture_output=True, text=True)
    assert (answer.stdout.strip(), answer.stderr) == ("[]", "")


def test_a_notebook_goes_from_files_to_sentences(tmp_path):
    with ms.open_store(f"sqlite:///{tmp_path / 'measures.db'}") as store:
        assert not ms.load_definitions(store, ROOT / "data" / "definitions", by="A. Officer").refused
        preview = ms.preview_upload(store, ROOT / "data" / "figures" / "burglary-to-2017-from-rolling-year-2018-12.csv")
        assert not preview.refused
        ms.accept_upload(store, preview, by="A. Officer", confirm=True)
        rated = ms.rate_quarter(store, "2016/17 Q1", plan="2013-2018")
        burglary = rated[rated["measure_id"] == "domestic-burglary"]
        assert burglary[["comparator", "value", "comparator_value", "rating"]].to_numpy().tolist() == [
            ["last_year", 1172, 1104, "red"],
            ["baseline", 1172, 1242, "green"],
        ]
        lines = ms.explain(rated, "domestic-burglary").splitlines()
        assert lines[0].startswith("last_year: 1,172 offences in April–June 2016, 68 more (6.2% worse) than 1,104")
        assert len(ms.history(store, "domestic-burglary").points) == 20
        shown = ms.publish(
            store, "2016/17 Q1", plan="2013-2018", meeting="2016-09-12", by="A. Officer", incomplete="A trial."
        )
        pack = ms.build_pack(store, shown, tmp_path / "pack.html").read_text(encoding="utf-8")
        assert lines[0].removeprefix("last_year: ") in pack
        with pytest.raises(NotFound, match="There is no plan in the database yet"):
            ms.rate_quarter(store, as_at="2001-01-01")
        with pytest.raises(NotFound, match="“burglry” is not among these measures"):
            ms.explain(rated, "burglry")
        with pytest.raises(NotFound, match="There is no definition file at"):
            ms.load_definitions(store, tmp_path / "nowhere")
        with pytest.raises(NotFound, match="There is no file"):
            ms.preview_upload(store, tmp_path / "nowhere.csv")


def test_the_columns_of_a_rated_quarter_are_the_same_with_and_without_figures(sample_store):
    rated = ms.rate_quarter(sample_store)
    empty = ms.rate_quarter(sample_store, "2029/30 Q4")
    assert list(rated.columns) == list(empty.columns)
    assert {
        name: str(rated[name].dtype) for name in ("value", "comparator_value", "change", "change_pct")
    } == dict.fromkeys(("value", "comparator_value", "change", "change_pct"), "float64")
    assert isinstance(rated, pd.DataFrame)
    assert ms.Quarter.parse("Q1 2016/17").label == "2016/17 Q1"
