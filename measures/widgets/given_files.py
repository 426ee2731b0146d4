"""Which file of a page was given to whom: its address is of no use to anybody else.

Streamlit names a file by its content and hands it to whoever has the address. Here it is kept who was given it, as
issuer and subject (both empty for a reader who has not signed in) and in which role, for as long as the process lives.
"""

from pathlib import PurePosixPath
from threading import Lock

from streamlit.runtime.media_file_storage import MediaFileKind
from streamlit.runtime.memory_media_file_storage import MemoryMediaFileStorage

from measures.model.access import Actor, Role

#: Where a session keeps who reads.
READER = "reader"
_MOST = 20_000
_given: dict[str, set[tuple[str, str, Role | None]]] = {}
_lock = Lock()


def give(content: bytes, name: str, mime: str, reader: Actor) -> None:
    """Note that a reader is given a file."""
    names = MemoryMediaFileStorage("")  # of this one file: it knows how a file is named, and is thrown away
    file_id = names.load_and_get_id(content, mime, MediaFileKind.DOWNLOADABLE, name)
    with _lock:
        readers = _given.pop(file_id, set())
        _given[file_id] = readers | {(reader.issuer, reader.subject, reader.role)}
        while len(_given) > _MOST:
            del _given[next(iter(_given))]


def was_given(path: str, person: Actor) -> bool:
    """Whether the file at an address was given to that person in a role that allowed no more than theirs does."""
    with _lock:
        given = _given.get(PurePosixPath(path).stem, set())
        return any((person.issuer, person.subject, role) in given for role in Role
                   if role.permissions <= person.permissions)  # fmt: skip
