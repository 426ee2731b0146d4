"""Acts, uploads, withdrawals and definitions: rows in, nouns out. The caller holds the transaction."""

import hashlib
import json
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, func, insert, literal, select

from measures.errors import NotAllowed, NotFound
from measures.model import clock
from measures.model.access import LOCAL, NEEDED, Actor
from measures.model.moment import in_words
from measures.model.quarter import Quarter
from measures.model.record import Act, ActKind, Revision, Upload
from measures.model.value import Basis, Status, unscaled
from measures.storage import chain, tables
from measures.storage.new_rows import FewRows, NewRows, next_id, numbered
from measures.storage.tables import BASES
from measures.storage.told import keep_for_log


@dataclass(frozen=True, slots=True)
class NewUpload:
    """What is kept of an accepted file beside its rows.

    `read_as` says how it was read where it does not say so itself (a sheet, a mapping); `details` is what a machine
    may read again (JSON).
    """

    name: str
    content: bytes = b""
    by: str = ""
    note: str = ""
    lines_read: int = 0
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    read_as: str = ""
    details: Mapping[str, object] = field(default_factory=dict)


def newest_act(connection: Connection, as_at: datetime | None = None) -> int:
    """The id of the newest act (by a moment), 0 where there is none."""
    query = select(func.max(tables.act.c.id))
    if as_at is not None:
        query = query.where(tables.act.c.at <= as_at)
    return connection.execute(query).scalar() or 0


def add_act(
    connection: Connection,
    kind: ActKind,
    by: str,
    summary: str,
    reason: str,
    details: Mapping[str, object],
    rows: Sequence[NewRows] = (),
) -> Act:
    """Record an act with the rows that it brings, in the order in which they may be written.

    Its moment is later than that of every act before it, whatever the clock says. The digests of its rows, and where
    the audit ends, stand in its details: the chain covers them.
    It is recorded in the name of who signed in, whatever `by` says; `by` is the word of a person who did not sign in.
    Raises NotPermitted where the person may not do what is recorded.
    """
    actor: Actor = connection.get_execution_options().get("actor", LOCAL)
    actor.refuse_unless(NEEDED[kind])
    if actor.signed_in:
        by = actor.name
        role = actor.role.value if actor.role else ""
        details = {**details, "signed_in": {"issuer": actor.issuer, "subject": actor.subject, "role": role}}
    number, moment = next_id(connection, tables.act), next_moment(connection)
    brought = [one for some in rows if (one := numbered(connection, some, number)) is not None]
    details = {**details, **chain.covered(connection, brought)}
    by, summary, reason = clean(by), clean(summary), clean(reason)
    kept = json.dumps(details, ensure_ascii=False, default=str)
    values = [number, moment, by, kind.value, summary, reason, kept]
    act = Act(number, moment, by, kind, summary, reason, details, chain.link(chain.head(connection, "act"), values))
    names = chain.CHAINED["act"][1]
    connection.execute(insert(tables.act).values(**dict(zip(names, values, strict=True)), sha256=act.sha256))
    chain.close(connection, "act", number, act.sha256)
    for one in brought:
        one.write(connection)
    keep_for_log(connection, act)
    return act


def next_moment(connection: Connection) -> datetime:
    """The moment of what is recorded next: later than that of every act and line of the audit, whatever the clock says.

    So the order of moments is the order in which things were done, though somebody sets the machine's clock back.
    """
    newest = [select(one.c.at).order_by(one.c.id.desc()).limit(1) for one in (tables.act, tables.audit_line)]
    before = [moment for query in newest if (moment := connection.execute(query).scalar()) is not None]
    return max([clock.now(), *(moment + timedelta(microseconds=1) for moment in before)])


def clean(given: str) -> str:
    """A text that both databases can hold: without NUL, and without halves of characters from odd file names."""
    return given.replace("\x00", "").encode("utf-8", "replace").decode("utf-8")


