"""The rows of a small table whose columns have names: areas, groups, awards. Every fault is told with its place."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from measures.ingest.findings import Findings
from measures.ingest.table import Table, column_name
from measures.ingest.words import did_you_mean, listed, shown
from measures.model.issue import Issue, Severity

LONGEST, LONGEST_NOTE = 100, 500


class NamedRows:
    """The rows of a table under known columns, and what is wrong with their cells.

    `complete`: every column that is needed is there, once, and no other.
    """

    def __init__(self, table: Table, known: Sequence[str], needed: Sequence[str], findings: Findings) -> None:
        self.findings = findings
        self._table = table
        self._place: dict[str, int] = {}
        self.complete = True
        for place, cell in enumerate(table.header):
            self._head(place, cell, known)
        missing = [name for name in needed if name not in self._place]
        for name in missing:
            self._refuse("missing_column", f"The column {name} is missing.", f"Add a column {name}.",
                         column=name, expected=name)  # fmt: skip

    def _refuse(self, code: str, message: str, remedy: str, **place: str) -> None:
        """A fault of the header: no row can be read under it."""
        self.complete = False
        self.findings.file(code, message, remedy, line=self._table.header_line, **place)

    def has(self, name: str) -> bool:
        """Whether there is such a column."""
        return name in self._place

    def _head(self, place: int, cell: str, known: Sequence[str]) -> None:
        name = column_name(cell)
        if name in self._place:
            self._refuse("repeated_column", f"The column {name} stands in the header twice.",
                         "Take one of the two out.", column=name)  # fmt: skip
        elif name in known:
            self._place[name] = place
        elif cell:
            remedy = f"{did_you_mean(name, known)}Known columns are {listed(known, 'and')}."
            self._refuse("unknown_column", f"The column “{shown(cell)}” is not known.", remedy,
                         column=shown(cell), read=shown(cell), expected=listed(known))  # fmt: skip

    def __iter__(self) -> Iterator["NamedRow"]:
        columns = {name: self._table.columns[place] for name, place in self._place.items()}
        for number, line in enumerate(self._table.lines.tolist()):
            yield NamedRow(line, {name: column[number].strip() for name, column in columns.items()}, self.findings)


@dataclass(frozen=True, slots=True)
class NamedRow:
    """One row: its line and its cells by name."""

    line: int
    cells: dict[str, str]
    findings: Findings

    def refuse(self, code: str, column: str, message: str, remedy: str, expected: str | None = None) -> None:
        """Tell what is wrong with one cell."""
        read = shown(self.cells.get(column, ""))
        self.findings.add(Issue(Severity.STOP, code, message, remedy, self.line, column, read, expected))

    def text(self, column: str, longest: int = LONGEST) -> str:
        """A text that must be there, and not too long."""
        given = self.cells.get(column, "")
        if not given:
            self.refuse("blank_cell", column, f"The {column} is blank.", f"Write the {column}.", "a text")
        elif len(given) > longest:
            self.refuse("text_too_long", column, f"The {column} has {len(given):,} characters.",
                       "Shorten it.", f"at most {longest} characters")  # fmt: skip
        return given[:longest]

    def note(self) -> str:
        """What is said of the row; it may be blank."""
        given = self.cells.get("note", "")
        if len(given) > LONGEST_NOTE:
            self.refuse("text_too_long", "note", f"The note has {len(given):,} characters.", "Shorten it.",
                        f"at most {LONGEST_NOTE} characters")  # fmt: skip
        return given
