"""Whether quarters are unusual for a measure, over its whole series."""

from measures.model.control import ControlChart
from measures.model.status import QuarterStatus
from measures.rules.control import control_of
from measures.services.ratings import figures_behind
from measures.storage.store import Store


def control_chart_of(store: Store, status: QuarterStatus, measure_id: str) -> ControlChart | None:
    """A measure's control chart at the quarter of a status; None without a figure or for a kind without a signal."""
    values = figures_behind(store, status.plan, measure_id, as_at=status.as_at)
    return control_of(values, status.plan, measure_id, status.quarter)
