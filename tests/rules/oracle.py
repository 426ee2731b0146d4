"""A second reading of SPEC sections 4, 5 and 7: rating one comparison at a time, in fractions, slowly and plainly.

It shares nothing with `measures.rules` but the nouns, so that a fault would have to be made twice to go unseen.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from measures.model.measure import (
    BaselineRule,
    Comparator,
    DatedPlan,
    Kind,
    Measure,
    Plan,
    Polarity,
    ToleranceUnit,
    in_force,
)
from measures.model.quarter import Quarter
from measures.model.rating import Rating, ReasonCode
from tests.rules.held import Parts, Row, Series, Span, Told

#: Worst first.
WORST_FIRST = (Rating.RED, Rating.AMBER, Rating.GREEN)


class Verdict(NamedTuple):
    """What is expected of one row of `Ratings.frame()`."""

    rating: Rating | None
    reason_code: ReasonCode | None
    value: Fraction | None
    comparator_value: Fraction | None
    headline: Rating | None
    headline_reason: ReasonCode | None
    mixed: bool


@dataclass(frozen=True)
class Case:
    """One measure at one quarter against one comparator."""

    plan: Plan
    series: Series
    quarter: int
    comparator: Comparator

    @property
    def measure(self) -> Measure:
        """The measure."""
        return self.series.measure

    def span(self, form: str, last: int) -> Span:
        """The span of a form that ends with a quarter; what is never combined is its last quarter's figure."""
        if not self.measure.kind.is_combined or form == "alone":
            return Span(last, last, form)
        return Span(last - 3 if form == "four" else last - last % 4, last, form)

    def spans(self) -> tuple[Span, tuple[Span, ...]]:
        """The current span and the comparative one (three of them for the average)."""
        now, baseline = self.quarter, self.plan.head.baseline.ordinal
        year_end = baseline - baseline % 4 + 3
        rule = self.measure.baseline_rule
        form, last = "to_date", [now - 4]
        match self.comparator:
            case Comparator.BASELINE if rule is BaselineRule.ROLLING12:
                form, last = "four", [baseline]
            case Comparator.BASELINE if rule is BaselineRule.FULL_YEAR_AT_Q4:
                last = [year_end]
            case Comparator.BASELINE if self.measure.kind in (Kind.COUNT, Kind.RATE):
                last = [year_end - 3 + now % 4]
            case Comparator.BASELINE:
                last = [baseline]
            case Comparator.PREVIOUS_QUARTER:
                form, last = "alone", [now - 1]
            case Comparator.SAME_QUARTER:
                form = "alone"
            case Comparator.ROLLING_12_MONTHS:
                form = "four"
            case Comparator.THREE_YEAR_AVERAGE:
                last = [now - 12, now - 8, now - 4]
        return self.span(form, now), tuple(self.span(form, one) for one in last)

    def collected(self, *spans: Span) -> bool:
        """Whether every quarter of the spans is one in which the series is collected."""
        first, last = self.measure.first_quarter, self.measure.last_quarter
        outside = any((first and span.first < first.ordinal) or (last and span.last > last.ordinal) for span in spans)
        return not outside and not any("z" in self.series.status(q) for span in spans for q in span.quarters)

    def withheld(self, *spans: Span) -> bool:
        """Whether any quarter of the spans is confidential."""
        return any("c" in self.series.status(quarter) for span in spans for quarter in span.quarters)

    def pooled(self, spans: Sequence[Span]) -> Parts | None:
        """The comparative figure: the one span's, or the mean of three."""
        known = [one for one in (self.series.figure(span) for span in spans) if one is not None]
        if len(known) < len(spans):
            return None
        if len(known) == 1:
            return known[0]
        bases = [one.base for one in known if one.base is not None]
        base = None if len(bases) < len(known) or any(one.bare for one in known) else sum(bases, Fraction(0))
        return Parts(sum((one.top for one in known), Fraction(0)), base, any(one.bare for one in known))

    def value(self, parts: Parts | None) -> Fraction | None:
        """The figure in the measure's unit, if it can be worked out."""
        return (
            None if parts is None or not parts.base else Fraction(self.measure.default_scale) * parts.top / parts.base
        )

    def spans_differ(self, current: Span, before: tuple[Span, ...]) -> bool:
        """Whether only another span is held."""
        whole_year = self.measure.baseline_rule is BaselineRule.FULL_YEAR_AT_Q4
        if self.comparator is Comparator.BASELINE and whole_year and self.quarter % 4 != 3:
            return True
        sides = [side for side in (self.series.figure(current), *map(self.series.figure, before)) if side is not None]
        if any(side.bare and (side.base is None or len(before) > 1) for side in sides):
            return True
        unknown = [q for span in before if self.series.figure(span) is None for q in span.quarters]
        if any(self.series.figure(span) is None and self.series.combines_bare(span) for span in before):
            return True
        missing = [q for q in unknown if self.series.alone(q) is None]
        return bool(missing) and all(
            any(self.series.held(later, "ytd") for later in range(q, q - q % 4 + 4)) for q in missing
        )

    def broken(self, current: Span, before: tuple[Span, ...]) -> bool:
        """Whether a break that is not comparable lies between."""
        reach = 3 if self.measure.kind is Kind.ROLLING else 0
        start, end = Quarter(before[0].first - reach).start, Quarter(current.last).end
        breaks = [one for one in self.plan.breaks if one.measure == self.measure.id and not one.comparable]
        return any(start < one.date <= end for one in breaks)

    def reasons(self) -> Iterable[tuple[ReasonCode, bool]]:
        """Every reason not to rate but small numbers, the first that holds first."""
        measure, series = self.measure, self.series
        yield ReasonCode.NARRATIVE, measure.kind is Kind.NARRATIVE
        yield ReasonCode.CONTEXT, measure.polarity is Polarity.CONTEXT
        current, before = self.spans()
        yield ReasonCode.NOT_COLLECTED, not self.collected(current)
        yield ReasonCode.WITHHELD, self.withheld(current, *before)
        yield ReasonCode.NO_VALUE, series.figure(current) is None
        yield ReasonCode.NEW_MEASURE, before[0].first < series.start() or before[-1].last >= current.last
        yield ReasonCode.NEW_MEASURE, any("z" in series.status(q) for span in before for q in span.quarters)
        yield ReasonCode.SPAN_MISMATCH, self.spans_differ(current, before)
        yield ReasonCode.COMPARATOR_INCOMPLETE, self.pooled(before) is None
        yield ReasonCode.SERIES_BREAK, self.broken(current, before)
        sides = [side for side in (series.figure(span) for span in (current, *before)) if side is not None]
        is_total = measure.kind in (Kind.COUNT, Kind.RATE)
        yield ReasonCode.NEGATIVE_TOTAL, is_total and any(side.top < 0 for side in sides)
        yield ReasonCode.NO_DENOMINATOR, None in (self.value(series.figure(current)), self.value(self.pooled(before)))

    def colour(self, now: Parts, then: Parts) -> tuple[Rating | None, ReasonCode | None]:
        """The three-way rule, or small numbers."""
        current, compared = self.value(now), self.value(then)
        assert current is not None and compared is not None
        worse = (compared - current) * self.measure.polarity.sign
        rule, tolerance = self.plan.tolerance_of(self.measure), Fraction(0)
        small = self.measure.small_numbers
        tolerance = Fraction(rule.amount)
        relative = rule.unit is ToleranceUnit.PCT
        if relative:
            tolerance *= abs(compared) / 100
        event = self.one_event(now, then)
        if rule.amount and ((relative and compared == 0) or (event is not None and event > tolerance)):
            if small.rule == "not_rated":
                return None, ReasonCode.SMALL_NUMBERS
            if small.rule == "absolute":
                tolerance = Fraction(small.limit or 0)
        if worse <= 0:
            return Rating.GREEN, None
        return (Rating.AMBER if worse <= tolerance else Rating.RED), None

    def one_event(self, now: Parts, then: Parts) -> Fraction | None:
        """What one event more or fewer is worth in the measure's unit."""
        assert now.base is not None and then.base is not None
        scale = Fraction(self.measure.default_scale)
        match self.measure.kind:
            case Kind.RATE:
                return scale / then.base
            case Kind.RATIO if not (now.bare or then.bare):
                return scale / min(now.base, then.base)
            case Kind.COUNT | Kind.STOCK | Kind.ROLLING if not self.measure.in_percent:
                return Fraction(1)
            case _:
                return None

    def verdict(self) -> Verdict:
        """The comparison's verdict, without the headline."""
        reason = next((code for code, holds in self.reasons() if holds), None)
        if self.measure.kind is Kind.NARRATIVE:
            return Verdict(None, reason, None, None, None, None, False)
        current, before = self.spans()
        now, then = self.series.figure(current), self.pooled(before)
        rating = None
        if reason is None and now and then:
            rating, reason = self.colour(now, then)
        shown = self.value(now) if self.collected(current) and not self.withheld(current) else None
        comparative = self.value(then) if self.collected(*before) and not self.withheld(*before) else None
        return Verdict(rating, reason, shown, comparative, None, None, False)


