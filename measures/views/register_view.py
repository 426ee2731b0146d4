"""Breaks, events and rebases in words: the rows of the register, and what a change of it would move."""

from collections.abc import Sequence

from measures.model.control import SignalMove
from measures.model.measure import Break, Event
from measures.model.quarter import day_in_words
from measures.model.rating import RatingMove
from measures.model.register import RegisterChange, RegisterEntry
from measures.views.figures import counted
from measures.views.moves_view import against_words, verdict_words
from measures.views.signal_words import short_signal

KINDS = {"break": "Counting changed", "event": "Event", "rebase": "Limits set anew"}


def kind_of(entry: RegisterEntry) -> str:
    """`break`, `event` or `rebase`."""
    return "break" if isinstance(entry.what, Break) else "event" if isinstance(entry.what, Event) else "rebase"


def when(entry: RegisterEntry) -> str:
    """The day, the quarter or the quarters."""
    one = entry.what
    if isinstance(one, Break):
        return day_in_words(one.date)
    if isinstance(one, Event) and one.first != one.last:
        return f"{one.first} to {one.last}"
    return entry.first.label


def what(entry: RegisterEntry) -> str:
    """What it does to comparisons: `Counting changed (recording): not comparable`."""
    one = entry.what
    if isinstance(one, Break):
        return f"{KINDS['break']} ({one.type.value}): {'still comparable' if one.comparable else 'not comparable'}"
    return KINDS[kind_of(entry)]


def note(entry: RegisterEntry) -> str:
    """What happened, in the words of whoever recorded it."""
    return entry.what.note if isinstance(entry.what, (Break, Event)) else entry.what.reason


def recorded(entry: RegisterEntry) -> str:
    """Who recorded it and when, and why where that says more: `A. Officer, 3 May 2026: agreed with the registrar`."""
    why = f": {entry.reason}" if entry.reason and entry.reason != note(entry) else ""
    return f"{entry.by}, {day_in_words(entry.at.date())}{why}"


def finding_of(entries: Sequence[RegisterEntry]) -> str:
    """What the register holds, in a sentence."""
    number = {kind: sum(kind_of(one) == kind for one in entries) for kind in KINDS}
    return (
        f"{counted(number['break'], 'break')}, {counted(number['event'], 'event')} and "
        f"{counted(number['rebase'], 'rebase')} on the register"
    )


def consequences(change: RegisterChange) -> tuple[str, ...]:
    """What a change would move, as sentences."""
    ratings = counted(len(change.ratings_moved), "rating")
    signals = counted(len(change.signals_moved), "quarter")
    said = [f"It would move {ratings}." if change.ratings_moved else "No rating would move."]
    if not isinstance(change.what, Event):
        said.append(
            f"{signals} would be judged otherwise as usual or unusual." if change.signals_moved
            else "No quarter would be judged otherwise as usual or unusual."
        )  # fmt: skip
    return (*said, *change.notes)


RATING_HEADINGS = ("Plan", "Quarter", "Measure", "Against", "Now", "Then")
SIGNAL_HEADINGS = ("Quarter", "Now", "Then")


def rating_rows(moves: Sequence[RatingMove]) -> tuple[tuple[str, ...], ...]:
    """The ratings that would move, under `RATING_HEADINGS`, newest quarter first."""
    return tuple(
        (move.plan_id, move.quarter.label, move.measure_id, against_words(move.comparator), *verdict_words(move))
        for move in moves
    )


def signal_rows(moves: Sequence[SignalMove]) -> tuple[tuple[str, ...], ...]:
    """The quarters that would be judged otherwise, under `SIGNAL_HEADINGS`, newest first."""
    return tuple((move.quarter.label, short_signal(move.before), short_signal(move.after)) for move in reversed(moves))
