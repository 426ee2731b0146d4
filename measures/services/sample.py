"""The sample: plans, areas and published figures under `data/`, loaded as an officer would load them."""

import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from measures.errors import MeasuresError
from measures.model.access import Permission
from measures.model.issue import Issue, Severity
from measures.model.meeting import Meeting
from measures.model.quarter import Quarter
from measures.services.access import need
from measures.services.areas import load_areas
from measures.services.definitions import load_definitions
from measures.services.publications import publish
from measures.services.uploads import accept_upload, preview_upload
from measures.settings import ROOT
from measures.storage.store import Store

DATA = ROOT / "data"
BY = "Sample"


class SampleRefused(MeasuresError):
    """A file of the sample was refused: the program and its data do not belong together."""


def is_wanted(store: Store) -> bool:
    """Whether nothing was ever stored, or only a part of the sample: its loading was cut short."""
    need(store, Permission.DEFINE)
    acts = store.acts()
    if any(act.by != BY for act in acts):
        return False
    return {path.name for path in _figures()} > {upload.name for upload in store.uploads()}


def load_sample(store: Store) -> None:
    """Load every plan, the areas and groups, then every file of figures. What is there already stays.

    Of two releases of one table the earlier comes first: the later restates it, and its figures are the ones that
    stand. What was shown to a meeting in between is published on the way. Raises SampleRefused with the first fault.
    """
    need(store, Permission.DEFINE)
    notes = tomllib.loads((DATA / "notes.toml").read_text(encoding="utf-8"))
    plans = sorted((DATA / "definitions").glob("*.toml"))
    loaded = load_definitions(store, [(path.name, path.read_bytes()) for path in plans], by=BY)
    _refuse(list(loaded.issues), "definitions")
    areas = sorted((DATA / "areas").glob("*.csv"))
    beside = load_areas(store, [(path.name, path.read_bytes()) for path in areas], by=BY, reason=notes["every"])
    _refuse(list(beside.issues), "areas")
    for path in _figures(notes["last"]):
        preview = preview_upload(store, path.name, path.read_bytes())
        _refuse(list(preview.issues), path.name)
        accept_upload(store, preview, by=BY, note=notes["files"].get(path.name, notes["every"]), confirm=True)
        for one in notes["publications"]:
            if one["after"] == path.name:
                _publish(store, one)


def _publish(store: Store, one: Mapping[str, Any]) -> None:
    """What was shown to a meeting on the way, unless it is there already."""
    meeting = Meeting(one["plan"], Quarter.parse(one["quarter"]), one["meeting"], one["title"])
    if any((head.meeting.plan_id, head.meeting.day) == (meeting.plan_id, meeting.day) for head in store.publications()):
        return
    publish(store, meeting, by=BY, incomplete=one["incomplete"])


def _figures(last: Sequence[str] = ()) -> list[Path]:
    """The files of figures in the order of their names, but some last."""
    found = sorted((DATA / "figures").glob("*.csv"))
    return sorted(found, key=lambda path: last.index(path.name) if path.name in last else -1)


def _refuse(issues: list[Issue], name: str) -> None:
    fault = next((issue for issue in issues if issue.severity is Severity.STOP), None)
    if fault is not None:
        line = f", line {fault.line}" if fault.line else ""
        raise SampleRefused(f"The sample cannot be loaded ({name}{line}): {fault.message} {fault.remedy}")
