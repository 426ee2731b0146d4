"""The tables of verdicts: how each measure stood at each quarter, each comparison with its reason, what codes mean."""

from collections.abc import Iterator

from measures.model.measure import Comparator, Kind, Polarity, ToleranceUnit
from measures.model.rating import Comparison, Flag, MeasureRating, Period, Rating, ReasonCode
from measures.model.value import Status
from measures.model.words import COMPARATOR_WORDS
from measures.reports.open_data.figures_tables import QUARTERS
from measures.reports.open_data.plan_tables import MEASURES, PLANS, PRIORITIES
from measures.reports.open_data.shapes import Column, Held, Table, Type, to
from measures.services.open_data import OpenData
from measures.views.signal_words import SIGNAL_WORDS

_KEY = (
    Column("plan_id", "The plan that rates it.", required=True),
    Column("quarter", "The financial quarter that it is rated at.", required=True),
    Column("measure_id", "The measure.", required=True),
)
_WHERE = (to(PLANS, "plan_id"), to(QUARTERS, "quarter"), to(MEASURES, "measure_id"))
_RATING = Column("rating", "Green, Amber or Red; blank is not rated.", codes=tuple(Rating))


def standings_table(data: OpenData) -> Table:
    """How each measure stood at each quarter of each plan."""
    return Table(
        "standings.csv",
        "How each measure stood",
        "One row for each plan, quarter and measure, from the figures and definitions as they stand now: the figure of "
        "the year to date, the worse of its ratings, and whether the quarter is unusual for it.",
        (
            *_KEY,
            Column("priority_id", "The priority that it is listed under.", required=True),
            Column("value", "The figure that is rated: the year to date, in the measure’s unit.", Type.NUMBER),
            Column("value_from", "The first day of the period of that figure.", Type.DAY, required=True),
            Column("value_to", "The last day.", Type.DAY, required=True),
            Column("quarter_value", "The figure of the quarter alone.", Type.NUMBER),
            Column("rating", "The worse of its ratings; blank is not rated.", codes=tuple(Rating)),
            Column("mixed", "Whether its ratings differ.", Type.YES_NO, required=True),
            Column("reason_code", "Why it is not rated.", codes=tuple(ReasonCode)),
            Column("words", "The rating, or why there is none, in words.", required=True),
            Column("flags", "What else is to be known.", Type.LIST),
            Column("signal", "Whether the quarter is unusual for this measure.", codes=tuple(SIGNAL_WORDS)),
        ),
        ("plan_id", "quarter", "measure_id"),
        [
            (
                *_key(status.plan.head.id, one), one.priority, one.value, *_days(one.period), one.quarter_value,
                _code(one.headline), one.mixed, _code(one.reason_code), one.words, [flag.value for flag in one.flags],
                one.signal.result if one.signal else None,
            )
            for status in data.statuses
            for one in status.measures
        ],
        (*_WHERE, to(PRIORITIES, "plan_id", "priority_id")),
    )  # fmt: skip


def ratings_table(data: OpenData) -> Table:
    """Each comparison of each measure at each quarter of each plan."""
    return Table(
        "ratings.csv",
        "Ratings",
        "One row for each plan, quarter, measure and what it is compared with: both figures, the rating, the reason in "
        "a sentence. From the figures and definitions as they stand now.",
        (
            *_KEY,
            Column("comparator", "What it is compared with.", required=True, codes=tuple(Comparator)),
            _RATING,
            Column("reason_code", "Why it is not rated.", codes=tuple(ReasonCode)),
            Column("value", "The figure that is rated, in the measure’s unit.", Type.NUMBER),
            Column("value_from", "The first day of the period of that figure.", Type.DAY, required=True),
            Column("value_to", "The last day.", Type.DAY, required=True),
            Column("comparator_value", "The figure that it is compared with.", Type.NUMBER),
            Column("comparator_from", "The first day of the period of that one.", Type.DAY, required=True),
            Column("comparator_to", "The last day.", Type.DAY, required=True),
            Column("change", "value less comparator_value; for percentages in points.", Type.NUMBER),
            Column("change_pct", "The same in per cent; blank for percentages, and where it would mislead.",
                   Type.NUMBER),
            Column("tolerance", "How far worse is still Amber.", Type.NUMBER, required=True),
            Column("tolerance_unit", "Per cent, percentage points, or the measure’s unit.", required=True,
                   codes=tuple(ToleranceUnit)),
            Column("flags", "What else is to be known.", Type.LIST),
            Column("reason", "Both figures, the rule and the rating in a sentence.", required=True),
        ),
        ("plan_id", "quarter", "measure_id", "comparator"),
        [
            (*_key(status.plan.head.id, one), *_comparison(compared))
            for status in data.statuses
            for one in status.measures
            for compared in one.comparisons
        ],
        (*_WHERE, to("standings.csv", "plan_id", "quarter", "measure_id")),
    )  # fmt: skip


