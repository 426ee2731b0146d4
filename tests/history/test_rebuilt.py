"""What a meeting was shown is rebuilt byte for byte, whatever was revised since."""

import os
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

from measures.model.meeting import Meeting
from measures.model.quarter import Quarter
from measures.services.definitions import load_plans
from measures.services.meetings import record_meeting
from measures.services.published import open_publication
from measures.services.since import since_publication
from measures.services.withdrawals import withdraw_upload
from measures.settings import ROOT
from measures.storage.store import Store, open_store
from tests.builders import a_plan
from tests.services.publishing import MEASURES, load, publish_ready, say


def rebuilt(address: str, number: int, folder: Path, **environment: str) -> dict[str, str]:
    """The SHA-256 of each format, from a process of its own."""
    ran = subprocess.run(
        [sys.executable, "-m", "tests.history.rebuilding", address, str(number)],
        capture_output=True, text=True, check=True, cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
    )  # fmt: skip
    return dict(line.split() for line in ran.stdout.splitlines())


def test_every_format_is_the_same_bytes_after_figures_words_and_rules_were_revised(
    database_url: str, tmp_path: Path
) -> None:
    with open_store(database_url) as store:
        head = publish_ready(store)
        before = rebuilt(database_url, head.id, tmp_path, PYTHONHASHSEED="1", TZ="UTC")
        _revise(store)
        found = since_publication(store, open_publication(store, head.id))
        assert found.figures and found.rules and found.colours_changed
    other = tmp_path / "elsewhere"
    other.mkdir()
    after = rebuilt(database_url, head.id, other, PYTHONHASHSEED="2", TZ="Pacific/Auckland", LANG="C")
    assert after == before
    assert set(before) == {".pdf", ".docx", ".html", ".xlsx", ".zip"}


def _revise(store: Store) -> None:
    """Figures, a tolerance, words, the meeting, and an upload taken out."""
    load(
        store,
        "measure_id,quarter,value\nburglary,2016/17 Q1,104\nsolved,2015/16 Q1,70\n",
        "r.csv",
        note="Counted twice",
    )
    load_plans(store, [a_plan(*MEASURES, tolerance_pct="2")], from_quarter=Quarter.of(2013, 1), reason="New", by="B")
    say(store, "burglary", "Another word.")
    meeting: Meeting = store.meetings("plan")[0]
    record_meeting(store, replace(meeting, day=date(2016, 10, 3)), by="B")
    withdraw_upload(store, 1, reason="Replaced", by="B")
