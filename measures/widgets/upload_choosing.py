"""Step 1 of the Upload page: a file, the sheet of a workbook, the mapping of a published table."""

from math import ceil

import streamlit as st

from measures.model.issue import Issue
from measures.services.mappings import ChosenMapping, choose_mapping, shipped_mappings
from measures.services.uploads import Preview
from measures.settings import settings
from measures.widgets.session import Opened
from measures.widgets.upload_work import ChosenFile, Work

OWN_FILE = "A mapping file of my own"
ANY_SHEET = "The only sheet that can be seen and holds figures"


def choose_file(work: Work) -> ChosenFile | None:
    """The file, and its sheet where a workbook has several; None before one is chosen."""
    work.look(is_there=work.uploader in st.session_state)
    given = st.file_uploader(
        f"File of figures: CSV or Excel (.xlsx), at most {settings().upload_max_mb:g} MB",
        key=work.uploader,
        max_upload_size=ceil(settings().upload_max_mb),
    )
    if given is None:
        work.forget()
        return None
    content = given.getvalue()
    return ChosenFile(given.name, content, _choose_sheet(work.sheets_of(content)))


def _choose_sheet(sheets: dict[str, bool]) -> str | None:
    if len(sheets) < 2:
        return None
    options = [None, *sheets]

    def words(name: str | None) -> str:
        return ANY_SHEET if name is None else name if sheets[name] else f"{name} (hidden)"

    return st.selectbox("Sheet", options, key="upload_sheet", format_func=words)


def needs_mapping(preview: Preview) -> bool:
    """Whether the file is a published table, of which a mapping has to say what it holds."""
    return any(issue.code == "mapping_needed" for issue in preview.issues)


def choose_read_by() -> tuple[ChosenMapping | None, tuple[Issue, ...]]:
    """The mapping of a published table and whose rows are read; None, with every fault, until there is a sound one."""
    shipped = {path.name: path for path in shipped_mappings()}
    name = st.selectbox(
        "This is a published table. Which mapping reads it?", [*shipped, OWN_FILE], key="upload_mapping"
    )
    area = settings().area
    whose = st.radio("Whose rows?", [f"{area} alone", "All forces"], key="upload_forces", horizontal=True)
    all_forces = whose == "All forces"
    if name in shipped:
        return choose_mapping(name, shipped[name].read_bytes(), all_forces=all_forces)
    own = st.file_uploader("Mapping file (.toml)", key="upload_own_mapping", max_upload_size=1)
    return (None, ()) if own is None else choose_mapping(own.name, own.getvalue(), all_forces=all_forces)


def read_chosen(work: Work, opened: Opened, chosen: ChosenFile) -> tuple[ChosenFile, Preview, tuple[Issue, ...]]:
    """The file previewed; a published table by the mapping that is chosen for it, with the faults of that mapping."""
    preview = work.preview(opened, chosen)
    if not needs_mapping(preview):
        return chosen, preview, ()
    mapping, faults = choose_read_by()
    if mapping is None:
        return chosen, preview, faults
    chosen = ChosenFile(chosen.name, chosen.content, chosen.sheet, mapping)
    return chosen, work.preview(opened, chosen), ()