def _key(plan_id: str, one: MeasureRating) -> tuple[Held, ...]:
    return plan_id, one.quarter, one.measure.id


def _comparison(one: Comparison) -> tuple[Held, ...]:
    return (
        one.comparator.value, _code(one.rating), _code(one.reason_code), one.current, *_days(one.current_period),
        one.value, *_days(one.period), one.change, one.change_pct, one.tolerance.amount, one.tolerance.unit.value,
        [flag.value for flag in one.flags], one.reason,
    )  # fmt: skip


def _days(period: Period) -> tuple[Held, Held]:
    return period.first.start, period.last.end


def _code(one: Rating | ReasonCode | None) -> str | None:
    return None if one is None else one.value


def codes_table(_data: OpenData) -> Table:
    """What the short codes of the other tables mean."""
    return Table(
        "codes.csv",
        "Codes",
        "What the codes in the other tables mean.",
        (
            Column("column", "The column that has the code.", required=True),
            Column("code", "The code.", required=True),
            Column("words", "What it means.", required=True),
        ),
        ("column", "code"),
        list(_codes()),
    )


_KINDS = {
    Kind.COUNT: "A number of events: quarters are added up.",
    Kind.RATE: "Events for each so many people: the events are added up, then divided by the latest population.",
    Kind.RATIO: "A share: both parts are added up, then divided.",
    Kind.MEAN: "An average: both parts are added up, then divided.",
    Kind.STOCK: "A number at the end of a quarter: never added up.",
    Kind.ROLLING: "A figure for the 12 months to the end of a quarter: never added up.",
    Kind.AS_IS: "A published figure that must not be combined, such as a median or a survey.",
    Kind.NARRATIVE: "A comment only.",
}
_POLARITIES = {
    Polarity.LOWER: "Lower is better.",
    Polarity.HIGHER: "Higher is better.",
    Polarity.CONTEXT: "Neither is better: shown for context, never rated.",
}
_UNITS = {
    ToleranceUnit.PCT: "Per cent of the figure that it is compared with.",
    ToleranceUnit.POINTS: "Percentage points.",
    ToleranceUnit.COUNT: "The unit of the measure.",
}
_LETTERS = {
    Status.NOT_AVAILABLE: "Not available: there is no figure.",
    Status.CONFIDENTIAL: "Withheld to protect confidentiality.",
    Status.NOT_APPLICABLE: "Not applicable: there is no figure.",
}


def _codes() -> Iterator[tuple[str, str, str]]:
    yield from (("rating", one.value, one.words) for one in Rating)
    yield from (("reason_code", one.value, one.words) for one in ReasonCode)
    yield from (("flags", one.value, one.words.capitalize()) for one in Flag)
    yield from (("comparator", one.value, COMPARATOR_WORDS[one].title) for one in Comparator)
    yield from (("signal", code, words) for code, words in SIGNAL_WORDS.items())
    yield from (("status", s.value, _LETTERS.get(s, s.words.capitalize())) for s in Status if s.value)
    yield from (("kind", one.value, _KINDS[one]) for one in Kind)
    yield from (("polarity", one.value, _POLARITIES[one]) for one in Polarity)
    yield from (("tolerance_unit", one.value, _UNITS[one]) for one in ToleranceUnit)
