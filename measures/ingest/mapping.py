"""A mapping file: which categories of a published table make which of our measures (docs/upload-formats.md).

>>> mapping, issues = read_mapping("[mapping]\\nbogus = 1", "x.toml")
>>> mapping, [issue.code for issue in issues]
(None, ['missing_key', 'unknown_key', 'missing_key'])
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Annotated, Any, ClassVar

from pydantic import PlainValidator

from measures.ingest import definition_values as read
from measures.ingest.definition_shapes import KeyFault, Shape, read_table, unknown_key
from measures.ingest.toml_lines import Place, key_lines
from measures.ingest.toml_text import UnreadableToml, toml_tables, toml_text
from measures.ingest.words import shown
from measures.model.issue import Issue, Severity
from measures.model.quarter import Quarter


class Forces(StrEnum):
    """Whose rows are read: this force's alone, or every force's, the others each under an area of its own."""

    THIS = "this"
    ALL = "all"


class Form(StrEnum):
    """What is made of the quarters' counts: each as it is, four added up, or over the days of the quarter."""

    QUARTER = "quarter"
    TWELVE_MONTHS = "twelve_months"
    PER_DAY = "per_day"


@dataclass(frozen=True, slots=True)
class CategoryRule:
    """One measure: the sum of every row whose group, subgroup or code is named, or of every row at all.

    Outside its quarters the rows are no figures: a category that was renamed stays in the table with zeros.
    """

    measure: str
    groups: tuple[str, ...] = ()
    subgroups: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    everything: bool = False
    form: Form = Form.QUARTER
    first_quarter: Quarter | None = None
    last_quarter: Quarter | None = None


@dataclass(frozen=True, slots=True)
class CategoryMapping:
    """A whole mapping. `total` is the measure whose figures must add up to all rows of the table."""

    title: str
    rules: tuple[CategoryRule, ...]
    total: str | None = None
    this_force: str = ""
    forces: Forces = Forces.THIS

    def of_forces(self, forces: Forces, this_force: str | None = None) -> "CategoryMapping":
        """The same mapping for this force alone, or for all."""
        return replace(self, forces=forces, this_force=self.this_force if this_force is None else this_force)


class MappingShape(Shape):
    """`[mapping]`."""

    required: ClassVar[tuple[str, ...]] = ("title",)
    title: read.Line | None = None
    source: read.Paragraph | None = None
    note: read.Paragraph | None = None
    total: read.Id | None = None
    this_force: read.Line | None = None
    forces: Annotated[Forces, PlainValidator(read.choice(Forces))] | None = None


class RuleShape(Shape):
    """One of `[[measures]]`."""

    required: ClassVar[tuple[str, ...]] = ("measure",)
    measure: read.Id | None = None
    groups: read.Lines | None = None
    subgroups: read.Lines | None = None
    codes: read.Lines | None = None
    everything: read.YesNo | None = None
    form: Annotated[Form, PlainValidator(read.choice(Form))] | None = None
    first_quarter: read.AQuarter | None = None
    last_quarter: read.AQuarter | None = None
    note: read.Paragraph | None = None


Found = tuple[Place, KeyFault]
TABLES = ("mapping", "measures")


def read_mapping(content: bytes | str, name: str) -> tuple[CategoryMapping | None, list[Issue]]:
    """The mapping that a file holds, or None and every fault in it. Nothing is raised whatever the content."""
    try:
        text = toml_text(content)
        tables = toml_tables(text)
    except UnreadableToml as unreadable:
        return None, [_issue(name, unreadable.line, unreadable.fault)]
    found: list[Found] = []
    heads, entries = _as_tables(tables.get("mapping")), _as_tables(tables.get("measures"))
    for key, wanted, given in (("mapping", "[mapping]", heads), ("measures", "[[measures]]", entries)):
        if not given:
            message = f"The table {wanted} is missing, or is none."
            found.append(((key,), KeyFault("missing_key", key, message, f"Add {wanted} and its keys.", wanted)))
    found += [((key,), unknown_key(key, list(TABLES))) for key in tables if key not in TABLES]
    head, faults = read_table(MappingShape, heads[0] if heads else {"title": ""})
    found += [(("mapping", fault.key or ""), fault) for fault in (faults if heads else ())]
    rules = []
    for number, entry in enumerate(entries):
        shape, faults = read_table(RuleShape, entry)
        found += [(("measures", number, fault.key or ""), fault) for fault in faults]
        rules.append(shape)
    found += _rule_faults(head, rules)
    if found:
        lines = key_lines(text)
        issues = [_issue(name, _line(lines, place), fault) for place, fault in found]
        return None, sorted(issues, key=lambda issue: issue.line or 0)
    said: dict[str, Any] = {key: value for key, value in head if value is not None and key not in ("source", "note")}
    return CategoryMapping(**said, rules=tuple(_rule(shape) for shape in rules)), []


def _as_tables(given: object) -> list[Mapping[str, object]]:
    entries: list[Any] = given if isinstance(given, list) else [given]
    return entries if all(isinstance(entry, dict) for entry in entries) else []


def _rule_faults(head: MappingShape, rules: list[RuleShape]) -> list[Found]:
    """What a rule needs beside its keys: some category, once for each measure, quarters in order."""
    found: list[Found] = []
    seen: set[str] = set()
    for number, rule in enumerate(rules):
        if not (rule.everything or rule.groups or rule.subgroups or rule.codes):
            fault = KeyFault(
                "no_category",
                "groups",
                "This measure names no category of the table.",
                "Write groups, subgroups or codes, each a list of names, or everything = true.",
                "at least one category",
            )
            found.append((("measures", number), fault))
        if rule.measure and rule.measure in seen:
            message = f"The measure {rule.measure} stands here twice."
            remedy = "Put all its categories in one place."
            fault = KeyFault("duplicate_measure", "measure", message, remedy, "each measure once")
            found.append((("measures", number), fault))
        seen.add(rule.measure or "")
        if rule.first_quarter and rule.last_quarter and rule.first_quarter > rule.last_quarter:
            message = f"{rule.first_quarter} is after {rule.last_quarter}."
            place = ("measures", number, "last_quarter")
            found.append((place, KeyFault("quarters_out_of_order", "last_quarter", message, "Change one of the two.")))
    if head.total and head.total not in seen:
        message = f"The total, {head.total}, is none of the measures below."
        found.append((("mapping", "total"), KeyFault("no_category", "total", message, "Add it to [[measures]].")))
    return found


def _rule(shape: RuleShape) -> CategoryRule:
    return CategoryRule(**{key: value for key, value in shape if value is not None and key != "note"})


def _line(lines: Mapping[Place, int], place: Place) -> int | None:
    around = (place[:length] for length in range(len(place), 0, -1))
    return next((lines[part] for part in around if part in lines), None)


def _issue(name: str, line: int | None, fault: KeyFault) -> Issue:
    message = f"{shown(name)}: {fault.message}"
    return Issue(Severity.STOP, fault.code, message, fault.remedy, line, fault.key, fault.read, fault.expected)
