"""What a person chooses where a file does not say itself how it is read: a mapping, whose rows, a sheet."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from measures.ingest.mapping import CategoryMapping, Forces, read_mapping
from measures.ingest.package import is_workbook
from measures.ingest.workbook import sheet_names
from measures.model.issue import Issue
from measures.settings import ROOT, settings

FOLDER = ROOT / "data" / "mappings"


@dataclass(frozen=True, slots=True)
class ChosenMapping:
    """A mapping file as it was chosen for an upload, with the words under which the upload keeps it."""

    name: str
    sha256: str
    mapping: CategoryMapping

    @property
    def words(self) -> str:
        """`mapping police-recorded-crime.toml (SHA-256 1a2b3c4d…), Lancashire alone`."""
        whose = "all forces" if self.mapping.forces is Forces.ALL else f"{self.mapping.this_force} alone"
        return f"mapping {self.name} (SHA-256 {self.sha256[:8]}…), {whose}"


def choose_mapping(
    name: str, content: bytes, *, all_forces: bool | None = None
) -> tuple[ChosenMapping | None, tuple[Issue, ...]]:
    """A mapping file made ready to read by, or None and every fault in it.

    `all_forces`: every force's rows, or this force's alone (None: as the file says). A file that does not name this
    force is read for the one in the settings.
    """
    mapping, issues = read_mapping(content, name)
    if mapping is None:
        return None, tuple(issues)
    chosen = {None: mapping.forces, True: Forces.ALL, False: Forces.THIS}[all_forces]
    mapping = mapping.of_forces(chosen, mapping.this_force or settings().area)
    return ChosenMapping(name, hashlib.sha256(content).hexdigest(), mapping), ()


def shipped_mappings() -> tuple[Path, ...]:
    """The mapping files that come with the program, in the order of their names."""
    return tuple(sorted(FOLDER.glob("*.toml")))


def sheets_of(content: bytes) -> dict[str, bool]:
    """The sheets of a workbook in their order, each with whether a person sees it; none of any other file."""
    return sheet_names(content) if is_workbook(content) else {}
