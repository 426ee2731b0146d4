"""The status page's figures as a CSV file: one line for each comparison, safe to open in a spreadsheet."""

import csv
import io
from fractions import Fraction

from measures.model.rating import Comparison, MeasureRating, Period
from measures.model.status import QuarterStatus
from measures.views.signal_words import signal_in_words

COLUMNS = (
    "plan", "quarter", "priority", "measure_id", "measure", "unit", "kind", "polarity", "headline", "signal",
    "comparator", "rating", "reason_code", "value", "value_from", "value_to", "comparator_value", "comparator_from",
    "comparator_to", "change", "change_pct", "tolerance", "tolerance_unit", "flags", "reason",
)  # fmt: skip

#: A spreadsheet reads a cell that begins with one of these as a formula.
DANGEROUS = ("=", "+", "-", "@", "\t", "\r")


def status_csv(status: QuarterStatus) -> bytes:
    """UTF-8 with a byte order mark, which Excel needs; figures unrounded up to 6 decimals, texts made harmless."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    titles = {priority.id: priority.title for priority in status.plan.head.priorities}
    for rating in status.measures:
        for comparison in rating.comparisons or (None,):
            writer.writerow(_line(status, titles.get(rating.priority, rating.priority), rating, comparison))
    return buffer.getvalue().encode("utf-8-sig")


def harmless(text: str) -> str:
    """A text that no spreadsheet takes for a formula: an apostrophe goes before one that begins like it."""
    return f"'{text}" if text.startswith(DANGEROUS) else text


def plain(number: Fraction | None) -> str:
    """A figure without grouping, at most 6 decimals: `1172`, `-6.159420`; empty for none."""
    if number is None:
        return ""
    return str(number) if number.denominator == 1 else f"{float(number):.6f}"


def _line(status: QuarterStatus, priority: str, rating: MeasureRating, comparison: Comparison | None) -> list[str]:
    measure = rating.measure
    texts = [status.plan.head.id, status.quarter.label, priority, measure.id, measure.title, measure.unit,
             measure.kind, measure.polarity, rating.headline or "", signal_in_words(rating.signal)]  # fmt: skip
    start = [harmless(text) for text in texts]
    if comparison is None:
        blank = [""] * (len(COLUMNS) - len(start) - 4)
        return [*start, "", "", rating.reason_code or "", *blank, harmless(rating.words)]
    return [
        *start,
        comparison.comparator, comparison.rating or "", comparison.reason_code or "",
        plain(comparison.current), *_dates(comparison.current_period),
        plain(comparison.value), *_dates(comparison.period),
        plain(comparison.change), plain(comparison.change_pct),
        f"{comparison.tolerance.amount:f}", comparison.tolerance.unit,
        " ".join(comparison.flags), harmless(comparison.reason),
    ]  # fmt: skip


def _dates(period: Period) -> tuple[str, str]:
    return period.first.start.isoformat(), period.last.end.isoformat()
