"""What was done, and every figure that was ever stated."""

from collections.abc import Iterable

from measures.model.quarter import Quarter
from measures.model.rating import Rating, RatingMove, ReasonCode
from measures.model.record import Act, Revision
from measures.storage.nearest import not_found
from measures.storage.store import Store


def recorded_acts(store: Store) -> tuple[Act, ...]:
    """Uploads, withdrawals and changes of definitions, newest first: who, when, what, why."""
    return store.acts()


def revisions_of(store: Store, measure_id: str, area: str = "") -> tuple[Revision, ...]:
    """Every figure that was ever accepted for a measure, newest first; those of withdrawn uploads too.

    Empty for a measure without figures; raises NotFound, naming the nearest, for one that no plan has.
    """
    revisions = store.revisions(measure_id, area)
    if not revisions and measure_id not in (known := store.measures()):
        raise not_found("measure", measure_id, known)
    return revisions


def moves_as_dicts(moves: Iterable[RatingMove]) -> list[dict[str, object]]:
    """Moved ratings as JSON holds them: in the act that moved them, and in what the commands print.

    `comparator` null is the headline; `rating` null is not rated, for the reason in `reason_code`.
    """
    labels: dict[Quarter, str] = {}
    verdicts: dict[tuple[Rating | None, ReasonCode | None], dict[str, object]] = {}

    def verdict(rating: Rating | None, code: ReasonCode | None) -> dict[str, object]:
        return verdicts.setdefault((rating, code), {"rating": rating, "reason_code": code})

    return [
        {
            "plan": move.plan_id,
            "measure": move.measure_id,
            "quarter": labels.get(move.quarter) or labels.setdefault(move.quarter, move.quarter.label),
            "comparator": move.comparator.value if move.comparator else None,
            "before": verdict(move.before, move.before_reason_code),
            "after": verdict(move.after, move.after_reason_code),
        }
        for move in moves
    ]
