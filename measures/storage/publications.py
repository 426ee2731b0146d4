"""Publications: what was frozen for a meeting, byte for byte, with the SHA-256 of its content."""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, Select, select

from measures.errors import NotFound
from measures.model.meeting import Meeting, PublicationHead
from measures.model.quarter import Quarter
from measures.model.record import ActKind, RecordEnd
from measures.model.words import listed
from measures.storage import chain, meetings, records
from measures.storage.new_rows import FewRows, next_id
from measures.storage.records import add_act, clean
from measures.storage.tables import act, publication


@dataclass(frozen=True, slots=True)
class NewPublication:
    """What is kept: the meeting as it is now, what freezes the content, and the data version that it shows.

    A meeting that is not recorded yet (number 0) is recorded along; `freeze` is asked with its number.
    """

    meeting: Meeting
    freeze: Callable[[Meeting], bytes]
    data_version: int
    program: str
    incomplete: str = ""
    reason: str = ""


def _heads() -> Select[Any]:
    """All columns but the content."""
    columns = [column for column in publication.c if column.name != "content"]
    joined = select(*columns, act.c.at, act.c.by, act.c.reason).join_from(
        publication, act, publication.c.act_id == act.c.id
    )
    return joined.order_by(publication.c.id.desc())


def heads(connection: Connection, plan_id: str | None = None) -> tuple[PublicationHead, ...]:
    """Every publication (of a plan), newest first."""
    query = _heads()
    if plan_id is not None:
        query = query.where(publication.c.plan_id == plan_id)
    return tuple(map(_head, connection.execute(query)))


def head(connection: Connection, number: int) -> PublicationHead:
    """One publication; raises NotFound."""
    row = connection.execute(_heads().where(publication.c.id == number)).first()
    if row is None:
        newest = next_id(connection, publication) - 1
        there_is = f"The newest is {newest}." if newest else "Nothing was published yet."
        raise NotFound(f"There is no publication {number}. {there_is}")
    return _head(row)


def content(connection: Connection, number: int) -> bytes:
    """What a publication froze; raises NotFound."""
    head(connection, number)
    return bytes(connection.execute(select(publication.c.content).where(publication.c.id == number)).scalar_one())


def _head(row: Row[Any]) -> PublicationHead:
    meeting = Meeting(row.plan_id, Quarter(row.quarter), row.day, row.title, row.meeting)
    return PublicationHead(
        row.id, row.act_id, row.at, row.by, meeting, row.sha256, row.size, row.program, row.data_version,
        row.incomplete, row.reason,
    )  # fmt: skip


def add(connection: Connection, new: NewPublication, *, by: str) -> PublicationHead:
    """Keep a publication, and its meeting where that is new; raises ChangedMeanwhile where it is not as it was seen."""
    seen = new.meeting if new.meeting.number else None
    one = meetings.put(connection, new.meeting, by=by, reason="", seen=seen)
    number, frozen = next_id(connection, publication), new.freeze(one)
    sha256 = hashlib.sha256(frozen).hexdigest()
    about = {
        "publication": number, "plan": one.plan_id, "quarter": one.quarter.label, "meeting": one.number,
        "sha256": sha256, "incomplete": new.incomplete,
    }  # fmt: skip
    summary = f"{one.quarter} ({one.plan_id}) was published for {one.words}"
    row = {
        "plan_id": one.plan_id, "quarter": one.quarter.ordinal, "meeting": one.number, "day": one.day,
        "title": clean(one.title), "sha256": sha256, "size": len(frozen), "program": new.program,
        "data_version": new.data_version, "incomplete": clean(new.incomplete), "content": frozen,
    }  # fmt: skip
    add_act(connection, ActKind.PUBLICATION, by, summary, new.reason, about, [FewRows(publication, [row])])
    return head(connection, number)


def faults(connection: Connection) -> Iterator[str]:
    """Publications whose bytes are not those that were frozen, or that show another record of acts."""
    for number in connection.execute(select(publication.c.id).order_by(publication.c.id)).scalars().all():
        kept, found = head(connection, number), content(connection, number)
        name = f"Publication {number} ({kept.meeting.words})"
        recorded = records.act(connection, kept.act_id).details.get("sha256")
        if not hashlib.sha256(found).hexdigest() == kept.sha256 == recorded or len(found) != kept.size:
            yield f"{name} is not the one that was published: its SHA-256 differs."
            continue
        plain = json.loads(found)
        if other := _other_than_frozen(kept, plain):
            yield f"{name} says in its head another {listed(other)} than was frozen."
        record = plain.get("record")  # none in what was frozen at first
        if record and (fault := chain.refuted(connection, RecordEnd("act", kept.data_version, record))):
            yield f"{name} shows another record than there is. {fault}"


def _other_than_frozen(kept: PublicationHead, plain: Mapping[str, Any]) -> list[str]:
    """What the columns of a publication say otherwise than its content does."""
    meeting, one = plain.get("meeting") or {}, kept.meeting
    said = {
        "plan": (one.plan_id, meeting.get("plan_id")),
        "quarter": (one.quarter.label, meeting.get("quarter")),
        "meeting": (one.number, meeting.get("number")),
        "day": (one.day.isoformat(), meeting.get("day")),
        "title": (one.title, meeting.get("title")),
        "version of the program": (kept.program, plain.get("program")),
        "data version": (kept.data_version, plain.get("data_version")),
        "reason for what is missing": (kept.incomplete, plain.get("incomplete")),
    }
    return [name for name, (here, frozen) in said.items() if frozen is not None and here != frozen]
