"""What the oracle knows of a span of quarters: the figures as supplied, and what follows from them (SPEC 4)."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from measures.model.measure import Kind, Measure

Row = Mapping[str, object]


class Told(NamedTuple):
    """A row, with its figures as fractions."""

    status: str
    value: Fraction | None
    top: Fraction | None
    base: Fraction | None

    @classmethod
    def by(cls, row: Row) -> "Told":
        """What a row says."""
        figures = (row.get(name) for name in ("value", "numerator", "denominator"))
        return cls(str(row.get("status") or ""), *(None if one is None else Fraction(str(one)) for one in figures))


NOTHING = Told("", None, None, None)


class Parts(NamedTuple):
    """What is known of a span: numerator over denominator (None: missing).

    `bare` is a percentage without its parts, over 1; several of them cannot be combined and are over None.
    """

    top: Fraction
    base: Fraction | None
    bare: bool = False


class Span(NamedTuple):
    """Quarters from `first` to `last` (ordinals), and how their figure is found: alone, to_date or four."""

    first: int
    last: int
    form: str

    @property
    def quarters(self) -> range:
        """Their ordinals."""
        return range(self.first, self.last + 1)


@dataclass(frozen=True)
class Series:
    """The rows of one measure in one area."""

    measure: Measure
    rows: Mapping[tuple[int, str], Told]

    def status(self, quarter: int, *bases: str) -> set[str]:
        """The status letters that stand beside a quarter."""
        return {self.rows.get((quarter, basis), NOTHING).status for basis in bases or ("quarter", "ytd")}

    def held(self, quarter: int, basis: str) -> Parts | None:
        """A figure as it was supplied."""
        _, value, top, base = self.rows.get((quarter, basis), NOTHING)
        if not self.measure.kind.has_parts:
            return None if value is None else Parts(value, Fraction(1))
        if top is not None:
            return Parts(top, base)
        if value is None or self.measure.kind is Kind.RATE:
            return None
        return Parts(value / Fraction(self.measure.default_scale), Fraction(1), bare=True)

    def to_date(self, quarter: int) -> Parts | None:
        """April to the quarter's end: as supplied, else the quarter before's and this quarter's own."""
        supplied, own = self.held(quarter, "ytd"), self.held(quarter, "quarter")
        if supplied is not None and supplied.bare and quarter % 4 > 0:
            return supplied._replace(base=None)  # a bare percentage is rated quarter against quarter only
        if supplied is not None or quarter % 4 == 0:
            return own if supplied is None else supplied
        before = self.to_date(quarter - 1)
        return None if own is None or before is None else self.sum(before, own)

    def alone(self, quarter: int) -> Parts | None:
        """The quarter alone: as supplied, else this year to date less the one before."""
        own, supplied = self.held(quarter, "quarter"), self.held(quarter, "ytd")
        if own is not None or supplied is None or quarter % 4 == 0:
            return supplied if own is None else own
        before = self.to_date(quarter - 1)
        return None if before is None else self.rest(supplied, before)

    def four(self, quarter: int) -> Parts | None:
        """Twelve months: a whole year, four quarters, or this year to date and what last year had after its own."""
        ways = [self.to_date(quarter)] if quarter % 4 == 3 else []
        quarters = [self.alone(earlier) for earlier in range(quarter - 3, quarter + 1)]
        if None not in quarters:
            ways.append(self.sum(*(one for one in quarters if one is not None)))
        now, then, whole = (self.to_date(one) for one in (quarter, quarter - 4, quarter - quarter % 4 - 1))
        if now and then and whole and not now.bare:
            rest = self.rest(whole, then)
            ways.append(rest and self.sum(rest, now))
        known = sorted((way for way in ways if way is not None), key=lambda way: way.bare)
        return known[0] if known else None

    def sum(self, *spans: Parts) -> Parts:
        """Spans that follow each other, as one. A rate keeps the last denominator."""
        top = sum((one.top for one in spans), Fraction(0))
        bases = [one.base for one in spans]
        if any(one.bare for one in spans):
            return Parts(top, None, bare=True)
        if self.measure.kind in (Kind.COUNT, Kind.RATE):
            return Parts(top, bases[-1])
        return Parts(top, None if None in bases else sum((base or Fraction(0) for base in bases), Fraction(0)))

    def rest(self, whole: Parts, start: Parts) -> Parts | None:
        """A span less what it starts with, if both have parts."""
        if whole.bare or start.bare:
            return None
        top = whole.top - start.top
        if self.measure.kind in (Kind.COUNT, Kind.RATE):
            return Parts(top, whole.base)
        return Parts(top, None if whole.base is None or start.base is None else whole.base - start.base)

    def figure(self, span: Span) -> Parts | None:
        """What is known of a span."""
        if not self.measure.kind.is_combined:
            return self.held(span.last, "quarter")
        return {"alone": self.alone, "to_date": self.to_date, "four": self.four}[span.form](span.last)

    def combines_bare(self, span: Span) -> bool:
        """Whether a figure of the span, known or not, would have to take in a bare percentage."""
        if span.form != "to_date":
            quarters = [self.alone(quarter) for quarter in span.quarters]
            whole_year = span.form == "four" and span.last % 4 == 3
            return any(one is not None and one.bare for one in quarters) or (
                whole_year and self.combines_bare(span._replace(form="to_date"))
            )
        supplied, own = self.held(span.last, "ytd"), self.held(span.last, "quarter")
        if supplied is not None:
            return supplied.bare
        before = span._replace(last=span.last - 1)
        return (own is not None and own.bare) or (span.last > span.first and self.combines_bare(before))

    def start(self) -> int:
        """The quarter in which the series starts."""
        if self.measure.first_quarter is not None:
            return self.measure.first_quarter.ordinal
        spans = [
            quarter - quarter % 4 if basis == "ytd" else quarter
            for quarter, basis in self.rows
            if self.held(quarter, basis) is not None or self.status(quarter, basis) == {"c"}
        ]
        return min(spans)
