"""What was shown beside what is known now: figures, ratings and rules that differ. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from measures.model.measure import Comparator, Measure, Plan, Polarity
from measures.model.publication import HeldFigure
from measures.model.quarter import Quarter, day_in_words
from measures.model.rating import Comparison, MeasureRating, Rating, ReasonCode
from measures.model.review import Direction, FigureChange, Moved, RatingChange, RuleChange, Stance
from measures.model.signal_options import SignalOptions, TwoInThree
from measures.model.value import Basis
from measures.model.words import COMPARATOR_WORDS, listed, tolerance_words

Key = tuple[str, Quarter, Basis]
Whys = Mapping[Key, Sequence[str]]

_BEST_FIRST = (Rating.GREEN, Rating.AMBER, Rating.RED)


def stance_of(rating: MeasureRating | Comparison | None) -> Stance:
    """How a measure, or one of its comparisons, stands in short; None is a measure that was not in the plan."""
    if rating is None:
        return Stance(None, None, "Not in the plan")
    headline = rating.headline if isinstance(rating, MeasureRating) else rating.rating
    return Stance(headline, rating.reason_code, headline.words if headline else rating.words)


def moved(before: Sequence[MeasureRating], now: Sequence[MeasureRating]) -> tuple[Moved, ...]:
    """The measures that stand otherwise than before, those that got worse first, each group in the plan's order.

    Otherwise is: another headline; a figure that was there and is missing, or the other way round, with a colour or
    without; a measure that joined the plan or left it. Another reason for no rating is not enough.
    """
    sides = [{one.measure.id: one for one in side} for side in (before, now)]
    found = []
    for name in dict.fromkeys([*sides[1], *sides[0]]):
        old, new = (side.get(name) for side in sides)
        direction = _direction(old, new)
        if direction is not None:
            measure = (new or old or before[0]).measure
            found.append(Moved(measure, direction, _seen_as(old), _seen_as(new)))
    return tuple(sorted(found, key=lambda one: _ORDER.index(one.direction)))


_ORDER = (Direction.WORSE, Direction.NEWLY_MISSING, Direction.NEWLY_SUPPLIED, Direction.BETTER, Direction.OTHER)


def _direction(before: MeasureRating | None, now: MeasureRating | None) -> Direction | None:
    """Which way a measure went; None where it stands as before."""
    if before is None or now is None:
        return Direction.OTHER
    if before.headline and now.headline:
        steps = _BEST_FIRST.index(now.headline) - _BEST_FIRST.index(before.headline)
        return (Direction.WORSE if steps > 0 else Direction.BETTER) if steps else None
    if (before.value is None) is not (now.value is None) and not _ended(before, now):
        return Direction.NEWLY_MISSING if now.value is None else Direction.NEWLY_SUPPLIED
    return Direction.OTHER if before.headline is not now.headline else None


def _seen_as(rating: MeasureRating | None) -> Stance:
    """How a measure stands; one for context that has no figure says so."""
    stance = stance_of(rating)
    if rating is None or rating.value is not None or rating.reason_code is not ReasonCode.CONTEXT:
        return stance
    return replace(stance, words="No figure")


def _ended(*sides: MeasureRating) -> bool:
    """Whether a figure is not there because it is not collected: then nothing is missing."""
    return any(one.value is None and one.reason_code is ReasonCode.NOT_COLLECTED for one in sides)


def figure_changes(
    reported: Iterable[HeldFigure], now: Iterable[HeldFigure], measures: Mapping[str, Measure], why: Whys
) -> tuple[FigureChange, ...]:
    """The figures that stand otherwise now, by measure, newest quarter first."""
    sides = [{(one.measure_id, one.quarter, one.basis): one for one in side} for side in (reported, now)]
    found = []
    for key in sorted(sides[0].keys() | sides[1].keys(), key=lambda key: (key[0], -key[1].ordinal, key[2])):
        then, new = (side.get(key) for side in sides)
        measure = measures.get(key[0])
        if measure is None or _same(then, new):
            continue
        reported_as, stands_as = value_of(then, measure), value_of(new, measure)
        found.append(FigureChange(measure, key[1], key[2], reported_as, stands_as, tuple(why.get(key, ()))))
    return tuple(found)


def _same(one: HeldFigure | None, other: HeldFigure | None) -> bool:
    if one is None or other is None:
        return one is other
    parts = [(held.value, held.numerator, held.denominator, held.status.is_empty) for held in (one, other)]
    return parts[0] == parts[1]


def value_of(held: HeldFigure | None, measure: Measure) -> Fraction | None:
    """The figure that a row stands for, exactly: its value, else its parts divided; None where it has none."""
    if held is None:
        return None
    if held.value is not None:
        return Fraction(held.value)
    if held.numerator is None or not held.denominator:
        return None
    return Fraction(measure.default_scale) * Fraction(held.numerator) / Fraction(held.denominator)


def rating_changes(
    reported: Iterable[MeasureRating], now: Iterable[MeasureRating], why: Mapping[str, Sequence[str]]
) -> tuple[RatingChange, ...]:
    """Headlines and comparisons that stand otherwise now, or on other figures; each measure's headline first."""
    later = {one.measure.id: one for one in now}
    found: list[RatingChange] = []
    for then in reported:
        new, reasons = later.get(then.measure.id), tuple(why.get(then.measure.id, ()))
        comparisons = _comparisons_changed(then, new, reasons)
        old_stance, new_stance = stance_of(then), stance_of(new)
        colour = old_stance.headline is not new_stance.headline
        if comparisons or colour or old_stance.reason_code is not new_stance.reason_code:
            found.append(RatingChange(then.measure, None, old_stance, new_stance, colour, why=reasons))
        found += comparisons
    return tuple(found)


