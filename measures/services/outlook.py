"""What a quarter will look like once a file is in, and what was done by others meanwhile."""

from dataclasses import dataclass

from measures.model.access import Permission
from measures.model.measure import Measure, Plan, PlanHead, in_force
from measures.model.quarter import Quarter
from measures.model.record import Act
from measures.model.value import Status
from measures.services.access import need
from measures.services.differences import apply_figures
from measures.services.outstanding import uncollected
from measures.services.uploads import Preview
from measures.storage.store import Store

_SETTLED = (Status.CONFIDENTIAL.value, Status.NOT_APPLICABLE.value)


@dataclass(frozen=True, slots=True)
class StillMissing:
    """The measures of a plan that have no figure for a quarter; `of` are all that are collected then."""

    plan: Plan
    quarter: Quarter
    measures: tuple[Measure, ...]
    of: int


def plan_at(store: Store, quarter: Quarter) -> PlanHead | None:
    """The newest plan that runs in a quarter, or None."""
    return next((head for head in store.plan_heads() if head.start <= quarter.end and quarter.start <= head.end), None)


def still_missing(store: Store, preview: Preview) -> StillMissing | None:
    """What the newest quarter of a file lacks once the file is in, by the newest plan in force then.

    A withheld figure (`c`) and one that does not apply (`z`) are not missing. None where the file has no figure of
    this force, or no plan is in force at its newest quarter.
    """
    need(store, Permission.UPLOAD)
    own = preview.frame[preview.frame["area"] == ""]
    if own.empty:
        return None
    quarter = Quarter(int(own["quarter"].max()))
    head = plan_at(store, quarter)
    if head is None:
        return None
    plan = in_force(store.plan_history(head.id), quarter)
    wanted = [one for one in plan.measures if uncollected(one, quarter) is None]
    standing = apply_figures(store.values([one.id for one in wanted]), own)
    of_quarter = standing[standing["quarter"] == quarter.ordinal]
    has_figure = of_quarter["value_units"].notna() | of_quarter["numerator_units"].notna()
    settled = has_figure | of_quarter["status"].astype(str).isin(_SETTLED)
    held = set(of_quarter["measure_id"][settled].astype(str))
    return StillMissing(plan, quarter, tuple(one for one in wanted if one.id not in held), len(wanted))


def acts_since(store: Store, version: int) -> tuple[Act, ...]:
    """What was recorded after a version of the figures that may have moved a figure or a rating, newest first."""
    need(store, Permission.SEE_WORK)
    return store.acts_moving_figures(version)
