"""What could be read of a definition file, table by table, for the rules that hold between its keys."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from measures.ingest.definition_shapes import (
    BreakShape,
    EventShape,
    KeyFault,
    MeasureShape,
    NationalShape,
    PlanShape,
    PriorityShape,
)
from measures.ingest.toml_lines import Place

Found = tuple[Place, KeyFault]


@dataclass(frozen=True, slots=True)
class File:
    """What could be read of a file, in its order. `measure_keys` are the keys written for each measure."""

    plan: PlanShape
    priorities: Sequence[PriorityShape]
    measures: Sequence[MeasureShape]
    measure_keys: Sequence[frozenset[str]]
    breaks: Sequence[BreakShape]
    events: Sequence[EventShape]
    national: Sequence[NationalShape]
    line_of: Callable[[Place], int | None]
