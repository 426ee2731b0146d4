"""What is told of a published table on its way to measures: what was left out, and whether its totals hold."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

import numpy as np

from measures.ingest.figures import Figures
from measures.ingest.findings import Findings, lines_in_words
from measures.ingest.mapping import CategoryMapping, Forces
from measures.ingest.published import Categories, Cube, Mask, Whole, coded, plain_name
from measures.ingest.sheet import is_total_label
from measures.ingest.words import did_you_mean, first_listed, in_figures, listed, shown
from measures.model.issue import Issue, Severity
from measures.model.quarter import Quarter
from measures.model.value import unscaled

if TYPE_CHECKING:
    from measures.ingest.formats.home_office import PublishedRows

NAMED = 12


def _note(findings: Findings, code: str, message: str, remedy: str = "Nothing to do if that is right.") -> None:
    findings.add(Issue(Severity.NOTE, code, message, remedy))


def whole_rows(columns: Sequence[Sequence[str]], lines: Whole, findings: Findings) -> Mask:
    """Which rows are no totals of others; a note where some are."""
    kept = np.ones(len(lines), np.bool_)
    for column in columns:
        words = coded(column)
        kept &= ~np.array([is_total_label(text) for text in words.texts], np.bool_)[words.codes]
    if not kept.all():
        where = lines_in_words(lines[~kept].tolist())
        _note(findings, "total_row", f"Rows of totals were left out ({where}).")
    return kept


def tell_unreadable(figures: Figures, texts: Sequence[str], column: str, lines: Whole, findings: Findings) -> bool:
    """Whether a count cannot be read, or is not there."""
    for row, fault in sorted(figures.faults.items()):
        findings.file(
            fault.code,
            fault.message,
            fault.remedy,
            line=int(lines[row]),
            column=column,
            read=shown(texts[row]),
            expected=fault.expected,
        )
    blank = np.flatnonzero(~figures.given)
    for row in blank.tolist():
        findings.file(
            "blank_figure",
            "There is no number of offences in this row: a blank is never taken for zero.",
            "Write the number, or take the row out.",
            line=int(lines[row]),
            column=column,
            read="",
            expected="a number",
        )
    return bool(figures.faults) or bool(len(blank))


def area_slug(force: str) -> str:
    """The area under which another force's figures are kept.

    >>> area_slug("Devon & Cornwall")
    'devon-and-cornwall'
    """
    return "-".join(re.findall(r"[a-z0-9]+", force.casefold().replace("&", " and ")))


def wanted_forces(names: list[str], mapping: CategoryMapping, findings: Findings) -> dict[int, str] | None:
    """The area of each force that is wanted, by its number; "" is this force. None where this one is not there."""
    ours = plain_name(mapping.this_force)
    if names == [""] or (not ours and len(names) == 1):
        return {0: ""}
    known = {plain_name(name): number for number, name in enumerate(names)}
    if ours not in known and (mapping.forces is Forces.THIS or not ours):
        near = did_you_mean(mapping.this_force, names)
        findings.file(
            "force_not_in_table",
            f"The table has no rows of {shown(mapping.this_force)}." if ours else "Which force is this one?",
            f"{near}Write the force's name as the table has it under this_force in the mapping file.",
            read=shown(mapping.this_force),
            expected=shown(listed(sorted(names)[:5])),
        )
        return None
    if mapping.forces is Forces.THIS:
        return {known[ours]: ""}
    return {number: "" if plain_name(name) == ours else area_slug(name) for number, name in enumerate(names)}


def tell_left_out(
    names: list[str], areas: dict[int, str], mapping: CategoryMapping, measure_ids: Collection[str], findings: Findings
) -> None:
    """Rows of other forces, and measures of the mapping that no plan defines."""
    others = sorted(name for number, name in enumerate(names) if number not in areas)
    if others:
        count = "one other force" if len(others) == 1 else f"{len(others)} other forces"
        message = f"Rows of {count} were left out: {_some(others)}."
        _note(findings, "other_forces", message, 'Write forces = "all" in the mapping file to read them too.')
    undefined = [rule.measure for rule in mapping.rules if rule.measure not in measure_ids]
    if undefined:
        message = f"The mapping makes measures that no plan defines; they were left out: {_some(undefined)}."
        _note(findings, "measure_not_defined", message, "Define them first if they are wanted.")


def tell_unmapped(kinds: Categories, sums: Cube, mapping: CategoryMapping, findings: Findings) -> None:
    """Categories that only the total takes, and counts outside the quarters in which a category makes a figure."""
    taken = np.zeros(len(kinds.groups), np.bool_)
    absent = []
    for rule in mapping.rules:
        if rule.everything:
            continue
        mask = kinds.of_rule(rule)
        if not mask.any():
            absent.append(rule.measure)
        taken |= mask
        _tell_outside(rule.measure, mask, sums, rule.first_quarter, rule.last_quarter, findings)
    if absent:
        message = f"The table has no category of these measures, so no figures of them: {_some(absent)}."
        _note(findings, "category_not_in_table", message, "Check the mapping file's names and the table's columns.")
    names = {kinds.name(number) for number in np.flatnonzero(~taken).tolist()}
    if names:
        message = f"No measure of its own is made of: {_some(sorted(names))}."
        _note(findings, "unmapped_categories", message, "Add them to the mapping file if they belong to a measure.")


def _tell_outside(
    measure: str, mask: Mask, sums: Cube, first: Quarter | None, last: Quarter | None, findings: Findings
) -> None:
    quarters = np.arange(sums.sums.shape[2]) + sums.first_quarter
    outside = np.zeros(len(quarters), np.bool_)
    if first:
        outside |= quarters < first.ordinal
    if last:
        outside |= quarters > last.ordinal
    counted = sums.sums[mask][:, :, outside]
    if counted.any():
        span = " ".join([*([f"from {first}"] if first else []), *([f"to {last}"] if last else [])])
        message = f"{int(np.abs(counted).sum()):,} offences of {measure} lie outside its quarters ({span}): left out."
        _note(findings, "outside_quarters", message, "Check the quarters in the mapping file.")


def tell_total(
    rows: PublishedRows, sums: Cube, mapping: CategoryMapping, areas: dict[int, str], findings: Findings
) -> bool:
    """Whether the declared total adds up, for each force and year, to all rows of the table."""
    rule = next((rule for rule in mapping.rules if rule.measure == mapping.total), None)
    if rule is None:
        return True
    start = sums.first_quarter - sums.first_quarter % 4
    years = (int(rows.quarter.max(initial=start)) - start) // 4 + 1
    place = rows.force.codes * years + (rows.quarter - start) // 4
    size = len(rows.force.texts) * years
    # Straight from the rows, not from the cube: another way to the same sum.
    own = np.bincount(place, weights=rows.units, minlength=size).astype(np.int64).reshape(-1, years)
    inside = rows.kinds.of_rule(rule)
    ours = np.zeros_like(own)
    for number in range(sums.sums.shape[2]):
        ours[:, (sums.first_quarter + number - start) // 4] += sums.sums[inside, :, number].sum(axis=0)
    wrong = [(f, y) for f, y in np.argwhere(own != ours).tolist() if f in areas]
    for force, year in wrong:
        name = rows.force.texts[force] or "This force"
        parts = [in_figures(unscaled(int(total[force, year]), rows.decimals)) for total in (ours, own)]
        findings.file(
            "total_disagrees",
            f"{shown(name)}, {Quarter(start + year * 4).financial_year}: {mapping.total} adds up to {parts[0]}, all "
            f"rows of the table to {parts[1]}.",
            "A category may be new or renamed: add it to the mapping file.",
            expected=parts[1],
        )
    return not wrong


def tell_used(lines: int, figures: int, forces: int, mapping: CategoryMapping, findings: Findings) -> None:
    """What became of the table."""
    total = f" {mapping.total} adds up to the table's own total for each force and year." if mapping.total else ""
    whose = "one force" if forces == 1 else f"{forces} forces"
    message = f"By the mapping “{shown(mapping.title)}”, {lines:,} rows make {figures:,} figures of {whose}.{total}"
    _note(findings, "read_by_mapping", message, "Nothing to do.")


def _some(names: Sequence[str]) -> str:
    return first_listed([f"“{shown(name)}”" for name in names], NAMED)