def _comparisons_changed(then: MeasureRating, now: MeasureRating | None, why: tuple[str, ...]) -> list[RatingChange]:
    sides = [{one.comparator: one for one in side.comparisons} if side else {} for side in (then, now)]
    found = []
    for comparator in dict.fromkeys([*sides[0], *sides[1]]):
        old, new = (side.get(comparator) for side in sides)
        if _seen(old) == _seen(new):
            continue
        before, after = (stance_of(one) if one else Stance(None, None, "Not compared") for one in (old, new))
        colour = before.headline is not after.headline
        found.append(
            RatingChange(
                then.measure, comparator, before, after, colour, _figures(old), _figures(new),
                old.reason if old else "", new.reason if new else "", why,
            )
        )  # fmt: skip
    return found


def _seen(one: Comparison | None) -> tuple[object, ...]:
    return (one.rating, one.reason_code, one.current, one.value) if one else ()


def _figures(one: Comparison | None) -> tuple[Fraction | None, Fraction | None]:
    return (one.current, one.value) if one else (None, None)


def rule_changes(then: Plan, now: Plan, why: Mapping[str, Sequence[str]]) -> tuple[RuleChange, ...]:
    """What of the plan and its measures is another rule or definition now, in words; measures by their place then.

    `why` gives the reasons by measure id, "" for the plan's own.
    """
    found = [
        RuleChange("", "", what, old, new, tuple(why.get("", ())))
        for what, old, new in _differing(_of_plan(then), _of_plan(now))
    ]
    for one in dict.fromkeys([*(one.id for one in then.measures), *(one.id for one in now.measures)]):
        was, is_now = then.measure(one), now.measure(one)
        words = [
            _of_measure(measure, plan) if measure and was and is_now else {"In the plan": "yes" if measure else "no"}
            for measure, plan in ((was, then), (is_now, now))
        ]
        title = was.title if was else is_now.title if is_now else ""
        found += [
            RuleChange(one, title, what, old, new, tuple(why.get(one, ()))) for what, old, new in _differing(*words)
        ]
    return tuple(found)


def _differing(then: Mapping[str, str], now: Mapping[str, str]) -> list[tuple[str, str, str]]:
    return [
        (what, then.get(what, ""), now.get(what, ""))
        for what in dict.fromkeys([*then, *now])
        if then.get(what, "") != now.get(what, "")
    ]


def _of_plan(plan: Plan) -> dict[str, str]:
    head = plan.head
    events = [f"{one.first} to {one.last}: {one.note}" for one in plan.events]
    return {
        "Baseline": head.baseline.label,
        "Compared with": _against(head.comparators),
        "Tolerance": f"{head.tolerance_pct.normalize():f}%",
        "Tolerance for percentages": f"{head.tolerance_points.normalize():f} points",
        "Forces beside it": f"the group {head.similar_group}" if head.similar_group else "the first group",
        "Unusual": _unusual(head.signal),
        "Events": "; ".join(events),
    }


def _unusual(options: SignalOptions) -> str:
    """From when on a figure, or a run of them, counts as unusual."""
    two = "inside" if options.two_in_three is TwoInThree.INSIDE_LIMITS else "all beyond"
    words = [f"{options.shift} on one side", f"{options.trend} in one direction", f"two of three near a limit ({two})"]
    words += ["ranges out of line left out"] if options.screen else []
    words += [f"limits from the first {options.fix_after} values"] if options.fix_after else []
    return ", ".join(words)


def _against(comparators: Iterable[Comparator]) -> str:
    return listed([COMPARATOR_WORDS[one].title.lower() for one in comparators])


_BETTER = {Polarity.LOWER: "lower", Polarity.HIGHER: "higher", Polarity.CONTEXT: "neither, shown for context"}


def _of_measure(measure: Measure, plan: Plan) -> dict[str, str]:
    breaks = [
        f"{day_in_words(one.date)} ({'still' if one.comparable else 'not'} comparable): {one.note}"
        for one in plan.breaks
        if one.measure == measure.id
    ]
    collected = [one.label if one else "" for one in (measure.first_quarter, measure.last_quarter)]
    return {
        "Title": measure.title,
        "Unit": measure.unit,
        "Scale": f"{measure.default_scale.normalize():f}",
        "Kind of figure": measure.kind.value,
        "Which way is better": _BETTER[measure.polarity],
        "Tolerance": tolerance_words(measure.tolerance, measure) if measure.tolerance else "the plan’s",
        "Compared with": _against(measure.comparators) if measure.comparators else "as the plan",
        "Baseline rule": measure.baseline_rule.value,
        "Small numbers": str(measure.small_numbers),
        "Sum of": ", ".join(measure.sum_of),
        "Collected": " to ".join(collected) if any(collected) else "",
        "Counted differently": "; ".join(breaks),
        "Definition": measure.definition,
        "Source": measure.source,
    }
