"""A backup that somebody edited by hand, its manifest along with it, can be restored; then `check` tells it."""

import hashlib
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from measures.services.backups import back_up, restore_backup
from measures.services.integrity import check
from measures.storage.store import open_store
from tests.storage.test_altered_rows import filled

Members = dict[str, bytes]


def edited(path: Path, edit: Callable[[Members, dict[str, dict[str, object]]], None]) -> Path:
    """The backup with other members, and a manifest that has their hashes and numbers of rows."""
    other = path.with_name("edited.zip")
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    manifest = json.loads(members["manifest.json"])
    edit(members, manifest["tables"])
    for table, part in manifest["tables"].items():
        content = members[f"tables/{table}.jsonl"]
        part |= {"sha256": hashlib.sha256(content).hexdigest(), "rows": content.count(b"\n")}
    with zipfile.ZipFile(other, "w") as new:
        for name, content in (members | {"manifest.json": json.dumps(manifest).encode()}).items():
            new.writestr(name, content)
    return other


def made_administrator(members: Members, _tables: object) -> None:
    members["tables/given_role.jsonl"] = members["tables/given_role.jsonl"].replace(b'"viewer"', b'"administrator"')


def left_out(*names: str) -> Callable[[Members, dict[str, dict[str, object]]], None]:
    def edit(members: Members, tables: dict[str, dict[str, object]]) -> None:
        for name in names:
            del members[f"tables/{name}.jsonl"], tables[name]

    return edit


def without_audit(members: Members, tables: dict[str, dict[str, object]]) -> None:
    left_out("audit_line")(members, tables)
    lines = members["tables/chain.jsonl"].splitlines(keepends=True)
    members["tables/chain.jsonl"] = b"".join(line for line in lines if b"audit_line" not in line)


CASES = [
    (made_administrator, ["given_role was altered (row 1)"]),
    (left_out("given_role"), ["given_role has lost rows (it is missing: row 1)", "has left no trace in the table"]),
    (left_out("area"), ["area has lost rows (of the rows 1 to 2 2 are missing)"]),
    (left_out("membership"), ["membership has lost rows (of the rows 1 to 2 2 are missing)"]),
    (left_out("commentary"), ["commentary has lost rows (it is missing: row 3)"]),
    (left_out("report_text"), ["report_text has lost rows (it is missing: row 1)"]),
    (left_out("chain"), ["The record ends with act 20; 0 were recorded"]),
    (without_audit, ["When act 18 was recorded, the audit ended with line 2:"]),
]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backup of an office with something in every table."""
    folder = tmp_path_factory.mktemp("whole")
    with open_store(f"sqlite:///{folder / 'measures.db'}") as store:
        back_up(filled(store), folder / "backup.zip")
    return folder / "backup.zip"


@pytest.mark.parametrize(("edit", "said"), CASES)
def test_an_edited_backup_is_told_after_it_was_restored(
    whole: Path, other_url: str, edit: Callable[[Members, dict[str, dict[str, object]]], None], said: list[str]
) -> None:
    restore_backup(other_url, edited(whole, edit))
    with open_store(other_url, upgrade=False) as restored:
        found = check(restored)
    assert all(any(one in fault for fault in found) for one in said), found


def test_one_that_was_only_packed_anew_is_sound(whole: Path, other_url: str) -> None:
    restore_backup(other_url, edited(whole, lambda _members, _tables: None))
    with open_store(other_url, upgrade=False) as restored:
        assert check(restored) == []


def test_one_that_says_it_is_older_than_its_acts_is_not_sealed_anew(whole: Path, other_url: str) -> None:
    path = edited(whole, made_administrator)
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    manifest = json.loads(members["manifest.json"]) | {"tables_version": "0009"}
    with zipfile.ZipFile(path, "w") as new:
        for name, content in (members | {"manifest.json": json.dumps(manifest).encode()}).items():
            new.writestr(name, content)
    restore_backup(other_url, path)
    with open_store(other_url, upgrade=False) as restored:
        assert any("given_role was altered (row 1)" in fault for fault in check(restored))