def expected(
    rows: Sequence[Row], plans: Plan | Sequence[DatedPlan], quarters: Sequence[Quarter]
) -> dict[tuple[str, int, str], Verdict]:
    """What `rate` should say, by measure, quarter (ordinal) and comparator; one area."""
    history = [DatedPlan(None, plans)] if isinstance(plans, Plan) else plans
    held: dict[str, dict[tuple[int, str], Told]] = {}
    for row in rows:
        held.setdefault(str(row["measure_id"]), {})[_ordinal(row), str(row.get("basis") or "quarter")] = Told.by(row)
    found: dict[tuple[str, int, str], Verdict] = {}
    for quarter in quarters:
        plan = in_force(history, quarter)
        for measure in plan.measures:
            series, listed = Series(measure, held.get(measure.id, {})), plan.comparators_of(measure)
            verdicts = [Case(plan, series, quarter.ordinal, comparator).verdict() for comparator in listed]
            colours = [colour for colour in WORST_FIRST if any(one.rating is colour for one in verdicts)]
            reasons = [code for code in ReasonCode if any(one.reason_code is code for one in verdicts)]
            headline = colours[0] if colours else None
            why = None if colours or not reasons else reasons[0]
            for comparator, one in zip(listed, verdicts, strict=True):
                whole = one._replace(headline=headline, headline_reason=why, mixed=len(colours) > 1)
                found[measure.id, quarter.ordinal, comparator.value] = whole
    return found


def _ordinal(row: Row) -> int:
    quarter = row["quarter"]
    return quarter.ordinal if isinstance(quarter, Quarter) else Quarter.parse(str(quarter)).ordinal
