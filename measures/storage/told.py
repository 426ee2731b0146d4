"""What was done, for the log of the server: told when it is stored, never before."""

import logging
from collections.abc import Mapping

from sqlalchemy import Connection

from measures.model.audit import AuditLine
from measures.model.record import Act

DONE = "measures done"  # under this name the connection keeps what its open transaction has recorded
_log = logging.getLogger("measures.audit")


def keep_for_log(connection: Connection, done: Act | AuditLine) -> None:
    """Have the log told of this once the transaction is through."""
    connection.info.setdefault(DONE, []).append(done)


def tell_log(connection: Connection) -> None:
    """Tell the log what the transaction that is through has recorded: who, what, under which number."""
    for done in connection.info.get(DONE, ()):
        is_act = isinstance(done, Act)
        who = done.details.get("signed_in") if is_act else done.details
        known = {name: who[name] for name in ("issuer", "subject") if name in who} if isinstance(who, Mapping) else {}
        name = "act" if is_act else "line"
        _log.info("%s", done.summary, extra={"by": done.by, **known, "kind": done.kind.value, name: done.id})
