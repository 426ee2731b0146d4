"""This force beside others: where a plan's measures stand in a group of forces, and one measure over time."""

from dataclasses import dataclass, field
from datetime import datetime

import pandas as pd

from measures.errors import NotFound
from measures.model.area import Group, area_of
from measures.model.forces import GroupStanding
from measures.model.measure import Kind, Measure, Plan
from measures.model.quarter import Quarter, day_in_words
from measures.model.status import QuarterStatus
from measures.rules.forces import Peers, standings
from measures.rules.sums import of_parts, own_figures, with_sums
from measures.services.ratings import measure_ids_of, measure_status
from measures.settings import settings
from measures.storage.nearest import not_found
from measures.storage.store import Store


@dataclass(frozen=True, slots=True)
class GroupQuarter:
    """Where a plan's measures stand in one group at one quarter.

    `standings` has the measures that another force of the group has figures of, in the plan's order; `others` those
    that have none, each with the reason. `groups` are all groups. `this_force` is this force's name;
    `values` the figures of the measures that stand here, of all areas and quarters.
    """

    plan: Plan
    quarter: Quarter
    group: Group
    groups: tuple[Group, ...]
    standings: tuple[GroupStanding, ...]
    others: tuple[tuple[Measure, str], ...]
    this_force: str
    peers: Peers = field(repr=False)
    values: pd.DataFrame = field(repr=False, compare=False)

    def of(self, measure_id: str) -> GroupStanding | None:
        """The standing of a measure, None where there is none."""
        return next((one for one in self.standings if one.measure.id == measure_id), None)


def group_quarter(
    store: Store,
    status: QuarterStatus,
    group_id: str | None = None,
    *,
    measure_id: str | None = None,
    figures: pd.DataFrame | None = None,
) -> GroupQuarter:
    """Where the plan's measures, or one of them, stand in a group (default: the plan's own, else the first held).

    `figures` are those of `figures_of_all`, for whoever has them at hand; without them they are read. Raises NotFound
    where there is no group, or none of that name; the sentence says what to do.
    """
    group, groups, peers = _chosen(store, status.plan, group_id, status.as_at)
    measures = tuple(one for one in status.plan.measures if measure_id in (None, one.id))
    plan = status.plan.only(*(one.id for one in measures if one.kind.is_per_head))
    held = store.values(plan.needed, area=None, as_at=status.as_at) if figures is None else figures
    fit, values = _with_figures(held, plan, peers, status.quarter)
    found = standings(values, status.plan.only(*(one.id for one in fit)), peers, [status.quarter])
    others = tuple((one, why_not(one, status.quarter)) for one in measures if one not in fit)
    return GroupQuarter(
        plan=status.plan,
        quarter=status.quarter,
        group=group,
        groups=groups,
        standings=tuple(found[one.id, status.quarter] for one in fit),
        others=others,
        this_force=settings().area,
        peers=peers,
        values=values,
    )


def figures_of_all(store: Store, plan_id: str, as_at: datetime | None = None) -> pd.DataFrame:
    """The figures of every area for all measures that a plan has at any quarter: they are read once for all of them."""
    return store.values(measure_ids_of(store.plan_history(plan_id, as_at)), area=None, as_at=as_at)


def group_history(found: GroupQuarter, measure_id: str) -> tuple[GroupStanding, ...]:
    """One measure in the group over every 12 months up to the quarter in which another force has a rate, in order."""
    return tuple(one for one in whole_history(found, measure_id) if one.quarter <= found.quarter)


def whole_history(found: GroupQuarter, measure_id: str) -> tuple[GroupStanding, ...]:
    """The same over all 12 months that are held, later ones too: it is the same at every quarter."""
    alone = found.plan.only(measure_id)
    others = _of_others(own_figures(found.values, found.plan, measure_id), found.peers)
    if others.empty:
        return ()
    quarters = [Quarter(ordinal) for ordinal in range(int(others["quarter"].min()), int(others["quarter"].max()) + 1)]
    figures = of_parts(found.values, found.plan, measure_id)
    standing = standings(figures, alone, found.peers, quarters).values()
    return tuple(one for one in standing if any(force.area_id != found.peers.this for force in one.forces))


