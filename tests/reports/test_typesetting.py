"""typst in a server that makes packs all day: it keeps nothing of them, and takes nothing from the machine."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from measures.reports.typesetting import to_png

ROOT = Path(__file__).resolve().parents[2]
SVG = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {0} 10'><rect width='{0}' height='10' fill='red'/></svg>"

#: Twelve packs that differ, and the memory of the process after the second and after the last, in pages.
TWELVE = """
from dataclasses import replace
from pathlib import Path
from measures.reports.pdf import pdf
from tests.reports.builders import a_pack

def pages():
    return int(Path("/proc/self/statm").read_text().split()[1])

def other(pack, n):
    sections = (replace(one, title=f"{one.title} {n}", blocks=(*one.blocks, *one.blocks)) for one in pack.sections)
    return replace(pack, sections=tuple(sections))

for n in range(12):
    pdf(other(a_pack(), n))
    if n in (1, 11):
        print(pages())
"""


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="the memory of a process is read from /proc")
def test_many_packs_take_hardly_more_memory_than_one(tmp_path: Path) -> None:
    settings = {**os.environ, "PYTHONPATH": str(ROOT)}
    answer = subprocess.run(
        [sys.executable, "-c", TWELVE], cwd=tmp_path, env=settings, capture_output=True, text=True, check=True
    )
    after_two, after_twelve = (int(line) * os.sysconf("SC_PAGE_SIZE") / 2**20 for line in answer.stdout.split())
    assert after_twelve - after_two < 80  # megabytes; 180 where typst keeps what it has set


def test_drawings_become_pictures_in_their_order_and_size() -> None:
    widths = [int.from_bytes(png[16:20], "big") for png in to_png([(SVG.format(w), w, 10) for w in (72, 36, 144)])]
    assert widths == [240, 120, 480]
    assert to_png([]) == []
    (alone,) = to_png([(SVG.format(72), 72, 10)])
    assert alone.startswith(b"\x89PNG")
