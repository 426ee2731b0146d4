"""`measures export`."""

from pathlib import Path
from urllib.parse import urlsplit

from measures.cli.arguments import CalledWrongly
from measures.cli.printing import say, under_way
from measures.model.moment import in_words
from measures.reports.open_data.about import README, about
from measures.reports.open_data.folder import FolderInUse, open_files, refuse_in_use, write_folder
from measures.services.open_data import open_data
from measures.storage.store import open_store
from measures.views.figures import counted

DONE = 0


def write_open_data(folder: Path, plan: str | None, publisher: str, licence: str) -> int:
    """Write the open data of a plan or of all into a folder that is new or empty, all of it or nothing."""
    if licence and urlsplit(licence).scheme not in ("http", "https"):
        raise CalledWrongly(f"“{licence}” is not the address of a licence. Write one that begins with https://.")
    try:
        refuse_in_use(folder)
        with open_store(upgrade=False) as store, under_way("Gathering …"):
            data = open_data(store, plan)
            files = open_files(data, about(data, publisher, licence))
        write_folder(folder, files)
    except FolderInUse as error:
        raise CalledWrongly(str(error)) from None
    except OSError as error:
        raise CalledWrongly(f"“{folder}” cannot be written: {error.strerror or error}. Nothing was written.") from None
    say(
        f"Written: {folder}, {counted(len(files), 'file')}: {counted(len(data.figures), 'figure')} of "
        f"{counted(len(data.measures), 'measure')}, rated at {counted(len(data.statuses), 'quarter')}.",
        f"As it stood on {in_words(data.moment)}. Public measures only; {README} says what is in it.",
    )
    return DONE
