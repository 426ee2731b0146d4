"""One measure: its finding, what is measured and how it is rated, every quarter and every revision, its neighbours."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from measures.model.measure import Kind, Measure, Plan, Polarity
from measures.model.rating import Comparison, MeasureRating, Rating
from measures.model.record import DefinitionVersion, Revision
from measures.model.status import MeasureSeries, QuarterStatus, SeriesPoint
from measures.model.value import Basis, Status
from measures.model.words import figure as full_figure
from measures.model.words import in_period, listed, plain, short_figure, tolerance_words
from measures.rules.usual_range import limits_in_words
from measures.views.figures import AGAINST, NONE, comparator_in_words, decimals_of, figure

KIND_WORDS = {
    Kind.COUNT: "A count: quarters are added up.",
    Kind.RATE: "A rate: events are added up and divided by the population of the last quarter.",
    Kind.RATIO: "A share: both parts are added up, then divided. Percentages are never averaged.",
    Kind.MEAN: "A mean: totals are added up, then divided by the cases.",
    Kind.STOCK: "A position at the end of the quarter: the latest stands for the year to date.",
    Kind.ROLLING: "A figure for the 12 months to the end of the quarter.",
    Kind.AS_IS: "A published figure that is never added up or averaged.",
    Kind.NARRATIVE: "A comment, without figures.",
}

_STATES = {
    "": "",
    "missing": "no figure",
    "not_available": "not available",
    "withheld": "withheld",
    "not_applicable": "not applicable",
    "not_collected": "not collected",
}


@dataclass(frozen=True, slots=True)
class Standing:
    """One comparison with its whole reason."""

    heading: str
    rating: Rating | None
    words: str
    reason: str
    flags: str


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Where to go from a measure, each as (id, title)."""

    before: tuple[str, str] | None
    after: tuple[str, str] | None
    related: tuple[tuple[str, str], ...]
    priorities: tuple[tuple[str, str], ...]


def finding_of(rating: MeasureRating) -> str:
    """How a measure stands, to follow its title: `worse than a year before, but at or better than the baseline`."""
    rated: dict[Rating, list[str]] = {}
    for comparison in rating.comparisons:
        if comparison.rating:
            rated.setdefault(comparison.rating, []).append(AGAINST[comparison.comparator])
    if not rated:
        return f"not rated. {rating.words}"
    parts = [
        f"{one.words.lower()} than {listed(rated[one])}"
        for one in (Rating.RED, Rating.AMBER, Rating.GREEN)
        if one in rated
    ]
    if len(parts) == 1:
        return parts[0]
    joining = ", but " if Rating.GREEN in rated else " and "
    return ", ".join(parts[:-1]) + joining + parts[-1]


def figure_sentence(rating: MeasureRating) -> str:
    """The figure with its unit and period: `1,172 offences in April–June 2016`; empty where there is none."""
    if rating.value is None:
        return ""
    return f"{full_figure(rating.value, rating.measure)} {in_period(rating.period)}"


def figure_and_finding(rating: MeasureRating) -> str:
    """The figure and how it stands, as a sentence; where there is no rating, only that and why."""
    said, found = figure_sentence(rating), finding_of(rating)
    whole = f"{said}: {found}" if said and rating.headline else f"{found[:1].upper()}{found[1:]}"
    return f"{whole.rstrip('.')}."


def standings(rating: MeasureRating, plan: Plan) -> tuple[Standing, ...]:
    """Each comparison, in the plan's order."""
    return tuple(_standing(comparison, plan) for comparison in rating.comparisons)


def _standing(comparison: Comparison, plan: Plan) -> Standing:
    return Standing(
        comparator_in_words(comparison.comparator, plan),
        comparison.rating,
        comparison.rating.words if comparison.rating else "Not rated",
        comparison.reason or comparison.words,
        " · ".join(flag.words for flag in comparison.flags),
    )


