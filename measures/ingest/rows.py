"""The rows of one upload on their way into a frame, column by column, with every fault within a cell."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pandas as pd

from measures.ingest.columns import Words, read_day, read_words
from measures.ingest.figures import Figures, no_figures, read_figures
from measures.ingest.findings import Fault, Findings, lines_in_words
from measures.ingest.formats.cells import UNREAD, Cells
from measures.ingest.words import did_you_mean, listed, nearest, shown
from measures.model.frames import FIGURES, UNITS, VALUE_COLUMNS
from measures.model.issue import Issue, Severity
from measures.model.measure import Measure
from measures.model.value import MAX_DIGITS, Basis, Status

NOTE_LENGTH = 4000
AREA_LENGTH = 100

#: What a normalisation did, for a person; `{read}` is the first text that it met.
NORMALISED = {
    "spaces": "Spaces around or within “{read}” were taken away",
    "thousands_comma": "Commas between thousands were taken out of “{read}”",
    "pound_sign": "The pound sign was taken off “{read}”",
    "percent_sign_removed": "The per cent sign was taken off “{read}”",
    "plus_sign": "The plus sign was taken off “{read}”",
    "minus_sign": "The minus sign of “{read}” was read as a hyphen",
}


@dataclass(slots=True)
class Rows:
    """The rows of one file on their way into a frame."""

    cells: Cells
    measures: Mapping[str, Measure]
    findings: Findings
    count: int = field(init=False)

    def __post_init__(self) -> None:
        self.count = len(self.cells.lines)

    def frame(self) -> pd.DataFrame:
        """The values frame; every fault within a cell goes to the findings."""
        cells = self.cells
        measure = self._words("measure_id", cells.measure_id)
        is_known = self._known_measures(measure)
        area = self._words("area", cells.area)
        self._faults("area", area, lambda text: _too_long(text, AREA_LENGTH))
        note = self._words("note", cells.note)
        self._faults("note", note, lambda text: _too_long(text, NOTE_LENGTH))
        columns: dict[str, object] = {
            "measure_id": measure.category(),
            "area": area.category(),
            "quarter": cells.quarter,
            "basis": self._choice("basis", cells.basis, _basis),
            **self._figures(measure),
            "status": self._choice("status", cells.status, _status),
            "line": cells.lines,
            "data_to": self._days(),
            "note": note.column(note.texts),
        }
        order = [*VALUE_COLUMNS, "line", "data_to", "note"]
        frame = pd.DataFrame(columns, columns=order, copy=False)
        kept = is_known & (cells.quarter != UNREAD)
        if kept.all():
            return frame
        left: pd.DataFrame = frame.loc[kept]
        return left.assign(measure_id=left["measure_id"].cat.remove_unused_categories())

    def _words(self, column: str, texts: object) -> Words:
        words = read_words(texts, self.count)  # type: ignore[arg-type]
        if words.spaced and column != "note":
            self._normalised("spaces", column, words.spaced, texts)
        return words

    def _faults(self, column: str, words: Words, look: Callable[[str], Fault | None]) -> None:
        """One finding for each row whose text `look` finds fault with."""
        faults = {code: fault for code, text in enumerate(words.texts) if (fault := look(text)) is not None}
        for kind in dict.fromkeys(fault.code for fault in faults.values()):
            wrong = np.array([code in faults and faults[code].code == kind for code in range(len(words.texts))])
            rows = np.flatnonzero(wrong[words.codes]).tolist()
            self.findings.rows(
                Severity.STOP,
                kind,
                column,
                rows,
                lambda row: self._issue(row, column, faults[int(words.codes[row])], words.texts[words.codes[row]]),
            )

    def _issue(self, row: int, column: str, fault: Fault, read: str) -> Issue:
        line = int(self.cells.lines[row])
        if column == "value" and self.cells.value_columns is not None:
            column = self.cells.value_columns[row]
        return Issue(Severity.STOP, fault.code, fault.message, fault.remedy, line, column, shown(read), fault.expected)

    def _known_measures(self, words: Words) -> npt.NDArray[np.bool_]:
        known = np.array([text in self.measures for text in words.texts], np.bool_)
        if known.all():
            return np.ones(self.count, np.bool_)
        is_known = known[words.codes]

        def issue(row: int) -> Issue:
            text = words.texts[words.codes[row]]
            return self._issue(row, "measure_id", _unknown_measure(text, self.measures), text)

        rows = np.flatnonzero(~is_known).tolist()
        self.findings.rows(Severity.STOP, "unknown_measure", "measure_id", rows, issue)
        return is_known

    def _choice(self, column: str, texts: object, look: Callable[[str], str | Fault]) -> pd.Categorical:
        words = self._words(column, texts)
        found = {text: look(text) for text in words.texts}
        self._faults(column, words, lambda text: fault if isinstance(fault := found[text], Fault) else None)
        plain = {text: word if isinstance(word, str) else look("") for text, word in found.items()}
        return words.category(lambda text: str(plain[text]))

    def _days(self) -> npt.NDArray[np.object_]:
        words = self._words("data_to", self.cells.data_to)
        days = [read_day(text) for text in words.texts]
        self._faults("data_to", words, lambda text: day if isinstance(day := read_day(text), Fault) else None)
        return words.column([None if isinstance(day, Fault) else day for day in days])

    def _figures(self, measure: Words) -> dict[str, npt.NDArray[np.generic]]:
        """The figures in units of the row's own decimals: the most that any of its figures has."""
        found: dict[str, Figures] = {}
        for column in FIGURES:
            texts = getattr(self.cells, column)
            found[column] = no_figures(self.count) if texts is None else read_figures(texts)
            if texts is not None:
                self._tell_figures(column, texts, found[column], measure)
        decimals = np.maximum.reduce([figures.decimals for figures in found.values()])
        units: dict[str, npt.NDArray[np.generic]] = {}
        for column, name in zip(FIGURES, UNITS, strict=True):
            figures = found[column]
            if decimals.any() and (raised := decimals - figures.decimals).any():
                figures.units = figures.units * 10.0**raised
                self._too_many_digits(column, figures)
            units[name] = figures.units
        return {**units, "decimals": decimals}

    def _too_many_digits(self, column: str, figures: Figures) -> None:
        """A large whole number beside one with many decimals cannot be kept at the same number of decimals."""
        rows = np.flatnonzero(np.abs(figures.units) >= 10**MAX_DIGITS).tolist()
        fault = Fault(
            "figure_too_long",
            "This figure and the one beside it together need more digits than are kept.",
            f"Write the figures of the row with fewer decimals: {MAX_DIGITS} digits in all.",
            f"at most {MAX_DIGITS} digits",
        )
        texts = getattr(self.cells, column)
        figures.units[rows] = np.nan
        self.findings.rows(
            Severity.STOP, fault.code, column, rows, lambda row: self._issue(row, column, fault, texts[row])
        )

    def _tell_figures(self, column: str, texts: list[str], figures: Figures, measure: Words) -> None:
        if percent := figures.odd.get("percent_sign_removed"):
            for row in percent:
                name = measure.texts[measure.codes[row]]
                if column != "value" or (name in self.measures and not self.measures[name].in_percent):
                    figures.faults[row] = _not_in_percent(texts[row], column, name)
        for kind in dict.fromkeys(fault.code for fault in figures.faults.values()):
            rows = sorted(row for row, fault in figures.faults.items() if fault.code == kind)
            self.findings.rows(
                Severity.STOP,
                kind,
                column,
                rows,
                lambda row: self._issue(row, column, figures.faults[row], texts[row]),
            )
        for kind, rows in figures.odd.items():
            self._normalised(kind, column, [row for row in rows if row not in figures.faults], texts)

    def _normalised(self, kind: str, column: str, rows: list[int], texts: object) -> None:
        """One note for a kind of normalisation in a column, however many rows it touched."""
        if not rows:
            return
        read = shown(texts[rows[0]])  # type: ignore[index]
        lines = lines_in_words(self.cells.lines[rows].tolist())
        message = f"{NORMALISED[kind].format(read=read)} ({lines})."
        self.findings.add(
            Issue(
                Severity.NOTE,
                kind,
                message,
                "Nothing to do if that is what was meant.",
                int(self.cells.lines[rows[0]]),
                column,
                read,
            )
        )


