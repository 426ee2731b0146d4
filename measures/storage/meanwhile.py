"""What was stored since a preview: the second of two people is told, and previews again.

Only what a preview depends on counts (`ActKind.overtakes_previews`): what may move a figure or a rating, and a
publication, since a change of what it shows is a restatement. A commentary, a meeting or a text changes nothing that a
preview shows.
"""

from sqlalchemy import ColumnElement, Connection, func, select

from measures.errors import ChangedMeanwhile
from measures.model.commentary import Commentary, WrittenCommentary
from measures.model.meeting import ReportText, WrittenText
from measures.model.moment import in_words
from measures.model.record import Act, ActKind
from measures.storage import records
from measures.storage.tables import act

_NAMED = 3  # acts that are named; of more, the newest


def figures_version(connection: Connection) -> int:
    """The id of the newest act that a preview of figures depends on, 0 where there is none."""
    return connection.execute(select(func.max(act.c.id)).where(_moving())).scalar() or 0


def moving_since(connection: Connection, version: int) -> tuple[Act, ...]:
    """The acts after a version that a preview of figures depends on, newest first."""
    newer = select(act.c.id).where(act.c.id > version, _moving())
    return records.acts(connection, connection.execute(newer).scalars().all())


def _moving() -> ColumnElement[bool]:
    return act.c.kind.in_([kind.value for kind in ActKind if kind.overtakes_previews])


def refuse_overwriting(what: str, newest: WrittenCommentary | WrittenText | None, based_on: int) -> None:
    """Raise ChangedMeanwhile where the newest version of a text is not the one that a new version is based on.

    0 is none; `what` says which text: `commentary`.
    """
    if newest is None and based_on:
        raise ChangedMeanwhile(f"The database is another one than that of this {what}. Nothing was stored.")
    if newest is not None and newest.id != based_on:
        done = "took back" if newest.said.is_blank else "wrote"
        raise ChangedMeanwhile(
            f"{newest.by} {done} this {what} meanwhile. Nothing of yours was stored yet: read what stands now, change "
            "yours where it has to be, and store it again."
        )


def done_in_words(newest: WrittenCommentary | WrittenText | None, said: Commentary | ReportText) -> str:
    """What a new version of a text does: it writes, changes or takes back what stood."""
    if said.is_blank:
        return "was taken back"
    return "was written" if newest is None or newest.said.is_blank else "was changed"


def refuse_stale(connection: Connection, expected_version: int | None, *, shown: bool = False) -> None:
    """Raise ChangedMeanwhile, naming what was done, if anything that a preview depends on was stored since its version.

    Where what is `shown` is stored, anything at all counts.
    """
    if expected_version is None:
        return
    newest = connection.execute(select(func.max(act.c.id))).scalar() or 0
    if newest < expected_version:
        raise ChangedMeanwhile("The database is another one than that of the preview. Nothing was stored.")
    newer = act.c.id > expected_version
    if not shown:
        newer &= _moving()
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
