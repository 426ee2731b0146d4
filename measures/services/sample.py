"""The sample: plans, areas and published figures under `data/`, loaded as an officer would load them."""

import tomllib
from pathlib import Path

from measures.errors import MeasuresError
from measures.model.issue import Issue, Severity
from measures.services.areas import load_areas
from measures.services.definitions import load_definitions
from measures.services.uploads import accept_upload, preview_upload
from measures.settings import ROOT
from measures.storage.store import Store

DATA = ROOT / "data"
BY = "Sample"


class SampleRefused(MeasuresError):
    """A file of the sample was refused: the program and its data do not belong together."""


def is_wanted(store: Store) -> bool:
    """Whether nothing was ever stored, or only a part of the sample: its loading was cut short."""
    acts = store.acts()
    if any(act.by != BY for act in acts):
        return False
    return {path.name for path in _figures()} > {upload.name for upload in store.uploads()}


def load_sample(store: Store) -> None:
    """Load every plan, the areas and groups, then every file of figures by name. What is there already stays.

    By name means that of two releases of one table the earlier comes first: the later restates it, and its figures are
    the ones that stand. Raises SampleRefused with the first fault.
    """
    notes = tomllib.loads((DATA / "notes.toml").read_text(encoding="utf-8"))
    plans = sorted((DATA / "definitions").glob("*.toml"))
    loaded = load_definitions(store, [(path.name, path.read_bytes()) for path in plans], by=BY)
    _refuse(list(loaded.issues), "definitions")
    areas = sorted((DATA / "areas").glob("*.csv"))
    beside = load_areas(store, [(path.name, path.read_bytes()) for path in areas], by=BY, reason=notes["every"])
    _refuse(list(beside.issues), "areas")
    for path in _figures():
        preview = preview_upload(store, path.name, path.read_bytes())
        _refuse(list(preview.issues), path.name)
        accept_upload(store, preview, by=BY, note=notes["files"].get(path.name, notes["every"]), confirm=True)


def _figures() -> list[Path]:
    return sorted((DATA / "figures").glob("*.csv"))


def _refuse(issues: list[Issue], name: str) -> None:
    fault = next((issue for issue in issues if issue.severity is Severity.STOP), None)
    if fault is not None:
        line = f", line {fault.line}" if fault.line else ""
        raise SampleRefused(f"The sample cannot be loaded ({name}{line}): {fault.message} {fault.remedy}")
