"""Reading 688,000 figures beside the bare driver, and loading 100,000 beside csv + executemany.

Run it: .venv/bin/python -m benchmarks.loading [address of a PostgreSQL database; new ones are made beside it]

Beside the floor stands what others would use (`benchmarks.loading_peers`).

SQLite is timed by processor time; a server works elsewhere, so it is timed by the clock.
"""

import csv
import io
import sqlite3
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, TypeAlias

import pandas as pd
import psycopg

from benchmarks import loading_peers, side_by_side
from benchmarks.rating import a_plan, made_up_values
from measures.services.definitions import load_plans
from measures.services.uploads import Preview, accept_upload, preview_upload
from measures.storage.records import NewUpload
from measures.storage.store import Store, open_store

Peers: TypeAlias = Mapping[str, Callable[[bytes], object]]
COLUMNS = "series_id, quarter, basis, value_units, numerator_units, denominator_units, decimals, status"
TODAY = date(2026, 1, 1)
AREAS, QUARTERS, MEASURES = 25, 20, 200  # 100,000 lines
ROUNDS = 5


def a_file(*, quarters: int = QUARTERS, areas: int = AREAS, changed: int = 0, of_others: bool = False) -> bytes:
    """100,000 lines of counts in the upload format; the first area is this force, unless all are `of_others`.

    With `changed` every hundredth figure is higher by that.
    """
    lines = ["measure_id,quarter,value,area\n"]
    start = 2020 - (quarters + 3) // 4
    for quarter in range(quarters):
        year = start + quarter // 4
        label = f"{year}/{(year + 1) % 100:02} Q{quarter % 4 + 1}"
        for area in range(areas):
            place = f"area{area:02}" if area or of_others else ""
            figures = (
                (measure * 7919 + quarter * 31 + area) % 9973 + (changed if measure % 100 == 7 else 0)
                for measure in range(MEASURES)
            )
            lines += [f"m{measure:03},{label},{figure},{place}\n" for measure, figure in enumerate(figures)]
    return "".join(lines).encode()


def write_million(path: str) -> None:
    """A file of 1,000,000 such lines."""
    Path(path).write_bytes(a_file(quarters=50, areas=100))


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


class Loader:
    """Loads into one store after the other, each with the plan and no figures."""

    def __init__(self, stores: Sequence[Store]) -> None:
        for store in stores:
            load_plans(store, [a_plan()], by="Benchmark")
        self._empty, self._now = iter(stores), stores[0]
        self._seen: Preview | None = None

    def preview(self, content: bytes, *, anew: bool = False) -> None:
        """Read, check and compare; with `anew` beside an empty store."""
        self._now = next(self._empty) if anew else self._now
        self._seen = preview_upload(self._now, "figures.csv", content, today=TODAY)

    def load(self, content: bytes) -> None:
        """Both."""
        self.preview(content)
        self.accept()

    def accept(self) -> None:
        """Store what was previewed last."""
        assert self._seen is not None and not self._seen.refused, self._seen
        accept_upload(self._now, self._seen, by="Benchmark", confirm=True)


