"""Files of areas and of groups: CSV to nouns, with every fault told at once (SPEC section 8).

Which of the two a file is, its header says: `group_id` stands in one, `population` in the other.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from measures.errors import UnreadableQuarter
from measures.ingest.findings import Findings
from measures.ingest.table import Table, column_name, read_table
from measures.ingest.upload_text import is_readable, read_text
from measures.ingest.words import did_you_mean, listed, shown
from measures.model.area import Area, Group, Member
from measures.model.issue import Issue, Severity
from measures.model.quarter import Quarter

AREA_COLUMNS = ("area_id", "title", "population", "year", "note")
GROUP_NEEDED = ("group_id", "area_id", "from_quarter", "to_quarter")
GROUP_COLUMNS = (*GROUP_NEEDED, "title")
MAX_BYTES = 2_000_000
LONGEST, LONGEST_NOTE = 100, 500
YEARS = (1900, 2199)
MOST_PEOPLE = 2_000_000_000


@dataclass(frozen=True, slots=True)
class AreasFile:
    """What a file holds: areas or groups, never both. `lines` has that of each (group id, area id).

    A group's title is "" where the file has no column for it.
    """

    areas: tuple[Area, ...] = ()
    groups: tuple[Group, ...] = ()
    lines: Mapping[tuple[str, str], int] = field(default_factory=dict)


def read_areas(content: bytes, name: str) -> tuple[AreasFile, list[Issue]]:
    """The areas or groups that a file holds, and every fault in it; nothing is raised whatever the content."""
    findings = Findings()
    read = _read(content, findings)
    issues = [replace(issue, message=f"{shown(name)}: {issue.message}") for issue in findings.issues]
    return (AreasFile() if any(issue.severity is Severity.STOP for issue in issues) else read), issues


def _read(content: bytes, findings: Findings) -> AreasFile:
    if not is_readable(content, MAX_BYTES, findings) or (text := read_text(content, findings)) is None:
        return AreasFile()
    table = read_table(text, {*AREA_COLUMNS, *GROUP_COLUMNS}, findings)
    if table is None:
        return AreasFile()
    grouped = "group_id" in {column_name(cell) for cell in table.header}
    known, needed = (GROUP_COLUMNS, GROUP_NEEDED) if grouped else (AREA_COLUMNS, AREA_COLUMNS[:4])
    rows = _Rows(table, known, needed, findings)
    if not rows.complete:
        return AreasFile()
    if not len(table.lines):
        findings.file("nothing_to_read", "The file has a header but no rows.", "Add a row for each area.")
    return _groups(rows) if grouped else _areas(rows)


class _Rows:
    """The rows of a table under known columns, and what is wrong with their cells."""

    def __init__(self, table: Table, known: Sequence[str], needed: Sequence[str], findings: Findings) -> None:
        self.findings = findings
        self._table = table
        self._place: dict[str, int] = {}
        for place, cell in enumerate(table.header):
            self._head(place, cell, known)
        missing = [name for name in needed if name not in self._place]
        for name in missing:
            findings.file("missing_column", f"The column {name} is missing.", f"Add a column {name}.",
                          line=table.header_line, column=name, expected=name)  # fmt: skip
        self.complete = not missing and not findings.issues

    def has(self, name: str) -> bool:
        """Whether there is such a column."""
        return name in self._place

    def _head(self, place: int, cell: str, known: Sequence[str]) -> None:
        name, line = column_name(cell), self._table.header_line
        if name in self._place:
            self.findings.file("repeated_column", f"The column {name} stands in the header twice.",
                               "Take one of the two out.", line=line, column=name)  # fmt: skip
        elif name in known:
            self._place[name] = place
        elif cell:
            remedy = f"{did_you_mean(name, known)}Known columns are {listed(known, 'and')}."
            self.findings.file("unknown_column", f"The column “{shown(cell)}” is not known.", remedy, line=line,
                               column=shown(cell), read=shown(cell), expected=listed(known))  # fmt: skip

    def __iter__(self) -> Iterator["_Row"]:
        columns = {name: self._table.columns[place] for name, place in self._place.items()}
        for number, line in enumerate(self._table.lines.tolist()):
            yield _Row(line, {name: column[number].strip() for name, column in columns.items()}, self.findings)


@dataclass(frozen=True, slots=True)
class _Row:
    """One row: its line and its cells by name."""

    line: int
    cells: dict[str, str]
    findings: Findings

    def refuse(self, code: str, column: str, message: str, remedy: str, expected: str | None = None) -> None:
        """Tell what is wrong with one cell."""
        read = shown(self.cells.get(column, ""))
        self.findings.add(Issue(Severity.STOP, code, message, remedy, self.line, column, read, expected))

    def text(self, column: str) -> str:
        """A text that must be there, and not too long."""
        given = self.cells.get(column, "")
        if not given:
            self.refuse("blank_cell", column, f"The {column} is blank.", f"Write the {column}.", "a text")
        elif len(given) > LONGEST:
            self.refuse("text_too_long", column, f"The {column} has {len(given):,} characters.",
                       "Shorten it.", f"at most {LONGEST} characters")  # fmt: skip
        return given[:LONGEST]

    def population(self) -> int | None:
        """The residents, commas between thousands allowed; None where the note says why there are none."""
        if not self.cells.get("population") and self.cells.get("note"):
            return None
        found = self._whole("population", 1, MOST_PEOPLE)
        if found is None:
            self.refuse("population_no_number", "population", "The population is not a whole number above 0.",
                        "Write the number of residents; or leave it blank and say in the note why no rate is made.",
                        "a whole number such as 1601645")  # fmt: skip
        return found

    def year(self) -> int:
        """The year in the middle of which the population was."""
        found = self._whole("year", *YEARS)
        if found is None:
            self.refuse("year_no_number", "year", "The year is not a year.",
                        "Write the year of the estimate, such as 2024.", "a year such as 2024")  # fmt: skip
        return found or 0

    def _whole(self, column: str, least: int, most: int) -> int | None:
        digits = self.cells.get(column, "").replace(",", "")
        plain = digits.isascii() and digits.isdigit() and len(digits) < 12
        return int(digits) if plain and least <= int(digits) <= most else None

    def note(self) -> str:
        """What is said of the row; it may be blank."""
        given = self.cells.get("note", "")
        if len(given) > LONGEST_NOTE:
            self.refuse("text_too_long", "note", f"The note has {len(given):,} characters.", "Shorten it.",
                        f"at most {LONGEST_NOTE} characters")  # fmt: skip
        return given

    def quarter(self, column: str) -> Quarter | None:
        """A quarter; None for a blank cell, or where a fault says why it cannot be read."""
        given = self.cells.get(column, "")
        if not given:
            return None
        try:
            return Quarter.parse(given[:LONGEST])
        except UnreadableQuarter as error:
            self.refuse("unreadable_quarter", column, error.problem, error.remedy, error.expected)
            return None


def _areas(rows: _Rows) -> AreasFile:
    found: dict[tuple[str, int], Area] = {}
    for row in rows:
        area = _area(row)
        if (area.id, area.year) in found:
            row.refuse("repeated_area", "year", f"{area.id} stands here twice for {area.year}.",
                       "Take out the row that is wrong.", "each area once for each year")  # fmt: skip
        found[area.id, area.year] = area
    return AreasFile(areas=tuple(found.values()))


def _area(row: _Row) -> Area:
    return Area(row.text("area_id"), row.text("title"), row.population(), row.year(), row.note())


def _groups(rows: _Rows) -> AreasFile:
    titles: dict[str, str] = {}
    members: dict[str, list[tuple[Member, _Row]]] = {}
    for row in rows:
        group_id, area_id = row.text("group_id"), row.text("area_id")
        title = row.text("title") if rows.has("title") else ""
        first, last = row.quarter("from_quarter"), row.quarter("to_quarter")
        if titles.setdefault(group_id, title) != title:
            row.refuse("titles_differ", "title", f"The group {group_id} has another title on an earlier line.",
                       "Write the same title in every row of a group.", titles[group_id])  # fmt: skip
        if first and last and first > last:
            row.refuse("quarters_out_of_order", "to_quarter", f"{first} is after {last}.", "Change one of the two.")
        members.setdefault(group_id, []).append((Member(area_id, first, last), row))
    for group_id, belonging in members.items():
        _tell_overlaps(group_id, belonging)
    return AreasFile(
        groups=tuple(Group(one, titles[one], tuple(m for m, _ in rows_)) for one, rows_ in members.items()),
        lines={(one, m.area_id): row.line for one, rows_ in members.items() for m, row in rows_},
    )


def _tell_overlaps(group_id: str, belonging: Sequence[tuple[Member, _Row]]) -> None:
    """An area that is in a group twice at one time would count twice."""
    for (before, _), (after, row) in pairwise(sorted(belonging, key=_start)):
        apart = before.last is not None and after.first is not None and before.last < after.first
        if before.area_id == after.area_id and not apart:
            row.refuse("members_overlap", "from_quarter",
                       f"{after.area_id} is in the group {group_id} twice at the same time.",
                       "End the one membership in the quarter before the other begins.",
                       "each area once at a time")  # fmt: skip


def _start(belonging: tuple[Member, _Row]) -> tuple[str, int]:
    member = belonging[0]
    return member.area_id, member.first.ordinal if member.first else 0