def plan_standings(store: Store, status: QuarterStatus) -> tuple[GroupStanding, ...]:
    """Where the plan's measures stand in its own group; none where there is no group."""
    try:
        return group_quarter(store, status).standings if store.groups(status.as_at) else ()
    except NotFound:  # the plan names a group that is not loaded: the page of similar forces says so
        return ()


def beside_others(store: Store, status: QuarterStatus, measure_id: str) -> GroupStanding | None:
    """One measure in the plan's own group, for a sentence elsewhere; None where there is nothing to say."""
    if not store.groups(status.as_at):
        return None
    try:
        standing = group_quarter(store, status, measure_id=measure_id).of(measure_id)
    except NotFound:  # the plan names a group that is not loaded: the page of similar forces says so
        return None
    return standing if standing and standing.this and standing.this.rate is not None and standing.n > 1 else None


def measure_in_group(
    store: Store,
    measure_id: str,
    plan_id: str | None = None,
    quarter: Quarter | None = None,
    group_id: str | None = None,
) -> tuple[GroupQuarter, GroupStanding]:
    """One measure in one group, for a command. Raises NotFound, with the reason where the measure has no standing."""
    status, rating = measure_status(store, measure_id, plan_id, quarter)
    found = group_quarter(store, status, group_id, measure_id=measure_id)
    standing = found.of(measure_id)
    if standing is None:
        raise NotFound(
            f"{rating.measure.title} is not set beside other forces. {why_not(rating.measure, status.quarter)}"
        )
    return found, standing


def why_not(measure: Measure, quarter: Quarter) -> str:
    """Why a measure is not set beside other forces at a quarter."""
    if measure.kind is Kind.NARRATIVE:
        return "It is a comment, without figures."
    if not measure.kind.is_per_head:
        return "Only counts and rates have a rate for each 1,000 people that means the same in every force."
    return (
        f"No figures of other forces are held for the 12 months to {day_in_words(quarter.end)}. They come in a file "
        "with an “area” column: measures load FILE."
    )


def _chosen(
    store: Store, plan: Plan, group_id: str | None, as_at: datetime | None
) -> tuple[Group, tuple[Group, ...], Peers]:
    groups, areas = store.groups(as_at), store.areas(as_at)
    if not groups:
        raise NotFound(
            "There is no group of forces in the database yet. Load areas with their populations and groups with "
            "their members: “measures define AREAS.csv GROUPS.csv”."
        )
    wanted = group_id or plan.head.similar_group
    group = next((one for one in groups if one.id == wanted), None) if wanted else groups[0]
    if group is None:
        raise not_found("group", wanted, [one.id for one in groups])
    return group, groups, Peers(group, areas, area_of(settings().area, areas))


def _with_figures(
    values: pd.DataFrame, plan: Plan, peers: Peers, quarter: Quarter
) -> tuple[tuple[Measure, ...], pd.DataFrame]:
    """The measures of a plan of which another force of the group has a figure in the 12 months, with the figures that
    they come from."""
    others = _of_others(with_sums(values, plan), peers)
    held = set(others[others["quarter"].between(quarter.ordinal - 3, quarter.ordinal)]["measure_id"])
    fit = tuple(one for one in plan.measures if one.id in held)
    return fit, values[values["measure_id"].isin(plan.only(*held).needed)]


def _of_others(values: pd.DataFrame, peers: Peers) -> pd.DataFrame:
    """The figures of the other forces that are ever in the group."""
    members = {one.area_id for one in peers.group.members} - {peers.this}
    return values[values["area"].isin(list(members))]