def facts(rating: MeasureRating, plan: Plan) -> tuple[tuple[str, str], ...]:
    """What is measured and by which rule, as (term, words); empty answers are left out."""
    measure = rating.measure
    given = (
        ("Definition", measure.definition),
        ("Source", measure.source),
        ("Unit", "per cent" if measure.unit.strip() == "%" else measure.unit),
        ("Which way is better", better_in_words(measure)),
        ("How it is rated", rule_in_words(measure, plan)),
        ("Kind of figure", KIND_WORDS[measure.kind]),
        ("Collected", _collected(measure)),
        ("Why it matters", measure.why_it_matters),
        ("Who holds it", measure.owner),
    )
    return tuple((term, words) for term, words in given if words)


def _collected(measure: Measure) -> str:
    first = f"from {measure.first_quarter.label}" if measure.first_quarter else ""
    last = f"to {measure.last_quarter.label}" if measure.last_quarter else ""
    return " ".join(filter(None, (first, last)))


def better_in_words(measure: Measure) -> str:
    """Which way is better, as a sentence."""
    if measure.polarity is Polarity.CONTEXT:
        return "Neither: it is shown for context and never coloured."
    return f"{measure.polarity.value.capitalize()} is better."


def rule_in_words(measure: Measure, plan: Plan) -> str:
    """The tolerance as a sentence; empty where the measure is never coloured."""
    if measure.polarity is Polarity.CONTEXT or measure.kind is Kind.NARRATIVE:
        return ""
    tolerance = plan.tolerance_of(measure)
    against = listed([AGAINST[c] for c in plan.comparators_of(measure)])
    amount = tolerance_words(tolerance, measure)
    if not tolerance.amount:
        return f"Set against {against}. At or better is Green, anything worse is Red."
    own = "this measure’s own" if measure.tolerance is not None else "the plan’s"
    return (
        f"Set against {against}. At or better is Green, up to {amount} worse is Amber, beyond that Red. "
        f"The tolerance of {amount} is {own}."
    )


@dataclass(frozen=True, slots=True)
class Part:
    """A measure that a sum is made of: when it counts, and whether the plan at hand has it too."""

    id: str
    title: str
    when: str
    in_plan: bool


def parts_of(measure: Measure, plan: Plan) -> tuple[Part, ...]:
    """What a sum is made of, in order; empty for any other measure."""
    return tuple(
        Part(one.id, one.title, _collected(one) or "throughout", plan.measure(one.id) is not None)
        for one in plan.parts_of(measure)
    )


def sums_with(measure: Measure, plan: Plan) -> tuple[Measure, ...]:
    """The sums of a plan that a measure is a part of."""
    return tuple(one for one in plan.sums if measure.id in one.sum_of)


QUARTER_HEADINGS = ("Quarter", "By itself", "Year to date", "A year before", "Baseline", "12 months", "Note")


def quarter_rows(series: MeasureSeries, measure: Measure) -> tuple[tuple[str, ...], ...]:
    """Every quarter, newest first, under `QUARTER_HEADINGS`."""
    columns = ("value", "ytd", "last_year", "baseline", "twelve_months")
    places = decimals_of(measure, [getattr(point, name) for point in series.points for name in columns])
    return tuple(
        (
            point.quarter.label,
            *(figure(getattr(point, name), measure, places) for name in columns),
            _note(point),
        )
        for point in reversed(series.points)
    )


def _note(point: SeriesPoint) -> str:
    letter = Status(point.status).words if point.status in set(Status) else ""
    return listed(list(dict.fromkeys(filter(None, (_STATES.get(point.state, point.state), letter)))))


REVISION_HEADINGS = ("Quarter", "Figure", "Status", "File", "Accepted (UTC)", "By", "Note")


def in_order(revisions: Sequence[Revision]) -> list[Revision]:
    """The newest quarter first, and of a quarter the newest upload."""
    return sorted(revisions, key=lambda one: (-one.quarter.ordinal, -one.id))


def revision_rows(revisions: Sequence[Revision], measure: Measure) -> tuple[tuple[str, ...], ...]:
    """Each revision, as `in_order` has them, under `REVISION_HEADINGS`."""
    return tuple(
        (
            one.quarter.label + (" (year to date)" if one.basis is Basis.YTD else ""),
            supplied(one, measure),
            listed(list(filter(None, (one.status.words, "withdrawn" if one.withdrawn else "")))) or NONE,
            f"{one.file_name}, upload {one.upload_id}" + (f", line {one.line}" if one.line else ""),
            f"{one.accepted_at.day} {one.accepted_at:%B %Y, %H:%M}",
            one.by,
            one.note,
        )
        for one in in_order(revisions)
    )


