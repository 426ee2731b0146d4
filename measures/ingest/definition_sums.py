"""What must hold of a measure that is the sum of others, and of its parts.

A part may stand in another plan's file: `fault_of_part` serves the loading of definitions too, where all are known.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from measures.ingest.definition_read import File, Found
from measures.ingest.definition_shapes import KeyFault, MeasureShape
from measures.model.measure import Kind, Measure


@dataclass(frozen=True, slots=True)
class Summand:
    """What a sum and its parts must agree on; None could not be read."""

    id: str
    kind: Kind | None
    unit: str | None
    sum_of: tuple[str, ...]

    @classmethod
    def of(cls, one: Measure | MeasureShape) -> "Summand":
        """The same of a measure, or of a table of a file."""
        return cls(one.id or "", one.kind, one.unit, one.sum_of or ())


def fault_of_part(whole: Summand, part: Summand) -> KeyFault | None:
    """What is wrong with one part of a sum; None where nothing is."""
    if part.id == whole.id:
        return KeyFault(
            "part_of_itself",
            "sum_of",
            f"“{whole.id}” is a part of itself.",
            "Take it out of the list.",
            "other measures",
            part.id,
        )
    if part.sum_of:
        return KeyFault(
            "sum_of_sums",
            "sum_of",
            f"The part “{part.id}” is itself a sum, of {', '.join(part.sum_of)}.",
            "Name the parts of that sum instead.",
            "measures that are counted by themselves",
            part.id,
        )
    for name, here, there in (("kind", Kind.COUNT, part.kind), ("unit", whole.unit, part.unit)):
        if here is not None and there is not None and here != there:
            return KeyFault(
                "part_of_another_kind",
                "sum_of",
                f"The {name} of the part “{part.id}” is {there}, not {here}: the two cannot be added up.",
                "Take it out of the list, or correct the definition of one of the two.",
                f"counts in {whole.unit}",
                part.id,
            )
    return None


def sums_of_counts(file: File) -> Iterator[Found]:
    """Only counts are added up, at least two of them."""
    for number, measure in enumerate(file.measures):
        if measure.sum_of is None:
            continue
        if measure.kind not in (None, Kind.COUNT):
            yield (
                ("measures", number, "kind"),
                KeyFault(
                    "sum_of_another_kind",
                    "kind",
                    f"A {measure.kind} cannot be the sum of other measures: only counts can be added up.",
                    'Write kind = "count", or take sum_of out.',
                    "count",
                    measure.kind.value,
                ),
            )
        if len(measure.sum_of) < 2:
            yield (
                ("measures", number, "sum_of"),
                KeyFault(
                    "sum_of_one",
                    "sum_of",
                    "A sum of one measure is that measure.",
                    "Name every measure that is added up, at least two.",
                    "two or more ids",
                    measure.sum_of[0],
                ),
            )


def parts_of_sums(file: File) -> Iterator[Found]:
    """The parts that stand in the same file are counts of the same unit, and no sums."""
    known: Mapping[str | None, MeasureShape] = {measure.id: measure for measure in file.measures}
    for number, measure in enumerate(file.measures):
        for name in measure.sum_of or ():
            fault = fault_of_part(Summand.of(measure), Summand.of(known[name])) if name in known else None
            if fault is not None:
                yield ("measures", number, "sum_of"), fault
