"""Plans as dated versions: what is recorded of each item of a definition file, and which of it is in force when.

An item is a plan's head, one measure in a plan, one break, one event, or one rebase (of no plan: its plan id is "").
Each version of it is one row that holds from a quarter on (None: from the beginning). In force at a quarter is, of the
versions that hold by then, the one recorded last; so a later change never recolours an earlier quarter unless it says
so.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import TypeAlias

from pydantic import TypeAdapter

from measures.model.measure import Break, DatedPlan, Event, Measure, Plan, PlanHead, Rebase
from measures.model.quarter import Quarter


@dataclass(frozen=True, slots=True)
class PlanItem:
    """A plan's head, with the order in which its file lists the measures."""

    head: PlanHead
    order: tuple[str, ...]


Content: TypeAlias = PlanItem | Measure | Break | Event | Rebase
ItemKey: TypeAlias = tuple[str, str, str]  # plan id, kind, key

KINDS: dict[str, type[Content]] = {
    "plan": PlanItem,
    "measure": Measure,
    "break": Break,
    "event": Event,
    "rebase": Rebase,
}


@dataclass(frozen=True, slots=True)
class Version:
    """One version of one item: recorded by `act_id`, in force from `from_quarter`; `content` None = removed.

    `id` and `act_id` are 0 until it is stored.
    """

    plan_id: str
    kind: str
    key: str
    content: Content | None
    from_quarter: Quarter | None = None
    id: int = 0
    act_id: int = 0

    @property
    def item(self) -> ItemKey:
        """Which item it is a version of."""
        return (self.plan_id, self.kind, self.key)


@cache
def _adapter(kind: str) -> TypeAdapter[Content]:
    return TypeAdapter(KINDS[kind])


def to_json(version: Version) -> str:
    """What the table holds of a version."""
    if version.content is None:
        return ""
    return _adapter(version.kind).dump_json(version.content, exclude_defaults=True).decode()


def from_json(kind: str, text: str) -> Content | None:
    """The inverse; raises ValueError (KeyError for an unknown kind) where the text is not such an item."""
    return _adapter(kind).validate_json(text) if text else None


def changed_fields(before: Content | None, after: Content | None) -> tuple[str, ...]:
    """The names of the fields in which two versions of one item differ; empty where either is missing."""
    if before is None or after is None:
        return ()
    if isinstance(before, PlanItem) and isinstance(after, PlanItem):
        order = () if before.order == after.order else ("order",)
        return (*_differing(before.head, after.head), *order)
    return _differing(before, after)


def _differing(before: object, after: object) -> tuple[str, ...]:
    names = getattr(type(before), "__dataclass_fields__", {})
    return tuple(name for name in names if getattr(before, name) != getattr(after, name))


def items_of(plan: Plan) -> dict[ItemKey, Content]:
    """The items of a definition file, in its order."""
    plan_id = plan.head.id
    items: dict[ItemKey, Content] = {
        (plan_id, "plan", plan_id): PlanItem(plan.head, tuple(m.id for m in plan.measures))
    }
    items |= {(plan_id, "measure", m.id): m for m in plan.measures}
    items |= {(plan_id, "break", key_of(b)): b for b in plan.breaks}
    items |= {(plan_id, "event", key_of(e)): e for e in plan.events}
    return items


def in_force_at(versions: Iterable[Version], quarter: Quarter | None) -> dict[ItemKey, Version]:
    """Of each item the version in force at a quarter (None: at the end of time), first recorded first.

    `versions` are in the order in which they were recorded. Removed items are in it, with content None.
    """
    found: dict[ItemKey, Version] = {}
    for version in versions:
        if quarter is None or version.from_quarter is None or version.from_quarter <= quarter:
            found[version.item] = version
    return found


def from_the_beginning(versions: Iterable[Version]) -> dict[ItemKey, Version]:
    """Of each item the version that holds from the beginning."""
    return {version.item: version for version in versions if version.from_quarter is None}


def history_of(versions: Sequence[Version], plan_id: str) -> tuple[DatedPlan, ...]:
    """The forms of a plan in order; empty where there is no such plan.

    Each holds the breaks of its measures and the events of every plan's file, as they are in force then.
    """
    starts = sorted({v.from_quarter for v in versions if v.from_quarter is not None})
    steps = [(None, from_the_beginning(versions))] + [(q, in_force_at(versions, q)) for q in starts]
    forms: list[DatedPlan] = []
    for quarter, items in steps:
        plan = _plan_of(items, plan_id)
        if plan is not None and (not forms or forms[-1].plan != plan):
            forms.append(DatedPlan(quarter if forms else None, plan))
    return tuple(forms)


