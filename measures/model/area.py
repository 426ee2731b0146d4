"""Areas and the groups that forces are set beside: data with dates, not code (SPEC section 8)."""

from collections.abc import Sequence
from dataclasses import dataclass

from measures.model.quarter import Quarter


@dataclass(frozen=True, slots=True)
class Area:
    """One area's residents in the middle of one year; the key is `id` and `year`.

    `population` None: no rate for each 1,000 people is made of its figures; `note` then says why.
    """

    id: str
    title: str
    population: int | None
    year: int
    note: str = ""


@dataclass(frozen=True, slots=True)
class Member:
    """An area in a group from one quarter to another, both included; None is open."""

    area_id: str
    first: Quarter | None = None
    last: Quarter | None = None

    def is_in_at(self, quarter: Quarter) -> bool:
        """Whether it belongs to the group at a quarter."""
        return (self.first is None or self.first <= quarter) and (self.last is None or quarter <= self.last)


@dataclass(frozen=True, slots=True)
class Group:
    """Forces that are set beside each other. Membership is dated and not mutual: another force's group may differ."""

    id: str
    title: str
    members: tuple[Member, ...]

    def at(self, quarter: Quarter) -> tuple[str, ...]:
        """The ids of the areas in it at a quarter, in the order of the file."""
        return tuple(one.area_id for one in self.members if one.is_in_at(quarter))


def bare_name(name: str) -> str:
    """A force's name for comparing: the same however `&`, capitals, spaces and hyphens are written.

    >>> bare_name("Devon & Cornwall") == bare_name("devon-and-cornwall")
    True
    """
    return "".join(filter(str.isalnum, name.casefold().replace("&", " and ")))


def area_of(name: str, areas: Sequence[Area]) -> str:
    """The id of the area that has this title, or this id; "" where there is none."""
    wanted = bare_name(name)
    by_title = next((one.id for one in areas if bare_name(one.title) == wanted), "")
    return by_title or next((one.id for one in areas if bare_name(one.id) == wanted), "")
