"""The ratings that a file moves as pages show them: of a new quarter beside the colours of the quarter before it."""

from collections.abc import Sequence

from measures.errors import NotFound
from measures.model.quarter import Quarter
from measures.model.rating import Rating, RatingMove
from measures.services.history import measure_titles
from measures.storage.store import Store
from measures.views.moves_view import QuarterMoves, grouped_moves, is_first
from measures.widgets.choosing import rated

MOST_QUARTERS = 3  # new ones of which the quarter before is looked up; a file of years brings many


def moves_shown(store: Store, moves: Sequence[RatingMove]) -> tuple[QuarterMoves, ...]:
    """Moved ratings by quarter and plan, under the titles that plans and measures have now."""
    new = {(move.plan_id, move.quarter) for move in moves if is_first(move)}
    earlier = {key: _colours(store, *key) for key in new} if len(new) <= MOST_QUARTERS else {}
    return grouped_moves(moves, measure_titles(store), store.plan_heads(), earlier)


def _colours(store: Store, plan_id: str, quarter: Quarter) -> dict[str, Rating | None]:
    """The colours of the quarter before, by measure id, as it stands now; none of a plan that is not there."""
    try:
        before = rated(store, store.data_version(), plan_id).status(quarter.shift(-1))
    except NotFound:
        return {}
    return {one.measure.id: one.headline for one in before.measures}
