"""Every format of a publication, rebuilt in a process of its own: `python -m tests.history.rebuilding ADDRESS NUMBER`.

A line for each: its ending and the SHA-256 of its bytes.
"""

import hashlib
import sys

from measures.reports.pack import published_pack
from measures.reports.rendering import FORMATS, render
from measures.services.published import open_publication
from measures.storage.store import open_store


def rebuild(address: str, number: int) -> None:
    """Print the hash of each format."""
    with open_store(address, upgrade=False) as store:
        pack = published_pack(open_publication(store, number))
    for one in FORMATS:
        print(one.ending, hashlib.sha256(render(pack, one.ending)).hexdigest())


if __name__ == "__main__":
    rebuild(sys.argv[1], int(sys.argv[2]))
