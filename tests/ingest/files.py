"""The measures that the files of these tests are about, and short ways to read and check a file."""

from datetime import date

import pandas as pd

from measures.ingest.checks import Checked, check_upload
from measures.ingest.reading import Reading, read_upload
from measures.model.frames import values_frame
from measures.model.issue import Issue, Severity
from measures.model.measure import Kind, Measure, Polarity
from measures.model.quarter import Quarter

TODAY = date(2026, 11, 23)
MAX_BYTES = 1_000_000


def a_measure(measure_id: str, kind: str, unit: str = "offences", **given: object) -> Measure:
    return Measure(measure_id, measure_id.title(), unit, Kind(kind), Polarity.LOWER, ("p",), **given)  # type: ignore[arg-type]


MEASURES = {
    measure.id: measure
    for measure in (
        a_measure("burglary", "count"),
        a_measure("robbery", "count"),
        a_measure("crime-rate", "rate", "offences per 1,000 people"),
        a_measure("solved", "ratio", "%"),
        a_measure("per-mille", "ratio", "per 1,000", scale=1000),
        a_measure("answer-time", "mean", "seconds"),
        a_measure("officers", "stock", "officers"),
        a_measure("year-crime", "rolling"),
        a_measure("satisfied", "as_is", "%"),
        a_measure("comment", "narrative", "comments"),
        a_measure(
            "old-burglary",
            "count",
            first_quarter=Quarter.parse("2013/14 Q1"),
            last_quarter=Quarter.parse("2016/17 Q4"),
        ),
    )
}


def read(content: bytes | str, max_bytes: int = MAX_BYTES) -> Reading:
    data = content.encode() if isinstance(content, str) else content
    return read_upload(data, "figures.csv", max_bytes=max_bytes, measures=MEASURES)


def check(content: bytes | str, current: pd.DataFrame | None = None, today: date = TODAY) -> Checked:
    held = values_frame([]) if current is None else current
    return check_upload(read(content), MEASURES, held, today)


def rows(header: str, *lines: str) -> str:
    return "\n".join([header, *lines, ""])


def places(
    issues: list[Issue], severity: Severity = Severity.STOP
) -> list[tuple[str, int | None, str | None, str | None]]:
    """Each issue as (code, line, column, read)."""
    return [(i.code, i.line, i.column, i.read) for i in issues if i.severity is severity]
