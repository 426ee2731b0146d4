"""What may stand in a definition file: each table with its keys (SPEC section 2).

Every key is optional to pydantic and `required` names those that are not: a fault in one key then hides no
fault in another. `read_table` gives the values that could be read and a fault for each that could not.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from measures.ingest import definition_values as read
from measures.ingest.definition_values import type_in_words
from measures.ingest.words import did_you_mean, listed, shown


class Shape(BaseModel):
    """One table of the file. A value of None is a key that is absent or could not be read."""

    model_config = ConfigDict(extra="forbid", populate_by_name=False)
    required: ClassVar[tuple[str, ...]] = ()


class PlanShape(Shape):
    """`[plan]`."""

    required = ("id", "title", "start", "end", "baseline")
    id: read.Id | None = None
    title: read.Line | None = None
    start: read.Day | None = None
    end: read.Day | None = None
    baseline: read.AQuarter | None = None
    comparators: read.Comparators | None = None
    tolerance_pct: read.Amount | None = None
    tolerance_points: read.Amount | None = None
    similar_group: read.Line | None = None
    shift: read.Run | None = None
    trend: read.Run | None = None
    two_in_three: read.ATwoInThree | None = None
    screen: read.YesNo | None = None
    fix_after: read.FixAfter | None = None
    question_restated_pct: read.RestatedBy | None = None
    question_red_quarters: read.RedQuarters | None = None
    note: read.Paragraph | None = None


class PriorityShape(Shape):
    """One of `[[priorities]]`."""

    required = ("id", "title")
    id: read.Id | None = None
    title: read.Line | None = None
    note: read.Paragraph | None = None


class MeasureShape(Shape):
    """One of `[[measures]]`."""

    required = ("id", "title", "unit", "kind", "polarity")
    id: read.Id | None = None
    priority: read.Id | None = None
    priorities: read.Ids | None = None
    title: read.Line | None = None
    unit: read.Line | None = None
    kind: read.AKind | None = None
    polarity: read.APolarity | None = None
    definition: read.Paragraph | None = None
    source: read.Paragraph | None = None
    first_quarter: read.AQuarter | None = None
    last_quarter: read.AQuarter | None = None
    scale: read.Scale | None = None
    decimals: read.Decimals | None = None
    tolerance_pct: read.Amount | None = None
    tolerance_points: read.Amount | None = None
    tolerance_count: read.Amount | None = None
    comparators: read.Comparators | None = None
    baseline_rule: read.ABaselineRule | None = None
    small_numbers: read.SmallNumbersRule | None = None
    publication: read.APublication | None = None
    owner: read.OptionalLine | None = None
    review_by: read.Day | None = None
    why_it_matters: read.Paragraph | None = None
    related: read.Ids | None = None
    sum_of: read.Ids | None = None


class BreakShape(Shape):
    """One of `[[breaks]]`."""

    required = ("measure", "date", "type", "comparable", "note")
    measure: read.Id | None = None
    date: read.Day | None = None
    type: read.ABreakType | None = None
    comparable: read.YesNo | None = None
    note: read.Note | None = None


class EventShape(Shape):
    """One of `[[events]]`."""

    required = ("from", "to", "note")
    first: read.AQuarter | None = Field(None, alias="from")
    last: read.AQuarter | None = Field(None, alias="to")
    note: read.Note | None = None


class NationalShape(Shape):
    """One of `[[national]]`."""

    required = ("id", "title", "applies", "why")
    id: read.Id | None = None
    title: read.Line | None = None
    applies: read.YesNo | None = None
    why: read.Paragraph | None = None
    measures: read.Ids | None = None


AShape = TypeVar("AShape", bound=Shape)


@dataclass(frozen=True, slots=True)
class KeyFault:
    """What is wrong with one key of one table."""

    code: str
    key: str | None
    message: str
    remedy: str
    expected: str | None = None
    read: str | None = None


def read_table(shape: type[AShape], table: Mapping[str, object]) -> tuple[AShape, list[KeyFault]]:
    """The values of a table that can be read, and the faults of those that cannot."""
    known = [field.alias or name for name, field in shape.model_fields.items()]
    faults = [_missing(key) for key in shape.required if key not in table]
    try:
        return shape.model_validate(dict(table)), faults
    except ValidationError as error:
        details = error.errors(include_url=False)
    faults += [_fault(detail["type"], str(detail["loc"][0]), detail, known) for detail in details]
    wrong = {str(detail["loc"][0]) for detail in details}
    return shape.model_validate({key: value for key, value in table.items() if key not in wrong}), faults


def unknown_key(key: str, known: list[str]) -> KeyFault:
    """The fault of a key that no table of this kind has."""
    return KeyFault(
        "unknown_key",
        key,
        f"“{shown(key)}” is not a key that is known here.",
        f"{did_you_mean(key, known)}Known keys are {listed(known, 'and')}.",
        f"one of {', '.join(known)}",
        shown(key),
    )


def _missing(key: str) -> KeyFault:
    return KeyFault("missing_key", key, f"“{key}” is missing.", f"Add a line that says {key} = …", key)


def _fault(code: str, key: str, detail: Mapping[str, object], known: list[str]) -> KeyFault:
    if code == "extra_forbidden":
        return unknown_key(key, known)
    words = detail.get("ctx")
    assert isinstance(words, dict), f"a fault without words: {code} at {key}"
    return KeyFault(code, key, words["message"], words["remedy"], words["expected"], quoted(detail["input"]))


def quoted(value: object) -> str:
    """A value as a message shows it: scalars as they are, a list or table in words."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int) and value.bit_length() > 200:  # Python refuses to print the very largest
        return "a very large number"
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return shown(", ".join(value))
    return type_in_words(value) if isinstance(value, (list, dict)) else shown(value)