def own_plan(versions: Sequence[Version], plan_id: str) -> Plan | None:
    """A plan in its latest form with only its own breaks and events: what its file says. None if there is none."""
    items = {item: v for item, v in in_force_at(versions, None).items() if item[0] == plan_id}
    plan = _plan_of(items, plan_id)
    if plan is None:
        return None
    contents = [version.content for version in items.values()]
    return replace(
        plan,
        breaks=tuple(one for one in contents if isinstance(one, Break)),
        events=tuple(one for one in contents if isinstance(one, Event)),
        rebases=(),
        parts=(),
    )


def heads_of(versions: Sequence[Version]) -> tuple[PlanHead, ...]:
    """The heads of all plans in their latest form, the newest plan first."""
    return _heads(in_force_at(versions, None))


def _heads(items: Mapping[ItemKey, Version]) -> tuple[PlanHead, ...]:
    heads = [v.content.head for v in items.values() if isinstance(v.content, PlanItem)]
    return tuple(sorted(heads, key=lambda head: (head.start, head.id), reverse=True))


def measures_of(versions: Sequence[Version]) -> dict[str, Measure]:
    """Every measure in its latest form by id: that of the newest plan that has it."""
    return _newest(in_force_at(versions, None))


def _newest(items: Mapping[ItemKey, Version]) -> dict[str, Measure]:
    """Every measure among some items by id, as the newest plan has it."""
    found: dict[str, Measure] = {}
    for head in _heads(items):
        for (plan_id, _, _), version in items.items():
            if plan_id == head.id and isinstance(version.content, Measure):
                found.setdefault(version.content.id, version.content)
    return found


def breaks_of(items: Mapping[ItemKey, Version]) -> tuple[Break, ...]:
    """The breaks of all plans, each once, in order of date."""
    found = dict.fromkeys(v.content for v in items.values() if isinstance(v.content, Break))
    return tuple(sorted(found, key=lambda b: b.date))


def events_of(items: Mapping[ItemKey, Version]) -> tuple[Event, ...]:
    """The events of all plans, each once, in order."""
    found = dict.fromkeys(v.content for v in items.values() if isinstance(v.content, Event))
    return tuple(sorted(found, key=lambda e: (e.first, e.last)))


def rebases_of(items: Mapping[ItemKey, Version]) -> tuple[Rebase, ...]:
    """The rebases that stand, in order of quarter."""
    found = (v.content for v in items.values() if isinstance(v.content, Rebase))
    return tuple(sorted(found, key=lambda r: (r.quarter, r.measure)))


def version_of(plan_id: str, one: Break | Event | Rebase, from_quarter: Quarter | None = None) -> Version:
    """The version that records a break, event or rebase; `replace(…, content=None)` of it takes it back."""
    kind = next(name for name, noun in KINDS.items() if isinstance(one, noun))
    return Version(plan_id, kind, key_of(one), one, from_quarter)


def key_of(one: Break | Event | Rebase) -> str:
    """What names a break, event or rebase within its plan."""
    match one:
        case Break():
            return f"{one.measure} {one.date.isoformat()}"
        case Event():
            return f"{one.first.slug} {one.last.slug} {one.note}"
        case _:
            return f"{one.measure} {one.quarter.slug}"


def _plan_of(items: Mapping[ItemKey, Version], plan_id: str) -> Plan | None:
    head = items.get((plan_id, "plan", plan_id))
    if head is None or not isinstance(head.content, PlanItem):
        return None
    held = {v.content.id: v.content for v in items.values() if v.plan_id == plan_id and isinstance(v.content, Measure)}
    listed = [held.pop(measure_id) for measure_id in head.content.order if measure_id in held]
    measures = (*listed, *held.values())
    ids = {measure.id for measure in measures}
    asked = {name for measure in measures for name in measure.sum_of} - ids
    return Plan(
        head.content.head,
        measures,
        tuple(b for b in breaks_of(items) if b.measure in ids),
        events_of(items),
        tuple(r for r in rebases_of(items) if r.measure in ids),
        tuple(one for name, one in _newest(items).items() if name in asked) if asked else (),
    )