def add_upload(connection: Connection, new: NewUpload, figures: Callable[[int], Sequence[NewRows]]) -> int:
    """Record a file with its figures (given the upload's id) and its act; return the upload's id."""
    number = next_id(connection, tables.upload)
    rows = new.added + new.changed + new.unchanged
    sha256 = hashlib.sha256(new.content).hexdigest()
    file = {
        "name": clean(new.name), "sha256": sha256, "lines_read": new.lines_read, "rows_added": new.added,
        "rows_changed": new.changed, "rows_unchanged": new.unchanged, "size": len(new.content),
        "content": new.content, "read_as": clean(new.read_as),
    }  # fmt: skip
    add_act(
        connection,
        ActKind.UPLOAD,
        new.by,
        f"{new.name} was uploaded with {rows:,} {'figure' if rows == 1 else 'figures'}",
        new.note,
        {"upload": number, "sha256": sha256, **new.details},
        [FewRows(tables.upload, [file]), *figures(number)],
    )
    return number


def add_withdrawal(
    connection: Connection, upload: Upload, *, reason: str, by: str, details: Mapping[str, object]
) -> Act:
    """Record that an upload no longer counts."""
    return add_act(
        connection,
        ActKind.WITHDRAWAL,
        by,
        f"Upload {upload.id} ({upload.name}) was withdrawn",
        reason,
        {"upload": upload.id, **details},
        [FewRows(tables.withdrawal, [{"upload_id": upload.id}])],
    )


def fallen_uploads(connection: Connection, as_at: datetime | None) -> set[int]:
    """The uploads that do not count: withdrawn, or (as at a moment) not yet accepted."""
    last = newest_act(connection, as_at)
    gone = select(tables.withdrawal.c.upload_id).where(tables.withdrawal.c.act_id <= last)
    later = select(tables.upload.c.id).where(tables.upload.c.act_id > last)
    return {*connection.execute(gone).scalars(), *connection.execute(later).scalars()}


_taken = tables.act.alias("taken")
_left = tables.act.alias("left_out")


def _uploads() -> Select[Any]:
    u = tables.upload.c
    return (
        select(
            u.id, u.act_id, _taken.c.at, _taken.c.by, u.name, _taken.c.reason.label("note"), u.sha256, u.size,
            u.lines_read, u.rows_added, u.rows_changed, u.rows_unchanged, u.read_as,
            _left.c.at.label("withdrawn_at"), _left.c.by.label("withdrawn_by"),
            _left.c.reason.label("withdrawn_reason"), _left.c.id.label("withdrawn_act_id"),
        )
        .join_from(tables.upload, _taken, u.act_id == _taken.c.id)
        .outerjoin(tables.withdrawal, tables.withdrawal.c.upload_id == u.id)
        .outerjoin(_left, _left.c.id == tables.withdrawal.c.act_id)
        .order_by(u.id.desc())
    )  # fmt: skip


def uploads(connection: Connection, sha256: str | None = None) -> tuple[Upload, ...]:
    """Every upload, or every one of a file; newest first."""
    query = _uploads()
    if sha256 is not None:
        query = query.where(tables.upload.c.sha256 == sha256)
    return tuple(Upload(*row) for row in connection.execute(query))


def upload(connection: Connection, upload_id: int) -> Upload:
    """One upload; raises NotFound."""
    row = connection.execute(_uploads().where(tables.upload.c.id == upload_id)).first()
    if row is None:
        raise _no_upload(connection, upload_id)
    return Upload(*row)


def refuse_withdrawn(upload: Upload) -> None:
    """Raise NotAllowed for an upload that does not stand, saying who withdrew it and when."""
    if upload.withdrawn_at is not None:
        raise NotAllowed(
            f"Upload {upload.id} ({upload.name}) was already withdrawn by {upload.withdrawn_by} on "
            f"{in_words(upload.withdrawn_at)}. Nothing was changed."
        )


