"""Trying another rule before it is set, and setting it: for one measure of a plan or for the plan's own rule.

A wish names what is to be another, and from which quarter on; everything else stays as it is at each later quarter,
also where another change holds from one of them. Anyone may try a rule on what they may see; nothing is stored.
Storing it is a change of definitions, with a reason, in the name of who does it.
"""

from collections.abc import Sequence
from dataclasses import replace

from measures.errors import NotAllowed
from measures.ingest.definitions_file import read_definitions, write_definitions
from measures.model.access import Permission
from measures.model.issue import stops
from measures.model.measure import Measure, Plan, PlanHead, Polarity, ToleranceUnit, in_force
from measures.model.rating import RatingMove
from measures.model.record import Act
from measures.model.review import RuleChange
from measures.model.rule_trial import QuarterTally, RuleTrial, RuleVersion, RuleWish
from measures.rules.moves import moves
from measures.rules.since import rule_changes
from measures.rules.tallies import tallies
from measures.services.access import need
from measures.services.history import moves_as_rows
from measures.services.ratings import plan_ratings
from measures.services.written import LONGEST_REASON, refuse_nameless, refuse_unfit, tidy
from measures.storage.definitions import PlanItem, Version, history_of, in_force_at
from measures.storage.nearest import not_found
from measures.storage.store import Store


def try_rule(store: Store, plan_id: str, wish: RuleWish) -> RuleTrial:
    """What another rule would move, on the figures and measures that the reader may see; nothing is stored.

    Raises NotFound for an unknown plan or measure; NotAllowed where the rule is the one that stands, or one that no
    definition file could hold.
    """
    need(store, Permission.SEE_PUBLIC)
    version, recorded = store.data_version(), store.versions()
    plan = store.own_plan(plan_id)
    if wish.measure_id and plan.measure(wish.measure_id) is None:
        raise not_found("measure", wish.measure_id, [one.id for one in plan.measures])
    _fit(plan, wish)
    before, after = (history_of(each, plan_id) for each in (recorded, (*recorded, *_wished(recorded, plan_id, wish))))
    if before == after:
        raise NotAllowed("That is the rule as it stands. Choose another tolerance, comparison or direction.")
    now, then = plan_ratings(store, before, after)
    moved = tuple(one for one in moves(plan_id, now, then) if _is_of_note(one))
    counted = [tallies(each) for each in (now, then)]
    touched = {one.quarter for one in moved}
    return RuleTrial(
        plan_id=plan_id,
        wish=wish,
        changes=rule_changes(in_force(before, wish.from_quarter), in_force(after, wish.from_quarter), {}),
        moves=moved,
        tallies=tuple(
            QuarterTally(quarter, counted[0].get(quarter, (0, 0, 0, 0)), counted[1][quarter])
            for quarter in sorted(counted[1], reverse=True)
            if quarter >= wish.from_quarter
        ),
        untouched=tuple(_own_rules(plan, wish)),
        published=tuple(one for one in store.publications(plan_id) if one.meeting.quarter in touched),
        version=version,
    )


def set_rule(store: Store, trial: RuleTrial, *, by: str, reason: str) -> Act:
    """Store a rule that was tried as a change of definitions.

    Raises NotAllowed without a name or a reason, or where one cannot be kept; ChangedMeanwhile if anything that moves
    a rating was stored since it was tried; as `try_rule` beside that.
    """
    need(store, Permission.DEFINE)
    by, reason = refuse_nameless(by), tidy(reason)
    refuse_unfit("The reason", reason, LONGEST_REASON)
    if not reason:
        raise NotAllowed("The reason is blank. Say why, and who decided it. Nothing was stored.")
    again = try_rule(store, trial.plan_id, trial.wish)
    said = [sentence_of(one) for one in again.changes]
    summary = f"The rule of {trial.plan_id} was changed from {trial.wish.from_quarter} on: {'; '.join(said)}"
    return store.add_definitions(
        _wished(store.versions(), trial.plan_id, trial.wish),
        by=by,
        summary=summary,
        reason=reason,
        details={"changes": said, "ratings_moved": moves_as_rows(again.moves)},
        expected_version=trial.version,
    )


def sentence_of(change: RuleChange) -> str:
    """`Robbery, tolerance: the plan’s → 4%`."""
    return f"{change.title or 'The whole plan'}, {change.what.lower()}: {change.before or '–'} → {change.now or '–'}"


