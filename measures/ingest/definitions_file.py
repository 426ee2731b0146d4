"""A plan's definition file: TOML text to a `Plan` with every fault told at once, and back to TOML.

>>> plan, issues = read_definitions("[plan]\\nid = 1", "x.toml")
>>> plan, [(issue.line, issue.code) for issue in issues][:2]
(None, [(1, 'missing_key'), (1, 'missing_key')])
"""

from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import Any

from measures.ingest.definition_read import File, Found
from measures.ingest.definition_rules import TOLERANCES, check_file
from measures.ingest.definition_shapes import (
    AShape,
    BreakShape,
    EventShape,
    KeyFault,
    MeasureShape,
    NationalShape,
    PlanShape,
    PriorityShape,
    Shape,
    read_table,
    unknown_key,
)
from measures.ingest.definition_values import type_in_words
from measures.ingest.definitions_text import write_definitions
from measures.ingest.toml_lines import Place, key_lines
from measures.ingest.toml_text import MAX_BYTES, UnreadableToml, toml_tables, toml_text
from measures.ingest.words import shown
from measures.model.issue import Issue, Severity
from measures.model.measure import Break, Event, Measure, Plan, PlanHead, Priority, Tolerance, ToleranceUnit
from measures.model.national import NationalMeasure
from measures.model.signal_options import SignalOptions

__all__ = ["MAX_BYTES", "read_definitions", "write_definitions"]

SIGNAL_KEYS = tuple(field.name for field in fields(SignalOptions))
TABLES = ("plan", "priorities", "measures", "breaks", "events", "national")


def read_definitions(content: bytes | str, name: str) -> tuple[Plan | None, list[Issue]]:
    """The plan that a definition file holds, or None and every fault in it, in the order of the file.

    `name` is the file's name, for the messages. Nothing is raised whatever the content.
    """
    try:
        text = toml_text(content)
        tables = toml_tables(text)
    except UnreadableToml as unreadable:
        return None, [_issue(name, unreadable.line, unreadable.fault, "")]
    lines = key_lines(text)
    file, found = _file(tables, lines)
    found += check_file(file)
    if found:
        issues = [_issue(name, _line(lines, place), fault, _where(tables, place)) for place, fault in found]
        return None, sorted(issues, key=lambda issue: issue.line or 0)
    return _plan(file), []


def _file(tables: Mapping[str, object], lines: Mapping[Place, int]) -> tuple[File, list[Found]]:
    found: list[Found] = [((key,), unknown_key(key, list(TABLES))) for key in tables if key not in TABLES]
    if "plan" not in tables:
        fault = KeyFault("missing_key", "plan", "The table [plan] is missing.", "Start the file with [plan].", "[plan]")
        found.append((("plan",), fault))
    plan = _each("plan", PlanShape, _as_list(tables.get("plan"), "plan", found), found)
    parts = {table: _as_list(tables.get(table), table, found) for table in TABLES[1:]}
    file = File(
        plan=plan[0] if plan else PlanShape(),
        priorities=_each("priorities", PriorityShape, parts["priorities"], found),
        measures=_each("measures", MeasureShape, parts["measures"], found),
        measure_keys=[frozenset(measure) for measure in parts["measures"]],
        breaks=_each("breaks", BreakShape, parts["breaks"], found),
        events=_each("events", EventShape, parts["events"], found),
        national=_each("national", NationalShape, parts["national"], found),
        line_of=lambda place: _line(lines, place),
    )
    return file, found


def _as_list(given: object, table: str, found: list[Found]) -> list[dict[str, object]]:
    """The tables under one name; a fault where they are not written as tables."""
    wanted = "[plan]" if table == "plan" else f"[[{table}]]"
    is_right = isinstance(given, dict) if table == "plan" else isinstance(given, list)
    if given is None:
        return []
    entries = [given] if table == "plan" else given
    if is_right and isinstance(entries, list) and all(isinstance(entry, dict) for entry in entries):
        return entries
    found.append(
        (
            (table,),
            KeyFault(
                "wrong_type",
                table,
                f"“{table}” is {type_in_words(given)} here.",
                f"Write {wanted} on a line of its own and the keys below it.",
                wanted,
            ),
        )
    )
    return []


def _each(name: str, shape: type[AShape], entries: Sequence[Mapping[str, object]], found: list[Found]) -> list[AShape]:
    shapes = []
    for number, entry in enumerate(entries):
        place: Place = ("plan",) if name == "plan" else (name, number)
        values, faults = read_table(shape, entry)
        found += [((*place, fault.key or ""), fault) for fault in faults]
        shapes.append(values)
    return shapes


def _line(lines: Mapping[Place, int], place: Place) -> int | None:
    """The line of a place, else of the nearest thing around it."""
    around = (place[:length] for length in range(len(place), 0, -1))
    return next((lines[part] for part in around if part in lines), None)


def _where(tables: Mapping[str, Any], place: Place) -> str:
    table = str(place[0])
    if len(place) < 2 or table not in TABLES:
        return ""
    if table == "plan":
        return f"[plan] {place[1]}"
    entry = tables[table][place[1]]
    noun = {
        "priorities": "priority",
        "measures": "measure",
        "breaks": "break of",
        "events": "event",
        "national": "national measure",
    }[table]
    name = entry.get({"breaks": "measure", "events": "from"}.get(table, "id"))
    which = f"“{shown(name)}”" if isinstance(name, str) else f"number {int(place[1]) + 1}"
    return " ".join([noun, which, *(f"{key}" for key in place[2:])])


def _issue(name: str, line: int | None, fault: KeyFault, where: str) -> Issue:
    start = ": ".join(part for part in (shown(name), where) if part)
    return Issue(
        Severity.STOP,
        fault.code,
        f"{start}: {fault.message}",
        fault.remedy,
        line,
        fault.key,
        fault.read,
        fault.expected,
    )


def _plan(file: File) -> Plan:
    """The nouns of a file in which no fault was found."""
    head = _given(file.plan)
    signal = SignalOptions(**{key: head.pop(key) for key in SIGNAL_KEYS if key in head})
    return Plan(
        PlanHead(
            **head,
            signal=signal,
            priorities=tuple(Priority(**_given(p)) for p in file.priorities),
            national=tuple(NationalMeasure(**_given(one)) for one in file.national),
        ),
        tuple(_measure(measure) for measure in file.measures),
        tuple(Break(**_given(item)) for item in file.breaks),
        tuple(Event(**_given(event)) for event in file.events),
    )


def _measure(shape: MeasureShape) -> Measure:
    given = _given(shape)
    for key in TOLERANCES:
        if key in given:
            given["tolerance"] = Tolerance(ToleranceUnit(key.removeprefix("tolerance_")), given.pop(key))
    if "priority" in given:
        given["priorities"] = (given.pop("priority"),)
    return Measure(**given)


def _given(shape: Shape) -> dict[str, Any]:
    return {key: value for key, value in shape if value is not None}
