"""The folder of open data: which files it has, and writing it so that it is there whole or not at all."""

import os
import shutil
from pathlib import Path

from measures.errors import MeasuresError
from measures.reports.open_data.about import README, About, readme
from measures.reports.open_data.figures_tables import (
    areas_table,
    figures_table,
    groups_table,
    members_table,
    populations_table,
    quarters_table,
)
from measures.reports.open_data.funding_table import funding_table
from measures.reports.open_data.metadata import METADATA, metadata
from measures.reports.open_data.plan_tables import (
    breaks_table,
    definitions_table,
    events_table,
    measures_table,
    plans_table,
    priorities_table,
    publications_table,
)
from measures.reports.open_data.rating_tables import codes_table, ratings_table, standings_table
from measures.reports.open_data.shapes import Table
from measures.services.open_data import OpenData

_TABLES = (
    figures_table, ratings_table, standings_table, measures_table, definitions_table, plans_table, priorities_table,
    breaks_table, events_table, publications_table, funding_table, areas_table, populations_table, groups_table,
    members_table, quarters_table, codes_table,
)  # fmt: skip


class FolderInUse(MeasuresError):
    """The folder is not empty, is no folder, or has none to stand in; nothing was written."""


def open_tables(data: OpenData) -> tuple[Table, ...]:
    """Every table, those that are looked at first in front."""
    return tuple(make(data) for make in _TABLES)


def open_files(data: OpenData, about: About) -> dict[str, bytes]:
    """Every file by its name. The same bytes for the same data."""
    tables = open_tables(data)
    files = {README: readme(data, about, tables), METADATA: metadata(data, about, tables)}
    return files | {one.file: one.csv() for one in tables}


def write_folder(folder: Path, files: dict[str, bytes]) -> None:
    """Write the files into a new or empty folder, which has them all or is as it was.

    Raises FolderInUse where anything is in it, and OSError where it cannot be written.
    """
    refuse_in_use(folder)
    place = folder.resolve()
    half = place.with_name(f".{place.name}.{os.getpid()}.part")
    half.mkdir()
    try:
        for name, content in files.items():
            with (half / name).open("xb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
        if place.is_dir():
            shutil.copymode(place, half)
        _give_name(half, place)
    finally:
        shutil.rmtree(half, ignore_errors=True)


def _give_name(half: Path, place: Path) -> None:
    """Name the finished folder, in the place of an empty one; where something came into that meanwhile it stays."""
    try:
        half.rename(place)
    except OSError:
        refuse_in_use(place)
        if not place.is_dir():
            raise
        place.rmdir()  # a system that does not put a folder in the place of another
        half.rename(place)


def refuse_in_use(folder: Path) -> None:
    """Raise FolderInUse where something is there that would be mixed up with the data, naming it."""
    if not folder.resolve().parent.is_dir():
        raise FolderInUse(f"There is no folder “{folder.parent}”. Nothing was written.")
    if not folder.exists() and not folder.is_symlink():
        return
    if not folder.is_dir():
        raise FolderInUse(f"“{folder}” is there already and is no folder. Name a new or an empty folder.")
    names = sorted(one.name for one in folder.iterdir())
    if names:
        rest = f" and {len(names) - 1} more" if len(names) > 1 else ""
        raise FolderInUse(
            f"“{folder}” is not empty: it holds “{names[0]}”{rest}. Name a new or an empty folder. Nothing was written."
        )
