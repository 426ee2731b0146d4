"""What was stored since a preview: the second of two people is told, and previews again."""

from sqlalchemy import Connection, func, select

from measures.errors import ChangedMeanwhile
from measures.model.moment import in_words
from measures.model.record import ActKind
from measures.storage.tables import act

_NAMED = 3  # acts that are named; of more, the newest


def refuse_stale(connection: Connection, expected_version: int | None, *, shown: bool = False) -> None:
    """Raise ChangedMeanwhile, naming what was done, if anything that moves a figure was stored since a data version.

    Where what is `shown` is stored, anything at all counts.
    """
    if expected_version is None:
        return
    newest = connection.execute(select(func.max(act.c.id))).scalar() or 0
    if newest < expected_version:
        raise ChangedMeanwhile("The database is another one than that of the preview. Nothing was stored.")
    newer = act.c.id > expected_version
    if not shown:
        newer &= act.c.kind.in_([kind.value for kind in ActKind if kind.moves_figures])
    many = connection.execute(select(func.count()).select_from(act).where(newer)).scalar_one()
    if not many:
        return
    query = select(act.c.summary, act.c.by, act.c.at).where(newer)
    rows = connection.execute(query.order_by(act.c.id.desc()).limit(_NAMED)).all()
    told = [f"{row.summary} by {row.by} on {in_words(row.at)}" for row in rows]
    if many == 1:
        done = f"{told[0]}, after this preview was made."
    else:
        rest = f"; and {many - len(told)} more before" if many > len(told) else ""
        done = f"{many} things were stored after this preview was made: {'; '.join(told)}{rest}."
    raise ChangedMeanwhile(f"{done} Nothing was stored: preview again.")
