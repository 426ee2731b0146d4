"""The register of breaks, events and rebases: what is on it, and what a change of it would move."""

from dataclasses import dataclass
from datetime import datetime

from measures.model.control import SignalMove
from measures.model.measure import Break, Event, Rebase
from measures.model.quarter import Quarter
from measures.model.rating import RatingMove


@dataclass(frozen=True, slots=True)
class RegisterEntry:
    """One break, event or rebase that stands: who recorded it, when, why, and from which quarter it is heeded.

    `plan_id` is the plan in whose file it stands, "" for a rebase. `measure_title` is "" for an event, which touches
    every measure. `from_quarter` is None where it holds from the beginning.
    """

    what: Break | Event | Rebase
    plan_id: str
    measure_title: str
    at: datetime
    by: str
    reason: str
    from_quarter: Quarter | None

    @property
    def first(self) -> Quarter:
        """The quarter in which it falls or begins."""
        match self.what:
            case Break(date=day):
                return Quarter.containing(day)
            case Event(first=first):
                return first
            case Rebase(quarter=quarter):
                return quarter


@dataclass(frozen=True, slots=True)
class RegisterChange:
    """A change of the register that somebody thinks of; nothing is stored.

    `sentence` says what would be recorded, `notes` what to know before. `signals_moved` are the quarters of the measure
    whose signal would change. `version` is the data version it was made for.
    """

    what: Break | Event | Rebase
    plan_id: str
    take_back: bool
    reason: str
    sentence: str
    ratings_moved: tuple[RatingMove, ...]
    signals_moved: tuple[SignalMove, ...]
    notes: tuple[str, ...]
    from_quarter: Quarter | None
    version: int
