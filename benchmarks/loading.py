"""Reading 688,000 figures beside the bare driver, and loading 100,000 beside csv + executemany.

Run it: .venv/bin/python -m benchmarks.loading [address of a PostgreSQL database; new ones are made beside it]

SQLite is timed by processor time; a server works elsewhere, so it is timed by the clock.
"""

import csv
import io
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import psycopg

from benchmarks import side_by_side
from benchmarks.rating import a_plan, made_up_values
from measures.services.definitions import load_plans
from measures.services.uploads import Preview, accept_upload, preview_upload
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
        for area in range(AREAS):
            place = f"area{area:02}" if area else ""
            figures = ((measure * 7919 + quarter * 31 + area) % 9973 for measure in range(MEASURES))
            lines += [f"m{measure:03},{label},{figure},{place}\n" for measure, figure in enumerate(figures)]
    return "".join(lines).encode()


def lines_of(content: bytes) -> Iterator[list[str]]:
    """The lines of the file after its header."""
    lines = csv.reader(io.StringIO(content.decode()))
    next(lines)
    return lines


def bare_sqlite(content: bytes, path: Path) -> None:
    """What nobody can do less than: read the lines, insert them as they are, commit."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("DROP TABLE IF EXISTS bare")
        connection.execute("CREATE TABLE bare (measure, quarter, value, area)")
        connection.executemany("INSERT INTO bare VALUES (?, ?, ?, ?)", lines_of(content))
        connection.commit()


def bare_postgresql(content: bytes, address: str) -> None:
    """The same through psycopg."""
    with psycopg.connect(address) as connection, connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS bare")
        cursor.execute("CREATE TABLE bare (measure text, quarter text, value text, area text)")
        cursor.executemany("INSERT INTO bare VALUES (%s, %s, %s, %s)", list(lines_of(content)))


def fetch(connection: Any) -> int:
    """Every row of the revisions through the bare driver."""
    return len(connection.execute(f"SELECT {COLUMNS} FROM revision").fetchall())


def by_the_clock(run: Callable[[], object]) -> float:
    """Seconds of one call on the clock."""
    started = time.perf_counter()
    run()
    return time.perf_counter() - started


def compare(name: str, ours: Callable[[], object], floor: Callable[[], object], *, clock: bool) -> None:
    """Print the ratio of the medians of five, taken in turns."""
    measure = by_the_clock if clock else side_by_side.seconds
    pairs = [(measure(ours), measure(floor)) for _ in range(5)]
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


def writing(stores: Sequence[Store], bare: Callable[[bytes], None], *, clock: bool) -> None:
    """100,000 lines into a database that has the plan and no figures, beside csv + executemany (bound: 3 ×)."""
    content = a_file()
    for store in stores:
        load_plans(store, [a_plan()], by="Benchmark")
    empty = iter(stores)
    previews: list[tuple[Store, Preview]] = []

    def preview() -> None:
        store = next(empty)
        previews.append((store, preview_upload(store, "figures.csv", content, today=TODAY)))

    def accept() -> None:
        store, seen = previews.pop()
        assert not seen.refused, seen.issues[:3]
        accept_upload(store, seen, by="Benchmark", confirm=True)

    def load() -> None:
        preview()
        accept()

    compare("100,000 lines, previewed and accepted", load, lambda: bare(content), clock=clock)
    for _ in range(5):
        preview()
    compare("  accepted only", accept, lambda: bare(content), clock=clock)


def main() -> None:
    """Print each ratio."""
    values = made_up_values()
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        path = Path(folder)
        print("SQLite")
        stores = [stack.enter_context(open_store(f"sqlite:///{path / f'{n}.db'}")) for n in range(12)]
        writing(stores[1:], lambda content: bare_sqlite(content, path / "bare.db"), clock=False)
        reading(stores[0], stack.enter_context(closing(sqlite3.connect(path / "0.db"))), values, clock=False)
        if len(sys.argv) > 1:
            print("PostgreSQL")
            server = stack.enter_context(closing(psycopg.connect(plain(sys.argv[1]), autocommit=True)))
            addresses = list(new_databases(server, sys.argv[1], stack))
            stores = [stack.enter_context(open_store(address)) for address in addresses]
            writing(stores[1:], lambda content: bare_postgresql(content, plain(addresses[0])), clock=True)
            connection = stack.enter_context(closing(psycopg.connect(plain(addresses[0]))))
            reading(stores[0], connection, values, clock=True)


def plain(address: str) -> str:
    """The address as psycopg itself takes it."""
    return address.replace("+psycopg", "")


def new_databases(server: Any, address: str, stack: ExitStack) -> Iterator[str]:
    """Twelve new databases beside the one that is named, gone at the end."""
    for number in range(12):
        name = f"measures_benchmark_{number}"
        server.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        server.execute(f"CREATE DATABASE {name}")
        stack.callback(server.execute, f"DROP DATABASE {name} WITH (FORCE)")
        yield f"{address.rpartition('/')[0]}/{name}"


if __name__ == "__main__":
    main()
