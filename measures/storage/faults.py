"""Looking for contradictions between the rows, which only a damaged or meddled-with database can hold."""

import hashlib
import json
from collections.abc import Iterator

from sqlalchemy import Connection, func, select, text

from measures.model.record import ActKind
from measures.model.value import MAX_DECIMALS, MAX_DIGITS, Status
from measures.storage import brought, chain, funding_rows, guards, publications
from measures.storage.definitions import KINDS, from_json
from measures.storage.figures import QUARTERS
from measures.storage.tables import BASES, BROUGHT, act, definition, kind_of_rows, revision, upload

_LARGEST = 10**MAX_DIGITS


def all_faults(connection: Connection) -> list[str]:
    """Every contradiction as a sentence; empty where there is none."""
    looks = (
        _of_sqlite, guards.faults, _orphans, _files, _row_counts, _figures, _acts, _definitions, publications.faults,
        funding_rows.faults, chain.faults, brought.faults,
    )  # fmt: skip
    return [fault for look in looks for fault in look(connection)]


def _of_sqlite(connection: Connection) -> Iterator[str]:
    """What SQLite itself finds in its file."""
    if connection.dialect.name != "sqlite":
        return
    for (found,) in connection.execute(text("PRAGMA integrity_check")):
        if found != "ok":
            yield f"The database file is damaged: {found}."


def _orphans(connection: Connection) -> Iterator[str]:
    """Rows that name another that is not there."""
    links = [(column, key.column) for table in BROUGHT for column in table.c for key in column.foreign_keys]
    for column, other in links:
        there = select(other).where(other == column).exists()
        query = select(func.count(), func.min(column.table.c.id)).select_from(column.table).where(~there)
        number, first = connection.execute(query).one()
        if number:
            yield (
                f"{number:,} row(s) of the table {column.table.name} (the first is {first}) name a row of "
                f"{other.table.name} that is not there."
            )


def _files(connection: Connection) -> Iterator[str]:
    """Files whose bytes are not those that were accepted."""
    for number in connection.execute(select(upload.c.id).order_by(upload.c.id)).scalars().all():
        u = upload.c
        query = select(u.name, u.sha256, u.size, u.content, act.c.details).outerjoin(act, act.c.id == u.act_id)
        name, sha256, size, content, details = connection.execute(query.where(u.id == number)).one()
        recorded = json.loads(details or "{}").get("sha256", sha256)  # none in the acts of the first versions
        found = content if isinstance(content, bytes) else str(content).encode()  # SQLite keeps what it is given
        if not hashlib.sha256(found).hexdigest() == sha256 == recorded or len(found) != size:
            yield f"The file of upload {number} ({name}) is not the one that was accepted: its SHA-256 differs."


def _row_counts(connection: Connection) -> Iterator[str]:
    """Uploads that hold more or fewer figures than were accepted."""
    held = select(revision.c.upload_id, func.count().label("number")).group_by(revision.c.upload_id).subquery()
    counted = upload.c.rows_added + upload.c.rows_changed + upload.c.rows_unchanged
    number = func.coalesce(held.c.number, 0)
    query = (
        select(upload.c.id, upload.c.name, counted, number)
        .outerjoin(held, held.c.upload_id == upload.c.id)
        .where(counted != number)
        .order_by(upload.c.id)
    )
    for upload_id, name, accepted, there in connection.execute(query):
        yield f"Upload {upload_id} ({name}) was accepted with {accepted:,} figures; {there:,} are there."


def _figures(connection: Connection) -> Iterator[str]:
    """Figures that cannot have been read from a file."""
    r = revision.c
    units = (r.value_units, r.numerator_units, r.denominator_units)
    letters = [status.value for status in Status]
    empty = [status.value for status in Status if status.is_empty]
    none = r.value_units.is_(None) & r.numerator_units.is_(None) & r.denominator_units.is_(None)
    strange = {
        "a quarter outside 1900 to 2199": ~r.quarter.between(*QUARTERS),
        "a status letter that does not exist": r.status.not_in(letters),
        "a basis that does not exist": ~r.basis.between(0, len(BASES) - 1),
        "a number of decimals that is not kept": ~r.decimals.between(0, MAX_DECIMALS),
        "a figure beside a status that means there is none": r.status.in_(empty) & ~none,
        "neither a figure nor a status that says why": r.status.not_in(empty) & none & r.note.is_(None),
    }
    for unit in units:
        strange[f"more digits than are kept ({unit.name})"] = (unit >= _LARGEST) | (unit <= -_LARGEST)
    for what, condition in strange.items():
        number, first = connection.execute(select(func.count(), func.min(r.id)).where(condition)).one()
        if number:
            yield f"{number:,} revision(s) (the first is {first}) have {what}."
    doubled = select(r.upload_id).group_by(r.upload_id, r.series_id, r.quarter, r.basis).having(func.count() > 1)
    for upload_id in sorted(set(connection.execute(doubled).scalars())):
        yield f"Upload {upload_id} states a figure twice for the same measure and quarter."


def _acts(connection: Connection) -> Iterator[str]:
    """Acts out of order, of no known kind, or without what they did."""
    moments = connection.execute(select(act.c.id, act.c.at, act.c.kind).order_by(act.c.id)).all()
    for place, (number, moment, kind) in enumerate(moments, start=1):
        if number != place:
            yield f"Act {place} is missing from the record."
            return
        if place > 1 and moment <= moments[place - 2].at:
            yield f"Act {number} is not later than the act before it."
        if kind not in list(ActKind):
            yield f"Act {number} is of a kind “{kind}” that does not exist."
    for kind in ActKind:
        places = [table for table in BROUGHT if kind_of_rows(table) is kind]
        if not places:
            continue
        query = select(act.c.id).where(act.c.kind == kind.value)
        for table in places:
            query = query.where(~select(table.c.id).where(table.c.act_id == act.c.id).exists())
        for number in connection.execute(query).scalars():
            names = " or ".join(table.name for table in places)
            yield f"Act {number} ({kind.words.lower()}) has left no trace in the table {names}."


def _definitions(connection: Connection) -> Iterator[str]:
    """Versions of definitions that cannot be read back, or have no plan."""
    heads: set[str] = set()
    for row in connection.execute(select(definition).order_by(definition.c.id)):
        name = f"Definition {row.id} ({row.kind} “{row.key}” of the plan {row.plan_id})"
        heads |= {row.plan_id} if row.kind == "plan" else set()
        if row.kind not in KINDS:
            yield f"{name} is of a kind that does not exist."
        elif row.removed != (row.content == ""):
            yield f"{name} is removed and present at once."
        elif row.plan_id not in heads and row.kind != "rebase":
            yield f"{name} was recorded before its plan."
        else:
            try:
                from_json(row.kind, row.content)
            except ValueError:
                yield f"{name} cannot be read back."
        if row.from_quarter is not None and not QUARTERS[0] <= row.from_quarter <= QUARTERS[1]:
            yield f"{name} holds from a quarter outside 1900 to 2199."
