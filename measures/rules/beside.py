"""What the comparator of similar forces is made of: this force's residents and the group's average, by quarter."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import pandas as pd

from measures.model.area import Area, Group
from measures.model.measure import Comparator, DatedPlan, Plan
from measures.model.quarter import Quarter
from measures.rules.comparators import BesideFigures
from measures.rules.forces import Peers, standings


@dataclass(frozen=True, slots=True)
class Beside:
    """All that is held of other forces: a values frame of all areas, the areas, the groups, this force's area id."""

    values: pd.DataFrame = field(repr=False, compare=False)
    areas: tuple[Area, ...]
    groups: tuple[Group, ...]
    this: str

    def peers(self, plan: Plan) -> Peers | None:
        """The group that a plan names, else the first; None where there is none."""
        named = plan.head.similar_group
        group = next((one for one in self.groups if named in ("", one.id)), None)
        return Peers(group, self.areas, self.this) if group else None


def is_beside_others(plans: Sequence[DatedPlan]) -> bool:
    """Whether any measure of any form of a plan is rated against similar forces."""
    return any(_rated(dated.plan) for dated in plans)


def _rated(plan: Plan) -> Plan | None:
    """The plan with only the measures that it rates against similar forces; None without one."""
    rated = [one.id for one in plan.measures if Comparator.SIMILAR_FORCES in plan.comparators_of(one)]
    return plan.only(*rated) if rated else None


def beside_figures(beside: Beside | None, plan: Plan, quarters: Sequence[Quarter]) -> BesideFigures:
    """The figures of one form of a plan for the quarters given."""
    rated = _rated(plan)
    peers = beside.peers(plan) if beside else None
    if beside is None or peers is None or rated is None:
        return BesideFigures()
    found = standings(beside.values, rated, peers, quarters)
    people, average = {}, {}
    own = {quarter: peers.areas_at(quarter).get(peers.this) for quarter in quarters}
    for (measure_id, quarter), standing in found.items():
        area = own[quarter]
        if area is not None and area.population is not None:
            people[measure_id, quarter.ordinal] = area.population
        if standing.average is not None and any(one.area_id != peers.this for one in standing.forces):
            average[measure_id, quarter.ordinal] = standing.average
    return BesideFigures(people, average)
