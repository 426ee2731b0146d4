"""The status page's figures as a CSV file: one line for each comparison, safe to open in a spreadsheet."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from measures.model.rating import Comparison, MeasureRating, Period
from measures.model.status import QuarterStatus
from measures.views.safe_cells import csv_bytes
from measures.views.signal_words import signal_in_words

COLUMNS = (
    "plan", "quarter", "priority", "measure_id", "measure", "unit", "kind", "polarity", "headline", "signal",
    "comparator", "rating", "reason_code", "value", "value_from", "value_to", "comparator_value", "comparator_from",
    "comparator_to", "change", "change_pct", "tolerance", "tolerance_unit", "flags", "reason",
)  # fmt: skip


def status_csv(status: QuarterStatus) -> bytes:
    """UTF-8 with a byte order mark, which Excel needs; figures unrounded up to 6 decimals, texts made harmless."""
    rows: list[Sequence[object]] = [COLUMNS]
    titles = {priority.id: priority.title for priority in status.plan.head.priorities}
    for rating in status.measures:
        for comparison in rating.comparisons or (None,):
            rows.append(_line(status, titles.get(rating.priority, rating.priority), rating, comparison))
    return csv_bytes(rows)


def plain(number: Fraction | None) -> int | Decimal | None:
    """A figure without grouping, at most 6 decimals: `1172`, `-6.159420`; empty for none."""
    if number is None or number.denominator == 1:
        return None if number is None else int(number)
    return Decimal(f"{float(number):.6f}")


def _line(status: QuarterStatus, priority: str, rating: MeasureRating, comparison: Comparison | None) -> list[object]:
    measure = rating.measure
    texts = [status.plan.head.id, status.quarter.label, priority, measure.id, measure.title, measure.unit,
             measure.kind, measure.polarity, rating.headline or "", signal_in_words(rating.signal)]  # fmt: skip
    if comparison is None:
        blank = [""] * (len(COLUMNS) - len(texts) - 4)
        return [*texts, "", "", rating.reason_code or "", *blank, rating.words]
    return [
        *texts,
        comparison.comparator, comparison.rating or "", comparison.reason_code or "",
        plain(comparison.current), *_dates(comparison.current_period),
        plain(comparison.value), *_dates(comparison.period),
        plain(comparison.change), plain(comparison.change_pct),
        f"{comparison.tolerance.amount:f}", comparison.tolerance.unit,
        " ".join(comparison.flags), comparison.reason,
    ]  # fmt: skip


def _dates(period: Period) -> tuple[str, str]:
    return period.first.start.isoformat(), period.last.end.isoformat()