def _unknown_measure(text: str, measures: Mapping[str, Measure]) -> Fault:
    if not text:
        return Fault("unknown_measure", "The row names no measure.", "Write the measure's id.", "the id of a measure")
    near = did_you_mean(text, measures)
    by_title = nearest(text, [measure.title for measure in measures.values()])
    if not near and by_title:
        name = next(measure.id for measure in measures.values() if measure.title == by_title)
        near = f"“{by_title}” has the id {name}. "
    return Fault(
        "unknown_measure",
        f"There is no measure “{shown(text)}”.",
        f"{near}Write the id of a measure that a plan defines, or define it first.",
        "the id of a measure",
    )


def _basis(text: str) -> str | Fault:
    word = text.casefold() or Basis.QUARTER.value
    if word in (Basis.QUARTER, Basis.YTD):
        return word
    return Fault(
        "unknown_basis",
        f"“{shown(text)}” is not a basis.",
        "Leave it empty for the quarter alone, or write ytd for April to the quarter's end.",
        "quarter, ytd or empty",
    )


def _status(text: str) -> str | Fault:
    letter = text.casefold()
    if letter in {status.value for status in Status}:
        return letter
    meanings = [f"{status.value} ({status.words})" for status in Status if status.value]
    by_words = next((f"Did you mean {status.value}? " for status in Status if letter == status.words), "")
    return Fault(
        "unknown_status",
        f"“{shown(text)}” is not a status.",
        f"{by_words}Write {listed(meanings)}, or leave it empty.",
        "one of p, r, e, u, x, c, z, or empty",
    )


def _too_long(text: str, limit: int) -> Fault | None:
    if len(text) <= limit:
        return None
    return Fault(
        "text_too_long",
        f"This text has {len(text):,} characters.",
        f"Shorten it to {limit:,} characters.",
        f"at most {limit:,} characters",
    )


def _not_in_percent(text: str, column: str, measure: str) -> Fault:
    return Fault(
        "percent_sign",
        f"“{shown(text)}” is a percentage, but "
        + (f"the measure {shown(measure)} is not in per cent." if column == "value" else f"a {column} never is."),
        "Check that the figure stands in the right row and column; write it without the sign if it is right.",
        "a figure without a per cent sign",
    )
