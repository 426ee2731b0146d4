"""`measures backup` and `measures restore`."""

from pathlib import Path

from measures.cli.arguments import CalledWrongly
from measures.cli.printing import complain, progress, say
from measures.errors import NotAllowed
from measures.model.moment import in_words
from measures.services.backups import back_up, restore_backup
from measures.services.integrity import check
from measures.settings import local_user, settings
from measures.storage.new_file import FileIsThere
from measures.storage.restore import BackupRefused
from measures.storage.store import open_store
from measures.views.figures import counted

DONE, REFUSED = 0, 1


def write_backup(path: Path) -> int:
    """`measures backup`."""
    try:
        with open_store(upgrade=False) as store, progress("Writing the backup …") as tell:
            written = back_up(store, path, by=local_user(), tell=tell)
    except (FileIsThere, OSError) as error:
        raise CalledWrongly(_of_file(path, error, "written")) from None
    say(
        f"Written: {path}, {counted(written.size, 'byte')}, {counted(written.about.total, 'row')}, up to act "
        f"{written.about.data_version}.",
        f"SHA-256 {written.sha256}",
    )
    return DONE


def restore_from(path: Path) -> int:
    """`measures restore`."""
    try:
        with progress("Restoring …") as tell:
            about = restore_backup(settings().database_url, path, by=local_user(), tell=tell)
    except (BackupRefused, NotAllowed) as error:
        complain(str(error))
        return REFUSED
    except OSError as error:
        raise CalledWrongly(_of_file(path, error, "read")) from None
    with open_store(upgrade=False) as store:
        faults, place = check(store), store.url
    say(
        f"Restored into {place}: {counted(about.total, 'row')}, up to act {about.data_version}, as backed up on "
        f"{in_words(about.made_at)}."
    )
    if faults:
        say(*faults)
        complain(f"The database that was backed up had {counted(len(faults), 'fault')}. Restore an earlier backup.")
        return REFUSED
    say("It is sound.")
    return DONE


def _of_file(path: Path, error: Exception, verb: str) -> str:
    if isinstance(error, FileIsThere) or not isinstance(error, OSError):
        return str(error)  # it says all of it
    if isinstance(error, FileNotFoundError):
        return f"There is no file “{path}”." if verb == "read" else f"There is no folder “{path.parent}”."
    if isinstance(error, IsADirectoryError):
        return f"“{path}” is a folder. Name the file in it."
    return f"“{path}” cannot be {verb}: {error.strerror or error}. Nothing was stored."
