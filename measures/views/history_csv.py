"""What an upload stated, as a CSV file that is safe to open in a spreadsheet."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from measures.model.frames import UNITS
from measures.model.quarter import Quarter
from measures.model.value import unscaled
from measures.services.history import UploadRecord
from measures.views.safe_cells import csv_bytes

_PARTS = ("value", "numerator", "denominator")
FIGURE_COLUMNS = (
    "line", "measure_id", "measure", "area", "quarter", "basis", *_PARTS, "status", "data_to", "note", "change",
    *(f"before_{part}" for part in _PARTS), "before_status",
)  # fmt: skip


def figures_csv(record: UploadRecord, titles: Mapping[str, str]) -> bytes:
    """Every figure of an upload beside what stood before it; the file's own lines are numbered under `line`."""
    return csv_bytes([FIGURE_COLUMNS, *_figures(record, titles)])


def _figures(record: UploadRecord, titles: Mapping[str, str]) -> Iterator[Sequence[object]]:
    rows: Any = record.figures.sort_values("line", kind="stable").itertuples(index=False)
    for row in rows:
        yield (
            None if row.line != row.line else int(row.line),
            row.measure_id, titles.get(row.measure_id, row.measure_id), row.area,
            Quarter(int(row.quarter)).label, row.basis, *_exactly(row, ""), row.status, row.data_to, row.note,
            row.change, *_exactly(row, "before_"), row.before_status if isinstance(row.before_status, str) else None,
        )  # fmt: skip


def _exactly(row: Any, prefix: str) -> list[Decimal | None]:
    """Value, numerator and denominator; None where there is none."""
    units = [getattr(row, prefix + name) for name in UNITS]
    return [None if u != u else unscaled(int(u), int(getattr(row, f"{prefix}decimals"))) for u in units]
