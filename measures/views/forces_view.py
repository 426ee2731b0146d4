"""This force beside others, in words and rows: its place, the group's figures, who is left out, over time."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from measures.model.forces import ForceRate, GroupStanding, NoRate
from measures.model.measure import Measure, Polarity
from measures.model.quarter import day_in_words
from measures.model.words import decimals_needed, in_period, listed, number, unit_words
from measures.views.figures import NONE, counted, polarity_in_words

WORST = "worst 10%"
APART = "This stands beside the colour and is no part of it."

FORCE_HEADINGS = ("Force", "Rank", "Rate per 1,000", "Number", "Residents", "Mark")
MEASURE_HEADINGS = ("Measure", "Rate per 1,000", "Median", "Average", "Place", "Mark")


@dataclass(frozen=True, slots=True)
class ForceRow:
    """One force in the table, under `FORCE_HEADINGS`; `is_this` marks this force."""

    cells: tuple[str, ...]
    is_this: bool


@dataclass(frozen=True, slots=True)
class MeasureRow:
    """One measure of the plan in the table of all, under `MEASURE_HEADINGS` after its title."""

    measure: Measure
    cells: tuple[str, ...]


def places_of(standing: GroupStanding) -> int:
    """How many decimals its rates are printed with: one, more where the middle rate is small."""
    middle = abs(standing.median or Fraction(0))
    return 1 if middle >= 10 or not middle else 2 if middle >= Fraction(1, 10) else 3


def rate_words(rate: Fraction | None, standing: GroupStanding) -> str:
    """A rate without its unit; a dash where there is none."""
    return NONE if rate is None else number(rate, places_of(standing))


def unit_of(measure: Measure) -> str:
    """What its rate counts: `offences per 1,000 people`."""
    return unit_words(measure.per_head().unit)


def finding(standing: GroupStanding, force: str) -> str:
    """Where this force is, as a title: `Lancashire has the 9th highest rate of robbery of 42 forces, …`."""
    this, title = standing.this, _in_a_sentence(standing.measure)
    if this is None:
        return f"{force} is not in the group “{standing.group.title}” at {standing.quarter}"
    if this.rate is None:
        return f"{force} has no rate of {title} to set beside other forces: {reason_words(this)}"
    if standing.n == 1:
        return f"No other force of the group has a rate of {title}"
    return f"{force} has {place_words(standing)} rate of {title} of {standing.n} forces{_where(standing, this.rate)}"


def _where(standing: GroupStanding, rate: Fraction) -> str:
    if standing.this and standing.this.worst_tenth:
        return f", among the {WORST}"
    where = position_words(standing, rate)
    return f", {where}" if where else ""


def position_words(standing: GroupStanding, rate: Fraction) -> str:
    """`in the middle half`, `above the middle half`, `below the middle half`; "" with too few forces."""
    if standing.lower is None or standing.upper is None:
        return ""
    if rate > standing.upper:
        return "above the middle half"
    return "below the middle half" if rate < standing.lower else "in the middle half"


def place_words(standing: GroupStanding) -> str:
    """Its place from the nearer end: `the highest`, `the 9th highest`, `the joint 2nd lowest`."""
    this = standing.this
    if this is None or this.rank is None:
        return ""
    alike = sum(one.rate == this.rate for one in standing.forces)
    from_below = standing.n - this.rank - alike + 2
    place, end = min((this.rank, "highest"), (from_below, "lowest"), key=lambda one: one[0])
    joint = "joint " if alike > 1 else ""
    return f"the {joint}{'' if place == 1 else ordinal(place) + ' '}{end}"


def ordinal(place: int) -> str:
    """`1st`, `2nd`, `11th`."""
    ending = "th" if place % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(place % 10, "th")
    return f"{place}{ending}"


def own_sentence(standing: GroupStanding, force: str) -> str:
    """This force's rate with the sum behind it; "" where there is none."""
    this = standing.this
    if this is None or this.rate is None or this.events is None or this.population is None:
        return ""
    of = f" in mid-{this.year}" if this.year else ""
    sum_ = f"{_count(this.events)} {unit_words(standing.measure.unit)}" if this.year else _count(this.events)
    return (
        f"{force} had {rate_words(this.rate, standing)} {unit_of(standing.measure)} {in_period(standing.period)}: "
        f"{sum_} among {_count(this.population)} residents{of}."
    )


def group_sentence(standing: GroupStanding) -> str:
    """The median, average and middle half of the group; "" where no force has a rate."""
    if standing.median is None or standing.average is None:
        return ""
    median, average = rate_words(standing.median, standing), rate_words(standing.average, standing)
    this = standing.this
    own = f", {this.title}’s own included" if this and this.rate is not None else ""
    sentence = (
        f"Of the {counted(standing.n, 'force')} with data the median is {median} and the average {average} "
        f"(the mean of their rates{own})."
    )
    if standing.lower is None:
        return f"{sentence} With fewer than four forces there is no middle half."
    low, high = rate_words(standing.lower, standing), rate_words(standing.upper, standing)
    return f"{sentence} The middle half of them lies between {low} and {high}."


def mark_sentence(standing: GroupStanding) -> str:
    """Which forces are in the worst 10 % (fewer than 10 % of those with data are worse), or why none is marked."""
    measure = standing.measure
    if measure.polarity is Polarity.CONTEXT:
        return "Neither more nor less is better here, so no force is marked as worst."
    if standing.lower is None:
        return "With fewer than four forces with data none is marked as worst."
    marked = [one.title for one in standing.forces if one.worst_tenth]
    return f"{polarity_in_words(measure.polarity).capitalize()}. In the {WORST}: {listed(marked)}."


