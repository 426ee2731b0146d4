"""The national crime and policing measures, as a plan answers them: whether each applies, why, by what."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class NationalMeasure:
    """One national measure in a plan's statement.

    `why` says why it applies here or does not; `measures` are the ids of the plan's measures that show how the force
    stands on it, none where nothing is measured.
    """

    id: str
    title: str
    applies: bool
    why: str
    measures: tuple[str, ...] = ()