def upload_file(connection: Connection, upload_id: int) -> bytes:
    """The bytes of one upload; raises NotFound."""
    content = connection.execute(
        select(tables.upload.c.content).where(tables.upload.c.id == upload_id)
    ).scalar_one_or_none()
    if content is None:
        raise _no_upload(connection, upload_id)
    return bytes(content)


def _no_upload(connection: Connection, upload_id: int) -> NotFound:
    newest = next_id(connection, tables.upload) - 1
    there_is = f"The newest is {newest}; the history lists them all." if newest else "Nothing was uploaded yet."
    return NotFound(f"There is no upload {upload_id}. {there_is}")


def revisions(connection: Connection, measure_id: str, area: str) -> tuple[Revision, ...]:
    """Every revision of a series, newest first."""
    s = tables.series.c
    return _revisions(connection, s.measure_id == measure_id, s.area == area)


def revisions_of_measures(
    connection: Connection, measure_ids: Collection[str], area: str | None
) -> tuple[Revision, ...]:
    """Every revision of some measures, for an area or (None) for all, newest first."""
    s = tables.series.c
    of_area = [] if area is None else [s.area == area]
    return _revisions(connection, s.measure_id.in_(list(measure_ids)), *of_area)


def revisions_of_quarter(connection: Connection, quarter: Quarter, area: str) -> tuple[Revision, ...]:
    """Every revision of any measure for one quarter, newest first."""
    return _revisions(connection, tables.series.c.area == area, tables.revision.c.quarter == quarter.ordinal)


def _revisions(connection: Connection, *conditions: ColumnElement[bool]) -> tuple[Revision, ...]:
    r, u, s = tables.revision.c, tables.upload.c, tables.series.c
    query = (
        select(
            tables.revision, s.measure_id, s.area, u.name.label("file_name"), _taken.c.at, _taken.c.by,
            tables.withdrawal.c.id.label("withdrawal"),
        )
        .join_from(tables.revision, tables.series, r.series_id == s.id)
        .join(tables.upload, u.id == r.upload_id)
        .join(_taken, _taken.c.id == u.act_id)
        .outerjoin(tables.withdrawal, tables.withdrawal.c.upload_id == u.id)
        .where(*conditions)
        .order_by(r.id.desc())
    )  # fmt: skip
    return tuple(map(_revision, connection.execute(query)))


def _revision(row: Row[Any]) -> Revision:
    units = (row.value_units, row.numerator_units, row.denominator_units)
    value, numerator, denominator = (None if u is None else unscaled(u, row.decimals) for u in units)
    return Revision(
        row.id, row.measure_id, row.area, Quarter(row.quarter), Basis(BASES[row.basis]), value, numerator,
        denominator, Status(row.status), row.data_to, row.note or "", row.upload_id, row.file_name, row.line, row.at,
        row.by, row.withdrawal is not None,
    )  # fmt: skip


def acts(connection: Connection, ids: Collection[int] | None = None, *, details: bool = True) -> tuple[Act, ...]:
    """Every act, or those asked for, newest first."""
    a = tables.act.c
    kept = a.details if details else literal("{}")
    query = select(a.id, a.at, a.by, a.kind, a.summary, a.reason, kept, a.sha256)
    if ids is not None:
        query = query.where(a.id.in_(ids))
    rows = connection.execute(query.order_by(a.id.desc()))
    return tuple(Act(*row[:3], ActKind(row[3]), row[4], row[5], json.loads(row[6]), row[7]) for row in rows)


def act(connection: Connection, act_id: int) -> Act:
    """One act; raises NotFound."""
    found = acts(connection, [act_id])
    if not found:
        newest = newest_act(connection)
        there_is = f"The newest is {newest}; the history lists them." if newest else "Nothing was stored yet."
        raise NotFound(f"There is no act {act_id}. {there_is}")
    return found[0]
