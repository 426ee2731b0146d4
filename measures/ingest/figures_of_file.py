"""The figures of one upload as its checks look at them: whole columns, and the texts for the messages."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import numpy as np
import numpy.typing as npt
import pandas as pd

from measures.ingest.findings import Fault, Findings
from measures.ingest.reading import Reading
from measures.ingest.words import shown
from measures.model.issue import Issue, Severity
from measures.model.measure import Break, Kind, Measure
from measures.model.quarter import Quarter
from measures.model.value import unscaled

Mask = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class FileFigures:
    """The rows of a reading as arrays, in the order of its frame.

    `is_sound` is False for rows in which reading found a fault already: what their cells hold is not known.
    `current` is what is held now (a values frame), `today` the day on which the file is looked at,
    `breaks` where its measures came to be counted differently.
    """

    frame: pd.DataFrame
    reading: Reading
    measures: list[Measure]
    measure_codes: Whole
    rows: Whole
    quarters: Whole
    value: Floats
    numerator: Floats
    denominator: Floats
    decimals: Whole
    is_sound: Mask
    is_ytd: Mask
    current: pd.DataFrame
    today: date
    findings: Findings
    breaks: tuple[Break, ...] = ()

    def of_measure(self, question: Callable[[Measure], bool]) -> Mask:
        """The answer about each row's measure."""
        return np.array([question(measure) for measure in self.measures], np.bool_)[self.measure_codes]

    def of_kind(self, *kinds: Kind) -> Mask:
        """Whether each row's measure is of one of these kinds."""
        return self.of_measure(lambda measure: measure.kind in kinds)

    def of_status(self, question: Callable[[str], bool]) -> Mask:
        """The answer about each row's status letter."""
        status = self.frame["status"].cat
        return np.array([question(letter) for letter in status.categories], np.bool_)[status.codes.to_numpy()]

    def measure(self, position: int) -> Measure:
        """The measure of a row."""
        return self.measures[int(self.measure_codes[position])]

    def quarter(self, position: int) -> Quarter:
        """The quarter of a row."""
        return Quarter(int(self.quarters[position]))

    def subject(self, position: int) -> str:
        """What a row is about: `Robbery (cumbria), 2019/20 Q2, year to date`."""
        area = str(self.frame["area"].iat[position])
        whose = f" ({area})" if area else ""
        span = ", year to date" if self.is_ytd[position] else ""
        return f"{self.measure(position).title}{whose}, {self.quarter(position)}{span}"

    def line(self, position: int) -> int:
        """The line of the file on which a row starts."""
        return int(self.frame["line"].to_numpy(np.int64)[position])

    def figure(self, column: str, position: int) -> Decimal:
        """A figure that is there, exactly."""
        return unscaled(int(getattr(self, column)[position]), int(self.decimals[position]))

    def text(self, column: str, position: int) -> str:
        """A cell as it stands in the file (a quarter as it was understood); "" where there is no such column."""
        if column == "quarter":
            return self.quarter(position).label
        texts = getattr(self.reading.cells, column, None)
        return "" if texts is None else str(texts[self.rows[position]])

    def column(self, column: str, position: int) -> str:
        """The name of a row's column: in the wide form the value stands under its quarter."""
        cells = self.reading.cells
        if cells is not None and cells.value_columns is not None and column in ("value", "quarter"):
            return str(cells.value_columns[self.rows[position]])
        return column

    def tell(
        self,
        where: Mask,
        column: str,
        code: str,
        make: Callable[[int], Fault],
        severity: Severity = Severity.STOP,
    ) -> None:
        """One finding for each row where `where` holds. What a person confirms is named: they judge it by itself."""
        positions = np.flatnonzero(where)
        if not len(positions):
            return
        place = dict(zip(self.rows[positions].tolist(), positions.tolist(), strict=True))

        def issue(row: int) -> Issue:
            position = place[row]
            fault = make(position)
            return Issue(
                severity,
                code,
                f"{self.subject(position)}: {fault.message}" if severity is Severity.CONFIRM else fault.message,
                fault.remedy,
                self.line(position),
                self.column(column, position),
                shown(self.text(column, position)),
                fault.expected,
            )

        self.findings.rows(severity, code, column, list(place), issue)


def file_figures(
    reading: Reading,
    measures: Mapping[str, Measure],
    current: pd.DataFrame,
    today: date,
    breaks: Sequence[Break] = (),
) -> FileFigures:
    """The arrays of a reading, with findings of their own. `measures` are those that it was read with."""
    frame = reading.frame
    names = frame["measure_id"].cat
    rows = frame.index.to_numpy(np.int64)
    is_sound = np.ones(len(frame), np.bool_)
    if reading.stopped_rows:
        is_sound = ~np.isin(rows, np.fromiter(reading.stopped_rows, np.int64))
    basis = frame["basis"].cat
    return FileFigures(
        frame,
        reading,
        [measures[name] for name in names.categories],
        names.codes.to_numpy().astype(np.int64),
        rows,
        frame["quarter"].to_numpy(np.int64),
        frame["value_units"].to_numpy(np.float64),
        frame["numerator_units"].to_numpy(np.float64),
        frame["denominator_units"].to_numpy(np.float64),
        frame["decimals"].to_numpy(np.int64),
        is_sound,
        np.array([name == "ytd" for name in basis.categories], np.bool_)[basis.codes.to_numpy()],
        current,
        today,
        Findings(),
        tuple(breaks),
    )
