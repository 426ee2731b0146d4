"""688,000 figures read from SQLite and rated, beside a bare SELECT of the same columns and fetchall.

Run it: .venv/bin/python -m benchmarks.reading [rounds]

Bound: 1.5 times. The same after 34,400 revisions more, and for this force alone, without a bound.
"""

import sqlite3
import sys
import tempfile
from contextlib import closing
from pathlib import Path

from benchmarks.loading import fetch
from benchmarks.rating import a_plan, made_up_values
from benchmarks.side_by_side import compare
from measures.rules.steps import rate
from measures.storage.records import NewUpload
from measures.storage.store import open_store

BOUND = 1.5


def main() -> None:
    """Print each ratio."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    values, plan = made_up_values(), a_plan()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "figures.db"
        with open_store(f"sqlite:///{path}") as store, closing(sqlite3.connect(path)) as bare:
            store.add_upload(values, NewUpload("all.csv", b"all", added=len(values)))

            def read_and_rate() -> object:
                return rate(store.values(area=None), plan)

            def read_all() -> object:
                return fetch(bare)

            kept = store.values(area=None)
            compare("read", lambda: store.values(area=None), "SELECT + fetchall", read_all, rounds)
            compare("rate", lambda: rate(kept, plan), "SELECT + fetchall", read_all, rounds)
            compare("read + rate", read_and_rate, "SELECT + fetchall", read_all, rounds, BOUND)
            compare("read + rate + frame", lambda: rate(store.values(area=None), plan).frame(), "SELECT + fetchall",
                    read_all, rounds)  # fmt: skip
            revised = values[values["quarter"] > values["quarter"].max() - 4]
            store.add_upload(revised, NewUpload("revised.csv", b"revised", changed=len(revised)))
            compare("read + rate, a year revised", read_and_rate, "SELECT + fetchall", read_all, rounds, BOUND)


if __name__ == "__main__":
    main()