def writing(stores: Sequence[Store], bare: Callable[[bytes], None], peers: Peers, *, clock: bool) -> None:
    """100,000 lines into an empty database, then the same bytes, then the same figures in other bytes.

    Half of the stores take a file of this force among others, half one of others alone, which moves no rating: that is
    what the peers do, and the bounds beside them are about.
    """
    content, of_others = a_file(), a_file(of_others=True)
    exported = content.replace(b"\n", b"\r\n")
    loader, loader_of_others = Loader(stores[::2]), Loader(stores[1::2])
    measure = by_the_clock if clock else side_by_side.seconds
    taken: dict[str, list[float]] = defaultdict(list)
    for _ in stores[::2]:
        previewed = measure(lambda: loader.preview(content, anew=True))
        accepted = measure(loader.accept)
        taken["previewed"].append(previewed)
        taken["accepted"].append(accepted)
        taken["loaded"].append(previewed + accepted)
        taken["same bytes"].append(measure(lambda: loader.load(content)))
        taken["exported again"].append(measure(lambda: loader.load(exported)))
        taken["of others"].append(
            measure(lambda: loader_of_others.preview(of_others, anew=True)) + measure(loader_of_others.accept)
        )
        taken["floor"].append(measure(lambda: bare(content)))
        for name, peer in peers.items():
            taken[name].append(measure(partial(peer, of_others)))
    floor, bound = ("csv + executemany", taken["floor"]), 3 if clock else 2
    side_by_side.beside(
        "100,000 lines, previewed with the ratings that move, and accepted", taken["loaded"], *floor, bound
    )
    side_by_side.beside("  previewed only", taken["previewed"], *floor)
    side_by_side.beside("  accepted only", taken["accepted"], *floor)
    side_by_side.beside("100,000 lines of others, which move no rating", taken["of others"], *floor, bound)
    side_by_side.beside("the same bytes again", taken["same bytes"], *floor, 1.5)
    side_by_side.beside("the same figures in other bytes", taken["exported again"], *floor, 1.5)
    for name in peers:
        least = 6 if name.startswith("sqlite-utils") else 3
        side_by_side.times_quicker("100,000 lines of others", taken["of others"], name, taken[name], least)
        side_by_side.times_quicker("  with the ratings that move", taken["loaded"], name, taken[name])


def mostly_unchanged(store: Store, addresses: Sequence[str]) -> None:
    """A file of which one figure in a hundred is another, beside upserting all of it, on PostgreSQL (bound: 3 ×)."""
    first = a_file()
    loader = Loader([store])
    loader.preview(first, anew=True)
    loader.accept()
    upserts = {"upsert of all": loading_peers.upsert_all, "upsert of all, a row at a time": loading_peers.upsert_each}
    for (_, upsert), address in zip(upserts.items(), addresses, strict=True):
        upsert(first, address)
    ours: list[float] = []
    theirs: dict[str, list[float]] = defaultdict(list)
    for number in range(1, 6):
        content = a_file(changed=number)
        ours.append(by_the_clock(partial(loader.load, content)))
        for (name, upsert), address in zip(upserts.items(), addresses, strict=True):
            theirs[name].append(by_the_clock(partial(upsert, content, address)))
    for name, taken in theirs.items():
        side_by_side.times_quicker("a file with 1,000 other figures", ours, name, taken, 3)


def main() -> None:
    """Print each ratio."""
    values = made_up_values()
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        path = Path(folder)
        print("SQLite")
        stores = [stack.enter_context(open_store(f"sqlite:///{path / f'{n}.db'}")) for n in range(2 * ROUNDS + 1)]
        peers = {
            name: lambda content, peer=peer: peer(content, path / "peer.db")
            for name, peer in loading_peers.installed().items()
        }
        writing(stores[1:], lambda content: bare_sqlite(content, path / "bare.db"), peers, clock=False)
        reading(stores[0], stack.enter_context(closing(sqlite3.connect(path / "0.db"))), values, clock=False)
        if len(sys.argv) > 1:
            print("PostgreSQL")
            server = stack.enter_context(closing(psycopg.connect(plain(sys.argv[1]), autocommit=True)))
            addresses = list(new_databases(server, sys.argv[1], stack))
            stores = [stack.enter_context(open_store(address)) for address in addresses[: 2 * ROUNDS + 2]]
            writing(stores[2:], lambda content: bare_postgresql(content, plain(addresses[0])), {}, clock=True)
            mostly_unchanged(stores[1], addresses[-2:])
            connection = stack.enter_context(closing(psycopg.connect(plain(addresses[0]))))
            reading(stores[0], connection, values, clock=True)


def plain(address: str) -> str:
    """The address as psycopg itself takes it."""
    return address.replace("+psycopg", "")


def new_databases(server: Any, address: str, stack: ExitStack) -> Iterator[str]:
    """New databases beside the one that is named, gone at the end."""
    for number in range(2 * ROUNDS + 4):
        name = f"measures_benchmark_{number}"
        server.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        server.execute(f"CREATE DATABASE {name}")
        stack.callback(server.execute, f"DROP DATABASE {name} WITH (FORCE)")
        yield f"{address.rpartition('/')[0]}/{name}"


if __name__ == "__main__":
    main()
