"""Lines of the audit: rows in, nouns out. The caller holds the transaction."""

import heapq
import json
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    Table,
    case,
    false,
    func,
    insert,
    literal,
    or_,
    select,
    union_all,
)

from measures.model.audit import AuditAsked, AuditEntry, AuditKind, AuditLine
from measures.model.record import ActKind
from measures.storage import chain
from measures.storage.locks import Lock, take
from measures.storage.new_rows import next_id
from measures.storage.records import clean, next_moment
from measures.storage.tables import act, audit_line
from measures.storage.told import keep_for_log

_WORDS = {kind.value: kind.words for group in (AuditKind, ActKind) for kind in group}
_TOGETHER = 5_000  # entries that are read at a time
#: After this an act's details say who signed in; an act that tells many ratings is not read for it. No text within them
#: has it: there a quotation mark has a backslash before it.
_SIGNED_IN = '"signed_in": '
_LONGEST = 8_000


def add(connection: Connection, kind: AuditKind, by: str, summary: str, details: Mapping[str, object]) -> AuditLine:
    """Add a line. Its moment is later than that of every line and act before it, whatever the clock says."""
    take(connection, Lock.AUDIT)
    line = AuditLine(next_id(connection, audit_line), next_moment(connection), clean(by), kind, clean(summary), details)
    kept = json.dumps(details, ensure_ascii=False, default=str)
    values = [line.id, line.at, line.by, kind.value, line.summary, kept]
    sha256 = chain.link(chain.head(connection, "audit_line"), list(values))
    names = chain.CHAINED["audit_line"][1]
    connection.execute(insert(audit_line).values(**dict(zip(names, values, strict=True)), sha256=sha256))
    chain.close(connection, "audit_line", line.id, sha256)
    keep_for_log(connection, line)
    return line


def entries(connection: Connection, asked: AuditAsked, first: int, most: int | None) -> tuple[AuditEntry, ...]:
    """The acts and lines that are asked for, newest first: `most` of them (None: all), after the `first` so many."""
    if most is None:
        return tuple(one for part in parts(connection, asked) for one in part)[first:]
    newest = [select(one.limit(first + most).subquery()) for one in _both(connection, asked)]
    both = union_all(*newest).subquery()
    query = select(both).order_by(both.c.at.desc(), both.c.is_act.desc(), both.c.id.desc()).offset(first).limit(most)
    return tuple(map(_entry, connection.execute(query)))


def count(connection: Connection, asked: AuditAsked) -> int:
    """How many acts and lines are asked for."""
    counts = (select(func.count()).select_from(one.order_by(None).subquery()) for one in _both(connection, asked))
    return sum(connection.execute(query).scalar_one() for query in counts)


def parts(connection: Connection, asked: AuditAsked) -> Iterator[tuple[AuditEntry, ...]]:
    """All that is asked for, newest first, some thousands at a time; no more than that is in memory."""
    found = [connection.execute(one.execution_options(yield_per=_TOGETHER)) for one in _both(connection, asked)]
    merged = heapq.merge(*found, key=lambda row: (row.at, row.is_act, row.id), reverse=True)
    while part := tuple(map(_entry, islice(merged, _TOGETHER))):
        yield part


def _both(connection: Connection, asked: AuditAsked) -> tuple[Select[Any], Select[Any]]:
    """The acts and the lines that are asked for, each newest first. Their ids count up as their moments do."""
    place = func.instr if connection.dialect.name == "sqlite" else func.strpos
    begins = place(act.c.details, _SIGNED_IN)
    signed_in = case((begins > 0, func.substr(act.c.details, begins + len(_SIGNED_IN), _LONGEST)), else_="")
    acts = _those(act, act.c.reason, 1, signed_in, asked, place)
    return acts, _those(audit_line, literal(""), 0, audit_line.c.details, asked, place)


def _those(
    table: Table,
    reason: ColumnElement[str],
    is_act: int,
    who: ColumnElement[str],
    asked: AuditAsked,
    place: Callable[..., ColumnElement[int]],
) -> Select[Any]:
    c = table.c
    query = select(
        c.at, c.by, c.kind, c.summary, reason.label("reason"), literal(is_act).label("is_act"), c.id, c.sha256,
        who.label("who"),
    )  # fmt: skip
    said = c.by + " " + c.summary + " " + reason + " " + case(_WORDS, value=c.kind, else_=c.kind)
    return query.where(*_conditions(table, asked, said, place)).order_by(c.id.desc())


def _conditions(
    table: Table, asked: AuditAsked, said: ColumnElement[str], place: Callable[..., ColumnElement[int]]
) -> Iterator[ColumnElement[bool]]:
    c = table.c
    if asked.kind:
        yield c.kind == asked.kind
    if asked.first is not None:
        yield c.at >= datetime.combine(asked.first, time(), UTC)
    if asked.last is not None and asked.last < date.max:
        yield c.at < datetime.combine(asked.last + timedelta(days=1), time(), UTC)
    for word in asked.text.split():
        if clean(word) != word:
            yield false()  # no text that is kept has it
            continue
        subject = f'"subject": {json.dumps(word, ensure_ascii=False)}'
        yield or_(
            place(func.lower(said), func.lower(word)) > 0,
            c.sha256 == word.lower(),
            place(c.details, subject) > 0,
        )  # fmt: skip


def _entry(row: Row[Any]) -> AuditEntry:
    try:
        who, _ = json.JSONDecoder().raw_decode(row.who or "{}")
        issuer, subject = str(who.get("issuer", "")), str(who.get("subject", ""))
    except (ValueError, AttributeError):  # of a row that somebody altered
        issuer = subject = ""
    words = _WORDS.get(row.kind, row.kind)
    return AuditEntry(
        row.at, row.by, row.kind, words, row.summary, row.reason, bool(row.is_act), row.id, row.sha256, issuer, subject
    )
