"""A zip whose bytes are made of its files alone: no clock, no machine."""

import io
import zipfile
from collections.abc import Iterable
from datetime import datetime

#: The first moment that a zip can hold.
FIRST_YEAR = 1980


def packed(files: Iterable[tuple[str, bytes]], moment: datetime) -> bytes:
    """The files in this order, each dated with `moment`."""
    date = (max(moment.year, FIRST_YEAR), moment.month, moment.day, moment.hour, moment.minute, moment.second)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in files:
            entry = zipfile.ZipInfo(name, date)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content)
    return out.getvalue()
