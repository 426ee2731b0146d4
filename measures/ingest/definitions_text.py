"""A plan as the text of its definition file, in the plan's own order: tidy TOML that a person would review."""

import re
from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from decimal import Decimal
from enum import StrEnum

from measures.model.measure import BaselineRule, Break, Event, Measure, Plan, PlanHead, Publication, SmallNumbers
from measures.model.national import NationalMeasure
from measures.model.quarter import Quarter
from measures.model.signal_options import DEFAULTS, SignalOptions

_ESCAPES = {"\\": "\\\\", '"': '\\"', "\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r"}


def write_definitions(plan: Plan) -> str:
    """The TOML that `read_definitions` reads back as the same plan.

    Keys that hold their default are left out, but the plan's comparators and tolerances are always written,
    since every colour depends on them. Comments are not kept.
    """
    parts = [_table("[plan]", _head(plan.head))]
    parts += [
        _table("[[priorities]]", {"id": p.id, "title": p.title, "note": p.note or None}) for p in plan.head.priorities
    ]
    parts += [_table("[[measures]]", _measure(measure)) for measure in plan.measures]
    parts += [_table("[[breaks]]", _break(item)) for item in plan.breaks]
    parts += [_table("[[events]]", _event(event)) for event in plan.events]
    parts += [_table("[[national]]", _national(one)) for one in plan.head.national]
    return "\n".join(parts)


def _head(head: PlanHead) -> dict[str, object]:
    return {
        "id": head.id,
        "title": head.title,
        "start": head.start,
        "end": head.end,
        "baseline": head.baseline,
        "comparators": head.comparators,
        "tolerance_pct": head.tolerance_pct,
        "tolerance_points": head.tolerance_points,
        "similar_group": head.similar_group or None,
        **_signal(head.signal),
        **_questions(head),
        "note": head.note or None,
    }


def _signal(options: SignalOptions) -> dict[str, object]:
    """The settings of the signal that are not the usual ones."""
    given = {field.name: getattr(options, field.name) for field in fields(options)}
    return {name: value for name, value in given.items() if value != getattr(DEFAULTS, name)}


def _questions(head: PlanHead) -> dict[str, object]:
    """The settings of the questions that are not the usual ones."""
    usual = {field.name: field.default for field in fields(head) if field.name.startswith("question_")}
    return {name: held for name, default in usual.items() if (held := getattr(head, name)) != default}


def _measure(measure: Measure) -> dict[str, object]:
    several = len(measure.priorities) != 1
    tolerance = measure.tolerance
    return {
        "id": measure.id,
        "priorities" if several else "priority": measure.priorities if several else measure.priorities[0],
        "title": measure.title,
        "unit": measure.unit,
        "kind": measure.kind,
        "polarity": measure.polarity,
        "sum_of": measure.sum_of or None,
        "definition": measure.definition or None,
        "source": measure.source or None,
        "first_quarter": measure.first_quarter,
        "last_quarter": measure.last_quarter,
        "scale": measure.scale,
        "decimals": measure.decimals,
        f"tolerance_{tolerance.unit}" if tolerance else "tolerance_pct": tolerance.amount if tolerance else None,
        "comparators": measure.comparators,
        "baseline_rule": None if measure.baseline_rule is BaselineRule.SAME_PERIOD else measure.baseline_rule,
        "small_numbers": None if measure.small_numbers == SmallNumbers() else str(measure.small_numbers),
        "publication": None if measure.publication is Publication.PUBLIC else measure.publication,
        "owner": measure.owner or None,
        "review_by": measure.review_by,
        "why_it_matters": measure.why_it_matters or None,
        "related": measure.related or None,
    }


def _break(item: Break) -> dict[str, object]:
    return {
        "measure": item.measure,
        "date": item.date,
        "type": item.type,
        "comparable": item.comparable,
        "note": item.note,
    }


def _event(event: Event) -> dict[str, object]:
    return {"from": event.first, "to": event.last, "note": event.note}


def _national(one: NationalMeasure) -> dict[str, object]:
    return {
        "id": one.id,
        "title": one.title,
        "applies": one.applies,
        "why": one.why,
        "measures": one.measures or None,
    }


def _table(header: str, keys: Mapping[str, object]) -> str:
    rows = [f"{key} = {_value(value)}" for key, value in keys.items() if value is not None]
    return "\n".join([header, *rows, ""])


def _value(value: object) -> str:
    match value:
        case bool():
            return str(value).lower()
        case int():
            return str(value)
        case Decimal():
            return format(value, "f")
        case date():
            return value.isoformat()
        case Quarter():
            return _text(value.label)
        case tuple():
            return f"[{', '.join(_value(item) for item in value)}]"
        case StrEnum():
            return _text(value.value)
        case str():
            return _paragraph(value) if "\n" in value else _text(value)
        case _:
            raise TypeError(f"No way to write {type(value).__name__} in a definition file.")


def _text(text: str) -> str:
    return f'"{_escaped(text, "")}"'


def _paragraph(text: str) -> str:
    """Over several lines, as it reads; the line break after the opening quotes is not part of the text."""
    return f'"""\n{_escaped(text, chr(10))}"""'


def _escaped(text: str, kept: str) -> str:
    def escape(match: re.Match[str]) -> str:
        character = match[0]
        if character in kept:
            return character
        return _ESCAPES.get(character) or f"\\u{ord(character):04x}"

    return re.sub(r'[\x00-\x1f\x7f"\\]', escape, text)
