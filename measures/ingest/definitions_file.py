"""A plan's definition file: TOML text to a `Plan` with every fault told at once, and back to TOML.

>>> plan, issues = read_definitions("[plan]\\nid = 1", "x.toml")
>>> plan, [(issue.line, issue.code) for issue in issues][:2]
(None, [(1, 'missing_key'), (1, 'missing_key')])
"""

import re
import tomllib
from collections.abc import Mapping, Sequence
from decimal import Decimal, DecimalException
from typing import Any

from measures.ingest.definition_rules import TOLERANCES, File, Found, check_file
from measures.ingest.definition_shapes import (
    AShape,
    BreakShape,
    EventShape,
    Fault,
    MeasureShape,
    PlanShape,
    PriorityShape,
    read_table,
    unknown_key,
)
from measures.ingest.definition_values import type_in_words
from measures.ingest.definitions_text import write_definitions
from measures.ingest.toml_lines import Place, key_lines
from measures.ingest.words import shown
from measures.model.issue import Issue, Severity
from measures.model.measure import Break, Event, Measure, Plan, PlanHead, Priority, Tolerance, ToleranceUnit

__all__ = ["MAX_BYTES", "read_definitions", "write_definitions"]

#: Far above any plan (the longest of the sample has 40 kB): only a file taken by mistake is larger.
MAX_BYTES = 2_000_000
TABLES = ("plan", "priorities", "measures", "breaks", "events")


def read_definitions(content: bytes | str, name: str) -> tuple[Plan | None, list[Issue]]:
    """The plan that a definition file holds, or None and every fault in it, in the order of the file.

    `name` is the file's name, for the messages. Nothing is raised whatever the content.
    """
    try:
        text = _decoded(content)
        tables = _parsed(text)
    except _Unreadable as unreadable:
        return None, [_issue(name, unreadable.line, unreadable.fault, "")]
    lines = key_lines(text)
    file, found = _file(tables, lines)
    found += check_file(file)
    if found:
        issues = [_issue(name, _line(lines, place), fault, _where(tables, place)) for place, fault in found]
        return None, sorted(issues, key=lambda issue: issue.line or 0)
    return _plan(file), []


class _Unreadable(Exception):
    """The text is not TOML at all."""

    def __init__(self, fault: Fault, line: int | None = None) -> None:
        super().__init__(fault.message)
        self.fault, self.line = fault, line


def _decoded(content: bytes | str) -> str:
    if len(content) > MAX_BYTES:
        raise _Unreadable(
            Fault(
                "file_too_large",
                None,
                f"The file has {len(content):,} bytes; no definition file needs so many.",
                "Check that it is the right file.",
                f"at most {MAX_BYTES:,} bytes",
            )
        )
    if isinstance(content, str):
        return content.removeprefix("\ufeff")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise _Unreadable(
            Fault(
                "wrong_encoding",
                None,
                "The text is not in UTF-8, which TOML files are written in.",
                "Save the file again as UTF-8 (in the editor: Save as, encoding UTF-8).",
                "UTF-8",
            ),
            line,
        ) from error


def _parsed(text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        message = str(error)
        place = re.search(r" \(at line (\d+), column (\d+)\)$", message)
        line = int(place[1]) if place else text.count("\n") + 1
        row = text.split("\n")[line - 1] if place else ""
        what = re.sub(r" \(at [^)]*\)$", "", message)
        raise _Unreadable(
            Fault(
                "toml_syntax",
                None,
                f"This cannot be read as TOML: {what[:1].lower()}{shown(what[1:])}"
                + (f", at character {place[2]} of the line." if place else ", at the end of the file."),
                "Check the line: text in quotation marks, true and false in small letters, each key once in its table.",
                "key = value, [plan] or [[measures]]",
                shown(row) or None,
            ),
            line,
        ) from error
    except (ValueError, RecursionError, DecimalException) as error:
        # tomllib lets these through: numbers of thousands of digits, brackets nested a thousand deep.
        raise _Unreadable(
            Fault(
                "toml_syntax",
                None,
                "The file holds a number or a list that is far too long to read.",
                "Check that it is the right file.",
                "a definition file",
            )
        ) from error


def _file(tables: Mapping[str, object], lines: Mapping[Place, int]) -> tuple[File, list[Found]]:
    found: list[Found] = [((key,), unknown_key(key, list(TABLES))) for key in tables if key not in TABLES]
    if "plan" not in tables:
        fault = Fault("missing_key", "plan", "The table [plan] is missing.", "Start the file with [plan].", "[plan]")
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
            Fault(
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
    noun = {"priorities": "priority", "measures": "measure", "breaks": "break of", "events": "event"}[table]
    name = entry.get({"breaks": "measure", "events": "from"}.get(table, "id"))
    which = f"“{shown(name)}”" if isinstance(name, str) else f"number {int(place[1]) + 1}"
    return " ".join([noun, which, *(f"{key}" for key in place[2:])])


def _issue(name: str, line: int | None, fault: Fault, where: str) -> Issue:
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
    return Plan(
        PlanHead(**_given(file.plan), priorities=tuple(Priority(**_given(p)) for p in file.priorities)),
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


def _given(shape: PlanShape | PriorityShape | MeasureShape | BreakShape | EventShape) -> dict[str, Any]:
    return {key: value for key, value in shape if value is not None}
