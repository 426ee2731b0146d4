"""A backup is one moment of the database, and restored it is that database again, whichever kind either is."""

import json
import resource
import signal
import subprocess
import sys
import threading
import zipfile
from pathlib import Path

import pytest

from measures.cli.documents import status_document
from measures.services.backups import back_up, restore_backup
from measures.services.integrity import check
from measures.services.ratings import quarter_status
from measures.settings import ROOT
from measures.storage.new_file import FileIsThere
from measures.storage.store import Store, open_store
from tests.services.backing_up import awkward, backup_of, everything, with_awards
from tests.storage.figures import figures, shown, stored


def test_a_restored_backup_is_the_same_database_on_either_kind(store: Store, other_url: str, tmp_path: Path) -> None:
    awkward(store)
    with_awards(store)
    path = backup_of(store, tmp_path / "backup.zip")
    about = restore_backup(other_url, path)
    assert about.total - about.rows["chain"] == sum(map(len, everything(store).values())) > 10
    with open_store(other_url, upgrade=False) as other:
        assert everything(other) == everything(store)
        assert check(other) == []
        assert other.data_version() == store.data_version() == about.data_version
        assert stored(other, figures("burglary", q1=14)).id == len(store.uploads()) + 1


def test_the_sample_comes_back_as_it_was_and_is_rated_as_it_was(
    sample_copy: Store, other_url: str, tmp_path: Path
) -> None:
    told: list[tuple[int, int]] = []
    about = restore_backup(other_url, backup_of(sample_copy, tmp_path / "backup.zip"), tell=lambda *at: told.append(at))
    assert told[-1] == (about.total, about.total)
    with open_store(other_url, upgrade=False) as other:
        assert everything(other) == everything(sample_copy)
        assert check(other) == []
        assert status_document(quarter_status(other)) == status_document(quarter_status(sample_copy))


def test_a_backup_of_what_was_restored_holds_the_same(store: Store, other_url: str, tmp_path: Path) -> None:
    awkward(store)
    with_awards(store)
    first = backup_of(store, tmp_path / "first.zip")
    restore_backup(other_url, first)
    with open_store(other_url) as other:
        second = backup_of(other, tmp_path / "second.zip")
    assert members(first) == members(second)


def members(path: Path) -> dict[str, bytes]:
    """What a backup holds, without the manifest's own moment."""
    with zipfile.ZipFile(path) as archive:
        held = {name: archive.read(name) for name in archive.namelist()}
    manifest = json.loads(held.pop("manifest.json"))
    for name in ("audit_line", "chain"):
        del held[f"tables/{name}.jsonl"], manifest["tables"][name]
    return {**held, "tables": json.dumps(manifest["tables"]).encode()}


def test_a_backup_can_be_read_without_this_program(store: Store, tmp_path: Path) -> None:
    awkward(store)
    with zipfile.ZipFile(backup_of(store, tmp_path / "backup.zip")) as archive:
        assert archive.read("files/upload-1") == bytes(range(256)) * 3
        manifest = json.loads(archive.read("manifest.json"))
        rows = [json.loads(line) for line in archive.read("tables/upload.jsonl").splitlines()]
    named = [dict(zip(manifest["tables"]["upload"]["columns"], row, strict=True)) for row in rows]
    assert [row["name"] for row in named] == ["tab\tin, name.csv", "empty.csv"]
    assert named[0]["content"] == {"file": "files/upload-1", "sha256": named[0]["sha256"]}


def test_an_empty_database_can_be_kept_and_put_back(store: Store, other_url: str, tmp_path: Path) -> None:
    restore_backup(other_url, backup_of(store, tmp_path / "backup.zip"))
    with open_store(other_url, upgrade=False) as other:
        assert (other.data_version(), check(other)) == (0, [])


def test_a_database_that_is_ready_but_empty_takes_a_backup_too(store: Store, other_url: str, tmp_path: Path) -> None:
    awkward(store)
    open_store(other_url).close()
    restore_backup(other_url, backup_of(store, tmp_path / "backup.zip"))
    with open_store(other_url, upgrade=False) as other:
        assert everything(other) == everything(store)


