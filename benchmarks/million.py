"""The most memory that a process ever has which previews and accepts a file of 1,000,000 lines.

Run it: .venv/bin/python -m benchmarks.million

The whole process counts: the interpreter, its libraries, the file, the frames, SQLite. The file is written by
another process, which is over before.
"""

import os
import resource
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path

BOUND = 400


def load(folder: Path) -> None:
    """Preview and accept the file in this process, and print its peak."""
    from benchmarks.rating import a_plan
    from measures.services.definitions import load_plans
    from measures.services.uploads import accept_upload, preview_upload
    from measures.storage.store import open_store

    with open_store(f"sqlite:///{folder / 'million.db'}") as store:
        load_plans(store, [a_plan()], by="Benchmark")
        content = (folder / "million.csv").read_bytes()
        preview = preview_upload(store, "million.csv", content, today=date(2026, 1, 1))
        assert preview.added == 1_000_000
        accept_upload(store, preview, by="Benchmark", confirm=True)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    held = "held" if peak <= BOUND else "NOT HELD"
    print(f"1,000,000 lines previewed and accepted: {peak:.0f} MB at most · bound {BOUND} {held}", flush=True)


def main() -> None:
    """Write the file in one process, load it in another."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "million.csv"
        write = (
            f"from benchmarks.loading import a_file; open({str(path)!r}, 'wb').write(a_file(quarters=50, areas=100))"
        )
        read = f"from pathlib import Path; from benchmarks.million import load; load(Path({folder!r}))"
        for command in (write, read):
            environment = {**os.environ, "MEASURES_UPLOAD_MAX_MB": "100"}
            subprocess.run([sys.executable, "-c", command], check=True, env=environment)


if __name__ == "__main__":
    main()
