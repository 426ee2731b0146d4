"""Lines of the audit: rows in, nouns out. The caller holds the transaction."""

import json
from collections.abc import Mapping

from sqlalchemy import Connection, insert, literal, select, union_all

from measures.model.audit import AuditEntry, AuditKind, AuditLine
from measures.model.record import ActKind
from measures.storage import chain
from measures.storage.locks import Lock, take
from measures.storage.records import clean, next_id, next_moment
from measures.storage.tables import act, audit_line
from measures.storage.told import keep_for_log


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


def entries(connection: Connection) -> tuple[AuditEntry, ...]:
    """Every act and every line, newest first."""
    acts = select(act.c.at, act.c.by, act.c.kind, act.c.summary, act.c.reason, literal(1).label("is_act"), act.c.id,
                  act.c.sha256)  # fmt: skip
    a = audit_line.c
    lines = select(a.at, a.by, a.kind, a.summary, literal("").label("reason"), literal(0), a.id, a.sha256)
    both = union_all(acts, lines).subquery()
    query = select(both).order_by(both.c.at.desc(), both.c.is_act.desc(), both.c.id.desc())
    return tuple(
        AuditEntry(row.at, row.by, row.kind, _words(row.kind), row.summary, row.reason, bool(row.is_act), row.id,
                   row.sha256)
        for row in connection.execute(query)
    )  # fmt: skip


def _words(kind: str) -> str:
    if kind in list(AuditKind):
        return AuditKind(kind).words
    return ActKind(kind).words if kind in list(ActKind) else kind
