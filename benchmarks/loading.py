"""Reading 688,000 figures beside the bare driver, and loading 100,000 beside csv + executemany.

Run it: .venv/bin/python -m benchmarks.loading [address of an empty PostgreSQL database]

SQLite is timed by processor time; a server works elsewhere, so it is timed by the clock.
"""

import csv
import io
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from datetime import date
from itertools import count
from pathlib import Path
from typing import Any

import pandas as pd
import psycopg

from benchmarks import side_by_side
from benchmarks.rating import a_plan, made_up_values
from measures.services.definitions import load_plans
from measures.services.uploads import accept_upload, preview_upload
from measures.storage.records import NewUpload
from measures.storage.store import Store, open_store

COLUMNS = "series_id, quarter, basis, value_units, numerator_units, denominator_units, decimals, status"
TODAY = date(2026, 1, 1)
AREAS, QUARTERS, MEASURES = 25, 20, 200  # 100,000 lines


def a_file() -> bytes:
    """100,000 lines of counts in the upload format; the first area is this force."""
    lines = ["measure_id,quarter,value,area\n"]
    for quarter in range(QUARTERS):
        label = f"{2015 + quarter // 4}/{16 + quarter // 4} Q{quarter % 4 + 1}"
        lines += [
            f"m{measure:03},{label},{(measure * 7919 + quarter * 31 + area) % 9973},{f'area{area:02}' if area else ''}\n"
            for area in range(AREAS)
            for measure in range(MEASURES)
        ]
    return "".join(lines).encode()


def bare_sqlite(content: bytes, path: Path) -> None:
    """What nobody can do less than: read the lines, insert them as they are, commit."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS bare (measure, quarter, value, area)")
        rows = csv.reader(io.StringIO(content.decode()))
        next(rows)
        connection.executemany("INSERT INTO bare VALUES (?, ?, ?, ?)", rows)
        connection.commit()


def bare_postgresql(content: bytes, address: str) -> None:
    """The same through psycopg."""
    with psycopg.connect(address) as connection, connection.cursor() as cursor:
        cursor.execute("CREATE TABLE IF NOT EXISTS bare (measure text, quarter text, value text, area text)")
        rows = csv.reader(io.StringIO(content.decode()))
        next(rows)
        cursor.executemany("INSERT INTO bare VALUES (%s, %s, %s, %s)", list(rows))


def fetch(connection: Any) -> int:
    """Every row of the revisions through the bare driver."""
    return len(connection.execute(f"SELECT {COLUMNS} FROM revision").fetchall())


def load(store: Store, content: bytes, number: int) -> None:
    """As `measures load` does it: read, check, compare, rate, store. Each time a new file, or it would be known."""
    preview = preview_upload(store, f"{number}.csv", content + b"\n" * number, today=TODAY)
    assert not preview.refused, preview.issues[:3]
    accept_upload(store, preview, by="Benchmark", confirm=True)


def by_the_clock(run: Callable[[], object]) -> float:
    """Seconds of one call on the clock."""
    started = time.perf_counter()
    run()
    return time.perf_counter() - started


def compare(name: str, ours: Callable[[], object], floor: Callable[[], object], *, clock: bool, rounds: int = 5) -> None:
    """Print the ratio of the medians, taken in turns."""
    measure = by_the_clock if clock else side_by_side.seconds
    pairs = [(measure(ours), measure(floor)) for _ in range(rounds)]
    mine, theirs = (statistics.median(column) for column in zip(*pairs, strict=True))
    print(f"{name}: {mine:.3f} s · floor {theirs:.3f} s · ratio {mine / theirs:.2f}")


def reading(store: Store, connection: Any, values: pd.DataFrame, *, clock: bool) -> None:
    """688,000 current figures into the values frame (bound: 1.3 × SELECT + fetchall)."""
    store.add_upload(values, NewUpload("all.csv", b"all", added=len(values)))
    compare("values(), 688,000 rows", lambda: store.values(area=None), lambda: fetch(connection), clock=clock)
    latest = values[values["quarter"] == values["quarter"].max()]
    for number in range(10):
        store.add_upload(latest, NewUpload(f"{number}.csv", bytes([number]), added=len(latest)))
    compare("  after ten revisions more", lambda: store.values(area=None), lambda: fetch(connection), clock=clock)


def writing(store: Store, bare: Callable[[bytes], None], *, clock: bool) -> None:
    """100,000 lines (bound: 3 × csv + executemany)."""
    content, numbers = a_file(), count(1)
    load_plans(store, [a_plan()], by="Benchmark")
    load(store, content, 0)
    frame = preview_upload(store, "again.csv", content + b"\n\n\n", today=TODAY).frame
    new = lambda: NewUpload("rows.csv", content, added=len(frame))  # noqa: E731
    compare("storing 100,000 rows", lambda: store.add_upload(frame, new()), lambda: bare(content), clock=clock)
    compare("loading the file whole", lambda: load(store, content, next(numbers)), lambda: bare(content), clock=clock)


def main() -> None:
    """Print each ratio."""
    values = made_up_values()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder)
        with open_store(f"sqlite:///{path / 'a.db'}") as store, closing(sqlite3.connect(path / "a.db")) as connection:
            print("SQLite")
            reading(store, connection, values, clock=False)
        with open_store(f"sqlite:///{path / 'b.db'}") as store:
            writing(store, lambda content: bare_sqlite(content, path / "bare.db"), clock=False)
    for address in sys.argv[1:]:
        print("PostgreSQL")
        plain = address.replace("+psycopg", "")
        with open_store(address) as store:
            writing(store, lambda content: bare_postgresql(content, plain), clock=True)
            with psycopg.connect(plain) as connection:
                reading(store, connection, values, clock=True)


if __name__ == "__main__":
    main()
