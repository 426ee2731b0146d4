"""What a chart has letters for: breaks, events and rebases, in order of time, each with the words it stands for."""

from collections.abc import Sequence
from dataclasses import dataclass
from string import ascii_uppercase

from measures.model.measure import Break, Event, Rebase
from measures.model.quarter import Quarter, day_in_words


@dataclass(frozen=True, slots=True)
class Note:
    """What a letter on a chart stands for."""

    letter: str
    text: str


@dataclass(frozen=True, slots=True)
class Span:
    """Where on the axis of quarters a note belongs: at one place, or from `start` to a later `end`."""

    start: float
    end: float
    note: Note


def spans_of(
    breaks: Sequence[Break], events: Sequence[Event], first: int, last: int, rebases: Sequence[Rebase] = ()
) -> tuple[Span, ...]:
    """The breaks, events and rebases between two quarters (ordinals), lettered in order of time.

    A quarter reaches from half before its ordinal to half after it, so that a break is on its first day.
    """
    found: list[tuple[float, float, str]] = []
    for one in breaks:
        place = Quarter.containing(one.date).ordinal - 0.5
        if first <= place <= last:
            kept = "still comparable" if one.comparable else "not comparable across this date"
            found.append((place, place, f"{day_in_words(one.date)}, counting changed, {kept}. {one.note}"))
    for event in events:
        begins, ends = max(event.first.ordinal, first), min(event.last.ordinal, last)
        if begins <= ends:
            span = event.first.label if event.first == event.last else f"{event.first.label} to {event.last.label}"
            found.append((begins - 0.5, ends + 0.5, f"{span}: {event.note}"))
    for rebase in rebases:
        if first <= rebase.quarter.ordinal <= last:
            place = rebase.quarter.ordinal - 0.5
            found.append((place, place, f"{rebase.quarter.label}, the usual range set anew. {rebase.reason}"))
    in_order = sorted(set(found), key=lambda f: f[0])
    return tuple(Span(start, end, Note(_letter(at), text)) for at, (start, end, text) in enumerate(in_order))


def _letter(at: int) -> str:
    """The sign of a note by its place, from 0: A to Z, then AA to AZ, as columns of a sheet are lettered."""
    rounds, place = divmod(at, len(ascii_uppercase))
    return (_letter(rounds - 1) if rounds else "") + ascii_uppercase[place]
