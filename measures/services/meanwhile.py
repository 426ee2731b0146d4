"""What others stored between a preview and its acceptance, told in terms of the file that was previewed."""

import pandas as pd

from measures.errors import ChangedMeanwhile
from measures.model.access import Permission
from measures.services.access import need
from measures.services.differences import rows_among, states_apart
from measures.storage.store import Store


def overtaken(store: Store, frame: pd.DataFrame, based_on: int, error: ChangedMeanwhile) -> ChangedMeanwhile:
    """The same refusal, with how many of a file's figures stand otherwise now than when they were previewed.

    `frame` is the file's values frame, `based_on` the version of the figures that the preview compared it with.
    """
    touched, many = figures_touched(store, frame, based_on), f"{len(frame):,} figures"
    if len(frame) == 1:
        said = "This file’s one figure stands otherwise now." if touched else "This file’s one figure was not touched."
    elif not touched:
        said = f"None of this file’s {many} was touched."
    else:
        said = f"Of this file’s {many} {touched:,} {'stands' if touched == 1 else 'stand'} otherwise now."
    return ChangedMeanwhile(f"{error} {said}", touched)


def figures_touched(store: Store, frame: pd.DataFrame, based_on: int) -> int:
    """How many of a file's figures stand otherwise now than at a data version."""
    need(store, Permission.UPLOAD)
    now = store.values(frame["measure_id"].cat.categories, area=None)
    then = now.iloc[:0]
    if based_on:
        then = store.values(frame["measure_id"].cat.categories, area=None, as_at=store.act(based_on).at)
    return rows_among(frame, states_apart(then, now))
