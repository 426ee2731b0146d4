"""Files of areas and of groups: CSV to nouns, with every fault told at once (SPEC section 8).

Which of the two a file is, its header says: `group_id` stands in one, `population` in the other.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from measures.errors import UnreadableQuarter
from measures.ingest.findings import Findings
from measures.ingest.named_rows import LONGEST, NamedRow, NamedRows
from measures.ingest.table import column_name, read_table
from measures.ingest.upload_text import is_readable, read_text
from measures.ingest.words import shown
from measures.model.area import Area, Group, Member
from measures.model.issue import Issue, Severity
from measures.model.quarter import Quarter

AREA_COLUMNS = ("area_id", "title", "population", "year", "note")
GROUP_NEEDED = ("group_id", "area_id", "from_quarter", "to_quarter")
GROUP_COLUMNS = (*GROUP_NEEDED, "title")
MAX_BYTES = 2_000_000
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
    rows = NamedRows(table, known, needed, findings)
    if not rows.complete:
        return AreasFile()
    if not len(table.lines):
        findings.file("nothing_to_read", "The file has a header but no rows.", "Add a row for each area.")
    return _groups(rows) if grouped else _areas(rows)


def _population(row: NamedRow) -> int | None:
    """The residents, commas between thousands allowed; None where the note says why there are none."""
    if not row.cells.get("population") and row.cells.get("note"):
        return None
    found = _whole(row, "population", 1, MOST_PEOPLE)
    if found is None:
        row.refuse("population_no_number", "population", "The population is not a whole number above 0.",
                   "Write the number of residents; or leave it blank and say in the note why no rate is made.",
                   "a whole number such as 1601645")  # fmt: skip
    return found


def _year(row: NamedRow) -> int:
    """The year in the middle of which the population was."""
    found = _whole(row, "year", *YEARS)
    if found is None:
        row.refuse("year_no_number", "year", "The year is not a year.",
                   "Write the year of the estimate, such as 2024.", "a year such as 2024")  # fmt: skip
    return found or 0


def _whole(row: NamedRow, column: str, least: int, most: int) -> int | None:
    digits = row.cells.get(column, "").replace(",", "")
    plain = digits.isascii() and digits.isdigit() and len(digits) < 12
    return int(digits) if plain and least <= int(digits) <= most else None


def _quarter(row: NamedRow, column: str) -> Quarter | None:
    """A quarter; None for a blank cell, or where a fault says why it cannot be read."""
    given = row.cells.get(column, "")
    if not given:
        return None
    try:
        return Quarter.parse(given[:LONGEST])
    except UnreadableQuarter as error:
        row.refuse("unreadable_quarter", column, error.problem, error.remedy, error.expected)
        return None


def _areas(rows: NamedRows) -> AreasFile:
    found: dict[tuple[str, int], Area] = {}
    for row in rows:
        area = _area(row)
        if (area.id, area.year) in found:
            row.refuse("repeated_area", "year", f"{area.id} stands here twice for {area.year}.",
                       "Take out the row that is wrong.", "each area once for each year")  # fmt: skip
        found[area.id, area.year] = area
    return AreasFile(areas=tuple(found.values()))


def _area(row: NamedRow) -> Area:
    return Area(row.text("area_id"), row.text("title"), _population(row), _year(row), row.note())


def _groups(rows: NamedRows) -> AreasFile:
    titles: dict[str, str] = {}
    members: dict[str, list[tuple[Member, NamedRow]]] = {}
    for row in rows:
        group_id, area_id = row.text("group_id"), row.text("area_id")
        title = row.text("title") if rows.has("title") else ""
        first, last = _quarter(row, "from_quarter"), _quarter(row, "to_quarter")
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


def _tell_overlaps(group_id: str, belonging: Sequence[tuple[Member, NamedRow]]) -> None:
    """An area that is in a group twice at one time would count twice."""
    for (before, _), (after, row) in pairwise(sorted(belonging, key=_start)):
        apart = before.last is not None and after.first is not None and before.last < after.first
        if before.area_id == after.area_id and not apart:
            row.refuse("members_overlap", "from_quarter",
                       f"{after.area_id} is in the group {group_id} twice at the same time.",
                       "End the one membership in the quarter before the other begins.",
                       "each area once at a time")  # fmt: skip


def _start(belonging: tuple[Member, NamedRow]) -> tuple[str, int]:
    member = belonging[0]
    return member.area_id, member.first.ordinal if member.first else 0
