"""`measures register`, `break`, `event` and `rebase`: what stands between figures, and recording it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from measures.cli import documents
from measures.cli.arguments import CalledWrongly, TextOrJson, person
from measures.cli.findings import MOST_ROWS, show_moves
from measures.cli.printing import add_row, as_json, new_table, say, show
from measures.errors import NotFound
from measures.model.control import SignalMove
from measures.model.measure import Break, BreakType, Event, Rebase
from measures.model.quarter import Quarter
from measures.model.register import RegisterChange, RegisterEntry
from measures.services import register
from measures.storage.store import Store, open_store
from measures.views.figures import counted
from measures.views.register_view import SIGNAL_HEADINGS, finding_of, kind_of, note, recorded, signal_rows, what, when

DONE = 0


@dataclass(frozen=True, slots=True)
class Recording:
    """How a change is recorded: why, by whom, for trial only, and whether it takes something back."""

    reason: str
    by: str | None
    dry_run: bool
    take_back: bool


def print_register(form: TextOrJson) -> int:
    """`measures register`."""
    with open_store(upgrade=False) as store:
        entries = register.registered(store)
    if form is TextOrJson.JSON:
        as_json({"register": [_entry(one) for one in entries]})
        return DONE
    say(finding_of(entries))
    if entries:
        table = new_table("When", "What", "Measure", "Note", "Recorded by", "Plan")
        for one in entries:
            touched = one.measure_title or "every measure"
            add_row(table, when(one), what(one), touched, note(one), recorded(one), one.plan_id or "every plan")
        show(table)
    return DONE


def record_break(
    measure: str, day: date, kind: BreakType | None, text: str, start: Quarter | None, plan: str | None,
    how: Recording, *, comparable: bool,
) -> int:  # fmt: skip
    """`measures break`."""

    def make(store: Store) -> RegisterChange:
        if how.take_back:
            standing = [b for b in store.breaks() if (b.measure, b.date) == (measure, day)]
            return _taking_back(store, standing, f"a break of “{measure}” on {day}", how)
        if kind is None or not text.strip():
            raise CalledWrongly("A break needs --type (definition, recording, system or geography) and --note TEXT.")
        one = Break(measure, day, kind, comparable, text)
        return register.plan_break(store, one, reason=how.reason, plan_id=plan, from_quarter=start)

    return _record(make, how)


def record_event(first: Quarter, last: Quarter | None, text: str, plan: str | None, how: Recording) -> int:
    """`measures event`."""

    def make(store: Store) -> RegisterChange:
        end = last or first
        if how.take_back:
            standing = [e for e in store.events() if (e.first, e.last) == (first, end) and text in ("", e.note)]
            return _taking_back(store, standing, f"an event in {first} to {end}", how)
        if not text.strip():
            raise CalledWrongly("An event needs --note TEXT: what happened.")
        return register.plan_event(store, Event(first, end, text), reason=how.reason, plan_id=plan)

    return _record(make, how)


def record_rebase(measure: str, quarter: Quarter, how: Recording) -> int:
    """`measures rebase`."""

    def make(store: Store) -> RegisterChange:
        if how.take_back:
            standing = [r for r in store.rebases() if (r.measure, r.quarter) == (measure, quarter)]
            return _taking_back(store, standing, f"a rebase of “{measure}” at {quarter}", how)
        return register.plan_rebase(store, measure, quarter, reason=how.reason)

    return _record(make, how)


def _taking_back(
    store: Store, standing: Sequence[Break | Event | Rebase], what_: str, how: Recording
) -> RegisterChange:
    if not standing:
        raise NotFound(f"There is no such thing as {what_}. “measures register” lists what stands.")
    if len(standing) > 1:
        raise CalledWrongly(f"{len(standing)} answer to {what_}: name the one with --note and its whole text.")
    return register.plan_taking_back(store, standing[0], reason=how.reason)


def _record(make: Callable[[Store], RegisterChange], how: Recording) -> int:
    name = person(how.by)
    with open_store() as store:
        change = make(store)
        if not how.dry_run:
            register.record_change(store, change, by=name)
    verb = "would move" if how.dry_run else "moved"
    say(change.sentence, *change.notes, "")
    show_moves(change.ratings_moved, verb, None if how.dry_run else MOST_ROWS)
    if not isinstance(change.what, Event):
        _show_signals(change.signals_moved, "would change" if how.dry_run else "changed")
    say("This was a dry run: nothing was stored." if how.dry_run else "Stored.")
    return DONE


def _show_signals(moves: Sequence[SignalMove], verb: str) -> None:
    if not moves:
        say(f"No signal {verb}.")
        return
    say(f"The signal of {counted(len(moves), 'quarter')} {verb}:")
    table = new_table(*SIGNAL_HEADINGS)
    for row in signal_rows(moves):
        add_row(table, *row)
    show(table)


def _entry(one: RegisterEntry) -> documents.Document:
    given = one.what
    return {
        "kind": kind_of(one),
        "measure": None if isinstance(given, Event) else given.measure,
        "date": given.date.isoformat() if isinstance(given, Break) else None,
        "from": one.first.label,
        "to": given.last.label if isinstance(given, Event) else None,
        "type": given.type.value if isinstance(given, Break) else None,
        "comparable": given.comparable if isinstance(given, Break) else None,
        "note": note(one),
        "plan": one.plan_id or None,
        "heeded_from": one.from_quarter.label if one.from_quarter else None,
        "at": documents.moment(one.at),
        "by": one.by,
        "reason": one.reason,
    }
