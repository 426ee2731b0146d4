"""What cannot be restored is refused in a sentence and nothing of it is stored; what is older is brought up to date."""

import hashlib
import json
import random
import zipfile
from pathlib import Path

import pytest

from measures.errors import CannotReachDatabase, NotAllowed
from measures.services.backups import back_up, restore_backup
from measures.services.integrity import check
from measures.storage.restore import BackupRefused
from measures.storage.store import Store, open_store
from measures.storage.upgrade import VERSIONS
from tests.services.backing_up import awkward, backup_of, everything
from tests.storage.figures import figures, stored


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


LATER_TABLES, LATER_COLUMNS = (
    ("audit_line", "award", "chain", "funding_list", "funding_withdrawal", "given_role"),
    (("commentary", "outcome"), ("act", "sha256")),
)


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
    assert not list(tmp_path.glob("[0-9]*.db*"))


@pytest.mark.parametrize(("start", "end"), [(300, 320), (1000, 1001), (2000, 2400)])
def test_a_backup_that_lost_bytes_in_its_middle_is_damaged_and_no_fault_of_the_machine(
    sample_copy: Store, tmp_path: Path, start: int, end: int
) -> None:
    whole = backup_of(sample_copy, tmp_path / "backup.zip").read_bytes()
    path = tmp_path / "cut.zip"
    path.write_bytes(whole[:start] + whole[end:])
    with pytest.raises(BackupRefused, match=r"cut\.zip” is damaged: .*Use another copy of it, or another backup"):
        restore_backup(f"sqlite:///{tmp_path / 'cut.db'}", path)
    assert not list(tmp_path.glob("cut.db*"))


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