def test_what_is_stored_while_a_backup_is_written_is_not_torn_apart(store: Store, tmp_path: Path) -> None:
    for number in range(3):
        stored(store, figures("thefts", q1=number))
    begun, done = threading.Event(), threading.Event()

    def upload_more() -> None:
        begun.wait(30)
        for number in range(3):
            stored(store, figures("thefts", q1=100 + number))
        done.set()

    def tell(_done: int, _of: int) -> None:
        begun.set()
        assert done.wait(30), "the others had to wait for the backup"

    other = threading.Thread(target=upload_more)
    other.start()
    back_up(store, tmp_path / "backup.zip", tell=tell)
    other.join()
    restore_backup(f"sqlite:///{tmp_path / 'other.db'}", tmp_path / "backup.zip")
    with open_store(f"sqlite:///{tmp_path / 'other.db'}") as restored:
        assert (shown(restored), len(restored.uploads())) == ({("thefts", "q1"): 2}, 3)
        assert check(restored) == []
    assert len(store.uploads()) == 6


# ---- the file


def test_a_backup_may_be_read_by_its_owner_only(store: Store, tmp_path: Path) -> None:
    path = backup_of(store, tmp_path / "backup.zip")
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_file_that_is_there_is_never_written_over(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "backup.zip"
    path.write_text("mine")
    with pytest.raises(FileIsThere, match=r"backup\.zip” is there already and was left as it is"):
        back_up(store, path)
    assert path.read_text() == "mine"
    assert list(tmp_path.glob(".*")) == []


def test_a_file_that_comes_into_being_meanwhile_is_not_written_over(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "backup.zip"
    awkward(store)
    with pytest.raises(FileIsThere, match="has come into being meanwhile"):
        back_up(store, path, tell=lambda _done, _of: path.write_text("mine") and None)
    assert path.read_text() == "mine"
    assert list(tmp_path.glob(".*")) == []


def test_a_backup_that_is_stopped_leaves_nothing(store: Store, tmp_path: Path) -> None:
    awkward(store)

    def stop(done: int, of: int) -> None:
        if done > of // 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        back_up(store, tmp_path / "folder.zip", tell=stop)
    assert list(tmp_path.glob("*.zip")) == list(tmp_path.glob(".*")) == []


_KILLED = """
import os, signal, sys
from pathlib import Path
from measures.services.backups import back_up
from measures.storage.store import open_store
def die(done, of):
    if done > of // 2:
        os.kill(os.getpid(), signal.SIGKILL)
back_up(open_store(sys.argv[1]), Path(sys.argv[2]), tell=die)
"""


def test_a_backup_that_is_killed_leaves_no_file_of_that_name_and_the_next_one_works(
    store: Store, database_url: str, tmp_path: Path
) -> None:
    awkward(store)
    path = tmp_path / "backup.zip"
    killed = subprocess.run([sys.executable, "-c", _KILLED, database_url, path], cwd=ROOT, check=False)
    assert (killed.returncode, path.exists()) == (-signal.SIGKILL, False)
    assert backup_of(store, path).exists()


_NO_ROOM = """
import resource, sys
from pathlib import Path
from measures.services.backups import back_up
from measures.storage.store import open_store
store = open_store(sys.argv[1])
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
try:
    back_up(store, Path(sys.argv[2]))
except OSError as error:
    print(error.strerror)
"""


def test_a_backup_without_room_leaves_nothing(store: Store, database_url: str, tmp_path: Path) -> None:
    assert resource.RLIM_INFINITY
    awkward(store)
    folder = tmp_path / "disk"
    folder.mkdir()
    ran = subprocess.run(
        [sys.executable, "-c", _NO_ROOM, database_url, folder / "b.zip"], cwd=ROOT, capture_output=True, text=True
    )
    assert (ran.stdout, ran.stderr, list(folder.iterdir())) == ("File too large\n", "", [])
