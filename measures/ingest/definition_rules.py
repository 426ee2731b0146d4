"""What must hold between the keys of a definition file: one function for each, with one issue code or two.

Each takes what could be read and gives `Found`: the place of the fault and the fault. A value of None could
not be read, or is absent, and is passed over: its own fault is told elsewhere.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import date

from measures.ingest.definition_national import (
    national_names_known_measures,
    national_that_does_not_apply_names_none,
)
from measures.ingest.definition_read import File, Found
from measures.ingest.definition_shapes import KeyFault
from measures.ingest.definition_sums import parts_of_sums, sums_of_counts
from measures.ingest.toml_lines import Place
from measures.ingest.words import did_you_mean, listed
from measures.model.measure import Comparator, Kind
from measures.model.quarter import Quarter

#: A baseline may lie this long before the plan starts; further back is taken for a slip.
BASELINE_YEARS = 5
TOLERANCES = ("tolerance_pct", "tolerance_points", "tolerance_count")


def check_file(file: File) -> Iterator[Found]:
    """Every fault that lies between keys."""
    for rule in RULES:
        yield from rule(file)


def _plan_dates(file: File) -> Iterator[Found]:
    plan = file.plan
    if plan.start and plan.end and plan.end <= plan.start:
        yield (
            ("plan", "end"),
            KeyFault(
                "dates_out_of_order",
                "end",
                f"The plan ends on {plan.end} but starts on {plan.start}.",
                "Check both dates: year-month-day.",
                f"a date after {plan.start}",
                str(plan.end),
            ),
        )


def _plan_baseline(file: File) -> Iterator[Found]:
    plan = file.plan
    if plan.baseline is None:
        return
    earliest = date(plan.start.year - BASELINE_YEARS, 1, 1) if plan.start else date.min
    if not earliest <= plan.baseline.end <= (plan.end or date.max):
        yield (
            ("plan", "baseline"),
            KeyFault(
                "baseline_far_from_plan",
                "baseline",
                f"The baseline, {plan.baseline}, is not within the plan or the {BASELINE_YEARS} years before it.",
                "Check the quarter, and the plan's start and end.",
                "a quarter shortly before the plan or within it",
                plan.baseline.label,
            ),
        )


def _unique_priorities(file: File) -> Iterator[Found]:
    yield from _unique(file, "priorities", "duplicate_priority", [p.id for p in file.priorities])


def _unique_measures(file: File) -> Iterator[Found]:
    yield from _unique(file, "measures", "duplicate_measure", [m.id for m in file.measures])


def _unique_national(file: File) -> Iterator[Found]:
    yield from _unique(file, "national", "duplicate_national", [one.id for one in file.national])


def _unique(file: File, table: str, code: str, ids: Sequence[str | None]) -> Iterator[Found]:
    first: dict[str, int] = {}
    noun = {"duplicate_national": "national measure"}.get(code, code.removeprefix("duplicate_"))
    for number, name in enumerate(ids):
        if name is not None and first.setdefault(name, number) != number:
            line = file.line_of((table, first[name], "id"))
            yield (
                (table, number, "id"),
                KeyFault(
                    code,
                    "id",
                    f"“{name}” is the id of an earlier {noun}" + (f" (line {line})." if line else "."),
                    f"Give each {noun} its own id, or take one of the two out.",
                    "an id that is used once",
                    name,
                ),
            )


def _known_priorities(file: File) -> Iterator[Found]:
    known = [p.id for p in file.priorities if p.id is not None]
    for number, measure in enumerate(file.measures):
        key = "priority" if measure.priority is not None else "priorities"
        named = measure.priorities or ((measure.priority,) if measure.priority else ())
        for name in named:
            if name not in known:
                yield (
                    ("measures", number, key),
                    KeyFault(
                        "unknown_priority",
                        key,
                        f"There is no priority “{name}” in this file.",
                        f"{did_you_mean(name, known)}"
                        + (f"The priorities are {listed(known, 'and')}." if known else "Add [[priorities]] first."),
                        f"one of {', '.join(known)}" if known else "the id of a priority",
                        name,
                    ),
                )


def _one_way_to_name_priorities(file: File) -> Iterator[Found]:
    for number, keys in enumerate(file.measure_keys):
        written = keys & {"priority", "priorities"}
        if len(written) == 2:
            yield (
                ("measures", number, "priorities"),
                KeyFault(
                    "two_priority_keys",
                    "priorities",
                    "Both priority and priorities are given.",
                    "Keep one: priorities = [...] where the measure serves several.",
                    "either priority or priorities",
                ),
            )
        elif not written:
            yield (
                ("measures", number),
                KeyFault(
                    "missing_key",
                    "priority",
                    "“priority” is missing.",
                    'Add a line that says priority = "…" with the id of a priority.',
                    "priority",
                ),
            )


def _one_tolerance(file: File) -> Iterator[Found]:
    for number, keys in enumerate(file.measure_keys):
        written = [key for key in TOLERANCES if key in keys]
        if len(written) > 1:
            yield (
                ("measures", number, written[1]),
                KeyFault(
                    "two_tolerances",
                    written[1],
                    f"The measure has {len(written)} tolerances: {listed(written, 'and')}.",
                    "Keep the one that the measure is rated by.",
                    f"one of {', '.join(TOLERANCES)}",
                ),
            )


def _tolerance_fits_the_kind(file: File) -> Iterator[Found]:
    for number, measure in enumerate(file.measures):
        if measure.kind is None or measure.unit is None:
            continue
        # The same test as Measure.in_percent, which needs a whole measure.
        is_percent = measure.unit.strip() == "%" or (measure.kind is Kind.RATIO and measure.scale in (None, 100))
        wrong, right = ("tolerance_count", "tolerance_points") if is_percent else ("tolerance_points", "")
        if getattr(measure, wrong) is not None:
            yield (
                ("measures", number, wrong),
                KeyFault(
                    "tolerance_of_another_kind",
                    wrong,
                    "This measure is in per cent: its tolerance is in percentage points."
                    if is_percent
                    else f"Percentage points are for percentages; this measure is in {measure.unit}.",
                    f"Write {right}." if right else "Write tolerance_pct, or tolerance_count in its own unit.",
                    right or "tolerance_pct or tolerance_count",
                    str(getattr(measure, wrong)),
                ),
            )


def _scale_fits_the_kind(file: File) -> Iterator[Found]:
    for number, measure in enumerate(file.measures):
        if measure.scale is not None and measure.kind is not None and not measure.kind.has_parts:
            yield (
                ("measures", number, "scale"),
                KeyFault(
                    "scale_without_parts",
                    "scale",
                    f"A {measure.kind} has no numerator and denominator, so it has no scale.",
                    "Take the scale out, or check the kind.",
                    "no scale, or the kind rate, ratio or mean",
                    str(measure.scale),
                ),
            )


def _comparators_fit_the_kind(file: File) -> Iterator[Found]:
    for number, measure in enumerate(file.measures):
        beside = Comparator.SIMILAR_FORCES in (measure.comparators or ())
        if beside and measure.kind is not None and not measure.kind.is_per_head:
            yield (
                ("measures", number, "comparators"),
                KeyFault(
                    "comparator_of_another_kind",
                    "comparators",
                    f"A {measure.kind} has no rate for each 1,000 people to set beside similar forces.",
                    "Take similar_forces out, or check the kind.",
                    "similar_forces only for the kinds count and rate",
                    Comparator.SIMILAR_FORCES.value,
                ),
            )


def _quarters_in_order(file: File) -> Iterator[Found]:
    spans: list[tuple[Place, str, Quarter | None, Quarter | None]] = [
        (("measures", number, "last_quarter"), "last_quarter", measure.first_quarter, measure.last_quarter)
        for number, measure in enumerate(file.measures)
    ]
    spans += [(("events", n, "to"), "to", event.first, event.last) for n, event in enumerate(file.events)]
    for place, key, first, last in spans:
        if first is not None and last is not None and last < first:
            yield (
                place,
                KeyFault(
                    "quarters_out_of_order",
                    key,
                    f"The last quarter, {last}, is before the first, {first}.",
                    "Check both quarters.",
                    f"{first} or later",
                    last.label,
                ),
            )


def _unique_breaks(file: File) -> Iterator[Found]:
    seen: set[tuple[object, ...]] = set()
    for number, item in enumerate(file.breaks):
        key = (item.measure, item.date, item.type)
        if None not in key and key in seen:
            yield (
                ("breaks", number, "date"),
                KeyFault(
                    "duplicate_break",
                    "date",
                    f"This break of “{item.measure}” on {item.date} is in the file already.",
                    "Take one of the two out.",
                    "each break once",
                    str(item.date),
                ),
            )
        seen.add(key)


RULES: tuple[Callable[[File], Iterator[Found]], ...] = (
    _plan_dates,
    _plan_baseline,
    _unique_priorities,
    _unique_measures,
    _one_way_to_name_priorities,
    _known_priorities,
    _one_tolerance,
    _tolerance_fits_the_kind,
    _scale_fits_the_kind,
    _comparators_fit_the_kind,
    sums_of_counts,
    parts_of_sums,
    _quarters_in_order,
    _unique_breaks,
    _unique_national,
    national_names_known_measures,
    national_that_does_not_apply_names_none,
)
