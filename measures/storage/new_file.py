"""A file that a person asked for: there whole or not at all, and never in the place of another."""

import os
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from measures.errors import MeasuresError


class FileIsThere(MeasuresError, FileExistsError):
    """The file is there already; it was left as it is."""


def write_whole(path: Path, content: bytes) -> None:
    """Write a new file. Raises FileIsThere and OSError; nothing is left behind then."""
    with file_that_appears_whole(path) as file:
        file.write(content)


@contextmanager
def file_that_appears_whole(path: Path, *, mode: int = 0o666) -> Generator[IO[bytes]]:
    """A file under another name until all of it is on the disk; nothing is left where that fails.

    `mode` is who may read and write it, as far as the machine's settings allow. Raises FileIsThere and OSError.
    """
    if path.exists():
        raise FileIsThere(f"“{path}” is there already and was left as it is. Name another file.")
    half = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with os.fdopen(os.open(half, os.O_CREAT | os.O_EXCL | os.O_RDWR, mode), "w+b") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        _give_name(half, path)
    finally:
        half.unlink(missing_ok=True)


def _give_name(half: Path, path: Path) -> None:
    """Name a finished file, unless another took the name meanwhile."""
    try:
        path.hardlink_to(half)
    except FileExistsError:
        raise FileIsThere(f"“{path}” has come into being meanwhile and was left as it is. Name another file.") from None
    except OSError:  # a disk that has no links
        if path.exists():
            raise FileIsThere(f"“{path}” has come into being meanwhile and was left as it is.") from None
        half.rename(path)
    with suppress(OSError, AttributeError):  # the name, too, is on the disk (where a folder can be asked for that)
        folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
