"""Definitions and rules in words: a plan's own rule, each measure's, how they came to be, what another would move."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from measures.model.measure import Kind, Measure, Plan, Polarity
from measures.model.quarter import day_in_words
from measures.model.rating import Rating
from measures.model.review import RuleChange
from measures.model.rule_trial import RuleTrial, RuleVersion
from measures.model.words import AGAINST, listed, plain, tolerance_words
from measures.views.figures import comparator_in_words, counted
from measures.views.moves_view import headlines_moved

#: The order of the numbers of a tally.
COLUMNS = (Rating.RED, Rating.AMBER, Rating.GREEN, None)
NEVER = "Never coloured"


@dataclass(frozen=True, slots=True)
class MeasureRule:
    """One measure with its rule: each part in words; `tolerance_is_own` where it is not the plan's."""

    measure: Measure
    better: str
    compared: tuple[str, ...]
    amber: str
    is_own: bool
    recorded: tuple[str, ...]


def is_rated(measure: Measure) -> bool:
    """Whether a measure has a rule that colours it."""
    return measure.polarity is not Polarity.CONTEXT and measure.kind is not Kind.NARRATIVE


def finding_of(plan: Plan) -> str:
    """How many measures there are, and how many of them are rated: `31 measures, 26 of them can be rated`."""
    rated = sum(map(is_rated, plan.measures))
    return f"{counted(len(plan.measures), 'measure')}, {rated} of them can be rated"


def plan_rule(plan: Plan) -> str:
    """The plan's own rule in a sentence or two."""
    head = plan.head
    against = listed([AGAINST[one] for one in head.comparators])
    base = f" ({head.baseline.financial_year})" if "baseline" in against else ""
    points = "1 point" if head.tolerance_points == 1 else f"{plain(head.tolerance_points)} points"
    return (
        f"Unless a measure has a rule of its own, it is set against {against}{base}. At or better is Green; up to "
        f"{plain(head.tolerance_pct)}% worse, or {points} for percentages, is Amber; beyond that Red."
    )


def measure_rule(measure: Measure, plan: Plan, versions: Sequence[RuleVersion]) -> MeasureRule:
    """One measure as its plan rates it; `versions` are those of the plan, newest first."""
    recorded = tuple(version_words(one) for one in versions if one.measure_id == measure.id)
    better = (
        "Neither: shown for context" if measure.polarity is Polarity.CONTEXT else f"{measure.polarity.value} is better"
    )
    if not is_rated(measure):
        if measure.kind is Kind.NARRATIVE:
            better = "A comment, without figures"
        return MeasureRule(measure, better.capitalize(), (), NEVER, False, recorded)
    tolerance = plan.tolerance_of(measure)
    amber = f"Up to {tolerance_words(tolerance, measure)} worse" if tolerance.amount else "Nothing: any worse is Red"
    compared = tuple(comparator_in_words(one, plan) for one in plan.comparators_of(measure))
    return MeasureRule(measure, better.capitalize(), compared, amber, measure.tolerance is not None, recorded)


def version_words(one: RuleVersion) -> str:
    """One version: `From 2017/18 Q1: tolerance: the plan’s → 4%. A. Officer, 3 May 2026: agreed with the panel.`"""
    if one.first:
        what = "First version"
    elif one.removed:
        what = "Taken out of the plan"
    else:
        what = "; ".join(change_words(change) for change in one.changes)
    start = f"From {one.from_quarter.label}: {what[0].lower()}{what[1:]}" if one.from_quarter else what
    why = f": {one.reason.rstrip('.')}" if one.reason else ""
    return f"{start}. {one.by}, {day_in_words(one.at.date())}{why}."


def change_words(change: RuleChange) -> str:
    """What of a rule is another: `Tolerance: 5% → 4%`; of a text only that it is."""
    if max(len(change.before), len(change.now)) > 80:
        return f"{change.what}: worded anew"
    return f"{change.what}: {change.before or 'none'} → {change.now or 'none'}"


def trial_finding(trial: RuleTrial, titles: Mapping[str, str]) -> str:
    """What was tried, as a heading."""
    name = titles.get(trial.wish.measure_id, "") or "The whole plan"
    return f"{name}, from {trial.wish.from_quarter.label} on"


def trial_changes(trial: RuleTrial, plan: Plan) -> tuple[str, ...]:
    """What of the rule would be another; the plan's tolerance with its amount: `Tolerance: the plan’s (5%) → 4%`."""
    measure = plan.measure(trial.wish.measure_id)
    said = []
    for one in trial.changes:
        if measure is not None and one.before == "the plan’s":
            stands = tolerance_words(plan.tolerance_of(measure), measure)
            one = replace(one, before=f"the plan’s ({stands})")
        said.append(change_words(one))
    return tuple(said)


def consequences(trial: RuleTrial) -> tuple[str, ...]:
    """What it would move, as sentences."""
    if not trial.moves:
        return ("No rating would move on the figures that are held.",)
    headlines = headlines_moved(trial.moves)
    what = counted(len(trial.moves), "rating")
    where = counted(len({one.quarter for one in trial.moves}), "quarter")
    with_them = f", and with them {counted(headlines, 'headline')}" if headlines else "; every headline stays"
    said = [f"{what} would move in {where}{with_them}."]
    return (*said, *_beside(trial))


def _beside(trial: RuleTrial) -> tuple[str, ...]:
    said = []
    if trial.untouched:
        said.append(f"{listed(trial.untouched)} {'keep' if len(trial.untouched) > 1 else 'keeps'} a rule of "
                    f"{'their' if len(trial.untouched) > 1 else 'its'} own.")  # fmt: skip
    if trial.wish.polarity is not None:
        said.append("Whether an unusual quarter is called better or worse would turn with the direction.")
    return tuple(said)


def published_words(trial: RuleTrial) -> str:
    """What was shown to a meeting of the quarters that would move; empty where nothing was."""
    if not trial.published:
        return ""
    shown = listed([f"{one.meeting.quarter} for {one.meeting.words}" for one in trial.published])
    return (
        f"Published already: {shown}. What was published stays as it is; the latest view beside it will show the other "
        "rating with your reason. A later quarter to start from would leave it alone."
    )
