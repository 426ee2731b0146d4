"""The register of breaks, events and rebases: what stands, what a change would move, and recording it as an act.

A break belongs to one measure and a date, an event to quarters of the calendar, a rebase to one measure and a quarter
of its data. All are added to and taken back, each time with a reason and a name; nothing is overwritten. Breaks and
events are also kept in the definition file of a plan (`measures define --export` writes those recorded here as well);
rebases stand in no file.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from measures.errors import NotAllowed, NotFound
from measures.ingest.definition_shapes import BreakShape, EventShape, Shape, read_table
from measures.model.access import Permission
from measures.model.control import SignalMove
from measures.model.measure import Break, Event, Measure, Rebase
from measures.model.quarter import Quarter, day_in_words
from measures.model.record import Act
from measures.model.register import RegisterChange, RegisterEntry
from measures.rules.control import signal_moves
from measures.rules.signal import APPLIES_TO, FEWEST_VALUES
from measures.rules.sums import own_figures
from measures.services.access import need
from measures.services.definitions import moves_between
from measures.services.history import moves_as_rows
from measures.services.ratings import figures_behind
from measures.services.written import refuse_unfit_words, tidy
from measures.storage.definitions import Version, history_of, in_force_at, version_of
from measures.storage.nearest import not_found
from measures.storage.store import Store

Registered = Break | Event | Rebase


def registered(store: Store) -> tuple[RegisterEntry, ...]:
    """Every break, event and rebase that stands, the newest first; one that several plans hold is there once."""
    versions, acts = store.versions(), {act.id: act for act in store.acts()}
    titles = {measure.id: measure.title for measure in store.measures().values()}
    found: dict[Registered, RegisterEntry] = {}
    for version in in_force_at(versions, None).values():
        one = version.content
        if isinstance(one, (Break, Event, Rebase)) and one not in found:
            act = acts[version.act_id]
            title = "" if isinstance(one, Event) else titles.get(one.measure, one.measure)
            found[one] = RegisterEntry(
                one, version.plan_id, title, act.at, act.by, act.reason, version.from_quarter
            )  # fmt: skip
    return tuple(sorted(found.values(), key=lambda e: (-e.first.ordinal, e.measure_title, e.plan_id)))


def plan_break(
    store: Store,
    one: Break,
    *,
    reason: str,
    plan_id: str | None = None,
    from_quarter: Quarter | None = None,
) -> RegisterChange:
    """What recording a break would move.

    `from_quarter` is the first quarter rated by it (default: the one of its date). Raises NotFound for an unknown
    measure or plan, NotAllowed for a break that stands already, a blank reason, or a note that no file could hold.
    """
    need(store, Permission.DEFINE)
    _measure_of(store, one.measure)
    _fit(BreakShape, {"measure": one.measure, "date": one.date, "type": one.type.value, "comparable": one.comparable,
                      "note": one.note})  # fmt: skip
    same_day = [b for b in store.breaks() if (b.measure, b.date) == (one.measure, one.date)]
    if same_day:
        raise NotAllowed(
            f"A break of “{one.measure}” on {day_in_words(one.date)} stands already: {same_day[0].note} Take it back "
            "first if it is wrong."
        )
    home = plan_id or _plan_of_measure(store, one.measure)
    start = from_quarter or Quarter.containing(one.date)
    return _planned(store, (version_of(_known_plan(store, home), one, start),), reason)


def plan_event(store: Store, one: Event, *, reason: str, plan_id: str | None = None) -> RegisterChange:
    """What recording an event would move; raises as `plan_break`."""
    need(store, Permission.DEFINE)
    _fit(EventShape, {"from": one.first.label, "to": one.last.label, "note": one.note})
    if one.last < one.first:
        raise NotAllowed(f"The event ends in {one.last}, before it begins in {one.first}. Check both quarters.")
    if one in store.events():
        raise NotAllowed(f"This event stands already: {one.note}, {one.first} to {one.last}.")
    heads = store.plan_heads()
    home = plan_id or (heads[0].id if heads else "")
    return _planned(store, (version_of(_known_plan(store, home), one),), reason)


def plan_rebase(store: Store, measure_id: str, quarter: Quarter, *, reason: str) -> RegisterChange:
    """What starting a measure's limits anew at a quarter would move.

    Raises NotFound for an unknown measure, and for a quarter that is not in its data; NotAllowed for a kind that has no
    signal, where a stretch starts there already, and for a blank reason.
    """
    need(store, Permission.DEFINE)
    measure = _measure_of(store, measure_id)
    if measure.kind not in APPLIES_TO:
        raise NotAllowed(f"“{measure_id}” has no signal ({measure.kind.value}), so it has no limits to set anew.")
    held = _quarters_held(store, measure_id)
    if quarter not in held:
        span = f" Its figures run from {held[0]} to {held[-1]}." if held else " It has none yet."
        raise NotFound(f"{quarter} is not in the data of “{measure_id}”: the limits cannot start anew there.{span}")
    starts = [Quarter.containing(b.date) for b in store.breaks() if b.measure == measure_id and not b.comparable]
    starts += [r.quarter for r in store.rebases() if r.measure == measure_id]
    if quarter in starts or quarter == held[0]:
        raise NotAllowed(f"The limits of “{measure_id}” start anew at {quarter} already.")
    after = [one for one in held if one >= quarter]
    notes = () if len(after) >= FEWEST_VALUES else (
        f"{len(after)} of the {FEWEST_VALUES} quarters that a verdict needs are held from {quarter} on: until then it "
        "will be too early to say.",)  # fmt: skip
    return _planned(store, (version_of("", Rebase(measure_id, quarter, reason.strip())),), reason, notes)


def plan_taking_back(store: Store, one: Registered, *, reason: str) -> RegisterChange:
    """What taking back a break, event or rebase would move; raises NotFound where it does not stand."""
    need(store, Permission.DEFINE)
    standing = [v for v in in_force_at(store.versions(), None).values() if v.content == one]
    if not standing:
        raise NotFound(
            f"This does not stand: {sentence_of(one, store.measures())} “measures register” lists what does."
        )
    start = Quarter.containing(one.date) if isinstance(one, Break) else None
    gone = [Version(v.plan_id, v.kind, v.key, None, _earlier(start, v.from_quarter)) for v in standing]
    return _planned(store, gone, reason, taken_back=one)


def record_change(store: Store, change: RegisterChange, *, by: str) -> Act:
    """Record a change of the register as an act; raises ChangedMeanwhile if anything was stored meanwhile."""
    need(store, Permission.DEFINE)
    if not by.strip():
        raise NotAllowed("Say who records this: a name is needed.")
    refuse_unfit_words(by)
    one = change.what
    if change.take_back:
        standing = [v for v in in_force_at(store.versions(), None).values() if v.content == one]
        versions = [replace(v, content=None, from_quarter=change.from_quarter) for v in standing]
    else:
        versions = [version_of(change.plan_id, one, change.from_quarter)]
    details = {
        "changes": [change.sentence],
        "ratings_moved": moves_as_rows(change.ratings_moved),
        "signals_moved": [
            {"quarter": move.quarter.label, "before": move.before.result, "after": move.after.result}
            for move in change.signals_moved
        ],
    }
    return store.add_definitions(
        versions, by=by.strip(), summary=change.sentence.removesuffix("."), reason=change.reason, details=details,
        expected_version=change.version,
    )  # fmt: skip


def sentence_of(one: Registered, measures: Mapping[str, Measure]) -> str:
    """What it says: `Counting of Burglary changed on 1 April 2017 (definition, not comparable).`"""
    title = "" if isinstance(one, Event) else measures[one.measure].title if one.measure in measures else one.measure
    match one:
        case Break():
            kept = "still comparable" if one.comparable else "not comparable"
            return f"Counting of “{title}” changed on {day_in_words(one.date)} ({one.type.value}, {kept})."
        case Event():
            span = one.first.label if one.first == one.last else f"{one.first} to {one.last}"
            return f"Event in {span}: {one.note.rstrip('.')}."
        case Rebase():
            return f"The limits of “{title}” start anew at {one.quarter}."


def _planned(
    store: Store,
    versions: Sequence[Version],
    reason: str,
    notes: tuple[str, ...] = (),
    taken_back: Registered | None = None,
) -> RegisterChange:
    if not reason.strip():
        raise NotAllowed("The reason is blank. Say why, and who decided it.")
    refuse_unfit_words("", reason)
    version, recorded = store.data_version(), store.versions()
    after = (*recorded, *versions)
    one = taken_back or versions[0].content
    assert isinstance(one, (Break, Event, Rebase))
    said = sentence_of(one, store.measures())
    return RegisterChange(
        what=one,
        plan_id=versions[0].plan_id,
        take_back=taken_back is not None,
        reason=tidy(reason),
        sentence=f"Taken back: {said}" if taken_back else said,
        ratings_moved=() if isinstance(one, Rebase) else moves_between(store, recorded, after),
        signals_moved=() if isinstance(one, Event) else _signals_moved(store, one.measure, recorded, after),
        notes=notes,
        from_quarter=versions[0].from_quarter,
        version=version,
    )


def _signals_moved(
    store: Store, measure_id: str, before: Sequence[Version], after: Sequence[Version]
) -> tuple[SignalMove, ...]:
    plan_id = _plan_of_measure(store, measure_id)
    old, new = (history_of(versions, plan_id)[-1].plan for versions in (before, after))
    held = _quarters_held(store, measure_id)
    return signal_moves(figures_behind(store, new, measure_id), old, new, measure_id, held[-1]) if held else ()


def quarters_to_choose(store: Store) -> tuple[Quarter, ...]:
    """Every quarter from the first figure of this force to a year after the last, the newest first."""
    ordinals = store.values()["quarter"]
    if not len(ordinals):
        return ()
    return tuple(Quarter(ordinal) for ordinal in range(int(ordinals.max()) + 4, int(ordinals.min()) - 1, -1))


def _earlier(one: Quarter | None, other: Quarter | None) -> Quarter | None:
    return None if one is None or other is None else min(one, other)


def _quarters_held(store: Store, measure_id: str) -> list[Quarter]:
    """The quarters in which a measure has a figure, in order."""
    plan = store.plan_history(_plan_of_measure(store, measure_id))[-1].plan
    values = own_figures(figures_behind(store, plan, measure_id), plan, measure_id)
    figures = values[values["value_units"].notna() | values["numerator_units"].notna()]
    return sorted({Quarter(int(ordinal)) for ordinal in figures["quarter"]})


def _measure_of(store: Store, measure_id: str) -> Measure:
    measures = store.measures()
    if measure_id not in measures:
        raise not_found("measure", measure_id, list(measures))
    return measures[measure_id]


def _plan_of_measure(store: Store, measure_id: str) -> str:
    """The newest plan that has the measure."""
    return next(head.id for head in store.plan_heads() if store.own_plan(head.id).measure(measure_id))


def _known_plan(store: Store, plan_id: str) -> str:
    store.own_plan(plan_id)  # raises NotFound, naming the nearest
    return plan_id


def _fit(shape: type[Shape], table: dict[str, object]) -> None:
    """Refuse what the same entry in a definition file would be refused for."""
    _, faults = read_table(shape, table)
    if faults:
        raise NotAllowed(" ".join(f"{fault.message} {fault.remedy}" for fault in faults))
