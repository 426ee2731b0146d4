"""Lines of the audit on what somebody read, saved or was refused: they never stand in the way of reading.

A line that cannot be written at once (another program is writing, the disk is full, a newer version has changed the
tables) waits in this process and is told to the log; it is tried again with the next line and at the next run of a
page. A sign-in is one line, however many pages, tabs or processes it opens. A refusal that is repeated is one line a
minute, and a person's refusals are a few dozen lines an hour at most: the log has the rest.
"""

import json
import logging
import time
from collections import OrderedDict, deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from threading import Lock
from typing import Any

from sqlalchemy import Connection, select

from measures.errors import MeasuresError
from measures.model import clock
from measures.model.audit import AuditKind
from measures.model.moment import in_words
from measures.storage import audit_rows
from measures.storage.tables import audit_line

#: Who reads waits no longer than this for another who writes.
WAIT_SECONDS = 0.25
#: The same refusal of the same person is noted again after so long; so many refusals of a person in so long.
AGAIN_SECONDS = 60.0
MOST_REFUSALS, REFUSALS_SECONDS = 30, 3600.0
#: So many lines wait at most, and so many are written at once.
MOST_WAITING, AT_ONCE = 5_000, 200
#: So many people and sign-ins are remembered at most.
_MOST_KNOWN = 20_000
#: A line that waited longer says when it should have been written.
_LATE = timedelta(seconds=2)
#: A provider's clock may be ahead of ours: a sign-in is looked for among lines from so long before it.
_CLOCKS_APART = timedelta(minutes=10)
_SIGN_IN = ("issuer", "subject", "signed_in_at")
_log = logging.getLogger("measures.audit")


@dataclass(frozen=True, slots=True)
class Note:
    """A line that is to be written. `details` have the person's `issuer` and `subject`."""

    kind: AuditKind
    by: str
    summary: str
    details: Mapping[str, object]
    at: datetime

    @property
    def whose(self) -> tuple[object, object]:
        """The person, for good."""
        return self.details.get("issuer"), self.details.get("subject")

    @property
    def sign_in(self) -> tuple[object, ...] | None:
        """Which sign-in it is of; None where it is of none, or of one that does not say when it was."""
        found = tuple(self.details.get(name) for name in _SIGN_IN)
        return found if self.kind is AuditKind.SIGN_IN and all(found) else None


@dataclass(slots=True)
class _Times:
    """Since when something is counted, and how often it came again."""

    since: float
    more: int = 0


Writer = Callable[[Sequence[Note]], None]


