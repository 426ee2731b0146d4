"""Every figure that a text on a measure's quarter may be speaking of. Pure."""

from collections.abc import Iterable, Sequence
from fractions import Fraction

from measures.model.rating import MeasureRating
from measures.model.record import Revision
from measures.model.status import MeasureSeries, SeriesPoint
from measures.model.words import exactly, is_money
from measures.rules.numbers_said import Known

_COLUMNS = ("value", "ytd", "twelve_months", "last_year", "baseline")


def known_figures(
    rating: MeasureRating,
    before: MeasureRating | None = None,
    series: MeasureSeries | None = None,
    revisions: Iterable[Revision] = (),
) -> Known:
    """The figures of a measure: near are those of the quarter and of the one before, far those of its whole series.

    With the near ones are the changes: of each comparison, and of the quarter and its 12 months from the quarter
    before and from a year before, in the unit and in per cent. Far are the parts of rates and percentages too. Money
    in thousands or millions is known in pounds as well.
    """
    points = [point for point in series.points if point.quarter <= rating.quarter] if series else []
    own = [one for one in revisions if one.quarter <= rating.quarter]
    near = {figure for one in (rating, before) if one for figure in _of_rating(one)} | _changes(rating, points)
    far = {exactly(held) for point in points for name in _COLUMNS if (held := getattr(point, name)) is not None}
    far |= {Fraction(part) for one in own for part in (one.value, one.numerator, one.denominator) if part is not None}
    far |= _parts_to_date(own)
    return Known(frozenset(near | _in_pounds(rating, near)), frozenset(far | _in_pounds(rating, far)))


def _of_rating(rating: MeasureRating) -> Iterable[Fraction]:
    yield from (one for one in (rating.value, rating.quarter_value) if one is not None)
    for one in rating.comparisons:
        yield from (each for each in (one.current, one.value, one.change, one.change_pct) if each is not None)
        yield Fraction(one.tolerance.amount)
    if rating.signal is not None:
        limits = (rating.signal.mean, rating.signal.lower, rating.signal.upper)
        yield from (exactly(one) for one in limits if one is not None)


def _changes(rating: MeasureRating, points: Sequence[SeriesPoint]) -> set[Fraction]:
    """Of the quarter by itself and of its 12 months, from the quarter before and from a year before."""
    found: set[Fraction] = set()
    held = {point.quarter: point for point in points}
    for name in ("value", "twelve_months"):
        now, *earlier = (getattr(held.get(rating.quarter.shift(-back)), name, None) for back in (0, 1, 4))
        for then in earlier:
            if now is not None and then is not None:
                change = exactly(now) - exactly(then)
                found |= {change, 100 * change / exactly(then)} if then else {change}
    return found


def _parts_to_date(revisions: Sequence[Revision]) -> set[Fraction]:
    """Numerators and denominators added up from April to each quarter, as rates and percentages rest on them."""
    found: set[Fraction] = set()
    sums: dict[tuple[str, int], Fraction] = {}
    for one in sorted(revisions, key=lambda one: one.quarter):
        for name, part in (("numerator", one.numerator), ("denominator", one.denominator)):
            if part is not None:
                key = (name, one.quarter.year)
                sums[key] = sums.get(key, Fraction(0)) + Fraction(part)
                found.add(sums[key])
    return found


def _in_pounds(rating: MeasureRating, found: Iterable[Fraction]) -> set[Fraction]:
    unit = rating.measure.unit.strip().lower()
    if not is_money(rating.measure):
        return set()
    times = 1000 if unit.startswith(("£000", "£ thousand", "£k")) else 10**6 if unit.startswith(("£ m", "£m")) else 1
    return {one * times for one in found}
