"""How a colour comes about, said from the settings of the plan itself: nothing here is typed twice."""

from dataclasses import dataclass

from measures.model.measure import BaselineRule, Comparator, Measure, Plan, Polarity
from measures.model.quarter import day_in_words
from measures.model.rating import Flag, Rating, ReasonCode
from measures.model.signal_options import SignalOptions
from measures.model.words import listed, plain, tolerance_words
from measures.rules.signal import FEWEST_EVENTS, FEWEST_VALUES, LIMIT_FACTOR, TRIAL_BELOW
from measures.rules.sums import bridge_words
from measures.views.figures import comparator_in_words, counted
from measures.views.signal_words import settings_in_words

WHEN = {
    ReasonCode.NARRATIVE: "The measure is a comment in words, without figures.",
    ReasonCode.CONTEXT: "Neither way is better for this measure. The difference is shown, without a colour.",
    ReasonCode.NOT_COLLECTED: "A quarter of this year lies outside the time in which the measure is collected.",
    ReasonCode.WITHHELD: "A figure that is needed is confidential. It is left out of every table, chart and download.",
    ReasonCode.NO_VALUE: "A quarter of this year is missing or not available. The quarter is named.",
    ReasonCode.NEW_MEASURE: "The earlier period starts before the measure does.",
    ReasonCode.COMPARATOR_INCOMPLETE: "A quarter of the earlier period is missing or not available. It is named.",
    ReasonCode.SPAN_MISMATCH: "Only a figure for another length of time is held. Unlike spans are never compared.",
    ReasonCode.SERIES_BREAK: "Counting changed in between, in a way that makes the two figures incomparable.",
    ReasonCode.NEGATIVE_TOTAL: "Cancelled records outnumber new ones, so the total is below zero.",
    ReasonCode.NO_DENOMINATOR: "The figure is a division, and what it is divided by is zero or missing.",
    ReasonCode.SMALL_NUMBERS: "One event more or less would by itself be worth more than the tolerance.",
}

SPANS = {
    Comparator.LAST_YEAR: "the same months of the year before; for positions, surveys and figures for twelve "
    "months the same quarter of the year before",
    Comparator.BASELINE: "the same months of the baseline year, like for like; for shares and averages the "
    "whole year to the baseline quarter; for positions, surveys and figures for twelve months the figure "
    "at the baseline quarter",
    Comparator.PREVIOUS_QUARTER: "this quarter alone against the one before it",
    Comparator.SAME_QUARTER: "this quarter alone against the same quarter of the year before",
    Comparator.ROLLING_12_MONTHS: "the last four quarters against the four before them",
    Comparator.THREE_YEAR_AVERAGE: "the average of the same months over the three years before",
    Comparator.SIMILAR_FORCES: "the rate for each 1,000 people over the last four quarters, against the mean of the "
    "rates of the group of forces over the same months; for counts and rates only",
}


@dataclass(frozen=True, slots=True)
class RatingWords:
    """One row of the key: what a rating says and when it is given."""

    rating: Rating | None
    word: str
    colour: str
    when: str


def key_rows(plan: Plan) -> tuple[RatingWords, ...]:
    """The four answers a comparison can have, with the plan's own tolerances."""
    pct, points = plain(plan.head.tolerance_pct), plain(plan.head.tolerance_points)
    beyond = f"{pct}% of the earlier figure, or {points} percentage points where the figure is a percentage"
    return (
        RatingWords(Rating.GREEN, Rating.GREEN.words, "Green", "The figure equals the earlier one or is better."),
        RatingWords(Rating.AMBER, Rating.AMBER.words, "Amber", f"It is worse by no more than {beyond}."),
        RatingWords(Rating.RED, Rating.RED.words, "Red", f"It is worse by more than {beyond}."),
        RatingWords(None, "Not rated", "No colour", "It cannot be compared fairly; the reason stands beside it."),
    )


def comparator_lines(plan: Plan) -> tuple[str, ...]:
    """What the plan compares with, one line each."""
    lines = []
    for one in plan.head.comparators:
        heading = comparator_in_words(one, plan)
        end = f", the position on {day_in_words(plan.head.baseline.end)}" if one is Comparator.BASELINE else ""
        lines.append(f"{heading}{end}: {SPANS[one]}.")
    return tuple(lines)


def exception_lines(plan: Plan) -> tuple[str, ...]:
    """Where a measure departs from the plan's settings, one line each."""
    return tuple(f"{one.title}: {'; '.join(own)}." for one in plan.measures if (own := _own_settings(one, plan)))


def _own_settings(measure: Measure, plan: Plan) -> list[str]:
    own = []
    if measure.sum_of:
        words = bridge_words(plan, measure).removesuffix(".")
        own.append(f"{words[:1].lower()}{words[1:]}; its colour is read with a caveat")
    if measure.tolerance is not None and measure.polarity is not Polarity.CONTEXT:
        own.append(f"up to {tolerance_words(measure.tolerance, measure)} worse is Amber")
    if measure.comparators is not None:
        own.append("compared with " + listed([comparator_in_words(c, plan).lower() for c in measure.comparators]))
    if measure.baseline_rule is BaselineRule.ROLLING12:
        own.append("against the baseline, the last twelve months are set against those to the baseline quarter")
    if measure.baseline_rule is BaselineRule.FULL_YEAR_AT_Q4:
        own.append("set against the whole baseline year, at the end of the year only")
    if measure.small_numbers.rule == "absolute":
        own.append(f"where numbers are small, up to {measure.small_numbers.limit} worse is Amber")
    if measure.small_numbers.rule == "rate_anyway":
        own.append("coloured although its numbers are small, and marked so")
    return own


def reason_rows() -> tuple[tuple[str, str, str], ...]:
    """Every reason for no rating in order of precedence: words, when, code."""
    return tuple((code.words, WHEN[code], code.value) for code in ReasonCode)


def flag_words() -> tuple[str, ...]:
    """Every badge that can stand beside a rating."""
    return tuple(flag.words for flag in Flag)


def signal_lines(options: SignalOptions) -> tuple[str, ...]:
    """How “unusual” is decided, from the settings in force."""
    since = f"the first {counted(options.fix_after, 'quarter')}" if options.fix_after else "the quarters before it"
    own = settings_in_words(options)
    lines = (
        f"The quarter by itself is set against {since} since counting last changed or a person set the range anew: "
        f"their average, and {LIMIT_FACTOR:g} times the average step from one quarter to the next on either side (an "
        "XmR chart).",
        "It is unusual if it lies outside that range; "
        f"if {counted(options.shift, 'quarter')} in a row lie on one side of the average; "
        f"if {counted(options.trend, 'quarter')} in a row only rise or only fall; "
        "or if two of three in a row lie near the same edge of the range.",
        f"With fewer than {FEWEST_VALUES} quarters nothing is said; with fewer than {TRIAL_BELOW} the range is "
        f"provisional; nor is it said for counts of fewer than {FEWEST_EVENTS} a quarter, for figures of twelve "
        "months, surveys or comments.",
        "It never changes a colour. A measure may be red and usual: the level is the issue, not this quarter.",
    )
    return (*lines, own) if own else lines