class Noting:
    """What one open database has still to note, and what it has noted. Safe to share between threads."""

    def __init__(self) -> None:
        self._lock, self._writing = Lock(), Lock()
        self._waiting: deque[Note] = deque()
        self._told: set[int] = set()
        self._sign_ins: OrderedDict[tuple[object, ...], None] = OrderedDict()
        self._refusals: OrderedDict[tuple[object, ...], _Times] = OrderedDict()
        self._people: OrderedDict[tuple[object, object], _Times] = OrderedDict()

    def put(self, note: Note) -> None:
        """Have a line written, unless it is there already, or was a moment ago."""
        with self._lock:
            is_full = len(self._waiting) >= MOST_WAITING
            new = None if is_full else self._new(note)
            if new is not None:
                self._waiting.append(new)
                return
        if is_full:
            _tell(note, "Not put into the audit, where too much cannot be written already")
        elif note.kind is AuditKind.REFUSAL:
            _tell(note, "Not put into the audit again")

    def _new(self, note: Note) -> Note | None:
        """The line as it is to be written, None for one that is not."""
        if note.sign_in is not None:
            is_known = note.sign_in in self._sign_ins
            self._sign_ins[note.sign_in] = None
            _keep_newest(self._sign_ins)
            return None if is_known else note
        return self._not_repeated(note) if note.kind is AuditKind.REFUSAL else note

    def _not_repeated(self, note: Note) -> Note | None:
        now, key = time.monotonic(), (*note.whose, note.summary)
        before = self._refusals.pop(key, None)
        if before is not None and now - before.since < AGAIN_SECONDS:
            before.more += 1
            self._refusals[key] = before
            return None
        self._refusals[key] = _Times(now)
        _keep_newest(self._refusals)
        if before is not None and before.more:
            note = replace(note, summary=f"{note.summary} (and {before.more} times more since the last such line)")
        return self._within_bounds(note, now)

    def _within_bounds(self, note: Note, now: float) -> Note | None:
        """The line; in place of one too many of a person, that there are more, once."""
        times = self._people.pop(note.whose, None)
        if times is None or now - times.since >= REFUSALS_SECONDS:
            times = _Times(now)
        self._people[note.whose] = times
        _keep_newest(self._people)
        times.more += 1
        if times.more <= MOST_REFUSALS:
            return note
        if times.more > MOST_REFUSALS + 1:
            return None
        return replace(note, summary="Refused again and again: the log of the server has the rest of this hour")

    def write(self, writer: Writer) -> None:
        """Have `writer` write what waits, all of it or nothing at a time; what it cannot write goes on waiting.

        Never raises, and never waits for another thread that is writing: that one takes this one's lines along.
        """
        while self._waiting and self._writing.acquire(blocking=False):
            try:
                if not self._write_some(writer):
                    return
            finally:
                self._writing.release()

    def _write_some(self, writer: Writer) -> bool:
        with self._lock:
            batch = [self._waiting[place] for place in range(min(AT_ONCE, len(self._waiting)))]
        return self._are_done(batch, writer)

    def _are_done(self, batch: Sequence[Note], writer: Writer) -> bool:
        """Write the lines that have waited longest; False where they go on waiting.

        A line on which the program itself fails would hold up all others for good: it is left to the log.
        """
        try:
            writer(batch)
        except MeasuresError as error:
            self._tell_waiting(batch, str(error))
            return False
        except Exception:  # noqa: BLE001 - whatever it is, who reads goes on
            if len(batch) > 1:
                return all(self._are_done([one], writer) for one in batch)
            _log.exception("A line of the audit cannot be written.")
            _tell(batch[0], "Not put into the audit, for a fault of the program")
        with self._lock:
            for note in batch:
                self._waiting.popleft()
                self._told.discard(id(note))
        return True

    def _tell_waiting(self, batch: Sequence[Note], why: str) -> None:
        """Tell the log of each line once that it waits, and why."""
        for note in batch:
            if id(note) not in self._told:
                self._told.add(id(note))
                _tell(note, f"Not in the audit yet, and tried again ({why.rstrip('.')})")


def _keep_newest(held: OrderedDict[Any, Any]) -> None:
    while len(held) > _MOST_KNOWN:
        held.popitem(last=False)


def _tell(note: Note, what: str) -> None:
    """Tell the log of a line that is not in the audit."""
    whose = {name: note.details.get(name, "") for name in ("issuer", "subject")}
    _log.warning("%s: %s", what, note.summary, extra={"by": note.by, "kind": note.kind.value, **whose})


def write_notes(connection: Connection, notes: Sequence[Note]) -> None:
    """Add lines to the audit, save those of sign-ins that another process has added. The caller holds the lock."""
    for note in notes:
        if note.sign_in is None or not _is_there(connection, note):
            summary, details = note.summary, note.details
            if clock.now() - note.at > _LATE:
                summary = f"{summary} (on {in_words(note.at)}: it could not be noted then)"
                details = {**details, "happened_at": note.at.isoformat()}
            audit_rows.add(connection, note.kind, note.by, summary, details)


def _is_there(connection: Connection, note: Note) -> bool:
    """Whether the sign-in has its line."""
    since = datetime.fromisoformat(str(note.details["signed_in_at"])) - _CLOCKS_APART
    c = audit_line.c
    query = select(c.details).where(c.kind == AuditKind.SIGN_IN.value, c.at >= since)
    for kept in connection.execute(query).scalars():
        told = json.loads(kept)
        if tuple(told.get(name) for name in _SIGN_IN) == note.sign_in:
            return True
    return False
