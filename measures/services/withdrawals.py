"""Taking a file out again: what it would restore, shown first; then the act, recorded like any other."""

from dataclasses import dataclass, field, replace

import pandas as pd

from measures.errors import ChangedMeanwhile, NotAllowed
from measures.model.access import Permission
from measures.model.rating import RatingMove
from measures.model.record import Act, Upload
from measures.services.access import need
from measures.services.differences import states_apart
from measures.services.history import moves_as_rows
from measures.services.ratings import rating_moves
from measures.services.restating import Restated, restated, restated_in_words
from measures.services.written import refuse_unfit_words, tidy
from measures.storage.records import refuse_withdrawn
from measures.storage.store import Store


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """What taking an upload back does, or did (`act` is None in a preview).

    `changes` has one row per figure that differs: as it would stand, the figure that stands now under `before_…`,
    and `change`: "restored" to an earlier figure, or "removed" where there was none. `restates` are those of them that
    were published: the reason is then that of a restatement.
    """

    upload: Upload
    changes: pd.DataFrame = field(repr=False, compare=False)
    restored: int
    removed: int
    ratings_moved: tuple[RatingMove, ...]
    based_on: int
    restates: tuple[Restated, ...] = ()
    act: Act | None = None


def withdrawal_preview(store: Store, upload_id: int) -> Withdrawal:
    """What withdrawing an upload would restore; nothing is stored. Raises NotFound, NotAllowed if it was already."""
    need(store, Permission.WITHDRAW)
    based_on = store.figures_version()
    upload = store.upload(upload_id)
    refuse_withdrawn(upload)
    measures = store.measures_of_upload(upload_id)
    now = store.values(measures, area=None)
    then = store.values(measures, area=None, without_upload=upload_id)
    changes = states_apart(now, then)
    changes["change"] = changes["change"].replace("changed", "restored")
    return Withdrawal(
        upload=upload,
        changes=changes,
        restored=int((changes["change"] == "restored").sum()),
        removed=int((changes["change"] == "removed").sum()),
        ratings_moved=rating_moves(store, now, then) if len(changes) else (),
        based_on=based_on,
        restates=restated(store, changes),
    )


def withdraw_upload(store: Store, upload_id: int, *, reason: str, by: str, seen: int | None = None) -> Withdrawal:
    """Take an upload back whole, at any later time; exactly what stood without it stands again.

    `seen` is the `based_on` of the preview that the person has looked at (None: nobody has seen one). Raises NotFound,
    NotAllowed (already withdrawn, no reason or no name given), ChangedMeanwhile if anything was stored since.
    """
    need(store, Permission.WITHDRAW)
    if not reason.strip():
        raise NotAllowed("A withdrawal needs a reason: say why the figures no longer count. Nothing was changed.")
    if not by.strip():
        raise NotAllowed("A withdrawal needs a name: say who takes the file out. Nothing was changed.")
    refuse_unfit_words(by, reason)
    planned = withdrawal_preview(store, upload_id)
    details: dict[str, object] = {
        "ratings_moved": moves_as_rows(planned.ratings_moved),
        "restored": planned.restored,
        "removed": planned.removed,
        "restates": restated_in_words(planned.restates),
    }
    version = planned.based_on if seen is None else seen
    try:
        act = store.withdraw(upload_id, reason=tidy(reason), by=by.strip(), details=details, expected_version=version)
    except ChangedMeanwhile:
        refuse_withdrawn(store.upload(upload_id))  # what moved meanwhile may have been this very withdrawal
        raise
    return replace(planned, upload=store.upload(upload_id), act=act)
