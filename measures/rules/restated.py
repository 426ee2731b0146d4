"""Which figures that a panel was shown have been restated since, and by how much. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from measures.model.measure import Comparator, Measure
from measures.model.rating import Comparison, MeasureRating, Period
from measures.model.review import RatingChange, SincePublication
from measures.model.words import change_words, decimals_for, decimals_to_show, figure, in_period, number, short_figure

#: Rules that put another figure in the place of the one reported, though no figure was restated.
_OTHER_FIGURES = {"Baseline", "Baseline rule", "Kind of figure", "Sum of", "Unit"}


@dataclass(frozen=True, slots=True)
class Restated:
    """A figure that was reported otherwise than it stands now. `comparator` None: the measure's own.

    `now` None: there is none any more. `size` is by how much, in per cent of the figure reported (in points for a
    percentage); None where that cannot be said.
    """

    measure: Measure
    period: Period
    reported: Fraction
    now: Fraction | None
    comparator: Comparator | None = None

    @property
    def size(self) -> Fraction | None:
        """By how much, in per cent of the figure reported, in points for a percentage."""
        if self.now is None:
            return None
        difference = abs(self.now - self.reported)
        if self.measure.in_percent:
            return difference
        return 100 * difference / abs(self.reported) if self.reported else None

    def exceeds(self, limit: Decimal) -> bool:
        """Whether it was restated by more than so many per cent; where that cannot be said, at all."""
        return self.size > limit if self.size is not None else self.now != self.reported

    @property
    def size_in_words(self) -> str:
        """`3.4%`, `2.1 points`; "" where it cannot be said."""
        if self.size is None:
            return ""
        text = number(self.size, decimals_to_show(self.size, 1))
        return f"{text} points" if self.measure.in_percent else f"{text}%"

    @property
    def sentence(self) -> str:
        """Both figures with their period and the difference."""
        places = decimals_for(self.measure, *(one for one in (self.reported, self.now) if one is not None))
        start = in_period(self.period)
        said = f"{start[:1].upper()}{start[1:]}: reported {figure(self.reported, self.measure, places)}, "
        if self.now is None:
            return said + "now no figure."
        change = change_words(self.now - self.reported, self.measure, places)
        size = "" if self.measure.in_percent or not self.size else f" ({self.size_in_words})"
        return said + f"now {short_figure(self.now, self.measure, places)}, {change}{size}."


def restated_figures(
    shown: Iterable[MeasureRating], since: SincePublication, limit: Decimal
) -> dict[str, tuple[Restated, ...]]:
    """By measure id, the figures that were shown and have been restated by more than `limit` per cent (points).

    `shown` are the ratings as published. Only the figures that a comparison rests on count, each once; not where
    another rule, rather than another figure, makes the difference.
    """
    figures = {one.measure.id for one in since.figures}
    ruled = {one.measure_id for one in since.rules if one.what in _OTHER_FIGURES}
    changes: dict[str, list[RatingChange]] = {}
    for change in since.ratings:
        changes.setdefault(change.measure.id, []).append(change)
    found = {}
    for rating in shown:
        name = rating.measure.id
        if figures & set(rating.measure.comes_from) and not ruled & {name, ""}:
            held = {one.comparator: one for one in rating.comparisons}
            restated = [one for one in _of(changes.get(name, []), held) if one.exceeds(limit)]
            if restated:
                found[name] = tuple(restated)
    return found


def _of(changes: list[RatingChange], held: Mapping[Comparator, Comparison]) -> Iterable[Restated]:
    found: dict[tuple[Period, Fraction], Restated] = {}
    for change in changes:
        shown = held.get(change.comparator) if change.comparator else None
        if shown is None or change.comparator is None:
            continue
        measure = change.measure.as_compared(change.comparator)
        sides = zip((shown.current_period, shown.period), change.reported_figures, change.now_figures, strict=True)
        for place, (period, reported, now) in enumerate(sides):
            if reported is not None and reported != now:
                of = change.comparator if place else None
                found.setdefault((period, reported), Restated(measure, period, reported, now, of))
    return found.values()
