"""A list of awards: a CSV file or a workbook to nouns, with every fault told at once (docs/funding.md)."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from measures.errors import UnreadableQuarter
from measures.ingest.columns import read_day
from measures.ingest.figures import read_odd
from measures.ingest.findings import Fault, Findings, with_cells
from measures.ingest.named_rows import NamedRow, NamedRows
from measures.ingest.package import is_workbook
from measures.ingest.table import Table, column_name, read_table
from measures.ingest.upload_text import is_readable, read_text
from measures.ingest.words import did_you_mean, shown
from measures.ingest.workbook import read_workbook
from measures.model.funding import ALL, Award, year_days, year_label, years_of_plan
from measures.model.issue import Issue, Severity
from measures.model.measure import PlanHead
from measures.model.quarter import Quarter, day_in_words
from measures.model.value import unscaled

COLUMNS = ("financial_year", "priority", "recipient", "purpose", "source", "amount", "paid", "paid_to", "note")
NEEDED = COLUMNS[:6]
MAX_BYTES = 5_000_000
LONGEST = 300
_FIRST_LINE = "financial_year,priority,recipient,purpose,source,amount"


def read_funding(content: bytes, plan: PlanHead, priorities: Sequence[str], today: date) -> tuple[
    tuple[Award, ...], list[Issue]
]:  # fmt: skip
    """The awards of a file in its order, and every fault in it; nothing is raised whatever the content.

    `priorities` are the ids that the plan has or had; `today` decides which days lie in the future. No awards where a
    fault keeps the file out.
    """
    findings = Findings()
    table = _table(content, findings)
    awards: dict[tuple[object, ...], Award] = {}
    letters: dict[str, str] = {}
    if table is not None:
        letters = {column_name(cell): letter for cell, letter in zip(table.header, table.letters, strict=False)}
        rows = NamedRows(table, COLUMNS, NEEDED, findings)
        if rows.complete:
            awards = _awards(rows, _Reader(plan, priorities, today))
            if not len(table.lines) and not findings.lost:
                findings.file("nothing_to_read", "The file has a header but no rows.", "Add a row for each award.")
    issues = with_cells(findings.issues, letters)
    is_kept_out = any(issue.severity is Severity.STOP for issue in issues)
    return (() if is_kept_out else tuple(awards.values())), issues


def _table(content: bytes, findings: Findings) -> Table | None:
    if not is_readable(content, MAX_BYTES, findings):
        return None
    if is_workbook(content):
        return _told_of_awards(read_workbook(content, findings, _is_header), findings)
    text = read_text(content, findings)
    return None if text is None else read_table(text, COLUMNS, findings, content)


def _is_header(cells: Sequence[str]) -> bool:
    return len({column_name(cell) for cell in cells}.intersection(COLUMNS)) > 2


def _told_of_awards(table: Table | None, findings: Findings) -> Table | None:
    """What is said of a sheet without a header names the columns of this list, not those of figures."""
    findings.reword(
        "no_header", f"Start the table with a row such as {_FIRST_LINE}.", "the columns of a list of awards"
    )
    return table


def _awards(rows: NamedRows, reader: "_Reader") -> dict[tuple[object, ...], Award]:
    found: dict[tuple[object, ...], Award] = {}
    lines: dict[tuple[object, ...], int] = {}
    for row in rows:
        award = reader.award(row)
        if award is None:
            continue
        if award.key in found:
            row.refuse("repeated_award", "recipient", f"The same award stands on line {lines[award.key]:,} already.",
                       "Take one of the two out, add them up, or say in the purpose how they differ.",
                       "each year, priority, recipient, purpose and source once")  # fmt: skip
        found[award.key] = award
        lines.setdefault(award.key, row.line)
    return found


class _Reader:
    """Reads one row after the other, beside what the plan says."""

    def __init__(self, plan: PlanHead, priorities: Sequence[str], today: date) -> None:
        self._plan, self._priorities, self._today = plan, [*priorities, ALL], today
        self._by_name: Mapping[str, str] = {name.casefold(): name for name in self._priorities}

    def award(self, row: NamedRow) -> Award | None:
        """The award of a row; None where a fault says why a cell that makes it cannot be read."""
        year, priority = self._year(row), self._priority(row)
        recipient, purpose, source = (row.text(name, LONGEST) for name in ("recipient", "purpose", "source"))
        amount = _amount(row, "amount") if row.text("amount") else None
        paid = _amount(row, "paid") if row.cells.get("paid") else None
        paid_to = self._paid_to(row, year)
        note = row.note()
        if year is None or priority is None or amount is None:
            return None
        if paid is not None and paid > amount:
            _tell_paid_above(row)
        return Award(year, priority, recipient, purpose, source, amount, paid, paid_to, note)

    def _year(self, row: NamedRow) -> int | None:
        given = row.text("financial_year")
        if not given:
            return None
        try:
            year = Quarter.from_columns(given, "1").year
        except UnreadableQuarter:
            row.refuse("unreadable_year", "financial_year", f"“{shown(given)}” is not a financial year.",
                       "Write both calendar years that it touches, such as 2025/26.",
                       "a year such as 2025/26")  # fmt: skip
            return None
        years = years_of_plan(self._plan.start, self._plan.end)
        if year not in years:
            row.refuse("year_outside_plan", "financial_year",
                       f"{year_label(year)} is no year of the plan {self._plan.id}.",
                       "Correct the year, or load the list for the plan that the year belongs to.",
                       f"{year_label(years[0])} to {year_label(years[-1])}")  # fmt: skip
        return year

    def _priority(self, row: NamedRow) -> str | None:
        given = row.text("priority")
        found = self._by_name.get(given.casefold())
        if given and found is None:
            row.refuse("priority_not_in_plan", "priority",
                       f"The plan {self._plan.id} has no priority “{shown(given)}”.",
                       f"{did_you_mean(given, self._priorities)}Write the id of one of the plan’s priorities, or all "
                       "for what serves all of them.", ", ".join(self._priorities))  # fmt: skip
        return found

    def _paid_to(self, row: NamedRow, year: int | None) -> date | None:
        """The day up to which is paid what is stated as paid: the one goes with the other."""
        has_paid, given = bool(row.cells.get("paid")), row.cells.get("paid_to", "")
        if has_paid and not given:
            row.refuse("paid_without_day", "paid_to", "It is stated what is paid, not up to which day.",
                       "Write the last day that the payments are counted up to, or leave paid blank.",
                       "a date such as 2025-09-30")  # fmt: skip
        if given and not has_paid:
            row.refuse("day_without_paid", "paid", "A day is given up to which is paid, without an amount.",
                       "Write what is paid, 0 where nothing is; or leave paid_to blank.",
                       "an amount such as 1200")  # fmt: skip
        day = read_day(given)
        if isinstance(day, Fault):
            row.refuse(day.code, "paid_to", day.message, day.remedy, day.expected)
            return None
        if day is not None and year is not None:
            self._refuse_day(row, day, year)
        return day

    def _refuse_day(self, row: NamedRow, day: date, year: int) -> None:
        first, last = year_days(year)
        if not first <= day <= last:
            row.refuse("paid_to_outside_year", "paid_to", f"{day_in_words(day)} is not in {year_label(year)}.",
                       "Write a day of the award’s own financial year: what is paid later belongs to the list as it "
                       "stood on its last day.", f"{first} to {last}")  # fmt: skip
        elif day > self._today:
            row.refuse("paid_to_in_future", "paid_to", f"{day_in_words(day)} has not come yet.",
                       "Write the last day that the payments are counted up to.",
                       f"{self._today} or before")  # fmt: skip


def _amount(row: NamedRow, column: str) -> Decimal | None:
    """Pounds and pence, `£` and commas between thousands allowed; None where a fault says why it is none."""
    given = row.cells[column]
    figure, fault, kinds = read_odd(given)
    if fault is not None and fault.code == "decimal_comma":
        row.refuse(fault.code, column, fault.message, fault.remedy, fault.expected)
        return None
    if figure is None or "percent_sign_removed" in kinds:
        row.refuse("unreadable_amount", column, f"“{shown(given)}” is not an amount of money.",
                   "Write it in pounds and pence, in digits.",
                   "an amount such as 1200, 1,200.50 or £1,200")  # fmt: skip
        return None
    amount = unscaled(*figure)
    if amount != round(amount, 2):
        row.refuse("unreadable_amount", column, f"“{shown(given)}” has parts of a penny.",
                   "Write at most two decimals.", "an amount such as 1200 or 1,200.50")  # fmt: skip
        return None
    if amount < 0:
        row.refuse("negative_amount", column, f"“{shown(given)}” is below zero.",
                   "Write what was awarded or paid in all. What was paid back is taken from the award that it was "
                   "part of: say so in its note.", "0 or more")  # fmt: skip
        return None
    return amount


def _tell_paid_above(row: NamedRow) -> None:
    row.findings.add(
        Issue(
            Severity.NOTE,
            "paid_above_awarded",
            "More is stated as paid than was awarded.",
            "Nothing to do if that is right; else correct the one or the other.",
            row.line,
            "paid",
            shown(row.cells["paid"]),
            f"at most {shown(row.cells['amount'])}",
        )
    )
