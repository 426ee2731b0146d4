"""One measure in a group of forces at one quarter: each force's rate, who has none and why, and where this force is."""

from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction

from measures.model.area import Group
from measures.model.measure import Measure
from measures.model.quarter import Quarter
from measures.model.rating import Period


class NoRate(StrEnum):
    """Why a force has no rate, and is left out of n."""

    NO_POPULATION = "no_population"
    NO_FIGURES = "no_figures"
    INCOMPLETE = "incomplete"
    WITHHELD = "withheld"
    NOT_COLLECTED = "not_collected"
    BELOW_ZERO = "below_zero"

    @property
    def words(self) -> str:
        """The short phrase; the note or the quarters come after it."""
        return {
            "no_population": "no population",
            "no_figures": "no figures",
            "incomplete": "figures incomplete",
            "withheld": "withheld to protect confidentiality",
            "not_collected": "not collected over the whole of these 12 months",
            "below_zero": "total below zero: check the data",
        }[self.value]


@dataclass(frozen=True, slots=True)
class ForceRate:
    """One force over 12 months. `rate` is None where there is none, and `why` then says the reason.

    `rank` 1 is the highest rate, whichever way is better; equal rates share one. `year` is that of the population,
    None where the figures bring their own. `missing` are the quarters without a figure, `note` the area's own words.
    """

    area_id: str
    title: str
    rate: Fraction | None
    events: Fraction | None = None
    population: Fraction | None = None
    year: int | None = None
    rank: int | None = None
    worst_tenth: bool = False
    provisional: bool = False
    why: NoRate | None = None
    missing: tuple[Quarter, ...] = ()
    note: str = ""

    def placed(self, rank: int, worst_tenth: bool) -> "ForceRate":
        """The same force with its place among the others."""
        return replace(self, rank=rank, worst_tenth=worst_tenth)


@dataclass(frozen=True, slots=True)
class GroupStanding:
    """A measure in a group over the 12 months that end with a quarter.

    `forces` have a rate, the highest first; `without` have none. `average` is the mean of the rates of the group,
    this force's own included. `lower` and `upper` bound the middle half, None with fewer than 4 forces with data.
    """

    measure: Measure
    group: Group
    quarter: Quarter
    this_id: str
    forces: tuple[ForceRate, ...]
    without: tuple[ForceRate, ...]
    average: Fraction | None
    median: Fraction | None
    lower: Fraction | None
    upper: Fraction | None

    @property
    def n(self) -> int:
        """How many forces have data."""
        return len(self.forces)

    @property
    def period(self) -> Period:
        """The 12 months."""
        return Period(self.quarter.shift(-3), self.quarter, "twelve_months")

    @property
    def this(self) -> ForceRate | None:
        """This force, with or without a rate; None where it is not in the group then."""
        return next((one for one in (*self.forces, *self.without) if one.area_id == self.this_id), None)
