"""What a format makes of a table: one row of texts for each figure, whatever the file looked like."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from measures.errors import UnreadableQuarter
from measures.ingest.findings import Findings
from measures.ingest.table import Table
from measures.ingest.text_column import TextColumn
from measures.ingest.words import shown
from measures.model.issue import Issue, Severity
from measures.model.quarter import Quarter

Whole = npt.NDArray[np.int64]
Texts = Sequence[str]

#: Stands for a quarter that cannot be read.
UNREAD = -1


@dataclass(frozen=True, slots=True)
class Cells:
    """One row per figure, as texts. `quarter` is `Quarter.ordinal`, UNREAD where a finding says why.

    A column that the file does not have is None. `value_columns` names the column of each value where the
    figures of one line stand side by side (the wide form), else None.
    """

    lines: Whole
    measure_id: Texts
    quarter: Whole
    value: Texts | None = None
    numerator: Texts | None = None
    denominator: Texts | None = None
    basis: Texts | None = None
    status: Texts | None = None
    data_to: Texts | None = None
    area: Texts | None = None
    note: Texts | None = None
    value_columns: Texts | None = None


@dataclass(frozen=True, slots=True)
class Format:
    """One shape of file. `columns` are the names it knows; `matches` looks at the header.

    `read` gives the cells, or None where a finding says why not.
    """

    name: str
    title: str
    columns: tuple[str, ...]
    matches: Callable[[Table], bool]
    read: Callable[[Table, Findings], Cells | None]


def read_quarters(texts: Texts, lines: Whole, findings: Findings, column: str = "quarter") -> Whole:
    """The quarters of a column, each spelling read once."""
    return parse_uniques(texts, parse_quarter, lines, findings, column)


def read_quarter_pairs(years: Texts, numbers: Texts, lines: Whole, findings: Findings) -> Whole:
    """The quarters of two columns, `financial_year` and `quarter`."""
    pairs = [f"{year}\x00{number}" for year, number in zip(years, numbers, strict=True)]
    return parse_uniques(
        pairs, lambda pair: Quarter.from_columns(*map(_harmless, pair.split("\x00", 1))), lines, findings, "quarter"
    )


def parse_quarter(text: str) -> Quarter:
    """The quarter that a cell says; raises UnreadableQuarter, whose words hold nothing long or invisible."""
    return Quarter.parse(_harmless(text))


def _harmless(text: str) -> str:
    return shown(text) if len(text) > 100 or not text.isprintable() else text


def parse_uniques(
    texts: Texts, parse: Callable[[str], Quarter], lines: Whole, findings: Findings, column: str
) -> Whole:
    """Each different text parsed once; UNREAD and a finding for each row that cannot be read."""
    spelt = TextColumn.of(texts)
    ordinals = np.full(len(spelt.words), UNREAD, np.int64)
    faults: dict[str, UnreadableQuarter] = {}
    for place, text in enumerate(spelt.words):
        try:
            ordinals[place] = parse(text).ordinal
        except UnreadableQuarter as error:
            faults[text] = error
    found: Whole = ordinals[spelt.codes]

    def issue(row: int) -> Issue:
        fault, read = faults[texts[row]], texts[row].replace("\x00", " ")
        return Issue(
            Severity.STOP,
            "unreadable_quarter",
            fault.problem,
            fault.remedy,
            int(lines[row]),
            column,
            shown(read),
            fault.expected,
        )

    if faults:
        findings.rows(Severity.STOP, "unreadable_quarter", column, np.flatnonzero(found == UNREAD).tolist(), issue)
    return found
