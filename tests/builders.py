"""Small plans and frames with sensible defaults, so that a test says only what it is about."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pandas as pd

from measures.model.frames import values_frame
from measures.model.measure import (
    BaselineRule,
    Break,
    BreakType,
    Comparator,
    Event,
    Kind,
    Measure,
    Plan,
    PlanHead,
    Polarity,
    Priority,
    SmallNumbers,
    Tolerance,
    ToleranceUnit,
)
from measures.model.quarter import Quarter
from measures.model.value import Status

UNITS = {
    Kind.COUNT: "offences",
    Kind.RATE: "offences per 1,000 people",
    Kind.RATIO: "%",
    Kind.MEAN: "minutes",
    Kind.STOCK: "officers",
    Kind.ROLLING: "offences",
    Kind.AS_IS: "%",
    Kind.NARRATIVE: "comments",
}
_LETTERS = {status.value for status in Status if status.value}


def quarter(text: str) -> Quarter:
    return Quarter.parse(text)


def a_measure(measure_id: str = "burglary", **given: object) -> Measure:
    """A measure: a count of offences, lower is better, unless said.

    Fields of Measure by name, as a definition file writes them: `kind="ratio"`, `polarity="higher"`,
    `tolerance_pct=5`, `tolerance_points=2` or `tolerance_count=3`, `small_numbers="absolute:5"`,
    `comparators=["last_year"]`, `first_quarter="2014/15 Q1"`.
    """
    kind = Kind(given.pop("kind", "count"))
    read: dict[str, object] = {
        "title": measure_id.replace("-", " ").capitalize(),
        "unit": UNITS[kind],
        "polarity": "lower",
        "priorities": ("safety",),
        **given,
    }
    for unit in ToleranceUnit:
        if (amount := read.pop(f"tolerance_{unit}", None)) is not None:
            read["tolerance"] = Tolerance(unit, Decimal(str(amount)))
    return _measure(measure_id, kind, read)


def _measure(measure_id: str, kind: Kind, read: dict[str, object]) -> Measure:
    readers = {
        "polarity": lambda text: Polarity(text),
        "small_numbers": lambda text: SmallNumbers.parse(text),
        "baseline_rule": lambda text: BaselineRule(text),
        "first_quarter": quarter,
        "last_quarter": quarter,
        "comparators": lambda names: tuple(map(Comparator, names)),
        "scale": lambda number: Decimal(str(number)),
    }
    fields = {name: readers[name](value) if name in readers else value for name, value in read.items()}  # type: ignore[arg-type]
    return Measure(id=measure_id, kind=kind, **fields)  # type: ignore[arg-type]


def a_plan(*measures: Measure, **given: object) -> Plan:
    """A plan from April 2013 with the baseline 2014/15 Q4, rated on a year before and the baseline, 5% and 2 points.

    Fields of PlanHead by name, as a definition file writes them; `breaks` and `events` as mappings of theirs.
    """
    head = PlanHead(
        id=str(given.pop("id", "plan")),
        title="A police and crime plan",
        start=date(2013, 4, 1),
        end=date(2021, 3, 31),
        baseline=quarter(str(given.pop("baseline", "2014/15 Q4"))),
        priorities=(Priority("safety", "Safety"),),
        tolerance_pct=Decimal(str(given.pop("tolerance_pct", "5.0"))),
        tolerance_points=Decimal(str(given.pop("tolerance_points", "2.0"))),
    )
    if "similar_group" in given:
        head = replace(head, similar_group=str(given.pop("similar_group")))
    if "comparators" in given:
        head = replace(head, comparators=tuple(map(Comparator, given.pop("comparators"))))  # type: ignore[call-overload]
    breaks, events = given.pop("breaks", ()), given.pop("events", ())
    assert not given, f"a plan has no {listed(given)}"
    return Plan(
        head,
        measures or (a_measure(),),
        tuple(a_break(**one) for one in breaks),  # type: ignore[attr-defined]
        tuple(Event(quarter(one["from"]), quarter(one["to"]), one["note"]) for one in events),  # type: ignore[attr-defined]
    )


def listed(given: Mapping[str, object]) -> str:
    return ", ".join(given)


def a_break(
    measure: str = "burglary",
    day: str | date = "2017-04-01",
    comparable: bool = False,
    note: str = "Sheds and garages of a dwelling now count.",
) -> Break:
    on = day if isinstance(day, date) else date.fromisoformat(day)
    return Break(measure, on, BreakType.DEFINITION, comparable, note)


def values(figures: Mapping[str, object], measure_id: str = "burglary") -> pd.DataFrame:
    """The values frame of one measure: {"2015/16 Q1": 1104, …}; see `rows`."""
    return values_frame(rows(measure_id, figures))


def rows(measure_id: str, figures: Mapping[str, object]) -> list[dict[str, object]]:
    """Rows of the values frame, one for each quarter.

    A figure is a number, [numerator, denominator], a status letter, or a number with its letter ("1172 p"). A
    quarter that ends with "ytd" holds the figure from April to its end.
    """
    found = []
    for written, figure in figures.items():
        name, _, basis = str(written).partition(" ytd")
        found.append(
            {
                "measure_id": measure_id,
                "quarter": name,
                "basis": "ytd" if basis or str(written).endswith(" ytd") else "quarter",
                **_figure(figure),
            }
        )
    return found


def _figure(figure: object) -> dict[str, object]:
    if isinstance(figure, Sequence) and not isinstance(figure, str):
        numerator, denominator, *letter = figure
        return {"numerator": numerator, "denominator": denominator, "status": letter[0] if letter else ""}
    if isinstance(figure, str):
        number, _, letter = figure.partition(" ")
        return {"status": figure} if figure in _LETTERS else {"value": number, "status": letter}
    return {"value": figure}
