"""What one session's upload has come to: previews that were made, what was seen first, what was stored.

It is kept in the session and nowhere else: a preview may hold what its reader alone may see. It is one object that is
altered in place, because Streamlit may end a run at any touch of the session's state, and starts the run of a second
click while that of the first is still at work: what accepting came to is noted in the same step in which it happened,
and every later run finds it.
"""

import hashlib
from dataclasses import dataclass, field
from datetime import date
from threading import Lock
from typing import Any

import streamlit as st

from measures.model.record import Act
from measures.services.confirming import accept_confirmed
from measures.services.mappings import ChosenMapping, sheets_of
from measures.services.outlook import acts_since
from measures.services.uploads import Accepted, Preview, preview_upload
from measures.settings import this_day
from measures.storage.store import Store
from measures.widgets.session import Opened

#: A file without and with its mapping, and the same at another state of the data.
KEPT = 3
LARGE = 200_000


@dataclass(frozen=True, slots=True)
class ChosenFile:
    """A file and how it is to be read."""

    name: str
    content: bytes = field(repr=False)
    sheet: str | None = None
    mapping: ChosenMapping | None = None

    @property
    def file_key(self) -> str:
        """What tells it from another file or sheet."""
        return _digest(self.content, self.name, self.sheet or "")

    @property
    def key(self) -> str:
        """What tells it from another file, or from itself read otherwise."""
        return _digest(self.content, self.name, self.sheet or "", self.mapping.words if self.mapping else "")


def _digest(content: bytes, *words: str) -> str:
    how = "\0".join(words).encode("utf-8", "replace")
    return hashlib.sha256(hashlib.sha256(content).digest() + how).hexdigest()[:16]


@dataclass(slots=True)
class Work:
    """The state of one session.

    `first_seen` is the version of the figures at which each file was first looked at, `accepted` what accepting the
    file under `file_key` came to. After a file is stored the uploader is another one, so that it is empty: `round`
    tells them apart, `result` is the number of the upload until another file is chosen or the page is left.
    """

    previews: dict[tuple[str, int, date], Preview] = field(default_factory=dict)
    first_seen: dict[str, int] = field(default_factory=dict)
    sheets: dict[str, dict[str, bool]] = field(default_factory=dict)
    accepted: tuple[str, Accepted] | None = None
    round: int = 0
    shown: int | None = None
    result: int | None = None
    one_at_a_time: Lock = field(default_factory=Lock, repr=False)

    @property
    def uploader(self) -> str:
        """The key of the uploader."""
        return f"upload_file_{self.round}" if self.round else "upload_file"

    def empty_uploader(self, number: int) -> None:
        """The file in it became the upload of that number."""
        self.round, self.result = self.round + 1, number

    def look(self, *, is_there: bool) -> None:
        """Before the uploader is shown: whether the session has it. One that was shown and is gone: the page was left,
        and what was stored before is not what the reader has come back for."""
        if not is_there and self.shown == self.round:
            self.result = None
        self.shown = self.round

    def sheets_of(self, content: bytes) -> dict[str, bool]:
        """The sheets of a workbook, each with whether a person sees it; none of any other file."""
        key = hashlib.sha256(content).hexdigest()
        if key not in self.sheets:
            self.sheets = {key: sheets_of(content)}
        return self.sheets[key]

    def preview(self, opened: Opened, chosen: ChosenFile) -> Preview:
        """What the file would do to the data as they stand, made once for each state of them."""
        key, day = chosen.key, this_day()
        found = self.previews.get((key, opened.store.figures_version(), day))
        if found is None:
            with st.spinner(_under_way(len(chosen.content)), show_time=len(chosen.content) > LARGE):
                found = preview_upload(
                    opened.store, chosen.name, chosen.content, sheet=chosen.sheet, mapping=chosen.mapping, today=day
                )
            self.previews[key, found.based_on, day] = found
            for old in list(self.previews)[:-KEPT]:
                self.previews.pop(old, None)
        self.first_seen.setdefault(key, found.based_on)
        return found

    def meanwhile(self, store: Store, chosen: ChosenFile, preview: Preview) -> tuple[Act, ...]:
        """What others did between the person's first look at a file and this preview of it, newest first."""
        seen = self.first_seen.get(chosen.key, preview.based_on)
        return tuple(act for act in acts_since(store, seen) if act.id <= preview.based_on)

    def accept(self, store: Store, chosen: ChosenFile, preview: Preview, **word: Any) -> None:
        """Store the file, and note what came of it in the same step; takes and raises what `accept_confirmed` does.

        A second click runs beside the first: it waits, finds what the first has stored, and leaves it at that.
        """
        with self.one_at_a_time:
            if self.stored(chosen) is None:
                self.accepted = (chosen.file_key, accept_confirmed(store, preview, **word))

    def stored(self, chosen: ChosenFile) -> int | None:
        """The number of the upload that the file became in this session, or None."""
        if self.accepted is None or self.accepted[0] != chosen.file_key or not self.accepted[1].stored:
            return None
        return self.accepted[1].upload_id

    def forget(self) -> None:
        """Begin anew: no file is chosen."""
        self.previews.clear()
        self.first_seen.clear()
        self.sheets.clear()
        self.accepted = None


def work() -> Work:
    """This session's."""
    kept: Work = st.session_state.setdefault("upload_work", Work())
    return kept


def _under_way(size: int) -> str:
    amount = f"{size / 1_000_000:,.1f} MB" if size > LARGE else f"{size:,} bytes"
    return f"Reading {amount}: every cell is checked, then compared with the figures that stand and rated …"
