"""The settings of the signal (SPEC section 6): a plan may depart from them, and its pages then say so."""

from dataclasses import dataclass
from enum import StrEnum

SHORTEST_RUN, LONGEST_RUN = 5, 12
FEWEST_TO_FIX = 12


class TwoInThree(StrEnum):
    """Which points two in three may count: those inside a limit, or all beyond the near one."""

    INSIDE_LIMITS = "inside_limits"
    ALL_BEYOND = "all_beyond"


@dataclass(frozen=True, slots=True)
class SignalOptions:
    """The settings of section 6. Raises ValueError for one that has no meaning.

    `shift` and `trend` are how many points make a run (5 to 12). `two_in_three` is `inside_limits` (points outside
    a limit do not count towards it) or `all_beyond` (they do). `screen` drops the ranges that are themselves out
    of line, once. `fix_after` takes the limits of each stretch from its first so many values (12 or more).
    """

    shift: int = 7
    trend: int = 7
    two_in_three: TwoInThree = TwoInThree.INSIDE_LIMITS
    screen: bool = False
    fix_after: int | None = None

    def __post_init__(self) -> None:
        if not (SHORTEST_RUN <= self.shift <= LONGEST_RUN and SHORTEST_RUN <= self.trend <= LONGEST_RUN):
            raise ValueError(
                f"shift and trend are {SHORTEST_RUN} to {LONGEST_RUN} points, not {self.shift} and {self.trend}"
            )
        if self.two_in_three not in list(TwoInThree):
            raise ValueError(f"two_in_three is inside_limits or all_beyond, not “{self.two_in_three}”")
        if self.fix_after is not None and self.fix_after < FEWEST_TO_FIX:
            raise ValueError(f"fix_after is {FEWEST_TO_FIX} values or more, not {self.fix_after}")


DEFAULTS = SignalOptions()
