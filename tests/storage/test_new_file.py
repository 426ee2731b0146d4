"""A file that a person asked for is there whole or not at all, and never in the place of another."""

from pathlib import Path

import pytest

from measures.storage.new_file import FileIsThere, file_that_appears_whole, write_whole


def _interrupted(path: Path) -> None:
    with file_that_appears_whole(path) as file:
        file.write(b"half of it")
        assert not path.exists()
        raise OSError(28, "No space left on device")


def _overtaken(path: Path) -> None:
    with file_that_appears_whole(path) as file:
        file.write(b"theirs")
        path.write_bytes(b"mine")


def test_a_file_that_could_not_be_finished_is_not_there_and_may_be_asked_for_again(tmp_path: Path) -> None:
    path = tmp_path / "pack.pdf"
    with pytest.raises(OSError, match="No space left"):
        _interrupted(path)
    assert list(tmp_path.iterdir()) == []
    write_whole(path, b"all of it")
    assert (path.read_bytes(), [one.name for one in tmp_path.iterdir()]) == (b"all of it", ["pack.pdf"])


def test_one_that_is_there_is_left_as_it_is_even_where_it_came_meanwhile(tmp_path: Path) -> None:
    path = tmp_path / "pack.pdf"
    path.write_bytes(b"mine")
    with pytest.raises(FileIsThere, match=r"pack\.pdf” is there already and was left as it is"):
        write_whole(path, b"theirs")
    path.unlink()
    with pytest.raises(FileIsThere, match="has come into being meanwhile"):
        _overtaken(path)
    assert (path.read_bytes(), len(list(tmp_path.iterdir()))) == (b"mine", 1)