def rule_versions(store: Store, plan_id: str) -> tuple[RuleVersion, ...]:
    """Every recorded version of a plan's own rule and of its measures, the newest first."""
    need(store, Permission.SEE_PUBLIC)
    store.own_plan(plan_id)  # raises NotFound, naming the nearest
    acts = {act.id: act for act in store.acts()}
    before: dict[tuple[str, str], PlanItem | Measure] = {}
    head: PlanHead | None = None
    found = []
    for one in store.versions():
        if one.plan_id != plan_id or one.kind not in ("plan", "measure"):
            continue
        old, new, act = before.get((one.kind, one.key)), one.content, acts[one.act_id]
        head = new.head if isinstance(new, PlanItem) else head
        changes = _between(old, new, head)
        if old is None or new is None or changes:
            name = "" if one.kind == "plan" else one.key
            found.append(
                RuleVersion(name, one.from_quarter, old is None, new is None, changes, act.at, act.by, act.reason)
            )
        if isinstance(new, (PlanItem, Measure)):
            before[one.kind, one.key] = new
    return tuple(reversed(found))


def _between(old: object, new: object, head: PlanHead | None) -> tuple[RuleChange, ...]:
    if isinstance(old, PlanItem) and isinstance(new, PlanItem):
        return rule_changes(Plan(old.head, ()), Plan(new.head, ()), {})
    if isinstance(old, Measure) and isinstance(new, Measure) and head is not None:
        return rule_changes(Plan(head, (old,)), Plan(head, (new,)), {})
    return ()


def _is_of_note(one: RatingMove) -> bool:
    """Whether a move is between verdicts; that what had no rating is not compared any more, or newly so, is none."""
    return bool(one.before or one.after or (one.before_reason_code and one.after_reason_code))


def _wished(recorded: Sequence[Version], plan_id: str, wish: RuleWish) -> list[Version]:
    """The versions that make a wish hold: one from its quarter on, and one from each quarter that another one is from.

    The later ones carry what else changes there.
    """
    item = (plan_id, "measure", wish.measure_id) if wish.measure_id else (plan_id, "plan", plan_id)
    later = {
        v.from_quarter for v in recorded if v.item == item and v.from_quarter and v.from_quarter > wish.from_quarter
    }
    found = []
    for start in [wish.from_quarter, *sorted(later)]:
        standing = in_force_at(recorded, start).get(item)
        content = standing.content if standing else None
        if isinstance(content, Measure):
            found.append(Version(*item, content=_measure(content, wish), from_quarter=start))
        elif isinstance(content, PlanItem):
            found.append(Version(*item, content=PlanItem(_head(content.head, wish), content.order), from_quarter=start))
    return found


def _measure(one: Measure, wish: RuleWish) -> Measure:
    if wish.tolerances:
        one = replace(one, tolerance=wish.tolerances[0])
    if wish.comparators is not None:
        one = replace(one, comparators=wish.comparators)
    return replace(one, polarity=wish.polarity) if wish.polarity else one


def _head(head: PlanHead, wish: RuleWish) -> PlanHead:
    for one in wish.tolerances:
        in_points = one.unit is ToleranceUnit.POINTS
        head = replace(head, tolerance_points=one.amount) if in_points else replace(head, tolerance_pct=one.amount)
    return replace(head, comparators=wish.comparators) if wish.comparators is not None else head


def _own_rules(plan: Plan, wish: RuleWish) -> list[str]:
    """The measures that a wish for the whole plan does not reach, because they have a rule of their own."""
    if wish.measure_id:
        return []
    return [
        one.title
        for one in plan.measures
        if one.polarity is not Polarity.CONTEXT
        and ((wish.tolerances and one.tolerance is not None) or (wish.comparators and one.comparators is not None))
    ]


def _fit(plan: Plan, wish: RuleWish) -> None:
    """Refuse what the same rule in a definition file would be refused for."""
    if wish.comparators == ():
        raise NotAllowed("There is nothing to compare with. Choose one comparison at least.")
    if wish.measure_id:
        plan = replace(plan, measures=tuple(_measure(m, wish) if m.id == wish.measure_id else m for m in plan.measures))
    else:
        if wish.polarity or any(one.unit is ToleranceUnit.COUNT for one in wish.tolerances):
            raise NotAllowed("The direction, and a tolerance in a unit, are one measure’s own: choose the measure.")
        plan = replace(plan, head=_head(plan.head, wish))
    _, issues = read_definitions(write_definitions(plan).encode(), f"{plan.head.id}.toml")
    if faults := stops(issues):
        raise NotAllowed(" ".join(f"{_without_place(one.message)} {one.remedy}" for one in faults))


def _without_place(message: str) -> str:
    """What a fault of a file says, without the file and the key that it stands at: nobody sees a file here.

    >>> _without_place("plan.toml: measure “officers” comparators: A stock has no rate.")
    'A stock has no rate.'
    """
    return message.split(": ", 2)[-1]
