"""docs/running.md, “On a server”: every block of it, in its order, as root on a Debian machine of its own."""

import io
import json
import re
import subprocess
import tarfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from measures.settings import ROOT
from tests.debian import Machine, NoMachine, debian_machine

PAGE = (ROOT / "docs" / "running.md").read_text(encoding="utf-8")
SERVER = PAGE[PAGE.index("## On a server") :]
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```", SERVER, flags=re.MULTILINE | re.DOTALL)
PACKED = "/root/measures.tar.gz"
ENVIRONMENT = "/etc/measures.env"
UNITS = ("measures@.service", "measures-backup.service", "measures-backup.timer")
SITE = "/etc/nginx/conf.d/measures.conf"
COMMAND = (
    "cd /srv/measures/app && runuser -u measures -- env "
    '"MEASURES_DATABASE_URL=postgresql+psycopg://measures@/{}?host=/var/run/postgresql" .venv/bin/python -m measures {}'
)
ASKED = (
    "curl --silent --insecure --output /dev/null --write-out '%{{http_code}}\\n' "
    "--resolve measures.example.org:443:127.0.0.1 https://measures.example.org/{}"
)
UNTIL_RELOADED = (  # nginx goes on with what it had for a moment
    'until curl --silent --dump-header - http://127.0.0.1/ --header "Host: measures.example.org" '
    '| grep --quiet "^Location: https://measures.example.org/"; do sleep 0.1; done'
)
NEXT_VERSION = "9999"
NEXT_CHANGE = f'''
import sqlalchemy as sa
from alembic import op

revision = "{NEXT_VERSION}"
down_revision = "{{}}"


def upgrade() -> None:
    op.create_table("of_the_next_version", sa.Column("id", sa.Integer, primary_key=True))
'''


@pytest.fixture
def machine(tmp_path: Path) -> Iterator[Machine]:
    folder = tmp_path / "machine"
    folder.mkdir()
    try:
        with debian_machine(folder) as running:
            yield running
    except NoMachine as reason:
        pytest.skip(f"no Debian machine of its own: {reason}")


def test_an_office_sets_its_server_up_upgrades_it_under_readers_and_restores_it(machine: Machine) -> None:
    blocks = iter(BLOCKS)
    _set_up(machine, blocks)
    _open_to_readers(machine, blocks)
    shown = _status_of(machine, "measures")
    assert len(json.loads(shown)["measures"]) > 20
    _upgrade_under_readers(machine, blocks)
    assert _status_of(machine, "measures") == shown
    _restore(machine, blocks)
    assert _status_of(machine, "measures_new") == shown
    assert list(blocks) == []


def _set_up(machine: Machine, blocks: Iterator[tuple[str, str]]) -> None:
    """Packages, user, database, settings, program."""
    _pack(machine)
    machine.run(_next(blocks, "sh"), outside=True)
    machine.write(ENVIRONMENT, _next(blocks, "sh"))
    machine.run(f"chmod 600 {ENVIRONMENT}")
    machine.run(f"cd /root; {_next(blocks, 'sh')}", outside=True)
    machine.run(COMMAND.format("measures", "init --sample"))


def _open_to_readers(machine: Machine, blocks: Iterator[tuple[str, str]]) -> None:
    """Services and nginx, then a page of either process, from outside and from within."""
    for unit in UNITS:
        machine.write(f"/etc/systemd/system/{unit}", _next(blocks, "ini"))
    log = machine.run(_next(blocks, "sh"))
    assert {json.loads(line)["level"] for line in log.splitlines()} == {"info"}
    for port in (8501, 8502):
        machine.run(f"curl --silent --fail http://127.0.0.1:{port}/healthz")
    assert "measures-backup.timer" in machine.run("systemctl list-timers --no-pager")
    machine.run(
        "mkdir /etc/ssl/measures && openssl req -x509 -newkey rsa:2048 -nodes -subj /CN=measures.example.org "
        "-keyout /etc/ssl/measures/key.pem -out /etc/ssl/measures/certificate.pem"
    )
    machine.write(SITE, _next(blocks, "nginx"))
    machine.run(_next(blocks, "sh"))
    machine.run(f"timeout 20 sh -c '{UNTIL_RELOADED}'")
    assert machine.run(ASKED.format("")) == "200\n"
    assert machine.run(ASKED.format("healthz")) == "404\n"


def _upgrade_under_readers(machine: Machine, blocks: Iterator[tuple[str, str]]) -> None:
    """A version that changes the tables comes in while somebody asks for a page all the time."""
    _pack(machine, changing_the_tables=True)
    asking = f"while :; do {ASKED.format('')}; sleep 0.05; done > /root/answers"
    machine.run('systemd-run --unit=readers sh -c "$ASKING"', ASKING=asking)
    before = machine.run("systemctl show --property=MainPID --value measures@8501 measures@8502")
    machine.run(f"cd /root; {_next(blocks, 'sh')}", outside=True)
    machine.run("systemctl stop readers")
    answers = machine.run("cat /root/answers").split()
    assert len(answers) > 50
    assert set(answers) == {"200"}
    after = machine.run("systemctl show --property=MainPID --value measures@8501 measures@8502")
    assert set(before.split()).isdisjoint(after.split())
    for port in (8501, 8502):
        pid = machine.run(f"systemctl show --property=MainPID --value measures@{port}").strip()
        assert machine.run(f"readlink /proc/{pid}/cwd") == "/srv/measures/2027-02\n"
    assert _asked_of(machine, "measures", "SELECT version_num FROM measures_version") == NEXT_VERSION


def _restore(machine: Machine, blocks: Iterator[tuple[str, str]]) -> None:
    """What the office has after the database was damaged: the backup from before the upgrade."""
    backup = machine.run("ls /var/lib/measures").split()[0]
    (named,) = re.findall(r"/var/lib/measures/(\S+\.zip)", SERVER)
    machine.run(_next(blocks, "sh").replace(named, backup))
    machine.run(COMMAND.format("measures_new", "check"))
    for port in (8501, 8502):
        machine.run(f"curl --silent --fail http://127.0.0.1:{port}/healthz")
    connected = "SELECT DISTINCT datname FROM pg_stat_activity WHERE usename = 'measures'"
    assert _asked_of(machine, "postgres", connected) == "measures_new"


def _next(blocks: Iterator[tuple[str, str]], language: str) -> str:
    """The next block of the page, which has to be of that language."""
    found, text = next(blocks)
    assert found == language, text
    return text


def _status_of(machine: Machine, database: str) -> str:
    return machine.run(COMMAND.format(database, "status --format json"))


def _asked_of(machine: Machine, database: str, query: str) -> str:
    """What PostgreSQL itself answers there."""
    asking = 'runuser -u postgres -- psql --tuples-only --no-align --command "$QUERY" "$OF"'
    return machine.run(asking, QUERY=query, OF=database).strip()


def _pack(machine: Machine, *, changing_the_tables: bool = False) -> None:
    """A copy of the project as it stands here, or of a next version whose tables are others."""
    listing = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listed = subprocess.run(listing, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    files = {name: (ROOT / name).read_bytes() for name in listed.split("\0") if name}
    if changing_the_tables:
        upgrade = "measures/storage/upgrade.py"
        (newest,) = re.findall(r'^VERSIONS = .*"(\d+)"\)$', files[upgrade].decode(), flags=re.MULTILINE)
        files[upgrade] = files[upgrade].replace(f'"{newest}")'.encode(), f'"{newest}", "{NEXT_VERSION}")'.encode())
        files[f"measures/storage/migrations/versions/v{NEXT_VERSION}_next.py"] = NEXT_CHANGE.format(newest).encode()
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz", compresslevel=1) as archive:
        for name, content in files.items():
            entry = tarfile.TarInfo(f"measures/{name}")
            entry.size, entry.mode = len(content), 0o755 if name.endswith("run") else 0o644
            archive.addfile(entry, io.BytesIO(content))
    machine.write(PACKED, packed.getvalue())
