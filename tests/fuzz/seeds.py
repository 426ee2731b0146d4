"""The good files that are mutated, and the office that they are offered to: its measures and what it holds."""

import csv
import io
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from measures.model.measure import Measure
from tests.builders import a_measure
from tests.fuzz.figures import Meaning

EXAMPLES = Path(__file__).parents[2] / "data" / "examples"
TODAY = date(2026, 11, 26)

MEASURES: tuple[Measure, ...] = (
    *(a_measure(name) for name in ("all-recorded-crime", "arson", "arrests", "anti-social-behaviour", "total")),
    *(a_measure(name, kind="ratio") for name in ("charge-summons", "community-resolutions", "positive-outcomes")),
    a_measure("answering-999", kind="ratio", polarity="higher"),
    a_measure("per-mille", kind="ratio", unit="per 1,000", scale=1000),
    a_measure("crime-rate", kind="rate"),
    a_measure("crimes-per-day", kind="mean"),
    a_measure("officers", kind="stock"),
    a_measure("year-crime", kind="rolling"),
    a_measure("satisfied", kind="as_is"),
    a_measure("comment", kind="narrative"),
    a_measure("old-burglary", first_quarter="2013/14 Q1", last_quarter="2016/17 Q4"),
)
MEANINGS = {
    measure.id: Meaning(
        measure.kind.value,
        measure.unit,
        measure.first_quarter.ordinal if measure.first_quarter else None,
        measure.last_quarter.ordinal if measure.last_quarter else None,
    )
    for measure in MEASURES
}

HELD = b"""measure_id,quarter,value,numerator,denominator,basis,status,area
all-recorded-crime,2024/25 Q1,32000,,,,,
all-recorded-crime,2024/25 Q2,31000,,,,,
all-recorded-crime,2024/25 Q3,30500,,,,,
all-recorded-crime,2024/25 Q4,30000,,,,r,
all-recorded-crime,2025/26 Q1,33328,,,,,
arson,2024/25 Q1,,,,,x,
arson,2024/25 Q2,310,,,ytd,,
arson,2025/26 Q1,194,,,,,
arson,2025/26 Q1,20,,,,,Kent
charge-summons,2024/25 Q1,,3700,21000,,,
officers,2025/26 Q1,3605,,,,,
"""

LONG = """measure_id,quarter,value,numerator,denominator,basis,status,data_to,area,note
all-recorded-crime,2025/26 Q2,33065,,,,p,2025-09-30,,"Taken from the ""April"" release, first"
all-recorded-crime,Q3 2025/26,"30,815",,,,P,31/12/2025,,"two\nlines"
arson,2025-26-Q3,,,,,x,,,Not returned – in time
arson,2025/26 Q2,159,,,quarter,,,,
arson,2025/26 Q2,353,,,YTD,,,,
arson,2025/26 Q2,21,,,,r,,Kent,naïve £5
crime-rate,2025-12-31,,30815,1601645,,p,,,
charge-summons,31/12/2025,,3743,21052,,,,,
charge-summons,2025/26 Q1,17.8%,,,,e,,,
per-mille,2025/26 Q1,,12.5,1000,,,,,
crimes-per-day,2025/26 Q3,,30815,92,,u,,,
officers,2025/26 Q3,"+3,610",,,,,,,
year-crime,2025/26 Q3,128460,,,,,,,
satisfied,2025/26 Q3,71.25,,,,,,,
old-burglary,2016/17 Q4,1366,,,,,,,
"""
YTD = """measure_id;quarter;basis;value;numerator;denominator
all-recorded-crime;2024/25 Q2;ytd;63000;;
all-recorded-crime;2024/25 Q4;ytd;123500;;
arson;2024/25 Q3;quarter;150;;
arson;2024/25 Q3;ytd;460;;
charge-summons;2024/25 Q1;ytd;;3700;21000
crime-rate;2024/25 Q4;ytd;;123500;1601645
arrests;2023/24 Q4;ytd;22699.5;;
"""
WIDE = """Measure ID\t2025/26 Q1\tQ2 2025-26\t31/12/2025\t
all-recorded-crime\t33328\t33,065\t30815\t
arson\t194\t\t159\t
satisfied\t71%\t70.5\t+69.125 %\t
officers\t3605\t\xa33,610\t 3598 \t
"""
TWO_COLUMNS = """Financial year,Quarter,Measure ID,Value,Note
2025/26,2,all-recorded-crime,33065,plain
2025-26,Q3,all-recorded-crime,30815,\xe9t\xe9
2025/2026,q1,officers,3600.5,
"""


@dataclass(frozen=True, slots=True)
class Percent:
    """A number in a cell that shows it as a percentage."""

    number: float


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula and what it came to when it was saved; None: it was never calculated."""

    text: str
    result: float | str | None


Grid = list[list[object]]

BOOKS: tuple[Grid, ...] = (
    [
        ["measure_id", "quarter", "value", "numerator", "denominator", "status", "data_to", "note"],
        ["all-recorded-crime", "2025/26 Q2", 33065, None, None, "p", date(2025, 9, 30), "from the April release"],
        ["all-recorded-crime", date(2025, 12, 31), 30815.0, None, None, None, None, 7],
        ["arson", "Q3 2025/26", Formula("=100+59", 159), None, None, None, "31/12/2025", None],
        ["charge-summons", "2025/26 Q2", Percent(0.178), None, None, "e", None, None],
        ["charge-summons", "2025/26 Q3", None, 3743, 21052, None, None, '=not "a" formula\nat all'],
        ["satisfied", "2025/26 Q3", 0.1 + 0.2, None, None, None, None, None],
        ["officers", "2025/26 Q3", "3,610", None, None, None, None, " spaced "],
    ],
    [
        ["Measure ID", date(2025, 6, 30), "2025/26 Q2", "2025-26-Q3"],
        ["all-recorded-crime", 33328, 33065, "30,815"],
        ["arson", 194, None, 159],
        ["satisfied", 71.5, Percent(0.07), 70],
    ],
    [
        ["financial_year", "quarter", "measure_id", "basis", "value"],
        ["2024/25", 2, "all-recorded-crime", "ytd", 63000],
        ["2024/25", "Q4", "all-recorded-crime", "ytd", 123500],
        ["2025/26", 1, "year-crime", None, Formula("=SUM(A1:A9)", 128460)],
    ],
)


def table(text: str, separator: str) -> Grid:
    return [list(row) for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator)]


def texts() -> list[Grid]:
    """The tables of all good CSV files, those of `data/examples` included (as a published table, one is refused)."""
    examples = [path.read_text(encoding="utf-8-sig") for path in sorted(EXAMPLES.glob("*.csv"))]
    made = [table(text, ";" if text.splitlines()[0].count(";") > 1 else ",") for text in examples]
    return [*made, table(LONG, ","), table(YTD, ";"), table(WIDE, "\t"), table(TWO_COLUMNS, ",")]


def example_books() -> list[bytes]:
    return [path.read_bytes() for path in sorted(EXAMPLES.glob("*.xlsx"))]