def supplied(one: Revision, measure: Measure) -> str:
    """The figure as supplied: its parts where it came in parts."""
    if one.numerator is not None and one.denominator is not None:
        return f"{plain(one.numerator)} of {plain(one.denominator)}"
    if one.value is None:
        return NONE
    return short_figure(Fraction(one.value), measure, max(-int(one.value.as_tuple().exponent), 0))


VERSION_HEADINGS = ("Recorded (UTC)", "By", "Holds from", "Changed", "Why")


def version_rows(versions: Sequence[DefinitionVersion], plan_id: str) -> tuple[tuple[str, ...], ...]:
    """Who set the definition in this plan, when, why and from which quarter, under `VERSION_HEADINGS`."""
    return tuple(
        (
            f"{one.at.day} {one.at:%B %Y, %H:%M}",
            one.by,
            one.from_quarter.label if one.from_quarter else "the beginning",
            "taken out of the plan" if one.removed else listed(one.changed) or "first version",
            one.reason or NONE,
        )
        for one in versions
        if one.plan_id == plan_id
    )


def neighbours(status: QuarterStatus, measure_id: str) -> Neighbours:
    """The measures before and after in the plan's order, those it names as related, and its priorities."""
    measures = [rating.measure for rating in status.measures]
    place = next(i for i, one in enumerate(measures) if one.id == measure_id)
    titles = {one.id: one.title for one in measures}
    priorities = {one.id: one.title for one in status.plan.head.priorities}
    own = measures[place]

    def at(index: int) -> tuple[str, str] | None:
        return (measures[index].id, measures[index].title) if 0 <= index < len(measures) else None

    return Neighbours(
        at(place - 1),
        at(place + 1),
        tuple((one, titles[one]) for one in own.related if one in titles),
        tuple((one, priorities.get(one, one)) for one in own.priorities),
    )


def quarters_finding(rating: MeasureRating) -> str:
    """What the chart of quarters shows, in a sentence."""
    held = [(i, value) for i, value in enumerate(rating.trend) if value is not None]
    if not held or rating.quarter_value is None:
        return "There is no figure for this quarter."
    now = figure(rating.quarter_value, rating.measure)
    values = [value for _, value in held]
    if len(values) == 1:
        return f"{rating.quarter.label} was {now}."
    rank = "the highest" if held[-1][1] == max(values) else "the lowest" if held[-1][1] == min(values) else ""
    whole = len(held) == len(rating.trend)
    span = f"the last {len(held)} quarters" if whole else f"the {len(held)} figures held"
    if rank and min(values) != max(values):
        return f"{rating.quarter.label} by itself was {now}, {rank} of {span}."
    low, high = figure(min(values), rating.measure), figure(max(values), rating.measure)
    return f"{rating.quarter.label} by itself was {now}; {span} lie between {low} and {high}."


def usual_range(rating: MeasureRating) -> str:
    """What the shaded band of the chart of quarters is, as a sentence after another; empty where there is none."""
    limits = limits_in_words(rating)
    return (
        f" The shaded band, {limits}, is the usual range of {rating.signal.n} quarters."
        if rating.signal and limits
        else ""
    )


def twelve_months_finding(series: MeasureSeries, rating: MeasureRating) -> str:
    """What the chart of twelve months shows, in a sentence."""
    held = [p for p in series.points if p.twelve_months is not None and p.quarter <= rating.quarter]
    if not held:
        return "No twelve months are complete yet."
    last = held[-1]
    end, now = last.quarter.months.split(" to ")[1], figure(last.twelve_months, rating.measure)
    said = f"The 12 months to {end} come to {now}"
    earlier = next((p for p in held if p.quarter.ordinal == last.quarter.ordinal - 4), None)
    before = f", a year before {figure(earlier.twelve_months, rating.measure)}" if earlier else ""
    return f"{said}{before}. Seasons even out over twelve months."
