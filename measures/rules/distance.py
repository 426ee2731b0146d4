"""How far a figure is from the next colour: the smallest change that can be said and that would have got there.

The rule for one comparison stands here a second time, for single fractions; tests hold it to `bands`.
"""

from dataclasses import dataclass
from fractions import Fraction

from measures.model.rating import Rating

_EXTRA_DECIMALS = 6


@dataclass(frozen=True, slots=True)
class Rule:
    """One comparison's rule for single figures.

    `value` is the comparative figure, `sign` +1 or -1 for higher or lower is better, `allowed` the tolerance in the
    measure's own unit. `lowest` and `highest` bound the figures that can be.
    """

    value: Fraction
    sign: int
    allowed: Fraction
    lowest: Fraction | None = None
    highest: Fraction | None = None

    def gain(self, current: Fraction) -> Fraction:
        """The change, signed so that positive is better."""
        return (current - self.value) * self.sign

    def rating(self, current: Fraction) -> Rating:
        """The colour of a figure (SPEC section 5)."""
        gain = self.gain(current)
        if gain >= 0:
            return Rating.GREEN
        return Rating.AMBER if -gain <= self.allowed else Rating.RED

    def can_be(self, figure: Fraction) -> bool:
        """Whether the measure could have stood there."""
        above = self.lowest is None or figure >= self.lowest
        return above and (self.highest is None or figure <= self.highest)


@dataclass(frozen=True, slots=True)
class Move:
    """A change of the current figure, in the measure's unit, and the colour that it would have got."""

    change: Fraction
    rating: Rating


def moves(rule: Rule, current: Fraction, decimals: int, *, whole: bool = False) -> tuple[Move, ...]:
    """The changes worth telling: up to the next better colour first, then down to the next worse one.

    In steps of 10^-decimals, and where such a step would leap over Amber, in finer ones; with `whole` in whole
    units always, because half an offence is none. A change to a figure that cannot be is left out.
    """
    gain, rating = rule.gain(current), rule.rating(current)
    steps = _Steps(rule, current, 0 if whole else decimals, 0 if whole else decimals + _EXTRA_DECIMALS)
    found: list[Move] = []
    if rating is Rating.RED and rule.allowed > 0:
        found.append(steps.better_by(-gain - rule.allowed, Rating.AMBER))
    elif rating is not Rating.GREEN:
        found.append(steps.better_by(-gain, Rating.GREEN))
    if rating is Rating.GREEN:
        found.append(steps.worse_by_more_than(gain, Rating.AMBER if rule.allowed > 0 else Rating.RED))
    elif rating is Rating.AMBER:
        found.append(steps.worse_by_more_than(gain + rule.allowed, Rating.RED))
    return tuple(move for move in found if rule.can_be(current + move.change))


@dataclass(frozen=True, slots=True)
class _Steps:
    """Changes of a figure in steps of 10^-coarsest, or finer ones down to 10^-finest."""

    rule: Rule
    current: Fraction
    coarsest: int
    finest: int

    def better_by(self, least: Fraction, wanted: Rating) -> Move:
        """The smallest improvement of at least `least`."""
        return self._first([self.rule.sign * -(-least * 10**d // 1) / Fraction(10**d) for d in self._places()], wanted)

    def worse_by_more_than(self, most: Fraction, wanted: Rating) -> Move:
        """The smallest worsening of more than `most`."""
        return self._first(
            [-self.rule.sign * (most * 10**d // 1 + 1) / Fraction(10**d) for d in self._places()], wanted
        )

    def _places(self) -> range:
        return range(self.coarsest, self.finest + 1)

    def _first(self, changes: list[Fraction], wanted: Rating) -> Move:
        """The coarsest that gets the colour wanted, else the coarsest, with the colour that it does get."""
        tried = [Move(change, self.rule.rating(self.current + change)) for change in changes]
        return next((move for move in tried if move.rating is wanted), tried[0])