def left_out_sentences(standing: GroupStanding) -> tuple[str, ...]:
    """Each force without a rate, with the reason; those with one reason together."""
    by_reason: dict[str, list[str]] = {}
    for one in standing.without:
        by_reason.setdefault(reason_words(one), []).append(one.title)
    return tuple(f"{listed(names)}: {reason}" for reason, names in by_reason.items())


def reason_words(one: ForceRate) -> str:
    """Why a force has no rate."""
    words = one.why.words if one.why else ""
    if one.why is NoRate.INCOMPLETE and one.missing:
        return f"no figure for {listed(one.missing)}"
    return one.note if one.note and one.why is NoRate.NO_POPULATION else words


def population_sentence(standing: GroupStanding) -> str:
    """Of which year the populations are; "" where the figures bring their own."""
    years = sorted({one.year for one in standing.forces if one.year})
    if not years:
        return "" if not standing.forces else "The population is the one that came with each figure."
    of = listed([f"mid-{year}" for year in years])
    late = "; no earlier estimate is held" if years[-1] > standing.quarter.end.year else ""
    return f"Populations are those of {of}{late}."


def date_sentence(standing: GroupStanding) -> str:
    """Up to which day the figures go, and whether they are provisional."""
    provisional = any(one.provisional for one in standing.forces)
    kept = " Some of the figures are provisional and will be revised." if provisional else ""
    return f"Figures for the 12 months to {day_in_words(standing.quarter.end)}.{kept}"


def force_rows(standing: GroupStanding) -> tuple[ForceRow, ...]:
    """Every force with a rate, the highest first."""
    return tuple(
        ForceRow(
            (
                one.title,
                str(one.rank),
                rate_words(one.rate, standing),
                _count(one.events),
                _residents(one, standing),
                WORST if one.worst_tenth else "",
            ),
            one.area_id == standing.this_id,
        )
        for one in standing.forces
    )


def _residents(one: ForceRate, standing: GroupStanding) -> str:
    """The population; with its year where they differ."""
    years = {force.year for force in standing.forces}
    return _count(one.population) + (f" (mid-{one.year})" if len(years) > 1 and one.year else "")


def measure_rows(standings: Sequence[GroupStanding]) -> tuple[MeasureRow, ...]:
    """Every measure of the plan that is set beside other forces, in the plan's order."""
    return tuple(
        MeasureRow(
            one.measure,
            (
                rate_words(one.this.rate if one.this else None, one),
                rate_words(one.median, one),
                rate_words(one.average, one),
                _place_in_a_cell(one),
                WORST if one.this and one.this.worst_tenth else "",
            ),
        )
        for one in standings
    )


def _place_in_a_cell(standing: GroupStanding) -> str:
    this = standing.this
    if this is None or this.rate is None:
        return NONE
    where = position_words(standing, this.rate)
    words = place_words(standing).removeprefix("the ").capitalize()
    return f"{words} of {standing.n}{', ' + where if where else ''}"


def trend_finding(history: Sequence[GroupStanding], force: str) -> str:
    """What the chart over time shows: how often above the middle half, and where the rate began and ended."""
    held = [(one, one.this.rate) for one in history if one.this and one.this.rate is not None]
    if not held:
        return f"{force} has no rate in these quarters."
    (first, began), (last, ended) = held[0], held[-1]
    told = f"{force}: {rate_words(ended, last)} in the 12 months to {_end(last)}"
    if len(held) == 1:
        return f"{told}. Earlier 12 months are not held for the group."
    way = "the same as" if began == ended else "up from" if ended > began else "down from"
    sentence = f"{told}, {way} {rate_words(began, first)} in the 12 months to {_end(first)}."
    if first.lower is None and last.lower is None:
        return sentence
    where = [position_words(one, rate) for one, rate in held]
    counts = {place: where.count(place) for place in dict.fromkeys(where) if place}
    if len(counts) == 1:
        return f"{sentence} It was {where[-1]} each time."
    said = listed([f"{place} in {n}" for place, n in sorted(counts.items(), key=lambda one: -one[1])])
    return f"{sentence} Of {len(held)} such periods it was {said}."


TREND_HEADINGS = ("12 months to", "This force", "Median", "Average", "Middle half", "Place")


def trend_rows(history: Sequence[GroupStanding]) -> tuple[tuple[str, ...], ...]:
    """The 12 months to each quarter, newest first, under `TREND_HEADINGS`."""
    return tuple(
        (
            _end(one),
            rate_words(one.this.rate if one.this else None, one),
            rate_words(one.median, one),
            rate_words(one.average, one),
            NONE if one.lower is None else f"{rate_words(one.lower, one)} to {rate_words(one.upper, one)}",
            _place_in_a_cell(one),
        )
        for one in reversed(history)
    )


def _end(standing: GroupStanding) -> str:
    return standing.period.words.removeprefix("12 months to ")


def _count(figure: Fraction | None) -> str:
    return NONE if figure is None else number(figure, decimals_needed(figure, 1))


def _in_a_sentence(measure: Measure) -> str:
    """Its title as it stands within a sentence: a small letter first, but for an abbreviation."""
    title = measure.title
    return title if title[1:2].isupper() else title[:1].lower() + title[1:]
