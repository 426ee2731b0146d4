"""The Home Office's open-data tables: a row for each force, quarter and offence, made into measures by a mapping.

Nothing else is added up on the way into the program; so the total of each force and year is held against the
table's own, and every category that no measure takes is named.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import compress

import numpy as np

from measures.ingest.figures import read_figures
from measures.ingest.findings import Findings
from measures.ingest.formats.cells import UNREAD, Cells, Format, read_quarter_pairs
from measures.ingest.formats.home_office_checks import (
    tell_left_out,
    tell_total,
    tell_unmapped,
    tell_unreadable,
    tell_used,
    wanted_forces,
    whole_rows,
)
from measures.ingest.mapping import CategoryMapping, CategoryRule, Form
from measures.ingest.published import Categories, Coded, Cube, Whole, categories, coded, cube
from measures.ingest.table import Table, column_name
from measures.model.quarter import Quarter
from measures.model.value import unscaled

#: How the columns are spelled in what was published, and by those who passed it on.
SPELLINGS = {
    "financial_year": ("financial_year", "year"),
    "financial_quarter": ("financial_quarter",),
    "force": ("force", "force_name", "police_force", "police_force_area", "pfa"),
    "group": ("offence_group",),
    "subgroup": ("offence_subgroup", "offence_sub_group"),
    "code": ("offence_code",),
    "description": ("offence_description",),
    "offences": ("offences", "number_of_offences", "offences_recorded"),
}


@dataclass(frozen=True, slots=True)
class PublishedRows:
    """The rows that are used: forces by name, categories, quarters, counts in units of 10^-decimals, lines."""

    force: Coded
    kinds: Categories
    quarter: Whole
    units: Whole
    decimals: int
    lines: Whole


def home_office(mapping: CategoryMapping | None, measure_ids: Collection[str]) -> Format:
    """The format with a mapping; without one such a table is told from others, and the mapping asked for."""

    def read(table: Table, findings: Findings) -> Cells | None:
        if mapping is None:
            findings.file(
                "mapping_needed",
                "This is a published table of offences: which of them make which measure is not in it.",
                "Choose the mapping file that says so (measures load FILE --map MAPPING), or write the figures of each "
                "measure in the long form.",
                line=table.header_line,
            )
            return None
        return _read(table, mapping, measure_ids, findings)

    names = tuple(name for spellings in SPELLINGS.values() for name in spellings)
    return Format("home-office", "Published offences by force and quarter, read by a mapping", names, _matches, read)


def _columns(table: Table) -> dict[str, int]:
    names = [column_name(cell) for cell in table.header]
    found = {}
    for name, spellings in SPELLINGS.items():
        place = next((names.index(spelling) for spelling in spellings if spelling in names), None)
        if place is not None:
            found[name] = place
    return found


def _matches(table: Table) -> bool:
    found = _columns(table).keys()
    needed = {"financial_year", "financial_quarter", "offences"}
    return needed <= found and bool(found & {"group", "subgroup", "code"})


def _read(table: Table, mapping: CategoryMapping, measure_ids: Collection[str], findings: Findings) -> Cells | None:
    rows = _rows(table, mapping, findings)
    if rows is None:
        return None
    sums = cube(rows.kinds, rows.force, rows.quarter, rows.units, rows.lines)
    areas = wanted_forces(rows.force.texts, mapping, findings)
    if areas is None:
        return None
    rules = [rule for rule in mapping.rules if rule.measure in measure_ids]
    made = _Made(rows.decimals)
    for rule in rules:
        made.add(rule, _span(rule, _form(rule, sums.of(rows.kinds.of_rule(rule)))), areas)
    tell_left_out(rows.force.texts, areas, mapping, measure_ids, findings)
    tell_unmapped(rows.kinds, sums, mapping, findings)
    if not tell_total(rows, sums, mapping, areas, findings):
        return None
    tell_used(len(table.lines), made.count, len(areas), mapping, findings)
    return made.cells()


def _rows(table: Table, mapping: CategoryMapping, findings: Findings) -> PublishedRows | None:
    """The rows with readable quarters and counts; None where a finding says which are not."""
    at = _columns(table)

    def column(name: str) -> Sequence[str]:
        found = table.column(at.get(name))
        return [""] * len(table.lines) if found is None else found

    kept = whole_rows([column(name) for name in ("force", "group", "subgroup", "description")], table.lines, findings)
    lines = table.lines[kept]
    picked = {name: column(name) if kept.all() else list(compress(column(name), kept.tolist())) for name in SPELLINGS}
    quarter = read_quarter_pairs(picked["financial_year"], picked["financial_quarter"], lines, findings)
    figures = read_figures(picked["offences"])
    heading = table.header[at["offences"]]
    if tell_unreadable(figures, picked["offences"], heading, lines, findings) or (quarter == UNREAD).any():
        return None
    decimals = int(figures.decimals.max(initial=0))
    units = (figures.units * 10.0 ** (decimals - figures.decimals)).astype(np.int64)
    kinds = categories(*(coded(picked[name], plain=True) for name in ("group", "subgroup", "code")))
    rows = PublishedRows(coded(picked["force"]), kinds, quarter, units, decimals, lines)
    return None if _has_twins(rows, coded(picked["description"]), findings) else rows


def _has_twins(rows: PublishedRows, description: Coded, findings: Findings) -> bool:
    """Whether an offence stands in the table twice for a force and quarter: it would be counted twice."""
    kind = rows.kinds.codes * len(description.texts) + description.codes
    key = ((kind * len(rows.force.texts) + rows.force.codes) << 16) | rows.quarter
    order = np.argsort(key, kind="stable")
    again = order[1:][key[order][1:] == key[order][:-1]]
    for row in sorted(again.tolist()):
        name = rows.kinds.name(int(rows.kinds.codes[row]))
        findings.file(
            "duplicate_row",
            f"“{name}” of {rows.force.texts[rows.force.codes[row]] or 'this force'} in "
            f"{Quarter(int(rows.quarter[row]))} stands in the table twice: it would be counted twice.",
            "Take one of the two rows out.",
            line=int(rows.lines[row]),
            expected="each offence, force and quarter once",
        )
    return bool(len(again))


def _form(rule: CategoryRule, sums: Cube) -> Cube:
    return sums.twelve_months() if rule.form is Form.TWELVE_MONTHS else sums


def _span(rule: CategoryRule, sums: Cube) -> Cube:
    """Only the quarters in which the rule's rows are figures."""
    quarters = np.arange(sums.sums.shape[2]) + sums.first_quarter
    inside = np.ones(len(quarters), np.bool_)
    if rule.first_quarter:
        inside &= quarters >= rule.first_quarter.ordinal
    if rule.last_quarter:
        inside &= quarters <= rule.last_quarter.ordinal
    return Cube(sums.first_quarter, sums.sums, sums.rows & inside, sums.line)


