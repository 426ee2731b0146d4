"""A Debian machine of its own: this system in a throwaway layer, with Debian's systemd as its first process.

It has the packages that this machine has, a PostgreSQL cluster as the package makes it, and a network of its own, so
that what is done there as root, by the book, changes nothing here and is gone afterwards.
"""

import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

SYSTEMD = Path("/lib/systemd/systemd")
START_SECONDS = 60
PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"

#: Run in namespaces of its own. What a new Debian has that a machine for tests may lack, or the other way round, is
#: set right in the layer; then the layer is all there is, and systemd takes this process over.
BOOT = """
set -e
mount --make-rprivate /
mount -t tmpfs -o size=4g tmpfs "$1" && cd "$1"
mkdir upper work root
mount -t overlay -o lowerdir=/,upperdir=upper,workdir=work overlay root
cd root
mount -t proc proc proc
mount -t sysfs -o ro sysfs sys
mount -t tmpfs tmpfs sys/fs/cgroup
mount -t cgroup2 cgroup2 sys/fs/cgroup
mount -t tmpfs tmpfs dev
for each in null zero full random urandom tty; do touch dev/$each; mount --bind /dev/$each dev/$each; done
mkdir dev/pts dev/shm
mount -t devpts -o newinstance,ptmxmode=0666 devpts dev/pts
mount -t tmpfs tmpfs dev/shm
ln -s pts/ptmx dev/ptmx
ln -s /proc/self/fd dev/fd
mount -t tmpfs tmpfs run
mount -t tmpfs tmpfs tmp
ip link set lo up
mkdir before
pivot_root . before
umount -l /before
rm -f usr/sbin/policy-rc.d
if [ -x usr/bin/pg_createcluster ]; then
  rm -rf etc/postgresql var/lib/postgresql
  mkdir -m 755 etc/postgresql var/lib/postgresql
  chown postgres: etc/postgresql var/lib/postgresql
  pg_createcluster "$(ls usr/lib/postgresql | sort -V | tail -n 1)" main
fi
exec env -i container=tests PATH="$2" /lib/systemd/systemd --system --unit=multi-user.target --log-target=null
"""


class NoMachine(Exception):
    """This system may not or cannot start one; the text says why."""


@dataclass(frozen=True)
class Machine:
    """A running machine, by the process id that its first process has here."""

    first: int

    def run(self, script: str, *, outside: bool = False, **environment: str) -> str:
        """Run a shell script there as root, stopping at its first failure; what it printed.

        `outside` lends it this machine's network, for what has to be fetched.
        """
        of = ["--mount", "--uts", "--ipc", "--pid", "--cgroup", *([] if outside else ["--net"])]
        command = ["nsenter", f"--target={self.first}", *of, "--root", "--wd", "sh", "-e", "-c", script]
        told = {"PATH": PATH, "HOME": "/root", "LANG": "C.UTF-8", "DEBIAN_FRONTEND": "noninteractive"}
        if outside:
            told |= {name: value for name, value in os.environ.items() if name.startswith(("PIP_", "SSL_CERT"))}
        done = subprocess.run(
            command, env=told | environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=300
        )
        assert done.returncode == 0, f"{script}\n\nended with {done.returncode}:\n{done.stdout}\n{done.stderr}"
        return done.stdout

    def write(self, path: str, content: str | bytes) -> None:
        """Put a file there."""
        place = Path(f"/proc/{self.first}/root{path}")
        place.write_bytes(content.encode() if isinstance(content, str) else content)


@contextmanager
def debian_machine(folder: Path) -> Iterator[Machine]:
    """Boot one, its layer on an empty folder, and switch it off when the block ends. Raises NoMachine."""
    group = _control_group()
    inside = f'echo $$ > "{group}/cgroup.procs" && exec unshare --mount --uts --ipc --net --pid --cgroup --fork '
    inside += '--kill-child sh -c "$0" sh "$1" "$2"'
    with (folder.parent / f"{folder.name}.log").open("w+", encoding="utf-8") as words:
        booting = subprocess.Popen(
            ["sh", "-c", inside, BOOT, str(folder), PATH], stdin=subprocess.DEVNULL, stdout=words, stderr=words
        )
        try:
            yield _when_up(booting, Path(words.name))
        finally:
            booting.kill()
            booting.wait(timeout=20)
            _remove(group)


def _control_group() -> Path:
    """A new control group for all its processes, which systemd insists on."""
    if os.name != "posix" or os.geteuid() != 0 or not SYSTEMD.exists():
        raise NoMachine("it takes root on a Debian machine with systemd")
    mounts = [line.split() for line in Path("/proc/self/mounts").read_text(encoding="utf-8").splitlines()]
    try:
        place = next(Path(mount[1]) for mount in mounts if mount[2] == "cgroup2")
        group = place / f"measures-{uuid4().hex[:8]}"
        group.mkdir()
    except (StopIteration, OSError) as error:
        raise NoMachine("no control group can be made here") from error
    return group


def _when_up(booting: "subprocess.Popen[bytes]", log: Path) -> Machine:
    """The machine, once systemd has started all that it starts."""
    until = time.monotonic() + START_SECONDS
    while booting.poll() is None and time.monotonic() < until:
        with suppress(OSError, AssertionError):  # not yet
            children = Path(f"/proc/{booting.pid}/task/{booting.pid}/children").read_text(encoding="ascii")
            machine = Machine(int(children.split()[0]) if children else -1)
            assert Path(f"/proc/{machine.first}/comm").read_text(encoding="utf-8") == "systemd\n"
            machine.run('systemctl is-system-running --wait || [ "$(systemctl is-system-running)" = degraded ]')
            return machine
        time.sleep(0.1)
    raise NoMachine(f"it did not start: {log.read_text(encoding='utf-8').strip()[-500:]}")


def _remove(group: Path) -> None:
    until = time.monotonic() + 10
    while time.monotonic() < until:
        with suppress(OSError):
            for each in sorted(group.rglob("*/"), key=lambda one: -len(one.parts)):
                each.rmdir()
            group.rmdir()
            return
        time.sleep(0.1)
