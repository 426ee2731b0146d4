"""A program that accepts one large upload again and again and is killed in the middle of it: `python -m … ADDRESS`.

Everything is imported and the file is previewed once; then each line on standard input starts a copy of this
program (a fork), which opens the database, accepts the upload and is killed with SIGKILL after so many seconds
("-": never). The answer is a line: `killed`, or `done` and the seconds it took.
"""

import os
import signal
import sys
import time
from dataclasses import replace

from measures.services.uploads import Preview, accept_upload, preview_upload
from measures.storage.store import open_store
from tests.builders import a_measure
from tests.services.test_uploads import TODAY

MEASURES = [a_measure(f"measure-{number}") for number in range(25)]
ROWS = 20_000
LARGE = "measure_id,area,quarter,value\n" + "".join(
    f"{measure.id},area-{area},{year}/{year % 100 + 1} Q{quarter},{area * year + quarter}\n"
    for measure in MEASURES
    for area in range(20)
    for year in range(2015, 2025)
    for quarter in (1, 2, 3, 4)
)


def serve(address: str) -> None:
    """Answer until standard input ends."""
    with open_store(address) as store:
        preview = preview_upload(store, "large.csv", LARGE.encode(), today=TODAY)
    assert preview.added == ROWS
    print("ready", flush=True)
    for line in sys.stdin:
        print(_once(address, preview, line.strip()), flush=True)


def _once(address: str, preview: Preview, delay: str) -> str:
    hears, tells = os.pipe()
    child = os.fork()
    if not child:
        _accept(address, preview, tells)
    os.close(tells)
    os.read(hears, 1)
    os.close(hears)
    start = time.perf_counter()
    if delay != "-":
        time.sleep(float(delay))
        os.kill(child, signal.SIGKILL)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    return "killed" if status == -signal.SIGKILL else f"done {time.perf_counter() - start}" if not status else "failed"


def _accept(address: str, preview: Preview, tells: int) -> None:
    """In the copy: what is stored meanwhile is of no concern here."""
    try:
        store = open_store(address)
        based_on = store.data_version()
        os.write(tells, b".")
        accept_upload(store, replace(preview, based_on=based_on), by="Killed", confirm=True)
    except BaseException as error:  # noqa: BLE001 (nothing may go on in the copy)
        print(error, file=sys.stderr, flush=True)
        os._exit(1)
    os._exit(0)


if __name__ == "__main__":
    serve(sys.argv[1])