class _Made:
    """The figures as they are made, measure by measure."""

    def __init__(self, decimals: int) -> None:
        self._decimals = decimals
        self._rows: list[tuple[int, str, int, str, str, str, str]] = []

    @property
    def count(self) -> int:
        """How many figures there are."""
        return len(self._rows)

    def add(self, rule: CategoryRule, sums: Cube, areas: dict[int, str]) -> None:
        """The figures of one measure for the wanted forces."""
        for force, area in areas.items():
            for place in np.flatnonzero(sums.rows[0, force]).tolist():
                quarter = sums.first_quarter + place
                line = int(sums.line[0, force, place])
                text = self._text(int(sums.sums[0, force, place]))
                self._rows.append((line, rule.measure, quarter, *_parts(rule, quarter, text), area))

    def _text(self, units: int) -> str:
        return f"{unscaled(units, self._decimals):f}"

    def cells(self) -> Cells:
        """All of them, as a file of the long form would hold them."""
        lines, measure, quarter, value, numerator, denominator, area = self._columns()
        return Cells(
            np.array(lines, np.int64),
            measure,
            np.array(quarter, np.int64),
            value=value,
            numerator=numerator,
            denominator=denominator,
            area=area,
        )

    def _columns(self) -> Iterator[list]:  # type: ignore[type-arg]
        columns = zip(*self._rows, strict=True) if self._rows else [()] * 7
        return (list(column) for column in columns)


def _parts(rule: CategoryRule, quarter: int, text: str) -> tuple[str, str, str]:
    """Value, numerator and denominator."""
    if rule.form is not Form.PER_DAY:
        return text, "", ""
    when = Quarter(quarter)
    return "", text, str((when.end - when.start).days + 1)
