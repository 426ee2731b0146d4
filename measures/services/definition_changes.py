"""What differs between a definition file and what is stored, and whether that alters how a quarter is rated.

What needs a quarter to apply from and a reason, because it would otherwise recolour quarters that people have seen:

- of a plan that is stored: its baseline, its comparators, its default tolerances, its group of similar forces, its
  settings of the signal;
- of a measure in it: kind, polarity, scale, unit where that makes or unmakes it a percentage, tolerance,
  comparators, baseline rule, small numbers, first and last quarter, what it is the sum of; and leaving the measure
  out;
- a break that is not comparable, of a measure that was defined before and has figures: adding it, removing it,
  or turning it from or into a comparable one.

Nothing else needs one: a new plan, a new measure, an event, a comparable break, and words. Where a quarter is
given, every change to a stored plan applies from it (events excepted, which have dates of their own). Where none
is, a new measure holds from the beginning and a change of words from where the version it replaces did.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from measures.model.measure import Break, Event, Measure, Plan, PlanHead
from measures.model.quarter import Quarter
from measures.storage.definitions import (
    Content,
    ItemKey,
    PlanItem,
    Version,
    changed_fields,
    in_force_at,
    items_of,
)
from measures.storage.store import Store


@dataclass(frozen=True, slots=True)
class DefinitionChange:
    """One difference between a file and what is stored.

    `kind` is plan, measure, break or event; `key` names it within its plan; `what` is added, changed or removed;
    `fields` those that differ; `rated` whether it alters how a quarter is rated.
    """

    plan_id: str
    kind: str
    key: str
    what: str
    fields: tuple[str, ...]
    from_quarter: Quarter | None
    rated: bool

    @property
    def sentence(self) -> str:
        """`2013-2018: measure “domestic-burglary” changed (polarity), from 2017/18 Q1`."""
        fields = f" ({', '.join(self.fields)})" if self.fields else ""
        start = f", from {self.from_quarter}" if self.from_quarter else ""
        return f"{self.plan_id}: {self.kind} “{self.key}” {self.what}{fields}{start}"


def compare_definitions(
    store: Store, recorded: Sequence[Version], plan: Plan, from_quarter: Quarter | None
) -> list[tuple[DefinitionChange, Version]]:
    """What differs between a plan and the newest version of its items, in the order of the file."""
    everything = in_force_at(recorded, None)
    stored = {item: v for item, v in everything.items() if item[0] == plan.head.id and v.content is not None}
    new = items_of(plan)
    head = stored.get((plan.head.id, "plan", plan.head.id))
    old_head = head.content.head if head and isinstance(head.content, PlanItem) else None
    rated_before = _with_figures(store, recorded, (*plan.breaks, *_breaks_in(stored)))
    pairs = []
    for item in (*new, *(item for item in stored if item not in new)):
        before, after = stored.get(item), new.get(item)
        if before is not None and before.content == after:
            continue
        old = before.content if before else None
        rated = _alters_rating(old, after, old_head, plan.head, rated_before)
        start = _start(after or old, before, old_head is not None or rated, from_quarter)
        what = "removed" if after is None else "changed" if before else "added"
        pairs.append(
            (
                DefinitionChange(*item, what, changed_fields(old, after), start, rated),
                Version(*item, content=after, from_quarter=start),
            )
        )
    return pairs


def _start(
    content: Content | None, before: Version | None, plan_is_stored: bool, from_quarter: Quarter | None
) -> Quarter | None:
    """The quarter from which a version holds (see the top of this module)."""
    if from_quarter is not None and plan_is_stored and not isinstance(content, Event):
        return from_quarter
    return before.from_quarter if before else None


def _breaks_in(items: Mapping[ItemKey, Version]) -> tuple[Break, ...]:
    return tuple(v.content for v in items.values() if isinstance(v.content, Break))


def _with_figures(store: Store, recorded: Sequence[Version], breaks: Sequence[Break]) -> set[str]:
    """Of the measures of some breaks, those that were defined before and have figures."""
    known = {v.key: v.content for v in recorded if isinstance(v.content, Measure)}
    asked = {one.measure: {one.measure, *known[one.measure].sum_of} for one in breaks if one.measure in known}
    if not asked:
        return set()
    held = set(store.values(set().union(*asked.values()), area=None)["measure_id"].cat.categories)
    return {name for name, parts in asked.items() if parts & held}


def _alters_rating(
    old: Content | None, new: Content | None, old_head: PlanHead | None, head: PlanHead, rated_before: set[str]
) -> bool:
    if isinstance(old, Break) or isinstance(new, Break):
        return _alters_break(old, new, rated_before)
    if isinstance(old, PlanItem) and isinstance(new, PlanItem):
        return _head_terms(old.head) != _head_terms(new.head)
    if isinstance(old, Measure):
        return not isinstance(new, Measure) or _terms(old, old_head or head) != _terms(new, head)
    return False


def _alters_break(old: Content | None, new: Content | None, rated_before: set[str]) -> bool:
    sides = [one for one in (old, new) if isinstance(one, Break)]
    if not any(one.measure in rated_before and not one.comparable for one in sides):
        return False
    return len(sides) == 1 or sides[0].comparable != sides[1].comparable


def _head_terms(head: PlanHead) -> tuple[object, ...]:
    tolerances = (head.tolerance_pct, head.tolerance_points)
    return (head.baseline, head.comparators, *tolerances, head.similar_group, head.signal)


def _terms(measure: Measure, head: PlanHead) -> tuple[object, ...]:
    """All of a measure that its ratings depend on, with the plan's and the kind's defaults put in."""
    plan = Plan(head, (measure,))
    return (
        measure.kind,
        measure.polarity,
        measure.default_scale,
        measure.in_percent,
        plan.tolerance_of(measure),
        plan.comparators_of(measure),
        measure.baseline_rule,
        measure.small_numbers,
        measure.first_quarter,
        measure.last_quarter,
        measure.sum_of,
    )
