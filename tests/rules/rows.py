"""Finished rows for tests of sentences: a count of 1,172 against 1,104 a year before, unless said."""

from decimal import Decimal
from fractions import Fraction

from measures.model.measure import Comparator, Measure, Tolerance, ToleranceUnit
from measures.model.rating import Period, Rating, ReasonCode
from measures.rules.reasons import Row
from measures.rules.row import rule_of
from tests.builders import a_measure, quarter

Number = int | str | Fraction


def span(first: str, last: str | None = None, form: str = "span") -> Period:
    return Period(quarter(first), quarter(last or first), form)


def a_row(
    current: Number | None = 1172,
    value: Number | None = 1104,
    measure: Measure | None = None,
    *,
    code: str | None = None,
    rating: str | None = None,
    tolerance: tuple[str, str] = ("pct", "5.0"),
    comparator: str = "last_year",
    **more: object,
) -> Row:
    """A finished row: the colour is decided by the rule unless a reason code is given."""
    measure = measure or a_measure()
    now, then = (None if figure is None else Fraction(figure) for figure in (current, value))
    change = None if now is None or then is None else now - then
    relative = change is not None and then and not measure.in_percent and not more.get("small")
    given: dict[str, object] = {
        "current_period": span("2016/17 Q1"),
        "period": span("2015/16 Q1"),
        "change_pct": 100 * change / abs(then) if relative and change is not None and then else None,
        **more,
    }
    limit = Tolerance(ToleranceUnit(tolerance[0]), Decimal(tolerance[1]))
    row = Row(measure=measure, comparator=Comparator(comparator), rating=None, reason_code=None, current=now,
              value=then, change=change, tolerance=limit, **given)  # type: ignore[arg-type]  # fmt: skip
    return _with_verdict(row, code, rating)


def _with_verdict(row: Row, code: str | None, rating: str | None) -> Row:
    fields = {name: getattr(row, name) for name in Row.__dataclass_fields__}
    if code is not None:
        return Row(**fields | {"reason_code": ReasonCode(code)})
    assert row.current is not None
    colour = Rating(rating) if rating else rule_of(row).rating(row.current)
    return Row(**fields | {"rating": colour})
