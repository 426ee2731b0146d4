"""A backup is one moment of the database, and restored it is that database again, whichever kind either is."""

import hashlib
import json
import random
import resource
import signal
import subprocess
import sys
import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from measures.cli.documents import status_document
from measures.errors import CannotReachDatabase, NotAllowed
from measures.model.commentary import Commentary
from measures.model.quarter import Quarter
from measures.services.backups import back_up, restore_backup
from measures.services.definitions import load_plans
from measures.services.integrity import check
from measures.services.ratings import quarter_status
from measures.settings import ROOT
from measures.storage.backup import FileIsThere
from measures.storage.records import NewUpload
from measures.storage.restore import BackupRefused
from measures.storage.store import Store, open_store
from measures.storage.tables import metadata
from measures.storage.upgrade import VERSIONS
from tests.builders import a_measure, a_plan
from tests.storage.figures import figures, shown, stored


@pytest.fixture(params=["sqlite", "postgresql"])
def other_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a second new and empty database, of each kind in turn."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'other.db'}"
    else:
        with request.getfixturevalue("postgres").new_database() as url:
            yield url


def everything(store: Store) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table, without what the audit says of backups, and where it ends."""
    with store._reading() as connection:
        return {
            table.name: [tuple(row) for row in connection.execute(select(table).order_by(*table.primary_key))]
            for table in metadata.sorted_tables
            if table.name not in ("audit_line", "chain")
        }


def awkward(store: Store) -> None:
    """Words and files that a careless copy would lose something of, and an upload that was withdrawn."""
    load_plans(store, [a_plan(a_measure("burglary"))], by="O’Brien; DROP TABLE act -- \t“é”\n")
    upload = NewUpload("tab\tin, name.csv", bytes(range(256)) * 3, by="A", note="line\none \\N \\. '", added=1)
    store.add_upload(figures("burglary", q1=12.5), upload)
    store.add_upload(figures("burglary", q1=13), NewUpload("empty.csv", b"", by="", added=1))
    store.withdraw(2, reason="wrong", by="B", details={"number": 0.1, "none": None, "text": "é\u2028"})
    said = Commentary("burglary", Quarter.of(2015, 1), happened="Less\n\n* of it", why="", action="")
    store.add_commentary(said, by="A", based_on=0)


def backup_of(store: Store, path: Path) -> Path:
    back_up(store, path)
    return path


def test_a_restored_backup_is_the_same_database_on_either_kind(store: Store, other_url: str, tmp_path: Path) -> None:
    awkward(store)
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


# ---- refused


def test_a_database_that_holds_anything_is_left_as_it_is(store: Store, other_url: str, tmp_path: Path) -> None:
    path = backup_of(store, tmp_path / "backup.zip")
    with open_store(other_url) as other:
        stored(other, figures("thefts", q1=1))
        before = everything(other)
        with pytest.raises(NotAllowed, match=r"is in use: its table act is not empty.*empty or new database only"):
            restore_backup(other_url, path)
        assert everything(other) == before


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is no backup of this program"),
        (b"measure_id,quarter,value\n", "is no backup of this program"),
        (b"PK\x03\x04 and no more", "is damaged: its end is missing"),
    ],
)
def test_what_is_no_backup_is_told(tmp_path: Path, other_url: str, content: bytes, said: str) -> None:
    (tmp_path / "backup.zip").write_bytes(content)
    with pytest.raises(BackupRefused, match=said):
        restore_backup(other_url, tmp_path / "backup.zip")
    assert_new(other_url)


def test_another_zip_is_no_backup(tmp_path: Path, other_url: str) -> None:
    with zipfile.ZipFile(tmp_path / "pack.zip", "w") as archive:
        archive.writestr("figures.csv", "a,b")
    with pytest.raises(BackupRefused, match=r"pack\.zip” is no backup of this program\. “measures backup FILE” makes"):
        restore_backup(other_url, tmp_path / "pack.zip")


def assert_new(url: str) -> None:
    """Nothing was made at the address: no file, no table."""
    if url.startswith("sqlite"):
        assert not list(Path(url.removeprefix("sqlite:///")).parent.glob("other.db*"))
    with pytest.raises(CannotReachDatabase, match=r"measures init"):
        open_store(url, upgrade=False)


def altered(path: Path, **changes: object) -> Path:
    """The backup with another manifest."""
    other = path.with_name("altered.zip")
    with zipfile.ZipFile(path) as archive, zipfile.ZipFile(other, "w") as new:
        for name in archive.namelist():
            content = archive.read(name)
            if name == "manifest.json":
                content = json.dumps(json.loads(content) | changes).encode()
            new.writestr(name, content)
    return other


@pytest.mark.parametrize("newer", [{"format": 2}, {"tables_version": "9999"}])
def test_a_backup_of_a_newer_program_is_refused(
    store: Store, other_url: str, tmp_path: Path, newer: dict[str, object]
) -> None:
    path = altered(backup_of(store, tmp_path / "backup.zip"), program="9.0", **newer)
    with pytest.raises(BackupRefused, match=r"made by a newer version of this program \(9\.0; .*Install the newer"):
        restore_backup(other_url, path)
    assert_new(other_url)


def test_a_backup_of_an_earlier_program_is_brought_up_to_date(store: Store, other_url: str, tmp_path: Path) -> None:
    awkward(store)
    path = as_of_version_0005(backup_of(store, tmp_path / "backup.zip"))
    restore_backup(other_url, path)
    with open_store(other_url, upgrade=False) as other:
        assert everything(other) == everything(store)
        assert check(other) == []


LATER_TABLES, LATER_COLUMNS = ("audit_line", "chain"), (("commentary", "outcome"), ("act", "sha256"))


def as_of_version_0005(path: Path) -> Path:
    """The backup as a program would have written it that knew no outcome and no hashes yet."""
    other = path.with_name("older.zip")
    with zipfile.ZipFile(path) as archive, zipfile.ZipFile(other, "w") as new:
        manifest = json.loads(archive.read("manifest.json")) | {"tables_version": "0005"}
        held = {name: archive.read(name) for name in archive.namelist()}
        for table in LATER_TABLES:
            del manifest["tables"][table], held[f"tables/{table}.jsonl"]
        for table, column in LATER_COLUMNS:
            part, name = manifest["tables"][table], f"tables/{table}.jsonl"
            at = part["columns"].index(column)
            part["columns"].pop(at)
            rows = [json.loads(line) for line in held[name].splitlines()]
            held[name] = "".join(json.dumps(row[:at] + row[at + 1 :]) + "\n" for row in rows).encode()
            part["sha256"] = hashlib.sha256(held[name]).hexdigest()
        for name, content in (held | {"manifest.json": json.dumps(manifest).encode()}).items():
            new.writestr(name, content)
    return other


def test_a_backup_that_was_cut_short_or_altered_at_any_byte_is_refused_or_harmless(
    sample_copy: Store, tmp_path: Path
) -> None:
    whole = backup_of(sample_copy, tmp_path / "backup.zip").read_bytes()
    wanted = everything(sample_copy)
    seed = random.randrange(10**6)
    print(f"seed {seed}")
    rng = random.Random(seed)
    refusals: list[str] = []
    for turn in range(40):
        at = rng.randrange(len(whole))
        bad = whole[:at] if turn % 4 == 0 else whole[:at] + bytes([whole[at] ^ rng.randrange(1, 256)]) + whole[at + 1 :]
        path, place = tmp_path / f"{turn}.zip", tmp_path / f"{turn}.db"
        path.write_bytes(bad)
        try:
            restore_backup(f"sqlite:///{place}", path)
        except BackupRefused as error:
            refusals.append(str(error))
        else:  # a date in the zip's own directory, say
            with open_store(f"sqlite:///{place}") as restored:
                assert everything(restored) == wanted
            place.unlink()
    assert len(refusals) >= 30
    assert all(any(word in said for word in ("damaged", "no backup", "newer version")) for said in refusals)
    assert not list(tmp_path.glob("*.db"))


@pytest.mark.parametrize(
    ("table", "row", "said"),
    [
        ("withdrawal", [9, 1, 77], "do not go together"),
        ("series", [1, "burglary", ""], "do not go together"),
        ("series", [1, "burglary"], "a row of the table series is not whole"),
    ],
)
def test_rows_that_contradict_each_other_are_refused_and_nothing_of_them_is_stored(
    store: Store, other_url: str, tmp_path: Path, table: str, row: list[object], said: str
) -> None:
    awkward(store)
    path = backup_of(store, tmp_path / "backup.zip")
    forged = tmp_path / "forged.zip"
    with zipfile.ZipFile(path) as archive, zipfile.ZipFile(forged, "w") as new:
        manifest = json.loads(archive.read("manifest.json"))
        text = archive.read(f"tables/{table}.jsonl") + json.dumps(row).encode() + b"\n"
        part = manifest["tables"][table]
        part["rows"], part["sha256"] = part["rows"] + 1, hashlib.sha256(text).hexdigest()
        new.writestr(f"tables/{table}.jsonl", text)
        new.writestr("manifest.json", json.dumps(manifest))
        for name in set(archive.namelist()) - {"manifest.json", f"tables/{table}.jsonl"}:
            new.writestr(name, archive.read(name))
    with pytest.raises(BackupRefused, match=said):
        restore_backup(other_url, forged)
    assert_new(other_url)


def test_restoring_that_is_stopped_leaves_nothing(store: Store, other_url: str, tmp_path: Path) -> None:
    awkward(store)

    def stop(done: int, of: int) -> None:
        if done > of // 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        restore_backup(other_url, backup_of(store, tmp_path / "backup.zip"), tell=stop)
    assert_new(other_url)


def test_the_version_of_the_tables_stands_in_the_backup(store: Store, tmp_path: Path) -> None:
    assert back_up(store, tmp_path / "backup.zip").about.tables_version == VERSIONS[-1]
