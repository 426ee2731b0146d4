"""Loading a file in one go, as the command does: previewed, and accepted where nothing holds it up.

The preview is seen by nobody before it is accepted. So a person's word (`confirm`) stands for what the file brings up
against the figures that were there when the command was given, and for nothing that comes in afterwards.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from measures.errors import ChangedMeanwhile
from measures.model.access import Permission
from measures.model.issue import to_confirm
from measures.model.record import Upload
from measures.services.access import need
from measures.services.uploads import Preview, accept_upload
from measures.storage.store import Store

_ATTEMPTS = 3


@dataclass(frozen=True, slots=True)
class Loaded:
    """What loading came to: the preview, and the upload where it was stored.

    `unconfirmed`: a finding needs a person's word that was not given. `unexplained`: it restates what was published,
    and no note says why. `overtaken`: others stored figures meanwhile
    that this file's would replace, so that the preview (the newest) has to be looked at first.
    """

    preview: Preview
    upload: Upload | None = None
    unconfirmed: bool = False
    unexplained: bool = False
    overtaken: ChangedMeanwhile | None = None

    @property
    def held_up(self) -> bool:
        """Whether something keeps the file out that a person has to see to."""
        faulty = self.preview.duplicate_of is None and self.preview.refused
        return faulty or self.unconfirmed or self.unexplained or self.overtaken is not None


def load_upload(
    store: Store,
    make: Callable[[], Preview],
    *,
    by: str,
    note: str = "",
    confirm: bool = False,
    dry_run: bool = False,
) -> Loaded:
    """Preview a file (`make`) and, where nothing holds it up, accept it. Stores nothing in a dry run.

    Where something else is stored in between, the preview is made again, and accepted only if that touched none of
    the file's figures and brought up nothing new to confirm.
    """
    need(store, Permission.UPLOAD)
    preview = make()
    for attempt in range(1, _ATTEMPTS + 1):
        standing = preview.duplicate_of is not None
        unconfirmed = preview.needs_confirming and not confirm and not preview.refused and not standing
        if dry_run or standing or preview.refused or unconfirmed:
            return Loaded(preview, unconfirmed=unconfirmed)
        if preview.restates and not note.strip():
            return Loaded(preview, unexplained=True)
        try:
            accepted = accept_upload(store, preview, by=by, note=note, confirm=confirm)
        except ChangedMeanwhile as error:
            seen, preview = preview, make()
            if preview.duplicate_of is not None:  # someone else's upload of the same bytes
                return Loaded(preview)
            if error.touched or _asked(preview) - _asked(seen) or attempt == _ATTEMPTS:
                return Loaded(preview, overtaken=error)
        else:
            if accepted.stored:
                return Loaded(preview, accepted.upload)
            return Loaded(replace(preview, duplicate_of=accepted.upload, ratings_moved=()))  # it came in meanwhile
    raise AssertionError("the last attempt returns")


def _asked(preview: Preview) -> set[tuple[str, str]]:
    """What a person is asked to confirm."""
    return {(issue.code, issue.message) for issue in to_confirm(list(preview.issues))}
